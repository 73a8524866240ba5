"""Batches: photographs that a describer takes for a day, so that two never write about the same one.

A claim is a note on the desk and no change of a record, so it leaves no event. Whoever opens a page may
write there all the same; claims only keep what others are offered apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from archive import history, languages
from archive.catalogue.checks import Invalid, Problem
from archive.catalogue.models import Photograph
from archive.config import message
from archive.db import now
from archive.descriptions import queues
from archive.descriptions.models import Claim
from archive.descriptions.queues import WORDLESS, Ask
from archive.history import Actor, Missing

MOST = 50  # that one person may hold, so that nobody empties the queue
LASTS = timedelta(hours=24)


def take(
    session: Session, actor: Actor, ask: Ask, *, count: int = 10, queue: str = "demand"
) -> Sequence[Claim]:
    """Take the next photographs of a queue that nobody has, for 24 hours; fewer where fewer are left.

    Needs a session that writes, because what is free has to stay so until it is taken. Returns the new
    claims in the queue's order. Raises Invalid (no such language, or no queue of photographs without
    words, or MOST are held already) and Forbidden; then nothing was changed.
    """
    history.need(actor, "describer", "archivist")
    if languages.find(ask.wanted) is None or languages.normal(ask.wanted) != ask.wanted:
        raise Invalid(Problem("lang", message("This is not a language that the archive knows.")))
    if queue not in WORDLESS:
        words = message("Photographs are taken from the lists of those without a description.")
        raise Invalid(Problem("queue", words))
    sweep(session)
    room = MOST - _held(session, actor)
    if room <= 0:
        words = message("You have taken as many as one person can. Describe some, or give some back.")
        raise Invalid(Problem("take", words))
    found = queues.free(session, actor, queue, ask, min(count, room))
    last = session.scalar(select(func.max(Claim.position)).where(Claim.account == actor.name)) or 0
    until = (datetime.now(UTC) + LASTS).strftime("%Y-%m-%dT%H:%M:%SZ")
    claims = [
        Claim(
            photograph_id=one.photograph.id,
            language=one.language,
            account=actor.name,
            position=last + number,
            until=until,
        )
        for number, one in enumerate(found, start=1)
    ]
    session.add_all(claims)
    session.flush()
    return claims


def _held(session: Session, actor: Actor) -> int:
    mine = (Claim.account == actor.name, Claim.until > now())
    return session.scalar(select(func.count()).select_from(Claim).where(*mine)) or 0


def mine(session: Session, actor: Actor, language: str = "") -> Sequence[Claim]:
    """What the actor has taken and not yet done, in the order it was taken; '' is every language."""
    query = select(Claim).where(Claim.account == actor.name, Claim.until > now())
    if language:
        query = query.where(Claim.language == language)
    return session.scalars(query.order_by(Claim.position)).all()


def holder(session: Session, photograph: Photograph, language: str) -> Claim | None:
    """The claim on a photograph in a language that still holds, whoever has it."""
    claim = session.get(Claim, (photograph.id, language))
    return claim if claim is not None and claim.until > now() else None


def give_back(session: Session, actor: Actor, photograph: Photograph, language: str) -> None:
    """Let others have a photograph that the actor took. Raises Missing where they do not have it."""
    claim = session.get(Claim, (photograph.id, language))
    if claim is None or claim.account != actor.name:
        raise Missing(photograph.accession)
    session.delete(claim)
    session.flush()


def give_all_back(session: Session, actor: Actor, language: str = "") -> int:
    """Let others have everything that the actor took, in one language or in all; returns how many."""
    held = mine(session, actor, language)
    for claim in held:
        session.delete(claim)
    session.flush()
    return len(held)


def done(session: Session, _actor: Actor, photograph: Photograph, language: str) -> None:
    """Nobody needs to hold a photograph any more, because its words in this language were saved.

    The claim ends whoever had it: somebody else's text waits now.
    """
    which = (Claim.photograph_id == photograph.id, Claim.language == language)
    session.execute(delete(Claim).where(*which))


def sweep(session: Session) -> int:
    """Forget claims whose time is over; returns how many. They counted for nothing already."""
    over = session.scalars(select(Claim).where(Claim.until <= now())).all()
    for claim in over:
        session.delete(claim)
    session.flush()
    return len(over)
