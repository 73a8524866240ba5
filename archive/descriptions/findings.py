"""Kept findings: what the checks found, held in a table for queues and reports, and kept up to date.

The table is a cursor over history, as the search index is: photographs touched by an event are checked
again, and so is the one other photograph of the collection whose alt text became, or stopped being, equal
to theirs. When the rules or word lists change, everything is checked anew in batches; a run that was
interrupted goes on where it stood. Only the process that works (`archive work`) writes here; reading and
checking happen outside the write transactions, which are short.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.orm import Session

from archive import history, jobs
from archive.catalogue import photographs
from archive.catalogue.models import Collection, Photograph
from archive.db import Busy, Database
from archive.descriptions import lint, linting
from archive.descriptions.linting import Checked
from archive.descriptions.models import Description, Found, Linting
from archive.history import Actor, Event
from archive.jobs import Job, Line

RECHECK = "lint"  # the kind of job that checks a collection again
BATCH = 200
PATIENCE = 1.0  # seconds that keeping waits for other writers before it lets them go first
DONE = -1  # `Linting.upto` while no full run is under way
_turn = threading.Lock()  # held from reading to writing, so that no older finding replaces a newer one


@dataclass(frozen=True)
class Standing:
    """How far the kept findings are: `fresh`, or `done` of `total` photographs of a full run checked."""

    fresh: bool
    done: int = 0
    total: int = 0


def standing(session: Session) -> Standing:
    """How far the kept findings are behind the catalogue and the rules."""
    state = session.scalar(select(Linting))
    whole = state is not None and state.digest == lint.digest()
    if whole and state is not None and state.upto == DONE:
        return Standing(not _behind(session, state.seen))
    total = session.scalar(select(func.count()).select_from(Photograph)) or 0
    if not whole or state is None:
        return Standing(fresh=False, done=0, total=total)
    checked = select(func.count()).select_from(Photograph).where(Photograph.id <= state.upto)
    return Standing(fresh=False, done=session.scalar(checked) or 0, total=total)


def fresh(session: Session) -> bool:
    """Whether every kept finding is up to date."""
    return standing(session).fresh


def _behind(session: Session, seen: int) -> bool:
    query = select(Event.id).where(Event.id > seen, Event.subject == "photograph").limit(1)
    return session.scalar(query) is not None


def stands() -> tuple[ColumnElement[bool], ...]:
    """Conditions of the photographs that are checked: neither merged into another nor withdrawn."""
    return Photograph.merged_into_id.is_(None), Photograph.visibility != "withdrawn"


def tend(database: Database, *, patience: float = PATIENCE, stop: Callable[[], bool] = lambda: False) -> bool:
    """Bring the kept findings up to date, as far as `stop` and other writers allow.

    Returns whether nothing is left to do. What was done is kept; calling again goes on from there.
    """
    try:
        _begin(database, patience)
        while not stop():
            if not _follow(database, patience) and not _go_on(database, patience):
                return True
    except Busy:
        return False
    return False


def _begin(database: Database, patience: float) -> None:
    """Start a full run where there never was one, or where the rules have changed since."""
    digest = lint.digest()
    with database.reading() as session:
        state = session.scalar(select(Linting))
        if state is not None and state.digest == digest:
            return
    with database.writing(patience=patience) as session:
        state = session.scalar(select(Linting)) or Linting()
        state.digest, state.seen, state.upto = digest, history.head(session), 0
        session.add(state)


def _follow(database: Database, patience: float) -> bool:
    """Check again what the next events touched; False where nothing happened since."""
    with _turn:
        with database.reading() as session:
            events = history.since(session, session.scalars(select(Linting.seen)).one(), BATCH)
            if not events:
                return False
            ids = {event.subject_id for event in events if event.subject == "photograph"}
            ids |= _mates(session, ids, _marks(session, ids) | _spoken_marks(events), _left(session, events))
            rows = _rows(session, ids)
        _keep(database, patience, ids, rows, seen=events[-1].id)
        return True


def _go_on(database: Database, patience: float) -> bool:
    """Check the next batch of a full run; False where none is under way."""
    with _turn:
        with database.reading() as session:
            upto = session.scalars(select(Linting.upto)).one()
            if upto == DONE:
                return False
            query = select(Photograph.id).where(Photograph.id > upto).order_by(Photograph.id).limit(BATCH)
            ids = set(session.scalars(query))
            stale = _stale_marks(session, ids)
        _mend(database, patience, stale)
        upto = max(ids, default=DONE)
        moved = {mark for one in stale for mark in (one.before, one.after) if mark}
        with database.reading() as session:
            ids |= _mates(session, ids, moved, set())
            rows = _rows(session, ids)
        _keep(database, patience, ids, rows, upto=upto)
        return True


def _rows(session: Session, ids: Iterable[int]) -> list[dict[str, Any]]:
    """What the checks find now on these photographs, as rows of the table."""
    return [
        {
            "photograph_id": photograph.id,
            "code": one.finding.code,
            "level": one.finding.level,
            "field": one.finding.field,
            "language": one.finding.language,
            "message": one.finding.message,
            "values": dict(one.finding.values),
            "answer": one.answer,
        }
        for photograph, found in _check(session, sorted(ids))
        for one in found
    ]


def _check(session: Session, ids: Sequence[int]) -> list[tuple[Photograph, list[Checked]]]:
    known = [
        one
        for one in photographs.by_ids(session, ids)
        if one.merged_into_id is None and one.visibility != "withdrawn"
    ]
    return list(zip(known, linting.many(session, known), strict=True))


def _keep(
    database: Database, patience: float | None, ids: Iterable[int], rows: list[dict[str, Any]], **state: int
) -> None:
    """Replace the kept findings of these photographs, and move the cursor, in one short transaction."""
    with database.writing(patience=patience) as session:
        session.execute(delete(Found).where(Found.photograph_id.in_(sorted(ids))))
        if rows:
            session.execute(insert(Found), rows)
        if state:
            session.execute(update(Linting).values(**state))


def _marks(session: Session, ids: Iterable[int]) -> set[str]:
    """Marks of the alt texts that these photographs have."""
    query = select(Description.mark).where(Description.photograph_id.in_(ids), Description.kind == "alt")
    return set(session.scalars(query)) - {""}


def _spoken_marks(events: Iterable[Event]) -> set[str]:
    """Marks of the alt texts that events speak of: those that went, and those that came."""
    return {
        linting.mark(text)
        for event in events
        for facts in (event.before, event.after)
        for text in _alts(facts)
    }


def _alts(facts: Any) -> Iterator[str]:
    if not isinstance(facts, Mapping):
        return
    if facts.get("kind") == "alt" and isinstance(facts.get("text"), str):
        yield facts["text"]
    for inner in facts.values():
        yield from _alts(inner)


def _left(session: Session, events: Iterable[Event]) -> set[int]:
    """Collections that photographs were moved out of."""
    slugs = {(event.before or {}).get("collection") for event in events if event.verb == "photograph.place"}
    return set(session.scalars(select(Collection.id).where(Collection.slug.in_(slugs - {"", None}))))


def _mates(session: Session, ids: set[int], marks: set[str], homes: set[int]) -> set[int]:
    """Other photographs whose `same-as-neighbour` these may have changed.

    Where two or more others of a collection share a text, they have each other whatever happens here;
    only one that is left alone, or that was alone until now, changes.
    """
    if not marks:
        return set()
    own = select(Photograph.collection_id).where(
        Photograph.id.in_(ids), Photograph.collection_id.is_not(None)
    )
    homes = homes | {home for home in session.scalars(own) if home is not None}
    query = (
        select(Photograph.collection_id, Description.language, Description.mark, Photograph.id)
        .join(Description, Description.photograph_id == Photograph.id)
        .where(
            Description.mark.in_(marks),
            Description.kind == "alt",
            Photograph.merged_into_id.is_(None),
            Photograph.visibility != "withdrawn",
            Photograph.collection_id.in_(homes),
        )
    )
    groups: dict[tuple[int | None, str, str], set[int]] = {}
    for home, language, mark, one in session.execute(query):
        if one not in ids:
            groups.setdefault((home, language, mark), set()).add(one)
    return {one for group in groups.values() if len(group) == 1 for one in group}


@dataclass(frozen=True)
class _Stale:
    """A text whose mark is missing or made by older rules."""

    id: int
    version: int
    before: str
    after: str


def _stale_marks(session: Session, ids: Iterable[int]) -> list[_Stale]:
    columns = (Description.id, Description.version, Description.mark, Description.text)
    query = select(*columns).where(Description.photograph_id.in_(ids))
    return [
        _Stale(text.id, text.version, text.mark, mark)
        for text in session.execute(query)
        if text.mark != (mark := linting.mark(text.text))
    ]


def _mend(database: Database, patience: float, stale: Iterable[_Stale]) -> None:
    if not stale:
        return
    with database.writing(patience=patience) as session:
        for one in stale:
            same = (Description.id == one.id, Description.version == one.version)
            session.execute(update(Description).where(*same).values(mark=one.after))


def sound_marks(database: Database) -> None:
    """Give each text its mark where it is missing or made by older rules, so that equal texts are found.

    Where a full run has done so since the rules changed, nothing is looked at.
    """
    with database.reading() as session:
        state = session.scalar(select(Linting))
        if state is not None and (state.digest, state.upto) == (lint.digest(), DONE):
            return
    last = 0
    while True:
        with database.reading() as session:
            query = select(Photograph.id).where(Photograph.id > last).order_by(Photograph.id).limit(BATCH)
            ids = list(session.scalars(query))
            stale = _stale_marks(session, ids)
        if not ids:
            return
        if stale:
            _mend(database, 15.0, stale)
        last = ids[-1]


def among(collection: Collection | None) -> tuple[ColumnElement[bool], ...]:
    """Conditions of the photographs that are checked in a collection, or (None) in no collection."""
    home = Photograph.collection_id
    return *stands(), home.is_(None) if collection is None else home == collection.id


def count(session: Session, *conditions: ColumnElement[bool]) -> int:
    """How many photographs that is."""
    return session.scalar(select(func.count()).select_from(Photograph).where(*conditions)) or 0


def afresh(
    database: Database, *conditions: ColumnElement[bool], after: int = 0
) -> Iterator[list[tuple[Photograph, list[Checked]]]]:
    """Check photographs now, whatever is kept: batches in the order of their numbers, from after `after`.

    Each batch is read at its own moment, so that no long reading holds up the catalogue.
    """
    while True:
        with database.reading() as session:
            query = select(Photograph.id).where(Photograph.id > after, *conditions)
            ids = list(session.scalars(query.order_by(Photograph.id).limit(BATCH)))
            if not ids:
                return
            found = _check(session, ids)
        yield found
        after = ids[-1]


def ask(session: Session, actor: Actor, collection: Collection | None) -> Job:
    """Queue a fresh check of a collection, or (None) of what is in none; one under way is returned instead.

    Raises Forbidden.
    """
    history.need(actor, "describer", "reviewer", "archivist")
    number = collection.id if collection else 0
    key = f"{RECHECK}:{number}"
    for known in jobs.unfinished(session, (RECHECK,)):
        if known.key == key:
            return known
    job = jobs.enqueue(session, RECHECK, {"collection": number}, key=key, actor=actor.name)
    job.total = count(session, *among(collection))
    return job


def collection_of(session: Session, job: Job) -> Collection | None:
    """The collection that a fresh check is of, None for photographs in none."""
    number = int(job.payload["collection"])
    return session.get_one(Collection, number) if number else None


def checked(session: Session, job: Job) -> int:
    """How many photographs a fresh check has done so far."""
    return sum(int(line.detail.get("checked", 0)) for line in jobs.lines(session, job.id))


def recheck(database: Database, job: Job) -> None:
    """Do a fresh check, batch by batch; one that was interrupted goes on after its last batch."""
    with database.reading() as session:
        home = collection_of(session, job)
        upto = max((int(line.item) for line in jobs.lines(session, job.id)), default=0)
    while (upto := _recheck_batch(database, job, among(home), upto)) != DONE:
        pass


def _recheck_batch(
    database: Database, job: Job, conditions: tuple[ColumnElement[bool], ...], upto: int
) -> int:
    with _turn:
        with database.reading() as session:
            query = select(Photograph.id).where(Photograph.id > upto, *conditions)
            ids = list(session.scalars(query.order_by(Photograph.id).limit(BATCH)))
            rows = _rows(session, ids)
        if not ids:
            return DONE
        _keep(database, None, ids, rows)
    with database.writing() as session:
        line = Line(item=str(ids[-1]), outcome="checked", detail={"checked": len(ids)})
        jobs.note(session, job.id, line)
    return ids[-1]
