"""What waits on an archivist's desk: drafts, and the imports that somebody started."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.catalogue.models import Photograph
from archive.jobs import Job


def drafts(session: Session, *, limit: int = 10) -> tuple[list[Photograph], int]:
    """(records that readers do not see yet, newest first; how many there are in all)."""
    mine = (Photograph.visibility == "draft", Photograph.merged_into_id.is_(None))
    query = select(Photograph).where(*mine).order_by(Photograph.id.desc()).limit(limit)
    total = session.scalar(select(func.count()).select_from(Photograph).where(*mine)) or 0
    return list(session.scalars(query).unique().all()), total


def work_of(session: Session, actor: str, kinds: Sequence[str], *, limit: int = 5) -> tuple[list[Job], int]:
    """(the newest jobs of these kinds that this person started; how many there are in all)."""
    mine = (Job.actor == actor, Job.kind.in_(kinds))
    query = select(Job).where(*mine).order_by(Job.id.desc()).limit(limit)
    total = session.scalar(select(func.count()).select_from(Job).where(*mine)) or 0
    return list(session.scalars(query).all()), total
