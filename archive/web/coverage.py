"""How much is described: by collection and language, and over time."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("coverage", __name__)
