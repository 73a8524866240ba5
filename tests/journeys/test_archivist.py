"""An archivist's day by keyboard alone, without JavaScript: bring in, correct, describe, approve, find."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import builders
from tests.journeys.archive import Archive

ALT = "A red ellipse and a dark diagonal line on a plain field."


def to(page: Page, name: str, role: str = "") -> None:
    """Press Tab until the control of this name has the focus."""
    for _ in range(200):
        page.keyboard.press("Tab")
        here = page.locator(":focus")
        if here.count() and name in (here.text_content() or "") + (here.get_attribute("aria-label") or ""):
            return
        label = page.get_by_label(name, exact=True) if role == "field" else None
        if label is not None and label.count() == 1 and label.evaluate("e => e === document.activeElement"):
            return
    pytest.fail(f"Tab never reached “{name}” on {page.url}")


def enter(page: Page) -> None:
    """Press Enter and wait for the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def refresh_until(page: Page, words: str) -> None:
    """Follow the plain refresh link until the page says so."""
    for _ in range(100):
        if words in (page.text_content("main") or ""):
            return
        page.reload()
    pytest.fail(f"{page.url} never said “{words}” but: {page.text_content('main')}")


def test_from_file_to_reader_without_a_mouse_or_a_script(
    archive: Archive, plain: Page, chromium: Browser, tmp_path: Path
) -> None:
    archive.sign_in(plain, "archivist")
    bring_in(plain, builders.picture_file(tmp_path / "ellipse.jpg", width=1000, height=700, seed=77))
    address = f"{archive.address}/photographs/{number_of(archive, 'ellipse.jpg')}"
    correct_and_publish(plain, address)
    describe(plain, address)
    with chromium.new_context(java_script_enabled=False) as context:
        assert alt_at(context.new_page(), address) == "Photograph, not yet described"
        approve(archive, context.new_page(), address)
    with chromium.new_context(java_script_enabled=False) as context:
        reader = context.new_page()
        find(reader, archive.address)
        assert reader.locator("figure img").get_attribute("alt") == ALT


def bring_in(page: Page, picture: Path) -> None:
    to(page, "Import")
    enter(page)
    page.get_by_label(re.compile("Files")).set_input_files(picture)
    to(page, "Send and see a preview")
    enter(page)
    refresh_until(page, "Bring these in")
    expect(page.get_by_role("main")).to_contain_text(picture.name)
    to(page, "Bring these in")
    enter(page)
    refresh_until(page, "Added (1)")


def correct_and_publish(page: Page, address: str) -> None:
    page.goto(address + "/edit")
    for label, words in (
        ("Headline", "An ellipse"),
        ("Caption", "An ellipse and a line meet in a test, made for this journey, in May 2021."),
        ("Date in words", "May 2021"),
        ("Credit line", "Journey Press"),
    ):
        to(page, label, "field")
        page.keyboard.type(words)
    enter(page)
    expect(page.get_by_role("main")).to_contain_text("Saved")
    to(page, "Publish")
    enter(page)
    expect(page.get_by_role("main")).to_contain_text("Published")


def describe(page: Page, address: str) -> None:
    page.goto(address + "/describe")
    to(page, "Alt text in English", "field")
    page.keyboard.type(ALT)
    to(page, "Save and send to review")
    enter(page)
    expect(page.get_by_role("main")).to_contain_text("review")


def alt_at(page: Page, address: str) -> str | None:
    page.goto(address)
    return page.locator("figure img").get_attribute("alt")


def approve(archive: Archive, page: Page, address: str) -> None:
    archive.sign_in(page, "reviewer")
    page.goto(address + "/describe")
    to(page, "Approve")
    enter(page)
    expect(page.get_by_role("main")).to_contain_text("approved")


def find(page: Page, start: str) -> None:
    page.goto(start)
    to(page, "Search captions, descriptions, people, places and credits", "field")
    page.keyboard.type('alt:"dark diagonal"')
    enter(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 photograph")
    to(page, "An ellipse")
    enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("An ellipse")


def number_of(archive: Archive, file_name: str) -> str:
    """The record that holds this file."""
    query = (
        "select p.accession from photograph p join image i on i.photograph_id = p.id where i.file_name = ?"
    )
    with sqlite3.connect(archive.home / "archive.db", timeout=10) as connection:
        return str(connection.execute(query, (file_name,)).fetchone()[0])
