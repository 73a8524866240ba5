"""Texts of a record in other languages, and where each of its values came from."""

from __future__ import annotations

import pytest

from archive.catalogue import checks, photographs
from archive.catalogue.fields import LIMIT
from archive.catalogue.photographs import Draft
from archive.history import OPERATOR
from archive.parts import Parts
from tests import builders
from tests.catalogue.test_photographs import amend


def problems(told: object, own: str = "en") -> list[tuple[str, str]]:
    values = checks.tidy({"alternatives": told, "caption_language": own})
    return [(one.field, one.message) for one in checks.problems(values)]


def test_languages_are_written_as_they_are_known_and_blank_texts_left_out() -> None:
    told = {"caption": {"ES_mx": " Un\x00 tranvía ", "fr": "  "}, "headline": {"de": ""}}
    assert checks.tidy({"alternatives": told})["alternatives"] == {"caption": {"es-MX": "Un tranvía"}}
    assert checks.tidy({"alternatives": None})["alternatives"] == {}


@pytest.mark.parametrize(
    ("told", "field", "words"),
    [
        ({"city": {"es": "Lima"}}, "alternatives", "Only headline, caption"),
        ({"caption": {"zz": "?"}}, "caption-in-zz", "not a language"),
        ({"caption": {"en": "A tram"}}, "caption-in-en", "the record's own"),
        ({"caption": {"es": "x" * (LIMIT + 1)}}, "caption-in-es", "too long"),
        ({"headline": {"es": "x" * (LIMIT // 10 + 1)}}, "headline-in-es", "too long"),
        ({"caption": {f"es-{n:03}": "x" for n in range(51)}}, "alternatives", "too many languages"),
    ],
)
def test_what_is_wrong_is_said_beside_its_control(told: object, field: str, words: str) -> None:
    [(place, message)] = problems(told)
    assert place == field
    assert words in message


def test_good_ones_are_good() -> None:
    assert problems({"caption": {"es": "x" * LIMIT, "pt-BR": "x"}, "usage_terms": {"fr": "x"}}) == []


def test_each_change_notes_its_source_and_what_is_emptied_has_none(parts: Parts) -> None:
    with parts.db.writing() as session:
        values = {"headline": "A tram", "city": "Leeds", "date_text": "June 2024", "credit_line": "Press"}
        sources = dict.fromkeys(values, "sheet") | {"region": "file"}
        accession = photographs.register(session, OPERATOR, Draft(values, sources=sources)).accession
    assert builders.get(parts, accession).sources == dict.fromkeys((*values, "edtf"), "sheet")
    with parts.db.writing() as session:
        photographs.amend(
            session,
            OPERATOR,
            accession,
            {"city": "Bradford", "headline": "A tram", "alternatives": {"caption": {"es": "Un tranvía"}}},
            version=1,
            source="table",
        )
    told = builders.get(parts, accession).sources
    assert (told["city"], told["headline"], told["caption[es]"]) == ("table", "sheet", "table")
    amend(parts, accession, city="", alternatives={})
    assert builders.get(parts, accession).sources == dict.fromkeys(
        ("headline", "date_text", "edtf", "credit_line"), "sheet"
    )


def test_other_languages_stand_until_they_are_given_anew(parts: Parts) -> None:
    accession = builders.photograph(parts, alternatives={"caption": {"es": "Un tranvía"}})
    amend(parts, accession, city="Leeds")
    assert builders.get(parts, accession).alternatives == {"caption": {"es": "Un tranvía"}}
    before = builders.get(parts, accession).version
    amend(parts, accession, alternatives={"caption": {"es": " Un tranvía "}})
    assert builders.get(parts, accession).version == before
    amend(parts, accession, alternatives={"headline": {"es": "Tranvía"}})
    assert builders.get(parts, accession).alternatives == {"headline": {"es": "Tranvía"}}
