"""Texts of pictures that look the same: offered, taken by a person who answers for them, or set aside."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from archive import history
from archive.catalogue import likeness, photographs, visibility
from archive.catalogue.checks import Invalid
from archive.catalogue.photographs import Stale
from archive.descriptions import offers, workflow
from archive.descriptions.models import Description
from archive.history import OPERATOR, READER, Actor, Forbidden, Missing
from archive.ingest.run import attach_upload
from archive.parts import Parts
from tests import builders

ALT = "A tram waits at a stop; a woman with an umbrella steps in."
SECOND = Actor("second", frozenset({"describer"}))


SAMPLE = Path(__file__).parents[2] / "images" / "sample" / "photos"


@pytest.fixture
def pair(parts: Parts) -> tuple[str, str]:
    """Two records of one picture (the same pixels, other bytes): the first is described."""
    data = (SAMPLE / "rocket.jpg").read_bytes()
    for accession, more in (("T1", b""), ("T2", b"\0")):
        builders.photograph(parts, accession=accession)
        attach_upload(parts.tools, builders.ARCHIVIST, accession, io.BytesIO(data + more), "a.jpg", "recto")
    while likeness.tend(parts.db, parts.store):
        pass
    builders.describe(parts, "T1", ALT)
    return "T1", "T2"


def offered(parts: Parts, accession: str, language: str = "en") -> list[tuple[str, str]]:
    with parts.db.reading() as session:
        found = offers.of(session, photographs.get(session, accession), language)
        return [(one.other.accession, text.text.text) for one in found for text in one.texts]


def take(
    parts: Parts, here: str, there: str, *, actor: Actor = SECOND, version: int = 0, **more: str
) -> None:
    kind, language = more.pop("kind", "alt"), more.pop("language", "en")
    with parts.db.writing() as session:
        one, other = (photographs.get(session, accession) for accession in (here, there))
        offers.take(session, actor, one, other, kind, language, version, **more)


def say(parts: Parts, verb: str, here: str, there: str, actor: Actor = SECOND) -> None:
    with parts.db.writing() as session:
        one, other = (photographs.get(session, accession) for accession in (here, there))
        getattr(offers, verb)(session, actor, one, other)


def waiting(parts: Parts, accession: str, language: str = "en") -> Description | None:
    with parts.db.reading() as session:
        return workflow.pending(session, photographs.get(session, accession), "alt", language)


def verbs(parts: Parts, accession: str) -> list[str]:
    with parts.db.reading() as session:
        record = photographs.get(session, accession)
        return [event.verb for event in history.of(session, "photograph", record.id)]


def test_an_approved_text_is_offered_to_the_twin_and_nothing_is_copied(
    parts: Parts, pair: tuple[str, str]
) -> None:
    assert offered(parts, pair[1]) == [(pair[0], ALT)]
    assert offered(parts, pair[0]) == []
    assert waiting(parts, pair[1]) is None
    assert offered(parts, pair[1], "es") == []
    assert offered(parts, pair[1], "no such language") == []


def test_only_approved_texts_are_offered(parts: Parts, pair: tuple[str, str]) -> None:
    builders.describe(parts, pair[0], "Un tranvía espera.", language="es", approve=False)
    assert offered(parts, pair[1], "es") == []
    builders.describe(parts, pair[0], "The tram is white.", kind="long")
    assert [text for _, text in offered(parts, pair[1])] == [ALT, "The tram is white."]


def test_taking_goes_to_review_with_the_person_as_author_and_says_from_where(
    parts: Parts, pair: tuple[str, str]
) -> None:
    take(parts, pair[1], pair[0])
    text = waiting(parts, pair[1])
    assert text is not None
    assert (text.text, text.status, text.author) == (ALT, "in-review", "second")
    assert (text.origin, text.accepted) == ("suggestion", "second")
    assert verbs(parts, pair[1])[-3:] == ["description.draft", "description.accept", "likeness.take"]
    with parts.db.reading() as session:
        told = history.of(session, "photograph", photographs.get(session, pair[1]).id)[-1]
    assert (told.actor, told.after) == ("second", {"taken_text": "alt[en]", "taken_from": pair[0]})
    assert offered(parts, pair[1]) == []


def test_who_took_a_text_cannot_approve_it(parts: Parts, pair: tuple[str, str]) -> None:
    both = Actor("both", frozenset({"describer", "reviewer"}))
    take(parts, pair[1], pair[0], actor=both)
    text = waiting(parts, pair[1])
    assert text is not None
    with parts.db.writing() as session, pytest.raises(Invalid):
        workflow.approve(session, both, text.id, version=text.version)
    with parts.db.writing() as session:
        workflow.approve(session, builders.REVIEWER, text.id, version=text.version)
    assert waiting(parts, pair[1]) is None


def test_a_text_that_waits_is_replaced_only_by_whom_it_was_shown_to(
    parts: Parts, pair: tuple[str, str]
) -> None:
    builders.describe(parts, pair[1], "Somebody's own words.", approve=False)
    assert offered(parts, pair[1]) == [(pair[0], ALT)]
    with pytest.raises(Stale):
        take(parts, pair[1], pair[0])
    assert getattr(waiting(parts, pair[1]), "text", "") == "Somebody's own words."
    take(parts, pair[1], pair[0], version=1)
    assert getattr(waiting(parts, pair[1]), "text", "") == ALT


def test_a_text_that_was_changed_since_it_was_seen_is_not_taken(parts: Parts, pair: tuple[str, str]) -> None:
    with parts.db.reading() as session:
        seen = offers.of(session, photographs.get(session, pair[1]), "en")[0].texts[0].text.mark
    builders.describe(parts, pair[0], "A quite different text, approved since.")
    with pytest.raises(Stale):
        take(parts, pair[1], pair[0], mark=seen)
    assert waiting(parts, pair[1]) is None


def test_what_is_not_offered_cannot_be_taken(parts: Parts, pair: tuple[str, str]) -> None:
    places: list[dict[str, Any]] = [
        {"kind": "long"},
        {"kind": "nonsense"},
        {"language": "es"},
        {"language": "xx-nonsense"},
    ]
    for place in places:
        with pytest.raises(Invalid):
            take(parts, pair[1], pair[0], **place)
    stranger = builders.photograph(parts, accession="S1")
    builders.describe(parts, stranger, "A stranger's text.")
    with pytest.raises(Missing):
        take(parts, pair[1], stranger)
    take(parts, pair[1], pair[0])
    with pytest.raises(Invalid):
        take(parts, pair[1], pair[0], version=2)


def test_an_approved_text_of_its_own_ends_the_offer(parts: Parts, pair: tuple[str, str]) -> None:
    builders.describe(parts, pair[1], "Words of its own, approved.")
    assert offered(parts, pair[1]) == []
    with pytest.raises(Invalid):
        take(parts, pair[1], pair[0])


@pytest.mark.parametrize("role", ["describer", "reviewer", "archivist", "administrator", ""])
def test_who_may(parts: Parts, pair: tuple[str, str], role: str) -> None:
    """Taking is writing; saying that pictures are different is for all who work on descriptions."""
    actor = Actor("somebody", frozenset({role} - {""}))
    may_take, may_say = role in {"describer", "archivist", "administrator"}, role != ""
    if may_say:
        say(parts, "dismiss", *pair, actor)
        say(parts, "recall", *pair, actor)
    else:
        for verb in ("dismiss", "recall"):
            with pytest.raises(Forbidden):
                say(parts, verb, *pair, READER)
    if may_take:
        take(parts, pair[1], pair[0], actor=actor)
    else:
        with pytest.raises(Forbidden):
            take(parts, pair[1], pair[0], actor=actor)
    assert (waiting(parts, pair[1]) is not None) is may_take


def test_pictures_said_to_be_different_are_not_offered_until_that_is_taken_back(
    parts: Parts, pair: tuple[str, str]
) -> None:
    say(parts, "dismiss", pair[1], pair[0])
    assert offered(parts, pair[1]) == []
    with parts.db.reading() as session:
        for one, other in (pair, pair[::-1]):
            found = offers.dismissed(session, photographs.get(session, one))
            assert [(there.accession, who) for there, who in found] == [(other, "second")]
    for one in pair:
        assert verbs(parts, one)[-1] == "likeness.dismiss"
    with pytest.raises(Invalid):
        take(parts, pair[1], pair[0])
    with pytest.raises(Missing):
        say(parts, "dismiss", pair[1], pair[0])
    say(parts, "recall", pair[0], pair[1])
    assert offered(parts, pair[1]) == [(pair[0], ALT)]
    assert verbs(parts, pair[1])[-1] == "likeness.recall"


def test_only_pairs_that_are_kept_can_be_called_different(parts: Parts, pair: tuple[str, str]) -> None:
    stranger = builders.photograph(parts, accession="S1")
    for verb in ("dismiss", "recall"):
        with pytest.raises(Missing):
            say(parts, verb, pair[1], stranger)
    with pytest.raises(Missing):
        say(parts, "recall", *pair)
    assert "likeness.recall" not in verbs(parts, pair[0])


def test_texts_of_drafts_are_offered_and_those_of_withdrawn_records_are_not(
    parts: Parts, pair: tuple[str, str]
) -> None:
    with parts.db.writing() as session:
        visibility.unpublish(session, OPERATOR, pair[0])
    assert offered(parts, pair[1]) == [(pair[0], ALT)]
    with parts.db.writing() as session:
        visibility.withdraw(session, OPERATOR, pair[0], "A reason.")
    assert offered(parts, pair[1]) == []
    with pytest.raises(Missing):
        take(parts, pair[1], pair[0])
