"""What one item of a preview or a receipt brings, in words: its texts, and whatever else comes with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from archive.catalogue import likeness, photographs
from archive.ingest.merge import DESCRIBED
from archive.web import labels
from archive.web.filters import language_name
from archive.web.origins import WORDS
from archive.web.request import reading

if TYPE_CHECKING:
    from archive.jobs import Line

_KINDS = {"alt": _l("alt text"), "long": _l("long description"), "transcript": _l("transcript")}
_SPOKEN = {
    "headline": _l("headline"),
    "caption": _l("caption"),
    "copyright_notice": _l("copyright notice"),
    "usage_terms": _l("usage terms"),
}


@dataclass(frozen=True)
class Text:
    """A description that comes in: what it is called, its language, its words, where it is from."""

    label: str
    language: str
    text: str
    origin: str


@dataclass(frozen=True)
class Like:
    """What a picture looks like: a record, or an earlier item by name; `beside` is the record it became."""

    accession: str
    name: str
    ours: bool
    beside: str = ""


def likes(line: Line) -> list[Like]:
    """What an item's picture looks like; of a record also what was found since it came in."""
    told = [
        Like(one["accession"], "" if one["accession"] else one["name"], one["ours"])
        for one in line.detail.get("alike", ())
    ]
    came = line.outcome in {"added", "attached"} and line.accession
    record = photographs.find(reading(), line.accession) if came else None
    if record is None:
        return told
    ours = {one.accession for one in told if one.ours}
    pairs = {other.accession for other, _bits, _who in likeness.of(reading(), record)}
    found = [Like(one, "", one in ours, record.accession) for one in sorted(pairs)]
    return [*(one for one in told if one.accession not in pairs), *found]


def also(told: Mapping[str, Any]) -> str:
    """What an item brings beside the facts that are listed, as one sentence; '' for nothing more."""
    if not told:
        return ""
    parts = [
        str(_("%(text)s in %(languages)s", text=named[kind], languages=_listed(codes)))
        for group, named in (("texts", _KINDS), ("alternatives", _SPOKEN))
        for kind, codes in told.get(group, {}).items()
    ]
    if number := told.get("keywords"):
        parts.append(ngettext("%(num)s keyword", "%(num)s keywords", number))
    if number := told.get("people"):
        parts.append(ngettext("%(num)s person shown", "%(num)s persons shown", number))
    if place := told.get("place"):
        parts.append(str(_("place created: %(place)s", place=place)))
    if place := told.get("shown"):
        parts.append(str(_("place shown: %(place)s", place=place)))
    return str(_("Also: %(parts)s.", parts="; ".join(parts))) if parts else ""


def _listed(codes: Sequence[str]) -> str:
    names = [str(language_name(code)) for code in codes]
    if len(names) == 1:
        return names[0]
    return str(_("%(some)s and %(last)s", some=", ".join(names[:-1]), last=names[-1]))


def texts(values: Mapping[str, Any], sources: Mapping[str, str]) -> list[Text]:
    """The descriptions among an item's values."""
    found = []
    for name, text in values.items():
        kind, _bracket, language = name.rstrip("]").partition("[")
        if language and kind in DESCRIBED and text:
            origin = WORDS.get(sources.get(name, ""), "")
            review = _("It goes to review.")
            found.append(Text(labels.named(kind, language), language, text, f"{origin} {review}".strip()))
    return found


def origins(sources: Mapping[str, str]) -> dict[str, str]:
    """Where values came from, for those that are not from the one paper or file that is all there is."""
    own = set(sources.values()) - {"given", "collection", "repair"}
    obvious = next(iter(own)) if len(own) == 1 else ""
    return {name: str(WORDS[one]) for name, one in sources.items() if one != obvious and one in WORDS}
