"""Texts of pictures that look the same, offered to whoever describes; nothing is ever copied by itself.

Taking one is a save marked as a suggestion and its acceptance by that person, who then counts as the author:
it goes to review like any other text. Saying that two pictures are different ends the offer for both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from archive import history, languages
from archive.catalogue import likeness
from archive.catalogue.checks import Invalid, Problem
from archive.catalogue.models import Alike, Photograph
from archive.catalogue.photographs import Stale
from archive.config import message
from archive.descriptions import workflow
from archive.descriptions.models import KINDS, Description
from archive.descriptions.words import Words
from archive.history import Actor, Missing

SHOWN = 3  # photographs whose texts are offered at once, the likest first


@dataclass(frozen=True)
class Offered:
    """An approved text of the other photograph; `waiting` is what would be replaced here by taking it."""

    text: Description
    waiting: Description | None

    @property
    def version(self) -> int:
        """The version of the waiting text that the person is shown, 0 where none waits."""
        return self.waiting.version if self.waiting else 0


@dataclass(frozen=True)
class Offer:
    """A photograph whose picture looks the same, by `distance` of 64 bits, and its texts in one language."""

    other: Photograph
    distance: int
    texts: tuple[Offered, ...]


def of(session: Session, photograph: Photograph, language: str) -> list[Offer]:
    """Approved texts in a language of photographs that look the same, the likest first.

    A text is offered where this photograph has no approved one of its kind and language, and does not wait
    with the same words already. Pictures that somebody called different are left out, and so is everything
    that was withdrawn or merged. For staff: the other photograph may be a draft.
    """
    code = languages.normal(language)
    here = [text for text in workflow.of(session, photograph) if text.language == code]
    offers = []
    for other, distance, dismissed in likeness.of(session, photograph):
        texts = () if dismissed else _offered(workflow.of(session, other), here, code)
        if texts:
            offers.append(Offer(other, distance, texts))
    return offers[:SHOWN]


def _offered(
    theirs: Sequence[Description], here: Sequence[Description], language: str | None
) -> tuple[Offered, ...]:
    found = []
    for text in theirs:
        if text.status != "approved" or text.language != language:
            continue
        mine = [one for one in here if one.kind == text.kind]
        if not any(one.status == "approved" or one.text == text.text for one in mine):
            found.append(Offered(text, mine[0] if mine else None))
    return tuple(sorted(found, key=lambda one: KINDS.index(one.text.kind)))


def take(
    session: Session,
    actor: Actor,
    photograph: Photograph,
    other: Photograph,
    kind: str,
    language: str,
    version: int,
    *,
    mark: str = "",
) -> Description:
    """Use the other photograph's text here: it goes to review with the actor as its author.

    `version` is that of the text that waits here, 0 where none does, and `mark` that of the offered words,
    both as the person saw them. Raises Stale where either changed meanwhile, Missing where the two
    photographs are not kept as alike, Invalid where the text is not offered (any more), Forbidden; then
    nothing was changed.
    """
    history.need(actor, "describer", "archivist")
    offered = _find(session, photograph, other, (kind, language))
    if mark and mark != offered.text.mark:
        raise Stale({kind: offered.text.text})
    text = offered.text
    words = Words(kind, text.language, text.text, origin="suggestion")
    saved = workflow.save(session, actor, photograph, words, version=version)
    if saved is None or not workflow.unaccepted(saved):
        raise _gone(kind)
    taken = workflow.accept(session, actor, saved.id, version=saved.version)
    told = {"taken_text": workflow.key(taken), "taken_from": other.accession}
    history.record(session, actor, "likeness.take", ("photograph", photograph.id), after=told)
    return taken


def _find(session: Session, photograph: Photograph, other: Photograph, place: tuple[str, str]) -> Offered:
    """The offer of one text. Raises Missing and Invalid as `take` says."""
    alike = {one.id: dismissed for one, _, dismissed in likeness.of(session, photograph)}
    if other.id not in alike:
        raise Missing(other.accession)
    kind, code = place[0], languages.normal(place[1])
    here = [text for text in workflow.of(session, photograph) if text.language == code]
    offered = _offered(workflow.of(session, other), here, code)
    found = next((one for one in offered if one.text.kind == kind), None)
    if found is None or alike[other.id]:
        raise _gone(kind)
    return found


def _gone(kind: str) -> Invalid:
    words = message(
        "This text is not offered any more: it was taken, replaced, or set aside. Nothing was changed."
    )
    return Invalid(Problem(kind, words))


def dismiss(session: Session, actor: Actor, photograph: Photograph, other: Photograph) -> None:
    """Say that two pictures that look the same are different ones; neither's texts are offered again.

    Raises Missing where the two are not kept as alike, Forbidden; then nothing was changed.
    """
    history.need(actor, "describer", "reviewer", "archivist")
    _say(session, photograph, other, actor.name)
    for one, two in ((photograph, other), (other, photograph)):
        after = {"different_from": two.accession}
        history.record(session, actor, "likeness.dismiss", ("photograph", one.id), after=after)


def recall(session: Session, actor: Actor, photograph: Photograph, other: Photograph) -> None:
    """Take it back that two pictures are different. Raises as `dismiss` does."""
    history.need(actor, "describer", "reviewer", "archivist")
    _say(session, photograph, other, "")
    for one, two in ((photograph, other), (other, photograph)):
        before = {"different_from": two.accession}
        history.record(session, actor, "likeness.recall", ("photograph", one.id), before=before)


def dismissed(session: Session, photograph: Photograph) -> list[tuple[Photograph, str]]:
    """(photograph that looks the same, who said that it is a different picture)."""
    return [(other, who) for other, _, who in likeness.of(session, photograph) if who]


def _say(session: Session, photograph: Photograph, other: Photograph, who: str) -> None:
    """Write on both rows of a pair who called it different; raises Missing where that changes nothing."""
    there, back = (photograph.id, other.id), (other.id, photograph.id)
    same = [(Alike.photograph_id == one) & (Alike.other_id == two) for one, two in (there, back)]
    rows = session.scalars(select(Alike).where(or_(*same))).all()
    if not any(bool(row.dismissed) != bool(who) for row in rows):
        raise Missing(other.accession)
    for row in rows:
        row.dismissed = who
    session.flush()
