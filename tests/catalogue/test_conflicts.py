"""Two people at one record: who changed what."""

from __future__ import annotations

from archive.catalogue import conflicts, photographs
from archive.catalogue.conflicts import Difference
from archive.history import OPERATOR
from archive.parts import Parts
from tests import builders


def amend(parts: Parts, accession: str, **values: object) -> None:
    with parts.db.writing() as session:
        version = photographs.get(session, accession).version
        photographs.amend(session, OPERATOR, accession, values, version=version)


def compare(parts: Parts, accession: str, seen: int, **typed: object) -> conflicts.Comparison:
    with parts.db.reading() as session:
        return conflicts.compare(session, photographs.get(session, accession), typed, seen)


def newest(parts: Parts, accession: str) -> int:
    with parts.db.reading() as session:
        return conflicts.newest(session, photographs.get(session, accession))


def test_mine_stands_where_i_changed_something_and_theirs_elsewhere(parts: Parts) -> None:
    accession = builders.photograph(parts, caption="Old.", city="Leeds", people=("Ana",))
    seen = newest(parts, accession)
    amend(parts, accession, caption="Theirs.", people=("Ana", "Bo"))
    amend(parts, accession, caption="Theirs again.", city="Hull")
    found = compare(parts, accession, seen, caption="Mine.", city="Leeds", people=("Ana",), headline="New")
    assert found.values["caption"] == "Mine."
    assert found.values["city"] == "Hull"
    assert found.values["people"] == ("Ana", "Bo")
    assert found.values["headline"] == "New"
    assert set(found.differences) == {
        Difference("caption", "Theirs again.", "Mine.", both=True),
        Difference("city", "Hull", "Leeds", both=False),
        Difference("people", ("Ana", "Bo"), ("Ana",), both=False),
    }
    assert found.who == "operator"


def test_the_same_change_twice_is_no_difference(parts: Parts) -> None:
    accession = builders.photograph(parts, city="Leeds")
    seen = newest(parts, accession)
    amend(parts, accession, city="Hull")
    assert compare(parts, accession, seen, city="Hull").differences == ()


def test_a_change_taken_back_by_its_maker_is_no_difference(parts: Parts) -> None:
    accession = builders.photograph(parts, city="Leeds")
    seen = newest(parts, accession)
    amend(parts, accession, city="Hull")
    amend(parts, accession, city="Leeds")
    found = compare(parts, accession, seen, city="York")
    assert found.differences == ()
    assert found.values["city"] == "York"


def test_a_form_that_does_not_know_what_it_saw_loses_nothing_typed(parts: Parts) -> None:
    accession = builders.photograph(parts, city="Leeds")
    found = compare(parts, accession, 0, city="York")
    assert found.values["city"] == "York"
