"""A keyboard: Tab to a control by its name, Return, access keys, and what one hears of where one is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

MOST = 400  # presses of Tab after which a control counts as out of reach
NAME = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return '';
  const words = one.getAttribute('aria-label') || one.labels?.[0]?.textContent || one.textContent || '';
  return words.trim().replace(/\\s+/g, ' ');
}"""


def to(page: Page, name: str | re.Pattern[str]) -> None:
    """Press Tab until the control of exactly this name, or a name with this pattern in it, has the focus."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        here = page.evaluate(NAME)
        if here == name if isinstance(name, str) else name.search(here):
            return
    pytest.fail(f"Tab never reached “{name}” on {page.url}")


def enter(page: Page) -> None:
    """Press Return and wait for the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def go(page: Page, name: str | re.Pattern[str]) -> None:
    """Tab to a link or button, press Return, and wait for the page that it leads to."""
    to(page, name)
    enter(page)


def write(page: Page, name: str, words: str) -> None:
    """Tab to a field and put these words in the place of what stands there."""
    to(page, name)
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def access(page: Page, letter: str) -> None:
    """Press Alt and a letter, and wait for the page that it leads to.

    Sent as a keyboard sends it; the library's own press leaves out what access keys need.
    """
    devtools = page.context.new_cdp_session(page)
    key = {"key": letter, "code": f"Key{letter.upper()}", "windowsVirtualKeyCode": ord(letter.upper())}
    event = {"modifiers": 1, **key}
    with page.expect_navigation():
        devtools.send("Input.dispatchKeyEvent", {"type": "keyDown", "unmodifiedText": letter, **event})
        devtools.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})
    devtools.detach()


def refresh_until(page: Page, words: str) -> None:
    """Load the page anew until it says so."""
    for _ in range(200):
        if words in (page.text_content("main") or ""):
            return
        page.reload()
    pytest.fail(f"{page.url} never said “{words}” but: {page.text_content('main')}")
