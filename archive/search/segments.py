"""One segment of a Whoosh index in memory: columns, and postings as they are asked for.

A segment never changes on disk but for which of its photographs are dead, and that the snapshot knows. So
what was read of a segment stays true until it is merged away, whatever is committed in between.
"""

import json
import threading
from array import array
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np
from whoosh.reading import TermNotFound

from archive.search.analysis import EXACT
from archive.search.columns import UNDATED, Dates, Numbers, View, bits_of, day
from archive.search.fields import Audience, Row
from archive.search.index import Unavailable
from archive.search.postings import Postings
from archive.search.whoosh_files import BAGS

_REMEMBERED = 32_000_000  # bytes of postings kept in memory for each segment, those used last
_OVERHEAD = 500  # bytes of Python's own around each
FAR = 2**32  # more than there are places in a photograph's field


class Posting(NamedTuple):
    """The photographs that have a token in one field, in order, and the weight in each."""

    field: str
    ids: Numbers
    weights: Numbers


class Segment:
    """The photographs of one segment, by number; threads may share it."""

    def __init__(self, reader: Any) -> None:
        """Take Whoosh's reader of the segment."""
        self.size: int = reader.doc_count_all()
        self.name: str = reader.segment().segment_id()
        self._reader = reader
        # Whoosh's readers move one shared place in the file, so one thread at a time may use them.
        self._lock = threading.RLock()
        self._records = reader._terms._postfile  # noqa: SLF001  # no public way to it
        self._cursors = {bag: reader.cursor(bag) for bag in BAGS}
        self._postings: OrderedDict[tuple[str, str], tuple[Posting, ...]] = OrderedDict()
        self._remembered = 0
        self._stands: OrderedDict[tuple[str, str, str], Numbers] = OrderedDict()
        self._views: dict[Audience, View] = {}
        self.markers: dict[int, dict[str, int]] = {}
        ids, versions = array("q", bytes(8 * self.size)), array("q", bytes(8 * self.size))
        first, last = (array("i", [UNDATED]) * self.size for _ in range(2))
        self._views["reader"] = View("reader", self._noted(ids, versions, first, last), self.size)
        # Words, postings and rows are copied out of the segment's file by now.
        reader.storage().a.close()
        self.ids = np.array(ids)
        self.versions = np.array(versions)
        self.photographs = bits_of(np.flatnonzero(self.ids), self.size)
        self.dates = Dates(first, last, self.ids)
        self._by_id = np.argsort(self.ids)

    def number(self, ident: int) -> int | None:
        """The number of a photograph; None if this segment never had it."""
        at = int(np.searchsorted(self.ids, ident, sorter=self._by_id))
        if at == self.size or self.ids[self._by_id[at]] != ident:
            return None
        return int(self._by_id[at])

    def view(self, audience: Audience) -> View:
        """What this audience may know beside the words; the one of staff is made when first asked for."""
        with self._lock:
            if audience not in self._views:
                with self._reading():
                    rows = ((number, row) for number, row in self._rows() if isinstance(row, Row))
                    self._views[audience] = View(audience, rows, self.size)
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
            self._forget()
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

    def stands(self, bag: str, token: str, field: str) -> Numbers:
        """Where an exact token stands in a field: photograph and place in one number, in order."""
        key = (bag, token, field)
        with self._reading():
            if key in self._stands:
                self._stands.move_to_end(key)
                return self._stands[key]
            found = self._stands[key] = self._read_stands(bag, f"{token}\t{field}")
            self._remembered += found.nbytes + _OVERHEAD
            self._forget()
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
        return _OVERHEAD + sum(_OVERHEAD + 12 * len(posting.ids) for posting in postings)

    def _forget(self) -> None:
        """Let go of what was not asked for the longest while there is too much; places in texts first."""
        while self._remembered > _REMEMBERED:
            if self._stands:
                self._remembered -= self._stands.popitem(last=False)[1].nbytes + _OVERHEAD
            else:
                self._remembered -= self._cost(self._postings.popitem(last=False)[1])

    def _read(self, bag: str, token: str) -> Iterator[Posting]:
        cursor = self._cursors[bag]
        start = token + "\t"
        term = cursor.find(start.encode())
        while term is not None and term.startswith(start):
            # The word list knows where the record is; to ask for the term would be to look it up again.
            read = Postings.at(self._records, cursor.term_info())
            yield Posting(term.partition("\t")[2], read.ids, read.weights)
            term = cursor.next()

    def _read_stands(self, bag: str, term: str) -> Numbers:
        try:
            info = self._reader.term_info(bag, term)
        except TermNotFound:
            return np.empty(0, dtype=np.int64)
        read = Postings.at(self._records, info)
        return np.repeat(read.ids.astype(np.int64) * FAR, read.lengths) + read.places

    def _noted(
        self,
        ids: "array[int]",
        versions: "array[int]",
        first: "array[int]",
        last: "array[int]",
    ) -> Iterator[tuple[int, Row]]:
        """The rows of photographs, one after the other; what every row has is noted on the way."""
        for number, row in self._rows():
            if isinstance(row, Row):
                ids[number], versions[number] = row.id, row.version
                first[number], last[number] = day(row.earliest), day(row.latest)
                yield number, row
            else:
                self.markers[number] = row

    def _rows(self) -> Iterator[tuple[int, Row | dict[str, int]]]:
        column = self._reader.column_reader("row", translate=False)
        for number in range(self.size):
            kept = json.loads(column[number].decode())
            yield number, kept if isinstance(kept, dict) else Row._make(kept)
