"""The search index as the archive sees it, whatever engine is behind it.

The index is derived from the catalogue and can always be thrown away. An index answers for its process:
`find` sees whatever any process has written before it was called. One process writes at a time, under
`generations.writer_lock`.
"""

import hashlib
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol, Self

from archive.search.document import Document
from archive.search.fields import FACETS, Audience
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
    for is newest added first. `groups` are the facets to count, `facet_limit` bounds the values listed for
    each, most frequent first.
    """

    query: Query = field(default_factory=Query)
    audience: Audience = "reader"
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 20
    facet_limit: int | None = None
    groups: tuple[str, ...] = FACETS


@dataclass(slots=True)  # not frozen: that would make each of many thousands three times as slow to create
class FacetValue:
    """A value of a facet and how many photographs of the whole result have it, exactly."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """The answer: how many in all, the ids of the part asked for, facets, and what had to be left out.

    `seen` is the place in history up to which the index knew the catalogue.
    """

    total: int
    ids: tuple[int, ...]
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


Change = Document | Gone


@dataclass(frozen=True, slots=True)
class Status:
    """How an index stands: its engine, size in photographs and bytes, cursor, digest and generation."""

    engine: str
    documents: int
    seen: int
    digest: str
    bytes: int
    generation: int


class Target(Protocol):
    """What changes are written to: an index, or one that is being made beside it."""

    def seen(self) -> int:
        """The place in history up to which it knows the catalogue; raises Unavailable."""

    def apply(self, changes: Iterable[Change], upto: int) -> None:
        """Write changed photographs and the cursor, all or nothing; of two changes of one, the last.

        Raises Busy if another process is writing, and Unavailable.
        """


class Draft(Target, Protocol):
    """A generation that is being made beside the one that counts; leaving its context drops it."""

    def fill(self, documents: Iterable[Document], upto: int) -> None:
        """Write each photograph once; Unavailable if that cannot be done."""

    def put_in_force(self) -> None:
        """Let it count from now on, and remove all others."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(self, *_: object) -> None:
        """Remove it unless it is in force."""


class Index(Target, Protocol):
    """What is asked and kept up to date. Every method but `draft` and `healthy` may raise `Unavailable`."""

    def find(self, request: Request) -> Found:
        """Answer a request from the newest state on disk."""

    def whole(self, request: Request) -> Whole:
        """Ids of everything that a request finds, in its order; offset, limit and facet limit do not count.

        The query is understood as by `find`. What is held in memory is some tens of bytes a photograph found.
        """

    def words(self, prefix: str, audience: Audience) -> list[str]:
        """The words beginning so, folded, in the order of their code points; all of them for ''.

        Some may be of photographs that are gone; none is of a text that the audience could never find.
        """

    def count(self) -> int:
        """How many photographs are indexed."""

    def draft(self, photographs: int, engine: str | None = None) -> Draft:
        """A new generation for about so many photographs, by this engine or the one that fits them."""

    def wanted(self) -> str | None:
        """The engine that should serve instead of the one that does; None where all is well."""

    def due(self) -> bool:
        """Whether another engine is wanted, or what serves is worn: full of the dead, or in many pieces."""

    def status(self) -> Status:
        """How the index stands."""

    def digest(self) -> str:
        """`digest_of` what is indexed, to compare with the catalogue."""

    def healthy(self) -> bool:
        """Whether the index on disk can be opened and read; it is read anew for this."""

    def close(self) -> None:
        """Let go of what a writer holds; the next question opens it again."""


def digest_of(pairs: Iterable[tuple[int, int]]) -> str:
    """The SHA-256, in hex, of (id, version) pairs in order of id, one `id:version` a line."""
    digest = hashlib.sha256()
    for ident, version in sorted(pairs):
        digest.update(b"%d:%d\n" % (ident, version))
    return digest.hexdigest()


def in_order(facet: str, values: Iterable[FacetValue]) -> list[FacetValue]:
    """Facet values as they are listed: decades and years by time, all others by count, then by name."""
    if facet in {"decade", "year"}:
        return sorted(values, key=lambda each: int(each.value))
    return sorted(values, key=lambda each: (-each.count, each.value.casefold(), each.value))
