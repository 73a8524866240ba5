"""The same change to many records at once: what it does to each, and what keeps one from being published.

A preview is the very same change in a transaction that is taken back, so it can say nothing else than
what the change will do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from archive.catalogue import collections, photographs, visibility
from archive.catalogue.checks import Invalid, Problem, Unpublishable
from archive.catalogue.models import Photograph
from archive.catalogue.photographs import Stale
from archive.config import message
from archive.history import Actor, Missing

MOST = 500  # records in one change
FIELDS = ("credit_line", "copyright_notice", "rights", "usage_terms")


@dataclass(frozen=True)
class Wish:
    """What is to be changed: field values; a collection's slug, '' for none, None to leave it; publish."""

    values: Mapping[str, str] = field(default_factory=dict)
    collection: str | None = None
    publish: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing at all is wished for."""
        return not self.values and self.collection is None and not self.publish


@dataclass(frozen=True)
class Changed:
    """What became of one record: (field, before, after) each, and what keeps it from being published.

    `refused` says why a record was left alone as a whole.
    """

    accession: str
    headline: str
    version: int
    changes: tuple[tuple[str, str, str], ...]
    stops: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether it is like this already."""
        return not (self.changes or self.stops or self.refused)


def change(session: Session, actor: Actor, seen: Mapping[str, int | None], wish: Wish) -> list[Changed]:
    """Change the records named by `seen`, each with the version that the person saw (None: any).

    Raises Stale when one of them was saved meanwhile, Missing, Invalid, Forbidden; then the caller's
    transaction must not be committed. A record that cannot be published is changed but stays as it is; a
    published one that would lose its credit line is left alone.
    """
    done = []
    for accession, version in seen.items():
        record = photographs.get(session, accession)
        if version is not None and version != record.version:
            raise Stale({"accession": accession})
        done.append(_one(session, actor, record, wish))
    return done


def _one(session: Session, actor: Actor, record: Photograph, wish: Wish) -> Changed:
    before, version = _facts(record, wish), record.version
    if record.merged_into_id is not None:
        words = message("This record was merged into another one, so it was left alone.")
        return Changed(record.accession, record.headline, version, (), refused=(words,))
    try:
        photographs.change_many(session, actor, [record.accession], wish.values)
    except Unpublishable as kept:
        told = tuple(problem.message for problem in kept.problems)
        return Changed(record.accession, record.headline or record.caption, version, (), refused=told)
    if wish.collection is not None:
        photographs.place(session, actor, record, _collection(session, wish.collection))
    stops = _publish(session, actor, record) if wish.publish else ()
    after = _facts(record, wish)
    changes = tuple((name, before[name], after[name]) for name in before if before[name] != after[name])
    return Changed(record.accession, record.headline or record.caption, version, changes, stops)


def _publish(session: Session, actor: Actor, record: Photograph) -> tuple[str, ...]:
    if record.visibility == "withdrawn":
        return (message("It was withdrawn, so it is not published together with others."),)
    try:
        visibility.publish(session, actor, record.accession)
    except Invalid as stopped:
        return tuple(problem.message for problem in stopped.problems)
    return ()


def _collection(session: Session, slug: str) -> Any:
    found = collections.find(session, slug) if slug else None
    if slug and found is None:
        raise Invalid(Problem("collection", message("There is no such collection any more. Choose another.")))
    return found


def _facts(record: Photograph, wish: Wish) -> dict[str, str]:
    facts = {name: str(getattr(record, name)) for name in wish.values}
    if wish.collection is not None:
        facts["collection"] = record.collection.title if record.collection else ""
    if wish.publish:
        facts["visibility"] = record.visibility
    return facts


def known(session: Session, accessions: list[str]) -> tuple[list[Photograph], list[str]]:
    """(records in the order given, each once; numbers that no record bears)."""
    found, unknown = [], []
    for accession in dict.fromkeys(accessions):
        try:
            found.append(photographs.get(session, accession))
        except Missing:
            unknown.append(accession)
    return found, unknown
