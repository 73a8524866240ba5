"""How often photographs are read: a count for each photograph and day, nobody identified.

Counts gather in memory and are written together, so that reading a page never waits for the catalogue.
What is read most in 90 days has its own table (popularity): written along, and made anew once a day.
"""

from __future__ import annotations

import atexit
import threading
import time
import weakref
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta

import structlog
from sqlalchemy import delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import Session

from archive import db
from archive.catalogue import photographs
from archive.catalogue.models import Photograph
from archive.db import Database
from archive.descriptions.models import Popularity, View

log = structlog.get_logger()
DAYS = 90
SECONDS = 10.0  # at most so often is anything written,
MANY = 200  # unless so many views wait
PATIENCE = 1.0  # seconds for other writers; then the counts wait in memory for the next time
Counts = Mapping[tuple[int, str], int]  # (photograph, day as YYYY-MM-DD): views


class Tally:
    """Views of one server process, safe for its threads; each process has its own, the table adds them up.

    `count` only touches memory. Where it is time, a thread of its own writes, so no answer waits for it.
    What a killed process had not written yet (10 seconds, 200 views) is lost; what a stopping one had is
    written.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._database, self._clock = database, clock
        self._waiting: Counter[tuple[int, str]] = Counter()
        self._lock, self._writing = threading.Lock(), threading.Lock()
        self._last = clock()
        end = weakref.WeakMethod(self.close)
        atexit.register(lambda: (close := end()) and close())

    def count(self, photograph: int) -> None:
        """Count one view of the photograph with this id, today."""
        with self._lock:
            self._waiting[photograph, photographs.today()] += 1

    def settle(self) -> threading.Thread | None:
        """Write what waits where it is time, in a thread that is returned; None where it is not time."""
        with self._lock:
            due = self._clock() - self._last >= SECONDS or self._waiting.total() >= MANY
            if not (due and self._waiting) or self._writing.locked():
                return None
            self._last = self._clock()
        thread = threading.Thread(target=self.flush, name="views", daemon=True)
        thread.start()
        return thread

    def flush(self, patience: float = PATIENCE) -> bool:
        """Write what waits now; False where the catalogue was busy or full, and all of it waits on."""
        with self._writing:
            with self._lock:
                taken, self._waiting = self._waiting, Counter()
                self._last = self._clock()
            try:
                if taken:
                    with self._database.writing(patience=patience) as session:
                        add(session, taken)
            except Exception as error:
                with self._lock:
                    self._waiting.update(taken)
                if not isinstance(error, db.Busy | db.Full):
                    log.exception("views were not written")
                return False
            return True

    def close(self) -> None:
        """Write what waits, at the end of the process."""
        if self._waiting:
            self.flush()


def add(session: Session, counts: Counts) -> None:
    """Add views to the two tables; of photographs that are gone nothing is kept."""
    ids = {photograph for photograph, _day in counts}
    known = set(session.scalars(select(Photograph.id).where(Photograph.id.in_(ids))))
    rows = [
        {"photograph_id": photograph, "day": day, "count": count}
        for (photograph, day), count in sorted(counts.items())
        if photograph in known
    ]
    if not rows:
        return
    views = upsert(View)
    session.execute(
        views.on_conflict_do_update(
            index_elements=["photograph_id", "day"], set_={"count": View.count + views.excluded["count"]}
        ),
        rows,
    )
    totals: Counter[int] = Counter()
    for (photograph, _day), count in counts.items():
        totals[photograph] += count if photograph in known else 0
    popular = upsert(Popularity)
    session.execute(
        popular.on_conflict_do_update(
            index_elements=["photograph_id"], set_={"total": Popularity.total + popular.excluded["total"]}
        ),
        [{"photograph_id": photograph, "total": total} for photograph, total in totals.items() if total],
    )


def renew(session: Session, day: str) -> None:
    """Forget views older than 90 days before `day` (YYYY-MM-DD), and add the others up anew; once a day."""
    oldest = (date.fromisoformat(day) - timedelta(days=DAYS)).isoformat()
    session.execute(delete(View).where(View.day <= oldest))
    session.execute(delete(Popularity))
    sums = select(View.photograph_id, func.sum(View.count)).group_by(View.photograph_id)
    session.execute(insert(Popularity).from_select(["photograph_id", "total"], sums))


def move(session: Session, gone: Photograph, kept: Photograph) -> None:
    """Add the views of a merged record to those of the record that stays."""
    query = select(View.day, View.count).where(View.photograph_id == gone.id)
    counts = {(kept.id, day): count for day, count in session.execute(query)}
    session.execute(delete(View).where(View.photograph_id == gone.id))
    session.execute(delete(Popularity).where(Popularity.photograph_id == gone.id))
    add(session, counts)
