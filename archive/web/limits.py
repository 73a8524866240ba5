"""Limits: guessing passwords is slow, bodies are small but for uploads; reading is not touched."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from archive.web.request import actor, parts

SIGN_INS = "10 per minute; 60 per hour"
FORM_BYTES = 4_000_000  # a caption of a million letters still comes back to its form
UPLOADS = ("intake.send", "edit.attach")
limiter = Limiter(get_remote_address, storage_uri="memory://", strategy="moving-window")


def sign_ins(app: Flask) -> None:
    """Limit tries to sign in by address; each server process counts for itself."""
    app.config.setdefault("RATELIMIT_HEADERS_ENABLED", False)
    limiter.init_app(app)
    views: dict[str, Any] = app.view_functions
    views["security.login"] = limiter.limit(SIGN_INS, methods=["POST"])(views["security.login"])


def bodies(app: Flask) -> None:
    """Take large bodies only as uploads, and only from archivists: nobody else has memory or disk used up."""

    @app.before_request
    def _raise_the_limit() -> None:
        uploading = request.endpoint in UPLOADS and request.mimetype == "multipart/form-data"
        if uploading and actor().may("archivist"):
            request.max_content_length = parts().settings.max_bytes * 4
