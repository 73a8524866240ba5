"""Writing the words of a photograph, and answering for them: save, approve, send back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from archive import languages
from archive.catalogue import photographs
from archive.catalogue.checks import Invalid, Problem
from archive.catalogue.photographs import Stale
from archive.descriptions import outdated, queues, workflow
from archive.descriptions.models import KINDS
from archive.descriptions.workflow import Words
from archive.history import Missing
from archive.web import fieldsets, labels
from archive.web.filters import language_name, listed
from archive.web.request import actor, described, go, need, number, page, parts, photograph, reading, writing

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive.catalogue.models import Photograph
    from archive.descriptions.models import Description

pages = Blueprint("describe", __name__)
Answer = tuple[str, int] | Response


@dataclass(frozen=True)
class Slot:
    """One kind of text on the page: what stands in its control, and what it was when the page was made.

    `theirs` is what somebody else saved meanwhile, shown beside; `was` tells at saving whether the person
    touched the text at all.
    """

    kind: str
    value: str
    version: int
    was: str
    waiting: Description | None
    approved: Description | None
    theirs: Description | None = None


@dataclass
class Saving:
    """What became of each touched text: kinds by outcome."""

    saved: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@pages.get("/photographs/<accession>/describe")
def show(accession: str) -> Answer:
    """The picture, its facts, and its texts in one language."""
    need("describer", "reviewer", "archivist")
    record = photograph(accession)
    if record.merged_into_id is not None:
        kept = photographs.by_ids(reading(), [record.merged_into_id])[0]
        flash(_("%(gone)s was merged into this record.", gone=record.accession))
        return go(url_for("describe.show", accession=kept.accession))
    return _form(record)


@pages.post("/photographs/<accession>/describe")
def save(accession: str) -> Answer:
    """Save every text that was touched, all or none; each goes to review."""
    need("describer", "archivist")
    typed = {kind: request.form[kind] for kind in KINDS if kind in request.form}
    language = _language(photograph(accession))
    done = Saving()
    try:
        _save_all(accession, language, typed, done)
    except Invalid as invalid:
        return _form(photograph(accession), typed, problems=invalid.problems)
    except Stale:
        return _form(photograph(accession), typed, stale=done.stale)
    _tell(done, language)
    return go(url_for("describe.show", accession=accession, lang=language))


def _save_all(accession: str, language: str, typed: Mapping[str, str], done: Saving) -> None:
    with writing() as session:
        record = photographs.get(session, accession)
        for kind, text in typed.items():
            _save_one(session, record, Words(kind, language, text), done)
        if done.problems:
            raise Invalid(*done.problems)
        if done.stale:
            raise Stale(typed)


def _save_one(session: Session, record: Photograph, words: Words, done: Saving) -> None:
    try:
        if not _touched(words):
            return
        waiting = workflow.pending(session, record, words.kind, words.language)
        version = number(f"{words.kind}_version", 0)
        saved = workflow.save(session, actor(), record, words, version=version)
    except Invalid as invalid:
        done.problems += invalid.problems
    except Stale:
        done.stale.append(words.kind)
    else:
        empty = not workflow.tidy(words).text
        (done.dropped if empty and waiting else done.saved if saved else done.kept).append(words.kind)


def _touched(words: Words) -> bool:
    return mark(workflow.tidy(words).text) != request.form.get(f"{words.kind}_was", "")


def mark(text: str) -> str:
    """A short mark of a text, to know later whether a person changed it."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _tell(done: Saving, language: str) -> None:
    name = language_name(language)
    if done.saved:
        told = _names(done.saved)
        if parts().settings.one_person:
            flash(_("Saved and in review: %(texts)s in %(language)s.", texts=told, language=name))
        else:
            flash(
                _(
                    "Saved and in review: %(texts)s in %(language)s. Another person has to approve it "
                    "before readers see it.",
                    texts=told,
                    language=name,
                )
            )
    if done.dropped:
        flash(_("Taken away before anybody approved it: %(texts)s.", texts=_names(done.dropped)))
    if done.kept:
        flash(_("The approved text stays: an empty field takes nothing away."))
    if not (done.saved or done.dropped or done.kept):
        flash(_("Nothing was different, so nothing was saved."))


def _names(kinds: Sequence[str]) -> str:
    return listed(str(labels.TEXT_KINDS[kind]) for kind in kinds)


@pages.post("/photographs/<accession>/describe/<int:text>/approve")
def approve(accession: str, text: int) -> Answer:
    """Approve a text that is in review; readers see it from now on."""
    need("reviewer")
    try:
        waiting = _one_of(accession, text)
        with writing() as session:
            workflow.approve(
                session, actor(), text, version=number("version", 0), one_person=parts().settings.one_person
            )
    except Invalid as invalid:
        return _form(photograph(accession), problems=invalid.problems)
    except (Stale, Missing):
        return _form(photograph(accession), review_stale=True)
    flash(
        _(
            "Approved: %(text)s. %(who)s",
            text=labels.named_text(waiting),
            who=_who_sees(photograph(accession)),
        )
    )
    return go(url_for("describe.show", accession=accession, lang=waiting.language))


