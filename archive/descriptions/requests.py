"""What readers ask for: a description where there is none, and mending a fault in one that there is.

No account is needed and nobody is identified: of the browser a digest is kept for one day, so that one
browser asks once a day for one photograph. A wish is kept by its language alone, without region: whoever
reads es-MX and whoever reads es-AR wait for the same Spanish words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.orm import Session

from archive import history, languages
from archive.catalogue import photographs
from archive.catalogue.checks import Invalid, Problem, clean
from archive.catalogue.models import Photograph
from archive.config import message
from archive.db import now
from archive.descriptions import linting
from archive.descriptions.models import KINDS, Description, Request
from archive.history import Actor, Missing

NOTES = 90  # days that a note is kept after its answer
NOTE = 1_000  # letters
OUTCOMES = {
    "described": message("It was described"),
    "mended": message("The text was mended"),
    "right": message("The text is right as it is"),
    "unclear": message("It could not be understood"),
    "other": message("Another outcome"),
}
OF_KIND = {"wish": ("described", "unclear", "other"), "problem": ("mended", "right", "unclear", "other")}


class Asked(Exception):
    """This browser asked for this photograph today already; nothing was changed."""


class Changed(Exception):
    """The text was replaced while the reader was writing about it; nothing was changed."""


@dataclass(frozen=True)
class Told:
    """What a photograph's page says of wishes: how many are open; how many a text fulfilled, and when."""

    open: int
    fulfilled: int
    described: str


def tongue(language: str) -> str | None:
    """The language of a code without its region ('es-MX' gives 'es'), None where the archive knows none."""
    code = languages.normal(language[:35])
    return code.split("-")[0] if code and languages.find(code) else None


def serves(wanted: str, language: str) -> bool:
    """Whether a text in `language` is what somebody waits for who asked for `wanted` (RFC 4647)."""
    return languages.choose([wanted], [language]) is not None


def ask(session: Session, photograph: Photograph, language: str, note: str, *, browser: str) -> Request:
    """A reader asks for a description in a language; the note, of at most NOTE letters, may be empty.

    `browser` is a random token of that browser. Raises Asked, Missing (not for readers), Invalid (a text
    is there, no such language, a note too long); then nothing was changed.
    """
    _check_public(photograph)
    code = tongue(language)
    if code is None:
        raise Invalid(Problem("lang", message("This is not a language that the archive knows.")))
    if any(serves(code, text.language) for text in _approved(session, photograph, "alt")):
        raise Invalid(Problem("note", message("This photograph is described by now. Nothing was sent.")))
    return _add(session, Request(photograph_id=photograph.id, kind="wish", language=code), note, browser)


def report(
    session: Session,
    photograph: Photograph,
    place: tuple[str, str],
    note: str,
    *,
    browser: str,
    mark: str = "",
) -> Request:
    """A reader reports a fault in an approved text of this (kind, language); `mark` is that of its words.

    The note says what is wrong. Raises Asked, Changed (other words stand there by now), Missing, Invalid;
    then nothing was changed.
    """
    _check_public(photograph)
    text = approved(session, photograph, place)
    here = linting.mark(text.text)
    if mark and mark != here:
        raise Changed
    if not clean(note):
        raise Invalid(Problem("note", message("Say in a few words what is wrong.")))
    kind, language = place
    asked = Request(photograph_id=photograph.id, kind="problem", language=language, text_kind=kind, mark=here)
    return _add(session, asked, note, browser)


def approved(session: Session, photograph: Photograph, place: tuple[str, str]) -> Description:
    """The approved text of this (kind, language); raises Missing."""
    kind, language = place
    found = _approved(session, photograph, kind) if kind in KINDS else ()
    for text in found:
        if text.language == language:
            return text
    raise Missing(place)


def _check_public(photograph: Photograph) -> None:
    if not photographs.public(photograph):
        raise Missing(photograph.accession)


