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


def both(letter: str) -> File:
    """A file of front and back."""
    back = File(letter * 64, "TIFF", 640, 470, 1000, f"{letter}.tif", {}, page=1)
    return File(letter * 64, "TIFF", 640, 480, 1000, f"{letter}.tif", {}, back=back)


def attach_both(parts: Parts, accession: str, letter: str, role: str = "recto") -> None:
    with parts.db.writing() as session:
        images.attach(session, OPERATOR, photographs.get(session, accession), both(letter), role=role)


def pages(parts: Parts, accession: str) -> list[tuple[str, int, str]]:
    current = builders.get(parts, accession).current_images
    return [(one.file_name, one.page, one.role) for one in current]


def test_a_file_of_both_sides_is_front_and_back(parts: Parts) -> None:
    accession = builders.photograph(parts)
    attach_both(parts, accession, "a")
    assert pages(parts, accession) == [("a.tif", 0, "recto"), ("a.tif", 1, "verso")]
    with parts.db.reading() as session:
        for page in (0, 1):
            found = images.by_sha(session, "a" * 64, page)
            assert found is not None
            assert (found[0].page, found[0].height, found[1].accession) == (page, 480 - page * 10, accession)
        assert images.by_sha(session, "a" * 64, 2) is None
    with pytest.raises(Known):
        attach_both(parts, accession, "a")


def test_a_back_of_its_own_is_not_pushed_away(parts: Parts) -> None:
    accession = builders.photograph(parts)
    attach(parts, accession, "c", "verso")
    attach_both(parts, accession, "a")
    assert pages(parts, accession) == [("a.tif", 0, "recto"), ("c.jpg", 0, "verso"), ("a.tif", 1, "other")]


def test_one_file_of_both_sides_replaces_another_and_comes_back_whole(parts: Parts) -> None:
    accession = builders.photograph(parts)
    attach_both(parts, accession, "a")
    attach_both(parts, accession, "b")
    assert pages(parts, accession) == [("b.tif", 0, "recto"), ("b.tif", 1, "verso")]
    put_back(parts, accession, "a")
    assert pages(parts, accession) == [("a.tif", 0, "recto"), ("a.tif", 1, "verso")]
    with pytest.raises(Known):
        put_back(parts, accession, "a")


def test_the_back_of_a_replaced_file_goes_with_its_front_and_comes_back_with_it(parts: Parts) -> None:
    accession = builders.photograph(parts)
    attach_both(parts, accession, "a")
    attach(parts, accession, "b")
    assert pages(parts, accession) == [("b.jpg", 0, "recto")]
    with parts.db.reading() as session:
        *_earlier, front, back = history.of(session, "photograph", builders.get(parts, accession).id)
    for event, page in ((front, 0), (back, 1)):
        assert event.verb == "image.replace"
        assert (event.before or {})["image"].get("page", 0) == page
        assert (event.after or {})["image"]["file_name"] == "b.jpg"
    put_back(parts, accession, "a")
    assert pages(parts, accession) == [("a.tif", 0, "recto"), ("a.tif", 1, "verso")]


def test_a_file_of_both_sides_after_another_and_a_front_alone_is_front_and_back(parts: Parts) -> None:
    accession = builders.photograph(parts)
    attach_both(parts, accession, "a")
    attach(parts, accession, "b")
    attach_both(parts, accession, "c")
    assert pages(parts, accession) == [("c.tif", 0, "recto"), ("c.tif", 1, "verso")]
    put_back(parts, accession, "b")
    assert pages(parts, accession) == [("b.jpg", 0, "recto")]
    attach_both(parts, builders.photograph(parts), "d")  # nothing of another record is touched
    attach_both(parts, accession, "e")
    assert pages(parts, accession) == [("e.tif", 0, "recto"), ("e.tif", 1, "verso")]


def test_a_back_of_a_file_that_an_earlier_version_left_in_force_is_no_back_of_its_own(parts: Parts) -> None:
    accession = builders.photograph(parts)
    attach_both(parts, accession, "a")
    with parts.db.writing() as session:
        front, _back = photographs.get(session, accession).current_images
        front.replaced = "2026-01-01T00:00:00Z"
    attach_both(parts, accession, "c")
    assert pages(parts, accession) == [("c.tif", 0, "recto"), ("c.tif", 1, "verso")]


def test_bytes_are_known_by_their_first_page(parts: Parts) -> None:
    accession = builders.photograph(parts)
    attach_both(parts, accession, "a")
    with parts.db.writing() as session:
        front, _back = photographs.get(session, accession).current_images
        front.replaced = "2026-01-01T00:00:00Z"
    attach_both(parts, accession, "a")
    assert pages(parts, accession) == [("a.tif", 0, "recto"), ("a.tif", 1, "verso")]


def test_a_page_that_is_no_back_goes_and_comes_with_its_file_too(parts: Parts) -> None:
    accession = builders.photograph(parts)
    attach(parts, accession, "c", "verso")
    attach_both(parts, accession, "a")
    attach(parts, accession, "b")
    assert pages(parts, accession) == [("b.jpg", 0, "recto"), ("c.jpg", 0, "verso")]
    put_back(parts, accession, "a")
    assert pages(parts, accession) == [("a.tif", 0, "recto"), ("c.jpg", 0, "verso"), ("a.tif", 1, "other")]


def test_a_back_that_is_asked_for_takes_the_place_of_one_by_itself(parts: Parts) -> None:
    accession = builders.photograph(parts)
    attach_both(parts, accession, "a")
    attach(parts, accession, "c", "verso")
    attach(parts, accession, "b")
    with parts.db.writing() as session:
        images.put_back(session, OPERATOR, photographs.get(session, accession), "a" * 64, 1)
    assert pages(parts, accession) == [("a.tif", 0, "recto"), ("a.tif", 1, "verso")]


def test_a_front_put_back_leaves_the_back_that_came_by_itself(parts: Parts) -> None:
    accession = builders.photograph(parts)
    attach_both(parts, accession, "a")
    attach(parts, accession, "c", "verso")
    attach(parts, accession, "b")
    put_back(parts, accession, "a")
    assert pages(parts, accession) == [("a.tif", 0, "recto"), ("c.jpg", 0, "verso")]
    put_back(parts, accession, "a")  # the front is there: it is the back that is asked for
    assert pages(parts, accession) == [("a.tif", 0, "recto"), ("a.tif", 1, "verso")]


def test_given_as_the_back_a_files_second_page_is_another_picture(parts: Parts) -> None:
    accession = builders.photograph(parts)
    attach_both(parts, accession, "a", "verso")
    assert pages(parts, accession) == [("a.tif", 0, "verso"), ("a.tif", 1, "other")]
