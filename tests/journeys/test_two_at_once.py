"""Two browsers write one text: neither loses a word, and what is chosen in the end is what is saved."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import shapes
from tests.journeys.archive import Archive, somebody
from tests.journeys.keys import go, write
from tests.journeys.shapes import Shapes

HERS = "A small black square lies beside a large green triangle."
HIS = "A large green triangle fills most of the field, with a square at its left."
BOTH = "A small black square lies left of a large green triangle on a plain field."
ALT = "Alt text in English"


GROUNDS = {
    "two_people[scripts]": "grey",
    "two_people[no scripts]": "white",
    "one_person_in_two_windows": "red",
}


@pytest.fixture
def address(archive: Archive, request: pytest.FixtureRequest) -> str:
    """The describing page of a photograph that nobody has described."""
    ground = GROUNDS[request.node.name.removeprefix("test_")]
    picture = Shapes(("black", "square"), "left of", ("green", "triangle"), ground)
    accession = shapes.photograph(archive.home, picture)
    return f"{archive.address}/photographs/{accession}/describe"


def saved_texts(page: Page, address: str) -> str:
    """The history of the photograph, in words."""
    page.goto(address.replace("/describe", "/history"))
    return " ".join((page.text_content("main") or "").split())


def both_shown(page: Page, theirs: str, mine: str) -> None:
    """Nothing was saved over the other: both texts are on the page, one's own in the field."""
    expect(page).to_have_title(re.compile("^Error: "))
    summary = page.locator(".error-summary:focus-within")  # reading goes on from there
    expect(summary).to_contain_text("somebody else saved this text while you were writing")
    clash = page.locator(".conflict")
    expect(clash).to_contain_text(theirs)
    expect(clash).to_contain_text(mine)
    expect(page.get_by_label(ALT, exact=True)).to_have_value(mine)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_two_people(archive: Archive, chromium: Browser, address: str, *, scripts: bool) -> None:
    with (
        somebody(archive, chromium, "describer", scripts=scripts) as hers,
        somebody(archive, chromium, "archivist", scripts=scripts) as his,
    ):
        hers.goto(address)
        his.goto(address)
        write(hers, ALT, HERS)
        write(his, ALT, HIS)
        go(hers, "Save")
        expect(hers.get_by_role("main")).to_contain_text("Saved and in review: Alt text in English.")
        go(his, "Save")
        both_shown(his, HERS, HIS)
        hers.goto(address)
        expect(hers.get_by_label(ALT, exact=True)).to_have_value(HERS)  # still what is saved
        write(his, ALT, BOTH)
        go(his, "Save")
        expect(his.get_by_role("main")).to_contain_text("Saved and in review: Alt text in English.")
        hers.goto(address)
        expect(hers.get_by_label(ALT, exact=True)).to_have_value(BOTH)
        told = saved_texts(his, address)
    assert HERS in told, "what was replaced is kept in the history"


def test_one_person_in_two_windows(archive: Archive, chromium: Browser, address: str) -> None:
    with somebody(archive, chromium, "describer", scripts=True) as one:
        other = one.context.new_page()
        one.goto(address)
        other.goto(address)
        write(one, ALT, HERS)
        expect(one.locator("#kept")).to_contain_text("(not yet saved)")
        write(other, ALT, HIS)
        told = "Another window of yours has kept other words"
        expect(other.locator("#kept")).to_contain_text(told)
        expect(other.get_by_label(ALT, exact=True)).to_have_value(HIS)
        go(other, "Save")
        expect(other.get_by_role("main")).to_contain_text("Saved and in review: Alt text in English.")
        go(one, "Save")
        both_shown(one, HIS, HERS)
        write(one, ALT, BOTH)
        go(one, "Save")
        expect(one.get_by_role("main")).to_contain_text("Saved and in review: Alt text in English.")
        expect(one.get_by_label(ALT, exact=True)).to_have_value(BOTH)
        assert HIS in saved_texts(other, address)
