"""XLSX: the first sheet that holds anything, read row by row by openpyxl, its package looked at before.

A formula counts as the result that the spreadsheet last kept; one without is told. What unpacks to more
than it may, has parts too large for memory, or rows too wide, is refused before openpyxl sees it.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from archive.config import message
from archive.descriptions import columns
from archive.ingest.tables import formulas
from archive.ingest.tables.formulas import Bare
from archive.ingest.tables.reading import (
    LARGE,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    WIDE,
    BadTable,
    Day,
    Line,
    Table,
    within,
)
from archive.ingest.tables.reading import checked as checked_titles

_PIECE = 1_000_000
_ROW_BYTES = 4_000_000  # of one row's XML
_RUN_BYTES = 400_000  # without a tag: a cell holds at most 32,767 signs
_SHARED_BYTES = 150_000_000  # the table of texts, which is held in memory
_SHARED_TEXTS = 2_000_000
_PART_BYTES = 5_000_000  # any other part: openpyxl holds it as objects
_PART_TAGS = (
    300_000  # Excel has 65,490 formats of cells; one that openpyxl reads takes a tenth of a millisecond
)
_PARTS = 2_000
_SHEETS = "xl/worksheets/"
_COMPOUND = b"\xd0\xcf\x11\xe0"  # how an encrypted workbook, and one of before 2007, begins
_NOT_XLSX = message("This file calls itself XLSX and is none. Nothing of it was taken; save the table anew.")
_LOCKED = message("This table is locked by a password, so it was not read. Save it without one.")
_BROKEN = message(
    "This XLSX is broken or made to do harm, so it was not read. Save the table anew, or as CSV."
)
_NOTHING = message("No sheet of this file holds anything, so nothing was taken.")
_STOPPED = message(
    "From this row on the table cannot be read: the file is broken there. Rows before it were taken; this "
    "one and those after it were not."
)
_TEXT = re.compile(rb"<(?:[\w.-]+:)?si[\s/>]")
# What follows a text that is over, other than the next one and the table's end: openpyxl would keep it all.
_STRAY = re.compile(
    rb"(?:</(?:[\w.-]+:)?si\s*|<(?:[\w.-]+:)?si(?:\s[^<]*)?/)>[^<]*"
    rb"<(?!(?:[\w.-]+:)?si[\s/>]|/(?:[\w.-]+:)?sst[\s>]|(?:[\w.-]+:)?extLst[\s/>])"
    rb"(?=[^\0]{100})"  # what is cut off here is seen with the next piece
)
_OTHER_SIGNS = re.compile(rb"\A[^>]{0,200}encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# Whatever a broken package may raise inside openpyxl, by kind; nothing of it is a fault of ours.
_TROUBLES = (
    zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError,
    SyntaxError, OSError, EOFError, NotImplementedError, OverflowError, RuntimeError,
)  # fmt: skip


def open_xlsx(path: Path) -> Table:
    """Look at the package, choose the sheet, read the headings. Raises BadTable with a sentence."""
    _look(path)
    try:
        name, others, titles, part = _choose(path)
        bare = _formulas(path, part).finding(titles)
    except BadTable:
        raise
    except _TROUBLES as error:
        raise BadTable(_BROKEN) from error
    findings: tuple[str, ...] = (
        (f"Only the sheet “{name}” was read, the first that holds anything.",) if others else ()
    )
    findings += (bare,) if bare else ()
    width = len(titles)

    def rows() -> Iterator[Line]:
        return _rows(path, name, width)

    return Table(titles, rows, "", "", findings, columns.unmark)


def _look(path: Path) -> None:
    """Refuse what would unpack to more than may be held. Raises BadTable."""
    try:
        with path.open("rb") as stream:
            old = stream.read(4) == _COMPOUND
        trouble = _LOCKED if old else _wrong(path)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError) as error:
        raise BadTable(_NOT_XLSX) from error
    if trouble:
        raise BadTable(trouble)


def _wrong(path: Path) -> str:
    """The sentence that refuses a package, '' for none; zipfile holds parts to the sizes that they state."""
    with zipfile.ZipFile(path) as package:
        parts = package.infolist()
        if len(parts) > _PARTS:
            return _BROKEN
        if "xl/workbook.xml" not in package.namelist():
            return _NOT_XLSX
        if sum(part.file_size for part in parts) > MOST_BYTES:
            return LARGE
        return next(filter(None, (_wrong_part(package, part) for part in parts)), "")


def _wrong_part(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> str:
    if part.filename.startswith(_SHEETS) and part.filename.endswith(".xml"):
        return _wrong_sheet(package, part)
    if part.filename.endswith("sharedStrings.xml"):
        return _wrong_texts(package, part)
    return _wrong_other(package, part)


def _wrong_other(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> str:
    """Pictures may be large: they are not read. What is XML is small, whatever folder it lies in."""
    with package.open(part) as stream:
        start = stream.read(4).lstrip(b"\xef\xbb\xbf\xfe\xff\0 \t\r\n")
        if part.filename.startswith("xl/media/") and start and not start.startswith((b"<", b"\x4c")):
            return _BROKEN if part.file_size > _SHARED_BYTES else ""
        if part.file_size > _PART_BYTES:
            return _BROKEN
        return _BROKEN if stream.read(_PART_BYTES).count(b"<") > _PART_TAGS else ""


def _wrong_texts(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> str:
    """Whether the texts are too many, one is too large, or there is something else among them."""
    if part.file_size > _SHARED_BYTES:
        return LARGE
    count = since = 0
    end = b""
    with package.open(part) as stream:
        while piece := stream.read(_PIECE):
            begun = [found.start() for found in _TEXT.finditer(piece)]
            count += len(begun)
            gaps = [after - before for before, after in pairwise([-since, *begun, len(piece)])]
            since = gaps[-1]
            odd = b"\0" in piece or (not end and _OTHER_SIGNS.match(piece))
            if odd or max(gaps) > _ROW_BYTES or _STRAY.search(end + piece):
                return _BROKEN
            end = piece[-200:]
    return LARGE if count > _SHARED_TEXTS else ""


def _wrong_sheet(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> str:
    """Whether rows and tags come often enough for no single one to fill memory, and rows are not too many."""
    since_row = since_tag = count = 0
    with package.open(part) as stream:
        while piece := stream.read(_PIECE):
            runs = [len(run) for run in piece.split(b"<")]
            runs[0] += since_tag
            rows = [len(run) for run in piece.split(b"<row")]
            rows[0] += since_row
            count += len(rows) - 1
            if max(runs) > _RUN_BYTES or count > MOST_ROWS:
                return _BROKEN
            if max(rows) > _ROW_BYTES:
                return WIDE
            since_tag, since_row = runs[-1], rows[-1]
    return ""


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The workbook; the file is closed whatever openpyxl meets in it."""
    with path.open("rb") as stream:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()


