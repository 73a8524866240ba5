"""The start page: search, collections, what came last, and how much of it is told in words."""

from __future__ import annotations

from flask import Blueprint

from archive.catalogue import browsing, collections
from archive.descriptions.counts import described_counts
from archive.web.request import described, page, reading

pages = Blueprint("home", __name__)

NEWEST = 6
EXAMPLES = ("boat OR ship", '"dust bowl"', "place:japan", "date:1930..1939")


@pages.get("/")
def start() -> tuple[str, int]:
    """Show the start page; it shows staff what it shows readers."""
    session = reading()
    newest, _total = browsing.browse(session, staff=False, offset=0, limit=NEWEST)
    published, done = described_counts(session)
    counts = collections.counts(session, published_only=True)
    shown = [(one, counts[one.id]) for one in collections.everything(session) if counts.get(one.id)]
    return page(
        "pages/home/start.html",
        newest=described(newest),
        collections=shown,
        published=published,
        done=done,
        examples=EXAMPLES,
    )
