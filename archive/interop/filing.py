"""Many photographs as files in a folder: resumable, and never over what somebody else put there.

A list beside the files, one JSON line each, says what was written with which words. A line is written before
its file gets its name, so that an export that was stopped knows its own files and goes on where it was.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from archive.catalogue import photographs
from archive.catalogue.models import Image, Photograph
from archive.config import message
from archive.db import Database
from archive.interop import files, said
from archive.interop.files import Copy, Means
from archive.interop.said import Words
from archive.media.store import hash_of
from archive.media.values import Refused, widths_for

LIST = ".archive-export.jsonl"
BATCH = 50  # records planned at once; two batches, one written and one that waits, are held in memory
STRANGE = message("A file of this name is there that this export did not write. It was left as it is.")
OTHER = message("Another record's file has this name. It was left as it is.")
TAKEN = message("Another export is writing into this folder. Nothing was written; wait until it is done.")


@dataclass(frozen=True)
class Options:
    """Size in pixels of width (0: the original), whether location and what readers cannot see go along."""

    width: int = 0
    location: bool = False
    drafts: bool = False


@dataclass(frozen=True)
class Filed:
    """What became of one file: written, unchanged or refused, with the reason and what the copy lacks.

    `cut` are the fields that IIM cut, `left_out` counts descriptions that the file has and somebody decided
    against; `beyond` are fields beside which the file says more that is left out.
    """

    file: str
    accession: str
    what: str
    reason: str = ""
    cut: tuple[str, ...] = ()
    left_out: int = 0
    beyond: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Without what is empty."""
        told = {"file": self.file, "accession": self.accession, "what": self.what}
        return (
            told
            | ({"reason": self.reason} if self.reason else {})
            | ({"cut": list(self.cut)} if self.cut else {})
            | ({"texts_left_out": self.left_out} if self.left_out else {})
            | ({"beyond": list(self.beyond)} if self.beyond else {})
        )


@dataclass
class Filing:
    """The outcome of an export so far; `left_out` counts records that readers cannot see."""

    files: list[Filed] = field(default_factory=list)
    left_out: int = 0

    def count(self, what: str) -> int:
        """How many files became this."""
        return sum(one.what == what for one in self.files)

    def to_json(self) -> dict[str, Any]:
        """Counts, then every file."""
        counts = {what: self.count(what) for what in ("written", "unchanged", "refused")}
        return counts | {"left_out": self.left_out, "files": [one.to_json() for one in self.files]}


class InUse(Exception):
    """Another export writes into the folder."""


@dataclass(frozen=True)
class State:
    """One state of a file that this export wrote: what it says, its bytes, and how the disk knows it.

    `stat` (bytes, time of change, number on the disk) goes along with a file that is renamed, and tells the
    same file without reading it; the hash tells it after it was copied elsewhere.
    """

    mark: str
    sha256: str
    stat: tuple[int, int, int]


class Receipts:
    """The list in the folder: for each name its record, and each state that was written."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._owners: dict[str, str] = {}
        self._states: dict[str, list[State]] = {}
        self._claimed: dict[str, str] = {}
        self._lock = threading.Lock()
        stream.seek(0)
        line = "\n"
        for line in stream:
            with contextlib.suppress(ValueError, KeyError, TypeError):  # a last line that was cut off
                self._keep(json.loads(line))
        if not line.endswith("\n"):
            stream.write("\n")  # the next one must not be lost with it

    def stands(self, copy: Copy, path: Path) -> bool:
        """Whether this very file is there; raises Refused where the name is somebody else's, OSError."""
        owner = self._owners.get(path.name) or self._claimed.setdefault(path.name, copy.accession)
        if owner != copy.accession:
            raise Refused(OTHER)
        if not path.exists():
            return False
        states = self._states.get(path.name, [])
        stat = _stat(path)
        found = [state.mark for state in states if state.stat == stat]
        if not found and any(state.stat[0] == stat[0] for state in states):
            sha256 = hash_of(path)
            found = [state.mark for state in states if state.sha256 == sha256]
        if not found:
            raise Refused(STRANGE)
        return copy.mark in found

    def add(self, copy: Copy, name: str, new: Path) -> None:
        """Say that the file `new` is about to get this name."""
        line: dict[str, Any] = {"file": name, "accession": copy.accession, "mark": copy.mark}
        line |= {"sha256": hash_of(new), "stat": _stat(new)}
        with self._lock:
            self._stream.write(f"{json.dumps(line)}\n")
            self._stream.flush()
            self._keep(line)

    def _keep(self, line: dict[str, Any]) -> None:
        size, changed, number = line["stat"]
        state = State(line["mark"], line["sha256"], (size, changed, number))
        self._owners.setdefault(line["file"], line["accession"])
        self._states.setdefault(line["file"], []).append(state)


