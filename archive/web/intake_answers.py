"""What the questions of a preview are called, and the answers that its form sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from archive import jobs
from archive.catalogue.checks import Invalid, Problem
from archive.ingest import choices, staging
from archive.ingest.choices import Values
from archive.ingest.merge import DESCRIBED
from archive.web import labels
from archive.web.fieldsets import LABELS
from archive.web.filters import language_name
from archive.web.request import actor, parts, reading

if TYPE_CHECKING:
    from archive.jobs import Job

_LONGEST = 10  # digits of a line's number
WHOSE = {
    "given": _l("As you wrote it"),
    "table": _l("From the table"),
    "sheet": _l("From the caption sheet"),
    "file": _l("From the file"),
    "collection": _l("From the collection"),
    "artwork": _l("The maker of the artwork shown"),
    "repair": _l("Repaired, as proposed"),
    "reading": _l("The date read as"),
    "leave": _l("Leave it out"),
    "new": _l("Add it as a new record"),
    "together": _l("It is the picture that is named there"),
    "apart": _l("It is another picture: bring both in, each by itself"),
    "": _l("Leave empty"),
}


def field_label(name: str) -> str:
    """What a field of a preview is called, texts in a language too: “Caption in Spanish”."""
    kind, _bracket, language = name.rstrip("]").partition("[")
    if not language:
        return str(_("Date created") if name == "edtf" else LABELS.get(name, name))
    if kind in DESCRIBED:
        return labels.named(kind, language)
    return str(_("%(text)s in %(language)s", text=LABELS.get(kind, kind), language=language_name(language)))


def keep_answers(found: Job) -> None:
    """Keep what the form's radio buttons say of each item; raises Invalid, then nothing was kept."""
    answers: dict[int, dict[str, str]] = {}
    for name, key in request.form.items():
        start, _dash, rest = name.partition("-")
        line_id, _dash, field = rest.partition("-")
        if start == "choice" and line_id.isdecimal() and len(line_id) <= _LONGEST:
            answers.setdefault(int(line_id), {})[field] = key
    before = jobs.choices(reading(), found.id)
    after: dict[str, Values] = {}
    wrong: list[Problem] = []
    for number, given in answers.items():
        line = jobs.line(reading(), found.id, number)
        if line is None:
            continue
        after[line.item], problems = choices.answered(line.detail, before.get(line.item, {}), given)
        wrong += [Problem(f"choice-{number}-{one.field}", one.message) for one in problems]
    if wrong:
        raise Invalid(*wrong)
    changed = {item: values for item, values in after.items() if values != before.get(item, {})}
    if changed:
        staging.choose(parts().tools, actor(), found.id, changed)
