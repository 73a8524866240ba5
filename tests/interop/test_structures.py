"""What a file says in structures beyond the record stays in a copy while the record has not changed it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.catalogue.models import Authority, Named, Photograph
from archive.ingest import embedded
from archive.interop import structures
from archive.interop.properties import Words, properties
from archive.media.exiftool import MetadataReader
from archive.media.sandbox import Sandbox
from archive.media.writing import MetadataWriter
from tests import builders

ART = {
    "AOCreator": ["A. Painter"],
    "AOTitle": "Rain",
    "AOTitle-es": "Lluvia",
    "AOSourceInvNo": "1934.7",
    "AOCopyrightNotice": "© Heirs",
}
SHOWN = {"City": "Alcoy", "CountryName": "Spain", "LocationId": ["urn:place:1"], "Sublocation": "Puerto"}
ANA = {"PersonName": "Ana Ruiz", "PersonId": ["urn:person:1"], "PersonDescription": "The driver"}
SHOP = {"LicensorName": "Museum", "LicensorID": "L-1", "LicensorURL": "https://m.example"}
RAW: dict[str, Any] = {
    structures.ARTWORK: [ART, {"AOTitle": "Sun"}],
    structures.SHOWN: [SHOWN, {"City": "Elche", "Sublocation": "Calle 1"}],
    structures.PEOPLE: [ANA, {"PersonName": "Somebody"}],
    structures.LICENSOR: [SHOP],
}
AS_READ: dict[str, Any] = {
    "artwork_maker": "A. Painter",
    "artwork_title": "Rain",
    "shown_city": "Alcoy",
    "shown_country": "Spain",
    "shown_sublocation": "Puerto",
    "licensor": "Museum, https://m.example",
}


def record(**changes: str) -> Photograph:
    made = Photograph(**(AS_READ | changes))
    made.names = [Named(authority=Authority(kind="person", name="Ana Ruiz"), position=0)]
    return made


def test_what_the_record_did_not_change_stays_whole() -> None:
    told = properties(record(), Words(), "JPEG", RAW, location=True)
    assert told.tags[structures.ARTWORK] == RAW[structures.ARTWORK]
    assert told.tags[structures.SHOWN] == RAW[structures.SHOWN]
    assert told.tags[structures.PEOPLE] == [ANA]
    assert told.tags[structures.LICENSOR] == [SHOP]
    assert told.beyond == ("people",)


def test_what_belongs_to_changed_words_leaves_and_is_named() -> None:
    changed = record(artwork_title="Snow", shown_city="Ibi", licensor="Shop")
    told = properties(changed, Words(), "JPEG", RAW, location=True)
    assert told.tags[structures.ARTWORK] == [
        {"AOCreator": ["A. Painter"], "AOTitle": "Snow"},
        {"AOTitle": "Sun"},
    ]
    assert "LocationId" not in told.tags[structures.SHOWN][0]
    assert told.tags[structures.LICENSOR] == [{"LicensorName": "Shop"}]
    assert told.beyond == ("shown_city", "artwork_title", "people", "licensor")


def test_what_the_record_emptied_leaves() -> None:
    empty = record(artwork_title="", artwork_maker="", licensor="")
    told = properties(empty, Words(), "JPEG", RAW, location=True)
    assert structures.ARTWORK not in told.tags
    assert structures.LICENSOR not in told.tags
    assert told.beyond == ("artwork_title", "people", "licensor")


def test_without_location_places_keep_what_is_wide() -> None:
    told = properties(record(), Words(), "JPEG", RAW)
    assert told.tags[structures.SHOWN] == [{"City": "Alcoy", "CountryName": "Spain"}, {"City": "Elche"}]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A, https://a; B, https://b", [("A", "https://a"), ("B", "https://b")]),
        ("Museum, Print room, https://m.example/a?b=1, p@m.example", None),
        ("Ana Ruiz, +34 965 123 456", None),
        ("Ana Ruiz, a@b.example, +34 965 123 456, (0034) 965-123", None),
        ("https://m.example", None),
        ("Shop (https://m.example)", None),
        ("https://a.example, https://a.example", None),
        ("Museum since 1936, 1936", None),
    ],
)
def test_licensors_are_read_as_they_were_written(text: str, wanted: list[tuple[str, str]] | None) -> None:
    told = properties(Photograph(licensor=text), Words(), "JPEG")
    written = told.tags[structures.LICENSOR]
    assert embedded.read(told.tags).partial["licensor"] == text
    if wanted:
        assert [(one["LicensorName"], one["LicensorURL"]) for one in written] == wanted


def test_a_telephone_has_its_own_place() -> None:
    assert structures.licensor("Ana, +34 965 123 456") == {
        "LicensorName": "Ana",
        "LicensorTelephone1": "+34 965 123 456",
    }


TITLE, OBJECT = "XMP-dc:Title", "IPTC:ObjectName"


@pytest.mark.parametrize(
    ("raw", "title", "object_name"),
    [
        ({TITLE: "Old", f"{TITLE}-es": "Viejo", OBJECT: "Old"}, "New", "New"),  # the headline came from it
        ({TITLE: "Old", "XMP-photoshop:Headline": "Old"}, "New", None),
        ({TITLE: "Number 7", OBJECT: "7", "XMP-photoshop:Headline": "Old"}, "Number 7", "7"),
        ({TITLE: "DSC_1234.JPG"}, "DSC_1234.JPG", None),
        ({}, None, None),
    ],
)
def test_a_title_that_was_the_headline_follows_it(
    raw: dict[str, str], title: str | None, object_name: str | None
) -> None:
    told = properties(Photograph(headline="New"), Words(), "JPEG", raw)
    left = {name: text for name, text in raw.items() if name not in told.removed} | told.tags
    assert (left.get(TITLE), left.get(OBJECT)) == (title, object_name)
    assert (f"{TITLE}-es" in told.tags, TITLE in told.removed) == (False, title == "New")


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(children=1) as made:
        yield made


@pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not on this machine")
def test_exiftool_writes_what_stays(sandbox: Sandbox, tmp_path: Path) -> None:
    came = builders.picture_file(tmp_path / "came.jpg")
    notes = tmp_path / "notes.json"
    notes.write_text(json.dumps([{"SourceFile": str(came), **RAW}]))
    command = ["exiftool", "-q", "-n", "-overwrite_original", f"-json={notes}", str(came)]
    subprocess.run(command, check=True, capture_output=True)
    reader = MetadataReader(sandbox)
    raw = reader.read(came).raw
    told = properties(record(), Words(), "JPEG", raw, location=True)
    MetadataWriter(sandbox).write(came, tmp_path / "copy", told.tags, told.removed, location=True)
    found = reader.read(tmp_path / "copy").raw
    for tag in (structures.ARTWORK, structures.SHOWN, structures.LICENSOR):
        assert found[tag] == raw[tag]
    assert found[structures.PEOPLE] == raw[structures.PEOPLE][:1]
