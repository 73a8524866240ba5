"""Two people at one record: what each of them changed, field by field, so that nothing is lost.

The page remembers the newest event that its person had seen. Walking back from the record as it is
now to that event gives the record as they saw it, and with it who changed what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from archive import history
from archive.catalogue import checks
from archive.catalogue.fields import ALTERNATIVES, FIELDS, NAMES
from archive.catalogue.models import Photograph

COLLECTION = "collection"  # not a field of the record's own, but changed on the same page


@dataclass(frozen=True)
class Difference:
    """A field that somebody changed meanwhile; `both` where the person at the page changed it too."""

    field: str
    theirs: Any
    mine: Any
    both: bool


@dataclass(frozen=True)
class Comparison:
    """What to show to the second of two people.

    `values` fill the form: mine where I changed something, theirs everywhere else. `who` and `at` say
    who saved last, and when (UTC, ISO 8601); empty where nobody did.
    """

    values: Mapping[str, Any]
    differences: tuple[Difference, ...]
    who: str
    at: str


def newest(session: Session, photograph: Photograph) -> int:
    """Number of the newest event of a record: what a form that opens now has seen."""
    events = history.of(session, "photograph", photograph.id)
    return events[-1].id if events else 0


def compare(session: Session, photograph: Photograph, typed: Mapping[str, Any], seen: int) -> Comparison:
    """Compare what was typed with the record as it is and as it was at the event `seen`."""
    later = [event for event in history.of(session, "photograph", photograph.id) if event.id > seen]
    now = photograph.values() | {COLLECTION: photograph.collection.slug if photograph.collection else ""}
    was = dict(now)
    for event in reversed(later):
        was.update({name: _plain(name, value) for name, value in (event.before or {}).items() if name in now})
    tidy = checks.tidy(typed) | ({COLLECTION: typed[COLLECTION]} if COLLECTION in typed else {})
    mine = {name: value for name, value in tidy.items() if value != was[name]}
    if ALTERNATIVES in mine:
        mine[ALTERNATIVES] = _of_both(was[ALTERNATIVES], mine[ALTERNATIVES], now[ALTERNATIVES])
    theirs = [name for name in (*FIELDS, ALTERNATIVES, COLLECTION) if now[name] != was[name]]
    differences = tuple(
        Difference(name, now[name], tidy.get(name, was[name]), name in mine)
        for name in theirs
        if tidy.get(name, was[name]) != now[name]
    )
    last = later[-1] if later else None
    return Comparison(now | mine, differences, last.actor if last else "", last.at if last else "")


def _of_both(
    was: Mapping[str, Any], mine: Mapping[str, Any], now: Mapping[str, Any]
) -> dict[str, dict[str, str]]:
    """Texts in other languages of two people: mine where I changed one, theirs everywhere else."""
    found: dict[str, dict[str, str]] = {}
    for field in sorted({*was, *mine, *now}):
        before, typed, saved = (side.get(field, {}) for side in (was, mine, now))
        for code in sorted({*before, *typed, *saved}):
            text = typed.get(code) if typed.get(code) != before.get(code) else saved.get(code)
            if text:
                found.setdefault(field, {})[code] = text
    return found


def _plain(name: str, value: Any) -> Any:
    if name == ALTERNATIVES:
        return value or {}
    return tuple(value or ()) if name in NAMES else value or ""
