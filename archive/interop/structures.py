"""What a record says in structures of IPTC and PLUS, with what its file says there beyond the record.

Artworks, places, people and licensors are structures with many fields; a record holds a few of the first.
The others, and further structures, stay in a copy while the record has not changed what they belong to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Structure = dict[str, Any]

MADE, SHOWN = "XMP-iptcExt:LocationCreated", "XMP-iptcExt:LocationShown"
ARTWORK, LICENSOR = "XMP-iptcExt:ArtworkOrObject", "XMP-plus:Licensor"
PEOPLE = "XMP-iptcExt:PersonInImageWDetails"
TAGS = (MADE, SHOWN, ARTWORK, LICENSOR, PEOPLE)
PLACE = {
    "sublocation": "Sublocation",
    "city": "City",
    "region": "ProvinceState",
    "country": "CountryName",
    "country_code": "CountryCode",
}
_WIDE = (*PLACE.values(), "WorldRegion")  # of a place: what does not say where exactly
_NEAR = ("LocationId", "LocationName", "GPSLatitude", "GPSLongitude", "GPSAltitude")
_WORK = tuple(
    f"AO{name}"
    for name in [
        "Creator",
        "Title",
        "Source",
        "DateCreated",
        "CircaDateCreated",
        "CopyrightNotice",
        "SourceInvNo",
        "SourceInvURL",
        "CreatorId",
        "CurrentCopyrightOwnerName",
        "CurrentCopyrightOwnerId",
        "CurrentLicensorName",
        "CurrentLicensorId",
        "StylePeriod",
        "ContentDescription",
        "ContributionDescription",
        "PhysicalDescription",
    ]
)
_PERSON = ("PersonName", "PersonId", "PersonDescription", "PersonCharacteristic")
_SAID = ("LicensorName", "LicensorURL", "LicensorEmail", "LicensorTelephone1", "LicensorTelephone2")
_LICENSOR = (
    *_SAID,
    *(
        f"Licensor{name}"
        for name in [
            "ID",
            "StreetAddress",
            "ExtendedAddress",
            "City",
            "Region",
            "PostalCode",
            "Country",
            "TelephoneType1",
            "TelephoneType2",
        ]
    ),
)
_ADDRESS = re.compile(r"https?://[^\s,;]+")
_MAIL = re.compile(r"[^\s,;@]+@[^\s,;@]+\.[^\s,;@]+")
_CALL = re.compile(r"\+?[\d\s()./-]{6,40}")
_DIGITS = 6  # of a telephone number, at least


@dataclass(frozen=True)
class _Kind:
    """One kind of structure: fields that may stay, those that the record answers for, those that name it.

    Without names every field that the record answers for has to be unchanged.
    """

    allowed: tuple[str, ...]
    managed: tuple[str, ...]
    names: tuple[str, ...] = ()


_ARTWORKS = _Kind(
    _WORK,
    ("AOCreator", "AOTitle", "AOSource", "AODateCreated", "AOCircaDateCreated"),
    ("AOTitle", "AOCreator"),
)


def written(
    values: Mapping[str, Any], artwork: Structure, raw: Mapping[str, Any], *, location: bool
) -> tuple[dict[str, Any], list[str]]:
    """Every structure of a copy, and the record's fields beside which something of the file's is left out."""
    places = _Kind(
        (*_WIDE, *_NEAR) if location else tuple(set(_WIDE) - {"Sublocation"}), tuple(PLACE.values())
    )
    made = {inner: values[name] for name, inner in PLACE.items()}
    shown = {inner: values[f"shown_{name}"] for name, inner in PLACE.items()}
    found = {
        ("city", MADE): _kept(places, _of(raw, MADE), made),
        ("shown_city", SHOWN): _kept(places, _of(raw, SHOWN), shown),
        ("artwork_title", ARTWORK): _kept(_ARTWORKS, _of(raw, ARTWORK), artwork),
        ("people", PEOPLE): _people(_of(raw, PEOPLE), values["people"]),
        ("licensor", LICENSOR): _licensors(_of(raw, LICENSOR), values["licensor"]),
    }
    tags = {tag: structures for (_name, tag), (structures, _lost) in found.items() if structures}
    return tags, [name for (name, _tag), (_structures, lost) in found.items() if lost]


def _of(raw: Mapping[str, Any], tag: str) -> list[Mapping[str, Any]]:
    value = raw.get(tag)
    return [
        one for one in (value if isinstance(value, list | tuple) else [value]) if isinstance(one, Mapping)
    ]


def _only(one: Mapping[str, Any], allowed: Sequence[str]) -> Structure:
    return {key: value for key, value in one.items() if _base(key) in allowed and _said(value)}


def _base(key: str) -> str:
    """A field's name without a language."""
    return key.partition("-")[0]


