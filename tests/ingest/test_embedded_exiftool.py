"""Every property of the record, written into real files by exiftool and read back as the archive reads."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from archive.catalogue import photographs
from archive.catalogue.fields import FIELDS
from archive.descriptions import workflow
from archive.ingest import embedded
from archive.ingest.embedded import Read, Words
from archive.ingest.run import attach_upload
from tests import builders

# Decided by people, or told by nothing that IPTC has a property for.
NOT_IN_FILES = {"content_advisory", "embargo", "kind", "visible_words", "date_text"}
SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/negativeFilm"
# The record's field: what it shall hold, and what exiftool writes of it.
XMP: dict[str, tuple[object, dict[str, object]]] = {
    "headline": ("Trams in the rain", {"XMP-photoshop:Headline": "Trams in the rain"}),
    "caption": (
        "A tram waits.\n\nIt rains — still.",
        {"XMP-dc:Description": "A tram waits.\n\nIt rains — still."},
    ),
    "caption_language": ("en", {}),
    "caption_writer": ("Bo Li", {"XMP-photoshop:CaptionWriter": "Bo Li"}),
    "edtf": ("1936-05-12", {"XMP-photoshop:DateCreated": "1936:05:12"}),
    "sublocation": (
        "Tram stop",
        {
            "XMP-iptcExt:LocationCreated": [
                {
                    "Sublocation": "Tram stop",
                    "City": "Łódź",
                    "ProvinceState": "Łódź Voivodeship",
                    "CountryName": "Poland",
                    "CountryCode": "PL",
                }
            ]
        },
    ),
    "city": ("Łódź", {}),
    "region": ("Łódź Voivodeship", {}),
    "country": ("Poland", {}),
    "country_code": ("PL", {}),
    "shown_sublocation": (
        "Harbour",
        {
            "XMP-iptcExt:LocationShown": [
                {
                    "Sublocation": "Harbour",
                    "City": "Gdynia",
                    "ProvinceState": "Pomerania",
                    "CountryName": "Polska",
                    "CountryCode": "POL",
                },
                {"City": "Sopot"},
            ]
        },
    ),
    "shown_city": ("Gdynia", {}),
    "shown_region": ("Pomerania", {}),
    "shown_country": ("Polska", {}),
    "shown_country_code": ("POL", {}),
    "credit_line": ("Made-up Press/Roe", {"XMP-photoshop:Credit": "Made-up Press/Roe"}),
    "source": ("Made-up Press", {"XMP-photoshop:Source": "Made-up Press"}),
    "copyright_notice": ("© 1936 Made-up Press", {"XMP-dc:Rights": "© 1936 Made-up Press"}),
    "rights": (
        "https://creativecommons.org/licenses/by/4.0/",
        {"XMP-xmpRights:WebStatement": "https://creativecommons.org/licenses/by/4.0/"},
    ),
    "usage_terms": ("Ask before use", {"XMP-xmpRights:UsageTerms": "Ask before use"}),
    "licensor": (
        "Acme, https://acme.example/buy, desk@acme.example, +48 1, +48 2",
        {
            "XMP-plus:Licensor": [
                {
                    "LicensorName": "Acme",
                    "LicensorURL": "https://acme.example/buy",
                    "LicensorEmail": "desk@acme.example",
                    "LicensorTelephone1": "+48 1",
                    "LicensorTelephone2": "+48 2",
                }
            ]
        },
    ),
    "instructions": ("Not for the front page", {"XMP-photoshop:Instructions": "Not for the front page"}),
    "job_id": ("LOD-77", {"XMP-photoshop:TransmissionReference": "LOD-77"}),
    "digital_source_type": (SOURCE_TYPE, {"XMP-iptcExt:DigitalSourceType": SOURCE_TYPE}),
    "artwork_maker": (
        "Ana Paz",
        {
            "XMP-iptcExt:ArtworkOrObject": [
                {
                    "AOCreator": ["Ana Paz"],
                    "AOTitle": "Quay",
                    "AODateCreated": "1928:03:04",
                    "AOSource": "Harbour Museum",
                }
            ]
        },
    ),
    "artwork_title": ("Quay", {}),
    "artwork_date": ("1928-03-04", {}),
    "artwork_source": ("Harbour Museum", {}),
    "creators": (("Jane Roe", "José Núñez"), {"XMP-dc:Creator": ["Jane Roe", "José Núñez"]}),
    "people": (
        ("Zoë Ask", "Luis Mora"),
        {
            "XMP-iptcExt:PersonInImage": ["Zoë Ask"],
            "XMP-iptcExt:PersonInImageWDetails": [{"PersonName": "Luis Mora"}],
        },
    ),
    "keywords": (("tram", "rain"), {"XMP-dc:Subject": ["tram", "rain"]}),
}
IIM: dict[str, tuple[object, dict[str, object]]] = {
    "headline": ("Trams in the rain", {"IPTC:Headline": "Trams in the rain"}),
    "caption": ("A tram waits — still.", {"IPTC:Caption-Abstract": "A tram waits — still."}),
    "caption_writer": ("Bo Li", {"IPTC:Writer-Editor": "Bo Li"}),
    "edtf": ("1936-05-12", {"IPTC:DateCreated": "1936:05:12"}),
    "sublocation": ("Tram stop", {"IPTC:Sub-location": "Tram stop"}),
    "city": ("Łódź", {"IPTC:City": "Łódź"}),
    "region": ("Pomerania", {"IPTC:Province-State": "Pomerania"}),
    "country": ("Poland", {"IPTC:Country-PrimaryLocationName": "Poland"}),
    "country_code": ("POL", {"IPTC:Country-PrimaryLocationCode": "POL"}),
    "credit_line": ("Made-up Press/Roe", {"IPTC:Credit": "Made-up Press/Roe"}),
    "source": ("Made-up Press", {"IPTC:Source": "Made-up Press"}),
    "copyright_notice": ("© 1936 Made-up Press", {"IPTC:CopyrightNotice": "© 1936 Made-up Press"}),
    "instructions": ("Not for the front page", {"IPTC:SpecialInstructions": "Not for the front page"}),
    "job_id": ("LOD-77", {"IPTC:OriginalTransmissionReference": "LOD-77"}),
    "creators": (("Jane Roe", "José Núñez"), {"IPTC:By-line": ["Jane Roe", "José Núñez"]}),
    "keywords": (("tram", "rain"), {"IPTC:Keywords": ["tram", "rain"]}),
}
EXIF: dict[str, tuple[object, dict[str, object]]] = {
    "caption": ("A tram waits — still.", {"IFD0:ImageDescription": "A tram waits — still."}),
    "edtf": ("1936-05-12", {"ExifIFD:DateTimeOriginal": "1936:05:12 10:11:12"}),
    "copyright_notice": ("© 1936 Made-up Press", {"IFD0:Copyright": "© 1936 Made-up Press"}),
    "creators": (("Jane Roe", "José Núñez"), {"IFD0:Artist": "Jane Roe; José Núñez"}),
}
# Kept as they were read: the record has no field for them.
KEPT = {
    "XMP-iptcExt:Event": "The great strike",
    "XMP-plus:ModelReleaseID": ["MR-1", "MR-2"],
    "XMP-plus:PropertyReleaseID": ["PR-1"],
}
ALT = "XMP-iptcCore:AltTextAccessibility"
FOUR = {"en": "A tram in the rain.", "es": "Un tranvía.", "fr": "Un tramway.", "de": "Eine Straßenbahn."}


@pytest.fixture(scope="module", autouse=True)
def _exiftool() -> None:
    if shutil.which("exiftool") is None:
        reason = "exiftool is not installed, so nothing could be written to be read back."
        print(reason, file=sys.stderr)  # noqa: T201 - a skipped test says why
        pytest.skip(reason)


def written(path: Path, properties: dict[str, Any]) -> Path:
    """A picture into which exiftool wrote these properties."""
    builders.picture_file(path)
    told = path.with_suffix(".json")
    told.write_text(json.dumps([{"SourceFile": str(path), **properties}]))
    command = ["exiftool", "-q", "-q", "-overwrite_original", "-codedcharacterset=utf8", f"-json={told}"]
    subprocess.run([*command, "-struct", "-n", str(path)], check=True, timeout=60)
    return path


def raw_of(path: Path) -> dict[str, Any]:
    """What exiftool reads, with the options of the archive's own reading."""
    command = ["exiftool", "-n", "-e", "-G1", "-struct", "-j", str(path)]
    answer = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout
    found: dict[str, Any] = json.loads(answer)[0]
    return found


