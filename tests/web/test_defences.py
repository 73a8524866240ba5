"""What strangers try: bearer tokens, revived sessions, huge bodies, pages nobody uses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from archive import accounts, db
from archive.history import OPERATOR
from archive.parts import Parts
from archive.web.app import build
from tests import builders
from tests.web.conftest import PASSWORD, token


def cookie(browser: FlaskClient) -> str:
    kept = browser.get_cookie("archive_session")
    assert kept is not None
    return kept.value


def test_signing_in_gives_a_new_session_and_signing_out_ends_it(
    app: Flask, signed_in: Callable[[str], FlaskClient]
) -> None:
    browser = signed_in("archivist")
    stolen = cookie(browser)
    browser.post("/sign-out", data={"csrf_token": token(browser.get("/desk").text)})
    thief = app.test_client()
    thief.set_cookie("archive_session", stolen)
    assert thief.get("/desk").status_code == 303


def test_a_slow_request_does_not_bring_an_ended_session_back(
    app: Flask, parts: Parts, signed_in: Callable[[str], FlaskClient]
) -> None:
    browser = signed_in("archivist")
    kept = cookie(browser)
    with parts.db.writing() as session:
        accounts.end_session(session, kept)
        assert not accounts.save_session(session, kept, {"_user_id": "x"})
    assert browser.get("/desk").status_code == 303
    again = app.test_client()
    again.set_cookie("archive_session", kept)
    assert again.get("/desk").status_code == 303


def test_no_bearer_token_is_given_or_taken(
    app: Flask, parts: Parts, signed_in: Callable[[str], FlaskClient]
) -> None:
    signed_in("archivist")
    with parts.db.reading() as session:
        account = accounts.find(session, "archivist")
    assert account is not None
    with app.test_request_context():
        bearer = account.get_auth_token()
    stranger = app.test_client()
    assert stranger.get("/desk", headers={"Authentication-Token": bearer}).status_code == 303
    assert stranger.get(f"/desk?auth_token={bearer}").status_code == 303
    form = token(stranger.get("/sign-in").text)
    answer = stranger.post(
        "/sign-in?include_auth_token",
        json={"username": "archivist", "password": PASSWORD, "csrf_token": form},
        headers={"X-CSRFToken": form, "Accept": "application/json"},
    )
    assert "authentication_token" not in answer.text


def test_a_new_password_ends_every_session(parts: Parts, signed_in: Callable[[str], FlaskClient]) -> None:
    browser = signed_in("archivist")
    with parts.db.writing() as session:
        accounts.set_password(session, OPERATOR, "archivist", "copper-window-thirty-gulls")
    assert browser.get("/desk").status_code == 303


def test_large_bodies_are_refused_unless_an_archivist_uploads(
    client: FlaskClient, signed_in: Callable[[str], FlaskClient]
) -> None:
    large = "x" * 5_000_000
    for address in ("/sign-in", "/desk/import", "/photographs/a/edit"):
        assert client.post(address, data={"password": large}).status_code == 413
    assert signed_in("describer").post("/desk/import", data={"a": large}).status_code == 413


def test_the_page_for_typing_a_password_again_is_gone(signed_in: Callable[[str], FlaskClient]) -> None:
    browser = signed_in("archivist")
    assert browser.get("/verify").status_code == 404
    form = token(browser.get("/desk").text)
    assert browser.post("/verify", data={"password": "x", "csrf_token": form}).status_code == 404


@pytest.mark.parametrize(("trouble", "status"), [(db.Busy, 503), (db.Full, 200)])
def test_a_page_is_answered_when_its_session_cannot_be_kept(
    client: FlaskClient, parts: Parts, monkeypatch: pytest.MonkeyPatch, trouble: type[Exception], status: int
) -> None:
    """A form without its session could not be sent: while the catalogue is busy the page says so instead."""

    def refuse(*_: object) -> None:
        raise trouble

    monkeypatch.setattr(accounts, "open_session", refuse)
    answer = client.get("/sign-in")
    assert answer.status_code == status
    assert ("Retry-After" in answer.headers) == (trouble is db.Busy)


def test_headers_let_nothing_run_that_we_did_not_ship(client: FlaskClient) -> None:
    headers = client.get("/").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "nosniff" in client.get("/health").headers["X-Content-Type-Options"]


def test_the_secret_key_is_nobody_elses(app: Flask, parts: Parts) -> None:
    assert app.config["SECRET_KEY"]
    assert parts.settings.secret_key.stat().st_mode & 0o777 == 0o600
    assert parts.settings.database.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["Jose\u0301", "JOSÉ", " José ", "Jo sé"])
def test_no_account_looks_like_another(parts: Parts, name: str) -> None:
    """Who wrote a text and who approved it are told apart by their names alone."""
    with parts.db.writing() as session:
        accounts.add(session, OPERATOR, "José", ["describer"], password=None)
    with parts.db.writing() as session, pytest.raises(accounts.BadAccount, match="looks alike"):
        accounts.add(session, OPERATOR, name, ["reviewer"], password=None)


def test_a_name_may_be_typed_in_pieces(parts: Parts) -> None:
    with parts.db.writing() as session:
        accounts.add(session, OPERATOR, "José", ["describer"], password=None)
        assert accounts.find(session, "Jose\u0301") is not None


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_addresses_come_from_proxies_only_where_they_are_believed(
    tmp_path: Path, proxies: int, address: str
) -> None:
    made = builders.archive(tmp_path / "behind", proxies=proxies)
    app = build(made)
    seen: list[str | None] = []
    app.before_request(lambda: seen.append(request.remote_addr))
    app.test_client().get("/health", headers={"X-Forwarded-For": "203.0.113.9"})
    made.close()
    assert seen == [address]


@pytest.mark.parametrize(("hours", "stays"), [(21, True), (25, False)])
def test_a_session_waits_a_day_for_its_person(
    parts: Parts, signed_in: Callable[[str], FlaskClient], hours: int, *, stays: bool
) -> None:
    """WCAG 2.2.1 leaves limits longer than 20 hours alone."""
    browser = signed_in("archivist")
    with parts.db.writing() as session:
        row = session.get(accounts.SignIn, accounts.token_hash(cookie(browser)))
        assert row is not None
        row.used = (datetime.now(UTC) - timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert (browser.get("/desk").status_code == 200) is stays
