"""What blind archivists hear while they export a table, and while they compare two like pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from archive.catalogue.models import Alike, Photograph
from archive.ingest.run import attach_upload
from tests import builders
from tests.journeys import shapes
from tests.journeys.archive import Archive
from tests.journeys.shapes import Shapes
from tests.journeys.test_heard_describing import signed_in
from tests.journeys.test_heard_import import tab_to
from tests.readers.session import OrcaSession
from tests.server import wait_for

WORD = "Zinnober"  # in one record only
FINISHED = "The table is finished. Records: 1."
ONE, OTHER = "1977.8.1", "1977.8.2"
COMPARED = [  # in this order
    f"{OTHER} link heading level 2.",
    "Photograph, not yet described image.",
    "It has no approved alt text.",
    f"{ONE} link heading level 2.",
    "A small red cross inside a large yellow square on a black field. image.",
    "Its alt text: “A small red cross inside a large yellow square on a black field.”",
    "What differs heading level 2.",
    "In the pictures heading level 3.",
    "File format description term. 2 values.",
    f"{OTHER}: JPEG. description value.",
    f"{ONE}: PNG. description value.",
    "The same in both: Size in pixels, What is cut off, Colour, Light and Contrast.",
    "In the records heading level 3.",
    "Date created description term. 2 values.",
    f"{OTHER}: May 2021. description value.",
    f"{ONE}: 4 May 2021. description value.",
    "Approved texts description term. 2 values.",
    f"{OTHER}: none. description value.",
    f"{ONE}: Alt text in English. description value.",
    "In the captions heading level 3.",
    f"From the caption of {OTHER} to that of {ONE}:",
    "1 word added.",
    "added: 4",
    "What is to become of them heading level 2.",
    "These are different pictures push button.",
    f"Offer the text to {OTHER}: Alt text in English of {ONE} link.",
    "Which record stays? panel.",
    f"{OTHER}: Cut-outs. not selected radio button",
    f"{ONE}: Paper cut-outs. not selected radio button",
    "merging cannot be undone check box not checked.",
]


def test_a_table_is_asked_for_waited_for_and_taken(
    archive: Archive, chromium: Browser, orca: OrcaSession
) -> None:
    picture = Shapes(("blue", "square"), "inside", ("yellow", "cross"), "red")
    shapes.photograph(archive.home, picture, accession="1977.9.1", headline=f"{WORD} cut-outs")
    with signed_in(archive, chromium, orca, "archivist"):
        orca.open(f"{archive.address}/desk/export")
        assert orca.press("ctrl+Home", "1")[-1] == "Export a table heading level 1."
        assert orca.press("Tab")[-3:] == [
            "Which photographs entry.",
            "Words as in the search. Leave it empty to take all records.",
            "Focus mode",
        ]
        orca.type(WORD)
        assert orca.press("Tab")[:3] == [
            "Format panel.",
            "XLSX, for spreadsheets.",
            "selected radio button",
        ]
        assert orca.press("Down")[-2:] == ["CSV (UTF-8), for any program.", "not selected radio button"]
        assert orca.press("space") == ["selected"]
        assert orca.press("Tab")[-1] == "Make the table push button."
        said = orca.follow("Return")
        if not orca.page.title().endswith("finished – Image-caption archive"):  # it may be made at once
            assert orca.hears(FINISHED, timeout=60), said
            said += orca.rest()
            assert said.count(FINISHED) == 1, said
            tab_to(orca, "Show the result")
            orca.follow("Return")
        number = orca.page.url.rpartition("/")[2]
        assert orca.press("ctrl+Home", "1")[-1] == f"Table {number} heading level 1."
        assert orca.press("Down") == [FINISHED]
        tab_to(orca, "Download the table (CSV, ")
        with orca.page.expect_download() as taken:
            orca.press("Return")
        table = Path(taken.value.path()).read_text(encoding="utf-8-sig")
    assert taken.value.suggested_filename.endswith(".csv")
    assert "1977.9.1" in table
    assert table.count(WORD) == 1


@pytest.fixture
def pair(archive: Archive) -> str:
    """Address of two records with one picture: as PNG, described; as JPEG, with other words."""
    picture = Shapes(("red", "cross"), "inside", ("yellow", "square"), "black")
    shapes.photograph(archive.home, picture, accession=ONE, caption="Cut-outs, 4 May 2021.")
    shapes.approved(archive.home, ONE, picture.words)
    parts = builders.archive(archive.home)
    words = {"headline": "Cut-outs", "caption": "Cut-outs, May 2021.", "date_text": "May 2021"}
    builders.photograph(parts, accession=OTHER, credit_line="Vellmar Drawing Class", **words)
    path = picture.draw(archive.home.parent / "like.jpg")
    with path.open("rb") as stream:
        attach_upload(parts.tools, builders.ARCHIVIST, OTHER, stream, path.name, "recto")

    def seen() -> bool:
        with parts.db.reading() as session:
            mine = select(Photograph.id).where(Photograph.accession == OTHER)
            return session.scalars(select(Alike).where(Alike.photograph_id.in_(mine))).first() is not None

    wait_for(seen)
    parts.close()
    return f"{archive.address}/photographs/{OTHER}/alike/{ONE}"


def test_two_like_pictures_are_compared_in_words(
    archive: Archive, chromium: Browser, orca: OrcaSession, pair: str
) -> None:
    with signed_in(archive, chromium, orca, "archivist"):
        orca.open(pair)
        assert orca.press("ctrl+Home", "1")[-1] == f"{OTHER} and {ONE}: the same picture? heading level 1."
        said: list[str] = []
        while "Merge push button." not in said:
            assert len(said) < 200, said
            said += orca.press("Down")
    heard, at = " ".join(said), 0
    for words in COMPARED:
        assert words in heard[at:], (words, heard[at:])
        at = heard.index(words, at) + len(words)
