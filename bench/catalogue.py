"""A catalogue of made photographs, written as rows: by verbs, 100,000 would take a quarter of an hour.

The rows are what the verbs would leave of a published record with its texts and the facts of one picture;
history has one event, which the index counts from.
"""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from archive import history, rights
from archive.catalogue.models import Authority, Collection, Image, Named, Photograph
from archive.db import Database
from archive.descriptions.models import Description
from archive.search.document import Document

BATCH = 2_000
NOW = "2026-01-01T00:00:00.000Z"


class Numbers:
    """Ids of names, in the order in which they first come."""

    def __init__(self) -> None:
        """Begin with none."""
        self.known: dict[tuple[str, str], int] = {}
        self.new: list[tuple[int, str, str]] = []

    def of(self, kind: str, name: str) -> int:
        """The id of a name; one that is new is kept in `new`."""
        key = (kind, name)
        if key not in self.known:
            self.known[key] = len(self.known) + 1
            self.new.append((self.known[key], kind, name))
        return self.known[key]


def fill(database: Database, documents: Iterable[Document]) -> int:
    """Write all of them; returns how many."""
    collections, names, every, count = Numbers(), Numbers(), iter(documents), 0
    while some := list(islice(every, BATCH)):
        with database.writing() as session:
            _write(session, some, collections, names)
            if not count:
                history.record(session, history.OPERATOR, "registered", ("photograph", 1))
        count += len(some)
    return count


def _write(session: Session, some: list[Document], collections: Numbers, names: Numbers) -> None:
    records = [_record(one, collections) for one in some]
    named = [row for one in some for row in _named(one, names)]
    made = [{"id": n, "slug": slug, "title": title} for n, slug, title in _taken(collections)]
    _insert(session, Collection, made)
    _insert(session, Authority, [{"id": n, "kind": kind, "name": name} for n, kind, name in _taken(names)])
    _insert(session, Photograph, records)
    _insert(session, Named, named)
    _insert(session, Image, [_image(one) for one in some])
    _insert(session, Description, [row for one in some for row in _texts(one)])


def _insert(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:  # any model
    if rows:
        session.execute(insert(table), rows)


def _taken(numbers: Numbers) -> list[tuple[int, str, str]]:
    taken, numbers.new = numbers.new, []
    return taken


def _record(one: Document, collections: Numbers) -> dict[str, Any]:
    known = rights.find(one.rights)
    return {
        "id": one.id,
        "accession": one.accession,
        "collection_id": collections.of(one.collection_slug, one.collection_title),
        "headline": one.headline,
        "caption": one.caption,
        "caption_language": one.language,
        "date_text": one.earliest or "",
        "edtf": one.earliest or "",
        "earliest": one.earliest,
        "latest": one.latest,
        "city": one.place_facet,
        "credit_line": one.credit,
        "rights": known.uri if known else "",
        "visibility": one.visibility,
        "registered": NOW,
    }


def _named(one: Document, names: Numbers) -> Iterator[dict[str, Any]]:
    kinds = (("creator", one.creators), ("person", one.people), ("keyword", one.keywords))
    every = [names.of(kind, name) for kind, some in kinds for name in some]
    for position, number in enumerate(every):
        yield {"photograph_id": one.id, "authority_id": number, "position": position}


def _image(one: Document) -> dict[str, Any]:
    return {
        "photograph_id": one.id,
        "sha256": hashlib.sha256(str(one.id).encode()).hexdigest(),
        "format": "JPEG",
        "width": 3_000,
        "height": 2_000,
        "bytes": 2_000_000,
        "file_name": f"{one.id}.jpg",
        "embedded": {},
        "added": NOW,
    }


def _texts(one: Document) -> Iterator[dict[str, Any]]:
    for text in one.texts:
        yield {
            "photograph_id": one.id,
            "kind": text.kind,
            "language": text.language,
            "text": text.text,
            "status": "approved" if text.approved else "submitted",
            "author": "writer",
            "reviewer": "checker" if text.approved else "",
            "created": NOW,
            "changed": NOW,
        }
