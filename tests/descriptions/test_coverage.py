"""How much is described: by collection and language, and by month."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from archive.catalogue import collections, photographs, visibility
from archive.catalogue.models import Photograph
from archive.descriptions import coverage, workflow
from archive.descriptions.coverage import Coverage, Shelf
from archive.descriptions.models import Description
from archive.history import OPERATOR
from archive.parts import Parts
from tests import builders

NOTHING = {"alt": {}, "long": {}, "transcript": {}}


@pytest.fixture
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day in November 2026 for what asks for today."""
    monkeypatch.setattr(photographs, "today", lambda: "2026-11-23")


def read(parts: Parts) -> Coverage:
    with parts.db.reading() as session:
        return coverage.of_archive(session)


def shelf(found: Coverage, slug: str) -> Shelf:
    return next(one for one in found.shelves if (one.collection.slug if one.collection else "") == slug)


def dated(parts: Parts, accession: str, registered: str, since: str = "") -> None:
    """Put a record, and its texts, into the past."""
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        session.execute(
            update(Photograph).where(Photograph.id == record.id).values(registered=registered, version=9)
        )
        if since:
            session.execute(
                update(Description).where(Description.photograph_id == record.id).values(since=since)
            )


def test_an_empty_archive_has_no_figures_and_no_months(parts: Parts) -> None:
    found = read(parts)
    assert (found.shelves, found.over_time, found.languages) == ((), (), ())
    assert (found.total.photographs, found.total.words_visible, found.total.texts) == (0, 0, NOTHING)


def test_texts_are_counted_by_collection_and_language(parts: Parts) -> None:
    first = builders.photograph(parts, collection="trams")
    second = builders.photograph(parts, collection="trams")
    loose = builders.photograph(parts)
    builders.describe(parts, first, "A tram in the rain.")
    builders.describe(parts, first, "A long look at the tram.", kind="long")
    builders.describe(parts, first, "Un tranvía bajo la lluvia.", language="es")
    builders.describe(parts, second, "A tram at a stop.")
    builders.describe(parts, loose, "Una barca en la playa.", language="es")
    found = read(parts)
    assert [one.collection and one.collection.slug for one in found.shelves] == ["trams", None]
    assert shelf(found, "trams").standing.texts["alt"] == {"en": 2, "es": 1}
    assert shelf(found, "trams").standing.texts["long"] == {"en": 1}
    assert shelf(found, "").standing.texts == NOTHING | {"alt": {"es": 1}}
    assert found.total.photographs == 3
    assert [found.total.of("alt", code) for code in ("en", "es", "fr")] == [2, 2, 0]
    assert found.languages == ("en", "es")  # three texts before two


def test_a_collection_without_published_photographs_stands_with_nothing(parts: Parts) -> None:
    builders.photograph(parts, collection="boxes", publish=False)
    found = read(parts)
    assert [one.standing.photographs for one in found.shelves] == [0]
    assert shelf(found, "boxes").collection


def test_what_readers_may_not_see_is_not_counted(parts: Parts) -> None:
    draft = builders.photograph(parts, publish=False)
    held = builders.photograph(parts, embargo="2999-01-01")
    gone = builders.photograph(parts)
    kept = builders.photograph(parts)
    for accession in (draft, held, gone, kept):
        builders.describe(parts, accession, "A tram in the rain.")
    with parts.db.writing() as session:
        visibility.withdraw(session, OPERATOR, gone, "asked to")
    found = read(parts)
    assert (found.total.photographs, found.total.of("alt", "en")) == (1, 1)


def test_only_what_is_approved_counts(parts: Parts) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, "A tram in the rain.", approve=False)
    assert (read(parts).total.of("alt", "en"), read(parts).languages) == (0, ())
    builders.describe(parts, accession, "A tram in hard rain.")
    builders.describe(parts, accession, "A tram in the hard rain.", approve=False)
    assert read(parts).total.of("alt", "en") == 1
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        text = workflow.approved(session, record, "alt", "en")
        assert text is not None
        workflow.withdraw(session, builders.REVIEWER, text.id, "wrong tram", version=text.version)
    assert read(parts).total.of("alt", "en") == 0


def test_a_transcript_counts_where_words_are_visible(parts: Parts) -> None:
    for number, has in enumerate(("yes", "yes", "no", "unknown")):
        accession = builders.photograph(parts, visible_words=has)
        if number:
            builders.describe(parts, accession, "A sign on a wall.")
            builders.describe(parts, accession, "NO ENTRY", kind="transcript")
    total = read(parts).total
    assert (total.whole("transcript"), total.of("transcript", "en")) == (2, 1)
    assert (total.whole("alt"), total.whole("long")) == (4, 4)


def test_months_add_up_from_the_first_to_this_one(parts: Parts, november: None) -> None:
    for accession, registered, since in (
        ("A-1", "2026-07-31T23:59:59Z", "2026-09-01T00:00:00Z"),
        ("A-2", "2026-09-01T00:00:00Z", "2026-11-05T08:00:00Z"),
        ("A-3", "2026-09-02T00:00:00Z", ""),
    ):
        builders.photograph(parts, accession=accession)
        if since:
            builders.describe(parts, accession, f"A tram numbered {accession}.")
        dated(parts, accession, registered, since)
    months = read(parts).over_time
    assert [(one.month, one.standing.photographs, one.standing.of("alt", "en")) for one in months] == [
        ("2026-07", 1, 0),
        ("2026-08", 1, 0),
        ("2026-09", 3, 1),
        ("2026-10", 3, 1),
        ("2026-11", 3, 2),
    ]


def test_months_cross_the_end_of_a_year(parts: Parts, november: None) -> None:
    dated(parts, builders.photograph(parts), "2025-11-30T00:00:00Z")
    assert [one.month for one in read(parts).over_time][:3] == ["2025-11", "2025-12", "2026-01"]
    assert len(read(parts).over_time) == 13


def test_a_text_is_never_older_than_its_photograph(parts: Parts, november: None) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, "A tram in the rain.")
    dated(parts, accession, "2026-10-02T00:00:00Z", "2026-01-01T00:00:00Z")
    assert [one.standing.of("alt", "en") for one in read(parts).over_time] == [1, 1]


def test_what_has_no_date_counts_from_the_first_month(parts: Parts, november: None) -> None:
    for accession, registered in (("A-1", ""), ("A-2", "2026-10-02T00:00:00Z")):
        builders.photograph(parts, accession=accession)
        dated(parts, accession, registered)
    assert [one.standing.photographs for one in read(parts).over_time] == [2, 2]


def test_one_collection_or_what_is_in_none(parts: Parts) -> None:
    builders.describe(parts, builders.photograph(parts, collection="trams"), "A tram in the rain.")
    builders.photograph(parts, collection="boats")
    builders.photograph(parts)
    builders.photograph(parts)
    with parts.db.reading() as session:
        trams = coverage.of_collection(session, collections.find(session, "trams"))
        loose = coverage.of_collection(session, None)
    assert (trams.total.photographs, trams.total.of("alt", "en"), len(trams.shelves)) == (1, 1, 1)
    assert (loose.total.photographs, loose.languages) == (2, ())
    assert loose.over_time[-1].standing.photographs == 2