def _approved(session: Session, photograph: Photograph, kind: str) -> Sequence[Description]:
    return session.scalars(
        select(Description).where(
            Description.photograph_id == photograph.id,
            Description.kind == kind,
            Description.status == "approved",
        )
    ).all()


def _add(session: Session, asked: Request, note: str, browser: str) -> Request:
    day = photographs.today()
    once = _once(asked, browser, day)
    if session.scalar(select(Request.id).where(Request.once == once)) is not None:
        raise Asked
    note = clean(note)
    if len(note) > NOTE:
        words = message("This note is too long; please keep it under a thousand letters. Nothing was sent.")
        raise Invalid(Problem("note", words))
    asked.note, asked.day, asked.once = note, day, once
    session.add(asked)
    session.flush()
    return asked


def _once(asked: Request, browser: str, day: str) -> str:
    """A digest that only the same browser makes of the same thing on the same day."""
    what = (asked.kind, asked.text_kind or "", asked.language if asked.kind == "problem" else "")
    facts = (browser, str(asked.photograph_id), *what, day)
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def sent_today(
    session: Session, photograph: Photograph, browser: str, place: tuple[str, str] | None = None
) -> bool:
    """Whether this browser asked for this photograph today, or (place) reported that (kind, language)."""
    kind, language = place or ("", "")
    sent = Request(
        photograph_id=photograph.id, kind="problem" if place else "wish", text_kind=kind, language=language
    )
    once = _once(sent, browser, photographs.today())
    return session.scalar(select(Request.id).where(Request.once == once)) is not None


def resolve(session: Session, actor: Actor, request_id: int, outcome: str, words: str = "") -> Request:
    """Close what a reader asked, with an outcome that OF_KIND allows and, if need be, words.

    Raises Missing (there is none, or it is closed), Invalid, Forbidden; then nothing was changed.
    """
    history.need(actor, "describer", "reviewer", "archivist")
    found = session.get(Request, request_id)
    if found is None or found.state != "open":
        raise Missing(request_id)
    _check(session, found, outcome, words)
    _close(session, actor, [found], outcome, clean(words)[:NOTE])
    return found


def resolve_wishes(
    session: Session,
    actor: Actor,
    photograph: Photograph,
    language: str,
    outcome: str,
    words: str = "",
    *,
    upto: int,
) -> int:
    """Close every open wish for a language up to the one with number `upto`; returns how many.

    What came after the page was made stays open. Raises Missing (none is open), Invalid, Forbidden; then
    nothing was changed.
    """
    history.need(actor, "describer", "reviewer", "archivist")
    query = _open("wish").where(Request.photograph_id == photograph.id, Request.language == language)
    found = session.scalars(query.where(Request.id <= upto).order_by(Request.id)).all()
    if not found:
        raise Missing(upto)
    _check(session, found[0], outcome, words)
    _close(session, actor, found, outcome, clean(words)[:NOTE])
    return len(found)


def _check(session: Session, asked: Request, outcome: str, words: str) -> None:
    """Raise Invalid for an outcome that cannot be, is not true, or says nothing without words."""
    if outcome not in OF_KIND.get(asked.kind, ()):
        raise Invalid(Problem("outcome", message("Choose one of the outcomes in the list.")))
    if outcome == "described":
        photograph = session.get_one(Photograph, asked.photograph_id)
        if not any(serves(asked.language, text.language) for text in _approved(session, photograph, "alt")):
            untrue = message("No alt text in this language is approved yet, so it is not described.")
            raise Invalid(Problem("outcome", untrue))
    if outcome == "other" and not clean(words):
        raise Invalid(Problem("words", message("Say what came of it.")))


