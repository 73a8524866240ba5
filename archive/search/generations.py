"""Folders of index generations: a new one is written whole beside the old, then one rename makes it current.

`CURRENT` holds the name of the folder that counts, `gen-<n>`, and `ENGINE` in there names what wrote it.
Files are on disk (fsync) before the name is, so that a loss of power leaves the old generation or the new
one, never half of either.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.search.index import Busy, Unavailable

_NAME = re.compile(r"gen-(\d+)")
ENGINE = "ENGINE"  # the file of a generation that names what wrote it


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Be the one process that writes to an index, for as long as this lasts; Busy if another is.

    The lock goes with the process: one that is killed leaves nothing behind that locks others out.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / "writer.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(
                "Another process is writing to the search index. Nothing was changed; wait until it ends."
            ) from error
        yield
    finally:
        os.close(handle)


def current(folder: Path) -> Path:
    """The folder of the generation that counts; Unavailable if there is none."""
    last = None
    while True:
        try:
            name = (folder / "CURRENT").read_text(encoding="ascii").strip()
        except (OSError, ValueError) as error:
            raise Unavailable("There is no search index yet; it has to be built.") from error
        if _NAME.fullmatch(name) and (folder / name).is_dir():
            return folder / name
        if name == last:
            raise Unavailable("The search index is not where it should be; it has to be built again.")
        last = name  # a rebuild may have removed it just now: then the name has changed as well


def number(generation: Path) -> int:
    """The n of `gen-<n>`."""
    match = _NAME.fullmatch(generation.name)
    return int(match[1]) if match else 0


def engine(generation: Path) -> str:
    """The name of the engine that wrote a generation; '' where that is not known."""
    try:
        return (generation / ENGINE).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def begin(folder: Path, engine_name: str) -> Path:
    """A new folder, empty but for the engine's name, with a number above all others; its owner's alone.

    Whoosh unpickles what it finds in an index, so nobody else may write there.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    taken = [int(match[1]) for path in folder.iterdir() if (match := _NAME.fullmatch(path.name))]
    generation = folder / f"gen-{max(taken, default=0) + 1}"
    generation.mkdir(mode=0o700)
    (generation / ENGINE).write_text(engine_name + "\n", encoding="ascii")
    return generation


def make_current(generation: Path) -> None:
    """Let a finished generation count from now on, and remove all others."""
    folder = generation.parent
    for path in sorted(generation.rglob("*")):
        sync(path)
    sync(generation)
    draft = folder / "CURRENT.new"
    draft.write_text(generation.name + "\n", encoding="ascii")
    sync(draft)
    draft.rename(folder / "CURRENT")
    sync(folder)
    for path in folder.iterdir():
        if _NAME.fullmatch(path.name) and path != generation:
            shutil.rmtree(path, ignore_errors=True)


def size(generation: Path) -> int:
    """The bytes of a generation on disk; files that vanish meanwhile count nothing."""
    total = 0
    for path in generation.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total


def sync(path: Path) -> None:
    """Have a file's or folder's content on disk before going on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
