"""The describing page in Chromium: shortcuts, checks while typing, words kept when a window is closed."""

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
from tests.accessibility.conftest import chromium, page  # noqa: F401 - fixtures
from tests.server import running
from tests.web.conftest import PASSWORD
from tests.web.describing import GOOD, LONG_NAME, kept, status
from tests.web.pictures import attach


@pytest.fixture
def visited(parts: Parts, page: Page) -> Iterator[tuple[Page, str, list[str]]]:  # noqa: F811 - the fixture above
    """(a page signed in as a describer, the server's address, three accession numbers, oldest first)."""
    made = [builders.photograph(parts, rights="http://rightsstatements.org/vocab/CNE/1.0/") for _ in range(3)]
    for accession in made:
        attach(parts, accession)
    with parts.db.writing() as session:
        accounts.add(session, OPERATOR, "describer", ("describer",), password=PASSWORD)
    with running(Path(parts.settings.home)) as address:
        page.goto(f"{address}/sign-in?next=/desk")
        page.fill("#username", "describer")
        page.fill("#password", PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_url(f"{address}/desk")
        yield page, address, made


def alt(page: Page, letter: str) -> None:  # noqa: F811 - a page like the fixture
    """Alt and a letter as a keyboard sends them; the library's own press leaves out what access keys need."""
    session = page.context.new_cdp_session(page)
    key = {"key": letter, "code": f"Key{letter.upper()}", "windowsVirtualKeyCode": ord(letter.upper())}
    event = {"modifiers": 1, **key}
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", "unmodifiedText": letter, **event})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})


def test_shortcuts_save_keep_and_go_on(visited: tuple[Page, str, list[str]], parts: Parts) -> None:
    page, address, (first, second, third) = visited  # noqa: F811
    page.goto(f"{address}/photographs/{third}/describe?queue=newest&lang=en")
    page.fill("#alt", LONG_NAME)
    alt(page, "w")
    expect(page.get_by_text("Kept as a draft: Alt text in English.")).to_be_visible()
    page.fill("#alt", GOOD)
    alt(page, "s")
    expect(page.get_by_text("Saved and in review: Alt text in English.")).to_be_visible()
    alt(page, "j")
    page.wait_for_url(re.compile(f"/photographs/{second}/describe"))
    page.fill("#alt", "A dog sleeps under a wooden bench beside an empty road.")
    alt(page, "n")
    page.wait_for_url(re.compile(f"/photographs/{first}/describe"))
    expect(page.get_by_text("Saved and in review: Alt text in English.")).to_be_visible()
    assert set(status(parts, second)) == set(status(parts, third)) == {"alt[en] in-review"}
    page.get_by_text("Keyboard shortcuts", exact=True).click()
    page.get_by_role("button", name="Turn the shortcuts off").click()
    expect(page.get_by_text("Keyboard shortcuts are off.")).to_be_visible()
    page.fill("#alt", "Nobody saves this.")
    alt(page, "s")
    assert "alt[en] in-review" not in status(parts, first)


def test_checks_are_counted_once_and_the_focus_stays(visited: tuple[Page, str, list[str]]) -> None:
    page, address, (first, _second, _third) = visited  # noqa: F811
    page.goto(f"{address}/photographs/{first}/describe")
    told = page.locator("#findings-told")
    page.locator("#alt").press_sequentially(LONG_NAME)
    expect(page.locator("#findings-list")).to_contain_text(LONG_NAME)
    expect(told).to_have_text("1 finding: 1 error.")
    assert page.evaluate("document.activeElement.id") == "alt"
    page.fill("#alt", GOOD)
    expect(told).to_have_text("The checks found nothing.")


def test_one_voice_tells_one_sentence_when_somebody_pauses(visited: tuple[Page, str, list[str]]) -> None:
    page, address, (first, _second, _third) = visited  # noqa: F811
    page.goto(f"{address}/photographs/{first}/describe")
    expect(page.locator("#alt-count")).to_have_text("Characters: 0. Words: 0.")
    expect(page.locator("#findings-told")).to_have_text("1 finding: 1 that stops it.")
    page.evaluate("""() => {
      window.said = [];
      for (const place of document.querySelectorAll('[aria-live], [role=status]')) {
        new MutationObserver(() => { if (place.textContent) window.said.push(place.textContent); })
          .observe(place, { childList: true, characterData: true, subtree: true });
      }
    }""")
    page.fill("#alt", LONG_NAME)
    sentence = "Characters: 12. Words: 1. 1 finding: 1 error."
    voice = page.locator("#words > [aria-live=polite]")
    expect(voice).to_have_text(sentence)
    expect(page.locator("#kept")).to_contain_text("Kept at")
    page.fill("#alt", f"{LONG_NAME} ")
    with page.expect_response(re.compile("/check$")):
        pass
    assert page.evaluate("window.said") == [sentence], "neither that it is kept, nor the same sentence again"
    expect(voice).to_be_empty()
    page.route("**/keep", lambda route: route.abort())
    page.fill("#alt", GOOD)
    expect(voice).to_contain_text("cannot be kept at the moment")


@pytest.mark.parametrize("slow", [False, True])
def test_no_letter_is_lost_when_a_link_is_followed_at_once(
    visited: tuple[Page, str, list[str]],
    parts: Parts,
    slow: bool,  # noqa: FBT001 - a case
) -> None:
    page, address, (_first, _second, third) = visited  # noqa: F811
    refused: list[str] = []
    page.on("response", lambda one: None if one.ok or "/keep" not in one.url else refused.append(one.url))
    if slow:  # one keep is under way while more is typed
        page.route("**/keep", lambda route: (page.evaluate("1"), route.continue_()))
    page.goto(f"{address}/photographs/{third}/describe?queue=newest&lang=en")
    page.fill("#alt", "A tram")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.locator("#alt").press_sequentially(" waits", delay=0)
    page.check("#visible_words")
    page.get_by_role("link", name="Preview as readers see it").click()
    page.wait_for_url(f"{address}/photographs/{third}")
    page.go_back()
    expect(page.locator("#alt")).to_have_value("A tram waits")
    page.locator("#alt").press("End")
    page.locator("#alt").press_sequentially(" here")
    page.select_option("#lang", "es")
    page.get_by_role("button", name="Go to this language").click()
    page.wait_for_url(re.compile("lang=es"))
    page.goto(f"{address}/photographs/{third}/describe?queue=newest&lang=en")
    expect(page.locator("#alt")).to_have_value("A tram waits here")
    expect(page.locator("#visible_words")).to_be_checked()
    page.locator("#alt").press("End")
    page.locator("#alt").press_sequentially(" today")
    page.get_by_role("link", name="Skip to the next").click()
    page.wait_for_url(re.compile("^(?!.*" + third + ")"))
    assert kept(parts, third)["alt"][0] == "A tram waits here today"
    assert refused == []


def test_words_that_the_next_page_came_without_are_put_back(visited: tuple[Page, str, list[str]]) -> None:
    page, address, (first, _second, _third) = visited  # noqa: F811
    page.route("**/keep", lambda route: route.abort())
    page.goto(f"{address}/photographs/{first}/describe")
    page.fill("#alt", "Half a sen")
    page.select_option("#kind", "map")
    page.goto(f"{address}/photographs/{first}/describe?zoom=200")
    expect(page.locator("#alt")).to_have_value("Half a sen")
    expect(page.locator("#kind")).to_have_value("map")
    page.unroute("**/keep")
    expect(page.locator("#kept")).to_contain_text("Kept at")


def test_a_link_goes_on_where_the_server_does_not_answer(visited: tuple[Page, str, list[str]]) -> None:
    page, address, (first, _second, _third) = visited  # noqa: F811
    page.goto(f"{address}/photographs/{first}/describe")
    page.route("**/keep", lambda _route: None)
    page.fill("#alt", "Half a sen")
    page.get_by_role("link", name="Preview as readers see it").click()
    page.wait_for_url(f"{address}/photographs/{first}")


def test_a_duplicated_window_is_another_one(visited: tuple[Page, str, list[str]], parts: Parts) -> None:
    page, address, (first, _second, _third) = visited  # noqa: F811
    page.goto(f"{address}/photographs/{first}/describe")
    name = page.locator("[name=window]")
    own = name.input_value()
    page.goto(f"{address}/photographs/{first}/describe?zoom=200")
    assert name.input_value() == own
    double = page.context.new_page()
    double.add_init_script(f"sessionStorage.setItem('describe-window', '{own}')")
    double.goto(f"{address}/photographs/{first}/describe")
    expect(double.locator("[name=window]")).not_to_have_value(own)
    page.fill("#alt", "From the one")
    expect(page.locator("#kept")).to_contain_text("Kept at")
    double.fill("#alt", "From the other")
    expect(double.locator("#kept")).to_contain_text("Another window of yours")
    assert kept(parts, first)["alt"][0] == "From the one"


def test_the_focus_is_on_what_stopped_the_form(visited: tuple[Page, str, list[str]]) -> None:
    page, address, (first, _second, _third) = visited  # noqa: F811
    page.goto(f"{address}/photographs/{first}/describe#words")
    page.fill("#alt", LONG_NAME)
    page.press("#content_advisory", "Enter")
    expect(page.locator(".error-summary h2")).to_be_focused()


def test_words_typed_in_a_window_that_is_closed_at_once_come_back(
    visited: tuple[Page, str, list[str]],
    parts: Parts,
    chromium: Browser,  # noqa: F811 - the fixture above
) -> None:
    page, address, (first, _second, _third) = visited  # noqa: F811
    page.goto(f"{address}/photographs/{first}/describe")
    page.fill("#long", "Half a sentence of")
    page.goto("about:blank")
    page.goto(f"{address}/photographs/{first}/describe")
    if not kept(parts, first):  # the last words travel while the page closes
        page.reload()
    with chromium.new_context(storage_state=page.context.storage_state()) as elsewhere:
        other = elsewhere.new_page()
        other.goto(f"{address}/photographs/{first}/describe")
        expect(other.locator("#long")).to_have_value("Half a sentence of")
        expect(other.get_by_text("it is not saved yet")).to_be_visible()
        other.fill("#long", "Half a sentence of the other browser")
        expect(other.locator("#kept")).to_contain_text("not yet saved")
    page.reload()
    expect(page.locator("#long")).to_have_value("Half a sentence of the other browser")
