"""The progress page's script: the bar moves at every look, the spoken sentence changes seldom."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, Route

from tests.accessibility.conftest import chromium, page  # noqa: F401 - fixtures

SCRIPT = Path(__file__).resolve().parents[2] / "archive" / "web" / "static" / "js" / "intake.js"
MARKUP = """<p id="progress" role="status" data-poll="/state.json">At work.</p>
<progress id="bar" max="100" value="0"></progress><a id="refresh" data-over="Show" href="/">Refresh</a>"""


def test_the_sentence_changes_at_most_every_ten_seconds_and_at_tenths(page: Page) -> None:  # noqa: F811 - the fixture
    percents = [3, 6, 9, 12, 14, 31, 33, 33, 100]
    left = list(percents)

    def state(route: Route) -> None:
        percent = left.pop(0)
        over = percent == 100
        told = {"percent": percent, "words": f"{percent} percent.", "over": over, "state": str(over)}
        route.fulfill(json=told)

    page.clock.install()
    page.route("**/state.json", state)
    page.route("http://archive.test/", lambda route: route.fulfill(body=MARKUP, content_type="text/html"))
    page.goto("http://archive.test/")
    page.evaluate("said => { window.heard = said; }", [])
    page.evaluate(
        "() => new MutationObserver(() => window.heard.push(document.getElementById('progress').textContent))"
        ".observe(document.getElementById('progress'), { childList: true, subtree: true })"
    )
    page.add_script_tag(content=SCRIPT.read_text(), type="module")
    shown = []
    for _look in percents:
        with page.expect_response("**/state.json"):
            page.clock.run_for(5000)
        page.wait_for_function(
            "value => document.getElementById('bar').value === value", arg=percents[len(shown)]
        )
        shown.append(page.evaluate("document.getElementById('bar').value"))
    assert shown == percents
    assert page.evaluate("window.heard") == ["6 percent.", "12 percent.", "31 percent.", "100 percent."]
    assert page.text_content("#refresh") == "Show"
