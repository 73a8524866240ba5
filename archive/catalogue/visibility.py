"""Who may see a record: publish, take back, withdraw, merge."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import history, jobs
from archive.catalogue import checks
from archive.catalogue.checks import Invalid, Problem, clean
from archive.catalogue.models import Photograph
from archive.catalogue.photographs import get
from archive.config import message
from archive.history import Actor


def stops(photograph: Photograph) -> list[Problem]:
    """What keeps a record from being published."""
    return checks.stops({"credit_line": photograph.credit_line})


def _set(
    session: Session, actor: Actor, photograph: Photograph, visibility: str, *, reason: str = ""
) -> None:
    before = {"visibility": photograph.visibility}
    photograph.visibility = visibility
    photograph.withdrawn_reason = reason if visibility == "withdrawn" else ""
    photograph.count()
    session.flush()
    verb = {
        "published": "photograph.publish",
        "withdrawn": "photograph.withdraw",
        "draft": "photograph.unpublish",
    }
    history.record(
        session,
        actor,
        verb[visibility],
        ("photograph", photograph.id),
        before=before,
        after={"visibility": visibility},
        reason=reason,
    )


def publish(session: Session, actor: Actor, accession: str) -> Photograph:
    """Show a record to readers. Raises Invalid with every finding that stops it."""
    history.need(actor, "archivist")
    photograph = get(session, accession)
    found = stops(photograph)
    if photograph.merged_into_id is not None:
        found.append(Problem("accession", message("This record was merged into another one.")))
    if found:
        raise Invalid(*found)
    if photograph.visibility != "published":
        _set(session, actor, photograph, "published")
    return photograph


def unpublish(session: Session, actor: Actor, accession: str) -> Photograph:
    """Take a record back into draft."""
    history.need(actor, "archivist")
    photograph = get(session, accession)
    if photograph.visibility != "draft":
        _set(session, actor, photograph, "draft")
    return photograph


def withdraw(
    session: Session, actor: Actor, accession: str, reason: str, *, blank_history: bool = False
) -> Photograph:
    """Take a record down: its page stays and says so, with the reason (HTTP 410).

    With blank_history the contents of every earlier event are removed; who, when and which verb stay.
    """
    history.need(actor, "archivist")
    photograph = get(session, accession)
    reason = clean(reason)
    if not reason:
        words = message("Say why the photograph is withdrawn; readers will see the reason.")
        raise Invalid(Problem("reason", words))
    _set(session, actor, photograph, "withdrawn", reason=reason)
    if blank_history:
        folded = session.scalars(select(Photograph).where(Photograph.merged_into_id == photograph.id)).all()
        earlier = history.blank(session, "photograph", [photograph.id, *(one.id for one in folded)])
        for one in (photograph, *folded):
            jobs.blank(session, one.accession)  # receipts of imports hold captions too
        history.record(
            session,
            actor,
            "photograph.blank-history",
            ("photograph", photograph.id),
            after={"events": earlier},
            reason=reason,
        )
    return photograph


def merge(session: Session, actor: Actor, gone: str, kept: str) -> Photograph:
    """Fold one record into another: the old address redirects, its files and number stay known.

    Files move to the kept record (a second recto becomes 'other'); texts stay in the gone record's
    history. Raises Invalid where both are the same or one was merged before.
    """
    history.need(actor, "archivist")
    source, target = get(session, gone), get(session, kept)
    if source.id == target.id or source.merged_into_id is not None or target.merged_into_id is not None:
        words = message("A record can be merged once, and only into another record that still stands.")
        raise Invalid(Problem("merge_into", words))
    taken = {image.role for image in target.current_images}
    for image in source.current_images:
        image.photograph_id = target.id
        image.role = "other" if image.role in taken else image.role
        taken.add(image.role)
    source.merged_into_id = target.id
    source.count()
    target.count()
    session.flush()
    session.expire(source, ["images"])
    session.expire(target, ["images"])
    for photograph, after in ((source, {"merged_into": kept}), (target, {"merged_from": gone})):
        history.record(session, actor, "photograph.merge", ("photograph", photograph.id), after=after)
    return target
