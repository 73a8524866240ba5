"""What can happen to files: cut short, gone, killed writers, other processes, full disks."""

import dataclasses
import errno
import multiprocessing
import os
import random
import re
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.search import generations, whoosh_files
from archive.search.document import Document
from archive.search.index import Busy, Gone, Index, Request, Unavailable, digest_of
from archive.search.query import parse
from tests.search.makers import alt, document, index_of, refill

PHOTOGRAPHS = 40


def photographs() -> list[Document]:
    return [
        document(
            n,
            caption=f"boat number {n}",
            texts=(alt("a red boat", approved=n % 2 == 0),),
            creators=("Ann Lee",),
        )
        for n in range(1, PHOTOGRAPHS + 1)
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of two segments, one with dead photographs."""
    index = index_of(tmp_path / "index")
    refill(index, photographs(), 1)
    index.apply([dataclasses.replace(photographs()[0], version=2, caption="a ship"), Gone(2)], 2)
    return tmp_path / "index"


def answers(index: Index) -> list[object]:
    """Enough questions to have every part of every file read."""
    asked = ["", "boat", '"red boat"', "nu*", "-ship", "alt:red", "is:described"]
    found = [
        index.find(Request(parse(text), who, limit=100)) for text in asked for who in ("reader", "staff")
    ]
    return [*found, index.digest(), index.seen()]


def test_every_file_cut_short_or_gone_is_unavailable_or_harmless_and_rebuilding_heals(
    folder: Path, tmp_path: Path
) -> None:
    right = answers(index_of(folder))
    files = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    assert len(files) >= 5
    harmed = 0
    for number, name in enumerate(files):
        for keep in (None, 0, 1, 0.5, 0.98, -1):
            copy = tmp_path / f"copy-{number}-{keep}"
            shutil.copytree(folder, copy)
            _cut(copy / name, keep)
            index = index_of(copy)
            try:
                assert answers(index) == right, (name, keep)
                assert index.healthy()
            except Unavailable:
                harmed += 1
                assert not index.healthy()
                with pytest.raises(Unavailable):
                    index.apply([document(99)], 9)
            refill(index, photographs(), 3)
            assert index.find(Request(parse("boat"))).total == PHOTOGRAPHS
            assert index.healthy()
            assert index_of(copy).seen() == 3
            assert len(list(copy.glob("gen-*"))) == 1
    assert harmed >= 15


def _cut(path: Path, keep: float | None) -> None:
    if keep is None:
        path.unlink()
        return
    size = path.stat().st_size
    os.truncate(
        path, max(0, size - 1 if keep == -1 else int(size * keep) if 0 < keep < 1 else min(size, int(keep)))
    )


def test_one_flipped_bit_anywhere_is_noticed_by_a_look(folder: Path) -> None:
    for path in folder.rglob("*.seg"):
        whole = path.read_bytes()
        for place in range(0, len(whole), max(1, len(whole) // 40)):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            assert not index_of(folder).healthy(), place
        path.write_bytes(whole)
    assert index_of(folder).healthy()


def test_files_cut_short_under_an_open_index_do_not_end_the_process(folder: Path) -> None:
    index = index_of(folder)
    right = answers(index)
    for path in folder.rglob("*.seg"):
        os.truncate(path, 0)
    assert answers(index) == right
    assert not index.healthy()


def test_an_index_of_another_version_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.search.snapshot.FORMAT", whoosh_files.FORMAT + 1)
    with pytest.raises(Unavailable, match="another version"):
        index_of(folder).find(Request())


def test_rubbish_in_current_is_unavailable(folder: Path) -> None:
    for content in ("../..", "gen-999", "", "\xff", "gen-1\ngen-2"):
        (folder / "CURRENT").write_text(content, encoding="utf-8")
        with pytest.raises(Unavailable):
            index_of(folder).find(Request())


def test_a_failed_rebuild_leaves_the_old_index(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Iterator[Document]:
        yield document(1)
        raise LookupError("the catalogue went away")

    index = index_of(folder)
    right = answers(index)
    with pytest.raises(LookupError):
        refill(index, broken(), 9)
    monkeypatch.setattr(generations, "make_current", _full)
    with pytest.raises(Unavailable, match="No space"):
        refill(index, photographs(), 9)
    assert answers(index) == right
    assert len(list(folder.glob("gen-*"))) == 1


def test_a_failed_commit_leaves_the_old_index_writable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = index_of(folder)
    right = answers(index)
    with monkeypatch.context() as patch:
        patch.setattr(whoosh_files, "sync", _full)
        with pytest.raises(Unavailable, match="No space"):
            index.apply([document(50, caption="new")], 3)
    assert answers(index) == answers(index_of(folder)) == right
    index.apply([document(50, caption="new")], 3)
    assert index.find(Request(parse("new"))).total == 1


def _full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_whooshs_own_lock_is_busy(folder: Path) -> None:
    index = index_of(folder)
    lock = whoosh_files.DurableStorage(generations.current(folder)).lock("MAIN_WRITELOCK")
    assert lock.acquire()
    with pytest.raises(Busy):
        index.apply([document(1)], 3)
    lock.release()
    index.apply([document(1)], 3)
    assert index.seen() == 3


def test_many_single_commits_stay_few_files_and_right(folder: Path) -> None:
    index, other = index_of(folder), index_of(folder)
    for n in range(60):
        index.apply([document(n % 7 + 1, version=n, caption=f"turn{n}")], n + 3)
        assert other.find(Request(parse(f"turn{n}"))).total == 1
        assert n < 7 or other.find(Request(parse(f"turn{n - 7}"))).total == 0
    assert other.seen() == 62
    assert len(list(generations.current(folder).iterdir())) < 20


def test_dead_photographs_are_swept_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.search.merging._DEAD_ENOUGH", 1)
    index = index_of(folder)
    index.apply([Gone(n) for n in range(1, PHOTOGRAPHS)], 3)
    index.apply([document(50)], 4)
    assert len(list(generations.current(folder).glob("*.seg"))) == 1
    assert (index.find(Request()).total, index.find(Request(parse("nu*"))).total) == (2, 1)


def test_threads_share_one_index_while_another_object_writes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.search.segments._REMEMBERED", 0)  # so that every question reads the files
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    index, writer = index_of(folder), index_of(folder)
    wrong: list[object] = []
    done = threading.Event()

    def ask() -> None:
        try:
            while not done.is_set():
                for text in ("boat", '"red boat"', "nu*", "boat -ship"):
                    found = index.find(Request(parse(text), "staff", limit=100))
                    wrong.extend([found] if found.total != len(found.ids) or found.total < 30 else [])
        except Exception as error:  # noqa: BLE001  # any at all is what this looks for
            wrong.append(error)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for n in range(12):
        if n % 6 == 5:
            refill(writer, photographs(), n + 10)
        writer.apply([dataclasses.replace(photographs()[n], version=n)], n + 10)
    done.set()
    for thread in threads:
        thread.join()
    sys.setswitchinterval(usual)
    assert wrong == []


def _write_on(folder: Path, catalogue: dict[int, int]) -> None:
    """Bring the index up to the catalogue, again and again, as the indexing process does."""
    draw = random.Random()  # no secret
    index = index_of(folder)
    while True:
        changes = [document(n, version=v, caption=f"boat v{v}") for n, v in catalogue.items()]
        if draw.random() < 0.3:
            refill(index, changes, 1)
        else:
            index.apply(draw.sample(changes, 5), draw.randrange(2, 10**6))


def test_kill_9_anywhere_leaves_an_index_that_opens_and_catches_up(folder: Path) -> None:
    spawn = multiprocessing.get_context("fork")
    catalogue = dict.fromkeys(range(1, PHOTOGRAPHS + 1), 5)
    draw = random.Random(1)  # no secret
    for _ in range(12):
        writer = spawn.Process(target=_write_on, args=(folder, catalogue))
        writer.start()
        writer.join(0.05 + draw.random() * 0.25)
        assert writer.is_alive()
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        index = index_of(folder)
        assert index.find(Request()).total >= PHOTOGRAPHS - 1  # opens without a rebuild
        index.apply([document(n, version=v) for n, v in catalogue.items()], 2_000_000)
        assert index.digest() == digest_of(catalogue.items())
    refill(index, [document(n, version=v) for n, v in catalogue.items()], 1)
    assert len(list(folder.glob("gen-*"))) == 1


def test_files_are_on_disk_before_they_are_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    sync, rename, path_rename = generations.sync, os.rename, Path.rename

    def noted_sync(path: Path) -> None:
        steps.append(f"sync {path.name}")
        sync(path)

    def noted_rename(source: str, target: str) -> None:
        steps.append(f"name {Path(target).name}")
        rename(source, target)

    def noted_path_rename(source: Path, target: Path) -> Path:
        steps.append(f"name {target.name}")
        return path_rename(source, target)

    monkeypatch.setattr(generations, "sync", noted_sync)
    monkeypatch.setattr(whoosh_files, "sync", noted_sync)
    monkeypatch.setattr(os, "rename", noted_rename)
    monkeypatch.setattr(Path, "rename", noted_path_rename)
    index = index_of(folder)
    refill(index, photographs(), 5)
    generation = generations.current(folder)
    (segment,) = (path.name for path in generation.glob("*.seg"))
    named = steps.index("name CURRENT")
    last = max(number for number, step in enumerate(steps) if re.fullmatch(r"name .*\.toc", step))
    for path in generation.iterdir():  # all of them once more, after Whoosh's own last step
        assert f"sync {path.name}" in steps[last:named]
    assert steps.index(f"sync {segment}") < last
    assert steps.index("sync CURRENT.new") < steps.index("name CURRENT")
    assert steps[-1] == "sync index"
    steps.clear()
    index.apply([document(1, version=9)], 6)
    toc = next(step for step in steps if step.endswith(".toc"))
    new = next(path.name for path in generation.glob("*.seg") if path.name != segment)
    assert steps.index(f"sync {new}") < steps.index(toc)
