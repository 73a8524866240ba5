"""What somebody has typed and not saved yet, kept for that person alone until it is saved or discarded.

It is no description: nobody else sees it, it has no status and leaves no event. Two windows of one person
do not overwrite each other: each names the `edition` that it saw last, and the later one is told. A window
that names itself goes on from its own words whatever edition it saw: its page may have been made before the
last of them arrived. What is chosen and written beside the texts (facts of the picture, reasons why a
finding is right as it is) is kept as one more text of the kind FACTS, a JSON object.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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
WINDOW = 32  # characters of a window's name
FACTS = "facts"
TOO_LONG = message("This is too long to keep while you type. It stays in the field; please shorten it.")


@dataclass(frozen=True)
class Beside:
    """What was chosen and written beside the texts, by the names of its controls.

    `values` holds what differs from what the control was made with, `were` what that was.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    were: Mapping[str, str] = field(default_factory=dict)


def keep(
    session: Session,
    actor: Actor,
    photograph: Photograph,
    words: Words,
    *,
    base: int,
    edition: int,
    window: str = "",
) -> int:
    """Keep what a person is typing; returns its new edition, 0 where it equals the saved text.

    `base` is the version of the waiting text that the person saw, `edition` what this window kept last,
    each 0 where there was none; `window` is what the window calls itself (32 characters at most). Raises
    Stale when another window of the same person kept other words since, Invalid, Forbidden; then nothing
    was changed.
    """
    known = tidy(replace(words, text=""))  # the kind and the language; the length may still be too much
    words = Words(known.kind, known.language, _fit(words))
    saved = _saved(session, photograph, known.kind, known.language)
    row = _Row(photograph, words, base, edition, window[:WINDOW])
    return _keep(session, actor, row, needless=words.text == saved)


def keep_beside(
    session: Session,
    actor: Actor,
    photograph: Photograph,
    language: str,
    typed: Beside,
    *,
    edition: int,
    window: str = "",
) -> int:
    """Keep what is chosen and written beside the texts of a language; as `keep`, and raises the same."""
    values = {name: clean(text) for name, text in typed.values.items()}
    values = {name: text for name, text in values.items() if text != typed.were.get(name, "")}
    were = {name: typed.were[name] for name in values if name in typed.were}
    known = tidy(Words("alt", language, ""))  # for the language alone
    text = json.dumps({"values": values, "were": were}, ensure_ascii=False, sort_keys=True)
    words = Words(FACTS, known.language, text)
    if len(text) > LONGEST:
        raise Invalid(Problem(FACTS, TOO_LONG))
    return _keep(session, actor, _Row(photograph, words, 0, edition, window[:WINDOW]), needless=not values)


def beside(kept: Mapping[str, Unfinished]) -> Beside:
    """What `keep_beside` kept, out of what `of` found; nothing where nothing was."""
    values: dict[str, str] = {}
    were: dict[str, str] = {}
    row = kept.get(FACTS)
    # Records that were merged bring one object each, a paragraph apart.
    for one in reversed(row.text.split("\n\n") if row else []):
        read = json.loads(one)
        values |= read["values"]
        were |= read["were"]
    return Beside(values, were)


@dataclass(frozen=True)
class _Row:
    """What is to be kept, and what the window had seen that sends it."""

    photograph: Photograph
    words: Words
    base: int
    edition: int
    window: str


def _keep(session: Session, actor: Actor, row: _Row, *, needless: bool) -> int:
    history.need(actor, "describer", "archivist")
    words = row.words
    kept = _find(session, actor, row.photograph, words.kind, words.language)
    if kept is not None and kept.text == words.text and not needless:
        return kept.edition  # sent twice, as when a page was left before the answer came
    if kept is not None and kept.edition != row.edition and not (row.window and kept.window == row.window):
        raise Stale({words.kind: words.text})
    if needless:
        if kept is not None:
            session.delete(kept)
            session.flush()
        return 0
    if kept is None:
        # Numbers go on after a window that saved: an edition never comes back with other words.
        kept = Unfinished(
            account=actor.name,
            photograph_id=row.photograph.id,
            kind=words.kind,
            language=words.language,
            edition=row.edition,
        )
        session.add(kept)
    kept.text, kept.base, kept.at, kept.window = words.text, row.base, now(), row.window
    kept.edition = max(kept.edition, row.edition) + 1
    session.flush()
    return kept.edition


def _fit(words: Words) -> str:
    if len(words.text) > LONGEST:
        raise Invalid(Problem(words.kind, TOO_LONG))
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


def settle_beside(
    session: Session, actor: Actor, photograph: Photograph, language: str, *, edition: int
) -> None:
    """Forget what was kept beside the texts, once its person has saved the form; another window's stays."""
    kept = _find(session, actor, photograph, FACTS, language)
    if kept is not None and kept.edition == edition:
        session.delete(kept)
        session.flush()


def sweep(session: Session) -> int:
    """Forget what nobody came back to for 90 days; returns how many texts that were."""
    before = (datetime.now(UTC) - timedelta(days=DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")
    done = session.execute(delete(Unfinished).where(Unfinished.at < before))
    return done.rowcount if isinstance(done, CursorResult) else 0
