import os
import select
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PIL import Image

from archive.media import derive
from archive.media.derive import temporary_name
from archive.media.sandbox import Sandbox, SandboxError
from archive.media.store import StoreFull
from archive.media.values import Attribution, Refused
from tests.media.picture_makers import noise, quarters, saved

ROOT = Path(__file__).parents[2]
WORDS = Attribution(("Ana",), "Credit", alt={"en": "a"})


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    return saved(quarters(), tmp_path / "a.png", "PNG")


def children() -> list[int]:
    """The processes that this one started and that live, oldest first."""
    ids = [one for path in Path("/proc/self/task").glob("*/children") for one in path.read_text().split()]
    return sorted(
        int(one) for one in ids if b"archive.media.child" in Path(f"/proc/{one}/cmdline").read_bytes()
    )


def test_it_does_what_the_function_does(tmp_path: Path, picture: Path) -> None:
    with Sandbox() as sandbox:
        made = sandbox.derive(picture, tmp_path / "there", WORDS)
        assert sandbox.inspect(picture) == derive.inspect(picture)
    assert made == derive.derive(picture, tmp_path / "here", WORDS)
    for name in ("64.jpg", "64.webp"):
        assert (tmp_path / "there" / name).read_bytes() == (tmp_path / "here" / name).read_bytes()


def test_names_of_files_may_be_anything(tmp_path: Path, picture: Path) -> None:
    with Sandbox(children=1) as sandbox:
        for name in (b"\xff.jpg", b"a\nb", b'"x"', b"-n"):
            path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
            picture.rename(path)
            assert sandbox.inspect(path).width == 64
            picture = path


def test_nothing_starts_before_it_is_needed_and_nothing_stays(picture: Path) -> None:
    with Sandbox() as sandbox:
        assert children() == []
        sandbox.inspect(picture)
        sandbox.inspect(picture)
        assert len(children()) == 1
    assert children() == []
    with pytest.raises(SandboxError, match="ended"):
        sandbox.inspect(picture)


def test_a_bad_file_is_refused_and_the_next_is_read(tmp_path: Path, picture: Path) -> None:
    (tmp_path / "bad.jpg").write_bytes(b"<html>")
    with Sandbox(children=1) as sandbox:
        with pytest.raises(Refused, match="not an image"):
            sandbox.inspect(tmp_path / "bad.jpg")
        first = children()
        assert sandbox.inspect(picture).format == "PNG"
        assert children() == first


def test_a_stalled_child_is_replaced_and_its_parts_are_deleted(tmp_path: Path, picture: Path) -> None:
    with Sandbox(children=1, seconds=0.5) as sandbox:
        sandbox.derive(picture, tmp_path / "out", WORDS)
        (stalled,) = children()
        os.kill(stalled, signal.SIGSTOP)
        mine, other = (temporary_name(tmp_path / "out/64.jpg", process) for process in (stalled, 1))
        mine.write_bytes(b"half")
        other.write_bytes(b"half")
        with pytest.raises(Refused, match=r"took longer than 0\.5 seconds"):
            sandbox.derive(picture, tmp_path / "out", WORDS)
        assert not mine.exists()
        assert other.exists()
        assert stalled not in children()
        assert sandbox.inspect(picture).width == 64


def test_a_file_that_takes_too_long_is_refused(tmp_path: Path, picture: Path) -> None:
    large = saved(Image.new("RGB", (9000, 9000)), tmp_path / "large.png", "PNG", compress_level=1)
    with Sandbox(children=1, seconds=0.1) as sandbox:
        with pytest.raises(Refused, match="took longer"):
            sandbox.derive(large, tmp_path / "out", WORDS)
        assert sandbox.inspect(picture).width == 64


def test_a_stalled_child_does_not_hold_up_the_others(picture: Path) -> None:
    with Sandbox(children=2, seconds=20) as sandbox:
        sandbox.inspect(picture)
        (stalled,) = children()
        os.kill(stalled, signal.SIGSTOP)
        late: list[str] = []
        waiting = threading.Thread(target=lambda: late.append(sandbox.inspect(picture).format))
        waiting.start()
        while sandbox._places.qsize() > 1:  # until the stalled one has its request
            select.select([], [], [], 0.001)
        assert [sandbox.inspect(picture).width for _ in range(3)] == [64] * 3
        assert late == []
        os.kill(stalled, signal.SIGCONT)
        waiting.join()
        assert late == ["PNG"]


