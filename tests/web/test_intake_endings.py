"""The preview asks whether a picture is the one that a paper names with another ending."""

from __future__ import annotations

import html
from collections.abc import Callable

from flask.testing import FlaskClient

from archive import jobs
from archive.parts import Parts
from tests import builders
from tests.web.conftest import post
from tests.web.test_intake import send, work

SignIn = Callable[[str], FlaskClient]
SHEET = b"Trams of a made-up town\nA wet week.\none.tif: A tram waits. (Photo by Jane Roe)\n"
WORDS = "The sheet names one.tif; one.jpg was handed in and taken for it."


def test_the_guess_is_asked_about_and_can_be_turned_down(parts: Parts, signed_in: SignIn) -> None:
    browser = signed_in("archivist")
    page = send(browser, [("one.jpg", builders.picture()), ("week.txt", SHEET)])
    work(parts)
    with parts.db.reading() as session:
        line = next(one for one in jobs.lines(session, 1) if one.item == "one.jpg")
    shown = html.unescape(browser.get(page).text)
    assert "Whether one.jpg is the picture that is named</legend>" in shown
    assert shown.count(WORDS) == 1, "said at the question, and not again"
    assert "Show only what can be decided" in shown
    name = f"choice-{line.id}-paired_with"
    assert f'name="{name}" value="together" checked' in shown
    assert ">It is another picture: bring both in, each by itself</label>" in shown
    assert "Change the words of one.jpg" in shown
    post(browser, f"{page}/choices", {name: "apart"}, page)
    shown = html.unescape(browser.get(page).text)
    assert f'name="{name}" value="apart" checked' in shown
    assert "<dd>A tram waits.</dd>" not in shown
    assert "Change the words of one.jpg" not in shown
    receipt = post(browser, f"{page}/confirm", {name: "apart"}, page).location
    work(parts)
    with parts.db.reading() as session:
        made = jobs.lines(session, int(receipt.rsplit("/", 1)[1]))
        outcomes = {
            one.item: (one.outcome, one.detail.get("caption")) for one in made if one.outcome != "read"
        }
    assert outcomes == {"one.jpg": ("added", ""), "week.txt, line 3": ("added", "A tram waits.")}
