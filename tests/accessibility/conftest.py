from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.accessibility.browser import headless
from tests.accessibility.programs import CHROMIUM, require


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Headless Chromium, started once; skipped with the reason when it is not installed."""
    require(CHROMIUM, what="The headless browser")
    with headless() as browser:
        yield browser


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """An empty page with no cookies of earlier tests, 1280 by 900 CSS pixels."""
    with chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en") as context:
        yield context.new_page()
