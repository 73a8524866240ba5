"""A real Chromium for tests: started once, offline, looked at through Playwright and axe-core."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

# By tags and not axe's default run: that leaves out target size (2.2 AA) and contrast of 7:1 (AAA).
TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Nothing but this machine can be reached, so no test can come to lean on the network.
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"

_users: list[Playwright] = []


@dataclass(frozen=True)
class Violation:
    """One axe rule that a page breaks: `rule` id, `impact`, what it `asks`, and CSS paths `where` it is."""

    rule: str
    impact: str
    asks: str
    where: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.rule} ({self.impact}): {self.asks} At: {'; '.join(self.where)}"


@contextmanager
def driver() -> Iterator[Playwright]:
    """Lend the one Playwright of this process; the last borrower to leave stops it.

    Playwright refuses a second synchronous instance in a thread, and both the headless checks and the
    screen reader need one in the same run.
    """
    _users.append(_users[-1] if _users else sync_playwright().start())
    try:
        yield _users[-1]
    finally:
        last = _users.pop()
        if not _users:
            last.stop()


@contextmanager
def headless() -> Iterator[Browser]:
    """Run a headless Chromium from PATH; closed at the end, whatever happened."""
    with driver() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=[OFFLINE])
        try:
            yield browser
        finally:
            browser.close()


def axe(page: Page) -> list[Violation]:
    """Run axe-core over the page as it stands, rules of WCAG 2.0 to 2.2, A to AAA, and best practice."""
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found: list[dict[str, Any]] = Axe().run(page, options=options).response["violations"]
    return [
        Violation(
            rule=rule["id"],
            impact=rule["impact"] or "minor",
            asks=rule["help"] + ".",
            where=tuple(" ".join(map(str, node["target"])) for node in rule["nodes"]),
        )
        for rule in found
    ]


@contextmanager
def emulated(
    page: Page,
    *,
    dark: bool = False,
    reduced_motion: bool = False,
    forced_colors: bool = False,
    more_contrast: bool = False,
) -> Iterator[Page]:
    """Show the page to a reader with these settings, then take them back."""
    page.emulate_media(
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce" if reduced_motion else "no-preference",
        forced_colors="active" if forced_colors else "none",
        contrast="more" if more_contrast else "no-preference",
    )
    try:
        yield page
    finally:
        page.emulate_media(color_scheme="null", reduced_motion="null", forced_colors="null", contrast="null")


def screenshot(page: Page, path: Path) -> Path:
    """Save the whole page as PNG, motion stopped and caret hidden; make the folder; return the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True, animations="disabled", caret="hide")
    return path
