"""An import from beginning to end: `archive import` and the page `/desk/import` are this code.

Each photograph is one transaction, so whatever ends an import leaves whole records only, and the same
import once more adds what is missing and nothing else.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from archive.catalogue import collections, photographs
from archive.catalogue.checks import Invalid
from archive.catalogue.models import Collection
from archive.history import Actor
from archive.ingest import copies, lines, pairs, pictures, shapes, sheets, tables, unnamed, whole
from archive.ingest.attaching import attach_upload
from archive.ingest.copies import Copies
from archive.ingest.outcome import Options, Outcome, Receipt
from archive.ingest.pairs import Pair, Plan
from archive.ingest.pictures import Beside
from archive.ingest.sources import LeftOut, Source, Unreadable, gather
from archive.ingest.tools import Tools

__all__ = ["Options", "Outcome", "Receipt", "Run", "attach_upload", "bring_in"]

MOST_SHEET_BYTES = 10_000_000
Told = Callable[[Outcome], None]
Noted = Callable[[Session, Outcome], None]
Expected = Callable[[int], None]


def _quiet(_outcome: Outcome) -> None:
    """Nobody listens."""


def _uncounted(_items: int) -> None:
    """Nobody asks how much there is."""


def _unnoted(_session: Session, _outcome: Outcome) -> None:
    """Nothing else is written."""


@dataclass(frozen=True)
class Run:
    """One import: who, how, and who is told.

    `noted` is called inside the transaction that an outcome belongs to (a job writes its line there);
    `told` after it, for progress; `expected` once, with the number of items, before them all or when the
    last table has been counted. `done` names items that an earlier try finished, `choices` what a person
    chose for an item in the preview, `before` what an earlier try of a preview saw of pictures, by item,
    `own` the accession numbers of what an earlier try of this import brought in.
    """

    tools: Tools
    actor: Actor
    options: Options
    told: Told = _quiet
    noted: Noted = _unnoted
    done: frozenset[str] = frozenset()
    choices: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    before: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    expected: Expected = _uncounted

    @property
    def apart(self) -> frozenset[str]:
        """Pictures that a person keeps from the papers that name them with another ending."""
        return frozenset(
            name for name, chosen in self.choices.items() if chosen.get(pairs.PAIRING) == pairs.APART
        )


@dataclass(frozen=True)
class _Task:
    """A picture to be brought in, with the collection it goes to and what comes beside it."""

    source: Source
    collection: Collection | None
    beside: Beside


def bring_in(run: Run, paths: Iterable[Path]) -> Receipt:
    """Bring in files and folders; what cannot come in is refused with its reason, the rest goes on."""
    return bring_in_sources(run, gather(paths))


def bring_in_sources(run: Run, found: Iterable[Source | Unreadable | LeftOut]) -> Receipt:
    """The same for what was gathered already, as an upload is."""
    receipt = Receipt(collection=run.options.collection)
    pictured: list[Source] = []
    tabled: list[Source] = []
    papers: list[tuple[str, sheets.Sheet]] = []
    for source in found:
        if isinstance(source, Unreadable):
            _say(run, receipt, Outcome(source.name, "refused", reason=source.reason))
        elif isinstance(source, LeftOut):
            _say(run, receipt, Outcome(source.name, "skipped"))
        elif source.sheet:
            papers += _read(run, source, receipt)
        else:
            (tabled if source.table else pictured).append(source)
    plan, joined = _joined(run, papers, tabled, pictured)
    counting = _counting(run, len(plan.alone) + len(pictured), len(tabled))
    for name, sheet in papers:
        _sheet(run, name, sheet, plan, receipt)
    for source in tabled:
        receipt.outcomes += (outcome.brief for outcome in tables.bring_in(counting, source, joined))
    _pictures(run, pictured, pairs.both(plan, joined.paired), joined, receipt)
    tables.remember(run)
    return receipt


def _joined(
    run: Run, papers: pairs.Papers, tabled: list[Source], pictured: list[Source]
) -> tuple[Plan, tables.Joined]:
    """What goes with what; a guess is none where the paper's record has another picture already."""
    plan = pairs.match(papers, pictured, run.options, run.apart)
    joined = tables.join(run, tabled, pictured)
    with run.tools.db.reading() as session:
        placed = lines.placed(session, plan.paired, pictured)
        placed |= lines.placed(session, joined.paired, pictured)
    if not placed:
        return plan, joined
    apart = {name: {**run.choices.get(name, {}), pairs.PAIRING: pairs.APART} for name in placed}
    return _joined(replace(run, choices={**run.choices, **apart}), papers, tabled, pictured)


