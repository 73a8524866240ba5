"""The index follows history: nothing between commit and index is lost, a broken index is built anew."""

from __future__ import annotations

import shutil
import threading

import pytest

from archive.catalogue import collections, photographs, visibility
from archive.history import OPERATOR
from archive.parts import Parts
from archive.search import generations, keeper, query
from archive.search.index import Request, Unavailable
from archive.worker import Worker, settle
from tests import builders
from tests.server import wait_for


def total(parts: Parts, words: str, audience: str = "reader") -> int:
    return parts.index.find(Request(query=query.parse(words), audience=audience)).total  # type: ignore[arg-type]


def test_what_is_saved_is_found_after_catching_up(parts: Parts) -> None:
    accession = builders.photograph(parts, caption="A lighthouse keeper waves from the gallery.")
    builders.indexed(parts)
    assert total(parts, "lighthouse") == 1
    with parts.db.writing() as session:
        version = photographs.get(session, accession).version
        photographs.amend(session, OPERATOR, accession, {"caption": "A windmill turns."}, version=version)
    builders.indexed(parts)
    assert (total(parts, "lighthouse"), total(parts, "windmill")) == (0, 1)


def test_drafts_and_unapproved_words_are_for_staff_only(parts: Parts) -> None:
    draft = builders.photograph(parts, publish=False, caption="A lighthouse at dusk in a made-up bay.")
    public = builders.photograph(parts)
    builders.describe(parts, public, "A ladder leans on a wall.", approve=False)
    builders.indexed(parts)
    assert [total(parts, words) for words in ("lighthouse", "ladder", "is:described", draft)] == [0] * 4
    assert [total(parts, words, "staff") for words in ("lighthouse", "ladder")] == [1, 1]


def test_an_index_broken_on_disk_is_rebuilt_when_somebody_asks(parts: Parts) -> None:
    builders.photograph(parts)
    builders.indexed(parts)
    for path in parts.settings.index.rglob("*.seg"):
        path.write_bytes(path.read_bytes()[:10])
    fresh = builders.archive(parts.settings.home)  # a process that holds nothing in memory
    assert fresh.search(Request()).note == "rebuilding"
    keeper.heal(parts.db, parts.index, parts.settings.index)
    assert fresh.search(Request()).note == ""
    assert not keeper.asked(parts.settings.index)
    fresh.close()


def test_whoever_cannot_read_takes_no_rebuild_from_whoever_insists(parts: Parts) -> None:
    builders.photograph(parts)
    builders.indexed(parts)
    before = parts.index.status().generation
    keeper.ask(parts.settings.index, whatever=True)
    keeper.ask(parts.settings.index)
    assert keeper.heal(parts.db, parts.index, parts.settings.index)
    assert parts.index.status().generation > before
    assert not keeper.heal(parts.db, parts.index, parts.settings.index)


