"""Help pages and the accessibility statement."""

from __future__ import annotations

from flask.testing import FlaskClient

from archive.catalogue import visibility
from archive.config import PROJECT
from archive.descriptions import lint
from archive.history import OPERATOR
from archive.ingest import sample
from archive.parts import Parts
from archive.search.query import FIELDS, FLAGS, FORMS, parse
from archive.web.app import build
from archive.web.help import GOOD
from tests import builders
from tests.web.outline import sound
from tests.web.pictures import attach


def test_every_line_of_the_grammar_is_there_with_a_search_that_works(
    parts: Parts, client: FlaskClient
) -> None:
    builders.indexed(parts)
    outline = sound(client.get("/help/search").text)
    rows = [one.words for one in outline.all("dd")]
    assert not outline.all("table")
    assert not any(one["role"] == "region" or one["aria-label"] == "Forms" for one in outline.elements)
    for line in (*FORMS.values(), *FIELDS.values(), *FLAGS.values()):
        assert " ".join(line.help.split()) in rows
        assert not parse(line.example).problems
        assert client.get(outline.link(line.example)).status_code == 200


def test_the_statement_counts_what_is_not_described_now(parts: Parts, client: FlaskClient) -> None:
    assert "No photograph is published at this moment." in client.get("/accessibility").text
    first, second = builders.photograph(parts), builders.photograph(parts)
    attach(parts, builders.photograph(parts, publish=False), seed=3)
    for accession in (first, second):
        attach(parts, accession)
    builders.describe(parts, first, "A tram.")
    page = client.get("/accessibility").text
    assert "1 of 2 published photographs has a picture and no approved alt text" in page
    assert "1.1.1" in page
    assert "no picture here yet" not in page
    builders.describe(parts, second, "Another tram.", approve=False)
    assert "1 of 2 published photographs has a picture and no" in client.get("/accessibility").text
    builders.describe(parts, second, "Another tram.", approve=True)
    builders.describe(parts, second, "Another tram at night.", approve=True)
    page = client.get("/accessibility").text
    assert "Every published photograph that has a picture has an approved alt text at this moment." in page
    sound(page)


def test_records_without_a_picture_are_counted_apart_and_each_link_finds_its_own(
    parts: Parts, client: FlaskClient
) -> None:
    bare, unseen, told = (builders.photograph(parts, accession=f"H-{number}") for number in (1, 2, 3))
    attach(parts, bare)
    attach(parts, told)
    builders.describe(parts, told, "A tram.")
    builders.indexed(parts)
    outline = sound(client.get("/accessibility").text)
    words = outline.one("main").words
    assert "1 of 3 published photographs has a picture and no approved alt text" in words
    assert "1 published photograph has no picture here yet." in words
    for link, found in (
        ("See those that are not described", bare),
        ("See those without a picture", unseen),
    ):
        results = sound(client.get(outline.link(link)).text)
        headings = [one for one in results.all("a") if one["href"].startswith("/photographs/H-")]
        assert [one["href"] for one in headings] == [f"/photographs/{found}"], link


def test_it_names_what_was_not_tested_and_how_to_write(parts: Parts, client: FlaskClient) -> None:
    page = client.get("/accessibility").text
    assert all(name in page for name in ("NVDA", "JAWS", "VoiceOver", "TalkBack", "Orca", "axe-core"))
    assert "This archive has not said yet how it can be reached." in page
    assert "23 November 2026" in page


def test_the_contact_is_in_the_statement_and_in_every_footer(parts: Parts) -> None:
    from dataclasses import replace

    for contact, address in (
        ("desk@example.org", "mailto:desk@example.org"),
        ("https://example.org/write", "https://example.org/write"),
    ):
        browser = build(replace(parts, settings=replace(parts.settings, contact=contact))).test_client()
        page = browser.get("/accessibility").text
        assert f"tell the archive: {contact}" in page
        assert sound(browser.get("/").text).link(f"Contact: {contact}") == address


def test_every_rule_is_taught_with_its_examples_in_their_language(client: FlaskClient) -> None:
    outline = sound(client.get("/help/describing").text)
    anchors = {one["id"] for one in outline.all("h3")}
    quotes = {(one["lang"] or "en", one.words) for one in outline.all("q")}
    assert not any(one["aria-labelledby"] for one in outline.all("section"))
    codes = [one["id"] for one in outline.all("h3") if one["id"] and "section" in one.inside]
    sections = dict(zip(codes, (one.words for one in outline.classed("help-rule")), strict=True))
    assert len(lint.RULES) == 30
    assert list(sections) == [rule.code for rule in lint.RULES]
    for rule in lint.RULES:
        assert rule.code in anchors
        for words in (rule.title, rule.why, rule.do, f"Code: {rule.code}."):
            assert " ".join(words.split()) in sections[rule.code], rule.code
        for level in rule.levels:
            assert {"stop": "Stop", "error": "Error", "warning": "Warning", "note": "Note"}[level] in (
                sections[rule.code].split("Code:")[0]
            )
        for one in rule.examples:
            assert (one.language, " ".join(one.text.split())) in quotes, rule.code
    bound = next(rule for rule in lint.RULES if rule.languages)
    assert "Languages: English and Spanish." in sections[bound.code]
    assert "In every language." in sections["empty"]
    assert outline.link("No alt text") == "#empty"


def test_good_practice_is_taught_in_words(client: FlaskClient) -> None:
    page = client.get("/help/describing").text
    for words in ("present tense", "from the general to the particular", "Name a person only where"):
        assert words.lower() in page.lower()
    assert "Good examples" not in page


def test_good_examples_come_from_the_sample_where_readers_may_see_it(
    parts: Parts, client: FlaskClient
) -> None:
    sample.load(parts.tools, PROJECT / "images" / "sample")
    outline = sound(client.get("/help/describing").text)
    assert len(outline.all("img")) == len(GOOD) == 3
    assert "Grey aircraft carrier seen from the air" in outline.one("main").words
    with parts.db.writing() as session:
        visibility.unpublish(session, OPERATOR, "NASA-COLLINS")
    page = client.get("/help/describing").text
    assert len(sound(page).all("img")) == 2
    assert "Collins" not in page
