"""`auto` moves between the engines by itself, and nobody who searches or saves meanwhile notices."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Self

from archive.catalogue import visibility
from archive.history import OPERATOR
from archive.parts import ENGINES, Parts
from archive.search import keeper
from archive.search.holder import Holder
from archive.search.index import Index, Request
from archive.search.policy import AUTO, TANTIVY, WHOOSH, Policy
from archive.search.query import parse
from tests import builders

THRESHOLD = 12


def auto(folder: Path) -> Holder:
    """An index that changes its engine above a few photographs."""
    return Holder(folder, ENGINES, Policy(AUTO, threshold=THRESHOLD))


class Readers:
    """Threads that search all the time, as other processes do; `wrong` is what they should not have got."""

    def __init__(self, index: Index, least: int) -> None:
        self._index = index
        self._least = least
        self._done = threading.Event()
        self._threads = [threading.Thread(target=self._read) for _ in range(2)]
        self.wrong: list[object] = []
        self.asked = 0

    def _read(self) -> None:
        try:
            most = self._least
            while not self._done.is_set():
                found = self._index.find(Request(parse("lighthouse"), "staff", limit=100))
                if found.total < most or len(found.ids) != found.total:
                    self.wrong.append((most, found))
                most = max(most, found.total)  # what was found once is found from then on
                self.asked += 1
        except Exception as error:  # noqa: BLE001  # any at all is what this looks for
            self.wrong.append(error)

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        for thread in self._threads:
            thread.join()


def save(parts: Parts, index: Index, number: int) -> str:
    """Save one more photograph, and have it found by the next search of anybody."""
    accession = builders.photograph(parts, caption=f"The lighthouse, seen {number} times.")
    keeper.tend(parts.db, index)
    found = index.find(Request(parse(f'"seen {number} times"'), "staff"))
    assert found.total == 1
    return accession


def test_auto_moves_to_tantivy_while_people_search_and_save(parts: Parts) -> None:
    folder = parts.settings.index
    index = auto(folder)
    for number in range(THRESHOLD):
        save(parts, index, number)
    keeper.heal(parts.db, index, folder)
    assert index.status().engine == WHOOSH, "the threshold itself is Whoosh's"
    turn = threading.RLock()
    saving = threading.Event()
    failed: list[BaseException] = []

    def archivist() -> None:
        try:
            for number in range(THRESHOLD, THRESHOLD + 8):
                with turn:
                    save(parts, index, number)
                saving.set()
        except BaseException as error:  # noqa: BLE001  # told by the test itself
            failed.append(error)
            saving.set()

    with Readers(auto(folder), THRESHOLD) as readers:
        thread = threading.Thread(target=archivist)
        thread.start()
        assert saving.wait(60)
        assert keeper.heal(parts.db, index, folder, turn)
        thread.join()
    assert failed == []
    assert readers.wrong == []
    assert readers.asked > 0
    assert index.status().engine == TANTIVY
    assert index.wanted() is None
    assert keeper.exact(parts.db, index)
    assert index.find(Request(parse("lighthouse"), "staff")).total == THRESHOLD + 8
    assert not keeper.heal(parts.db, index, folder), "one move is enough"


def test_auto_moves_back_below_two_thirds(parts: Parts) -> None:
    folder = parts.settings.index
    index = auto(folder)
    accessions = [save(parts, index, number) for number in range(THRESHOLD + 1)]
    assert keeper.heal(parts.db, index, folder)
    assert index.status().engine == TANTIVY
    kept = THRESHOLD * 2 // 3
    for left in range(THRESHOLD, kept - 1, -1):
        assert not keeper.heal(parts.db, index, folder), "an archive that hovers does not go to and fro"
        with parts.db.writing() as session:
            visibility.merge(session, OPERATOR, accessions[left], accessions[0])
        keeper.tend(parts.db, index)
        assert index.find(Request(parse("lighthouse"), "staff")).total == left
    with Readers(auto(folder), kept) as readers:
        assert keeper.heal(parts.db, index, folder)
        save(parts, index, 100)
    assert readers.wrong == []
    assert index.status().engine == WHOOSH
    assert keeper.exact(parts.db, index)
