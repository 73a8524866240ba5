"""Approved texts that describe an earlier file: the picture was replaced after somebody answered for them.

Each approved text remembers the front that it was approved beside. Readers keep it, since better words
may not exist; staff are told until a new text is approved or a reviewer says that it fits.
"""

from __future__ import annotations

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from archive import history
from archive.catalogue import images
from archive.catalogue import photographs as records
from archive.catalogue.checks import Invalid, Problem
from archive.catalogue.models import Image, Photograph
from archive.config import message
from archive.descriptions import workflow
from archive.descriptions.models import Description
from archive.history import Actor


def of(session: Session, photograph: Photograph) -> list[Description]:
    """The approved texts of a photograph that describe an earlier file."""
    shown = images.front(photograph)
    texts = workflow.of(session, photograph)
    return [text for text in texts if text.status == "approved" and shown and text.picture not in {"", shown}]


def photographs(session: Session, *, limit: int = 10) -> tuple[list[Photograph], int]:
    """(photographs with such texts, newest first; how many there are in all)."""
    other = exists().where(
        Image.photograph_id == Description.photograph_id,
        Image.replaced == "",
        Image.role == "recto",
        Image.sha256 != Description.picture,
    )
    # Most texts are approved: told so, SQLite reads the table through instead of jumping about by an index.
    approved = func.likely(Description.status == "approved")
    replaced = select(Description.photograph_id).where(approved, Description.picture != "", other)
    query = select(Photograph.id).where(Photograph.id.in_(replaced), Photograph.merged_into_id.is_(None))
    found = session.scalars(query.order_by(Photograph.id.desc())).all()
    return records.by_ids(session, found[:limit]), len(found)


def confirm(
    session: Session, actor: Actor, photograph: Photograph, *, one_person: bool = False
) -> list[Description]:
    """Say that such texts fit the file in force; returns them.

    Raises Forbidden, and Invalid where the actor wrote one of them; then nothing was changed.
    """
    history.need(actor, "reviewer")
    texts = of(session, photograph)
    if not one_person and any(text.author == actor.name for text in texts):
        words = message("You wrote one of these texts yourself, so somebody else has to say that they fit.")
        raise Invalid(Problem("outdated", words))
    if texts:
        after = {"texts_checked": [workflow.key(text) for text in texts]}
        for text in texts:
            text.picture = images.front(photograph)
        session.flush()
        subject = ("photograph", photograph.id)
        history.record(session, actor, "description.confirm", subject, after=after)
    return texts
