"""Records as rows of text, many at once and without objects: what tables export and compare with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session

from archive.catalogue.fields import FIELDS, NAMES, TEXTS
from archive.catalogue.models import Authority, Collection, Image, Named, Photograph
from archive.descriptions import columns
from archive.descriptions.models import KINDS, Description

PAGE = 500  # records in memory at once
_KINDS = {kind: name for name, kind in NAMES.items()}


@dataclass
class Row:
    """One record: its values as `Photograph.values` gives them, and its cells by column, empty ones absent.

    Of each kind of description and language the newest words are given: what waits, else what readers see.
    `waits` names the columns whose text waits; `texts` counts changes of texts (revision less version).
    """

    id: int
    accession: str
    version: int
    revision: int
    visibility: str
    merged: bool
    values: dict[str, Any]
    alternatives: dict[str, dict[str, str]]
    cells: dict[str, str] = field(default_factory=dict)
    waits: set[str] = field(default_factory=set)

    @property
    def texts(self) -> int:
        """How often its descriptions changed."""
        return self.revision - self.version


def by_accession(session: Session, accessions: Sequence[str]) -> dict[str, Row]:
    """Rows of the records with these numbers, merged ones included; unknown numbers are left out."""
    return {row.accession: row for row in _load(session, Photograph.accession.in_(accessions))}


def by_ids(session: Session, ids: Sequence[int]) -> list[Row]:
    """Rows in the order of ids; unknown ones, and what was merged into another record, are left out."""
    known = {row.id: row for row in _load(session, Photograph.id.in_(ids)) if not row.merged}
    return [known[one] for one in ids if one in known]


def in_order(session: Session, ids: Sequence[int] | None = None) -> Iterator[Row]:
    """Every record that was not merged away, in order of accession, or those of `ids` in their order."""
    if ids is not None:
        for start in range(0, len(ids), PAGE):
            yield from by_ids(session, list(ids[start : start + PAGE]))
        return
    last = ""
    while True:
        page = (
            select(Photograph.id, Photograph.accession)
            .where(Photograph.accession > last, Photograph.merged_into_id.is_(None))
            .order_by(Photograph.accession)
            .limit(PAGE)
        )
        found = session.execute(page).all()
        if not found:
            return
        last = found[-1].accession
        yield from by_ids(session, [one.id for one in found])


def count(session: Session) -> int:
    """How many records `in_order` gives without ids."""
    query = select(func.count()).select_from(Photograph).where(Photograph.merged_into_id.is_(None))
    return session.scalar(query) or 0


def languages_of(session: Session, ids: Sequence[int] | None = None) -> tuple[list[str], list[str]]:
    """Columns that need a language: those of translated fields, and those of descriptions, in order."""
    translated: set[str] = set()
    texts: set[tuple[int, str]] = set()
    pages = [None] if ids is None else (list(ids[n : n + PAGE]) for n in range(0, len(ids), PAGE))
    for page in pages:
        told = select(Description.kind, Description.language).distinct()
        more = select(Photograph.alternatives).where(cast(Photograph.alternatives, Text) != "{}")
        if page is not None:
            told = told.where(Description.photograph_id.in_(page))
            more = more.where(Photograph.id.in_(page))
        texts.update((KINDS.index(kind), language) for kind, language in session.execute(told))
        for (alternatives,) in session.execute(more.execution_options(yield_per=PAGE)):
            translated.update(_translated(alternatives))
    return sorted(translated), [f"{KINDS[kind]}[{language}]" for kind, language in sorted(texts)]


def _translated(alternatives: dict[str, dict[str, str]] | None) -> dict[str, str]:
    return {
        f"{name}[{language}]": text
        for name, texts in (alternatives or {}).items()
        if name in columns.TRANSLATED
        for language, text in texts.items()
        if text
    }


_TABLE = Photograph.__table__
_COLUMNS = [
    *(_TABLE.c[name] for name in ("id", "accession", "version", "revision", "visibility", "merged_into_id")),
    _TABLE.c.alternatives,
    *(_TABLE.c[name] for name in TEXTS),
]


def _load(session: Session, which: Any) -> list[Row]:
    query = select(Collection.slug.label("slug"), *_COLUMNS).select_from(Photograph)
    query = query.outerjoin(Collection, Photograph.collection_id == Collection.id).where(which)
    rows = {one["id"]: _row(one) for one in session.execute(query).mappings()}
    _add_names(session, rows)
    _add_texts(session, rows)
    _add_files(session, rows)
    for row in rows.values():
        for name in NAMES:
            if row.values[name]:
                row.cells[name] = columns.join_names(row.values[name])
    return list(rows.values())


def _row(one: Any) -> Row:
    values: dict[str, Any] = {name: one[name] or "" for name in TEXTS} | dict.fromkeys(NAMES, ())
    cells = {name: values[name] for name in TEXTS if values[name]}
    cells |= _translated(one["alternatives"])
    cells |= {
        columns.ACCESSION: one["accession"],
        columns.VERSION: columns.version_cell(one["version"], one["revision"], one["accession"]),
        columns.VISIBILITY: one["visibility"],
    }
    if one["slug"]:
        cells[columns.COLLECTION] = one["slug"]
    return Row(
        id=one["id"],
        accession=one["accession"],
        version=one["version"],
        revision=one["revision"],
        visibility=one["visibility"],
        merged=one["merged_into_id"] is not None,
        values=values,
        alternatives=one["alternatives"] or {},
        cells=cells,
    )


def _add_names(session: Session, rows: dict[int, Row]) -> None:
    query = (
        select(Named.photograph_id, Authority.kind, Authority.name)
        .join(Authority, Authority.id == Named.authority_id)
        .where(Named.photograph_id.in_(rows))
        .order_by(Named.photograph_id, Named.position, Authority.id)
    )
    for photograph_id, kind, name in session.execute(query):
        values = rows[photograph_id].values
        values[_KINDS[kind]] = (*values[_KINDS[kind]], name)


def _add_texts(session: Session, rows: dict[int, Row]) -> None:
    query = select(
        Description.photograph_id,
        Description.kind,
        Description.language,
        Description.status,
        Description.text,
    ).where(Description.photograph_id.in_(rows))
    for photograph_id, kind, language, status, text in session.execute(query):
        row, name = rows[photograph_id], f"{kind}[{language}]"
        if name in row.waits:
            continue  # what waits is newer than what readers see
        row.cells[name], row.cells[name + columns.STATUS] = text, status
        if status != "approved":
            row.waits.add(name)


def _add_files(session: Session, rows: dict[int, Row]) -> None:
    query = (
        select(Image.photograph_id, Image.file_name, Image.role)
        .where(Image.photograph_id.in_(rows), Image.replaced == "")
        .order_by(Image.photograph_id, Image.id)
    )
    files: dict[int, list[tuple[int, str]]] = {}
    order = {"recto": 0, "verso": 1}
    for photograph_id, name, role in session.execute(query):
        files.setdefault(photograph_id, []).append((order.get(role, 2), name))
    for photograph_id, found in files.items():
        names = dict.fromkeys(name for _order, name in sorted(found, key=lambda one: one[0]))
        rows[photograph_id].cells[columns.FILE] = columns.join_names(names)


def headings(session: Session, ids: Sequence[int] | None = None) -> list[str]:
    """The columns of an export, in order."""
    translated, texts = languages_of(session, ids)
    named = [name for text in texts for name in (text, text + columns.STATUS)]
    fields = [
        name
        for one in FIELDS
        for name in (one, *(name for name in translated if columns.split(name)[0] == one))
    ]
    return [*columns.FIRST, *fields, *named, *columns.LAST]
