"""The only way to show a picture: photographs come with their best approved text.

Only the values made here carry what a page needs to address an image file, so no page can show a
picture and forget the words, or say "not yet described" where it is described.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive import languages
from archive.catalogue.models import Photograph
from archive.descriptions import linting
from archive.descriptions.models import KINDS, Description
from archive.media.values import page_name


@dataclass(frozen=True)
class Text:
    """An approved text and its language; `alone` when nobody but its author checked it.

    `changed` is when this version was approved, `since` when readers first had such a text, `origin` and
    `accepted` where it came from and who answered for that; `mark` tells its words from others.
    """

    kind: str
    language: str
    text: str
    author: str
    reviewer: str
    changed: str
    alone: bool
    since: str = ""
    origin: str = "person"
    accepted: str = ""
    mark: str = ""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text's paragraphs, kept as written."""
        return tuple(part.strip() for part in self.text.split("\n\n") if part.strip())


@dataclass(frozen=True)
class Picture:
    """What an address is made of: bytes by sha256, page of the file, size in pixels, role."""

    sha256: str
    width: int
    height: int
    role: str
    file_name: str
    format: str
    page: int = 0

    @property
    def name(self) -> str:
        """What stands for this page of these bytes in an address."""
        return page_name(self.sha256, self.page)


@dataclass(frozen=True)
class Described:
    """A photograph with the best approved text of each kind, or None where nobody has written one."""

    photograph: Photograph
    alt: Text | None
    long: Text | None
    transcript: Text | None
    pictures: tuple[Picture, ...]
    languages: tuple[str, ...]  # of the approved alt texts

    @property
    def picture(self) -> Picture | None:
        """The recto, None where no file came yet."""
        return self.pictures[0] if self.pictures else None


def described(
    session: Session, photographs: Sequence[Photograph], wanted: Sequence[str] = ("en",)
) -> list[Described]:
    """Photographs in the given order with their approved texts in the reader's languages.

    Where a text exists only in a language that the reader did not ask for, that one is shown, marked
    with its language: another language's words are better than none.
    """
    ids = [photograph.id for photograph in photographs]
    # Likely: else SQLite goes through everything approved instead of these photographs' few texts.
    approved = func.likely(Description.status == "approved")
    query = select(Description).where(Description.photograph_id.in_(ids), approved)
    known: dict[int, list[Description]] = {}
    for description in session.scalars(query):
        known.setdefault(description.photograph_id, []).append(description)
    return [_one(photograph, known.get(photograph.id, ()), wanted) for photograph in photographs]


def _one(photograph: Photograph, texts: Iterable[Description], wanted: Sequence[str]) -> Described:
    by_kind: dict[str, dict[str, Description]] = {kind: {} for kind in KINDS}
    for text in texts:
        by_kind[text.kind][text.language] = text
    best = {kind: _best(by_kind[kind], wanted) for kind in KINDS}
    pictures = tuple(
        Picture(i.sha256, i.width, i.height, i.role, i.file_name, i.format, i.page)
        for i in photograph.current_images
    )
    return Described(
        photograph, best["alt"], best["long"], best["transcript"], pictures, tuple(sorted(by_kind["alt"]))
    )


def _best(texts: dict[str, Description], wanted: Sequence[str]) -> Text | None:
    if not texts:
        return None
    code = languages.choose(wanted, list(texts)) or min(texts)
    return as_text(texts[code])


def as_text(found: Description) -> Text:
    """A description that is approved, as pages show it."""
    return Text(
        kind=found.kind,
        language=found.language,
        text=found.text,
        author=found.author,
        reviewer=found.reviewer,
        changed=found.changed,
        alone=found.alone,
        since=found.since or found.changed,
        origin=found.origin,
        accepted=found.accepted,
        mark=linting.mark(found.text),
    )


def alts(session: Session, photograph: Photograph) -> dict[str, str]:
    """Every approved alt text of a photograph by language, as files and exports carry them."""
    query = select(Description).where(
        Description.photograph_id == photograph.id,
        Description.kind == "alt",
        Description.status == "approved",
    )
    return {description.language: description.text for description in session.scalars(query)}
