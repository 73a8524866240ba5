"""The order by relevance: tantivy's scores, equal ones newest added first.

tantivy leaves equal scores in the order of its rows, and equal sums differ by how they were rounded.
So scores are compared with fewer digits than they have, and whoever asks for a part of the order gets it
from a longer part, which ends where a score does.
"""

from array import array
from collections.abc import Iterator

from tantivy import Query

from archive.search.index import DEEPEST
from archive.search.tantivy_schema import IDS
from archive.search.tantivy_view import View

_FIRST = 100  # ranks that are looked at; ten times as many while the last of a page equals the last of them
_ROUNDED = 10  # bits of a score that do not count, of the 23 behind its point
_HIGHEST = 2**32 >> _ROUNDED
_BATCH = 50_000


def page(view: View, query: Query, start: int, stop: int) -> list[int]:
    """The ids of these ranks, `stop` at most DEEPEST.

    Where more than that have one score, it is ordered among those that tantivy names first.
    """
    ranks = _FIRST
    while True:
        found = sorted(_keys(view, query, 0, ranks))
        ends = len(found) < ranks or (stop <= len(found) and found[stop - 1] // IDS < found[-1] // IDS)
        if ends or ranks >= DEEPEST:
            return [_ident(key) for key in found[start:stop]]
        ranks *= 10


def whole(view: View, query: Query, total: int) -> "array[int]":
    """The ids of all that matches, some tens of bytes for each while it is sorted."""
    keys = array("Q")
    for start in range(0, total, _BATCH):
        keys.extend(_keys(view, query, start, min(_BATCH, total - start)))
    return array("q", map(_ident, sorted(keys)))


def _keys(view: View, query: Query, start: int, limit: int) -> Iterator[int]:
    """One number for each of these hits, the smaller the better: its score, then its id, both reversed."""
    hits = view.searcher.search(query, limit=limit, offset=start, count=False).hits
    ids = view.searcher.fast_field_values("id", [address for _, address in hits])
    scores = memoryview(array("f", (score for score, _ in hits))).cast("B").cast("I")  # in the same order
    half = 1 << _ROUNDED >> 1
    for score, ident in zip(scores, ids, strict=True):
        yield (_HIGHEST - (score + half >> _ROUNDED)) * IDS + IDS - 1 - int(ident or 0)


def _ident(key: int) -> int:
    return IDS - 1 - key % IDS
