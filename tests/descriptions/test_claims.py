"""Batches: two describers never get the same photograph, and what nobody finishes comes back."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from archive.catalogue import photographs
from archive.catalogue.checks import Invalid
from archive.descriptions import claims, queues
from archive.descriptions.models import Claim
from archive.descriptions.queues import Ask
from archive.history import Actor, Forbidden, Missing
from archive.parts import Parts
from tests import builders
from tests.descriptions.test_queues import pictured

ANA = Actor("ana", frozenset({"describer"}))
BEN = Actor("ben", frozenset({"archivist"}))
EN = Ask("en")
LONG_AGO = "2026-01-01T00:00:00Z"


def made(parts: Parts, many: int) -> None:
    for number in range(many):
        accession = builders.photograph(parts, accession=f"p-{number:02}")
        pictured(parts, accession)


def taken(parts: Parts, actor: Actor, ask: Ask = EN, count: int = 10) -> list[str]:
    with parts.db.writing() as session:
        return accessions(parts, claims.take(session, actor, ask, count=count))


def accessions(parts: Parts, found: Sequence[Claim]) -> list[str]:
    with parts.db.reading() as session:
        return [
            one.accession for one in photographs.by_ids(session, [claim.photograph_id for claim in found])
        ]


def held(parts: Parts, actor: Actor, language: str = "") -> list[str]:
    with parts.db.reading() as session:
        return accessions(parts, claims.mine(session, actor, language))


def expire(parts: Parts, accession: str) -> None:
    with parts.db.writing() as session:
        claim = claims.holder(session, photographs.get(session, accession), "en")
        assert claim is not None
        claim.until = LONG_AGO


def test_each_gets_the_next_ones_in_the_queues_order(parts: Parts) -> None:
    made(parts, 5)
    assert taken(parts, ANA, count=2) == ["p-04", "p-03"]
    assert taken(parts, BEN, count=2) == ["p-02", "p-01"]
    assert taken(parts, ANA, count=2) == ["p-00"]
    assert held(parts, ANA) == ["p-04", "p-03", "p-00"]
    assert taken(parts, BEN) == []
    assert taken(parts, BEN, Ask("es"), count=1) == ["p-04"]
    assert held(parts, BEN, "es") == ["p-04"]


def test_many_at_once_never_get_the_same(parts: Parts) -> None:
    made(parts, 12)
    people = [Actor(f"person-{number}", frozenset({"describer"})) for number in range(6)]
    start, faults = threading.Barrier(len(people)), []

    def work(actor: Actor) -> None:
        start.wait()
        try:
            with parts.db.writing() as session:
                claims.take(session, actor, EN, count=3)
        except Exception as fault:  # noqa: BLE001 - told below, in the test's own thread
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    got = [name for one in people for name in held(parts, one)]
    assert sorted(got) == [f"p-{number:02}" for number in range(12)]


def test_what_is_free_is_looked_up_when_it_is_taken_not_when_the_list_was_shown(parts: Parts) -> None:
    made(parts, 3)
    with parts.db.reading() as earlier:
        assert len(queues.items(earlier, ANA, "demand", EN)) == 3
        assert taken(parts, BEN, count=2) == ["p-02", "p-01"]
    assert taken(parts, ANA, count=2) == ["p-00"]


def test_a_batch_ends_after_a_day_by_itself(parts: Parts) -> None:
    made(parts, 2)
    taken(parts, ANA)
    expire(parts, "p-01")
    assert held(parts, ANA) == ["p-00"]
    assert taken(parts, BEN) == ["p-01"]
    expire(parts, "p-01")
    with parts.db.writing() as session:
        assert claims.sweep(session) == 1
        assert claims.sweep(session) == 0
    with parts.db.reading() as session:
        assert claims.holder(session, photographs.get(session, "p-01"), "en") is None


def test_saved_words_end_the_claim_in_their_language(parts: Parts) -> None:
    made(parts, 1)
    taken(parts, ANA)
    taken(parts, ANA, Ask("es"))
    with parts.db.writing() as session:
        claims.done(session, BEN, photographs.get(session, "p-00"), "en")
    assert held(parts, ANA, "en") == []
    assert held(parts, ANA) == ["p-00"]


def test_only_the_one_who_took_it_gives_it_back(parts: Parts) -> None:
    made(parts, 3)
    taken(parts, ANA)
    with parts.db.writing() as session:
        record = photographs.get(session, "p-01")
        with pytest.raises(Missing):
            claims.give_back(session, BEN, record, "en")
        claims.give_back(session, ANA, record, "en")
        with pytest.raises(Missing):
            claims.give_back(session, ANA, record, "en")
    assert held(parts, ANA) == ["p-02", "p-00"]
    with parts.db.writing() as session:
        assert claims.give_all_back(session, BEN) == 0
        assert claims.give_all_back(session, ANA, "es") == 0
        assert claims.give_all_back(session, ANA) == 2
    assert taken(parts, BEN) == ["p-02", "p-01", "p-00"]


def test_nobody_empties_the_queue(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    made(parts, 4)
    monkeypatch.setattr(claims, "MOST", 3)
    assert len(taken(parts, ANA)) == 3
    with parts.db.writing() as session, pytest.raises(Invalid, match="as many as one person can"):
        claims.take(session, ANA, EN)
    assert taken(parts, BEN) == ["p-00"]


@pytest.mark.parametrize("language", ["xx", "EN", "english", "e" * 50])
def test_a_language_that_is_none_takes_nothing(parts: Parts, language: str) -> None:
    made(parts, 1)
    with parts.db.writing() as session, pytest.raises(Invalid, match="not a language"):
        claims.take(session, ANA, Ask(language))
    assert held(parts, ANA) == []


def test_texts_in_review_are_not_taken(parts: Parts) -> None:
    with parts.db.writing() as session, pytest.raises(Invalid, match="without a description"):
        claims.take(session, ANA, EN, queue="review")


@pytest.mark.parametrize(
    ("role", "may"),
    [("describer", True), ("archivist", True), ("administrator", True), ("reviewer", False), ("", False)],
)
def test_who_may_take(parts: Parts, role: str, *, may: bool) -> None:
    made(parts, 1)
    actor = Actor("somebody", frozenset({role} - {""}))
    if may:
        assert taken(parts, actor) == ["p-00"]
    else:
        with parts.db.writing() as session, pytest.raises(Forbidden):
            claims.take(session, actor, EN)
