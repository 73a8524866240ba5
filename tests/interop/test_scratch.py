"""Copies are made on the archive's own disk, and what a killed process left of them is swept away."""

from __future__ import annotations

import os
from pathlib import Path

from archive.interop import scratch


def test_a_copy_is_made_under_the_home_and_is_gone_after(tmp_path: Path) -> None:
    with scratch.made_now(tmp_path) as made:
        assert scratch.folder(tmp_path) in made.parents
        (made / "copy").write_bytes(b"x")
    assert list(scratch.folder(tmp_path).iterdir()) == []


def test_what_a_killed_process_left_is_swept_and_what_is_made_now_stays(tmp_path: Path) -> None:
    assert scratch.sweep(tmp_path) == 0, "before the first copy"
    left = scratch.folder(tmp_path) / "left"
    left.mkdir(parents=True)
    (left / "copy").write_bytes(b"x")
    old = left.stat().st_mtime - scratch.STALE_SECONDS - 60
    os.utime(left, (old, old))
    with scratch.made_now(tmp_path) as made:
        assert scratch.sweep(tmp_path) == 1
        assert made.is_dir()
        assert not left.exists()
