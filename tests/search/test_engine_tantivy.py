"""What can happen to tantivy's files: cut short, gone, changed, killed writers, others at work, no room."""

import dataclasses
import gc
import multiprocessing
import os
import random
import resource
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from archive.search import engine_tantivy, generations, tantivy_facets, tantivy_schema, tantivy_words
from archive.search.document import Document
from archive.search.engine_tantivy import Tantivy, TantivyOpened
from archive.search.holder import Holder
from archive.search.index import WIDEST_PREFIX, Busy, FacetValue, Gone, Index, Request, Unavailable, digest_of
from archive.search.query import parse
from tests.search.makers import alt, document, refill
from tests.search.makers import index_of as index_by
from tests.server import wait_for

PHOTOGRAPHS = 40
KILLS = 5


def index_of(folder: Path) -> Holder:
    return index_by(folder, "tantivy")


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
    """An index of two segments, one with dead photographs, and nobody who holds its lock."""
    index = index_of(tmp_path / "index")
    refill(index, photographs(), 1)
    index.apply([dataclasses.replace(photographs()[0], version=2, caption="a ship"), Gone(2)], 2)
    del index
    gc.collect()
    return tmp_path / "index"


def answers(index: Index) -> list[object]:
    """Enough questions to have every part of every file read."""
    asked = ["", "boat", '"red boat"', "nu*", "-ship", "alt:red", "is:described"]
    found = [
        index.find(Request(parse(text), who, limit=100)) for text in asked for who in ("reader", "staff")
    ]
    return [
        *found,
        index.whole(Request(parse("boat"))),
        index.words("b", "staff"),
        index.digest(),
        index.seen(),
    ]


def cuts(folder: Path) -> Iterator[tuple[Path, float | None]]:
    """Every file, and how much is kept of it."""
    for path in sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file()):
        for keep in (None, 0, 0.5, -1):
            yield path, keep


def _cut(path: Path, keep: float | None) -> None:
    if keep is None:
        path.unlink()
        return
    size = path.stat().st_size
    os.truncate(path, max(0, size - 1) if keep == -1 else int(size * keep))


def test_every_file_cut_short_or_gone_is_unavailable_or_harmless_and_rebuilding_heals(
    folder: Path, tmp_path: Path
) -> None:
    right = answers(index_of(folder))
    harmed = 0
    for number, (name, keep) in enumerate(cuts(folder)):
        copy = tmp_path / f"copy-{number}"
        shutil.copytree(folder, copy)
        _cut(copy / name, keep)
        index = index_of(copy)
        try:
            assert answers(index) == right, (name, keep)
            assert index.healthy(), (name, keep)
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
    assert harmed >= 40


def _threads() -> list[tuple[str, str, str]]:
    """The threads of this process: number, name, and S for asleep."""
    found = []
    for thread in Path("/proc/self/task").iterdir():
        with suppress(OSError):
            _, _, state = (thread / "stat").read_text().rpartition(") ")
            found.append((thread.name, (thread / "comm").read_text().strip(), state[0]))
    return found


def _quiet(before: set[str]) -> bool:
    """Whether tantivy's own threads sleep: as it opens an index, one reads all of it, unchecked."""
    return all(name.startswith("thread-tantivy") and state == "S"
        for number, name, state in _threads() if number not in before)  # fmt: skip


def test_files_cut_short_under_an_open_index_do_not_end_the_process(folder: Path, tmp_path: Path) -> None:
    right = answers(index_of(folder))
    harmed = 0
    for number, (name, keep) in enumerate(cuts(folder)):
        copy = tmp_path / f"copy-{number}"
        shutil.copytree(folder, copy)
        before = {number for number, name, _ in _threads() if not name.startswith(("watch", "thread-t"))}
        index = index_of(copy)
        index.find(Request(parse("boat")))
        wait_for(lambda before=before: _quiet(before))  # type: ignore[misc]
        _cut(copy / name, keep)
        try:
            assert answers(index) == right, (name, keep)
        except Unavailable:
            harmed += 1
            refill(index, photographs(), 3)
            assert index.find(Request(parse("boat"))).total == PHOTOGRAPHS
    assert harmed >= 40


