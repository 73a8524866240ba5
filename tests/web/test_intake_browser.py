"""A preview with pictures and questions in Chromium: sound, and its jumps lead where they say."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from archive import accounts
from archive.history import OPERATOR
from archive.ingest import staging
from archive.ingest.outcome import Options
from archive.ingest.run import Run, bring_in
from archive.parts import Parts
from tests import builders
from tests.accessibility.browser import axe, emulated
from tests.accessibility.checks import columns, reflow, tab_walk, targets, text_spacing
from tests.accessibility.conftest import chromium  # noqa: F401 - a fixture
from tests.ingest.test_copies import CAPTION, saved, scene
from tests.server import running
from tests.web.conftest import PASSWORD, ROLES
from tests.web.test_intake import work


def filled(parts: Parts, folder: Path) -> str:
    """A record, and the preview of a copy of it, of a picture much like it, of a new one, and of none."""
    tram = saved(folder / "tram.jpg", scene(), CAPTION, "Jane Roe")
    bring_in(Run(parts.tools, OPERATOR, Options()), [tram])
    with parts.db.writing() as session:
        accounts.add(session, OPERATOR, "archivist", ROLES["archivist"], password=PASSWORD)
    sent = [
        ("copy.jpg", saved(folder / "a.jpg", scene(size=(800, 600)), CAPTION, "Jane Roe").read_bytes()),
        ("like.jpg", saved(folder / "b.jpg", scene(size=(700, 525)), "Other words.").read_bytes()),
        ("tall.jpg", saved(folder / "c.jpg", scene(3, (400, 1100)), "New words.").read_bytes()),
        ("none.jpg", b"no picture"),
    ]
    files = [(name, io.BytesIO(data)) for name, data in sent]
    number = staging.stage(parts.tools, builders.ARCHIVIST, files, Options())
    work(parts)
    return f"/desk/import/{number}"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Page]:  # noqa: F811
    home: Path = tmp_path_factory.mktemp("preview") / "home"
    parts = builders.archive(home)
    try:
        path = filled(parts, home.parent)
    finally:
        parts.close()
    with (
        running(home) as address,
        chromium.new_context(
            viewport={"width": 1280, "height": 900}, locale="en", base_url=address
        ) as context,
    ):
        page = context.new_page()
        page.goto(f"/sign-in?next={path}")
        page.fill("#username", "archivist")
        page.fill("#password", PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_url(f"**{path}")
        yield page


def test_the_preview_is_sound(preview: Page) -> None:
    found: list[str] = []
    for dark in (False, True):
        with emulated(preview, dark=dark):
            found += map(str, axe(preview))
    found += [*text_spacing(preview), *targets(preview), *reflow(preview), *columns(preview)]
    assert found == []
    assert [stop for stop in tab_walk(preview) if not stop.ring or not stop.in_view] == []


def test_its_pictures_are_shown_small_and_in_their_own_shape(preview: Page) -> None:
    shapes = {}
    for look in preview.locator("img.intake-look").all():
        look.scroll_into_view_if_needed()
        look.evaluate("picture => picture.decode()")
        box = look.bounding_box()
        assert box is not None
        assert box["width"] <= 260
        assert box["height"] <= 208
        shapes[round(box["width"] / box["height"], 2)] = look.get_attribute("alt")
    assert set(shapes) == {1.33, 0.36}
    assert set(shapes.values()) == {"Picture without an alt text yet"}


def test_its_jumps_lead_to_the_questions(preview: Page) -> None:
    preview.get_by_role("link", name="Go to the first question").click()
    first = preview.locator(":target")
    assert first.locator("h3").inner_text() == "like.jpg"
    first.get_by_role("link", name="Next question after like.jpg").click()
    assert preview.locator(":target h3").inner_text() == "copy.jpg"
    preview.get_by_role("link", name="Show only items with something to know (3)").click()
    assert preview.locator(".intake-item h3").all_inner_texts() == ["none.jpg", "like.jpg", "copy.jpg"]
    preview.get_by_role("link", name="Show all items").click()
    assert preview.locator(".intake-item").count() == 4
