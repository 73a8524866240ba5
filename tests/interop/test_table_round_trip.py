"""10,000 records go out as a table and come back: unedited nothing changes, one cell changes exactly that."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import insert

from archive.catalogue.models import Authority, Named, Photograph
from archive.descriptions.models import Description
from archive.history import OPERATOR
from archive.ingest import tables
from archive.ingest.outcome import Options, Outcome
from archive.ingest.run import Run
from archive.ingest.sources import Source
from archive.interop import table
from archive.parts import Parts
from tests import builders

RECORDS = 10_000
# Texts that spreadsheets run, that look like our own signs, or that do not fit on a line.
HARD = (
    "=cmd|' /C calc'!A1",
    "'=1+1",
    "''quoted",
    "'",
    "∅",
    "'[delete]",
    '"=HYPERLINK("x")',
    "-2+3",
    "@SUM(A1)",
    "+49 30",
    'Two lines,\nthe second; with a "quotation"',
    "_x0041_ and _xZZZZ_",
    "Tab\there",
    "007",
    "1938-05-12",
    "TRUE",
    "#N/A",
    "東京の路面電車 🚋 ẞ",
    "back\\slash; and \\; more",
    "\ufffe odd",
)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    parts = builders.archive(tmp_path_factory.mktemp("home"))
    fill(parts, RECORDS)
    yield parts
    parts.close()


def fill(parts: Parts, records: int) -> None:
    """Records made directly in the database, in one transaction; every text is as the verbs would keep it."""
    numbers = range(1, records + 1)
    with parts.db.writing() as session:
        session.execute(insert(Photograph), [photograph(number) for number in numbers])
        names = [{"id": n + 1, "kind": "person", "name": name} for n, name in enumerate(names_of())]
        session.execute(insert(Authority), names)
        named = [
            {
                "photograph_id": number,
                "authority_id": (number + position) % len(names) + 1,
                "position": position,
            }
            for number in numbers
            for position in range(2)
        ]
        session.execute(insert(Named), named)
        session.execute(insert(Description), [text for number in numbers for text in texts(number)])


def names_of() -> list[str]:
    return ["Ana Gómez", "Smith; John", "a\\b", "=SUM", "Tom 'Tiny' O’Hara", "\\;", "x\\"]


def photograph(number: int) -> dict[str, object]:
    hard = HARD[number % len(HARD)]
    return {
        "id": number,
        "accession": f"2026-{number:06d}",
        "headline": hard,
        "caption": f"Tram {number} waits. {hard}",
        "caption_language": "en",
        "date_text": "about 1936",
        "edtf": "1936~",
        "earliest": "1935-01-01",
        "latest": "1937-12-31",
        "city": "Porto",
        "country": "Portugal",
        "credit_line": "Made-up Press",
        "rights": "http://rightsstatements.org/vocab/CNE/1.0/",
        "alternatives": {"caption": {"es": f"Tranvía {number}. {hard}"}} if number % 2 else {},
        "sources": {},
        "registered": "2026-01-01T00:00:00Z",
        "version": number % 7 + 1,
        "revision": number % 11 + 8,
    }


def texts(number: int) -> list[dict[str, object]]:
    moment = {"author": "describer", "created": "2026-01-01T00:00:00Z", "changed": "2026-01-01T00:00:00Z"}
    one = {"photograph_id": number, "kind": "alt", "language": "en", **moment}
    found = [one | {"text": f"A tram, number {number}.", "status": "approved"}]
    if number % 3 == 0:
        found.append(one | {"text": HARD[number % len(HARD)].replace("\n", " "), "status": "in-review"})
    return found


def bring(parts: Parts, path: Path, *, dry_run: bool = True, **how: object) -> list[Outcome]:
    options = Options(dry_run=dry_run, **how)  # type: ignore[arg-type] # options by name
    return list(tables.bring_in(Run(parts.tools, OPERATOR, options), Source(path.name, path)))


def edited_csv(path: Path, row: int, heading: str, text: str) -> None:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        found = list(csv.reader(stream))
    found[row - 1][found[0].index(heading)] = text
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(found)


def edited_xlsx(path: Path, row: int, heading: str, text: str) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    titles = [cell.value for cell in sheet[1]]
    sheet.cell(row=row, column=titles.index(heading) + 1, value=text)
    book.save(path)


@pytest.mark.parametrize(
    ("suffix", "records", "edit"), [(".csv", RECORDS, edited_csv), (".xlsx", RECORDS, edited_xlsx)]
)
def test_unedited_nothing_changes_and_one_cell_changes_exactly_that(
    full: Parts, tmp_path: Path, suffix: str, records: int, edit: Callable[[Path, int, str, str], None]
) -> None:
    path = tmp_path / f"records{suffix}"
    ids = None if records == RECORDS else list(range(1, records + 1))
    with full.db.reading() as session:
        done = table.write(session, path, ids)
    assert (done.records, done.blank) == (records, [])

    (read,) = bring(full, path)
    assert (read.what, read.detail["rows"], read.detail["unchanged"]) == ("read", records, records)
    assert read.detail["unknown"] == []

    edit(path, 1_235, "caption", "Another caption altogether.")
    read, change = bring(full, path)
    assert read.detail["unchanged"] == records - 1
    assert (change.what, change.accession, change.name) == ("change", "2026-001234", f"{path.name} row 1235")
    assert change.detail["changes"] == [
        {
            "field": "caption",
            "before": f"Tram 1234 waits. {HARD[1234 % len(HARD)]}",
            "after": "Another caption altogether.",
            "source": "table",
        }
    ]


def test_a_text_too_long_for_a_cell_is_left_blank_told_and_never_lost(parts: Parts, tmp_path: Path) -> None:
    fill(parts, 23)
    long = "Tram. " * 5_462  # five signs more than a cell holds
    with parts.db.writing() as session:
        for number in range(1, 23):
            session.get_one(Photograph, number).caption = long.strip()
    path = tmp_path / "records.xlsx"
    with parts.db.reading() as session:
        done = table.write(session, path)
    assert done.blank == [(f"2026-{number:06d}", "caption") for number in range(1, 23)]
    (note,) = done.notes
    assert "2026-000001 (caption)" in note
    assert "and 2 more" in note
    assert "ends in .csv" in note
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["records", table.LISTED]
    cells = [[cell.value for cell in row] for row in book[table.LISTED].iter_rows()]
    assert "CSV" in str(cells[0][0])
    assert cells[2] == ["2026-000001", "caption"]
    assert len(cells) == 24

    edited_xlsx(path, 2, "city", "Lisboa")
    read, change = bring(parts, path, dry_run=False)
    assert (read.detail["rows"], read.detail["unchanged"]) == (23, 22)
    assert [one["field"] for one in change.detail["changes"]] == ["city"]
    assert builders.get(parts, "2026-000001").caption == long.strip()
    whole = tmp_path / "records.csv"
    with parts.db.reading() as session:
        assert table.write(session, whole).notes == []
    assert long.strip() in whole.read_text(encoding="utf-8-sig")
    (read,) = bring(parts, whole)
    assert read.detail["unchanged"] == 23


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_what_is_brought_in_is_what_was_shown_and_then_nothing_is_left_to_change(
    parts: Parts, tmp_path: Path, suffix: str
) -> None:
    fill(parts, 40)
    path = tmp_path / f"records{suffix}"
    with parts.db.reading() as session:
        table.write(session, path)
    edit = edited_csv if suffix == ".csv" else edited_xlsx
    edit(path, 4, "people", "Ana Gómez; New\\; Name")
    edit(path, 5, "caption[es]", "Otro tranvía.")
    edit(path, 6, "alt[en]", "A tram in the rain.")
    before = {row: builders.get(parts, f"2026-{row - 1:06d}") for row in range(2, 42)}
    shown = bring(parts, path)
    done = bring(parts, path, dry_run=False)
    assert [one.detail["changes"] for one in done[1:]] == [one.detail["changes"] for one in shown[1:]]
    assert [one.what for one in done] == ["read", "changed", "changed", "changed"]
    assert builders.get(parts, "2026-000003").people == ("Ana Gómez", "New; Name")
    assert builders.get(parts, "2026-000004").alternatives["caption"]["es"] == "Otro tranvía."
    for row, old in before.items():
        if row not in {4, 5, 6}:
            assert builders.get(parts, old.accession).revision == old.revision
    assert [one.what for one in bring(parts, path)] == ["read"]
