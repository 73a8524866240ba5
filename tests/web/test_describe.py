"""Writing words and answering for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.catalogue import photographs, visibility
from archive.descriptions import workflow
from archive.descriptions.workflow import Words
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


def test_a_reviewer_approves_and_readers_see_it(parts: Parts, signed_in: SignIn, client: FlaskClient) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, "A tram waits in the rain.", approve=False)
    browser, address = signed_in("reviewer"), f"/photographs/{accession}/describe"
    page = browser.get(address).text
    assert '<textarea id="alt"' not in page, "a reviewer who is no describer has nothing to write in"
    with parts.db.reading() as session:
        text = workflow.pending(session, photographs.get(session, accession), "alt", "en")
    assert text is not None
    act = f"{address}/{text.id}/approve"
    stale = post(browser, act, {"version": text.version + 1}, address)
    assert stale.status_code == 409
    assert "nothing was decided" in stale.text
    assert post(browser, act, {"version": text.version}, address).status_code == 303
    assert "Approved: Alt text in English. Readers see it now." in browser.get(address).text
    assert "alt[en] approved" in status(parts, accession)
    assert post(browser, act, {"version": text.version}, address).status_code == 409
    assert client.get(f"/photographs/{accession}").status_code == 200


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("draft", "The record is a draft: readers see it once the record is published."),
        ("later", "Readers see it from 2999-01-01 on, when the embargo ends."),
        ("withdrawn", "The record is withdrawn, so readers do not see it."),
    ],
)
def test_approving_does_not_say_that_readers_see_what_they_do_not(
    parts: Parts, signed_in: SignIn, how: str, told: str
) -> None:
    embargo = "2999-01-01" if how == "later" else ""
    accession = builders.photograph(parts, publish=how != "draft", embargo=embargo)
    builders.describe(parts, accession, "A tram waits.", approve=False)
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        text = workflow.pending(session, record, "alt", "en")
        assert text is not None
        if how == "withdrawn":
            visibility.withdraw(session, builders.ARCHIVIST, accession, "The family asked.")
    browser, address = signed_in("reviewer"), f"/photographs/{accession}/describe"
    post(browser, f"{address}/{text.id}/approve", {"version": text.version}, address)
    page = browser.get(address).text
    assert f"Approved: Alt text in English. {told}" in page
    assert "Readers see it now." not in page
    assert "Readers see the text that" not in page


def test_sending_back_needs_a_reason_and_the_author_reads_it(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, "A tram.", approve=False)
    address = f"/photographs/{accession}/describe"
    with parts.db.reading() as session:
        text = workflow.pending(session, photographs.get(session, accession), "alt", "en")
    assert text is not None
    reviewer = signed_in("reviewer")
    act = f"{address}/{text.id}/send-back"
    refused = post(reviewer, act, {"version": text.version, "reason": ""}, address)
    assert refused.status_code == 422
    assert f'<a href="#reason-{text.id}">' in refused.text
    assert f'id="reason-{text.id}"' in refused.text
    post(reviewer, act, {"version": text.version, "reason": "Say what colour it is."}, address)
    page = signed_in("describer").get(address).text
    assert "Say what colour it is." in page
    assert control(page, "alt") == "A tram."


def test_nobody_approves_their_own_text(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        text = workflow.save(session, builders.ARCHIVIST, record, Words("alt", "en", "My own words."))
        assert text is not None
        number, version = text.id, text.version
    browser, address = signed_in("archivist"), f"/photographs/{accession}/describe"
    page = browser.get(address).text
    assert "You wrote this text yourself, so somebody else has to approve it." in page
    assert f"/{number}/approve" not in page
    answer = post(browser, f"{address}/{number}/approve", {"version": version}, address)
    assert answer.status_code == 422
    assert "alt[en] in-review" in status(parts, accession)


def test_texts_of_another_record_are_not_approved_here(parts: Parts, signed_in: SignIn) -> None:
    one, other = builders.photograph(parts), builders.photograph(parts)
    builders.describe(parts, one, "A boat.", approve=False)
    builders.describe(parts, other, "A tram.", approve=False)
    with parts.db.reading() as session:
        text = workflow.pending(session, photographs.get(session, other), "alt", "en")
    assert text is not None
    address = f"/photographs/{one}/describe"
    answer = post(signed_in("reviewer"), f"{address}/{text.id}/approve", {"version": text.version}, "/desk")
    assert answer.status_code == 409
    assert "alt[en] in-review" in status(parts, other)


def test_readers_may_not_look(parts: Parts, client: FlaskClient) -> None:
    accession = builders.photograph(parts)
    assert client.get(f"/photographs/{accession}/describe").status_code == 303


@pytest.fixture
def parts(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Parts]:
    changes = getattr(request, "param", {})
    made = builders.archive(tmp_path / "home", **changes)
    yield made
    made.close()


@pytest.mark.parametrize("parts", [{"one_person": True}], indirect=True)
def test_an_archive_of_one_says_that_nobody_else_checked(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("archivist"), f"/photographs/{accession}/describe"
    post(browser, address, seen(browser.get(address).text) | {"alt": "My own words about a tram."})
    page = browser.get(address).text
    assert "You wrote it yourself. You may approve it" in page
    with parts.db.reading() as session:
        text = workflow.pending(session, photographs.get(session, accession), "alt", "en")
    assert text is not None
    post(browser, f"{address}/{text.id}/approve", {"version": text.version}, address)
    assert "It was not checked by a second person." in browser.get(address).text
