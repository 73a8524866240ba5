"""Imports from the page: uploads staged, previewed by a job, confirmed, brought in by another job."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, Any

from sqlalchemy.orm import Session

from archive import accounts, history, jobs
from archive.catalogue.checks import Invalid, Problem
from archive.config import message
from archive.history import OPERATOR, Actor, Missing
from archive.ingest import uploads
from archive.ingest.copies import DECISION, LOOKS, NEW
from archive.ingest.outcome import Options, Outcome
from archive.ingest.run import Receipt, Run, bring_in_sources
from archive.ingest.sources import Source, printable
from archive.ingest.tools import Tools
from archive.jobs import Job, Line
from archive.media.store import TooLarge

PREVIEW, IMPORT = "preview", "import"
TURN = 10.0  # seconds that a job is worked on while jobs of other people wait
SETUP = 1.0  # a turn lasts at least so many times as long as it took to come to its first item
LATE = Problem(
    "", message("This preview was confirmed or cancelled already, so nothing can be chosen any more.")
)


class TurnOver(Exception):
    """Others wait, so the job rests after an item: whoever works on it puts it back among those that wait."""


class Cancelled(Exception):
    """Somebody cancelled the job; what came in before stays, the rest does not."""


def stage(tools: Tools, actor: Actor, files: Iterable[tuple[str, IO[bytes]]], options: Options) -> int:
    """Keep uploads aside and queue a preview; returns the job's number.

    Raises Invalid without a file, StoreFull, Forbidden; a file that is too large is refused in the
    preview, the rest goes on.
    """
    history.need(actor, "archivist")
    folder = uploads.new_folder(tools.store)
    kept: list[dict[str, str]] = []
    refused: list[Outcome] = []
    try:
        _spool_all(tools, files, folder, kept, refused)
        with tools.db.writing() as session:
            payload = {"token": folder.name, "files": kept, "options": asdict(replace(options, dry_run=True))}
            job = jobs.enqueue(session, PREVIEW, payload, key=folder.name, actor=actor.name)
            job.total = len(kept)
            for outcome in refused:
                jobs.note(session, job.id, line_of(outcome))
            return job.id
    except BaseException:
        uploads.forget(tools.store, folder.name)
        raise


def _spool_all(
    tools: Tools,
    files: Iterable[tuple[str, IO[bytes]]],
    folder: Path,
    kept: list[dict[str, str]],
    refused: list[Outcome],
) -> None:
    names: dict[str, int] = {}
    for number, (given, stream) in enumerate(files):
        name = printable(Path(given.replace("\\", "/")).name) or f"file {number + 1}"
        names[name] = names.get(name, 0) + 1
        shown = name if names[name] == 1 else f"{Path(name).stem} ({names[name]}){Path(name).suffix}"
        try:
            uploads.spool(tools.store, stream, folder / str(number))
            kept.append({"name": shown, "file": str(number)})
        except TooLarge as error:
            refused.append(Outcome(shown, "refused", reason=str(error)))
    if not kept and not refused:
        raise Invalid(Problem("files", message("Choose at least one file.")))


def look_of(folder: Path, file: str) -> Path:
    """Where the small picture of a staged file is, which its preview shows."""
    return folder / f"{file}.look.jpg"


def look(tools: Tools, job: Job, item: str) -> Path | None:
    """The small picture of an item of a preview; None where there is none, or not any more."""
    file = next((one["file"] for one in job.payload["files"] if one["name"] == item), None)
    if file is None:
        return None
    path = look_of(uploads.folder_of(tools.store, job.payload["token"]), file)
    return path if path.is_file() else None


def line_of(outcome: Outcome) -> Line:
    """A receipt's line in the catalogue."""
    return Line(
        item=outcome.name,
        outcome=outcome.what,
        accession=outcome.accession,
        reason=outcome.reason,
        detail=outcome.detail,
    )


