"""The only wiring: settings become database, store, child processes, index."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import Any, Protocol

from archive import logs
from archive.config import Settings
from archive.db import Database
from archive.ingest.tools import Tools
from archive.media.exiftool import MetadataReader
from archive.media.sandbox import Sandbox
from archive.media.store import Store
from archive.migrations import migrate
from archive.search import keeper
from archive.search.engine_tantivy import Tantivy
from archive.search.engine_whoosh import Whoosh
from archive.search.holder import Holder as IndexHolder
from archive.search.index import Found, Index, Request, Unavailable, Whole
from archive.search.policy import Policy

ENGINES = {one.name: one for one in (Whoosh(), Tantivy())}


class Holder(Protocol):
    """Anything that carries the parts, as a web application does."""

    extensions: dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What a search found; `note` is '', 'behind' or 'rebuilding' (then `found` is None)."""

    found: Found | None
    note: str = ""


@dataclass(frozen=True)
class Parts:
    """Everything that an edge works with."""

    settings: Settings
    db: Database
    store: Store
    sandbox: Sandbox
    reader: MetadataReader
    index: Index

    @property
    def tools(self) -> Tools:
        """What an import works with."""
        return Tools(self.db, self.store, self.sandbox, self.reader, self.settings.children)

    def search(self, request: Request) -> Answer:
        """Search, waiting at most 300 ms for an index that is behind what was saved."""
        try:
            fresh = keeper.wait(self.db, self.index)
            return Answer(self.index.find(request), "" if fresh else "behind")
        except Unavailable:
            keeper.ask(self.settings.index)  # the worker may hold in memory what is broken on disk
            return Answer(None, "rebuilding")

    def whole(self, request: Request, *, head: int | None = None) -> Whole | None:
        """Ids of everything that a request finds, as fresh as a search; None while the index is rebuilt.

        Fresh is what knows all history up to `head`, up to now unless told.
        """
        try:
            fresh = keeper.wait(self.db, self.index, head=head)
            return replace(self.index.whole(request), fresh=fresh)
        except Unavailable:
            keeper.ask(self.settings.index)
            return None

    def close(self) -> None:
        """End child processes and connections."""
        self.index.close()
        self.reader.close()
        self.sandbox.close()
        self.db.close()


def build(settings: Settings) -> Parts:
    """Make the parts; an empty `ARCHIVE_HOME` gets its folders and tables, an older one is migrated."""
    logs.configure()
    os.umask(0o077)  # drafts, sessions and password hashes are nobody else's on this machine
    for folder in (settings.home, settings.images, settings.index):
        folder.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database)
    migrate(database)
    sandbox = Sandbox(
        children=settings.children,
        memory_mb=settings.child_memory_mb,
        seconds=settings.child_seconds,
        max_pixels=settings.max_pixels,
    )
    return Parts(
        settings=settings,
        db=database,
        store=Store(settings.images, max_bytes=settings.max_bytes),
        sandbox=sandbox,
        reader=MetadataReader(sandbox, settings.exiftool or None),
        index=IndexHolder(settings.index, ENGINES, Policy(settings.search_engine)),
    )


def of(holder: Holder) -> Parts:
    """The parts that an application was built with."""
    parts: Parts = holder.extensions["archive"]
    return parts
