"""What blind archivists hear of an import: quiet while it goes on, its end once, and what it asks."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from archive import jobs
from archive.ingest import staging
from archive.ingest.outcome import Options
from archive.ingest.run import attach_upload
from tests import builders
from tests.ingest.test_copies import saved, scene
from tests.journeys.archive import Archive
from tests.journeys.test_heard_describing import signed_in
from tests.readers.session import OrcaSession
from tests.server import wait_for

MANY = 30
OURS = "1977.7.1"
CAPTION = "A tram waits at a stop in a made-up town, 1936."
SHEET = (
    "Trams of a made-up town\nPictures of a wet week.\none.jpg: A tram waits at a stop. (Photo by Jane Roe)\n"
)


def tab_to(orca: OrcaSession, words: str) -> list[str]:
    """Press Tab until this, or something that begins so, is said last; returns all that was said."""
    said: list[str] = []
    for _ in range(40):
        said += orca.press("Tab")
        if said and said[-1].startswith(words):
            return said
    pytest.fail(f"{words!r} was not met, but {said}.")


def previewed(home: Path, files: list[tuple[str, bytes]]) -> int:
    """Send files and wait for their preview; returns its number."""
    parts = builders.archive(home)
    try:
        sent = [(name, io.BytesIO(data)) for name, data in files]
        number = staging.stage(parts.tools, builders.ARCHIVIST, sent, Options(language="en"))

        def done() -> bool:
            with parts.db.reading() as session:
                job = jobs.find(session, number)
                return job is not None and job.state == "done"

        wait_for(done)
    finally:
        parts.close()
    return number


def pictures(first: int, count: int) -> list[tuple[str, bytes]]:
    """Files of pictures, each with bytes of its own."""
    return [
        (f"{number}.jpg", builders.picture(width=1600, height=1200, seed=number))
        for number in range(first, first + count)
    ]


def test_a_long_import_is_quiet_and_tells_its_end_once(
    archive: Archive, chromium: Browser, orca: OrcaSession
) -> None:
    number = previewed(archive.home, pictures(100, MANY))
    with signed_in(archive, chromium, orca, "archivist"):
        orca.open(f"{archive.address}/desk/import/{number}")
        tab_to(orca, "Bring these in push button.")
        begun = time.monotonic()
        said = orca.follow("Return")
        assert orca.hears("The import is finished", timeout=90)
        seconds = time.monotonic() - begun
        said += orca.rest() + tab_to(orca, "Show the result")
        following = orca.follow("Return")
        heading = orca.press("ctrl+Home", "1")[-1]
    told = [one for one in said if one.startswith("The import ")]
    assert told[-1] == "The import is finished. Items: 30. Files: 30."
    assert len(told) <= 2 + seconds / 10, (
        told,
        "one when the page comes, one each ten seconds, one at the end",
    )
    assert [one for one in said if "finished" in one and "Preview" not in one] == told[-1:]
    assert not [one for one in said if ".jpg" in one], "no item is told by itself"
    assert not [one for one in following if one.startswith("The import ")], "once is enough"
    assert heading == f"Import {orca.page.url.rpartition('/')[2]}: finished heading level 1."


def test_an_import_is_cancelled_and_says_what_stays(
    archive: Archive, chromium: Browser, orca: OrcaSession
) -> None:
    number = previewed(archive.home, pictures(200, 2 * MANY))
    with signed_in(archive, chromium, orca, "archivist"):
        orca.open(f"{archive.address}/desk/import/{number}")
        tab_to(orca, "Bring these in push button.")
        orca.follow("Return")
        said = orca.press("ctrl+Home", "b", "b", "b")
        assert said[-1] == "Cancel the rest of this import push button."
        told = orca.follow("Return")
        heading = orca.press("ctrl+Home", "1")[-1]
        read = " ".join(orca.press("Down"))
    cancelled = "Cancelled. What came in before stays, and is listed here; the rest was not brought in."
    assert told.count(cancelled) == 1, told
    assert heading == f"Import {orca.page.url.rpartition('/')[2]}: cancelled heading level 1."
    assert read.startswith("The import was cancelled after "), read


@pytest.fixture(scope="module")
def asking(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a preview with two questions: whose caption, and what becomes of a copy of ours."""
    folder = tmp_path_factory.mktemp("asking")
    parts = builders.archive(archive.home)
    builders.photograph(
        parts, accession=OURS, caption=CAPTION, creators=("Jane Roe",), credit_line="Jane Roe"
    )
    with saved(folder / "tram.jpg", scene(), CAPTION, "Jane Roe").open("rb") as stream:
        attach_upload(parts.tools, builders.ARCHIVIST, OURS, stream, "tram.jpg", "recto")
    parts.close()
    copy = saved(folder / "AGENCY.jpg", scene(size=(800, 600)), CAPTION, "Jane Roe").read_bytes()
    one = saved(folder / "one.jpg", scene(seed=5), "Words of the file.").read_bytes()
    sent = [("AGENCY.jpg", copy), ("one.jpg", one), ("week.txt", SHEET.encode())]
    return f"{archive.address}/desk/import/{previewed(archive.home, sent)}"


def test_what_a_preview_asks_is_heard_with_its_sources_and_the_answer_is_kept(
    archive: Archive, chromium: Browser, orca: OrcaSession, asking: str
) -> None:
    with signed_in(archive, chromium, orca, "archivist"):
        orca.open(asking)
        said = tab_to(orca, "Go to the first question link.")
        assert orca.press("Tab")[-3:] == [
            "Caption of one.jpg panel.",
            "From the caption sheet: A tram waits at a stop.",
            "selected radio button",
        ], said
        assert orca.press("Down")[-2:] == ["From the file: Words of the file.", "not selected radio button"]
        assert orca.press("space") == ["selected"]
        assert orca.press("Down")[-2:] == ["Leave empty.", "not selected radio button"]
        assert orca.press("Tab") == ["Next question after one.jpg link."]
        tab_to(orca, "1977.7.1 link.")
        assert orca.press("shift+Tab", "Tab", "Tab")[-3:] == [
            "What becomes of AGENCY.jpg panel.",
            "Leave it out.",
            "selected radio button",
        ]
        tab_to(orca, "Keep the choices of this page push button.")
        told = orca.follow("Return")
        assert told.count("Your choices are kept.") == 1, told
        tab_to(orca, "Go to the first question link.")
        assert orca.press("Tab")[-3:] == [
            "Caption of one.jpg panel.",
            "From the file: Words of the file.",
            "selected radio button",
        ]


def test_a_copy_of_ours_is_told_before_it_is_asked_about(
    archive: Archive, chromium: Browser, orca: OrcaSession, asking: str
) -> None:
    with signed_in(archive, chromium, orca, "archivist"):
        orca.open(asking)
        orca.press("ctrl+Home", "1")
        said: list[str] = []
        while "Add it as a new record." not in said:
            assert len(said) < 200, said
            said += orca.press("Down")
    begin = said.index("AGENCY.jpg heading level 3.")
    heard = said[begin:]
    told = [
        "This looks like a copy, which left this archive, of this record:",
        f"{OURS} link.",
        "It would be left out, so that the photograph is not here twice.",
        "What becomes of AGENCY.jpg panel.",
        "Leave it out.",
        "Add it as a new record.",
    ]
    places = [heard.index(one) for one in told]
    assert places == sorted(places)
    assert "For 2 items the sources differ or a repair is proposed." in " ".join(said[:begin])
