"""What engines do not look at: the page narrowed, spaced, walked by keyboard, and touched.

Each check takes a Playwright page as it stands, gives back what is wrong (an empty list is good) and leaves
the page as it was. Lengths are CSS pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypedDict

from playwright.sync_api import CDPSession, JSHandle, Page

SCRIPTS = Path(__file__).with_name("checks.js").read_text(encoding="utf-8")
SAME_PLACE = 8  # Tab presses within one control: a date field has a stop for each of its parts


class Look(TypedDict):
    """How a part shows focus: its styles as text, and the width of what they draw."""

    look: str
    width: float


@dataclass(frozen=True)
class Stop:
    """One stop of the Tab key.

    `name` and `role` as assistive technology gets them; `ring` is the width of the outline or shadow that
    focus adds, 0 when none does; `in_view` is false when a part is off the screen or under something else.
    """

    name: str
    role: str
    ring: float
    in_view: bool


def reflow(page: Page, *, width: int = 320) -> list[str]:
    """Name what makes the page scroll sideways at `width`, which is 1280 at 400 % zoom (WCAG 2.2, 1.4.10)."""
    with _narrowed(page, width):
        return _ask(page, "sticksOut")


def columns(page: Page, *, width: int = 320, letters: int = 8) -> list[str]:
    """Name the texts that break in a column too narrow for `letters` of half an em, at `width`."""
    with _narrowed(page, width):
        return _ask(page, "narrowColumns", letters)


@contextmanager
def _narrowed(page: Page, width: int) -> Iterator[None]:
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 256})
    try:
        yield
    finally:
        if before is not None:
            page.set_viewport_size(before)


def text_spacing(page: Page) -> list[str]:
    """Name the texts cut off when a reader widens lines, letters and words (WCAG 2.2, 1.4.12)."""
    return _ask(page, "clippedWhenSpaced")


def targets(page: Page, size: int = 44) -> list[str]:
    """Name the controls smaller than `size` either way (WCAG 2.2, 2.5.5 at 44, 2.5.8 at 24).

    A label counts as part of its field. Links within a sentence are exempt; size is taken when focused, so a
    skip link is measured as it is shown.
    """
    return _ask(page, "smallTargets", size)


def motion(page: Page) -> list[str]:
    """Name what moves by itself or glides when it changes; ask it of a page with reduced motion emulated."""
    return _ask(page, "moving")


def tab_walk(page: Page, *, limit: int = 300) -> list[Stop]:
    """Press Tab from the top of the page until focus has been everywhere; return the stops in order.

    Raises AssertionError when focus comes round without passing the top (a keyboard trap, WCAG 2.2, 2.1.2) or
    after `limit` stops. Nothing has focus afterwards.
    """
    sheet = page.evaluate_handle(_script("startWalk"))
    devtools = page.context.new_cdp_session(page)
    try:
        walked = list(_walk(page, devtools, limit))
        page.evaluate("document.activeElement.blur()")
        return [replace(stop, ring=_ring(page, element, looks)) for element, stop, looks in walked]
    finally:
        devtools.detach()
        page.evaluate(_script("endWalk"), sheet)


def _walk(page: Page, devtools: CDPSession, limit: int) -> Iterator[tuple[JSHandle, Stop, list[Look]]]:
    """Yield each stop as it is while it has focus."""
    been: list[JSHandle] = []
    names: list[str] = []
    lingered = 0
    while True:
        page.keyboard.press("Tab")
        element = page.evaluate_handle(
            "document.activeElement === document.body ? null : document.activeElement"
        )
        place = page.evaluate("([element, been]) => element ? been.indexOf(element) : -2", [element, been])
        lingered = lingered + 1 if been and place == len(been) - 1 else 0
        if place == -2 or (place == 0 and (not lingered or lingered > SAME_PLACE)):
            return
        if 0 < place < len(been) - 1 or lingered > SAME_PLACE:
            raise AssertionError(f"Keyboard trap: after {names[-1]!r} comes {names[place]!r} again.")
        if place >= 0:
            continue
        if len(been) == limit:
            raise AssertionError(f"More than {limit} stops of the Tab key, the last {names[-1]!r}.")
        name, role = _named(devtools)
        been.append(element)
        names.append(name)
        stop = Stop(name, role, ring=0, in_view=page.evaluate(_script("inView"), element))
        yield element, stop, page.evaluate(_script("ring"), element)


def _ring(page: Page, element: JSHandle, focused: list[Look]) -> float:
    """Compare a control with itself without focus: a look that it always has shows nobody where they are."""
    resting: list[Look] = page.evaluate(_script("ring"), element)
    changed = [
        now["width"] for now, then in zip(focused, resting, strict=True) if now["look"] != then["look"]
    ]
    return max(changed, default=0)


def _named(devtools: CDPSession) -> tuple[str, str]:
    """Ask the browser's own accessibility tree for the name and role of what has focus."""
    focus = devtools.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]["objectId"]
    query = {"objectId": focus, "fetchRelatives": False}
    node = devtools.send("Accessibility.getPartialAXTree", query)["nodes"][0]
    return node.get("name", {}).get("value", ""), node.get("role", {}).get("value", "")


def _ask(page: Page, check: str, argument: Any = None) -> list[str]:
    found: list[str] = page.evaluate(_script(check), argument)
    return found


def _script(check: str) -> str:
    return f"(argument) => ({SCRIPTS.strip()}).{check}(argument)"
