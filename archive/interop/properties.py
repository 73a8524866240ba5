"""A record as IPTC Photo Metadata 2025.1 for exiftool: one table of where each field is written.

XMP holds everything, whole. EXIF and IIM (IPTC-NAA Information Interchange Model 4.2) repeat what they have
a place for; a value longer than IIM allows is cut there, at a character, and named. Three decisions:

- Languages go out as `lang-alt` with an `x-default` in front, because many readers show nothing else. It
  repeats one of the languages, so that reading, which ignores a repetition, gets back what went in.
- A date that is no plain day, month or year goes out in words beside it or alone; see `dated`.
- Instructions, the advisory, the embargo and transcripts stay in the house or have no IPTC property.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.catalogue.models import Photograph
from archive.interop import dated, said, structures
from archive.interop.dated import PLAIN
from archive.interop.said import Words

__all__ = ["FORMATS", "Properties", "Words", "properties"]

Tags = dict[str, Any]

DEFAULT = "en"
WITH_IIM = ("JPEG", "TIFF", "PNG")
WITH_EXIF = (*WITH_IIM, "WEBP", "AVIF", "HEIC", "JPEG 2000")
FORMATS = (*WITH_EXIF, "GIF")

# field: (XMP, IIM, bytes that IIM allows, EXIF); a field of names is written as a list.
SINGLE: dict[str, tuple[str, str, int, str]] = {
    "headline": ("XMP-photoshop:Headline", "IPTC:Headline", 256, ""),
    "caption": ("XMP-dc:Description", "IPTC:Caption-Abstract", 2000, "IFD0:ImageDescription"),
    "caption_writer": ("XMP-photoshop:CaptionWriter", "IPTC:Writer-Editor", 32, ""),
    "creators": ("XMP-dc:Creator", "IPTC:By-line", 32, "IFD0:Artist"),
    "credit_line": ("XMP-photoshop:Credit", "IPTC:Credit", 32, ""),
    "source": ("XMP-photoshop:Source", "IPTC:Source", 32, ""),
    "copyright_notice": ("XMP-dc:Rights", "IPTC:CopyrightNotice", 128, "IFD0:Copyright"),
    "rights": ("XMP-xmpRights:WebStatement", "", 0, ""),
    "usage_terms": ("XMP-xmpRights:UsageTerms", "", 0, ""),
    "people": ("XMP-iptcExt:PersonInImage", "", 0, ""),
    "keywords": ("XMP-dc:Subject", "IPTC:Keywords", 64, ""),
    "sublocation": ("XMP-iptcCore:Location", "IPTC:Sub-location", 32, ""),
    "city": ("XMP-photoshop:City", "IPTC:City", 32, ""),
    "region": ("XMP-photoshop:State", "IPTC:Province-State", 32, ""),
    "country": ("XMP-photoshop:Country", "IPTC:Country-PrimaryLocationName", 64, ""),
    "country_code": ("XMP-iptcCore:CountryCode", "IPTC:Country-PrimaryLocationCode", 3, ""),
    "job_id": ("XMP-photoshop:TransmissionReference", "IPTC:OriginalTransmissionReference", 32, ""),
    "digital_source_type": ("XMP-iptcExt:DigitalSourceType", "", 0, ""),
}
LANGUAGES = ("caption", "copyright_notice", "usage_terms")  # lang-alt; their other languages go along
TITLE = "XMP-dc:Title"  # the headline's languages: photoshop:Headline holds one text only
OBJECT_NAME, _MOST_TITLE = "IPTC:ObjectName", 64
DESCRIPTIONS = {"alt": "XMP-iptcCore:AltTextAccessibility", "long": "XMP-iptcCore:ExtDescrAccessibility"}
CREDENTIALS = "APP11:all"  # a signature over bytes that have changed would call the copy forged
LICENCE = "XMP-cc:License"

# Other places in which a file repeats what the record now says otherwise; they leave the copy.
_SUPERSEDED = {
    "XMP": (
        "XMP-photoshop:AuthorsPosition",
        "XMP-photoshop:Instructions",
        "XMP-tiff:ImageDescription",
        "XMP-tiff:Artist",
        "XMP-tiff:Copyright",
        "XMP-exif:UserComment",
    ),
    "IPTC": ("IPTC:By-lineTitle", "IPTC:SpecialInstructions"),
    "EXIF": (
        "ExifIFD:UserComment",
        "IFD0:XPTitle",
        "IFD0:XPComment",
        "IFD0:XPAuthor",
        "IFD0:XPKeywords",
        "IFD0:XPSubject",
    ),
    "PNG": ("PNG:Author", "PNG:Description", "PNG:Title", "PNG:Copyright", "PNG:Comment"),
}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_FILE_NAME = re.compile(r"[^\s]+\.[A-Za-z0-9]{3,4}")


@dataclass(frozen=True)
class Properties:
    """What a copy is to say: exiftool's names with values, names to be taken out first, fields cut in IIM.

    Values are a text, a list of texts, or a list of structures; `credentials` says that the file carries
    content credentials (C2PA), which no longer hold for a copy; `recoded` that its IIM is not in UTF-8, so
    that what is left of it has to be written anew. `left_out` counts descriptions that the file has and
    somebody decided against; `beyond` are fields beside which the file says more in structures that the
    record has changed, so that it is left out.
    """

    tags: Tags
    removed: tuple[str, ...]
    cut: tuple[str, ...] = ()
    credentials: bool = False
    recoded: bool = False
    left_out: int = 0
    beyond: tuple[str, ...] = ()


def properties(
    photograph: Photograph,
    words: Words,
    format: str,  # noqa: A002 - the catalogue's own word for it
    raw: Mapping[str, Any] | None = None,
    *,
    location: bool = False,
) -> Properties:
    """What a copy of this format says of a record; `raw` is the metadata as read of the file copied.

    Without `location` the sublocations of the record stay out; city, region and country are editorial.
    """
    values = {name: _clean(value) for name, value in photograph.values().items()}
    if not location:
        values |= {"sublocation": "", "shown_sublocation": ""}
    raw = raw or {}
    tags = _xmp(photograph, values)
    own = {kind: said.own(kind, tag, words, raw) for kind, tag in DESCRIPTIONS.items()}
    for kind, tag in DESCRIPTIONS.items():
        tags |= _described(tag, getattr(words, kind), photograph.caption_language, raw, own[kind])
    left_out = sum(one.left_out for one in own.values())
    cut: list[str] = []
    parts = {"iim": format in WITH_IIM, "exif": format in WITH_EXIF, "location": location}
    when, undated = dated.written(values, photograph.caption_language, raw, **parts)
    told, beyond = structures.written(values, _artwork(values), raw, location=location)
    titled, untitled = _title(photograph, values["headline"], raw, iim=parts["iim"])
    tags |= when | told | titled
    if format in WITH_IIM:
        tags |= _iim(values, cut)
    if format in WITH_EXIF:
        tags |= _exif(values)
    removed = (*_managed(format), *undated, *untitled)
    signed = any(key.startswith(("JUMBF", "C2PA")) for key in raw)
    if signed and format == "JPEG":
        removed += (CREDENTIALS,)
    declared = str(raw.get("IPTC:CodedCharacterSet", "")).upper() in {"\x1b%G", "UTF8"}
    recoded = any(key.startswith("IPTC:") for key in raw) and not declared and format in WITH_IIM
    return Properties(tags, removed, tuple(cut), signed, recoded, left_out, tuple(beyond))


def _managed(format: str) -> list[str]:  # noqa: A002 - as above
    """Names that the record answers for in a file of this format, whether it has a value or not."""
    names = [row[0] for row in SINGLE.values()]
    names += [*DESCRIPTIONS.values(), *structures.TAGS, LICENCE, *_SUPERSEDED["XMP"]]
    if format in WITH_IIM:
        names += [row[1] for row in SINGLE.values() if row[1]]
        names += list(_SUPERSEDED["IPTC"])
    if format in WITH_EXIF:
        names += [row[3] for row in SINGLE.values() if row[3]] + list(_SUPERSEDED["EXIF"])
    return names + (list(_SUPERSEDED["PNG"]) if format == "PNG" else [])


def _xmp(photograph: Photograph, values: Mapping[str, Any]) -> Tags:
    own = photograph.caption_language
    others = photograph.alternatives or {}
    tags: Tags = {}
    for name, (tag, *_rest) in SINGLE.items():
        if name in LANGUAGES:
            tags |= _languages(tag, values[name], own if name == "caption" else "", others.get(name, {}))
        elif values[name]:
            tags[tag] = values[name]
    if values["rights"].startswith(("https://creativecommons.org/", "http://creativecommons.org/")):
        tags[LICENCE] = values["rights"]
    return tags


def _languages(tag: str, text: str, language: str, others: Mapping[str, str]) -> Tags:
    """A text, tagged with its language too where that is known, and its other languages."""
    every = {language: text} if text and language else {}
    every |= {code: words for code, other in others.items() if (words := _clean(other))}
    default = text or next(iter(every.values()), "")
    return {tag: default} | {f"{tag}-{code}": words for code, words in every.items()} if default else {}


def _title(
    photograph: Photograph, headline: str, raw: Mapping[str, Any], *, iim: bool
) -> tuple[Tags, tuple[str, ...]]:
    """The title, which carries the headline's languages, and the names to be taken out.

    The file's own stays where it is something else than the headline: a number, the name of a file.
    """
    others = (photograph.alternatives or {}).get("headline", {})
    named = [name for name in raw if name == TITLE or name.startswith(f"{TITLE}-")]
    named += [OBJECT_NAME] if OBJECT_NAME in raw else []
    titles = [str(_clean(raw[name])) for name in named]
    headlines = [str(_clean(raw[name])) for name in SINGLE["headline"][:2] if raw.get(name)]
    own = headlines and not any(title in headlines for title in titles)
    if not others and (not titles or own or _FILE_NAME.fullmatch(titles[0])):
        return {}, ()
    spoken = photograph.caption_language if others else ""
    tags = _languages(TITLE, headline, spoken, others)
    if iim and OBJECT_NAME in raw and headline:
        tags[OBJECT_NAME] = _within(headline, _MOST_TITLE)
    return tags, (TITLE, OBJECT_NAME) if iim else (TITLE,)


def _described(
    tag: str, found: Mapping[str, str], caption: str, raw: Mapping[str, Any], own: said.Own
) -> Tags:
    """Descriptions in all their languages; the default is the one that was the file's own, if it still is."""
    approved = {code: _clean(text) for code, text in sorted(found.items())}
    texts = {code: _clean(text) for code, text in own.tagged.items()} | approved
    if not texts:
        return {tag: _clean(own.default)} if own.default else {}
    before = str(raw.get(tag, "")).strip()
    first = _clean(own.default) or next(
        (text for text in texts.values() if text == before),
        approved.get(caption) or approved.get(DEFAULT) or next(iter((approved or texts).values())),
    )
    return {tag: first} | {f"{tag}-{code}": text for code, text in texts.items()}