def _counting(run: Run, items: int, tables_in: int) -> Run:
    """The run as tables see it: how many items there are is told once the last of them has been counted."""
    counted: list[int] = []

    def expected(rows: int) -> None:
        counted.append(rows)
        if len(counted) == tables_in:
            run.expected(items + sum(counted))

    if not tables_in:
        run.expected(items)
    return replace(run, expected=expected)


def _say(run: Run, receipt: Receipt, outcome: Outcome) -> None:
    """Note an outcome that has no transaction of its own."""
    if outcome.name not in run.done:
        _note(run, outcome)
        run.told(outcome)
    receipt.outcomes.append(outcome)


def _note(run: Run, outcome: Outcome) -> None:
    if run.noted is not _unnoted:
        with run.tools.db.writing() as session:
            run.noted(session, outcome)


def _read(run: Run, source: Source, receipt: Receipt) -> list[tuple[str, sheets.Sheet]]:
    """The sheet with its name; nothing where it cannot be read, which is said."""
    try:
        if source.path.stat().st_size > MOST_SHEET_BYTES:
            raise sheets.BadSheet("This caption sheet is larger than 10 MB, so it was not read.")  # noqa: TRY301 - one place answers
        sheet = sheets.read(source.path.read_bytes(), run.options.language or None, source.name)
    except (sheets.BadSheet, OSError) as error:
        reason = str(error) if isinstance(error, sheets.BadSheet) else pictures.plain(error)
        _say(run, receipt, Outcome(source.name, "refused", reason=reason))
        return []
    return [(source.name, whole.titled(sheet, source.name))]


def _sheet(run: Run, name: str, sheet: sheets.Sheet, plan: Plan, receipt: Receipt) -> None:
    receipt.collection = pairs.slug_for(sheet, run.options)
    earlier = receipt.of("read")
    _say(run, receipt, whole.about(run.tools.db, name, sheet, run.options, earlier))
    for pair in pairs.alone_in(plan, sheet):
        _line(run, pair, receipt)


def _line(run: Run, pair: Pair, receipt: Receipt) -> None:
    if pair.name in run.done:
        return
    if run.options.dry_run or not pair.line.partial.get("caption"):
        outcome = lines.preview(run.tools.db, pair, run.options)
        _note(run, outcome)
    else:
        outcome = _enter_line(run, pair)
    run.told(outcome)
    receipt.outcomes.append(outcome)


def _enter_line(run: Run, pair: Pair) -> Outcome:
    try:
        with run.tools.db.writing() as session:
            collection = lines.open_collection(session, run.actor, pair.sheet, pair.collection, run.options)
            choice = run.choices.get(pair.name)
            outcome = lines.enter(session, run.actor, pair, collection, run.options, choice)
            run.noted(session, outcome)
            return outcome
    except Invalid as error:
        outcome = Outcome(pair.name, "refused", reason=str(error))
        _note(run, outcome)
        return outcome


