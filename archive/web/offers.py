"""Texts of pictures that look the same, offered and never copied silently."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("offers", __name__)
