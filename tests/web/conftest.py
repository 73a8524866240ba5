"""Fixtures for page tests: the real application over a real archive, and people who sign in."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive import accounts
from archive.history import OPERATOR
from archive.parts import Parts
from archive.web.app import build

PASSWORD = "tram-lantern-quiet-orchard"
ROLES = {
    "archivist": ("archivist", "describer", "reviewer", "administrator"),
    "reviewer": ("reviewer",),
    "describer": ("describer",),
}


@pytest.fixture
def app(parts: Parts) -> Flask:
    """The application; it lets errors through, so that a test sees them."""
    made = build(parts)
    made.testing = True
    made.config["RATELIMIT_ENABLED"] = False
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A reader's browser."""
    return app.test_client()


def token(page: str) -> str:
    """The CSRF token of the first form on a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, "the page has no form with a token"
    return found[1]


@pytest.fixture
def signed_in(app: Flask, parts: Parts) -> Callable[[str], FlaskClient]:
    """Sign in as archivist, reviewer or describer; returns their browser."""

    def enter(name: str) -> FlaskClient:
        with parts.db.writing() as session:
            if accounts.find(session, name) is None:
                accounts.add(session, OPERATOR, name, ROLES[name], password=PASSWORD)
        browser = app.test_client()
        form = browser.get("/sign-in").text
        answer = browser.post(
            "/sign-in", data={"username": name, "password": PASSWORD, "csrf_token": token(form)}
        )
        assert answer.status_code in {302, 303}, answer.text
        return browser

    return enter


def post(browser: FlaskClient, address: str, data: dict[str, object], form: str | None = None):  # noqa: ANN201
    """Send a form as a browser does: with the token of the page that shows it."""
    page = browser.get(form or address).text
    return browser.post(address, data={"csrf_token": token(page)} | data)