def _pictures(run: Run, sources: list[Source], plan: Plan, joined: tables.Joined, receipt: Receipt) -> None:
    todo = [source for source in sources if source.name not in run.done]
    if not todo:
        return
    seen = {str(known["sha256"]): name for name, known in run.before.items() if "sha256" in known}
    for task, outcome in _in_order(run, _tasks(run, todo, plan)):
        said = outcome
        sha256 = outcome.detail.get("sha256", "")
        shown = bool(sha256) and (outcome.what == "add" or "left" in outcome.detail)
        if shown and sha256 in seen:  # a preview writes nothing, so it must remember
            detail = {"findings": [f"Same bytes as {seen[sha256]}."], "sha256": sha256}
            said = Outcome(outcome.name, "known", detail=detail)
        elif shown:
            seen[sha256] = outcome.name
        said = _again(run, _with_line(run, task, joined, said, receipt))
        if run.options.dry_run or said.what in {"refused", "unchanged"}:
            _say(run, receipt, said)
        else:
            run.told(said)
            receipt.outcomes.append(said)


def _with_line(run: Run, task: _Task, joined: tables.Joined, outcome: Outcome, receipt: Receipt) -> Outcome:
    """A picture that does not become a record with its line: the line's words are not lost by that."""
    pair = task.beside.pair
    if pair is None or outcome.what not in {"refused", "known", "unchanged"}:
        return outcome
    if outcome.what == "refused":
        _unpictured(run, pair, joined, task.source, receipt)
        return outcome
    if outcome.detail.get("left"):
        return _left_with(run, pair, outcome)
    if not outcome.accession:
        return outcome
    try:
        for one in pair.each:
            outcome = _lent(run, one, outcome)
    except Invalid as error:
        return replace(outcome, what="refused", reason=str(error))
    return outcome


def _left_with(run: Run, pair: Pair, outcome: Outcome) -> Outcome:
    """A picture that is left out: which record it is like is a guess, so its line is only told beside it."""
    told = dict(outcome.detail) | pair.told
    found, changes = list(told.get("findings", ())), list(told.get("changes", ()))
    with run.tools.db.reading() as session:
        there = photographs.find(session, outcome.accession) if outcome.accession else None
        for one in pair.each:
            found.append(f"{one.name}, goes with this picture, so nothing of it was taken.")
            changes += lines.told_beside(one, there).get("changes", ()) if there else ()
    told |= {"findings": found} | ({"changes": changes} if changes else {})
    return replace(outcome, detail=told)


def _unpictured(run: Run, pair: Pair, joined: tables.Joined, source: Source, receipt: Receipt) -> None:
    """Lines and rows whose picture was refused are records of their own."""
    for one in pair.each:
        what = "row" if one.source == "table" else "line"
        words = (
            f"Its picture “{source.name}” was refused. This {what} is a record of its own, without a picture."
        )
        if one.source == "table":
            receipt.outcomes += tables.alone(run, joined, source, words)
        else:
            _line(run, one.saying("file-refused", words), receipt)


def _lent(run: Run, pair: Pair, outcome: Outcome) -> Outcome:
    """A picture that is here: its line fills the record that has no caption, or is told beside it."""
    with run.tools.db.reading() as session:
        told = lines.offered(pair, photographs.get(session, outcome.accession))
    changes = [*outcome.detail.get("changes", ()), *told.get("changes", ())]
    told |= {"changes": changes} if changes else {}
    said = replace(outcome, detail=outcome.detail | told | pair.told)
    if not any("after" in change for change in told.get("changes", ())):
        return said
    if run.options.dry_run:
        return replace(said, what="change")
    with run.tools.db.writing() as session:
        there = photographs.get(session, outcome.accession)
        done = lines.fill(session, run.actor, pair, there)
        done |= {"changes": changes} | pictures.published_again(session, run.actor, there, run.options)
        said = replace(said, what="changed", detail=said.detail | done)
        run.noted(session, said)
    return said


def _again(run: Run, outcome: Outcome) -> Outcome:
    """A picture that is here already: its draft is published where that was asked for."""
    here = outcome.what in {"known", "unchanged", "change"}  # one that is changed was published in that act
    here = here and not outcome.detail.get("left")  # which record it is like was only guessed
    if not run.options.publish or not outcome.accession or not here:
        return outcome
    with run.tools.db.reading() as session:
        would = pictures.would_publish(photographs.get(session, outcome.accession), run.options)
    if not would.get("publishes") or run.options.dry_run:
        return replace(outcome, detail=outcome.detail | would)
    with run.tools.db.writing() as session:
        there = photographs.get(session, outcome.accession)
        done = pictures.published_again(session, run.actor, there, run.options)
        said = replace(outcome, detail=outcome.detail | done)
        run.noted(session, said)
    return said