def test_a_child_killed_from_outside_is_not_the_files_fault(picture: Path) -> None:
    with Sandbox(children=1) as sandbox:
        sandbox.inspect(picture)
        (killed,) = children()
        os.kill(killed, signal.SIGKILL)
        assert sandbox.inspect(picture).width == 64


def test_a_file_that_ends_the_child_twice_is_refused(
    tmp_path: Path, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file's own crash cannot be made to order; a child that ends at any request stands for it."""
    (tmp_path / "archive/media").mkdir(parents=True)
    for package in ("archive/__init__.py", "archive/media/__init__.py"):
        (tmp_path / package).write_text("")
    (tmp_path / "archive/media/child.py").write_text("print('{}', flush=True); input()")
    monkeypatch.setattr("archive.media.sandbox._ROOT", tmp_path)
    with Sandbox(children=1) as sandbox, pytest.raises(Refused, match="damaged, or needs too much memory"):
        sandbox.inspect(picture)
    assert children() == []


def test_too_little_memory_is_said_and_the_next_is_read(tmp_path: Path, picture: Path) -> None:
    large = saved(Image.new("RGB", (9000, 9000)), tmp_path / "large.png", "PNG", compress_level=1)
    with Sandbox(children=1, memory_mb=350) as sandbox:
        with pytest.raises(Refused, match="memory"):
            sandbox.derive(large, tmp_path / "out", WORDS)
        assert sandbox.inspect(picture).width == 64


def test_children_that_cannot_start_are_not_the_files_fault(
    picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with Sandbox() as sandbox, pytest.raises(SandboxError, match="did not start"):
        sandbox.inspect(picture)
    assert children() == []


def test_a_child_is_replaced_after_its_share_of_files(picture: Path) -> None:
    with Sandbox(children=1, files_per_child=2) as sandbox:
        seen = []
        for _ in range(5):
            sandbox.inspect(picture)
            seen += children()
    assert len(seen) == 3  # none right after its second file
    assert len(set(seen)) == 3


def test_children_have_limits_and_no_secrets(picture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_SECRET", "known to nobody")
    with Sandbox(children=1, memory_mb=800) as sandbox:
        sandbox.inspect(picture)
        (one,) = children()
        environment = Path(f"/proc/{one}/environ").read_bytes()
        rows = Path(f"/proc/{one}/limits").read_text().splitlines()
    assert b"SECRET" not in environment
    limits = {row[:26].strip(): row[26:].split()[:2] for row in rows}
    assert limits["Max address space"] == [str(800 << 20)] * 2
    assert limits["Max core file size"] == ["0", "0"]
    assert limits["Max open files"] == ["64", "64"]
    assert int(limits["Max cpu time"][0]) < 100


def test_many_threads_share_few_children(tmp_path: Path) -> None:
    pictures = [saved(quarters(60 + n, 40), tmp_path / f"{n}.png", "PNG") for n in range(12)]
    found: dict[int, int] = {}
    with Sandbox(children=2) as sandbox:

        def ask(number: int) -> None:
            found[number] = sandbox.inspect(pictures[number]).width

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(children()) <= 2
    assert found == {number: 60 + number for number in range(12)}


def test_endless_words_reach_the_child(tmp_path: Path, picture: Path) -> None:
    long = "ب" * 5000
    words = Attribution((long,) * 200, long, long, long, long, {f"x-{n}": long for n in range(300)})
    with Sandbox(children=1, seconds=20) as sandbox:
        assert sandbox.derive(picture, tmp_path / "out", words).width == 64


def test_a_full_disk_is_said(tmp_path: Path, small_disk: Path) -> None:
    path = saved(noise(1600, 1200), tmp_path / "a.jpg", "JPEG", quality=80)
    with Sandbox(children=1) as sandbox, pytest.raises(StoreFull):
        sandbox.derive(path, small_disk / "out", WORDS)


def test_a_folder_that_cannot_be_written_is_an_error_of_the_system(picture: Path) -> None:
    with Sandbox(children=1) as sandbox, pytest.raises(NotADirectoryError):
        sandbox.derive(picture, picture / "out", WORDS)


PARENT = """
import sys
from pathlib import Path
from archive.media.sandbox import Sandbox
sandbox = Sandbox(children=1)
sandbox.inspect(Path(sys.argv[1]))
print(sandbox._places.get().pid, flush=True)
sys.stdin.read()
"""


def test_children_end_with_their_parent(picture: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(picture)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert parent.stdout
    watched = os.pidfd_open(int(parent.stdout.readline()))
    try:
        parent.kill()
        parent.communicate()
        assert select.select([watched], [], [], 10)[0], "the child outlived its parent"
    finally:
        os.close(watched)
