"""From a query's tree to the photographs it matches, as bits, segment by segment."""

from collections.abc import Iterator
from functools import cached_property, reduce
from heapq import merge
from itertools import groupby, product
from operator import itemgetter, or_

import numpy as np

from archive.search import analysis
from archive.search.columns import Numbers, bits_of, flags_of
from archive.search.fields import Audience, looks_in
from archive.search.index import WIDEST_PREFIX
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
from archive.search.segments import FAR, Posting, Segment
from archive.search.snapshot import Snapshot
from archive.search.whoosh_files import BAGS


class Places:
    """Where a text of the query stands in one segment: the postings of its fields."""

    def __init__(self, size: int) -> None:
        """Begin with none, in a segment of so many photographs."""
        self._size = size
        self.postings: list[Posting] = []

    @cached_property
    def bits(self) -> int:
        """The photographs that have it in any field."""
        ids = [posting.ids for posting in self.postings]
        return bits_of(np.concatenate(ids), self._size) if ids else 0


class Matching:
    """One query's tree against one snapshot, for one audience."""

    def __init__(self, snapshot: Snapshot, audience: Audience) -> None:
        """Prepare; nothing is read yet."""
        self._audience = audience
        self._bags = BAGS if audience == "staff" else BAGS[:1]
        self._parts = snapshot.parts
        self.visible = [live & segment.view(audience).visible for segment, live in self._parts]
        self.problems: list[Problem] = []
        self._found: dict[Text, list[Places]] = {}

    @cached_property
    def _seen(self) -> list[Numbers]:
        """What is visible, as arrays."""
        return [
            flags_of(bits, part.segment.size) for part, bits in zip(self._parts, self.visible, strict=True)
        ]

    def match(self, node: Node) -> list[int]:
        """The matches in each segment; only what the audience may see."""
        return [self._match(node, number) for number in range(len(self._parts))]

    def places(self, text: Text) -> list[Places]:
        """Where a text of the tree stands in each segment."""
        if text not in self._found:
            self._found[text] = list(self._places(text))
        return self._found[text]

    def _match(self, node: Node, number: int) -> int:
        visible = self.visible[number]
        match node:
            case All():
                return visible
            case Word() | Phrase() | Prefix():
                return self.places(node)[number].bits & visible
            case And(parts):
                return reduce(lambda sofar, part: sofar and sofar & self._match(part, number), parts, visible)
            case Or(parts):
                return reduce(or_, (self._match(part, number) for part in parts))
            case Not(part):
                return visible & ~self._match(part, number)
            case _:
                return self._of_columns(node, self._parts[number].segment) & visible

    def _of_columns(self, node: DateRange | Flag | Language | Rights, segment: Segment) -> int:
        view = segment.view(self._audience)
        match node:
            case DateRange(earliest, latest):
                return segment.dates.overlapping(earliest, latest)
            case Flag(name, value):
                return view.flags.get(f"{name}:{value}", 0)
            case Language(code):
                return view.languages.get(code, 0)
            case Rights(code):
                return view.rights.get(code, 0)

    def _places(self, text: Text) -> Iterator[Places]:
        wanted = looks_in(text.field)
        alternatives: tuple[str, ...] = ()
        side_by_side: tuple[str, ...] = ()
        match text:
            case Word(word):
                alternatives, side_by_side = analysis.forms(word)
            case Phrase(words):
                side_by_side = analysis.phrase(words)
            case Prefix(prefix):
                alternatives = self._expanded(prefix, wanted)
        for number, (segment, _) in enumerate(self._parts):
            found = Places(segment.size)
            for token, bag in product(alternatives, self._bags):
                found.postings += (p for p in segment.postings(bag, token) if p.field in wanted)
            for bag in self._bags if side_by_side else ():
                found.postings += self._adjacent(number, bag, side_by_side, wanted)
            yield found

    def _adjacent(
        self, number: int, bag: str, tokens: tuple[str, ...], wanted: tuple[str, ...]
    ) -> Iterator[Posting]:
        """Where these tokens stand side by side in one field, one posting for each field."""
        segment = self._parts[number].segment
        having = [{posting.field for posting in segment.postings(bag, token)} for token in tokens]
        for name in wanted:
            if all(name in fields for fields in having):
                ids = _runs(segment, bag, tokens, name)
                ids = ids[self._seen[number][ids]]
                yield Posting(name, ids, np.ones(len(ids)))

    def _expanded(self, prefix: str, wanted: tuple[str, ...]) -> tuple[str, ...]:
        """The exact tokens that a prefix stands for, of words that the audience can find in these fields.

        Words of photographs that it may not see do not count towards the limit: it would tell of them.
        """
        start = analysis.joined(prefix)
        sources = product(range(len(self._parts)), self._bags)
        lists = [_each(self._parts[number].segment, number, bag, start) for number, bag in sources]
        tokens: list[str] = []
        for word, group in groupby(merge(*lists), key=itemgetter(0)):
            token = analysis.EXACT + word
            if any(self._stands(number, bag, token, wanted) for _, number, bag in group):
                if len(tokens) == WIDEST_PREFIX:
                    self.problems.append(Problem("prefix-long-list", f"{prefix}*", str(WIDEST_PREFIX)))
                    break
                tokens.append(token)
        return tuple(tokens)

    def _stands(self, number: int, bag: str, token: str, wanted: tuple[str, ...]) -> bool:
        postings = self._parts[number].segment.postings(bag, token)
        return any(self._seen[number][p.ids].any() for p in postings if p.field in wanted)


def _each(segment: Segment, number: int, bag: str, start: str) -> Iterator[tuple[str, int, str]]:
    return ((word, number, bag) for word in segment.words(bag, start))


def _runs(segment: Segment, bag: str, tokens: tuple[str, ...], field: str) -> Numbers:
    """The photographs in which the tokens follow each other somewhere in the field, in order."""
    stands = [segment.stands(bag, token, field) - after for after, token in enumerate(tokens)]
    # The rarest first, and each step looks up what is left in the next: both are in order.
    stands.sort(key=len)
    starts = stands[0]
    for others in stands[1:]:
        at = np.searchsorted(others, starts)
        at[at == len(others)] = 0
        starts = starts[others[at] == starts] if len(others) else others
    return np.unique(starts // FAR)