def _collection(run: Run) -> Collection | None:
    slug = run.options.collection
    if not slug:
        return None
    with run.tools.db.reading() as session:
        there = collections.find(session, slug)
    if there is not None or run.options.dry_run:
        return there
    title = run.options.title or slug.replace("-", " ").capitalize()
    with run.tools.db.writing() as session:
        return collections.open_one(
            session, run.actor, slug, {"title": title, "language": run.options.language}
        )


def _tasks(run: Run, sources: list[Source], plan: Plan) -> Iterator[_Task]:
    """Pictures with their collections, one after another, so that a sheet's own is there by then."""
    chosen, known, in_hand = _collection(run), Copies(run.tools, run.own), shapes.InHand(run.tools)
    for source in sources:
        pair = plan.paired.get(source.path)
        collection = chosen
        if pair is not None:
            with run.tools.db.reading() as session:
                collection = collections.find(session, pair.collection)
        choice = dict(run.choices.get(source.name, {}))
        decision = str(choice.pop(copies.DECISION, ""))
        choice.pop(pairs.PAIRING, None)
        yield _Task(source, collection, Beside(pair, choice, known, decision, in_hand))


def _in_order(run: Run, tasks: Iterable[_Task]) -> Iterator[tuple[_Task, Outcome]]:
    """Read and check several pictures at once, register them in the order given, hold few in memory."""
    earlier = copies.Earlier()
    for name, known in run.before.items():
        earlier.add(known, name, "")
    waiting: deque[tuple[_Task, Future[pictures.Ready | Outcome]]] = deque()
    with ThreadPoolExecutor(max_workers=run.tools.at_once) as pool:
        try:
            for task in tasks:
                waiting.append((task, pool.submit(_look_at, run, task)))
                if len(waiting) >= run.tools.at_once * 3:
                    yield _entered(run, earlier, *waiting.popleft())
            while waiting:
                yield _entered(run, earlier, *waiting.popleft())
        finally:
            pool.shutdown(cancel_futures=True)
            unnamed.take_back(run.tools, (future for _task, future in waiting))


def _look_at(run: Run, task: _Task) -> pictures.Ready | Outcome:
    """What can be done with a picture before its transaction, several at once."""
    if run.options.dry_run:
        return pictures.preview(run.tools, task.source, task.collection, run.options, task.beside)
    return pictures.keep(run.tools, task.source, task.collection, run.options, beside=task.beside)


def _entered(
    run: Run, earlier: copies.Earlier, task: _Task, future: Future[pictures.Ready | Outcome]
) -> tuple[_Task, Outcome]:
    ready = future.result()
    earlier.tell(ready.detail if isinstance(ready, Outcome) else ready[0].detail)
    outcome = ready if isinstance(ready, Outcome) else _enter(run, task, ready)
    if not isinstance(ready, Outcome) and task.beside.in_hand is not None:
        task.beside.in_hand.leave(ready[0].sha256)
    if outcome.what in {"add", "added"}:
        earlier.add(outcome.detail, outcome.name, outcome.accession)
    return task, outcome


def _enter(run: Run, task: _Task, ready: pictures.Ready) -> Outcome:
    pair = task.beside.pair
    try:
        with run.tools.db.writing() as session:
            here = collections.find(session, task.collection.slug) if task.collection else None
            if here is None and pair is not None and pair.collection:
                here = lines.open_collection(session, run.actor, pair.sheet, pair.collection, run.options)
            outcome = pictures.enter(session, run.actor, *ready, here, run.options)
            if outcome.what in {"added", "attached"}:
                run.noted(session, outcome)
            return outcome
    except Invalid as error:
        return Outcome(task.source.name, "refused", reason=str(error))
