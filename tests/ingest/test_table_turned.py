"""Tables whose cells a spreadsheet turned: accession numbers into amounts, dates into its own form."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from archive.catalogue import photographs
from archive.ingest.outcome import Outcome
from archive.interop import table
from archive.parts import Parts
from tests import builders
from tests.ingest.test_tables import bring, csv_file, exported

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
