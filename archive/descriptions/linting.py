"""The checks over catalogued photographs: what they look at, what they find, what was answered with a reason.

The rules themselves are pure (`archive.descriptions.lint`). A finding that is right as it is can be
overridden with a reason, which is kept in history and holds for the very words that were judged, at the
level that the finding had. What has level `stop` cannot be overridden.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import history
from archive.catalogue.checks import Invalid, Problem, clean
from archive.catalogue.models import Photograph
from archive.config import message
from archive.db import now
from archive.descriptions import lint
from archive.descriptions.lint import Finding, Subject, Wording
from archive.descriptions.models import Description, Override
from archive.history import Actor, Missing

TEXTS = ("alt", "long", "transcript")
FIELDS = (
    "accession",
    "kind",
    "visible_words",
    "headline",
    "caption",
    "caption_language",
    "credit_line",
    "source",
    "copyright_notice",
    "rights",
    "content_advisory",
    "date_text",
    "edtf",
    "creators",
    "people",
    "keywords",
)
PLACES = ("sublocation", "city", "region", "country")
Typed = Mapping[tuple[str, str], str]  # (kind, language): text on its way to being saved


@dataclass(frozen=True)
class Checked:
    """A finding, and the reason why somebody let it stand ('' where nobody did)."""

    finding: Finding
    answer: str = ""
    by: str = ""

    @property
    def grave(self) -> bool:
        """Whether it has to be answered before the text is approved."""
        return not self.answer and self.finding.level in {"stop", "error"}


def mark(text: str) -> str:
    """A short digest that equal texts share, whatever their case and spaces."""
    return hashlib.sha256(lint.fold(text).encode()).hexdigest()[:24] if text else ""


def of(session: Session, photograph: Photograph, typed: Typed | None = None) -> list[Checked]:
    """What the checks find on one photograph, gravest first; `typed` stands in for saved texts."""
    return many(session, [photograph], typed)[0]


def many(
    session: Session, photographs: Sequence[Photograph], typed: Typed | None = None
) -> list[list[Checked]]:
    """The same for many photographs, in their order, with few queries."""
    answers: dict[int, dict[tuple[str, str, str], Override]] = {one.id: {} for one in photographs}
    query = select(Override).where(Override.photograph_id.in_(list(answers)))
    for one in session.scalars(query):
        answers[one.photograph_id][one.code, one.field, one.language] = one
    subjects = gather(session, photographs, typed)
    return [
        [_checked(finding, answers[photograph.id]) for finding in lint.check(subject)]
        for photograph, subject in zip(photographs, subjects, strict=True)
    ]


def _checked(finding: Finding, answers: Mapping[tuple[str, str, str], Override]) -> Checked:
    known = answers.get(_place(finding))
    if known is None or known.mark != mark(finding.judged) or _graver(finding.level, known.level):
        return Checked(finding)
    return Checked(finding, known.reason, known.account)


def _graver(level: str, answered: str) -> bool:
    """Whether a finding has grown worse than the one that was answered, or cannot be answered at all."""
    return level == "stop" or lint.LEVELS.index(level) > lint.LEVELS.index(answered)


def gather(session: Session, photographs: Sequence[Photograph], typed: Typed | None = None) -> list[Subject]:
    """Photographs as the rules look at them: of each text the newest version, approved or not."""
    wordings = _wordings(session, [one.id for one in photographs])
    for place, text in (typed or {}).items():
        for known in wordings.values():
            known.pop(place, None)
            if text:
                known[place] = Wording(*place, text)
    neighbours = _neighbours(session, photographs, wordings)
    return [
        Subject(
            **{name: getattr(one, name) for name in FIELDS},
            places=tuple(filter(None, (getattr(one, name) for name in PLACES))),
            texts=tuple(wordings[one.id].values()),
            neighbours=neighbours.get(one.id, frozenset()),
        )
        for one in photographs
    ]


def _wordings(session: Session, ids: Sequence[int]) -> dict[int, dict[tuple[str, str], Wording]]:
    found: dict[int, dict[tuple[str, str], Wording]] = {one: {} for one in ids}
    columns = (Description.photograph_id, Description.kind, Description.language, Description.text)
    more = (Description.status, Description.origin, Description.accepted)
    query = select(*columns, *more).where(Description.photograph_id.in_(ids))
    for text in session.execute(query.order_by(Description.id)):
        place = (text.kind, text.language)
        if text.status == "approved" and place in found[text.photograph_id]:
            continue  # a newer version waits, and it is that one that somebody works on
        accepted = text.status == "approved" or text.origin == "person" or bool(text.accepted)
        found[text.photograph_id][place] = Wording(*place, text.text, text.origin, accepted)
    return found


def _neighbours(
    session: Session,
    photographs: Sequence[Photograph],
    wordings: Mapping[int, Mapping[tuple[str, str], Wording]],
) -> dict[int, frozenset[tuple[str, str]]]:
    """Alt texts of these photographs that another photograph of the same collection has too."""
    homes = {one.id: one.collection_id for one in photographs if one.collection_id is not None}
    marks = {mark(text.text) for one in homes for text in wordings[one].values() if text.kind == "alt"}
    if not marks:
        return {}
    query = (
        select(Description.photograph_id, Photograph.collection_id, Description.language, Description.mark)
        .join(Photograph, Photograph.id == Description.photograph_id)
        .where(
            Description.mark.in_(marks),
            Description.kind == "alt",
            Photograph.merged_into_id.is_(None),
            Photograph.visibility != "withdrawn",
        )
    )
    holders: dict[tuple[int | None, str, str], set[int]] = {}
    for owner, home, language, found in session.execute(query):
        holders.setdefault((home, language, found), set()).add(owner)
    return {
        one: frozenset(
            (text.language, lint.fold(text.text))
            for text in wordings[one].values()
            if text.kind == "alt" and holders.get((home, text.language, mark(text.text)), set()) - {one}
        )
        for one, home in homes.items()
    }


def stops(session: Session, photograph: Photograph, description: Description) -> list[Problem]:
    """What keeps this text from being approved: findings about it that nobody has answered."""
    found = grave(of(session, photograph), [description.kind], description.language)
    return [Problem(description.kind, one.finding.sentence) for one in found]


def answer(
    session: Session, actor: Actor, photograph: Photograph, place: tuple[str, str, str], reason: str
) -> Override:
    """Let a finding stand, with the reason; `place` is its (code, field, language).

    Raises Missing where there is no such finding (any more), Invalid without a reason or for what cannot be
    overridden, Forbidden; then nothing was changed.
    """
    history.need(actor, "describer", "reviewer", "archivist")
    found = next((one for one in of(session, photograph) if _place(one.finding) == place), None)
    if found is None:
        raise Missing(place)
    control = f"answer-{'-'.join(place)}"
    reason = clean(reason)[:2000]
    if found.finding.level == "stop":
        raise Invalid(Problem(control, message("This one cannot be overridden; it has to be mended.")))
    if not reason:
        raise Invalid(Problem(control, message("Say why it is right as it is.")))
    return _keep(session, actor, photograph, found.finding, reason)


def _place(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.field, finding.language


def _keep(session: Session, actor: Actor, photograph: Photograph, finding: Finding, reason: str) -> Override:
    query = select(Override).where(
        Override.photograph_id == photograph.id,
        Override.code == finding.code,
        Override.field == finding.field,
        Override.language == finding.language,
    )
    kept = session.scalar(query) or Override(
        photograph_id=photograph.id, code=finding.code, field=finding.field, language=finding.language
    )
    kept.reason, kept.level, kept.mark = reason, finding.level, mark(finding.judged)
    kept.account, kept.at = actor.name, now()
    session.add(kept)
    session.flush()
    after = {"finding": {"code": finding.code, "field": finding.field, "language": finding.language}}
    subject = ("photograph", photograph.id)
    history.record(session, actor, "lint.override", subject, after=after, reason=kept.reason)
    return kept


def recall(session: Session, actor: Actor, photograph: Photograph, place: tuple[str, str, str]) -> None:
    """Take an answer back, so that the finding counts again. Raises Missing, Forbidden."""
    history.need(actor, "describer", "reviewer", "archivist")
    query = select(Override).where(Override.photograph_id == photograph.id)
    kept = next((o for o in session.scalars(query) if (o.code, o.field, o.language) == place), None)
    if kept is None:
        raise Missing(place)
    facts = {"code": kept.code, "field": kept.field, "language": kept.language}
    session.delete(kept)
    session.flush()
    subject = ("photograph", photograph.id)
    history.record(session, actor, "lint.recall", subject, before={"finding": facts}, reason=kept.reason)


def grave(found: Iterable[Checked], kinds: Iterable[str], language: str) -> list[Checked]:
    """Those findings about texts of these kinds in this language that have to be answered before approval."""
    kinds = set(kinds)
    return [
        one
        for one in found
        if one.grave and one.finding.language == language and _about(one.finding) in kinds
    ]


def _about(finding: Finding) -> str:
    """The kind of text that a finding is against: long words without short ones are at fault themselves."""
    return "long" if finding.code == "long-without-alt" else finding.field
