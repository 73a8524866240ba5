"""The desk's queues, one page each: filtered, paged, with batches to take and texts to decide on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from archive import languages
from archive.catalogue import collections, photographs
from archive.catalogue.checks import Invalid, Problem, clean
from archive.catalogue.photographs import Stale
from archive.descriptions import claims, queues, workflow
from archive.descriptions.models import KINDS
from archive.descriptions.queues import Ask, Item
from archive.descriptions.texts import Described
from archive.history import Missing
from archive.web import fieldsets, labels, verdicts
from archive.web.filters import language_name
from archive.web.paging import Paging
from archive.web.request import actor, described, go, need, number, page, parts, photograph, reading, writing

pages = Blueprint("worklists", __name__)
Answer = tuple[str, int] | Response
PER_PAGE = 50
REACH = 1_000  # things of one queue that can be turned to; nobody works through more without acting on some
BATCH = 10
WRITERS, REVIEWERS = ("describer", "archivist"), ("reviewer",)
STAFF = ("describer", "reviewer", "archivist")


@dataclass(frozen=True)
class Queue:
    """A queue as people know it: its title, what is in it, what is said where it is empty, whose it is."""

    title: Any
    about: Any
    empty: Any
    roles: tuple[str, ...]


QUEUES = {
    "demand": Queue(
        _l("To describe, by demand"),
        _l("What readers asked for comes first, then what they viewed most in the last 90 days, then the "
           "newest. What somebody else writes about or has taken is left out."),
        _l("Nothing waits: every published photograph is described or being described."),
        WRITERS,
    ),
    "mine": Queue(
        _l("Set aside for me"),
        _l("Nobody else is offered these. After 24 hours they go back by themselves."),
        _l("You have set no photographs aside."),
        WRITERS,
    ),
    "sent-back": Queue(
        _l("Sent back to me"),
        _l("A reviewer asks for a change in these texts of yours."),
        _l("Nothing of yours was sent back."),
        STAFF,
    ),
    "review": Queue(
        _l("In review"),
        _l("Texts of other people that wait to be approved, oldest first."),
        _l("Nothing waits for a reviewer."),
        REVIEWERS,
    ),
    "problems": Queue(
        _l("Problems that readers report"),
        _l("What readers say is wrong in approved texts, oldest first."),
        _l("No reader reports a problem."),
        STAFF,
    ),
    "asked": Queue(
        _l("Asked for by readers"),
        _l("Photographs without an approved alt text that readers want described, most wishes first."),
        _l("No reader waits for a description."),
        WRITERS,
    ),
    "viewed": Queue(
        _l("Most viewed without a description"),
        _l("Photographs without an approved alt text by how often their page was read in the last 90 days."),
        _l("Nobody viewed a photograph without a description."),
        WRITERS,
    ),
    "newest": Queue(
        _l("Newest without a description"),
        _l("Published photographs without an approved alt text, the newest first."),
        _l("Every published photograph is described or being described."),
        WRITERS,
    ),
    "unpublished": Queue(
        _l("Not published, without a description"),
        _l("Drafts of records that have a picture and no alt text, the newest first, to be described before "
           "readers see them."),
        _l("Every draft with a picture is described or being described."),
        WRITERS,
    ),
    "suggested": Queue(
        _l("Texts from files that nobody has accepted"),
        _l("Texts that came inside files or from a picture that looks the same. Somebody has to read and "
           "accept them before they go to review."),
        _l("No text waits to be accepted."),
        WRITERS,
    ),
    "lint": Queue(
        _l("Errors that the checks found"),
        _l("Photographs whose texts or facts break a rule, where nobody has given a reason. Photographs that "
           "only have no words yet are in the lists of those without a description."),
        _l("The checks find no error."),
        STAFF,
    ),
    "drafts": Queue(
        _l("My drafts"),
        _l("Texts that you kept without sending them to review."),
        _l("You have no drafts."),
        WRITERS,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What became of one chosen text: `refused` says why nothing was done, '' where it was."""

    item: Item | None
    refused: str = ""


