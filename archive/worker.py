"""The one process that indexes and does jobs: `archive work`, started beside every server.

It holds the writer lock for life, so a second one is refused; it ends when its parent ends; and
because what it does is a cursor over history and a table of jobs, a kill at any moment loses nothing.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from functools import partial

import structlog

from archive import db, jobs
from archive.catalogue import likeness, photographs
from archive.catalogue.models import Photograph
from archive.config import PROJECT, Settings, message
from archive.descriptions import claims, findings, requests, texts, unfinished, views
from archive.ingest import pictures, staging, unnamed
from archive.interop import scratch, table_job
from archive.media.store import StoreFull
from archive.media.values import Refused
from archive.parts import Parts, build
from archive.search import keeper, selection
from archive.search.generations import writer_lock
from archive.search.index import Busy

log = structlog.get_logger()
# Two jobs at a time: what brings in, one after another, in turns of those who wait, and beside it what is
# short or only reads.
LONG = (staging.PREVIEW, staging.IMPORT)
SMALL = ("derive", findings.RECHECK, table_job.KIND)
TICK = 0.03  # seconds between looks at history; a saved caption must be found at the next request
LOOK = 0.2  # seconds between looks whether the index is to be built anew
PAUSE = 0.5  # seconds between looks of the checks: what somebody saves in between is checked together
RESTART = 1.0
RETRY = 5.0
FULL = message("The disk is full. What was finished is kept; the rest goes on by itself when there is room.")
BUSY = message("The catalogue was busy. What was finished is kept; the rest goes on by itself.")
UNREADY = message(
    "The search index does not know yet what was saved last. The table is written when it does."
)
FAILED = message("This work failed; the reason is in the log. What was finished is kept.")
SHORT = 5.0
INHERITED, MOST_FILES = 3, 4096  # numbers of open files after standard input, output and error


class Behind(db.Busy):
    """The index cannot tell yet what a query finds; other short jobs need not wait for that."""


class Worker:
    """Indexing, imports, other jobs and checks, a thread each, until told to stop or the parent is gone."""

    def __init__(self, parts: Parts, parent: int | None = None) -> None:
        self.parts = parts
        self.parent = parent
        self.stopping = threading.Event()
        self._turn = threading.RLock()  # one thread at a time writes to the index that counts
        self.turns: list[str] = []  # people with imports and previews, who had the last turn at the end
        self.resting: dict[int, float] = {}  # short jobs that can do nothing before this time, by number

    def run(self) -> None:
        """Work until the end; returns when stopped."""
        others = [
            threading.Thread(target=self._do_jobs, args=(LONG,), name="imports", daemon=True),
            threading.Thread(target=self._do_jobs, args=(SMALL,), name="jobs", daemon=True),
            threading.Thread(target=self._check, name="checks", daemon=True),
            threading.Thread(target=self._build, name="index", daemon=True),
        ]
        for thread in others:
            thread.start()
        day = ""
        while not self._over():
            self._index()
            day = self._new_day(day)
            self.stopping.wait(TICK)
        self.stopping.set()
        for thread in others:
            thread.join(timeout=5)

    def _over(self) -> bool:
        gone = self.parent is not None and os.getppid() != self.parent
        return gone or self.stopping.is_set()

    def _index(self) -> None:
        try:
            with self._turn:
                keeper.tend(self.parts.db, self.parts.index)
        except Exception as error:  # noqa: BLE001 - whatever it was, the next round tries again
            log.warning("index", trouble=repr(error))
            self.stopping.wait(RESTART)

    def _build(self) -> None:
        """Build a new generation of the index where one is due; the old one is kept up to date meanwhile."""
        while not self._over():
            try:
                keeper.heal(self.parts.db, self.parts.index, self.parts.settings.index, self._turn)
                self.stopping.wait(LOOK)
            except Exception as error:  # noqa: BLE001 - whatever it was, the next round tries again
                log.warning("index rebuild", trouble=repr(error))
                self.stopping.wait(RESTART)

    def _check(self) -> None:
        while not self._over():
            try:
                findings.tend(self.parts.db, stop=self._over)
                self.stopping.wait(PAUSE)
            except Exception as error:  # noqa: BLE001 - whatever it was, the next round tries again
                log.warning("checks", trouble=repr(error))
                self.stopping.wait(RESTART)

    def _new_day(self, day: str) -> str:
        today = photographs.today()
        if day == today:
            return day
        try:
            self.parts.store.sweep()
            staging.sweep(self.parts.tools)
            unnamed.sweep(self.parts.tools)
            table_job.sweep(self.parts.settings.home)
            scratch.sweep(self.parts.settings.home)
            with self._turn:
                keeper.refresh(self.parts.db, self.parts.index, day or "0000", today)
            likeness.again(self.parts.db)
            with self.parts.db.writing() as session:
                views.renew(session, today)
                requests.sweep(session, today)
                unfinished.sweep(session)
                claims.sweep(session)
        except Exception as error:  # noqa: BLE001 - whatever it was, the next round tries again
            log.warning("new day", trouble=repr(error))
            self.stopping.wait(RESTART)
            return day
        return today

    def _do_jobs(self, kinds: Sequence[str]) -> None:
        """Do jobs of these kinds; the thread of imports compares some pictures after each, and when idle.

        The next import is held against what was compared, so it must not wait for all imports to be over.
        """
        while not self._over():
            try:
                with self.parts.db.writing() as session:
                    jobs.requeue(session, kinds)  # only this thread claims them: what runs lost its process
                while not self._over():
                    worked = self._next_job(kinds)
                    if not self._compare(kinds) and not worked:
                        self.stopping.wait(0.2)
            except Exception as error:  # noqa: BLE001 - jobs go on, whatever one round met
                log.warning("jobs", trouble=repr(error))
                self.stopping.wait(RESTART)

    def _compare(self, kinds: Sequence[str]) -> bool:
        return kinds is LONG and likeness.tend(self.parts.db, self.parts.store) > 0

    def _next_job(self, kinds: Sequence[str]) -> bool:
        job = self._claim(kinds)
        if job is None:
            return False
        state, words = "done", ""
        try:
            do(self.parts, job)
        except staging.TurnOver:
            with self.parts.db.writing() as session:
                jobs.put_back(session, job.id, "")
            return True
        except (db.Full, StoreFull):
            self._put_back(job, FULL)
            return True
        except Behind:
            self._let_rest(job)
            return True
        except db.Busy:
            self._put_back(job, BUSY)
            return True
        except table_job.Unchosen as error:
            state, words = "failed", str(error)
        except Exception:
            # Whatever it was, this job ends here and the next one is done.
            log.exception("job failed", job=job.id, kind=job.kind)
            state, words = "failed", FAILED
        with self.parts.db.writing() as session:
            jobs.finish(session, job.id, state, words)
        return True

    def _claim(self, kinds: Sequence[str]) -> jobs.Job | None:
        """The next job of these kinds: imports by the turns of people, what is short as it came."""
        long, now = kinds is LONG, time.monotonic()
        if not long:
            self.resting = {one: until for one, until in self.resting.items() if until > now}
        but = () if long else tuple(self.resting)
        with self.parts.db.reading() as session:
            if not jobs.waiting(session, kinds, but):
                return None
        with self.parts.db.writing() as session:
            job = jobs.claim(session, kinds, self.turns if long else (), but)
        if job is not None and long:
            self.turns = [*(one for one in self.turns if one != job.actor), job.actor]
        return job

    def _let_rest(self, job: jobs.Job) -> None:
        """Queue a short job again without waiting at it, so that those behind it come first for a while."""
        self.resting[job.id] = time.monotonic() + RETRY
        with self.parts.db.writing() as session:
            jobs.put_back(session, job.id, UNREADY)

    def _put_back(self, job: jobs.Job, words: str) -> None:
        self.stopping.wait(RETRY)
        with self.parts.db.writing() as session:
            jobs.put_back(session, job.id, words)


def do(parts: Parts, job: jobs.Job) -> None:
    """Do one job of any kind."""
    if job.kind == "derive":
        derive(parts, int(job.payload["photograph"]))
    elif job.kind == findings.RECHECK:
        findings.recheck(parts.db, job)
    elif job.kind == table_job.KIND:
        table_job.work(parts.db, parts.settings.home, job, partial(_chosen, parts, job))
    else:
        staging.work(parts.tools, job)


def _chosen(parts: Parts, job: jobs.Job, words: str) -> Sequence[int]:
    """Ids of what a job's query finds; raises Unchosen for what it cannot mean.

    Raises Behind while the index is rebuilt, or does not know what was saved before the job was asked for.
    """
    found = selection.select(words, partial(parts.whole, head=job.payload.get("head")))
    if any(one.mistake for one in found.troubles):
        raise table_job.Unchosen(" ".join(map(str, found.troubles)))
    if found.troubles or not found.fresh:
        raise Behind
    return found.ids


def derive(parts: Parts, photograph_id: int) -> None:
    """Make a photograph's derivatives again with the words that they should carry now."""
    with parts.db.reading() as session:
        photograph = session.get(Photograph, photograph_id)
        if photograph is None:
            return
        known = texts.described(session, [photograph], ("en",))[0]
        words = pictures.attribution(photograph.values(), texts.alts(session, photograph))
    for picture in known.pictures:
        try:
            target = parts.store.derived_folder(picture.sha256, picture.page)
            parts.sandbox.derive(parts.store.path(picture.sha256), target, words, picture.page)
        except Refused as error:
            log.warning("derive", sha256=picture.sha256, reason=error.reason)


