"""The progress page's script: the bar moves at every look, the spoken sentence changes seldom."""

from __future__ import annotations

from collections.abc import Callable
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

    looks(page, state)
    assert page.evaluate("document.getElementById('bar').value") == 0
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


def test_where_nobody_knows_how_much_there_is_it_speaks_ever_more_seldom(page: Page) -> None:  # noqa: F811
    asked = []

    def state(route: Route) -> None:
        asked.append(len(asked) + 1)
        route.fulfill(json={"words": f"{asked[-1] * 5} s", "over": False, "state": "running"})

    looks(page, state)
    for look in range(1, 49):
        with page.expect_response("**/state.json"):
            page.clock.run_for(5000)
        page.wait_for_function("count => window.looked >= count", arg=look)
    assert page.evaluate("window.heard") == ["10 s", "30 s", "60 s", "120 s", "240 s"]


def test_what_is_over_is_called_so_and_no_longer_offers_to_be_cancelled(page: Page) -> None:  # noqa: F811
    states = ["running", "done"]
    markup = (
        "<title>Import 3, page 1 of 2 - Archive</title><h1>Import 3, page 1 of 2</h1>"
        '<p id="progress" role="status" data-poll="/state.json" data-heading="Import 3">At work.</p>'
        '<a id="refresh" data-over="Show the result" href="/">Refresh</a>'
        '<div id="cancel" data-while="queued running"><button>Cancel</button><p>It stays.</p></div>'
        '<div id="files" data-while="queued running done failed"><button>Remove</button></div>'
    )

    def state(route: Route) -> None:
        now = states.pop(0)
        told = {"words": "Finished.", "over": now == "done", "state": now, "named": "finished"}
        route.fulfill(json=told)

    looks(page, state, markup)
    page.clock.run_for(5000)
    page.wait_for_function("window.looked === 1")
    page.focus("#cancel button")
    assert page.title() == "Import 3, page 1 of 2 - Archive"
    page.clock.run_for(5000)
    page.wait_for_function("document.title !== 'Import 3, page 1 of 2 - Archive'")
    assert page.title() == "Import 3, finished, page 1 of 2 - Archive"
    assert page.text_content("h1") == "Import 3: finished, page 1 of 2"
    assert page.is_hidden("#cancel")
    assert page.is_visible("#files")
    assert page.evaluate("document.activeElement.id") == "refresh", "the focus is not lost with its button"


def looks(page: Page, state: Callable[[Route], None], markup: str = MARKUP) -> None:  # noqa: F811 - no fixture here
    """Open a page that looks at the state every five seconds of a clock that the test turns."""
    page.clock.install()
    page.route("**/state.json", state)
    page.route("http://archive.test/", lambda route: route.fulfill(body=markup, content_type="text/html"))
    page.goto("http://archive.test/")
    page.evaluate(
        "() => { window.looked = 0; const ask = window.fetch; window.fetch = async (...all) => {"
        " const answer = await ask(...all); const json = answer.json.bind(answer);"
        " answer.json = async () => { const told = await json(); window.looked += 1; return told; };"
        " return answer; }; }"
    )
    page.evaluate("said => { window.heard = said; }", [])
    page.evaluate(
        "() => new MutationObserver(() => window.heard.push(document.getElementById('progress').textContent))"
        ".observe(document.getElementById('progress'), { childList: true, subtree: true })"
    )
    page.add_script_tag(content=SCRIPT.read_text(), type="module")
