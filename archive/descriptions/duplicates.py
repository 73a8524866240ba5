"""Pairs of records whose pictures look the same, which somebody is to look at; the newest first.

`catalogue.likeness` finds them after each import; a person says that they are different pictures
(`offers.dismiss`) or merges the two records (`merging.merge`), and the pair waits no longer.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from archive.catalogue import likeness
from archive.catalogue.models import Alike, Image, Photograph
from archive.descriptions import offers, workflow
from archive.descriptions.models import KINDS
from archive.history import Missing


@dataclass(frozen=True)
class Pair:
    """Two records, the newer one first in lists; `distance` in bits of 64, `dismissed` who set it aside."""

    one: Photograph
    other: Photograph
    distance: int
    dismissed: str = ""


@dataclass(frozen=True)
class Lent:
    """An approved text of one record that may be used for the other, which has none of that kind."""

    giver: Photograph
    taker: Photograph
    kind: str
    language: str


def count(session: Session) -> int:
    """How many pairs wait."""
    return int(session.scalar(select(func.count()).select_from(Alike).where(*_waiting())) or 0)


def waiting(session: Session, *, limit: int = 20, offset: int = 0) -> list[Pair]:
    """Pairs that nobody has set aside, those of the record that came last first. For staff."""
    newest = (Alike.photograph_id.desc(), Alike.other_id.desc())
    query = select(Alike).where(*_waiting()).order_by(*newest).limit(limit).offset(offset)
    rows = session.scalars(query).all()
    ids = {key for row in rows for key in (row.photograph_id, row.other_id)}
    known = {
        one.id: one for one in session.scalars(select(Photograph).where(Photograph.id.in_(ids))).unique()
    }
    return [Pair(known[row.photograph_id], known[row.other_id], row.distance) for row in rows]


def find(session: Session, photograph: Photograph, other: Photograph) -> Pair:
    """The pair of two records, set aside or not; raises Missing where they do not count as alike."""
    for there, bits, dismissed in likeness.of(session, photograph):
        if there.id == other.id:
            return Pair(photograph, there, bits, dismissed)
    raise Missing(other.accession)


def lent(session: Session, pair: Pair) -> list[Lent]:
    """Texts that either record could take from the other, as the describing page offers them."""
    found = []
    for taker, giver in ((pair.one, pair.other), (pair.other, pair.one)):
        texts = [text for text in workflow.of(session, giver) if text.status == "approved"]
        for language in sorted({text.language for text in texts}):
            for offer in offers.of(session, taker, language):
                if offer.other.id == giver.id:
                    found += [Lent(giver, taker, one.text.kind, language) for one in offer.texts]
    return sorted(found, key=lambda one: (one.taker.id, one.language, KINDS.index(one.kind)))


def _waiting() -> tuple[ColumnElement[bool], ...]:
    """Each pair once, as long as both records stand and still have the fronts that were compared."""
    once = Alike.photograph_id > Alike.other_id
    stands = (Photograph.merged_into_id.is_(None), Photograph.visibility != "withdrawn")
    told: list[ColumnElement[bool]] = []
    for key in (Alike.photograph_id, Alike.other_id):
        told.append(exists().where(Photograph.id == key, *stands))
        told.append(_front(key) >= "0")
    return (once, Alike.dismissed == "", *told)


def _front(key: InstrumentedAttribute[int]) -> ScalarSelect[str]:
    """What is kept of the look of a record's front."""
    mine = (Image.photograph_id == key, Image.replaced == "", Image.role == "recto")
    return select(Image.likeness).where(*mine).order_by(Image.id).limit(1).scalar_subquery()
