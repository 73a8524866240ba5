"""What the checks found: reports of a collection and of a record, answers with a reason, checking again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, jsonify, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from archive import jobs
from archive.catalogue import collections, photographs
from archive.catalogue.checks import Invalid
from archive.descriptions import findings, lint, linting, reports
from archive.descriptions.lint import Finding
from archive.descriptions.linting import Checked
from archive.descriptions.reports import Filter
from archive.history import Missing
from archive.jobs import Job
from archive.web import fieldsets, labels
from archive.web.intake import STATES
from archive.web.paging import Paging
from archive.web.request import actor, go, need, number, page, photograph, reading, writing

if TYPE_CHECKING:
    from archive.catalogue.models import Collection, Photograph

pages = Blueprint("findings", __name__)
Answer = tuple[str, int] | Response
Links = Callable[[Finding], str]
NONE = collections.UNCOLLECTED
PER_PAGE = 50
STAFF = ("describer", "reviewer", "archivist")
RULES = {rule.code: rule for rule in lint.RULES}


@pages.app_template_filter("finding_sentence")
def sentence(finding: Finding) -> str:
    """Why a finding matters and what to do, in the page's language."""
    return str(_(finding.message)) % finding.values


@pages.app_template_filter("finding_place")
def place_words(finding: Finding) -> str:
    """What a finding is about, as people call it: “Alt text in Spanish”, “Credit line”."""
    if finding.field in labels.TEXT_KINDS:
        return labels.named(finding.field, finding.language or "en")
    return field_words(finding.field)


@pages.app_template_filter("finding_field")
def field_words(name: str) -> str:
    """What people call a field that the rules look at."""
    return str(labels.TEXT_KINDS.get(name) or fieldsets.LABELS.get(name, name))


@pages.app_template_filter("finding_level")
def level_words(level: str) -> str:
    """A level as people call it."""
    return str(labels.LEVELS.get(level, level))


@pages.app_template_filter("finding_control")
def control(finding: Finding) -> str:
    """Name and id of the input that answers a finding."""
    return f"answer-{finding.code}-{finding.field}-{finding.language}"


@pages.app_template_filter("rule_title")
def rule_title(code: str) -> str:
    """What a rule is called; its code where it is no rule any more."""
    return str(_(RULES[code].title)) if code in RULES else code


def links_of(accession: str, here: str = "", *, beside: tuple[str, ...] = ()) -> Links:
    """Where each finding of a record is mended: the describing page, or the edit page for its own fields.

    `here` is the language of the describing page that shows them, '' elsewhere; fields of the record
    that it shows too are named in `beside`. '' where this person may not mend it.
    """

    def link(finding: Finding) -> str:
        own = finding.field in labels.TEXT_KINDS
        language = finding.language or "en"
        if here and ((own and language == here) or finding.field in beside):
            return f"#{finding.field}"
        if own:
            return url_for("describe.show", accession=accession, lang=language) + f"#{finding.field}"
        if actor().may("archivist"):
            return url_for("edit.show", accession=accession) + f"#{finding.field}"
        return ""

    return link


@pages.get("/desk/lint")
def everything() -> Answer:
    """Every collection with how many findings of each level it has."""
    need(*STAFF)
    return page(
        "pages/findings/everything.html",
        shelves=reports.shelves(reading()),
        levels=reports.LEVELS,
        unshelved=NONE,
        standing=findings.standing(reading()),
    )


def _home(slug: str) -> Collection | None:
    """The collection at this address, None for photographs in none; raises Missing."""
    found = collections.find(reading(), slug)
    if found is None and slug != NONE:
        raise Missing(slug)
    return found


def _filter() -> Filter:
    """The filter of the address; what is unknown there counts as everything."""
    level, code = request.args.get("level", ""), request.args.get("rule", "")
    answered = request.args.get("answered", "")
    return Filter(
        level if level in lint.LEVELS else "",
        code if code in RULES else "",
        answered if answered in {"yes", "no"} else "",
    )


@pages.get("/desk/lint/<collection>")
def collection(collection: str) -> Answer:
    """The report of a collection: counts a level and rule, then the findings, filtered and in pages."""
    need(*STAFF)
    home, session, wanted = _home(collection), reading(), _filter()

    def address(turned: int) -> str:
        asked = {"level": wanted.level, "rule": wanted.code, "answered": wanted.answered}
        kept: dict[str, Any] = {name: value for name, value in asked.items() if value}
        return url_for("findings.collection", collection=collection, page=turned, **kept) + "#findings"

    paging = Paging(
        reports.count(session, home, wanted), number("page", 1, least=1, most=10**6), address, PER_PAGE
    )
    shown = reports.listed(session, home, wanted, offset=paging.offset, limit=PER_PAGE)
    tallies = reports.tallies(session, home)
    return page(
        "pages/findings/collection.html",
        home=home,
        slug=collection,
        wanted=wanted,
        tallies=[(level, [one for one in tallies if one.level == level]) for level in reports.LEVELS],
        total=findings.count(session, *findings.among(home)),
        paging=paging,
        shown=_grouped(shown),
        standing=findings.standing(session),
        rules=[(code, rule_title(code)) for code in dict.fromkeys(one.code for one in tallies)],
        levels=[(level, level_words(level)) for level in reports.LEVELS],
    )


