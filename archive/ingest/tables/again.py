"""What people chose for the headings of a previewed table: kept with the collection, and previewed anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from archive import history, jobs
from archive.catalogue import collections
from archive.catalogue.checks import Invalid, Problem
from archive.config import message
from archive.db import Database
from archive.descriptions import columns
from archive.history import Actor, Missing
from archive.jobs import Job, Line

PREVIEW = "preview"
_NOT_NOW = message("This preview is not waiting for a decision any more, so its columns stay as they are.")
_TWICE = message("Another column is this field already. Choose one of them, and leave the other out.")
_NO_FIELD = message("Choose one of the fields in the list.")


@dataclass(frozen=True)
class Column:
    """A heading of a table in a preview that is none of ours, and the column that it is taken for, or ''.

    `cells` are the first that stand below it.
    """

    title: str
    meant: str
    cells: tuple[str, ...] = ()


def shown(session: Session, job: Job) -> list[Column]:
    """The headings of a preview's tables whose meaning a person may choose, each once."""
    found: dict[str, str] = {}
    cells: dict[str, tuple[str, ...]] = {}
    for line in jobs.lines(session, job.id):
        if line.outcome == "read":
            cells |= {title: tuple(some) for title, some in line.detail.get("samples", {}).items()}
            for title, meant in line.detail.get("mapping", {}).items():
                if not columns.column(title):
                    found[title] = found.get(title) or meant
    return [Column(title, meant, cells.get(title, ())) for title, meant in found.items()]


def check(shown_columns: Sequence[Column], values: Sequence[str]) -> None:
    """Raise Invalid where a choice is no column, or two headings would be the same; fields are `column-1`."""
    problems, taken = [], set()
    for number, (_column, value) in enumerate(zip(shown_columns, values, strict=True), start=1):
        if value and columns.column(value) != value:
            problems.append(Problem(f"column-{number}", _NO_FIELD))
        elif value and value in taken:
            problems.append(Problem(f"column-{number}", _TWICE))
        taken.add(value)
    if problems:
        raise Invalid(*problems)


def choose(database: Database, actor: Actor, job_id: int, chosen: Mapping[str, str]) -> bool:
    """Take these meanings ({heading: column}) and queue the preview again; True where they were kept.

    They are kept with the collection that the import goes to, where it is open already; one that is named
    new remembers them when the import opens it. Else they hold for this import alone. Raises Missing,
    Invalid, Forbidden; then nothing was changed.
    """
    history.need(actor, "archivist")
    with database.writing() as session:
        job = jobs.find(session, job_id)
        if job is None or job.kind != PREVIEW or not (job.actor == actor.name or actor.may("administrator")):
            raise Missing(job_id)
        if job.state not in {"done", "failed"} or job.payload.get("import"):
            raise Invalid(Problem("columns", _NOT_NOW))
        options = job.payload["options"]
        kept = bool(options["collection"]) and collections.find(session, options["collection"]) is not None
        if kept:
            collections.remember_columns(session, actor, options["collection"], chosen)
        told = dict(options.get("columns", {})) | dict(chosen)
        job.payload = job.payload | {"options": options | {"columns": told}}
        names = [file["name"] for file in job.payload["files"]]
        _forget(session, job, names)
        job.state, job.ended, job.message, job.attempts, job.reached = "queued", "", "", 0, 0
        return kept


def _forget(session: Session, job: Job, names: Sequence[str]) -> None:
    """Take back what the preview told, but for what was refused before it began."""
    lost = [
        line.id
        for line in jobs.lines(session, job.id)
        if line.outcome != "refused" or line.item in names or " row " in line.item
    ]
    for start in range(0, len(lost), 500):
        session.execute(delete(Line).where(Line.id.in_(lost[start : start + 500])))
