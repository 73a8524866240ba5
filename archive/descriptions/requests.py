"""What readers ask for: a description where there is none, and mending a fault in one that there is.

No account is needed and nobody is identified: of the browser a digest is kept for one day, so that one
browser asks once a day for one photograph.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.orm import Session

from archive import history, languages
from archive.catalogue import photographs
from archive.catalogue.checks import Invalid, Problem, clean
from archive.catalogue.models import Photograph
from archive.config import message
from archive.db import now
from archive.descriptions.models import KINDS, Description, Request
from archive.history import Actor, Missing

NOTE = 1_000  # letters
OUTCOMES = {
    "described": message("It was described"),
    "mended": message("The text was mended"),
    "right": message("The text is right as it is"),
    "unclear": message("It could not be understood"),
    "other": message("Another outcome"),
}


class Asked(Exception):
    """This browser asked for this photograph today already; nothing was changed."""


@dataclass(frozen=True)
class Told:
    """What a photograph's page says of wishes: how many are open; when it was described and who had asked."""

    open: int
    fulfilled: int
    described: str


def ask(session: Session, photograph: Photograph, language: str, note: str, *, browser: str) -> Request:
    """A reader asks for a description in a language.

    `browser` is a random token of that browser. Raises Asked, Missing (not for readers), Invalid (a text
    is there, no such language); then nothing was changed.
    """
    _check_public(photograph)
    code = _language(language)
    if _has(session, photograph, "alt", code):
        raise Invalid(Problem("note", message("This photograph is described by now.")))
    return _add(session, Request(photograph_id=photograph.id, kind="wish", language=code), note, browser)


def report(
    session: Session, photograph: Photograph, place: tuple[str, str], note: str, *, browser: str
) -> Request:
    """A reader reports a fault in an approved text; `place` is its (kind, language).

    The note says what is wrong. Raises Asked, Missing, Invalid; then nothing was changed.
    """
    _check_public(photograph)
    kind, language = place
    text = _has(session, photograph, kind, language) if kind in KINDS else None
    if text is None:
        raise Missing(place)
    if not clean(note):
        raise Invalid(Problem("note", message("Say in a few words what is wrong.")))
    asked = Request(
        photograph_id=photograph.id, kind="problem", language=language, text_kind=kind, mark=text.mark
    )
    return _add(session, asked, note, browser)


def _check_public(photograph: Photograph) -> None:
    if not photographs.public(photograph):
        raise Missing(photograph.accession)


def _language(language: str) -> str:
    code = languages.normal(language[:35])
    if code is None or languages.find(code) is None:
        raise Invalid(Problem("lang", message("This is not a language that the archive knows.")))
    return code


def _has(session: Session, photograph: Photograph, kind: str, language: str) -> Description | None:
    return session.scalar(
        select(Description).where(
            Description.photograph_id == photograph.id,
            Description.kind == kind,
            Description.language == language,
            Description.status == "approved",
        )
    )


def _add(session: Session, asked: Request, note: str, browser: str) -> Request:
    day = photographs.today()
    session.execute(update(Request).where(Request.once != "", Request.day < day).values(once=""))
    facts = (browser, str(asked.photograph_id), asked.kind, asked.text_kind, day)
    once = hashlib.sha256("\n".join(facts).encode()).hexdigest()
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


def resolve(session: Session, actor: Actor, request_id: int, outcome: str, words: str = "") -> Request:
    """Close what a reader asked, with an outcome from OUTCOMES and, if need be, words.

    Raises Missing (there is none, or it is closed), Invalid, Forbidden; then nothing was changed.
    """
    history.need(actor, "describer", "reviewer", "archivist")
    found = session.get(Request, request_id)
    if found is None or found.state != "open":
        raise Missing(request_id)
    if outcome not in OUTCOMES:
        raise Invalid(Problem("outcome", message("Choose one of the outcomes in the list.")))
    _close(session, actor, [found], outcome, clean(words)[:NOTE])
    return found


def fulfil(session: Session, actor: Actor, photograph: Photograph, language: str) -> int:
    """Close the wishes that an approved alt text in this language fulfils; returns how many."""
    query = _open("wish").where(Request.photograph_id == photograph.id, Request.language == language)
    found = session.scalars(query).all()
    if found:
        _close(session, actor, found, "described", "")
    return len(found)


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
    """What the photograph's page says about wishes in one language."""
    mine = (Request.photograph_id == photograph.id, Request.kind == "wish", Request.language == language)
    query = select(Request.state, func.count(), func.max(Request.resolved)).where(*mine)
    counts = {state: (count, last) for state, count, last in session.execute(query.group_by(Request.state))}
    done, last = counts.get("resolved", (0, ""))
    return Told(counts.get("open", (0, ""))[0], done, last or "")


def counts(session: Session) -> tuple[int, int]:
    """(photographs that somebody asks a description of, open reports of faults)."""
    wished = select(func.count(func.distinct(Request.photograph_id)))
    faults = select(func.count()).select_from(Request)
    is_open = Request.state == "open"
    return (
        session.scalar(wished.where(is_open, Request.kind == "wish")) or 0,
        session.scalar(faults.where(is_open, Request.kind == "problem")) or 0,
    )


def move(session: Session, gone: Photograph, kept: Photograph) -> None:
    """Take what readers asked about a merged record along to the record that stays."""
    session.execute(update(Request).where(Request.photograph_id == gone.id).values(photograph_id=kept.id))
