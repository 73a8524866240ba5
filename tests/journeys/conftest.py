"""One real server with the sample for all journeys, and browsers that visit it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests import builders
from tests.accessibility.conftest import chromium, page  # noqa: F401 - fixtures
from tests.journeys.archive import Archive
from tests.readers.conftest import orca, reader_programs  # noqa: F401 - fixtures
from tests.server import command, running

PEOPLE = {
    "archivist": ("archivist", "describer", "reviewer", "administrator"),
    "reviewer": ("reviewer",),
    "describer": ("describer",),
}


def prepared(home: Path) -> dict[str, str]:
    """Load the sample into a new archive and open accounts; returns their passwords by name."""
    command(home, "sample")
    passwords = {}
    for name, roles in PEOPLE.items():
        said = command(home, "account", "add", name, *(word for role in roles for word in ("--role", role)))
        found = re.search(r"password (\S+)", said)
        assert found
        passwords[name] = found[1]
    return passwords


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The sample, three people who sign in, one photograph without words, one without a file."""
    home: Path = tmp_path_factory.mktemp("journeys") / "home"
    passwords = prepared(home)
    sheet = home.parent / "sheet.txt"
    sheet.write_text(
        "Trams of a made-up town\nPictures from one wet morning.\n"
        "A tram waits at the square in Vellmar, Lowland, May 2021. via Lowland Press\n",
        encoding="utf-8",
    )
    first = json.loads(command(home, "import", str(sheet), "--publish", "--json"))["added"][0]
    bare = builders.picture_file(home.parent / "bare.jpg", seed=3)
    undescribed = builders.photograph_with_file(home, bare)
    with running(home, ARCHIVE_THREADS="8") as address:
        yield Archive(address, passwords, home, first, undescribed)


@pytest.fixture
def plain(chromium: Browser) -> Iterator[Page]:  # noqa: F811 - the fixture above
    """A browser without JavaScript."""
    with chromium.new_context(
        viewport={"width": 1280, "height": 900}, locale="en", java_script_enabled=False
    ) as context:
        yield context.new_page()
