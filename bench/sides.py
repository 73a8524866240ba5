"""What is measured side by side: the archive's index with each engine, and SQLite FTS5, in a folder each."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from archive.search.document import Document
from archive.search.engine import Engine
from archive.search.engine_tantivy import Tantivy
from archive.search.engine_whoosh import Whoosh
from archive.search.holder import Holder
from archive.search.index import Request
from archive.search.policy import Policy
from archive.search.query import parse
from bench.fts import Fts
from bench.questions import Question

ENGINES: dict[str, Engine] = {one.name: one for one in (Whoosh(), Tantivy())}
YARDSTICK = "FTS5"
MOST = {"whoosh": 100_000}  # photographs that it is measured with


class Side(Protocol):
    """One that can be filled, asked, written to."""

    def fill(self, documents: Iterable[Document], count: int) -> None:
        """Write all photographs."""

    def find(self, asked: Question, groups: Sequence[str]) -> tuple[int, Sequence[int]]:
        """The number found and the first twenty ids, with the facets of these groups counted."""

    def save(self, document: Document, upto: int) -> None:
        """Write one photograph more."""

    def bytes(self) -> int:
        """The size on disk."""


class Ours:
    """The archive's index, as `parts` wires it, with one engine."""

    def __init__(self, engine: str, folder: Path) -> None:
        """Open it, or begin it."""
        self._index = Holder(folder / "index", ENGINES, Policy(engine))

    def fill(self, documents: Iterable[Document], count: int) -> None:
        """Build a generation and put it in force."""
        with self._index.draft(count) as draft:
            draft.fill(documents, 1)
            draft.put_in_force()

    def find(self, asked: Question, groups: Sequence[str]) -> tuple[int, Sequence[int]]:
        """As the page asks: the text is read, then the index."""
        found = self._index.find(Request(parse(asked.text), groups=tuple(groups)))
        return found.total, found.ids

    def save(self, document: Document, upto: int) -> None:
        """Apply one change."""
        self._index.apply([document], upto)

    def bytes(self) -> int:
        """The size of the generation."""
        return self._index.status().bytes


class Yardstick:
    """FTS5."""

    def __init__(self, folder: Path) -> None:
        """Open it, or begin it."""
        self._fts = Fts(folder / "words.db")

    def fill(self, documents: Iterable[Document], count: int) -> None:  # noqa: ARG002  # as for the others
        """Write all photographs."""
        self._fts.fill(documents)

    def find(self, asked: Question, groups: Sequence[str]) -> tuple[int, Sequence[int]]:
        """Ask it."""
        return self._fts.find(asked, groups)

    def save(self, document: Document, upto: int) -> None:  # noqa: ARG002  # as for the others
        """Add one photograph and commit."""
        self._fts.add([document])

    def bytes(self) -> int:
        """The size of its file."""
        return self._fts.bytes()


def opened(name: str, folder: Path) -> Side:
    """A side by its name; nothing is read before it is asked."""
    return Yardstick(folder) if name == YARDSTICK else Ours(name, folder)