def test_a_file_cut_short_is_noticed_when_another_one_has_changed(folder: Path) -> None:
    before = {number for number, name, _ in _threads() if not name.startswith(("watch", "thread-t"))}
    index, writer = index_of(folder), index_of(folder)
    index.find(Request(parse("boat")))
    wait_for(lambda: _quiet(before))
    files = set(generations.current(folder).glob("*.fast"))
    writer.apply([document(70)], 3)
    del writer
    gc.collect()
    wait_for(lambda: _quiet(before))
    for path in files:
        os.truncate(path, 0)
    with pytest.raises(Unavailable):
        index.find(Request(parse("boat")))


def test_changed_bytes_are_noticed_when_the_whole_is_read_and_never_end_the_process(
    folder: Path, tmp_path: Path
) -> None:
    draw = random.Random(5)  # no secret
    generation = generations.current(folder).name
    for number, name in enumerate(sorted(path.name for path in (folder / generation).glob("*.*"))):
        content = bytearray((folder / generation / name).read_bytes())
        if name.startswith(".") or not content:
            continue  # locks, and a list that is of no use to readers
        copy = tmp_path / f"copy-{number}"
        shutil.copytree(folder, copy)
        for place in draw.sample(range(len(content)), min(40, len(content))):
            content[place] ^= 0xFF
        (copy / generation / name).write_bytes(content)
        index = index_of(copy)
        assert not index.healthy(), name
        try:
            answers(index)
        except Unavailable:
            refill(index, photographs(), 3)
            assert index.healthy()


def test_an_index_of_another_version_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tantivy_schema, "FORMAT", tantivy_schema.FORMAT + 1)
    with pytest.raises(Unavailable, match="another version"):
        index_of(folder).find(Request())


def test_a_failed_rebuild_leaves_the_old_index(folder: Path) -> None:
    def broken() -> Iterator[Document]:
        yield document(1)
        raise LookupError("the catalogue went away")

    index = index_of(folder)
    right = answers(index)
    with pytest.raises(LookupError):
        refill(index, broken(), 9)
    assert answers(index) == right
    assert len(list(folder.glob("gen-*"))) == 1


