"""What readers send without an account: asking for a description, reporting a fault in one.

No session is begun for them (see docs/decisions/0005): a form is taken from pages of ours alone, few a
minute from one address, and of the browser a random token is kept for the day in a cookie.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, make_response, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from archive.catalogue import photographs
from archive.catalogue.checks import Invalid, Problem, clean
from archive.catalogue.models import Photograph
from archive.config import message
from archive.descriptions import requests, texts
from archive.descriptions.requests import Asked, Changed, Told
from archive.descriptions.texts import Described
from archive.history import Missing
from archive.web import fieldsets, labels, limits
from archive.web.limits import NOTES, from_this_site, limiter, wait
from archive.web.request import actor, described, go, need, number, page, parts, photograph, reading, writing

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive.descriptions.models import Request

pages = Blueprint("asking", __name__)
Answer = tuple[str, int] | Response
COOKIE = "browser"
DAY = 24 * 60 * 60
WHO = ("describer", "reviewer", "archivist")
RAW = 20_000  # letters of a note as sent: beyond it nothing is even cleaned
TWICE = _l("You asked for this photograph today already, and it counts. This note was not sent.")
REPORTED_TWICE = _l(
    "You reported this text today already, and it is being looked at. These words were not sent."
)
few = limiter.shared_limit(limits.asking, scope="asking")


@dataclass(frozen=True)
class Asking:
    """What a photograph's page says of wishes in the reader's language, and whether it takes another one."""

    language: str
    wanted: bool  # no approved alt text is in this language, and readers see the record
    mine: bool  # this browser asked today
    told: Told
    described: str  # when readers first had an alt text in this language
    notice: str
    reportable: bool


@pages.record_once
def _exempt(state: BlueprintSetupState) -> None:
    """A token of a session would begin one for each reader; `from_this_site` does its work."""
    for view in (ask, report):
        state.app.extensions["csrf"].exempt(view)


@pages.before_request
def _from_here() -> Answer | None:
    if request.endpoint not in NOTES or request.method != "POST" or from_this_site():
        return None
    words = _(
        "This came from another site, so nothing was sent. If these are your words, send them from here."
    )
    return _again([Problem("note", words)], 403)


@pages.errorhandler(429)
def _too_many(_error: Exception) -> Answer:
    seconds = wait()
    minutes = -(-seconds // 60)
    when = ngettext("Try again in a minute.", "Try again in %(num)s minutes.", minutes)
    many = _("Much was sent from your address in a short time. Nothing was lost, and nothing was sent.")
    answer = make_response(_again([Problem("note", f"{many} {when}")], 429))
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _again(problems: Sequence[Problem], status: int) -> Answer:
    """The form once more, with what was typed and why it was not taken."""
    try:
        record = _public(str((request.view_args or {}).get("accession", "")))
        if request.endpoint == "asking.report":
            return _report_page(record, problems, status)
        return _ask_page(record, problems, status)
    except (Missing, RequestEntityTooLarge):  # no form to show again; raised here it would be our fault
        sentences = [problem.message for problem in problems]
        return page("pages/error.html", status, title=_("This did not work"), sentences=sentences)


def reader_language() -> str:
    """The reader's own language, without region: the first of the browser's that the archive knows."""
    known = (requests.tongue(code) for code, quality in request.accept_languages if quality)
    return next(filter(None, known), "en")


def about(one: Described) -> Asking:
    """What the page of this photograph says of wishes."""
    record, language = one.photograph, reader_language()
    public = photographs.public(record)
    fits = one.alt if one.alt and requests.serves(language, one.alt.language) else None
    mine = _sent(record)
    return Asking(
        language=language,
        wanted=public and fits is None,
        mine=mine,
        told=requests.told(reading(), record, language),
        described=fits.since if fits else "",
        notice=_notice(record, mine=mine),
        reportable=public,
    )


def _sent(record: Photograph, place: tuple[str, str] | None = None) -> bool:
    kept = request.cookies.get(COOKIE, "")
    return bool(kept) and requests.sent_today(reading(), record, kept, place)


def _notice(record: Photograph, *, mine: bool) -> str:
    """What became of a form just sent, where this browser really sent one: an address may be passed on."""
    what, words = request.args.get("told", ""), ""
    if what == "asked" and mine:
        words = _("Thank you. You have asked for a description; those who describe photographs see it now.")
    elif what == "again" and mine:
        words = _("You asked for this photograph today already. Your wish stays, and is counted once.")
    elif what == "reported" and _sent(record, _place()):
        words = _("Thank you. Your report was received; those who check the descriptions see it now.")
    return str(words)


def _public(accession: str) -> Photograph:
    """The record at this address, or the one it was merged into, where readers see it; raises Missing."""
    record = photographs.standing(reading(), photograph(accession))
    if not photographs.public(record):
        raise Missing(accession)
    return record


@pages.get("/photographs/<accession>/ask")
def ask_form(accession: str) -> Answer:
    """The form alone, in the language `lang`; without it the record, which has the form."""
    record = _public(accession)
    return _ask_page(record) if request.args else go(url_for("record.show", accession=record.accession))


@pages.post("/photographs/<accession>/ask")
@few
def ask(accession: str) -> Answer:
    """Ask for a description in the reader's language."""
    record = _public(accession)
    language, browser = request.form.get("lang", "") or reader_language(), _browser()
    try:
        note = _note()
        with writing() as session:
            standing = photographs.get(session, record.accession)
            requests.ask(session, standing, language, note, browser=browser)
    except Invalid as invalid:
        return _ask_page(record, invalid.problems, 422)
    except Asked:
        if not note:
            return go(url_for("record.show", accession=record.accession, told="again"))
        return _ask_page(record, [Problem("note", str(TWICE))])
    return _thank(record, browser, told="asked")


