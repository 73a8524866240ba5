"""What readers send without an account, and the desk's side of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from archive import history
from archive.accounts import SignIn
from archive.catalogue import photographs, visibility
from archive.descriptions import requests
from archive.descriptions.models import Request
from archive.history import OPERATOR
from archive.parts import Parts
from archive.web.app import build
from archive.web.limits import ASKING, asking, limiter
from tests import builders
from tests.web.conftest import token
from tests.web.outline import sound
from tests.web.pictures import attach

TRAM = "A tram with two lamps waits beside a wet pavement; nobody gets on."
BUS = "A bus with one lamp stands in a yard between two brick walls."
TRANVIA = "Un tranvía con dos faros espera junto a una acera mojada; nadie sube."
SPANISH = {"Accept-Language": "es-MX, en;q=0.5"}
REPORT = "Report a problem with this description"


@pytest.fixture
def accession(parts: Parts) -> str:
    return builders.photograph(parts, accession="T-1")


@pytest.fixture(autouse=True)
def _unlimited(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "enabled", False)


def ask(browser: FlaskClient, accession: str, note: str = "", **how: str) -> TestResponse:
    return browser.post(f"/photographs/{accession}/ask", data={"note": note, "lang": "en"} | how)


def report(browser: FlaskClient, accession: str, note: str = "It is red.", **how: str) -> TestResponse:
    about = {"text": "alt", "lang": "en", "note": note}
    return browser.post(f"/photographs/{accession}/report", data=about | how)


def kept(parts: Parts) -> list[Request]:
    with parts.db.reading() as session:
        return list(session.scalars(select(Request).order_by(Request.id)))


def test_a_page_without_words_offers_to_ask_and_says_how_many_did(
    parts: Parts, accession: str, client: FlaskClient, app: Flask
) -> None:
    page = client.get(f"/photographs/{accession}").text
    outline = sound(page)
    assert "Ask for a description" in [one.words for one in outline.all("button")]
    assert (2, "Ask for a description") in outline.headings
    assert "it is removed 90 days after it was answered." in page
    assert "have asked" not in page
    label = next(one for one in outline.all("label") if one["for"] == "note")
    assert label.words == "A note for whoever describes it (optional)"
    assert "placeholder" not in page
    for number in range(3):
        answer = ask(app.test_client(), accession, f"Note {number}")
        assert (answer.status_code, answer.headers["Location"]) == (
            303,
            f"/photographs/{accession}?told=asked",
        )
    assert "3 readers have asked." in client.get(f"/photographs/{accession}").text
    assert [one.note for one in kept(parts)] == ["Note 0", "Note 1", "Note 2"]
    assert "Note" not in client.get(f"/photographs/{accession}").text.replace("A note", "")


def test_who_asked_is_told_plainly_and_not_asked_again(
    parts: Parts, accession: str, client: FlaskClient, app: Flask
) -> None:
    address = ask(client, accession).headers["Location"]
    page = client.get(address).text
    status = next(one for one in sound(page).elements if one["role"] == "status")
    assert status.words.startswith("Thank you. You have asked for a description")
    assert "You asked for a description today. 1 reader has asked." in " ".join(page.split())
    assert '<form class="ask-form"' not in page
    assert "Thank you" not in client.get(f"/photographs/{accession}").text
    assert "Thank you" not in app.test_client().get(address).text, (
        "an address that is passed on claims nothing"
    )
    again = ask(client, accession)
    assert again.headers["Location"].endswith("told=again")
    assert "counted once" in client.get(again.headers["Location"]).text
    noted = ask(client, accession, "And who is it?")
    assert noted.status_code == 200
    assert "You asked for this photograph today already" in noted.text
    assert "And who is it?</textarea>" in noted.text
    assert len(kept(parts)) == 1


def test_no_session_is_begun_and_the_cookie_ends_with_the_day(
    parts: Parts, accession: str, client: FlaskClient
) -> None:
    builders.describe(parts, accession, TRANVIA, language="es")
    for address in (f"/photographs/{accession}", f"/photographs/{accession}/ask?lang=en"):
        assert "Set-Cookie" not in client.get(address).headers
    answer = ask(client, accession)
    report(client, accession, lang="es")
    cookie = answer.headers["Set-Cookie"]
    assert re.match(r"browser=\d{4}-\d\d-\d\d\.[\w-]{22}; ", cookie)
    assert {"HttpOnly", "SameSite=Lax", "Max-Age=86400"} <= set(cookie.split("; "))
    with parts.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(SignIn)) == 0
    kept_token = client.get_cookie("browser")
    assert kept_token is not None
    assert kept_token.value not in {one.once for one in kept(parts)}


@pytest.mark.parametrize("forged", ["", "x", "2000-01-01." + "a" * 22, "é" * 40, "a" * 4000])
def test_a_cookie_of_another_day_or_making_is_not_kept(
    parts: Parts, accession: str, app: Flask, forged: str
) -> None:
    browser = app.test_client()
    browser.set_cookie("browser", forged)
    assert ask(browser, accession).status_code == 303
    made = browser.get_cookie("browser")
    assert made is not None
    assert made.value != forged


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://[evil"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Origin": "http://localhost"}, 303),
        ({}, 303),
    ],
)
def test_only_pages_of_ours_may_send(
    parts: Parts, accession: str, client: FlaskClient, headers: dict[str, str], status: int
) -> None:
    builders.describe(parts, accession, TRANVIA, language="es")
    for address, data in (
        (f"/photographs/{accession}/ask", {"lang": "en", "note": "Mine."}),
        (f"/photographs/{accession}/report", {"text": "alt", "lang": "es", "note": "Mine."}),
    ):
        answer = client.post(address, data=data, headers=headers)
        assert answer.status_code == status
        if status == 403:
            assert sound(answer.text).one("title").words.startswith("Error: ")
            assert "Mine.</textarea>" in answer.text
    assert len(kept(parts)) == (2 if status == 303 else 0)


def test_a_flood_is_answered_in_words_that_say_when_to_try_again(
    parts: Parts, accession: str, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limiter, "enabled", True)
    share = ASKING["minute"] // parts.settings.workers  # each process counts for itself
    assert 1 <= share < ASKING["minute"]
    for _ in range(share):
        assert ask(app.test_client(), accession).status_code == 303
    stopped = ask(app.test_client(), accession, "Please.")
    assert stopped.status_code == 429
    assert 1 <= int(stopped.headers["Retry-After"]) <= 61
    outline = sound(stopped.text)
    assert "Try again in a minute." in outline.one("main").words
    assert "Please.</textarea>" in stopped.text
    assert outline.one("title").words.startswith("Error: ")
    assert report(app.test_client(), accession).status_code == 429, "both forms share the limit"
    assert ask(app.test_client(), "nowhere").status_code == 429
    elsewhere = app.test_client().post(
        f"/photographs/{accession}/ask", data={"lang": "en"}, environ_base={"REMOTE_ADDR": "10.9.8.7"}
    )
    assert elsewhere.status_code == 303
    assert len(kept(parts)) == share + 1
    assert app.test_client().get(f"/photographs/{accession}").status_code == 200


@pytest.mark.parametrize(
    ("workers", "limit"),
    [(1, "10 per minute; 60 per hour"), (4, "2 per minute; 15 per hour"), (99, "1 per minute; 1 per hour")],
)
def test_processes_share_what_may_be_asked(tmp_path: Path, workers: int, limit: str) -> None:
    with build(builders.archive(tmp_path, workers=workers)).test_request_context():
        assert asking() == limit


@pytest.mark.parametrize("note", ["x" * 1001, "x" * 60_000, "é\n" * 2000])
def test_a_huge_note_is_kept_and_refused_beside_its_field(
    parts: Parts, accession: str, client: FlaskClient, note: str
) -> None:
    answer = ask(client, accession, note)
    assert answer.status_code == 422
    outline = sound(answer.text)
    assert (
        outline.link("This note is too long; please keep it under a thousand letters. Nothing was sent.")
        == "#note"
    )
    area = outline.one("textarea")
    assert area["aria-invalid"] == "true"
    assert area.words == " ".join(note.split())
    assert kept(parts) == []


@pytest.mark.parametrize(
    "body", [b"lang=en&note=%ED%A0%80%00%E2%80%AE", b"note=%FF", b"", b"lang=en&note=%3Cb%3E"]
)
def test_odd_bytes_are_only_text(parts: Parts, accession: str, client: FlaskClient, body: bytes) -> None:
    kind = "application/x-www-form-urlencoded"
    answer = client.post(f"/photographs/{accession}/ask", data=body, content_type=kind)
    assert answer.status_code == 303
    assert not re.search(r"[\x00\ud800-\udfff\u202e]", kept(parts)[0].note)


@pytest.mark.parametrize("code", ["xx-nowhere", "x" * 5000, "en'--", "\x00"])
def test_an_unknown_language_is_said_and_the_note_kept(
    parts: Parts, accession: str, client: FlaskClient, code: str
) -> None:
    answer = ask(client, accession, "Mine.", lang=code)
    assert answer.status_code == 422
    assert "This is not a language that the archive knows." in answer.text
    assert "Mine.</textarea>" in answer.text
    sound(answer.text)
    assert kept(parts) == []


def test_what_readers_do_not_see_is_not_there(
    parts: Parts, client: FlaskClient, signed_in: Callable[[str], FlaskClient]
) -> None:
    draft = builders.photograph(parts, publish=False)
    later = builders.photograph(parts, embargo="2999-01-01")
    gone = builders.photograph(parts)
    with parts.db.writing() as session:
        visibility.withdraw(session, OPERATOR, gone, "A reason.")
    staff = signed_in("archivist")
    for one in (draft, later, gone, "nowhere", "%ED%A0%80", "a" * 3000):
        for browser in (client, staff):
            assert ask(browser, one).status_code == 404
            assert report(browser, one).status_code == 404
            assert browser.get(f"/photographs/{one}/ask").status_code == 404
            assert browser.get(f"/photographs/{one}/report?text=alt&lang=en").status_code == 404
    assert "Ask for a description" not in staff.get(f"/photographs/{draft}").text
    assert kept(parts) == []


def test_a_wish_for_a_merged_record_goes_to_the_one_that_stays(parts: Parts, client: FlaskClient) -> None:
    gone, stays = (builders.photograph(parts, accession=f"M-{n}") for n in (1, 2))
    hidden, draft = (builders.photograph(parts, accession=f"D-{n}", publish=False) for n in (1, 2))
    with parts.db.writing() as session:
        visibility.merge(session, OPERATOR, gone, stays)
        visibility.merge(session, OPERATOR, hidden, draft)
    assert ask(client, gone).headers["Location"] == f"/photographs/{stays}?told=asked"
    assert ask(client, hidden).status_code == 404
    assert [one.photograph_id for one in kept(parts)] == [builders.get(parts, stays).id]


def test_staff_ask_and_report_in_the_same_way(
    parts: Parts, accession: str, signed_in: Callable[[str], FlaskClient]
) -> None:
    browser = signed_in("describer")
    answer = ask(browser, accession)
    assert answer.status_code == 303
    assert "Thank you." in browser.get(answer.headers["Location"]).text
    builders.describe(parts, accession, TRAM)
    assert report(browser, accession).status_code == 303


def test_words_in_another_language_stay_and_ones_own_can_be_asked_for(
    parts: Parts, accession: str, client: FlaskClient
) -> None:
    builders.describe(parts, accession, TRAM)
    page = client.get(f"/photographs/{accession}", headers=SPANISH).text
    assert TRAM in page
    outline = sound(page)
    assert (3, "Ask for a description in Spanish") in outline.headings
    assert "The alt text of this photograph is not in Spanish yet; the words above are in English." in page
    assert [one["value"] for one in outline.all("input") if one["name"] == "lang"].count("es") == 1
    ask(client, accession, lang="es")
    assert [one.language for one in kept(parts)] == ["es"]
    assert "1 reader has asked." in client.get(f"/photographs/{accession}", headers=SPANISH).text
    english = client.get(f"/photographs/{accession}", headers={"Accept-Language": "en-GB, es;q=0.5"}).text
    assert "Ask for a description" not in english
    assert "has asked" not in english
    form = client.get(f"/photographs/{accession}/ask?lang=es", headers=SPANISH).text
    assert "The description would be in Spanish." in form
    assert "This photograph is described by now." in client.get(f"/photographs/{accession}/ask?lang=en").text
    late = ask(client, accession, "Why?")
    assert (late.status_code, "Why?</textarea>" in late.text) == (422, True)


def test_every_text_shown_can_be_reported(parts: Parts, accession: str, client: FlaskClient) -> None:
    builders.describe(parts, accession, TRAM)
    builders.describe(
        parts, accession, "The tram is painted in two colours, and its door is open.", kind="long"
    )
    builders.describe(parts, accession, "LINE 3\nHARBOUR", kind="transcript")
    builders.describe(parts, accession, TRANVIA, language="es")
    outline = sound(client.get(f"/photographs/{accession}").text)
    assert sorted(one.words for one in outline.all("summary") if one.words.startswith(REPORT)) == [
        f"{REPORT}: Alt text in English",
        f"{REPORT}: Alt text in Spanish",
        f"{REPORT}: Long description in English",
        f"{REPORT}: Transcript in English",
    ]
    answer = report(client, accession, text="transcript", note="It says 8.")
    assert answer.status_code == 303
    assert "Your report was received" in client.get(answer.headers["Location"]).text
    assert "It says 8." not in client.get(f"/photographs/{accession}").text
    first = kept(parts)[0]
    assert (first.kind, first.text_kind, first.language, first.note) == (
        "problem",
        "transcript",
        "en",
        "It says 8.",
    )
    twice = report(client, accession, text="transcript", note="It says 9.")
    assert (twice.status_code, "It says 9.</textarea>" in twice.text) == (200, True)
    assert "You reported this text today already" in twice.text
    empty = report(client, accession, note=" ")
    assert empty.status_code == 422
    assert sound(empty.text).link("Say in a few words what is wrong.") == "#note"
    assert TRAM in empty.text
    assert report(client, accession, text="poem").status_code == 404
    assert report(client, accession, lang="de").status_code == 404
    assert client.get(f"/photographs/{accession}/report?text=alt&lang=de").status_code == 404


@pytest.mark.parametrize("form", ["ask", "report"])
def test_an_address_that_a_form_left_behind_leads_to_the_record(
    accession: str, client: FlaskClient, form: str
) -> None:
    answer = client.get(f"/photographs/{accession}/{form}")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/photographs/{accession}")


def test_the_alt_text_is_reported_where_it_is_heard(
    parts: Parts, accession: str, client: FlaskClient
) -> None:
    builders.describe(parts, accession, TRAM)
    bare = client.get(f"/photographs/{accession}").text
    assert bare.count(f"{REPORT}<") == 1
    assert bare.index("Show the alt text") < bare.index(REPORT), "without a picture its words stand there"
    attach(parts, accession)
    page = client.get(f"/photographs/{accession}").text
    assert page.count(f"{REPORT}<") == 1
    assert page.index("</figure>") < page.index(REPORT) < page.index("<h2>")
    assert "it is removed 90 days after it was answered." in page


def test_a_report_on_words_that_were_changed_meanwhile_shows_the_new_ones(
    parts: Parts, accession: str, client: FlaskClient
) -> None:
    builders.describe(parts, accession, TRAM)
    page = client.get(f"/photographs/{accession}").text
    seen = re.search(r'name="mark" value="([0-9a-f]{24})"', page)
    assert seen
    builders.describe(parts, accession, BUS)
    answer = report(client, accession, mark=seen[1])
    assert answer.status_code == 409
    assert "This text was changed while you were writing." in answer.text
    assert BUS in answer.text
    assert "It is red.</textarea>" in answer.text
    form = re.search(r'name="mark" value="([0-9a-f]{24})"', answer.text)
    assert form
    assert report(client, accession, mark=form[1]).status_code == 303


@pytest.mark.parametrize(("language", "name", "words"), [("en", "English", TRAM), ("es", "Spanish", TRANVIA)])
def test_from_a_readers_wish_to_the_page_that_tells_of_it(
    parts: Parts,
    accession: str,
    app: Flask,
    signed_in: Callable[[str], FlaskClient],
    language: str,
    name: str,
    words: str,
) -> None:
    headers = {"Accept-Language": language}
    for number in range(3):
        reader = app.test_client()
        assert ask(reader, accession, f"What is there? {number}", lang=language).status_code == 303
    with parts.db.reading() as session:
        assert requests.counts(session) == (1, 0)
    desk = signed_in("describer")
    assert f"/desk/requests/{accession}" in sound(desk.get(f"/photographs/{accession}").text).link(
        "What readers ask (3)"
    )
    asked = desk.get(f"/desk/requests/{accession}").text
    assert f"A description in {name}" in asked
    assert "3 readers have asked for it." in asked
    assert "What is there? 2" in asked
    assert sound(asked).link(f"Describe it in {name}") == f"/photographs/{accession}/describe?lang={language}"
    builders.describe(parts, accession, words, language=language, approve=False)
    waiting = reader.get(f"/photographs/{accession}", headers=headers).text
    assert words not in waiting
    assert "3 readers have asked." in waiting
    builders.describe(parts, accession, words, language=language)
    page = " ".join(reader.get(f"/photographs/{accession}", headers=headers).text.split())
    assert words in page
    assert "Ask for a description" not in page
    assert "readers have asked" not in page
    assert re.search(r"Described on \d+ \w+ \d{4}\. 3 readers had asked for it\.", page)
    assert "Nothing is open" in desk.get(f"/desk/requests/{accession}").text
    with parts.db.reading() as session:
        last = history.of(session, "photograph", builders.get(parts, accession).id)[-1]
    assert (last.verb, last.actor) == ("request.resolve", "reviewer")
    assert "Answered what readers had asked" in desk.get(f"/photographs/{accession}/history").text


def test_the_page_says_since_when_a_text_is_there_and_where_it_came_from(
    parts: Parts, accession: str, client: FlaskClient
) -> None:
    builders.describe(parts, accession, TRAM)
    page = " ".join(client.get(f"/photographs/{accession}").text.split())
    assert re.search(r"First described on \d+ \w+ \d{4}, not changed since\.", page)
    assert "metadata" not in page
    with parts.db.writing() as session:
        for text in requests._approved(session, photographs.get(session, accession), "alt"):
            text.since, text.origin, text.accepted = "2020-05-04T10:00:00Z", "file", "ana"
            text.changed = "2021-06-05T10:00:00Z"
    page = " ".join(client.get(f"/photographs/{accession}").text.split())
    assert "First described on 4 May 2020, last changed on 5 June 2021." in page
    assert "The words came from the file’s own metadata; ana answered for them." in page
    with parts.db.writing() as session:
        requests._approved(session, photographs.get(session, accession), "alt")[0].origin = "suggestion"
    assert "another picture looks the same; ana answered" in client.get(f"/photographs/{accession}").text


def test_a_report_is_resolved_at_the_desk_and_seen_in_history(
    parts: Parts, accession: str, client: FlaskClient, signed_in: Callable[[str], FlaskClient]
) -> None:
    builders.describe(parts, accession, TRAM)
    report(client, accession, "The lamps are three.\n\nLook.")
    desk, address = signed_in("describer"), f"/desk/requests/{accession}"
    page = desk.get(address).text
    outline = sound(page)
    assert TRAM in page
    assert "The lamps are three." in page
    number = kept(parts)[0].id
    form = {"csrf_token": token(page), "about": f"problem-{number}", "words": "Counted again: <two>."}
    wrong = desk.post(address, data=form)
    assert wrong.status_code == 422
    assert sound(wrong.text).link("Choose one of the outcomes in the list.") == f"#outcome-problem-{number}"
    assert "Counted again: &lt;two&gt;.</textarea>" in wrong.text
    done = desk.post(address, data=form | {"outcome": "right"})
    assert done.status_code == 303
    assert "Closed: 1 request." in desk.get(address).text
    late = desk.post(address, data=form | {"outcome": "right"})
    assert late.status_code == 409
    assert "Somebody closed this while you were reading." in late.text
    assert "Counted again: &lt;two&gt;." in late.text
    told = desk.get(f"/photographs/{accession}/history").text
    assert "Answered what readers had asked" in told
    assert "Counted again: &lt;two&gt;." in told
    assert "What readers ask" in [words for _level, words in outline.headings]


def test_wishes_are_closed_together_and_one_that_came_later_stays(
    parts: Parts, accession: str, app: Flask, signed_in: Callable[[str], FlaskClient]
) -> None:
    for _ in range(2):
        ask(app.test_client(), accession)
    desk, address = signed_in("reviewer"), f"/desk/requests/{accession}"
    page = desk.get(address).text
    upto = re.search(r'name="upto" value="(\d+)"', page)
    assert upto
    ask(app.test_client(), accession)
    form = {"csrf_token": token(page), "about": "wish-en", "upto": upto[1], "words": "The negative is lost."}
    untrue = desk.post(address, data=form | {"outcome": "described"})
    assert (untrue.status_code, "is not described" in untrue.text) == (422, True)
    assert desk.post(address, data=form | {"outcome": "other"}).status_code == 303
    assert "Closed: 2 requests." in desk.get(address).text
    assert [one.state for one in kept(parts)] == ["resolved", "resolved", "open"]


@pytest.mark.parametrize(
    "about", ["", "wish-", "wish-\ud7ff", "problem-", "problem-9" * 99, "problem-1", "poem-en"]
)
def test_what_nobody_asked_cannot_be_closed(
    parts: Parts, accession: str, client: FlaskClient, signed_in: Callable[[str], FlaskClient], about: str
) -> None:
    other = builders.photograph(parts)
    builders.describe(parts, other, TRAM)
    report(client, other)
    ask(client, accession)
    desk, address = signed_in("archivist"), f"/desk/requests/{accession}"
    form = {"csrf_token": token(desk.get(address).text), "about": about, "upto": "x", "outcome": "unclear"}
    assert desk.post(address, data=form).status_code == 409
    assert [one.state for one in kept(parts)] == ["open", "open"]


def test_the_desks_side_is_for_staff(
    parts: Parts, accession: str, client: FlaskClient, signed_in: Callable[[str], FlaskClient]
) -> None:
    assert client.get(f"/desk/requests/{accession}").status_code == 303
    assert client.get("/desk/requests/nowhere").status_code == 303
    staff = signed_in("describer")
    assert staff.get("/desk/requests/nowhere").status_code == 404
    assert staff.post(f"/desk/requests/{accession}", data={"about": "wish-en"}).status_code == 400
    other = builders.photograph(parts)
    with parts.db.writing() as session:
        visibility.merge(session, OPERATOR, accession, other)
    assert staff.get(f"/desk/requests/{accession}").headers["Location"] == f"/desk/requests/{other}"


@pytest.mark.parametrize("note", ["x" * 1001, "x" * 20_001, "b\u0301" * 5000])
def test_a_huge_note_is_measured_before_anything_is_written(
    parts: Parts, accession: str, client: FlaskClient, note: str
) -> None:
    builders.describe(parts, accession, TRANVIA, language="es")
    with parts.db.writing():  # somebody else writes: who needs to write waits, and is told to come back
        assert ask(client, accession, note).status_code == 422
        assert report(client, accession, note, lang="es").status_code == 422


@pytest.mark.parametrize("form", ["ask", "report"])
@pytest.mark.parametrize("site", ["same-origin", "cross-site"])
def test_a_body_that_no_note_fills_is_not_read(
    parts: Parts, accession: str, client: FlaskClient, form: str, site: str
) -> None:
    answer = client.post(
        f"/photographs/{accession}/{form}", data={"note": "x" * 70_000}, headers={"Sec-Fetch-Site": site}
    )
    assert answer.status_code == (413 if site == "same-origin" else 403)
    assert "xxx" not in sound(answer.text).one("main").words
    assert kept(parts) == []
