"""Keeps the index beside history: a cursor over events, and a rebuild where the index is no use."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive import history
from archive.catalogue.models import Photograph
from archive.catalogue.photographs import today
from archive.db import Database
from archive.search import build, generations
from archive.search.index import Index, Target, Unavailable, digest_of

WAIT_SECONDS = 0.3
ASKED = "REBUILD"  # a file in the index's folder: somebody wants it built anew
LOOK = "LOOK"  # the same: somebody could not read it
BUILDING = "BUILDING"  # the same: it is being built; after a kill it has to be begun again


def catch_up(database: Database, target: Target) -> int:
    """Bring an index to history's head; returns the cursor. Only the holder of the writer lock calls it.

    Raises Unavailable where the index cannot be opened: then rebuild.
    """
    while True:
        with database.reading() as session:
            seen = target.seen()
            events = history.since(session, seen)
            if not events:
                return seen
            upto = events[-1].id
            changes = list(build.documents(session, build.touched(session, events)))
        target.apply(changes, upto)


def rebuild(
    database: Database,
    index: Index,
    *,
    engine: str | None = None,
    turn: AbstractContextManager[object] | None = None,
) -> int:
    """Build a new index from the catalogue; the old one serves, and may be kept up, until the new one counts.

    The catalogue is read in short transactions; what changes meanwhile is in history after the place where
    this began, and is caught up with. `turn` is held for the last of that and the swap, so that nobody
    else writes then.
    """
    day = today()
    with database.reading() as session:
        upto = history.head(session)
    with index.draft(held(database), engine) as draft:
        draft.fill(build.everything(database), upto)
        catch_up(database, draft)
        with turn or nullcontext():
            upto = catch_up(database, draft)
            refresh(database, draft, day, today())  # a night of building must not miss an embargo's end
            draft.put_in_force()
    return upto


def held(database: Database) -> int:
    """How many photographs the catalogue holds: what an index is made for."""
    with database.reading() as session:
        every = select(func.count(Photograph.id)).where(Photograph.merged_into_id.is_(None))
        return session.scalar(every) or 0


def tend(database: Database, index: Index) -> int:
    """Catch up, or rebuild where the index is missing, broken, or ahead of the catalogue."""
    try:
        with database.reading() as session:
            ahead = index.seen() > history.head(session)
        if not ahead:
            return catch_up(database, index)
    except Unavailable:
        pass
    return rebuild(database, index)


def ask(folder: Path, *, whatever: bool = False) -> None:
    """Ask the process that writes the index to look whether it is sound, or to rebuild it whatever it is."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / (ASKED if whatever else LOOK)).touch()


def due(index: Index, folder: Path) -> bool:
    """Whether a new generation is due: somebody asked for one, or the index itself says so.

    Who asks to `look` gets one only where the index on disk is not sound. One that cannot be opened at all
    is built anew by `tend`.
    """
    if asked(folder):
        return True
    if (folder / LOOK).exists():
        if not index.healthy():
            return True
        (folder / LOOK).unlink(missing_ok=True)
    try:
        return index.due()
    except Unavailable:
        return False


def heal(
    database: Database, index: Index, folder: Path, turn: AbstractContextManager[object] | None = None
) -> bool:
    """Build a new generation where one is due; returns whether one was.

    What is asked while this builds counts for the next: the files go before it begins.
    """
    if not due(index, folder):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    (folder / BUILDING).touch()
    for name in (ASKED, LOOK):
        (folder / name).unlink(missing_ok=True)
    rebuild(database, index, turn=turn)
    (folder / BUILDING).unlink(missing_ok=True)
    return True


def asked(folder: Path) -> bool:
    """Whether somebody waits for a new generation."""
    return any((folder / name).exists() for name in (ASKED, BUILDING))


def have_rebuilt(folder: Path, seconds: float = 600.0) -> bool:
    """Ask the worker to rebuild and wait until it has; False where it has not within the time."""
    before = _generation(folder)
    ask(folder, whatever=True)
    return _until(lambda: not asked(folder) and _generation(folder) != before, seconds)


def _generation(folder: Path) -> str:
    try:
        return generations.current(folder).name
    except Unavailable:
        return ""


def wait(database: Database, index: Index, seconds: float = WAIT_SECONDS, *, head: int | None = None) -> bool:
    """Wait until the index has seen `head`, history's as of now unless told; False where not in time."""
    if head is None:
        with database.reading() as session:
            head = history.head(session)
    return _until(lambda: index.seen() >= head, seconds)


def _until(done: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() >= end:
            return False
        time.sleep(0.01)
    return True


def released(session: Session, after: str, until: str) -> list[int]:
    """Photographs whose embargo ended in (after, until]: days as YYYY-MM-DD; no event says so."""
    query = select(Photograph.id).where(Photograph.embargo > after, Photograph.embargo <= until)
    return list(session.scalars(query))


def refresh(database: Database, index: Target, after: str, until: str) -> None:
    """Index again what an embargo released between two days."""
    if after == until:
        return
    with database.reading() as session:
        ids = released(session, after, until)
        changes = list(build.documents(session, ids))
    if changes:
        index.apply(changes, index.seen())


def exact(database: Database, index: Index) -> bool:
    """Whether the index holds exactly the catalogue's records at their versions (digest compared)."""
    with database.reading() as session:
        pairs = session.execute(
            select(Photograph.id, Photograph.revision).where(Photograph.merged_into_id.is_(None))
        )
        return index.digest() == digest_of((number, revision) for number, revision in pairs)
