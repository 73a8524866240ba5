"""CSV as programs write it (RFC 4180 and its relatives): UTF-8, UTF-16, Windows-1252; ",", ";" or tab."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.config import message
from archive.descriptions import columns
from archive.ingest.tables import headings
from archive.ingest.tables.reading import LARGE, MOST_BYTES, MOST_COLUMNS, WIDE, BadTable, Line, Table, within
from archive.ingest.tables.reading import checked as checked_titles

DELIMITERS = (",", ";", "\t")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_PIECE = 1_000_000
_HEAD = 200_000  # signs of the first row
_WESTERN = message(
    "The file is not UTF-8, so it was read as Windows-1252. Look at its accents; if they are wrong, save the "
    "table as “CSV UTF-8”."
)
_BINARY = message(
    "This is not a table of text: it holds NUL signs. Save it as “CSV UTF-8” or as XLSX. Nothing was taken."
)
UNREAD = message("The file could not be read to its end, so nothing of it was taken.")
_BROKEN = message(
    "The signs of this file are not what its first ones say, so nothing of it was taken. Save it as “CSV "
    "UTF-8”."
)
_OPEN = message(
    "From this row on the table cannot be read: a quotation mark is opened and not closed, or a cell is "
    "longer than 131,072 signs. Rows before it were taken; this one and those after it were not."
)


def open_csv(path: Path) -> Table:
    """Find out the encoding and the separator, and read the headings. Raises BadTable with a sentence."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadTable(LARGE)
        encoding = _encoding(path)
        skip, delimiter, titles = _head(path, encoding)
    except OSError as error:
        raise BadTable(UNREAD) from error
    width = len(titles)

    def rows() -> Iterator[Line]:
        return _rows(path, encoding, delimiter, skip=skip, width=width)

    findings = (_WESTERN,) if encoding == "cp1252" else ()
    return Table(titles, rows, encoding.removesuffix("-sig"), delimiter, findings, columns.bare)


def _encoding(path: Path) -> str:
    """The file's encoding, each of its bytes looked at. Raises BadTable for what is no text."""
    with path.open("rb") as stream:
        start = stream.read(4)
        marked = next((name for mark, name in _MARKS if start.startswith(mark)), "")
        stream.seek(0)
        decoder = codecs.getincrementaldecoder(marked or "utf-8")()
        utf = True
        while piece := stream.read(_PIECE):
            if marked != "utf-16" and b"\0" in piece[:_HEAD]:
                raise BadTable(_BINARY)
            try:
                if utf:
                    decoder.decode(piece)
            except UnicodeDecodeError as error:
                if marked:
                    raise BadTable(_BROKEN) from error
                utf = False
        try:
            decoder.decode(b"", final=utf)
        except UnicodeDecodeError as error:
            if marked:
                raise BadTable(_BROKEN) from error
            utf = False
    return marked or ("utf-8" if utf else "cp1252")


def _head(path: Path, encoding: str) -> tuple[int, str, tuple[str, ...]]:
    """(Lines before the headings, separator, headings): the separator that yields most headings known."""
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        start = stream.read(_HEAD)
    said = re.match(r"sep=(.)\r?\n", start)
    start = start[said.end() :] if said else start
    found: list[tuple[int, int, str, list[str]]] = []
    for delimiter in (said[1],) if said else DELIMITERS:
        cells = _first(start, delimiter)
        known = sum(bool(headings.find(cell, "en")) for cell in cells[:MOST_COLUMNS])
        found.append((known, len(cells), delimiter, cells))
    _known, width, delimiter, titles = max(found, key=lambda one: one[:2])
    if width > MOST_COLUMNS or (len(start) >= _HEAD and "\n" not in start):
        raise BadTable(WIDE)
    return (1 if said else 0), delimiter, checked_titles([columns.bare(title) for title in titles])


def _first(start: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(start.splitlines(keepends=True), delimiter=delimiter), [])
    except csv.Error:
        return []


def _rows(path: Path, encoding: str, delimiter: str, *, skip: int, width: int) -> Iterator[Line]:
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        for _line in range(skip):
            stream.readline()
        reader = csv.reader(stream, delimiter=delimiter, strict=True)
        stopped: list[int] = []
        yield from within(_numbered(reader, stopped), width, ragged=True)
        for number in stopped:
            yield Line(number, trouble=_OPEN, over=True)


def _numbered(reader: Iterator[list[str]], stopped: list[int]) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows after the headings with their numbers; where one cannot be read its number goes to `stopped`."""
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            stopped.append(number)
            return
        if number > 1:
            yield number, cells
