"""Collections at the desk: opened, corrected, and never overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from archive.catalogue import collections
from archive.catalogue.models import Collection
from archive.history import OPERATOR
from archive.parts import Parts
from tests.web.conftest import post
from tests.web.outline import sound

Enter = Callable[[str], FlaskClient]
BOX = {
    "title": "Box seven",
    "summary": "Trams.",
    "language": "en",
    "default_credit": "",
    "default_rights": "",
}


def stands(parts: Parts, slug: str) -> Collection | None:
    with parts.db.reading() as session:
        return collections.find(session, slug)


def test_a_collection_is_opened_under_a_short_name_made_from_its_title(
    parts: Parts, signed_in: Enter
) -> None:
    browser = signed_in("archivist")
    sound(browser.get("/desk/collections").text)
    answer = post(browser, "/desk/collections", {**BOX, "slug": ""})
    assert answer.headers["Location"] == "/desk/collections/box-seven"
    found = stands(parts, "box-seven")
    assert found is not None
    assert (found.title, found.summary) == ("Box seven", "Trams.")
    sound(browser.get("/desk/collections/box-seven").text)
    again = post(browser, "/desk/collections", {**BOX, "slug": "box-seven"})
    assert again.status_code == 422
    assert "already" in again.text


def test_a_title_is_corrected_and_an_empty_one_refused_with_the_words_kept(
    parts: Parts, signed_in: Enter
) -> None:
    with parts.db.writing() as session:
        collections.open_one(session, OPERATOR, "box", {"title": "Bxo"})
    browser = signed_in("archivist")
    post(browser, "/desk/collections/box", {**BOX, "title": "Box", "version": "1"})
    found = stands(parts, "box")
    assert found is not None
    assert (found.title, found.version) == ("Box", 2)
    refused = post(
        browser, "/desk/collections/box", {**BOX, "title": " ", "summary": "Kept.", "version": "2"}
    )
    assert refused.status_code == 422
    assert "Kept." in refused.text
    assert "<title>Error:" in refused.text.replace("\n", "")


def test_a_second_editor_gets_both_texts(parts: Parts, signed_in: Enter) -> None:
    with parts.db.writing() as session:
        collections.open_one(session, OPERATOR, "box", {"title": "Box"})
        collections.amend(session, OPERATOR, "box", {"summary": "Theirs."}, version=1)
    answer = post(
        signed_in("archivist"), "/desk/collections/box", {**BOX, "summary": "Mine.", "version": "1"}
    )
    assert answer.status_code == 409
    assert "Theirs." in answer.text
    assert "Mine." in answer.text
    found = stands(parts, "box")
    assert found is not None
    assert found.summary == "Theirs."


def test_it_is_the_archivists_business(client: FlaskClient, signed_in: Enter) -> None:
    assert client.get("/desk/collections").status_code == 303
    assert signed_in("describer").get("/desk/collections").status_code == 403
    assert signed_in("archivist").get("/desk/collections/nowhere").status_code == 404
