"""Counts of facets over a whole result, exactly."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from archive.search.columns import Facet, Numbers
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
    snapshot: Snapshot, audience: Audience, matches: Sequence[int], name: str, limit: int | None
) -> list[FacetValue]:
    """The counts, gathered by value only for small segments and for what is listed of the largest."""
    facets = [part.segment.view(audience).facets[name] for part in snapshot.parts]
    found = [(facet, facet.count(bits)) for facet, bits in zip(facets, matches, strict=True) if bits]
    if not found or (limit is not None and limit < 1):
        return []
    largest, counts = max(found, key=lambda each: len(each[0].names))
    besides: Counter[str] = Counter()
    for facet, few in found:
        if facet is not largest:
            besides.update(dict(_listed(facet, few, None)))
    most = None if limit is None else limit + len(besides)
    totals = dict(_listed(largest, counts, most))
    for value, count in besides.items():
        place = largest.place(value)
        totals[value] = count + (0 if place is None else int(counts[place]))
    values = [FacetValue(value, count) for value, count in totals.items()]
    if limit is not None and limit < len(values):
        values = in_order("", values)[:limit]
    return in_order(name, values)


def _listed(facet: Facet, counts: Numbers, limit: int | None) -> list[tuple[str, int]]:
    """The values that occur with their counts; the most frequent ones, of equal ones those named first."""
    places = np.flatnonzero(counts)
    if limit is not None and limit < len(places):
        weights = counts[places] * len(counts) - places
        places = places[np.argpartition(-weights, limit - 1)[:limit]]
    names = facet.names
    return [
        (names[place], count) for place, count in zip(places.tolist(), counts[places].tolist(), strict=True)
    ]
