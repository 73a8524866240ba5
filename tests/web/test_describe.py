"""Writing words and answering for them."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from archive.catalogue import photographs
from archive.descriptions import claims, linting, requests, workflow
from archive.descriptions.queues import Ask
from archive.parts import Parts
from tests import builders
from tests.web.conftest import post
from tests.web.outline import sound
from tests.web.pictures import attach
from tests.web.test_edit import control, hidden

SignIn = Callable[[str], FlaskClient]
KINDS = ("alt", "long", "transcript")
RECORD = {
    "credit_line",
    "copyright_notice",
    "rights",
    "source",
    "creators",
    "keywords",
    "headline",
    "caption",
}


def seen(page: str) -> dict[str, object]:
    """Everything that the form sends back of what it was made from, and its texts."""
    marks: dict[str, object] = {
        f"{kind}_{name}": hidden(page, f"{kind}_{name}") for kind in KINDS for name in ("version", "was")
    }
    marks |= {kind: control(page, kind) for kind in KINDS}
    return marks | {"lang": hidden(page, "lang")}


def status(parts: Parts, accession: str) -> dict[str, tuple[str, str]]:
    with parts.db.reading() as session:
        texts = workflow.of(session, photographs.get(session, accession))
        return {f"{workflow.key(text)} {text.status}": (text.text, text.author) for text in texts}


def test_alt_text_stands_first_and_saves_go_to_review(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    page = browser.get(address).text
    assert page.index('name="alt"') < page.index('name="long"') < page.index('name="transcript"')
    assert "Nobody has written it in English yet." in page
    typed = {"alt": "A tram\r\nwaits in the rain.", "long": "One.\r\n\r\nTwo."}
    assert post(browser, address, seen(page) | typed).status_code == 303
    assert status(parts, accession) == {
        "alt[en] in-review": ("A tram waits in the rain.", "describer"),
        "long[en] in-review": ("One.\n\nTwo.", "describer"),
    }
    page = browser.get(address).text
    assert "Saved and in review: Alt text and Long description in English." in page
    assert "Characters: 25. Words: 6." in page
    assert post(browser, address, seen(page)).status_code == 303
    assert "Nothing was different" in browser.get(address).text


def test_another_language_has_its_own_texts(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, "A tram.")
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe?lang=es"
    page = browser.get(address).text
    assert control(page, "alt") == ""
    assert "Texts in English" in page
    assert '<textarea id="alt" name="alt" rows="4" aria-describedby="alt-hint" lang="es">' in page
    post(browser, address, seen(page) | {"alt": "Un tranvía."}, address)
    assert "alt[es] in-review" in status(parts, accession)
    assert browser.get(f"/photographs/{accession}/describe?lang=%ff%00zz").status_code == 200


def test_the_second_of_two_writers_gets_both_texts(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, "First.", approve=False)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    page = browser.get(address).text
    builders.describe(parts, accession, "Theirs.", approve=False)
    builders.describe(parts, accession, "Their detail.", kind="long", approve=False)
    answer = post(browser, address, seen(page) | {"alt": "Mine.", "transcript": "STOP"})
    assert answer.status_code == 409
    assert "<title>Error: " in answer.text
    assert "<p>Theirs.</p>" in answer.text
    assert answer.text.count("Two people wrote at once") == 1
    assert control(answer.text, "alt") == "Mine."
    assert control(answer.text, "transcript") == "STOP"
    assert control(answer.text, "long") == "Their detail.", "what I did not touch is theirs"
    assert status(parts, accession)["alt[en] in-review"][0] == "Theirs."
    assert "transcript[en] in-review" not in status(parts, accession), "all or none"
    assert post(browser, address, seen(answer.text)).status_code == 303
    texts = status(parts, accession)
    assert texts["alt[en] in-review"][0] == "Mine."
    assert texts["transcript[en] in-review"][0] == "STOP"
    assert texts["long[en] in-review"][0] == "Their detail."


def test_what_somebody_else_saves_does_not_stop_another_text(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    page = browser.get(address).text
    builders.describe(parts, accession, "Their detail.", kind="long", approve=False)
    assert post(browser, address, seen(page) | {"alt": "Mine."}).status_code == 303
    assert status(parts, accession)["long[en] in-review"][0] == "Their detail."


def test_a_text_too_long_is_kept_in_the_form(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    page = browser.get(address).text
    long = "tram " * 500
    answer = post(browser, address, seen(page) | {"alt": long, "long": "Kept too."})
    assert answer.status_code == 422
    assert '<a href="#alt">' in answer.text
    assert control(answer.text, "alt") == long
    assert control(answer.text, "long") == "Kept too."
    assert status(parts, accession) == {}


def test_emptying_takes_a_waiting_text_away_but_never_an_approved_one(
    parts: Parts, signed_in: SignIn
) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, "Approved.")
    builders.describe(parts, accession, "Waiting.", kind="long", approve=False)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    post(browser, address, seen(browser.get(address).text) | {"alt": "", "long": ""})
    page = browser.get(address).text
    assert "Taken away before anybody approved it: Long description." in page
    assert "an empty field takes nothing away" in page
    assert list(status(parts, accession)) == ["alt[en] approved"]


def test_readers_may_not_look(parts: Parts, client: FlaskClient) -> None:
    accession = builders.photograph(parts)
    assert client.get(f"/photographs/{accession}/describe").status_code == 303


def test_one_goes_on_from_the_heading_and_soon_reaches_the_words(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    attach(parts, accession)
    browser, address = signed_in("archivist"), f"/photographs/{accession}/describe"
    saved = post(browser, address, seen(browser.get(address).text))
    assert saved.location.endswith("#describe")
    outline = sound(browser.get(address).text)
    heading = outline.one("h1")
    assert (heading["id"], heading["tabindex"]) == ("describe", "-1")
    after = outline.elements[outline.elements.index(heading) :]
    assert next(one for one in after if one.tag == "a")["href"] == "#alt"
    keys = {one["accesskey"]: one.words for one in outline.elements if one["accesskey"]}
    assert keys["z"] == "Go to the alt text"
    assert {one.words.lower() for one in outline.all("kbd")} == set(keys), "each key is listed"


def test_nothing_is_named_twice(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, "A tram.")
    builders.describe(parts, accession, "A tram in the rain.", approve=False)
    page = sound(signed_in("archivist").get(f"/photographs/{accession}/describe").text)
    named = [one for one in page.all("section") if one["aria-labelledby"] or one["aria-label"]]
    assert named == [], "a heading does the work"


def test_what_others_do_with_it_is_told(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    attach(parts, accession)
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        requests.ask(session, record, "en", "My aunt drove <it>.", browser="a")
        requests.ask(session, record, "en", "", browser="b")
        requests.ask(session, record, "es", "Por favor.", browser="c")
        claims.take(session, builders.DESCRIBER, Ask("en"), count=1)
    builders.describe(parts, accession, "STOP", kind="transcript")
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        requests.report(session, record, ("transcript", "en"), "There are two.", browser="a")
        claims.take(session, builders.DESCRIBER, Ask("en"), count=1)
    address = f"/photographs/{accession}/describe"
    page = sound(signed_in("archivist").get(address).text)
    said = page.one("main").words
    assert "2 readers ask for a description." in said
    assert "My aunt drove <it>." in said
    assert "Por favor." not in said
    assert "Reported in the transcript: There are two." in said
    assert page.link("Answer readers") == f"/desk/requests/{accession}"
    assert "describer has taken this to describe it in English until" in said
    assert "You may write all the same." in said
    spanish = sound(signed_in("archivist").get(f"{address}?lang=es").text).one("main").words
    assert "has taken this" not in spanish
    assert "1 reader asks for a description. Por favor." in spanish
    assert "has taken this" not in signed_in("describer").get(address).text, "one's own is no news"


def test_what_this_page_cannot_mend_is_told_apart(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts, publish=False, credit_line="")
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    with parts.db.reading() as session:
        found = linting.of(session, photographs.get(session, accession))
    about = [one for one in found if one.finding.field == "credit_line"]
    assert about, "a photograph without a credit is found"
    page = sound(browser.get(address).text)
    apart = next(one.words for one in page.all("p") if one.words.startswith("About the record:"))
    assert f"{len([one for one in found if one.finding.field in RECORD])} findings." in apart
    assert not any(one.words == "Credit line" for one in page.all("a"))
    assert page.link("Look at all findings") == f"/photographs/{accession}/findings"
    assert (
        "About the record"
        not in post(browser, f"{address}/check", seen(browser.get(address).text), address).text
    )
