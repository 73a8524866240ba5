"""Search and browse: a query, facets and an order become one page of photographs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from archive.catalogue import browsing, collections, photographs
from archive.descriptions.texts import Described
from archive.parts import Answer
from archive.search.index import DEEPEST, FacetValue, Request, Sort
from archive.search.query import PROBLEMS, Problem, Query, parse
from archive.web.filters import said
from archive.web.paging import PER_PAGE, Paging
from archive.web.request import described, number, page, parts, reading, staff

pages = Blueprint("search", __name__)

GROUPS = {
    "collection": lazy_gettext("Collection"),
    "creator": lazy_gettext("Creator"),
    "decade": lazy_gettext("Decade"),
    "place": lazy_gettext("Place"),
    "description": lazy_gettext("Description"),
}
DESCRIPTION = {
    "described": lazy_gettext("Described"),
    "undescribed": lazy_gettext("Not yet described"),
    "pending": lazy_gettext("A text is waiting"),
}
FOUND_IN = {
    "alt": lazy_gettext("alt text"),
    "headline": lazy_gettext("headline"),
    "caption": lazy_gettext("caption"),
    "long": lazy_gettext("long description"),
    "transcript": lazy_gettext("transcript"),
    "people": lazy_gettext("people"),
    "place": lazy_gettext("place"),
    "credit": lazy_gettext("credit"),
    "creator": lazy_gettext("creator"),
    "keyword": lazy_gettext("keywords"),
    "collection": lazy_gettext("collection"),
    "accession": lazy_gettext("accession number"),
    "other": lazy_gettext("source, rights or artwork"),
}
SORTS = {
    "relevance": lazy_gettext("Best match"),
    "oldest": lazy_gettext("Oldest first"),
    "newest": lazy_gettext("Newest first"),
}
VALUES = 12  # of one facet; what was chosen is always listed too
MOST_CHOSEN = 20


@dataclass(frozen=True)
class Asked:
    """What an address asks for: words, chosen facet values, order, page."""

    words: str
    chosen: Mapping[str, tuple[str, ...]]
    sort: Sort
    page: int

    def address(self, wanted: int) -> str:
        """The same search at another page."""
        return self._address(self.chosen, wanted)

    def without(self, group: str, value: str) -> str:
        """The same search with one facet value let go, from its first page."""
        rest = {
            name: tuple(one for one in values if (name, one) != (group, value))
            for name, values in self.chosen.items()
        }
        return self._address(rest, 1)

    def _address(self, chosen: Mapping[str, tuple[str, ...]], wanted: int) -> str:
        values: dict[str, Any] = {name: list(some) for name, some in chosen.items() if some}
        if self.words:
            values["q"] = self.words
        if self.sort != "relevance":
            values["sort"] = self.sort
        if wanted > 1:
            values["page"] = wanted
        return url_for("search.photographs", **values)


@dataclass(frozen=True)
class Choice:
    """A facet value as the page lists it; `language` of its label where it is known."""

    value: str
    label: str
    count: int
    chosen: bool
    language: str = ""


@dataclass(frozen=True)
class Result:
    """A photograph found, and the names of the fields where the words stand."""

    described: Described
    found_in: tuple[str, ...]


def asked() -> Asked:
    """Read the address; what makes no sense counts as not said."""
    chosen = {
        name: tuple(dict.fromkeys(value[:500] for value in request.args.getlist(name) if value))[:MOST_CHOSEN]
        for name in GROUPS
    }
    sort = request.args.get("sort", "")
    return Asked(
        words=request.args.get("q", "").strip(),
        chosen={name: values for name, values in chosen.items() if values},
        sort=cast("Sort", sort) if sort in SORTS else "relevance",
        page=number("page", 1, least=1),
    )


@pages.get("/photographs", endpoint="photographs")
def find() -> tuple[str, int]:
    """Show one page of what a search found, or of everything."""
    wanted = asked()
    query = parse(wanted.words)
    answer = parts().search(_request(wanted, query))
    if answer.found is None:
        return _from_catalogue(wanted)
    found = answer.found
    paging = Paging(found.total, wanted.page, wanted.address, most=DEEPEST)
    # An index that is a moment behind must not show what was just taken back.
    rows = [one for one in photographs.by_ids(reading(), found.ids) if staff() or photographs.public(one)]
    results = [Result(one, ()) for one in described(rows)]
    facets = _facets(wanted, answer)
    # How deep a list can be turned is said with the list; it is nothing that a query was read as.
    problems = [explained(one) for one in (*query.problems, *found.problems) if one.code != "page-too-deep"]
    return page(
        "pages/search/photographs.html",
        404 if paging.beyond else 200,
        asked=wanted,
        paging=paging,
        results=results,
        facets=facets,
        problems=[*problems, *_not_there(wanted, facets)],
        note=answer.note,
        groups=GROUPS,
        sorts=SORTS,
        deepest=DEEPEST if found.total > DEEPEST else 0,
    )


def _request(wanted: Asked, query: Query) -> Request:
    return Request(
        query=query,
        audience="staff" if staff() else "reader",
        facets=wanted.chosen,
        sort=wanted.sort,
        offset=(wanted.page - 1) * PER_PAGE,
        limit=PER_PAGE,
    )


def _from_catalogue(wanted: Asked) -> tuple[str, int]:
    """The newest photographs while there is no index: browsing never stops."""
    plain = replace(wanted, words="", chosen={}, sort="relevance")
    rows, total = browsing.browse(
        reading(), staff=staff(), offset=(wanted.page - 1) * PER_PAGE, limit=PER_PAGE
    )
    paging = Paging(total, wanted.page, plain.address)
    return page(
        "pages/search/photographs.html",
        404 if paging.beyond else 200,
        asked=wanted,
        paging=paging,
        results=[Result(one, ()) for one in described(rows)],
        facets={},
        problems=[],
        note="rebuilding",
        groups=GROUPS,
        sorts=SORTS,
        deepest=0,
    )


def explained(problem: Problem) -> str:
    """What was not understood in a query, as a sentence in the page's language."""
    return said(PROBLEMS[problem.code]).format(value=problem.value, reading=problem.reading)