def _grouped(
    shown: list[tuple[Photograph, Checked]],
) -> list[tuple[Photograph, list[Checked], Links]]:
    """Findings that follow each other and are of one photograph, under that photograph."""
    groups: list[tuple[Photograph, list[Checked], Links]] = []
    for record, one in shown:
        if not groups or groups[-1][0].id != record.id:
            groups.append((record, [], links_of(record.accession)))
        groups[-1][1].append(one)
    return groups


@pages.post("/desk/lint/<collection>/check")
def recheck(collection: str) -> Answer:
    """Queue a fresh check of the collection, and show how far it is."""
    need(*STAFF)
    home = _home(collection)
    with writing() as session:
        job = findings.ask(session, actor(), home)
    return go(url_for("findings.job", number=job.id))


def _job(number: int) -> tuple[Job, Collection | None]:
    need(*STAFF)
    found = jobs.find(reading(), number) if number < 2**31 else None
    if found is None or found.kind != findings.RECHECK:
        raise Missing(number)
    return found, findings.collection_of(reading(), found)


def progress(found: Job, done: int) -> str:
    """How far a fresh check is, as one sentence."""
    counts = {"done": done, "total": found.total}
    if found.state == "queued":
        return str(_("The check waits for its turn."))
    if found.state == "running":
        return str(_("%(done)s of %(total)s photographs are checked.", **counts))
    if found.state == "done":
        return str(_("The check is finished. Photographs checked: %(done)s.", **counts))
    return str(_("The check stopped after %(done)s photographs. What was found is kept.", **counts))


@pages.get("/desk/lint/check/<int:number>")
def job(number: int) -> Answer:
    """How far a fresh check is."""
    found, home = _job(number)
    done = findings.checked(reading(), found)
    return page(
        "pages/findings/job.html",
        job=found,
        home=home,
        slug=home.slug if home else NONE,
        state=STATES[found.state],
        waiting=found.state in {"queued", "running"},
        done=done,
        progress=progress(found, done),
    )


@pages.get("/desk/lint/check/<int:number>.json")
def state(number: int) -> Response:
    """The same for the page's own script."""
    found, _home = _job(number)
    done = findings.checked(reading(), found)
    answer: Response = jsonify(
        state=found.state, done=done, total=found.total, words=progress(found, done),
        over=found.state not in {"queued", "running"},
    )  # fmt: skip
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@pages.get("/photographs/<accession>/findings")
def record(accession: str) -> Answer:
    """Everything that the checks find on one record now, with a way to answer each."""
    need(*STAFF)
    return _record(accession)


def _record(accession: str, invalid: Invalid | None = None) -> Answer:
    found = photograph(accession)
    checked = linting.of(reading(), found)
    shown = {control(one.finding) for one in checked}
    wrong = invalid.problems if invalid else ()
    problems = [(one.field if one.field in shown else "", one.message) for one in wrong]
    return page(
        "pages/findings/record.html",
        422 if invalid else 200,
        record=found,
        checked=checked,
        links=links_of(found.accession),
        problems=problems,
        errors=dict(problems),
        typed=request.form,
        slug=found.collection.slug if found.collection else NONE,
    )


def _named() -> tuple[str, str, str]:
    """The finding that a form is about: (code, field, language)."""
    return request.form.get("code", ""), request.form.get("field", ""), request.form.get("language", "")


@pages.post("/photographs/<accession>/findings/answer")
def answer(accession: str) -> Answer:
    """Let a finding stand as it is, with a reason."""
    need(*STAFF)
    accession, place = photograph(accession).accession, _named()
    reason = request.form.get(f"answer-{'-'.join(place)}", "")
    try:
        with writing() as session:
            linting.answer(session, actor(), photographs.get(session, accession), place, reason)
    except Invalid as invalid:
        return _record(accession, invalid)
    except Missing:
        flash(_("This is not found any more, so nothing had to be answered."), "error")
    else:
        flash(_("Saved: it stays as it is, with your reason."))
    return go(url_for("findings.record", accession=accession))


@pages.post("/photographs/<accession>/findings/recall")
def recall(accession: str) -> Answer:
    """Take an answer back, so that the finding counts again."""
    need(*STAFF)
    accession = photograph(accession).accession
    try:
        with writing() as session:
            linting.recall(session, actor(), photographs.get(session, accession), _named())
    except Missing:
        flash(_("There is no such answer any more."), "error")
    else:
        flash(_("The answer was taken back; the finding counts again."))
    return go(url_for("findings.record", accession=accession))
