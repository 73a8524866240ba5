"""Answering for texts: approve, send back with a reason, take from readers, say that they fit a new file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from archive import languages
from archive.catalogue import photographs
from archive.catalogue.checks import Invalid, Problem
from archive.catalogue.photographs import Stale
from archive.descriptions import authorship, linting, outdated, queues, workflow
from archive.history import Missing
from archive.web import labels
from archive.web.describe.page import Answer, Told, form
from archive.web.describe.saving import keep_typed, tell_left
from archive.web.describe.work import TOP, sent, way
from archive.web.filters import listed
from archive.web.findings import control
from archive.web.request import actor, go, need, number, parts, photograph, reading, writing

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive.catalogue.models import Photograph
    from archive.descriptions.linting import Checked
    from archive.descriptions.models import Description

pages = Blueprint("review", __name__)
OWN, WITHDRAW = "review-", "withdraw-"  # before names that the writing form has too


@dataclass(frozen=True)
class Refusal:
    """What was asked of which text (its id, 0 for none) and refused; `gone` where it had changed."""

    act: str
    text: int
    problems: tuple[Problem, ...]
    gone: bool = False


@dataclass(frozen=True)
class Point:
    """A finding as the section words it; `control` is where a reviewer answers it, if it needs that."""

    checked: Checked
    level: str
    sentence: str
    control: str = ""


@dataclass(frozen=True)
class Waiting:
    """A text in review, the approved one that it would replace, and what the checks say of it."""

    text: Description
    approved: Description | None
    own: bool
    findings: tuple[Point, ...]

    @property
    def open(self) -> bool:
        """Whether this person may approve it now."""
        return not self.stopped and (not self.own or parts().settings.one_person)

    @property
    def asked(self) -> list[Point]:
        """Findings that have to be answered before the text is approved."""
        return [one for one in self.findings if one.control]

    @property
    def stopped(self) -> bool:
        """Whether something has to be mended first, whatever anybody answers."""
        return any(one.checked.finding.level == "stop" for one in self.findings)


@pages.post("/photographs/<accession>/describe/<int:text>/approve")
def approve(accession: str, text: int) -> Answer:
    """Approve a text that is in review, with the answers typed beside it; readers see it from now on."""
    need("reviewer")

    def act(session: Session, record: Photograph, waiting: Description) -> None:
        alone = parts().settings.one_person
        _let_stand(session, record, waiting)
        workflow.approve(session, actor(), text, version=_version(text), one_person=alone)

    waiting = _acted("approve", accession, text, act)
    if waiting is None:
        return _again(accession)
    record = photograph(accession)
    flash(_("Approved: %(text)s. %(who)s", text=labels.named_text(waiting), who=_who_sees(record)))
    return _onward(record, waiting.language) if request.form.get("then") == "next" else _back(record)


@pages.post("/photographs/<accession>/describe/<int:text>/send-back")
def send_back(accession: str, text: int) -> Answer:
    """Send a text back to its author with a reason."""
    need("reviewer")

    def act(session: Session, _record: Photograph, _waiting: Description) -> None:
        code, words = _reason(text)
        workflow.send_back(session, actor(), text, words, version=_version(text), code=code)

    waiting = _acted("send-back", accession, text, act)
    if waiting is None:
        return _again(accession)
    flash(_("Sent back to %(author)s: %(text)s.", author=waiting.author, text=labels.named_text(waiting)))
    record = photograph(accession)
    return _onward(record, waiting.language) if request.form.get("then") == "next" else _back(record)


@pages.post("/photographs/<accession>/describe/<int:text>/withdraw")
def withdraw(accession: str, text: int) -> Answer:
    """Take an approved text from readers at once, with a reason."""
    need("reviewer")

    def act(session: Session, _record: Photograph, _approved: Description) -> None:
        code, words = _reason(text, WITHDRAW)
        workflow.withdraw(session, actor(), text, words, version=_version(text), code=code)

    taken = _acted("withdraw", accession, text, act)
    if taken is None:
        return _again(accession)
    flash(_("Taken from readers: %(text)s. It is kept in the history.", text=labels.named_text(taken)))
    return _back(photograph(accession))


@pages.post("/photographs/<accession>/describe/fits")
def fits(accession: str) -> Answer:
    """Say that texts approved beside an earlier file fit the one that is shown now."""
    need("reviewer")
    photograph(accession)
    try:
        with writing() as session:
            record = photographs.get(session, accession)
            left = _keep_typed(session, record)
            done = outdated.confirm(session, actor(), record, one_person=parts().settings.one_person)
    except Invalid as invalid:
        g.review_refusal = Refusal("fits", 0, invalid.problems)
        return _again(accession)
    if done:
        told = listed(labels.named_text(text) for text in done)
        flash(_("Noted: these texts fit the file. %(texts)s.", texts=told))
    tell_left(left, way(record).language)
    return _back(photograph(accession))


def _acted(
    name: str, accession: str, text: int, act: Callable[[Session, Photograph, Description], None]
) -> Description | None:
    """Do it in one transaction; the text as it was, or None where it was refused."""
    photograph(accession)
    try:
        with writing() as session:
            record = photographs.get(session, accession)
            found = _one_of(session, record, text)
            was = _copy(found)
            left = _keep_typed(session, record)
            act(session, record, found)
    except Invalid as invalid:
        g.review_refusal = Refusal(name, text, invalid.problems)
    except (Stale, Missing):
        g.review_refusal = Refusal(name, text, (), gone=True)
    else:
        tell_left(left, way(record).language)
        return was
    return None


def _keep_typed(session: Session, record: Photograph) -> list[str]:
    """Keep what stands in the writing form, to which the buttons of this section belong."""
    return keep_typed(session, record, way(record), sent()) if actor().may("describer", "archivist") else []


def _one_of(session: Session, record: Photograph, text: int) -> Description:
    for description in workflow.of(session, record):
        if description.id == text:
            return description
    raise Missing(text)


def _copy(text: Description) -> Description:
    """Its facts, apart from the session and from what happens to it now."""
    names = ("id", "kind", "language", "text", "author", "status", "version")
    return type(text)(**{name: getattr(text, name) for name in names})


def _version(text: int) -> int:
    """The version of a text that the person saw."""
    return number(f"version-{text}", 0)


def _reason(text: int, before: str = "") -> tuple[str, str]:
    """(code, words) beside a text; its controls carry its number, because one form has those of all."""
    return request.form.get(f"{before}reason_code-{text}", ""), request.form.get(f"{before}reason-{text}", "")


def _let_stand(session: Session, record: Photograph, waiting: Description) -> None:
    """Keep the answers that were typed beside this text's findings."""
    if not any(name.startswith(f"{OWN}answer-") and text.strip() for name, text in request.form.items()):
        return
    found = linting.of(session, record)
    for one in linting.grave(found, [waiting.kind], waiting.language):
        finding = one.finding
        place = (finding.code, finding.field, finding.language)
        typed = request.form.get(OWN + control(one.finding), "")
        if typed.strip() and finding.level != "stop":
            linting.answer(session, actor(), record, place, typed)


