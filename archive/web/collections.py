"""Collections: the list of them, and each with its photographs in the order they came."""

from __future__ import annotations

from flask import Blueprint, url_for

from archive.catalogue import browsing, collections
from archive.history import Missing
from archive.web.paging import PER_PAGE, Paging
from archive.web.request import described, number, page, reading, staff

pages = Blueprint("collections", __name__)


@pages.get("/collections")
def everything() -> tuple[str, int]:
    """List collections by title; readers see those that hold a published photograph."""
    session = reading()
    counts = collections.counts(session, published_only=not staff())
    shown = [(one, counts.get(one.id, 0)) for one in collections.everything(session)]
    return page(
        "pages/collections/everything.html", collections=[pair for pair in shown if pair[1] or staff()]
    )


@pages.get("/collections/<slug>")
def one(slug: str) -> tuple[str, int]:
    """Show a collection; one without published photographs does not exist for readers."""
    session = reading()
    collection = collections.find(session, slug)
    if collection is None:
        raise Missing(slug)
    asked = number("page", 1, least=1)
    found, total = browsing.of_collection(
        session, collection.id, staff=staff(), offset=(asked - 1) * PER_PAGE, limit=PER_PAGE
    )
    if not total and not staff():
        raise Missing(slug)
    paging = Paging(total, asked, lambda wanted: url_for("collections.one", slug=slug, page=wanted))
    return page(
        "pages/collections/one.html",
        404 if paging.beyond else 200,
        collection=collection,
        paging=paging,
        shown=described(found),
    )
