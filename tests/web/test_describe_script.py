"""The describing page in Chromium: shortcuts, checks while typing, words kept when a window is closed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from archive import accounts
from archive.history import OPERATOR
from archive.parts import Parts
from tests import builders
from tests.accessibility.conftest import chromium, page  # noqa: F401 - fixtures
from tests.server import running
from tests.web.conftest import PASSWORD
from tests.web.describing import GOOD, LONG_NAME, kept, status


@pytest.fixture
def visited(parts: Parts, page: Page) -> Iterator[tuple[Page, str, list[str]]]:  # noqa: F811 - the fixture above
    """(a page signed in as a describer, the server's address, three accession numbers, oldest first)."""
    made = [builders.photograph(parts, rights="http://rightsstatements.org/vocab/CNE/1.0/") for _ in range(3)]
    with parts.db.writing() as session:
        accounts.add(session, OPERATOR, "describer", ("describer",), password=PASSWORD)
    with running(Path(parts.settings.home)) as address:
        page.goto(f"{address}/sign-in?next=/desk")
        page.fill("#username", "describer")
        page.fill("#password", PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_url(f"{address}/desk")
        yield page, address, made


def alt(page: Page, letter: str) -> None:  # noqa: F811 - a page like the fixture
    """Alt and a letter as a keyboard sends them; the library's own press leaves out what access keys need."""
    session = page.context.new_cdp_session(page)
    key = {"key": letter, "code": f"Key{letter.upper()}", "windowsVirtualKeyCode": ord(letter.upper())}
    event = {"modifiers": 1, **key}
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", "unmodifiedText": letter, **event})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})


def test_shortcuts_save_keep_and_go_on(visited: tuple[Page, str, list[str]], parts: Parts) -> None:
    page, address, (first, second, third) = visited  # noqa: F811
    page.goto(f"{address}/photographs/{third}/describe?queue=newest&lang=en")
    page.fill("#alt", LONG_NAME)
    alt(page, "w")
    expect(page.get_by_text("Kept as a draft: Alt text in English.")).to_be_visible()
    page.fill("#alt", GOOD)
    alt(page, "s")
    expect(page.get_by_text("Saved and in review: Alt text in English.")).to_be_visible()
    alt(page, "j")
    page.wait_for_url(re.compile(f"/photographs/{second}/describe"))
    page.fill("#alt", "A dog sleeps under a wooden bench beside an empty road.")
    alt(page, "n")
    page.wait_for_url(re.compile(f"/photographs/{first}/describe"))
    expect(page.get_by_text("Saved and in review: Alt text in English.")).to_be_visible()
    assert set(status(parts, second)) == set(status(parts, third)) == {"alt[en] in-review"}
    page.get_by_text("Keyboard shortcuts", exact=True).click()
    page.get_by_role("button", name="Turn the shortcuts off").click()
    expect(page.get_by_text("Keyboard shortcuts are off.")).to_be_visible()
    page.fill("#alt", "Nobody saves this.")
    alt(page, "s")
    assert "alt[en] in-review" not in status(parts, first)


def test_checks_are_counted_once_and_the_focus_stays(visited: tuple[Page, str, list[str]]) -> None:
    page, address, (first, _second, _third) = visited  # noqa: F811
    page.goto(f"{address}/photographs/{first}/describe")
    told = page.locator("#findings-told")
    page.locator("#alt").press_sequentially(LONG_NAME)
    expect(told).to_have_attribute("role", "status")
    expect(page.locator("#findings-list")).to_contain_text(LONG_NAME)
    expect(told).to_have_text("2 findings: 1 error, 1 warning.")
    assert page.evaluate("document.activeElement.id") == "alt"
    page.fill("#alt", GOOD)
    expect(told).to_have_text("1 finding: 1 warning.")


def test_words_typed_in_a_window_that_is_closed_at_once_come_back(
    visited: tuple[Page, str, list[str]],
    parts: Parts,
    chromium: Browser,  # noqa: F811 - the fixture above
) -> None:
    page, address, (first, _second, _third) = visited  # noqa: F811
    page.goto(f"{address}/photographs/{first}/describe")
    page.fill("#long", "Half a sentence of")
    page.goto("about:blank")
    page.goto(f"{address}/photographs/{first}/describe")
    if not kept(parts, first):  # the last words travel while the page closes
        page.reload()
    with chromium.new_context(storage_state=page.context.storage_state()) as elsewhere:
        other = elsewhere.new_page()
        other.goto(f"{address}/photographs/{first}/describe")
        expect(other.locator("#long")).to_have_value("Half a sentence of")
        expect(other.get_by_text("it is not saved yet")).to_be_visible()
        other.fill("#long", "Half a sentence of the other browser")
        expect(other.locator("#kept")).to_contain_text("not yet saved")
    page.reload()
    expect(page.locator("#long")).to_have_value("Half a sentence of the other browser")
