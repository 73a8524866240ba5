"""Kept findings follow the catalogue and the rules, and survive being interrupted."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from archive import db, history, jobs
from archive.catalogue import collections, photographs, visibility
from archive.catalogue.models import Photograph
from archive.descriptions import findings, linting, merging
from archive.descriptions.models import Description, Found, Linting
from archive.history import OPERATOR, Forbidden
from archive.parts import Parts
from tests import builders
from tests.builders import ARCHIVIST, REVIEWER

SAME = "A tram waits at a stop in the rain, its lamps lit."
OTHER = "Two people carry a crate past a closed market stall."


def codes(parts: Parts, accession: str, level: str = "") -> list[str]:
    """Codes of what is kept about a record, in order of their names."""
    with parts.db.reading() as session:
        record = photographs.get(session, accession)
        query = select(Found.code).where(Found.photograph_id == record.id)
        return sorted(session.scalars(query.where(Found.level == level) if level else query))


def paired(parts: Parts, *accessions: str) -> list[bool]:
    return ["same-as-neighbour" in codes(parts, one) for one in accessions]


def tend(parts: Parts) -> None:
    assert findings.tend(parts.db)
    with parts.db.reading() as session:
        assert findings.fresh(session)


def change(parts: Parts, act: Callable[..., object]) -> None:
    with parts.db.writing() as session:
        act(session)


def interrupted(after: int) -> Callable[[], bool]:
    """Says stop after so many batches."""
    asked = itertools.count()
    return lambda: next(asked) >= after


def test_what_is_saved_is_checked_and_what_is_mended_goes(parts: Parts) -> None:
    accession = builders.photograph(parts)
    tend(parts)
    assert "empty" in codes(parts, accession, "stop")
    builders.describe(parts, accession, "IMG_2041.jpg", approve=False)
    with parts.db.reading() as session:
        assert not findings.fresh(session)
    tend(parts)
    assert "file-name" in codes(parts, accession, "error")
    assert "empty" not in codes(parts, accession)
    builders.describe(parts, accession, SAME, approve=False)
    tend(parts)
    assert "file-name" not in codes(parts, accession)


def test_kept_findings_are_what_the_checks_say_now(parts: Parts) -> None:
    made = [builders.photograph(parts, collection="trams", accession=f"P-{number}") for number in range(3)]
    for accession in made[:2]:
        builders.describe(parts, accession, SAME)
    tend(parts)
    for accession in made:
        with parts.db.reading() as session:
            record = photographs.get(session, accession)
            now = [
                (one.finding.code, one.finding.level, one.finding.field, one.finding.language, one.answer)
                for one in linting.of(session, record)
            ]
            query = select(Found).where(Found.photograph_id == record.id).order_by(Found.id)
            kept = [
                (one.code, one.level, one.field, one.language, one.answer) for one in session.scalars(query)
            ]
        assert kept == now != []


def test_an_answer_and_its_recall_reach_the_table(parts: Parts) -> None:
    accession = builders.photograph(parts, caption="A tram.", date_text="", edtf="")
    place = ("caption-short", "caption", "en")
    with parts.db.writing() as session:
        linting.answer(session, ARCHIVIST, photographs.get(session, accession), place, "All that is known.")
    tend(parts)
    with parts.db.reading() as session:
        query = select(Found.answer).where(Found.code == "caption-short")
        assert session.scalars(query).all() == ["All that is known."]
    with parts.db.writing() as session:
        linting.recall(session, ARCHIVIST, photographs.get(session, accession), place)
    tend(parts)
    with parts.db.reading() as session:
        assert session.scalars(query).all() == [""]


def test_two_equal_texts_of_a_collection_are_found_on_both_and_go_on_both(parts: Parts) -> None:
    one, two, elsewhere = (
        builders.photograph(parts, collection=home, accession=name)
        for name, home in (("A-1", "trams"), ("A-2", "trams"), ("B-1", "boats"))
    )
    builders.describe(parts, one, SAME)
    builders.describe(parts, elsewhere, SAME)
    tend(parts)
    assert paired(parts, one, two, elsewhere) == [False, False, False]
    builders.describe(parts, two, SAME)
    tend(parts)
    assert paired(parts, one, two, elsewhere) == [True, True, False]
    builders.describe(parts, two, OTHER)
    tend(parts)
    assert paired(parts, one, two, elsewhere) == [False, False, False]


def test_of_three_equal_texts_two_stay_equal_when_one_goes(parts: Parts) -> None:
    names = [builders.photograph(parts, collection="trams", accession=f"T-{number}") for number in range(3)]
    for one in names:
        builders.describe(parts, one, SAME)
    tend(parts)
    assert paired(parts, *names) == [True, True, True]
    builders.describe(parts, names[0], OTHER)
    tend(parts)
    assert paired(parts, *names) == [False, True, True]


def test_moving_a_record_parts_a_pair_and_makes_another(parts: Parts) -> None:
    one, two = (builders.photograph(parts, collection="trams", accession=f"A-{number}") for number in (1, 2))
    far = builders.photograph(parts, collection="boats", accession="B-1")
    for name in (one, two, far):
        builders.describe(parts, name, SAME)
    tend(parts)
    assert paired(parts, one, two, far) == [True, True, False]

    def move(session: object) -> None:
        record = photographs.get(session, two)
        photographs.place(session, OPERATOR, record, collections.find(session, "boats"))

    change(parts, move)
    tend(parts)
    assert paired(parts, one, two, far) == [False, True, True]


def test_merging_parts_a_pair_and_sweeps_what_is_gone(parts: Parts) -> None:
    one, two = (builders.photograph(parts, collection="trams", accession=f"A-{number}") for number in (1, 2))
    away = builders.photograph(parts, accession="C-1")
    for name in (one, two):
        builders.describe(parts, name, SAME)
    tend(parts)
    change(parts, lambda session: merging.merge(session, OPERATOR, two, away))
    tend(parts)
    with parts.db.reading() as session:
        gone = session.scalars(select(Photograph.id).where(Photograph.accession == two)).one()
        assert session.scalars(select(Found).where(Found.photograph_id == gone)).all() == []
    assert paired(parts, one) == [False]


def test_a_withdrawn_record_is_swept_and_comes_back_with_it(parts: Parts) -> None:
    accession = builders.photograph(parts)
    tend(parts)
    assert codes(parts, accession)
    change(parts, lambda session: visibility.withdraw(session, OPERATOR, accession, "Asked by the family."))
    tend(parts)
    assert codes(parts, accession) == []
    change(parts, lambda session: visibility.publish(session, OPERATOR, accession, again=True))
    tend(parts)
    assert codes(parts, accession)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "BATCH", 2)


def outdated(parts: Parts) -> None:
    """The archive as it is after the rules changed: other digest, texts without marks, no findings."""
    with parts.db.writing() as session:
        session.execute(update(Linting).values(digest="older rules"))
        session.execute(update(Description).values(mark=""))
        for one in session.scalars(select(Found)):
            session.delete(one)


def test_other_rules_check_everything_anew_and_an_interrupted_run_goes_on(
    parts: Parts, small_batches: None
) -> None:
    names = [builders.photograph(parts, collection="trams", accession=f"R-{number}") for number in range(5)]
    builders.describe(parts, names[0], SAME)
    builders.describe(parts, names[4], SAME)
    tend(parts)
    before = [codes(parts, one) for one in names]
    outdated(parts)
    with parts.db.reading() as session:
        assert findings.standing(session) == findings.Standing(fresh=False, done=0, total=5)
    assert not findings.tend(parts.db, stop=interrupted(2))
    with parts.db.reading() as session:
        assert findings.standing(session) == findings.Standing(fresh=False, done=4, total=5)
    assert [bool(codes(parts, one)) for one in names] == [True, True, True, True, False]
    tend(parts)
    assert [codes(parts, one) for one in names] == before
    assert paired(parts, names[0], names[4]) == [True, True]
    with parts.db.reading() as session:
        assert all(text.mark == linting.mark(text.text) for text in session.scalars(select(Description)))


def test_what_is_saved_during_a_full_run_is_not_lost(parts: Parts, small_batches: None) -> None:
    names = [builders.photograph(parts, accession=f"R-{number}") for number in range(5)]
    tend(parts)
    outdated(parts)
    assert not findings.tend(parts.db, stop=interrupted(1))
    builders.describe(parts, names[0], "IMG_2041.jpg", approve=False)
    late = builders.photograph(parts, accession="R-9")
    tend(parts)
    assert "file-name" in codes(parts, names[0])
    assert "empty" in codes(parts, late)


def test_it_lets_other_writers_go_first(parts: Parts) -> None:
    builders.photograph(parts)
    with parts.db.writing():
        assert not findings.tend(parts.db, patience=0.05)
    tend(parts)


def test_events_of_other_things_are_passed_over(parts: Parts) -> None:
    tend(parts)
    change(parts, lambda session: collections.open_one(session, OPERATOR, "box", {"title": "Box"}))
    tend(parts)
    with parts.db.reading() as session:
        assert session.scalars(select(Linting.seen)).one() == history.head(session)


def asked(parts: Parts, slug: str = "trams") -> jobs.Job:
    with parts.db.writing() as session:
        return findings.ask(session, REVIEWER, collections.find(session, slug))


def test_a_fresh_check_counts_its_way_and_goes_on_after_a_break(
    parts: Parts, small_batches: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [builders.photograph(parts, collection="trams", accession=f"J-{number}") for number in range(5)]
    builders.photograph(parts, accession="ELSE-1")
    tend(parts)
    with parts.db.writing() as session:
        for one in session.scalars(select(Found)):
            session.delete(one)
    job = asked(parts)
    assert (job.total, asked(parts).id) == (5, job.id)
    keep = findings._keep

    def full(*args: object, **more: object) -> None:
        with parts.db.reading() as session:
            if findings.checked(session, job) == 4:
                raise db.Full
        keep(*args, **more)

    monkeypatch.setattr(findings, "_keep", full)
    with pytest.raises(db.Full):
        findings.recheck(parts.db, job)
    with parts.db.reading() as session:
        assert findings.checked(session, job) == 4
    assert codes(parts, names[4]) == []
    written: list[int] = []

    def counted(database: db.Database, patience: float | None, ids: list[int], rows: list[object]) -> None:
        written.extend(ids)
        keep(database, patience, ids, rows)

    monkeypatch.setattr(findings, "_keep", counted)
    findings.recheck(parts.db, job)
    assert written == [builders.get(parts, names[4]).id]
    with parts.db.reading() as session:
        assert findings.checked(session, job) == 5
    assert all(codes(parts, one) for one in names)
    assert codes(parts, "ELSE-1") == []


def test_photographs_in_no_collection_are_checked_together(parts: Parts) -> None:
    builders.photograph(parts, collection="trams")
    alone = builders.photograph(parts)
    with parts.db.writing() as session:
        job = findings.ask(session, REVIEWER, None)
    assert job.total == 1
    findings.recheck(parts.db, job)
    assert codes(parts, alone)


def test_a_reader_may_not_ask_for_a_check(parts: Parts) -> None:
    with parts.db.writing() as session, pytest.raises(Forbidden):
        findings.ask(session, history.READER, None)


def test_marks_are_mended_before_a_check_from_the_command_line(parts: Parts) -> None:
    names = [builders.photograph(parts, collection="trams", accession=f"M-{number}") for number in (1, 2)]
    for one in names:
        builders.describe(parts, one, SAME)
    with parts.db.writing() as session:
        session.execute(update(Description).values(mark=""))
    findings.sound_marks(parts.db)
    found = [checked for batch in findings.afresh(parts.db, *findings.stands()) for _one, checked in batch]
    assert all("same-as-neighbour" in {one.finding.code for one in checked} for checked in found)
