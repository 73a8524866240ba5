"""The rows of a table as they came, with their cells by column: what is compared, made or joined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from archive.catalogue import collections
from archive.config import message
from archive.descriptions import columns
from archive.descriptions.columns import ACCESSION, VERSION
from archive.ingest.outcome import Options
from archive.ingest.sources import Source
from archive.ingest.tables import csvs, making, xlsx
from archive.ingest.tables.headings import Headings
from archive.ingest.tables.reading import Line, Table

_TWICE = message("The same accession number stands in an earlier row ({row}). Nothing of this row was taken.")
_OTHERS = message(
    "The version of this row, “{version}”, was written for another accession number than “{accession}”. Look "
    "whether the number was changed, or a column was sorted without the others. Nothing of this row was "
    "taken; export the table anew, or empty the version of a row that is to be a new record."
)
_SHOWN = 100  # characters of a cell in a sentence


@dataclass(frozen=True)
class Given:
    """A row as it came: its number, its cells by column ('' to empty), and the sentence that refuses it."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    trouble: str = ""
    occurrence: int = 0


def open_table(source: Source) -> Table:
    """Read a table's headings. Raises BadTable with a sentence."""
    with source.path.open("rb") as stream:
        packed = stream.read(4) in {b"PK\x03\x04", b"\xd0\xcf\x11\xe0"}
    return xlsx.open_xlsx(source.path) if packed else csvs.open_csv(source.path)


def language_of(session: Session, options: Options) -> str:
    """The language that descriptions without one in their heading are taken to be in."""
    home = collections.find(session, options.collection) if options.collection else None
    return options.language or (home.language if home else "") or "en"


def chosen(session: Session, options: Options) -> dict[str, str]:
    """What people chose for headings: kept with the collection, and for this import alone."""
    home = collections.find(session, options.collection) if options.collection else None
    return dict(home.columns or {} if home else {}) | dict(options.columns)


def givens(table: Table, known: Headings) -> Iterator[Given]:
    """Every row with its cells; equal ones are counted.

    Refused are rows that repeat an accession number, and those whose version was written for another number.
    """
    numbers: dict[str, int] = {}
    equal: dict[int, int] = {}
    for line in table.rows():
        if line.trouble:
            yield Given(line.number, trouble=line.trouble)
            continue
        cells = _cells(line, table, known)
        accession = cells.get(ACCESSION, "")
        if accession and not columns.belongs(cells.get(VERSION, ""), accession):
            told = _OTHERS.format(version=cells[VERSION].strip(), accession=accession[:_SHOWN])
            yield Given(line.number, cells, told)
            continue
        if accession:
            before = numbers.setdefault(accession, line.number)
            trouble = "" if before == line.number else _TWICE.format(row=before)
            yield Given(line.number, cells, trouble)
            continue
        mark = hash(making.New("", cells).identity)
        equal[mark] = equal.get(mark, 0) + 1
        yield Given(line.number, cells, occurrence=equal[mark])


def _cells(line: Line, table: Table, known: Headings) -> dict[str, str]:
    cells = {}
    for name, cell in zip(known.taken, line.cells, strict=False):
        if name and cell and not cell.isspace():
            cells[name] = "" if columns.empties(cell) else table.text(cell)
    if ACCESSION in cells:
        cells[ACCESSION] = cells[ACCESSION].strip()
    return cells


def new_of(name: str, given: Given) -> making.New:
    """A row that no record stands behind, by its name in receipts."""
    return making.New(name, given.cells, given.occurrence)
