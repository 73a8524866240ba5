"""A table made by the worker for somebody who waits at a page: queued, written, kept for two days."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from archive import history, jobs
from archive.db import Database
from archive.descriptions import rows
from archive.history import Actor, Missing
from archive.interop import table
from archive.jobs import Job

KIND = "export-table"
KEPT_SECONDS = 2 * 24 * 3600
STEP = 2_500  # records between what is told of progress
STAFF = ("describer", "reviewer", "archivist")
Choose = Callable[[str], Sequence[int]]  # ids of what a query finds


class _Cancelled(Exception):
    """Somebody took the table back while it was being written."""


class Unchosen(Exception):
    """A query that found something when it was asked for is mistaken now; the text is a sentence."""


def start(session: Session, actor: Actor, suffix: str, words: str = "", *, total: int = 0) -> int:
    """Queue a table of what a query finds, of all records where `words` is empty; returns the job's number.

    `words` are the query as it was typed: the job keeps these, and who writes the table asks anew.
    `total` is how many records it found; all are counted here. Raises ValueError for a format that is none,
    Forbidden for readers.
    """
    history.need(actor, *STAFF)
    if suffix not in table.FORMATS:
        raise ValueError(table.BAD_FORMAT)
    token = secrets.token_hex(16)
    head = history.head(session)  # what was saved before is to be in the table
    payload = {"token": token, "suffix": suffix, "words": words, "written": 0, "head": head}
    job = jobs.enqueue(session, KIND, payload, key=token, actor=actor.name)
    job.total = total if words else rows.count(session)
    return job.id


def own(session: Session, actor: Actor, job_id: int) -> Job:
    """The actor's own job; Missing for everybody else, since what it wrote is what its maker may see."""
    history.need(actor, *STAFF)
    job = jobs.find(session, job_id) if job_id < 2**31 else None
    if job is None or job.kind != KIND or job.actor != actor.name:
        raise Missing(job_id)
    return job


def folder(home: Path) -> Path:
    """Where tables wait to be fetched, under the archive's home."""
    return home / "exports"


def file_of(home: Path, job: Job) -> Path:
    """The finished file of a job; it may be gone by now."""
    return folder(home) / f"{job.payload['token']}{job.payload['suffix']}"


def ready(home: Path, job: Job) -> Path | None:
    """The file of a finished job, for as long as it is kept; None before and after."""
    path = file_of(home, job)
    kept = job.state == "done" and path.is_file() and time.time() - path.stat().st_mtime <= KEPT_SECONDS
    return path if kept else None


def work(database: Database, home: Path, job: Job, choose: Choose) -> None:
    """Write a job's table, whole or not at all, and take away what nobody fetched for two days.

    `choose` answers the job's query; whatever it raises is raised here. A job that is cancelled meanwhile
    is written no further and leaves no file.
    """
    target = file_of(home, job)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    sweep(home)
    part = target.with_name(f"{target.name}.part")
    words, told = job.payload["words"], 0
    ids = _ids(database, job, choose) if words else None

    def tell(count: int) -> None:
        nonlocal told
        _look(database, job.id)
        if count - told >= STEP:
            told = count
            _note(database, job.id, written=count)

    try:
        with database.reading() as session:
            _set_total(database, job, len(ids) if ids is not None else rows.count(session))
            done = table.write(session, part, ids, suffix=job.payload["suffix"], told=tell)
        blank = {"blank": len(done.blank), "named": done.named}
        _note(database, job.id, written=done.records, **blank)
        part.replace(target)
    except _Cancelled:
        return
    finally:
        part.unlink(missing_ok=True)


def _ids(database: Database, job: Job, choose: Choose) -> Sequence[int]:
    try:
        return choose(job.payload["words"])
    except Unchosen:
        _note(database, job.id, mistaken=True)
        raise


def _look(database: Database, job_id: int) -> None:
    """Raise _Cancelled where the job is not to be done any more."""
    with database.reading() as session:
        job = jobs.find(session, job_id)
        if job is None or job.state == "cancelled":
            raise _Cancelled


def _note(database: Database, job_id: int, **told: object) -> None:
    """Tell how far the job is; raises _Cancelled where it is not to be done any more."""
    with database.writing() as session:
        job = jobs.find(session, job_id)
        if job is None or job.state == "cancelled":
            raise _Cancelled
        job.payload = job.payload | told


def _set_total(database: Database, job: Job, total: int) -> None:
    """How many records there are by now, since the table was asked for."""
    if total != job.total:
        with database.writing() as session:
            session.get_one(Job, job.id).total = total


def sweep(home: Path, seconds: float = KEPT_SECONDS) -> int:
    """Remove files older than this; returns how many."""
    old = [one for one in folder(home).glob("*") if time.time() - one.stat().st_mtime > seconds]
    for one in old:
        one.unlink(missing_ok=True)
    return len(old)
