"""A form that could not be taken: its words are told, so that nothing typed is lost, and the way back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from archive.accounts import SignIn
from archive.parts import Parts
from tests import builders
from tests.web.conftest import PASSWORD, token
from tests.web.describing import GOOD, seen, status
from tests.web.outline import sound

Enter = Callable[[str], FlaskClient]


def shown(page: str) -> dict[str, str]:
    """What each read-only field of the page is called, and what it holds."""
    outline = sound(page)
    called = {one["for"]: one.words for one in outline.all("label")}
    fields = outline.all("textarea")
    assert all("readonly" in one.attributes for one in fields)
    return {called[one["id"]]: one.words for one in fields}


def late(parts: Parts) -> None:
    """Everybody's session has run out."""
    with parts.db.writing() as session:
        session.execute(update(SignIn).values(used="2020-01-01T00:00:00Z"))


def test_words_of_a_session_that_ran_out_are_told(parts: Parts, signed_in: Enter) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("archivist"), f"/photographs/{accession}/describe"
    page = browser.get(address).text
    words = {
        "alt": GOOD,
        "long": '<script>alert(1)</script>\n\n"Two" & </textarea>',
        "content_advisory": "An accident.",
        "answer-file-name-alt-en": "Painted on it.",
        "reason-12": "Say the colour.",
        "note": "A note.",
    }
    late(parts)
    came = f"{address}?queue=newest&lang=en"
    form = seen(page) | {"csrf_token": token(page)} | words
    answer = browser.post(address, data=form, headers={"Referer": f"http://localhost{came}"})
    assert answer.status_code in {400, 403}
    assert shown(answer.text) == {
        "Alt text": GOOD,
        "Long description": '<script>alert(1)</script> "Two" & </textarea>',
        "Content advisory": "An accident.",
        "Reason": "Say the colour.",
        "Note": "A note.",
    }
    assert "Painted on it." in answer.text
    assert "<script>alert" not in answer.text
    assert "Nothing was changed." in answer.text
    back = sound(answer.text).link("Sign in and go back to the page")
    assert back.startswith("/sign-in?next=")
    form = {"username": "archivist", "password": PASSWORD, "csrf_token": token(browser.get(back).text)}
    assert browser.post(back, data=form).location.endswith(came), "signing in leads back"
    assert status(parts, accession) == {}


def test_a_form_too_old_tells_its_words_to_whoever_is_signed_in(parts: Parts, signed_in: Enter) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    answer = browser.post(address, data={"caption": "A caption.", "rights": "x", "csrf_token": "old"})
    assert answer.status_code == 400
    assert shown(answer.text) == {"Caption": "A caption."}
    assert sound(answer.text).link("Go back to the page") == address
    act = browser.post(f"/photographs/{accession}/describe/1/send-back", data={"reason-1": "Why."})
    assert sound(act.text).link("Go back to the page") == f"/photographs/{accession}/describe"


@pytest.mark.parametrize("address", ["/sign-in", "/desk/password", "/desk/accounts"])
def test_no_secret_is_told(parts: Parts, signed_in: Enter, address: str) -> None:
    builders.photograph(parts)
    secrets = dict.fromkeys(
        ("password", "new", "again", "current", "code", "tf_code", "username", "csrf_token"), "hush-hush"
    )
    answer = signed_in("archivist").post(address, data=secrets | {"note": ""})
    assert answer.status_code in {400, 403, 404, 405}
    assert "hush-hush" not in answer.text


@pytest.mark.parametrize(
    "came", ["http://elsewhere.example/x", "http://localhost//elsewhere.example", "//", "%"]
)
def test_the_way_back_never_leads_away(parts: Parts, signed_in: Enter, came: str) -> None:
    accession = builders.photograph(parts)
    address = f"/photographs/{accession}/describe"
    answer = signed_in("describer").post(address, data={"alt": GOOD}, headers={"Referer": came})
    assert answer.status_code == 400
    assert sound(answer.text).link("Go back to the page") == address
