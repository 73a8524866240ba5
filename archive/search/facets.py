"""Counts of facets over a whole result, exactly."""

from collections import Counter
from collections.abc import Sequence
from heapq import nlargest

from archive.search.fields import Audience
from archive.search.index import FacetValue, in_order
from archive.search.snapshot import Snapshot


def counted(
    snapshot: Snapshot, audience: Audience, matches: Sequence[int], groups: Sequence[str], limit: int | None
) -> dict[str, list[FacetValue]]:
    """The values of these facets among these matches; at most `limit` of each, the most frequent."""
    return {facet: _counted(snapshot, audience, matches, facet, limit) for facet in groups}


def chosen(snapshot: Snapshot, audience: Audience, facet: str, values: Sequence[str]) -> list[int]:
    """The photographs of each segment that have any of these values."""
    return [part.segment.view(audience).facets[facet].having(values) for part in snapshot.parts]


def _counted(
    snapshot: Snapshot, audience: Audience, matches: Sequence[int], facet: str, limit: int | None
) -> list[FacetValue]:
    counts: Counter[str] = Counter()
    for part, bits in zip(snapshot.parts, matches, strict=True):
        if bits:
            counts.update(part.segment.view(audience).facets[facet].count(bits))
    values = [FacetValue(value, count) for value, count in counts.items()]
    if limit is not None and limit < len(values):
        values = nlargest(limit, in_order("", values), key=lambda each: each.count)
    return in_order(facet, values)
