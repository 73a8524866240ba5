"""Writing words and answering for them."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from archive.catalogue import photographs
from archive.descriptions import workflow
from archive.parts import Parts
from tests import builders
from tests.web.conftest import post
from tests.web.test_edit import control, hidden

SignIn = Callable[[str], FlaskClient]
KINDS = ("alt", "long", "transcript")


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
