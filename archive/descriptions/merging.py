"""Merging two records with their words: where the picture goes, the texts that describe it go along.

So does what hangs on the record: what readers asked, how often it was read, what somebody has typed and
not saved, who took it to describe, answered findings, pictures that look the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from archive import history
from archive.catalogue import photographs, visibility
from archive.catalogue.models import Alike, Photograph
from archive.descriptions import requests, views, workflow
from archive.descriptions.models import Claim, Description, Found, Override, Unfinished
from archive.history import Actor

Place = tuple[str, str]  # kind, language
Row = TypeVar("Row", Claim, Override, Unfinished)


def merge(session: Session, actor: Actor, gone: str, kept: str) -> Photograph:
    """Fold one record into another, as `visibility.merge` does, and take its texts along.

    The texts go only where the kept record had no front of its own and no text of the same kind, language
    and standing: they describe the picture that moved, not another one. Raises as `visibility.merge` does.
    """
    source, target = photographs.get(session, gone), photographs.get(session, kept)
    bare = not any(image.role == "recto" for image in target.current_images)
    merged = visibility.merge(session, actor, gone, kept)
    adopted = _adopt(session, actor, source, target) if bare else []
    _move_overrides(session, source, target, adopted)
    _move_unfinished(session, source, target, adopted)
    _move_claims(session, source, target)
    _move_likeness(session, source, target, bare=bare)
    session.execute(delete(Found).where(Found.photograph_id == source.id))  # the checks look at it no more
    requests.move(session, source, target)
    views.move(session, source, target)
    for text in workflow.of(session, target):
        if text.kind == "alt" and text.status == "approved":
            requests.fulfil(session, actor, target, text.language)
    photographs.derive_again(session, actor, merged)  # the files carry credit and words of their record
    return merged


def _adopt(session: Session, actor: Actor, source: Photograph, target: Photograph) -> list[Description]:
    taken = {_standing(text) for text in workflow.of(session, target)}
    moved = [text for text in workflow.of(session, source) if _standing(text) not in taken]
    if not moved:
        return []
    for text in moved:
        text.photograph_id = target.id
    target.count(record=False)
    session.flush()
    facts = {workflow.key(text): workflow.facts(text) for text in moved}
    history.record(session, actor, "description.adopt", ("photograph", target.id), after=facts)
    return moved


def _standing(text: Description) -> tuple[str, str, bool]:
    """What two texts of one photograph may not share."""
    return text.kind, text.language, text.status == "approved"


def _move_overrides(
    session: Session, source: Photograph, target: Photograph, adopted: Sequence[Description]
) -> None:
    """Answers to findings hold for the very text that was judged, so they go where that text went."""
    places = {(text.kind, text.language) for text in adopted}
    held = {(one.code, one.field, one.language) for one in _rows(session, Override, target)}
    for one in _rows(session, Override, source):
        goes = (one.field, one.language) in places  # that they hold still is seen by what they judged
        if goes and (one.code, one.field, one.language) not in held:
            one.photograph_id = target.id
        else:
            session.delete(one)  # history keeps the reason
    session.flush()


def _move_unfinished(
    session: Session, source: Photograph, target: Photograph, adopted: Sequence[Description]
) -> None:
    """Words that somebody typed and has not saved go along; where both records have some, both stay."""
    waiting: set[Place] = {(text.kind, text.language) for text in adopted if text.status != "approved"}
    own = {(one.account, one.kind, one.language): one for one in _rows(session, Unfinished, target)}
    for one in _rows(session, Unfinished, source):
        other = own.get((one.account, one.kind, one.language))
        if other is not None:
            if one.text not in other.text:
                other.text = "\n\n".join(filter(None, (other.text, one.text)))
                other.edition += 1
            session.delete(one)
            continue
        one.photograph_id = target.id
        if (one.kind, one.language) not in waiting:
            one.base = 0  # the text that it began from stayed behind: saving tells of any other one
    session.flush()


def _move_claims(session: Session, source: Photograph, target: Photograph) -> None:
    """Who took the record to describe keeps it, unless somebody took the one that stays."""
    held = {one.language for one in _rows(session, Claim, target)}
    for one in _rows(session, Claim, source):
        if one.language in held:
            session.delete(one)
        else:
            one.photograph_id = target.id
    session.flush()


def _move_likeness(session: Session, source: Photograph, target: Photograph, *, bare: bool) -> None:
    """What looks like a front goes with it; a picture that became another's side is no front any more."""
    touching = or_(Alike.photograph_id == source.id, Alike.other_id == source.id)
    pairs = session.scalars(select(Alike).where(touching)).all()
    facts = [(one.photograph_id, one.other_id, one.distance, one.dismissed) for one in pairs]
    session.execute(delete(Alike).where(touching))
    for *ends, distance, dismissed in facts if bare else ():
        here, there = (target.id if end == source.id else end for end in ends)
        if here != there and session.get(Alike, (here, there)) is None:
            session.add(Alike(photograph_id=here, other_id=there, distance=distance, dismissed=dismissed))
    session.flush()


def _rows(session: Session, table: type[Row], photograph: Photograph) -> Sequence[Row]:
    return session.scalars(select(table).where(table.photograph_id == photograph.id)).all()
