"""Verbs on descriptions: save, accept, approve, send back, withdraw, take away; each leaves its event.

Draft, in review, approved or sent back. Nobody approves their own text (except in an archive of one
person, which every such text says); an edit of an approved text is a new version in review while readers
keep the approved one; and a text that came from a file or as a suggestion waits as a draft until a person
has accepted it, who then counts as its author (ATAG 2.0, B.2.3.2).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from archive import history
from archive.catalogue import images
from archive.catalogue.checks import Invalid, Problem, clean
from archive.catalogue.models import Photograph
from archive.catalogue.photographs import Stale, derive_again
from archive.config import message
from archive.db import now
from archive.descriptions import linting, requests
from archive.descriptions.authorship import wrote
from archive.descriptions.models import Description
from archive.descriptions.words import (
    LIMIT,
    Words,
    approved,
    facts,
    key,
    of,
    pending,
    tidy,
    unaccepted,
)
from archive.history import Actor, Missing

__all__ = ["LIMIT", "Words", "approved", "facts", "key", "of", "pending", "tidy", "unaccepted"]

REASONS = {
    "inaccurate": message("It does not say what is seen"),
    "unsupported": message("A name or fact that the caption does not support"),
    "interpretation": message("It interprets instead of describing"),
    "repeats": message("It repeats the caption or the credit"),
    "too-long": message("Too long: move detail to the long description"),
    "too-short": message("Too short to tell what is seen"),
    "language": message("Spelling, grammar or the wrong language"),
    "terms": message("Terms that are dated or do harm"),
    "words": message("Words that can be read in the picture are missing"),
    "other": message("Another reason"),
}


def save(
    session: Session,
    actor: Actor,
    photograph: Photograph,
    words: Words,
    *,
    version: int = 0,
    verb: str = "description.save",
    review: bool = True,
) -> Description | None:
    """Save a text, for review or (review=False) as a draft. Returns the waiting text, None where none waits.

    `version` is that of the waiting text that the person saw, 0 where there was none. An empty text
    takes a waiting one away and leaves an approved one alone. A text from a file waits in review until
    somebody accepts it, a suggestion as a draft, whatever is asked. Raises Stale when somebody else's text
    waits there by now, Invalid, Forbidden; then nothing was changed.
    """
    history.need(actor, "describer", "archivist")
    words = tidy(words)
    _check_standing(photograph)
    waiting = pending(session, photograph, words.kind, words.language)
    current = waiting or approved(session, photograph, words.kind, words.language)
    status = "in-review" if review and words.origin != "suggestion" else "draft"
    if current is not None and words.text == current.text and not _moves(waiting, status):
        return waiting
    if (waiting.version if waiting else 0) != version:
        raise Stale({words.kind: words.text})
    if not words.text:
        if waiting is not None:
            _drop(session, actor, photograph, waiting)
        return None
    return _write(session, actor, photograph, words, waiting, (verb, status))


def _moves(waiting: Description | None, status: str) -> bool:
    """Whether saving the same words anew moves a waiting text on: to review, or back to being a draft."""
    if waiting is None or unaccepted(waiting):
        return False  # the words of a file or a suggestion move by being accepted
    return waiting.status != status and not (waiting.status == "sent-back" and status == "draft")


def _write(
    session: Session,
    actor: Actor,
    photograph: Photograph,
    words: Words,
    waiting: Description | None,
    how: tuple[str, str],
) -> Description:
    verb, status = how
    before = facts(waiting) if waiting else None
    if waiting is None:
        waiting = Description(
            photograph_id=photograph.id, kind=words.kind, language=words.language, created=now(), version=0
        )
        session.add(waiting)
    same = waiting.text == words.text  # it only moves on: who sent it to review did not write it
    waiting.text, waiting.mark = words.text, linting.mark(words.text)
    if not same:
        waiting.author, waiting.origin, waiting.accepted = actor.name, words.origin, ""
    _decide(waiting, status)
    if status == "draft" and verb == "description.save":
        verb = "description.draft"
    _note(session, actor, photograph, waiting, verb, before)
    return waiting


def _decide(
    waiting: Description, status: str, reviewer: str = "", reason: tuple[str, str] = ("", "")
) -> None:
    """Give a text its next standing, and count its version."""
    waiting.status, waiting.reviewer = status, reviewer
    waiting.reason_code, waiting.reason = reason
    waiting.alone = False
    waiting.changed = now()
    waiting.version += 1


def accept(session: Session, actor: Actor, description_id: int, *, version: int) -> Description:
    """Answer for a text that came from a file or as a suggestion: it goes to review as the actor's own.

    Raises Missing, Stale, Invalid (nothing to accept), Forbidden; then nothing was changed.
    """
    history.need(actor, "describer", "archivist")
    waiting = _at(session, description_id, version)
    if not unaccepted(waiting) or waiting.status == "approved":
        raise Invalid(Problem(waiting.kind, message("There is nothing to accept here any more.")))
    before = facts(waiting)
    waiting.accepted = waiting.author = actor.name
    _decide(waiting, "in-review")
    photograph = session.get_one(Photograph, waiting.photograph_id)
    _note(session, actor, photograph, waiting, "description.accept", before)
    return waiting


def approve(
    session: Session, actor: Actor, description_id: int, *, version: int, one_person: bool = False
) -> Description:
    """Approve a text that is in review; it replaces the approved one of its kind and language.

    Wishes of readers for it are fulfilled by it. Raises Missing, Stale, Invalid (own text, wrong status,
    a finding that has to be answered first), Forbidden; then nothing was changed.
    """
    history.need(actor, "reviewer")
    waiting = _reviewable(session, description_id, version)
    photograph = session.get_one(Photograph, waiting.photograph_id)
    own = wrote(session, actor, waiting)
    if own and not one_person:
        words = message("You wrote this text yourself, so somebody else has to approve it.")
        raise Invalid(Problem(waiting.kind, words))
    stops = linting.stops(session, photograph, waiting)
    if stops:
        raise Invalid(*stops)
    before = facts(waiting)
    since = _retire(session, photograph, waiting, before)
    _decide(waiting, "approved", actor.name)
    waiting.alone, waiting.since, waiting.picture = own, since or waiting.changed, images.front(photograph)
    _note(session, actor, photograph, waiting, "description.approve", before)
    if waiting.kind == "alt":
        derive_again(session, actor, photograph)  # the approved alt text travels inside the derivatives
        requests.fulfil(session, actor, photograph, waiting.language)
    return waiting


def _retire(session: Session, photograph: Photograph, waiting: Description, before: dict[str, Any]) -> str:
    """Take the approved text that another replaces away; returns since when readers had one."""
    old = approved(session, photograph, waiting.kind, waiting.language)
    if old is None:
        return ""
    before["replaced"] = facts(old)
    session.delete(old)
    session.flush()
    return old.since


def send_back(
    session: Session, actor: Actor, description_id: int, words: str, *, version: int, code: str = "other"
) -> Description:
    """Send a text back to its author: a reason from REASONS, and words, which "other" cannot do without.

    Raises as approve does.
    """
    history.need(actor, "reviewer")
    waiting = _reviewable(session, description_id, version)
    reason = _reason(code, words)
    before = facts(waiting)
    _decide(waiting, "sent-back", actor.name, reason)
    photograph = session.get_one(Photograph, waiting.photograph_id)
    _note(session, actor, photograph, waiting, "description.send-back", before, reason=reason[1])
    return waiting


def withdraw(
    session: Session, actor: Actor, description_id: int, words: str, *, version: int, code: str = "other"
) -> Description:
    """Take an approved text from readers at once, with a reason; it goes back to its author.

    Where another version waits already, that one stays and the approved one is kept in history alone.
    Raises Missing, Stale, Invalid, Forbidden; then nothing was changed.
    """
    history.need(actor, "reviewer")
    text = _at(session, description_id, version)
    if text.status != "approved":
        raise Invalid(Problem(text.kind, message("Readers do not see this text.")))
    reason = _reason(code, words)
    before = facts(text)
    photograph = session.get_one(Photograph, text.photograph_id)
    verb = "description.withdraw"
    if pending(session, photograph, text.kind, text.language) is None:
        _decide(text, "sent-back", actor.name, reason)
        _note(session, actor, photograph, text, verb, before, reason=reason[1])
    else:
        session.delete(text)
        photograph.count(record=False)
        session.flush()
        was, gone = {key(text): before}, {key(text): None}
        subject = ("photograph", photograph.id)
        why = reason[1] or REASONS[code]
        history.record(session, actor, verb, subject, before=was, after=gone, reason=why)
    if text.kind == "alt":
        derive_again(session, actor, photograph)
    return text


def _reason(code: str, words: str) -> tuple[str, str]:
    words = clean(words)[:2000]
    if code not in REASONS:
        raise Invalid(Problem("reason_code", message("Choose one of the reasons in the list.")))
    if code == "other" and not words:
        raise Invalid(Problem("reason", message("Say what should be changed, so that the author can.")))
    return code, words


def _at(session: Session, description_id: int, version: int) -> Description:
    found = session.get(Description, description_id)
    if found is None:
        raise Missing(description_id)
    _check_standing(session.get_one(Photograph, found.photograph_id))
    if found.version != version:
        raise Stale({found.kind: found.text})
    return found


def _check_standing(photograph: Photograph) -> None:
    """Raise Missing where the record was merged into another: nobody would see what is decided here."""
    if photograph.merged_into_id is not None:
        raise Missing(photograph.accession)


def _reviewable(session: Session, description_id: int, version: int) -> Description:
    waiting = _at(session, description_id, version)
    if waiting.status != "in-review":
        raise Invalid(Problem(waiting.kind, message("This text is not in review.")))
    if unaccepted(waiting):
        first = message("This text came inside the file. Somebody has to accept it before it is decided on.")
        raise Invalid(Problem(waiting.kind, first))
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
