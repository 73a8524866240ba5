"""How much of what readers may see is described: by collection and language, and over time.

Figures over time are those of what stands today, put in the months since which it has stood: photographs
that readers may see now, by the month in which each was registered, and their approved texts, by the month
since which readers have had one. What was withdrawn, merged or not yet published is not in them, so a
month's figure can be lower than what somebody counted in that month. Months are UTC.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection as Some
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sqlalchemy import ColumnElement, case, func, select, true
from sqlalchemy.orm import Session

from archive.catalogue import photographs
from archive.catalogue.models import Collection, Photograph
from archive.descriptions.models import KINDS, Description

Texts = Mapping[str, Mapping[str, int]]  # kind of text → language → photographs with an approved one
NO_TEXTS: Texts = {kind: {} for kind in KINDS}


@dataclass(frozen=True)
class Standing:
    """Photographs that readers may see, those in which words are visible, and those with approved texts.

    A transcript counts where words are visible, and nowhere else. `unchecked` are those of the texts that
    nobody but their author approved (`Description.alone`).
    """

    photographs: int = 0
    words_visible: int = 0
    texts: Texts = field(default_factory=lambda: NO_TEXTS)
    unchecked: Texts = field(default_factory=lambda: NO_TEXTS)

    def of(self, kind: str, language: str) -> int:
        """Photographs with an approved text of this kind and language."""
        return self.texts[kind].get(language, 0)

    def alone(self, kind: str, language: str) -> int:
        """Those among them that no second person checked."""
        return self.unchecked[kind].get(language, 0)

    def whole(self, kind: str) -> int:
        """How many could have a text of this kind."""
        return self.words_visible if kind == "transcript" else self.photographs


@dataclass(frozen=True)
class Shelf:
    """A collection, or None for the photographs that are in none, and how it stands today."""

    collection: Collection | None
    standing: Standing


@dataclass(frozen=True)
class Month:
    """How things stood at the end of a month (YYYY-MM), as far as it still stands today."""

    month: str
    standing: Standing


@dataclass(frozen=True)
class Coverage:
    """Every collection by title, then what is in none; all together; month by month until this one.

    `languages` are those with an approved text, the most frequent first.
    """

    shelves: tuple[Shelf, ...]
    total: Standing
    over_time: tuple[Month, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True)
class _Tally:
    """So many photographs (kind '') or texts of one collection, registered or approved in one month."""

    home: int | None
    month: str
    number: int
    wordy: bool = False
    kind: str = ""
    language: str = ""
    alone: bool = False


def of_archive(session: Session) -> Coverage:
    """Coverage of everything that readers may see."""
    homes: list[Collection | None] = [*session.scalars(select(Collection).order_by(Collection.title))]
    tallies = _tallies(session)
    loose = any(one.home is None for one in tallies)
    return _coverage([*homes, None] if loose else homes, tallies)


def of_collection(session: Session, collection: Collection | None) -> Coverage:
    """Coverage of one collection, or (None) of what is in none."""
    home = Photograph.collection_id
    condition = home.is_(None) if collection is None else home == collection.id
    return _coverage([collection], _tallies(session, condition))


def _tallies(session: Session, *conditions: ColumnElement[bool]) -> list[_Tally]:
    """Few rows of many photographs; one query a kind, because sorting by it too costs a third more."""
    seen = (*photographs.for_readers(), *conditions)
    wordy, home = Photograph.visible_words == "yes", Photograph.collection_id
    came = func.substr(Photograph.registered, 1, 7)
    records = select(home, came, func.count(), wordy).where(*seen).group_by(home, came, wordy)
    found = [_Tally(at, month, n, wordy=has) for at, month, n, has in session.execute(records)]
    # Readers cannot have had a text before its photograph, so no month has more texts than photographs.
    since = case((Description.since == "", Description.changed), else_=Description.since)
    begun = case((since < Photograph.registered, Photograph.registered), else_=since)
    columns = (home, func.substr(begun, 1, 7), Description.language, Description.alone)
    for kind in KINDS:
        texts = (
            select(*columns, func.count())
            .join(Photograph, Photograph.id == Description.photograph_id)
            .where(Description.status == "approved", Description.kind == kind, *seen)
            .where(wordy if kind == "transcript" else true())
            .group_by(*columns)
        )
        found += [
            _Tally(at, month, n, kind=kind, language=code, alone=alone)
            for at, month, code, alone, n in session.execute(texts)
        ]
    return found


def _coverage(homes: Sequence[Collection | None], tallies: Sequence[_Tally]) -> Coverage:
    of_home: dict[int | None, list[_Tally]] = {}
    for one in tallies:
        of_home.setdefault(one.home, []).append(one)
    shelves = [Shelf(home, _standing(of_home.get(home.id if home else None, []))) for home in homes]
    known: Counter[str] = Counter()
    for one in tallies:
        known[one.language] += one.number if one.kind else 0
    ordered = sorted((code for code in known if known[code]), key=lambda code: (-known[code], code))
    return Coverage(tuple(shelves), _standing(tallies), tuple(_over_time(tallies)), tuple(ordered))


def _standing(tallies: Iterable[_Tally], before: Standing | None = None) -> Standing:
    """What stands after these, on top of what stood before."""
    before = before or Standing()
    seen, wordy = before.photographs, before.words_visible
    texts = {kind: dict(before.texts[kind]) for kind in KINDS}
    unchecked = {kind: dict(before.unchecked[kind]) for kind in KINDS}
    for one in tallies:
        if not one.kind:
            seen += one.number
            wordy += one.number if one.wordy else 0
            continue
        for counted in (texts, unchecked) if one.alone else (texts,):
            counted[one.kind][one.language] = counted[one.kind].get(one.language, 0) + one.number
    return Standing(seen, wordy, texts, unchecked)


def _over_time(tallies: Sequence[_Tally]) -> Iterator[Month]:
    """Every month from the first to this one; what has no date counts from the first."""
    by_month: dict[str, list[_Tally]] = {}
    dated = sorted({one.month for one in tallies if one.month})
    this = photographs.today()[:7]
    first = dated[0] if dated else this
    for one in tallies:
        by_month.setdefault(one.month or first, []).append(one)
    standing = Standing()
    for month in _months({first, *dated, this}) if tallies else ():
        standing = _standing(by_month.get(month, ()), standing)
        yield Month(month, standing)


def _months(known: Some[str]) -> Iterator[str]:
    """These months in order, and all that lie between two of them."""
    ordered = sorted(known)
    yield ordered[0]
    for month, until in pairwise(ordered):
        following = _after(month)
        while following < until:
            yield following
            following = _after(following)
        yield until


def _after(month: str) -> str:
    year, number = int(month[:4]), int(month[5:7])
    return f"{year + 1:04}-01" if number == 12 else f"{year:04}-{number + 1:02}"  # noqa: PLR2004 - December