def confirm(tools: Tools, actor: Actor, job_id: int) -> int:
    """Queue the import that a preview showed; returns its job. A second confirmation finds the same one."""
    history.need(actor, "archivist")
    with tools.db.writing() as session:
        preview = _own(session, actor, job_id, PREVIEW)
        if preview.state != "done":
            raise Invalid(
                Problem("confirm", message("The preview is not finished, so nothing was brought in yet."))
            )
        there = session.get(Job, preview.payload.get("import", 0))
        if there is not None and there.state != "failed":
            return there.id
        if not uploads.folder_of(tools.store, preview.payload["token"]).is_dir():
            gone = message(
                "The files of this preview are gone. Nothing was brought in; please send them again."
            )
            raise Invalid(Problem("confirm", gone))
        options = preview.payload["options"] | {"dry_run": False}
        left, chosen = _shown(session, preview)
        payload = {name: preview.payload[name] for name in ("token", "files")}
        payload |= {"options": options, "left": left}
        job = jobs.enqueue(session, IMPORT, payload, key=preview.key, actor=actor.name)
        job.total = len(preview.payload["files"])
        for item, values in chosen.items():
            jobs.choose(session, job.id, item, values)
        preview.payload = preview.payload | {"import": job.id}
        for line in jobs.lines(session, preview.id):
            if line.outcome == "refused" and line.item not in {file["name"] for file in payload["files"]}:
                told = Line(item=line.item, outcome="refused", accession=line.accession, reason=line.reason)
                jobs.note(session, job.id, told)
        return job.id


def _shown(session: Session, preview: Job) -> tuple[list[str], dict[str, dict[str, Any]]]:
    """(Pictures that a preview left out by itself, what people chose by item).

    A file of the same bytes as an earlier one has no question of its own: it goes as that one goes.
    """
    chosen, left = jobs.choices(session, preview.id), dict[str, None]()
    first: dict[str, str] = {}
    for line in jobs.each_line(session, preview.id):
        if not (sha256 := line.detail.get("sha256")):
            continue
        before = first.setdefault(sha256, line.item)
        if line.detail.get("left") or before in left:
            left[line.item] = None
        if before != line.item and (decision := chosen.get(before, {}).get(DECISION)):
            chosen[line.item] = chosen.get(line.item, {}) | {DECISION: decision}
    return list(left), chosen


def _choices(session: Session, job: Job) -> dict[str, dict[str, Any]]:
    """What was chosen for the items of an import; what its preview did not leave out comes in."""
    if job.kind != IMPORT:
        return {}
    chosen = jobs.choices(session, job.id)
    if "left" in job.payload:
        left = set(job.payload["left"])
        for name in (file["name"] for file in job.payload["files"]):
            if name not in left:
                chosen.setdefault(name, {}).setdefault(DECISION, NEW)
    return chosen


def choose(tools: Tools, actor: Actor, job_id: int, values: Mapping[str, Mapping[str, Any]]) -> None:
    """Keep what a person chose for items of a preview, until it is confirmed. Raises Invalid after that."""
    history.need(actor, "archivist")
    with tools.db.writing() as session:
        preview = _own(session, actor, job_id, PREVIEW)
        if preview.state != "done" or preview.payload.get("import"):
            raise Invalid(LATE)
        for item, chosen in values.items():
            jobs.choose(session, preview.id, item, chosen)


def cancel(tools: Tools, actor: Actor, job_id: int) -> None:
    """End a preview or an import: what was staged is thrown away, what came in stays.

    Files of an import at work are removed by whoever is at it, once it has stopped before its next item.
    """
    history.need(actor, "archivist")
    with tools.db.writing() as session:
        job = _own(session, actor, job_id, PREVIEW, IMPORT)
        if job.payload.get("import"):
            raise Invalid(Problem("cancel", message("This import was confirmed already.")))
        if job.kind == IMPORT and job.state not in {"queued", "running"}:
            raise Invalid(Problem("cancel", message("This import had ended already. What came in stays.")))
        at_work = job.kind == IMPORT and job.state == "running"
        jobs.cancel(session, job.id)
        token = job.payload["token"]
    if not at_work:
        uploads.forget(tools.store, token)


