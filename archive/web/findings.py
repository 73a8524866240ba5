"""What the checks found: the report of a collection, and the help page made from the rules."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("findings", __name__)
