"""Every cell of role, verb and standing through the verbs themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from archive import history
from archive.catalogue import photographs
from archive.catalogue.checks import Invalid
from archive.descriptions import workflow
from archive.descriptions.workflow import Words
from archive.history import Actor, Forbidden, Missing
from archive.parts import Parts
from tests import builders
from tests.descriptions import standings
from tests.descriptions.table import ROLES, STANDINGS, VERBS, cells

WRITTEN = "Rain runs down the windows of a tram."
EVENTS = {
    "draft": "description.draft",
    "save": "description.save",
    "drop": "description.drop",
    "accept": "description.accept",
    "approve": "description.approve",
    "send-back": "description.send-back",
    "withdraw": "description.withdraw",
}
# What the waiting text (or, where none waits, the approved one) is after each verb was done.
AFTER = {
    "draft": "draft",
    "save": "in-review",
    "accept": "in-review",
    "approve": "approved",
    "send-back": "sent-back",
}


def act(session: Session, actor: Actor, accession: str, verb: str, found: tuple[int, int], seen: int) -> None:
    number, version = found
    record = photographs.get(session, accession)
    verbs: dict[str, Callable[[], object]] = {
        "draft": lambda: workflow.save(
            session, actor, record, Words("alt", "en", WRITTEN), version=seen, review=False
        ),
        "save": lambda: workflow.save(session, actor, record, Words("alt", "en", WRITTEN), version=seen),
        "drop": lambda: workflow.save(session, actor, record, Words("alt", "en", ""), version=seen),
        "accept": lambda: workflow.accept(session, actor, number, version=version),
        "approve": lambda: workflow.approve(session, actor, number, version=version),
        "send-back": lambda: workflow.send_back(session, actor, number, "Why.", version=version),
        "withdraw": lambda: workflow.withdraw(session, actor, number, "Why.", version=version),
    }
    verbs[verb]()


def outcome(parts: Parts, actor: Actor, accession: str, verb: str) -> str:
    found = standings.target(parts, accession, verb)
    seen = standings.seen_version(parts, accession)
    before = events(parts, accession)
    try:
        with parts.db.writing() as session:
            act(session, actor, accession, verb, found, seen)
    except Forbidden:
        return "role"
    except Missing:
        return "gone"
    except Invalid as invalid:
        return "own" if "yourself" in str(invalid) else "state"
    return "yes" if events(parts, accession) != before else "-"


def events(parts: Parts, accession: str) -> list[str]:
    with parts.db.reading() as session:
        return [e.verb for e in history.of(session, "photograph", photographs.get(session, accession).id)]


def test_the_table_is_whole() -> None:
    assert {cell[:3] for cell in cells()} == {(v, s, r) for v in VERBS for s in STANDINGS for r in ROLES}
    assert len(cells()) == 7 * 7 * 6


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("standing", STANDINGS)
def test_every_role(parts: Parts, verb: str, standing: str) -> None:
    """One archive for the six cells of a row, a record each."""
    for _verb, _standing, column, expected in [c for c in cells() if c[:2] == (verb, standing)]:
        accession = builders.photograph(parts)
        author = Actor("author", ROLES["author"])
        standings.stand(parts, accession, standing, author)
        before = standings.rows(parts, accession)
        known = events(parts, accession)
        actor = Actor(column, ROLES[column])
        assert outcome(parts, actor, accession, verb) == expected, (column, expected)
        after = standings.rows(parts, accession)
        if expected != "yes":
            assert after == before, column
            assert events(parts, accession) == known, column
            continue
        assert EVENTS[verb] in events(parts, accession)[len(known) :]
        if verb in AFTER:
            assert AFTER[verb] in {row[0] for row in after}, column
        if verb in {"draft", "save"}:
            assert (AFTER[verb], WRITTEN, column, "") in after
            assert [row for row in after if row[0] == "approved"] == [r for r in before if r[0] == "approved"]
        if verb == "accept":
            assert after == [("in-review", standings.FIRST, column, column)]
        if verb == "drop":
            assert [row for row in before if row[0] == "approved"] == after
        if verb == "withdraw":
            assert "approved" not in {row[0] for row in after}
        if verb == "approve":
            assert [row[0] for row in after] == ["approved"]
