import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from archive.media import derive, rdf
from archive.media.exiftool import MetadataReader
from archive.media.sandbox import Sandbox
from archive.media.values import Attribution
from archive.media.xmp import exif, packet
from tests.media.picture_makers import quarters, saved, xmp

WORDS = Attribution(
    creators=("José Pérez <1>", "B & C"),
    credit_line='Foto: "José"',
    copyright_notice="© 2024 José Pérez",
    usage_terms="Ask first.\nThen print.",
    rights="https://creativecommons.org/licenses/by/4.0/",
    alt={"en": "Two people shake hands", "es-MX": "Dos personas se dan la mano", "ar": "شخصان يتصافحان"},
)
KEPT = {
    "XMP-dc:Creator": ["José Pérez <1>", "B & C"],
    "XMP-photoshop:Credit": 'Foto: "José"',
    "XMP-dc:Rights": "© 2024 José Pérez",
    "XMP-xmpRights:UsageTerms": "Ask first.\nThen print.",
    "XMP-xmpRights:WebStatement": "https://creativecommons.org/licenses/by/4.0/",
    "XMP-iptcCore:AltTextAccessibility": "Two people shake hands",
    "XMP-iptcCore:AltTextAccessibility-en": "Two people shake hands",
    "XMP-iptcCore:AltTextAccessibility-es-MX": "Dos personas se dan la mano",
    "XMP-iptcCore:AltTextAccessibility-ar": "شخصان يتصافحان",
}


def test_what_is_written_reads_back() -> None:
    assert rdf.properties(packet(WORDS)) == KEPT


def test_nothing_to_say_writes_nothing() -> None:
    assert packet(Attribution(credit_line=" ", creators=("",), alt={"en": ""})) == b""
    assert len(exif(Attribution())) == 0


def test_characters_that_xml_forbids_are_left_out() -> None:
    written = packet(Attribution(credit_line="a\x00b\x0bc\ud800d\uffffe"))
    assert rdf.properties(written) == {"XMP-photoshop:Credit": "abcde"}


def test_one_segment_holds_the_longest_attribution() -> None:
    long = "&ب" * 5000
    words = Attribution((long,) * 50, long, long, long, long, dict.fromkeys(map(str, range(99)), long))
    Image.new("L", (1, 1)).save(io.BytesIO(), "JPEG", xmp=packet(words.bounded()))


def with_everything(tmp_path: Path) -> Path:
    """A photograph that says where it was taken in every way there is, and who it is by."""
    tags = Image.Exif()
    tags[0x010E] = "A secret place"
    tags.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 30.0), 3: "E", 4: (2.0, 17.0, 40.0)})
    body = (
        "<exif:GPSLatitude>48,51.5N</exif:GPSLatitude><photoshop:City>Secret City</photoshop:City>"
        "<core:Location>Secret Street</core:Location><dc:creator>Old Name</dc:creator>"
        "<ext:LocationShown><rdf:Bag><rdf:li ext:City='Secret Town'/></rdf:Bag></ext:LocationShown>"
    )
    return saved(quarters(), tmp_path / "a.jpg", "JPEG", exif=tags, xmp=xmp(body), comment=b"Secret comment")


def everything(path: Path, tool: str | None) -> dict[str, Any]:
    with Sandbox(children=1) as sandbox:
        return MetadataReader(sandbox, tool).read(path).raw


@pytest.mark.parametrize("tool", ["exiftool", None])
@pytest.mark.parametrize("suffix", ["jpg", "webp"])
def test_derivatives_name_their_maker_and_no_place(tmp_path: Path, suffix: str, tool: str | None) -> None:
    source = with_everything(tmp_path)
    derive.derive(source, tmp_path / "out", WORDS)
    before, after = everything(source, tool), everything(tmp_path / f"out/64.{suffix}", tool)
    assert "Secret City" in str(before)
    assert {key: after.get(key) for key in KEPT} == KEPT
    assert after["IFD0:Artist"] == "José Pérez <1>; B & C"
    assert after["IFD0:Copyright"] == "© 2024 José Pérez"
    assert not [key for key in after if "GPS" in key or "Location" in key or "City" in key]
    for secret in (b"Secret", b"secret", b"Old Name", b"GPS"):
        assert secret not in (tmp_path / f"out/64.{suffix}").read_bytes()
