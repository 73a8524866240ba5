"""Looking closer by plain links: whole, 100 %, 200 %, quarters, with the words kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from archive.descriptions.texts import Described
from archive.parts import Parts
from archive.web.components import samples
from tests import builders
from tests.web.outline import Outline
from tests.web.pictures import attach

TEMPLATE = "{% from 'components/zoom.html' import zoom %}{{ zoom(one, here, wanted) }}"
HERE = {"accession": "DEMO-1", "lang": "en", "queue": "newest"}


def drawn(app: Flask, one: Described, wanted: str) -> Outline:
    with app.test_request_context():
        return Outline(render_template_string(TEMPLATE, one=one, here=HERE, wanted=wanted))


def test_plain_links_keep_where_one_is_and_what_is_shown_is_no_link(app: Flask) -> None:
    page = drawn(app, samples()[0], "ne")
    assert [one.words for one in page.all("li")] == [
        "Whole picture",
        "100 %",
        "200 %",
        "Top left quarter",
        "Top right quarter (shown)",
        "Bottom left quarter",
        "Bottom right quarter",
    ]
    links = page.all("a")
    assert len(links) == 6, "what is shown already is no link"
    assert [one.words for one in page.all("span") if one["aria-current"]] == ["Top right quarter (shown)"]
    assert links[1]["href"] == "/photographs/DEMO-1/describe?zoom=100&lang=en&queue=newest#zoom"
    assert page.one("nav")["aria-label"] == "Look closer"


@pytest.mark.parametrize(
    ("wanted", "box", "size"),
    [
        ("100", "0 0 1600 1067", ("1600", "1067")),
        ("200", "0 0 1600 1067", ("3200", "2134")),
        ("nw", "0 0 800.0 533.5", ("800.0", "533.5")),
        ("ne", "800.0 0 800.0 533.5", ("800.0", "533.5")),
        ("sw", "0 533.5 800.0 533.5", ("800.0", "533.5")),
        ("se", "800.0 533.5 800.0 533.5", ("800.0", "533.5")),
    ],
)
def test_each_way_shows_its_part_of_the_own_pixels(
    app: Flask, wanted: str, box: str, size: tuple[str, str]
) -> None:
    page = drawn(app, samples()[0], wanted)
    picture = page.one("svg")
    assert picture["viewbox"] == box
    assert (picture["width"], picture["height"]) == size
    assert page.one("image")["href"] == f"/images/{'0' * 64}/full.jpg"
    assert picture["role"] == "img"
    assert picture["aria-label"].startswith("Five small boats")


def test_what_may_overflow_is_a_named_region_that_the_keyboard_reaches(app: Flask) -> None:
    for wanted in ("100", "200"):
        region = drawn(app, samples()[0], wanted).classed("zoom-scrolls")[0]
        assert (region["role"], region["tabindex"]) == ("region", "0")
        assert region["aria-label"] == f"Picture at {wanted} %, can be scrolled"
    assert drawn(app, samples()[0], "nw").classed("zoom-scrolls") == []


@pytest.mark.parametrize("wanted", ["", "fit", "300", "NE", "<b>", "\ud800"])
def test_anything_else_shows_the_whole_picture(app: Flask, wanted: str) -> None:
    page = drawn(app, samples()[0], wanted)
    assert page.all("svg") == []
    assert page.one("img")["alt"].startswith("Five small boats")
    assert [one.words for one in page.all("span") if one["aria-current"]] == ["Whole picture (shown)"]


def test_words_stay_where_there_are_none_yet_or_in_another_language(app: Flask) -> None:
    assert drawn(app, samples()[1], "se").one("svg")["aria-label"] == "Photograph, not yet described"
    spanish = drawn(app, samples()[3], "se").one("svg")
    assert spanish["lang"] == "es"
    assert spanish["aria-label"].startswith("Puestos con toldos")


def test_without_a_file_there_is_nothing_to_look_closer_at(app: Flask) -> None:
    page = drawn(app, samples()[2], "200")
    assert page.all("a", "svg", "img") == []
    assert page.one("p").words == "No picture has been received yet."


def test_a_picture_above_the_bound_says_what_100_per_cent_are(app: Flask) -> None:
    one = samples()[0]
    huge = type(one.pictures[0])("0" * 64, 12_000, 8000, "recto", "a.tif", "TIFF")
    shown = Described(one.photograph, one.alt, None, None, (huge,), ("en",))
    page = drawn(app, shown, "100")
    assert page.one("svg")["viewbox"] == "0 0 6000 4000"
    said = page.classed("hint")[0].words
    assert said.startswith("The picture has 12000 × 8000 pixels. Here 100 % are 6000 × 4000 pixels")


def test_the_describing_page_zooms(parts: Parts, signed_in: Callable[[str], FlaskClient]) -> None:
    accession = builders.photograph(parts, accession="Z1")
    sha256 = attach(parts, accession)
    page = Outline(signed_in("describer").get("/photographs/Z1/describe?lang=es&queue=newest&zoom=sw").text)
    assert page.one("image")["href"] == f"/images/{sha256}/full.jpg"
    assert "Bottom left quarter (shown)" in [one.words for one in page.all("span") if one["aria-current"]]
    assert [one.words for one in page.all("span") if one["aria-current"] == "page"] == [
        "Describe (this page)"
    ]
    address = next(link["href"] for link in page.all("a") if link.words == "200 %")
    assert {"lang=es", "queue=newest", "zoom=200"} <= set(address.split("?")[1].split("#")[0].split("&"))
