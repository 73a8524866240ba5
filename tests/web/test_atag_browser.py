"""The authoring pages in Chromium, in the states that work brings them into (ATAG 2.0, part A).

One archive for all: a text in review over an approved one, a file name as alt text, findings, a wish and a
report of readers, a replaced caption in the history.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from archive import accounts
from archive.catalogue import photographs
from archive.descriptions import findings, requests
from archive.history import OPERATOR
from archive.ingest.run import attach_upload
from archive.parts import Parts
from tests import builders
from tests.accessibility.browser import axe, emulated
from tests.accessibility.checks import columns, motion, reflow, tab_walk, targets, text_spacing
from tests.accessibility.conftest import chromium  # noqa: F401 - a fixture
from tests.server import running
from tests.web.conftest import PASSWORD, ROLES

APPROVED = "A tram with two open doors waits beside a wet platform."
WAITING = "A tram with two open doors and a broken lamp waits beside a wet platform."
LONG = "The tram fills the left half.\n\nOn the right a conductor leans out and looks back along the rails."
PAGES = [
    "/desk/queues/demand?lang=en",
    "/desk/queues/review",
    "/desk/queues/problems",
    "/desk/lint",
    "/desk/lint/trams",
    "/desk/coverage",
    "/desk/accounts",
    "/desk/requests/T-2",
    "/photographs/T-1/describe?zoom=200",
    "/photographs/T-1/describe?queue=review&lang=en",
    "/photographs/T-1/history",
    "/photographs/T-1/findings",
    "/photographs/T-2/describe?queue=demand&lang=en",
    "/help/describing",
]
WALKED = [
    "/desk/queues/review",
    "/desk/lint/trams",
    "/photographs/T-1/describe?queue=review&lang=en",
    "/photographs/T-1/edit",
    "/photographs/T-1/history",
]


def filled(parts: Parts) -> None:
    """The archive that these pages show."""
    for number in (1, 2):
        accession = builders.photograph(parts, accession=f"T-{number}", collection="trams")
        data = io.BytesIO(builders.picture(width=900, seed=number))
        attach_upload(parts.tools, builders.ARCHIVIST, accession, data, f"tram-{number}.jpg", "recto")
    builders.describe(parts, "T-1", APPROVED)
    builders.describe(parts, "T-1", LONG, "long")
    builders.describe(parts, "T-1", WAITING, approve=False)
    builders.describe(parts, "T-2", "IMG_2041.jpg", approve=False)
    with parts.db.writing() as session:
        one, two = (photographs.get(session, accession) for accession in ("T-1", "T-2"))
        photographs.amend(session, builders.ARCHIVIST, "T-1", {"headline": "A tram"}, version=one.version)
        requests.ask(session, two, "en", "My aunt drove it.", browser="a")
        requests.report(session, one, ("alt", "en"), "There are three doors.", browser="a")
        accounts.add(session, OPERATOR, "archivist", ROLES["archivist"], password=PASSWORD)
    assert findings.tend(parts.db)
    builders.indexed(parts)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Page]:  # noqa: F811
    """A page signed in with every role; addresses are taken from the archive's own."""
    home: Path = tmp_path_factory.mktemp("atag") / "home"
    parts = builders.archive(home)
    try:
        filled(parts)
    finally:
        parts.close()
    with (
        running(home) as address,
        chromium.new_context(
            viewport={"width": 1280, "height": 900}, locale="en", base_url=address
        ) as context,
    ):
        page = context.new_page()
        page.goto("/sign-in?next=/desk")
        page.fill("#username", "archivist")
        page.fill("#password", PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_url("**/desk")
        yield page


def faults(page: Page) -> list[str]:
    """Everything that the tools find, in light and in dark."""
    found: list[str] = []
    for dark in (False, True):
        with emulated(page, dark=dark):
            found += map(str, axe(page))
    return [*found, *text_spacing(page), *targets(page), *reflow(page), *columns(page)]


@pytest.mark.parametrize("path", PAGES)
def test_authoring_pages_are_sound(desk: Page, path: str) -> None:
    answer = desk.goto(path)
    assert answer is not None
    assert answer.status == 200
    assert faults(desk) == []


def test_a_form_that_was_refused_is_sound(desk: Page) -> None:
    desk.goto("/photographs/T-2/describe")
    desk.fill("#alt", "DSC_0001.JPG")
    desk.locator("#words button[value=stay]:visible").click()
    assert desk.title().startswith("Error: ")
    assert desk.locator("#alt").get_attribute("aria-invalid") == "true"
    assert faults(desk) == []


@pytest.mark.parametrize("path", WALKED)
def test_the_keyboard_passes_through_the_authoring_pages(desk: Page, path: str) -> None:
    desk.goto(path)
    stops = tab_walk(desk)
    assert stops[0].name == "Skip to the main content"
    assert [stop for stop in stops if not stop.ring or not stop.in_view] == []


@pytest.mark.parametrize("path", ["/photographs/T-1/describe?queue=review", "/desk/coverage", "/desk/import"])
def test_nothing_moves(desk: Page, path: str) -> None:
    desk.goto(path)
    with emulated(desk, reduced_motion=True):
        assert motion(desk) == []
    playing = "document.getAnimations().length + document.querySelectorAll('video, audio, marquee').length"
    assert desk.evaluate(playing) == 0


def ink(page: Page) -> tuple[str, str, str]:
    """Colours of the paper and of a hint, and the size of letters in a field."""
    paper, hint, size = page.evaluate(
        "() => [getComputedStyle(document.documentElement).backgroundColor"
        " + getComputedStyle(document.body).backgroundColor,"
        " getComputedStyle(document.querySelector('.hint')).color,"
        " getComputedStyle(document.querySelector('#alt')).fontSize]"
    )
    return paper, hint, size


def test_the_describing_page_follows_the_systems_settings(desk: Page) -> None:
    desk.goto("/photographs/T-1/describe")
    with emulated(desk):
        paper, hint, size = ink(desk)
    with emulated(desk, dark=True):
        assert ink(desk)[0] != paper
    with emulated(desk, more_contrast=True):
        assert ink(desk)[1] != hint
    with emulated(desk, forced_colors=True):
        assert [stop.name for stop in tab_walk(desk) if not stop.ring] == []
    desk.evaluate("document.documentElement.style.fontSize = '200%'")
    assert float(ink(desk)[2].removesuffix("px")) > 1.8 * float(size.removesuffix("px"))


@pytest.mark.parametrize(
    ("path", "field", "words"),
    [
        ("/photographs/T-1/describe", "alt", "broken lamp waits"),
        ("/photographs/T-1/describe", "long", "leans out and looks"),
        ("/photographs/T-1/edit", "caption", "tram waits at a stop"),
        ("/photographs/T-1/edit", "credit_line", "Made-up Press"),
    ],
)
def test_the_browsers_search_finds_words_inside_fields(desk: Page, path: str, field: str, words: str) -> None:
    desk.goto(path)
    ask = (
        "([words, back]) => window.find(words, false, back, false)"
        " && [document.activeElement.id, getSelection().toString()]"
    )
    hits = []
    for back in (False, True):
        desk.evaluate("() => { getSelection().removeAllRanges(); document.activeElement.blur(); }")
        if back:
            desk.evaluate("() => getSelection().selectAllChildren(document.querySelector('footer'))")
        for _each in range(6):
            hit = desk.evaluate(ask, [words, back])
            hits.append((back, hit))
            if not hit or hit[0] == field:
                break
    assert {(False, field), (True, field)} <= {(back, hit[0]) for back, hit in hits if hit}, hits
    assert desk.evaluate(ask, ["words that stand nowhere", False]) is False
