import errno
import io
import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from archive.media import store as media_store
from archive.media.store import Kept, Store, StoreFull, TooLarge, hash_of

HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
ROOT = Path(__file__).parents[2]


def files(store: Store) -> list[str]:
    return sorted(str(path.relative_to(store.root)) for path in store.root.rglob("*") if path.is_file())


def run(script: str, *arguments: object) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def test_bytes_are_kept_under_their_hash(tmp_path: Path) -> None:
    store = Store(tmp_path / "images")
    kept = store.put(io.BytesIO(b"hello"))
    assert kept == Kept(HELLO, 5, tmp_path / "images/originals/2c" / HELLO, new=True)
    assert files(store) == [f"originals/2c/{HELLO}"]
    assert store.has(HELLO)
    assert not store.has("0" * 64)
    assert hash_of(store.path(HELLO)) == HELLO
    with store.open(HELLO) as file:
        assert file.read() == b"hello"


def test_an_original_cannot_be_written_by_accident(tmp_path: Path) -> None:
    kept = Store(tmp_path).put(io.BytesIO(b"hello"))
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o444


def test_the_same_bytes_again_are_not_rewritten(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = store.put(io.BytesIO(b"hello"))
    before = first.path.stat()
    again = store.put(io.BytesIO(b"hello"))
    assert (again.new, again.sha256, files(store)) == (False, HELLO, [f"originals/2c/{HELLO}"])
    assert (again.path.stat().st_ino, again.path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("damaged", [b"", b"hell", b"jello"])
def test_a_damaged_copy_is_mended_by_the_same_bytes(tmp_path: Path, damaged: bytes) -> None:
    store = Store(tmp_path)
    path = store.path(HELLO)
    path.parent.mkdir(parents=True)
    path.write_bytes(damaged)
    assert store.put(io.BytesIO(b"hello")).new
    assert path.read_bytes() == b"hello"


def test_everything_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    fsync, rename = os.fsync, Path.rename

    def seen_fsync(descriptor: int) -> None:
        steps.append(
            "fsync " + str(Path(f"/proc/self/fd/{descriptor}").readlink()).removeprefix(str(tmp_path))
        )
        fsync(descriptor)

    def seen_rename(path: Path, target: Path) -> Path:
        steps.append("rename")
        return rename(path, target)

    store = Store(tmp_path / "images")
    monkeypatch.setattr(os, "fsync", seen_fsync)
    monkeypatch.setattr(Path, "rename", seen_rename)
    store.put(io.BytesIO(b"hello"))
    at = steps.index("rename")
    assert steps[0] == "fsync "  # the folder that now holds images/
    assert {"fsync /images", "fsync /images/originals"} <= set(steps[:at])
    assert any(step.startswith("fsync /images/incoming/") and step.endswith(".part") for step in steps[:at])
    assert steps[at + 1 :] == ["fsync /images/originals/2c"]


def test_too_many_bytes_are_refused_and_nothing_stays(tmp_path: Path) -> None:
    store = Store(tmp_path, max_bytes=4)
    with pytest.raises(TooLarge, match="larger than"):
        store.put(io.BytesIO(b"hello"))
    assert files(store) == []
    assert store.put(io.BytesIO(b"hell")).bytes == 4


def test_a_stream_that_breaks_leaves_nothing(tmp_path: Path) -> None:
    class Cut(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise ConnectionResetError("the other side is gone")
            return super().read(min(size or 0, 3))

    store = Store(tmp_path)
    with pytest.raises(ConnectionResetError):
        store.put(Cut(b"hello"))
    assert files(store) == []


def test_a_full_disk_leaves_nothing_and_says_so(small_disk: Path) -> None:
    store = Store(small_disk / "images")
    with pytest.raises(StoreFull, match=r"full\. Nothing of this file was kept"):
        store.put(io.BytesIO(b"x" * 3_000_000))
    assert files(store) == []
    assert store.put(io.BytesIO(b"hello")).new


def test_a_file_size_limit_leaves_nothing_and_says_so(tmp_path: Path) -> None:
    process = run(
        "import io, resource, sys\nfrom pathlib import Path\n"
        "from archive.media.store import Store, StoreFull\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "try: Store(Path(sys.argv[1])).put(io.BytesIO(b'x' * 3_000_000))\n"
        "except StoreFull as error: print(error)",
        tmp_path,
    )
    said, _ = process.communicate()
    assert b"Nothing of this file was kept" in said
    assert files(Store(tmp_path)) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_quota_counts_as_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def refuse(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "write", refuse)
    with pytest.raises(StoreFull):
        Store(tmp_path).put(io.BytesIO(b"hello"))
    assert files(Store(tmp_path)) == []


KILLED_AT = """
import io, os, signal, sys
from pathlib import Path
from archive.media.store import Store
real, left = os.fsync, int(sys.argv[2])
def fsync(descriptor):
    global left
    if left == 0: os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    real(descriptor)
os.fsync = fsync
Store(Path(sys.argv[1])).put(io.BytesIO(b"hello"))
"""


def test_killed_at_any_step_the_store_holds_all_or_nothing(tmp_path: Path) -> None:
    outcomes = []
    for step in range(20):
        store = Store(tmp_path / f"{step}" / "images")
        store.root.parent.mkdir()
        process = run(KILLED_AT, store.root, step)
        process.communicate()
        if process.returncode == 0:
            break
        assert process.returncode == -signal.SIGKILL
        whole = store.path(HELLO).exists()
        assert not whole or hash_of(store.path(HELLO)) == HELLO
        outcomes.append(whole)
        store.sweep()
        assert store.put(io.BytesIO(b"hello")).new is not whole
        assert files(store) == [f"originals/2c/{HELLO}"]
    assert True in outcomes
    assert False in outcomes


WAITS = """
import io, sys
from pathlib import Path
from archive.media.store import Store
class Slow:
    parts = [b"x" * 1000]
    def read(self, size):
        if self.parts: return self.parts.pop()
        print("half", flush=True)
        sys.stdin.read()
Store(Path(sys.argv[1])).put(Slow())
"""


def test_the_sweep_takes_what_dead_writers_left_and_nothing_else(tmp_path: Path) -> None:
    store = Store(tmp_path)
    process = run(WAITS, tmp_path)
    assert process.stdout
    assert process.stdout.readline() == b"half\n"
    assert store.sweep() == 0
    assert len(files(store)) == 1
    process.kill()
    process.communicate()
    assert store.sweep() == 1
    assert files(store) == []


def test_the_sweep_takes_old_parts_of_derivatives_only(tmp_path: Path) -> None:
    store = Store(tmp_path)
    folder = store.derived_folder(HELLO)
    folder.mkdir(parents=True)
    for name in ("400.jpg", ".400.webp.77.part", ".800.jpg.78.part"):
        (folder / name).write_bytes(b"x")
    for name in ("400.jpg", ".400.webp.77.part"):
        os.utime(folder / name, (0, 0))
    assert store.sweep() == 1
    assert files(store) == [f"derived/2c/{HELLO}/{name}" for name in (".800.jpg.78.part", "400.jpg")]


def test_what_nobody_else_put_can_be_taken_back(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert not store.take_back(HELLO)
    store.put(io.BytesIO(b"hello"))
    assert store.take_back(HELLO)
    assert files(store) == []
    assert store.put(io.BytesIO(b"hello")).new
    assert store.take_back(HELLO)


@pytest.mark.parametrize("mine_first", [True, False])
def test_what_another_process_put_too_stays(tmp_path: Path, *, mine_first: bool) -> None:
    mine, other = Store(tmp_path), Store(tmp_path)
    for store in (mine, other) if mine_first else (other, mine):
        store.put(io.BytesIO(b"hello"))
    assert not mine.take_back(HELLO)
    assert files(mine) == [f"originals/2c/{HELLO}"]


def test_what_the_same_process_put_twice_stays(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for _ in range(2):
        store.put(io.BytesIO(b"hello"))
    assert not store.take_back(HELLO)


def test_what_is_old_and_was_not_put_again_can_be_taken_back_by_anybody(tmp_path: Path) -> None:
    path = Store(tmp_path).put(io.BytesIO(b"hello")).path
    os.utime(path, (0, 0))
    Store(tmp_path).put(io.BytesIO(b"hello"))
    assert not Store(tmp_path).take_back(HELLO, 3600)
    os.utime(path, (0, 0))
    assert Store(tmp_path).take_back(HELLO, 3600)


def test_bytes_that_are_taken_back_while_they_come_again_are_there_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Store(tmp_path)
    first.put(io.BytesIO(b"hello"))
    renewed = Store._renewed

    def late(self: Store, target: Path) -> bool:
        assert first.take_back(HELLO, -60)
        return renewed(self, target)

    monkeypatch.setattr(Store, "_renewed", late)
    assert Store(tmp_path).put(io.BytesIO(b"hello")).new
    assert files(first) == [f"originals/2c/{HELLO}"]


def test_a_store_remembers_no_more_than_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media_store, "MOST_FIRST", 2)
    store = Store(tmp_path)
    kept = [store.put(io.BytesIO(name)).sha256 for name in (b"a", b"b", b"c")]
    assert [store.take_back(one) for one in kept] == [False, True, True]


def test_old_hashes_are_listed_by_folder(tmp_path: Path) -> None:
    store = Store(tmp_path)
    old, young = (store.put(io.BytesIO(name)).path for name in (b"hello", b"b"))
    back = store.derived_folder(HELLO, 1)
    back.mkdir(parents=True)
    (back.parent / "another").mkdir()
    for path in (old, back, back.parent / "another"):
        os.utime(path, (0, 0))
    assert [one for found in store.hashes(3600) for one in found] == [HELLO, HELLO]
    assert young.name in [one for found in store.hashes(-60) for one in found]
    assert list(Store(tmp_path / "none").hashes(0)) == []


def test_many_at_once_keep_one_copy(tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept: list[Kept] = []
    threads = [
        threading.Thread(target=lambda: kept.append(store.put(io.BytesIO(b"hello")))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {one.sha256 for one in kept} == {HELLO}
    assert len(kept) == 8
    assert files(store) == [f"originals/2c/{HELLO}"]


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", HELLO.upper(), HELLO[:-1], HELLO + "0", HELLO + "\n", "/" + HELLO[1:]]
)
def test_only_a_hash_names_a_file(tmp_path: Path, name: str) -> None:
    store = Store(tmp_path)
    for ask in (store.path, store.has, store.open, store.derived_folder, store.forget_derived):
        with pytest.raises(ValueError, match="named by its sha256"):
            ask(name)


def test_derivatives_have_known_names_and_can_be_forgotten(tmp_path: Path) -> None:
    store = Store(tmp_path)
    path = store.derived_path(HELLO, 400, "webp")
    assert path == tmp_path / "derived/2c" / HELLO / "400.webp"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    store.forget_derived(HELLO)
    store.forget_derived(HELLO)
    assert files(store) == []
    for width, suffix in ((0, "jpg"), (400, "svg"), (400, "../x")):
        with pytest.raises(ValueError, match="no derivative"):
            store.derived_path(HELLO, width, suffix)


def test_a_small_file_is_written_once(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    assert Store.write_once(path, b"first")
    assert not Store.write_once(path, b"second")
    assert path.read_bytes() == b"first"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]
