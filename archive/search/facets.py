"""Counts of every facet over a whole result, exactly."""

from collections import Counter
from collections.abc import Sequence
from heapq import nlargest

from archive.search import fields
from archive.search.columns import Name
from archive.search.fields import Audience
from archive.search.index import FacetValue, in_order
from archive.search.snapshot import Snapshot


def counted(
    snapshot: Snapshot, audience: Audience, matches: Sequence[int], limit: int | None
) -> dict[str, list[FacetValue]]:
    """The values of every facet among these matches; at most `limit` of each, the most frequent."""
    return {facet: _counted(snapshot, audience, matches, facet, limit) for facet in fields.FACETS}


def chosen(snapshot: Snapshot, audience: Audience, facet: str, values: Sequence[str]) -> list[int]:
    """The photographs of each segment that have any of these values."""
    return [part.segment.view(audience).facets[facet].having(values) for part in snapshot.parts]


def _counted(
    snapshot: Snapshot, audience: Audience, matches: Sequence[int], facet: str, limit: int | None
) -> list[FacetValue]:
    counts: Counter[Name] = Counter()
    for part, bits in zip(snapshot.parts, matches, strict=True):
        if bits:
            for name, count in part.segment.view(audience).facets[facet].count(bits).items():
                counts[name] += count
    labels: dict[str, list[str]] = {}
    for value, label in counts:
        labels.setdefault(value, []).append(label)
    values = [
        FacetValue(
            value,
            known[0] if len(known) == 1 else _newest(snapshot, audience, matches, facet, value, known),
            sum(counts[value, label] for label in known),
        )
        for value, known in labels.items()
    ]
    if limit is not None and limit < len(values):
        values = nlargest(limit, in_order("", values), key=lambda each: each.count)
    return in_order(facet, values)


def _newest(
    snapshot: Snapshot,
    audience: Audience,
    matches: Sequence[int],
    facet: str,
    value: str,
    labels: Sequence[str],
) -> str:
    """Of several labels of one value, as after a new title, that of the photograph with the highest id."""
    holders = (
        (part.segment.ids[number], label)
        for part, bits in zip(snapshot.parts, matches, strict=True)
        for label in labels
        for number in part.segment.view(audience).facets[facet].numbers((value, label))
        if bits >> number & 1
    )
    return max(holders)[1]
