"""An import from beginning to end: `archive import` and the page `/desk/import` are this code.

Each photograph is one transaction, so whatever ends an import leaves whole records only, and the same
import once more adds what is missing and nothing else.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from sqlalchemy.orm import Session

from archive.catalogue import collections, photographs
from archive.catalogue.checks import Invalid
from archive.catalogue.images import Known
from archive.catalogue.models import Collection
from archive.history import Actor
from archive.ingest import lines, pictures, sheets, whole
from archive.ingest.outcome import Options, Outcome, Receipt
from archive.ingest.sources import LeftOut, Source, Unreadable, gather, printable
from archive.ingest.tools import Tools
from archive.ingest.uploads import spooled
from archive.media.values import Refused

__all__ = ["Options", "Outcome", "Receipt", "Run", "attach_upload", "bring_in"]

MOST_SHEET_BYTES = 10_000_000
Told = Callable[[Outcome], None]
Noted = Callable[[Session, Outcome], None]


def _quiet(_outcome: Outcome) -> None:
    """Nobody listens."""


def _unnoted(_session: Session, _outcome: Outcome) -> None:
    """Nothing else is written."""


@dataclass(frozen=True)
class Run:
    """One import: who, how, and who is told.

    `noted` is called inside the transaction that an outcome belongs to (a job writes its line there);
    `told` after it, for progress. `done` names items that an earlier try finished.
    """

    tools: Tools
    actor: Actor
    options: Options
    told: Told = _quiet
    noted: Noted = _unnoted
    done: frozenset[str] = frozenset()


def bring_in(run: Run, paths: Iterable[Path]) -> Receipt:
    """Bring in files and folders; what cannot come in is refused with its reason, the rest goes on."""
    return bring_in_sources(run, gather(paths))


def bring_in_sources(run: Run, found: Iterable[Source | Unreadable | LeftOut]) -> Receipt:
    """The same for what was gathered already, as an upload is."""
    receipt = Receipt(collection=run.options.collection)
    pictured: list[Source] = []
    for source in found:
        if isinstance(source, Unreadable):
            _say(run, receipt, Outcome(source.name, "refused", reason=source.reason))
        elif isinstance(source, LeftOut):
            _say(run, receipt, Outcome(source.name, "skipped"))
        elif source.sheet:
            _sheet(run, source, receipt)
        else:
            pictured.append(source)
    _pictures(run, pictured, receipt)
    return receipt


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


def _sheet(run: Run, source: Source, receipt: Receipt) -> None:
    try:
        if source.path.stat().st_size > MOST_SHEET_BYTES:
            raise sheets.BadSheet("This caption sheet is larger than 10 MB, so it was not read.")  # noqa: TRY301 - one place answers
        sheet = sheets.read(source.path.read_bytes(), run.options.language or None)
    except (sheets.BadSheet, OSError) as error:
        reason = str(error) if isinstance(error, sheets.BadSheet) else pictures.plain(error)
        _say(run, receipt, Outcome(source.name, "refused", reason=reason))
        return
    sheet = whole.titled(sheet, source.name)
    receipt.collection = lines.slug_for(sheet, run.options)
    earlier = receipt.of("read")
    _say(run, receipt, whole.about(run.tools.db, source.name, sheet, run.options, earlier))
    for line in sheet.lines:
        if lines.name_of(source.name, line) in run.done:
            continue
        outcome = _line(run, source.name, sheet, line)
        run.told(outcome)
        receipt.outcomes.append(outcome)


def _line(run: Run, name: str, sheet: sheets.Sheet, line: sheets.Line) -> Outcome:
    if run.options.dry_run or not line.partial.get("caption"):
        outcome = lines.preview(run.tools.db, name, sheet, line, run.options)
        _note(run, outcome)
        return outcome
    try:
        with run.tools.db.writing() as session:
            collection = lines.open_collection(session, run.actor, sheet, run.options)
            outcome = lines.enter(session, run.actor, name, sheet, line, collection, run.options)
            run.noted(session, outcome)
            return outcome
    except Invalid as error:
        outcome = Outcome(lines.name_of(name, line), "refused", reason=str(error))
        _note(run, outcome)
        return outcome


def _pictures(run: Run, sources: list[Source], receipt: Receipt) -> None:
    todo = [source for source in sources if source.name not in run.done]
    if not todo:
        return
    collection = _collection(run)
    seen: dict[str, str] = {}
    for outcome in _in_order(run, todo, collection):
        said = outcome
        sha256 = outcome.detail.get("sha256", "")
        if outcome.what == "add" and sha256 in seen:  # a preview writes nothing, so it must remember
            said = Outcome(outcome.name, "known", detail={"findings": [f"Same bytes as {seen[sha256]}."]})
        elif outcome.what == "add":
            seen[sha256] = outcome.name
        said = _again(run, said)
        if run.options.dry_run or said.what in {"refused", "unchanged"}:
            _say(run, receipt, said)
        else:
            run.told(said)
            receipt.outcomes.append(said)


def _again(run: Run, outcome: Outcome) -> Outcome:
    """A picture that is here already: its draft is published where that was asked for."""
    if not run.options.publish or not outcome.accession or outcome.what not in {"known", "unchanged"}:
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


def _in_order(run: Run, sources: list[Source], collection: Collection | None) -> Iterator[Outcome]:
    """Read and check several pictures at once, register them in the order given, hold few in memory."""
    work = pictures.preview if run.options.dry_run else pictures.keep
    waiting: deque[tuple[Source, Future[pictures.Ready | Outcome]]] = deque()
    with ThreadPoolExecutor(max_workers=run.tools.at_once) as pool:
        try:
            for source in sources:
                waiting.append((source, pool.submit(work, run.tools, source, collection, run.options)))
                if len(waiting) >= run.tools.at_once * 3:
                    yield _enter(run, collection, *waiting.popleft())
            while waiting:
                yield _enter(run, collection, *waiting.popleft())
        finally:
            pool.shutdown(cancel_futures=True)


def _enter(
    run: Run,
    collection: Collection | None,
    source: Source,
    future: Future[pictures.Ready | Outcome],
) -> Outcome:
    ready = future.result()
    if isinstance(ready, Outcome):
        return ready
    try:
        with run.tools.db.writing() as session:
            here = collections.find(session, collection.slug) if collection else None
            outcome = pictures.enter(session, run.actor, *ready, here, run.options)
            if outcome.what in {"added", "attached"}:
                run.noted(session, outcome)
            return outcome
    except Invalid as error:
        return Outcome(source.name, "refused", reason=str(error))


def attach_upload(
    tools: Tools, actor: Actor, accession: str, stream: IO[bytes], file_name: str, role: str
) -> Outcome:
    """Give a record the uploaded file as recto, verso or other; one of that role stays in history.

    Raises Refused, TooLarge, Known, StoreFull, Missing, Forbidden with a sentence; then nothing changed.
    """
    with spooled(tools.store, stream) as path:
        source = Source(printable(Path(file_name).name) or "upload", path)
        ready = pictures.keep(tools, source, None, Options())
    if isinstance(ready, Outcome):
        if ready.what == "unchanged":
            raise Known(ready.accession)
        raise Refused(ready.reason)
    prepared, file = ready
    with tools.db.writing() as session:
        target = photographs.get(session, accession)
        outcome = pictures.attach_to(session, actor, target, prepared, file, role=role)
    if outcome.what == "unchanged":
        raise Known(outcome.accession)
    return outcome
