"""Bringing in one line of a caption sheet: a record without a file yet, known by its place in the sheet."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from archive import rights
from archive.catalogue import collections, photographs
from archive.catalogue.checks import Invalid
from archive.catalogue.models import Collection, Photograph
from archive.catalogue.photographs import Draft
from archive.config import message
from archive.db import Database
from archive.history import Actor
from archive.ingest import merge, pictures
from archive.ingest.outcome import NO_RIGHTS, Options, Outcome
from archive.ingest.sheets import Line, Sheet

NO_CAPTION = message(
    "This line holds a credit and no caption, so it was not brought in. Write the caption before the credit."
)


def key(slug: str, line: Line) -> str:
    """What a line is known by: collection, caption, and which of equal captions it is."""
    caption = str(line.partial.get("caption", ""))
    return hashlib.sha256("\0".join((slug, caption, str(line.occurrence))).encode()).hexdigest()


def slug_for(sheet: Sheet, options: Options) -> str:
    """The collection that a sheet goes to: as chosen, else made from its title."""
    return options.collection or collections.slug_of(options.title or sheet.title)


def open_collection(session: Session, actor: Actor, sheet: Sheet, options: Options) -> Collection:
    """Find or open the sheet's collection, with its title, summary and language."""
    values = {
        "title": options.title or sheet.title,
        "summary": sheet.summary,
        "language": sheet.language or options.language,
    }
    return collections.open_one(session, actor, slug_for(sheet, options), values)


def values_of(
    line: Line, sheet: Sheet, collection: Collection | None
) -> tuple[dict[str, Any], Mapping[str, str]]:
    """Draft values of a line, and which source each came from."""
    partials = [("sheet", line.partial), ("collection", pictures.collection_defaults(collection))]
    merged = merge.merge(partials)
    values = dict(merged.values)
    values.setdefault("caption_language", sheet.language or "en")
    values.setdefault("rights", rights.CNE.uri)
    return values, merged.sources


def name_of(sheet_name: str, line: Line) -> str:
    """How a receipt names a line."""
    return f"{sheet_name}, line {line.number}"


def preview(database: Database, sheet_name: str, sheet: Sheet, line: Line, options: Options) -> Outcome:
    """What bringing this line in would do; nothing is written."""
    slug = slug_for(sheet, options)
    name = name_of(sheet_name, line)
    if not line.partial.get("caption"):
        return Outcome(name, "refused", reason=NO_CAPTION)
    with database.reading() as session:
        there = photographs.by_origin(session, key(slug, line))
        collection = collections.find(session, slug)
        if there is not None:
            again = pictures.would_publish(there, options)
            return Outcome(name, "known", there.accession, detail=differing(line, there) | again)
    values, sources = values_of(line, sheet, collection)
    detail = pictures.describe(values) | {"sources": dict(sources), "findings": findings(line, values)}
    return Outcome(name, "add", detail=detail | pictures.would_stop(values, options))


def findings(line: Line, values: Mapping[str, Any]) -> list[str]:
    """What a person should know of a line."""
    found = [finding.message for finding in line.findings]
    if values.get("rights") == rights.CNE.uri:
        found.append(NO_RIGHTS)
    return found


def differing(line: Line, there: Photograph) -> dict[str, Any]:
    """How a known line's values differ from its record; the record stays as it is."""
    here = there.values()
    changes = [
        {"field": name, "here": _plain(here.get(name, "")), "sheet": _plain(value)}
        for name, value in line.partial.items()
        if name != "caption" and here.get(name) != value
    ]
    return {"changes": changes} if changes else {}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def enter(
    session: Session,
    actor: Actor,
    sheet_name: str,
    sheet: Sheet,
    line: Line,
    collection: Collection,
    options: Options,
) -> Outcome:
    """Register a line's record in the caller's transaction, once however often the sheet comes."""
    name = name_of(sheet_name, line)
    origin = key(collection.slug, line)
    there = photographs.by_origin(session, origin)
    if there is not None:
        again = pictures.published_again(session, actor, there, options)
        return Outcome(name, "unchanged", there.accession, detail=differing(line, there) | again)
    values, sources = values_of(line, sheet, collection)
    try:
        photograph = photographs.register(
            session, actor, Draft(values, collection=collection, origin_key=origin)
        )
    except Invalid as error:
        return Outcome(name, "refused", reason=str(error))
    detail = pictures.describe(values) | {"sources": dict(sources), "findings": findings(line, values)}
    detail |= pictures.published(session, actor, photograph, options)
    return Outcome(name, "added", photograph.accession, detail=detail)