def _formulas(path: Path, part: str) -> Bare:
    """The sheet's formulas without a result; looked for where there is any formula at all."""
    with zipfile.ZipFile(path) as package:
        with package.open(part) as stream:
            end, some = b"", False
            while not some and (piece := stream.read(_PIECE)):
                some = _FORMULA.search(end + piece) is not None
                end = piece[-8:]
        if not some:
            return Bare()
        with package.open(part) as stream:
            return formulas.find(stream)


def _choose(path: Path) -> tuple[str, bool, tuple[str, ...], str]:
    """(Name of the first sheet that holds something, whether there are others, its headings, its part)."""
    with _opened(path) as book:
        for sheet in book.worksheets:
            part = str(getattr(sheet, "_worksheet_path", ""))
            if not part.startswith(_SHEETS):  # not looked at above
                raise BadTable(_BROKEN)
            sheet.reset_dimensions()
            first = next(sheet.iter_rows(max_row=1, values_only=True), ())
            titles = [columns.unmark(_said(value)) for value in first]
            if any(title.strip() for title in titles):
                if len(titles) > MOST_COLUMNS:
                    raise BadTable(WIDE)
                return sheet.title, len(book.worksheets) > 1, checked_titles(titles), part
    raise BadTable(_NOTHING)


def _rows(path: Path, name: str, width: int) -> Iterator[Line]:
    reached = [1]
    try:
        with _opened(path) as book:
            sheet = book[name]
            sheet.reset_dimensions()
            rows = _numbered(sheet.iter_rows(min_row=2, values_only=True), reached)
            yield from within(rows, width, ragged=False)
    except _TROUBLES:
        yield Line(reached[0] + 1, trouble=_STOPPED, over=True)


def _numbered(rows: Iterator[Sequence[Any]], reached: list[int]) -> Iterator[tuple[int, Sequence[str]]]:
    for number, values in enumerate(rows, start=2):
        reached[0] = number
        yield number, [_said(value) if value is not None else "" for value in values]


def _said(value: Any) -> str:
    """What a cell shows, as text: days as ISO 8601, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return Day(value.date().isoformat()) if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, dt.date | dt.time):
        return Day(value.isoformat()) if isinstance(value, dt.date) else value.isoformat()
    return _ESCAPED.sub(_sign, str(value))


def _sign(found: re.Match[str]) -> str:
    """A sign that XLSX writes as its number; half of a pair is none."""
    number = int(found[1], 16)
    return "\N{REPLACEMENT CHARACTER}" if 0xD800 <= number <= 0xDFFF else chr(number)  # noqa: PLR2004 - the surrogates
