"""The edit page itself, however one comes to it: the record's form, and its small forms below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flask import Blueprint, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from archive.catalogue import conflicts, dating, visibility
from archive.catalogue.checks import Problem
from archive.catalogue.conflicts import Comparison
from archive.catalogue.dating import Dating
from archive.catalogue.fields import NAMES, PLACE
from archive.catalogue.images import ROLES
from archive.web import fieldsets
from archive.web.fieldsets import GROUPS, LABELS
from archive.web.filters import language_name
from archive.web.request import described, number, page, reading

if TYPE_CHECKING:
    from archive.catalogue.models import Photograph

pages = Blueprint("edit", __name__)
Answer = tuple[str, int] | Response


def date_read(record: Photograph) -> str:
    """How the date of a record was understood, as one sentence."""
    if not record.edtf and not record.date_text:
        return str(_("No date is given."))
    understood = dating.understand(record.date_text, record.caption_language or "en")
    if not record.edtf:
        return _without_edtf(record.date_text, understood)
    if understood.language and understood.edtf == record.edtf:
        words = _(
            "The date “%(words)s” was understood in %(language)s and read as %(edtf)s: %(days)s.",
            words=record.date_text,
            language=language_name(understood.language),
            edtf=record.edtf,
            days=days(record),
        )
        return str(words)
    return str(_("The date was read as %(edtf)s: %(days)s.", edtf=record.edtf, days=days(record)))


def _without_edtf(words: str, understood: Dating) -> str:
    """Why a date in words gave no EDTF."""
    if understood.reading is None:
        said = _(
            "The date “%(words)s” stays as you wrote it, but it was not understood, so the photograph is "
            "not found by date. %(reason)s Or write the EDTF date yourself if you know one.",
            words=words,
            reason=understood.reason,
        )
    elif understood.edtf:
        said = _("The date “%(words)s” was not read yet; it is read when you save.", words=words)
    elif understood.language:
        said = _(
            "“%(words)s” was understood in %(language)s: the photograph is undated.",
            words=words,
            language=language_name(understood.language),
        )
    else:
        said = _("“%(words)s” was understood: the photograph is undated.", words=words)
    return str(said)


def days(record: Photograph) -> str:
    """The earliest and latest day of a record in words."""
    if record.earliest and record.earliest == record.latest:
        return str(_("the day %(day)s", day=record.earliest))
    if record.earliest and record.latest:
        return str(_("from %(first)s to %(last)s", first=record.earliest, last=record.latest))
    if record.earliest:
        return str(_("from %(first)s on", first=record.earliest))
    return str(_("up to %(last)s", last=record.latest)) if record.latest else _("no day is known")


def form(
    record: Photograph,
    values: Mapping[str, Any] | None = None,
    problems: Sequence[Problem] = (),
    *,
    comparison: Comparison | None = None,
) -> Answer:
    """The edit page: values typed but not kept stand in the form instead of the record's own."""
    shown = record.values() | {"collection": record.collection.slug if record.collection else ""}
    if values is not None:
        shown |= {"collection": request.form.get("collection", shown["collection"])} | dict(values)
    version, seen = record.version, conflicts.newest(reading(), record)
    if problems and "version" in request.form:  # nothing was saved: the form has still seen what it had seen
        version, seen = number("version", 0), number("seen", 0)
    return page(
        "pages/edit/edit.html",
        _status(problems, comparison),
        record=record,
        described=described([record])[0],
        groups=GROUPS,
        labels=LABELS,
        values=shown,
        text_of=text_of,
        choices=fieldsets.choices,
        collections=fieldsets.collection_choices(_("In no collection")),
        problems=problems,
        errors=fieldsets.errors(problems),
        comparison=comparison,
        version=version,
        seen=seen,
        stops=visibility.stops(record),
        date_read=date_read(record),
        has_shown_place=any(shown[f"shown_{name}"] for name in PLACE),
        roles=[(role, str(fieldsets.ROLE_WORDS[role])) for role in ROLES],
        role_words=fieldsets.ROLE_WORDS,
        typed=request.form,
    )


def _status(problems: Sequence[Problem], comparison: Comparison | None) -> int:
    if comparison is not None:
        return 409
    return 422 if problems else 200


def text_of(name: str, value: Any) -> str:
    """A field's value as its control holds it: names one on each line."""
    return "\n".join(value) if name in NAMES else str(value or "")
