"""What a person decides about the items of a preview: answers to its questions, and words of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, flash, request, send_file, url_for
from flask_babel import gettext as _

from archive import jobs
from archive.catalogue.checks import Invalid, Problem
from archive.catalogue.fields import FIELDS
from archive.history import Missing
from archive.ingest import choices, drafting, staging
from archive.ingest.copies import DECISION
from archive.ingest.pairs import PAIRING
from archive.web import dating, fieldsets, origins
from archive.web.edit.page import text_of
from archive.web.fieldsets import GROUPS
from archive.web.intake import Answer, job_page, own
from archive.web.intake_answers import field_label, keep_answers
from archive.web.request import actor, go, number, page, parts, reading

if TYPE_CHECKING:
    from archive.jobs import Job, Line

pages = Blueprint("intake_items", __name__)


@pages.post("/desk/import/<int:job_number>/choices")
def choose(job_number: int) -> Answer:
    """Keep the answers of one page of a preview."""
    found = own(job_number)
    turned, asking = number("page", 1, least=1), request.args.get("show", "")
    if not _open(found):
        return job_page(found, [staging.LATE], 409)
    try:
        keep_answers(found)
    except Invalid as invalid:
        return job_page(found, invalid.problems, 422)
    flash(_("Your choices are kept."))
    return go(url_for("intake.job", number=job_number, page=turned, show=asking or None, _anchor="confirm"))


@pages.get("/desk/import/<int:job_number>/item/<int:line_id>")
def words(job_number: int, line_id: int) -> Answer:
    """Every field of one item, to be changed before it comes in."""
    found = own(job_number)
    line = _line(found, line_id)
    return _words(found, line, jobs.choices(reading(), found.id).get(line.item, {}))


@pages.post("/desk/import/<int:job_number>/item/<int:line_id>")
def save_words(job_number: int, line_id: int) -> Answer:
    """Keep what was typed as the choice for this item."""
    found = own(job_number)
    line = _line(found, line_id)
    values = dating.chosen(
        fieldsets.typed() | {name: request.form[name] for name in _texts(line) if name in request.form}
    )
    if dating.checking():
        return _words(found, line, values, dating.unchosen(values), checked=True)
    if impossible := _impossible(line, values):
        return _words(found, line, values, impossible)
    try:
        before = jobs.choices(reading(), found.id).get(line.item, {})
        kept = {name: one for name, one in before.items() if name in {DECISION, PAIRING}}  # not in the form
        chosen = choices.typed(line.detail, values) | kept
        staging.choose(parts().tools, actor(), found.id, {line.item: chosen})
    except Invalid as invalid:
        return _words(found, line, values, invalid.problems)
    flash(_("The words of %(item)s are kept.", item=line.item))
    return go(
        url_for("intake.job", number=job_number, page=number("page", 1, least=1), _anchor=f"item-{line_id}")
    )


@pages.get("/desk/import/<int:job_number>/item/<int:line_id>/look.jpg")
def look(job_number: int, line_id: int) -> Response:
    """A small picture of a file that waits, for whoever sent it."""
    found = own(job_number)
    line = jobs.line(reading(), found.id, line_id) if line_id < 2**31 else None
    path = staging.look(parts().tools, found, line.item) if line else None
    if path is None:
        raise Missing(line_id)
    response = send_file(path, mimetype="image/jpeg", conditional=True)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _open(found: Job) -> bool:
    """Whether something can be decided: the preview is done, and its import has not begun."""
    return found.kind == staging.PREVIEW and found.state == "done" and not found.payload.get("import")


def _line(found: Job, line_id: int) -> Line:
    """An item whose words can still be changed; raises Missing."""
    line = jobs.line(reading(), found.id, line_id) if line_id < 2**31 else None
    if line is None or not _open(found) or "values" not in line.detail:
        raise Missing(line_id)
    return line


def _texts(line: Line) -> list[str]:
    """The texts in languages that the item brings: 'alt[en]', 'caption[es]'."""
    return [name for name in line.detail["values"] if name not in FIELDS]


def _impossible(line: Line, values: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a date that was typed; what the papers say stands until somebody changes it."""
    before = choices.whole(line.detail, {})
    after = _dated(before, values)
    same = all(after.get(name) == before.get(name) for name in ("date_text", "edtf"))
    return [] if same else dating.problems(after)


def _dated(before: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values with what was typed; an EDTF that was only the reading of other words goes with them."""
    after = {**before, **values}
    old = after["date_text"] != before["date_text"] and after["edtf"] == before["edtf"]
    return after | ({"edtf": ""} if old else {})


def _words(
    found: Job,
    line: Line,
    values: Mapping[str, Any],
    problems: Sequence[Problem] = (),
    *,
    checked: bool = False,
) -> Answer:
    kept = jobs.choices(reading(), found.id).get(line.item, {})
    before = choices.whole(line.detail, kept)
    shown = _dated(before, values)
    sources = drafting.decided(line.detail, kept)["sources"]
    return page(
        "pages/intake/item.html",
        422 if problems else 200,
        job=found,
        line=line,
        turned=number("page", 1, least=1),
        groups=GROUPS,
        texts=[(name, field_label(name), name.rstrip("]").partition("[")[2]) for name in _texts(line)],
        values=shown,
        origins={
            name: str(origins.WORDS[one])
            for name, one in sources.items()
            if one in origins.WORDS and drafting.plain(shown.get(name)) == before.get(name)
        },
        date_told=dating.told(shown["date_text"], shown["caption_language"], shown["edtf"]),
        checked=checked,
        text_of=text_of,
        choices=fieldsets.choices,
        problems=problems,
        errors=fieldsets.errors(problems),
    )
