"""What authors can rely on (ATAG 2.0): asked before what cannot be undone, checked always, told how."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from archive import accounts
from archive.accounts import SignIn
from archive.descriptions import findings
from archive.history import OPERATOR
from archive.parts import Parts
from archive.web.app import build
from tests import builders
from tests.web.conftest import PASSWORD, ROLES, post, token
from tests.web.describing import GOOD, LONG_NAME, seen
from tests.web.outline import sound
from tests.web.pictures import attach
from tests.web.test_edit import control

Enter = Callable[[str], FlaskClient]
WEB = Path(__file__).resolve().parents[2] / "archive" / "web"
# What would move, reload or leave a page, or play in it, without being asked.
BY_ITSELF = re.compile(
    r"http-equiv|<marquee|<blink|<video|<audio|<object|<embed|autoplay|\bonload\b"
    r"|location\.(assign|replace|reload)\(|location(\.href)?\s*=[^=]|\.submit\(|requestSubmit|\.play\("
)
# A link or button that the person has just used goes on once their words are kept.
FINISHED = ("location.assign(link.href)", "target.requestSubmit(submitter)")


def test_merging_asks_first(parts: Parts, signed_in: Enter) -> None:
    gone, kept = builders.photograph(parts), builders.photograph(parts)
    browser, address = signed_in("archivist"), f"/photographs/{gone}/edit"
    refused = post(browser, f"/photographs/{gone}/merge", {"merge_into": kept}, address)
    assert refused.status_code == 422
    outline = sound(refused.text)
    assert outline.one("title").words.startswith("Error: ")
    assert outline.link("Merging cannot be undone: tick that you are sure. Nothing was changed.") == "#sure"
    assert f'value="{kept}"' in refused.text
    assert builders.get(parts, gone).merged_into_id is None
    post(browser, f"/photographs/{gone}/merge", {"merge_into": kept, "sure": "yes"}, address)
    assert builders.get(parts, gone).merged_into_id is not None


def test_discarding_what_was_typed_takes_two_steps(parts: Parts, signed_in: Enter) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    form: dict[str, object] = {
        "part": "alt",
        "alt": "Half a sen",
        "lang": "en",
        "alt_version": 0,
        "alt_edition": 0,
    }
    post(browser, f"{address}/keep", form, address)
    buttons = [one for one in sound(browser.get(address).text).all("button") if one["name"] == "discard"]
    assert [one.words for one in buttons] == ["Yes, discard it (Alt text)"]
    assert "details" in buttons[0].inside


def test_what_was_typed_before_a_session_ran_out_stands_there_after_signing_in(
    parts: Parts, signed_in: Enter
) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    page = browser.get(address).text
    form: dict[str, object] = {"part": "long", "long": "Half a sentence of", "lang": "en"}
    assert post(browser, f"{address}/keep", form, address).status_code == 200
    with parts.db.writing() as session:
        session.execute(update(SignIn).values(used="2020-01-01T00:00:00Z"))
    late = browser.post(
        address, data=seen(page) | {"csrf_token": token(page), "long": "Half a sentence of mine"}
    )
    assert late.status_code in {400, 403}
    assert "Nothing was changed." in late.text
    assert browser.get(address).location.startswith("/sign-in?next=")
    assert control(signed_in("describer").get(address).text, "long") == "Half a sentence of"


def test_no_page_or_script_moves_plays_or_leaves_by_itself() -> None:
    files = [*WEB.glob("templates/**/*.html"), *WEB.glob("static/js/*.js")]
    assert len(files) > 50
    found = {}
    for path in files:
        text = path.read_text("utf-8")
        for asked in FINISHED:
            text = text.replace(asked, "")
        if hit := BY_ITSELF.search(text):
            found[path.name] = hit[0]
    assert found == {}


@pytest.mark.parametrize("review", ["two-person", "one-person"])
@pytest.mark.parametrize("shortcuts", ["on", "off"])
@pytest.mark.parametrize("where", ["", "?zoom=nw", "?queue=newest&lang=en", "?lang=es"])
def test_checks_are_there_whatever_somebody_chose(
    parts: Parts, review: str, shortcuts: str, where: str
) -> None:
    accession = builders.photograph(parts)
    settings = replace(parts.settings, one_person=review == "one-person")
    browser = build(replace(parts, settings=settings)).test_client()
    with parts.db.writing() as session:
        accounts.add(session, OPERATOR, "describer", ROLES["describer"], password=PASSWORD)
    post(browser, "/sign-in", {"username": "describer", "password": PASSWORD})
    browser.set_cookie("shortcuts", shortcuts)
    address = f"/photographs/{accession}/describe"
    page = browser.get(address + where).text
    outline = sound(page)
    assert {one.words for one in outline.all("h2")} >= {"Alt text", "What the checks say"}
    assert f'data-check="{address}/check"' in page
    assert outline.link("How to describe a picture") == "/help/describing"
    saved = post(browser, address, seen(page) | {"alt": LONG_NAME}, address + where)
    assert saved.status_code == 422
    assert "Kept as a draft: 1 thing must be answered before it goes to review." in saved.text


def test_an_answered_finding_stays_listed_and_comes_back(parts: Parts, signed_in: Enter) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    page = browser.get(address).text
    answer = {"alt": LONG_NAME, "answer-file-name-alt-en": "It is painted on the tram."}
    assert post(browser, address, seen(page) | answer, address).status_code == 303
    assert findings.tend(parts.db)
    listed = f"/photographs/{accession}/findings"
    assert "It is painted on the tram." in browser.get(listed).text
    place: dict[str, object] = {"code": "file-name", "field": "alt", "language": "en"}
    assert post(browser, f"{listed}/recall", place, listed).status_code == 303
    assert "It is painted on the tram." not in browser.get(listed).text
    assert "answer-file-name-alt-en" in browser.get(address).text


def test_the_preview_is_the_page_that_readers_get(
    parts: Parts, signed_in: Enter, client: FlaskClient
) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, GOOD)
    builders.describe(parts, accession, "The tram stands on the left.", "long")
    outline = sound(signed_in("describer").get(f"/photographs/{accession}/describe").text)
    address = outline.link("Preview as readers see it")
    assert "The tram stands on the left." in client.get(address).text


def test_the_help_tells_of_everything_that_helps(parts: Parts, signed_in: Enter, client: FlaskClient) -> None:
    outline = sound(client.get("/help/describing").text)
    assert outline.link("What helps you while you write") == "#tools"
    told = {one.words for one in outline.all("dt")}
    assert told >= {
        "Finding work", "Looking closer", "Checks", "What you type is kept", "Going back", "Preview",
        "The same picture again", "Keyboard", "Finding words", "Reports", "Colours and letters",
    }  # fmt: skip
    said = outline.one("main").words
    accession = builders.photograph(parts)
    page = signed_in("describer").get(f"/photographs/{accession}/describe?queue=newest").text
    shown = sound(page).one("main").words
    for words in (
        "Save and next", "Keep as draft", "Preview as readers see it", "Keyboard shortcuts",
        "What the checks say",
    ):  # fmt: skip
        assert words in said, words
        assert words in shown, words


def test_alt_text_is_as_near_as_any_other_field(parts: Parts, signed_in: Enter) -> None:
    accession = builders.photograph(parts)
    browser = signed_in("archivist")
    for page in ("", "/edit", "/history", "/findings"):
        outline = sound(browser.get(f"/photographs/{accession}{page}").text)
        ways = {one["href"]: one.inside for one in outline.all("a")}
        for work in {"describe", "edit"} - {page.strip("/")}:  # no page needs a link to itself
            assert "details" not in ways[f"/photographs/{accession}/{work}"], (page, work)


@pytest.mark.parametrize("where", ["edit", "describe", "describe?zoom=200", "describe?zoom=nw"])
def test_the_picture_beside_a_form_has_its_approved_words(parts: Parts, signed_in: Enter, where: str) -> None:
    accession = builders.photograph(parts)
    attach(parts, accession)
    builders.describe(parts, accession, GOOD)
    builders.describe(parts, accession, "A tram that nobody has approved waits here.", approve=False)
    outline = sound(signed_in("archivist").get(f"/photographs/{accession}/{where}").text)
    shown = [one["alt"] or one["aria-label"] for one in outline.all("img", "svg")]
    assert shown == [GOOD]
    facts = [one.words for one in outline.all("dd")]
    assert GOOD in facts


def test_the_desk_leads_to_both_reports(signed_in: Enter) -> None:
    outline = sound(signed_in("describer").get("/desk").text)
    assert outline.link("What the checks found") == "/desk/lint"
    assert outline.link("How much is described") == "/desk/coverage"