def _own(session: Session, actor: Actor, job_id: int, *kinds: str) -> Job:
    job = jobs.find(session, job_id)
    if job is None or job.kind not in kinds or (job.actor != actor.name and not actor.may("administrator")):
        raise Missing(job_id)
    return job


def work(tools: Tools, job: Job) -> Receipt:
    """Do a preview or an import; each item's line is committed with what became of it.

    Raises TurnOver where it has had its turn and somebody else's job waits; what is done stays done.
    """
    with tools.db.reading() as session:
        account = accounts.find(session, job.actor)
        actor = account.actor if account else Actor(job.actor, frozenset())
        before, own = _earlier(session, job)
        choices = _choices(session, job)
    if job.actor == OPERATOR.name:
        actor = OPERATOR
    folder = uploads.folder_of(tools.store, job.payload["token"])
    sources = [
        Source(file["name"], folder / file["file"], look_of(folder, file["file"]))
        for file in job.payload["files"]
    ]

    run = Run(
        tools,
        actor,
        Options(**job.payload["options"]),
        told=_Watch(tools, job),
        noted=lambda session, outcome: jobs.note(session, job.id, line_of(outcome)),
        done=frozenset(before),
        choices=choices,
        before={item: known for item, known in before.items() if known},
        own=own,
        expected=lambda items: _count(tools, job.id, items),
    )
    try:
        receipt = bring_in_sources(run, sources)
    except Cancelled:
        uploads.forget(tools.store, job.payload["token"])
        return Receipt()
    if job.kind == IMPORT:
        with tools.db.writing() as session:
            jobs.finish(session, job.id)
        uploads.forget(tools.store, job.payload["token"])
    return receipt


def _earlier(session: Session, job: Job) -> tuple[dict[str, dict[str, Any]], frozenset[str]]:
    """(What a job remembers of the items that it has done, records that it brought pictures to)."""
    before: dict[str, dict[str, Any]] = {}
    own = set()
    for line in jobs.each_line(session, job.id):
        before[line.item] = _memory(job, line)
        if line.outcome in {"added", "attached"}:
            own.add(line.accession)
    return before, frozenset(own)


def _memory(job: Job, line: Line) -> dict[str, Any]:
    """What a preview, which writes no records, has to remember of an item that would come in."""
    if job.kind != PREVIEW or not (line.outcome == "add" or line.detail.get("left")):
        return {}
    return {name: line.detail[name] for name in ("sha256", LOOKS) if name in line.detail}


class _Watch:
    """Looks after each item whether the job was cancelled, or has had its turn while somebody waits.

    Reading papers anew is no progress, so a turn is not shorter than that (SETUP).
    """

    def __init__(self, tools: Tools, job: Job) -> None:
        self._tools, self._job = tools, job
        self._begun = time.monotonic()
        self._until = 0.0

    def __call__(self, _outcome: Outcome) -> None:
        now = time.monotonic()
        self._until = self._until or now + max(TURN, SETUP * (now - self._begun))
        with self._tools.db.reading() as session:
            found = jobs.find(session, self._job.id)
            if found is None or found.state != "running":
                raise Cancelled
            if now >= self._until and jobs.sharing(session, found, (PREVIEW, IMPORT)):
                raise TurnOver


def _count(tools: Tools, job_id: int, items: int) -> None:
    """Keep how many items a job has, so that its page can tell how far it is."""
    with tools.db.writing() as session:
        job = session.get_one(Job, job_id)
        job.payload = job.payload | {"items": items}


def sweep(tools: Tools, seconds: float = 3600.0) -> int:
    """Remove uploads that no job waits for any more; returns how many folders. Young ones are left alone."""
    folders = uploads.idle(tools.store, seconds)
    if not folders:
        return 0
    with tools.db.reading() as session:
        wanted = {job.payload["token"] for job in jobs.unfinished(session, (PREVIEW, IMPORT))}
    idle = [token for token in folders if token not in wanted]
    for token in idle:
        uploads.forget(tools.store, token)
    return len(idle)
