"""A table's file as headings and rows of text, one row at a time, within limits that nothing may exceed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from archive.config import message
from archive.descriptions import columns
from archive.ingest.sources import printable

MOST_COLUMNS = 1_000
MOST_ROWS = 1_048_576  # what a spreadsheet has
MOST_BYTES = 500_000_000  # of a file of text, and of an unpacked sheet
EMPTY_END = 10_000  # empty rows after which a table is taken to be over
WIDE = message(
    "This table has more than 1,000 columns, so it was not read. A table of records has some tens of "
    "them: remove the empty ones beside it."
)
LARGE = message("This table is larger than 500 MB, so it was not read. Divide it into several.")
TOO_MANY = message("This table has more than 1,048,576 rows. This row and what follows it were not read.")
NO_HEADINGS = message(
    "This table has no headings, so nothing is known of its columns. Write the name of each column into "
    "the first row."
)


class Day(str):
    """A cell that a spreadsheet holds as a day, and not as words: written as ISO 8601."""

    __slots__ = ()


class BadTable(Exception):
    """The file cannot be read as a table; the text is a sentence for a person."""


@dataclass(frozen=True)
class Line:
    """One row: its number as a spreadsheet counts, its cells, and the sentence that refuses it ('' for none).

    `over` says that nothing after it was read.
    """

    number: int
    cells: Sequence[str] = ()
    trouble: str = ""
    over: bool = False


@dataclass(frozen=True)
class Table:
    """A table that can be read as often as wanted.

    `rows` gives the rows below the headings that hold something; `text` turns the text of a cell as it is
    written into what it says (`columns.bare` or `columns.unmark`); `findings` are sentences.
    """

    titles: tuple[str, ...]
    rows: Callable[[], Iterator[Line]]
    encoding: str = ""
    delimiter: str = ""
    findings: tuple[str, ...] = ()
    text: Callable[[str], str] = columns.bare


def checked(titles: Sequence[str]) -> tuple[str, ...]:
    """The headings without empty ones at their end; raises BadTable where there are none or too many."""
    kept = [printable(" ".join(title.split())) for title in titles]
    while kept and not kept[-1]:
        kept.pop()
    if len(kept) > MOST_COLUMNS:
        raise BadTable(WIDE)
    if not kept:
        raise BadTable(NO_HEADINGS)
    return tuple(kept)


def within(rows: Iterator[tuple[int, Sequence[str]]], width: int, *, ragged: bool) -> Iterator[Line]:
    """Rows that hold something, until too many empty ones follow each other or there are too many at all.

    Where rows of another width count as `ragged` they are refused; elsewhere they are filled up.
    """
    empty = 0
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            empty += 1
            if empty >= EMPTY_END:
                return
            continue
        empty = 0
        if number > MOST_ROWS:
            yield Line(number, trouble=TOO_MANY, over=True)
            return
        yield _fitted(number, cells, width, ragged=ragged)


def _fitted(number: int, cells: Sequence[str], width: int, *, ragged: bool) -> Line:
    surplus = any(cell.strip() for cell in cells[width:])
    if surplus or (ragged and len(cells) < width):
        words = (
            f"This row has {len(cells)} cells and the headings are {width}, so nobody can say which cell "
            "belongs to which heading. Nothing of it was taken; often a quotation mark or a separator "
            "is missing."
        )
        return Line(number, trouble=words)
    if any("\0" in cell for cell in cells):
        return Line(number, trouble=message("This row holds NUL signs, which no text has. It was not taken."))
    return Line(number, [*cells[:width], *[""] * (width - len(cells))])
