"""Records taken out as a table: asked for, written by the worker, fetched by whoever asked."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, jsonify, request, send_file, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from archive import jobs
from archive.catalogue.checks import Problem
from archive.history import Missing
from archive.interop import table, table_job
from archive.jobs import Job
from archive.search import selection
from archive.web import fieldsets
from archive.web.intake import STATES
from archive.web.request import actor, go, need, page, parts, reading, writing

pages = Blueprint("exports", __name__)
Answer = tuple[str, int] | Response

FORMATS = ((".xlsx", _l("XLSX, for spreadsheets")), (".csv", _l("CSV (UTF-8), for any program")))

FAILED = _l("The table could not be written. Ask for it again.")
MISTAKEN = _l("The table could not be written, because its query cannot be answered any more.")


@pages.get("/desk/export")
def show() -> Answer:
    """The form that a table is asked for with."""
    need(*table_job.STAFF)
    return _form()


def _form(problems: Sequence[Problem] = ()) -> Answer:
    return page(
        "pages/tables/export.html",
        422 if problems else 200,
        typed=request.form if problems else request.args,
        formats=FORMATS,
        mine=jobs.newest(reading(), actor().name, (table_job.KIND,)),
        states=STATES,
        problems=problems,
        errors=fieldsets.errors(problems),
    )


@pages.post("/desk/export")
def start() -> Answer:
    """Queue the table of what a query finds, of all records where it is empty."""
    need(*table_job.STAFF)
    words, suffix = request.form.get("q", "").strip(), request.form.get("format", "")
    problems, total = _found(words)
    if suffix not in table.FORMATS:
        problems.append(Problem("format", _("Choose one of the formats.")))
    if problems:
        return _form(problems)
    with writing() as session:
        number = table_job.start(session, actor(), suffix, words, total=total)
    return go(url_for("exports.job", number=number))


def _found(words: str) -> tuple[list[Problem], int]:
    """(What is wrong with the query, how many records it finds)."""
    if not words:
        return [], 0
    chosen = selection.select(words, parts().whole)
    if chosen.troubles:
        troubles = [str(_(one.sentence)).format(**one.values) for one in chosen.troubles]
        return [Problem("q", trouble) for trouble in troubles], 0
    if not chosen.ids:
        nothing = str(_("This finds no photograph, so there is nothing to write."))
        if not chosen.fresh:
            nothing += f" {_('What was saved in the last moments may be missing. Try again in a moment.')}"
        return [Problem("q", nothing)], 0
    return [], len(chosen.ids)


@pages.get("/desk/export/<int:number>")
def job(number: int) -> Answer:
    """How far a table is, and the link to it."""
    found = table_job.own(reading(), actor(), number)
    path = table_job.ready(parts().settings.home, found)
    return page(
        "pages/tables/job.html",
        job=found,
        waiting=found.state in {"queued", "running"},
        words=progress(found),
        share=share(found),
        size=path.stat().st_size if path else 0,
    )


def share(found: Job) -> int | None:
    """How much is written in whole percent; None where nobody knows how much there is."""
    return min(100, found.payload["written"] * 100 // found.total) if found.total else None


@pages.post("/desk/export/<int:number>/cancel")
def cancel(number: int) -> Answer:
    """Take back a table that waits or is being written."""
    with writing() as session:
        found = table_job.own(session, actor(), number)
        over = found.state not in {"queued", "running"}
        if not over:
            jobs.cancel(session, found.id)
    flash(_("This table had ended already.") if over else _("Cancelled. No table is made."))
    return go(url_for("exports.job", number=number))


def progress(found: Job) -> str:
    """How far a table is, as one sentence."""
    written, total = format_decimal(found.payload["written"]), format_decimal(found.total)
    if found.state == "queued":
        return str(_("The table waits for its turn."))
    if found.state == "running" and found.total:
        of = _("The table is being written: %(done)s of %(total)s records.", done=written, total=total)
        return str(of)
    if found.state == "running":
        return str(_("The table is being written: %(done)s records so far.", done=written))
    if found.state == "done":
        return str(_("The table is finished. Records: %(done)s.", done=written))
    if found.state == "cancelled":
        return str(_("The table was cancelled. No file was made."))
    return str(MISTAKEN if found.payload.get("mistaken") else FAILED)


@pages.get("/desk/export/<int:number>.json")
def state(number: int) -> Response:
    """The same progress for the page's own script."""
    found = table_job.own(reading(), actor(), number)
    over = found.state not in {"queued", "running"}
    answer: Response = jsonify(
        state=found.state, words=progress(found), percent=share(found), over=over
    )  # fmt: skip
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@pages.get("/desk/export/<int:number>/file")
def file(number: int) -> Response:
    """The table itself, for whoever asked for it."""
    found = table_job.own(reading(), actor(), number)
    path = table_job.ready(parts().settings.home, found)
    if path is None:
        raise Missing(number)
    suffix = found.payload["suffix"]
    name = f"photographs-{(found.ended or found.created)[:10]}{suffix}"
    answer = send_file(
        path, mimetype=table.FORMATS[suffix], as_attachment=True, download_name=name, max_age=0
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