def _said(value: Any) -> bool:
    return bool(value) and not str(value).startswith("(Binary data ")


def _text(one: Mapping[str, Any], key: str) -> str:
    """A field as one text, in its default language or else the first."""
    value = one.get(key) or next((one[name] for name in one if name.startswith(f"{key}-")), "")
    return _flat(value)


def _flat(value: Any) -> str:
    listed = value if isinstance(value, list | tuple) else [value]
    return "; ".join(" ".join(str(part).split()) for part in listed)


def _kept(
    kind: _Kind, came: list[Mapping[str, Any]], told: Mapping[str, Any]
) -> tuple[list[Structure], bool]:
    """The record's structure with what stays of the file's; whether something of the file's does not."""
    mine = {key: value for key, value in told.items() if value}
    first, *further = [_only(one, kind.allowed) for one in came] or [{}]
    before = {key: _text(first, key) for key in kind.managed}
    if "Sublocation" in before:
        before["Sublocation"] = before["Sublocation"] or _text(first, "LocationName")
    beyond = [key for key in first if _base(key) not in kind.managed]
    if not mine:
        gone = any(before.values())  # the record says that there is none
        return ([], bool(further or beyond)) if gone else ([one for one in (first, *further) if one], False)
    same = {key for key, text in before.items() if text == _flat(mine.get(key, ""))}
    name = next((key for key in kind.names if before[key]), None)
    holds = not any(before.values()) or (name in same if name else len(same) == len(before))
    rest = {
        key: value
        for key, value in first.items()
        if key in beyond or (key not in before and _base(key) in same)
    }
    return [(rest if holds else {}) | mine, *filter(None, further)], bool(beyond) and not holds


def _people(came: list[Mapping[str, Any]], named: Sequence[str]) -> tuple[list[Structure], bool]:
    """Details of people whom the record still names."""
    known = {_flat(name) for name in named}
    kept = [
        _only(one, _PERSON)
        for one in came
        if any(_base(key) == "PersonName" and _flat(value) in known for key, value in one.items())
    ]
    return kept, len(kept) < len(came)


def _licensors(came: list[Mapping[str, Any]], text: str) -> tuple[list[Structure], bool]:
    """A structure for each licensor; those of the file that say the same stay whole."""
    there = [(_as_read(one), _only(one, _LICENSOR)) for one in came]
    if came and "; ".join(dict.fromkeys(words for words, _one in there if words)) == _flat(text):
        return [one for _words, one in there], False
    parts = [part for one in text.split(";") if (part := " ".join(one.split()))]
    own = dict(there)
    lost = any(words not in parts and set(one) - set(_SAID) for words, one in there)
    return [own.get(part) or licensor(part) for part in dict.fromkeys(parts)], lost


def _as_read(one: Mapping[str, Any]) -> str:
    return ", ".join(filter(None, dict.fromkeys(_text(one, key) for key in _SAID)))


def licensor(text: str) -> Structure:
    """One licensor: PLUS keeps name, web address, e-mail and telephone apart; the record holds one text.

    Where taking it apart would lose a word or a sign, the whole text is the name.
    """
    found: Structure = {}
    names = []
    for part in (one.strip() for one in text.split(",")):
        key = next((key for key in _may_be(part) if key not in found), "")
        if key:
            found[key] = part
        else:
            names.append(part)
    whole = ({"LicensorName": ", ".join(names)} if names else {}) | found
    told = sorted(one.strip() for one in _as_read(whole).split(","))
    return whole if told == sorted(one.strip() for one in text.split(",")) else {"LicensorName": text}


def _may_be(part: str) -> tuple[str, ...]:
    if _ADDRESS.fullmatch(part):
        return ("LicensorURL",)
    if _MAIL.fullmatch(part):
        return ("LicensorEmail",)
    if _CALL.fullmatch(part) and sum(sign.isdigit() for sign in part) >= _DIGITS:
        return ("LicensorTelephone1", "LicensorTelephone2")
    return ()
