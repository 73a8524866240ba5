"""Saving what was typed on the describing page: texts, facts and answers in one transaction, all or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask import flash, request
from flask_babel import gettext as _

from archive.catalogue import photographs
from archive.catalogue.checks import Invalid, Problem, clean
from archive.catalogue.photographs import SEEN, Stale
from archive.config import message
from archive.descriptions import claims, linting, unfinished, workflow
from archive.descriptions.models import KINDS
from archive.descriptions.unfinished import FACTS, Beside
from archive.descriptions.workflow import Words
from archive.history import Missing
from archive.web import labels
from archive.web.describe.work import Form, Way, mark
from archive.web.filters import listed
from archive.web.findings import control
from archive.web.request import actor, number, writing

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive.catalogue.models import Photograph
    from archive.descriptions.linting import Checked
    from archive.descriptions.models import Description

    Before = Mapping[tuple[str, str, bool], Description]  # by kind, language, and whether it is approved


@dataclass
class Saving:
    """What became of what was sent: kinds of text by outcome, facts noted, and what the checks found.

    `grave` are findings that kept a text a draft; `stale` kinds and `theirs` facts are those that somebody
    else changed meanwhile, and then nothing was saved.
    """

    saved: list[str] = field(default_factory=list)
    drafted: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    found: list[Checked] = field(default_factory=list)
    grave: list[Checked] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def check(self) -> None:
        """Raise what stands against keeping it all."""
        if self.problems:
            raise Invalid(*self.problems)
        if self.stale or self.theirs:
            raise Stale({})


def save_all(accession: str, way: Way, form: Form, done: Saving) -> None:
    """Save everything that was touched. Raises Invalid or Stale, told in `done`; then nothing was saved."""
    if way.unknown:
        unknown = message("This is not a language that the archive knows. Nothing was saved.")
        raise Invalid(Problem("lang", unknown))
    texts = _tidied(way, form, done)
    with writing() as session:
        record = photographs.get(session, accession)
        done.check()
        if record.merged_into_id is not None:
            done.stale += [kind for kind, words in texts.items() if form.touched(kind, words.text)]
            raise Stale({})
        _note_seen(session, record, form, done)
        done.check()
        _save_texts(session, record, form, texts, done)
        _answer(session, record, form, done)
        done.check()
        for kind in unfinished.of(session, actor(), record, way.language):
            if kind in texts:
                edition = form.seen[kind].edition
                unfinished.settle(session, actor(), record, texts[kind], edition=edition)
        unfinished.settle_beside(session, actor(), record, way.language, edition=number("facts_edition", 0))
        if done.saved:
            claims.done(session, actor(), record, way.language)


def _tidied(way: Way, form: Form, done: Saving) -> dict[str, Words]:
    texts: dict[str, Words] = {}
    for kind, typed in form.texts.items():
        try:
            texts[kind] = workflow.tidy(Words(kind, way.language, typed))
        except Invalid as invalid:
            done.problems += invalid.problems
    return texts


def _note_seen(session: Session, record: Photograph, form: Form, done: Saving) -> None:
    """Change the facts that the person changed; what else others changed is no collision."""
    touched = {name: text for name, text in form.facts.items() if clean(text) != form.facts_were.get(name)}
    now = {name: str(getattr(record, name)) for name in touched}
    if all(name in form.facts_were for name in touched):
        done.theirs += [n for n in touched if now[n] not in {form.facts_were[n], clean(touched[n])}]
        version = record.version
    else:
        version = form.version
    if done.theirs or not touched:
        return
    try:
        photographs.note_seen(session, actor(), record.accession, touched, version=version)
    except Invalid as invalid:
        done.problems += [Problem(p.field if p.field in SEEN else "", p.message) for p in invalid.problems]
    except Stale as stale:
        done.theirs += stale.mine
    else:
        done.noted += [name for name in touched if now[name] != clean(touched[name])]


def _save_texts(
    session: Session, record: Photograph, form: Form, texts: dict[str, Words], done: Saving
) -> None:
    """Empty texts first, so that the checks look at what will stand; each text is checked once."""
    before = {(one.kind, one.language, one.status == "approved"): one for one in workflow.of(session, record)}
    touched = [words for words in texts.values() if _counts(before, form, words)]
    for words in touched:
        if not words.text:
            _save_one(session, record, form, words, before, done, review=True)
    typed = {(words.kind, words.language): words.text for words in touched if words.text}
    done.found = linting.of(session, record, typed)
    for words in touched:
        if not words.text:
            continue
        grave = [] if form.then == "draft" else _grave(form, words, done.found)
        review = form.then != "draft" and not grave
        if _save_one(session, record, form, words, before, done, review=review):
            done.grave += grave


def _counts(before: Before, form: Form, words: Words) -> bool:
    """Whether a text was changed, or moves on as it is: by its button, or because it was answered for."""
    if form.touched(words.kind, words.text) or form.then == f"review-{words.kind}":
        return True
    about = f"-{words.kind}-{words.language}"
    answered = any(name.endswith(about) and text.strip() for name, text in form.answers.items())
    if not answered or form.then == "draft":
        return False
    waiting = before.get((words.kind, words.language, False))
    return waiting is not None and waiting.status == "draft" and not workflow.unaccepted(waiting)


def _grave(form: Form, words: Words, found: list[Checked]) -> list[Checked]:
    """What stands between this text and review: grave findings that the form does not answer either."""
    return [
        one
        for one in linting.grave(found, [words.kind], words.language)
        if one.finding.level == "stop" or not clean(form.answers.get(control(one.finding), ""))
    ]


def _save_one(
    session: Session,
    record: Photograph,
    form: Form,
    words: Words,
    before: Before,
    done: Saving,
    *,
    review: bool,
) -> bool:
    waiting = before.get((words.kind, words.language, False))
    standing = waiting or before.get((words.kind, words.language, True))
    if _overtaken(form, words, standing):
        done.stale.append(words.kind)
        return False
    try:
        version = form.seen[words.kind].version
        saved = workflow.save(session, actor(), record, words, version=version, review=review)
    except Stale:
        done.stale.append(words.kind)
        return False
    if saved is None:
        (done.dropped if waiting else done.kept if standing else []).append(words.kind)
    else:
        (done.saved if saved.status == "in-review" else done.drafted).append(words.kind)
    return True


def _overtaken(form: Form, words: Words, standing: Description | None) -> bool:
    """Whether another text stands there than the one that the person had before them."""
    was = form.seen[words.kind].was
    text = standing.text if standing else ""
    return was is not None and text != words.text and mark(text) != was


def _answer(session: Session, record: Photograph, form: Form, done: Saving) -> None:
    """Keep the reasons that were typed beside findings."""
    for one in done.found:
        name = control(one.finding)
        written = form.answers.get(name, "")
        reason = clean(written)
        if written and not reason and one.finding.level != "stop":
            done.problems.append(Problem(name, message("Say why it is right as it is, or leave this empty.")))
        if not reason or reason == one.answer or done.stale:
            continue
        finding = one.finding
        try:
            place = (finding.code, finding.field, finding.language)
            linting.answer(session, actor(), record, place, reason)
        except Invalid as invalid:
            done.problems += invalid.problems
        except Missing:
            continue  # the text that was saved does not have it: nothing is left to answer
        else:
            done.answered.append(name)


def keep_typed(session: Session, record: Photograph, way: Way, form: Form) -> list[str]:
    """Keep what was typed and not saved, while the person does something else on the page.

    Returns the parts that wait unsaved: kinds of text, FACTS. Raises Invalid where one cannot be kept.
    """
    window = request.form.get("window", "")
    editions = {}
    try:
        for kind in KINDS:
            if kind in form.texts and form.touched(kind, clean(form.texts[kind])):
                words, seen = Words(kind, way.language, form.texts[kind]), form.seen[kind]
                editions[kind] = unfinished.keep(
                    session, actor(), record, words, base=seen.version, edition=seen.edition, window=window
                )
        if form.facts or form.answers:
            beside, edition = (
                Beside({**form.facts, **form.answers}, form.facts_were),
                number("facts_edition", 0),
            )
            editions[FACTS] = unfinished.keep_beside(
                session, actor(), record, way.language, beside, edition=edition, window=window
            )
    except Stale as stale:
        elsewhere = message(
            "Another window of yours has kept something else here. Save this first; both stay."
        )
        raise Invalid(Problem(next(iter(stale.mine), ""), elsewhere)) from stale
    return [part for part, edition in editions.items() if edition]


def tell_left(left: Sequence[str], language: str) -> None:
    """Say what stands in the form and is kept, but is not saved."""
    if left:
        names = [labels.named(part, language) for part in left if part != FACTS]
        names += [_("what is beside the texts")] if FACTS in left else []
        flash(_("Kept for you, but not saved yet: %(texts)s.", texts=listed(names)))
