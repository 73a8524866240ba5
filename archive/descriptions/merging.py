"""Merging two records with their words: where the picture goes, the texts that describe it go along."""

from __future__ import annotations

from sqlalchemy.orm import Session

from archive import history
from archive.catalogue import photographs, visibility
from archive.catalogue.models import Photograph
from archive.descriptions import workflow
from archive.descriptions.models import Description
from archive.history import Actor


def merge(session: Session, actor: Actor, gone: str, kept: str) -> Photograph:
    """Fold one record into another, as `visibility.merge` does, and take its texts along.

    The texts go only where the kept record had no front of its own and no text of the same kind, language
    and standing: they describe the picture that moved, not another one. Raises as `visibility.merge` does.
    """
    source, target = photographs.get(session, gone), photographs.get(session, kept)
    bare = not any(image.role == "recto" for image in target.current_images)
    merged = visibility.merge(session, actor, gone, kept)
    if bare:
        _adopt(session, actor, source, target)
    photographs.derive_again(session, actor, merged)  # the files carry credit and words of their record
    return merged


def _adopt(session: Session, actor: Actor, source: Photograph, target: Photograph) -> None:
    taken = {_place(text) for text in workflow.of(session, target)}
    moved = [text for text in workflow.of(session, source) if _place(text) not in taken]
    if not moved:
        return
    for text in moved:
        text.photograph_id = target.id
    target.count(record=False)
    session.flush()
    facts = {workflow.key(text): workflow.facts(text) for text in moved}
    history.record(session, actor, "description.adopt", ("photograph", target.id), after=facts)


def _place(text: Description) -> tuple[str, str, bool]:
    """What two texts of one photograph may not share."""
    return text.kind, text.language, text.status == "approved"
