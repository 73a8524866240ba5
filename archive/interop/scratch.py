"""Copies on their way to whoever asked for them: beside the archive, on the disk that has room for them."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STALE_SECONDS = 3600.0  # no copy takes as long: whoever made it was killed


def folder(home: Path) -> Path:
    """Where copies are made, under the archive's home."""
    return home / "downloads"


@contextmanager
def made_now(home: Path) -> Iterator[Path]:
    """A folder for one copy, gone at the end of the block."""
    there = folder(home)
    there.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=there) as own:
        yield Path(own)


def sweep(home: Path, seconds: float = STALE_SECONDS) -> int:
    """Remove what was left by processes that were killed; returns how many copies."""
    old = [one for one in folder(home).glob("*") if time.time() - one.stat().st_mtime > seconds]
    for one in old:
        shutil.rmtree(one, ignore_errors=True)
    return len(old)
