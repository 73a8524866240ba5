"""Every verb on records and people, every role: who may, written out."""

# ruff: noqa: ARG005, PLW0108 - each verb is called alike, with session, actor and accession number

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from archive import accounts
from archive.catalogue import collections, images, photographs, visibility
from archive.catalogue.images import File
from archive.catalogue.photographs import Draft
from archive.descriptions import linting, requests, workflow
from archive.descriptions.workflow import Words
from archive.history import Actor, Forbidden
from archive.parts import Parts
from tests import builders

ROLES = ("describer", "reviewer", "archivist", "administrator")
FILE = File("0" * 64, "JPEG", 10, 10, 100, "a.jpg", {})
Verb = Callable[[Session, Actor, str], object]


def waiting(session: Session, accession: str) -> int:
    found = workflow.pending(session, photographs.get(session, accession), "alt", "en")
    assert found is not None
    return found.id


def told(session: Session, accession: str) -> int:
    found = workflow.approved(session, photographs.get(session, accession), "long", "en")
    assert found is not None
    return found.id


def wish(session: Session, accession: str) -> int:
    return requests.of(session, photographs.get(session, accession))[0].id


VERBS: dict[str, tuple[set[str], Verb]] = {
    "register": ({"archivist"}, lambda s, a, n: photographs.register(s, a, Draft({}))),
    "amend": ({"archivist"}, lambda s, a, n: photographs.amend(s, a, n, {"city": "Lima"}, version=2)),
    "place": ({"archivist"}, lambda s, a, n: photographs.place(s, a, photographs.get(s, n), None)),
    "publish": ({"archivist"}, lambda s, a, n: visibility.publish(s, a, n)),
    "unpublish": ({"archivist"}, lambda s, a, n: visibility.unpublish(s, a, n)),
    "withdraw": ({"archivist"}, lambda s, a, n: visibility.withdraw(s, a, n, "A reason.")),
    "merge": ({"archivist"}, lambda s, a, n: visibility.merge(s, a, "other", n)),
    "attach": ({"archivist"}, lambda s, a, n: images.attach(s, a, photographs.get(s, n), FILE)),
    "open a collection": ({"archivist"}, lambda s, a, n: collections.open_one(s, a, "box", {"title": "Box"})),
    "amend a collection": (
        {"archivist"},
        lambda s, a, n: collections.amend(s, a, "old-box", {"title": "New"}, version=1),
    ),
    "save a text": (
        {"describer", "archivist"},
        lambda s, a, n: workflow.save(s, a, photographs.get(s, n), Words("alt", "es", "Un tranvía.")),
    ),
    "approve": ({"reviewer"}, lambda s, a, n: workflow.approve(s, a, waiting(s, n), version=1)),
    "send back": ({"reviewer"}, lambda s, a, n: workflow.send_back(s, a, waiting(s, n), "Why.", version=1)),
    "take from readers": (
        {"reviewer"},
        lambda s, a, n: workflow.withdraw(s, a, told(s, n), "Why.", version=2),
    ),
    "let a finding stand": (
        {"describer", "reviewer", "archivist"},
        lambda s, a, n: linting.answer(s, a, photographs.get(s, n), ("no-rights", "rights", ""), "Asked."),
    ),
    "say what one sees": (
        {"describer", "archivist"},
        lambda s, a, n: photographs.note_seen(s, a, n, {"visible_words": "no"}, version=2),
    ),
    "answer a reader": (
        {"describer", "reviewer", "archivist"},
        lambda s, a, n: requests.resolve(s, a, wish(s, n), "other", "Answered."),
    ),
    "add an account": (set(), lambda s, a, n: accounts.add(s, a, "new", ["describer"], password=None)),
    "close an account": (set(), lambda s, a, n: accounts.set_active(s, a, "ana", active=False)),
    "another's password": (set(), lambda s, a, n: accounts.set_password(s, a, "ana", "copper-window-thirty")),
}


@pytest.mark.parametrize("role", [*ROLES, ""])
@pytest.mark.parametrize("verb", VERBS)
def test_who_may(parts: Parts, verb: str, role: str) -> None:
    builders.photograph(parts, accession="other")
    accession = builders.photograph(parts, collection="old-box")
    builders.describe(parts, accession, "A tram.", approve=False)
    builders.describe(parts, accession, "A tram at a stop.\n\nIt rains.", kind="long")
    with parts.db.writing() as session:
        requests.ask(session, photographs.get(session, accession), "es", "", browser="one")
    with parts.db.writing() as session:
        accounts.add(session, builders.ARCHIVIST, "ana", ["describer"], password=None)
    allowed, act = VERBS[verb]
    actor = Actor("somebody", frozenset({role} - {""}))
    with parts.db.writing() as session:
        if role in allowed | {"administrator"}:
            act(session, actor, accession)
        else:
            with pytest.raises(Forbidden):
                act(session, actor, accession)
