"""Formulas of a spreadsheet whose result the file does not hold: the cell shows nothing, and that is told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

_MOST = 20  # cells that are named
_PIECE = 1_000_000
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")


@dataclass
class Bare:
    """Cells with a formula and no result: how many, and the first of them as (row, column), from 1."""

    count: int = 0
    cells: list[tuple[int, int]] = field(default_factory=list)

    def finding(self, titles: Sequence[str]) -> str:
        """What a person should know, '' where every formula has its result."""
        if not self.count:
            return ""
        named = ", ".join(f"row {row} ({_title(titles, column)})" for row, column in self.cells)
        more = f" and {self.count - len(self.cells)} more" if self.count > len(self.cells) else ""
        return (
            "These cells hold a formula whose result is not in the file, so they count as empty: "
            f"{named}{more}. Open the table in a spreadsheet program, save it there, and bring it in again."
        )


def _title(titles: Sequence[str], column: int) -> str:
    return f"“{titles[column - 1]}”" if column <= len(titles) and titles[column - 1] else f"column {column}"


def find(sheet: IO[bytes]) -> Bare:
    """Look through a sheet's XML (ECMA-376, 18.3.1.4). Raises ValueError where it is broken or has a DTD.

    A result that is an empty text counts as one: it is what the formula gives.
    """
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        while piece := sheet.read(_PIECE):
            parser.Parse(piece)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    return reader.bare


def _refuse(*_declared: object) -> None:
    raise ValueError("A sheet has no document type.")


class _Reader:
    """Where the parser stands: row, column, and what the cell has."""

    def __init__(self) -> None:
        self.bare = Bare()
        self.row = self.column = 0
        self.formula = self.result = self.inside = False

    def begin(self, name: str, told: Mapping[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "row":
            self.row, self.column = _number(told.get("r", ""), self.row + 1), 0
        elif name == "c":
            place = _CELL.match(told.get("r", ""))
            self.column = _letters(place[1]) if place else self.column + 1
            self.formula, self.result = False, told.get("t") == "str"
        self.formula = self.formula or name == "f"
        self.inside = name == "v"

    def text(self, words: str) -> None:
        self.result = self.result or (self.inside and bool(words.strip()))

    def end(self, name: str) -> None:
        self.inside = False
        if name.rpartition(":")[2] == "c" and self.formula and not self.result:
            self.bare.count += 1
            if len(self.bare.cells) < _MOST:
                self.bare.cells.append((self.row, self.column))


def _number(text: str, usual: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 7 else usual  # noqa: PLR2004 - rows of a sheet


def _letters(text: str) -> int:
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
