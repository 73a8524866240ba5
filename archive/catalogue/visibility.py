"""Who may see a record: publish, take back, withdraw, merge."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import history, jobs
from archive.catalogue import checks
from archive.catalogue.checks import Invalid, Problem, clean
from archive.catalogue.models import Photograph
from archive.catalogue.photographs import get, public
from archive.config import message
from archive.history import Actor


def stops(photograph: Photograph) -> list[Problem]:
    """What keeps a record from being published."""
    names = ("credit_line", "instructions", "embargo")
    return checks.stops({name: getattr(photograph, name) for name in names})


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


def publish(session: Session, actor: Actor, accession: str, *, again: bool = False) -> Photograph:
    """Show a record to readers; one that was withdrawn only with `again`.

    Raises Missing, Forbidden, Invalid with every finding that stops it; then nothing was changed.
    """
    history.need(actor, "archivist")
    photograph = get(session, accession)
    found = stops(photograph)
    if photograph.visibility == "withdrawn" and not again:
        words = message(
            "This record was withdrawn. If the reason holds no longer, publish it again on its edit page."
        )
        found.append(Problem("visibility", words))
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

    Files move to the kept record (a second recto becomes 'other'); `descriptions.merging` takes the texts
    along. Raises Invalid where both are the same, one was merged before, or the one that stays is seen
    by fewer people than the other.
    """
    history.need(actor, "archivist")
    source, target = get(session, gone), get(session, kept)
    if source.id == target.id or source.merged_into_id is not None or target.merged_into_id is not None:
        words = message("A record can be merged once, and only into another record that still stands.")
        raise Invalid(Problem("merge_into", words))
    _check_visible_enough(source, target)
    had = [f"{image.file_name} ({image.role})" for image in source.current_images]
    took = _move_files(source, target)
    source.merged_into_id = target.id
    source.count()
    target.count()
    session.flush()
    session.expire(source, ["images"])
    session.expire(target, ["images"])
    for photograph, before, after in (
        (source, {"files": had}, {"merged_into": kept, "files": []}),
        (target, None, {"merged_from": gone, "files": took}),
    ):
        subject = ("photograph", photograph.id)
        history.record(session, actor, "photograph.merge", subject, before=before, after=after)
    return target


def _move_files(source: Photograph, target: Photograph) -> list[str]:
    """Hand the files over; a second front or back becomes 'other'. Returns them as history says them."""
    taken = {image.role for image in target.current_images}
    moved = source.current_images
    for image in moved:
        image.photograph_id = target.id
        image.likeness = ""  # pairs are of records: this one is looked at anew under its new record
        image.role = "other" if image.role in taken else image.role
        taken.add(image.role)
    return [f"{image.file_name} ({image.role})" for image in moved]


def _check_visible_enough(source: Photograph, target: Photograph) -> None:
    """Raise Invalid where a merge would hide what readers see, or bring back what was withdrawn."""
    if source.visibility == "withdrawn" and target.visibility != "withdrawn":
        words = message(
            "This record was withdrawn, and merging would bring its files back. Merge it only into a record "
            "that is withdrawn too. Nothing was changed."
        )
    elif _rank(target) < _rank(source):
        words = message(
            "The record that stays is seen by fewer people than this one, so merging would take a photograph "
            "away from them. Publish that one first, or take this one back into draft. Nothing was changed."
        )
    else:
        return
    raise Invalid(Problem("merge_into", words))


def _rank(photograph: Photograph) -> int:
    """How many may see a record: 0 nobody, 1 staff, 2 everybody on a later day, 3 everybody."""
    return {"withdrawn": 0, "draft": 1, "published": 2}[photograph.visibility] + public(photograph)
