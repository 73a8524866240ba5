"""The field of a date in Chromium: the live line with its choices, and the button where no script runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from archive import accounts
from archive.history import OPERATOR
from archive.parts import Parts
from tests import builders
from tests.accessibility.conftest import chromium  # noqa: F401 - a fixture
from tests.server import running
from tests.web.conftest import PASSWORD


@pytest.fixture
def served(parts: Parts) -> Iterator[str]:
    """The address of a record's edit page on a real server."""
    accession = builders.photograph(parts, caption_language="es")
    with parts.db.writing() as session:
        accounts.add(session, OPERATOR, "archivist", ("archivist",), password=PASSWORD)
    with running(Path(parts.settings.home)) as address:
        yield f"{address}/photographs/{accession}/edit"


def enter(page: Page, address: str) -> None:
    """Sign in and go to the page."""
    page.goto(address.split("/photographs", maxsplit=1)[0] + "/sign-in")
    page.fill("#username", "archivist")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/desk**")
    page.goto(address)


def test_the_live_line_tells_the_reading_and_a_choice_fills_the_field(served: str, chromium: Browser) -> None:  # noqa: F811 - the fixture
    with chromium.new_context(locale="en") as context:
        page = context.new_page()
        enter(page, served)
        line, field = page.locator("#date_text-read"), page.locator("#date_text")
        assert line.get_attribute("role") is None, "what stands there on load is no news"
        assert "date_text-read" not in (field.get_attribute("aria-describedby") or "").split()
        field.fill("hacia 1950")
        expect(line).to_have_attribute("role", "status")
        expect(line).to_have_text("about 1950 — recorded as 1950~, sorted from 1949 to 1951.")
        field.fill("12/05/1938")
        expect(line).to_contain_text("can be read in more than one way")
        expect(field).to_be_focused()
        use = page.get_by_role("button", name="Use this date")
        use.click()
        first = page.get_by_role("radio").first
        expect(first).to_be_focused()
        expect(first).to_have_accessible_description("Error: Choose which date is meant.")
        expect(page.get_by_text("Choose which date is meant.")).to_be_visible()
        page.get_by_label("5 de diciembre de 1938").check()
        expect(field).to_have_value("12/05/1938")  # nothing acts on a change: the button does
        use.click()
        expect(field).to_have_value("5 de diciembre de 1938")
        expect(field).to_be_focused()
        expect(line).to_contain_text("recorded as 1938-12-05, sorted under 5 December 1938.")
        expect(page.locator("#date_text-choices")).to_be_hidden()
        field.press("Enter")
        expect(page.get_by_role("main")).to_contain_text("recorded as 1938-12-05")
        expect(page.locator("body")).to_contain_text("Saved.")


def test_the_button_leads_to_the_reading_of_the_same_words(served: str, chromium: Browser) -> None:  # noqa: F811 - the fixture
    with chromium.new_context(locale="en") as context:
        page = context.new_page()
        enter(page, served)
        line = page.locator("#date_text-read")
        expect(line).to_have_text("No date is given.")
        page.get_by_role("button", name="Check the date").click()
        expect(line).to_be_focused()
        expect(line).to_have_text("No date is given.")
        assert line.get_attribute("role") is None, "the focus says it already"


def test_without_scripts_the_button_checks_and_keeps_what_was_typed(served: str, chromium: Browser) -> None:  # noqa: F811 - the fixture
    with chromium.new_context(locale="en", java_script_enabled=False) as context:
        page = context.new_page()
        enter(page, served)
        page.fill("#city", "Leeds")
        page.fill("#date_text", "12/05/1938")
        page.get_by_role("button", name="Check the date").click()
        expect(page.locator("#date_text-read")).to_contain_text("can be read in more than one way")
        expect(page.locator("#date_text")).to_be_focused()
        page.get_by_role("button", name="Use this date").click()
        expect(page.get_by_role("alert")).to_contain_text("Choose which date is meant.")
        expect(page).to_have_title(re.compile("^Error:"))
        page.get_by_role("link", name="Choose which date is meant.").click()
        expect(page.get_by_label("12 de mayo de 1938")).to_be_focused()
        page.get_by_label("12 de mayo de 1938").check()
        page.get_by_role("button", name="Use this date").click()
        expect(page.locator("#date_text")).to_have_value("12 de mayo de 1938")
        expect(page.locator("#date_text-read")).to_contain_text("recorded as 1938-05-12")
        expect(page.locator("#city")).to_have_value("Leeds")
        page.press("#city", "Enter")
        expect(page.locator("body")).to_contain_text("Saved.")
        expect(page.locator("#city")).to_have_value("Leeds")


@pytest.mark.parametrize("scripts", [True, False])
def test_enter_in_an_unclear_date_asks_first(
    served: str,
    chromium: Browser,  # noqa: F811 - the fixture
    *,
    scripts: bool,
) -> None:
    with chromium.new_context(locale="en", java_script_enabled=scripts) as context:
        page = context.new_page()
        enter(page, served)
        page.fill("#date_text", "12/05/1938")
        page.press("#date_text", "Enter")
        expect(page).to_have_title(re.compile("^Error:"))
        expect(page.get_by_role("alert")).to_contain_text("Choose which date is meant.")
        page.get_by_role("link", name="Choose which date is meant.").click()
        first = page.get_by_label("12 de mayo de 1938")
        expect(first).to_be_focused()
        expect(first).to_have_accessible_description("Error: Choose which date is meant.")
        page.get_by_label("Keep the words without a date").check()
        page.get_by_role("button", name="Use this date").click()
        expect(page.locator("#date_text")).to_have_value("12/05/1938")
        expect(page.get_by_label("Keep the words without a date")).to_be_checked()
        page.press("#city", "Enter")
        expect(page.locator("body")).to_contain_text("Saved.")
        expect(page.locator("#date_text")).to_have_value("12/05/1938")
