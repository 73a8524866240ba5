"""The describing page by keyboard: where one lands, how soon one writes, what Return does."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from archive.parts import Parts
from tests.accessibility.conftest import chromium, page  # noqa: F401 - fixtures
from tests.web.describing import GOOD, status
from tests.web.test_describe_script import alt, visited  # noqa: F401 - a fixture

Visited = tuple[Page, str, list[str]]
FOCUSED = "document.activeElement.id || document.activeElement.textContent"


def test_one_writes_after_a_key_or_two(visited: Visited) -> None:  # noqa: F811 - the fixture above
    page, address, made = visited  # noqa: F811 - the page of that fixture
    page.goto(f"{address}/photographs/{made[2]}/describe?queue=newest&lang=en")
    page.fill("#alt", GOOD)
    alt(page, "n")
    page.wait_for_url(f"**/{made[1]}/describe?*")
    expect(page.get_by_text("Saved and in review")).to_be_visible()
    assert page.evaluate(FOCUSED) == "describe", "the heading, past what stands on each page"
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "Go to the alt text"
    alt(page, "z")
    assert page.evaluate(FOCUSED) == "alt"


def test_return_in_a_line_saves_and_decides_nothing(
    parts: Parts,
    visited: Visited,  # noqa: F811 - the fixture above
) -> None:
    page, address, made = visited  # noqa: F811 - the page of that fixture
    page.goto(f"{address}/photographs/{made[0]}/describe")
    expect(page.get_by_role("button", name="Save", exact=True)).to_have_count(1)
    page.fill("#alt", GOOD)
    page.fill("#content_advisory", "An accident.")
    page.press("#content_advisory", "Enter")
    expect(page.get_by_text("Saved and in review")).to_be_visible()
    assert list(status(parts, made[0])) == ["alt[en] in-review"]