def _write_too_much(folder: Path) -> None:
    """Apply changes where no file may be longer than a few bytes, then without that bound."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    index = index_of(folder)
    right = answers(index)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50, hard))
    with pytest.raises(Unavailable, match="as it was"):
        index.apply([document(50, caption="new")], 3)
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert answers(index) == answers(index_of(folder)) == right
    index.apply([document(51, caption="newer")], 3)
    assert index.find(Request(parse("new"))).total == 0
    assert index.find(Request(parse("newer"))).total == 1


def test_a_full_disk_leaves_the_old_index_writable(folder: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_write_too_much, args=(folder,))
    process.start()
    process.join()
    assert process.exitcode == 0


def test_tantivys_own_lock_is_busy_and_goes_with_its_holder(folder: Path) -> None:
    index, holder = index_of(folder), Tantivy().open(generations.current(folder))
    holder.apply([document(1, version=7)], 3)
    with pytest.raises(Busy):
        index.apply([document(1)], 4)
    assert index.seen() == 3
    holder.close()
    index.apply([document(1)], 4)
    assert index.seen() == 4


def test_many_single_commits_stay_few_files_and_right(folder: Path) -> None:
    index, other = index_of(folder), index_of(folder)
    for n in range(60):
        index.apply([document(n % 7 + 1, version=n, caption=f"turn{n}")], n + 3)
        assert other.find(Request(parse(f"turn{n}"))).total == 1
        assert n < 7 or other.find(Request(parse(f"turn{n - 7}"))).total == 0
    assert other.seen() == 62
    index.apply([Gone(1)], 100)
    assert len(list(generations.current(folder).iterdir())) < 170


def test_threads_share_one_index_while_another_object_writes(folder: Path) -> None:
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
    assert wrong == []


def _write_on(folder: Path, started: object) -> None:
    """Change one photograph and the cursor together, again and again, and all of them now and then."""
    index = index_of(folder)
    started.set()  # type: ignore[attr-defined]
    for step in range(index.seen() + 1, 10**6):
        changed = photographs()[step % PHOTOGRAPHS]
        index.apply([dataclasses.replace(changed, version=step, caption=f"boat step{step}")], step)


def test_kill_9_anywhere_leaves_the_old_state_or_the_new(folder: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    draw = random.Random(1)  # no secret
    refill(index_of(folder), photographs(), 1)
    last = 1
    for _ in range(KILLS):
        started = spawn.Event()
        writer = spawn.Process(target=_write_on, args=(folder, started))
        writer.start()
        assert started.wait(60)
        writer.join(draw.random() * 0.6)
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        assert writer.exitcode == -signal.SIGKILL
        index = index_of(folder)
        seen = index.seen()
        assert seen >= last
        expected = dict.fromkeys(range(1, PHOTOGRAPHS + 1), 1)
        expected.update((step % PHOTOGRAPHS + 1, step) for step in range(2, seen + 1))
        assert index.digest() == digest_of(expected.items())
        assert index.healthy()
        last = seen
    assert last > 1


def test_the_folder_is_on_disk_after_each_change(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """tantivy itself has every file on disk before the list that names it, and then renames the list."""
    synced: list[Path] = []
    monkeypatch.setattr(engine_tantivy, "sync", synced.append)
    index = index_of(folder)
    index.apply([document(1, version=9)], 6)
    assert synced == [generations.current(folder)]


def test_letter_by_letter_gives_the_same_words_in_the_same_order(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["20", "20é", "2001", "20a", "20ж", "200", "20東", "20b", "20bc", "2", "30"]
    index = index_of(folder)
    refill(index, [document(n, caption=word, accession="") for n, word in enumerate(words, start=1)], 1)
    index.apply([Gone(9)], 2)
    whole = index.find(Request(parse("20*")))
    monkeypatch.setattr(tantivy_words, "_AT_ONCE", 1)
    by_letter = index_of(folder).find(Request(parse("20*")))
    assert by_letter == whole
    view = TantivyOpened(generations.current(folder))._view()  # the order of words is seen nowhere else
    names = [name for name, _ in tantivy_schema.places("r", ("caption",))]
    found = [word for word, _ in tantivy_words.first_words(view, names, "20", WIDEST_PREFIX)]
    assert found == sorted(found) == ["20", "200", "2001", "20a", "20b", "20e", "20ж"]


def test_a_facet_of_more_values_than_tantivy_counts_is_exact(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = index_of(folder)
    docs = [document(n, creators=(f"C{n:03}", "All"), keywords=("k",)) for n in range(1, 120)]
    refill(index, docs, 1)
    index.apply([Gone(1)], 2)
    usual = index.find(Request(parse("-nothing")))
    monkeypatch.setattr(tantivy_facets, "_MOST", 50)
    wide = index_of(folder).find(Request(parse("-nothing")))
    assert wide == usual
    assert wide.facets["creator"][:2] == [FacetValue("All", 118), FacetValue("C002", 1)]
    assert len(wide.facets["creator"]) == 119


def test_more_values_than_tantivy_ever_counts(tmp_path: Path) -> None:
    index = index_of(tmp_path)
    many = tuple(f"Person {n}" for n in range(66_000))
    refill(index, [document(1, people=many), document(2, people=many[:2])], 1)
    found = index.find(Request(facet_limit=3))
    assert found.facets["person"] == [FacetValue(many[0], 2), FacetValue(many[1], 2), FacetValue(many[10], 1)]
    assert found.facets["description"] == [FacetValue("undescribed", 2)]
