"""What a blind archivist hears of a date: its reading once, again when asked for, and what to choose."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import accounts
from archive.history import OPERATOR
from archive.parts import Parts
from tests import builders
from tests.readers.conftest import orca, reader_programs  # noqa: F401 - fixtures
from tests.readers.session import OrcaSession
from tests.server import running
from tests.web.conftest import PASSWORD

READ = "about 1950 — recorded as 1950~, sorted from 1949 to 1951."


@pytest.fixture
def address(parts: Parts, orca: OrcaSession) -> Iterator[str]:  # noqa: F811 - the fixture above
    """Address of an edit page; Orca's browser is signed in as an archivist."""
    accession = builders.photograph(parts)
    with parts.db.writing() as session:
        accounts.add(session, OPERATOR, "archivist", ("archivist",), password=PASSWORD)
    with running(Path(parts.settings.home)) as server:
        orca.page.goto(f"{server}/sign-in?next=/desk")
        orca.page.fill("#username", "archivist")
        orca.page.fill("#password", PASSWORD)
        orca.page.press("#password", "Enter")
        orca.page.wait_for_url(f"{server}/desk")
        yield f"{server}/photographs/{accession}/edit"


def test_a_date_is_heard_once_and_again_when_it_is_asked_for(orca: OrcaSession, address: str) -> None:  # noqa: F811
    opened = " | ".join(orca.open(address))
    assert "No date is given." not in opened, opened
    orca.page.focus("#date_text")
    field = " | ".join(orca.press("shift+Tab", "Tab"))
    assert "Date in words" in field, field
    assert "No date is given." not in field, field
    orca.page.fill("#date_text", "about 1950")
    orca.expect(READ)
    orca.page.focus("[data-check]")
    said = " | ".join(orca.press("Return"))
    assert said.count("recorded as 1950~") == 1, said
    orca.page.focus("#date_text")
    orca.page.fill("#date_text", "12/05/1938")
    orca.page.locator("#date_choice-2").wait_for()
    orca.page.focus("[data-use]")
    said = " | ".join(orca.press("Return"))
    assert "Choose which date is meant." in said, said
    assert "12 May 1938" in said, said
