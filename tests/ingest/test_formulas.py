"""Formulas of a spreadsheet whose result nobody kept."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from archive.history import OPERATOR
from archive.ingest import tables
from archive.ingest.outcome import Options, Outcome
from archive.ingest.run import Run
from archive.ingest.sources import Source
from archive.ingest.tables import formulas
from archive.parts import Parts

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET, END = b'<worksheet xmlns="%s"><sheetData>' % MAIN, b"</sheetData></worksheet>"


def preview(parts: Parts, path: Path) -> list[Outcome]:
    run = Run(parts.tools, OPERATOR, Options(dry_run=True))
    return list(tables.bring_in(run, Source(path.name, path)))


def workbook(folder: Path, sheet: bytes) -> Path:
    """A spreadsheet with this XML as its only sheet."""
    whole, path = folder / "whole.xlsx", folder / "table.xlsx"
    book = openpyxl.Workbook(write_only=True)
    book.create_sheet("one").append(["headline"])
    book.save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, sheet if part == "xl/worksheets/sheet1.xml" else old.read(part))
    return path


def test_formulas_without_a_result_are_named_by_row_and_column(parts: Parts, tmp_path: Path) -> None:
    cell = b'<c t="inlineStr"><is><t>%s</t></is></c>'
    head = b'<row r="1">' + cell % b"headline" + cell % b"city" + b"</row>"
    rows = (
        b'<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="str"><f>IF(1,"")</f><v></v></c></row>'
        b'<row r="5"><c r="B5"><f>1+1</f></c></row><row><c><v>7</v></c><c><f>2</f><v/></c></row>'
    )
    path = workbook(tmp_path, SHEET + head + rows + END)
    read, *_rows = preview(parts, path)
    (finding,) = read.detail["findings"]
    assert "empty: row 5 (“city”), row 6 (“city”). " in finding
    many = b"".join(b"<row><c><f>1</f></c></row>" for _row in range(100_000))
    path = workbook(tmp_path, SHEET + head + many + END)
    read = preview(parts, path)[0]
    assert "and 99980 more" in read.detail["findings"][0]


@pytest.mark.parametrize("sheet", [b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'])
def test_what_is_no_sheet_is_refused(sheet: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        formulas.find(io.BytesIO(sheet))
