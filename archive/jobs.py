"""Durable jobs: work that outlives a request, kept in the catalogue until it is done.

A job is claimed by the one process that works (`archive work`), in its one thread for such jobs; if that
process dies, the next one queues its running jobs again. Each step of a job commits its own line, so a job
that starts over skips what it had done, and the receipt is whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from archive.config import message
from archive.db import Base, now

ATTEMPTS = 5
GIVEN_UP = message("The work stopped five times without getting further. What was finished is kept.")


class Job(Base):
    """A piece of work: kind and payload; state is queued, running, done, failed or cancelled."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(128), index=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(16), default="queued", index=True)
    actor: Mapped[str] = mapped_column(String(255))
    attempts: Mapped[int] = mapped_column(default=0)  # since it last got anywhere
    reached: Mapped[int] = mapped_column(default=0)  # lines of the receipt when it was last claimed
    total: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(default="")
    created: Mapped[str] = mapped_column(String(32))
    ended: Mapped[str] = mapped_column(String(32), default="")


class Line(Base):
    """One line of a job's receipt: what became of one item."""

    __tablename__ = "job_line"
    __table_args__ = (Index("job_line_item", "job_id", "item"),)  # each item is noted once

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), index=True)
    item: Mapped[str]
    outcome: Mapped[str] = mapped_column(String(16))
    accession: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Choice(Base):
    """What a person chose for one item of a preview: values of its fields, taken when it is brought in."""

    __tablename__ = "job_choice"

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), primary_key=True)
    item: Mapped[str] = mapped_column(primary_key=True)
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


def enqueue(session: Session, kind: str, payload: Mapping[str, Any], *, key: str, actor: str) -> Job:
    """Queue a job; one that waits already under the same kind and key is returned instead."""
    waiting = session.scalar(select(Job).where(Job.kind == kind, Job.key == key, Job.state == "queued"))
    if waiting is not None:
        return waiting
    job = Job(kind=kind, key=key, payload=dict(payload), actor=actor, created=now())
    session.add(job)
    session.flush()
    return job


def forget(session: Session, kind: str, key: str) -> None:
    """Take a waiting job back, because what it would do is done."""
    session.execute(delete(Job).where(Job.kind == kind, Job.key == key, Job.state == "queued"))


def find(session: Session, job_id: int) -> Job | None:
    """The job with this number."""
    return session.get(Job, job_id)


def claim(
    session: Session, kinds: Sequence[str], turns: Sequence[str] = (), but: Collection[int] = ()
) -> Job | None:
    """Take a waiting job and mark it running: the oldest of the person whose turn it is, none of `but`.

    `turns` are people in the order in which they had their last turn; who had none comes before them, and
    where there are none, whoever came first is served first.
    """
    number = _first_in_turn(session, kinds, turns, but) if turns else _first(session, kinds, but)
    job = session.get(Job, number) if number is not None else None
    if job is not None:
        reached = sum(counts(session, job.id).values())
        job.attempts = 1 if reached > job.reached else job.attempts + 1
        job.state, job.reached = "running", reached
        session.flush()
    return job


def _first(session: Session, kinds: Sequence[str], but: Collection[int]) -> int | None:
    query = select(Job.id).where(Job.state == "queued", Job.kind.in_(kinds), Job.id.not_in(but))
    return session.scalar(query.order_by(Job.id).limit(1))


def _first_in_turn(
    session: Session, kinds: Sequence[str], turns: Sequence[str], but: Collection[int]
) -> int | None:
    query = select(Job.actor, func.min(Job.id)).where(Job.state == "queued", Job.kind.in_(kinds))
    query = query.where(Job.id.not_in(but)).group_by(Job.actor)
    first = [(one, number) for one, number in session.execute(query)]
    last = {one: at for at, one in enumerate(turns)}
    chosen = min(first, key=lambda one: (last.get(one[0], -1), one[1]), default=None)
    return chosen[1] if chosen else None


def waiting(session: Session, kinds: Sequence[str], but: Collection[int] = ()) -> bool:
    """Whether a job waits that is none of `but`; cheap enough to ask often."""
    query = select(Job.id).where(Job.state == "queued", Job.kind.in_(kinds), Job.id.not_in(but))
    return session.scalar(query.limit(1)) is not None


def ahead(session: Session, job: Job, kinds: Sequence[str]) -> int:
    """How many jobs of these kinds, of the same person, are done to their end before a waiting one begins.

    Those are the ones that run, and older ones that wait; other people's take turns with it: `sharing`.
    """
    before = (Job.state == "running") | ((Job.state == "queued") & (Job.id < job.id))
    query = select(func.count()).select_from(Job).where(Job.actor == job.actor)
    return session.scalar(query.where(Job.kind.in_(kinds), Job.id != job.id, before)) or 0


