"""Help pages and the accessibility statement."""

from __future__ import annotations

from flask.testing import FlaskClient

from archive.parts import Parts
from archive.search.query import FIELDS, FLAGS, FORMS, parse
from archive.web.app import build
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