def asked_for(language: str | None = None) -> tuple[Ask, list[Problem]]:
    """The filter in the address or the form; what cannot be understood is left out and told.

    `language` stands in for the one in the address.
    """
    problems = []
    wanted = (request.values.get("lang", "") if language is None else language).strip()
    slug = request.values.get("collection", "").strip()
    code = languages.normal(wanted)
    if wanted and (code is None or languages.find(code) is None):
        problems.append(Problem("lang", _("This is not a language that the archive knows.")))
        code = None
    if slug and collections.find(reading(), slug) is None:
        problems.append(Problem("collection", _("There is no collection of this name.")))
        slug = ""
    return Ask(code or "", slug, alone=parts().settings.one_person), problems


def filters(ask: Ask, problems: Sequence[Problem], *, every: str) -> dict[str, Any]:
    """What the filter's form shows; `every` names the choice of all languages, '' offers none."""
    offered, spoken = fieldsets.language_choices(), queues.spoken(reading())
    if ask.language not in {code for code, *_words in offered} | {""}:
        offered.append((ask.language, f"{language_name(ask.language)} ({ask.language})"))
    return {
        "ask": ask,
        "problems": problems,
        "errors": fieldsets.errors(problems),
        "every": every,
        "languages_here": [one for one in offered if one[0] in spoken],
        "languages_else": [one for one in offered if one[0] not in spoken],
        "collections": fieldsets.collection_choices(_("Every collection")),
        "tongue": language_name(ask.wanted),
    }


@pages.get("/desk/queues/<queue>")
def show(queue: str) -> Answer:
    """One queue, a page of it."""
    _known(queue)
    ask, problems = asked_for()
    return _list(queue, ask, problems)


def _known(queue: str) -> Queue:
    """The queue of this name; raises Missing for none, Forbidden for somebody else's."""
    if queue not in QUEUES:
        need(*STAFF)
        raise Missing(queue)
    need(*QUEUES[queue].roles)
    return QUEUES[queue]


def _list(queue: str, ask: Ask, problems: Sequence[Problem] = ()) -> Answer:
    total = queues.count(reading(), actor(), queue, ask)

    def address(wanted: int) -> str:
        return url_for("worklists.show", queue=queue, page=wanted, **kept(ask))

    paging = Paging(total, number("page", 1, least=1), address, PER_PAGE, REACH)
    found = [] if paging.beyond else _items(queue, ask, paging)
    own, own_count = queues.own_review(reading(), actor(), ask) if queue == "review" else ([], 0)
    status = 422 if problems else 404 if paging.beyond else 200
    return page(
        "pages/worklists/queue.html",
        status,
        queue=queue,
        known=QUEUES[queue],
        wordless=queue in queues.WORDLESS,
        paging=paging,
        reach=REACH,
        batch=BATCH,
        shown=list(zip(found, _described(found), _verdicts(queue, found), strict=True)),
        own=[] if ask.alone else own,
        own_count=0 if ask.alone else own_count,
        reasons=[(code, _(words)) for code, words in workflow.REASONS.items()],
        typed=request.form,
        chosen=set(request.form.getlist("text")),
        may_write=actor().may(*WRITERS),
        **words_of_items(),
        **filters(ask, problems, every="" if queue in queues.WORDLESS else _("Every language")),
    )


def _described(found: Sequence[Item]) -> list[Described]:
    return described([one.photograph for one in found]) if found else []


def _verdicts(queue: str, found: Sequence[Item]) -> list[verdicts.Verdict | None]:
    """What a reviewer has to know before deciding, where the list is there for deciding."""
    return verdicts.of(found) if queue == "review" else [None] * len(found)


def _items(queue: str, ask: Ask, paging: Paging) -> list[Item]:
    return queues.items(reading(), actor(), queue, ask, limit=PER_PAGE, offset=paging.offset)


def kept(ask: Ask) -> dict[str, Any]:
    """The filter as links keep it."""
    return {"lang": ask.language or None, "collection": ask.collection or None}


def words_of_items() -> dict[str, Any]:
    """What templates need to say what an item is."""
    return {
        "named": labels.named,
        "statuses": labels.STATUSES,
        "origins": labels.ORIGINS,
        "reason_words": workflow.REASONS,
        "kinds": KINDS,
        "kept": kept,
    }


