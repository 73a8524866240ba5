"""One search, one address."""

from __future__ import annotations

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.parts import Parts
from archive.web.asked import MOST_CHOSEN, read
from tests import builders
from tests.web.outline import sound


@pytest.fixture
def boats(parts: Parts) -> Parts:
    builders.photograph(parts, accession="B-1", caption="Two boats.", creators=("Ana Ruiz",), edtf="1936")
    return builders.indexed(parts)


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("q=", ""),
        ("q=boat&sort=relevance", "?q=boat"),
        ("q=boat&page=1", "?q=boat"),
        ("page=0", ""),
        ("page=soon", ""),
        ("page=002", "?page=2"),
        ("sort=best", ""),
        ("colour=red&q=boat", "?q=boat"),
        ("creator=&q=boat", "?q=boat"),
        ("sort=oldest&q=boat", "?q=boat&sort=oldest"),
        ("creator=B&creator=A&creator=A", "?creator=A&creator=B"),
        ("decade=1930&collection=x", "?collection=x&decade=1930"),
        ("q=+boat++ship+", "?q=boat+ship"),
        ("q=boat+ship+boat", "?q=boat+ship"),
        ("q=date:1930s", "?q=date:1930..1939"),
        ("q=ALT:Boat+AND+ship", "?q=alt:Boat+ship"),
        ("q=%00boat", "?q=boat"),
    ],
)
def test_another_spelling_leads_to_the_canonical_one(
    boats: Parts, client: FlaskClient, typed: str, canonical: str
) -> None:
    answer = client.get("/photographs?" + typed)
    assert answer.status_code == 302
    assert answer.location == "/photographs" + canonical
    assert client.get(answer.location).status_code in {200, 404}


@pytest.mark.parametrize(
    "query", ["", "q=boat", "q=date%3A1936", "q=%22two%20boats%22", "q=boat&creator=Ana+Ruiz&sort=newest"]
)
def test_a_canonical_address_stays_however_its_signs_are_quoted(
    boats: Parts, client: FlaskClient, query: str
) -> None:
    assert client.get("/photographs?" + query).status_code == 200


def test_a_query_with_mistakes_stays_as_typed_and_names_its_canonical_address(
    boats: Parts, client: FlaskClient
) -> None:
    answer = client.get('/photographs?q=boats+("two')
    assert answer.status_code == 200
    outline = sound(answer.text)
    assert next(one for one in outline.all("input") if one["id"] == "q")["value"] == 'boats ("two'
    canonical = [one["href"] for one in outline.all("link") if one["rel"] == "canonical"]
    assert canonical == ["/photographs?q=boats+%22two%22"]
    assert client.get(canonical[0]).status_code == 200
    assert outline.link("1930s (1 photograph)") == "/photographs?q=boats+%22two%22&decade=1930"
    answer = client.get('/photographs?q=boats+("two&sort=relevance')
    assert answer.location == "/photographs?q=boats+(%22two"


def test_a_canonical_address_names_itself(boats: Parts, client: FlaskClient) -> None:
    address = "/photographs?q=boats&creator=Ana+Ruiz&sort=oldest"
    links = sound(client.get(address).text).all("link")
    assert [one["href"] for one in links if one["rel"] == "canonical"] == [address]


def test_too_many_values_of_a_facet_are_told(boats: Parts, client: FlaskClient) -> None:
    answer = client.get("/photographs?" + "&".join(f"creator={n:03}" for n in range(200)))
    assert answer.status_code == 200
    assert f"Only {MOST_CHOSEN} values of a filter can be chosen at once" in answer.text
    assert answer.text.count("Remove: Creator") == 2 * MOST_CHOSEN


def test_a_query_that_is_too_long_is_told_however_it_was_sent(boats: Parts, client: FlaskClient) -> None:
    answer = client.get("/photographs?q=" + "a+" * 40_000 + "&sort=relevance")
    assert answer.status_code == 200
    assert "were read." in answer.text
    assert len(answer.text) < 100_000


_NAMES = st.sampled_from(["q", "creator", "decade", "sort", "page", "filters", "x", "language"])
_VALUES = st.one_of(
    st.sampled_from(["", "oldest", "2", "all", "1930", "date:1930s", "(boat", "a OR b", "-", "*", "\x00"]),
    st.text(max_size=8),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(_NAMES, _VALUES), max_size=8))
def test_one_step_leads_to_the_one_address(app: Flask, pairs: list[tuple[str, str]]) -> None:
    pairs = [(name, value.encode("utf-8", "replace").decode()) for name, value in pairs]
    with app.test_request_context("/photographs", query_string=pairs):
        asked, canonical = read()
        address = asked.here()
    with app.test_request_context(address):
        again, settled = read()
        assert settled
        assert again.here() == address
        assert again.query.node == asked.query.node
    if not asked.query.problems and not asked.crowded:
        with app.test_request_context(address):
            assert canonical == (list(request.args.items(multi=True)) == pairs)
