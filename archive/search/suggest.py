"""What else could be asked where a query finds nothing: the archive's own nearest word, or less at once.

Nothing is suggested that was not tried: every suggestion really finds something for the same audience, with
everything else of the request kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from archive.search import analysis
from archive.search.index import Index, Request
from archive.search.outlines import Outlined
from archive.search.query import (
    All,
    And,
    DateRange,
    Flag,
    Language,
    Node,
    Or,
    Phrase,
    Prefix,
    Query,
    Rights,
    Text,
    leaves,
    to_text,
)
from archive.search.query.nodes import both, either
from archive.search.vocabulary import Near, nearest

MOST_FINDS = 20  # of one suggestion: each costs about what a search costs
_MOST_WORDS = 8  # of a query that are tried alone
_MOST_NEAR = 6  # words that are tried in place of one
_MOST_FEWER = 5

Filter = DateRange | Flag | Language | Rights


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A query that finds `count` photographs: that of the request with `instead` in place of `word`.

    Both words are folded; `explain.spelling` says how a photograph that is found writes it.
    """

    query: Query
    word: str
    instead: str
    count: int


@dataclass(frozen=True, slots=True)
class Fewer:
    """A query that finds `count` photographs, and what was left out: a part of it, or a facet's values.

    Where `facet` is empty, `without` is the part as it is written in a query. Else the query is whole, and
    all values of that facet were let go.
    """

    query: Query
    without: str
    count: int
    facet: str = ""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why nothing was found: what finds nothing even alone, and what less of it would find, most first."""

    missing: tuple[Text, ...]
    fewer: tuple[Fewer, ...]
    filters: tuple[Filter, ...] = ()
    facets: tuple[str, ...] = ()


class _Slip(NamedTuple):
    """A word that may be mistyped: the text of the query it is in, where there, and folded."""

    leaf: Text
    number: int
    word: str


def did_you_mean(index: Index, request: Request, *, language: str = "en") -> Suggestion | None:
    """The query with the archive's own word nearest to one that finds nothing; None where there is none.

    `language` is that of the stop words. At most 20 searches without results; raises Unavailable.
    """
    tried = _Tried(index, request)
    node = request.query.node
    total = tried.count(node)
    if total and not _has_choice(node):
        return None  # every word of it was found
    slips = list(_slips(tried, node, alone=total == 0))[:_MOST_WORDS]
    best: dict[Text, tuple[_Slip, Near]] = {}
    for slip in slips:
        near = nearest(index, slip.word, request.audience, language, _MOST_NEAR)
        if near:
            best.setdefault(slip.leaf, (slip, near[0]))
        found = [(one, tried.count(_instead(node, [(slip, one)]))) for one in near]
        found = [(one, count) for one, count in found if count > total]
        if found:
            one, count = min(found, key=lambda each: (each[0].cost, -each[1], each[0].word))
            return _suggestion(node, [(slip, one)], count)
    changes = list(best.values())
    if len(changes) > 1 and (count := tried.count(_instead(node, changes))) > total:
        return _suggestion(node, changes, count)
    return None


def nothing(index: Index, request: Request) -> Nothing:
    """Why a request finds nothing, and what it would find with one part less.

    At most 20 searches without results, so that of a long query only some parts are tried; raises
    Unavailable.
    """
    tried = _Tried(index, request)
    node = request.query.node
    texts = dict.fromkeys(leaves(node))
    missing = [text for text in texts if tried.alone(text) == 0]
    filters = tuple(one for one in dict.fromkeys(_filters(node)) if tried.alone(one) == 0)
    facets = tuple(name for name in _chosen(request.facets) if tried.alone(All(), name) == 0)
    found: dict[str, Fewer] = {}
    for fewer in _fewer(tried, request, {*missing, *filters}):
        if fewer.count:
            found.setdefault(f"{fewer.facet}:{to_text(fewer.query)}", fewer)
    best = sorted(found.values(), key=lambda one: -one.count)[:_MOST_FEWER]
    return Nothing(tuple(missing), tuple(best), filters, facets)


class _Tried:
    """Counts what queries find, each once, and not without end: then nothing is found any more."""

    def __init__(self, index: Index, request: Request) -> None:
        self._index = index
        self._request = replace(request, offset=0, limit=0, groups=())
        self._left = MOST_FINDS
        self._alone = MOST_FINDS // 2  # what is tried alone leaves as many for the rest
        self._known: dict[tuple[Node, tuple[str, ...]], int] = {}

    def count(self, node: Node, besides: str = "") -> int:
        """How many photographs this finds with the facets of the request, but for one."""
        facets = {name: some for name, some in self._request.facets.items() if name != besides}
        return self._count(node, facets) or 0

    def alone(self, node: Node, facet: str = "") -> int | None:
        """How many photographs this finds with no facet chosen but one; None where that was not tried."""
        if not self._alone:
            return None
        self._alone -= 1
        return self._count(node, {facet: self._request.facets[facet]} if facet else {})

    def _count(self, node: Node, facets: Mapping[str, tuple[str, ...]]) -> int | None:
        key = (node, tuple(facets))
        if key not in self._known:
            if not self._left:
                return None
            self._left -= 1
            query = Query(to_text(node), node)
            self._known[key] = self._index.find(replace(self._request, query=query, facets=facets)).total
        return self._known[key]


def _slips(tried: _Tried, node: Node, *, alone: bool) -> Iterator[_Slip]:
    """The words that nothing has; where all are known and `alone`, any of them, the rarest first."""
    known: list[tuple[int, _Slip]] = []
    missing = False
    for leaf in dict.fromkeys(leaves(node)):
        words = [] if isinstance(leaf, Prefix) else analysis.parts(leaf.text)
        for number, word in enumerate(words):
            # One word of a phrase or compound is looked for as it stands, as the whole would be.
            part = leaf if len(words) == 1 else Phrase(word, leaf.field)
            count = tried.alone(part)
            if count == 0:
                missing = True
                yield _Slip(leaf, number, word)
            elif count:
                known.append((count, _Slip(leaf, number, word)))
    if alone and not missing:
        yield from (slip for _, slip in sorted(known, key=lambda each: each[0]))


def _instead(node: Node, changes: Iterable[tuple[_Slip, Near]]) -> Node:
    for slip, near in changes:
        span = Outlined(slip.leaf.text).span(slip.number, "")
        text = slip.leaf.text[: span.start] + near.word + slip.leaf.text[span.end :]
        node = _replaced(node, slip.leaf, replace(slip.leaf, text=text))
    return node


def _suggestion(node: Node, changes: list[tuple[_Slip, Near]], count: int) -> Suggestion:
    made = _instead(node, changes)
    word = " ".join(slip.word for slip, _ in changes)
    return Suggestion(Query(to_text(made), made), word, " ".join(near.word for _, near in changes), count)


def _replaced(node: Node, old: Text, new: Text) -> Node:
    match node:
        case And(parts):
            return both(_replaced(part, old, new) for part in parts)
        case Or(parts):
            return either(_replaced(part, old, new) for part in parts)
        case _:
            return new if node == old else node


def _has_choice(node: Node) -> bool:
    return isinstance(node, Or) or (isinstance(node, And) and any(_has_choice(part) for part in node.parts))


def _filters(node: Node) -> Iterator[Filter]:
    if isinstance(node, Filter):
        yield node
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from _filters(part)


def _chosen(facets: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [name for name, values in facets.items() if values]


def _fewer(tried: _Tried, request: Request, missing: set[Node]) -> Iterator[Fewer]:
    """The request with one part less; with all less that is missing; the most promising ones first."""
    node = request.query.node
    parts: tuple[Node, ...] = node.parts if isinstance(node, And) else (node,)
    chosen = _chosen(request.facets)
    lost = [part for part in parts if _lost(part, missing)]
    if len(lost) > 1:
        yield from _less(tried, request, parts, lost)
    for part in [*lost, *(part for part in parts if part not in lost)]:
        yield from _less(tried, request, parts, [part])
    for name in chosen:
        yield Fewer(request.query, ", ".join(request.facets[name]), tried.count(node, name), name)


def _less(tried: _Tried, request: Request, parts: tuple[Node, ...], left_out: list[Node]) -> Iterator[Fewer]:
    rest = both(part for part in parts if part not in left_out)
    if rest == All() and not _chosen(request.facets):
        return  # everything there is answers no question
    yield Fewer(Query(to_text(rest), rest), to_text(both(left_out)), tried.count(rest))


def _lost(part: Node, missing: set[Node]) -> bool:
    """Whether a part cannot find anything because of what is missing."""
    if isinstance(part, Or):
        return all(_lost(one, missing) for one in part.parts)
    if isinstance(part, And):
        return any(_lost(one, missing) for one in part.parts)
    return part in missing
