"""What a blind reader hears: Orca reads the archive's own pages in Chromium."""

from __future__ import annotations

import pytest

from tests.journeys.archive import Archive
from tests.readers.session import OrcaSession

HOUSE = "Small wooden house with a shingled roof, open doorway and empty windows, alone on a flat, dry plain."


def heard(orca: OrcaSession, *keys: str) -> str:
    return " | ".join(orca.press(*keys))


def test_searching_and_reading_a_photograph(archive: Archive, orca: OrcaSession) -> None:
    opened = " | ".join(orca.open(archive.address + "/photographs?q=%22dust+bowl%22"))
    assert "1 photograph with exactly" in opened, opened
    orca.press("ctrl+Home")
    assert heard(orca, "g") == f"{HOUSE} image."
    orca.open(archive.address + "/photographs/2000.50.12")
    orca.press("ctrl+Home")
    assert heard(orca, "1") == "Abandoned Dust Bowl Home heading level 1."
    picture = heard(orca, "g")
    assert HOUSE in picture
    assert "has details" in picture
    assert heard(orca, "2") == "Long description heading level 2."


def test_headings_lead_from_result_to_result(archive: Archive, orca: OrcaSession) -> None:
    orca.open(archive.address + "/photographs?q=boat")
    orca.press("ctrl+Home")
    said = [heard(orca, "3") for _ in range(2)]
    assert all("link" in one and "heading level 3" in one for one in said), said
    assert "Boats in a river, Nagasaki" in said[0] + said[1]


def test_results_are_heard_with_their_numbers(archive: Archive, orca: OrcaSession) -> None:
    orca.open(archive.address + "/photographs?sort=oldest")
    orca.press("ctrl+Home", "2")
    read = " | ".join(heard(orca, "Down") for _ in range(3))
    assert "1." in read, read


def test_a_transcript_is_heard_line_by_line(archive: Archive, orca: OrcaSession) -> None:
    orca.open(archive.address + "/photographs/84.XM.628.56")
    orca.press("ctrl+Home", "2", "2")
    assert [heard(orca, "Down") for _ in range(2)] == ["1 2 3 4 5 6", "7 8 9 10 11 12"]


def test_an_undescribed_photograph_is_said_to_be_so(archive: Archive, orca: OrcaSession) -> None:
    orca.open(f"{archive.address}/photographs/{archive.undescribed}")
    orca.press("ctrl+Home")
    assert heard(orca, "g") == "Photograph, not yet described image."
    orca.open(f"{archive.address}/photographs/{archive.first}")
    orca.press("ctrl+Home", "1")
    read = " | ".join(heard(orca, "Down") for _ in range(8))
    assert "No picture has been received yet, so nobody has described it." in read, read


@pytest.mark.parametrize("lost", ["alt", "h1"])
def test_a_page_that_lost_its_words_is_heard_to_have_lost_them(
    archive: Archive, orca: OrcaSession, lost: str
) -> None:
    """The journeys above can fail: the same page with its words taken away sounds different."""
    orca.open(archive.address + "/photographs/2000.50.12")
    if lost == "alt":
        orca.page.evaluate("document.querySelector('figure img').alt = ''")
        orca.press("ctrl+Home")
        assert HOUSE not in heard(orca, "g")
    else:
        orca.page.evaluate("document.querySelector('h1').outerHTML = '<div>Gone</div>'")
        assert "Abandoned Dust Bowl Home heading" not in heard(orca, "ctrl+Home", "1")
