"""A table from beginning to end: read twice, first to see what differs, then to tell or to do it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Protocol

from sqlalchemy.orm import Session

from archive.catalogue import collections, photographs
from archive.catalogue.checks import Invalid, Problem
from archive.catalogue.fields import FIELDS
from archive.catalogue.photographs import Stale
from archive.config import message
from archive.descriptions import columns, rows, workflow
from archive.descriptions.columns import ACCESSION, COLLECTION, STATUS
from archive.descriptions.rows import Row
from archive.history import Actor, Missing
from archive.ingest import lines
from archive.ingest.outcome import Options, Outcome
from archive.ingest.sources import Source
from archive.ingest.tables import comparing, csvs, headings, joining, making, naming
from archive.ingest.tables.givens import Given, chosen, givens, language_of, new_of, open_table
from archive.ingest.tables.headings import Headings
from archive.ingest.tables.joining import Joined
from archive.ingest.tables.making import New
from archive.ingest.tables.reading import BadTable, Table
from archive.ingest.tools import Tools

NOTED = 50  # outcomes noted in one transaction: whoever waits to write waits this long
_CHANGED = message(
    "Somebody changed this record at the same moment. Nothing of this row was taken; try again."
)
_TURNED = message(
    "A spreadsheet wrote days of these columns in a form of its own: {columns}. They mean what stands in the "
    "archive, so nothing changes there. As XLSX a table keeps its days."
)
_NO_COLLECTION = message("The archive has no collection with this short name.")


_LOOKED_AT, _SHOWN, _WIDE = 20, 3, 60  # rows, cells and their characters by which a column is known


class Run(Protocol):
    """What a table needs of the import that it is part of (`ingest.run.Run`)."""

    @property
    def tools(self) -> Tools:
        """Catalogue and the rest."""

    @property
    def actor(self) -> Actor:
        """Who brings in."""

    @property
    def options(self) -> Options:
        """How."""

    @property
    def told(self) -> Callable[[Outcome], None]:
        """Called after each outcome."""

    @property
    def noted(self) -> Callable[[Session, Outcome], None]:
        """Called inside the transaction of each outcome."""

    @property
    def apart(self) -> frozenset[str]:
        """Pictures that a person keeps from the rows that name them with another ending."""

    @property
    def expected(self) -> Callable[[int], None]:
        """Called with the number of the table's items, once they are counted."""

    @property
    def choices(self) -> Mapping[str, Mapping[str, Any]]:
        """What a person chose for items in a preview, by name."""

    @property
    def done(self) -> frozenset[str]:
        """Names of what an earlier try finished."""


@dataclass
class Counted:
    """What the first reading of a table found; `touched` has the numbers of rows to be told of, in order.

    `turned` names the columns in which a spreadsheet turned days into a form of its own.
    """

    rows: int = 0
    unchanged: int = 0
    touched: array[int] = field(default_factory=lambda: array("L"))
    turned: set[str] = field(default_factory=set)

    @property
    def findings(self) -> list[str]:
        """What is told of the table as a whole, once its rows were read."""
        names = [naming.label(name) for name in FIELDS if name in self.turned]
        return [_TURNED.format(columns=_listed(names))] if names else []


def join(run: Run, tabled: Sequence[Source], pictured: Sequence[Source]) -> Joined:
    """Which new rows of these tables go with which pictures."""
    if not tabled:
        return Joined()
    with run.tools.db.reading() as session:
        return joining.join(session, run.options, tabled, pictured, run.apart)


def alone(run: Run, joined: Joined, source: Source, why: str) -> list[Outcome]:
    """Bring in the row of a picture that was refused, as a record of its own, and say why it is so."""
    new = joined.rows[source.path]
    new = replace(new, why=" ".join(filter(None, (why, new.why))))
    if new.name in run.done:
        return []
    with run.tools.db.reading() as session:
        known = photographs.by_origin(session, new.key(new.slug(run.options)))
        shown = making.preview(session, new, run.options) if run.options.dry_run else None
    if known is not None:
        what = "known" if run.options.dry_run else "unchanged"
        return _say(run, [Outcome(new.name, what, known.accession)])
    if shown is not None:
        return _say(run, [shown])
    try:
        with run.tools.db.writing() as session:
            outcome = making.make(session, run.actor, new, run.options)
            run.noted(session, outcome)
    except Invalid as error:
        return _say(run, [Outcome(new.name, "refused", reason=naming.refusal(error.problems, new.given))])
    run.told(outcome)
    return [outcome]


