"""Spreadsheets made to fill memory with what is no cell: texts, formats, parts under other names."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from archive.parts import Parts
from tests import builders
from tests.ingest.test_tables import END, SHEET, bring, reason, remade, xlsx_file

TEXTS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def with_texts(path: Path, name: str, texts: bytes) -> Path:
    """The same package with a table of texts in a part of this name."""
    with zipfile.ZipFile(path) as package:
        told = package.read("[Content_Types].xml")
    override = f'<Override PartName="/{name}" ContentType="{KIND}"/></Types>'.encode()
    made = remade(path, "[Content_Types].xml", told.replace(b"</Types>", override))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, texts)
    return made


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    ("name", "texts", "words"),
    [
        ("xl/sharedStrings.xml", TEXTS + b"<a/>" * 3_000_000 + b"</sst>", "harm"),
        ("xl/sharedStrings.xml", TEXTS + (b"<si/>" + b"<a/>" * 200_000) * 15 + b"</sst>", "harm"),
        ("xl/sharedStrings.xml", TEXTS + b"<si></si>x<a/>" * 200_000 + b"</sst>", "harm"),
        ("xl/sharedStrings.xml", TEXTS + b'<si a=">"/><a/>' * 200_000 + b"</sst>", "harm"),
        ("xl/sharedStrings.xml", TEXTS + b"<si>" + b"<r/>" * 3_000_000 + b"</si></sst>", "harm"),
        ("xl/sharedStrings.xml", TEXTS.replace(b"<", b"<x:") + b"<x:si/>" * 2_100_000, "500 MB"),
        ("xl/sharedStrings.xml", (TEXTS + b"<si/></sst>").decode().encode("utf-16"), "harm"),
        ("xl/sharedStrings.xml", b'<?xml version="1.0" encoding="UTF-7"?>' + TEXTS + b"</sst>", "harm"),
        ("xl/media/texts.png", TEXTS + b"<si/>" * 2_000_000 + b"</sst>", "harm"),
    ],
    ids=["others", "both", "text", "sign", "one text", "prefix", "wide", "UTF-7", "called a picture"],
)
def test_texts_of_a_spreadsheet_that_would_fill_memory_are_refused(
    parts: Parts, tmp_path: Path, name: str, texts: bytes, words: str
) -> None:
    path = xlsx_file(tmp_path, [["caption"], ["x"]])
    assert words in reason(parts, with_texts(path, name, texts))


@pytest.mark.timeout(30)
def test_a_million_formats_of_cells_are_refused(parts: Parts, tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [["caption"], ["x"]])
    formats = b"<styleSheet><cellXfs>" + b"<xf/>" * 900_000 + b"</cellXfs></styleSheet>"
    assert "harm" in reason(parts, remade(path, "xl/styles.xml", formats))


@pytest.mark.parametrize("x", ["", "x:"])
def test_texts_as_programs_write_them_are_read(parts: Parts, tmp_path: Path, x: str) -> None:
    path = xlsx_file(tmp_path, [["caption"], ["x"]])
    texts = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<{x}sst xmlns{":x" if x else ""}="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="2">
  <{x}si><{x}t>caption</{x}t></{x}si>
  <{x}si><{x}r><{x}t>A </{x}t></{x}r><{x}r><{x}t xml:space="preserve">tram</{x}t></{x}r></{x}si>
  <{x}extLst/>
</{x}sst>"""
    sheet = SHEET + b'<row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c></row>' + END
    path = remade(path, "xl/worksheets/sheet1.xml", sheet)
    made = with_texts(path.rename(path.with_name("again.xlsx")), "xl/sharedStrings.xml", texts.encode())
    outcome = next(one for one in bring(parts, made) if one.accession)
    assert outcome.what == "added", outcome.reason
    assert builders.get(parts, outcome.accession).caption == "A tram"
