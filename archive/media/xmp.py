"""Writes an attribution as metadata inside a file: an XMP packet (ISO 16684-1, IPTC 2023.2) and EXIF."""

import re
from xml.etree import ElementTree as ET

from PIL import Image

from archive.media.values import Attribution

X = "adobe:ns:meta/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = "http://purl.org/dc/elements/1.1/"
PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
XMP_RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
IPTC_CORE = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

EXIF_ARTIST, EXIF_COPYRIGHT = 0x013B, 0x8298

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

for _prefix, _uri in (
    ("x", X),
    ("rdf", RDF),
    ("dc", DC),
    ("photoshop", PHOTOSHOP),
    ("xmpRights", XMP_RIGHTS),
    ("Iptc4xmpCore", IPTC_CORE),
):
    ET.register_namespace(_prefix, _uri)

_BEGIN = b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>'
_END = b'<?xpacket end="r"?>'


def packet(attribution: Attribution) -> bytes:
    """The XMP packet in UTF-8, without what is empty; ``b""`` when nothing is left. Never a location."""
    meta = ET.Element(f"{{{X}}}xmpmeta")
    rdf = ET.SubElement(meta, f"{{{RDF}}}RDF")
    about = ET.SubElement(rdf, f"{{{RDF}}}Description", {f"{{{RDF}}}about": ""})
    _list(about, DC, "creator", attribution.creators)
    _text(about, PHOTOSHOP, "Credit", attribution.credit_line)
    _languages(about, DC, "rights", {"x-default": attribution.copyright_notice})
    _languages(about, XMP_RIGHTS, "UsageTerms", {"x-default": attribution.usage_terms})
    _text(about, XMP_RIGHTS, "WebStatement", attribution.rights)
    _languages(about, IPTC_CORE, "AltTextAccessibility", _with_default(dict(attribution.alt)))
    if not len(about):
        return b""
    written: bytes = ET.tostring(meta, encoding="utf-8")
    return _BEGIN + written + _END


def exif(attribution: Attribution) -> Image.Exif:
    """EXIF with Artist and Copyright in UTF-8, which is what readers expect of these tags today."""
    tags = Image.Exif()
    artist, notice = "; ".join(attribution.creators), attribution.copyright_notice
    if artist := _clean(artist):
        tags[EXIF_ARTIST] = artist.encode()
    if notice := _clean(notice):
        tags[EXIF_COPYRIGHT] = notice.encode()
    return tags


def _with_default(texts: dict[str, str]) -> dict[str, str]:
    """XMP asks for an ``x-default`` item; many readers show nothing without it."""
    if texts and "x-default" not in texts:
        return {"x-default": next(iter(texts.values())), **texts}
    return texts


def _text(parent: ET.Element, uri: str, name: str, text: str) -> None:
    if text := _clean(text):
        ET.SubElement(parent, f"{{{uri}}}{name}").text = text


def _list(parent: ET.Element, uri: str, name: str, texts: tuple[str, ...]) -> None:
    kept = [text for text in map(_clean, texts) if text]
    if kept:
        sequence = ET.SubElement(ET.SubElement(parent, f"{{{uri}}}{name}"), f"{{{RDF}}}Seq")
        for text in kept:
            ET.SubElement(sequence, f"{{{RDF}}}li").text = text


def _languages(parent: ET.Element, uri: str, name: str, texts: dict[str, str]) -> None:
    kept = {
        language: text for language, text in ((key, _clean(value)) for key, value in texts.items()) if text
    }
    if kept:
        alternatives = ET.SubElement(ET.SubElement(parent, f"{{{uri}}}{name}"), f"{{{RDF}}}Alt")
        for language, text in kept.items():
            ET.SubElement(alternatives, f"{{{RDF}}}li", {LANG: language}).text = text


def _clean(text: str) -> str:
    """Without the characters that XML 1.0 forbids: controls, lone surrogates, U+FFFE and U+FFFF."""
    return _FORBIDDEN.sub("", text).strip()
