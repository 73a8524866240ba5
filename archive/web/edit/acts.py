"""What is done with a whole record: publish, take back, withdraw, merge, give it a file."""

from __future__ import annotations

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from archive.catalogue import visibility
from archive.catalogue.checks import Invalid, Problem
from archive.catalogue.images import ROLES, Known
from archive.descriptions import merging, outdated
from archive.history import Missing
from archive.ingest import run
from archive.media.store import TooLarge
from archive.media.values import Refused
from archive.web.edit.page import Answer, form, pages
from archive.web.request import actor, close, go, need, parts, photograph, reading, writing


@pages.post("/photographs/<accession>/publish")
def publish(accession: str) -> Answer:
    """Show the record to readers, or say what stops it."""
    need("archivist")
    try:
        with writing() as session:
            again = request.form.get("again") == "yes"
            record = visibility.publish(session, actor(), accession, again=again)
    except Invalid as invalid:
        return form(photograph(accession), problems=invalid.problems)
    if record.embargo:
        flash(_("Published. Readers see it from %(day)s on, when the embargo ends.", day=record.embargo))
    else:
        flash(_("Published. Readers see it now."))
    return _back(accession)


@pages.post("/photographs/<accession>/unpublish")
def unpublish(accession: str) -> Answer:
    """Take the record back into draft."""
    need("archivist")
    with writing() as session:
        visibility.unpublish(session, actor(), accession)
    flash(_("The record is a draft again: readers do not see it."))
    return _back(accession)


@pages.post("/photographs/<accession>/withdraw")
def withdraw(accession: str) -> Answer:
    """Take the record down with a reason that readers see."""
    need("archivist")
    blank = request.form.get("blank_history") == "yes"
    try:
        with writing() as session:
            visibility.withdraw(
                session, actor(), accession, request.form.get("reason", ""), blank_history=blank
            )
    except Invalid as invalid:
        return form(photograph(accession), problems=invalid.problems)
    flash(_("Withdrawn. Its page stays and says so, with your reason; the picture is not shown."))
    if blank:
        flash(_("The contents of its history were blanked. Who did what, and when, stays."))
    return _back(accession)


@pages.post("/photographs/<accession>/merge")
def merge(accession: str) -> Answer:
    """Fold this record into another one and go there, once the person has said that they are sure."""
    need("archivist")
    kept = request.form.get("merge_into", "").strip()
    if request.form.get("sure") != "yes":
        unsure = _("Merging cannot be undone: tick that you are sure. Nothing was changed.")
        return form(photograph(accession), problems=[Problem("sure", unsure)])
    try:
        with writing() as session:
            target = merging.merge(session, actor(), accession, kept)
    except Invalid as invalid:
        return form(photograph(accession), problems=invalid.problems)
    except Missing:
        unknown = _("There is no record with the accession number “%(kept)s”.", kept=kept)
        return form(photograph(accession), problems=[Problem("merge_into", unknown)])
    flash(_("%(gone)s was merged into this record. Its old address leads here.", gone=accession))
    return _back(target.accession)


@pages.post("/photographs/<accession>/files")
def attach(accession: str) -> Answer:
    """Give the record a file; one of the same role is replaced and stays in history."""
    need("archivist")
    record = photograph(accession)
    sent, role = request.files.get("file"), request.form.get("role", "recto")
    if sent is None or not sent.filename:
        return form(record, problems=[Problem("file", _("Choose a file first. Nothing was changed."))])
    if role not in ROLES:
        return form(record, problems=[Problem("role", _("Choose what the file shows."))])
    try:
        run.attach_upload(parts().tools, actor(), accession, sent.stream, sent.filename, role)
    except Known as known:
        words = _(
            "The archive has these very bytes already: they belong to %(other)s.", other=known.accession
        )
        return form(photograph(accession), problems=[Problem("file", words)])
    except (Refused, TooLarge) as refused:
        return form(photograph(accession), problems=[Problem("file", _(str(refused)))])
    flash(_("The file %(name)s came in.", name=sent.filename))
    close()  # what this request read so far is older than the file
    if role == "recto" and outdated.of(reading(), photograph(accession)):
        flash(_("The approved texts describe the earlier file: check them."))
    return _back(accession)


def _back(accession: str) -> Response:
    return go(url_for("edit.show", accession=accession))
