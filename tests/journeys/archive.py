"""The archive that journeys visit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page


@dataclass(frozen=True)
class Archive:
    """A running server: address, passwords by name, folder."""

    address: str
    passwords: dict[str, str]
    home: Path
    first: str  # accession number of a record without a file and without words
    undescribed: str  # of a published record with a file and without words

    def sign_in(self, page: Page, name: str) -> None:
        """Sign in by keyboard, as everybody can."""
        page.goto(self.address + "/sign-in?next=/desk")
        page.get_by_label("Name").focus()
        page.keyboard.type(name)
        page.keyboard.press("Tab")
        page.keyboard.type(self.passwords[name])
        page.keyboard.press("Enter")
        page.wait_for_url(self.address + "/desk")