def _stat(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ino


@contextlib.contextmanager
def receipts(folder: Path) -> Iterator[Receipts]:
    """The folder's list, for this export alone; the folder is made. Raises InUse, OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LIST).open("a+", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InUse(TAKEN) from error
        yield Receipts(stream)


def everything(session: Session) -> Iterator[int]:
    """Ids of all records in order of their accession numbers, a part at a time."""
    last = ""
    while True:
        query = select(Photograph.accession, Photograph.id).where(Photograph.accession > last)
        rows = session.execute(query.order_by(Photograph.accession).limit(BATCH)).all()
        if not rows:
            return
        yield from (row.id for row in rows)
        last = rows[-1].accession


def export(
    database: Database,
    tools: Means,
    ids: Iterable[int],
    folder: Path,
    options: Options,
    *,
    at_once: int = 2,
    told: Callable[[int], None] = lambda _count: None,
) -> Filing:
    """Write the pictures of these records into a folder; `told` hears how many records are done.

    Raises InUse, StoreFull and OSError; whatever was written before stays, and the same call goes on.
    """
    filing = Filing()
    rest = iter(ids)
    begun: deque[tuple[int, list[Filed | Future[Filed]]]] = deque()

    def gather() -> None:
        count, batch = begun.popleft()
        filing.files += [one if isinstance(one, Filed) else one.result() for one in batch]
        told(count)

    with receipts(folder) as known, _writers(at_once) as pool:
        while batch := list(islice(rest, BATCH)):
            with database.reading() as session:
                plans = list(_plans(session, batch, options, filing))
            begun.append((len(batch), [_begun(plan, pool, tools, known, folder) for plan in plans]))
            if len(begun) > 1:  # what was just begun keeps the writers busy while the next is planned
                gather()
        while begun:
            gather()
    return filing


@contextlib.contextmanager
def _writers(at_once: int) -> Iterator[ThreadPoolExecutor]:
    """Threads that write; one more than write at once, so that nothing waits while the list is kept."""
    with ThreadPoolExecutor(at_once + 1) as pool:
        try:
            yield pool
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # after a trouble, what has not begun stays undone


def _plans(
    session: Session, ids: Sequence[int], options: Options, filing: Filing
) -> Iterator[tuple[Copy, str] | Filed]:
    """The copies to be made of these records, with their names."""
    texts = said.of(session, ids)
    records = photographs.by_ids(session, ids)
    if not options.width:  # what was read of the files is wanted for originals, of all of them at once
        wanted = select(Image).where(Image.photograph_id.in_(ids)).options(undefer(Image.embedded))
        session.scalars(wanted).all()
    for record in records:
        if record.merged_into_id is not None or record.visibility == "withdrawn":
            continue
        if not (options.drafts or photographs.public(record)):
            filing.left_out += 1
            continue
        for number, image in enumerate(record.current_images):
            if image.page and not options.width:
                continue  # it is in the same file as the page before
            yield _planned(session, record, image, number, options, texts[record.id])


def _planned(
    session: Session, record: Photograph, image: Image, number: int, options: Options, texts: Words
) -> tuple[Copy, str] | Filed:
    width = max((one for one in widths_for(image.width) if one <= options.width), default=image.width)
    what = f"{width}.jpg" if options.width else files.ORIGINAL
    parts = [files.plain(record.accession) or str(record.id)]
    parts += [image.role if image.role == "verso" else str(number + 1)] if number else []
    parts += [str(width)] if options.width else []
    name = "-".join(parts)
    try:
        copy = files.plan(session, record, image, what, location=options.location, texts=texts)
    except Refused as refused:
        return Filed(name, record.accession, "refused", refused.reason)
    return copy, f"{name}.{copy.suffix}"


def _filed(name: str, copy: Copy, what: str) -> Filed:
    told = copy.properties
    return Filed(name, copy.accession, what, cut=told.cut, left_out=told.left_out, beyond=told.beyond)


def _begun(
    plan: tuple[Copy, str] | Filed, pool: ThreadPoolExecutor, tools: Means, known: Receipts, folder: Path
) -> Filed | Future[Filed]:
    """What became of a file, at once where nothing is to be made."""
    if isinstance(plan, Filed):
        return plan
    copy, name = plan
    try:
        if known.stands(copy, folder / name):
            return _filed(name, copy, "unchanged")
    except Refused as refused:
        return Filed(name, copy.accession, "refused", refused.reason)
    return pool.submit(_written, tools, known, copy, folder / name)


def _written(tools: Means, known: Receipts, copy: Copy, path: Path) -> Filed:
    """Make one file."""
    new = path.with_name(f".{path.name}.new")
    try:
        files.make(tools, copy, new)
        known.add(copy, path.name, new)
        new.replace(path)
    except Refused as refused:
        return Filed(path.name, copy.accession, "refused", refused.reason)
    finally:
        new.unlink(missing_ok=True)
    return _filed(path.name, copy, "written")
