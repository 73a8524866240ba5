from pathlib import Path

import pytest
from PIL import Image

from archive.media import fallback
from tests.media.picture_makers import jpeg_bytes, quarters, saved, with_iim, xmp


def read(path: Path, data: bytes) -> dict[str, object]:
    path.write_bytes(data)
    raw, note = fallback.read(path)
    assert note == ""
    return raw


def test_iim_in_windows_letters(tmp_path: Path) -> None:
    assert read(tmp_path / "a.jpg", with_iim([(2, 80, b"Jos\xe9"), (2, 120, b"\x93A\x94\0")])) == {
        "IPTC:By-line": "José",
        "IPTC:Caption-Abstract": "“A”",
    }


@pytest.mark.parametrize("times", [1, 2])
def test_iim_that_says_it_is_utf8(tmp_path: Path, times: int) -> None:
    data = with_iim([(1, 90, b"\x1b%G")] * times + [(2, 80, "José".encode())])
    assert read(tmp_path / "a.jpg", data) == {"IPTC:By-line": "José"}


def test_iim_lists_and_dates(tmp_path: Path) -> None:
    data = with_iim([(2, 25, b"a"), (2, 25, b"b"), (2, 55, b"20040621"), (2, 90, b"One"), (2, 90, b"Two")])
    assert read(tmp_path / "a.jpg", data) == {
        "IPTC:Keywords": ["a", "b"],
        "IPTC:DateCreated": "2004:06:21",
        "IPTC:City": "One",
    }


def test_exif_in_utf8(tmp_path: Path) -> None:
    tags = Image.Exif()
    tags[0x013B] = "José".encode()
    tags.get_ifd(0x8769)[0x9003] = "2004:06:21 10:11:12"
    assert read(tmp_path / "a.jpg", jpeg_bytes(exif=tags)) == {
        "IFD0:Artist": "José",
        "ExifIFD:DateTimeOriginal": "2004:06:21 10:11:12",
    }


@pytest.mark.parametrize("format_", ["JPEG", "WEBP", "AVIF", "TIFF"])
def test_xmp_in_every_format(tmp_path: Path, format_: str) -> None:
    packet = xmp("<photoshop:Credit>Ñ</photoshop:Credit>")
    options = {"tiffinfo": {700: packet}} if format_ == "TIFF" else {"xmp": packet}
    path = saved(quarters(), tmp_path / "a", format_, **options)
    assert fallback.read(path) == ({"XMP-photoshop:Credit": "Ñ"}, "")


def test_xmp_in_png(tmp_path: Path) -> None:
    from PIL.PngImagePlugin import PngInfo

    text = PngInfo()
    text.add_itxt("XML:com.adobe.xmp", xmp("<photoshop:Credit>Ñ</photoshop:Credit>").decode())
    path = saved(quarters(), tmp_path / "a.png", "PNG", pnginfo=text)
    assert fallback.read(path) == ({"XMP-photoshop:Credit": "Ñ"}, "")


def test_a_broken_part_leaves_the_others(tmp_path: Path) -> None:
    tags = Image.Exif()
    tags[0x013B] = "Ana"
    (tmp_path / "a.jpg").write_bytes(jpeg_bytes(exif=tags, xmp=b"<not xml"))
    assert fallback.read(tmp_path / "a.jpg") == ({"IFD0:Artist": "Ana"}, "The file's XMP could not be read.")


def test_what_is_no_picture_has_no_metadata(tmp_path: Path) -> None:
    for data in (b"", b"<html>", b"\xff\xd8\xff\xe0"):
        (tmp_path / "a").write_bytes(data)
        raw, note = fallback.read(tmp_path / "a")
        assert raw == {}
        assert note == "The file's metadata could not be read."