def _who_sees(record: Photograph) -> str:
    """Who sees an approved text of this record, as a sentence."""
    if photographs.public(record):
        return str(_("Readers see it now."))
    if record.visibility == "published":
        return str(_("Readers see it from %(day)s on, when the embargo ends.", day=record.embargo))
    if record.visibility == "withdrawn":
        return str(_("The record is withdrawn, so readers do not see it."))
    return str(_("The record is a draft: readers see it once the record is published."))


@pages.post("/photographs/<accession>/describe/<int:text>/send-back")
def send_back(accession: str, text: int) -> Answer:
    """Send a text back to its author with a reason."""
    need("reviewer")
    try:
        waiting = _one_of(accession, text)
        with writing() as session:
            reason = request.form.get("reason", "")
            workflow.send_back(session, actor(), text, reason, version=number("version", 0))
    except Invalid as invalid:
        own = [
            Problem(f"reason-{text}" if p.field == "reason" else p.field, p.message) for p in invalid.problems
        ]
        return _form(photograph(accession), problems=own)
    except (Stale, Missing):
        return _form(photograph(accession), review_stale=True)
    flash(_("Sent back to %(author)s: %(text)s.", author=waiting.author, text=labels.named_text(waiting)))
    return go(url_for("describe.show", accession=accession, lang=waiting.language))


@pages.post("/photographs/<accession>/describe/fits")
def fits(accession: str) -> Answer:
    """Say that texts approved beside an earlier file fit the one that is shown now."""
    need("reviewer")
    language = _language(photograph(accession))
    try:
        with writing() as session:
            record = photographs.get(session, accession)
            done = outdated.confirm(session, actor(), record, one_person=parts().settings.one_person)
    except Invalid as invalid:
        return _form(photograph(accession), problems=invalid.problems)
    if done:
        flash(
            _(
                "Noted: these texts fit the file. %(texts)s.",
                texts=listed(labels.named_text(text) for text in done),
            )
        )
    return go(url_for("describe.show", accession=accession, lang=language))


def _one_of(accession: str, text: int) -> Description:
    for description in workflow.of(reading(), photograph(accession)):
        if description.id == text:
            return description
    raise Missing(text)


def _language(record: Photograph) -> str:
    wanted = languages.normal(request.values.get("lang", "")[:35])
    return wanted or languages.normal(record.caption_language or "en") or "en"


def _form(
    record: Photograph,
    typed: Mapping[str, str] | None = None,
    *,
    problems: Sequence[Problem] = (),
    stale: Sequence[str] = (),
    review_stale: bool = False,
) -> Answer:
    language = _language(record)
    texts = workflow.of(reading(), record)
    slots = [_slot(kind, language, texts, typed or {}, stale, kept=bool(problems)) for kind in KINDS]
    return page(
        "pages/describe/describe.html",
        409 if stale or review_stale else 422 if problems else 200,
        record=record,
        described=described([record])[0],
        public=photographs.public(record),
        language=language,
        written=sorted({text.language for text in texts} - {language}),
        choices=fieldsets.language_choices(),
        slots=slots,
        labels=labels.TEXT_KINDS,
        problems=problems,
        errors=fieldsets.errors(problems),
        stale=stale,
        review_stale=review_stale,
        may_write=actor().may("describer", "archivist"),
        may_review=actor().may("reviewer"),
        outdated=[labels.named_text(text) for text in outdated.of(reading(), record)],
        next_up=_next_up(record) if actor().may("reviewer") else None,
        typed=request.form,
    )


def _slot(
    kind: str,
    language: str,
    texts: Sequence[Description],
    typed: Mapping[str, str],
    stale: Sequence[str],
    *,
    kept: bool,
) -> Slot:
    here = [text for text in texts if text.kind == kind and text.language == language]
    waiting = next((text for text in here if text.status != "approved"), None)
    approved = next((text for text in here if text.status == "approved"), None)
    current = waiting or approved
    stored = current.text if current else ""
    fresh = Slot(kind, stored, waiting.version if waiting else 0, mark(stored), waiting, approved)
    if kind not in typed or mark(_tidied(kind, language, typed[kind])) == request.form.get(f"{kind}_was"):
        return fresh
    if kept:  # nothing was saved, and the person has still seen what they had seen
        seen = (number(f"{kind}_version", 0), request.form.get(f"{kind}_was", ""))
        return Slot(kind, typed[kind], *seen, waiting, approved)
    theirs = current if kind in stale else None
    return Slot(kind, typed[kind], fresh.version, fresh.was, waiting, approved, theirs)


def _tidied(kind: str, language: str, text: str) -> str:
    try:
        return workflow.tidy(Words(kind, language, text)).text
    except Invalid:
        return text


def _next_up(record: Photograph) -> tuple[Description, Photograph] | None:
    own = not parts().settings.one_person
    for description, other in queues.in_review(reading(), limit=50):
        if other.id != record.id and not (own and description.author == actor().name):
            return description, other
    return None
