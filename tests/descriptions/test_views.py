"""How often photographs are read: counted in memory, added up in the table, forgotten after 90 days."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import db
from archive.catalogue import photographs
from archive.db import Database
from archive.descriptions import views
from archive.descriptions.models import Popularity, View
from archive.descriptions.views import Tally
from archive.parts import Parts
from tests import builders

ROOT = Path(__file__).resolve().parents[2]


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def number(parts: Parts) -> int:
    return builders.get(parts, builders.photograph(parts)).id


def kept(parts: Parts) -> dict[tuple[int, str], int]:
    with parts.db.reading() as session:
        return {(one.photograph_id, one.day): one.count for one in session.scalars(select(View))}


def popular(parts: Parts) -> dict[int, int]:
    with parts.db.reading() as session:
        return {one.photograph_id: one.total for one in session.scalars(select(Popularity))}


def test_nothing_is_written_before_ten_seconds_and_then_all_at_once(parts: Parts, number: int) -> None:
    clock = Clock()
    tally = Tally(parts.db, clock)
    for _ in range(3):
        tally.count(number)
    clock.now = 9.9
    assert tally.settle() is None
    assert kept(parts) == {}
    clock.now = 10
    thread = tally.settle()
    assert thread is not None
    thread.join()
    today = photographs.today()
    assert kept(parts) == {(number, today): 3}
    assert popular(parts) == {number: 3}
    clock.now = 30
    assert tally.settle() is None, "there is nothing to write"
    tally.count(number)
    clock.now = 31
    second = tally.settle()
    assert second is not None
    second.join()
    assert kept(parts) == {(number, today): 4}
    assert popular(parts) == {number: 4}


def test_two_hundred_views_do_not_wait(parts: Parts, number: int) -> None:
    tally = Tally(parts.db, Clock())
    for _ in range(199):
        tally.count(number)
    assert tally.settle() is None
    tally.count(number)
    thread = tally.settle()
    assert thread is not None
    thread.join()
    assert popular(parts) == {number: 200}


def test_threads_lose_no_view(parts: Parts, number: int) -> None:
    tally = Tally(parts.db, Clock())

    def read(_turn: int) -> None:
        for _ in range(100):
            tally.count(number)
            tally.settle()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(read, range(8)))
    assert tally.flush(patience=15)
    assert sum(kept(parts).values()) == 800
    assert popular(parts) == {number: 800}


def test_a_busy_catalogue_keeps_the_counts_for_later(parts: Parts, number: int) -> None:
    tally = Tally(parts.db, Clock())
    tally.count(number)
    with parts.db.writing():
        assert not tally.flush(patience=0)
        tally.count(number)
    assert kept(parts) == {}
    assert tally.flush()
    assert sum(kept(parts).values()) == 2


def test_whatever_goes_wrong_the_counts_wait(
    parts: Parts, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def broken(_self: Database, *, patience: float | None = None) -> Iterator[Session]:
        raise db.Full
        yield

    tally = Tally(parts.db, Clock())
    tally.count(number)
    with monkeypatch.context() as planted:
        planted.setattr(Database, "writing", broken)
        assert not tally.flush()
    tally.close()
    assert sum(kept(parts).values()) == 1


def test_one_writes_at_a_time(parts: Parts, number: int) -> None:
    clock = Clock()
    tally = Tally(parts.db, clock)
    tally.count(number)
    clock.now = 99
    with tally._writing:
        assert tally.settle() is None
    assert threading.active_count() >= 1
    assert tally.flush()


def _read(home: str, number: int, times: int) -> None:
    database = Database(Path(home))
    tally = Tally(database, Clock())
    for _ in range(times):
        tally.count(number)
    while not tally.flush():
        pass
    database.close()


def test_processes_add_up(parts: Parts, number: int) -> None:
    spawn = multiprocessing.get_context("spawn")
    path = str(parts.db.path)
    readers = [spawn.Process(target=_read, args=(path, number, times)) for times in (3, 50, 400)]
    for one in readers:
        one.start()
    for one in readers:
        one.join(60)
        assert one.exitcode == 0
    assert sum(kept(parts).values()) == 453
    assert popular(parts) == {number: 453}


def test_what_a_stopping_process_had_counted_is_written(parts: Parts, number: int) -> None:
    program = (
        "import sys; from pathlib import Path; from archive.db import Database;"
        "from archive.descriptions.views import Tally;"
        "tally = Tally(Database(Path(sys.argv[1]))); tally.count(int(sys.argv[2]))"
    )
    words = [sys.executable, "-c", program, str(parts.db.path), str(number)]
    subprocess.run(words, check=True, cwd=ROOT, timeout=60)
    assert popular(parts) == {number: 1}


def test_views_of_what_is_gone_are_dropped_and_the_others_kept(parts: Parts, number: int) -> None:
    with parts.db.writing() as session:
        views.add(session, {(999, "2026-01-01"): 5, (number, "2026-01-01"): 2})
        views.add(session, {(999, "2026-01-01"): 5})
        views.add(session, {})
    assert kept(parts) == {(number, "2026-01-01"): 2}


def test_once_a_day_older_views_are_forgotten_and_the_rest_added_up(parts: Parts, number: int) -> None:
    other = builders.get(parts, builders.photograph(parts)).id
    with parts.db.writing() as session:
        counts = {
            (number, "2026-08-25"): 4,
            (number, "2026-08-26"): 2,
            (number, "2026-11-23"): 1,
            (other, "2026-08-25"): 9,
        }
        views.add(session, counts)
        assert session.get_one(Popularity, number).total == 7
    with parts.db.writing() as session:
        views.renew(session, "2026-11-23")
    assert kept(parts) == {(number, "2026-08-26"): 2, (number, "2026-11-23"): 1}, "90 days, today one of them"
    assert popular(parts) == {number: 3}
