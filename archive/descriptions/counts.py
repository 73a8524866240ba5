"""How much is described: the figures of the front page, the help pages and the statement."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from archive.catalogue.models import Image, Photograph
from archive.catalogue.photographs import for_readers
from archive.descriptions.models import Description


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
