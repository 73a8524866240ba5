"""Ways to narrow a search: the values of its facets with their counts, each a link, each with a way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from archive.catalogue import collections
from archive.search.fields import FACETS
from archive.search.index import FacetValue, Found, Request, Unavailable
from archive.web.asked import MOST_CHOSEN, Asked
from archive.web.filters import lang_attrs, language_name
from archive.web.request import parts, reading, staff
from archive.web.sentences import rights_name

if TYPE_CHECKING:
    from archive.catalogue.models import Collection

GROUPS = {
    "collection": _l("Collection"),
    "creator": _l("Creator"),
    "decade": _l("Decade"),
    "year": _l("Year"),
    "place": _l("Place"),
    "person": _l("Person"),
    "keyword": _l("Keyword"),
    "rights": _l("Rights"),
    "language": _l("Language of description"),
    "description": _l("Description"),
}
HEADINGS = {
    "collection": _l("Filter by collection"),
    "creator": _l("Filter by creator"),
    "decade": _l("Filter by decade"),
    "year": _l("Filter by year"),
    "place": _l("Filter by place"),
    "person": _l("Filter by person shown"),
    "keyword": _l("Filter by keyword"),
    "rights": _l("Filter by rights"),
    "language": _l("Filter by language of description"),
    "description": _l("Filter by description"),
}
DESCRIPTION = {
    "described": _l("Described"),
    "undescribed": _l("Not yet described"),
    "pending": _l("A text is waiting"),
}
# The lists of all values, by the name of the page; of those with a number, and of those past counting.
WHOLE = {
    "creator": ("creators", _l("All %(num)s creators"), _l("All creators")),
    "decade": ("dates", _l("All %(num)s decades"), _l("All decades")),
    "place": ("places", _l("All %(num)s places"), _l("All places")),
    "person": ("people", _l("All %(num)s people"), _l("All people")),
    "keyword": ("keywords", _l("All %(num)s keywords"), _l("All keywords")),
}
LISTED = 12  # values of one facet; what was chosen is always listed too
FETCHED = 250  # values that are asked for, so that the number of all of them can be told
LARGE = 300_000  # photographs above which only these facets are counted until somebody wants all
FEW = ("collection", "decade")


@dataclass(frozen=True)
class Choice:
    """A value of a facet as a page lists it: its name, how many have it, and where its link leads."""

    value: str
    label: Markup
    count: int
    chosen: bool
    address: str


@dataclass(frozen=True)
class Group:
    """A facet: those chosen, those that narrow or (where some are chosen) widen, and the list of all."""

    name: str
    heading: str
    label: str
    chosen: tuple[Choice, ...]
    others: tuple[Choice, ...]
    whole: str = ""
    whole_address: str = ""


class Labels:
    """What values of facets are called; one that nothing has is called what was asked for."""

    @cached_property
    def _collections(self) -> Mapping[str, Collection]:
        return {one.slug: one for one in collections.everything(reading())}

    def _known(self, slug: str) -> Collection | None:
        """The collection, if whoever asks may know of it: anybody can write a slug into an address."""
        held = self._collections.get(slug)
        return held if held and (staff() or collections.public(reading(), held)) else None

    def of(self, group: str, value: str) -> Markup:
        """The name of a value, marked with its language where that is known and not the page's."""
        if group == "collection":
            held = self._known(value)
            attributes = lang_attrs(held.language) if held else Markup()
            title = held.title if held else value
            return Markup("<span{}>{}</span>").format(attributes, title) if attributes else escape(title)
        return escape(_named(group, value))


def _named(group: str, value: str) -> str:
    if group == "description":
        return str(DESCRIPTION.get(value, value))
    if group == "decade" and value.isdecimal():
        return str(_("%(year)ss", year=value))
    if group == "rights":
        return rights_name(value)
    return language_name(value) if group == "language" else value


def groups(asked: Asked) -> tuple[str, ...]:
    """The facets to count for a page: all of them, or in a large archive the cheapest and those in use."""
    if asked.every or not large():
        return FACETS
    wanted = {*FEW, *asked.chosen, *(("year",) if "decade" in asked.chosen else ())}
    return tuple(name for name in FACETS if name in wanted)