@pages.get("/photographs/<accession>/report")
def report_form(accession: str) -> Answer:
    """The form alone; `text` and `lang` say which text it is about, without them there is the record."""
    record = _public(accession)
    return _report_page(record) if request.args else go(url_for("record.show", accession=record.accession))


@pages.post("/photographs/<accession>/report")
@few
def report(accession: str) -> Answer:
    """Report a fault in an approved text."""
    record, place, browser = _public(accession), _place(), _browser()
    mark = request.form.get("mark", "")
    try:
        note = _note()
        with writing() as session:
            standing = photographs.get(session, record.accession)
            requests.report(session, standing, place, note, browser=browser, mark=mark)
    except Invalid as invalid:
        return _report_page(record, invalid.problems, 422)
    except Changed:
        words = _(
            "This text was changed while you were writing. Read it again; if it is still wrong, send this."
        )
        return _report_page(record, [Problem("note", words)], 409)
    except Asked:
        return _report_page(record, [Problem("note", str(REPORTED_TWICE))])
    return _thank(record, browser, told="reported", text=place[0], lang=place[1])


def _place() -> tuple[str, str]:
    return request.values.get("text", "")[:16], request.values.get("lang", "")[:35]


def _note() -> str:
    """The note that was sent, cleaned; raises Invalid for one that is too long.

    All of it happens before anything is written, so that no note makes others wait who write.
    """
    raw = request.form.get("note", "")
    note = clean(raw) if len(raw) <= RAW else raw
    if len(note) > requests.NOTE:
        words = message("This note is too long; please keep it under a thousand letters. Nothing was sent.")
        raise Invalid(Problem("note", words))
    return note


def _browser() -> str:
    """This browser's token of today, a new one where it has none."""
    kept, day = request.cookies.get(COOKIE, ""), photographs.today()
    return (
        kept if re.fullmatch(rf"{day}\.[\w-]{{22}}", kept, re.ASCII) else f"{day}.{secrets.token_urlsafe(16)}"
    )


def _thank(record: Photograph, browser: str, **told: str) -> Response:
    values: dict[str, Any] = {"accession": record.accession, **told}
    answer = go(url_for("record.show", **values))
    secure = parts().settings.secure_cookies
    answer.set_cookie(COOKIE, browser, max_age=DAY, httponly=True, samesite="Lax", secure=secure)
    return answer


