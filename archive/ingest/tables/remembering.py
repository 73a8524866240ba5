"""What headings mean in a collection that an import opens: kept with it for its next table."""

from __future__ import annotations

from typing import Protocol

from archive.catalogue import collections
from archive.history import Actor
from archive.ingest.outcome import Options
from archive.ingest.tools import Tools


class Run(Protocol):
    """What is needed of the import."""

    @property
    def tools(self) -> Tools:
        """Catalogue and the rest."""

    @property
    def actor(self) -> Actor:
        """Who brings in."""

    @property
    def options(self) -> Options:
        """How."""


def remember(run: Run) -> None:
    """Keep the columns chosen for an import with the collection that was named new for it and is open now."""
    options = run.options
    if options.dry_run or not (options.columns and options.title and options.collection):
        return
    with run.tools.db.writing() as session:
        if collections.find(session, options.collection) is not None:
            collections.remember_columns(session, run.actor, options.collection, options.columns)
