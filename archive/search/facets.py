"""Counts of facets over a whole result, exactly."""

from bisect import insort
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
    """The counts, gathered in the order of the values of the segment that has the most."""
    facets = [part.segment.view(audience).facets[name] for part in snapshot.parts]
    found = [(facet, bits) for facet, bits in zip(facets, matches, strict=True) if bits]
    if not found or (limit is not None and limit < 1):
        return []
    largest = max((facet for facet, _ in found), key=lambda facet: len(facet.names))
    counts = np.zeros(len(largest.names), dtype=np.int64)
    besides: Counter[str] = Counter()
    for facet, bits in found:
        few, places = facet.count(bits), facet.places_in(largest)
        known = np.flatnonzero(few * (places >= 0))
        counts[places[known]] += few[known]
        for place in np.flatnonzero(few * (places < 0)).tolist():
            besides[facet.names[place]] += int(few[place])
    values = _listed(largest, counts, limit)
    for value, count in besides.items():
        insort(values, FacetValue(value, count), key=_order)
    listed = values[:limit]
    return in_order(name, listed) if name in {"decade", "year"} else listed


def _listed(facet: Facet, counts: Numbers, limit: int | None) -> list[FacetValue]:
    """The values that occur, in order; at most so many."""
    places = np.flatnonzero(counts)
    weights = counts[places] * len(counts) - places
    if limit is not None and limit < len(places):
        near = np.argpartition(-weights, limit - 1)[:limit]
        places, weights = places[near], weights[near]
    places = places[np.argsort(-weights)]
    names = facet.names
    listed = zip(places.tolist(), counts[places].tolist(), strict=True)
    return [FacetValue(names[place], count) for place, count in listed]


def _order(value: FacetValue) -> tuple[int, str, str]:
    return (-value.count, value.value.casefold(), value.value)
