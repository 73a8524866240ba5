from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.accessibility.programs import require
from tests.readers.session import PROGRAMS, OrcaSession


@pytest.fixture(scope="session")
def reader_programs() -> None:
    """Every program the screen reader needs is here; skipped with the list of those that are not."""
    require(PROGRAMS, what="The screen reader")


@pytest.fixture(scope="session")
def orca(reader_programs: None) -> Iterator[OrcaSession]:
    """One Orca with one Chromium for the whole test run."""
    with OrcaSession() as session:
        yield session
