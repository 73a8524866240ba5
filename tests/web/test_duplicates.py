"""Records that may be one photograph: the list, the page of a pair, and what is done with it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image, ImageEnhance, ImageOps

from archive.catalogue import likeness, photographs, visibility
from archive.descriptions import duplicates, offers
from archive.ingest.run import attach_upload
from archive.parts import Parts
from tests import builders
from tests.web.conftest import post
from tests.web.outline import Outline, sound

SAMPLE = Path(__file__).parents[2] / "images" / "sample" / "photos"
ALT = "A rocket rises from its pad <at night> & lights the clouds."
LIST, PAIR = "/desk/alike", "/photographs/T2/alike/T1"
Enter = Callable[[str], FlaskClient]


def variants() -> dict[str, bytes]:
    """One photograph, and what scanners and editors make of it."""
    with Image.open(SAMPLE / "rocket.jpg") as opened:
        picture = opened.convert("RGB")
    width, height = picture.size
    made = {
        "whole": (picture, "JPEG"),
        "cut": (picture.crop((0, 0, width - width * 5 // 100, height)), "JPEG"),
        "pale": (ImageEnhance.Brightness(picture).enhance(1.5), "PNG"),
        "grey": (ImageOps.grayscale(picture).resize((320, 214)), "JPEG"),
    }
    return {name: encoded(*how) for name, how in made.items()}


def encoded(picture: Image.Image, format_: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, format_)
    return out.getvalue()


def bring(parts: Parts, accession: str, data: bytes, **values: Any) -> None:
    builders.photograph(parts, accession=accession, **values)
    attach_upload(parts.tools, builders.ARCHIVIST, accession, io.BytesIO(data), "a.jpg", "recto")


def look(parts: Parts) -> None:
    while likeness.tend(parts.db, parts.store):
        pass


@pytest.fixture
def pair(parts: Parts) -> None:
    """T1 and T2 hold nearly the same pixels; T1 is described in English."""
    made = variants()
    bring(
        parts, "T1", made["whole"], headline="A launch", caption="A rocket rises.", creators=("Jane Roe",),
        date_text="1938", edtf="1938", collection="box",
    )  # fmt: skip
    bring(parts, "T2", made["cut"], headline="A launch", caption="A white rocket rises.", keywords=("sky",))
    look(parts)
    builders.describe(parts, "T1", ALT)


def facts(page: Outline) -> dict[str, str]:
    """Each thing that differs, with everything said of it."""
    found: dict[str, str] = {}
    label = ""
    for one in page.all("dt", "dd"):
        if one.tag == "dt":
            label = one.words
        else:
            found[label] = f"{found.get(label, '')} {one.words}".strip()
    return found


@pytest.mark.usefixtures("pair")
def test_the_list_shows_both_pictures_with_their_words(signed_in: Enter) -> None:
    page = sound(signed_in("describer").get(LIST).text)
    assert page.headings[0] == (1, "Pictures that look the same (1 pair)")
    assert page.one("title").words.startswith("Pictures that look the same (1), page 1 of 1")
    assert page.link("Compare T2 with T1") == PAIR
    assert [image["alt"] for image in page.all("img")] == ["Photograph, not yet described", ALT]
    assert "Pictures that look the same (1)" in signed_in("describer").get("/desk").text


@pytest.mark.usefixtures("pair")
def test_what_differs_is_said_in_words(signed_in: Enter) -> None:
    page = sound(signed_in("describer").get(PAIR).text)
    told = facts(page)
    assert told["Size in pixels"].startswith("T2: 608 by 427 pixels. T1: 640 by 427 pixels. T2 has 95% of")
    assert told["What is cut off"] == "T2 does not show all of T1: about 5% at the right edge are missing."
    assert told["Date created"] == "T2: nothing. T1: 1938."
    assert told["Creators"] == "T2: nothing. T1: Jane Roe."
    assert told["Keywords"] == "T2: sky. T1: nothing."
    assert told["Collection"] == "T2: in no collection. T1: box."
    assert told["Approved texts"] == "T2: none. T1: Alt text in English."
    assert "File size" in told
    assert not {"Light", "Contrast", "Colour", "File format", "Headline"} & set(told)
    words = page.one("main").words
    assert "The same in both: File format, Colour, Light and Contrast." in words
    assert "1 word removed." in words
    assert [image["alt"] for image in page.all("img")] == ["Photograph, not yet described", ALT]
    assert f"Its alt text: {ALT}" in words


def test_words_of_another_language_say_so(parts: Parts, signed_in: Enter) -> None:
    made = variants()
    bring(parts, "T1", made["whole"], headline="Un cohete", caption="Un cohete sube.", caption_language="es")
    bring(parts, "T2", made["cut"], headline="A launch")
    look(parts)
    page = Outline(signed_in("describer").get(PAIR).text)
    spoken = {one.words: one["lang"] for one in page.all("span") if "dd" in one.inside}
    assert spoken["Un cohete"] == "es"
    assert spoken["A launch"] == ""
    words = page.one("main").words
    assert "Text before" not in words
    assert "T2: A tram waits at a stop" in words
    assert "T1: Un cohete sube." in words
    assert [one["lang"] for one in page.all("blockquote")] == ["", "es"]


def test_captions_that_share_nothing_stand_under_their_numbers(parts: Parts, signed_in: Enter) -> None:
    made = variants()
    bring(parts, "T1", made["whole"], caption="Un cohete sube.", caption_language="es")
    bring(parts, "T2", made["cut"], caption="Gente mirando hacia arriba, mar y cielo.", caption_language="es")
    look(parts)
    page = sound(signed_in("describer").get(PAIR).text)
    words = page.one("main").words
    assert "Text before" not in words
    assert "T2: Gente mirando hacia arriba" in words
    assert "T1: Un cohete sube." in words
    assert [one["lang"] for one in page.all("blockquote")] == ["es", "es"]


def test_light_colour_and_format_are_told(parts: Parts, signed_in: Enter) -> None:
    made = variants()
    for accession, name in (("T1", "whole"), ("T2", "pale"), ("T3", "grey")):
        bring(parts, accession, made[name])
    look(parts)
    browser = signed_in("archivist")
    pale = facts(sound(browser.get(PAIR).text))
    assert pale["File format"] == "T2: PNG. T1: JPEG."
    assert pale["Light"].startswith("T2 is brighter than T1, by ")
    assert pale["Contrast"].startswith("T2 has more contrast; T1 has ")
    assert "What is cut off" not in pale
    grey = facts(sound(browser.get("/photographs/T1/alike/T3").text))
    assert grey["Colour"] == "T1 has colour or a tint; T3 is black and white."
    assert "T3 has 25% of the pixels of T1." in grey["Size in pixels"]


@pytest.mark.usefixtures("pair")
def test_a_missing_derivative_is_said_and_the_rest_is_told(signed_in: Enter, parts: Parts) -> None:
    sha256 = builders.get(parts, "T1").current_images[0].sha256
    parts.store.forget_derived(sha256)
    told = facts(sound(signed_in("describer").get(PAIR).text))
    assert told["Light, colour and what is cut off"].startswith("They could not be measured")
    assert "Size in pixels" in told


@pytest.mark.usefixtures("pair")
def test_different_pictures_leave_the_list_and_may_come_back(signed_in: Enter, parts: Parts) -> None:
    browser = signed_in("reviewer")
    answer = post(browser, f"{PAIR}/different", {}, form=PAIR)
    assert (answer.status_code, answer.location) == (303, LIST)
    shown = browser.get(LIST).text
    assert "Noted: T2 and T1 are different pictures." in shown
    assert "No pair waits." in shown
    with parts.db.reading() as session:
        assert duplicates.count(session) == 0
        assert offers.dismissed(session, photographs.get(session, "T1"))
    page = browser.get(PAIR).text
    assert "reviewer said that these are different pictures." in page
    assert "These are different pictures</button>" not in page
    assert post(browser, f"{PAIR}/different", {}, form=PAIR).status_code == 303
    assert "Somebody else decided about these two meanwhile." in browser.get(LIST).text
    assert post(browser, f"{PAIR}/same", {}, form=PAIR).location == PAIR
    assert "1 pair" in browser.get(LIST).text


@pytest.mark.usefixtures("pair")
def test_the_text_is_offered_by_a_link_to_where_it_is_taken(signed_in: Enter) -> None:
    browser = signed_in("describer")
    page = Outline(browser.get(PAIR).text)
    address = page.link("Offer the text to T2: Alt text in English of T1")
    assert address == "/photographs/T2/describe?lang=en#offers"
    assert 'id="offers"' in browser.get(address).text
    assert "Offer the text" not in signed_in("reviewer").get(PAIR).text


@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize(("stays", "goes"), [("T1", "T2"), ("T2", "T1")])
def test_the_chosen_record_stays(signed_in: Enter, parts: Parts, stays: str, goes: str) -> None:
    browser = signed_in("archivist")
    answer = post(browser, f"{PAIR}/merge", {"stays": stays, "sure": "yes"}, form=PAIR)
    assert (answer.status_code, answer.location) == (303, f"/photographs/{stays}/edit")
    assert f"{goes} was merged into this record." in browser.get(answer.location).text
    kept = builders.get(parts, stays)
    assert [image.role for image in kept.current_images] == ["recto", "other"]
    assert builders.get(parts, goes).merged_into_id == kept.id
    look(parts)
    assert "No pair waits." in browser.get(LIST).text
    assert browser.get(PAIR).status_code == 404


@pytest.mark.usefixtures("pair")
def test_a_merge_that_is_not_sure_or_not_possible_changes_nothing(signed_in: Enter, parts: Parts) -> None:
    browser = signed_in("archivist")
    answer = post(browser, f"{PAIR}/merge", {"stays": "T9"}, form=PAIR)
    page = sound(answer.text)
    assert answer.status_code == 422
    assert page.one("title").words.startswith("Error: ")
    assert {"#stays", "#sure"} <= {one["href"] for one in page.all("a")}
    with parts.db.writing() as session:
        visibility.unpublish(session, builders.ARCHIVIST, "T2")
    answer = post(browser, f"{PAIR}/merge", {"stays": "T2", "sure": "yes"}, form=PAIR)
    assert answer.status_code == 422
    assert "seen by fewer people" in answer.text
    assert 'value="T2" checked' in answer.text, "what was chosen is kept"
    assert builders.get(parts, "T1").merged_into_id is None
    assert post(signed_in("describer"), f"{PAIR}/merge", {"stays": "T1"}, form=PAIR).status_code == 403


@pytest.mark.usefixtures("pair")
def test_readers_see_nothing_of_it(client: FlaskClient) -> None:
    for address in (LIST, PAIR):
        assert client.get(address).status_code in {302, 303, 403}


def test_odd_addresses_are_answered_in_words(signed_in: Enter, parts: Parts) -> None:
    for accession in ("T1", "T2"):
        builders.photograph(parts, accession=accession)
    browser = signed_in("archivist")
    for address in (
        PAIR,
        "/photographs/T1/alike/T1",
        "/photographs/T1/alike/%ED%A0%80",
        "/photographs/x/alike/T1",
    ):
        assert browser.get(address).status_code == 404, address
    assert browser.get(f"{LIST}?page=999999999999").status_code == 404
    assert browser.get(f"{LIST}?page=x").status_code == 200
    assert post(browser, f"{PAIR}/different", {}, form="/desk/import").status_code == 404


def test_the_newest_come_first_and_pages_hold_twenty(parts: Parts, signed_in: Enter) -> None:
    data = variants()["whole"]
    for number in range(7):
        bring(parts, f"S{number}", data + b"\0" * number)
    look(parts)
    browser = signed_in("describer")
    first = sound(browser.get(LIST).text)
    assert first.headings[0] == (1, "Pictures that look the same (21 pairs), page 1 of 2")
    assert [words for _level, words in first.headings[1:3]] == ["Compare S6 with S5", "Compare S6 with S4"]
    second = sound(browser.get(f"{LIST}?page=2").text)
    assert [words for level, words in second.headings if level == 2] == ["Compare S1 with S0"]


def test_a_record_without_words_is_named_once_by_its_number(parts: Parts, signed_in: Enter) -> None:
    made = variants()
    bring(parts, "T1", made["whole"], headline="A rocket", caption="")
    bring(parts, "T2", made["cut"], headline="", caption="")
    look(parts)
    browser = signed_in("describer")
    listed = [one.words for one in sound(browser.get(LIST).text).all("figcaption")]
    assert listed == ["T2", "T1 A rocket"]
    beside = [one.words for one in sound(browser.get(PAIR).text).all("figcaption")]
    assert [words.startswith(("T1", "T2")) for words in beside] == [False, False]
