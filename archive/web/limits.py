"""Throttles: guessing passwords is slow, reading is not touched."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

SIGN_INS = "10 per minute; 60 per hour"
limiter = Limiter(get_remote_address, storage_uri="memory://", strategy="moving-window")


def init(app: Flask) -> None:
    """Limit tries to sign in by address; each server process counts for itself."""
    app.config.setdefault("RATELIMIT_HEADERS_ENABLED", False)
    limiter.init_app(app)
    views: dict[str, Any] = app.view_functions
    views["security.login"] = limiter.limit(SIGN_INS, methods=["POST"])(views["security.login"])
