"""What blind people hear while they describe five photographs, while they approve, and while they ask."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser

from tests.journeys import shapes
from tests.journeys.archive import Archive, somebody
from tests.journeys.said import Transcript, same
from tests.journeys.shapes import Shapes
from tests.readers.session import OrcaSession

COLLECTION = "shapes-of-the-evening"
NUMBER = "1977.4.{}"  # accession numbers, so that they sound alike in every run
FILE = "IMG_2041.jpg"
REASON = "The sheet was named after what lies on it."
SAVED = "Saved and in review: Alt text in English. Another person has to approve it before readers see it."
APPROVED = "Approved: Alt text in English. Readers see it now."
END = "Nothing else waits in this list."
DRAFT = "Kept as a draft: 1 thing must be answered before it goes to review."
ASKED = "Thank you. You have asked for a description; those who describe photographs see it now."


@pytest.fixture(scope="module")
def five(archive: Archive) -> dict[str, Shapes]:
    """Five photographs that nobody has described, the last one first in the list."""
    return shapes.photographs(archive.home, COLLECTION, NUMBER)


@contextmanager
def signed_in(archive: Archive, chromium: Browser, orca: OrcaSession, name: str) -> Iterator[None]:
    """Orca's browser is this person's, or a reader's.

    They sign in elsewhere, since a visible browser offers to keep passwords.
    """
    if name and name not in archive.sessions:
        with somebody(archive, chromium, name):
            pass
    orca.page.context.add_cookies(archive.sessions[name] if name else [])
    try:
        yield
    finally:
        orca.page.context.clear_cookies()


def counted(words: str, found: str) -> str:
    return f"Characters: {len(words)}. Words: {len(words.split())}. {found}"


def work(archive: Archive, number: int, queue: str) -> str:
    """Address of the describing page in a list."""
    way = f"lang=en&queue={queue}&collection={COLLECTION}"
    return f"{archive.address}/photographs/{NUMBER.format(number)}/describe?{way}"


def test_describing_five_photographs(
    archive: Archive, chromium: Browser, orca: OrcaSession, five: dict[str, Shapes]
) -> None:
    words = [one.words for one in five.values()]
    heard = Transcript(orca)
    with signed_in(archive, chromium, orca, "describer"):
        heard.open(work(archive, 5, "newest"))
        heard.press("Tab", "Return")
        heard.type(FILE, counted(FILE, "1 finding: 1 error."))
        heard.follow("alt+n", DRAFT)
        heard.press("Tab", "Return")
        heard.retype(words[4], counted(words[4], "The checks found nothing."))
        heard.follow_to_heading("alt+n", SAVED)
        heard.press("alt+z")
        heard.type(words[3], counted(words[3], "1 finding: 1 error."))
        heard.follow("alt+n", DRAFT)
        heard.press("Tab", "Tab", "Return")
        heard.type(REASON)
        heard.follow_to_heading("alt+n", SAVED, "Your reason was kept beside the finding.")
        for number in (3, 2, 1):
            heard.press("alt+z")
            heard.type(words[number - 1])
            heard.follow_to_heading("alt+n", SAVED, END)
    same("describing", heard.lines)


def test_approving_five_photographs(
    archive: Archive, chromium: Browser, orca: OrcaSession, five: dict[str, Shapes]
) -> None:
    heard = Transcript(orca)
    with signed_in(archive, chromium, orca, "reviewer"):
        heard.open(work(archive, 5, "review"))
        heard.press("Tab", "Return")
        heard.read_until("Approve and next push button.")
        for _ in five:
            heard.follow_to_heading("alt+y", APPROVED, END)
    same("approving", heard.lines)
    for accession, one in five.items():
        orca.page.goto(f"{archive.address}/photographs/{accession}")
        assert orca.page.locator("figure img").get_attribute("alt") == one.words


def test_asking_for_a_description(archive: Archive, orca: OrcaSession) -> None:
    picture = Shapes(("yellow", "cross"), "inside", ("blue", "square"), "white")
    accession = shapes.photograph(archive.home, picture, accession="1977.5.1")
    heard = Transcript(orca)
    heard.open(f"{archive.address}/photographs/{accession}")
    heard.press("g", "2", "Tab")
    heard.type("Please say which lies on top")
    heard.press("Tab")
    heard.follow_to_heading("Return", ASKED)
    same("asking", heard.lines)
