"""Small makers of real things for tests: an archive in a folder, pictures, records."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from archive.catalogue import collections, photographs, visibility
from archive.catalogue.models import Photograph
from archive.catalogue.photographs import Draft
from archive.config import Settings
from archive.descriptions import workflow
from archive.history import OPERATOR, Actor
from archive.ingest.run import attach_upload
from archive.parts import Parts, build
from archive.search import keeper

ARCHIVIST = Actor("archivist", frozenset({"archivist", "describer", "reviewer", "administrator"}))
REVIEWER = Actor("reviewer", frozenset({"reviewer"}))
DESCRIBER = Actor("describer", frozenset({"describer"}))


def settings(home: Path, **changes: Any) -> Settings:
    """Settings of an archive in this folder; Pillow reads metadata unless a test asks for exiftool."""
    values: dict[str, Any] = {"home": home, "database": home / "archive.db", "children": 1, "port": 0}
    return Settings(**(values | changes))


def archive(home: Path, **changes: Any) -> Parts:
    """A real archive in this folder."""
    return build(settings(home, **changes))


def picture(width: int = 640, height: int = 480, seed: int = 0, format: str = "JPEG", **save: Any) -> bytes:  # noqa: A002 - Pillow's own word
    """Bytes of a picture with some shapes, different for each seed."""
    image = Image.new("RGB", (width, height), ((seed * 37) % 256, (seed * 91) % 256, 120))
    pen = ImageDraw.Draw(image)
    pen.ellipse((width // 8, height // 8, width // 2, height // 2), fill=(250, (seed * 53) % 256, 10))
    pen.line((0, 0, width, height), fill=(0, 0, (seed * 29) % 256), width=3)
    out = io.BytesIO()
    image.save(out, format=format, **save)
    return out.getvalue()


def picture_file(path: Path, **how: Any) -> Path:
    """The same, in a file."""
    path.write_bytes(picture(**how))
    return path


def photograph(parts: Parts, *, publish: bool = True, collection: str = "", **values: Any) -> str:
    """Register a record; returns its accession number. Credit and caption are made up unless given."""
    accession = values.pop("accession", "")
    facts: Mapping[str, Any] = {
        "headline": "A made-up picture",
        "caption": "A tram waits at a stop in a made-up town on a wet morning, 1936.",
        "caption_language": "en",
        "credit_line": "Made-up Press",
    } | values
    with parts.db.writing() as session:
        home = (
            collections.open_one(session, OPERATOR, collection, {"title": collection}) if collection else None
        )
        record = photographs.register(session, OPERATOR, Draft(facts, accession=accession, collection=home))
        if publish:
            visibility.publish(session, OPERATOR, record.accession)
        return record.accession


def photograph_with_file(home: Path, path: Path, **values: Any) -> str:
    """The same with a file, in the archive of a folder that no server serves yet."""
    parts = archive(home)
    accession = photograph(parts, **values)
    with path.open("rb") as stream:
        attach_upload(parts.tools, ARCHIVIST, accession, stream, path.name, "recto")
    indexed(parts).close()
    return accession


def describe(
    parts: Parts, accession: str, text: str, kind: str = "alt", language: str = "en", *, approve: bool = True
) -> None:
    """Write a text as one person and, unless told otherwise, approve it as another."""
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        waiting = workflow.pending(session, record, kind, language)
        saved = workflow.save(
            session,
            DESCRIBER,
            record,
            workflow.Words(kind, language, text),
            version=waiting.version if waiting else 0,
        )
        if approve and saved is not None:
            workflow.approve(session, REVIEWER, saved.id, version=saved.version)


def get(parts: Parts, accession: str) -> Photograph:
    """The record as it stands now."""
    with parts.db.reading() as session:
        return photographs.get(session, accession)


def indexed(parts: Parts) -> Parts:
    """The same archive with its index up to date."""
    keeper.tend(parts.db, parts.index)
    return parts
