"""The edit page itself, however one comes to it: the record's form, and its small forms below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flask import Blueprint, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from archive.catalogue import conflicts, visibility
from archive.catalogue.checks import Problem
from archive.catalogue.conflicts import Comparison
from archive.catalogue.fields import ALTERNATIVES, NAMES
from archive.catalogue.images import ROLES
from archive.web import dating, fieldsets, origins
from archive.web.edit import alternatives
from archive.web.fieldsets import GROUPS, LABELS
from archive.web.request import described, number, page, reading

if TYPE_CHECKING:
    from archive.catalogue.models import Photograph

pages = Blueprint("edit", __name__)
Answer = tuple[str, int] | Response


def form(
    record: Photograph,
    values: Mapping[str, Any] | None = None,
    problems: Sequence[Problem] = (),
    *,
    comparison: Comparison | None = None,
    checked: bool = False,
) -> Answer:
    """The edit page: values typed but not kept stand in the form instead of the record's own.

    `checked` is a form sent to have its date checked: it has still seen what it had seen.
    """
    shown = record.values() | {"collection": record.collection.slug if record.collection else ""}
    if values is not None:
        shown |= {"collection": request.form.get("collection", shown["collection"])} | dict(values)
    version, seen = record.version, conflicts.newest(reading(), record)
    shown["edtf"] = dating.fresh(record, shown)
    # Where nothing was saved, the form has still seen what it had seen.
    if (problems or checked) and "version" in request.form:
        version, seen = number("version", 0), number("seen", 0)
    return page(
        "pages/edit/edit.html",
        _status(problems, comparison),
        problems=problems,
        errors=fieldsets.errors(problems),
        comparison=comparison,
        version=version,
        seen=seen,
        checked=checked,
        typed=request.form,
        **_fields(record, shown),
        **_record(record),
    )


def _fields(record: Photograph, shown: Mapping[str, Any]) -> dict[str, Any]:
    """What the form itself is made of."""
    return {
        "groups": GROUPS,
        "labels": {**LABELS, ALTERNATIVES: _("Other languages")},
        "origins": origins.told(record, shown),
        "spoken": alternatives.for_page(shown[ALTERNATIVES]),
        "values": shown,
        "text_of": text_of,
        "choices": fieldsets.choices,
        "collections": fieldsets.collection_choices(_("In no collection")),
        "date_told": dating.told(shown["date_text"], shown["caption_language"], shown["edtf"]),
    }


def _record(record: Photograph) -> dict[str, Any]:
    """What stands beside and below the form."""
    return {
        "record": record,
        "described": described([record])[0],
        "stops": visibility.stops(record),
        "roles": [(role, str(fieldsets.ROLE_WORDS[role])) for role in ROLES],
        "role_words": fieldsets.ROLE_WORDS,
    }


def _status(problems: Sequence[Problem], comparison: Comparison | None) -> int:
    if comparison is not None:
        return 409
    return 422 if problems else 200


def text_of(name: str, value: Any) -> str:
    """A field's value as its control holds it: names one on each line."""
    if name == ALTERNATIVES:
        return alternatives.in_words(value or {})
    return "\n".join(value) if name in NAMES else str(value or "")
