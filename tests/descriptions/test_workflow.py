"""Descriptions: who may save and approve, and what readers see meanwhile."""

from __future__ import annotations

import pytest

from archive import history
from archive.catalogue import photographs, visibility
from archive.catalogue.checks import Invalid
from archive.catalogue.photographs import Stale
from archive.descriptions import texts, workflow
from archive.descriptions.models import Description
from archive.descriptions.workflow import Words
from archive.history import Actor, Forbidden
from archive.parts import Parts
from tests import builders
from tests.builders import DESCRIBER, REVIEWER


@pytest.fixture
def accession(parts: Parts) -> str:
    return builders.photograph(parts)


def save(
    parts: Parts, accession: str, text: str, actor: Actor = DESCRIBER, version: int = 0
) -> Description | None:
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        return workflow.save(session, actor, record, Words("alt", "en", text), version=version)


def shown(parts: Parts, accession: str, *languages: str) -> str:
    with parts.db.reading() as session:
        found = texts.described(session, [photographs.get(session, accession)], languages or ("en",))[0]
        return found.alt.text if found.alt else ""


def test_a_saved_text_waits_for_review_and_readers_do_not_see_it(parts: Parts, accession: str) -> None:
    saved = save(parts, accession, "A tram at a stop.")
    assert saved is not None
    assert (saved.status, saved.author) == ("in-review", "describer")
    assert shown(parts, accession) == ""


def test_another_person_approves_and_readers_see_it(parts: Parts, accession: str) -> None:
    saved = save(parts, accession, "A tram at a stop.")
    assert saved is not None
    with parts.db.writing() as session:
        done = workflow.approve(session, REVIEWER, saved.id, version=saved.version)
    assert (done.status, done.reviewer, done.alone) == ("approved", "reviewer", False)
    assert shown(parts, accession) == "A tram at a stop."


def test_nobody_approves_their_own_text_unless_the_archive_is_one_person(
    parts: Parts, accession: str
) -> None:
    both = Actor("both", frozenset({"describer", "reviewer"}))
    saved = save(parts, accession, "A tram at a stop.", both)
    assert saved is not None
    with parts.db.writing() as session, pytest.raises(Invalid, match="yourself"):
        workflow.approve(session, both, saved.id, version=saved.version)
    with parts.db.writing() as session:
        done = workflow.approve(session, both, saved.id, version=saved.version, one_person=True)
    assert done.alone


def test_nobody_approves_their_own_words_that_somebody_else_brought_back(
    parts: Parts, accession: str
) -> None:
    both = Actor("both", frozenset({"describer", "reviewer"}))
    mine = save(parts, accession, "A tram at a stop.", both)
    assert mine is not None
    other = save(parts, accession, "A red tram, its doors open.", version=1)
    assert other is not None
    back = save(parts, accession, "A tram at  a stop", version=2)
    assert back is not None
    assert back.author == "describer"
    with parts.db.writing() as session, pytest.raises(Invalid, match="yourself"):
        workflow.approve(session, both, back.id, version=3)
    with parts.db.writing() as session:
        assert workflow.approve(session, REVIEWER, back.id, version=3).status == "approved"


def test_a_full_stop_or_a_press_of_a_button_makes_no_second_author(parts: Parts, accession: str) -> None:
    both = Actor("both", frozenset({"describer", "reviewer"}))
    other = Actor("other", frozenset({"describer", "reviewer"}))
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        words = Words("alt", "en", "A tram at a stop in the rain")
        draft = workflow.save(session, both, record, words, review=False)
        assert draft is not None
        sent = workflow.save(session, other, record, words, version=draft.version)
    assert sent is not None
    assert (sent.status, sent.author) == ("in-review", "both")
    with parts.db.writing() as session, pytest.raises(Invalid, match="yourself"):
        workflow.approve(session, both, sent.id, version=2)
    stopped = save(parts, accession, "A tram at a stop in the rain.", other, version=2)
    assert stopped is not None
    for one in (both, other):
        with parts.db.writing() as session, pytest.raises(Invalid, match="yourself"):
            workflow.approve(session, one, stopped.id, version=3)


def test_who_wrote_a_text_anew_is_its_author_and_the_first_writer_may_approve(
    parts: Parts, accession: str
) -> None:
    both = Actor("both", frozenset({"describer", "reviewer"}))
    save(parts, accession, "A tram.", both)
    anew = save(parts, accession, "Rain falls on an empty platform with one red bench.", version=1)
    assert anew is not None
    with parts.db.writing() as session:
        assert workflow.approve(session, both, anew.id, version=2).reviewer == "both"


def test_words_approved_by_another_do_not_bind_their_writer_for_ever(parts: Parts, accession: str) -> None:
    both = Actor("both", frozenset({"describer", "reviewer"}))
    first = save(parts, accession, "A tram waits at a stop in the rain.", both)
    assert first is not None
    with parts.db.writing() as session:
        workflow.approve(session, REVIEWER, first.id, version=1)
    better = save(parts, accession, "A red tram waits at a stop in the rain.")
    assert better is not None
    with parts.db.writing() as session:
        assert workflow.approve(session, both, better.id, version=1).reviewer == "both"


def test_a_number_once_seen_never_comes_to_mean_another_text(parts: Parts, accession: str) -> None:
    other = builders.photograph(parts)
    seen = save(parts, accession, "A tram at a stop.")
    assert seen is not None
    save(parts, accession, "", version=1)
    save(parts, other, "Words that nobody has read.")
    with parts.db.writing() as session, pytest.raises(history.Missing):
        workflow.approve(session, REVIEWER, seen.id, version=1)


