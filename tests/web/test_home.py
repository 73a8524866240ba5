"""The start page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient

from archive import web
from archive.parts import Parts
from tests import builders
from tests.web.outline import sound


def test_an_empty_archive_has_a_start_page(client: FlaskClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "No photograph has been published yet." in page.text
    sound(page.text)


def test_it_says_how_many_are_described_and_links_to_the_others(parts: Parts, client: FlaskClient) -> None:
    told = builders.photograph(parts, headline="Told")
    builders.photograph(parts, headline="Untold")
    builders.photograph(parts, headline="Secret", publish=False)
    builders.describe(parts, told, "A tram with two lamps at a wet stop.")
    page = client.get("/")
    outline = sound(page.text)
    assert "1 of 2 published photographs have an approved description." in page.text
    assert outline.link("See those that nobody has described yet") == "/photographs?q=is:undescribed"
    assert "Secret" not in page.text


def test_staff_see_what_readers_see_and_the_desk(
    signed_in: Callable[[str], FlaskClient], parts: Parts
) -> None:
    builders.photograph(parts, headline="Secret", publish=False)
    outline = sound(signed_in("describer").get("/").text)
    assert "Secret" not in [words for _level, words in outline.headings]
    assert outline.link("Desk") == "/desk"
    assert [one.words for one in outline.all("button")] == ["Sign out", "Search"]


def test_newest_first_six_of_them_and_the_second_picture_waits(parts: Parts, client: FlaskClient) -> None:
    for number in range(8):
        builders.photograph(parts, headline=f"Picture {number}")
    headings = [words for level, words in sound(client.get("/").text).headings if level == 3]
    assert headings == [f"Picture {number}" for number in (7, 6, 5, 4, 3, 2)]


def test_collections_with_counts_and_their_language(parts: Parts, client: FlaskClient) -> None:
    builders.photograph(parts, collection="harbour")
    builders.photograph(parts, collection="harbour", publish=False)
    builders.photograph(parts, collection="hidden", publish=False)
    outline = sound(client.get("/").text)
    assert outline.link("harbour") == "/collections/harbour"
    assert "hidden" not in [one.words for one in outline.all("a")]
    assert "1 photograph" in [one.words for one in outline.all("p")]


def test_the_page_weighs_little(parts: Parts, client: FlaskClient) -> None:
    for number in range(6):
        builders.photograph(parts, headline=f"Picture {number}", collection="harbour")
    page = client.get("/")
    sheets = [one["href"] for one in sound(page.text).all("link") if one["rel"] == "stylesheet"]
    folder = Path(web.__file__).parent
    weight = len(page.data) + sum((folder / sheet[1:].split("?")[0]).stat().st_size for sheet in sheets)
    assert len(sheets) > 5
    assert weight <= 60_000, weight