def _artwork(values: Mapping[str, Any]) -> dict[str, Any]:
    when = values["artwork_date"]
    named = "AODateCreated" if PLAIN.fullmatch(when) and when[-1].isdigit() else "AOCircaDateCreated"
    return {
        "AOCreator": [maker for maker in values["artwork_maker"].split("; ") if maker],
        "AOTitle": values["artwork_title"],
        "AOSource": values["artwork_source"],
        named: when,
    }


def _iim(values: Mapping[str, Any], cut: list[str]) -> Tags:
    tags: Tags = {}
    for name, (_xmp_tag, tag, most, _exif_tag) in SINGLE.items():
        value = values[name]
        if not tag or not value:
            continue
        if name == "country_code" and len(value) != most:
            continue  # IIM's is of three letters; two would be another standard's
        shorter = [_within(one, most) for one in value] if isinstance(value, list) else _within(value, most)
        if shorter != value:
            cut.append(name)
        tags[tag] = shorter
    return tags and tags | {"IPTC:CodedCharacterSet": "UTF8", "Photoshop:IPTCDigest": "new"}


def _within(text: str, most: int) -> str:
    """A text's beginning of at most so many bytes of UTF-8, no character halved."""
    return text.encode()[:most].decode(errors="ignore").rstrip() if len(text.encode()) > most else text


def _exif(values: Mapping[str, Any]) -> Tags:
    found = {row[3]: values[name] for name, row in SINGLE.items() if row[3] and values[name]}
    return {tag: "; ".join(value) if isinstance(value, list) else value for tag, value in found.items()}


def _clean(value: Any) -> Any:
    """Without what XML 1.0 forbids; names as a list."""
    if isinstance(value, list | tuple):
        return [text for one in value if (text := _clean(one))]
    return _FORBIDDEN.sub("", str(value or "")).strip()
