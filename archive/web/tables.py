"""Tables: what the headings of one that comes in mean; records taken out as one."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from archive import jobs, languages
from archive.catalogue import collections
from archive.catalogue.checks import Invalid, Problem
from archive.descriptions import columns as grammar
from archive.history import Missing
from archive.ingest.tables import again
from archive.jobs import Job
from archive.web import fieldsets
from archive.web.request import actor, go, need, page, parts, reading

pages = Blueprint("tables", __name__)
Answer = tuple[str, int] | Response

OFFERED = ("en", "es", "fr", "de")  # languages that a heading can be given, beside those in use
KINDS = {"alt": _l("Alt text"), "long": _l("Long description"), "transcript": _l("Transcript")}
OTHERS = {
    grammar.ACCESSION: _l("Accession number"),
    grammar.COLLECTION: _l("Collection, by its short name"),
    grammar.FILE: _l("Name of the picture's file"),
}


def _preview(number: int) -> Job:
    """A preview of this person's own; an administrator sees everybody's."""
    need("archivist")
    found = jobs.find(reading(), number) if number < 2**31 else None
    if found is None or found.kind != again.PREVIEW:
        raise Missing(number)
    if found.actor != actor().name and not actor().may("administrator"):
        raise Missing(number)
    return found


@pages.get("/desk/import/<int:number>/columns")
def columns(number: int) -> Answer:
    """What each heading of the previewed tables means, to be chosen where it is none of ours."""
    job = _preview(number)
    shown = again.shown(reading(), job)
    return _columns(job, shown, [one.meant for one in shown])


def _columns(
    job: Job, shown: Sequence[again.Column], values: Sequence[str], problems: Sequence[Problem] = ()
) -> Answer:
    slug = job.payload["options"]["collection"]
    kept = collections.find(reading(), slug) if slug else None
    return page(
        "pages/tables/columns.html",
        422 if problems else 200,
        job=job,
        rows=list(zip(shown, values, strict=True)),
        choices=_choices({*values, *(one.meant for one in shown)}, kept.language if kept else ""),
        collection=kept,
        new_title="" if kept else job.payload["options"]["title"],
        open=job.state in {"done", "failed"} and not job.payload.get("import"),
        problems=problems,
        errors=fieldsets.errors(problems),
    )


def _choices(meant: set[str], language: str) -> list[tuple[str, str]]:
    """(column, words) for the selects: leave out, fields, then what is in a language."""
    labels = {field.name: str(field.label) for group in fieldsets.GROUPS for field in group.fields}
    used = [grammar.split(name)[1] for name in meant]
    codes = list(dict.fromkeys(code for code in (language, *OFFERED, *sorted(used)) if code))
    spoken = {name: labels[name] for name in grammar.TRANSLATED if name in labels}
    found = [("", _("Leave it out"))]
    found += [(name, str(label)) for name, label in OTHERS.items()]
    found += list(labels.items())
    for name, label in {**KINDS, **spoken}.items():
        for code in codes:
            known = languages.find(code)
            if known is not None:
                words = _("%(field)s in %(language)s", field=label, language=known.english)
                found.append((f"{name}[{code}]", words))
    there = {name for name, _words in found}
    return found + [(name, name) for name in sorted(meant - there)]


@pages.post("/desk/import/<int:number>/columns")
def choose(number: int) -> Answer:
    """Take the choices and make the preview again."""
    job = _preview(number)
    shown = again.shown(reading(), job)
    values = [request.form.get(f"column-{n}", one.meant) for n, one in enumerate(shown, start=1)]
    try:
        again.check(shown, values)
        chosen = {one.title: value for one, value in zip(shown, values, strict=True)}
        kept = again.choose(parts().db, actor(), number, chosen)
    except Invalid as invalid:
        return _columns(job, shown, values, invalid.problems)
    if kept or job.payload["options"]["title"]:
        flash(_("Kept with the collection, for its next table too. The preview is being made again."))
    else:
        flash(_("The columns were changed for this import. The preview is being made again."))
    return go(url_for("intake.job", number=number))
