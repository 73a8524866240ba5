"""Programs that a test needs from the system: said plainly when they are missing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

CHROMIUM = {"chromium": "chromium"}


def missing(programs: Mapping[str, str]) -> list[str]:
    """List the programs that are not here, each as "program (Debian package)".

    `programs` maps a name on PATH, or alternative absolute paths joined by "|", to its Debian package.
    """
    return [f"{name} ({package})" for name, package in programs.items() if find(name) is None]


def find(name: str) -> str | None:
    """Return where a program is, None when it is nowhere; "/a|/b" means the first of these that exists."""
    if name.startswith("/"):
        return next((path for path in name.split("|") if Path(path).exists()), None)
    return shutil.which(name)


def require(programs: Mapping[str, str], *, what: str) -> None:
    """Skip the test with the reason when a program is missing; under CI=true fail it instead.

    Raises pytest's own Skipped or Failed. In continuous integration a silent gap would pass for proof.
    """
    gone = missing(programs)
    if not gone:
        return
    reason = f"{what} needs {', '.join(gone)}. Install with `bin/system-packages test`."
    if os.environ.get("CI", "").lower() in {"true", "1"}:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
