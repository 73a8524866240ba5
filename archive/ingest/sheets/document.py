"""A Word document (.docx) to the lines of a caption sheet: its paragraphs and the rows of its tables.

A document is a ZIP of XML (ECMA-376). Text is taken from `word/document.xml` alone, so that headers, footers,
footnotes and comments stay out. Parts are read as streams, within limits; a document type or an entity is
refused.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from archive.ingest.sheets.counting import Lists, name_of, value_of
from archive.ingest.sheets.encoding import BadSheet

if TYPE_CHECKING:
    from collections.abc import Mapping

PART = "word/document.xml"
NUMBERING, STYLES = "word/numbering.xml", "word/styles.xml"
MOST_XML = 40_000_000  # bytes, unpacked
MOST_SETTINGS = 5_000_000
MOST_TEXT = 5_000_000  # characters
MOST_LIST = 1_000_000  # bytes of the ZIP's own list of files
MOST_DEPTH = 200  # elements inside one another
MOST_ELEMENTS = 3_000_000
MOST_NAMES = 10_000  # of elements and attributes, each counted once: Word has some hundreds
MOST_TAG = 1_000_000  # bytes
_PIECE = 65_536
_ZIP = b"PK\x03\x04"
_END = struct.Struct("<4s4H2LH")  # the end of a ZIP's list: signature, four counts, size, offset, comment
# What these hold is not the document's text: a second form of the same box, and text that was moved away.
_SKIPPED = frozenset({"Fallback", "moveFrom"})
_LISTED = ("numId", "ilvl", "pStyle")
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_TROUBLES = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, KeyError)

_BROKEN = (
    "This Word document is damaged or protected, so it was not read. Save it anew as .docx and try again."
)
_LARGE = (
    "The text of this Word document takes more room than any caption sheet, so it was not read. "
    "Save its captions as plain text, or divide it, and try again."
)
_UNSAFE = (
    "This Word document names things outside itself (XML entities), which no caption sheet needs, "
    "so it was not read. Save it anew as .docx and try again."
)


def is_zip(data: bytes) -> bool:
    """Whether bytes are a ZIP, as every .docx is."""
    return data.startswith(_ZIP)


def lines(data: bytes) -> list[str]:
    """The lines of a document; an empty one stands for an empty paragraph, the cells of a row part by tabs.

    Raises BadSheet for a ZIP that is no Word document, and for one that is damaged or beyond the limits.
    """
    lists = Lists()
    reader = _Reader(lists)
    try:
        with _opened(data) as archive:
            for name in (NUMBERING, STYLES):
                if name in archive.namelist():
                    _read(archive, name, lists, MOST_SETTINGS)
            _read(archive, PART, reader, MOST_XML)
    except DefusedXmlException:
        raise BadSheet(_UNSAFE) from None
    except (*_TROUBLES, ParseError):
        raise BadSheet(_BROKEN) from None
    return reader.lines


def _read(archive: zipfile.ZipFile, name: str, target: _Reader | Lists, most: int) -> None:
    parser = DefusedXMLParser(target=_Bounded(target), forbid_dtd=True)
    taken = 0
    with archive.open(name) as part:
        while piece := part.read(_PIECE):
            taken += len(piece)
            if taken > most:
                raise BadSheet(_LARGE)
            parser.feed(piece)
            if taken - parser.parser.CurrentByteIndex > MOST_TAG:  # of a tag whose end has not come
                raise BadSheet(_LARGE)
    parser.close()


def _opened(data: bytes) -> zipfile.ZipFile:
    place = data.rfind(b"PK\x05\x06")
    end = data[place : place + _END.size] if place >= 0 else b""
    if len(end) < _END.size:
        raise BadSheet(_BROKEN)
    if _END.unpack(end)[5] > MOST_LIST:
        raise BadSheet(_LARGE)
    archive = zipfile.ZipFile(io.BytesIO(data))
    if PART not in archive.namelist():
        raise BadSheet(
            "This file is a zipped document and not a Word document (.docx). "
            "Save its captions as plain text or as .docx and try again."
        )
    if archive.getinfo(PART).file_size > MOST_XML:
        raise BadSheet(_LARGE)
    return archive


class _Bounded:
    """Stands before whoever is told: the parser keeps every name that it meets, and each tag that is open."""

    def __init__(self, target: _Reader | Lists) -> None:
        self._target, self._names, self._depth = target, set[str](), 0
        self.data, self.close = target.data, target.close

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._names.add(tag)
        self._names.update(attributes)
        self._depth += 1
        if len(self._names) > MOST_NAMES or self._depth > MOST_DEPTH:
            raise BadSheet(_LARGE)
        self._target.start(tag, attributes)

    def end(self, tag: str) -> None:
        self._depth -= 1
        self._target.end(tag)


class _Reader:
    """What the parser tells: no tree is built, so that memory follows the text alone."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._list = ["", "", ""]  # of the paragraph that is open: its list, level and style
        self.lines: list[str] = []
        self._open: list[str] = []
        self._skipping = 0
        self._in_text = False
        self._paragraphs: list[list[str]] = []  # a text box holds paragraphs inside a paragraph
        self._rows: list[list[str]] = []  # cells of the rows that are open; tables may lie in tables
        self._size = self._elements = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = name_of(tag)
        self._open.append(name)
        self._elements += 1
        if len(self._open) > MOST_DEPTH or self._elements > MOST_ELEMENTS:
            raise BadSheet(_LARGE)
        self._skipping += name in _SKIPPED
        if name == "p":
            self._paragraphs.append([])
            self._list = ["", "", ""]
        elif name in _LISTED:
            self._list[_LISTED.index(name)] = value_of(attributes)
        elif name == "tr":
            self._rows.append([])
        elif name == "tc" and self._rows:
            self._rows[-1].append("")
        elif name in _SIGNS and not self._in_properties():
            self._add(_SIGNS[name])
        self._in_text = name == "t"

    def end(self, tag: str) -> None:
        name = name_of(tag)
        self._open.pop()
        self._in_text = False
        if name == "p" and self._paragraphs:
            self._close(self._numbered("".join(self._paragraphs.pop())))
        elif name == "tr" and self._rows:
            self._close(_row(self._rows.pop()))
        self._skipping -= name in _SKIPPED

    def data(self, text: str) -> None:
        if self._in_text:
            self._add(text)

    def close(self) -> None:
        """Nothing is left to do at the end."""

    def _in_properties(self) -> bool:
        """Whether an element stands among settings: `w:tab` there is a stop on the ruler and no sign."""
        return "pPr" in self._open or "rPr" in self._open

    def _numbered(self, text: str) -> str:
        """A paragraph with the number that Word shows before it."""
        number = "" if self._skipping or not text.strip() else self._lists.number(*self._list)
        self._list = ["", "", ""]
        return f"{number}. {text}" if number else text

    def _add(self, text: str) -> None:
        if self._skipping or not self._paragraphs:
            return
        self._size += len(text)
        if self._size > MOST_TEXT:
            raise BadSheet(_LARGE)
        self._paragraphs[-1].append(text)

    def _close(self, text: str) -> None:
        """Put a finished paragraph or row where it belongs: a cell around it, or the document."""
        if self._skipping:
            return
        if self._rows and self._rows[-1]:
            self._rows[-1][-1] += f"\n{text}" if self._rows[-1][-1] else text
        else:
            self.lines.extend(text.split("\n"))


def _row(cells: list[str]) -> str:
    """A table's row as one line."""
    return "\t".join(re.sub(r"\s+", " ", cell).strip() for cell in cells)
