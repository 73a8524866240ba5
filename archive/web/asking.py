"""What readers send without an account: asking for a description, reporting a fault in one."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("asking", __name__)
