"""Reads an XMP packet (RDF/XML, ISO 16684-1) into the key names that exiftool gives the same properties."""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml import ElementTree

from archive.media.xmp import DC, IPTC_CORE, LANG, PHOTOSHOP, RDF, XMP_RIGHTS

IPTC_EXT = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
PLUS = "http://ns.useplus.org/ldf/xmp/1.0/"
XMP_BASIC = "http://ns.adobe.com/xap/1.0/"
PACKET_BYTES = 8 * 1024 * 1024
DEPTH = 10

# The properties of the archive's record, by namespace; whatever else a packet holds is left alone.
_PROPERTIES = {
    DC: ("XMP-dc", "creator description rights title subject source date identifier contributor publisher"),
    PHOTOSHOP: (
        "XMP-photoshop",
        (
            "AuthorsPosition CaptionWriter City Country Credit DateCreated Headline Instructions Source State"
            " TransmissionReference"
        ),
    ),
    XMP_RIGHTS: ("XMP-xmpRights", "Marked Owner UsageTerms WebStatement"),
    XMP_BASIC: ("XMP-xmp", "CreateDate"),
    IPTC_CORE: (
        "XMP-iptcCore",
        (
            "AltTextAccessibility CountryCode CreatorContactInfo ExtDescrAccessibility IntellectualGenre"
            " Location Scene SubjectCode"
        ),
    ),
    IPTC_EXT: (
        "XMP-iptcExt",
        (
            "ArtworkOrObject DigitalSourceType Event LocationCreated LocationShown OrganisationInImageName"
            " PersonInImage"
        ),
    ),
    PLUS: ("XMP-plus", "CopyrightOwner ImageCreator ImageSupplier Licensor"),
}
_DATES = ("DateCreated", "CreateDate", "Date", "AODateCreated")
_CONTAINERS = (f"{{{RDF}}}Bag", f"{{{RDF}}}Seq")
_TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d:\d\d)(:\d\d(?:\.\d+)?)?\s*(\S*)")
_DAY = re.compile(r"\d{4}(-\d\d){0,2}")


def properties(packet: bytes) -> dict[str, Any]:
    """The record's properties of a packet, as text, lists and dictionaries of text.

    A text with languages comes as ``Name`` (x-default) and ``Name-es``. Raises ``ParseError`` or
    ``DefusedXmlException`` (both ValueError or SyntaxError) for XML that is broken or that declares
    entities, and ValueError above 8 MB.
    """
    if len(packet) > PACKET_BYTES:
        raise ValueError("The XMP packet is larger than 8 MB.")
    root = ElementTree.fromstring(_utf8(packet), forbid_dtd=True)
    kept: dict[str, Any] = {}
    for description in root.iterfind(f".//{{{RDF}}}RDF/{{{RDF}}}Description"):
        for name, value in _fields(description, DEPTH, _group_and_name):
            kept.setdefault(name, value)
    return kept


def _utf8(packet: bytes) -> bytes:
    """The packet in UTF-8 and without padding; UTF-16 and UTF-32 tell themselves by zeros around ``<``."""
    start = packet[:4]
    if start.count(0) == 0:
        return packet.strip(b"\x00 \t\r\n")
    encoding = "utf-32" if start.count(0) == 3 else "utf-16"  # noqa: PLR2004 - of four bytes
    order = "be" if start[0] == 0 else "le"
    return packet.decode(f"{encoding}-{order}").strip("\x00 \t\r\n").encode()


def _group_and_name(tag: str) -> str | None:
    """``XMP-dc:Creator`` for a property of the record, None for any other."""
    uri, _, local = tag.removeprefix("{").partition("}")
    group, names = _PROPERTIES.get(uri, ("", ""))
    return f"{group}:{_capital(local)}" if local in names.split() else None


def _field_name(tag: str) -> str | None:
    """``AOTitle`` for a part of a structure; RDF's own words, and positions on Earth, are no parts."""
    uri, _, local = tag.removeprefix("{").partition("}")
    return None if uri == RDF or not local or local.startswith("GPS") else _capital(local)


def _capital(local: str) -> str:
    return local[:1].upper() + local[1:]


def _fields(element: Element, depth: int, naming: Any) -> Iterator[tuple[str, Any]]:
    """Names and values of a description or structure, written as attributes or as elements."""
    for tag, text in element.attrib.items():
        if tag != LANG and (name := naming(tag)):
            yield name, _dated(name, text)
    for child in element:
        if name := naming(child.tag):
            for suffix, value in _values(child, depth - 1):
                yield name + suffix, _dated(name, value)


def _values(element: Element, depth: int) -> Iterator[tuple[str, Any]]:
    """One value of an element, or one a language, each with what its name gets at the end."""
    if depth <= 0:
        return
    inner = element[0] if len(element) == 1 else None
    if inner is not None and inner.tag == f"{{{RDF}}}Alt":
        for item in inner:
            yield _suffix(item), _single(item, depth)
    elif inner is not None and inner.tag in _CONTAINERS:
        yield "", [_single(item, depth) for item in inner]
    else:
        yield _suffix(element), _single(element, depth)


def _single(element: Element, depth: int) -> Any:
    """Text, or the dictionary of a structure in any of the ways RDF lets it be written."""
    resource = element.get(f"{{{RDF}}}resource")
    if resource is not None:
        return resource
    described = element.find(f"{{{RDF}}}Description")
    structure = element if described is None else described
    value = structure.find(f"{{{RDF}}}value")
    if value is not None:
        return value.text or ""
    fields = dict(_fields(structure, depth, _field_name))
    return fields or (element.text or "" if described is None else "")


def _suffix(element: Element) -> str:
    """``-es-MX``; nothing for the default language. Two-letter regions are written in capitals."""
    language = element.get(LANG, "x-default").lower()
    if language == "x-default":
        return ""
    return "-" + re.sub(
        r"^([a-z]{2,3})-([a-z]{2})\b", lambda found: f"{found[1]}-{found[2].upper()}", language
    )


def _dated(name: str, value: Any) -> Any:
    """Dates as exiftool writes them: ``2004:06:21 10:11:12Z``."""
    if name.rpartition(":")[2] not in _DATES:
        return value
    if isinstance(value, list):
        return [_dated(name, item) for item in value]
    if not isinstance(value, str):
        return value
    if time := _TIME.fullmatch(value):
        year, month, day, minutes, seconds, zone = time.groups(default="")
        return f"{year}:{month}:{day} {minutes}{seconds}{zone}"
    return value.replace("-", ":") if _DAY.match(value) else value
