"""Files of a record: attach, replace, find by their bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive import history
from archive.catalogue.models import Image, Photograph
from archive.catalogue.photographs import derive_again
from archive.db import now
from archive.history import Actor, Missing

MOVING = ("GIF", "WEBP", "PNG", "AVIF")  # formats whose files may be animations
FRAMES = "frames"  # how many pictures an animation has, beside what was read from the file
ROLES = ("recto", "verso", "other")
_FACTS = ("sha256", "page", "format", "width", "height", "bytes", "file_name")


@dataclass(frozen=True)
class Kept:
    """Which file in force a page of the interface speaks of: its row's number, bytes, page, name and size."""

    id: int
    sha256: str
    page: int
    width: int
    file_name: str


def kept(image: Image) -> Kept:
    """The facts of an image that addresses and downloads are made of."""
    return Kept(image.id, image.sha256, image.page, image.width, image.file_name)


@dataclass(frozen=True)
class File:
    """Facts of a kept file: width and height in pixels with orientation applied.

    `page` counts from 0; `back` is the file's next page where that is the back of the same photograph.
    """

    sha256: str
    format: str
    width: int
    height: int
    bytes: int
    file_name: str
    embedded: Mapping[str, Any]
    page: int = 0
    back: File | None = None


class Known(Exception):
    """The same bytes belong to a record already; nothing was changed."""

    def __init__(self, accession: str) -> None:
        super().__init__(accession)
        self.accession = accession


def by_sha(session: Session, sha256: str, page: int | None = None) -> tuple[Image, Photograph] | None:
    """The current image with these bytes and its record: of that page, or of the first one in force."""
    query = select(Image).where(Image.sha256 == sha256, Image.replaced == "").order_by(Image.page).limit(1)
    image = session.scalar(query if page is None else query.where(Image.page == page))
    if image is None:
        return None
    photograph = session.get_one(Photograph, image.photograph_id)
    return image, photograph


def frames(session: Session, image_id: int) -> int:
    """How many pictures follow each other in a file; 1 for a still, and where nobody counted."""
    query = select(func.json_extract(Image.embedded, f"$.{FRAMES}")).where(Image.id == image_id)
    return int(session.scalar(query.where(Image.format.in_(MOVING))) or 1)


def front(photograph: Photograph) -> str:
    """SHA-256 of the recto in force, empty where none came yet."""
    return next((image.sha256 for image in photograph.current_images if image.role == "recto"), "")


def attach(
    session: Session, actor: Actor, photograph: Photograph, file: File, *, role: str = "recto"
) -> Image:
    """Give a record a file; one of the same role is replaced, and stays in history with its bytes.

    A front that brings its back along brings it as the verso, unless a file of its own is that already. The
    further pages of a file go with its first. Raises Known where the same bytes are in the archive already.
    """
    history.need(actor, "archivist")
    known = by_sha(session, file.sha256, 0)
    if known is not None:
        raise Known(known[1].accession)
    takes = role == "recto" and not _has_own_back(photograph)
    image = _enter(session, actor, photograph, file, role)
    if file.back is not None and by_sha(session, file.sha256, file.back.page) is None:
        _enter(session, actor, photograph, file.back, "verso" if takes else "other")
    _close_pages(session, actor, photograph, image)
    return image


def _enter(session: Session, actor: Actor, photograph: Photograph, file: File, role: str) -> Image:
    before = _make_room(session, photograph, role)
    facts = {name: getattr(file, name) for name in _FACTS} | {"embedded": dict(file.embedded)}
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


def put_back(session: Session, actor: Actor, photograph: Photograph, sha256: str, page: int = 0) -> Image:
    """Put a file of a record that was replaced in force again; the one in its place is replaced by it.

    Its back comes along, unless the back in force is a file of its own and `page` does not ask for it.
    Returns the first page put back.
    Raises Missing where the record has no such file, Known where the bytes are in force somewhere, and
    Forbidden; then nothing was changed.
    """
    history.need(actor, "archivist")
    earlier = {image.page: image for image in photograph.images if image.sha256 == sha256}  # the last of each
    if not earlier:
        _raise_known(session, sha256)
        raise Missing(sha256)
    waiting = [earlier[page] for page in sorted(earlier) if by_sha(session, sha256, page) is None]
    if not waiting:
        _raise_known(session, sha256)
    if waiting[0].page == 0 and _has_own_back(photograph):
        waiting = [image for image in waiting if image.page in {0, page} or image.role != "verso"]
    for image in waiting:
        before = _make_room(session, photograph, image.role)
        image.replaced = image.likeness = ""  # what looks like it has changed meanwhile: it is looked at anew
        photograph.count()
        session.flush()
        subject, after = ("photograph", photograph.id), {"image": _facts(image)}
        history.record(session, actor, "image.put-back", subject, before=before, after=after)
        session.expire(photograph, ["images"])
    _close_pages(session, actor, photograph, waiting[0])
    derive_again(session, actor, photograph)
    return waiting[0]


def _raise_known(session: Session, sha256: str) -> None:
    known = by_sha(session, sha256)
    if known is not None:
        raise Known(known[1].accession)


def _has_own_back(photograph: Photograph) -> bool:
    """Whether the back in force came as a file by itself, not as a page of a front's file."""
    return any(image.role == "verso" and image.page == 0 for image in photograph.current_images)


def _close_pages(session: Session, actor: Actor, photograph: Photograph, instead: Image) -> None:
    """Replace the further pages in force whose file's first page was replaced on this record."""
    current = photograph.current_images
    firsts = {image.sha256 for image in current if image.page == 0}
    replaced = {image.sha256 for image in photograph.images if image.replaced and image.page == 0}
    for image in current:
        if image.page > 0 and image.sha256 in replaced - firsts:
            image.replaced = now()
            photograph.count()
            session.flush()
            subject, after = ("photograph", photograph.id), {"image": _facts(instead)}
            before = {"image": _facts(image)}
            history.record(session, actor, "image.replace", subject, before=before, after=after)
    session.expire(photograph, ["images"])


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
    } | ({"page": image.page} if image.page else {})
