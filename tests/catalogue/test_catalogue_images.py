"""Files of a record: replaced, and put back."""

from __future__ import annotations

import pytest

from archive import history
from archive.catalogue import images, photographs
from archive.catalogue.images import File, Known
from archive.history import OPERATOR, Forbidden, Missing
from archive.parts import Parts
from tests import builders


def file(letter: str) -> File:
    return File(letter * 64, "JPEG", 640, 480, 1000, f"{letter}.jpg", {})


def attach(parts: Parts, accession: str, letter: str, role: str = "recto") -> None:
    with parts.db.writing() as session:
        images.attach(session, OPERATOR, photographs.get(session, accession), file(letter), role=role)


def put_back(parts: Parts, accession: str, letter: str, actor: history.Actor = OPERATOR) -> None:
    with parts.db.writing() as session:
        images.put_back(session, actor, photographs.get(session, accession), letter * 64)


def current(parts: Parts, accession: str) -> list[tuple[str, str]]:
    return [(one.file_name, one.role) for one in builders.get(parts, accession).current_images]


def test_a_replaced_file_takes_its_place_again_and_history_tells(parts: Parts) -> None:
    accession = builders.photograph(parts)
    attach(parts, accession, "a")
    attach(parts, accession, "c", "verso")
    attach(parts, accession, "b")
    version = builders.get(parts, accession).version
    put_back(parts, accession, "a")
    assert current(parts, accession) == [("a.jpg", "recto"), ("c.jpg", "verso")]
    record = builders.get(parts, accession)
    assert record.version == version + 1
    with parts.db.reading() as session:
        last = history.of(session, "photograph", record.id)[-1]
    assert last.verb == "image.put-back"
    assert (last.before or {})["image"]["file_name"] == "b.jpg"
    assert (last.after or {})["image"]["file_name"] == "a.jpg"
    put_back(parts, accession, "b")
    assert current(parts, accession)[0] == ("b.jpg", "recto")


def test_only_a_replaced_file_of_this_record_is_put_back(parts: Parts) -> None:
    one, other = builders.photograph(parts), builders.photograph(parts)
    attach(parts, one, "a")
    attach(parts, one, "b")
    attach(parts, other, "c")
    with pytest.raises(Missing):
        put_back(parts, other, "a")
    with pytest.raises(Missing):
        put_back(parts, one, "d")
    with pytest.raises(Forbidden):
        put_back(parts, one, "a", builders.DESCRIBER)
    attach(parts, other, "a")
    with pytest.raises(Known):
        put_back(parts, one, "a")
    assert (current(parts, one), current(parts, other)) == ([("b.jpg", "recto")], [("a.jpg", "recto")])