def fulfil(session: Session, actor: Actor, photograph: Photograph, language: str) -> int:
    """Close the wishes that an approved alt text in this language fulfils; returns how many."""
    query = _open("wish").where(Request.photograph_id == photograph.id).order_by(Request.id)
    waiting: dict[str, list[Request]] = {}
    for one in session.scalars(query):
        if serves(one.language, language):
            waiting.setdefault(one.language, []).append(one)
    for found in waiting.values():
        _close(session, actor, found, "described", "")
    return sum(map(len, waiting.values()))


def _close(session: Session, actor: Actor, found: Sequence[Request], outcome: str, words: str) -> None:
    for one in found:
        one.state, one.outcome, one.answer = "resolved", outcome, words
        one.resolved, one.resolver = now(), actor.name
    session.flush()
    first = found[0]
    after = {
        "request": {
            "kind": first.kind,
            "language": first.language,
            "text_kind": first.text_kind,
            "asked": len(found),
            "outcome": outcome,
        }
    }
    subject = ("photograph", first.photograph_id)
    history.record(session, actor, "request.resolve", subject, after=after, reason=words)


def _open(kind: str) -> Select[Request]:
    return select(Request).where(Request.state == "open", Request.kind == kind)


def of(session: Session, photograph: Photograph, *, kind: str | None = None) -> Sequence[Request]:
    """Open requests about a photograph, oldest first."""
    conditions: list[ColumnElement[bool]] = [
        Request.photograph_id == photograph.id,
        Request.state == "open",
    ]
    if kind is not None:
        conditions.append(Request.kind == kind)
    return session.scalars(select(Request).where(*conditions).order_by(Request.id)).all()


def told(session: Session, photograph: Photograph, language: str) -> Told:
    """What the photograph's page says about wishes in one language (as `tongue` gives it)."""
    mine = (Request.photograph_id == photograph.id, Request.kind == "wish", Request.language == language)
    query = select(Request.state, Request.outcome, func.count(), func.max(Request.resolved)).where(*mine)
    waiting, fulfilled, last = 0, 0, ""
    for state, outcome, count, moment in session.execute(query.group_by(Request.state, Request.outcome)):
        if state == "open":
            waiting += count
        elif outcome == "described":
            fulfilled, last = count, moment
    return Told(waiting, fulfilled, last)


def words(session: Session, asked: Request) -> tuple[str, bool]:
    """(the text that a reported fault is about, whether readers still see it); '' where it is not kept."""
    photograph = session.get_one(Photograph, asked.photograph_id)
    for text in _approved(session, photograph, asked.text_kind):
        if text.language == asked.language and linting.mark(text.text) == asked.mark:
            return text.text, True
    key = f"{asked.text_kind}[{asked.language}]"
    for event in reversed(history.of(session, "photograph", asked.photograph_id)):
        known = ((event.after or {}).get(key) or {}).get("text", "")
        if known and linting.mark(known) == asked.mark:
            return known, False
    return "", False


def counts(session: Session) -> tuple[int, int]:
    """(photographs that somebody asks a description of, open reports of faults)."""
    wished = select(func.count(func.distinct(Request.photograph_id)))
    faults = select(func.count()).select_from(Request)
    is_open = Request.state == "open"
    return (
        session.scalar(wished.where(is_open, Request.kind == "wish")) or 0,
        session.scalar(faults.where(is_open, Request.kind == "problem")) or 0,
    )


def sweep(session: Session, day: str) -> None:
    """Forget what is no longer needed: browsers' digests of earlier days, notes 90 days after the answer."""
    session.execute(update(Request).where(Request.once != "", Request.day < day).values(once=""))
    before = (date.fromisoformat(day) - timedelta(days=NOTES)).isoformat()
    old = (Request.state == "resolved", Request.resolved < before, Request.note != "")
    session.execute(update(Request).where(*old).values(note=""))


def move(session: Session, gone: Photograph, kept: Photograph) -> None:
    """Take what readers asked about a merged record along to the record that stays."""
    session.execute(update(Request).where(Request.photograph_id == gone.id).values(photograph_id=kept.id))
