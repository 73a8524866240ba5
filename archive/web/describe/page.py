"""The describing page as it is shown: what stands in each control, and what is said beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from archive.catalogue import photographs
from archive.catalogue.checks import Invalid, Problem
from archive.catalogue.fields import KINDS as PICTURES
from archive.catalogue.photographs import SEEN
from archive.descriptions import claims, linting, outdated, requests, unfinished, workflow
from archive.descriptions.models import KINDS
from archive.descriptions.workflow import Words
from archive.web import fieldsets, labels
from archive.web.describe.work import Form, Way, about, elsewhere, mark, way
from archive.web.findings import control, links_of, place_words, rule_title, sentence
from archive.web.request import actor, described, number, page, reading
from archive.web.worklists import QUEUES

if TYPE_CHECKING:
    from archive.catalogue.models import Photograph
    from archive.descriptions.linting import Checked
    from archive.descriptions.models import Description, Unfinished

Answer = tuple[str, int] | Response
ZOOMS = ("fit", "100", "200", "nw", "ne", "sw", "se")
COOKIE = "shortcuts"
LONGEST_FACT = 10_000  # characters; more than the record takes


@dataclass(frozen=True)
class Slot:
    """One kind of text on the page: what stands in its control, and what that was made from.

    `theirs` is what somebody else saved meanwhile, shown beside (`gone` where they took it away);
    `unfinished` is what this person had typed and not saved, which then stands in the control.
    """

    kind: str
    value: str
    version: int
    was: str
    edition: int
    waiting: Description | None
    approved: Description | None
    theirs: Description | None = None
    gone: bool = False
    unfinished: Unfinished | None = None

    @property
    def current(self) -> Description | None:
        """The newest text that is saved."""
        return self.waiting or self.approved

    @property
    def unaccepted(self) -> bool:
        """Whether a file's or a suggested text waits for somebody to answer for it."""
        return self.waiting is not None and workflow.unaccepted(self.waiting)


@dataclass(frozen=True)
class Told:
    """What the page tells beyond what is saved: what was typed and refused, and why.

    `stale` kinds and `theirs` facts were changed by somebody else; `grave` findings kept texts drafts;
    `found` saves a second run of the checks; `look` after saving, when there is something to look at.
    """

    form: Form | None = None
    problems: Sequence[Problem] = ()
    stale: Sequence[str] = ()
    theirs: Sequence[str] = ()
    grave: Sequence[Checked] = ()
    found: list[Checked] | None = None
    look: bool = False
    moved: bool = False  # a record that was merged into this one was being described

    @property
    def status(self) -> int:
        """What the page is answered with."""
        return 409 if self.stale or self.theirs or self.moved else 422 if self.problems or self.grave else 200


NOTHING = Told()


@dataclass
class Facts:
    """What one says of a picture by looking at it: the controls' values, and what they were made from.

    `edition` and `kept` (a moment) are those of what this person had chosen or written and not saved.
    """

    values: dict[str, str] = field(default_factory=dict)
    were: dict[str, str] = field(default_factory=dict)
    version: int = 0
    edition: int = 0
    kept: str = ""


def form(record: Photograph, told: Told = NOTHING) -> Answer:
    """The page of a record as this person may use it."""
    from archive.web import offers, review  # here, because they lead back to this page

    here = way(record)
    texts = workflow.of(reading(), record)
    may_write = actor().may("describer", "archivist")
    kept = unfinished.of(reading(), actor(), record, here.language) if may_write else {}
    slots = [_slot(kind, here, texts, told, kept.get(kind)) for kind in KINDS]
    typed = _changed(here, slots)
    found = told.found if told.found is not None else linting.of(reading(), record, typed)
    checked = about(found, here.language)
    answering = review.context(record, here.language, None if typed else found)
    accepting = "" if answering.get("review_first") else next((s.kind for s in slots if s.unaccepted), "")
    return page(
        "pages/describe/describe.html",
        told.status,
        record=record,
        way=here,
        language=here.language,
        written=sorted({text.language for text in texts} - {here.language}),
        slots=slots,
        facts=_facts(record, told, kept),
        told=told,
        problems=[*_problems(told, here), *answering.get("review_problems", ())],
        errors=_errors(told, answering.get("review_errors", {})),
        may_write=may_write,
        elsewhere=_total(len(rest)) if (rest := elsewhere(found)) else "",
        **_around(record, here),
        **_others(record, here),
        **findings(record, here, checked, told.form.answers if told.form else unfinished.beside(kept).values),
        accepting=accepting,
        **answering,
        **offers.context(record, here.language),
    )


