"""An archivist's day by keyboard alone, without JavaScript: bring in, correct, describe, approve, find."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests import builders
from tests.journeys.archive import Archive
from tests.journeys.keys import enter, go, refresh_until, write

ALT = "A red ellipse and a dark diagonal line on a plain field."


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
    go(page, "Import")
    page.get_by_label(re.compile("Files")).set_input_files(picture)
    go(page, "Send and see a preview")
    refresh_until(page, "Bring these in")
    expect(page.get_by_role("main")).to_contain_text(picture.name)
    go(page, "Bring these in")
    refresh_until(page, "Added (1)")


def correct_and_publish(page: Page, address: str) -> None:
    page.goto(address + "/edit")
    for label, words in (
        ("Headline", "An ellipse"),
        ("Caption", "An ellipse and a line meet in a test, made for this journey, in May 2021."),
        ("Date in words", "May 2021"),
        ("Credit line", "Journey Press"),
    ):
        write(page, label, words)
    enter(page)
    expect(page.get_by_role("main")).to_contain_text("Saved")
    go(page, "Publish")
    expect(page.get_by_role("main")).to_contain_text("Published")


def describe(page: Page, address: str) -> None:
    page.goto(address + "/describe")
    write(page, "Alt text in English", ALT)
    go(page, "Save")
    expect(page.get_by_role("main")).to_contain_text("Saved and in review: Alt text in English.")


def alt_at(page: Page, address: str) -> str | None:
    page.goto(address)
    return page.locator("figure img").get_attribute("alt")


def approve(archive: Archive, page: Page, address: str) -> None:
    archive.sign_in(page, "reviewer")
    page.goto(address + "/describe")
    go(page, "Approve this alt text")
    expect(page.get_by_role("main")).to_contain_text("Approved: Alt text in English.")


def find(page: Page, start: str) -> None:
    page.goto(start)
    write(page, "Search captions, descriptions, people, places and credits", 'alt:"dark diagonal"')
    enter(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 photograph")
    go(page, "An ellipse")
    expect(page.get_by_role("heading", level=1)).to_have_text("An ellipse")


def number_of(archive: Archive, file_name: str) -> str:
    """The record that holds this file."""
    query = (
        "select p.accession from photograph p join image i on i.photograph_id = p.id where i.file_name = ?"
    )
    with sqlite3.connect(archive.home / "archive.db", timeout=10) as connection:
        return str(connection.execute(query, (file_name,)).fetchone()[0])