def _again(accession: str) -> Answer:
    """The describing page as it is now, with what was refused and what was typed."""
    record, typed = photograph(accession), sent()
    moved = record.merged_into_id is not None
    target = photographs.standing(reading(), record)
    shown = form(target, Told(typed if typed.texts else None, moved=moved))
    if isinstance(shown, Response):
        return shown
    return shown[0], 409 if moved or g.review_refusal.gone else 422


def _back(record: Photograph) -> Response:
    here: dict[str, Any] = {"lang": _language(record), "_anchor": TOP} | _way()
    return go(url_for("describe.show", accession=record.accession, **here))


def _onward(record: Photograph, language: str) -> Response:
    """To the next text to review: on this page where one waits, else the next of the queue, else the desk."""
    if any(not own for _text, own in _in_review(record, language)):
        here: dict[str, Any] = {"lang": language, "_anchor": "review-heading"} | _way()
        return go(url_for("describe.show", accession=record.accession, **here))
    item = _next(record, language)
    if item is None:
        flash(_("Nothing else waits in this list."))
        return go(url_for("desk.show"))
    there: dict[str, Any] = {"lang": item.language, "_anchor": TOP} | _way()
    return go(url_for("describe.show", accession=item.accession, **there))


def _next(record: Photograph, language: str) -> Any:
    """The next work after this record in the queue that the person goes through."""
    here = _way()
    queue = here.get("queue", "")
    known = queue if queue in queues.NAMES else "review"
    for wanted in (language, ""):  # what is left in this language first
        ask = queues.Ask(wanted, here.get("collection", ""), alone=parts().settings.one_person)
        found = queues.following(reading(), actor(), known, ask, record.accession)
        if found is not None:
            return found
    return None


def _way() -> dict[str, Any]:
    """The queue and the collection that the person goes through, as the address carries them."""
    found = {name: request.values.get(name, "")[:200] for name in ("queue", "collection")}
    return {name: value for name, value in found.items() if value}