def read_of(table: dict[str, tuple[object, dict[str, object]]], path: Path) -> Read:
    properties = {key: value for _expected, keys in table.values() for key, value in keys.items()}
    return embedded.read(raw_of(written(path, properties)))


def test_the_table_of_properties_is_whole() -> None:
    assert set(XMP) == set(FIELDS) - NOT_IN_FILES


@pytest.mark.parametrize(("table", "name"), [(XMP, "xmp"), (IIM, "iim"), (EXIF, "exif")])
def test_every_property_is_read_back(
    table: dict[str, tuple[object, dict[str, object]]], name: str, tmp_path: Path
) -> None:
    read = read_of(table, tmp_path / f"{name}.jpg")
    expected = {field: value for field, (value, _keys) in table.items()}
    assert {field: read.partial.get(field) for field in expected} == expected
    codes = {finding.code for finding in read.findings}
    assert codes == ({"several-places", "artwork-maker"} if table is XMP else set())


def test_several_places_shown_are_named_and_kept(tmp_path: Path) -> None:
    read = read_of(XMP, tmp_path / "places.jpg")
    [several] = [finding for finding in read.findings if finding.code == "several-places"]
    assert "Sopot" in several.message


def test_what_the_record_has_no_field_for_is_kept_as_read(tmp_path: Path) -> None:
    raw = raw_of(written(tmp_path / "kept.jpg", KEPT))
    assert {key: raw[key] for key in KEPT if key != "XMP-plus:PropertyReleaseID"} == {
        key: value for key, value in KEPT.items() if key != "XMP-plus:PropertyReleaseID"
    }
    assert raw["XMP-plus:PropertyReleaseID"] in ("PR-1", ["PR-1"])
    assert embedded.read(raw) == Read({}, ())


