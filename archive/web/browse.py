"""Lists of all dates, people, places, creators and keywords: facets of everything, or of any search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Blueprint, abort, redirect, url_for
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from archive.search.index import FacetValue, Found
from archive.web import alphabet, narrowing, sentences, timeline
from archive.web.asked import Asked, read
from archive.web.paging import Paging
from archive.web.request import page, parts
from archive.web.search import explained

pages = Blueprint("browse", __name__)

PER_PAGE = 500
DECADES = 50  # on a page of dates, each with its years
SHORT = 60  # values that need no list of letters to jump to


@dataclass(frozen=True)
class List:
    """A list: its title, the facets it is made of, what to know about its order."""

    title: str
    groups: tuple[str, ...]
    told: str
    family_first: bool = False


LISTS = {
    "dates": List(_l("Dates"), ("decade", "year"), _l("When the photographs were made, by decade and year.")),
    "people": List(
        _l("People"),
        ("person",),
        _l("The people shown, by family name: the last word of a name is taken for it."),
        family_first=True,
    ),
    "places": List(_l("Places"), ("place",), _l("Where the photographs were made.")),
    "creators": List(
        _l("Creators"), ("creator",), _l("Who made the photographs, in the order of the names.")
    ),
    "keywords": List(_l("Keywords"), ("keyword",), _l("What the photographs are about.")),
}


@dataclass(frozen=True)
class Value:
    """A value as it is listed: its name, how many photographs have it, the search that finds them."""

    words: str
    count: int
    address: str


@dataclass(frozen=True)
class Section:
    """Values under one letter of a page; `anchor` is what links jump to."""

    letter: str
    anchor: str
    values: list[Value]
    continued: bool


@dataclass(frozen=True)
class Decade:
    """A decade with the years of it that photographs are from."""

    value: Value
    years: list[Value]


@pages.get("/browse")
def lists() -> tuple[str, int]:
    """Say which lists there are."""
    return page("pages/browse/lists.html", lists=LISTS)


@pages.get("/browse/<what>")
def values(what: str) -> tuple[str, int] | Response:
    """List every value of a facet within a search, under the one address that the list has."""
    if what not in LISTS:
        abort(404)
    typed, canonical = read()
    # What is chosen in the list's own facet is let go: each link chooses one value instead.
    chosen = {group: some for group, some in typed.chosen.items() if group not in LISTS[what].groups}
    asked = replace(typed, chosen=chosen, sort="relevance", every=False)
    if not canonical or asked.parameters() != typed.parameters():
        return redirect(_here(what, asked))
    request = replace(narrowing.request_of(asked, LISTS[what].groups), facet_limit=None)
    answer = parts().search(request)
    if answer.found is None:
        return page("pages/browse/values.html", what=what, list=LISTS[what], note="rebuilding", asked=asked)
    return _dates(asked, answer.found) if what == "dates" else _names(what, asked, answer.found)


def _here(what: str, asked: Asked) -> str:
    """The address of this very page, with the query as typed where some of it was not understood."""
    typed = {"q": asked.query.text} if asked.query.problems and asked.query.text else {}
    return url_for("browse.values", what=what, **{**typed, **asked.parameters(), **typed})


def _address(what: str, asked: Asked, wanted: int) -> str:
    return url_for("browse.values", what=what, **replace(asked, page=wanted).parameters())


def _names(what: str, asked: Asked, found: Found) -> tuple[str, int]:
    shown = LISTS[what]
    group = shown.groups[0]
    placed = alphabet.ordered(
        found.facets.get(group, ()), lambda one: one.value, family_first=shown.family_first
    )
    paging = _paging(what, asked, len(placed), PER_PAGE)
    return _page(
        what,
        asked,
        found,
        paging,
        sections=_sections(asked, group, placed, paging),
        jumps=_jumps(placed, paging) if paging.total > SHORT else [],
    )


def _sections(
    asked: Asked, group: str, placed: list[tuple[alphabet.Place, FacetValue]], paging: Paging
) -> list[Section]:
    """The page's part of the list, under its letters."""
    anchors = _anchors(placed)
    here = placed[paging.offset : paging.offset + paging.per_page]
    before = placed[paging.offset - 1][0][:2] if here and paging.offset else None
    made: list[Section] = []
    for letter, some in alphabet.sections(here):
        listed = [Value(one.value, one.count, timeline.narrowed(asked, group, one.value)) for one in some]
        continued = not made and before == here[0][0][:2]
        made.append(Section(letter, anchors[letter], listed, continued))
    return made


