"""An approved text is edited: readers keep the old one, in page and search, until another person approves."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import shapes
from tests.journeys.archive import Archive, somebody
from tests.journeys.keys import go, write
from tests.journeys.shapes import Shapes

PICTURE = Shapes(("red", "triangle"), "inside", ("yellow", "square"), "blue")
OLD = "A small red triangle lies inside a large yellow oblong on a blue field."
NEW = "A small red triangle lies inside a large yellow quadrate on a blue field."
BEHIND = ("Search is being rebuilt", "Something was saved a moment ago")


def found(page: Page, archive: Archive, word: str) -> bool:
    """Whether a search for a word finds the photograph, by an index that knows everything that was saved."""
    for _ in range(100):
        page.goto(f"{archive.address}/photographs?q={word}")
        said = page.text_content("main") or ""
        if not any(words in said for words in BEHIND):
            heading = page.get_by_role("heading", level=1).text_content() or ""
            counts = ("1 photograph", "No photographs")
            assert heading.startswith(tuple(f"{count} with “{word}”" for count in counts)), heading
            return heading.startswith("1")
    pytest.fail("search never caught up")


def alt(page: Page, address: str) -> str | None:
    """The words of the picture, as its page has them."""
    page.goto(address)
    return page.locator("figure img").get_attribute("alt")


def test_readers_keep_the_old_text_until_another_person_approves(archive: Archive, chromium: Browser) -> None:
    accession = shapes.photograph(archive.home, PICTURE)
    shapes.approved(archive.home, accession, OLD)
    address = f"{archive.address}/photographs/{accession}"
    with (
        somebody(archive, chromium) as reader,
        somebody(archive, chromium, "archivist") as author,
        somebody(archive, chromium, "reviewer") as reviewer,
    ):
        assert alt(reader, address) == OLD
        author.goto(f"{address}/describe")
        write(author, "Alt text in English", NEW)
        go(author, "Save")
        expect(author.get_by_role("main")).to_contain_text("Saved and in review: Alt text in English.")
        assert found(author, archive, "quadrate"), "those who work on it find what waits"
        assert not found(reader, archive, "quadrate")
        assert found(reader, archive, "oblong")
        assert alt(reader, address) == OLD
        assert "quadrate" not in reader.content()
        author.goto(f"{address}/describe")
        expect(author.get_by_role("button", name="Approve")).to_have_count(0)  # nobody approves their own
        reviewer.goto(f"{address}/describe")
        expect(reviewer.locator(".review-change")).to_contain_text("oblong")
        go(reviewer, "Approve this alt text")
        expect(reviewer.get_by_role("main")).to_contain_text("Approved: Alt text in English.")
        assert found(reader, archive, "quadrate")
        assert not found(reader, archive, "oblong")
        assert alt(reader, address) == NEW
