"""Counts of facets over a whole result, exactly, by tantivy."""

from collections.abc import Sequence
from heapq import nlargest

from tantivy import Query

from archive.search.fields import Audience
from archive.search.index import FacetValue, in_order
from archive.search.tantivy_schema import facet_field
from archive.search.tantivy_view import View

_MOST = 65_000  # tantivy counts no more values at once, all facets of a call together
_EXACT = 2**31  # values that a segment hands on: all of them, or counts would not be exact


def of_everything(view: View, audience: Audience, query: Query, groups: Sequence[str]) -> None:
    """Count these facets of all that an audience sees, once for each state."""
    missing = [group for group in groups if (audience, group) not in view.facets]
    if missing:
        for group, values in counted(view, audience, query, missing, None).items():
            view.facets[audience, group] = values


def counted(
    view: View, audience: Audience, query: Query, groups: Sequence[str], limit: int | None
) -> dict[str, list[FacetValue]]:
    """The values of these facets among what matches; at most `limit` of each, the most frequent."""
    found = _counted(view, audience, query, groups)
    return {group: shortened(group, found[group], limit) for group in groups}


def shortened(facet: str, values: list[FacetValue], limit: int | None) -> list[FacetValue]:
    """At most `limit` of the values, the most frequent, as they are listed."""
    if limit is not None and limit < len(values):
        values = nlargest(max(0, limit), in_order("", values), key=lambda each: each.count)
    return in_order(facet, values)


def _counted(
    view: View, audience: Audience, query: Query, groups: Sequence[str]
) -> dict[str, list[FacetValue]]:
    found = {group: _listed(view, audience, query, group) for group in groups if group in view.wide}
    together = [group for group in groups if group not in view.wide]
    if not together:
        return found
    size = {"size": _MOST, "segment_size": _EXACT}
    asked = {group: {"terms": {"field": facet_field(group, audience), **size}} for group in together}
    try:
        answer = view.searcher.aggregate(query, asked)
    except ValueError as error:
        if "bucket limit" not in str(error):
            raise
        if len(together) == 1:
            view.wide.update(together)
        for group in together:
            found |= _counted(view, audience, query, [group])
        return found
    for group in together:
        if answer[group]["sum_other_doc_count"]:
            view.wide.add(group)
            found[group] = _listed(view, audience, query, group)
        else:
            found[group] = [FacetValue(one["key"], one["doc_count"]) for one in answer[group]["buckets"]]
    return found


def _listed(view: View, audience: Audience, query: Query, group: str) -> list[FacetValue]:
    """The same by going through all values, which is slower and has no bound."""
    terms = view.searcher.terms_with_prefix(facet_field(group, audience), "", query)
    return [FacetValue(value, count) for value, count in terms if count]
