"""One segment of a Whoosh index in memory: columns, and postings as they are asked for.

A segment never changes on disk but for which of its photographs are dead, and that the snapshot knows. So
what was read of a segment stays true until it is merged away, whatever is committed in between.
"""

import json
import threading
from array import array
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from whoosh.matching import FilterMatcher
from whoosh.reading import TermNotFound

from archive.search.analysis import EXACT
from archive.search.columns import Dates, View, bits_of
from archive.search.fields import Audience, Row
from archive.search.index import Unavailable
from archive.search.whoosh_files import BAGS, unpack_places

_REMEMBERED = 32_000_000  # bytes of postings kept in memory for each segment, those used last
_OVERHEAD = 500  # bytes of Python's own around each


class Posting(NamedTuple):
    """The photographs that have a token in one field, the weight in each, and the same as bits."""

    field: str
    ids: "array[int]"
    weights: "array[float]"
    bits: int


class Segment:
    """The photographs of one segment, by number; threads may share it."""

    def __init__(self, reader: Any) -> None:
        """Take Whoosh's reader of the segment."""
        self.size: int = reader.doc_count_all()
        self.name: str = reader.segment().segment_id()
        self._reader = reader
        # Whoosh's readers move one shared place in the file, so one thread at a time may use them.
        self._lock = threading.RLock()
        self._cursors = {bag: reader.cursor(bag) for bag in BAGS}
        self._postings: OrderedDict[tuple[str, str], tuple[Posting, ...]] = OrderedDict()
        self._remembered = 0
        self._views: dict[Audience, View] = {}
        known: list[tuple[int, Row]] = []
        self.markers: dict[int, dict[str, int]] = {}
        for number, row in self._rows():
            if isinstance(row, Row):
                known.append((number, row))
            else:
                self.markers[number] = row
        # Words, postings and rows are copied out of the segment's file by now.
        reader.storage().a.close()
        self.ids = array("q", bytes(8 * self.size))
        self.versions = array("q", bytes(8 * self.size))
        for number, row in known:
            self.ids[number], self.versions[number] = row.id, row.version
        self.number_of = {row.id: number for number, row in known}
        self.photographs = bits_of([number for number, _ in known], self.size)
        self.dates = Dates(known, self.ids, self.size)
        self._views["reader"] = View("reader", known, self.size)

    def view(self, audience: Audience) -> View:
        """What this audience may know beside the words; the one of staff is made when first asked for."""
        with self._lock:
            if audience not in self._views:
                with self._reading():
                    known = [(number, row) for number, row in self._rows() if isinstance(row, Row)]
                self._views[audience] = View(audience, known, self.size)
            return self._views[audience]

    def postings(self, bag: str, token: str) -> tuple[Posting, ...]:
        """Where a token stands in a bag, one posting for each field; those asked for last are kept."""
        key = (bag, token)
        with self._reading():
            if key in self._postings:
                self._postings.move_to_end(key)
                return self._postings[key]
            found = tuple(self._read(bag, token))
            self._postings[key] = found
            self._remembered += self._cost(found)
            while self._remembered > _REMEMBERED:
                self._remembered -= self._cost(self._postings.popitem(last=False)[1])
            return found

    def words(self, bag: str, prefix: str) -> Iterator[str]:
        """The words beginning so, in the order of their code points; some may be of dead photographs."""
        start = EXACT + prefix
        with self._reading():
            cursor = self._reader.cursor(bag)
            term = cursor.find(start.encode())
        last = ""
        while term is not None and term.startswith(start):
            word = term.partition("\t")[0].removeprefix(EXACT)
            if word != last:  # a word has a term for each of its fields, side by side
                yield word
                last = word
            with self._reading():
                term = cursor.next()

    def places(self, bag: str, token: str, field: str, wanted: set[int]) -> dict[int, Sequence[int]]:
        """The places of an exact token in a field of the wanted photographs."""
        found: dict[int, Sequence[int]] = {}
        with self._reading():
            matcher = self._matcher(bag, f"{token}\t{field}")
            while matcher is not None and matcher.is_active():
                ids, _, values = _block(matcher, values=True)
                for number, value in zip(ids, values, strict=True):
                    if number in wanted:
                        found[number] = unpack_places(value)
                _next_block(matcher)
        return found

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """One thread at a time; whatever Whoosh raises over a broken file is Unavailable."""
        with self._lock:
            try:
                yield
            except Exception as error:
                raise Unavailable("The search index is broken; it has to be built again.") from error

    def _cost(self, postings: tuple[Posting, ...]) -> int:
        return _OVERHEAD + sum(_OVERHEAD + 8 * len(posting.ids) + self.size // 7 for posting in postings)

    def _read(self, bag: str, token: str) -> Iterator[Posting]:
        cursor = self._cursors[bag]
        start = token + "\t"
        term = cursor.find(start.encode())
        while term is not None and term.startswith(start):
            ids, weights = array("I"), array("f")
            matcher = self._matcher(bag, term)
            while matcher is not None and matcher.is_active():
                numbers, heavy, _ = _block(matcher)
                ids.extend(numbers)
                weights.extend(heavy)
                _next_block(matcher)
            yield Posting(term.partition("\t")[2], ids, weights, bits_of(ids, self.size))
            term = cursor.next()

    def _matcher(self, bag: str, term: str) -> Any:
        try:
            matcher = self._reader.postings(bag, term)
        except TermNotFound:
            return None
        if isinstance(matcher, FilterMatcher):  # the dead are left out later, for all postings at once
            matcher = matcher.child
            matcher.reset()
        return matcher

    def _rows(self) -> Iterator[tuple[int, Row | dict[str, int]]]:
        column = self._reader.column_reader("row", translate=False)
        for number in range(self.size):
            kept = json.loads(column[number])
            yield number, kept if isinstance(kept, dict) else Row._make(kept)


# Whoosh hands out one posting at a call, which costs more than all else in a search; the block that it has
# unpacked already is taken whole. Its version is pinned, and the contract tests notice if this changes.
def _block(matcher: Any, *, values: bool = False) -> tuple[Any, Any, Any]:
    matcher.id()
    matcher.weight()
    if values:
        matcher.value()
    return matcher._ids, matcher._weights, matcher._values  # noqa: SLF001


def _next_block(matcher: Any) -> None:
    matcher._next_block()  # noqa: SLF001