def _ask_page(record: Photograph, problems: Sequence[Problem] = (), status: int = 200) -> Answer:
    asking = about(described([record])[0])
    language = requests.tongue(request.values.get("lang", "")) or asking.language
    return page(
        "pages/asking/ask.html",
        status,
        photograph=record,
        asking=asking,
        language=language,
        note=request.form.get("note", ""),
        problems=problems,
        errors=fieldsets.errors(problems),
    )


def _report_page(record: Photograph, problems: Sequence[Problem] = (), status: int = 200) -> Answer:
    text = texts.as_text(requests.approved(reading(), record, _place()))
    return page(
        "pages/asking/report.html",
        status,
        photograph=record,
        text=text,
        named=labels.named(text.kind, text.language),
        note=request.form.get("note", ""),
        problems=problems,
        errors=fieldsets.errors(problems),
    )


@dataclass(frozen=True)
class Wishes:
    """Open wishes for one language, oldest first; `key` tells their form from others."""

    key: str
    language: str
    upto: int
    wishes: Sequence[Request]


@dataclass(frozen=True)
class Fault:
    """An open report: the text as the reader had it, and whether readers still have it."""

    key: str
    problem: Request
    words: str
    standing: bool


@pages.get("/desk/requests/<accession>")
def one(accession: str) -> Answer:
    """What readers ask about one photograph and report in its texts, each with its form."""
    need(*WHO)
    record = photographs.standing(reading(), photograph(accession))
    if record.accession != accession:
        return go(url_for("asking.one", accession=record.accession))
    return _desk_page(record)


@pages.post("/desk/requests/<accession>")
def resolve(accession: str) -> Answer:
    """Close wishes for a language, or one report, with an outcome and words."""
    need(*WHO)
    record = photographs.standing(reading(), photograph(accession))
    key, words = request.form.get("about", ""), request.form.get("words", "")
    try:
        with writing() as session:
            standing = photographs.get(session, record.accession)
            count = _resolve(session, standing, key, request.form.get("outcome", ""), words)
    except Invalid as invalid:
        own = [Problem(f"{problem.field}-{key}", problem.message) for problem in invalid.problems]
        return _desk_page(record, own, 422)
    except Missing:
        return _desk_page(record, status=409, gone=True)
    flash(ngettext("Closed: %(num)s request.", "Closed: %(num)s requests.", count))
    return go(url_for("asking.one", accession=record.accession))


def _resolve(session: Session, record: Photograph, key: str, outcome: str, words: str) -> int:
    kind, _dash, which = key.partition("-")
    if kind == "wish":
        upto = number("upto", 0)
        return requests.resolve_wishes(session, actor(), record, which, outcome, words, upto=upto)
    mine = {str(found.id) for found in requests.of(session, record, kind="problem")}
    if kind != "problem" or which not in mine:
        raise Missing(key)
    requests.resolve(session, actor(), int(which), outcome, words)
    return 1


def _desk_page(
    record: Photograph, problems: Sequence[Problem] = (), status: int = 200, *, gone: bool = False
) -> Answer:
    wishes: dict[str, list[Request]] = {}
    for wish in requests.of(reading(), record, kind="wish"):
        wishes.setdefault(wish.language, []).append(wish)
    faults = requests.of(reading(), record, kind="problem")
    return page(
        "pages/asking/one.html",
        status,
        record=record,
        described=described([record])[0],
        wishes=[Wishes(f"wish-{code}", code, found[-1].id, found) for code, found in wishes.items()],
        faults=[Fault(f"problem-{one.id}", one, *requests.words(reading(), one)) for one in faults],
        outcomes={
            kind: [(code, _(requests.OUTCOMES[code])) for code in codes]
            for kind, codes in requests.OF_KIND.items()
        },
        text_named=labels.named,
        problems=problems,
        errors=fieldsets.errors(problems),
        gone=gone,
        typed=request.form,
    )
