"""Ways to narrow a search."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from archive.catalogue import collections
from archive.history import OPERATOR
from archive.parts import Parts
from archive.search.fields import FACETS
from archive.web import narrowing
from tests import builders
from tests.web.outline import sound


@pytest.fixture
def sheds(parts: Parts) -> Parts:
    """Twenty photographs by fourteen people in three decades, one of them described in two languages."""
    with parts.db.writing() as session:
        collections.open_one(session, OPERATOR, "sheds", {"title": "Sheds of the coast"})
    for number in range(20):
        builders.photograph(
            parts,
            accession=f"S-{number}",
            caption="A shed.",
            creators=(f"Person {number % 14:02}",),
            people=("Joan Doe",) if number < 5 else (),
            keywords=("shed", f"kind {number}"),
            country="Chile" if number % 2 else "Peru",
            rights="cc0" if number < 3 else "InC",
            edtf=f"{1931 + number}",
            collection="sheds" if number < 7 else "",
        )
    builders.describe(parts, "S-1", "A shed with a tin roof beside the sea.")
    builders.describe(parts, "S-1", "Un cobertizo con techo de lata junto al mar.", language="es")
    return builders.indexed(parts)


def filters(page: str) -> dict[str, list[str]]:
    """The groups of a page by heading, each with the words of its items."""
    held: dict[str, list[str]] = {}
    name = ""
    for one in sound(page).elements:
        if "nav" not in one.inside or "main" not in one.inside:
            continue
        if one.tag == "h3":
            name = one.words.removeprefix("Filter by ")
        elif one.tag == "li" and name and not one.words.startswith("All "):
            held.setdefault(name, []).append(one.words)
    return held


def numbers(items: list[str]) -> int:
    return sum(int(item.rpartition("(")[2].split()[0]) for item in items)


def test_every_facet_is_listed_by_name_with_counts(sheds: Parts, client: FlaskClient) -> None:
    shown = filters(client.get("/photographs?q=shed").text)
    assert list(shown) == [
        "collection", "creator", "decade", "place", "person shown", "keyword", "rights",
        "language of description", "description",
    ]  # fmt: skip
    assert shown["collection"] == ["Sheds of the coast (7 photographs)"]
    assert shown["decade"] == ["1930s (9 photographs)", "1940s (10 photographs)", "1950s (1 photograph)"]
    assert shown["place"] == ["Chile (10 photographs)", "Peru (10 photographs)"]
    assert shown["rights"] == ["In Copyright (17 photographs)", "CC0 1.0 (3 photographs)"]
    assert shown["language of description"] == ["English (1 photograph)", "Spanish (1 photograph)"]
    assert shown["description"] == ["Not yet described (19 photographs)", "Described (1 photograph)"]
    assert len(shown["creator"]) == len(shown["keyword"]) == narrowing.LISTED


def test_each_link_finds_as_many_as_it_says(sheds: Parts, client: FlaskClient) -> None:
    outline = sound(client.get("/photographs?q=shed").text)
    links = [one for one in outline.all("a") if "nav" in one.inside and one.words.endswith(("s)", "h)"))]
    assert len({next(iter(parse_qs(urlsplit(one["href"]).query).keys() - {"q"})) for one in links}) == 9
    for one in links[::3]:
        heading = sound(client.get(one["href"]).text).one("h1").words
        assert heading.split(" ")[0] == one.words.rpartition("(")[2].split(" ")[0], one.words


def test_years_are_listed_within_a_decade(sheds: Parts, client: FlaskClient) -> None:
    assert "year" not in filters(client.get("/photographs").text)
    shown = filters(client.get("/photographs?decade=1950").text)
    assert shown["year"] == ["1950 (1 photograph)"]
    assert shown["decade"] == [
        "Remove: Decade 1950s (1 photograph)", "Or 1930s (9 photographs)", "Or 1940s (10 photographs)",
    ]  # fmt: skip
    assert len(filters(client.get("/photographs?q=date:1930..1939").text)["year"]) == 9


def test_a_value_beside_a_chosen_one_widens_and_says_what_it_adds(sheds: Parts, client: FlaskClient) -> None:
    outline = sound(client.get("/photographs?decade=1950&place=Chile").text)
    assert outline.one("h1").words == "1 photograph from the 1950s, of the place Chile"
    wider = outline.link("Or 1940s (5 photographs)")
    assert wider == "/photographs?decade=1940&decade=1950&place=Chile"
    assert sound(client.get(wider).text).one("h1").words == (
        "6 photographs from the 1940s or 1950s, of the place Chile"
    )


def test_a_large_archive_counts_few_facets_until_all_are_wanted(
    sheds: Parts, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/photographs?filters=all").status_code == 200
    monkeypatch.setattr(narrowing, "LARGE", 19)
    page = client.get("/photographs?creator=Person+01").text
    assert list(filters(page)) == ["collection", "creator", "decade"]
    all_of_them = sound(page).link("Show more ways to narrow")
    assert all_of_them == "/photographs?creator=Person+01&filters=all"
    page = client.get(all_of_them).text
    assert len(filters(page)) == len(FACETS) - len(["year"])
    assert "Show more ways to narrow" not in page
    kept = [(one["name"], one["value"]) for one in sound(page).all("input") if one["type"] == "hidden"]
    assert ("filters", "all") in kept


def test_a_chosen_value_past_the_listed_ones_is_still_counted(
    sheds: Parts, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrowing, "FETCHED", 2)
    shown = filters(client.get("/photographs?keyword=kind+9").text)
    assert shown["keyword"][0] == "Remove: Keyword kind 9 (1 photograph)"
    assert (
        "No photograph here has"
        not in client.get("/photographs?keyword=kind+9&creator=x").text.split("kind 9")[0]
    )


def test_all_values_are_one_link_away(sheds: Parts, client: FlaskClient) -> None:
    outline = sound(client.get("/photographs?q=shed").text)
    address = outline.link("All 14 creators")
    assert address == "/browse/creators?q=shed"
    assert client.get(address).status_code == 200
    assert outline.link("All 21 keywords") == "/browse/keywords?q=shed"
    assert client.get("/browse/keywords?q=shed").status_code == 200


def test_readers_do_not_hear_the_title_of_a_hidden_collection(
    sheds: Parts, client: FlaskClient, signed_in: Callable[[str], FlaskClient]
) -> None:
    with sheds.db.writing() as session:
        collections.open_one(session, OPERATOR, "boxes", {"title": "What nobody may know yet"})
    builders.photograph(sheds, publish=False, collection="boxes", caption="A box.")
    builders.indexed(sheds)
    for address in ("/photographs?collection=boxes", "/browse/people?collection=boxes"):
        page = client.get(address).get_data(as_text=True)
        assert "boxes" in page
        assert "What nobody may know yet" not in page
    assert "What nobody may know yet" in signed_in("describer").get("/photographs?collection=boxes").text
