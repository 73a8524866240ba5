"""What waits for somebody's words or eyes: the lists of the desk that concern descriptions."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from archive.catalogue.models import Photograph
from archive.catalogue.photographs import for_readers
from archive.descriptions.models import Description

Waiting = list[tuple[Description, Photograph]]


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


def in_review_count(session: Session) -> int:
    """How many texts wait for a reviewer."""
    return _count(session, _waiting("in-review"))


def sent_back(session: Session, author: str, *, limit: int = 10) -> tuple[Waiting, int]:
    """(texts that came back to this author, oldest first; how many there are in all)."""
    query = _waiting("sent-back").where(Description.author == author)
    rows = session.execute(query.order_by(Description.changed, Description.id).limit(limit)).unique()
    return [(description, photograph) for description, photograph in rows], _count(session, query)


def undescribed(session: Session, *, limit: int = 10) -> tuple[list[Photograph], int]:
    """(published photographs without an approved alt text, newest first; how many there are in all)."""
    told = select(Description.photograph_id).where(
        Description.kind == "alt", Description.status == "approved"
    )
    query = select(Photograph).where(*for_readers(), Photograph.id.not_in(told))
    rows = session.scalars(query.order_by(Photograph.id.desc()).limit(limit)).unique().all()
    return list(rows), _count(session, query)


def _waiting(status: str) -> Select[Description, Photograph]:
    return (
        select(Description, Photograph)
        .join(Photograph, Photograph.id == Description.photograph_id)
        .where(Description.status == status, Photograph.merged_into_id.is_(None))
    )


def _count(session: Session, query: Any) -> int:
    column = (
        Description.id if Description in {d["entity"] for d in query.column_descriptions} else Photograph.id
    )
    return session.scalar(query.with_only_columns(func.count(column)).order_by(None)) or 0
