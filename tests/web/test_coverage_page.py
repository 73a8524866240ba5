"""The page that tells how much is described."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from outline import Outline, sound
from sqlalchemy import update

from archive.catalogue import photographs
from archive.catalogue.models import Photograph
from archive.descriptions import workflow
from archive.descriptions.models import Description
from archive.parts import Parts
from archive.web.coverage import share
from tests import builders

SignIn = Callable[[str], FlaskClient]


def fill(parts: Parts) -> None:
    """Four photographs, three of trams, with texts in two languages; registered in September 2026."""
    for number in range(4):
        accession = builders.photograph(
            parts, collection="trams" if number else "", visible_words="yes" if number == 1 else "unknown"
        )
        if number:
            builders.describe(parts, accession, f"A tram numbered {number}.")
        if number == 1:
            builders.describe(parts, accession, "Un tranvía bajo la lluvia.", language="es")
            builders.describe(parts, accession, "LINE 4", kind="transcript")
    with parts.db.writing() as session:
        session.execute(update(Photograph).values(registered="2026-09-05T00:00:00Z"))
        session.execute(update(Description).values(since="2026-10-05T00:00:00Z"))


def rows(outline: Outline) -> list[list[str]]:
    """The cells of every row of every table."""
    found: list[list[str]] = []
    for one in outline.elements:
        if one.tag == "tr":
            found.append([])
        elif one.tag in {"th", "td"}:
            found[-1].append(one.words)
    return found


def test_a_reader_is_sent_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/desk/coverage").status_code == 303


@pytest.mark.parametrize("name", ["archivist", "reviewer", "describer"])
def test_everybody_of_the_desk_may_see_it(signed_in: SignIn, name: str) -> None:
    assert signed_in(name).get("/desk/coverage").status_code == 200


def test_an_empty_archive_says_so(signed_in: SignIn) -> None:
    page = sound(signed_in("reviewer").get("/desk/coverage").text)
    assert "There is no photograph yet that readers may see" in page.one("main").words
    assert not page.all("table", "svg")


def test_the_sentence_tells_it_in_words(parts: Parts, signed_in: SignIn) -> None:
    fill(parts)
    browser = signed_in("reviewer")
    lead = sound(browser.get("/desk/coverage").text).classed("lead")[0].words
    assert lead == (
        "Of 4 photographs that readers may see, an approved alt text is there for "
        "3 (75%) in English and 1 (25%) in Spanish."
    )
    lead = sound(browser.get("/desk/coverage?text=transcript").text).classed("lead")[0].words
    assert lead == (
        "Of 1 photograph that readers may see and in which words can be read, an approved "
        "transcript is there for 1 (100%) in English and 0 (0%) in Spanish."
    )
    lead = sound(browser.get("/desk/coverage?text=long").text).classed("lead")[0].words
    assert "approved long description is there for 0 (0%) in English" in lead


def test_tables_have_a_row_a_language_a_collection_and_a_month(parts: Parts, signed_in: SignIn) -> None:
    fill(parts)
    page = sound(signed_in("reviewer").get("/desk/coverage").text)
    table = rows(page)
    assert ["English", "3 (75%)", "0 (0%)", "1 (100%)"] in table
    assert ["Spanish", "1 (25%)", "0 (0%)", "0 (0%)"] in table
    assert ["trams", "3", "3 (100%)", "1 (33%)"] in table
    assert ["In no collection", "1", "0 (0%)", "0 (0%)"] in table
    assert ["All photographs", "4", "3 (75%)", "1 (25%)"] in table
    assert ["September 2026", "4", "0 (0%)", "0 (0%)"] in table
    assert ["October 2026", "4", "3 (75%)", "1 (25%)"] in table
    assert all(one["scope"] in {"row", "col"} for one in page.all("th"))
    assert len(page.all("caption")) == len(page.all("table")) == 3


def test_the_chart_is_named_and_its_lines_differ_in_mark_and_words(parts: Parts, signed_in: SignIn) -> None:
    fill(parts)
    text = signed_in("reviewer").get("/desk/coverage").text
    page = sound(text)
    svg = page.one("svg")
    assert svg["role"] == "img"
    assert svg["aria-label"].startswith("Line chart of Alt text by month, September 2026 to ")
    assert svg["aria-label"].endswith(
        ": Photographs from 4 to 4, English from 0 to 3 and Spanish from 0 to 1. "
        "The table below it has every month."
    )
    assert [words for words in ("Photographs 4", "English 3", "Spanish 1") if words not in svg.words] == []
    assert [len(page.classed(f"chart-line-{kind}")) for kind in range(4)] == [1, 1, 1, 0]
    drawn = text[text.index("<svg") : text.index("</svg>")]
    for mark in ("<circle", "<rect"):
        assert drawn.count(mark) >= 2, mark
    points = re.findall(r'<polyline points="([^"]+)"', drawn)
    assert len(set(points)) == len(points) == 3


def test_a_collection_can_be_looked_at_alone(parts: Parts, signed_in: SignIn) -> None:
    fill(parts)
    builders.photograph(parts, collection="drafts", publish=False)
    browser = signed_in("reviewer")
    whole = sound(browser.get("/desk/coverage?text=long").text)
    assert whole.link("trams") == "/desk/coverage?collection=trams&text=long"
    page = sound(browser.get(whole.link("trams")).text)
    assert page.one("h1").words == "How much is described: trams"
    assert ["English", "3 (100%)", "0 (0%)", "1 (100%)"] in rows(page)
    assert page.link("The whole archive") == "/desk/coverage?text=long"
    loose = sound(browser.get("/desk/coverage?collection=uncollected").text)
    assert loose.one("h1").words == "How much is described: In no collection"
    assert ["English", "0 (0%)", "0 (0%)", "0"] in rows(loose)
    empty = browser.get("/desk/coverage?collection=drafts").text
    assert "Readers may see no photograph here yet" in sound(empty).one("main").words


def test_which_text_is_shown_is_said_in_words(parts: Parts, signed_in: SignIn) -> None:
    fill(parts)
    page = sound(signed_in("reviewer").get("/desk/coverage?text=transcript").text)
    assert page.link("Transcript (shown)") == "/desk/coverage?text=transcript"
    assert page.link("Alt text") == "/desk/coverage"
    assert "Transcript" in page.one("title").words


def test_no_words_to_read_is_said_and_draws_no_chart(parts: Parts, signed_in: SignIn) -> None:
    builders.photograph(parts)
    page = sound(signed_in("reviewer").get("/desk/coverage?text=transcript").text)
    assert "is known to have words to read" in page.classed("lead")[0].words
    assert not page.all("svg")


@pytest.mark.parametrize("odd", ["text=zz", "text=%00", "text=alt&text=long", "page=-1", "collection="])
def test_odd_addresses_show_the_usual_page(parts: Parts, signed_in: SignIn, odd: str) -> None:
    fill(parts)
    page = signed_in("reviewer").get(f"/desk/coverage?{odd}")
    assert (page.status_code, "approved alt text" in page.text) == (200, True)


@pytest.mark.parametrize("slug", ["nowhere", "%00", "%ED%A0%80", "a" * 5000])
def test_an_unknown_collection_is_not_found(signed_in: SignIn, slug: str) -> None:
    assert signed_in("reviewer").get(f"/desk/coverage?collection={slug}").status_code == 404


def test_more_languages_than_lines_are_named_beside_the_chart(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    for code in ("en", "es", "fr", "de", "it", "pt"):
        builders.describe(parts, accession, f"A tram in the rain, said in {code}.", language=code)
    with parts.db.writing() as session:
        session.execute(update(Photograph).values(registered="2026-09-05T00:00:00Z"))
    page = sound(signed_in("reviewer").get("/desk/coverage").text)
    assert "leaves out the languages with the fewest texts (Italian and Portuguese)" in page.one("main").words
    assert [len(page.classed(f"chart-line-{kind}")) for kind in range(6)] == [1, 1, 1, 1, 1, 0]
    assert ["All photographs", "1", *["1 (100%)"] * 6] in rows(page)


def test_one_month_is_said_in_a_sentence_and_draws_no_chart(parts: Parts, signed_in: SignIn) -> None:
    builders.describe(parts, builders.photograph(parts), "A tram in the rain.")
    page = sound(signed_in("reviewer").get("/desk/coverage").text)
    assert "There is one month so far, so there is no chart yet" in page.one("main").words
    assert not page.all("svg")
    assert (2, "Over time: Alt text") in page.headings
    assert len(page.all("table")) == 3


def test_the_course_is_told_and_its_figures_stand_open(parts: Parts, signed_in: SignIn) -> None:
    fill(parts)
    page = sound(signed_in("reviewer").get("/desk/coverage").text)
    told = [one.words for one in page.all("p") if one.words.startswith("Alt text, from the end of")]
    course = "Alt text, from the end of September 2026 until now: from 0 to 3 in English and from 0 to 1 in"
    assert told == [f"{course} Spanish."]
    assert not [one for one in page.all("details", "summary") if "main" in one.inside]


def test_a_table_is_named_once_and_its_figures_carry_their_labels(parts: Parts, signed_in: SignIn) -> None:
    fill(parts)
    browser = signed_in("reviewer")
    page = sound(browser.get("/desk/coverage").text)
    boxes = page.classed("coverage-scroll")
    assert [one.attributes for one in boxes] == [{"class": "coverage-scroll"}] * 3
    assert [one["aria-labelledby"] for one in page.all("table")] == [""] * 3
    cells = [(one["data-label"], one.words) for one in page.all("td")]
    assert all(label for label, _words in cells)
    assert cells[:3] == [("Alt text", "3 (75%)"), ("Long description", "0 (0%)"), ("Transcript", "1 (100%)")]
    assert {("Photographs", "4"), ("English", "3 (100%)"), ("Spanish", "1 (33%)")} <= set(cells)
    one = builders.photograph(parts)
    for code in ("fr", "de"):
        builders.describe(parts, one, f"A tram in the rain, said in {code}.", language=code)
    wide = sound(browser.get("/desk/coverage").text)
    captions = {one["id"] for one in wide.all("caption")}
    named = [one["aria-labelledby"] for one in wide.classed("coverage-scroll") if one["role"] == "region"]
    assert len(named) == 2
    assert set(named) < captions


def test_texts_of_one_person_are_said_to_be_unchecked(parts: Parts, signed_in: SignIn) -> None:
    for number in range(3):
        accession = builders.photograph(parts)
        if not number:
            builders.describe(parts, accession, "A tram in the rain.")
            continue
        with parts.db.writing() as session:
            words = workflow.Words("alt", "en", f"A tram numbered {number}.")
            text = workflow.save(session, builders.ARCHIVIST, photographs.get(session, accession), words)
            assert text is not None
            workflow.approve(session, builders.ARCHIVIST, text.id, version=text.version, one_person=True)
    browser = signed_in("reviewer")
    lead = sound(browser.get("/desk/coverage").text).classed("lead")[0].words
    assert lead.endswith(
        "approved alt text is there for 3 (100%) in English. "
        "2 of these texts were not checked by a second person."
    )
    assert "second person" not in browser.get("/desk/coverage?text=long").text


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (0, 10, "0 (0%)"),
        (1, 1000, "1 (under 1%)"),
        (999, 1000, "999 (99%)"),
        (1000, 1000, "1,000 (100%)"),
        (29, 100, "29 (29%)"),
        (0, 0, "0"),
    ],
)
def test_a_share_is_whole_only_when_all_are_there(app: Flask, part: int, whole: int, words: str) -> None:
    with app.test_request_context():
        assert share(part, whole) == words
