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
from archive.web.intake_answers import field_label
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
# Fields in the language of the record's caption.
_CAPTIONED = ("headline", "caption", "content_advisory", "usage_terms")


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


def origins(detail: Mapping[str, Any]) -> dict[str, str]:
    """Where values came from: all of them where more than one source takes part in the item, else none.

    A picture that comes with its line or row has two, though one of them may have said everything.
    """
    sources: Mapping[str, str] = detail.get("sources", {})
    papers = {named for named, key in (("sheet", "sheet"), ("table", "row")) if detail.get(key)}
    taking_part = set(sources.values()) | papers | ({"file"} if papers else set())
    if len(taking_part) == 1 and not taking_part & {"given", "collection", "repair"}:
        return {}
    return {name: str(WORDS[one]) for name, one in sources.items() if one in WORDS}


@dataclass(frozen=True)
class Change:
    """A field before and after, or as it is here and on the sheet: label, words and language of each side."""

    label: str
    differs: bool
    sides: tuple[tuple[str, str, str], tuple[str, str, str]]


def changes(line: Line, detail: Mapping[str, Any]) -> list[Change]:
    """What changes in an item's record, or differs and stays, each side in the language of its words."""
    told = detail.get("changes", ())
    if not told:
        return []
    record = photographs.find(reading(), line.accession) if line.accession else None
    spoken = record.caption_language if record else str(detail.get("caption_language", ""))
    of_caption: Mapping[str, Any] = next((one for one in told if one["field"] == "caption_language"), {})
    before = str(of_caption.get("before", of_caption.get("here", spoken)) or spoken)
    after = str(of_caption.get("after", of_caption.get("sheet", spoken)) or spoken)
    return [_change(one, before, after) for one in told]


def _change(told: Mapping[str, Any], before: str, after: str) -> Change:
    field, differs = told["field"], "here" in told
    names = ("here", "sheet") if differs else ("before", "after")
    words = [one if isinstance(one, str) else "; ".join(one) for one in (told[name] or "" for name in names)]
    language = field.rstrip("]").partition("[")[2]
    languages = (before, after) if field in _CAPTIONED else (language, language)
    labels = (_("Here"), _("On the sheet")) if differs else (_("Before"), _("After"))
    return Change(
        field_label(field),
        differs,
        ((str(labels[0]), words[0], languages[0]), (str(labels[1]), words[1], languages[1])),
    )
