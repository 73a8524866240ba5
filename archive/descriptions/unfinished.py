"""What somebody has typed and not saved yet, kept for that person alone until it is saved or discarded.

It is no description: nobody else sees it, it has no status and leaves no event. Two windows of one person
do not overwrite each other: each names the `edition` that it saw last, and the later one is told.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.orm import Session

from archive import history
from archive.catalogue.checks import Invalid, Problem, clean
from archive.catalogue.models import Photograph
from archive.catalogue.photographs import Stale
from archive.config import message
from archive.db import now
from archive.descriptions.models import Unfinished
from archive.descriptions.words import Words, approved, pending, tidy
from archive.history import Actor

DAYS = 90
LONGEST = 1_000_000  # characters; more than any text may have, so that a long paste is kept to be shortened


def keep(
    session: Session, actor: Actor, photograph: Photograph, words: Words, *, base: int, edition: int
) -> int:
    """Keep what a person is typing; returns its new edition, 0 where it equals the saved text.

    `base` is the version of the waiting text that the person saw, `edition` what this window kept last,
    each 0 where there was none. Raises Stale when another window of the same person kept other words
    since, Invalid, Forbidden; then nothing was changed.
    """
    history.need(actor, "describer", "archivist")
    known = tidy(replace(words, text=""))  # the kind and the language; the length may still be too much
    text, kind, language = _fit(words), known.kind, known.language
    kept = _find(session, actor, photograph, kind, language)
    if kept is not None and kept.edition != edition:
        if kept.text == text:
            return kept.edition
        raise Stale({kind: text})
    if text == _saved(session, photograph, kind, language):
        if kept is not None:
            session.delete(kept)
            session.flush()
        return 0
    if kept is None:
        # Numbers go on after a window that saved: an edition never comes back with other words.
        kept = Unfinished(
            account=actor.name, photograph_id=photograph.id, kind=kind, language=language, edition=edition
        )
        session.add(kept)
    kept.text, kept.base, kept.at, kept.edition = text, base, now(), edition + 1
    session.flush()
    return kept.edition


def _fit(words: Words) -> str:
    if len(words.text) > LONGEST:
        too_long = message(
            "This is too long to keep while you type. It stays in the field; please shorten it."
        )
        raise Invalid(Problem(words.kind, too_long))
    return clean(words.text)


def _find(
    session: Session, actor: Actor, photograph: Photograph, kind: str, language: str
) -> Unfinished | None:
    return session.scalar(
        select(Unfinished).where(
            Unfinished.account == actor.name,
            Unfinished.photograph_id == photograph.id,
            Unfinished.kind == kind,
            Unfinished.language == language,
        )
    )


def _saved(session: Session, photograph: Photograph, kind: str, language: str) -> str:
    found = pending(session, photograph, kind, language) or approved(session, photograph, kind, language)
    return found.text if found else ""


def of(session: Session, actor: Actor, photograph: Photograph, language: str) -> dict[str, Unfinished]:
    """What this person has typed for a photograph in a language and not saved, by kind of text."""
    query = select(Unfinished).where(
        Unfinished.account == actor.name,
        Unfinished.photograph_id == photograph.id,
        Unfinished.language == language,
    )
    return {one.kind: one for one in session.scalars(query)}


def discard(
    session: Session, actor: Actor, photograph: Photograph, kind: str, language: str, *, edition: int
) -> bool:
    """Throw away what this person typed; False where there was nothing.

    Raises Stale when another window kept other words since; then nothing was changed.
    """
    kept = _find(session, actor, photograph, kind, language)
    if kept is None:
        return False
    if kept.edition != edition:
        raise Stale({kind: kept.text})
    session.delete(kept)
    session.flush()
    return True


def settle(session: Session, actor: Actor, photograph: Photograph, words: Words, *, edition: int) -> None:
    """Forget what was kept of a text that its person has just saved.

    Other words that another window of theirs kept meanwhile stay, and are offered on return.
    """
    kept = _find(session, actor, photograph, words.kind, words.language)
    if kept is not None and (kept.edition == edition or kept.text == words.text):
        session.delete(kept)
        session.flush()


def sweep(session: Session) -> int:
    """Forget what nobody came back to for 90 days; returns how many texts that were."""
    before = (datetime.now(UTC) - timedelta(days=DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")
    done = session.execute(delete(Unfinished).where(Unfinished.at < before))
    return done.rowcount if isinstance(done, CursorResult) else 0
