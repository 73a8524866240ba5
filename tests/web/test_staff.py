"""Accounts, and one's own password."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from archive import accounts
from archive.parts import Parts
from tests.web.conftest import PASSWORD, post, token

SignIn = Callable[[str], FlaskClient]


def enter(app: Flask, name: str, password: str) -> tuple[FlaskClient, bool]:
    browser = app.test_client()
    data = {"username": name, "password": password, "csrf_token": token(browser.get("/sign-in").text)}
    return browser, browser.post("/sign-in", data=data).status_code in {302, 303}


def shown(page: str) -> str:
    found = re.search(r'<code class="password">([^<]+)</code>', page)
    assert found, "no password on the page"
    return found[1]


def test_a_new_account_gets_a_password_that_is_shown_once_and_works(app: Flask, signed_in: SignIn) -> None:
    browser = signed_in("archivist")
    answer = post(browser, "/desk/accounts", {"username": "Rosa Pérez", "roles": ["describer", "reviewer"]})
    assert "Rosa Pérez was added" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    password = shown(answer.text)
    page = browser.get("/desk/accounts").text
    assert password not in page
    assert "Roles: describer and reviewer." in page
    assert enter(app, "Rosa Pérez", password)[1]


def test_a_name_may_hold_a_slash(app: Flask, signed_in: SignIn) -> None:
    browser = signed_in("archivist")
    post(browser, "/desk/accounts", {"username": "desk/night", "roles": ["reviewer"]})
    password = shown(post(browser, "/desk/accounts/desk%2Fnight/password", {}, "/desk/accounts").text)
    assert enter(app, "desk/night", password)[1]


def test_what_cannot_be_added_keeps_what_was_typed(signed_in: SignIn) -> None:
    browser = signed_in("archivist")
    none = post(browser, "/desk/accounts", {"username": "Li"})
    assert none.status_code == 422
    assert '<a href="#roles">' in none.text
    assert 'value="Li"' in none.text
    taken = post(browser, "/desk/accounts", {"username": "archivist", "roles": ["reviewer"]})
    assert '<a href="#username">' in taken.text
    assert re.search(r'value="reviewer" checked', taken.text)


def test_a_reset_and_a_closed_account_end_what_was_open(app: Flask, signed_in: SignIn) -> None:
    admin, other = signed_in("archivist"), signed_in("describer")
    password = shown(post(admin, "/desk/accounts/describer/password", {}, "/desk/accounts").text)
    assert other.get("/desk").status_code == 303, "their session ended"
    assert not enter(app, "describer", PASSWORD)[1]
    again, inside = enter(app, "describer", password)
    assert inside
    post(admin, "/desk/accounts/describer/close", {}, "/desk/accounts")
    assert again.get("/desk").status_code == 303
    assert not enter(app, "describer", password)[1]
    assert "Closed: nobody can sign in with it." in admin.get("/desk/accounts").text
    post(admin, "/desk/accounts/describer/open", {}, "/desk/accounts")
    assert enter(app, "describer", password)[1]


def test_nobody_closes_their_own_account_or_one_that_is_not_there(signed_in: SignIn) -> None:
    admin = signed_in("archivist")
    own = post(admin, "/desk/accounts/archivist/close", {}, "/desk/accounts")
    assert own.status_code == 422
    assert "You cannot close your own account" in own.text
    for act in ("password", "close", "open"):
        assert post(admin, f"/desk/accounts/nobody/{act}", {}, "/desk/accounts").status_code == 422, act


def test_changing_ones_password_asks_for_the_current_one(app: Flask, signed_in: SignIn) -> None:
    browser = signed_in("describer")
    elsewhere, _inside = enter(app, "describer", PASSWORD)
    new = "pear-cañon-mosaic-violin"
    wrong = post(browser, "/account/password", {"current": "x", "new": new, "again": new})
    assert wrong.status_code == 422
    assert '<a href="#current">' in wrong.text
    endless = post(browser, "/account/password", {"current": "x" * 5000, "new": new, "again": new})
    assert endless.status_code == 422
    differs = post(browser, "/account/password", {"current": PASSWORD, "new": new, "again": new + "x"})
    assert '<a href="#again">' in differs.text
    weak = post(
        browser, "/account/password", {"current": PASSWORD, "new": "password1234", "again": "password1234"}
    )
    assert '<a href="#new">' in weak.text
    done = post(browser, "/account/password", {"current": PASSWORD, "new": new, "again": new})
    assert done.location == "/desk"
    assert "Your password was changed." in browser.get("/desk").text, "still signed in here"
    assert elsewhere.get("/desk").status_code == 303, "signed out elsewhere"
    assert enter(app, "describer", new)[1]


def test_accounts_are_the_administrators(parts: Parts, signed_in: SignIn, client: FlaskClient) -> None:
    assert client.get("/desk/accounts").status_code == 303
    assert client.get("/account/password").status_code == 303
    browser = signed_in("describer")
    assert browser.get("/desk/accounts").status_code == 403
    for act in ("password", "close", "open"):
        assert post(browser, f"/desk/accounts/describer/{act}", {}, "/desk").status_code == 403, act
    assert (
        post(browser, "/desk/accounts", {"username": "x", "roles": ["administrator"]}, "/desk").status_code
        == 403
    )
    with parts.db.reading() as session:
        assert [account.username for account in accounts.everybody(session)] == ["describer"]
