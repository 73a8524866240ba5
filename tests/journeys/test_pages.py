"""Every page: axe-core by tags, reflow, text spacing, targets, a visible focus ring; light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.accessibility.browser import axe, emulated
from tests.accessibility.checks import columns, reflow, tab_walk, targets, text_spacing
from tests.journeys.archive import Archive

READING = [
    "/",
    "/photographs",
    "/photographs?q=boat",
    "/photographs?q=%22unclosed+zebra",
    "/photographs/2000.50.12",
    "/photographs/040621-N-6536T-062",
    "/photographs/FIRST",  # a record without a file and without words
    "/photographs/BARE",  # a record with a file and without words
    "/collections",
    "/collections/sea-and-space",
    "/help/search",
    "/accessibility",
    "/sign-in",
    "/photographs/nowhere",
    "/-/components",
]
DESK = [
    "/desk",
    "/desk/new",
    "/desk/import",
    "/desk/change",
    "/desk/collections",
    "/desk/collections/sea-and-space",
    "/account/password",
    "/photographs/2000.50.12/edit",
    "/photographs/2000.50.12/describe",
    "/photographs/2000.50.12/history",
]


def sound(page: Page) -> None:
    for dark in (False, True):
        with emulated(page, dark=dark):
            assert [str(one) for one in axe(page)] == []
    assert text_spacing(page) == []
    assert targets(page) == []
    assert reflow(page) == []
    assert columns(page) == []


@pytest.mark.parametrize("path", READING)
def test_reading_pages(archive: Archive, page: Page, path: str) -> None:
    page.goto(archive.address + path.replace("FIRST", archive.first).replace("BARE", archive.undescribed))
    sound(page)


@pytest.mark.parametrize("path", DESK)
def test_desk_pages(archive: Archive, page: Page, path: str) -> None:
    archive.sign_in(page, "archivist")
    page.goto(archive.address + path)
    sound(page)


@pytest.mark.parametrize("path", ["/", "/photographs?q=boat", "/photographs/2000.50.12"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    archive: Archive, page: Page, path: str
) -> None:
    page.goto(archive.address + path)
    stops = tab_walk(page)
    assert stops[0].name == "Skip to the main content"
    assert [stop for stop in stops if not stop.ring or not stop.in_view] == []
