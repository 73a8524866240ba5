"""Which descriptions a copy of a picture carries: the approved ones, and what its file said of its own.

A file's own text stays in its copies while the archive has no approved text of that kind and language and
nobody decided against it. What somebody edited, sent back, took from readers or took away leaves the copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import languages
from archive.descriptions.models import Description
from archive.history import Event

KINDS = ("alt", "long")  # kinds of texts that files have a place for
_AGAINST = ("description.send-back", "description.withdraw", "description.drop")
_DEFAULT = "x-default"


@dataclass(frozen=True)
class Words:
    """The approved texts of a photograph, language to text, and what else the archive holds of that kind.

    `waiting` are texts that nobody approved, by names such as `alt[es]`; '' where somebody decided against
    what was there.
    """

    alt: Mapping[str, str] = field(default_factory=dict)
    long: Mapping[str, str] = field(default_factory=dict)
    waiting: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Own:
    """What stays of a file's own texts of one kind: by language, the untagged one, how many were left out."""

    tagged: Mapping[str, str]
    default: str
    left_out: int


def of(session: Session, ids: Sequence[int]) -> dict[int, Words]:
    """The texts of many photographs at once, by their ids."""
    told: dict[int, dict[str, dict[str, str]]] = {one: {"alt": {}, "long": {}, "waiting": {}} for one in ids}
    events = select(Event.subject_id, Event.before).where(
        Event.subject == "photograph", Event.subject_id.in_(ids), Event.verb.in_(_AGAINST)
    )
    for photograph, before in session.execute(events):
        told[photograph]["waiting"] |= dict.fromkeys(before or {}, "")
    query = select(Description).where(Description.photograph_id.in_(ids), Description.kind.in_(KINDS))
    for text in session.scalars(query):
        found = told[text.photograph_id]
        if text.status == "approved":
            found[text.kind][text.language] = text.text
        else:
            sent_back = text.status == "sent-back"
            found["waiting"][f"{text.kind}[{text.language}]"] = "" if sent_back else text.text
    return {photograph: Words(**found) for photograph, found in told.items()}


def own(kind: str, tag: str, words: Words, raw: Mapping[str, Any]) -> Own:
    """What stays of the texts that a file, whose metadata are `raw`, has under `tag`.

    A text without a language, which repeats none that has one, stays where the archive holds the same words
    in whatever language, or nothing of this kind at all.
    """
    approved: Mapping[str, str] = getattr(words, kind)
    waiting = {
        name.removeprefix(f"{kind}[").removesuffix("]"): text
        for name, text in words.waiting.items()
        if name.startswith(f"{kind}[")
    }
    kept: dict[str, str] = {}
    left_out = 0
    tagged = _tagged(tag, raw)
    for code, text in tagged.items():
        if code in approved:
            continue
        if code not in waiting or _same(waiting[code], text):
            kept[code] = text
        else:
            left_out += 1
    default = str(raw.get(tag, "")).strip()
    if not default or _among(default, tagged.values()):
        return Own(kept, "", left_out)
    if _among(default, (*approved.values(), *waiting.values())) or not (approved or waiting):
        return Own(kept, default, left_out)
    return Own(kept, "", left_out + bool(waiting))


def _tagged(tag: str, raw: Mapping[str, Any]) -> dict[str, str]:
    """The texts that name their language, by code; the first where a file names one twice."""
    found: dict[str, str] = {}
    for name, value in raw.items():
        written = name.removeprefix(f"{tag}-")
        if written in {name, _DEFAULT} or not isinstance(value, str) or not value.strip():
            continue
        found.setdefault(languages.normal(written) or written, value.strip())
    return found


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()) == " ".join(other.split())


def _among(text: str, others: Iterable[str]) -> bool:
    return any(_same(text, other) for other in others)
