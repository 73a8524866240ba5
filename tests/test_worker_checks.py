"""The worker keeps findings up to date beside indexing, and does fresh checks as jobs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from archive import jobs
from archive.catalogue import collections
from archive.descriptions import findings
from archive.parts import Parts
from archive.search import keeper
from archive.worker import Worker
from tests import builders


@contextmanager
def working(parts: Parts) -> Iterator[None]:
    """A worker over the archive for the time of the block."""
    worker = Worker(parts)
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        yield
    finally:
        worker.stopping.set()
        thread.join(timeout=20)


def until(done: Callable[[], bool], seconds: float = 30.0) -> bool:
    end = time.monotonic() + seconds
    tick = threading.Event()
    while not done():
        if time.monotonic() > end:
            return False
        tick.wait(0.02)
    return True


def fresh(parts: Parts) -> bool:
    with parts.db.reading() as session:
        return findings.fresh(session)


def test_what_is_saved_is_checked_by_itself(parts: Parts) -> None:
    builders.photograph(parts, accession="P-1")
    with working(parts):
        assert until(lambda: fresh(parts))
        builders.photograph(parts, accession="P-2")
        assert not fresh(parts)
        assert until(lambda: fresh(parts))


def test_search_does_not_wait_for_the_checks(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    held, let_go = threading.Event(), threading.Event()

    def stuck(*_args: object, **_more: object) -> bool:
        held.set()
        return let_go.wait(30)

    builders.indexed(parts)
    monkeypatch.setattr(findings, "tend", stuck)
    with working(parts):
        assert held.wait(20)
        builders.photograph(parts, accession="P-1")
        assert keeper.wait(parts.db, parts.index, 20)
        let_go.set()


def test_a_fresh_check_is_a_job_that_ends(parts: Parts) -> None:
    builders.photograph(parts, accession="P-1", collection="trams")
    with parts.db.writing() as session:
        job = findings.ask(session, builders.ARCHIVIST, collections.find(session, "trams"))

    def over() -> bool:
        with parts.db.reading() as session:
            found = jobs.find(session, job.id)
            return found is not None and (found.state, findings.checked(session, found)) == ("done", 1)

    with working(parts):
        assert until(over)
