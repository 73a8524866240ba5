"""The search index as the archive sees it, whatever engine is behind it.

The index is derived from the catalogue and can always be thrown away. An engine answers for its process:
`find` sees whatever any process has written before it was called. One process writes at a time, under
`generations.writer_lock`.
"""

import hashlib
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

from archive.search.document import Document
from archive.search.fields import Audience
from archive.search.query import Problem, Query

Sort = Literal["relevance", "oldest", "newest"]
DEEPEST = 10_000  # results that can be turned to; the total is exact beyond
WIDEST_PREFIX = 200  # words that a prefix is searched as, the first in the order of their code points


class Unavailable(Exception):
    """The index is missing, broken or of another version; the message says which."""


class Busy(Exception):
    """Another process is writing to the index; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: a query, for whom, which facet values are chosen, and which part of the result.

    Values chosen in one facet widen it, facets narrow each other. A facet that does not exist is ignored.
    Oldest and newest put undated photographs last; equal ones stand by id. Relevance without words to look
    for is newest added first. `facet_limit` bounds the values listed for each facet, most frequent first.
    """

    query: Query = field(default_factory=Query)
    audience: Audience = "reader"
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 20
    facet_limit: int | None = None


class Hit(NamedTuple):
    """A photograph found, and the fields in which a word of the query stands, for that audience."""

    id: int
    found_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet and how many photographs of the whole result have it, exactly."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """The answer: how many in all, the part asked for, facets, and what the engine had to leave out.

    `seen` is the place in history up to which the index knew the catalogue.
    """

    total: int
    hits: list[Hit]
    facets: dict[str, list[FacetValue]]
    seen: int
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Whole:
    """Ids of everything that matches, in order, eight bytes each, and what the engine had to leave out.

    `fresh` is whether whoever asked may rely on it that nothing saved before is missing.
    """

    ids: "array[int]"
    problems: tuple[Problem, ...] = ()
    fresh: bool = True


class Gone(NamedTuple):
    """A photograph that is no longer in the catalogue."""

    id: int


@dataclass(frozen=True, slots=True)
class Status:
    """How an index stands: its engine, size in photographs and bytes, cursor, digest and generation."""

    engine: str
    documents: int
    seen: int
    digest: str
    bytes: int
    generation: int


class Index(Protocol):
    """What every engine does. Every method but `rebuild` and `healthy` may raise `Unavailable`."""

    def find(self, request: Request) -> Found:
        """Answer a request from the newest state on disk."""

    def whole(self, request: Request) -> Whole:
        """Ids of everything that a request finds, in its order; offset, limit and facet limit do not count.

        The query is understood as by `find`. What is held in memory is some tens of bytes a photograph found.
        """

    def seen(self) -> int:
        """The place in history up to which the index knows the catalogue."""

    def apply(self, changes: Iterable[Document | Gone], upto: int) -> None:
        """Write changed photographs and the cursor, all or nothing; of two changes of one, the last.

        Raises Busy if another process is writing.
        """

    def rebuild(self, documents: Iterable[Document], upto: int) -> None:
        """Write a new index beside the old one, which serves meanwhile and is never read, and swap.

        Raises Unavailable if it cannot be written; the old one then stays.
        """

    def status(self) -> Status:
        """How the index stands."""

    def digest(self) -> str:
        """`digest_of` what is indexed, to compare with the catalogue."""

    def healthy(self) -> bool:
        """Whether the index on disk can be opened and read."""


def digest_of(pairs: Iterable[tuple[int, int]]) -> str:
    """The SHA-256, in hex, of (id, version) pairs in order of id, one `id:version` a line."""
    lines = "".join(f"{ident}:{version}\n" for ident, version in sorted(pairs))
    return hashlib.sha256(lines.encode()).hexdigest()


def in_order(facet: str, values: Iterable[FacetValue]) -> list[FacetValue]:
    """Facet values as they are listed: decades by time, all others by count, then by name."""
    if facet == "decade":
        return sorted(values, key=lambda each: int(each.value))
    return sorted(values, key=lambda each: (-each.count, each.label.casefold(), each.value))