def _around(record: Photograph, here: Way) -> dict[str, Any]:
    """What stands around the form: the picture, the list one came from, and the words of the interface."""
    return {
        "described": described([record])[0],
        "public": photographs.public(record),
        "outdated": [labels.named_text(text) for text in outdated.of(reading(), record)],
        "wanted": _zoom(),
        "queue_title": QUEUES[here.queue].title if here.queue in QUEUES else "",
        "may_review": actor().may("reviewer"),
        "shortcuts": request.cookies.get(COOKIE) != "off",
        "choices": fieldsets.language_choices(),
        "pictures": [(one, str(fieldsets.KIND_WORDS[one])) for one in PICTURES],
        "labels": labels.TEXT_KINDS,
        "reasons": workflow.REASONS,
        "fact_label": label,
        "fact_words": _fact_words,
    }


def _others(record: Photograph, here: Way) -> dict[str, Any]:
    """What other people have to do with it: who has taken it, what readers ask and report."""
    claim = claims.holder(reading(), record, here.language)
    return {
        "claim": claim if claim and claim.account != actor().name else None,
        "wishes": [
            one
            for one in requests.of(reading(), record, kind="wish")
            if requests.serves(one.language, here.language)
        ],
        "faults": [
            one for one in requests.of(reading(), record, kind="problem") if one.language == here.language
        ],
    }


def findings(
    record: Photograph, here: Way, checked: Sequence[Checked], typed: Mapping[str, str]
) -> dict[str, Any]:
    """What `_findings.html` needs: the findings, a sentence that counts them, answers not kept yet."""
    return {
        "checked": checked,
        "counted": counted(checked),
        "finding_links": links_of(record.accession, here.language, beside=SEEN),
        "answers_typed": typed,
        "seen": " ".join(control(one.finding) for one in checked if not one.answer),
    }


def counted(checked: Sequence[Checked]) -> str:
    """“3 findings: 1 error, 2 warnings”; what was answered with a reason does not count."""
    open_ones = [one.finding.level for one in checked if not one.answer]
    if not open_ones:
        return str(_("The checks found nothing."))
    words = {
        "stop": (_("1 that stops it"), _("%(n)s that stop it")),
        "error": (_("1 error"), _("%(n)s errors")),
        "warning": (_("1 warning"), _("%(n)s warnings")),
        "note": (_("1 note"), _("%(n)s notes")),
    }
    listed = [
        words[level][0] if open_ones.count(level) == 1 else words[level][1] % {"n": open_ones.count(level)}
        for level in words
        if level in open_ones
    ]
    return f"{_total(len(open_ones), stop='')}: {', '.join(listed)}."


def _total(count: int, stop: str = ".") -> str:
    return str(_("1 finding") if count == 1 else _("%(n)s findings", n=count)) + stop


def _slot(kind: str, here: Way, texts: Sequence[Description], told: Told, kept: Unfinished | None) -> Slot:
    mine = [text for text in texts if text.kind == kind and text.language == here.language]
    waiting = next((text for text in mine if text.status != "approved"), None)
    approved = next((text for text in mine if text.status == "approved"), None)
    current = waiting or approved
    stored = current.text if current else ""
    both, version = (waiting, approved), waiting.version if waiting else 0
    sent = told.form
    if sent is not None and kind in sent.texts and sent.touched(kind, _tidied(here, kind, sent.texts[kind])):
        seen = sent.seen[kind]
        if told.stale or told.theirs or told.moved:
            old = kind in told.stale
            theirs, gone = (current if old else None), old and current is None
            return Slot(kind, sent.texts[kind], version, mark(stored), seen.edition, *both, theirs, gone)
        return Slot(kind, sent.texts[kind], seen.version, seen.was or "", seen.edition, *both)
    if kept is None or kept.text == stored:
        return Slot(kind, stored, version, mark(stored), kept.edition if kept else 0, *both)
    changed = kept.base != version or (current is not None and current.changed > kept.at)
    theirs, gone = (current if changed else None), changed and current is None
    return Slot(kind, kept.text, version, mark(stored), kept.edition, *both, theirs, gone, kept)