def _facets(wanted: Asked, answer: Answer) -> dict[str, list[Choice]]:
    """The values of each facet that has any, those chosen always among them."""
    found = answer.found.facets if answer.found else {}
    held = {one.slug: one for one in collections.everything(reading())}
    shown = {}
    for group in GROUPS:
        values = list(found.get(group, ()))
        chosen = wanted.chosen.get(group, ())
        listed = _most_frequent(values, chosen)
        missing = [FacetValue(one, 0) for one in chosen if one not in {value.value for value in values}]
        choices = []
        for v in (*listed, *missing):
            collection = held.get(v.value) if group == "collection" else None
            label = collection.title if collection else _label(group, v)
            language = collection.language if collection else ""
            choices.append(Choice(v.value, label, v.count, v.value in chosen, language))
        if choices:
            shown[group] = choices
    return shown


def _not_there(wanted: Asked, facets: Mapping[str, list[Choice]]) -> list[str]:
    """Sentences on chosen values that no photograph has at all, whatever else was asked."""
    missing = {
        group: {one.value: one.label for one in facets.get(group, ()) if one.chosen and not one.count}
        for group in wanted.chosen
    }
    if not any(missing.values()):
        return []
    everything = parts().search(Request(audience="staff" if staff() else "reader", limit=1)).found
    if everything is None:
        return []
    return [
        _("No photograph here has “%(value)s” as %(group)s.", value=label, group=GROUPS[group])
        for group, values in missing.items()
        for value, label in values.items()
        if value not in {known.value for known in everything.facets.get(group, ())}
    ]


def _most_frequent(values: list[FacetValue], chosen: tuple[str, ...]) -> list[FacetValue]:
    """The values with the most photographs, and those chosen, in the order in which they came."""
    counts = sorted((-value.count, place) for place, value in enumerate(values))
    kept = {place for _count, place in counts[:VALUES]}
    return [value for place, value in enumerate(values) if place in kept or value.value in chosen]


def _label(group: str, value: FacetValue) -> str:
    """What a facet value is called; one that nothing has is called what was asked for."""
    if group == "description":
        return str(DESCRIPTION.get(value.value, value.value))
    if group == "decade" and value.value.isdecimal():
        return str(_("%(year)ss", year=value.value))
    return value.value
