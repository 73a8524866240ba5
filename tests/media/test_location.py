"""A copy without places has none: not where a standard puts them, not where some program does."""

from __future__ import annotations

import hashlib
import json
import shutil
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from archive.media import bare
from archive.media.sandbox import Sandbox
from archive.media.values import Refused
from archive.media.writing import MetadataWriter
from tests.media.location_makers import KEPT, KEPT_EXIF, SECRET, picture, plant, secrets

STILL = ("jpeg", "cmyk.jpeg", "pages.tiff", "png", "deep.png", "webp", "avif", "gif", "jp2")
MOVING = ("animated.png", "animated.webp", "animated.gif")

pytestmark = pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not on this machine")


@pytest.fixture(scope="module")
def writer() -> Iterator[MetadataWriter]:
    with Sandbox(children=1) as sandbox:
        yield MetadataWriter(sandbox)


def shown(path: Path) -> list[Any]:
    """What a program shows: each picture's pixels, how they are coloured and how large they are."""
    found: list[Any] = []
    with Image.open(path) as image:
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            found.append((image.size, image.mode, hashlib.sha256(image.tobytes()).hexdigest()))
            found.append([image.info.get(name) for name in ("icc_profile", "duration", "loop", "gamma")])
            found.append([round(side) for side in image.info.get("dpi", ())])
            found.append([image.info.get(name) for name in ("adobe", "adobe_transform", "transparency")])
    return found


def read(path: Path) -> dict[str, Any]:
    command = ["exiftool", "-n", "-G1", "-struct", "-j", str(path)]
    answer = subprocess.run(command, capture_output=True, check=True)
    found: dict[str, Any] = json.loads(answer.stdout, parse_int=str, parse_float=str)[0]
    return found


@pytest.mark.parametrize("name", STILL + MOVING)
def test_no_place_is_left_and_the_picture_is_the_same(
    name: str, tmp_path: Path, writer: MetadataWriter
) -> None:
    source, target = tmp_path / "original", tmp_path / "copy"
    plant(source, picture(name))
    before = source.read_bytes()
    assert len(secrets(before)) > 15
    writer.write(source, target, {"XMP-photoshop:Headline": "Ours"})
    assert secrets(target.read_bytes()) == []
    found = read(target)
    assert not [key for key in found if "GPS" in key]
    wanted = KEPT | {"XMP-photoshop:Headline": "Ours"} | ({} if name.endswith("gif") else KEPT_EXIF)
    assert {key: found.get(key) for key in wanted} == wanted
    assert shown(target) == shown(source)
    assert source.read_bytes() == before


@pytest.mark.parametrize("name", STILL)
def test_places_stay_where_they_are_chosen(name: str, tmp_path: Path, writer: MetadataWriter) -> None:
    source, target = tmp_path / "original", tmp_path / "copy"
    plant(source, picture(name))
    writer.write(source, target, {"XMP-photoshop:Headline": "Ours"}, location=True)
    found = read(target)
    assert found["XMP-exif:GPSLatitude"] == "48.51"
    assert name == "gif" or found["GPS:GPSLatitude"] == "48.51"
    assert found["XMP-dc:Coverage"] == f"{SECRET}coverage"


@pytest.mark.skipif(not shutil.which("heif-enc"), reason="heif-enc is not on this machine to make a HEIC")
def test_a_heic_has_no_place_left_and_the_same_picture(tmp_path: Path, writer: MetadataWriter) -> None:
    plain, source, target = tmp_path / "plain.png", tmp_path / "original.heic", tmp_path / "copy.heic"
    plain.write_bytes(picture("png"))
    made = subprocess.run(["heif-enc", str(plain), "-o", str(source)], check=False, capture_output=True)
    if made.returncode:
        pytest.skip("heif-enc here cannot make a HEIC")
    plant(source, source.read_bytes())
    assert len(secrets(source.read_bytes())) > 15
    writer.write(source, target, {"XMP-photoshop:Headline": "Ours"})
    assert secrets(target.read_bytes()) == []
    found = read(target)
    assert {key: found.get(key) for key in KEPT | KEPT_EXIF} == KEPT | KEPT_EXIF
    pictures = []
    for path in (source, target):
        out = path.with_suffix(".shown.png")
        subprocess.run(["heif-convert", str(path), str(out)], check=True, capture_output=True)
        with Image.open(out) as image:
            pictures.append((image.size, image.tobytes()))
    assert pictures[0] == pictures[1]


