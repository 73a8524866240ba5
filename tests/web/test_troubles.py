"""Bad days: no room left, somebody else writing; each answered in words, nothing half-saved."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from archive import accounts, db
from archive.catalogue import browsing
from archive.parts import Parts
from tests.web.conftest import PASSWORD, token

Enter = Callable[[str], FlaskClient]


def count(parts: Parts) -> int:
    with parts.db.reading() as session:
        return browsing.browse(session, staff=True, offset=0, limit=1)[1]


def test_a_full_disk_is_said_and_nothing_is_half_saved(parts: Parts, signed_in: Enter) -> None:
    """SQLite itself says that it is full: its file may not grow by another page."""
    browser = signed_in("archivist")
    form = token(browser.get("/desk/new").text)

    def no_more(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count={pages}")
        cursor.close()

    parts.db.engine.dispose()
    event.listen(parts.db.engine, "connect", no_more)
    answer = browser.post("/desk/new", data={"csrf_token": form, "headline": "Kept", "caption": "y" * 90_000})
    assert answer.status_code == 507
    assert "The disk is full" in answer.text
    assert count(parts) == 0
    assert browser.get("/photographs").status_code == 200


def test_a_busy_catalogue_is_said_and_the_browser_told_when_to_come_back(
    parts: Parts, signed_in: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in("archivist")
    form = token(browser.get("/desk/new").text)
    parts.db.engine.dispose()
    monkeypatch.setattr(db, "WAIT_SECONDS", 0.2)
    stranger = sqlite3.connect(parts.settings.database, isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    answer = browser.post("/desk/new", data={"csrf_token": form, "headline": "Kept"})
    stranger.execute("ROLLBACK")
    stranger.close()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Nothing was changed" in answer.text
    assert count(parts) == 0


@pytest.fixture
def held(parts: Parts) -> Iterator[sqlite3.Connection]:
    """Another program that writes, until it is told to roll back."""
    stranger = sqlite3.connect(parts.db.path, isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    yield stranger
    stranger.close()


def hurry(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    parts.db.engine.dispose()
    monkeypatch.setattr(db, "WAIT_SECONDS", 0.2)


def test_a_form_that_nothing_could_be_sent_with_is_not_given(
    parts: Parts, client: FlaskClient, held: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(parts, monkeypatch)
    assert client.get("/photographs").status_code == 200, "reading needs no session"
    answer = client.get("/sign-in")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "The archive is busy" in answer.text
    assert "csrf_token" not in answer.text
    held.execute("ROLLBACK")
    assert client.get("/sign-in").status_code == 200


def test_an_entry_that_did_not_happen_is_not_told(
    parts: Parts, signed_in: Enter, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in("archivist")
    form = token(client.get("/sign-in").text)
    hurry(parts, monkeypatch)
    stranger = sqlite3.connect(parts.db.path, isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    sent = {"username": "archivist", "password": PASSWORD, "csrf_token": form}
    answer = client.post("/sign-in", data=sent)
    stranger.execute("ROLLBACK")
    stranger.close()
    assert (answer.status_code, answer.headers.get("Location")) == (503, None)
    assert "The archive is busy" in answer.text
    assert client.post("/sign-in", data=sent).status_code in {302, 303}, "the form still holds"


def test_a_page_whose_session_only_tells_of_its_use_is_answered(
    parts: Parts, signed_in: Enter, held: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    held.execute("ROLLBACK")
    browser = signed_in("archivist")
    monkeypatch.setattr(accounts, "NOTED", timedelta(seconds=-5))
    hurry(parts, monkeypatch)
    held.execute("BEGIN IMMEDIATE")
    assert browser.get("/desk/new").status_code == 200