def sharing(session: Session, job: Job, kinds: Sequence[str]) -> int:
    """How many other people have jobs of these kinds at work or waiting, so that they take turns with it."""
    alive = Job.state.in_(("queued", "running"))
    query = select(func.count(Job.actor.distinct())).where(Job.kind.in_(kinds), alive)
    return session.scalar(query.where(Job.actor != job.actor)) or 0


def requeue(session: Session, kinds: Sequence[str] | None = None) -> int:
    """Queue again what was running when its process died; give up after five tries that got nowhere.

    Only jobs of `kinds`, where these are given: others may be in the hands of another thread.
    """
    lost = [Job.state == "running"] + ([] if kinds is None else [Job.kind.in_(kinds)])
    given_up = update(Job).where(*lost, Job.attempts >= ATTEMPTS)
    session.execute(given_up.values(state="failed", ended=now(), message=GIVEN_UP))
    result = session.execute(update(Job).where(*lost).values(state="queued"))
    return int(getattr(result, "rowcount", 0))


def note(session: Session, job_id: int, line: Line) -> None:
    """Add a line to the receipt in the caller's transaction, once per item."""
    line.job_id = job_id
    if session.scalar(select(Line.id).where(Line.job_id == job_id, Line.item == line.item)) is None:
        session.add(line)
        session.flush()


def lines(session: Session, job_id: int) -> Sequence[Line]:
    """The receipt so far, in order."""
    return session.scalars(select(Line).where(Line.job_id == job_id).order_by(Line.id)).all()


def counts(session: Session, job_id: int) -> dict[str, int]:
    """How many items had each outcome."""
    query = select(Line.outcome, func.count()).where(Line.job_id == job_id).group_by(Line.outcome)
    return dict(session.execute(query).all())


def unfinished(session: Session, kinds: Sequence[str]) -> Sequence[Job]:
    """Jobs that wait or run, and previews of the last day that somebody may still confirm."""
    yesterday = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    recent = (Job.state == "done") & (Job.kind == "preview") & (Job.ended > yesterday)
    alive = Job.state.in_(("queued", "running")) | recent
    return session.scalars(select(Job).where(Job.kind.in_(kinds), alive)).all()


def newest(session: Session, actor: str, kinds: Sequence[str], most: int = 10) -> Sequence[Job]:
    """A person's own jobs of these kinds, the newest first."""
    query = select(Job).where(Job.actor == actor, Job.kind.in_(kinds)).order_by(Job.id.desc())
    return session.scalars(query.limit(most)).all()


def finish(session: Session, job_id: int, state: str = "done", message: str = "") -> None:
    """Mark a running job done or failed; one that was cancelled meanwhile stays cancelled."""
    change = update(Job).where(Job.id == job_id, Job.state == "running")
    session.execute(change.values(state=state, message=message, ended=now()))


def cancel(session: Session, job_id: int) -> None:
    """Mark a job cancelled; whoever is at it stops before the next item."""
    session.execute(update(Job).where(Job.id == job_id).values(state="cancelled", ended=now()))


def choose(session: Session, job_id: int, item: str, values: Mapping[str, Any]) -> None:
    """Keep what a person chose for one item of a preview; nothing chosen is nothing kept."""
    there = session.get(Choice, (job_id, item))
    if there is not None and values:
        there.values = dict(values)
    elif there is not None:
        session.delete(there)
    elif values:
        session.add(Choice(job_id=job_id, item=item, values=dict(values)))
    session.flush()


def choices(session: Session, job_id: int) -> dict[str, dict[str, Any]]:
    """What was chosen, by item."""
    query = select(Choice.item, Choice.values).where(Choice.job_id == job_id)
    return {item: dict(values) for item, values in session.execute(query)}


def line(session: Session, job_id: int, line_id: int) -> Line | None:
    """One line of a job's receipt."""
    found = session.get(Line, line_id)
    return found if found is not None and found.job_id == job_id else None


def lines_of(session: Session, ids: Sequence[int]) -> list[Line]:
    """Lines with these numbers, in order."""
    found: list[Line] = []
    for start in range(0, len(ids), 500):
        query = select(Line).where(Line.id.in_(ids[start : start + 500])).order_by(Line.id)
        found += session.scalars(query)
    return found


def each_line(session: Session, job_id: int) -> Iterator[Line]:
    """The receipt in order, a few lines at a time, for what looks at all and keeps none."""
    query = select(Line).where(Line.job_id == job_id).order_by(Line.id)
    yield from session.scalars(query.execution_options(yield_per=200))


def put_back(session: Session, job_id: int, message: str) -> None:
    """Queue a job again that could not go on for a reason outside it; that is no failed try."""
    change = update(Job).where(Job.id == job_id, Job.state == "running")
    session.execute(change.values(state="queued", message=message, attempts=Job.attempts - 1))


def blank(session: Session, accession: str) -> None:
    """Remove what receipts say of a record that was withdrawn, keeping that it came in."""
    session.execute(update(Line).where(Line.accession == accession).values(detail={}, reason=""))
