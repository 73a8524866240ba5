"""Bringing in files and caption sheets: send, see what would happen, confirm, read the receipt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO, cast

from flask import Blueprint, flash, jsonify, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from archive import jobs, languages
from archive.catalogue import collections
from archive.catalogue.checks import Invalid, Problem
from archive.history import Missing
from archive.ingest import staging
from archive.ingest.outcome import NO_RIGHTS, Options
from archive.jobs import Job
from archive.web import fieldsets
from archive.web.intake_answers import WHOSE, field_label, keep_answers
from archive.web.intake_list import PER_PAGE, listing
from archive.web.intake_told import also
from archive.web.paging import Paging
from archive.web.request import actor, go, need, page, parts, reading
from archive.web.request import number as asked_number

pages = Blueprint("intake", __name__)
Answer = tuple[str, int] | Response

STATES = {
    "queued": _l("Waiting for its turn"),
    "running": _l("At work"),
    "done": _l("Finished"),
    "failed": _l("Failed"),
    "cancelled": _l("Cancelled"),
}


SHOWN = ("decide", "findings")  # what a list of items can be narrowed to


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
        mine=jobs.newest(reading(), actor().name, (staging.PREVIEW, staging.IMPORT)),
        states=STATES,
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


def own(number: int) -> Job:
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
    return job_page(own(number))


def job_page(found: Job, problems: Sequence[Problem] = (), status: int = 200) -> Answer:
    """One page of a preview or a receipt; answers typed and not kept stand in its form."""
    listed, only = listing(found), request.args.get("show", "")
    only = only if only in SHOWN else ""
    paging = Paging(
        len(listed.shown(only)) if only else listed.done,
        asked_number("page", 1, least=1),
        lambda turned: url_for("intake.job", number=found.id, page=turned, show=only or None),
        PER_PAGE,
    )
    if paging.beyond:
        raise Missing(found.id)
    return page(
        "pages/intake/job.html",
        status,
        job=found,
        preview=found.kind == staging.PREVIEW,
        waiting=found.state in {"queued", "running"},
        states=STATES,
        progress=progress(found, listed.done),
        share=share(found, listed.done),
        listed=listed,
        no_rights=NO_RIGHTS,
        field_label=field_label,
        whose=WHOSE,
        also=also,
        groups=listed.page(paging.page, only),
        jumps=listed.jumps(only),
        paging=paging,
        only=only,
        confirmed=found.payload.get("import"),
        typed=request.form,
        problems=problems,
        errors=fieldsets.errors(problems),
    )


def share(found: Job, done: int) -> int | None:
    """How much of the work is done in whole percent; None where nobody knows how much there is."""
    items = found.payload.get("items", 0)
    return min(100, done * 100 // items) if items else None


def progress(found: Job, done: int) -> str:
    """How far a job is, as one sentence."""
    what = _("The preview") if found.kind == staging.PREVIEW else _("The import")
    if found.state == "queued":
        return _waits(what, found, done)
    if found.state == "running":
        return _at_work(what, found, done)
    if found.state == "failed":
        return str(
            _("%(what)s failed after %(done)s items. What was finished is kept.", what=what, done=done)
        )
    if found.state == "cancelled" and found.kind == staging.IMPORT:
        return str(_("The import was cancelled after %(done)s items. What came in before stays.", done=done))
    if found.state == "cancelled":
        return str(_("%(what)s was cancelled. Nothing of it is in the archive.", what=what))
    words = _(
        "%(what)s is finished. Items: %(done)s. Files: %(total)s.", what=what, done=done, total=found.total
    )
    return str(words)


def _waits(what: str, found: Job, done: int) -> str:
    words = [str(_("%(what)s waits for its turn.", what=what))]
    if done:
        words = [str(_("%(what)s waits for its next turn, after %(done)s items.", what=what, done=done))]
    ahead = jobs.ahead(reading(), found, (staging.PREVIEW, staging.IMPORT))
    if ahead:
        words.append(
            ngettext(
                "%(num)s import or preview comes before it.",
                "%(num)s imports and previews come before it.",
                ahead,
            )
        )
    if others := jobs.sharing(reading(), found, (staging.PREVIEW, staging.IMPORT)):
        words.append(
            ngettext(
                "It takes turns with what %(num)s other person has sent.",
                "It takes turns with what %(num)s other people have sent.",
                others,
            )
        )
    return " ".join(words)


def _at_work(what: str, found: Job, done: int) -> str:
    percent = share(found, done)
    if percent is None:
        words = _(
            "%(what)s is at work: %(done)s done so far, from %(total)s files.",
            what=what,
            done=done,
            total=found.total,
        )
        return str(words)
    words = _(
        "%(what)s is at work: %(done)s of %(items)s items done, %(percent)s percent.",
        what=what,
        done=done,
        items=found.payload["items"],
        percent=percent,
    )
    return str(words)


@pages.get("/desk/import/<int:number>.json")
def state(number: int) -> Response:
    """The same progress for the page's own script: state, sentence, percent."""
    found = own(number)
    done = sum(count for outcome, count in jobs.counts(reading(), found.id).items() if outcome != "read")
    answer: Response = jsonify(
        state=found.state, done=done, total=found.total, words=progress(found, done),
        percent=share(found, done), named=str(STATES[found.state]).lower(),
        over=found.state not in {"queued", "running"},
    )  # fmt: skip
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@pages.post("/desk/import/<int:number>/confirm")
def confirm(number: int) -> Answer:
    """Bring in what the preview showed, with the answers that its form holds."""
    found = own(number)
    try:
        if found.state == "done" and not found.payload.get("import"):
            keep_answers(found)
    except Invalid as invalid:
        return job_page(found, invalid.problems, 422)
    try:
        started = staging.confirm(parts().tools, actor(), number)
    except Invalid as invalid:
        return job_page(found, invalid.problems, 409)
    return go(url_for("intake.job", number=started))


@pages.post("/desk/import/<int:number>/cancel")
def cancel(number: int) -> Answer:
    """End a preview and throw the sent files away, or end an import that runs; what came in stays."""
    found = own(number)
    at_import = found.kind == staging.IMPORT
    try:
        staging.cancel(parts().tools, actor(), number)
    except Invalid as invalid:
        return job_page(found, invalid.problems, 409)
    if at_import:
        flash(_("Cancelled. What came in before stays, and is listed here; the rest was not brought in."))
        return go(url_for("intake.job", number=number))
    flash(_("Cancelled. The files you sent were removed, and nothing of them is in the archive."))
    return go(url_for("intake.show"))
