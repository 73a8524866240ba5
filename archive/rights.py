"""Rights as addresses: Creative Commons and the twelve statements of RightsStatements.org.

Labels and addresses stand as the two bodies' vocabularies publish them: RightsStatements.org's
identifiers are http, Creative Commons' are https here and recognised either way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Rights:
    """One licence or statement: a short code, its canonical URI, its full name and a short form."""

    code: str
    uri: str
    label: str
    short: str


_CC = "https://creativecommons.org"
_RS = "http://rightsstatements.org/vocab"
_WORDS = {"by": "Attribution", "nc": "NonCommercial", "nd": "NoDerivatives", "sa": "ShareAlike"}
_LICENCES = ("by", "by-sa", "by-nc", "by-nd", "by-nc-sa", "by-nc-nd")
# The names that each generation carries after its number.
_GENERATIONS = {"1.0": "Generic", "2.0": "Generic", "2.1": "", "2.5": "Generic", "3.0": "Unported"}
_CURRENT = "4.0"
# The first generation knew licences without attribution, and wrote one pair the other way round.
_FIRST_ONLY = ("nd", "nc", "sa", "nc-sa", "nd-nc")


def _licence(parts: str, version: str = _CURRENT, place: str = "") -> Rights:
    """A Creative Commons licence from its parts ('by-nc'), version and ported jurisdiction."""
    current = version == _CURRENT and not place
    code = f"cc-{parts}" if current else "-".join(filter(None, ("cc", parts, version, place)))
    kind = "International" if version == _CURRENT else _GENERATIONS[version]
    if place:
        kind = "IGO" if place == "igo" else f"({place.upper()})"
    short = " ".join(filter(None, ("CC", parts.upper(), version, place.upper())))
    name = "-".join(_WORDS[part] for part in parts.split("-"))
    if version != _CURRENT:
        name = name.replace("NoDerivatives", "NoDerivs")  # what it was called before 4.0
    path = f"/licenses/{parts}/{version}/{place}/" if place else f"/licenses/{parts}/{version}/"
    return Rights(code, _CC + path, " ".join(filter(None, (name, version, kind))), short)


def _statement(name: str, label: str) -> Rights:
    return Rights(name.lower(), f"{_RS}/{name}/1.0/", label, label)


CC0 = Rights("cc0", f"{_CC}/publicdomain/zero/1.0/", "CC0 1.0 Universal Public Domain Dedication", "CC0 1.0")
PDM = Rights("pdm", f"{_CC}/publicdomain/mark/1.0/", "Public Domain Mark 1.0", "Public domain")
CNE = _statement("CNE", "Copyright Not Evaluated")

# What a form offers, in this order; older and ported licences are recognised by `find` alone.
RIGHTS: tuple[Rights, ...] = (
    CC0,
    PDM,
    *(_licence(parts) for parts in _LICENCES),
    _statement("InC", "In Copyright"),
    _statement("InC-OW-EU", "In Copyright - EU Orphan Work"),
    _statement("InC-EDU", "In Copyright - Educational Use Permitted"),
    _statement("InC-NC", "In Copyright - Non-Commercial Use Permitted"),
    _statement("InC-RUU", "In Copyright - Rights-holder(s) Unlocatable or Unidentifiable"),
    _statement("NoC-CR", "No Copyright - Contractual Restrictions"),
    _statement("NoC-NC", "No Copyright - Non-Commercial Use Only"),
    _statement("NoC-OKLR", "No Copyright - Other Known Legal Restrictions"),
    _statement("NoC-US", "No Copyright - United States"),
    CNE,
    _statement("UND", "Copyright Undetermined"),
    _statement("NKC", "No Known Copyright"),
)

_BY_CODE = {one.code: one for one in RIGHTS}
_ADDRESS = re.compile(r"(?:https?:)?//(?:www\.)?([a-z.]+)(/[^\s?#]*)", re.IGNORECASE)
_LICENCE_PATH = re.compile(
    r"/licenses/([a-z-]+)/(\d\.\d)(?:/([a-z]{2}|igo|scotland))?(?:/(?:deed|legalcode)[a-z._-]*)?/?"
)
_DEDICATION_PATH = re.compile(r"/publicdomain/(zero|mark)/1\.0(?:/(?:deed|legalcode)[a-z._-]*)?/?")
_STATEMENT_PATH = re.compile(r"/(?:vocab|page)/([a-z-]+)/1\.0/?")
_SPOKEN = re.compile(
    r"cc[ -](?P<parts>by(?:-(?:nc|nd|sa))*)[ -](?P<version>\d\.\d)(?:[ -](?P<place>[a-z]{2}|igo))?"
)


def find(uri_or_code: str) -> Rights | None:
    """Find rights by URI or by code, or None.

    URIs may be http or https, with or without www, trailing slash, '/deed.es' or '/legalcode'.
    Codes ('cc-by', 'by', 'CC BY 4.0', 'cne') in any case. Creative Commons 1.0 to 3.0 and ported
    licences are recognised and keep their own URI.
    """
    text = uri_or_code.strip().lower()
    if address := _ADDRESS.fullmatch(text.split("?")[0].split("#")[0]):
        return _addressed(*address.groups())
    code = "-".join(text.replace("_", "-").split())
    for known in (code, f"cc-{code}", code.removesuffix("-1.0"), code.removesuffix("-4.0")):
        if known in _BY_CODE:
            return _BY_CODE[known]
    spoken = _SPOKEN.fullmatch(" ".join(text.split()))
    return _checked(spoken["parts"], spoken["version"], spoken["place"] or "") if spoken else None


def named(text: str) -> tuple[Rights, ...]:
    """Every known licence or statement that a text names, by URI within it or as the whole text.

    For usage terms and copyright notices in files: a name in passing ('not CC BY') does not count.
    """
    whole = find(text) or _LABELS.get(_plain(text))
    if whole:
        return (whole,)
    found = (find(address[0].rstrip(".,;:)>]\"'”’")) for address in _ADDRESS.finditer(text))
    return tuple(dict.fromkeys(one for one in found if one))


def _addressed(host: str, path: str) -> Rights | None:
    if host == "creativecommons.org":
        if found := _DEDICATION_PATH.fullmatch(path):
            return CC0 if found[1] == "zero" else PDM
        found = _LICENCE_PATH.fullmatch(path)
        return _checked(found[1], found[2], found[3] or "") if found else None
    if host == "rightsstatements.org":
        found = _STATEMENT_PATH.fullmatch(path)
        return _BY_CODE.get(found[1]) if found and found[1] not in {"cc0", "pdm"} else None
    return None


def _checked(parts: str, version: str, place: str) -> Rights | None:
    """The licence, if Creative Commons ever published it."""
    if parts == "by-nd-nc":
        parts = "by-nc-nd" if version != "1.0" else parts
    if version == _CURRENT:
        return _BY_CODE.get(f"cc-{parts}") if not place and parts in _LICENCES else None
    known = (*_LICENCES, *_FIRST_ONLY, "by-nd-nc") if version == "1.0" else _LICENCES
    return _licence(parts, version, place) if version in _GENERATIONS and parts in known else None


def _plain(text: str) -> str:
    """A name without what people add to it, for comparing."""
    text = " ".join(text.lower().split()).removesuffix(".").removesuffix(" license").removesuffix(" licence")
    return text.removeprefix("creative commons ").removesuffix(" public")


_NAMED = (*RIGHTS, *(_licence(parts, version) for version in ("2.0", "2.5", "3.0") for parts in _LICENCES))
_LABELS = {_plain(name): one for one in _NAMED for name in (one.label, one.short)}
