from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page

from tests.accessibility.browser import axe, driver, emulated, screenshot
from tests.accessibility.checks import tab_walk, text_spacing

GOOD = """<!doctype html><html lang="en"><title>Ferries</title>
<main><h1>Ferries</h1><p>A small ferry leaves the quay.</p><button>Apply</button></main></html>"""

# One fault for each kind of rule asked for by tag, with the rule that must catch it.
FAULTS = {
    "image-alt": GOOD.replace("<p>", '<img src="data:,"><p>'),
    "color-contrast": GOOD.replace("<p>", '<p style="color: #aaa; background: #fff">'),
    "color-contrast-enhanced": GOOD.replace("<p>", '<p style="color: #666; background: #fff">'),
    "autocomplete-valid": GOOD.replace("<p>", '<input aria-label="Name" autocomplete="nonsense"><p>'),
    "target-size": GOOD.replace("<button>", '<button style="width: 9px; height: 9px">x</button><button>'),
    "region": GOOD.replace("<main>", "<p>Outside</p><main>"),
}


def test_axe_passes_a_good_page(page: Page) -> None:
    page.set_content(GOOD)
    assert axe(page) == []


@pytest.mark.parametrize("rule", FAULTS)
def test_axe_catches_each_kind_of_fault(page: Page, rule: str) -> None:
    page.set_content(FAULTS[rule])
    assert rule in [violation.rule for violation in axe(page)]


def test_a_violation_reads_as_a_sentence(page: Page) -> None:
    page.set_content(FAULTS["image-alt"])
    assert [str(found) for found in axe(page)] == [
        "image-alt (critical): Images must have alternative text. At: img"
    ]


def test_axe_and_checks_run_under_a_strict_content_policy(page: Page) -> None:
    strict = {"Content-Security-Policy": "default-src 'none'; style-src 'self'"}
    html = GOOD.replace("<title>", '<link rel="stylesheet" href="/page.css"><title>')
    css = "h1 { font: 16px/1 monospace; width: 8ch; overflow: hidden }"  # seven letters, and room for no more
    page.route("**/", lambda route: route.fulfill(body=html, content_type="text/html", headers=strict))
    page.route("**/page.css", lambda route: route.fulfill(body=css, content_type="text/css"))
    page.goto("http://127.0.0.1:9/")
    assert axe(page) == []
    assert text_spacing(page) == ['<h1> "Ferries" cuts off "Ferries".']
    assert [stop.name for stop in tab_walk(page)] == ["Apply"]


@pytest.mark.parametrize(
    ("wish", "query"),
    [
        ("dark", "(prefers-color-scheme: dark)"),
        ("reduced_motion", "(prefers-reduced-motion: reduce)"),
        ("forced_colors", "(forced-colors: active)"),
        ("more_contrast", "(prefers-contrast: more)"),
    ],
)
def test_settings_are_emulated_and_taken_back(page: Page, wish: str, query: str) -> None:
    asks = "query => matchMedia(query).matches"
    with emulated(page, **{wish: True}):
        assert page.evaluate(asks, query)
    assert not page.evaluate(asks, query)


def test_a_screenshot_is_a_png_of_the_whole_page(page: Page, tmp_path: Path) -> None:
    page.set_content('<div style="height: 2000px">')
    saved = screenshot(page, tmp_path / "new" / "home.png").read_bytes()
    assert saved.startswith(b"\x89PNG")
    assert int.from_bytes(saved[20:24], "big") >= 2000


def test_nothing_beyond_this_machine_is_reached(page: Page) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://127.0.0.2:2/")  # would be refused and not unknown, were it tried


def test_one_driver_serves_all_who_ask(chromium: Browser) -> None:
    with driver() as first, driver() as second:
        assert first is second
    assert chromium.is_connected()
