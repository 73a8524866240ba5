"""Several people's imports take turns: a small one does not wait for the end of a long one."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import func, select

from archive import accounts, jobs, worker
from archive.catalogue.models import Image
from archive.history import OPERATOR, Actor
from archive.ingest import staging
from archive.ingest.outcome import Options
from archive.ingest.run import attach_upload
from archive.jobs import Job, Line
from archive.parts import Parts
from tests import builders
from tests.ingest.test_copies import CAPTION, saved, scene

LONG, SHORT = Actor("long", frozenset({"archivist"})), Actor("short", frozenset({"archivist"}))
KINDS = (staging.PREVIEW, staging.IMPORT)
PATIENCE = 60.0


@pytest.fixture(autouse=True)
def people(parts: Parts) -> None:
    with parts.db.writing() as session:
        for one in (LONG, SHORT):
            accounts.add(session, OPERATOR, one.name, ["archivist"], password=None)


def stage(parts: Parts, actor: Actor, *seeds: int) -> int:
    files = [(f"{seed}.jpg", io.BytesIO(builders.picture(seed=seed))) for seed in seeds]
    return staging.stage(parts.tools, actor, files, Options())


def done(parts: Parts, *numbers: int) -> Sequence[Job]:
    with parts.db.reading() as session:
        found = [session.get_one(Job, number) for number in numbers]
        return [one for one in found if one.state == "done"]


def work_until_done(parts: Parts, *numbers: int) -> None:
    at_work = worker.Worker(parts)
    thread = threading.Thread(target=at_work.run)
    thread.start()
    try:
        end = time.monotonic() + PATIENCE
        while len(done(parts, *numbers)) < len(numbers):
            assert time.monotonic() < end
            time.sleep(0.05)
    finally:
        at_work.stopping.set()
        thread.join(PATIENCE)


def lines(parts: Parts, number: int) -> list[Line]:
    with parts.db.reading() as session:
        return list(jobs.lines(session, number))


def test_a_small_preview_comes_between_the_items_of_a_long_one(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "TURN", 0.0)
    monkeypatch.setattr(staging, "SETUP", 0.0)
    long, short = stage(parts, LONG, *range(1, 7), 1), stage(parts, SHORT, 20)
    work_until_done(parts, long, short)
    of_long, of_short = lines(parts, long), lines(parts, short)
    assert of_short[0].id < of_long[-1].id
    assert [one.item for one in of_long] == [*(f"{seed}.jpg" for seed in range(1, 7)), "1 (2).jpg"]
    assert [one.outcome for one in of_long] == ["add"] * 6 + ["known"], "what it saw before its rest is known"
    imports = [
        staging.confirm(parts.tools, actor, number) for actor, number in ((LONG, long), (SHORT, short))
    ]
    work_until_done(parts, *imports)
    of_long, of_short = (lines(parts, number) for number in imports)
    assert of_short[0].id < of_long[-1].id
    assert [one.outcome for one in of_long] == ["added"] * 6 + ["unchanged"]
    assert [job.attempts for job in done(parts, *imports)] == [1, 1]


def test_an_import_in_turns_brings_in_what_looks_alike(
    parts: Parts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What came in a turn earlier is no copy that left the archive, though it looks like one."""
    monkeypatch.setattr(staging, "TURN", 0.0)
    monkeypatch.setattr(staging, "SETUP", 0.0)
    sizes = {"one.jpg": (1200, 900), "two.jpg": (1000, 750), "three.jpg": (800, 600)}
    files = [
        (name, io.BytesIO(saved(tmp_path / name, scene(size=size), CAPTION, "Jane Roe").read_bytes()))
        for name, size in sizes.items()
    ]
    long, short = staging.stage(parts.tools, LONG, files, Options()), stage(parts, SHORT, 20, 21, 22)
    work_until_done(parts, long, short)
    assert [one.outcome for one in lines(parts, long)] == ["add"] * 3
    imports = [
        staging.confirm(parts.tools, actor, number) for actor, number in ((LONG, long), (SHORT, short))
    ]
    work_until_done(parts, *imports)
    of_long, of_short = (lines(parts, number) for number in imports)
    assert of_short[0].id < of_long[-1].id, "it took turns"
    assert [one.outcome for one in of_long] == ["added"] * 3
    assert [one.detail.get("alike", []) == [] for one in of_long] == [True, False, False]


def test_nobody_rests_while_nobody_else_waits(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "TURN", 0.0)
    monkeypatch.setattr(staging, "SETUP", 0.0)
    one, two = stage(parts, LONG, 1, 2, 3), stage(parts, LONG, 4)
    work_until_done(parts, one, two)
    assert lines(parts, one)[-1].id < lines(parts, two)[0].id


def test_a_turn_lasts_until_its_time_is_over(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "TURN", PATIENCE)
    one, two = stage(parts, LONG, 1, 2, 3), stage(parts, SHORT, 4)
    work_until_done(parts, one, two)
    assert lines(parts, one)[-1].id < lines(parts, two)[0].id


def test_whose_turn_it_is(parts: Parts) -> None:
    with parts.db.writing() as session:
        for number, actor in enumerate("aabc"):
            jobs.enqueue(session, "import", {}, key=str(number), actor=actor)
        order = []
        turns: list[str] = []
        while job := jobs.claim(session, KINDS, turns):
            order.append((job.actor, job.key))
            turns = [*(one for one in turns if one != job.actor), job.actor]
        assert order == [("a", "0"), ("b", "2"), ("c", "3"), ("a", "1")]


def test_a_job_tells_what_comes_before_it_and_with_whom_it_takes_turns(parts: Parts) -> None:
    with parts.db.writing() as session:
        queued = [
            jobs.enqueue(session, "import", {}, key=str(number), actor=actor)
            for number, actor in enumerate("aabcc")
        ]
        assert [jobs.ahead(session, job, KINDS) for job in queued] == [0, 1, 0, 0, 1]
        assert [jobs.sharing(session, job, KINDS) for job in queued] == [2] * 5
        jobs.claim(session, KINDS)
        jobs.finish(session, queued[0].id)
        assert [jobs.sharing(session, job, KINDS) for job in queued[1:]] == [2] * 4
        jobs.cancel(session, queued[2].id)
        assert jobs.sharing(session, queued[1], KINDS) == 1


def test_pictures_are_compared_between_jobs_though_others_wait(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next import is held against the pictures of the one before."""
    kept: list[tuple[str, int]] = []

    def do(_parts: Parts, job: Job) -> None:
        kept.append((job.kind, compared()))

    def compared() -> int:
        with parts.db.reading() as session:
            return int(session.scalar(select(func.count()).where(Image.likeness != "")) or 0)

    builders.photograph(parts, accession="T-1")
    attach_upload(parts.tools, OPERATOR, "T-1", io.BytesIO(builders.picture()), "tram.jpg", "recto")
    monkeypatch.setattr(worker, "do", do)
    with parts.db.writing() as session:
        numbers = [jobs.enqueue(session, kind, {}, key=kind, actor="a").id for kind in KINDS]
    work_until_done(parts, *numbers)
    assert [one for one in kept if one[0] in KINDS] == [("preview", 0), ("import", 1)]
