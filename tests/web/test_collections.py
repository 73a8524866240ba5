"""Collections."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from archive.catalogue import collections
from archive.history import OPERATOR
from archive.parts import Parts
from tests import builders
from tests.web.outline import sound


@pytest.fixture
def market(parts: Parts) -> Parts:
    """A Spanish collection of 23 photographs, the last a draft, and one of drafts only."""
    values = {"title": "El mercado", "summary": "Los puestos.\n\nLa gente.", "language": "es"}
    with parts.db.writing() as session:
        collections.open_one(session, OPERATOR, "mercado", values)
    for number in range(23):
        builders.photograph(parts, headline=f"Puesto {number}", collection="mercado", publish=number < 22)
    builders.photograph(parts, collection="unseen", publish=False)
    return parts


def test_the_list_has_titles_in_their_language_and_counts(market: Parts, client: FlaskClient) -> None:
    outline = sound(client.get("/collections").text)
    link = next(one for one in outline.all("a") if one.words == "El mercado")
    assert (link["href"], link["lang"], link["dir"]) == ("/collections/mercado", "es", "")
    assert outline.one("h1").words == "Collections (1)"
    assert outline.one("title").words.startswith("Collections (1) – ")
    assert "22 photographs" in [one.words for one in outline.all("p")]
    assert (2, "unseen") not in outline.headings


def test_a_collection_shows_its_photographs_in_order(market: Parts, client: FlaskClient) -> None:
    first, second = (sound(client.get(f"/collections/mercado?page={n}").text) for n in (1, 2))
    assert first.one("h1").words == "El mercado: 22 photographs, page 1 of 2"
    assert first.one("title").words.startswith("El mercado: 22 photographs, page 1 of 2")
    summary = next(one for one in first.classed("lead"))
    assert (summary["lang"], summary.words) == ("es", "Los puestos. La gente.")
    assert [words for level, words in first.headings if level == 2][:2] == ["Puesto 0", "Puesto 1"]
    assert second.all("ol")[-1]["start"] == "21"
    assert [words for level, words in second.headings if level == 2] == ["Puesto 20", "Puesto 21"]
    assert first.link("Search within this collection") == "/photographs?collection=mercado"


def test_staff_see_drafts_too(market: Parts, signed_in: Callable[[str], FlaskClient]) -> None:
    browser = signed_in("describer")
    assert "El mercado: 23 photographs" in sound(browser.get("/collections/mercado").text).one("h1").words
    assert (2, "unseen") in sound(browser.get("/collections").text).headings


def test_a_collection_of_drafts_or_none_does_not_exist_for_readers(
    market: Parts, client: FlaskClient
) -> None:
    for address in ("/collections/unseen", "/collections/nothing", "/collections/%00%ed%a0%80"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert sound(answer.text).one("h1").words == "There is no such page"


def test_a_page_beyond_the_end_leads_back(market: Parts, client: FlaskClient) -> None:
    answer = client.get("/collections/mercado?page=1000000000")
    assert answer.status_code == 404
    assert sound(answer.text).link("Go to its last page") == "/collections/mercado?page=2"
