"""Counts of several queues at once, beginnings of several, and the way on, against one queue at a time."""

from __future__ import annotations

import pytest

from archive.catalogue import photographs, visibility
from archive.descriptions import claims, queues, workflow
from archive.descriptions.queues import NAMES, WORDLESS, Ask
from archive.history import OPERATOR
from archive.parts import Parts
from tests import builders
from tests.descriptions.test_queues import ANA, BEN, EN, ES, made, pictured, viewed, wish

ASKS = (EN, ES, Ask("en", "box"), Ask("en", "no-such-box"), Ask())


@pytest.fixture
def catalogue(parts: Parts) -> Parts:
    """Photographs in every standing: asked for, viewed, begun, taken, described, hidden, in a collection."""
    made(parts, "old", "seen", "asked", "both", "begun", "later", "done", "twice", "hidden")
    made(parts, "boxed", collection="box")
    builders.photograph(parts, accession="bare")  # asked for and viewed, with no picture to describe yet
    builders.photograph(parts, accession="draft", publish=False)
    pictured(parts, "draft")
    for accession in ("asked", "both", "done", "hidden", "later", "boxed", "bare"):
        wish(parts, accession)
    wish(parts, "twice", "es")
    wish(parts, "twice", times=2)
    viewed(parts, seen=3, both=9, done=4, hidden=5, old=0, boxed=1, bare=7)
    builders.describe(parts, "done", "A tram waits in the rain.")
    with parts.db.writing() as session:
        words = workflow.Words("alt", "en", "A bus waits in the rain.")
        workflow.save(session, BEN, photographs.get(session, "begun"), words, review=False)
        claims.take(session, BEN, Ask("en", "box"), count=1)
        visibility.withdraw(session, OPERATOR, "hidden", "A test.")
    return parts


@pytest.mark.parametrize("ask", ASKS, ids=str)
def test_several_counts_at_once_are_the_counts_of_each(catalogue: Parts, ask: Ask) -> None:
    with catalogue.db.reading() as session:
        for actor in (ANA, BEN):
            alone = {name: len(queues.items(session, actor, name, ask)) for name in NAMES}
            assert {name: queues.count(session, actor, name, ask) for name in NAMES} == alone
            assert queues.counts(session, actor, NAMES, ask) == alone
            assert queues.counts(session, actor, ["asked", "lint"], ask).keys() == {"asked", "lint"}


def test_the_queues_that_are_counted_hold_something(catalogue: Parts) -> None:
    with catalogue.db.reading() as session:
        counted = queues.counts(session, ANA, sorted(WORDLESS), EN)
    assert counted == {"asked": 5, "viewed": 2, "newest": 6, "demand": 6, "unpublished": 1}


@pytest.mark.parametrize("ask", ASKS, ids=str)
def test_several_beginnings_at_once_are_those_of_each(catalogue: Parts, ask: Ask) -> None:
    with catalogue.db.reading() as session:
        for actor in (ANA, BEN):
            alone = {name: queues.items(session, actor, name, ask, limit=2) for name in NAMES}
            assert queues.heads(session, actor, NAMES, ask, limit=2) == alone


@pytest.mark.parametrize("ask", ASKS, ids=str)
def test_the_way_on_leads_where_the_next_thing_is(catalogue: Parts, ask: Ask) -> None:
    with catalogue.db.reading() as session:
        for name in NAMES:
            for here in ("old", "asked", "both", "begun", "done", "boxed", "hidden", "no-such-number"):
                item = queues.following(session, ANA, name, ask, here)
                there = queues.onward(session, ANA, name, ask, here)
                assert there == ((item.accession, item.language) if item else None)


def test_the_way_on_goes_through_a_whole_queue_and_begins_again(catalogue: Parts) -> None:
    with catalogue.db.reading() as session:
        whole = [one.accession for one in queues.items(session, ANA, "demand", EN)]
        assert whole == ["twice", "asked", "both", "later", "seen", "old"]
        steps = [queues.onward(session, ANA, "demand", EN, one) for one in whole]
        assert steps == [(one, "en") for one in (*whole[1:], whole[0])]
        assert queues.onward(session, ANA, "demand", EN, "done") == ("twice", "en")
