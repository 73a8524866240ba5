"""What the describing page does: show, save, accept, check, keep while typing, discard, go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from archive.catalogue import photographs
from archive.catalogue.checks import Invalid, clean
from archive.catalogue.photographs import Stale
from archive.descriptions import linting, unfinished, workflow
from archive.descriptions.models import KINDS
from archive.descriptions.workflow import Words
from archive.history import Missing
from archive.web import labels
from archive.web.describe import keeping, page
from archive.web.describe.page import COOKIE, Answer, Told, form
from archive.web.describe.saving import Saving, keep_typed, save_all, tell_left
from archive.web.describe.work import Form, Way, about, sent, way
from archive.web.filters import language_name, listed, said
from archive.web.findings import control
from archive.web.request import actor, go, need, parts, photograph, reading, writing
from archive.web.request import page as rendered

if TYPE_CHECKING:
    from archive.catalogue.models import Photograph

pages = Blueprint("describe", __name__)
YEAR = 365 * 24 * 3600


@pages.get("/photographs/<accession>/describe")
def show(accession: str) -> Answer:
    """The picture, its facts, and its texts in one language."""
    need("describer", "reviewer", "archivist")
    record = photograph(accession)
    if record.merged_into_id is not None:
        kept = photographs.standing(reading(), record)
        flash(_("%(gone)s was merged into this record.", gone=record.accession))
        return go(way(record).show(kept.accession))
    return form(record, Told(look=request.args.get("look") == "1"))


@pages.get("/photographs/<accession>/describe/next")
def onward(accession: str) -> Response:
    """Go on to the next work of the list without changing anything; to the desk where nothing is left."""
    need("describer", "reviewer", "archivist")
    return _onward(photograph(accession))


def _onward(record: Photograph) -> Response:
    here = way(record)
    address = here.following(record.accession)
    if not address:
        flash(_("Nothing else waits in this list."))
    return go(address or url_for("desk.show"))


@pages.post("/photographs/<accession>/describe")
def save(accession: str) -> Answer:
    """Save every text and fact that was touched, all or none, then stay or go on."""
    need("describer", "archivist")
    record = photograph(accession)
    here, typed, done = way(record), sent(), Saving()
    try:
        save_all(accession, here, typed, done)
    except Invalid as invalid:
        return form(photograph(accession), Told(typed, invalid.problems))
    except Stale:
        fresh = photograph(accession)
        moved = fresh.merged_into_id is not None
        target = photographs.standing(reading(), fresh)
        return form(target, Told(typed, stale=done.stale, theirs=done.theirs, moved=moved))
    _tell(done, here)
    record = photograph(accession)
    if done.grave:  # the summary tells which texts are kept as drafts, and why
        return form(record, Told(grave=done.grave, found=None if done.answered else done.found))
    return _after(record, here, typed, done)


def _after(record: Photograph, here: Way, typed: Form, done: Saving) -> Response:
    """Where to go once it is saved: findings that the person has not met yet are shown first."""
    new = [
        one
        for one in about(done.found, here.language)
        if not one.answer and control(one.finding) not in {*typed.shown, *done.answered}
    ]
    if typed.then != "next":
        return go(here.show(record.accession))
    _tell_unaccepted(record, here)
    if new and (done.saved or done.drafted):
        count = len(new)
        flash(
            _("Look at 1 finding, then go on.")
            if count == 1
            else _("Look at %(n)s findings, then go on.", n=count)
        )
        return go(here.show(record.accession, look="1"))
    return _onward(record)


def _tell(done: Saving, here: Way) -> None:
    name = language_name(here.language)
    if done.saved:
        told = _("Saved and in review: %(texts)s in %(language)s.", texts=_names(done.saved), language=name)
        if not parts().settings.one_person:
            told = f"{told} {_('Another person has to approve it before readers see it.')}"
        flash(told)
    if done.drafted and not done.grave:
        flash(_("Kept as a draft: %(texts)s in %(language)s.", texts=_names(done.drafted), language=name))
    if done.dropped:
        flash(_("Taken away before anybody approved it: %(texts)s.", texts=_names(done.dropped)))
    if done.kept:
        flash(_("The approved text stays: an empty field takes nothing away."))
    if done.noted:
        flash(_("Noted on the record: %(facts)s.", facts=listed(page.label(name) for name in done.noted)))
    if done.answered:
        flash(
            _("Your reason was kept beside the finding.")
            if len(done.answered) == 1
            else _("Your reasons were kept beside the findings.")
        )
    if not (done.saved or done.drafted or done.dropped or done.kept or done.noted or done.answered):
        flash(_("Nothing was different, so nothing was saved."))


def _tell_unaccepted(record: Photograph, here: Way) -> None:
    """Say what is left behind that nobody has answered for yet."""
    texts = [t for t in workflow.of(reading(), record) if t.status != "approved" and workflow.unaccepted(t)]
    kinds = [text.kind for text in texts if text.language == here.language]
    if kinds:
        flash(_("Not accepted: %(texts)s in %(language)s. It waits for somebody to accept it.",
                texts=_names(kinds), language=language_name(here.language)))  # fmt: skip


def _names(kinds: Sequence[str]) -> str:
    return listed(str(labels.TEXT_KINDS[kind]) for kind in kinds)


@pages.post("/photographs/<accession>/describe/<int:text>/accept")
def accept(accession: str, text: int) -> Answer:
    """Answer for a text that came from a file or as a suggestion; what was typed elsewhere is kept."""
    need("describer", "archivist")
    record = photograph(accession)
    here, typed = way(record), sent()
    kinds = {one.id: one.kind for one in workflow.of(reading(), record)}
    kind = kinds.get(text, "")
    if not kind:
        return form(record, Told(typed, stale=["alt"]))
    try:
        with writing() as session:
            standing = photographs.get(session, accession)
            left = keep_typed(session, standing, here, typed)
            done = workflow.accept(session, actor(), text, version=typed.seen[kind].version)
            found = linting.of(session, standing)
    except Invalid as invalid:
        return form(photograph(accession), Told(typed, invalid.problems))
    except (Stale, Missing):
        return form(photograph(accession), Told(typed, stale=[kind]))
    flash(_("Accepted and in review: %(text)s. You count as its author now.", text=labels.named_text(done)))
    tell_left(left, here.language)
    if typed.then == "next":
        return _after(photograph(accession), here, typed, Saving(saved=[kind], found=found))
    return go(here.show(accession, look="1"))


@pages.post("/photographs/<accession>/describe/check")
def check(accession: str) -> tuple[str, int]:
    """What the checks find in what is typed right now, as a piece of the page. Nothing is saved."""
    need("describer", "archivist")
    record = photograph(accession)
    here, typed = way(record), sent()
    words, refused = {}, []
    for kind, text in typed.texts.items():
        try:
            tidy = workflow.tidy(Words(kind, here.language, text))
        except Invalid as invalid:
            refused += [said(problem.message) for problem in invalid.problems]
        else:
            if typed.touched(kind, tidy.text):
                words[kind, here.language] = tidy.text
    reading().expunge(record)  # the facts below are looked at, never written
    for name, value in typed.facts.items():
        setattr(record, name, clean(value)[: page.LONGEST_FACT])
    found = about(linting.of(reading(), record, words), here.language)
    values = page.findings(record, here, found, typed.answers)
    return rendered(
        "pages/describe/_findings.html",
        422 if refused else 200,
        record=record,
        refused=refused,
        language=here.language,
        **values,
    )


@pages.post("/photographs/<accession>/describe/keep")
def keep(accession: str) -> tuple[Response, int]:
    """Keep what is being typed in one part of the form, for this person alone. Answers in JSON."""
    need("describer", "archivist")
    return keeping.answer(accession)


@pages.post("/photographs/<accession>/describe/discard")
def discard(accession: str) -> Answer:
    """Throw away what this person typed for one text and did not save; what else was typed is kept."""
    need("describer", "archivist")
    record = photograph(accession)
    here, typed = way(record), sent()
    kind = request.form.get("discard", "")
    if kind not in KINDS:
        raise Missing(kind)
    others = Form(
        {name: text for name, text in typed.texts.items() if name != kind},
        {}, {}, {}, typed.seen, 0,
    )  # fmt: skip
    try:
        with writing() as session:
            record = photographs.get(session, accession)
            keep_typed(session, record, here, others)
            edition = typed.seen[kind].edition
            gone = unfinished.discard(session, actor(), record, kind, here.language, edition=edition)
    except Invalid as invalid:
        return form(photograph(accession), Told(typed, invalid.problems))
    except Stale:
        flash(
            _("Another window of yours has kept newer words since, so nothing was discarded. Here they are.")
        )
        return go(here.show(accession))
    flash(_("Discarded what you had typed.") if gone else _("There was nothing to discard any more."))
    return go(here.show(accession))


@pages.post("/photographs/<accession>/describe/shortcuts")
def shortcuts(accession: str) -> Answer:
    """Turn the keyboard shortcuts of this browser off or on; what was typed is kept."""
    need("describer", "reviewer", "archivist")
    record = photograph(accession)
    here, typed, wanted = way(record), sent(), request.form.get("shortcuts") != "off"
    if typed.texts and actor().may("describer", "archivist"):
        try:
            with writing() as session:
                keep_typed(session, photographs.get(session, accession), here, typed)
        except Invalid as invalid:
            return form(photograph(accession), Told(typed, invalid.problems))
        except Stale:
            return form(photograph(accession), Told(typed, moved=True))
    flash(_("Keyboard shortcuts are on.") if wanted else _("Keyboard shortcuts are off."))
    answer = go(here.show(accession))
    secure = parts().settings.secure_cookies
    answer.set_cookie(
        COOKIE, "on" if wanted else "off", max_age=YEAR, httponly=True, secure=secure, samesite="Lax"
    )
    return answer
