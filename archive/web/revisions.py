"""The history of a record: who did what and when, each field before and after, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from archive import history
from archive.catalogue import images, photographs
from archive.catalogue.checks import Invalid
from archive.catalogue.images import Known
from archive.catalogue.photographs import TOLD, Stale
from archive.descriptions import linting, outdated, workflow
from archive.descriptions.workflow import Words
from archive.history import Event, Missing
from archive.web import changes, differences
from archive.web.changes import in_words
from archive.web.filters import said
from archive.web.paging import Paging
from archive.web.request import actor, described, go, need, number, page, parts, photograph, reading, writing

if TYPE_CHECKING:
    from archive.catalogue.models import Photograph

__all__ = ["in_words", "pages"]

pages = Blueprint("revisions", __name__)
differences.init(pages)
Answer = tuple[str, int] | Response
PER_PAGE = 50


@pages.get("/photographs/<accession>/history")
def show(accession: str) -> Answer:
    """Events of a record, newest first."""
    need("describer", "reviewer", "archivist")
    return _page(photograph(accession))


@pages.post("/photographs/<accession>/history/<int:event>/restore")
def restore(accession: str, event: int) -> Answer:
    """Give the fields the values that they had right after this event."""
    need("archivist")
    record = photograph(accession)
    if _blanked(history.of(reading(), "photograph", record.id)):
        raise Missing(event)
    try:
        with writing() as session:
            photographs.restore(session, actor(), accession, event, version=number("version", 0))
    except Stale:
        return _page(photograph(accession), stale=True)
    except Invalid as invalid:
        for problem in invalid.problems:
            flash(said(problem.message), "error")
        return go(url_for("revisions.show", accession=accession))
    flash(_("Restored. What was there before is in the history too."))
    return go(url_for("revisions.show", accession=accession))


@pages.post("/photographs/<accession>/history/<int:event>/put-back")
def put_back(accession: str, event: int) -> Answer:
    """Put the file that this event replaced in force again."""
    need("archivist")
    record = photograph(accession)
    entry = next((one for one in history.of(reading(), "photograph", record.id) if one.id == event), None)
    sha256, side, name = changes.file(entry) if entry else ("", 0, "")
    if not sha256 or record.merged_into_id is not None:
        raise Missing(event)
    try:
        with writing() as session:
            images.put_back(session, actor(), photographs.get(session, accession), sha256, side)
    except Known as known:
        other = known.accession
        words = _("The archive has these very bytes already: they belong to %(other)s.", other=other)
        flash(words, "error")
        return go(url_for("revisions.show", accession=accession))
    flash(_("The file %(name)s is in its place again. The other one is in the history.", name=name))
    if outdated.of(reading(), photograph(accession)):
        flash(_("The approved texts describe the earlier file: check them."))
    return go(url_for("revisions.show", accession=accession))


@pages.post("/photographs/<accession>/history/<int:event>/restore-text")
def restore_text(accession: str, event: int) -> Answer:
    """Save a text as it was right after this event; it goes to review like any other."""
    need("describer", "archivist")
    entry = next(
        (e for e in history.of(reading(), "photograph", photograph(accession).id) if e.id == event), None
    )
    key = request.form.get("key", "")
    facts = (entry.after or {}).get(key) if entry and changes.TEXT_KEY.match(key) else None
    if not isinstance(facts, dict):
        raise Missing(event)
    words = Words(facts["kind"], facts["language"], facts["text"])
    try:
        with writing() as session:
            record = photographs.get(session, accession)
            found = linting.of(session, record, {(words.kind, words.language): words.text})
            asked = linting.grave(found, [words.kind], words.language)
            workflow.save(
                session,
                actor(),
                record,
                words,
                version=number("version", 0),
                verb="description.restore",
                review=not asked,
            )
    except Stale:
        return _page(photograph(accession), stale=True)
    flash(_restored(drafted=bool(asked)))
    return go(url_for("describe.show", accession=accession, lang=words.language))


def _restored(*, drafted: bool) -> str:
    """What became of a restored text, as a sentence."""
    if drafted:
        return str(
            _("Restored as a draft: the checks ask something about it, which is to be answered first.")
        )
    if parts().settings.one_person:
        return str(_("Restored and in review."))
    return str(_("Restored and in review. Somebody else approves it before readers see it."))


def _page(record: Photograph, *, stale: bool = False) -> Answer:
    events = list(history.of(reading(), "photograph", record.id))
    newest = events[::-1]
    paging = Paging(
        len(events),
        number("page", 1, least=1, most=10**6),
        lambda one: url_for("revisions.show", accession=record.accession, page=one),
        PER_PAGE,
    )
    shown = newest[paging.offset : paging.offset + PER_PAGE]
    texts = workflow.of(reading(), record)
    waiting = {workflow.key(text): text for text in texts if text.status != "approved"}
    return page(
        "pages/revisions/history.html",
        409 if stale else 200,
        record=record,
        described=described([record])[0],
        entries=changes.entries(events, {event.id for event in shown}),
        paging=paging,
        stale=stale,
        newest=_newest_of_fields(newest),
        versions={key: text.version for key, text in waiting.items()},
        current={workflow.key(text): text.text for text in texts},
        texts_then={event.id: changes.texts(event) for event in shown},
        replaced={(image.sha256, image.page) for image in record.images if image.replaced}
        - {(image.sha256, image.page) for image in record.current_images},
        blanked=_blanked(events),
        may_restore=actor().may("archivist") and record.merged_into_id is None,
        may_write=actor().may("describer", "archivist") and record.merged_into_id is None,
    )


def _blanked(events: Sequence[Event]) -> bool:
    return any((event.after or {}).get("blanked") for event in events)


def _newest_of_fields(events: Sequence[Event]) -> int:
    """Number of the newest event that changed fields: that version is the record as it is."""
    return next((event.id for event in events if set(event.after or ()) & set(TOLD)), 0)
