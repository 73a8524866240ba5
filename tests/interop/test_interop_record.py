"""A record as JSON: what is said of its texts, for staff and for readers."""

from __future__ import annotations

from typing import Any

from archive.catalogue import photographs
from archive.descriptions import workflow
from archive.descriptions.workflow import Words
from archive.interop import record
from archive.parts import Parts
from tests import builders


def texts(parts: Parts, accession: str, *, reader: bool) -> list[dict[str, Any]]:
    with parts.db.reading() as session:
        shown = record.to_json(session, photographs.get(session, accession), reader=reader)
    found: list[dict[str, Any]] = shown["descriptions"]
    return found


def test_each_text_says_where_it_came_from_and_who_answers_for_it(parts: Parts) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, "A tram in the rain.")
    builders.describe(parts, accession, "A tram in hard rain.", approve=False)
    with parts.db.writing() as session:
        standing = photographs.get(session, accession)
        workflow.save(session, builders.DESCRIBER, standing, Words("alt", "es", "Un tranvía.", "file"))
    told = {
        "kind": "alt",
        "language": "en",
        "text": "A tram in the rain.",
        "status": "approved",
        "origin": "person",
        "author": "describer",
        "accepted": "",
        "reviewer": "reviewer",
        "alone": False,
    }
    waiting = told | {"text": "A tram in hard rain.", "status": "in-review", "reviewer": ""}
    unaccepted = waiting | {"language": "es", "text": "Un tranvía.", "origin": "file"}
    assert texts(parts, accession, reader=False) == [told, waiting, unaccepted]
    assert texts(parts, accession, reader=True) == [told]


def test_who_accepted_a_text_and_who_approved_their_own_are_told(parts: Parts) -> None:
    accession = builders.photograph(parts)
    with parts.db.writing() as session:
        standing = photographs.get(session, accession)
        text = workflow.save(
            session, builders.DESCRIBER, standing, Words("alt", "en", "A tram.", "suggestion")
        )
        assert text is not None
        workflow.accept(session, builders.ARCHIVIST, text.id, version=text.version)
        workflow.approve(session, builders.ARCHIVIST, text.id, version=text.version, one_person=True)
    [told] = texts(parts, accession, reader=True)
    names = ("origin", "author", "accepted", "reviewer", "alone")
    assert [told[name] for name in names] == ["suggestion", "archivist", "archivist", "archivist", True]
