"""Lists of photographs read straight from the catalogue: they work while search is being rebuilt."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from archive.catalogue.models import Photograph
from archive.catalogue.photographs import for_readers


def _shown(*, staff: bool) -> tuple[ColumnElement[bool], ...]:
    """Staff see drafts; what was merged away or withdrawn is in no list."""
    if staff:
        return (Photograph.merged_into_id.is_(None), Photograph.visibility != "withdrawn")
    return for_readers()


def browse(session: Session, *, staff: bool, offset: int, limit: int) -> tuple[list[Photograph], int]:
    """(newest added first, a part of them; how many there are in all)."""
    conditions = _shown(staff=staff)
    total = session.scalar(select(func.count()).select_from(Photograph).where(*conditions)) or 0
    query = select(Photograph).where(*conditions).order_by(Photograph.id.desc()).offset(offset).limit(limit)
    return list(session.scalars(query).unique()), total


def of_collection(
    session: Session, collection_id: int, *, staff: bool, offset: int, limit: int
) -> tuple[list[Photograph], int]:
    """(a collection's photographs in the order they came, a part of them; how many there are in all)."""
    conditions = (Photograph.collection_id == collection_id, *_shown(staff=staff))
    total = session.scalar(select(func.count()).select_from(Photograph).where(*conditions)) or 0
    query = select(Photograph).where(*conditions).order_by(Photograph.id).offset(offset).limit(limit)
    return list(session.scalars(query).unique()), total


def merged_into(session: Session, photograph_id: int) -> list[str]:
    """Accession numbers of the records that this one has taken in, through however many steps."""
    source = select(Photograph.id, Photograph.accession).where(Photograph.merged_into_id == photograph_id)
    gone = source.cte("gone", recursive=True)
    # UNION, not UNION ALL: records that name each other could never keep the query going.
    further = select(Photograph.id, Photograph.accession).join(gone, Photograph.merged_into_id == gone.c.id)
    gone = gone.union(further)
    return list(session.scalars(select(gone.c.accession).order_by(gone.c.accession)))
