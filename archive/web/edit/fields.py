"""The record's fields and its collection, and a record that begins before its file has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from archive.catalogue import conflicts, photographs, visibility
from archive.catalogue.checks import Invalid, Problem
from archive.catalogue.fields import FIELDS
from archive.catalogue.photographs import Draft, Stale
from archive.web import dating, fieldsets
from archive.web.edit import alternatives
from archive.web.edit.page import Answer, form, pages, text_of
from archive.web.fieldsets import GROUPS
from archive.web.request import actor, go, need, number, page, photograph, reading, writing

if TYPE_CHECKING:
    from archive.catalogue.models import Photograph

# What a new record asks for at once; everything else is on its edit page.
AT_FIRST = (
    "headline",
    "caption",
    "caption_language",
    "date_text",
    "city",
    "country",
    "credit_line",
    "creators",
)


@pages.get("/desk/new")
def new() -> Answer:
    """The form that registers a record before its file has come."""
    need("archivist")
    return _new({"caption_language": "en"})


@pages.post("/desk/new")
def register() -> Answer:
    """Register the record and go on to its edit page."""
    need("archivist")
    values = dating.chosen(fieldsets.typed())
    if dating.checking():
        return _new(values, dating.unchosen(values), checked=True)
    if impossible := dating.problems(values):
        return _new(values, impossible)
    try:
        with writing() as session:
            collection = fieldsets.wanted_collection(session, request.form.get("collection", ""))
            accession = request.form.get("accession", "").strip()
            given = dict.fromkeys(values, "given")
            made = photographs.register(session, actor(), Draft(values, accession, collection, sources=given))
    except Invalid as invalid:
        return _new(values, invalid.problems)
    flash(_("%(accession)s was added as a draft: readers do not see it yet.", accession=made.accession))
    flash(dating.of(made))
    return go(url_for("edit.show", accession=made.accession))


@pages.get("/photographs/<accession>/edit")
def show(accession: str) -> Answer:
    """The record's fields, and what may be done with the record."""
    need("archivist")
    record = photograph(accession)
    if record.merged_into_id is not None:
        return _to_kept(record)
    return form(record)


@pages.post("/photographs/<accession>/edit")
def save(accession: str) -> Answer:
    """Save what was typed; a second person gets both texts, and the form keeps what they typed."""
    need("archivist")
    values = dating.chosen(fieldsets.typed() | alternatives.typed())
    if dating.checking():
        return form(photograph(accession), values, dating.unchosen(values), checked=True)
    if unclear := alternatives.problems():
        return form(photograph(accession), values, unclear)
    try:
        record, changed = _save_all(accession, values)
    except Invalid as invalid:
        return form(photograph(accession), values, invalid.problems)
    except Stale:
        return _second(accession, values)
    _tell(record, changed=changed)
    return go(url_for("edit.show", accession=accession))


def _save_all(accession: str, values: Mapping[str, Any]) -> tuple[Photograph, bool]:
    """Fields, collection and, where asked, publishing in one transaction: (record, whether it changed)."""
    seen = version = number("version", 0)
    with writing() as session:
        held = photographs.get(session, accession)
        before = held.version
        if impossible := dating.problems(values, held):
            raise Invalid(*impossible)
        if dating.again(held, values):  # what would be taken for the reading of the words before
            words = {"date_text": values["date_text"], "edtf": ""}
            version = photographs.amend(session, actor(), accession, words, version=version).version
        record = photographs.amend(session, actor(), accession, values, version=version)
        here = record.collection.slug if record.collection else ""
        slug = request.form.get("collection", here)
        if slug != here and seen != before:
            raise Stale({"collection": slug})
        photographs.place(session, actor(), record, fieldsets.wanted_collection(session, slug))
        if request.form.get("then") == "publish":
            visibility.publish(session, actor(), accession)
        return record, record.version != before


def _tell(record: Photograph, *, changed: bool) -> None:
    if not changed:
        flash(_("Nothing was different, so nothing was saved."))
    elif photographs.public(record):
        flash(_("Saved. Readers see it now."))
    elif record.visibility == "published":
        flash(_("Saved. Readers see it from %(day)s on, when the embargo ends.", day=record.embargo))
    elif record.visibility == "withdrawn":
        flash(_("Saved. The record stays withdrawn: readers see only that it was."))
    else:
        flash(_("Saved. The record is a draft: readers do not see it yet."))
    flash(dating.of(record))


def _second(accession: str, values: Mapping[str, Any]) -> Answer:
    record = photograph(accession)
    given = dict(values)
    if "collection" in request.form:
        given["collection"] = request.form["collection"]
    comparison = conflicts.compare(reading(), record, given, number("seen", 0))
    return form(record, comparison.values, comparison=comparison)


def _new(values: Mapping[str, Any], problems: Sequence[Problem] = (), *, checked: bool = False) -> Answer:
    shown = dict.fromkeys(FIELDS, "") | dict(values)
    known = {field.name: field for group in GROUPS for field in group.fields}
    return page(
        "pages/edit/new.html",
        422 if problems else 200,
        fields=[known[name] for name in AT_FIRST],
        values=shown,
        edtf=known["edtf"],
        date_told=dating.told(shown["date_text"], shown["caption_language"], shown["edtf"].strip()),
        checked=checked,
        text_of=text_of,
        choices=fieldsets.choices,
        collections=fieldsets.collection_choices(_("In no collection")),
        problems=problems,
        errors=fieldsets.errors(problems),
        typed=request.form,
    )


def _to_kept(record: Photograph) -> Response:
    kept = photographs.by_ids(reading(), [record.merged_into_id or 0])[0]
    flash(_("%(gone)s was merged into this record.", gone=record.accession))
    return go(url_for("edit.show", accession=kept.accession))
