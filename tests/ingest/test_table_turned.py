"""Tables whose cells a spreadsheet turned: accession numbers into amounts, dates into its own form."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from archive.catalogue import photographs
from archive.ingest import choices
from archive.ingest.outcome import Outcome
from archive.ingest.tables import naming
from archive.interop import table
from archive.parts import Parts
from tests import builders
from tests.ingest.test_tables import bring, csv_file, exported, xlsx_file

Edits = Mapping[int, Mapping[str, str]]


def edited(text: str, edits: Edits, *, only: tuple[int, ...] = ()) -> str:
    """The exported table with these cells written otherwise: {row: {column: text}}, rows counted from 0."""
    head, *rows = list(csv.reader(io.StringIO(text, newline="")))
    for row, cells in edits.items():
        for name, cell in cells.items():
            rows[row][head.index(name)] = cell
    made = io.StringIO(newline="")
    csv.writer(made, lineterminator="\r\n").writerows(
        [head, *(rows[one] for one in only or range(len(rows)))]
    )
    return made.getvalue()


def both_ways(parts: Parts, path: Path) -> list[Outcome]:
    """What the import tells of the rows, the preview before it telling the same."""
    shown = bring(parts, path, dry_run=True)[1:]
    done = bring(parts, path)[1:]
    assert [(one.what.removesuffix("d"), one.accession, one.reason) for one in shown] == [
        (one.what.removesuffix("d").removesuffix("d"), one.accession, one.reason) for one in done
    ]
    return done


@pytest.mark.parametrize("order", [(1,), (0, 1), (1, 0)], ids=["alone", "after it", "before it"])
def test_a_number_that_a_spreadsheet_shortened_changes_no_other_record(
    parts: Parts, tmp_path: Path, order: tuple[int, ...]
) -> None:
    one = builders.photograph(parts, accession="1934.1", headline="A ship", caption="A ship leaves.")
    ten = builders.photograph(parts, accession="1934.10", headline="A tram", caption="A tram waits.")
    text = exported(parts, tmp_path)
    turned = edited(text, {1: {"accession": "1934.1", "headline": "A grey tram"}}, only=order)
    (refused,) = both_ways(parts, csv_file(tmp_path, turned))
    assert (refused.what, refused.accession) == ("refused", one)
    assert "“1934.1”" in refused.reason
    assert "Look whether the number was changed" in refused.reason
    assert "Nothing of this row was taken" in refused.reason
    assert [builders.get(parts, name).headline for name in (one, ten)] == ["A ship", "A tram"]


def test_the_rightful_row_is_taken_beside_one_whose_number_was_turned(parts: Parts, tmp_path: Path) -> None:
    builders.photograph(parts, accession="1934.1", headline="A ship")
    builders.photograph(parts, accession="1934.10", headline="A tram")
    edits = {0: {"headline": "A steamer"}, 1: {"accession": "1934.1", "headline": "A grey tram"}}
    turned = edited(exported(parts, tmp_path), edits, only=(1, 0))
    refused, changed = both_ways(parts, csv_file(tmp_path, turned))
    assert (refused.what, changed.what, changed.accession) == ("refused", "changed", "1934.1")
    assert builders.get(parts, "1934.1").headline == "A steamer"


def test_a_column_that_was_sorted_alone_changes_nothing(parts: Parts, tmp_path: Path) -> None:
    numbers = [builders.photograph(parts, headline=f"Tram {number}") for number in range(4)]
    edits = {row: {"accession": number} for row, number in enumerate(reversed(numbers))}
    rows = both_ways(parts, csv_file(tmp_path, edited(exported(parts, tmp_path), edits)))
    assert [row.what for row in rows] == ["refused"] * 4
    assert [builders.get(parts, number).headline for number in numbers] == [f"Tram {n}" for n in range(4)]


def test_versions_of_older_tables_hold_as_they_did(parts: Parts, tmp_path: Path) -> None:
    accession = builders.photograph(parts, headline="A tram")
    with parts.db.reading() as session:
        record = photographs.get(session, accession)
        old = f"v{record.version}.{record.revision}"
    text = edited(exported(parts, tmp_path), {0: {"version": old, "headline": "A grey tram"}})
    (changed,) = both_ways(parts, csv_file(tmp_path, text))
    assert changed.what == "changed"
    (refused,) = both_ways(parts, csv_file(tmp_path, text.replace("grey", "green")))
    assert "Somebody changed this record" in refused.reason


def test_a_spreadsheet_is_told_that_numbers_and_dates_are_words(parts: Parts, tmp_path: Path) -> None:
    builders.photograph(parts, accession="1934.10", date_text="June 12, 1962", embargo="")
    path = tmp_path / "out.xlsx"
    with parts.db.reading() as session:
        table.write(session, path)
    sheet = openpyxl.load_workbook(path)["records"]
    titles = {str(cell.value): get_column_letter(number) for number, cell in enumerate(sheet[1], start=1)}
    for name in ("accession", "version", "edtf", "date_text", "embargo"):
        assert sheet.column_dimensions[titles[name]].number_format == "@", name
        if sheet[f"{titles[name]}2"].value is not None:
            assert sheet[f"{titles[name]}2"].number_format == "@", name
    assert sheet[f"{titles['edtf']}2"].value == "1962-06-12"
    assert sheet[f"{titles['headline']}2"].number_format == "General"


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        ({"edtf": "12/06/1962"}, ["edtf"]),
        ({"edtf": "6/12/1962"}, ["edtf"]),
        ({"date_text": "12-Jun-62"}, ["date_text"]),
        (
            {"date_text": "12-Jun-62", "edtf": "12/06/1962", "embargo": "31/01/2031"},
            ["date_text", "edtf", "embargo"],
        ),
    ],
)
def test_days_that_a_spreadsheet_turned_change_nothing_and_are_told_once(
    parts: Parts, tmp_path: Path, cells: dict[str, str], columns: list[str]
) -> None:
    names = [
        builders.photograph(parts, date_text="June 12, 1962", embargo="2031-01-31", publish=False)
        for _ in range(3)
    ]
    text = edited(exported(parts, tmp_path), dict.fromkeys(range(3), cells))
    for dry_run in (True, False):
        (read,) = bring(parts, csv_file(tmp_path, text), dry_run=dry_run)
        assert read.detail["unchanged"] == 3
        (told,) = [one for one in read.detail["findings"] if "form of its own" in one]
        assert f": {', '.join(f'“{naming.LABELS[one]}”' for one in columns)}." in told
    # Another cell of such a row may change all the same, with the days as they were.
    _read, changed = bring(parts, csv_file(tmp_path, edited(text, {1: {"city": "Porto"}})))
    assert [one["field"] for one in changed.detail["changes"]] == ["city"]
    made = builders.get(parts, names[1])
    assert (made.date_text, made.edtf, made.embargo) == ("June 12, 1962", "1962-06-12", "2031-01-31")


def test_words_that_somebody_typed_are_no_form_of_a_spreadsheet(parts: Parts, tmp_path: Path) -> None:
    one = builders.photograph(parts, date_text="after the war", edtf="1962-06-12")
    other = builders.photograph(parts, date_text="June 12, 1962")
    edits = {0: {"date_text": "12-Jun-62"}, 1: {"date_text": "12 June 1962"}}
    rows = both_ways(parts, csv_file(tmp_path, edited(exported(parts, tmp_path), edits)))
    assert [row.what for row in rows] == ["changed"] * 2
    assert [builders.get(parts, name).date_text for name in (one, other)] == ["12-Jun-62", "12 June 1962"]
    assert {builders.get(parts, name).edtf for name in (one, other)} == {"1962-06-12"}


@pytest.mark.parametrize(("words", "asked"), [("Midsummer, or so", 0), ("12/06/1963", 1)])
def test_a_date_that_the_row_carries_is_not_dropped_for_words_that_nobody_understands(
    parts: Parts, tmp_path: Path, words: str, asked: int
) -> None:
    accession = builders.photograph(parts, date_text="June 12, 1962")
    path = csv_file(tmp_path, edited(exported(parts, tmp_path), {0: {"date_text": words}}))
    _read, shown = bring(parts, path, dry_run=True)
    assert any("“1962-06-12” stays" in one and words in one for one in shown.detail["findings"])
    assert len(choices.questions(shown.detail, {})) == asked
    _read, changed = bring(parts, path)
    assert [one["field"] for one in changed.detail["changes"]] == ["date_text"]
    made = builders.get(parts, accession)
    assert (made.date_text, made.edtf) == (words, "1962-06-12")
    without = edited(path.read_text(), {0: {"date_text": "June 12, 1962", "version": "", "edtf": ""}})
    bring(parts, csv_file(tmp_path, without))
    blank = edited(without, {0: {"date_text": words}})
    _read, changed = bring(parts, csv_file(tmp_path, blank))
    assert builders.get(parts, accession).edtf == ""  # the row does not carry it, and its words went


def test_a_turned_table_that_comes_again_changes_nothing(parts: Parts, tmp_path: Path) -> None:
    accession = builders.photograph(parts, date_text="June 12, 1962")
    edits = {0: {"date_text": "May 1938", "edtf": "12/06/1962"}}
    path = csv_file(tmp_path, edited(exported(parts, tmp_path), edits))
    assert bring(parts, path)[1].what == "changed"
    assert builders.get(parts, accession).edtf == "1938-05"
    assert [one.what for one in bring(parts, path)] == ["read"]
    assert builders.get(parts, accession).edtf == "1938-05"


def test_days_of_a_csv_that_was_saved_as_xlsx_change_nothing(parts: Parts, tmp_path: Path) -> None:
    names = [builders.photograph(parts, date_text=words) for words in ("June 12, 1962", "June 1962")]
    head, *rows = list(csv.reader(io.StringIO(exported(parts, tmp_path), newline="")))
    held: list[list[object]] = [list(row) for row in rows]
    for row, day in zip(held, (date(1962, 6, 12), date(1962, 6, 1)), strict=True):
        row[head.index("date_text")] = row[head.index("edtf")] = day
    (read,) = bring(parts, xlsx_file(tmp_path, [head, *held]))
    assert read.detail["unchanged"] == 2
    typed: list[list[object]] = [list(row) for row in rows]
    typed[1][head.index("edtf")] = "1962-06-01"
    _read, changed = bring(parts, xlsx_file(tmp_path, [head, *typed]))
    assert builders.get(parts, changed.accession).edtf == "1962-06-01"
    assert [builders.get(parts, one).date_text for one in names] == ["June 12, 1962", "June 1962"]


def test_a_date_that_is_emptied_beside_its_words_is_emptied_without_a_version_too(
    parts: Parts, tmp_path: Path
) -> None:
    accession = builders.photograph(parts, date_text="June 12, 1962")
    text = edited(exported(parts, tmp_path), {0: {"edtf": "∅", "version": ""}})
    assert bring(parts, csv_file(tmp_path, text))[1].what == "changed"
    assert builders.get(parts, accession).edtf == ""
