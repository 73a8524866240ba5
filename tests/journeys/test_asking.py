"""A reader asks for a description, the desk shows it, it is written and approved, and the page tells so."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from playwright.sync_api import Browser, Page, expect

from tests.journeys import shapes
from tests.journeys.archive import Archive, somebody
from tests.journeys.keys import go, to, write
from tests.journeys.shapes import Shapes

PICTURE = Shapes(("white", "circle"), "right of", ("red", "triangle"), "black")
NOTE = "I would like to know which of the two is in front."
COLLECTION = "asked-for-by-a-reader"


def today() -> str:
    """The day as pages write it, in UTC as the archive counts days."""
    now = datetime.now(UTC)
    return f"{now.day} {now:%B %Y}"


def chosen(page: Page) -> None:
    """The desk, of the one collection."""
    to(page, "Collection")
    page.keyboard.type(COLLECTION)
    go(page, "Show these")


def test_a_wish_is_fulfilled_and_told(archive: Archive, chromium: Browser) -> None:
    accession = shapes.photograph(archive.home, PICTURE, collection=COLLECTION, headline="Two cut-outs")
    address = f"{archive.address}/photographs/{accession}"
    with somebody(archive, chromium) as reader:
        reader.goto(address)
        main = reader.get_by_role("main")
        expect(main).to_contain_text("Nobody has described this photograph yet.")
        write(reader, "A note for whoever describes it (optional)", NOTE)
        go(reader, "Ask for a description")
        expect(main).to_contain_text("Thank you. You have asked for a description")
        expect(main).to_contain_text("1 reader has asked.")
        expect(reader.get_by_role("button", name="Ask for a description")).to_have_count(0)  # once a day
        with somebody(archive, chromium) as another:
            another.goto(address)
            expect(another.get_by_role("main")).to_contain_text("1 reader has asked.")
            go(another, "Ask for a description")
            expect(another.get_by_role("main")).to_contain_text("2 readers have asked.")
        before = today()
        described(archive, chromium)
        days = f"({before}|{today()})"
        reader.goto(address)
        assert reader.locator("figure img").get_attribute("alt") == PICTURE.words
        expect(main).to_contain_text(re.compile(rf"Described on {days}\.\s+2 readers had asked for it\."))


def described(archive: Archive, chromium: Browser) -> None:
    """The wish is seen on the desk with its count and its note, and fulfilled by two people."""
    with somebody(archive, chromium, "describer") as page:
        chosen(page)
        main = page.get_by_role("main")
        expect(main).to_contain_text("2 readers ask for it.")
        go(page, "Asked for by readers in English (1)")
        expect(main).to_contain_text("2 readers ask for it.")
        go(page, "Start describing")
        expect(main).to_contain_text("2 readers")
        expect(main).to_contain_text(NOTE)
        write(page, "Alt text in English", PICTURE.words)
        go(page, "Save")
        expect(main).to_contain_text("Saved and in review: Alt text in English.")
    with somebody(archive, chromium, "reviewer") as page:
        chosen(page)
        go(page, "In review (1)")
        go(page, re.compile("^Two cut-outs"))
        go(page, "Approve and next")
        expect(page.get_by_role("main")).to_contain_text("Approved: Alt text in English.")
    with somebody(archive, chromium, "describer") as page:
        chosen(page)
        expect(page.get_by_role("main")).to_contain_text("Asked for by readers in English (0)")
