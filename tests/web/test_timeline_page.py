"""The timeline on the search page: of which result, where its links lead."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from archive.parts import Parts
from archive.search.query import MOST_TERMS
from archive.web import narrowing
from tests import builders
from tests.web.outline import sound


@pytest.fixture
def years(parts: Parts) -> Parts:
    """Five dated photographs and two without a date, indexed."""
    for edtf in ("1865", "1866", "1868/1871", "1936", "1869", "", ""):
        builders.photograph(parts, edtf=edtf)
    return builders.indexed(parts)


def test_a_search_page_has_the_timeline_of_its_result(years: Parts, client: FlaskClient) -> None:
    page = sound(client.get("/photographs").text)
    assert page.one("summary").words == "Timeline. Most are from the 1860s: 4 of 7."
    assert "2 have no date." in [one.words for one in page.all("p")]
    rows = {one.words: one["href"] for one in page.all("a") if "table" in one.inside}
    assert rows == {
        "1860s": "/photographs?decade=1860",
        "1870s": "/photographs?decade=1870",
        "1930s": "/photographs?decade=1930",
    }
    found = sound(client.get(page.link("See those without a date")).text)
    assert found.one("h1").words.startswith("2 photographs")
    within = sound(client.get("/photographs?decade=1860&sort=oldest").text)
    assert within.one("caption").words == "Photographs by year"
    rows = {one.words: one["href"] for one in within.all("a") if "table" in one.inside}
    assert rows["1868"] == "/photographs?decade=1860&year=1868&sort=oldest"
    assert "1871" not in rows
    assert not sound(client.get("/photographs?year=1936").text).all("summary")


def test_in_a_large_archive_those_without_a_date_are_linked_and_not_counted(
    years: Parts, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrowing, "LARGE", 1)
    page = sound(client.get("/photographs").text)
    assert page.link("See those without a date") == "/photographs?q=-date:0001.."
    assert "no date" not in page.one("details").words


def test_a_query_with_no_room_for_one_part_more_has_no_link(years: Parts, client: FlaskClient) -> None:
    words = " OR ".join(["1936", *(f"w{number}" for number in range(MOST_TERMS - 1))])
    for query, there in (("1936 OR tram", True), (words, False)):
        page = sound(client.get("/photographs", query_string={"q": query}, follow_redirects=True).text)
        assert "2 have no date." in [one.words for one in page.all("p")]
        assert ("See those without a date" in [one.words for one in page.all("a")]) is there
