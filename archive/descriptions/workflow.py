"""Verbs on descriptions: save for review, approve, send back, take away; each leaves its event.

Nobody approves their own text (except in an archive of one person, which every such text says), and
an edit of an approved text is a new version in review while readers keep the approved one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from archive import history, languages
from archive.catalogue import images
from archive.catalogue.checks import Invalid, Problem, clean
from archive.catalogue.models import Image, Photograph
from archive.catalogue.photographs import Stale, derive_again, for_readers
from archive.config import message
from archive.db import now
from archive.descriptions.models import KINDS, Description
from archive.history import Actor, Missing

LIMIT = {"alt": 2_000, "long": 50_000, "transcript": 100_000}


@dataclass(frozen=True)
class Words:
    """A text about to be saved; `origin` is person, file or suggestion."""

    kind: str
    language: str
    text: str
    origin: str = "person"


def pending(session: Session, photograph: Photograph, kind: str, language: str) -> Description | None:
    """The text of this kind and language that waits: draft, in review or sent back."""
    return session.scalar(_query(photograph, kind, language).where(Description.status != "approved"))


def approved(session: Session, photograph: Photograph, kind: str, language: str) -> Description | None:
    """The text of this kind and language that readers see."""
    return session.scalar(_query(photograph, kind, language).where(Description.status == "approved"))


def _query(photograph: Photograph, kind: str, language: str) -> Select[Description]:
    return select(Description).where(
        Description.photograph_id == photograph.id, Description.kind == kind, Description.language == language
    )


def of(session: Session, photograph: Photograph) -> Sequence[Description]:
    """Every text of a photograph, approved before pending."""
    query = select(Description).where(Description.photograph_id == photograph.id)
    rows = session.scalars(query).all()
    return sorted(rows, key=lambda d: (KINDS.index(d.kind), d.language, d.status != "approved"))


def tidy(words: Words) -> Words:
    """Clean a text and check kind, language and length; raises Invalid."""
    code = languages.normal(words.language)
    if words.kind not in KINDS:
        raise Invalid(Problem("kind", message("There is no such kind of description.")))
    if code is None or languages.find(code) is None:
        raise Invalid(Problem("language", message("This is not a language that the archive knows.")))
    text = clean(words.text)
    if words.kind == "alt":
        text = re.sub(r"\s*\n\s*", " ", text)  # alt text is one run of words; paragraphs live in the long one
    if len(text) > LIMIT[words.kind]:
        too_long = message("This text is too long to keep. Nothing was saved; please shorten it.")
        raise Invalid(Problem(words.kind, too_long))
    return Words(words.kind, code, text, words.origin)


def save(
    session: Session,
    actor: Actor,
    photograph: Photograph,
    words: Words,
    *,
    version: int = 0,
    verb: str = "description.save",
) -> Description | None:
    """Save a text; it goes to review. Returns the waiting text, None where nothing differs.

    `version` is that of the waiting text that the person saw, 0 where there was none. An empty text
    takes a waiting one away and leaves an approved one alone. Raises Stale when somebody else's text
    waits there by now, Invalid, Forbidden; then nothing was changed.
    """
    history.need(actor, "describer", "archivist")
    words = tidy(words)
    waiting = pending(session, photograph, words.kind, words.language)
    current = approved(session, photograph, words.kind, words.language)
    if (waiting or current) is not None and words.text == (waiting or current).text:  # type: ignore[union-attr]
        return waiting
    if (waiting.version if waiting else 0) != version:
        raise Stale({words.kind: words.text})
    if not words.text:
        if waiting is not None:
            _drop(session, actor, photograph, waiting)
        return None
    return _write(session, actor, photograph, words, waiting, verb)


def _write(
    session: Session,
    actor: Actor,
    photograph: Photograph,
    words: Words,
    waiting: Description | None,
    verb: str,
) -> Description:
    before = facts(waiting) if waiting else None
    if waiting is None:
        waiting = Description(
            photograph_id=photograph.id,
            kind=words.kind,
            language=words.language,
            created=now(),
            version=0,
        )
        session.add(waiting)
    waiting.text, waiting.author, waiting.origin = words.text, actor.name, words.origin
    waiting.status, waiting.reviewer, waiting.reason, waiting.alone = "in-review", "", "", False
    waiting.changed = now()
    waiting.version += 1
    _note(session, actor, photograph, waiting, verb, before)
    return waiting


def approve(
    session: Session, actor: Actor, description_id: int, *, version: int, one_person: bool = False
) -> Description:
    """Approve a text that is in review; it replaces the approved one of its kind and language.

    Raises Missing, Stale, Invalid (own text, wrong status), Forbidden; then nothing was changed.
    """
    history.need(actor, "reviewer")
    waiting = _reviewable(session, description_id, version)
    photograph = session.get_one(Photograph, waiting.photograph_id)
    own = waiting.author == actor.name and waiting.origin == "person"
    if own and not one_person:
        words = message("You wrote this text yourself, so somebody else has to approve it.")
        raise Invalid(Problem(waiting.kind, words))
    before = facts(waiting)
    old = approved(session, photograph, waiting.kind, waiting.language)
    if old is not None:
        before["replaced"] = facts(old)
        session.delete(old)
        session.flush()
    waiting.status, waiting.reviewer, waiting.reason, waiting.alone = "approved", actor.name, "", own
    waiting.origin = "person"  # a person has now answered for it, wherever it came from
    waiting.picture = images.front(photograph)
    waiting.changed = now()
    waiting.version += 1
    _note(session, actor, photograph, waiting, "description.approve", before)
    if waiting.kind == "alt":
        derive_again(session, actor, photograph)  # the approved alt text travels inside the derivatives
    return waiting


def send_back(
    session: Session, actor: Actor, description_id: int, reason: str, *, version: int
) -> Description:
    """Send a text back to its author with a reason. Raises as approve does."""
    history.need(actor, "reviewer")
    waiting = _reviewable(session, description_id, version)
    reason = clean(reason)
    if not reason:
        raise Invalid(Problem("reason", message("Say what should be changed, so that the author can.")))
    before = facts(waiting)
    waiting.status, waiting.reviewer, waiting.reason = "sent-back", actor.name, reason[:2000]
    waiting.changed = now()
    waiting.version += 1
    photograph = session.get_one(Photograph, waiting.photograph_id)
    _note(session, actor, photograph, waiting, "description.send-back", before, reason=reason)
    return waiting


def _reviewable(session: Session, description_id: int, version: int) -> Description:
    waiting = session.get(Description, description_id)
    if waiting is None:
        raise Missing(description_id)
    if waiting.version != version:
        raise Stale({waiting.kind: waiting.text})
    if waiting.status != "in-review":
        raise Invalid(Problem(waiting.kind, message("This text is not in review.")))
    return waiting


def _drop(session: Session, actor: Actor, photograph: Photograph, waiting: Description) -> None:
    before = facts(waiting)
    session.delete(waiting)
    photograph.count(record=False)
    session.flush()
    history.record(
        session,
        actor,
        "description.drop",
        ("photograph", photograph.id),
        before={key(waiting): before},
        after={key(waiting): None},
    )


def _note(
    session: Session,
    actor: Actor,
    photograph: Photograph,
    waiting: Description,
    verb: str,
    before: dict[str, Any] | None,
    *,
    reason: str = "",
) -> None:
    photograph.count(record=False)
    session.flush()
    history.record(
        session,
        actor,
        verb,
        ("photograph", photograph.id),
        before={key(waiting): before} if before else None,
        after={key(waiting): facts(waiting)},
        reason=reason,
    )


def key(description: Description) -> str:
    """How events and tables name a text: `alt[en]`."""
    return f"{description.kind}[{description.language}]"


def facts(description: Description) -> dict[str, Any]:
    """What an event keeps of a text."""
    names = ("kind", "language", "text", "status", "author", "reviewer", "origin")
    return {name: getattr(description, name) for name in names}


def in_review(session: Session, *, limit: int = 200) -> list[tuple[Description, Photograph]]:
    """Texts that wait for a reviewer, oldest first, with their photographs."""
    query = (
        select(Description, Photograph)
        .join(Photograph, Photograph.id == Description.photograph_id)
        .where(Description.status == "in-review", Photograph.merged_into_id.is_(None))
        .order_by(Description.changed, Description.id)
        .limit(limit)
    )
    return [(description, photograph) for description, photograph in session.execute(query).unique()]


def described_counts(session: Session) -> tuple[int, int]:
    """(published photographs, those with an approved alt text)."""
    everything = session.scalar(select(func.count()).select_from(Photograph).where(*for_readers())) or 0
    query = (
        select(func.count(func.distinct(Description.photograph_id)))
        .join(Photograph, Photograph.id == Description.photograph_id)
        .where(Description.kind == "alt", Description.status == "approved", *for_readers())
    )
    return everything, session.scalar(query) or 0


def without_words_counts(session: Session) -> tuple[int, int]:
    """(published photographs with a picture and no approved alt text, those that have no picture yet)."""
    pictured = _of_photograph(Image).where(Image.replaced == "").exists()
    approved = (Description.kind == "alt", Description.status == "approved")
    told = _of_photograph(Description).where(*approved).exists()

    def count(*conditions: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(Photograph).where(*for_readers(), *conditions)
        return session.scalar(query) or 0

    return count(pictured, ~told), count(~pictured)


def _of_photograph(table: type[Image | Description]) -> Select[Any]:
    return select(table.id).where(table.photograph_id == Photograph.id)
