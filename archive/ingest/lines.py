"""Bringing in a line of a caption sheet: a record without a file yet, or words for a picture that is here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue import collections, photographs
from archive.catalogue.checks import Invalid
from archive.catalogue.fields import FIELDS
from archive.catalogue.models import Collection, Image, Photograph
from archive.catalogue.photographs import Draft
from archive.config import message
from archive.db import Database
from archive.history import Actor
from archive.ingest import drafting, pictures
from archive.ingest.drafting import Drafted, plain
from archive.ingest.merge import DESCRIPTIONS, Words
from archive.ingest.outcome import Options, Outcome
from archive.ingest.pairs import Pair, bare
from archive.ingest.sheets import Sheet
from archive.ingest.sources import Source

NO_CAPTION = message(
    "This line holds a credit and no caption, so it was not brought in. Write the caption before the credit."
)
_MOST = 500  # records of one file's name that are looked at
FILLED = message("The picture was here already, without a caption; the line fills what its record lacks.")


def open_collection(session: Session, actor: Actor, sheet: Sheet, slug: str, options: Options) -> Collection:
    """Find or open the sheet's collection, with its title, summary and language."""
    values = {
        "title": options.title or sheet.title,
        "summary": sheet.summary,
        "language": sheet.language or options.language,
    }
    return collections.open_one(session, actor, slug, values)


class Filed:
    """Records by the names of their files in force, read once, when a paper first names a file."""

    def __init__(self) -> None:
        self._whole: dict[str, tuple[int, ...]] | None = None
        self._stems: dict[str, tuple[int, ...]] = {}

    def find(self, session: Session, name: str, slug: str) -> Photograph | None:
        """The record of the picture that a paper names, as `pairs.Names` finds it among files handed in.

        Of this collection where one is named; None where there is no such record, or more than one.
        """
        wanted = bare(name)
        whole = self._whole if self._whole is not None else self._read(session)
        numbers = whole.get(wanted) or self._stems.get(wanted, ()) if wanted else ()
        query = select(Photograph).where(Photograph.id.in_(numbers))
        if slug:
            home = collections.find(session, slug)
            if home is None:  # it is opened by this import, so nothing is in it
                return None
            query = query.where(Photograph.collection_id == home.id)
        found = session.scalars(query.limit(2)).unique().all() if numbers else ()
        return found[0] if len(found) == 1 else None

    def _read(self, session: Session) -> dict[str, tuple[int, ...]]:
        whole: dict[str, tuple[int, ...]] = {}
        query = select(Image.file_name, Image.photograph_id).join(Photograph)
        query = query.where(Image.replaced == "", Photograph.merged_into_id.is_(None))
        rows = session.execute(query.where(Photograph.visibility != "withdrawn").distinct())
        for name, number in rows.yield_per(1000):
            known = bare(name)
            for names, key in ((whole, known), (self._stems, Path(known).stem)):
                here = names.get(key, ())
                if number not in here and len(here) < _MOST:
                    names[key] = (*here, number)
        self._whole = whole
        return whole


def placed(session: Session, paired: Mapping[Path, Pair], pictured: Sequence[Source]) -> set[str]:
    """Pictures that are only guessed to be a paper's, where its record has one of another name already."""
    found = set()
    for source in pictured:
        pair = paired.get(source.path)
        there = photographs.by_origin(session, pair.key) if pair and pair.guessed else None
        fronts = [one for one in there.current_images if one.role == "recto"] if there else []
        if fronts and all(bare(one.file_name) != bare(source.name) for one in fronts):
            found.add(source.name)
    return found


def lend(session: Session, actor: Actor, pair: Pair, there: Photograph, options: Options) -> Outcome:
    """Give a row or line to the record of its picture, which is here; with `dry_run` only say so."""
    told, what = offered(pair, there), "changed"
    if not any("after" in change for change in told.get("changes", ())):
        what = "unchanged"
    if options.dry_run:
        what = {"changed": "change", "unchanged": "known"}[what]
        told |= pictures.would_publish(there, options)
    else:
        fill(session, actor, pair, there)
        told |= pictures.published_again(session, actor, there, options)
    findings = [*told.get("findings", ()), *(one.message for one in pair.findings)]
    return Outcome(pair.name, what, there.accession, detail=told | {"findings": findings})


