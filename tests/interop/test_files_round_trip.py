"""Every property of a record is written into a copy, and exiftool alone reads it back."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from archive.catalogue.models import Authority, Named, Photograph
from archive.interop.properties import Properties, Words, properties
from archive.media.exiftool import MetadataReader
from archive.media.sandbox import Sandbox
from archive.media.values import Refused
from archive.media.writing import MISSING, MetadataWriter
from tests import builders

FORMATS = ("JPEG", "TIFF", "PNG", "WEBP", "AVIF")
HARD = 'Café & <b>“líneas”</b> &amp; &#xa; $HOME @x #[CSTR] \\n | {a=b}, [c]; "q" \u202eRTL\n\n -o second'
LONG = "Ñandú " * 700  # 4,900 bytes, more than IIM's 2,000

pytestmark = pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not on this machine")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(children=1) as made:
        yield made


@pytest.fixture
def writer(sandbox: Sandbox) -> MetadataWriter:
    return MetadataWriter(sandbox)


def record(**changes: Any) -> Photograph:
    """A record with every field, which no database has seen."""
    names = {
        "creator": ["Ana Ruiz", "Łucja & Søn"],
        "person": ["Björk, G.", "李雷"],
        "keyword": ["tram", "niño"],
    }
    values: dict[str, Any] = {
        "headline": "Tram & rain",
        "caption": HARD,
        "caption_language": "en",
        "caption_writer": "CW",
        "edtf": "1936-05-12",
        "date_text": "12 May 1936",
        "sublocation": "Plaza 1",
        "city": "Alicante",
        "region": "Valencia",
        "country": "Spain",
        "country_code": "ESP",
        "shown_sublocation": "Puerto",
        "shown_city": "Alcoy",
        "shown_region": "Valencia",
        "shown_country": "Spain",
        "shown_country_code": "ES",
        "credit_line": "Ana Ruiz/City museum",
        "source": "City museum",
        "copyright_notice": "© 1936 Ana Ruiz",
        "rights": "https://creativecommons.org/licenses/by/4.0/",
        "usage_terms": "Ask first.\nThen print.",
        "licensor": "Museum {shop}, https://example.org/a?b=1&c=2, shop@example.org",
        "instructions": "EMBARGO until 12 May 2099",
        "job_id": "J-7",
        "digital_source_type": "http://cv.iptc.org/newscodes/digitalsourcetype/negativeFilm",
        "artwork_maker": "A. Painter, sen.; B [workshop] & <C>",
        "artwork_title": "Rain, | {1} &lt;",
        "artwork_date": "about 1900",
        "artwork_source": "Gallery",
        "alternatives": {
            "headline": {"es": "Tranvía"},
            "caption": {"es": "Un tranvía.\nDos.", "ar": "ترام"},
            "copyright_notice": {"es": "© 1936 Ana Ruiz, derechos"},
            "usage_terms": {"es": "Pregunte."},
        },
    } | changes
    made = Photograph(**values)
    made.names = [
        Named(authority=Authority(kind=kind, name=name), position=place)
        for kind, some in names.items()
        for place, name in enumerate(some)
    ]
    return made


WORDS = Words(
    alt={"en": "A tram.", "es-MX": "Un tranvía.", "ar": "ترام في المطر", "zh-Hant": "雨中的電車"},
    long={"en": "First part.\n\nSecond <part>.", "es": "Primera."},
)
XMP = {
    "XMP-photoshop:Headline": "Tram & rain",
    "XMP-dc:Title": "Tram & rain",
    "XMP-dc:Title-en": "Tram & rain",
    "XMP-dc:Title-es": "Tranvía",
    "XMP-dc:Description": HARD,
    "XMP-dc:Description-en": HARD,
    "XMP-dc:Description-es": "Un tranvía.\nDos.",
    "XMP-dc:Description-ar": "ترام",
    "XMP-photoshop:CaptionWriter": "CW",
    "XMP-dc:Creator": ["Ana Ruiz", "Łucja & Søn"],
    "XMP-photoshop:Credit": "Ana Ruiz/City museum",
    "XMP-photoshop:Source": "City museum",
    "XMP-dc:Rights": "© 1936 Ana Ruiz",
    "XMP-dc:Rights-es": "© 1936 Ana Ruiz, derechos",
    "XMP-xmpRights:WebStatement": "https://creativecommons.org/licenses/by/4.0/",
    "XMP-cc:License": "https://creativecommons.org/licenses/by/4.0/",
    "XMP-xmpRights:UsageTerms": "Ask first.\nThen print.",
    "XMP-xmpRights:UsageTerms-es": "Pregunte.",
    "XMP-iptcExt:PersonInImage": ["Björk, G.", "李雷"],
    "XMP-dc:Subject": ["tram", "niño"],
    "XMP-iptcCore:Location": "Plaza 1",
    "XMP-photoshop:City": "Alicante",
    "XMP-photoshop:State": "Valencia",
    "XMP-photoshop:Country": "Spain",
    "XMP-iptcCore:CountryCode": "ESP",
    "XMP-photoshop:TransmissionReference": "J-7",
    "XMP-iptcExt:DigitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/negativeFilm",
    "XMP-photoshop:DateCreated": "1936:05:12",
    "XMP-iptcExt:LocationCreated": [
        {
            "City": "Alicante",
            "CountryCode": "ESP",
            "CountryName": "Spain",
            "ProvinceState": "Valencia",
            "Sublocation": "Plaza 1",
        }
    ],
    "XMP-iptcExt:LocationShown": [
        {
            "City": "Alcoy",
            "CountryCode": "ES",
            "CountryName": "Spain",
            "ProvinceState": "Valencia",
            "Sublocation": "Puerto",
        }
    ],
    "XMP-iptcExt:ArtworkOrObject": [
        {
            "AOCircaDateCreated": "about 1900",
            "AOCreator": ["A. Painter, sen.", "B [workshop] & <C>"],
            "AOSource": "Gallery",
            "AOTitle": "Rain, | {1} &lt;",
        }
    ],
    "XMP-plus:Licensor": [
        {
            "LicensorEmail": "shop@example.org",
            "LicensorName": "Museum {shop}",
            "LicensorURL": "https://example.org/a?b=1&c=2",
        }
    ],
    "XMP-iptcCore:AltTextAccessibility": "A tram.",
    "XMP-iptcCore:AltTextAccessibility-en": "A tram.",
    "XMP-iptcCore:AltTextAccessibility-es-MX": "Un tranvía.",
    "XMP-iptcCore:AltTextAccessibility-ar": "ترام في المطر",
    "XMP-iptcCore:AltTextAccessibility-zh-hant": "雨中的電車",
    "XMP-iptcCore:ExtDescrAccessibility": "First part.\n\nSecond <part>.",
    "XMP-iptcCore:ExtDescrAccessibility-en": "First part.\n\nSecond <part>.",
    "XMP-iptcCore:ExtDescrAccessibility-es": "Primera.",
}
EXIF = {
    "IFD0:ImageDescription": HARD,
    "IFD0:Artist": "Ana Ruiz; Łucja & Søn",
    "IFD0:Copyright": "© 1936 Ana Ruiz",
    "ExifIFD:DateTimeOriginal": "1936:05:12   :  :  ",
}
IIM = {
    "IPTC:Headline": "Tram & rain",
    "IPTC:Caption-Abstract": HARD,
    "IPTC:Writer-Editor": "CW",
    "IPTC:By-line": ["Ana Ruiz", "Łucja & Søn"],
    "IPTC:Credit": "Ana Ruiz/City museum",
    "IPTC:Source": "City museum",
    "IPTC:CopyrightNotice": "© 1936 Ana Ruiz",
    "IPTC:Keywords": ["tram", "niño"],
    "IPTC:Sub-location": "Plaza 1",
    "IPTC:City": "Alicante",
    "IPTC:Province-State": "Valencia",
    "IPTC:Country-PrimaryLocationName": "Spain",
    "IPTC:Country-PrimaryLocationCode": "ESP",
    "IPTC:OriginalTransmissionReference": "J-7",
    "IPTC:DateCreated": "1936:05:12",
}


def made(folder: Path, kind: str) -> Path:
    """A picture named as the store names files: without an ending."""
    path = folder / f"original-{kind}"
    path.write_bytes(builders.picture(format=kind))
    return path


def pixels(path: Path) -> str:
    """The hash of what Pillow decodes."""
    with Image.open(path) as image:
        return hashlib.sha256(repr((image.size, image.mode)).encode() + image.tobytes()).hexdigest()


def read(path: Path) -> dict[str, Any]:
    """What exiftool alone reads, in the groups that carry words."""
    command = ["exiftool", "-n", "-G1", "-struct", "-j", str(path)]
    answer = subprocess.run(command, capture_output=True, check=True)
    found: dict[str, Any] = json.loads(answer.stdout, parse_int=str, parse_float=str)[0]
    return found


def tell(path: Path, *changes: str) -> None:
    """Write into a file with exiftool alone."""
    command = ["exiftool", "-q", "-n", "-overwrite_original", *changes, str(path)]
    subprocess.run(command, capture_output=True, check=True)


def copied(
    writer: MetadataWriter, source: Path, told: Properties, *, location: bool = False
) -> dict[str, Any]:
    target = source.with_name(f"{source.name}.copy")
    writer.write(source, target, told.tags, told.removed, location=location, recoded=told.recoded)
    assert sorted(path.name for path in source.parent.iterdir()) == [source.name, target.name]
    return read(target)


@pytest.mark.parametrize("kind", FORMATS)
def test_every_property_is_read_back_by_exiftool_alone(
    kind: str, tmp_path: Path, writer: MetadataWriter
) -> None:
    source = made(tmp_path, kind)
    before = source.read_bytes()
    told = properties(record(), WORDS, kind, location=True)
    found = copied(writer, source, told, location=True)
    wanted = XMP | EXIF | (IIM if kind in {"JPEG", "TIFF", "PNG"} else {})
    assert {name: found.get(name) for name in wanted} == wanted
    words = ("XMP-", "IPTC:")
    own = {"XMP-x:XMPToolkit", "IPTC:CodedCharacterSet"}
    assert {name for name in found if name.startswith(words) and "RecordVersion" not in name} - own == {
        name for name in wanted if name.startswith(words)
    }
    assert "EMBARGO" not in json.dumps(found)
    assert told.cut == ()
    assert source.read_bytes() == before
    assert pixels(tmp_path / f"{source.name}.copy") == pixels(source)


@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG"])
def test_what_iim_has_no_room_for_is_whole_in_xmp_and_named(
    kind: str, tmp_path: Path, writer: MetadataWriter
) -> None:
    told = properties(record(caption=LONG, credit_line="é" * 20), WORDS, kind)
    found = copied(writer, made(tmp_path, kind), told)
    assert told.cut == ("caption", "credit_line")
    assert found["XMP-dc:Description"] == LONG.strip()
    assert found["XMP-photoshop:Credit"] == "é" * 20
    assert found["IPTC:Credit"] == "é" * 16
    assert LONG.startswith(found["IPTC:Caption-Abstract"])
    assert 1990 < len(found["IPTC:Caption-Abstract"].encode()) <= 2000


@pytest.mark.parametrize("kind", FORMATS)
def test_places_stay_out_unless_chosen(kind: str, tmp_path: Path, writer: MetadataWriter) -> None:
    source = made(tmp_path, kind)
    secret = [
        "-EXIF:GPSLatitude=48.51",
        "-EXIF:GPSLatitudeRef=N",
        "-XMP-exif:GPSLatitude=48.51",
        "-XMP-iptcCore:Location=Secret lane",
        "-XMP-iptcExt:LocationShown=[{Sublocation=Secret lane,GPSLatitude=48.51}]",
        "-XMP-iptcExt:LocationCreated=[{Sublocation=Secret lane,LocationName=Secret lane}]",
        "-XMP-drone-dji:GpsLatitude=48.51",
    ]
    tell(source, *secret, *(["-IPTC:Sub-location=Secret lane"] if kind == "JPEG" else []))
    assert "Secret lane" in json.dumps(read(source))
    found = copied(writer, source, properties(record(), WORDS, kind))
    assert not [name for name in found if "GPS" in name.upper()]
    assert "Secret" not in json.dumps(found)
    assert "Plaza 1" not in json.dumps(found)
    assert found["XMP-photoshop:City"] == "Alicante"
    (tmp_path / f"{source.name}.copy").unlink()
    found = copied(writer, source, properties(record(), WORDS, kind, location=True), location=True)
    assert found["GPS:GPSLatitude"] == "48.51"
    assert found["XMP-iptcCore:Location"] == "Plaza 1"


def test_what_the_record_does_not_say_leaves_the_copy_and_the_rest_stays(
    tmp_path: Path, writer: MetadataWriter
) -> None:
    source = made(tmp_path, "JPEG")
    tell(
        source,
        "-XMP-iptcCore:AltTextAccessibility=Not approved",
        "-XMP-iptcCore:AltTextAccessibility-fr=Pas approuvé",
        "-XMP-photoshop:Instructions=EMBARGO",
        "-IPTC:SpecialInstructions=EMBARGO",
        "-XMP-iptcExt:PersonInImage=Somebody else",
        "-IPTC:Keywords=old",
        "-IFD0:Make=Leica",
        "-ExifIFD:ISO=400",
        "-XMP-xmp:Rating=4",
    )
    bare = Photograph(headline="Only this", alternatives={})
    found = copied(writer, source, properties(bare, Words(), "JPEG"))
    words = json.dumps(found)
    assert not [one for one in ("approved", "approuv", "EMBARGO", "Somebody", "old") if one in words]
    assert (found["IFD0:Make"], found["ExifIFD:ISO"], found["XMP-xmp:Rating"]) == ("Leica", "400", "4")


def test_other_iim_is_written_anew_where_it_was_not_in_utf_8(tmp_path: Path, writer: MetadataWriter) -> None:
    source = made(tmp_path, "JPEG")
    tell(source, "-IPTC:Category=Pé", "-IPTC:Keywords=old", "-IPTC:City=Mé")
    raw = read(source)
    assert "IPTC:CodedCharacterSet" not in raw
    found = copied(writer, source, properties(record(), WORDS, "JPEG", raw))
    assert found["IPTC:Category"] == "Pé"
    assert found["IPTC:Keywords"] == ["tram", "niño"]
    assert found["IPTC:City"] == "Alicante"


@pytest.mark.parametrize(
    ("edtf", "words", "wanted"),
    [
        ("1936", "1936", {"XMP-photoshop:DateCreated": "1936", "IPTC:DateCreated": "1936:00:00"}),
        ("1936-05", "", {"XMP-photoshop:DateCreated": "1936:05", "IPTC:DateCreated": "1936:05:00"}),
        ("1950~", "about 1950", {"XMP-photoshop:DateCreated": "1950", "XMP-dc:Coverage": "about 1950"}),
        ("1935/1940", "", {"XMP-dc:Coverage": "1935 to 1940", "XMP-photoshop:DateCreated": None}),
        ("", "", {"XMP-dc:Coverage": None, "XMP-photoshop:DateCreated": None, "IPTC:DateCreated": None}),
    ],
)
def test_dates_go_out_as_far_as_a_part_of_the_file_can_say_them(
    edtf: str, words: str, wanted: dict[str, str | None], tmp_path: Path, writer: MetadataWriter
) -> None:
    source = made(tmp_path, "JPEG")
    tell(source, "-XMP-photoshop:DateCreated=1999:01:01", "-IPTC:DateCreated=1999:01:01")
    found = copied(
        writer, source, properties(record(edtf=edtf, date_text=words), WORDS, "JPEG", read(source))
    )
    assert {name: found.get(name) for name in wanted} == wanted
    assert "ExifIFD:DateTimeOriginal" not in found


@pytest.mark.parametrize(("day", "stays"), [("1936:05:12", True), ("2004:06:21", False)])
def test_the_time_of_day_of_the_same_day_stays(
    day: str, *, stays: bool, tmp_path: Path, writer: MetadataWriter
) -> None:
    source = made(tmp_path, "JPEG")
    tell(
        source,
        f"-ExifIFD:DateTimeOriginal={day} 23:37:53",
        f"-XMP-photoshop:DateCreated={day} 23:37:53",
        f"-IPTC:DateCreated={day}",
        "-IPTC:TimeCreated=23:37:53+00:00",
    )
    found = copied(writer, source, properties(record(), WORDS, "JPEG", read(source)))
    if stays:
        assert found["ExifIFD:DateTimeOriginal"] == found["XMP-photoshop:DateCreated"] == f"{day} 23:37:53"
        assert found["IPTC:TimeCreated"] == "23:37:53+00:00"
    else:
        assert found["ExifIFD:DateTimeOriginal"] == "1936:05:12   :  :  "
        assert found["XMP-photoshop:DateCreated"] == found["IPTC:DateCreated"] == "1936:05:12"
        assert "IPTC:TimeCreated" not in found


def test_the_default_language_is_the_one_the_file_had(tmp_path: Path, writer: MetadataWriter) -> None:
    raw = {"XMP-iptcCore:AltTextAccessibility": "Un tranvía."}
    found = copied(writer, made(tmp_path, "WEBP"), properties(record(), WORDS, "WEBP", raw))
    assert found["XMP-iptcCore:AltTextAccessibility"] == "Un tranvía."


def test_a_file_that_cannot_be_written_is_refused_in_words_and_leaves_nothing(
    tmp_path: Path, writer: MetadataWriter
) -> None:
    source = tmp_path / "original"
    source.write_bytes(builders.picture()[:200])
    with pytest.raises(Refused, match="kept as it was") as refused:
        writer.write(source, tmp_path / "copy", {"XMP-dc:Creator": ["A"]})
    assert str(tmp_path) not in refused.value.reason
    assert list(tmp_path.iterdir()) == [source]


def test_without_exiftool_it_says_so(tmp_path: Path, sandbox: Sandbox) -> None:
    writer = MetadataWriter(sandbox, "no-such-program")
    assert not writer.available
    with pytest.raises(Refused) as refused:
        writer.write(made(tmp_path, "JPEG"), tmp_path / "copy", {})
    assert refused.value.reason == MISSING


def test_what_was_written_is_what_an_import_reads(
    tmp_path: Path, writer: MetadataWriter, sandbox: Sandbox
) -> None:
    from archive.ingest import embedded

    source = made(tmp_path, "JPEG")
    target = tmp_path / "copy"
    told = properties(record(), WORDS, "JPEG", location=True)
    writer.write(source, target, told.tags, told.removed, location=True)
    with MetadataReader(sandbox) as reader:
        got = embedded.read(reader.read(target).raw, "en")
    texts = {(one.kind, one.language): one.text for one in got.partial["descriptions"]}
    assert texts == {("alt", code): text for code, text in WORDS.alt.items()} | {
        ("long", code): text for code, text in WORDS.long.items()
    }
    same = ("headline", "caption_language", "credit_line", "copyright_notice", "rights", "usage_terms")
    values = record().values()
    assert {name: got.partial[name] for name in same} == {name: values[name] for name in same}
    assert got.partial["edtf"] == "1936-05-12"
    assert got.partial["creators"] == values["creators"]


CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "images"


@pytest.mark.skipif(
    not CORPUS.is_dir(),
    reason="the collected test pictures are not on this machine (../shared/corpus/images)",
)
@pytest.mark.parametrize(
    ("name", "gone"),
    [
        ("provenance/C.jpg", "JUMBF"),  # a signature
        ("formats/frozenpond.mpo", "MPImage2"),  # a second frame with EXIF of its own
        ("made/huge-xmp.jpg", "Ignored non-standard extended XMP"),  # XMP that exiftool leaves as it is
    ],
)
def test_what_cannot_be_kept_right_leaves_the_copy(
    name: str, gone: str, tmp_path: Path, writer: MetadataWriter
) -> None:
    source = tmp_path / "original"
    shutil.copyfile(CORPUS / name, source)
    raw = read(source)
    assert gone in json.dumps(raw)
    found = copied(writer, source, properties(record(), WORDS, "JPEG", raw))
    assert gone not in json.dumps(found)
    assert found["XMP-photoshop:Headline"] == "Tram & rain"
    assert pixels(tmp_path / "original.copy") == pixels(source)
