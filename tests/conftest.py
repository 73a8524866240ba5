"""Fixtures that every test may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.parts import Parts
from tests import builders


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    """A real, empty archive in a folder of its own."""
    made = builders.archive(tmp_path / "home")
    yield made
    made.close()
