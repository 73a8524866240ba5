"""Browse lists: every value with its exact count, as a link to the search that finds so many."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from archive.parts import Parts
from archive.web import browse
from tests import builders
from tests.web.outline import Outline, sound


@pytest.fixture
def shelf(parts: Parts) -> Parts:
    """Five published photographs and a draft, indexed."""
    common: dict[str, Any] = {"creators": ("Ana Ruiz",), "country": "Spain"}
    made: list[dict[str, Any]] = [
        {"edtf": "1936", "people": ("Maria Zola", "Eva Adler"), "keywords": ("boats",), **common},
        {"edtf": "1936-05", "people": ("Ed Öst",), "keywords": ("boats", "sea"), **common},
        {"edtf": "1938/1941", "creators": ("Bo Ray",), "caption": "A boat leaves.", "country": "Chile"},
        {"edtf": "1865", "creators": ("Ana Ruiz", "Bo Ray"), "caption": "A boat waits."},
        {"edtf": ""},
    ]
    for number, values in enumerate(made, 1):
        builders.photograph(parts, accession=f"S-{number}", **values)
    builders.photograph(parts, accession="S-9", publish=False, people=("Nina Secret",), edtf="2001")
    return builders.indexed(parts)


def listed(outline: Outline) -> dict[str, str]:
    """Each value with its count, and where it leads."""
    links = (one for one in outline.all("a") if "main" in one.inside)
    return {one.words: one["href"] for one in links if re.search(r"\(\d+\)$", one.words)}


def total(client: FlaskClient, address: str) -> int:
    """How many photographs a search finds, by its heading."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    words = sound(answer.text).one("h1").words
    return int(re.match(r"(\d+) photograph", words)[1])  # type: ignore[index]


@pytest.mark.parametrize("what", [*browse.LISTS])
@pytest.mark.parametrize("search", ["", "?q=boat", "?q=made-up&creator=Ana+Ruiz", "?decade=1930"])
def test_every_count_is_what_its_link_finds(
    shelf: Parts, client: FlaskClient, what: str, search: str
) -> None:
    page = client.get(f"/browse/{what}{search}", follow_redirects=True)
    values = listed(sound(page.text))
    assert values or (what, search) in {("people", "?q=boat"), ("places", "?q=x"), ("keywords", "?q=boat")}
    for words, address in values.items():
        assert total(client, address) == int(words.rpartition("(")[2][:-1]), words


def test_people_stand_under_the_letter_of_their_family_name(shelf: Parts, client: FlaskClient) -> None:
    outline = sound(client.get("/browse/people").text)
    assert outline.one("h1").words == "3 people shown in 5 photographs"
    assert [words for level, words in outline.headings if level == 2] == ["A", "O", "Z"]
    assert [*listed(outline)] == ["Eva Adler (1)", "Ed Öst (1)", "Maria Zola (1)"]
    assert "Nina Secret" not in outline.one("main").words
    assert outline.link("Eva Adler (1)") == "/photographs?person=Eva+Adler"


def test_dates_are_listed_by_century_decade_and_year(shelf: Parts, client: FlaskClient) -> None:
    outline = sound(client.get("/browse/dates").text)
    assert outline.one("h1").words == "3 decades in 5 photographs"
    assert [one for one in outline.headings if one[0] > 1] == [
        (2, "1800 to 1899"),
        (3, "1860s (1)"),
        (2, "1900 to 1999"),
        (3, "1930s (3)"),
        (3, "1940s (1)"),
    ]
    assert "1936 (2)" in listed(outline)
    assert outline.link("1 photograph without a date") == "/photographs?q=-date:0001.."
    assert total(client, "/photographs?q=-date:0001..") == 1
    assert "without a date" not in client.get("/browse/dates?q=boat").text


def test_a_list_is_narrowed_to_a_search_and_says_so(shelf: Parts, client: FlaskClient) -> None:
    outline = sound(client.get("/browse/creators?q=boat&place=Chile").text)
    assert outline.one("h1").words == "1 creator in 1 photograph with “boat”, of the place Chile"
    assert outline.one("title").words.startswith(outline.one("h1").words)
    assert outline.link("Bo Ray (1)") == "/photographs?q=boat&creator=Bo+Ray&place=Chile"
    assert outline.link("Back to the photographs") == "/photographs?q=boat&place=Chile"
    assert outline.link("The same list for all photographs") == "/browse/creators"


def test_staff_have_drafts_in_their_lists(shelf: Parts, signed_in: Callable[[str], FlaskClient]) -> None:
    assert "Nina Secret (1)" in listed(sound(signed_in("describer").get("/browse/people").text))


