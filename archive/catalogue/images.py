"""Files of a record: attach, replace, find by their bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import history
from archive.catalogue.models import Image, Photograph
from archive.catalogue.photographs import derive_again
from archive.db import now
from archive.history import Actor, Missing

ROLES = ("recto", "verso", "other")


@dataclass(frozen=True)
class File:
    """Facts of a kept file: width and height in pixels with orientation applied."""

    sha256: str
    format: str
    width: int
    height: int
    bytes: int
    file_name: str
    embedded: Mapping[str, Any]


class Known(Exception):
    """The same bytes belong to a record already; nothing was changed."""

    def __init__(self, accession: str) -> None:
        super().__init__(accession)
        self.accession = accession


def by_sha(session: Session, sha256: str) -> tuple[Image, Photograph] | None:
    """The current image with these bytes and its record."""
    image = session.scalar(select(Image).where(Image.sha256 == sha256, Image.replaced == ""))
    if image is None:
        return None
    photograph = session.get_one(Photograph, image.photograph_id)
    return image, photograph


def front(photograph: Photograph) -> str:
    """SHA-256 of the recto in force, empty where none came yet."""
    return next((image.sha256 for image in photograph.current_images if image.role == "recto"), "")


def attach(
    session: Session, actor: Actor, photograph: Photograph, file: File, *, role: str = "recto"
) -> Image:
    """Give a record a file; one of the same role is replaced, and stays in history with its bytes.

    Raises Known where the same bytes are in the archive already.
    """
    history.need(actor, "archivist")
    known = by_sha(session, file.sha256)
    if known is not None:
        raise Known(known[1].accession)
    before = _make_room(session, photograph, role)
    facts = asdict(file) | {"embedded": dict(file.embedded)}
    image = Image(photograph_id=photograph.id, role=role, added=now(), replaced="", **facts)
    session.add(image)
    photograph.count()
    session.flush()
    session.expire(photograph, ["images"])
    history.record(
        session,
        actor,
        "image.replace" if before else "image.attach",
        ("photograph", photograph.id),
        before=before,
        after={"image": _facts(image)},
    )
    return image


def put_back(session: Session, actor: Actor, photograph: Photograph, sha256: str) -> Image:
    """Put a file of a record that was replaced in force again; the one in its place is replaced by it.

    Raises Missing where the record has no such file, Known where the bytes are in force somewhere, and
    Forbidden; then nothing was changed.
    """
    history.need(actor, "archivist")
    known = by_sha(session, sha256)
    if known is not None:
        raise Known(known[1].accession)
    earlier = [image for image in photograph.images if image.sha256 == sha256]
    if not earlier:
        raise Missing(sha256)
    image = earlier[-1]
    before = _make_room(session, photograph, image.role)
    image.replaced = image.likeness = ""  # what looks like it has changed meanwhile: it is looked at anew
    photograph.count()
    session.flush()
    subject, after = ("photograph", photograph.id), {"image": _facts(image)}
    history.record(session, actor, "image.put-back", subject, before=before, after=after)
    derive_again(session, actor, photograph)
    return image


def _make_room(session: Session, photograph: Photograph, role: str) -> dict[str, Any] | None:
    """Replace the file in this role, if it is a role for one file; what an event says of it."""
    before = None
    for old in photograph.current_images:
        if old.role == role and role != "other":
            old.replaced = now()
            before = {"image": _facts(old)}
    session.flush()
    return before


def _facts(image: Image) -> dict[str, Any]:
    return {
        "sha256": image.sha256,
        "role": image.role,
        "format": image.format,
        "width": image.width,
        "height": image.height,
        "file_name": image.file_name,
    }
