"""Answering for texts: approve, send back with a reason, take from readers."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("review", __name__)
