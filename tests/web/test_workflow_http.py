"""Every cell of role, verb and standing over HTTP, as somebody with a crafted form would try it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive import accounts, history
from archive.catalogue import photographs
from archive.history import OPERATOR, Actor
from archive.parts import Parts
from tests import builders
from tests.descriptions import standings
from tests.descriptions.table import ROLES, VERBS, cells
from tests.web.conftest import PASSWORD, token

WRITTEN = "Rain runs down the windows of a tram."


@pytest.fixture
def browsers(app: Flask, parts: Parts) -> dict[str, FlaskClient]:
    """A signed-in browser for each column of the table, and a reader's."""
    found = {}
    for name, roles in ROLES.items():
        found[name] = app.test_client()
        if not roles:
            continue
        with parts.db.writing() as session:
            accounts.add(session, OPERATOR, name, sorted(roles), password=PASSWORD)
        form = {"username": name, "password": PASSWORD}
        form["csrf_token"] = token(found[name].get("/sign-in").text)
        assert found[name].post("/sign-in", data=form).status_code in {302, 303}
    return found


def events(parts: Parts, accession: str) -> list[str]:
    with parts.db.reading() as session:
        return [e.verb for e in history.of(session, "photograph", photographs.get(session, accession).id)]


def send(parts: Parts, browser: FlaskClient, accession: str, verb: str) -> str:
    """Try it; the answer as the table writes it."""
    number, version = standings.target(parts, accession, verb)
    page = f"/photographs/{accession}/describe"
    form = {"lang": "en", "alt_version": str(version), f"version-{number}": str(version)}
    before = "withdraw-" if verb == "withdraw" else ""
    form |= {f"{before}reason_code-{number}": "other", f"{before}reason-{number}": "Why."}
    if verb in {"draft", "save", "drop"}:
        words = "" if verb == "drop" else WRITTEN
        form = {"lang": "en", "alt": words, "alt_version": str(standings.seen_version(parts, accession))}
        form["then"] = "draft" if verb == "draft" else "stay"
        address = page
    elif verb == "accept":
        address = f"{page}/{number}/accept"
    else:
        address = f"{page}/{number}/{verb}"
    known = events(parts, accession)
    desk = browser.get("/desk")
    form["csrf_token"] = token((desk if desk.status_code == 200 else browser.get("/sign-in")).text)
    answer = browser.post(address, data=form)
    if events(parts, accession) != known:
        assert answer.status_code in {303, 200}, answer.status_code
        return "yes"
    if answer.status_code == 403 or "/sign-in" in answer.headers.get("Location", ""):
        return "role"
    if answer.status_code in {404, 409}:
        return "gone"
    if answer.status_code == 422:
        told = answer.text.partition('class="error-summary"')[2].partition("</div>")[0]
        return "own" if "somebody else has to approve" in told else "state"
    assert answer.status_code == 303, answer.status_code
    return "-"


@pytest.mark.parametrize("verb", VERBS)
def test_every_standing_and_role(parts: Parts, browsers: dict[str, FlaskClient], verb: str) -> None:
    found, wanted = {}, {}
    for _verb, standing, column, expected in [cell for cell in cells() if cell[0] == verb]:
        accession = builders.photograph(parts)
        standings.stand(parts, accession, standing, Actor("author", ROLES["author"]))
        before = standings.rows(parts, accession)
        wanted[standing, column] = expected
        found[standing, column] = send(parts, browsers[column], accession, verb)
        if expected != "yes":
            assert standings.rows(parts, accession) == before, (standing, column)
    assert found == wanted
