"""What an engine is: it writes one generation of the index into a folder, and opens it.

Engines know nothing of generations, swapping or choosing; `holder.Holder` does that for all of them.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from archive.search.document import Document
from archive.search.fields import Audience
from archive.search.index import Change, Found, Request, Whole


class Opened(Protocol):
    """One generation, opened; threads share it. Whatever is wrong with its files is Unavailable.

    Every answer is of the newest state on disk, whichever process wrote it.
    """

    def find(self, request: Request) -> Found:
        """As :meth:`archive.search.index.Index.find`."""

    def whole(self, request: Request) -> Whole:
        """As :meth:`archive.search.index.Index.whole`."""

    def words(self, prefix: str, audience: Audience) -> list[str]:
        """As :meth:`archive.search.index.Index.words`."""

    def seen(self) -> int:
        """The cursor."""

    def count(self) -> int:
        """How many photographs are indexed."""

    def pairs(self) -> Iterator[tuple[int, int]]:
        """The (id, version) of every photograph indexed, in bounded memory."""

    def apply(self, changes: Iterable[Change], upto: int) -> None:
        """As :meth:`archive.search.index.Target.apply`."""

    def worn(self) -> bool:
        """Whether so much of it is dead or in pieces that a new generation would serve better."""

    def check(self) -> None:
        """Read everything anew; raises Unavailable if something is wrong with it."""

    def close(self) -> None:
        """Let go of what a writer holds; reading goes on until the last user has forgotten it."""


class Engine(Protocol):
    """A kind of index."""

    name: str

    def create(self, folder: Path, documents: Iterable[Document], upto: int) -> None:
        """Write a whole index into an empty folder; raises OSError, and whatever the documents raise."""

    def open(self, folder: Path) -> Opened:
        """Open what `create` wrote; raises Unavailable."""
