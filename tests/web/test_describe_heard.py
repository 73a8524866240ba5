"""What a blind author hears while writing: one sentence at a pause, no empty places, what stopped a form."""

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
from tests.web.describing import LONG_NAME

STOPPED = "There is a problem heading level 2."


@pytest.fixture
def address(parts: Parts, orca: OrcaSession) -> Iterator[str]:  # noqa: F811 - the fixture above
    """Address of a describing page; Orca's browser is signed in as a describer."""
    accession = builders.photograph(parts)
    with parts.db.writing() as session:
        accounts.add(session, OPERATOR, "describer", ("describer",), password=PASSWORD)
    with running(Path(parts.settings.home)) as server:
        orca.page.goto(f"{server}/sign-in?next=/desk")
        orca.page.fill("#username", "describer")
        orca.page.fill("#password", PASSWORD)
        orca.page.press("#password", "Enter")
        orca.page.wait_for_url(f"{server}/desk")
        yield f"{server}/photographs/{accession}/describe"


def test_writing_is_told_in_one_sentence(orca: OrcaSession, address: str) -> None:  # noqa: F811
    orca.open(address)
    orca.page.focus("#alt")
    orca.page.fill("#alt", LONG_NAME)
    orca.expect("Characters: 12. Words: 1. 1 finding: 1 error.")
    orca.page.locator("#words > [aria-live]:empty").wait_for(state="attached")
    orca.page.get_by_role("link", name="Preview as readers see it").focus()
    orca.press("ctrl+End")
    read = orca.press(*["Up"] * 40)
    assert any("What the checks say" in said for said in read), read
    assert any("Kept at" in said for said in read), read
    assert not [said for said in read if "statusbar" in said.lower().replace(" ", "")], read


def test_reading_goes_on_from_what_stopped_the_form(orca: OrcaSession, address: str) -> None:  # noqa: F811
    orca.open(f"{address}#words")
    orca.page.fill("#alt", LONG_NAME)
    orca.page.focus("#content_advisory")
    orca.press("shift+Tab")  # keys, so that Orca has caught up with the field
    orca.press("Tab")
    said = orca.follow("Return")  # the heading is said when the page has been taken in, which may be later
    assert STOPPED in said or orca.hears(STOPPED), said
    read = " | ".join(orca.press("Down", "Down", "Down"))
    assert "Kept as a draft: 1 thing must be answered before it goes to review." in read, read
