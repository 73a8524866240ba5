"""A search that finds nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from archive.parts import Parts
from tests import builders
from tests.web.outline import Outline, sound


@pytest.fixture
def canyon(parts: Parts) -> Parts:
    """Two photographs that readers find, and a draft with a word of its own."""
    builders.photograph(
        parts, accession="C-1", caption="The Cañon at dawn.", creators=("Ana Ruiz",), edtf="1936"
    )
    builders.photograph(parts, accession="C-2", caption="A lighthouse on a cliff.", edtf="1941")
    builders.photograph(parts, accession="C-3", caption="The zeppelin.", publish=False)
    return builders.indexed(parts)


def links(outline: Outline, name: str) -> list[tuple[str, str]]:
    """The links within elements of this class."""
    inside = {one.words for one in outline.classed(name)}
    assert inside, f"no {name}"
    return [
        (one.words, one["href"])
        for one in outline.all("a")
        if one["class"] == "standing-link" and any(one.words in words for words in inside)
    ]


def test_another_spelling_is_a_link_with_its_count_and_never_applied(
    canyon: Parts, client: FlaskClient
) -> None:
    outline = sound(client.get("/photographs?q=canom").text)
    assert outline.one("h1").words == "No photographs with “canom”"
    assert outline.classed("instead")[0].words == "Did you mean “Cañon”? 1 photograph with “Cañon”"
    assert links(outline, "instead") == [("1 photograph with “Cañon”", "/photographs?q=Ca%C3%B1on")]
    assert sound(client.get("/photographs?q=Ca%C3%B1on").text).one("h1").words == "1 photograph with “Cañon”"
    assert [one.words for one in outline.classed("missing")] == ["There are no photographs with “canom”."]


def test_the_rest_of_the_search_is_kept(canyon: Parts, client: FlaskClient) -> None:
    outline = sound(client.get("/photographs?q=caption:canom&creator=Ana+Ruiz&sort=newest").text)
    assert links(outline, "instead")[0][1] == "/photographs?q=caption:Ca%C3%B1on&creator=Ana+Ruiz&sort=newest"


def test_a_word_of_hidden_photographs_is_suggested_to_staff_only(
    canyon: Parts, client: FlaskClient, signed_in: Callable[[str], FlaskClient]
) -> None:
    assert "Did you mean" not in client.get("/photographs?q=zepelin").text
    assert "Did you mean “zeppelin”?" in signed_in("describer").get("/photographs?q=zepelin").text


def test_less_of_a_search_is_offered_with_what_it_finds(canyon: Parts, client: FlaskClient) -> None:
    outline = sound(client.get("/photographs?q=dawn+qqqq&creator=Ana+Ruiz").text)
    assert (3, "Less would find") in outline.headings
    for words, address in links(outline, "fewer"):
        assert sound(client.get(address).text).one("h1").words == words
    assert [one.words for one in outline.classed("missing")] == ["There are no photographs with “qqqq”."]
    outline = sound(client.get("/photographs?q=lighthouse&creator=Ana+Ruiz").text)
    assert links(outline, "fewer") == [
        ("1 photograph by Ana Ruiz", "/photographs?creator=Ana+Ruiz"),
        ("1 photograph with “lighthouse”", "/photographs?q=lighthouse"),
    ]
    assert not outline.classed("missing")


def test_a_date_that_nothing_has_is_named(canyon: Parts, client: FlaskClient) -> None:
    outline = sound(client.get("/photographs?q=lighthouse+date:1066").text)
    assert [one.words for one in outline.classed("missing")] == ["There are no photographs made in 1066."]


def test_what_finds_something_needs_no_advice(canyon: Parts, client: FlaskClient) -> None:
    outline = sound(client.get("/photographs?q=lighthouse").text)
    assert not outline.classed("instead")
    assert not outline.classed("fewer")


def test_one_of_two_choices_may_be_mistyped(canyon: Parts, client: FlaskClient) -> None:
    outline = sound(client.get("/photographs?q=lighthouse+OR+canom").text)
    assert outline.one("h1").words == "1 photograph with either “lighthouse” or “canom”"
    assert outline.classed("instead")[0].words == (
        "Did you mean “Cañon”? 2 photographs with either “lighthouse” or “Cañon”"
    )
