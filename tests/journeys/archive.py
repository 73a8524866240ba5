"""The archive that journeys visit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page


@dataclass(frozen=True)
class Archive:
    """A running server: address, passwords by name, folder."""

    address: str
    passwords: dict[str, str]
    home: Path
    first: str  # accession number of a record without a file and without words
    undescribed: str  # of a published record with a file and without words
    sessions: dict[str, list[Any]] = field(default_factory=dict)

    def sign_in(self, page: Page, name: str) -> None:
        """Sign in by keyboard, as everybody can; later again by the same session, for tries are throttled."""
        if name in self.sessions:
            page.context.add_cookies(self.sessions[name])
            page.goto(self.address + "/desk")
            return
        page.goto(self.address + "/sign-in?next=/desk")
        page.get_by_label("Name").focus()
        page.keyboard.type(name)
        page.keyboard.press("Tab")
        page.keyboard.type(self.passwords[name])
        page.keyboard.press("Enter")
        page.wait_for_url(self.address + "/desk")
        self.sessions[name] = [
            cookie for cookie in page.context.cookies() if cookie["name"] == "archive_session"
        ]


@contextmanager
def somebody(archive: Archive, chromium: Browser, name: str = "", *, scripts: bool = False) -> Iterator[Page]:
    """A browser of this person, at the desk, or of a reader; closed afterwards with all that it keeps."""
    with chromium.new_context(
        viewport={"width": 1280, "height": 900}, locale="en", java_script_enabled=scripts
    ) as context:
        page = context.new_page()
        if name:
            archive.sign_in(page, name)
        yield page
