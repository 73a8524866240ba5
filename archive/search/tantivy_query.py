"""From a query's tree to tantivy's: what matches, for whom, and how much each word counts.

A text of the query counts by BM25F, but for how often it stands in a photograph: its rarity among what the
audience may see, times the weight of the best field and length of text that has it; other fields add a
little. tantivy's own scores have no part in it: in them the hidden and the dead would count.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import product

from tantivy import FieldType, Occur, Query

from archive.search import analysis, fields
from archive.search.fields import Audience
from archive.search.index import WIDEST_PREFIX, Request
from archive.search.query import (
    All,
    And,
    DateRange,
    Flag,
    Language,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Problem,
    Rights,
    Text,
    Word,
)
from archive.search.tantivy_schema import BAGS, day, facet_field, places
from archive.search.tantivy_view import View
from archive.search.tantivy_words import first_words

_LAST_DAY = 99_999_999
_OTHERS = 0.2  # of what the other places of a text would count for, in which it stands too

Places = Sequence[tuple[str, float]]


class Asked:
    """A request as tantivy's query; `problems` is what had to be left out."""

    def __init__(self, view: View, request: Request) -> None:
        """Translate the whole request."""
        self._view = view
        self._schema = view.schema
        self._audience: Audience = request.audience
        self._bags = BAGS if request.audience == "staff" else BAGS[:1]
        self._visible = self._is("seen_by", request.audience)
        self._leaves: dict[Text, Query] = {}
        self.problems: list[Problem] = []
        must = [self._visible, *self._all_of(request.query.node), *self._chosen(request)]
        self.everything = len(must) == 1
        self.query = self._and(must)

    def _all_of(self, node: Node) -> list[Query]:
        return [] if isinstance(node, All) else [self._match(node)]

    def _chosen(self, request: Request) -> Iterable[Query]:
        for facet, values in request.facets.items():
            if facet in fields.FACETS and values:
                name = facet_field(facet, self._audience)
                yield _unscored(Query.term_set_query(self._schema, name, _sayable(values)))

    def _match(self, node: Node) -> Query:  # noqa: C901, PLR0911  # one a kind
        match node:
            case All():
                return self._visible
            case Word() | Phrase() | Prefix():
                if node not in self._leaves:
                    self._leaves[node] = self._leaf(node)
                return self._leaves[node]
            case And(parts):
                return self._and([self._match(part) for part in parts])
            case Or(parts):
                return Query.boolean_query([(Occur.Should, self._match(part)) for part in parts])
            case Not(part):
                return _unscored(
                    Query.boolean_query([(Occur.Must, self._visible), (Occur.MustNot, self._match(part))])
                )
            case DateRange(earliest, latest):
                return self._overlapping(earliest, latest)
            case Flag(name, value):
                return self._is(f"flag_{self._audience}", f"{name}:{value}")
            case Language(code):
                return self._is(f"spoken_{self._audience}", code)
            case Rights(code):
                return self._is("f_rights", code)

    def _and(self, parts: Sequence[Query]) -> Query:
        return Query.boolean_query([(Occur.Must, part) for part in parts])

    def _is(self, name: str, value: str) -> Query:
        return _unscored(Query.term_query(self._schema, name, value, index_option="basic"))

    def _overlapping(self, earliest: str | None, latest: str | None) -> Query:
        begun = (0, day(latest) if latest else _LAST_DAY)
        ended = (day(earliest) if earliest else 0, _LAST_DAY)
        bounds = (("first", begun), ("last", ended))
        return _unscored(
            self._and(
                [
                    Query.range_query(self._schema, name, FieldType.Unsigned, low, high)
                    for name, (low, high) in bounds
                ]
            )
        )

    def _leaf(self, text: Text) -> Query:
        where = places(self._bags, fields.looks_in(text.field))
        match text:
            case Word(word):
                alternatives, side_by_side = analysis.forms(word)
                found = [*self._words(where, alternatives), *self._phrases(where, side_by_side)]
            case Phrase(words):
                found = self._phrases(where, analysis.phrase(words))
            case Prefix(prefix):
                found = self._prefix(prefix, where)
        if not found:
            return Query.empty_query()
        rarity = self._rarity([query for query, _ in found])
        weighed = [Query.const_score_query(query, weight * rarity) for query, weight in found]
        return Query.disjunction_max_query(weighed, tie_breaker=_OTHERS)

    def _rarity(self, queries: Iterable[Query]) -> float:
        """How rare a text is among what the audience may see, by BM25's measure."""
        having = self._view.count(
            self._and([self._visible, Query.boolean_query([(Occur.Should, query) for query in queries])])
        )
        everything = self._view.visible(self._audience, self._visible)
        return math.log(1 + (everything - having + 0.5) / (having + 0.5))

    def _words(self, where: Places, tokens: Sequence[str]) -> list[tuple[Query, float]]:
        return [
            (Query.term_query(self._schema, place, token), weight)
            for (place, weight), token in product(where, dict.fromkeys(tokens))
            if self._view.frequency(place, token)
        ]

    def _phrases(self, where: Places, tokens: Sequence[str]) -> list[tuple[Query, float]]:
        if len(tokens) < 2:  # noqa: PLR2004  # one is a word
            return self._words(where, tokens)
        return [
            (Query.phrase_query(self._schema, place, list(tokens)), weight)
            for place, weight in where
            if all(self._view.frequency(place, token) for token in tokens)
        ]

    def _prefix(self, prefix: str, where: Places) -> list[tuple[Query, float]]:
        weights = dict(where)
        words = first_words(self._view, list(weights), analysis.joined(prefix), WIDEST_PREFIX + 1)
        if len(words) > WIDEST_PREFIX:
            self.problems.append(Problem("prefix-long-list", f"{prefix}*", str(WIDEST_PREFIX)))
        tokens: dict[str, list[str]] = {}
        for word, stands_in in words[:WIDEST_PREFIX]:
            for place in stands_in:
                tokens.setdefault(place, []).append(analysis.EXACT + word)
        return [
            (Query.term_set_query(self._schema, place, here), weights[place])
            for place, here in tokens.items()
        ]


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


def _sayable(values: Iterable[str]) -> list[str]:
    """Those of the values that can be written at all; half a sign of two never is."""
    return [value for value in values if value.isascii() or value.encode(errors="ignore").decode() == value]
