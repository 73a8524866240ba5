"""The catalogue's database: sessions that read, sessions that write one after another.

SQLite in WAL mode with `synchronous=FULL`: what a commit acknowledged is on disk. Writers take a
lock file first and BEGIN IMMEDIATE second, so the order of commits is the order of history, and a
checkpoint never runs beside a writer (SQLite before 3.51.3 can lose pages when it does).
"""

from __future__ import annotations

import errno
import fcntl
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry

SAFE_SQLITE = (3, 51, 3)
WAIT_SECONDS = 15.0
Broken = OperationalError  # what the edges catch without knowing the library
CHECKPOINT_BYTES = 4_000_000


class Base(DeclarativeBase):
    """Every table of the archive."""


class Busy(Exception):
    """Somebody else kept writing for longer than we wait; nothing was changed."""


class Full(Exception):
    """The disk is full; nothing was changed."""


def _prepare(connection: Any, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # SQLAlchemy's own BEGIN below decides, not the driver
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA busy_timeout={int(WAIT_SECONDS * 1000)}")
    cursor.execute("PRAGMA wal_autocheckpoint=0")
    cursor.execute("PRAGMA cache_size=-16000")
    cursor.close()


def _begin(connection: Any) -> None:
    # A read that turns into a write fails at once in WAL mode, whatever the timeout: hence IMMEDIATE.
    mode = connection.get_execution_options().get("begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


class Database:
    """One catalogue. `reading()` and `writing()` give sessions; nothing else opens a connection."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self.engine: Engine = create_engine(f"sqlite:///{path}", connect_args={"check_same_thread": False})
        event.listen(self.engine, "connect", _prepare)
        event.listen(self.engine, "begin", _begin)
        self._writer = self.engine.execution_options(begin="IMMEDIATE")
        self._turn = threading.Lock()

    def close(self) -> None:
        """Close every connection of this process."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one moment of the catalogue and changes nothing."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self, *, patience: float | None = None) -> Iterator[Session]:
        """A session in one write transaction, committed at the end, rolled back on any error.

        `patience` is how many seconds to wait for other writers of the archive, 15 unless told. Raises
        Busy when they held the catalogue for longer and Full when the disk is full; in both cases
        nothing was changed.
        """
        with _translated(), self._my_turn(WAIT_SECONDS if patience is None else patience):
            with Session(self._writer, expire_on_commit=False) as session:
                session.connection()  # BEGIN IMMEDIATE now, not at the first statement
                yield session
                session.commit()
            self._checkpoint()

    @contextmanager
    def _my_turn(self, seconds: float) -> Iterator[None]:
        end = time.monotonic() + seconds
        if not self._turn.acquire(timeout=seconds):
            raise Busy
        try:
            with Path(f"{self.path}-turn").open("a") as handle:
                while not _locked(handle.fileno()):
                    if time.monotonic() > end:
                        raise Busy
                    time.sleep(0.002)
                yield
        finally:
            self._turn.release()

    def _checkpoint(self) -> None:
        wal = Path(f"{self.path}-wal")
        if not wal.exists() or wal.stat().st_size < CHECKPOINT_BYTES:
            return
        raw = self.engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute("PRAGMA busy_timeout=0")  # a reader that looks at old pages: try again next time
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute(f"PRAGMA busy_timeout={int(WAIT_SECONDS * 1000)}")
            cursor.close()
        finally:
            raw.close()


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in {errno.EAGAIN, errno.EACCES}:
            return False
        raise
    return True


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        words = str(error.orig)
        if "database or disk is full" in words or "disk I/O error" in words:
            raise Full from error
        if "locked" in words or "busy" in words:
            raise Busy from error
        raise
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise Full from error
        raise


def warning() -> str | None:
    """A sentence for whoever runs the archive when this Python's SQLite has the WAL-reset defect."""
    if sqlite3.sqlite_version_info >= SAFE_SQLITE:
        return None
    return (
        f"SQLite {sqlite3.sqlite_version} is older than 3.51.3, which mended a rare loss of pages; "
        "the archive lets no checkpoint run beside a writer, which avoids it."
    )


def now() -> str:
    """This moment, UTC, ISO 8601 to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