def bring_in(run: Run, source: Source, joined: Joined | None = None) -> Iterator[Outcome]:
    """Bring a table in: first its own outcome (`read`), then one for each row that is not unchanged.

    Every outcome was noted (`run.noted`, in a transaction) and told (`run.told`) when it is given;
    whoever asked only keeps it. Rows that `run.done` names are left out, and those that are `joined` with
    a picture, which comes later.
    """
    joined = joined or Joined()
    try:
        table = open_table(source)
    except (BadTable, OSError) as error:
        reason = str(error) if isinstance(error, BadTable) else csvs.UNREAD
        run.expected(1)
        yield from _say(run, [Outcome(source.name, "refused", reason=reason)])
        return
    with run.tools.db.reading() as session:
        language = language_of(session, run.options)
        known = headings.read(table.titles, language, chosen(session, run.options))
    counted = _count(run, table, known)
    run.expected(_coming(run, source.name, counted, joined))
    detail = about(source.name, table, known, language) | {
        "rows": counted.rows,
        "unchanged": counted.unchanged,
        "collection": run.options.collection,
    }
    detail["findings"] += counted.findings
    yield from _say(run, [Outcome(source.name, "read", detail=detail)])
    if counted.touched:
        yield from _second(run, source.name, table, known, counted, joined)


def about(name: str, table: Table, known: Headings, language: str) -> dict[str, Any]:
    """What is told of a table as a whole."""
    found = list(table.findings)
    if known.unknown:
        found.append(f"Nothing is known of these columns, so they were left out: {_listed(known.unknown)}.")
    for title, meant in known.twice:
        found.append(f"The column “{title}” was left out: an earlier column is {meant} already.")
    if known.left:
        found.append(f"Left out, as was chosen before: {_listed(known.left)}.")
    if known.assumed:
        found.append(f"No language stands in these headings, so it was taken to be {language}: ")
        found[-1] += f"{_listed(known.assumed)}."
    read = [one for one in known.taken if one in columns.ONLY_READ or one.endswith(STATUS)]
    if read:
        found.append(f"What stands in these columns is told by the archive and never taken: {_listed(read)}.")
    return {
        "title": name,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "mapping": {title: meant for title, meant in zip(known.titles, known.taken, strict=True) if title},
        "unknown": list(known.unknown),
        "samples": _samples(table, known),
        "findings": found,
    }


def _samples(table: Table, known: Headings) -> dict[str, list[str]]:
    """The first cells that say something below each heading that is none of ours: a person knows by them."""
    found: dict[str, list[str]] = {title: [] for title in known.titles if title and not columns.column(title)}
    for line in islice(table.rows(), _LOOKED_AT) if found else ():
        for title, cell in zip(known.titles, line.cells, strict=False):
            cells, text = found.get(title), " ".join(cell.split())
            if text and cells is not None and len(cells) < _SHOWN and text not in cells:
                cells.append(text if len(text) <= _WIDE else f"{text[:_WIDE]}…")
    return {title: cells for title, cells in found.items() if cells}


def _listed(names: Any) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _pages(givens: Iterator[Given], run: Run) -> Iterator[tuple[list[Given], dict[str, Row]]]:
    """Rows in pages, each with the records that they name as these stand now."""
    while page := list(islice(givens, rows.PAGE)):
        wanted = [one.cells[ACCESSION] for one in page if one.cells.get(ACCESSION)]
        with run.tools.db.reading() as session:
            there = rows.by_accession(session, wanted) if wanted else {}
        yield page, there


def _count(run: Run, table: Table, known: Headings) -> Counted:
    counted = Counted()
    for page, there in _pages(givens(table, known), run):
        with run.tools.db.reading() as session:
            new = [new_of("", one) for one in page if one.cells and not one.trouble]
            known_rows = making.there(session, new, run.options)
            touched = [
                one.number
                for one in page
                if not _same(session, run.options, one, there, known_rows, counted.turned)
            ]
        counted.rows += len(page)
        counted.unchanged += len(page) - len(touched)
        counted.touched.extend(touched)
    return counted


def _same(
    session: Session,
    options: Options,
    given: Given,
    there: dict[str, Row],
    made: set[str],
    turned: set[str],
) -> bool:
    """Whether a row leaves everything as it is; columns of days that a spreadsheet turned go to `turned`."""
    if given.trouble:
        return False
    row = there.get(given.cells.get(ACCESSION, ""))
    if row is not None:
        if not comparing.differs(row, given.cells):
            return True
        wanted = comparing.compare(session, row, given.cells)
        turned.update(wanted.turned)
        return not wanted.changes and not wanted.trouble
    new = new_of("", given)
    return not given.cells or (not given.cells.get(ACCESSION) and new.key(new.slug(options)) in made)


def _second(
    run: Run, name: str, table: Table, known: Headings, counted: Counted, joined: Joined
) -> Iterator[Outcome]:
    touched = set(counted.touched)
    last = counted.touched[-1]
    todo_rows = (one for one in givens(table, known) if one.number in touched)
    for page, there in _pages(todo_rows, run):
        todo = [(f"{name} row {one.number}", one) for one in page]
        todo = [(item, one) for item, one in todo if item not in run.done and item not in joined.items]
        if run.options.dry_run:
            with run.tools.db.reading() as session:
                shown = [_preview(session, run, joined, item, one, there) for item, one in todo]
            yield from _say(run, shown)
        else:
            for item, one in todo:
                yield _do(run, joined, item, one, there)
        if page[-1].number >= last:
            return