def _in_review(record: Photograph, language: str = "") -> list[tuple[Description, bool]]:
    """(text in review, whether this person may not answer for it) of a record."""
    alone = parts().settings.one_person
    return [
        (text, authorship.wrote(reading(), actor(), text) and not alone)
        for text in workflow.of(reading(), record)
        if text.status == "in-review" and not workflow.unaccepted(text) and language in {"", text.language}
    ]


def _who_sees(record: Photograph) -> str:
    """Who sees an approved text of this record, as a sentence."""
    if photographs.public(record):
        return str(_("Readers see it now."))
    if record.visibility == "published":
        return str(_("Readers see it from %(day)s on, when the embargo ends.", day=record.embargo))
    if record.visibility == "withdrawn":
        return str(_("The record is withdrawn, so readers do not see it."))
    return str(_("The record is a draft: readers see it once the record is published."))


def _language(record: Photograph) -> str:
    wanted = languages.normal(request.values.get("lang", "")[:35])
    return wanted or languages.normal(record.caption_language or "en") or "en"


def context(record: Photograph, language: str, checked: Sequence[Checked] | None = None) -> dict[str, Any]:
    """What `pages/describe/_review.html` needs, each name beginning with `review_`.

    `checked` saves a second run of the checks where the page has the findings of the saved texts already.
    `review_problems` are (field id, sentence) pairs for the error summary, `review_errors` the same by id.
    """
    if not actor().may("reviewer") or record.merged_into_id is not None:
        return {"review_may": False, "review_texts": [], "review_problems": [], "review_errors": {}}
    refusal: Refusal | None = g.get("review_refusal")
    texts = workflow.of(reading(), record)
    here = [text for text in texts if text.language == language]
    waiting = _waiting(record, here, checked)
    problems = _problems(refusal, waiting) if refusal else []
    return {
        "review_may": True,
        "review_texts": waiting,
        "review_first": next((one.text.id for one in waiting if one.open), 0),
        "review_approved": [text for text in here if text.status == "approved"],
        "review_elsewhere": sorted({text.language for text, _own in _in_review(record)} - {language}),
        "review_way": _way(),
        "review_reasons": [("", _("Choose a reason")), *((c, _(w)) for c, w in workflow.REASONS.items())],
        "review_refusal": refusal,
        "review_typed": request.form if refusal else {},
        "review_problems": problems,
        "review_errors": _by_field(problems),
    }


def _waiting(
    record: Photograph, texts: Sequence[Description], checked: Sequence[Checked] | None
) -> list[Waiting]:
    rows = [text for text in texts if text.status == "in-review" and not workflow.unaccepted(text)]
    if rows and checked is None:
        checked = linting.of(reading(), record)
    found = []
    for text in rows:
        about = [
            c for c in checked or () if (c.finding.field, c.finding.language) == (text.kind, text.language)
        ]
        approved = next((one for one in texts if one.status == "approved" and one.kind == text.kind), None)
        own = authorship.wrote(reading(), actor(), text)
        found.append(Waiting(text, approved, own, tuple(_told(one) for one in about)))
    return found


def _told(checked: Checked) -> Point:
    finding = checked.finding
    answerable = checked.grave and finding.level != "stop"
    sentence = _(finding.message, **finding.values) if finding.values else _(finding.message)
    asked = OWN + control(finding) if answerable else ""
    return Point(checked, str(labels.LEVELS[finding.level]), sentence, asked)


def _problems(refusal: Refusal, waiting: Sequence[Waiting]) -> list[tuple[str, str]]:
    """(id on the page, sentence) of what was refused."""
    if refusal.gone:
        words = _(
            "This text was changed after you opened the page, so nothing was decided. Read it as it is now."
        )
        return [("review", words)]
    text = next((one for one in waiting if one.text.id == refusal.text), None)
    return [(_place(refusal, text, one), _(one.message)) for one in refusal.problems]


def _place(refusal: Refusal, waiting: Waiting | None, problem: Problem) -> str:
    if problem.field in {"reason", "reason_code"}:
        before = WITHDRAW if refusal.act == "withdraw" else ""
        return f"{before}{problem.field}-{refusal.text}"
    if problem.field.startswith("answer-"):
        return f"{OWN}{problem.field}"
    if refusal.act == "fits":
        return problem.field
    asked = waiting.asked if waiting else []
    same = next((one.control for one in asked if one.checked.finding.sentence == problem.message), "")
    return same or f"review-text-{refusal.text}"


def _by_field(problems: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    told: dict[str, str] = {}
    for place, sentence in problems:
        told[place] = f"{told[place]} {sentence}" if place in told else sentence
    return told
