"""Where the words of a search stand, said once in each item."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.catalogue.models import Photograph
from archive.descriptions.texts import Described
from archive.parts import Parts
from archive.search.explain import Passage, Piece
from archive.search.fields import SEARCHED
from archive.web.components import samples
from archive.web.results import FIELDS, MOST_PASSAGES, explained
from tests import builders
from tests.web.outline import sound

SAMPLES = samples()


@pytest.fixture(autouse=True)
def _page(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def passage(field: str, *texts: str, language: str = "en") -> Passage:
    """A passage in which every second piece was looked for, beginning with one that was not."""
    pieces = tuple(Piece(text, bool(number % 2)) for number, text in enumerate(texts))
    return Passage(field, language, pieces, cut_before=False, cut_after=False)


def test_headline_and_caption_are_marked_where_they_stand() -> None:
    one = SAMPLES[0]
    found = [
        passage("headline", "Fishing ", "boats", " leave the harbour"),
        passage("caption", *one.photograph.caption.partition("boats")),
    ]
    result = explained(one, found)
    assert result.where == ()
    assert result.also == ("headline", "caption")
    assert "".join(piece.text for piece in result.marked["headline"]) == one.photograph.headline
    assert [piece.text for piece in result.marked["headline"] if piece.found] == ["boats"]
    assert set(result.marked) == {"headline", "caption"}


def test_a_caption_that_is_the_heading_is_marked_there() -> None:
    record = Photograph(accession="X-1", headline="", caption="A market street.")
    result = explained(
        Described(record, None, None, None, (), ()), [passage("caption", "A ", "market", " street.")]
    )
    assert "".join(piece.text for piece in result.marked["headline"]) == "A market street (X-1)"
    assert result.also == ("caption",)


def test_a_part_of_a_caption_is_marked_where_it_is_shown_and_else_a_passage() -> None:
    one = SAMPLES[0]
    result = explained(one, [passage("caption", "the ", "storm", " to pass")])
    assert "".join(piece.text for piece in result.marked["caption"]) == one.photograph.caption
    assert result.where == ()
    long = Photograph(accession="X-1", headline="Rain", caption="It rains. " * 50 + "Then comes the storm.")
    result = explained(Described(long, None, None, None, (), ()), [passage("caption", "the ", "storm", ".")])
    assert [one.field for one in result.where] == ["caption"]
    assert not result.marked


def test_an_alt_text_is_heard_with_its_picture_only() -> None:
    one = SAMPLES[0]
    assert one.alt is not None
    found = passage("alt", *one.alt.text.partition("boats"))
    (where,) = explained(one, [found]).where
    assert where.heard
    assert where.words == "“boats”"
    unseen = Described(one.photograph, one.alt, None, None, (), ("en",))
    (where,) = explained(unseen, [found]).where
    assert not where.heard
    (where,) = explained(one, [passage("alt", "Another text about ", "boats", ".")]).where
    assert not where.heard


def test_words_are_named_before_a_long_passage_only() -> None:
    short, long = (
        passage("people", "Ana ", "Boat"),
        passage("long", "x " * 50, "boat", " and ", "Boat", " ", "sea"),
    )
    where = explained(SAMPLES[0], [short, long]).where
    assert [one.words for one in where] == ["", "“boat”, “sea”"]


def test_few_passages_are_read_and_further_fields_named() -> None:
    found = [passage(name, "", "x") for name in ("people", "place", "keyword", "creator", "credit")]
    result = explained(SAMPLES[0], found)
    assert len(result.where) == MOST_PASSAGES
    assert result.also == ("creator", "credit")


def test_every_field_has_a_name() -> None:
    assert set(SEARCHED) == set(FIELDS)


def test_a_text_that_readers_may_not_see_is_in_no_passage(parts: Parts, client: FlaskClient) -> None:
    accession = builders.photograph(parts, caption="A tram.")
    builders.describe(parts, accession, "A tram with secret writing on its side.", approve=False)
    builders.indexed(parts)
    page = client.get("/photographs?q=tram").text
    assert "secret" not in page
    assert [one.words for one in sound(page).classed("found-in")] == ["Found in caption."]