def _coming(run: Run, name: str, counted: Counted, joined: Joined) -> int:
    """How many items a table will have been: its rows to be told of, and those that an earlier try did."""
    before = {item for item in run.done if item.startswith(f"{name} row ")}
    coming = (f"{name} row {number}" for number in counted.touched)
    return len(before) + sum(item not in before and item not in joined.items for item in coming)


def _say(run: Run, outcomes: list[Outcome]) -> list[Outcome]:
    """Note outcomes that change nothing, some in one transaction, and tell them."""
    new = [outcome for outcome in outcomes if outcome.name not in run.done]
    for start in range(0, len(new), NOTED):
        some = new[start : start + NOTED]
        with run.tools.db.writing() as session:
            for outcome in some:
                run.noted(session, outcome)
        for outcome in some:
            run.told(outcome)
    return outcomes


def _preview(
    session: Session, run: Run, joined: Joined, item: str, given: Given, there: dict[str, Row]
) -> Outcome:
    row = there.get(given.cells.get(ACCESSION, ""))
    if given.trouble:
        return Outcome(item, "refused", row.accession if row else "", reason=given.trouble)
    if row is None:
        new = replace(new_of(item, given), why=joined.why(given))
        found = joining.here(session, run.options, joined, given, new)
        if not isinstance(found, New):
            return lines.lend(session, run.actor, *found, run.options)
        return making.preview(session, found, run.options)
    wanted = comparing.compare(session, row, given.cells)
    trouble = wanted.trouble or _homeless(session, wanted)
    return _changing(item, row.accession, wanted, trouble, "change")


def _homeless(session: Session, wanted: comparing.Wanted) -> str:
    if wanted.collection and collections.find(session, wanted.collection) is None:
        problem = Problem(COLLECTION, _NO_COLLECTION)
        return naming.refusal([problem], {COLLECTION: wanted.collection})
    return ""


def _changing(item: str, accession: str, wanted: comparing.Wanted, trouble: str, what: str) -> Outcome:
    if trouble:
        return Outcome(item, "refused", accession, reason=trouble)
    detail: dict[str, Any] = {"changes": [change.to_json() for change in wanted.changes]}
    if wanted.findings:
        detail["findings"] = wanted.findings
    if "edtf" in wanted.values:
        detail["edtf"] = wanted.values["edtf"]
    if wanted.unclear and what == "change":
        detail["date"] = wanted.unclear
    return Outcome(item, what if wanted.changes else "unchanged", accession, detail=detail)


def _do(run: Run, joined: Joined, item: str, given: Given, there: Mapping[str, Row]) -> Outcome:
    """Do what a row asks for, all or nothing, in a transaction of its own."""
    row = there.get(given.cells.get(ACCESSION, ""))
    here = row.accession if row else ""
    try:
        if given.trouble:
            return _say(run, [Outcome(item, "refused", here, reason=given.trouble)])[0]
        with run.tools.db.writing() as session:
            outcome = _enter(session, run, joined, item, given)
            run.noted(session, outcome)
    except Invalid as error:
        reason = naming.refusal(error.problems, given.cells)
        return _say(run, [Outcome(item, "refused", here, reason=reason)])[0]
    except (Stale, Missing):
        return _say(run, [Outcome(item, "refused", here, reason=_CHANGED)])[0]
    run.told(outcome)
    return outcome


def _enter(session: Session, run: Run, joined: Joined, item: str, given: Given) -> Outcome:
    accession = given.cells.get(ACCESSION, "")
    row = rows.by_accession(session, [accession]).get(accession) if accession else None
    if row is None:
        new = replace(new_of(item, given), choice=run.choices.get(item, {}), why=joined.why(given))
        found = joining.here(session, run.options, joined, given, new)
        if not isinstance(found, New):
            return lines.lend(session, run.actor, *found, run.options)
        return making.make(session, run.actor, found, run.options)
    wanted = comparing.compare(session, row, given.cells, run.choices.get(item, {}))
    trouble = wanted.trouble or _homeless(session, wanted)
    if not trouble:
        _change(session, run.actor, accession, wanted)
    return _changing(item, accession, wanted, trouble, "changed")


def _change(session: Session, actor: Actor, accession: str, wanted: comparing.Wanted) -> None:
    photograph = photographs.get(session, accession)
    if wanted.values:
        version = photograph.version
        photographs.amend(
            session, actor, accession, wanted.values, version=version, source="table", reads_date=False
        )
    if wanted.collection is not None:
        home = collections.find(session, wanted.collection) if wanted.collection else None
        photographs.place(session, actor, photograph, home)
    for words in wanted.texts:
        waiting = workflow.pending(session, photograph, words.kind, words.language)
        workflow.save(session, actor, photograph, words, version=waiting.version if waiting else 0)
