"""`/health`: for whoever runs the archive."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from archive import history
from archive.search import generations
from archive.search.index import Unavailable
from archive.web.request import parts, reading

pages = Blueprint("health", __name__)


@pages.get("/health")
def health() -> Response:
    """Whether catalogue and index answer, with which engine, and how many events the index is behind."""
    head = history.head(reading())  # asks the catalogue; where it does not answer, an error page does
    try:
        behind: int | None = head - parts().index.seen()
        engine: str | None = generations.engine(generations.current(parts().settings.index))
    except Unavailable:
        behind = engine = None
    state = "rebuilding" if behind is None else "ok"
    return jsonify({"catalogue": "ok", "index": state, "engine": engine, "behind": behind})
