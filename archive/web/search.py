"""Search and browse: a query, facets and an order become one page of photographs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import Blueprint, redirect
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from archive.catalogue import browsing, photographs
from archive.search.fields import FACETS
from archive.search.index import DEEPEST
from archive.search.query import PROBLEMS, All, Problem
from archive.web import narrowing, sentences, timeline
from archive.web.asked import MOST_CHOSEN, Asked, read
from archive.web.filters import said
from archive.web.narrowing import GROUPS, Group, Labels
from archive.web.nothing import Advice, Adviser
from archive.web.paging import PER_PAGE, Paging
from archive.web.request import page, parts, reading, staff
from archive.web.results import results

pages = Blueprint("search", __name__)

SORTS = {
    "relevance": lazy_gettext("Best match"),
    "oldest": lazy_gettext("Oldest first"),
    "newest": lazy_gettext("Newest first"),
}
MOST_MISSING = 5  # chosen values that are asked for by themselves


@pages.get("/photographs", endpoint="photographs")
def find() -> tuple[str, int] | Response:
    """Show one page of what a search found, or of everything, under the one address that it has."""
    asked, canonical = read()
    if not canonical:
        return redirect(asked.here())
    request = narrowing.request_of(
        asked, narrowing.groups(asked), offset=(asked.page - 1) * PER_PAGE, limit=PER_PAGE
    )
    answer = parts().search(request)
    if answer.found is None:
        return _from_catalogue(asked)
    found, labels = answer.found, Labels()
    paging = Paging(found.total, asked.page, asked.address, most=DEEPEST)
    # An index that is a moment behind must not show what was just taken back.
    rows = [one for one in photographs.by_ids(reading(), found.ids) if staff() or photographs.public(one)]
    groups = narrowing.listed(asked, found, labels)
    # How deep a list can be turned is said with the list; it is nothing that a query was read as.
    problems = [
        explained(one) for one in (*asked.query.problems, *found.problems) if one.code != "page-too-deep"
    ]
    chosen = {name: [labels.of(name, one) for one in values] for name, values in asked.chosen.items()}
    heading = sentences.photographs(found.total, asked.query.node, chosen, asked.sort)
    return page(
        "pages/search/photographs.html",
        _status(paging),
        **_headings(heading, paging),
        asked=asked,
        paging=paging,
        results=results(rows, asked.query.node),
        groups=groups,
        more=set(FACETS) - set(request.groups),
        told=timeline.of_result(asked, found),
        problems=[*problems, *_crowded(asked), *_not_there(groups)],
        advice=Adviser(asked, labels).advice(found.total),
        note=answer.note,
        sorts=SORTS,
        deepest=DEEPEST if found.total > DEEPEST else 0,
    )


def _status(paging: Paging) -> int:
    """200; 404 after the end of the list, 400 where no list has such a page."""
    if not paging.beyond:
        return 200
    return 400 if paging.page > DEEPEST // PER_PAGE else 404


def _headings(heading: Markup, paging: Paging) -> dict[str, Markup | str]:
    """The heading, with the page where there are several or none such, and the title, shortened."""
    if paging.beyond:
        message = _("%(photographs)s, no page %(page)s")
    elif paging.pages > 1:
        message = _("%(photographs)s, page %(page)s of %(pages)s")
    else:
        return {"heading": heading, "title": sentences.short(heading)}
    numbers = {"page": paging.page, "pages": paging.pages}
    return {
        "heading": escape(message) % {"photographs": heading, **numbers},
        "title": message % {"photographs": sentences.short(heading), **numbers},
    }


def _from_catalogue(asked: Asked) -> tuple[str, int]:
    """The newest photographs while there is no index: browsing never stops."""
    plain = Asked(page=asked.page)
    rows, total = browsing.browse(
        reading(), staff=staff(), offset=(asked.page - 1) * PER_PAGE, limit=PER_PAGE
    )
    paging = Paging(total, asked.page, plain.address)
    return page(
        "pages/search/photographs.html",
        _status(paging),
        **_headings(sentences.photographs(total, All()), paging),
        asked=asked,
        paging=paging,
        results=results(rows, All()),
        groups=[],
        more=set(),
        problems=[],
        advice=Advice(),
        note="rebuilding",
        sorts=SORTS,
        deepest=0,
    )


def explained(problem: Problem) -> str:
    """What was not understood in a query, as a sentence in the page's language."""
    return said(PROBLEMS[problem.code]).format(value=problem.value, reading=problem.reading)


def _crowded(asked: Asked) -> Iterator[str]:
    """Sentences on facets of which more values were chosen than are looked for."""
    for name in asked.crowded:
        words = _(
            "Only %(most)s values of a filter can be chosen at once; the others of “%(group)s” were left out."
        )
        yield words % {"most": MOST_CHOSEN, "group": GROUPS[name]}


def _not_there(groups: Sequence[Group]) -> Iterator[str]:
    """Sentences on chosen values that no photograph has at all, whatever else was asked."""
    missing = [(group, one) for group in groups for one in group.chosen if not one.count]
    for group, one in missing[:MOST_MISSING]:
        everything = narrowing.find(Asked(), chosen={group.name: (one.value,)})
        if everything is not None and not everything.total:
            yield _(
                "No photograph here has “%(value)s” as %(group)s.",
                value=one.label.striptags(),
                group=group.label,
            )