def test_a_rebuild_that_failed_is_tried_again(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    builders.photograph(parts)
    builders.indexed(parts)
    before = parts.index.status().generation
    keeper.ask(parts.settings.index, whatever=True)
    with monkeypatch.context() as patch:
        patch.setattr(generations, "make_current", _full)
        with pytest.raises(Unavailable):
            keeper.heal(parts.db, parts.index, parts.settings.index)
    assert keeper.asked(parts.settings.index)
    assert keeper.heal(parts.db, parts.index, parts.settings.index)
    assert parts.index.status().generation > before
    assert not keeper.asked(parts.settings.index)


def _full(_generation: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_sound_index_is_left_alone_unless_somebody_insists(parts: Parts) -> None:
    builders.photograph(parts)
    builders.indexed(parts)
    before = parts.index.status().generation
    keeper.ask(parts.settings.index)
    keeper.heal(parts.db, parts.index, parts.settings.index)
    assert parts.index.status().generation == before
    keeper.ask(parts.settings.index, whatever=True)
    keeper.heal(parts.db, parts.index, parts.settings.index)
    assert parts.index.status().generation > before


def test_staff_find_drafts_by_what_they_are_and_readers_find_nothing_new(parts: Parts) -> None:
    builders.photograph(parts)
    builders.photograph(parts, embargo="2999-01-01")
    draft = builders.photograph(parts, publish=False)
    gone = builders.photograph(parts)
    with parts.db.writing() as session:
        visibility.withdraw(session, OPERATOR, gone, "The family asked.")
    builders.indexed(parts)
    asked = ("is:draft", "is:published", "is:withdrawn", "-is:draft", "")
    assert [total(parts, words, "staff") for words in asked] == [1, 2, 1, 3, 4]
    assert [total(parts, words) for words in asked] == [0, 1, 0, 1, 1]
    with parts.db.writing() as session:
        visibility.publish(session, OPERATOR, draft)
    builders.indexed(parts)
    assert [total(parts, words, "staff") for words in asked] == [0, 3, 1, 4, 4]


def test_a_renamed_collection_reaches_its_photographs(parts: Parts) -> None:
    builders.photograph(parts, collection="box")
    builders.indexed(parts)
    with parts.db.writing() as session:
        collections.amend(session, OPERATOR, "box", {"title": "Zeppelins"}, version=1)
    builders.indexed(parts)
    assert total(parts, "collection:zeppelins") == 1


def test_merged_and_withdrawn_records_leave_the_readers_index(parts: Parts) -> None:
    gone, kept = builders.photograph(parts), builders.photograph(parts)
    builders.indexed(parts)
    assert total(parts, "") == 2
    with parts.db.writing() as session:
        visibility.merge(session, OPERATOR, gone, kept)
    builders.indexed(parts)
    assert (total(parts, ""), total(parts, "", "staff")) == (1, 1)
    with parts.db.writing() as session:
        visibility.withdraw(session, OPERATOR, kept, "A reason.")
    builders.indexed(parts)
    assert (total(parts, ""), total(parts, "", "staff")) == (0, 1)


def test_deleting_the_index_is_the_rebuild(parts: Parts) -> None:
    builders.photograph(parts)
    builders.indexed(parts)
    shutil.rmtree(parts.settings.index)
    parts.settings.index.mkdir()
    assert parts.search(Request()).note == "rebuilding"
    builders.indexed(parts)
    assert keeper.exact(parts.db, parts.index)
    assert parts.search(Request()).note == ""


def test_an_index_ahead_of_its_catalogue_is_rebuilt(parts: Parts) -> None:
    """As after restoring an older catalogue: the cursor would skip what happens next."""
    builders.photograph(parts)
    builders.indexed(parts)
    parts.index.apply([], 10_000)
    builders.indexed(parts)
    assert parts.index.seen() < 10_000
    assert keeper.exact(parts.db, parts.index)


def test_an_index_that_differs_is_seen_to_differ(parts: Parts) -> None:
    accession = builders.photograph(parts)
    builders.indexed(parts)
    assert keeper.exact(parts.db, parts.index)
    builders.describe(parts, accession, "A ladder leans on a wall.")
    assert not keeper.exact(parts.db, parts.index)


def test_a_search_says_so_when_the_index_is_behind(parts: Parts) -> None:
    builders.photograph(parts)
    builders.indexed(parts)
    builders.photograph(parts)
    answer = parts.search(Request())
    assert answer.note == "behind"
    assert answer.found is not None
    assert answer.found.total == 1


def test_the_end_of_an_embargo_is_noticed(parts: Parts) -> None:
    builders.photograph(parts, embargo="2001-01-01")
    builders.indexed(parts)
    with parts.db.reading() as session:
        assert len(keeper.released(session, "2000-12-31", "2001-01-01")) == 1
        assert keeper.released(session, "2001-01-01", "2001-01-02") == []


def test_the_worker_indexes_what_others_save_until_it_is_told_to_stop(parts: Parts) -> None:
    other = builders.archive(parts.settings.home)
    worker = Worker(other)
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        builders.photograph(parts, caption="A lighthouse keeper waves from the gallery.")
        wait_for(lambda: parts.search(Request(query=query.parse("lighthouse"))).note == "")
        assert total(parts, "lighthouse") == 1
    finally:
        worker.stopping.set()
        thread.join()
        other.close()


def test_the_command_line_catches_up_by_itself_when_nobody_works(parts: Parts) -> None:
    builders.photograph(parts)
    assert settle(parts)
    assert total(parts, "") == 1