def _tidied(here: Way, kind: str, text: str) -> str:
    try:
        return workflow.tidy(Words(kind, here.language, text)).text
    except Invalid:
        return text


def _changed(here: Way, slots: Sequence[Slot]) -> dict[tuple[str, str], str]:
    """Texts in the controls that are not what is saved, as far as they could be saved: what to check."""
    found = {}
    for slot in slots:
        if slot.value.strip() and slot.value != (slot.current.text if slot.current else ""):
            try:
                words = workflow.tidy(Words(slot.kind, here.language, slot.value))
            except Invalid:
                continue
            found[slot.kind, here.language] = words.text
    return found


def _facts(record: Photograph, told: Told, kept: Mapping[str, Unfinished]) -> Facts:
    now = {name: str(getattr(record, name)) for name in SEEN}
    if told.form is None:
        beside, row = unfinished.beside(kept), kept.get(unfinished.FACTS)
        mine = {name: value for name, value in beside.values.items() if value != now.get(name)}
        facts = {name: value for name, value in mine.items() if name in now}
        # Made from what the person saw: saving tells when somebody has changed it since.
        were = now | {name: beside.were.get(name, now[name]) for name in facts}
        at = row.at if row and mine else ""
        return Facts(now | facts, were, record.version, row.edition if row else 0, at)
    edition = number("facts_edition", 0)
    typed = now | dict(told.form.facts)
    if told.status == 409:  # noqa: PLR2004 - HTTP's own number: what the person saw is told anew
        touched = {n: v for n, v in told.form.facts.items() if v != told.form.facts_were.get(n)}
        return Facts(now | touched, now, record.version, edition)
    return Facts(typed, now | dict(told.form.facts_were), told.form.version, edition)


def _problems(told: Told, here: Way) -> list[tuple[str, str]]:
    """(field id, sentence) for the summary on top of the page."""
    clash = _(
        "%(text)s: somebody else saved this text while you were writing. Nothing was saved yet, and nothing "
        "of yours was lost."
    )
    listed = [(kind, clash % {"text": labels.TEXT_KINDS[kind]}) for kind in told.stale]
    listed += [
        (name, _("%(fact)s: somebody else changed it meanwhile. Nothing was saved yet.", fact=label(name)))
        for name in told.theirs
    ]
    listed += [(_place(problem.field), _(problem.message)) for problem in told.problems]
    if told.grave:
        listed.append(("", _grave_sum(len(told.grave))))
        listed += [pair for one in told.grave for pair in _ways_out(one)]
    if here.unknown and not told.problems:
        words = _(
            "The archive knows no language “%(code)s”. This is the page in another one.", code=here.unknown
        )
        listed.append(("lang", words))
    return listed


def _ways_out(one: Checked) -> list[tuple[str, str]]:
    """The field to mend, and then the one in which it may be said why nothing has to be mended."""
    finding = one.finding
    ways = [(finding.field, sentence(finding))]
    if finding.level != "stop":
        place = {"place": place_words(finding), "rule": rule_title(finding.code)}
        ways.append((control(finding), _("Or say why it is right as it is: %(place)s, “%(rule)s”.", **place)))
    return ways


def _grave_sum(count: int) -> str:
    if count == 1:
        return str(_("Kept as a draft: 1 thing must be answered before it goes to review."))
    return str(_("Kept as a draft: %(n)s things must be answered before it goes to review.", n=count))


def label(name: str) -> str:
    """What a fact of the record is called."""
    return str(fieldsets.LABELS[name])


def _fact_words(name: str, value: str) -> str:
    words = {"visible_words": fieldsets.VISIBLE_WORDS_WORDS, "kind": fieldsets.KIND_WORDS}.get(name, {})
    return str(words.get(value, value))


def _place(name: str) -> str:
    return "lang" if name == "language" else name


def _errors(told: Told, review: Mapping[str, str]) -> dict[str, str]:
    """The sentence beside each field."""
    wrong = [Problem(_place(problem.field), problem.message) for problem in told.problems]
    grave = [Problem(one.finding.field, sentence(one.finding)) for one in told.grave]
    return dict(review) | fieldsets.errors([*wrong, *grave])


def _zoom() -> str:
    asked = request.args.get("zoom", "fit")
    return asked if asked in ZOOMS else "fit"