def test_what_describes_another_picture_than_the_main_one_goes_too(
    tmp_path: Path, writer: MetadataWriter
) -> None:
    source, target = tmp_path / "original", tmp_path / "copy"
    plant(source, picture("avif"))
    data = bytearray(source.read_bytes())
    place, pictures = -1, 0
    while (place := data.find(b"cdsc", place + 1)) > 0:
        data[place + 8 : place + 10] = b"\0\x63"  # an item's number that the main picture has not
        pictures += 1
    assert pictures == 2
    source.write_bytes(data)
    writer.write(source, target, {"XMP-photoshop:Headline": "Ours"})
    assert secrets(target.read_bytes()) == []
    assert read(target)["XMP-photoshop:Headline"] == "Ours"
    assert shown(target) == shown(source)


def test_what_exiftool_cannot_read_in_a_png_goes_too(tmp_path: Path, writer: MetadataWriter) -> None:
    source, target = tmp_path / "original", tmp_path / "copy"
    texts = PngInfo()
    texts.add_text("Raw profile type iptc", f"unreadable {SECRET}", zip=True)
    texts.add_text("Raw profile type iptc", f"\niptc\n 4\n1c{SECRET}")
    texts.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta {SECRET}")
    texts.add(b"eXIf", b"MM\0*" + SECRET.encode())
    Image.new("L", (32, 24)).save(source, "PNG", pnginfo=texts)
    writer.write(source, target, {"XMP-photoshop:Headline": "Ours", "IPTC:Headline": "Ours"})
    assert secrets(target.read_bytes()) == []
    found = read(target)
    assert found["XMP-photoshop:Headline"] == found["IPTC:Headline"] == "Ours"


def test_a_turned_avif_stays_turned(tmp_path: Path, writer: MetadataWriter) -> None:
    source, target = tmp_path / "original", tmp_path / "copy"
    with Image.open(Path(_written(tmp_path, "png"))) as image:
        exif = Image.Exif()
        exif[0x112] = 6
        image.save(source, "AVIF", exif=exif)
    assert b"irot" in source.read_bytes()
    writer.write(source, target, {})
    assert b"irot" in target.read_bytes()
    assert shown(target) == shown(source)


def test_the_second_page_of_a_tiff_has_no_words_either(tmp_path: Path, writer: MetadataWriter) -> None:
    source, target = tmp_path / "original", tmp_path / "copy"
    pages = [Image.new("L", (32, 24), shade) for shade in (40, 200)]
    tags = {270: f"{SECRET} page", 285: f"{SECRET} name", 65_000: f"{SECRET} private"}
    pages[0].save(source, "TIFF", save_all=True, append_images=pages[1:], tiffinfo=tags)
    assert len(secrets(source.read_bytes())) >= 3
    writer.write(source, target, {"IFD0:ImageDescription": "Ours"})
    assert secrets(target.read_bytes()) == []
    assert shown(target) == shown(source)
    assert read(target)["IFD0:ImageDescription"] == "Ours"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a" + bytes(7),
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s", 99, b"IHDR"),
        b"II*\0" + struct.pack("<I", 9999),
        b"RIFF\x20\0\0\0WEBPVP8 \xff\0\0\0" + bytes(12),
        struct.pack(">I4s", 99, b"ftyp") + bytes(8),
        b"Something else altogether",
    ],
)
def test_what_cannot_be_gone_through_is_refused_in_words(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "copy"
    path.write_bytes(data)
    with pytest.raises(Refused, match="kept as it was"):
        bare.strip(path)


def _written(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(picture(name))
    return path
