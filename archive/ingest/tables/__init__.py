"""Tables that come in: CSV and XLSX, a row a record, compared with what stands, field by field."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from typing import Protocol

from sqlalchemy.orm import Session

from archive.history import Actor
from archive.ingest.outcome import Options, Outcome
from archive.ingest.sources import Source
from archive.ingest.tools import Tools


class Run(Protocol):
    """What a table needs of the import that it is part of (`ingest.run.Run`)."""

    @property
    def tools(self) -> Tools:
        """Catalogue and the rest."""

    @property
    def actor(self) -> Actor:
        """Who brings in."""

    @property
    def options(self) -> Options:
        """How."""

    @property
    def told(self) -> Callable[[Outcome], None]:
        """Called after each outcome."""

    @property
    def noted(self) -> Callable[[Session, Outcome], None]:
        """Called inside the transaction of each outcome."""

    @property
    def done(self) -> frozenset[str]:
        """Names of what an earlier try finished."""


def bring_in(run: Run, source: Source) -> Iterator[Outcome]:
    """Bring a table in: first its own outcome (`read`), then one for each row that is not unchanged.

    Every outcome was noted (`run.noted`, in a transaction) and told (`run.told`) when it is given;
    whoever asked only keeps it. Rows that `run.done` names are left out.
    """
    with source.path.open(encoding="utf-8-sig", newline="") as lines:
        rows = sum(1 for _row in csv.reader(lines)) - 1
    outcome = Outcome(source.name, "read", detail={"title": source.name, "rows": max(rows, 0)})
    if source.name not in run.done:
        with run.tools.db.writing() as session:
            run.noted(session, outcome)
        run.told(outcome)
    yield outcome