def _anchors(placed: list[tuple[alphabet.Place, FacetValue]]) -> Mapping[str, str]:
    """What each letter is jumped to by, whatever alphabet it is of."""
    letters = dict.fromkeys(where.letter for where, _one in placed)
    return {letter: f"letter-{number}" for number, letter in enumerate(letters, 1)}


def _jumps(placed: list[tuple[alphabet.Place, FacetValue]], paging: Paging) -> list[tuple[str, str]]:
    """Each letter of the whole list, with the address at which it begins."""
    anchors = _anchors(placed)
    first: dict[str, int] = {}
    for number, (where, _one) in enumerate(placed):
        first.setdefault(where.letter, number // paging.per_page + 1)
    return [
        (letter, f"{paging.address(number) if number != paging.page else ''}#{anchors[letter]}")
        for letter, number in first.items()
    ]


def _dates(asked: Asked, found: Found) -> tuple[str, int]:
    """Decades under their centuries, each with its years."""

    def value(group: str, one: FacetValue) -> Value:
        words = timeline.words_of(group, one.value)
        return Value(words, one.count, timeline.narrowed(asked, group, one.value))

    years: dict[int, list[Value]] = {}
    for one in found.facets.get("year", ()):
        years.setdefault(int(one.value) // 10, []).append(value("year", one))
    decades = list(found.facets.get("decade", ()))
    paging = _paging("dates", asked, len(decades), DECADES)
    centuries: dict[str, list[Decade]] = {}
    for one in decades[paging.offset : paging.offset + DECADES]:
        made = Decade(value("decade", one), years.get(int(one.value) // 10, []))
        centuries.setdefault(f"{int(one.value) // 100:02}", []).append(made)
    undated = timeline.undated(asked)
    return _page("dates", asked, found, paging, centuries=centuries, undated=undated)


def _paging(what: str, asked: Asked, total: int, per_page: int) -> Paging:
    return Paging(total, asked.page, lambda wanted: _address(what, asked, wanted), per_page)


def _page(what: str, asked: Asked, found: Found, paging: Paging, **values: object) -> tuple[str, int]:
    labels = narrowing.Labels()
    chosen = {name: [labels.of(name, one) for one in some] for name, some in asked.chosen.items()}
    photographs = sentences.photographs(found.total, asked.query.node, chosen)
    heading = _heading(what, paging, photographs) if found.total else _none(what, photographs)
    return page(
        "pages/browse/values.html",
        404 if paging.beyond else 200,
        what=what,
        list=LISTS[what],
        heading=heading,
        title=sentences.short(heading),
        photographs=photographs,
        problems=[explained(one) for one in (*asked.query.problems, *found.problems)],
        canonical=_address(what, asked, asked.page),
        asked=asked,
        paging=paging,
        note="",
        **values,
    )


def _heading(what: str, paging: Paging, photographs: Markup) -> Markup:
    """How many values there are in which photographs, and the page where there are several or none such."""
    if paging.beyond:
        message = _("%(values)s in %(photographs)s, no page %(page)s")
    elif paging.pages > 1:
        message = _("%(values)s in %(photographs)s, page %(page)s of %(pages)s")
    else:
        message = _("%(values)s in %(photographs)s")
    places = {"values": _counted(what, paging.total), "photographs": photographs}
    return escape(message) % {**places, "page": paging.page, "pages": paging.pages}


def _none(what: str, photographs: Markup) -> Markup:
    return escape(_("%(list)s: %(photographs)s")) % {"list": LISTS[what].title, "photographs": photographs}


def _counted(what: str, total: int) -> str:
    count = format_decimal(total)
    match what:
        case "dates":
            words = ngettext("%(count)s decade", "%(count)s decades", total, count=count)
        case "people":
            words = ngettext("%(count)s person shown", "%(count)s people shown", total, count=count)
        case "places":
            words = ngettext("%(count)s place", "%(count)s places", total, count=count)
        case "creators":
            words = ngettext("%(count)s creator", "%(count)s creators", total, count=count)
        case _:
            words = ngettext("%(count)s keyword", "%(count)s keywords", total, count=count)
    return str(words)
