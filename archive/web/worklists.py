"""The desk's queues, one page each: filtered, paged, with batches to take and texts to decide on."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("worklists", __name__)
