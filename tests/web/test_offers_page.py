"""The describing page's part about pictures that look the same."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.catalogue import likeness, photographs
from archive.descriptions import offers, workflow
from archive.descriptions.models import Description
from archive.ingest.run import attach_upload
from archive.parts import Parts
from tests import builders
from tests.web.conftest import post
from tests.web.outline import sound

SAMPLE = Path(__file__).parents[2] / "images" / "sample" / "photos"
ALT = "A rocket rises from its pad <at night> & lights the clouds."
PAGE = "/photographs/T2/describe?lang=en"
TAKE, DIFFERENT, SAME = (f"/photographs/T2/describe/offers/T1/{act}" for act in ("take", "different", "same"))
Enter = Callable[[str], FlaskClient]


@pytest.fixture(autouse=True)
def _pair(parts: Parts) -> None:
    """T1 and T2 hold the same pixels; T1 is described in English."""
    data = (SAMPLE / "rocket.jpg").read_bytes()
    for accession, more in (("T1", b""), ("T2", b"\0")):
        builders.photograph(parts, accession=accession, headline=f"A launch, {accession}")
        attach_upload(parts.tools, builders.ARCHIVIST, accession, io.BytesIO(data + more), "a.jpg", "recto")
    while likeness.tend(parts.db, parts.store):
        pass
    builders.describe(parts, "T1", ALT)


def waiting(parts: Parts) -> Description | None:
    with parts.db.reading() as session:
        return workflow.pending(session, photographs.get(session, "T2"), "alt", "en")


def sent(**more: object) -> dict[str, object]:
    return {"kind": "alt", "lang": "en", "version": 0, "queue": "newest", "collection": "box"} | more


def test_the_offer_is_shown_with_both_pictures_and_the_text(signed_in: Enter) -> None:
    page = sound(signed_in("describer").get(PAGE + "&queue=newest").text)
    assert (2, "Pictures that look the same") in page.headings
    assert (3, "This looks like the same picture as T1") in page.headings
    assert (4, "Alt text in English of the other one") in page.headings
    shown = [figure.words for figure in page.all("figcaption")]
    assert [words for words in shown if "A launch, T1" in words]
    assert [words for words in shown if "A launch, T2" in words]
    assert [image["alt"] for image in page.all("img")].count(ALT) == 1
    assert ALT in [quote.words for quote in page.all("blockquote")]
    assert page.link("The other one, T1") == "/photographs/T1"
    buttons = [button.words for button in page.all("button")]
    assert "Use this text (Alt text in English)" in buttons
    assert "They are different pictures" in buttons
    kept = {(one["name"], one["value"]) for one in page.all("input") if one["type"] == "hidden"}
    assert {("queue", "newest"), ("lang", "en"), ("kind", "alt"), ("version", "0")} <= kept


def test_nothing_is_said_where_nothing_looks_the_same(signed_in: Enter, parts: Parts) -> None:
    builders.photograph(parts, accession="S1")
    for address in (
        "/photographs/S1/describe",
        "/photographs/T1/describe",
        "/photographs/T2/describe?lang=es",
    ):
        assert "look the same" not in signed_in("describer").get(address).text


def test_using_the_text_sends_it_to_review_and_goes_back_to_the_work(signed_in: Enter, parts: Parts) -> None:
    browser = signed_in("describer")
    answer = post(browser, TAKE, sent(), form=PAGE)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/photographs/T2/describe?lang=en&queue=newest&collection=box"
    text = waiting(parts)
    assert text is not None
    assert (text.text, text.status, text.author, text.origin) == (ALT, "in-review", "describer", "suggestion")
    told = browser.get(PAGE).text
    assert "Taken from T1 with you as its author, and in review: Alt text in English." in told
    assert "Another person has to approve it" in told
    assert "This looks like the same picture" not in told


def test_a_reviewer_sees_the_offer_and_may_set_it_aside_but_not_take_it(
    signed_in: Enter, parts: Parts
) -> None:
    browser = signed_in("reviewer")
    assert "Use this text" not in browser.get(PAGE).text
    assert post(browser, TAKE, sent(), form=PAGE).status_code == 403
    assert waiting(parts) is None
    assert post(browser, DIFFERENT, sent(), form=PAGE).status_code == 303
    page = browser.get(PAGE).text
    assert "Noted: T2 and T1 are different pictures." in page
    assert "This looks like the same picture" not in page
    assert "according to reviewer" in page
    assert post(browser, SAME, sent(), form=PAGE).status_code == 303
    assert "This looks like the same picture as T1" in browser.get(PAGE).text


def test_readers_and_forged_forms_change_nothing(client: FlaskClient, signed_in: Enter, parts: Parts) -> None:
    token_of = signed_in("describer")
    for address in (TAKE, DIFFERENT, SAME):
        assert client.post(address, data=sent()).status_code in {303, 400, 403}
        assert token_of.post(address, data=sent()).status_code == 400
        assert token_of.get(address).status_code == 405
    assert waiting(parts) is None
    with parts.db.reading() as session:
        assert offers.dismissed(session, photographs.get(session, "T2")) == []


def test_what_changed_meanwhile_is_said_and_nothing_is_taken(signed_in: Enter, parts: Parts) -> None:
    browser = signed_in("describer")
    builders.describe(parts, "T2", "Somebody's own words.", approve=False)
    assert "It takes the place of the text by describer that waits here." in browser.get(PAGE).text
    post(browser, TAKE, sent(), form=PAGE)
    assert "One of the two texts was changed meanwhile" in browser.get(PAGE).text
    post(browser, TAKE, sent(version=1, mark="of other words"), form=PAGE)
    assert "One of the two texts was changed meanwhile" in browser.get(PAGE).text
    assert getattr(waiting(parts), "text", "") == "Somebody's own words."
    builders.describe(parts, "T2", "Words of its own, approved.")
    post(browser, TAKE, sent(version=1), form=PAGE)
    assert "This text is not offered any more" in browser.get(PAGE).text


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/photographs/T2/describe/offers/none/take", {}),
        ("/photographs/none/describe/offers/T1/take", {}),
        ("/photographs/T2/describe/offers/T2/take", {}),
        (TAKE, {"kind": "nonsense"}),
        (TAKE, {"kind": ""}),
        (TAKE, {"lang": "x" * 500, "version": "many"}),
        (TAKE, {"lang": "\ud800", "mark": "\x00" * 99}),
        ("/photographs/T2/describe/offers/%ED%A0%80/different", {}),
        ("/photographs/T2/describe/offers/T2/different", {}),
    ],
)
def test_odd_requests_are_answered_in_words(
    signed_in: Enter, parts: Parts, address: str, data: dict[str, object]
) -> None:
    browser = signed_in("describer")
    odd = {
        key: value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
        for key, value in sent(**data).items()
    }
    assert post(browser, address, odd, form=PAGE).status_code in {303, 404}
    with parts.db.reading() as session:
        assert offers.dismissed(session, photographs.get(session, "T2")) == []
