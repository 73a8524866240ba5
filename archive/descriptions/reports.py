"""Reports of what the checks found: how many a collection, a level and a rule; and the findings in pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from archive.catalogue.models import Collection, Photograph
from archive.descriptions import findings, lint
from archive.descriptions.lint import Finding
from archive.descriptions.linting import Checked
from archive.descriptions.models import Found, Override

LEVELS = lint.LEVELS[::-1]  # the gravest first


@dataclass(frozen=True)
class Shelf:
    """One collection's row: photographs checked, unanswered findings by level, how many were answered.

    `collection` is None for the photographs that are in no collection.
    """

    collection: Collection | None
    photographs: int
    levels: Mapping[str, int]
    answered: int


@dataclass(frozen=True)
class Tally:
    """How often one rule fired at one level, and how many of these were answered with a reason."""

    code: str
    level: str
    unanswered: int
    answered: int


@dataclass(frozen=True)
class Filter:
    """Which findings of a report are wanted: '' is all; `answered` is 'no', 'yes' or ''."""

    level: str = ""
    code: str = ""
    answered: str = ""

    def conditions(self) -> Iterable[ColumnElement[bool]]:
        """The same for the table."""
        if self.level:
            yield Found.level == self.level
        if self.code:
            yield Found.code == self.code
        if self.answered:
            yield (Found.answer != "") if self.answered == "yes" else (Found.answer == "")


def shelves(session: Session) -> list[Shelf]:
    """Every collection by title, then what is in none where something is."""
    home = Photograph.collection_id
    held = select(home, func.count()).where(*findings.stands()).group_by(home)
    photographs = dict(session.execute(held).all())
    levels: dict[int | None, dict[str, int]] = {}
    answered: dict[int | None, int] = {}
    query = (
        select(home, Found.level, Found.answer != "", func.count())
        .join(Photograph, Photograph.id == Found.photograph_id)
        .where(*findings.stands())
        .group_by(home, Found.level, Found.answer != "")
    )
    for key, level, settled, number in session.execute(query):
        if settled:
            answered[key] = answered.get(key, 0) + number
        else:
            levels.setdefault(key, {})[level] = number
    named: list[Collection | None] = [*session.scalars(select(Collection).order_by(Collection.title))]
    return [
        Shelf(one, photographs.get(key, 0), levels.get(key, {}), answered.get(key, 0))
        for one in [*named, None]
        if (key := one.id if one else None) is not None or key in photographs
    ]


def tallies(session: Session, collection: Collection | None) -> list[Tally]:
    """Rules that fired in a collection, the gravest first, then the most frequent."""
    settled = func.sum(case((Found.answer != "", 1), else_=0))
    query = (
        select(Found.code, Found.level, func.count(), settled)
        .join(Photograph, Photograph.id == Found.photograph_id)
        .where(*findings.among(collection))
        .group_by(Found.code, Found.level)
    )
    rows = [Tally(code, level, total - done, done) for code, level, total, done in session.execute(query)]
    return sorted(rows, key=lambda one: (LEVELS.index(one.level), -one.unanswered, one.code))


def count(session: Session, collection: Collection | None, wanted: Filter) -> int:
    """How many findings of a collection are wanted."""
    query = select(func.count()).select_from(Found).join(Photograph, Photograph.id == Found.photograph_id)
    return session.scalar(query.where(*findings.among(collection), *wanted.conditions())) or 0


def listed(
    session: Session, collection: Collection | None, wanted: Filter, *, offset: int, limit: int
) -> list[tuple[Photograph, Checked]]:
    """The wanted findings of a collection, the gravest first, then by photograph."""
    answer = and_(
        Override.photograph_id == Found.photograph_id,
        Override.code == Found.code,
        Override.field == Found.field,
        Override.language == Found.language,
    )
    query = (
        select(Found, Photograph, Override.account)
        .join(Photograph, Photograph.id == Found.photograph_id)
        .outerjoin(Override, answer)
        .where(*findings.among(collection), *wanted.conditions())
        .order_by(_rank(), Photograph.accession, Found.id)
        .offset(offset)
        .limit(limit)
    )
    return [
        (photograph, Checked(_finding(found), found.answer, (account or "") if found.answer else ""))
        for found, photograph, account in session.execute(query).unique()
    ]


def _rank() -> ColumnElement[int]:
    return case({level: number for number, level in enumerate(LEVELS)}, value=Found.level, else_=len(LEVELS))


def _finding(found: Found) -> Finding:
    return Finding(found.code, found.level, found.field, found.language, found.message, found.values)
