"""One state of an index of tantivy's, opened: it never changes, and threads share it."""

from collections.abc import Iterator
from functools import lru_cache

from tantivy import FieldType, Index, Order, Query, Schema, Searcher

from archive.search.fields import Audience
from archive.search.index import FacetValue
from archive.search.tantivy_files import Files, Stamp
from archive.search.tantivy_schema import seen

_BATCH = 20_000
_REMEMBERED = 65_536  # places of words, looked up once for each state


class View:
    """A searcher, and what was learnt through it that holds as long as it does."""

    def __init__(self, index: Index, stamp: Stamp, files: Files) -> None:
        """Take what the index shows now; Unavailable where it is of another version."""
        self.stamp = stamp
        self.files = files
        self.schema: Schema = index.schema
        self.searcher: Searcher = index.searcher()
        self.seen = seen(self.searcher, self.schema)
        self.photographs: int = self.searcher.num_docs - 1
        self.dead = files.rows - self.searcher.num_docs
        self.facets: dict[tuple[Audience, str], list[FacetValue]] = {}
        self.wide: set[str] = set()  # facets with more values than tantivy counts at once
        self._visible: dict[Audience, int] = {}
        self.frequency = lru_cache(_REMEMBERED)(self._frequency)

    def count(self, query: Query) -> int:
        """How many photographs match."""
        found: int = self.searcher.search(query, limit=1, count=True).count  # type: ignore[attr-defined]  # missing in its types
        return found

    def visible(self, audience: Audience, query: Query) -> int:
        """How many photographs an audience may see, which `query` matches."""
        if audience not in self._visible:
            self._visible[audience] = self.count(query)
        return self._visible[audience]

    def pairs(self) -> Iterator[tuple[int, int]]:
        """The (id, version) of every photograph, in order of id."""
        last = -1
        while True:
            query = Query.range_query(self.schema, "id", FieldType.Unsigned, last + 1, None)
            hits = self.searcher.search(
                query, limit=_BATCH, count=False, order_by_field="id", order=Order.Asc
            ).hits
            if not hits:
                return
            versions = self.searcher.fast_field_values("version", [address for _, address in hits])
            for (ident, _), version in zip(hits, versions, strict=True):
                yield int(ident), int(version or 0)
            last = int(hits[-1][0])

    def _frequency(self, place: str, token: str) -> int:
        return self.searcher.doc_freq(place, token)
