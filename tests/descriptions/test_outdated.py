"""Approved texts that describe an earlier file."""

from __future__ import annotations

import pytest

from archive import history
from archive.catalogue import images, photographs
from archive.catalogue.checks import Invalid
from archive.descriptions import outdated, workflow
from archive.history import OPERATOR, Forbidden
from archive.parts import Parts
from tests import builders
from tests.catalogue.test_catalogue_images import attach, put_back


def keys(parts: Parts, accession: str) -> list[str]:
    with parts.db.reading() as session:
        return [workflow.key(one) for one in outdated.of(session, photographs.get(session, accession))]


def listed(parts: Parts) -> tuple[list[str], int]:
    with parts.db.reading() as session:
        rows, count = outdated.photographs(session, limit=1)
        return [one.accession for one in rows], count


def test_texts_of_a_replaced_front_are_pointed_out_until_they_are_approved_anew(parts: Parts) -> None:
    accession = builders.photograph(parts)
    attach(parts, accession, "a")
    builders.describe(parts, accession, "A tram.")
    builders.describe(parts, accession, "Un tranvía.", language="es")
    builders.describe(parts, accession, "STOP", kind="transcript", approve=False)
    assert (keys(parts, accession), listed(parts)) == ([], ([], 0))
    attach(parts, accession, "v", "verso")
    assert keys(parts, accession) == [], "the back is another matter"
    attach(parts, accession, "b")
    assert keys(parts, accession) == ["alt[en]", "alt[es]"]
    assert listed(parts) == ([accession], 1)
    builders.describe(parts, accession, "A bus.")
    assert keys(parts, accession) == ["alt[es]"]
    put_back(parts, accession, "a")
    assert keys(parts, accession) == ["alt[en]"], "the old words fit the old file again"


def test_a_first_file_contradicts_nothing(parts: Parts) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, "A tram.")
    attach(parts, accession, "a")
    assert (keys(parts, accession), listed(parts)) == ([], ([], 0))


def test_a_reviewer_says_that_the_texts_fit(parts: Parts) -> None:
    accession = builders.photograph(parts)
    attach(parts, accession, "a")
    builders.describe(parts, accession, "A tram.")
    attach(parts, accession, "b")
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        with pytest.raises(Forbidden):
            outdated.confirm(session, builders.DESCRIBER, record)
        author = history.Actor("describer", frozenset({"reviewer"}))
        with pytest.raises(Invalid, match="somebody else"):
            outdated.confirm(session, author, record)
        assert [one.kind for one in outdated.confirm(session, builders.REVIEWER, record)] == ["alt"]
        assert outdated.confirm(session, author, record) == [], "nothing is left to say"
        last = history.of(session, "photograph", record.id)[-1]
    assert (last.verb, last.after) == ("description.confirm", {"texts_checked": ["alt[en]"]})
    assert keys(parts, accession) == []
    assert images.front(builders.get(parts, accession)) == "b" * 64
    with parts.db.writing() as session:
        images.put_back(session, OPERATOR, photographs.get(session, accession), "a" * 64)
        alone = outdated.confirm(session, author, photographs.get(session, accession), one_person=True)
    assert len(alone) == 1
