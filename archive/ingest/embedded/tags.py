"""Where each field of a record stands in a file: XMP first, then IIM, then EXIF.

Keys are exiftool's with `-G1 -struct`; a slash goes into the first element of a structure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from archive import languages
from archive.catalogue.checks import clean

CAPTION = ("XMP-dc:Description", "IPTC:Caption-Abstract", "IFD0:ImageDescription", "PNG:Description")
HEADLINE = ("XMP-photoshop:Headline", "IPTC:Headline")
TITLE = ("XMP-dc:Title", "IPTC:ObjectName", "PNG:Title")
CREATOR = ("XMP-dc:Creator", "IPTC:By-line", "IFD0:Artist", "PNG:Author")
KEYWORDS = ("XMP-dc:Subject", "IPTC:Keywords")
DATE = ("XMP-photoshop:DateCreated", "IPTC:DateCreated")
COVERAGE = "XMP-dc:Coverage"  # a time or a place, in words; what this archive writes of unsure dates
EXPOSURE = ("ExifIFD:DateTimeOriginal", "IFD0:DateTimeOriginal", "XMP-exif:DateTimeOriginal")
ARTWORK = "XMP-iptcExt:ArtworkOrObject"

MADE, SHOWN = "XMP-iptcExt:LocationCreated", "XMP-iptcExt:LocationShown"
LICENSOR = "XMP-plus:Licensor"
SINGLE: dict[str, tuple[str, ...]] = {
    "caption_writer": ("XMP-photoshop:CaptionWriter", "IPTC:Writer-Editor"),
    "sublocation": (f"{MADE}/Sublocation", "XMP-iptcCore:Location", "IPTC:Sub-location"),
    "city": (f"{MADE}/City", "XMP-photoshop:City", "IPTC:City"),
    "region": (f"{MADE}/ProvinceState", "XMP-photoshop:State", "IPTC:Province-State"),
    "country": (f"{MADE}/CountryName", "XMP-photoshop:Country", "IPTC:Country-PrimaryLocationName"),
    "country_code": (
        f"{MADE}/CountryCode",
        "XMP-iptcCore:CountryCode",
        "IPTC:Country-PrimaryLocationCode",
    ),
    "shown_sublocation": (f"{SHOWN}/Sublocation",),
    "shown_city": (f"{SHOWN}/City",),
    "shown_region": (f"{SHOWN}/ProvinceState",),
    "shown_country": (f"{SHOWN}/CountryName",),
    "shown_country_code": (f"{SHOWN}/CountryCode",),
    "credit_line": ("XMP-photoshop:Credit", "IPTC:Credit"),
    "source": ("XMP-photoshop:Source", "IPTC:Source"),
    "copyright_notice": ("XMP-dc:Rights", "IPTC:CopyrightNotice", "IFD0:Copyright", "PNG:Copyright"),
    "usage_terms": ("XMP-xmpRights:UsageTerms",),
    "instructions": ("XMP-photoshop:Instructions", "IPTC:SpecialInstructions"),
    "job_id": ("XMP-photoshop:TransmissionReference", "IPTC:OriginalTransmissionReference"),
    "digital_source_type": ("XMP-iptcExt:DigitalSourceType",),
    "artwork_title": (f"{ARTWORK}/AOTitle",),
    "artwork_source": (f"{ARTWORK}/AOSource",),
}
RIGHTS = (
    "XMP-xmpRights:WebStatement",
    "XMP-cc:License",
    "XMP-xmpRights:UsageTerms",
    "XMP-dc:Rights",
    "IPTC:CopyrightNotice",
    "IFD0:Copyright",
)
DESCRIPTIONS = {"alt": "XMP-iptcCore:AltTextAccessibility", "long": "XMP-iptcCore:ExtDescrAccessibility"}

# Bytes that IIM allows (IPTC-NAA Information Interchange Model 4.2), for the tags that are mirrored.
IIM_BYTES = {
    "IPTC:By-line": 32,
    "IPTC:Writer-Editor": 32,
    "IPTC:Sub-location": 32,
    "IPTC:City": 32,
    "IPTC:Province-State": 32,
    "IPTC:Country-PrimaryLocationName": 64,
    "IPTC:Credit": 32,
    "IPTC:Source": 32,
    "IPTC:OriginalTransmissionReference": 32,
    "IPTC:ObjectName": 64,
    "IPTC:CopyrightNotice": 128,
    "IPTC:Headline": 256,
    "IPTC:SpecialInstructions": 256,
    "IPTC:Caption-Abstract": 2000,
}

DEFAULT = "x-default"


def family(key: str) -> str:
    """Which part of the file a key is from, as people name it."""
    if key.startswith("XMP"):
        return "XMP"
    return {"IPTC": "IIM", "PNG": "PNG"}.get(key.split(":", maxsplit=1)[0], "EXIF")


def plain(value: Any) -> str:
    """A value as text, untidied: numbers and truths as written, lists joined, structures as nothing."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return "; ".join(filter(None, map(plain, value)))
    if value is None or isinstance(value, Mapping):
        return ""
    text = str(value)
    return "" if text.startswith("(Binary data ") else text


def structure(raw: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The structures of a key, be there one, several or none."""
    value = raw.get(key)
    found = value if isinstance(value, (list, tuple)) else [value]
    return [one for one in found if isinstance(one, Mapping)]


def texts(raw: Mapping[str, Any], key: str) -> list[str]:
    """The texts of a repeatable key, untidied, blank ones left out; EXIF parts creators by semicolons."""
    value = raw.get(key)
    found = [plain(one) for one in value] if isinstance(value, (list, tuple)) else [plain(value)]
    if family(key) == "EXIF":
        found = [part for one in found for part in one.split(";")]
    return [one for one in found if clean(one)]


def single(raw: Mapping[str, Any], key: str, language: str) -> str:
    """The text of a key, untidied; of language alternatives the default, or the nearest to `language`."""
    if "/" in key:
        outer, inner = key.split("/")
        return next((single(one, inner, language) for one in structure(raw, outer)), "")
    found = alternatives(raw, key)
    if DEFAULT in found:
        return found[DEFAULT]
    chosen = languages.choose([language], list(found)) or next(iter(found), None)
    return found[chosen] if chosen else ""


def alternatives(raw: Mapping[str, Any], key: str) -> dict[str, str]:
    """The language alternatives of a key, untidied: by language as written, or 'x-default'."""
    found = {DEFAULT: plain(raw.get(key))} if key in raw else {}
    tagged = re.compile(re.escape(key) + r"-([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)")
    if family(key) == "XMP" or ":" not in key:
        found |= {
            match[1]: plain(raw[name])
            for name in raw
            if name.startswith(key) and (match := tagged.fullmatch(name))
        }
    return {language: text for language, text in found.items() if clean(text)}
