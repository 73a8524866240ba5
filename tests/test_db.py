"""The catalogue's database: writers one after another, nothing half-written, in the order of history."""

from __future__ import annotations

import sqlite3
import threading

import pytest
from sqlalchemy import text

from archive import db, history
from archive.history import OPERATOR
from archive.parts import Parts


def test_the_journal_is_wal_and_commits_are_synced(parts: Parts) -> None:
    with parts.db.reading() as session:
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert session.scalar(text("PRAGMA synchronous")) == 2
        assert session.scalar(text("PRAGMA foreign_keys")) == 1


def test_an_error_takes_everything_back(parts: Parts) -> None:
    def fail() -> None:
        with parts.db.writing() as session:
            history.record(session, OPERATOR, "test", ("test", 1))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with parts.db.reading() as session:
        assert history.head(session) == 0


def test_numbers_of_events_grow_in_the_order_of_commits(parts: Parts) -> None:
    """A reader with a cursor meets every event, however many write at once."""
    seen: list[int] = []
    stop = threading.Event()

    def follow() -> None:
        cursor = 0
        while not stop.is_set() or cursor < 80:
            with parts.db.reading() as session:
                for event in history.since(session, cursor):
                    cursor = event.id
                    seen.append(event.id)

    def write() -> None:
        for _ in range(20):
            with parts.db.writing() as session:
                history.record(session, OPERATOR, "test", ("test", 1))

    follower = threading.Thread(target=follow)
    writers = [threading.Thread(target=write) for _ in range(4)]
    for thread in (follower, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    follower.join()
    assert seen == list(range(1, 81))


def test_a_writer_that_waits_too_long_is_told(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "WAIT_SECONDS", 0.2)
    other = db.Database(parts.settings.database)
    with parts.db.writing(), pytest.raises(db.Busy):
        other.writing().__enter__()
    other.close()


def test_who_has_little_patience_waits_little(parts: Parts) -> None:
    other = db.Database(parts.settings.database)
    with parts.db.writing(), pytest.raises(db.Busy):
        other.writing(patience=0.05).__enter__()
    other.close()


def test_a_program_that_locks_the_file_makes_us_busy_not_broken(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "WAIT_SECONDS", 0.2)
    stranger = sqlite3.connect(parts.settings.database, isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    other = db.Database(parts.settings.database)
    with pytest.raises(db.Busy):
        other.writing().__enter__()
    stranger.execute("ROLLBACK")
    stranger.close()
    with other.writing() as session:
        history.record(session, OPERATOR, "test", ("test", 1))
    other.close()


def test_the_journal_does_not_grow_for_ever(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "CHECKPOINT_BYTES", 200_000)
    for _ in range(30):
        with parts.db.writing() as session:
            history.record(session, OPERATOR, "test", ("test", 1), after={"text": "x" * 50_000})
    wal = parts.settings.database.with_name(parts.settings.database.name + "-wal")
    assert wal.stat().st_size < 600_000
