"""Records as a table, CSV or XLSX, written as they are read: 100,000 rows need no more memory than 500."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from sqlalchemy.orm import Session

from archive.config import message
from archive.descriptions import columns, rows

FORMATS = {".csv": "text/csv", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
BAD_FORMAT = message("A table is written as .csv or .xlsx; give the file one of these endings.")
MOST_SIGNS = 32_767  # of a cell of XLSX, in UTF-16
LISTED = "too long for a cell"  # the second sheet, where there are such texts
_TOLD = message(
    "These cells of the first sheet are blank, because a cell of XLSX holds 32,767 signs. A blank cell "
    "changes nothing when the table comes back. Export it as CSV to have the texts whole."
)
# Columns whose cells a spreadsheet leaves as they are typed: it makes days and amounts of such words.
WORDS = frozenset({columns.ACCESSION, columns.VERSION, "edtf", "date_text", "artwork_date", "embargo"})
TEXT = "@"  # the format of cells that says so (ECMA-376, 18.8.30)
_NAMED = 20
_LITERAL = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
Told = Callable[[int], None]


def _quiet(_count: int) -> None:
    """Nobody listens."""


@dataclass
class Written:
    """How many records went out; `blank` names (accession, column) of cells that XLSX cannot hold."""

    records: int = 0
    blank: list[tuple[str, str]] = field(default_factory=list)

    @property
    def notes(self) -> list[str]:
        """What a person should know of the file, as sentences."""
        if not self.blank:
            return []
        more = f" and {len(self.blank) - _NAMED} more" if len(self.blank) > _NAMED else ""
        told = "A cell of XLSX holds 32,767 signs. Longer texts were left blank, which changes nothing when"
        named = f"the table comes back: {', '.join(self.named)}{more}. Its second sheet lists them."
        return [f"{told} {named} CSV holds them whole: export the same with a name that ends in .csv."]

    @property
    def named(self) -> list[str]:
        """The first of the blank cells, each as accession and column."""
        return [f"{accession} ({name})" for accession, name in self.blank[:_NAMED]]


def write(
    session: Session, path: Path, ids: Sequence[int] | None = None, *, suffix: str = "", told: Told = _quiet
) -> Written:
    """Write all records in order of accession, or those of `ids` in their order; the ending names the format.

    CSV is RFC 4180 in UTF-8 with a byte order mark, so that spreadsheets see the encoding. `told` hears how
    many records are written, each 500. Raises ValueError for another ending, OSError where the file cannot
    be written.
    """
    kind = (suffix or path.suffix).lower()
    if kind not in FORMATS:
        raise ValueError(BAD_FORMAT)
    titles = rows.headings(session, ids)
    done = Written()
    with (_csv if kind == ".csv" else _xlsx)(path, titles, done) as add:
        for row in rows.in_order(session, ids):
            add(row)
            done.records += 1
            if done.records % rows.PAGE == 0:
                told(done.records)
    told(done.records)
    return done


Add = Callable[[rows.Row], None]


@contextmanager
def _csv(path: Path, titles: Sequence[str], _done: Written) -> Iterator[Add]:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(titles)
        shield = columns.shield

        def add(row: rows.Row) -> None:
            cells = row.cells
            writer.writerow([shield(cells.get(title, "")) for title in titles])

        yield add


@contextmanager
def _xlsx(path: Path, titles: Sequence[str], done: Written) -> Iterator[Add]:
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("records")
    sheet.freeze_panes = "B2"
    _keep_as_typed(sheet, titles)
    sheet.append(list(titles))

    def cell(row: rows.Row, title: str) -> Any:
        text = row.cells.get(title, "")
        if not text:
            return None
        text = _escaped(columns.mark(text))
        if len(text) > MOST_SIGNS // 2 and len(text.encode("utf-16-le")) // 2 > MOST_SIGNS:
            done.blank.append((row.accession, title))
            return None
        made = WriteOnlyCell(sheet, value=text)
        made.data_type = "s"  # text, whatever it looks like: nothing runs it
        if title in WORDS:
            made.number_format = TEXT
        return made

    def add(row: rows.Row) -> None:
        sheet.append([cell(row, title) for title in titles])

    try:
        yield add
    except BaseException:
        sheet.close()
        sheet._writer.cleanup()  # noqa: SLF001 - nothing else of openpyxl's removes its scratch file before the process ends
        raise
    if done.blank:
        listed: Any = book.create_sheet(LISTED)
        listed.append([_TOLD])
        listed.append([columns.ACCESSION, "column"])
        for accession, title in done.blank:
            listed.append([_words(listed, accession), title])
    book.save(path)


def _keep_as_typed(sheet: Any, titles: Sequence[str]) -> None:
    """Columns of the format "text", for cells that are blank as yet; before the first row is written."""
    for number, title in enumerate(titles, start=1):
        if title in WORDS:
            sheet.column_dimensions[get_column_letter(number)].number_format = TEXT


def _words(sheet: Any, text: str) -> Any:
    """A cell of the type "text", whatever it looks like: nothing runs it."""
    made = WriteOnlyCell(sheet, value=_escaped(columns.mark(text)))
    made.data_type = "s"
    return made


def _escaped(text: str) -> str:
    """Signs that XML cannot hold, written as XLSX writes them (ECMA-376, 22.9.2.19): _xFFFF_."""
    text = _LITERAL.sub("_x005F_", text)
    return _ILLEGAL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