def large() -> bool:
    """Whether counting every facet of every search would make pages slow."""
    try:
        return parts().index.count() > LARGE
    except Unavailable:
        return False


def listed(asked: Asked, found: Found, labels: Labels) -> list[Group]:
    """The facets that have any values, in their order."""
    made = (_group(asked, name, found, labels) for name in found.facets if _sensible(asked, name, found))
    return [group for group in made if group.chosen or group.others]


def _sensible(asked: Asked, name: str, found: Found) -> bool:
    """Years are listed within a decade: a chosen one, or the only one there is."""
    if name != "year" or "year" in asked.chosen:
        return True
    return "decade" in asked.chosen or len(found.facets.get("decade", ())) == 1


def _group(asked: Asked, name: str, found: Found, labels: Labels) -> Group:
    values = found.facets[name]
    chosen = asked.chosen.get(name, ())
    counts = {one.value: one.count for one in values}
    full = len(values) >= FETCHED
    taken = tuple(
        Choice(
            one,
            labels.of(name, one),
            _count(asked, name, one, counts, full=full),
            True,
            asked.without(name, one),
        )
        for one in chosen
    )
    # A value beside a chosen one widens the result: what it has under all other filters is what it can add.
    others = _beside(asked, name) if chosen else values
    rest = [one for one in others if one.value not in chosen]
    room = len(chosen) < MOST_CHOSEN
    kept = _most_frequent(rest, max(0, LISTED - len(chosen))) if room else []
    offered = tuple(
        Choice(one.value, labels.of(name, one.value), one.count, False, asked.plus(name, one.value))
        for one in kept
    )
    whole, address = _whole(asked, name, values) if len(kept) < len(rest) and not chosen else ("", "")
    return Group(name, str(HEADINGS[name]), str(GROUPS[name]), taken, offered, whole, address)


def _count(asked: Asked, name: str, value: str, counts: Mapping[str, int], *, full: bool) -> int:
    """How many of the result have a chosen value; asked for by itself where the list was too long for it."""
    if value in counts or not full:
        return counts.get(value, 0)
    found = find(asked, chosen={**asked.chosen, name: (value,)})
    return found.total if found else 0


def _beside(asked: Asked, name: str) -> Sequence[FacetValue]:
    if large():
        return ()
    rest = {group: values for group, values in asked.chosen.items() if group != name}
    found = find(asked, chosen=rest, groups=(name,))
    return found.facets.get(name, ()) if found else ()


def find(
    asked: Asked, *, chosen: Mapping[str, tuple[str, ...]], groups: tuple[str, ...] = ()
) -> Found | None:
    """The count of another choice with the same words, and these facets; no photographs."""
    request = request_of(replace(asked, chosen=chosen, sort="relevance", page=1), groups)
    return parts().search(replace(request, limit=0)).found


def request_of(asked: Asked, groups: tuple[str, ...], *, offset: int = 0, limit: int = 0) -> Request:
    """What the index is asked, for this person."""
    return Request(
        query=asked.query,
        audience="staff" if staff() else "reader",
        facets=asked.chosen,
        sort=asked.sort,
        offset=offset,
        limit=limit,
        facet_limit=FETCHED,
        groups=groups,
    )


def _most_frequent(values: Sequence[FacetValue], most: int) -> list[FacetValue]:
    """The values with the most photographs, in the order in which they came."""
    counts = sorted((-value.count, place) for place, value in enumerate(values))
    kept = {place for _count, place in counts[:most]}
    return [value for place, value in enumerate(values) if place in kept]


def _whole(asked: Asked, name: str, values: Sequence[FacetValue]) -> tuple[str, str]:
    """The link to the list of all values of a facet within this search."""
    if name not in WHOLE or "browse.values" not in current_app.view_functions:
        return "", ""
    page, exactly, many = WHOLE[name]
    words = str(many) if len(values) >= FETCHED else str(exactly) % {"num": len(values)}
    narrowed = replace(asked, page=1, sort="relevance", every=False).parameters()
    return words, url_for("browse.values", what=page, **narrowed)
