"""Collections at the desk: open one, correct its title and summary, say what it lends to its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, make_response, request, url_for
from flask_babel import gettext as _

from archive.catalogue import collections
from archive.catalogue.checks import Invalid, Problem
from archive.catalogue.models import Collection
from archive.catalogue.photographs import Stale
from archive.history import Missing
from archive.web import fieldsets
from archive.web.request import actor, go, need, number, page, reading, writing

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("shelves", __name__)


@pages.get("/desk/collections")
def show() -> Response:
    """All collections, and the form that opens one."""
    need("archivist")
    return _list()


@pages.post("/desk/collections")
def add() -> Response:
    """Open a collection; its short name for addresses is made from the title unless given."""
    need("archivist")
    slug = request.form.get("slug", "").strip() or collections.slug_of(request.form.get("title", ""))
    try:
        with writing() as session:
            _need_new(session, slug)
            collections.open_one(session, actor(), slug, _typed() | _title())
    except Invalid as error:
        return _list(error.problems)
    flash(_("Opened the collection “%(title)s”.", title=request.form.get("title", "")), "done")
    return make_response(go(url_for("shelves.one", slug=slug)))


@pages.get("/desk/collections/<slug>")
def one(slug: str) -> Response:
    """The form of one collection."""
    need("archivist")
    return _form(_found(slug))


@pages.post("/desk/collections/<slug>")
def save(slug: str) -> Response:
    """Save a collection; a second editor gets both texts."""
    need("archivist")
    try:
        with writing() as session:
            collections.amend(session, actor(), slug, _typed(), version=number("version", 0))
    except Invalid as error:
        return _form(_found(slug), error.problems)
    except Stale:
        return _form(_found(slug), theirs=True)
    flash(_("Saved."), "done")
    return make_response(go(url_for("shelves.one", slug=slug)))


def _need_new(session: Session, slug: str) -> None:
    if collections.find(session, slug) is not None:
        raise Invalid(Problem("slug", _("There is a collection of this short name already.")))


def _found(slug: str) -> Collection:
    found = collections.find(reading(), slug)
    if found is None:
        raise Missing(slug)
    return found


def _typed() -> dict[str, str]:
    return {name: request.form.get(name, "") for name in collections.FIELDS}


def _title() -> dict[str, str]:
    """A title that is there: opening one without it would give it its short name for a title."""
    title = request.form.get("title", "").strip()
    if not title:
        raise Invalid(Problem("title", _("Give the collection a title.")))
    return {"title": title}


def _list(problems: Sequence[Problem] = ()) -> Response:
    counts = collections.counts(reading(), published_only=False)
    shown = [(one, counts.get(one.id, 0)) for one in collections.everything(reading())]
    empty = {"language": "en"}
    return _page("pages/shelves/shelves.html", problems, _typed() if problems else empty, shown=shown)


def _form(found: Collection, problems: Sequence[Problem] = (), *, theirs: bool = False) -> Response:
    stands = {name: getattr(found, name) for name in collections.FIELDS}
    typed = _typed() if problems or theirs else stands
    differs = [name for name in collections.FIELDS if typed[name] != stands[name]] if theirs else []
    return _page(
        "pages/shelves/shelf.html",
        problems,
        typed,
        collection=found,
        stands=stands,
        differs=differs,
        theirs=theirs,
    )


def _page(template: str, problems: Sequence[Problem], typed: Mapping[str, str], **values: object) -> Response:
    status = 422 if problems else 409 if values.get("theirs") else 200
    return make_response(
        *page(
            template,
            status,
            problems=problems,
            errors=fieldsets.errors(problems),
            typed=typed,
            languages=fieldsets.language_choices(),
            rights=fieldsets.rights_choices(_("None")),
            **values,
        )
    )
