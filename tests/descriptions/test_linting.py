"""The checks over catalogued photographs: what they look at, what may be answered, what stops approval."""

from __future__ import annotations

import pytest

from archive import history
from archive.catalogue import photographs
from archive.catalogue.checks import Invalid
from archive.descriptions import linting, workflow
from archive.descriptions.workflow import Words
from archive.history import Forbidden, Missing
from archive.parts import Parts
from tests import builders
from tests.builders import ARCHIVIST, DESCRIBER, REVIEWER

GOOD = "A tram waits at a stop in the rain."
CAPTION = "A tram waits at a stop in a made-up town on a wet morning, 1936."
SAME = ("same-as-caption", "alt", "en")


def save(parts: Parts, accession: str, text: str, version: int = 0) -> int:
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        saved = workflow.save(session, DESCRIBER, record, Words("alt", "en", text), version=version)
        assert saved is not None
        return saved.id


def codes(parts: Parts, accession: str, *, answered: bool = False) -> set[str]:
    with parts.db.reading() as session:
        found = linting.of(session, photographs.get(session, accession))
    return {one.finding.code for one in found if bool(one.answer) == answered}


def answer(
    parts: Parts, accession: str, reason: str = "It says it best.", place: tuple[str, str, str] = SAME
) -> None:
    with parts.db.writing() as session:
        linting.answer(session, DESCRIBER, photographs.get(session, accession), place, reason)


def test_a_record_without_words_lacks_its_alt_text(parts: Parts) -> None:
    assert "empty" in codes(parts, builders.photograph(parts))


def test_the_newest_words_are_checked_and_not_those_that_readers_still_see(parts: Parts) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, GOOD)
    assert "same-as-caption" not in codes(parts, accession)
    save(parts, accession, CAPTION)
    assert "same-as-caption" in codes(parts, accession)


def test_words_on_their_way_to_being_saved_stand_in(parts: Parts) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, GOOD)
    with parts.db.reading() as session:
        record = photographs.get(session, accession)
        typed = linting.of(session, record, {("alt", "en"): CAPTION})
        emptied = linting.of(session, record, {("alt", "en"): ""})
    assert "same-as-caption" in {one.finding.code for one in typed}
    assert "empty" in {one.finding.code for one in emptied}


def test_the_same_words_on_another_photograph_of_the_collection_are_found_on_both(parts: Parts) -> None:
    first = builders.photograph(parts, collection="box")
    second = builders.photograph(parts, collection="box")
    elsewhere = builders.photograph(parts, collection="chest")
    for one in (first, second, elsewhere):
        builders.describe(parts, one, GOOD)
    assert "same-as-neighbour" in codes(parts, first)
    assert "same-as-neighbour" in codes(parts, second)
    assert "same-as-neighbour" not in codes(parts, elsewhere)


def test_an_error_stops_approval_until_it_is_answered(parts: Parts) -> None:
    accession = builders.photograph(parts)
    number = save(parts, accession, CAPTION)
    with parts.db.writing() as session, pytest.raises(Invalid) as refused:
        workflow.approve(session, REVIEWER, number, version=1)
    assert [problem.field for problem in refused.value.problems] == ["alt"]
    answer(parts, accession)
    assert "same-as-caption" in codes(parts, accession, answered=True)
    with parts.db.writing() as session:
        assert workflow.approve(session, REVIEWER, number, version=1).status == "approved"


def test_an_answer_is_kept_in_history_with_its_reason(parts: Parts) -> None:
    accession = builders.photograph(parts)
    save(parts, accession, CAPTION)
    answer(parts, accession, "The caption is the description here.")
    with parts.db.reading() as session:
        record = photographs.get(session, accession)
        event = history.of(session, "photograph", record.id)[-1]
        checked = next(one for one in linting.of(session, record) if one.answer)
    assert (event.verb, event.actor) == ("lint.override", "describer")
    assert event.reason == checked.answer == "The caption is the description here."
    assert checked.by == "describer"


def test_an_answer_holds_for_the_words_that_were_judged_and_no_others(parts: Parts) -> None:
    accession = builders.photograph(parts)
    save(parts, accession, CAPTION)
    answer(parts, accession)
    save(parts, accession, f"Made-up Press. {CAPTION}", version=1)
    assert "same-as-caption" not in codes(parts, accession, answered=True)
    save(parts, accession, CAPTION, version=2)
    assert "same-as-caption" in codes(parts, accession, answered=True)


def test_a_recalled_answer_counts_again(parts: Parts) -> None:
    accession = builders.photograph(parts)
    save(parts, accession, CAPTION)
    answer(parts, accession)
    with parts.db.writing() as session:
        linting.recall(session, REVIEWER, photographs.get(session, accession), SAME)
    assert "same-as-caption" in codes(parts, accession)
    with parts.db.writing() as session, pytest.raises(Missing):
        linting.recall(session, REVIEWER, photographs.get(session, accession), SAME)


def test_what_cannot_be_answered(parts: Parts) -> None:
    accession = builders.photograph(parts)
    with pytest.raises(Invalid, match="cannot be overridden"):
        answer(parts, accession, place=("empty", "alt", "en"))
    save(parts, accession, CAPTION)
    with pytest.raises(Invalid, match="why"):
        answer(parts, accession, " \u202e ")
    with pytest.raises(Missing):
        answer(parts, accession, place=("file-name", "alt", "en"))
    with parts.db.writing() as session, pytest.raises(Forbidden):
        linting.answer(session, history.READER, photographs.get(session, accession), SAME, "Why not.")


def test_faults_elsewhere_do_not_stop_a_text(parts: Parts) -> None:
    """A caption or a long description in need of work is no reason to keep alt text from readers."""
    accession = builders.photograph(parts, caption="Tram.")
    number = save(parts, accession, GOOD)
    assert "caption-short" in codes(parts, accession)
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        workflow.save(session, ARCHIVIST, record, Words("long", "en", "photo.jpg"))
        assert workflow.approve(session, REVIEWER, number, version=1).status == "approved"


def test_many_at_once_are_found_as_one_by_one(parts: Parts) -> None:
    accessions = [builders.photograph(parts, collection="box") for _number in range(3)]
    builders.describe(parts, accessions[0], GOOD)
    builders.describe(parts, accessions[1], GOOD)
    with parts.db.reading() as session:
        records = [photographs.get(session, one) for one in accessions]
        assert linting.many(session, records) == [linting.of(session, one) for one in records]


def test_equal_words_share_a_mark_whatever_their_case_and_spaces() -> None:
    assert linting.mark("A  TRAM waits") == linting.mark("a tram waits")
    assert linting.mark("a tram waits") != linting.mark("a train waits")
    assert linting.mark("") == ""