@pages.post("/desk/queues/<queue>/take")
def take(queue: str) -> Answer:
    """Take the next photographs for oneself."""
    _known(queue)
    need(*WRITERS)
    ask, problems = asked_for()
    if problems or queue not in queues.WORDLESS:
        nowhere = Problem("take", _("Photographs are taken from the lists of those without a description."))
        return _list(queue, ask, problems or [nowhere])
    try:
        with writing() as session:
            taken = len(claims.take(session, actor(), ask, count=BATCH, queue=queue))
    except Invalid as invalid:
        return _list(queue, ask, invalid.problems)
    if not taken:
        flash(_("There is nothing left to take here."))
        return go(url_for("worklists.show", queue=queue, **kept(ask)))
    flash(
        ngettext(
            "%(num)s photograph is yours for 24 hours.", "%(num)s photographs are yours for 24 hours.", taken
        )
    )
    return go(url_for("worklists.show", queue="mine", lang=ask.wanted))


@pages.post("/desk/queues/mine/give-back")
def give_back() -> Answer:
    """Let others have one photograph, or all that were taken."""
    need(*WRITERS)
    ask, _problems = asked_for()
    accession = request.form.get("accession", "")
    try:
        back = _give_back(accession, ask.language)
    except Missing:
        flash(_("You did not have it any more, so nothing was changed."))
    else:
        if accession:
            flash(_("Given back: %(accession)s.", accession=accession))
        else:
            flash(
                ngettext("%(num)s photograph was given back.", "%(num)s photographs were given back.", back)
            )
    return go(url_for("worklists.show", queue="mine", lang=request.form.get("filter") or None))


def _give_back(accession: str, language: str) -> int:
    record = photograph(accession) if accession else None
    with writing() as session:
        if record is None:
            return claims.give_all_back(session, actor(), language)
        claims.give_back(session, actor(), photographs.get(session, record.accession), language)
        return 1


@pages.post("/desk/queues/review/decide")
def decide() -> Answer:
    """Approve the chosen texts, or send them back; each for itself, and each outcome told."""
    need(*REVIEWERS)
    ask, problems = asked_for()
    chosen, act = request.form.getlist("text")[:PER_PAGE], request.form.get("act", "")
    problems += _undecided(chosen, act)
    if problems:
        return _list("review", ask, problems)
    done = [_decide(one, act) for one in dict.fromkeys(chosen)]
    return page(
        "pages/worklists/decided.html",
        act=act,
        done=[one for one in done if not one.refused],
        refused=[one for one in done if one.refused],
        ask=ask,
        kept=kept,
        named=labels.named,
    )


def _undecided(chosen: Sequence[str], act: str) -> list[Problem]:
    """What is missing before anything can be decided."""
    if act not in {"approve", "send-back"}:
        return [Problem("act", _("Say whether to approve the chosen texts or to send them back."))]
    if not chosen:
        return [Problem("text", _("Nothing is chosen, so nothing was done. Tick at least one text."))]
    code, words = request.form.get("reason_code", ""), clean(request.form.get("reason", ""))
    if act == "send-back" and code not in workflow.REASONS:
        return [Problem("reason_code", _("Choose a reason from the list. Nothing was sent back."))]
    if act == "send-back" and code == "other" and not words:
        return [Problem("reason", _("Say what should be changed, so that the author can."))]
    return []


def _decide(one: str, act: str) -> Outcome:
    """Decide on one text, `id:version`, in a transaction of its own."""
    name, _colon, seen = one.partition(":")
    known, version = (int(part) if _small(part) else 0 for part in (name, seen))
    item = queues.one(reading(), actor(), known)
    if item is None:
        return Outcome(None, _("It was taken away, or decided on, after you opened the list."))
    try:
        with writing() as session:
            _verb(act)(session, known, version)
    except Invalid as invalid:
        return Outcome(item, " ".join(_(problem.message) for problem in invalid.problems))
    except (Stale, Missing):
        changed = _("It was changed or decided on after you opened the list. Read it as it is now.")
        return Outcome(item, changed)
    return Outcome(item)


def _small(part: str) -> bool:
    return part.isdecimal() and len(part) < 12  # noqa: PLR2004 - longer than any number we give


def _verb(act: str) -> Callable[[Any, int, int], object]:
    alone = parts().settings.one_person
    code, words = request.form.get("reason_code", ""), request.form.get("reason", "")
    if act == "approve":
        return lambda session, text, version: workflow.approve(
            session, actor(), text, version=version, one_person=alone
        )
    return lambda session, text, version: workflow.send_back(
        session, actor(), text, words, version=version, code=code
    )
