"""Help: how to search, from the grammar's own tables; and the accessibility statement, with live figures."""

from __future__ import annotations

from flask import Blueprint

from archive.descriptions import counts
from archive.search.query import FIELDS, FLAGS, FORMS
from archive.web.request import page, reading

pages = Blueprint("help", __name__)

STATED = "2026-11-23"  # the day when somebody last compared the statement with the pages


@pages.get("/help/search")
def search() -> tuple[str, int]:
    """Explain the query grammar, each line with an example that is a real search."""
    return page("pages/help/search.html", forms=FORMS, fields=FIELDS, flags=FLAGS)


@pages.get("/accessibility")
def accessibility() -> tuple[str, int]:
    """State which standard is aimed at, what is known to fall short, and what was tested."""
    published, _done = counts.described_counts(reading())
    undescribed, unseen = counts.without_words_counts(reading())
    return page(
        "pages/help/accessibility.html",
        published=published,
        undescribed=undescribed,
        unseen=unseen,
        stated=STATED,
    )
