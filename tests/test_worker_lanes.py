"""The worker does two jobs at a time: what brings in, one after another, and beside it what is short."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from archive import jobs, worker
from archive.interop import table_job
from archive.jobs import Job
from archive.parts import Parts
from tests import builders

LONG = 20.0


@contextmanager
def working(parts: Parts) -> Iterator[worker.Worker]:
    """A worker in a thread for the time of the block."""
    at_work = worker.Worker(parts)
    thread = threading.Thread(target=at_work.run)
    thread.start()
    try:
        yield at_work
    finally:
        at_work.stopping.set()
        thread.join(LONG)


def queue(parts: Parts, *kinds: str) -> list[int]:
    with parts.db.writing() as session:
        return [
            jobs.enqueue(session, kind, {}, key=f"{number}", actor="a").id
            for number, kind in enumerate(kinds)
        ]


def state(parts: Parts, number: int) -> str:
    with parts.db.reading() as session:
        found = jobs.find(session, number)
        return found.state if found else ""


def wait_until(parts: Parts, number: int, wanted: str) -> None:
    end = time.monotonic() + LONG
    while state(parts, number) != wanted:
        assert time.monotonic() < end, f"job {number} is {state(parts, number)}, not {wanted}"
        time.sleep(0.02)


def test_short_work_does_not_wait_for_a_preview_and_imports_wait_for_each_other(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    at_once: list[str] = []

    def do(_parts: Parts, job: Job) -> None:
        if job.kind in worker.LONG:
            at_once.append(job.kind)
            assert go_on.wait(LONG)

    monkeypatch.setattr(worker, "do", do)
    preview, bringing, *short = queue(parts, "preview", "import", *worker.SMALL)
    with working(parts):
        for number in short:
            wait_until(parts, number, "done")
        wait_until(parts, preview, "running")
        assert (state(parts, bringing), at_once) == ("queued", ["preview"])
        go_on.set()
        wait_until(parts, bringing, "done")


def test_trouble_with_short_work_leaves_a_preview_in_the_hand_that_has_it(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a thread meets lets it begin anew; only what it had itself is queued again."""
    go_on = threading.Event()
    begun: list[str] = []
    finish = jobs.finish
    troubles = [RuntimeError("once")]

    def do(_parts: Parts, job: Job) -> None:
        begun.append(job.kind)
        if job.kind == "preview":
            assert go_on.wait(LONG)

    def finish_badly_once(session: object, number: int, *words: str) -> None:
        if number == derive and troubles:
            raise troubles.pop()
        finish(session, number, *words)  # type: ignore[arg-type]

    monkeypatch.setattr(worker, "do", do)
    monkeypatch.setattr(worker, "RESTART", 0.01)
    monkeypatch.setattr(jobs, "finish", finish_badly_once)
    preview, derive = queue(parts, "preview", "derive")
    with working(parts):
        wait_until(parts, preview, "running")
        wait_until(parts, derive, "done")
        assert state(parts, preview) == "running"
        go_on.set()
        wait_until(parts, preview, "done")
    assert sorted(begun) == ["derive", "derive", "preview"]


def test_short_work_is_first_come_first_served_whoever_has_imported(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[tuple[str, str]] = []
    monkeypatch.setattr(worker, "do", lambda _parts, job: done.append((job.kind, job.actor)))
    at_work = worker.Worker(parts)
    with parts.db.writing() as session:
        for number, (kind, actor) in enumerate(
            [("import", "anna"), ("export-table", "anna"), ("derive", "ben"), ("derive", "cleo")]
        ):
            jobs.enqueue(session, kind, {}, key=f"{number}", actor=actor)
    assert at_work._next_job(worker.LONG)
    while at_work._next_job(worker.SMALL):
        pass
    assert done == [("import", "anna"), ("export-table", "anna"), ("derive", "ben"), ("derive", "cleo")]


def test_short_work_does_not_wait_for_a_table_that_waits_for_the_index(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    builders.photograph(parts, headline="A tram")
    monkeypatch.setattr(worker, "RETRY", LONG)
    at_work = worker.Worker(parts)
    with parts.db.writing() as session:
        table = table_job.start(session, builders.ARCHIVIST, ".csv", "tram", total=1)
    (derive,) = queue(parts, "derive")
    with parts.db.writing() as session:
        session.get_one(Job, derive).payload = {"photograph": 1}
    begun = time.monotonic()
    while at_work._next_job(worker.SMALL):
        assert len(at_work.resting) == 1
    assert (state(parts, table), state(parts, derive)) == ("queued", "done")
    assert time.monotonic() - begun < LONG
    builders.indexed(parts)
    at_work.resting[table] = time.monotonic()
    assert at_work._next_job(worker.SMALL)
    assert (state(parts, table), at_work.resting) == ("done", {})


def test_every_kind_of_job_has_one_thread() -> None:
    assert not set(worker.LONG) & set(worker.SMALL)
    assert {*worker.LONG, *worker.SMALL} == {"preview", "import", "derive", "lint", "export-table"}
