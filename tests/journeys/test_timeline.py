"""The timeline in a browser: opened, on a phone, in forced colours, by mouse and by keyboard."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.accessibility.browser import axe, emulated
from tests.accessibility.checks import columns, reflow, targets, text_spacing
from tests.journeys.archive import Archive

FILL = "bar => getComputedStyle(bar).fill"
CANVAS_TEXT = """() => {
  const made = document.body.appendChild(document.createElement("p"));
  made.style.cssText = "forced-color-adjust: none; color: CanvasText";
  const colour = getComputedStyle(made).color;
  made.remove();
  return colour;
}"""


def opened(archive: Archive, page: Page) -> None:
    """Search for everything and open the timeline."""
    page.goto(archive.address + "/photographs")
    page.locator(".timeline > summary").click()


def test_the_open_timeline_keeps_every_rule(archive: Archive, page: Page) -> None:
    opened(archive, page)
    for dark in (False, True):
        with emulated(page, dark=dark):
            assert [str(one) for one in axe(page)] == []
    assert targets(page) == []
    assert reflow(page) == []
    assert columns(page) == []
    assert text_spacing(page) == []


def test_a_bar_is_clicked_above_its_top_as_well(archive: Archive, page: Page) -> None:
    opened(archive, page)
    link = page.locator(".timeline-drawing a").filter(has_text="1860s")
    box = link.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 3)
    expect(page).to_have_url(archive.address + "/photographs?decade=1860")


def test_by_keyboard_each_decade_is_reached_once_in_the_table(archive: Archive, page: Page) -> None:
    opened(archive, page)
    decades = page.locator(".timeline-table a").all_inner_texts()
    assert len(decades) > 5
    reached = []
    for _step in decades:
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.closest('table') ? document.activeElement.textContent : ''")
        )
    assert reached == decades


def test_on_a_phone_the_bars_stand_in_the_table(archive: Archive, page: Page) -> None:
    opened(archive, page)
    expect(page.locator(".timeline-drawing")).to_be_visible()
    expect(page.locator(".timeline-row").first).to_be_hidden()
    page.set_viewport_size({"width": 320, "height": 640})
    expect(page.locator(".timeline-drawing")).to_be_hidden()
    expect(page.locator(".timeline-row").first).to_be_visible()
    expect(page.locator(".timeline > summary")).to_have_text(re.compile(r"^Timeline\. .+\.$"))


def test_in_forced_colours_bars_have_the_colour_of_text(archive: Archive, page: Page) -> None:
    opened(archive, page)
    with emulated(page, forced_colors=True):
        text = page.evaluate(CANVAS_TEXT)
        assert page.locator(".timeline-bar").first.evaluate(FILL) == text