def work(settings: Settings, parent: int | None = None) -> int:
    """Run the worker in this process; 1 where another one works already."""
    if parent is not None:
        os.closerange(INHERITED, MOST_FILES)  # the server's sockets and pipes are none of this process's
    parts = build(settings)
    try:
        with writer_lock(settings.home):  # beside the index: that folder may be deleted at any time
            worker = Worker(parts, parent)
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: worker.stopping.set())
            worker.run()
    except Busy:
        sys.stderr.write("Another worker is at work in this archive; this one ends.\n")
        return 1
    finally:
        parts.close()
    return 0


def start(settings: Settings) -> subprocess.Popen[bytes]:
    """Start `archive work` as a child that ends with this process. Raises OSError where it cannot be.

    It is spawned, not forked: a fork waits at a pipe to hear that the child runs, and a process that the
    server forks in between would hold that pipe open, so that nothing were heard before it ends.
    """
    environment = os.environ | {"ARCHIVE_HOME": str(settings.home)}
    paths = [str(PROJECT), environment.get("PYTHONPATH", "")]
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    command = [sys.executable, "-m", "archive", "work", "--parent", str(os.getpid())]
    # Only without these two conveniences, closed files and a folder to work in, does Python spawn.
    return subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, close_fds=False)


def start_beside(settings: Settings) -> threading.Thread:
    """Keep a worker running beside a server: started now, and again whenever it dies."""

    def keep() -> None:
        while True:
            time.sleep(_one_life(settings))

    thread = threading.Thread(target=keep, name="worker", daemon=True)
    thread.start()
    return thread


def _one_life(settings: Settings) -> float:
    """Start a worker and wait until it dies; returns for how many seconds to let it be before the next.

    Whoever reaps the child first, this process's server or we, it is over then.
    """
    begun = time.monotonic()
    try:
        start(settings).wait()
    except OSError as error:  # no memory or no processes left: that passes
        log.warning("worker not started", trouble=repr(error))
        return SHORT
    # One that ended at once found another at work: look again later, in case that one stops.
    return RESTART if time.monotonic() - begun > SHORT else SHORT


def settle(parts: Parts, seconds: float = 30.0) -> bool:
    """Bring the index up to date from the command line: by ourselves, or by the worker that runs.

    Returns False where a running worker did not get there in time.
    """
    try:
        with writer_lock(parts.settings.home):
            keeper.tend(parts.db, parts.index)
            return True
    except Busy:
        return keeper.wait(parts.db, parts.index, seconds)
