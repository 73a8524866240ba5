"""Documents for the index, made from the catalogue: the one place that says what is searchable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import rights
from archive.catalogue import photographs
from archive.catalogue.models import Photograph
from archive.db import Database
from archive.descriptions.models import Description
from archive.history import Event
from archive.search.document import Document, Text
from archive.search.index import Gone

BATCH = 200
PLACE_WORDS = (
    "sublocation", "city", "region", "country",
    "shown_sublocation", "shown_city", "shown_region", "shown_country",
)  # fmt: skip
OTHER_WORDS = (
    "source", "copyright_notice", "usage_terms",
    "artwork_maker", "artwork_title", "artwork_source", "date_text",
)  # fmt: skip
Kind = Literal["alt", "long", "transcript"]


def touched(session: Session, events: Iterable[Event]) -> list[int]:
    """Ids of the photographs whose documents these events may change, each once."""
    ids: dict[int, None] = {}
    for event in events:
        if event.subject == "photograph":
            ids[event.subject_id] = None
        elif event.subject == "collection":
            members = select(Photograph.id).where(Photograph.collection_id == event.subject_id)
            ids.update(dict.fromkeys(session.scalars(members)))
    return list(ids)


def documents(session: Session, ids: Sequence[int]) -> Iterator[Document | Gone]:
    """One document a photograph; Gone for those merged away."""
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        texts: dict[int, list[Text]] = {}
        for row in session.scalars(select(Description).where(Description.photograph_id.in_(part))):
            kind = cast("Kind", row.kind)  # the column holds no other value
            text = Text(kind, row.language, row.text, row.status == "approved")
            texts.setdefault(row.photograph_id, []).append(text)
        for photograph in photographs.by_ids(session, part):
            if photograph.merged_into_id is not None:
                yield Gone(photograph.id)
            else:
                yield document(photograph, texts.get(photograph.id, []))


def everything(database: Database) -> Iterator[Document]:
    """Documents of the whole catalogue, in batches of bounded memory, each from a short transaction."""
    last = 0
    while True:
        with database.reading() as session:
            query = select(Photograph.id).where(Photograph.id > last).order_by(Photograph.id).limit(BATCH)
            ids = session.scalars(query).all()
            found = [one for one in documents(session, ids) if isinstance(one, Document)]
        if not ids:
            return
        last = ids[-1]
        yield from found


def document(photograph: Photograph, texts: Sequence[Text]) -> Document:
    """The searchable form of one record."""
    collection = photograph.collection
    known = rights.find(photograph.rights) if photograph.rights else None
    return Document(
        id=photograph.id,
        version=photograph.revision,
        accession=photograph.accession,
        public=photographs.public(photograph),
        visibility=photograph.visibility,
        language=photograph.caption_language or "en",
        headline=photograph.headline,
        caption=photograph.caption,
        credit=photograph.credit_line,
        creators=photograph.creators,
        people=photograph.people,
        keywords=photograph.keywords,
        place=_joined(photograph, PLACE_WORDS),
        place_facet=photograph.country or photograph.region or photograph.city or photograph.sublocation,
        collection_slug=collection.slug if collection else "",
        collection_title=collection.title if collection else "",
        rights=known.code if known else "",
        texts=tuple(texts),
        earliest=photograph.earliest,
        latest=photograph.latest,
        has_image=bool(photograph.current_images),
        other=_joined(photograph, OTHER_WORDS),
    )


def _joined(photograph: Photograph, names: Sequence[str]) -> str:
    return " ".join(filter(None, (getattr(photograph, name) for name in names)))
