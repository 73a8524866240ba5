"""Reads embedded metadata with Pillow where exiftool is absent, under exiftool's key names.

Less than exiftool reads: the properties of the archive's record in XMP, IIM (IPTC-IIM 4.2) and EXIF; no
ExtendedXMP, no trailers, no maker notes, IIM in JPEG and TIFF only. Runs in the limited process.
"""

import contextlib
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image, IptcImagePlugin

from archive.media.derive import FORMATS
from archive.media.rdf import properties

_EXIF_TEXTS = {0x010E: "IFD0:ImageDescription", 0x013B: "IFD0:Artist", 0x8298: "IFD0:Copyright"}
_EXIF_IFD, _TIME_ORIGINAL = 0x8769, 0x9003
_IIM = {
    5: "ObjectName",
    25: "Keywords",
    40: "SpecialInstructions",
    55: "DateCreated",
    80: "By-line",
    85: "By-lineTitle",
    90: "City",
    92: "Sub-location",
    95: "Province-State",
    100: "Country-PrimaryLocationCode",
    101: "Country-PrimaryLocationName",
    103: "OriginalTransmissionReference",
    105: "Headline",
    110: "Credit",
    115: "Source",
    116: "CopyrightNotice",
    120: "Caption-Abstract",
    122: "Writer-Editor",
}
_IIM_LISTS = (25, 80, 85, 122)
_IIM_DATE = 55
_UTF8_DECLARED = b"\x1b%G"


def read(path: Path) -> tuple[dict[str, Any], str]:
    """The metadata, and a note about the parts that could not be read; never raises for a bad file."""
    raw: dict[str, Any] = {}
    troubles = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = Image.open(path, formats=FORMATS)
        except Exception:  # noqa: BLE001 - strangers' bytes: whatever fails, there is no metadata
            return {}, "The file's metadata could not be read."
        with image:
            for part, reader in (("XMP", _xmp), ("IIM", _iim), ("EXIF", _exif)):
                try:
                    raw.update(reader(image))
                except Exception:  # noqa: BLE001 - as above; the other parts may still be good
                    troubles.append(part)
    return raw, f"The file's {' and '.join(troubles)} could not be read." if troubles else ""


def _xmp(image: Image.Image) -> dict[str, Any]:
    if image.format == "PNG":
        with contextlib.suppress(OSError, SyntaxError):
            image.load()  # text may stand after the picture
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp")
    if not packet and (profile := image.info.get("Raw profile type xmp")):
        packet = bytes.fromhex("".join(profile.split("\n")[3:]))
    if not packet:
        return {}
    return properties(packet.encode() if isinstance(packet, str) else packet)


def _iim(image: Image.Image) -> Iterator[tuple[str, Any]]:
    found = IptcImagePlugin.getiptcinfo(image) or {}  # type: ignore[arg-type] # opened, so an ImageFile
    sets = {key: value if isinstance(value, list) else [value] for key, value in found.items()}
    encoding = "utf-8" if _UTF8_DECLARED in sets.get((1, 90), []) else "cp1252"
    for number, name in _IIM.items():
        texts = [_iim_text(value, number, encoding) for value in sets.get((2, number), [])]
        if texts:
            yield f"IPTC:{name}", texts if number in _IIM_LISTS and len(texts) > 1 else texts[0]


def _iim_text(value: bytes | None, number: int, encoding: str) -> str:
    text = (value or b"").rstrip(b"\x00").decode(encoding, "replace")
    if number == _IIM_DATE:
        return re.sub(r"^(\d{4})-?(\d\d)-?(\d\d)$", r"\1:\2:\3", text)
    return text


def _exif(image: Image.Image) -> Iterator[tuple[str, Any]]:
    tags = image.getexif()
    for tag, name in _EXIF_TEXTS.items():
        if tag in tags:
            yield name, _exif_text(tags[tag])
    inner = tags.get_ifd(_EXIF_IFD)
    if _TIME_ORIGINAL in inner:
        yield "ExifIFD:DateTimeOriginal", _exif_text(inner[_TIME_ORIGINAL])


def _exif_text(value: Any) -> str:
    """EXIF says ASCII, files say UTF-8; Pillow gives every byte as one character."""
    data = value if isinstance(value, bytes) else str(value).encode("latin-1", "replace")
    return data.split(b"\x00")[0].decode("utf-8", "replace").replace("\ufffd", "?")
