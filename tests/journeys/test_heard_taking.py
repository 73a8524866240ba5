"""What blind people hear where they take a photograph's words and files along."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.journeys import shapes
from tests.journeys.archive import Archive
from tests.journeys.shapes import Shapes
from tests.journeys.test_heard_describing import signed_in
from tests.journeys.test_heard_stopped import without_scripts
from tests.readers.session import OrcaSession

NUMBER = "1977.6.1"
CREDIT = "Vellmar Drawing Class"
SIZES = [
    "JPEG, 800 by 533 pixels",
    "WebP, 800 by 533 pixels",
    "JPEG, 400 by 267 pixels",
    "WebP, 400 by 267 pixels",
]


@pytest.fixture(scope="module")
def record(archive: Archive) -> str:
    """Address of a photograph with a credit line, rights and an approved text."""
    picture = Shapes(("green", "triangle"), "inside", ("white", "circle"), "blue")
    shapes.photograph(archive.home, picture, accession=NUMBER)
    shapes.approved(archive.home, NUMBER, picture.words)
    return f"{archive.address}/photographs/{NUMBER}"


def to_heading(orca: OrcaSession, words: str) -> None:
    """Go to this heading of the second level, from the top."""
    orca.press("ctrl+Home")
    for _ in range(12):
        if orca.press("2") == [f"{words} heading level 2."]:
            return
    pytest.fail(f"There is no heading {words!r} on {orca.page.url}.")


def pasted(orca: OrcaSession) -> str:
    """What the clipboard holds, as a field takes it."""
    orca.page.focus("input[type=search]")
    orca.press("ctrl+a", "ctrl+v")
    return str(orca.page.evaluate("document.activeElement.value")).strip()


@pytest.mark.parametrize("what", ["credit line", "citation"])
def test_words_are_copied_by_a_button_that_says_what_and_what_became_of_it(
    orca: OrcaSession, record: str, what: str
) -> None:
    orca.open(record)
    to_heading(orca, "Credit and citation")
    orca.press(*["Tab"] * (what == "citation"))
    assert orca.press("Tab") == [f"Copy {what} push button."]
    said = orca.press("Return")
    assert said == [f"The {what} was copied."]
    assert orca.press("Return") == said, "the second time it is said again"
    shown = orca.page.inner_text("#" + what.replace(" ", "-"))
    assert pasted(orca) == re.sub(r"\s+", " ", shown).strip()


def test_without_scripts_the_words_are_read_and_no_button_is_promised(orca: OrcaSession, record: str) -> None:
    with without_scripts(orca):
        orca.open(record)
        to_heading(orca, "Credit and citation")
        said: list[str] = []
        while "Download heading level 2." not in said:
            assert len(said) < 20, said
            said += orca.press("Down")
        citation = orca.page.inner_text("#citation")
    assert said[:3] == ["Credit line.", f"{CREDIT}.", "Citation."]
    read = re.sub(r"\s", "", "".join(said[3:-1])).removesuffix(".")
    assert read == re.sub(r"\s", "", citation)
    assert not [one for one in said if "button" in one or "opy" in one], said


def test_each_file_is_told_by_form_size_and_what_is_inside(orca: OrcaSession, record: str) -> None:
    orca.open(record)
    to_heading(orca, "Download")
    said = [" ".join(orca.press("Tab")) for _ in SIZES]
    wanted = [f"{one}, with credit, rights and description inside link." for one in SIZES]
    assert said == wanted


def test_nothing_is_promised_that_a_file_does_not_hold(archive: Archive, orca: OrcaSession) -> None:
    picture = Shapes(("green", "triangle"), "inside", ("white", "circle"), "grey")
    accession = shapes.photograph(archive.home, picture, rights="")
    orca.open(f"{archive.address}/photographs/{accession}")
    to_heading(orca, "Download")
    assert orca.press("Tab") == [f"{SIZES[0]}, with credit inside link."]


def test_archivists_hear_which_original_they_take(
    archive: Archive, chromium: Browser, orca: OrcaSession, record: str
) -> None:
    with signed_in(archive, chromium, orca, "archivist"):
        orca.open(record)
        to_heading(orca, "Download")
        said = [" ".join(orca.press("Tab")) for _ in range(6)]
    form = "PNG, 900 by 600 pixels"
    assert said[4:] == [
        f"The original ({form}) with the words of its record in it, without its location link.",
        f"The original as it came ({form}), with everything that is in it link.",
    ]
