"""What each part of a file says of each field, side by side, for a person to compare and to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from archive import dates
from archive.catalogue.checks import by_language, clean, in_language
from archive.catalogue.fields import ALTERNATIVES, FIELDS
from archive.ingest.embedded import artwork, tags
from archive.ingest.embedded.draft import is_mirror, same
from archive.ingest.merge import Partial, Words

# What else IPTC has a property for, and the record no field: kept as read.
KEPT = {
    tags.TITLE[0]: "title",
    "XMP-iptcExt:Event": "event",
    "XMP-plus:ModelReleaseID": "model_release",
    "XMP-plus:PropertyReleaseID": "property_release",
    "XMP-photoshop:AuthorsPosition": "creator_title",
    "XMP-iptcCore:CreatorContactInfo": "creator_contact",
    "XMP-iptcExt:OrganisationInImageName": "organisations",
    "XMP-iptcExt:ProductInImage": "products",
    "XMP-plus:CopyrightOwner": "copyright_owner",
    "XMP-plus:ImageSupplier": "supplier",
    "XMP-xmpRights:WebStatement": "web_statement",
    "XMP-plus:DataMining": "data_mining",
    "XMP-iptcExt:AISystemUsed": "ai_system",
    "XMP-iptcExt:AIPromptInformation": "ai_prompt",
}
_LISTS = {"creators": tags.CREATOR, "keywords": tags.KEYWORDS}
_ONLY_XMP = ("people", "licensor", "artwork_maker", "artwork_date")
Value: TypeAlias = str | tuple[str, ...]
_LONGEST = 2000  # signs of a value that is only shown


@dataclass(frozen=True)
class Part:
    """What one part of a file says: XMP, IIM, EXIF, PNG, or '' for the file as a whole.

    `value` is what the field would hold (a text, or names as a tuple), None where it could not.
    """

    name: str
    text: str
    value: Value | None


@dataclass(frozen=True)
class Row:
    """A field ('caption'), a text in another language ('caption[es]') or a description ('alt[es]').

    `differ` says that parts of the file contradict each other.
    """

    field: str
    parts: tuple[Part, ...]
    differ: bool


def rows(raw: Mapping[str, Any], partial: Partial, language: str) -> list[Row]:
    """Each field that the file says something of, in the order of the record's fields, then languages."""
    found = [row for name in FIELDS if (row := _row(raw, partial, name, language)).parts]
    told = partial.get(ALTERNATIVES, {})
    spoken = by_language(told) if isinstance(told, Mapping) else {}
    described = {
        in_language(one.kind, one.language): one.text
        for one in partial.get("descriptions", ())
        if isinstance(one, Words)
    }
    return found + [
        Row(name, (Part("XMP", text, text),), differ=False) for name, text in (spoken | described).items()
    ]


def kept(raw: Mapping[str, Any], partial: Partial) -> list[tuple[str, str]]:
    """What else the file says under names that people know: (a word of KEPT, text)."""
    found = [(name, words(raw[key])) for key, name in KEPT.items() if key in raw]
    known = {partial.get("headline"), partial.get("rights")}
    return [(name, text) for name, text in found if text and text not in known]


def words(value: Any) -> str:
    """Any value of the metadata as one text, not endless: lists by semicolons, structures by their names."""
    if isinstance(value, Mapping):
        text = "; ".join(f"{name}: {words(one)}" for name, one in value.items())
    elif isinstance(value, (list, tuple)):
        text = "; ".join(filter(None, map(words, value)))
    else:
        text = clean(str(value).lower() if isinstance(value, bool) else str("" if value is None else value))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _row(raw: Mapping[str, Any], partial: Partial, name: str, language: str) -> Row:
    parts: list[tuple[str, Part]] = []
    for key, value in _found(raw, name, language):
        part = Part(tags.family(key), _text(value), value if _fits(name, value) else None)
        if not any(part.name == there.name and same(part.text, there.text) for _key, there in parts):
            parts.append((key, part))
    taken = partial.get(name)
    if isinstance(taken, str | tuple) and not any(same(_text(taken), part.text) for _key, part in parts):
        whole = tuple(map(str, taken)) if isinstance(taken, tuple) else taken
        parts.insert(0, ("", Part("XMP" if name in _ONLY_XMP else "", _text(whole), whole)))
    return Row(name, tuple(part for _key, part in parts), _differ(parts))


def _fits(name: str, value: Value) -> bool:
    """Whether a field could hold a value; a stamp that is no date is shown only."""
    try:
        return name != "edtf" or bool(dates.parse_edtf(str(value)))
    except dates.BadDate:
        return False


def _found(raw: Mapping[str, Any], name: str, language: str) -> list[tuple[str, Value]]:
    """Every key that tells the field, with what it tells."""
    if name == "edtf":
        return _dates(raw, language)
    if name in _LISTS:
        listed = ((key, tuple(map(clean, tags.texts(raw, key)))) for key in _LISTS[name])
        return [(key, names) for key, names in listed if names]
    told = ((key, clean(tags.single(raw, key, language))) for key in _keys(raw, name))
    return [(key, text) for key, text in told if text]


def _keys(raw: Mapping[str, Any], name: str) -> Iterable[str]:
    if name == "headline":
        told = any(clean(tags.plain(raw.get(key))) for key in tags.HEADLINE)
        return tags.HEADLINE if told else tags.TITLE
    return tags.CAPTION if name == "caption" else tags.SINGLE.get(name, ())


def _dates(raw: Mapping[str, Any], language: str) -> list[tuple[str, Value]]:
    """Stamps as EDTF, or as they stand where they are no date."""
    found: list[tuple[str, Value]] = []
    for key in (*tags.DATE, *tags.EXPOSURE):
        stamp = clean(tags.single(raw, key, language))
        if stamp:
            try:
                found.append((key, artwork.edtf_of(stamp)))
            except dates.BadDate:
                found.append((key, stamp))
    return found


def _text(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _differ(parts: list[tuple[str, Part]]) -> bool:
    """Whether parts contradict each other; a beginning that IIM cut, or white space, is no contradiction."""
    (_first_key, first), *others = parts or [("", Part("", "", None))]
    return any(
        not (same(first.text, one.text) or is_mirror(key, one.text, first.text)) for key, one in others
    )