def test_titles_differ_and_each_list_has_one_address(shelf: Parts, client: FlaskClient) -> None:
    addresses = ["/browse", *(f"/browse/{what}" for what in browse.LISTS)]
    pages = {address: sound(client.get(address).text) for address in addresses}
    assert len({one.one("title").words for one in pages.values()}) == len(addresses)
    for address, outline in pages.items():
        assert [one["href"] for one in outline.all("link") if one["rel"] == "canonical"] == [address]
        assert outline.link("Browse") == "/browse"
    for typed, kept in (
        ("?page=1&sort=newest&filters=all&x=y", ""),
        ("?creator=Bo+Ray", ""),
        ("?place=Chile&q=boat&creator=Bo+Ray", "?q=boat&place=Chile"),
        ("?q=+boat++&page=0", "?q=boat"),
    ):
        answer = client.get("/browse/creators" + typed)
        assert (answer.status_code, answer.location) == (302, "/browse/creators" + kept), typed
    mistaken = client.get("/browse/creators", query_string={"sort": "newest", "q": '"boat'})
    assert mistaken.location == "/browse/creators?q=%22boat"


def test_what_is_no_list_or_no_page_of_one_is_404(shelf: Parts, client: FlaskClient) -> None:
    for address in ("/browse/colours", "/browse/dates/", "/browse/%00"):
        assert client.get(address).status_code == 404
    answer = client.get("/browse/people?page=7")
    assert answer.status_code == 404
    outline = sound(answer.text)
    assert outline.one("h1").words == "3 people shown in 5 photographs, no page 7"
    assert outline.link("Go to its last page") == "/browse/people"


@pytest.mark.parametrize(
    "query",
    [
        "page=-1",
        "page=%C2%B2",
        "q=%00%ED%A0%80%FF&creator=%ED%A0%80",
        "q=" + "(" * 5000,
        "q=%25s+%25(x)s+{0}",
    ],
)
@pytest.mark.parametrize("what", ["dates", "people"])
def test_odd_addresses_get_a_page(shelf: Parts, client: FlaskClient, what: str, query: str) -> None:
    answer = client.get(f"/browse/{what}?{query}", follow_redirects=True)
    assert answer.status_code in {200, 404}
    sound(answer.text)


def test_a_mistake_in_the_words_is_explained(shelf: Parts, client: FlaskClient) -> None:
    outline = sound(client.get("/browse/people", query_string={"q": 'made-up "tram'}).text)
    assert (2, "How your search was read") in outline.headings


def test_a_list_without_anything_says_so(shelf: Parts, client: FlaskClient) -> None:
    outline = sound(client.get("/browse/people?q=nowhere").text)
    assert outline.one("h1").words == "People: No photographs with “nowhere”"
    assert "There is nothing to list here." in outline.one("main").words


def test_long_lists_have_pages_and_letters_to_jump_to(
    parts: Parts, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browse, "PER_PAGE", 4)
    monkeypatch.setattr(browse, "SHORT", 4)
    for names in (("Ann A", "Bo B", "Cy B"), ("Di B", "Ed C"), ("Flo B", "Gil B")):
        builders.photograph(parts, people=names)
    builders.indexed(parts)
    first = sound(client.get("/browse/people").text)
    assert first.one("h1").words == "7 people shown in 3 photographs, page 1 of 2"
    assert [*listed(first)] == ["Ann A (1)", "Bo B (1)", "Cy B (1)", "Di B (1)"]
    assert [first.link(letter) for letter in "ABC"] == [
        "#letter-1", "#letter-2", "/browse/people?page=2#letter-3",
    ]  # fmt: skip
    second = sound(client.get(first.link("Next page")).text)
    assert [words for level, words in second.headings if level == 2] == ["B, continued", "C"]
    assert [second.link(letter) for letter in "ABC"] == [
        "/browse/people#letter-1", "/browse/people#letter-2", "#letter-3",
    ]  # fmt: skip
    for outline in (first, second):
        ids = {one["id"] for one in outline.all("h2")}
        jumps = {one["href"][1:] for one in outline.all("a") if one["href"].startswith("#letter")}
        assert jumps <= ids
    assert "letter-" not in "".join(
        one["href"] for one in sound(client.get("/browse/creators").text).all("a")
    )


def test_without_an_index_the_page_says_why(shelf: Parts, client: FlaskClient) -> None:
    shutil.rmtree(shelf.settings.index)
    for what in browse.LISTS:
        outline = sound(client.get(f"/browse/{what}").text)
        assert outline.one("h1").words == browse.LISTS[what].title
        assert (2, "Search is being rebuilt") in outline.headings


def test_names_are_never_markup(parts: Parts, client: FlaskClient) -> None:
    builders.photograph(parts, people=("<b>Bo</b> 100%s",))
    builders.indexed(parts)
    page = client.get("/browse/people").text
    assert "<b>" not in page
    assert "&lt;b&gt;Bo&lt;/b&gt; 100%s" in page