def test_nothing_is_decided_on_a_merged_record(parts: Parts, accession: str) -> None:
    saved = save(parts, accession, "A tram at a stop.")
    assert saved is not None
    kept = builders.photograph(parts)
    with parts.db.writing() as session:
        visibility.merge(session, builders.ARCHIVIST, accession, kept)
    with parts.db.writing() as session, pytest.raises(history.Missing):
        workflow.approve(session, REVIEWER, saved.id, version=1)
    with pytest.raises(history.Missing):
        save(parts, accession, "A tram at another stop.", version=1)


def test_nobody_approves_their_own_words_from_another_photograph(parts: Parts, accession: str) -> None:
    both = Actor("both", frozenset({"describer", "reviewer"}))
    first = save(parts, builders.photograph(parts), "A tram at a stop.", both)
    copied = save(parts, accession, "A tram at a stop.")
    assert first is not None
    assert copied is not None
    with parts.db.writing() as session, pytest.raises(Invalid, match="yourself"):
        workflow.approve(session, both, copied.id, version=1)


def test_an_edit_of_an_approved_text_waits_while_readers_keep_the_old_one(
    parts: Parts, accession: str
) -> None:
    builders.describe(parts, accession, "The old words.")
    save(parts, accession, "The new words.")
    assert shown(parts, accession) == "The old words."
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        waiting = workflow.pending(session, record, "alt", "en")
        assert waiting is not None
        workflow.approve(session, REVIEWER, waiting.id, version=waiting.version)
        last = history.of(session, "photograph", record.id)[-1]
    assert shown(parts, accession) == "The new words."
    assert last.before is not None
    assert last.before["alt[en]"]["replaced"]["text"] == "The old words."


def test_two_people_writing_neither_loses_a_word(parts: Parts, accession: str) -> None:
    save(parts, accession, "Hers.")
    with pytest.raises(Stale) as caught:
        save(parts, accession, "His.", Actor("he", frozenset({"describer"})))
    assert caught.value.mine == {"alt": "His."}
    with parts.db.reading() as session:
        record = photographs.get(session, accession)
        waiting = workflow.pending(session, record, "alt", "en")
    assert waiting is not None
    assert waiting.text == "Hers."


def test_a_text_that_changed_under_the_reviewer_is_not_approved(parts: Parts, accession: str) -> None:
    saved = save(parts, accession, "First.")
    assert saved is not None
    save(parts, accession, "Second.", version=saved.version)
    with parts.db.writing() as session, pytest.raises(Stale):
        workflow.approve(session, REVIEWER, saved.id, version=1)


def test_sending_back_needs_a_reason_and_is_kept(parts: Parts, accession: str) -> None:
    saved = save(parts, accession, "Photo.")
    assert saved is not None
    with parts.db.writing() as session, pytest.raises(Invalid):
        workflow.send_back(session, REVIEWER, saved.id, " ", version=saved.version)
    with parts.db.writing() as session:
        back = workflow.send_back(session, REVIEWER, saved.id, "Say what is seen.", version=saved.version)
    assert (back.status, back.reason) == ("sent-back", "Say what is seen.")
    with parts.db.writing() as session, pytest.raises(Invalid):
        workflow.approve(session, REVIEWER, saved.id, version=back.version)


def test_roles_are_checked(parts: Parts, accession: str) -> None:
    with pytest.raises(Forbidden):
        save(parts, accession, "A tram.", REVIEWER)
    saved = save(parts, accession, "A tram.")
    assert saved is not None
    with parts.db.writing() as session, pytest.raises(Forbidden):
        workflow.approve(session, DESCRIBER, saved.id, version=saved.version)


def test_an_empty_text_takes_the_waiting_one_away_and_leaves_the_approved(
    parts: Parts, accession: str
) -> None:
    builders.describe(parts, accession, "Approved.")
    waiting = save(parts, accession, "Waiting.")
    assert waiting is not None
    assert save(parts, accession, "", version=waiting.version) is None
    assert shown(parts, accession) == "Approved."


def test_the_readers_language_is_preferred_and_another_is_better_than_none(
    parts: Parts, accession: str
) -> None:
    builders.describe(parts, accession, "A tram.")
    builders.describe(parts, accession, "Un tranvía.", language="es")
    assert shown(parts, accession, "es-MX", "en") == "Un tranvía."
    assert shown(parts, accession, "de") == "A tram."


@pytest.mark.parametrize(
    "words", [Words("alt", "qq-nowhere", "x"), Words("poem", "en", "x"), Words("alt", "en", "x" * 2001)]
)
def test_what_no_description_may_be(parts: Parts, accession: str, words: Words) -> None:
    with parts.db.writing() as session, pytest.raises(Invalid):
        workflow.save(session, DESCRIBER, photographs.get(session, accession), words)


def test_a_text_from_a_file_needs_a_person_who_accepts_it(parts: Parts, accession: str) -> None:
    both = Actor("both", frozenset({"describer", "reviewer"}))
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        saved = workflow.save(session, both, record, Words("alt", "en", "A tram at a wet stop.", "file"))
    assert saved is not None
    assert (saved.status, saved.origin, saved.accepted) == ("in-review", "file", "")
    with parts.db.writing() as session, pytest.raises(Invalid, match="accept it before"):
        workflow.approve(session, REVIEWER, saved.id, version=1)
    with parts.db.writing() as session:
        done = workflow.accept(session, both, saved.id, version=1)
    assert (done.status, done.origin, done.accepted, done.author) == ("in-review", "file", "both", "both")
    with parts.db.writing() as session, pytest.raises(Invalid, match="yourself"):
        workflow.approve(session, both, saved.id, version=2)
    assert shown(parts, accession) == ""
