"""The date that a copy carries is the date that an import reads of it, whatever the original's clocks say."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import dates
from archive.catalogue.models import Photograph
from archive.ingest import embedded
from archive.interop.properties import Words, properties
from archive.media.exiftool import MetadataReader
from archive.media.sandbox import Sandbox
from archive.media.writing import MetadataWriter
from tests import builders

pytestmark = pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not on this machine")
CLOCKS = ("ExifIFD:DateTimeOriginal", "ExifIFD:CreateDate", "XMP-exif:DateTimeOriginal", "XMP-xmp:CreateDate")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(children=1) as made:
        yield made


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scan of 2004, with a stale date of its own."""
    path = tmp_path_factory.mktemp("dates") / "original"
    path.write_bytes(builders.picture())
    told = [f"-{name}=2004:06:21 23:37:53" for name in CLOCKS]
    told += ["-XMP-exif:DateTimeDigitized=2004:06:21 23:37:53", "-ExifIFD:SubSecTimeOriginal=12"]
    told += ["-XMP-photoshop:DateCreated=2004:06:21", "-IPTC:DateCreated=2004:06:21"]
    told += ["-XMP-dc:Coverage=about 1999"]
    command = ["exiftool", "-q", "-n", "-overwrite_original", *told, str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("1950~", ""),
        ("1950~", "hacia 1950"),
        ("1936-05-12?", ""),
        ("1935/1940", ""),
        ("[1914..1918]", ""),
        ("193X", ""),
        ("1968-22", "written otherwise"),
        ("[..1899]", ""),
        ("1936-05-XX", ""),
        ("{1914,1918}", ""),
        ("1936-05-12T10:00:00", ""),
        ("1936-05-12", ""),
        ("1936-05", ""),
        ("1936", ""),
        ("", "no date"),
    ],
)
def test_what_was_written_is_what_an_import_reads(
    edtf: str, words: str, language: str, original: Path, sandbox: Sandbox, tmp_path: Path
) -> None:
    record = Photograph(edtf=edtf, date_text=words, caption_language="es" if "hacia" in words else "")
    reader = MetadataReader(sandbox)
    raw = reader.read(original).raw
    told = properties(record, Words(), "JPEG", raw)
    copy = tmp_path / "copy"
    MetadataWriter(sandbox).write(original, copy, told.tags, told.removed)
    found = reader.read(copy).raw
    read = embedded.read(found, language)
    assert read.partial.get("edtf", "") == edtf
    assert [finding for finding in read.findings if finding.field == "edtf"] == []
    assert "2004" not in "".join(str(found.get(name, "")) for name in CLOCKS)
    if words == "hacia 1950":
        assert read.partial["date_text"] == words


def test_the_time_of_day_stays_where_the_day_is_the_records(
    original: Path, sandbox: Sandbox, tmp_path: Path
) -> None:
    raw = MetadataReader(sandbox).read(original).raw
    told = properties(Photograph(edtf="2004-06-21"), Words(), "JPEG", raw)
    MetadataWriter(sandbox).write(original, tmp_path / "copy", told.tags, told.removed)
    found = MetadataReader(sandbox).read(tmp_path / "copy").raw
    assert {found[name] for name in CLOCKS} == {"2004:06:21 23:37:53"}
    assert found["ExifIFD:SubSecTimeOriginal"] == "12"
    assert "XMP-dc:Coverage" not in found


@pytest.mark.parametrize(
    ("coverage", "stamp", "edtf"),
    [
        ("Spain", "1936", "1936"),
        ("about 1936", "1936", "1936~"),
        ("1914/1918", "1916", "1916"),
        ("about 1950", "1936", "1936"),
        ("entre 1914 y 1918", "", "[1914..1918]"),
        ("1936", "1936-05-12", "1936-05-12"),
        ("1936", "", "1936"),
    ],
)
def test_a_coverage_counts_where_it_is_the_same_date_or_stands_alone(
    coverage: str, stamp: str, edtf: str
) -> None:
    raw = {"XMP-dc:Coverage": coverage} | ({"XMP-photoshop:DateCreated": stamp} if stamp else {})
    read = embedded.read(raw, "en")
    assert read.partial["edtf"] == edtf
    conflicts = [finding.code for finding in read.findings if finding.field == "edtf"]
    assert conflicts == (["conflict"] if coverage == "about 1950" else [])
    assert dates.parse_edtf(str(read.partial["edtf"]))


def test_a_place_as_coverage_stays_only_with_the_location() -> None:
    raw = {"XMP-dc:Coverage": "Plaza 1"}
    for location in (False, True):
        told = properties(Photograph(edtf="1936"), Words(), "JPEG", raw, location=location)
        assert ("XMP-dc:Coverage" in told.removed) is not location