def drafted(pair: Pair, collection: Collection | None, choice: Mapping[str, Any] | None = None) -> Drafted:
    """Draft values of a line, where each came from, and what is told of it."""
    partials = [("sheet", pair.line.partial), ("collection", drafting.collection_defaults(collection))]
    found = drafting.draft(partials, pair.line.findings, pair.sheet.language or "en", choice)
    return replace(found, detail=found.detail | pair.numbered)


def preview(database: Database, pair: Pair, options: Options) -> Outcome:
    """What bringing this line in would do; nothing is written."""
    if not pair.line.partial.get("caption"):
        return Outcome(pair.name, "refused", reason=NO_CAPTION)
    with database.reading() as session:
        there = photographs.by_origin(session, pair.key)
        collection = collections.find(session, pair.collection)
        if there is not None:
            again = pictures.would_publish(there, options)
            return Outcome(pair.name, "known", there.accession, detail=differing(pair, there) | again)
    found = drafted(pair, collection)
    detail = found.detail | {"values": drafting.whole(found.values)}
    return Outcome(pair.name, "add", detail=detail | pictures.would_stop(found.values, options))


def differing(pair: Pair, there: Photograph) -> dict[str, Any]:
    """How a known line's values differ from its record; the record stays as it is."""
    here = there.values()
    changes = [
        {"field": name, "here": plain(here.get(name, "")), "sheet": plain(value)}
        for name, value in pair.line.partial.items()
        if name != "caption" and name in FIELDS and here.get(name) != value
    ]
    return {"changes": changes} if changes else {}


def enter(
    session: Session,
    actor: Actor,
    pair: Pair,
    collection: Collection,
    options: Options,
    choice: Mapping[str, Any] | None = None,
) -> Outcome:
    """Register a line's record in the caller's transaction, once however often the sheet comes."""
    there = photographs.by_origin(session, pair.key)
    if there is not None:
        again = pictures.published_again(session, actor, there, options)
        return Outcome(pair.name, "unchanged", there.accession, detail=differing(pair, there) | again)
    found = drafted(pair, collection, choice)
    try:
        draft = Draft(found.values, collection=collection, origin_key=pair.key, sources=found.sources)
        photograph = photographs.register(session, actor, draft)
    except Invalid as error:
        return Outcome(pair.name, "refused", reason=str(error))
    pictures.save_texts(session, actor, photograph, found.values, found.sources)
    detail = found.detail | pictures.published(session, actor, photograph, options)
    return Outcome(pair.name, "added", photograph.accession, detail=detail)


def offered(pair: Pair, there: Photograph) -> dict[str, Any]:
    """What a line brings to the record of a picture that is here: what it lacks, if it has no caption.

    Where it has one, the line's words are told beside the record's, and the record stays as it is.
    """
    here = there.values()
    said = {name: value for name, value in pair.line.partial.items() if name in FIELDS}
    if here["caption"]:
        return told_beside(pair, there)
    changes = [
        {"field": name, "before": plain(here[name]), "after": plain(value), "source": pair.source}
        for name, value in said.items()
        if value and (not here[name] or name == "caption_language") and here[name] != value
    ]
    return {"changes": changes, "findings": [FILLED]}


def told_beside(pair: Pair, there: Photograph) -> dict[str, Any]:
    """A line's words beside those of a record that stays as it is."""
    here = there.values()
    changes = [
        {"field": name, "here": plain(here[name]), "sheet": plain(value)}
        for name, value in pair.line.partial.items()
        if name in FIELDS and here[name] != value
    ]
    return {"changes": changes} if changes else {}


def fill(session: Session, actor: Actor, pair: Pair, there: Photograph) -> dict[str, Any]:
    """Give the record of a picture that is here what its line offers; returns what `offered` tells."""
    told = offered(pair, there)
    values = {one["field"]: one["after"] for one in told.get("changes", ()) if "after" in one}
    if values:
        version, source = there.version, pair.source
        photographs.amend(session, actor, there.accession, values, version=version, source=source)
        if source == "table":
            texts = [one for one in pair.line.partial.get(DESCRIPTIONS, ()) if isinstance(one, Words)]
            written = {f"{one.kind}[{one.language}]": source for one in texts}
            pictures.save_texts(session, actor, there, pair.line.partial, written)
    return told
