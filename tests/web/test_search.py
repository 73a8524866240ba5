"""Search and browse."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from archive.catalogue import collections
from archive.catalogue.models import Photograph
from archive.history import OPERATOR
from archive.parts import Parts
from archive.search.fields import SEARCHED
from archive.search.query import PROBLEMS, Problem
from archive.web import search
from archive.web.results import FIELDS
from archive.web.search import explained
from tests import builders
from tests.web.outline import sound
from tests.web.pictures import attach


@pytest.fixture
def harbour(parts: Parts) -> Parts:
    """Three published photographs and a draft, indexed."""
    boats = builders.photograph(
        parts,
        accession="B-1",
        headline="Boats at dawn",
        caption="Fishing boats leave.",
        creators=("Ana Ruiz",),
        people=("Boats Malone",),
        collection="harbour",
        edtf="1936",
    )
    builders.describe(parts, boats, "Five boats beside a lighthouse.")
    builders.photograph(parts, accession="B-2", headline="", caption="A boat in a shed.", edtf="1941")
    builders.photograph(parts, accession="B-3", headline="Tram", caption="A tram stops.", edtf="1952")
    builders.photograph(
        parts, accession="B-4", headline="Hidden boat", publish=False, creators=("Eva Secret",)
    )
    return builders.indexed(parts)


def heading(page: str) -> str:
    return sound(page).one("h1").words


def test_title_and_heading_say_count_and_query_in_words(harbour: Parts, client: FlaskClient) -> None:
    outline = sound(client.get("/photographs?q=boat").text)
    assert outline.one("h1").words == "2 photographs with “boat”"
    assert outline.one("title").words.startswith("2 photographs with “boat” – ")
    assert heading(client.get("/photographs").text) == "3 photographs"
    assert heading(client.get("/photographs?q=boat&collection=harbour&sort=newest").text) == (
        "1 photograph with “boat”, in the collection harbour, newest first"
    )
    page = client.get("/photographs?q=alt:boat+date:1930..1939").text
    assert heading(page) == "1 photograph whose alt text has “boat”, made 1930–1939"


def test_a_long_query_is_whole_on_the_page_and_short_in_the_title(
    harbour: Parts, client: FlaskClient
) -> None:
    words = [f"word{number}" for number in range(60)]
    outline = sound(client.get("/photographs?q=" + "+".join(words)).text)
    assert all(f"“{word}”" in outline.one("h1").words for word in words)
    assert len(outline.one("title").words) < 200
    assert " … – " in outline.one("title").words


def test_an_item_is_heading_link_then_picture_then_words(harbour: Parts, client: FlaskClient) -> None:
    page = client.get("/photographs?q=boat").text
    outline = sound(page)
    items = [one for one in outline.all("li") if one["class"] == "photograph"]
    assert [words for level, words in outline.headings if level == 3][:2] == [
        "Boats at dawn",
        "A boat in a shed (B-2)",
    ]
    assert outline.one("main").words.count("A boat in a shed") == 1
    assert outline.link("Boats at dawn") == "/photographs/B-1"
    assert not any("a" in one.inside for one in outline.all("img"))
    assert (
        items[0].words.index("Fishing boats") < items[0].words.index("1936") < items[0].words.index("Credit:")
    )
    assert "<article" not in page
    assert outline.one("ol")["start"] == "1"


def test_where_the_words_stand_is_said_once(harbour: Parts, client: FlaskClient) -> None:
    attach(harbour, "B-1")
    outline = sound(client.get("/photographs?q=boats").text)
    found = [one.words for one in outline.classed("found-in")]
    assert found == [
        "Found in alt text: “boats”. Found in alt text: Five boats beside a lighthouse.",
        "Found in people: Boats Malone",
        "Also found in headline and caption.",
        "Found in caption.",
    ]
    passages = outline.classed("passage")
    # A screen reader has just said the alt text with the picture; only its words that fit are named again.
    assert [one["aria-hidden"] for one in passages] == ["true", ""]
    assert [one.words for one in outline.all("mark")] == ["Boats", "boats", "boats", "Boats", "boat"]
    assert {one["role"] for one in outline.all("mark")} == {"presentation"}  # or each is announced
    assert outline.link("Boats at dawn") == "/photographs/B-1"


def test_an_alt_text_that_no_picture_says_is_heard(harbour: Parts, client: FlaskClient) -> None:
    outline = sound(client.get("/photographs?q=lighthouse").text)
    assert [one["aria-hidden"] for one in outline.classed("passage")] == [""]
    assert not outline.all("img")


def test_a_passage_of_another_language_says_which(parts: Parts, client: FlaskClient) -> None:
    street = builders.photograph(parts)
    builders.describe(parts, street, "Casas blancas bajo el sol de la tarde.", language="es")
    builders.describe(parts, street, "Una calle sin gente. " * 20, "long", "es")
    builders.indexed(parts)
    passage = sound(client.get("/photographs?q=calle").text).classed("passage")[0]
    assert passage["lang"] == "es"
    assert passage.words.endswith("…")


def test_browsing_marks_nothing(harbour: Parts, client: FlaskClient) -> None:
    outline = sound(client.get("/photographs").text)
    assert not outline.classed("found-in")
    assert not outline.all("mark")


def test_readers_get_no_draft_in_hits_counts_or_facets(harbour: Parts, client: FlaskClient) -> None:
    page = client.get("/photographs?q=boat").text
    assert "Hidden" not in page
    assert "Eva Secret" not in client.get("/photographs").text
    assert heading(client.get("/photographs?q=hidden").text) == "No photographs with “hidden”"


def test_staff_get_drafts_marked_in_words(harbour: Parts, signed_in: Callable[[str], FlaskClient]) -> None:
    page = signed_in("describer").get("/photographs?q=hidden").text
    outline = sound(page)
    assert outline.link("Hidden boat") == "/photographs/B-4"
    assert "Draft: readers do not see it." in [one.words for one in outline.classed("mark")]


def test_a_draft_that_the_index_still_thinks_public_is_not_shown(harbour: Parts, client: FlaskClient) -> None:
    with harbour.db.writing() as session:  # taken back without an event: the index cannot know
        session.execute(update(Photograph).where(Photograph.accession == "B-2").values(visibility="draft"))
    assert "A boat in a shed" not in client.get("/photographs?q=boat").text


def test_facets_are_links_with_counts_that_keep_what_was_chosen(harbour: Parts, client: FlaskClient) -> None:
    outline = sound(client.get("/photographs?q=boat&creator=Ana+Ruiz&sort=oldest").text)
    groups = [words for level, words in outline.headings if level == 3 and words.startswith("Filter by")]
    assert groups[:4] == [
        "Filter by collection", "Filter by creator", "Filter by decade", "Filter by year",
    ]  # fmt: skip
    assert outline.link("1930s (1 photograph)") == (
        "/photographs?q=boat&creator=Ana+Ruiz&decade=1930&sort=oldest"
    )
    assert outline.link("Remove: Creator Ana Ruiz") == "/photographs?q=boat&sort=oldest"
    assert outline.link("Remove all filters") == "/photographs?q=boat&sort=oldest"
    assert "selected" in next(one for one in outline.all("option") if one["value"] == "oldest").attributes
    kept = [(one["name"], one["value"]) for one in outline.all("input") if one["type"] == "hidden"]
    assert kept == [("creator", "Ana Ruiz")]


def test_a_chosen_value_that_nothing_has_can_still_be_removed(harbour: Parts, client: FlaskClient) -> None:
    outline = sound(client.get("/photographs?collection=harbour&creator=Nobody").text)
    assert outline.one("h1").words == "No photographs in the collection harbour, by Nobody"
    assert outline.link("Remove: Creator Nobody") == "/photographs?collection=harbour"
    assert "No photograph here has “Nobody” as Creator." in [one.words for one in outline.all("li")]
    assert "removing a filter" in " ".join(one.words for one in outline.all("li"))


def test_what_was_not_understood_is_explained(harbour: Parts, client: FlaskClient) -> None:
    page = client.get("/photographs", query_string={"q": 'boat (foo:bar "open'}).text
    outline = sound(page)
    assert (2, "How your search was read") in outline.headings
    assert "A quotation mark was not closed" in page
    assert "A parenthesis was not closed" in page


def test_what_the_engine_left_out_is_explained(parts: Parts, client: FlaskClient) -> None:
    builders.photograph(parts, caption=" ".join(f"zq{number:03}" for number in range(210)))
    builders.indexed(parts)
    assert "only the first 200 of them were searched." in client.get("/photographs?q=zq*").text


def test_every_problem_is_explained_and_every_field_has_a_name(app: Flask) -> None:
    assert set(SEARCHED) <= set(FIELDS)
    with app.test_request_context():
        for code in PROBLEMS:
            sentence = explained(Problem(code, "100 %s", "so"))
            assert sentence
            assert "{" not in sentence


def test_nothing_found_helps(harbour: Parts, client: FlaskClient) -> None:
    outline = sound(client.get("/photographs?q=zzzz").text)
    assert outline.one("h1").words == "No photographs with “zzzz”"
    assert outline.link("browse all photographs") == "/photographs"


def test_undescribed_and_missing_pictures_are_said_in_words(harbour: Parts, client: FlaskClient) -> None:
    attach(harbour, "B-2")
    outline = sound(client.get("/photographs?q=shed").text)
    assert outline.one("img")["alt"] == "Photograph, not yet described"
    assert "Not yet described." in [one.words for one in outline.classed("mark")]
    assert "No picture has been received yet." in client.get("/photographs?q=dawn").text


def test_the_first_two_pictures_load_at_once_the_others_late(parts: Parts, client: FlaskClient) -> None:
    for seed in range(4):
        attach(parts, builders.photograph(parts), seed=seed)
    builders.indexed(parts)
    images = sound(client.get("/photographs").text).all("img")
    assert [one["loading"] for one in images] == ["", "", "lazy", "lazy"]
    assert all("400.jpg 400w" in one["srcset"] and "800.jpg" not in one["srcset"] for one in images)


def test_pages_of_a_long_list(parts: Parts, client: FlaskClient) -> None:
    for number in range(45):
        builders.photograph(parts, headline=f"Picture {number}")
    builders.indexed(parts)
    outline = sound(client.get("/photographs?sort=oldest&page=2").text)
    assert outline.one("h1").words == "45 photographs, oldest first, page 2 of 3"
    assert outline.one("title").words.startswith("45 photographs, oldest first, page 2 of 3 – ")
    assert outline.all("ol")[0]["start"] == "21"
    assert outline.link("Next page") == "/photographs?sort=oldest&page=3"
    assert outline.link("Previous page") == "/photographs?sort=oldest"
    assert outline.link("This page: 2") == "/photographs?sort=oldest&page=2"
    assert "Page 2 of 3" in [one.words for one in outline.all("p")]


def test_a_page_that_is_not_there_says_so_and_leads_back(harbour: Parts, client: FlaskClient) -> None:
    assert client.get("/photographs?q=boat&page=2").status_code == 404
    answer = client.get("/photographs?q=boat&page=1000000000")
    assert answer.status_code == 400
    outline = sound(answer.text)
    assert outline.one("h1").words == "2 photographs with “boat”, no page 1000000000"
    assert outline.link("Go to its last page") == "/photographs?q=boat"
    assert "can be turned to" not in answer.text
    assert (2, "How your search was read") not in outline.headings


def test_how_deep_a_list_can_be_turned_is_said_where_it_is_longer(
    harbour: Parts, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "DEEPEST", 2)
    outline = sound(client.get("/photographs").text)
    assert "Only the first 2 can be turned to" in outline.one("main").words
    assert (2, "How your search was read") not in outline.headings
    assert "can be turned to" not in client.get("/photographs?q=boat").text


def test_a_chosen_value_that_only_this_search_lacks_exists(harbour: Parts, client: FlaskClient) -> None:
    page = client.get("/photographs?q=tram&creator=Ana+Ruiz").text
    assert sound(page).link("Remove: Creator Ana Ruiz") == "/photographs?q=tram"
    assert "No photograph here has" not in page


def test_collections_and_dates_are_marked_with_their_language(parts: Parts, client: FlaskClient) -> None:
    with parts.db.writing() as session:
        collections.open_one(session, OPERATOR, "mercado", {"title": "El mercado", "language": "es"})
    builders.photograph(parts, collection="mercado", date_text="hacia 1935", caption_language="es")
    builders.indexed(parts)
    outline = sound(client.get("/photographs?collection=mercado").text)
    spans = [(one.words, one["lang"], one.inside[-1]) for one in outline.all("span") if one["lang"]]
    assert ("El mercado", "es", "a") in spans
    assert ("El mercado", "es", "h1") in spans
    assert ("hacia 1935", "es", "p") in spans
    assert outline.link("Remove: Collection El mercado") == "/photographs"


def test_sections_have_headings_and_no_names_of_their_own(harbour: Parts, client: FlaskClient) -> None:
    for address in ("/", "/photographs?q=boat&creator=Ana+Ruiz"):
        sections = sound(client.get(address).text).all("section")
        assert sections
        assert [one for one in sections if one["aria-labelledby"]] == []


@pytest.mark.parametrize(
    "query",
    [
        "page=-1",
        "page=abc",
        "page=99999999999999999999",
        "page=%C2%B2",
        "page=1000000000",
        "shape=round",
        "language=" + "&language=".join(str(n) for n in range(200)),
        "&".join(f"field{n}=x" for n in range(200)),
        "q=" + "+".join(f"alt:w{n}" for n in range(200)),
        "q=%2A",
        "q=%2Aboat",
        "q=.%2B%5B%5D%5C%24%5E%7B2%7D",
        "q=date:9999..0001",
        "q=%00",
        "sort=best&decade=soon&place=%F0",
        "q=%00%ED%A0%80%FF&creator=%ED%A0%80",
        "q=" + "(" * 5000,
        "q=" + "a" * 100_000,
        "&".join(f"creator={n}" for n in range(900)),
        "q=%25s+%25(x)s+{0}",
    ],
)
def test_odd_addresses_get_a_page(harbour: Parts, client: FlaskClient, query: str) -> None:
    client.get("/photographs")  # templates are read once
    begun = time.process_time()
    answer = client.get("/photographs?" + query)
    if answer.status_code == 302:
        answer = client.get(answer.location)
    assert time.process_time() - begun < 0.2
    assert answer.status_code in {200, 400}
    sound(answer.text)


def test_bytes_that_no_browser_sends_get_a_page(harbour: Parts, client: FlaskClient) -> None:
    answer = client.get("/photographs", environ_overrides={"QUERY_STRING": "q=\xff\xfe&creator=\xff"})
    assert answer.status_code in {200, 302}


def test_what_is_typed_is_never_markup(harbour: Parts, client: FlaskClient) -> None:
    page = client.get(
        "/photographs",
        query_string={"q": "<script>x</script> 100% {a}", "creator": "<b>"},
        follow_redirects=True,
    ).text
    sound(page)
    assert "<script>x" not in page
    assert "<b>" not in page


def test_without_an_index_the_newest_are_shown_and_the_page_says_why(
    harbour: Parts, client: FlaskClient
) -> None:
    shutil.rmtree(harbour.settings.index)
    answer = client.get("/photographs?q=boat&creator=Ana+Ruiz")
    assert answer.status_code == 200
    outline = sound(answer.text)
    assert (2, "Search is being rebuilt") in outline.headings
    assert outline.one("h1").words == "3 photographs"
    titles = [words for level, words in outline.headings if level == 3]
    assert titles == ["Tram", "A boat in a shed (B-2)", "Boats at dawn"]
    assert next(one for one in outline.all("input") if one["id"] == "q")["value"] == "boat"


def test_a_search_behind_the_catalogue_says_so(harbour: Parts, client: FlaskClient) -> None:
    builders.photograph(harbour, headline="Just saved")
    page = client.get("/photographs").text
    assert "Something was saved a moment ago" in page
    sound(page)
