"""History: append-only events, the one source for audit, revisions and the search index.

An event says who did what to which record, when, and what it was before and after. Its number grows
in commit order (see `archive.db`), so a reader that remembers the last number it saw misses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Index, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from archive.db import Base, now

ROLES = ("describer", "reviewer", "archivist", "administrator")


@dataclass(frozen=True)
class Actor:
    """Who acts: a name for history and the roles that the verbs check."""

    name: str
    roles: frozenset[str]

    def may(self, *roles: str) -> bool:
        """Whether the actor has one of these roles; an administrator has them all."""
        return bool(self.roles & {*roles, "administrator"})


OPERATOR = Actor("operator", frozenset(ROLES))
READER = Actor("reader", frozenset())


class Missing(Exception):
    """There is no such record, or none that this person may know of."""


class Forbidden(Exception):
    """The actor may not do this; the text says which role is needed. Nothing was changed."""


def need(actor: Actor, *roles: str) -> None:
    """Raise Forbidden unless the actor has one of these roles."""
    if not actor.may(*roles):
        raise Forbidden(f"This needs the role {' or '.join(roles)}. Nothing was changed.")


class Event(Base):
    """One thing that somebody did. `before` and `after` hold only the fields that changed."""

    __tablename__ = "event"
    __table_args__ = (Index("event_subject", "subject", "subject_id", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str] = mapped_column(String(32))
    actor: Mapped[str] = mapped_column(String(255))
    verb: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[int]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(default="")


def record(
    session: Session,
    actor: Actor,
    verb: str,
    subject: tuple[str, int],
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Event:
    """Write one event in the caller's transaction; subject is (kind, id)."""
    entry = Event(
        at=now(),
        actor=actor.name,
        verb=verb,
        subject=subject[0],
        subject_id=subject[1],
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
        reason=reason,
    )
    session.add(entry)
    session.flush()
    return entry


def head(session: Session) -> int:
    """Number of the newest event, 0 where nothing ever happened."""
    return session.scalar(select(func.max(Event.id))) or 0


def since(session: Session, cursor: int, limit: int = 500) -> Sequence[Event]:
    """The next events after cursor, oldest first."""
    return session.scalars(select(Event).where(Event.id > cursor).order_by(Event.id).limit(limit)).all()


def of(session: Session, subject: str, subject_id: int) -> Sequence[Event]:
    """Everything that happened to one record, oldest first."""
    query = select(Event).where(Event.subject == subject, Event.subject_id == subject_id)
    return session.scalars(query.order_by(Event.id)).all()


def blank(session: Session, subject: str, subject_ids: Iterable[int]) -> int:
    """Remove what events of these records contained, keeping who, when and which verb; returns how many."""
    count = 0
    for subject_id in subject_ids:
        for entry in of(session, subject, subject_id):
            entry.before, entry.after, entry.reason = None, {"blanked": True}, ""
            count += 1
    session.flush()
    return count
