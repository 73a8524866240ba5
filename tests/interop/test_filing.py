"""The list beside exported files knows each state of a file, also after a stop at any moment."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from archive.history import OPERATOR
from archive.ingest.run import attach_upload
from archive.interop import files, filing
from archive.interop.files import Copy
from archive.interop.filing import LIST, OTHER, STRANGE
from archive.interop.properties import Properties
from archive.media.store import StoreFull
from archive.media.values import Attribution, Refused
from archive.parts import Parts
from tests import builders


def copy(caption: str, accession: str = "A-1") -> Copy:
    """A copy to be made, with this caption."""
    told = Properties({"XMP-dc:Description": caption}, ())
    shape = {"what": "original", "name": "A-1.jpg", "type": "image/jpeg", "sha256": "0" * 64, "page": 0}
    return Copy(
        accession=accession,
        role="recto",
        **shape,  # type: ignore[arg-type] # texts and a number, as the names say
        width=0,
        suffix="jpg",
        location=False,
        revision=1,
        properties=told,
        attribution=Attribution(),
    )


def write(folder: Path, one: Copy, text: str, *, killed: bool = False) -> None:
    """What an export does with one file; a killed one stops between the list and the name."""
    new = folder / ".A-1.jpg.new"
    new.write_text(text)
    with filing.receipts(folder) as known:
        known.add(one, "A-1.jpg", new)
    if not killed:
        new.replace(folder / "A-1.jpg")


def stands(folder: Path, one: Copy) -> bool:
    with filing.receipts(folder) as known:
        return known.stands(one, folder / "A-1.jpg")


def test_a_state_that_never_got_its_name_is_made_again(tmp_path: Path) -> None:
    old, new = copy("A tram."), copy("A bus. ")
    write(tmp_path, old, "A tram.")
    write(tmp_path, new, "A bus. ", killed=True)
    assert (stands(tmp_path, old), stands(tmp_path, new)) == (True, False)
    write(tmp_path, new, "A bus. ")
    assert (stands(tmp_path, old), stands(tmp_path, new)) == (False, True)


def test_a_file_that_was_changed_to_the_same_length_is_somebody_elses(tmp_path: Path) -> None:
    write(tmp_path, copy("A tram."), "A tram.")
    (tmp_path / "A-1.jpg").write_text("A bike.")
    os.utime(tmp_path / "A-1.jpg", ns=(1, 1))
    with pytest.raises(Refused, match="did not write") as refused:
        stands(tmp_path, copy("A tram."))
    assert refused.value.reason == STRANGE


def test_a_folder_that_was_copied_is_still_known(tmp_path: Path) -> None:
    write(tmp_path, copy("A tram."), "A tram.")
    moved = tmp_path / "moved"
    moved.mkdir()
    for name in (LIST, "A-1.jpg"):
        shutil.copyfile(tmp_path / name, moved / name)
    assert stands(moved, copy("A tram."))
    with pytest.raises(Refused) as refused:
        stands(moved, copy("A tram.", "A-2"))
    assert refused.value.reason == OTHER


def test_a_line_that_was_cut_off_takes_no_other_with_it(tmp_path: Path) -> None:
    (tmp_path / LIST).write_text('{"file": "A-2')
    write(tmp_path, copy("A tram."), "A tram.")
    assert stands(tmp_path, copy("A tram."))


def watched(monkeypatch: pytest.MonkeyPatch, make: Callable[[str], None]) -> None:
    """One record a batch; `make` hears which file is made, and nothing else is done."""

    def made(_tools: files.Means, copy: Copy, target: Path) -> None:
        make(copy.accession)
        target.write_text(copy.accession)

    monkeypatch.setattr(filing, "BATCH", 1)
    monkeypatch.setattr(files, "make", made)


def export(parts: Parts, ids: Iterable[int], folder: Path) -> filing.Filing:
    tools = files.means(parts.store, parts.sandbox, None)
    return filing.export(parts.db, tools, ids, folder, filing.Options(drafts=True), at_once=1)


@pytest.fixture
def five(parts: Parts) -> list[int]:
    """Five records with a picture each."""
    for number in range(5):
        builders.photograph(parts, accession=f"A-{number}")
        upload = io.BytesIO(builders.picture(seed=number))
        attach_upload(parts.tools, OPERATOR, f"A-{number}", upload, "a.jpg", "recto")
    with parts.db.reading() as session:
        return list(filing.everything(session))


def test_the_next_batch_is_planned_while_one_is_written(
    parts: Parts, five: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, written, ahead, seen = Event(), 0, [], []

    def ids() -> Iterator[int]:
        for number, one in enumerate(five):
            ahead.append(number - written)
            if number:
                asked.set()
            yield one

    def make(_accession: str) -> None:
        nonlocal written
        seen.append(asked.wait(10))
        written += 1

    watched(monkeypatch, make)
    receipt = export(parts, ids(), tmp_path / "out")
    assert seen == [True] * 5
    assert max(ahead) <= 2  # what is planned and unwritten stays bounded
    assert [(one.file, one.what) for one in receipt.files] == [(f"A-{n}.jpg", "written") for n in range(5)]


def test_nobody_waits_for_the_list(
    parts: Parts, five: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process that wrote a file is given the next one while the first gets its line."""
    second, seen, add = Event(), [], filing.Receipts.add

    def slow(self: filing.Receipts, copy: Copy, name: str, new: Path) -> None:
        if copy.accession == "A-0":
            seen.append(second.wait(10))
        add(self, copy, name, new)

    watched(monkeypatch, lambda accession: second.set() if accession == "A-1" else None)
    monkeypatch.setattr(filing.Receipts, "add", slow)
    export(parts, five, tmp_path / "out")
    assert seen == [True]


def test_after_a_trouble_nothing_more_is_begun(
    parts: Parts, five: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, ended, shutdown = [], Event(), ThreadPoolExecutor.shutdown

    def make(accession: str) -> None:
        made.append(accession)
        if accession == "A-0":
            raise StoreFull
        ended.wait(10)

    def end(self: ThreadPoolExecutor, *, wait: bool = True, cancel_futures: bool = False) -> None:
        shutdown(self, wait=False, cancel_futures=cancel_futures)
        ended.set()
        shutdown(self, wait=wait)

    watched(monkeypatch, make)
    monkeypatch.setattr(filing, "BATCH", 5)
    monkeypatch.setattr(ThreadPoolExecutor, "shutdown", end)
    with pytest.raises(StoreFull):
        export(parts, five, tmp_path / "out")
    assert len(made) < 5
    assert not list((tmp_path / "out").glob(".*.new"))
    monkeypatch.undo()
    monkeypatch.setattr(files, "make", lambda _tools, _copy, target: target.write_text("now"))
    assert export(parts, five, tmp_path / "out").count("written") + len(made) - 1 == 5