def test_texts_come_in_every_language(tmp_path: Path) -> None:
    properties: dict[str, Any] = {}
    for key, text in (
        ("XMP-dc:Title", "Rain"),
        ("XMP-dc:Description", "It rains"),
        ("XMP-dc:Rights", "Ours"),
        ("XMP-xmpRights:UsageTerms", "Ask"),
    ):
        properties |= {
            key: text,
            f"{key}-en": text,
            f"{key}-es": f"{text} (es)",
            f"{key}-pt-BR": f"{text} (pt)",
        }
    read = embedded.read(raw_of(written(tmp_path / "texts.jpg", properties)), "de")
    told = {"headline": "Rain", "caption": "It rains", "copyright_notice": "Ours", "usage_terms": "Ask"}
    assert {name: read.partial[name] for name in told} == told
    assert read.partial["caption_language"] == "en"
    assert read.partial["alternatives"] == {
        name: {"es": f"{text} (es)", "pt-BR": f"{text} (pt)"} for name, text in told.items()
    }
    assert read.findings == ()


def test_parts_of_a_file_that_differ_are_named(tmp_path: Path) -> None:
    properties = {
        "XMP-dc:Description": "A tram.",
        "IPTC:Caption-Abstract": "A bus.",
        "IFD0:ImageDescription": "A cart.",
        "XMP-dc:Creator": ["Jane Roe"],
        "IFD0:Artist": "John Doe",
    }
    read = embedded.read(raw_of(written(tmp_path / "differ.jpg", properties)))
    assert (read.partial["caption"], read.partial["creators"]) == ("A tram.", ("Jane Roe",))
    told = [finding.message for finding in read.findings if finding.code == "conflict"]
    assert "“A tram.” (XMP) and “A bus.” (IIM)" in told[0]
    assert "“A tram.” (XMP) and “A cart.” (EXIF)" in told[1]
    assert "“Jane Roe” (XMP) and “John Doe” (EXIF)" in told[2]


def test_four_languages_of_alt_text_become_four_texts_for_review(tmp_path: Path) -> None:
    """They wait for a person who answers for them; accepted, each is in review. Readers see none before."""
    properties = {ALT: FOUR["en"]} | {f"{ALT}-{code}": text for code, text in FOUR.items()}
    path = written(tmp_path / "four.jpg", properties)
    read = embedded.read(raw_of(path))
    assert set(read.partial["descriptions"]) == {Words("alt", code, text) for code, text in FOUR.items()}
    parts = builders.archive(tmp_path / "home", exiftool="exiftool")
    try:
        accession = builders.photograph(parts)
        with path.open("rb") as stream:
            attach_upload(parts.tools, builders.ARCHIVIST, accession, stream, path.name, "recto")
        with parts.db.reading() as session:
            texts = workflow.of(session, photographs.get(session, accession))
            told = {text.language: (text.text, text.origin, text.status) for text in texts}
        with parts.db.writing() as session:
            for text in workflow.of(session, photographs.get(session, accession)):
                workflow.accept(session, builders.ARCHIVIST, text.id, version=text.version)
        with parts.db.reading() as session:
            texts = workflow.of(session, photographs.get(session, accession))
            accepted = {text.language: (text.text, text.status) for text in texts}
    finally:
        parts.close()
    assert told == {code: (text, "file", "in-review") for code, text in FOUR.items()}
    assert accepted == {code: (text, "in-review") for code, text in FOUR.items()}
