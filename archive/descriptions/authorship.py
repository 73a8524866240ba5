"""Whose words a text is: what "nobody approves their own text" means where several people wrote at it.

The last one to save is not always the author. A colleague who sends a draft to review, restores an earlier
version, takes the words of another photograph or adds a full stop does not make the first writer a second
pair of eyes; somebody who wrote most of it anew does.
"""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import history
from archive.catalogue.models import Photograph
from archive.descriptions import lint, linting
from archive.descriptions.models import Description
from archive.descriptions.words import approved, key
from archive.history import Actor

MOST = 0.5  # of a text's words: more than this in one version of somebody's, and it is theirs


def wrote(session: Session, actor: Actor, text: Description) -> bool:
    """Whether the actor counts as an author of this text: they saved or accepted it, or most of its words.

    Versions before the text that readers see now do not count: those words have had their second person.
    """
    if actor.name in {text.author, text.accepted}:
        return True
    return _elsewhere(session, actor, text) or any(
        _most(text.text, earlier) for earlier in _versions(session, actor, text)
    )


def _elsewhere(session: Session, actor: Actor, text: Description) -> bool:
    """Whether these very words are the actor's on another photograph."""
    same = select(Description.id).where(Description.mark == text.mark, Description.author == actor.name)
    return bool(text.mark) and session.scalar(same.limit(1)) is not None


def _versions(session: Session, actor: Actor, text: Description) -> list[str]:
    """What the actor wrote here since a text was approved last, oldest first."""
    named = key(text)
    found: list[str] = []
    current = approved(session, session.get_one(Photograph, text.photograph_id), text.kind, text.language)
    for event in history.of(session, "photograph", text.photograph_id):
        known = (event.after or {}).get(named)
        if event.verb == "description.approve" and known and current is not None:
            found = []
        elif known and known.get("author") == actor.name:
            found.append(known.get("text", ""))
    return [one for one in found if one]


def _most(text: str, earlier: str) -> bool:
    words, known = Counter(lint.fold(text).split()), Counter(lint.fold(earlier).split())
    if not words:
        return linting.mark(text) == linting.mark(earlier)
    return (words & known).total() > MOST * words.total()
