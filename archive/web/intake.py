"""Bringing in files and caption sheets: send, see what would happen, confirm, read the receipt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO, cast

from flask import Blueprint, flash, jsonify, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from archive import jobs, languages
from archive.catalogue import collections
from archive.catalogue.checks import Invalid, Problem
from archive.history import Missing
from archive.ingest import staging
from archive.ingest.outcome import NO_RIGHTS, Options, unstated
from archive.jobs import Job
from archive.web import fieldsets
from archive.web.request import actor, go, need, page, parts, reading

pages = Blueprint("intake", __name__)
Answer = tuple[str, int] | Response

STATES = {
    "queued": _l("Waiting for its turn"),
    "running": _l("At work"),
    "done": _l("Finished"),
    "failed": _l("Failed"),
    "cancelled": _l("Cancelled"),
}
# Groups of a preview or receipt, in the order in which a person needs them: (outcomes, heading).
GROUPS = (
    (("refused",), _l("Refused")),
    (("add",), _l("Would be added")),
    (("attach",), _l("Would be attached to a record")),
    (("known",), _l("In the archive already")),
    (("added",), _l("Added")),
    (("attached",), _l("Attached to a record")),
    (("unchanged",), _l("In the archive already")),
)


@pages.get("/desk/import")
def show() -> Answer:
    """The form that files and sheets are sent with."""
    need("archivist")
    return _form()


def _form(problems: Sequence[Problem] = ()) -> Answer:
    return page(
        "pages/intake/send.html",
        422 if problems else 200,
        collections=fieldsets.collection_choices(_("None, or the sheet's own")),
        languages=fieldsets.language_choices(empty=_("Tell from the text")),
        limit=parts().settings.max_bytes,
        problems=problems,
        errors=fieldsets.errors(problems),
        typed=request.form,
    )


@pages.post("/desk/import")
def send() -> Answer:
    """Keep the files aside and queue their preview; nothing is in the archive yet."""
    need("archivist")
    try:
        job = staging.stage(parts().tools, actor(), _sent(), _options())
    except Invalid as invalid:
        return _form(invalid.problems)
    return go(url_for("intake.job", number=job))


def _sent() -> Iterator[tuple[str, BinaryIO]]:
    for upload in request.files.getlist("files"):
        if upload.filename:
            yield upload.filename, cast("BinaryIO", upload.stream)


def _options() -> Options:
    slug, title = request.form.get("collection", ""), request.form.get("title", "").strip()
    language = request.form.get("language", "")
    if slug and title:
        both = _("Choose a collection or name a new one, not both.")
        raise Invalid(Problem("title", both))
    if slug and collections.find(reading(), slug) is None:
        raise Invalid(Problem("collection", _("There is no such collection any more. Choose another.")))
    if language and languages.find(language) is None:
        raise Invalid(Problem("language", _("This is not a language that the archive knows.")))
    if title:
        slug = collections.slug_of(title)
    return Options(
        collection=slug,
        title=title,
        language=languages.normal(language) or "",
        publish=request.form.get("publish") == "yes",
    )


def _own(number: int) -> Job:
    """An import of this person's own; an administrator sees everybody's."""
    need("archivist")
    found = jobs.find(reading(), number) if number < 2**31 else None
    if found is None or found.kind not in {staging.PREVIEW, staging.IMPORT}:
        raise Missing(number)
    if found.actor != actor().name and not actor().may("administrator"):
        raise Missing(number)
    return found


@pages.get("/desk/import/<int:number>")
def job(number: int) -> Answer:
    """How far a preview or an import is, and what became of each item so far."""
    return _job(_own(number))


def _job(found: Job, problems: Sequence[Problem] = (), status: int = 200) -> Answer:
    lines = jobs.lines(reading(), found.id)
    groups = [(heading, [line for line in lines if line.outcome in kinds]) for kinds, heading in GROUPS]
    return page(
        "pages/intake/job.html",
        status,
        job=found,
        preview=found.kind == staging.PREVIEW,
        waiting=found.state in {"queued", "running"},
        states=STATES,
        progress=progress(found, sum(line.outcome != "read" for line in lines)),
        read_sheets=[line for line in lines if line.outcome == "read"],
        unstated=unstated(line.detail for line in lines),
        no_rights=NO_RIGHTS,
        field_labels=field_labels(),
        groups=[(heading, members) for heading, members in groups if members],
        drafts=[line for line in lines if line.detail.get("stops")],
        options=Options(**found.payload["options"]),
        published=[line for line in lines if line.detail.get("publishes")],
        useful=any(line.outcome in {"add", "attach"} or line.detail.get("publishes") for line in lines),
        confirmed=found.payload.get("import"),
        problems=problems,
    )


def field_labels() -> dict[str, str]:
    """What the record's fields are called on the edit page."""
    return {field.name: field.label for group in fieldsets.GROUPS for field in group.fields}


def progress(found: Job, done: int) -> str:
    """How far a job is, as one sentence."""
    what = _("The preview") if found.kind == staging.PREVIEW else _("The import")
    if found.state == "queued":
        return str(_("%(what)s waits for its turn.", what=what))
    if found.state == "running":
        return str(
            _(
                "%(what)s is at work: %(done)s done so far, from %(total)s files.",
                what=what,
                done=done,
                total=found.total,
            )
        )
    if found.state == "failed":
        return str(
            _("%(what)s failed after %(done)s items. What was finished is kept.", what=what, done=done)
        )
    if found.state == "cancelled":
        return str(_("%(what)s was cancelled. Nothing of it is in the archive.", what=what))
    return str(
        _(
            "%(what)s is finished. Items: %(done)s. Files: %(total)s.",
            what=what,
            done=done,
            total=found.total,
        )
    )


@pages.get("/desk/import/<int:number>.json")
def state(number: int) -> Response:
    """The same progress for the page's own script: state and sentence."""
    found = _own(number)
    done = sum(count for outcome, count in jobs.counts(reading(), found.id).items() if outcome != "read")
    answer: Response = jsonify(
        state=found.state, done=done, total=found.total, words=progress(found, done),
        over=found.state not in {"queued", "running"},
    )  # fmt: skip
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@pages.post("/desk/import/<int:number>/confirm")
def confirm(number: int) -> Answer:
    """Bring in what the preview showed."""
    found = _own(number)
    try:
        started = staging.confirm(parts().tools, actor(), number)
    except Invalid as invalid:
        return _job(found, invalid.problems, 409)
    return go(url_for("intake.job", number=started))


@pages.post("/desk/import/<int:number>/cancel")
def cancel(number: int) -> Answer:
    """Throw the sent files away; nothing of them is in the archive."""
    found = _own(number)
    try:
        staging.cancel(parts().tools, actor(), number)
    except Invalid as invalid:
        return _job(found, invalid.problems, 409)
    flash(_("Cancelled. The files you sent were removed, and nothing of them is in the archive."))
    return go(url_for("intake.show"))
