"""The heard journeys can fail: a page that lost a word or a tie sounds different, each part by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from tests import builders
from tests.journeys import shapes
from tests.journeys.archive import Archive
from tests.journeys.said import kept
from tests.journeys.shapes import Shapes
from tests.journeys.test_heard_describing import ASKED, DRAFT, FILE, SAVED, counted, signed_in
from tests.readers.session import OrcaSession

TOLD = counted(FILE, "1 finding: 1 error.")
WORDS = "A small green cross lies inside a large yellow circle."
Part = Callable[[OrcaSession, str], list[str]]  # with the page's address; what is heard of this part


@dataclass(frozen=True)
class Loss:
    """What a page loses (a script's expression of `find`), where, to whom, and what is heard no more."""

    script: str
    part: Part
    words: str
    transcript: str
    page: str = "/describe"
    who: str = "describer"


def heading(orca: OrcaSession, address: str) -> list[str]:
    orca.open(address)
    orca.press("ctrl+Home")
    return orca.press("1")


def field(orca: OrcaSession, address: str) -> list[str]:
    orca.open(address)
    return orca.press("alt+z")


def pause(orca: OrcaSession, address: str) -> list[str]:
    field(orca, address)
    orca.press("ctrl+a")
    orca.type(FILE)
    orca.page.locator("#findings-told", has_text="1 finding: 1 error.").wait_for()
    try:
        orca.expect(TOLD, timeout=3)
    except AssertionError:
        return []
    return [TOLD]


def stop(orca: OrcaSession, address: str) -> list[str]:
    field(orca, address)
    orca.press("ctrl+a")
    orca.type(FILE)
    return orca.follow("alt+s")


def save(orca: OrcaSession, address: str) -> list[str]:
    field(orca, address)
    orca.press("ctrl+a")
    orca.type(WORDS)
    return orca.follow("alt+s")


def review(orca: OrcaSession, address: str) -> list[str]:
    orca.open(address)
    return orca.press("ctrl+Home", "1", "Tab", "Return")


def note(orca: OrcaSession, address: str) -> list[str]:
    orca.open(address)
    return orca.press("ctrl+Home", "2", "Tab")


def wish(orca: OrcaSession, address: str) -> list[str]:
    note(orca, address)
    orca.press("Tab")
    return orca.follow("Return")


LOSSES = {
    "heading": Loss("find('h1').replaceWith('Gone')", heading, "heading level 1", "describing"),
    "label": Loss("find('label[for=alt]').htmlFor = ''", field, "Alt text in English entry.", "describing"),
    "hint": Loss("find('#alt').ariaDescribedByElements = []", field, "What is seen", "describing"),
    "live region": Loss("find('[aria-live]').ariaLive = 'off'", pause, TOLD, "describing"),
    "summary": Loss("find('.error-summary').replaceWith('Wrong.')", stop, DRAFT, "describing"),
    "saved": Loss("find('main [role=status]').role = 'none'", save, SAVED, "describing"),
    "review": Loss(
        "find('#review-heading').replaceWith('Gone')", review, "To review heading level 2.", "approving",
        who="reviewer",
    ),
    "note": Loss(
        "find('label[for=note]').htmlFor = ''", note, "A note for whoever describes it (optional) entry.",
        "asking", page="", who="",
    ),
    "thanks": Loss("find('main [role=status]').role = 'none'", wish, ASKED, "asking", page="", who=""),
}  # fmt: skip


@pytest.fixture(scope="module")
def undescribed(archive: Archive) -> dict[str, str]:
    """Address by who comes: of a photograph to describe or (a reader) to ask for, and of one to approve."""
    one = shapes.photograph(archive.home, Shapes(("green", "cross"), "inside", ("yellow", "circle"), "red"))
    two = shapes.photograph(archive.home, Shapes(("green", "cross"), "inside", ("yellow", "circle"), "blue"))
    parts = builders.archive(archive.home)
    builders.describe(parts, two, WORDS, approve=False)
    parts.close()
    addresses = {"describer": one, "": one, "reviewer": two}
    return {who: f"{archive.address}/photographs/{accession}" for who, accession in addresses.items()}


@contextmanager
def losing(orca: OrcaSession, script: str) -> Iterator[None]:
    """Every page loses this as soon as it is there."""
    source = f"""new MutationObserver(() => {{
      const find = (selector) => document.querySelector(selector) ?? {{ replaceWith() {{}} }};
      {script};
    }}).observe(document, {{ childList: true, subtree: true }});"""
    devtools = orca.page.context.new_cdp_session(orca.page)
    devtools.send("Page.enable")
    added = devtools.send("Page.addScriptToEvaluateOnNewDocument", {"source": source})
    try:
        yield
    finally:
        devtools.send("Page.removeScriptToEvaluateOnNewDocument", added)
        devtools.detach()


@pytest.mark.parametrize("name", LOSSES)
def test_a_page_that_lost_something_is_heard_to_have_lost_it(
    archive: Archive, chromium: Browser, orca: OrcaSession, undescribed: dict[str, str], name: str
) -> None:
    loss = LOSSES[name]
    assert loss.words in kept(loss.transcript), "the sound page does not say it either"
    with signed_in(archive, chromium, orca, loss.who), losing(orca, loss.script):
        heard = loss.part(orca, undescribed[loss.who] + loss.page)
    assert loss.words not in " | ".join(heard)
