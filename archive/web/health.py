"""`/health`: for whoever runs the archive."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from archive import history
from archive.search.index import Unavailable
from archive.web.request import parts, reading

pages = Blueprint("health", __name__)


@pages.get("/health")
def health() -> Response:
    """Whether catalogue and index answer, and how many events the index is behind."""
    head = history.head(reading())  # asks the catalogue; where it does not answer, an error page does
    try:
        behind: int | None = head - parts().index.seen()
    except Unavailable:
        behind = None
    return jsonify({"catalogue": "ok", "index": "rebuilding" if behind is None else "ok", "behind": behind})
