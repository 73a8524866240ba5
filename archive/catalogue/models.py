"""Tables of the catalogue: photographs, collections, names as authorities, images."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.catalogue.fields import ALTERNATIVES, NAMES, TEXTS
from archive.db import Base


class Collection(Base):
    """What arrived or was published together: a story, an assignment, a donor's box."""

    __tablename__ = "collection"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(String(35), default="en")
    default_credit: Mapped[str] = mapped_column(default="")
    default_rights: Mapped[str] = mapped_column(default="")
    columns: Mapped[dict[str, str]] = mapped_column(
        JSON, default=dict
    )  # heading of a table: field of the record
    version: Mapped[int] = mapped_column(default=1)


class Authority(Base):
    """A name used by many records: kind is creator, person or keyword."""

    __tablename__ = "authority"
    __table_args__ = (UniqueConstraint("kind", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str]


class Named(Base):
    """A name on a photograph, in order."""

    __tablename__ = "photograph_authority"
    __table_args__ = (Index("photograph_authority_authority", "authority_id"),)

    photograph_id: Mapped[int] = mapped_column(ForeignKey("photograph.id"), primary_key=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"), primary_key=True)
    position: Mapped[int]
    authority: Mapped[Authority] = relationship(lazy="joined")


class Image(Base):
    """The facts of a picture in a file; `replaced` says when another took its place, and the bytes are kept.

    `page` counts from 0 in a file that holds several, as a TIFF of both sides does.
    """

    __tablename__ = "image"
    __table_args__ = (
        Index("image_current", "sha256", "page", unique=True, sqlite_where=text("replaced = ''")),
        Index("image_photograph", "photograph_id"),
        Index("image_likeness", "likeness", "photograph_id", sqlite_where=text("replaced = ''")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    photograph_id: Mapped[int] = mapped_column(ForeignKey("photograph.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    page: Mapped[int] = mapped_column(default=0)
    format: Mapped[str] = mapped_column(String(16))
    width: Mapped[int]
    height: Mapped[int]
    bytes: Mapped[int]
    file_name: Mapped[str]
    role: Mapped[str] = mapped_column(String(16), default="recto")
    focus_x: Mapped[float | None]
    focus_y: Mapped[float | None]
    embedded: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    added: Mapped[str] = mapped_column(String(32))
    replaced: Mapped[str] = mapped_column(String(32), default="")
    likeness: Mapped[str] = mapped_column(String(16), default="")  # perceptual hash, 64 bits in hex


class Alike(Base):
    """Two photographs whose pictures look the same, kept both ways; `distance` is in differing bits.

    `dismissed` names who said that they are different pictures.
    """

    __tablename__ = "alike"
    __table_args__ = (Index("alike_other", "other_id"),)

    photograph_id: Mapped[int] = mapped_column(ForeignKey("photograph.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("photograph.id"), primary_key=True)
    distance: Mapped[int]
    dismissed: Mapped[str] = mapped_column(String(255), default="")


class Counter(Base):
    """The last number given to a photograph of a year, so that no accession number comes back."""

    __tablename__ = "accession_counter"

    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Photograph(Base):
    """The catalogue record; it may have no file yet."""

    __tablename__ = "photograph"
    # Counts of what readers may see are answered from this index alone, without touching the wide rows.
    __table_args__ = (
        Index("photograph_visible", "visibility", "merged_into_id", "embargo", "collection_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    accession: Mapped[str] = mapped_column(String(64), unique=True)
    collection_id: Mapped[int | None] = mapped_column(ForeignKey("collection.id"), index=True)
    headline: Mapped[str] = mapped_column(default="")
    caption: Mapped[str] = mapped_column(default="")
    caption_language: Mapped[str] = mapped_column(String(35), default="")
    caption_writer: Mapped[str] = mapped_column(default="")
    date_text: Mapped[str] = mapped_column(default="")
    edtf: Mapped[str] = mapped_column(default="")
    earliest: Mapped[str | None] = mapped_column(String(10))
    latest: Mapped[str | None] = mapped_column(String(10))
    sublocation: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    country_code: Mapped[str] = mapped_column(String(3), default="")
    shown_sublocation: Mapped[str] = mapped_column(default="")
    shown_city: Mapped[str] = mapped_column(default="")
    shown_region: Mapped[str] = mapped_column(default="")
    shown_country: Mapped[str] = mapped_column(default="")
    shown_country_code: Mapped[str] = mapped_column(String(3), default="")
    content_advisory: Mapped[str] = mapped_column(default="")
    credit_line: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    copyright_notice: Mapped[str] = mapped_column(default="")
    rights: Mapped[str] = mapped_column(default="")
    usage_terms: Mapped[str] = mapped_column(default="")
    licensor: Mapped[str] = mapped_column(default="")
    instructions: Mapped[str] = mapped_column(default="")
    job_id: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(String(16), default="photograph")
    visible_words: Mapped[str] = mapped_column(String(8), default="unknown")
    digital_source_type: Mapped[str] = mapped_column(default="")
    artwork_maker: Mapped[str] = mapped_column(default="")
    artwork_title: Mapped[str] = mapped_column(default="")
    artwork_date: Mapped[str] = mapped_column(default="")
    artwork_source: Mapped[str] = mapped_column(default="")
    embargo: Mapped[str] = mapped_column(String(10), default="")
    # Other languages of a field, {"caption": {"es": "…"}}; where each came from, {"caption": "sheet"}.
    alternatives: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON, default=dict)
    sources: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    visibility: Mapped[str] = mapped_column(String(16), default="draft")
    withdrawn_reason: Mapped[str] = mapped_column(default="")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("photograph.id"))
    origin_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    registered: Mapped[str] = mapped_column(String(32), default="")
    version: Mapped[int] = mapped_column(default=1)  # of the record: what two editors collide on
    revision: Mapped[int] = mapped_column(default=1)  # of record and texts: what the index compares

    collection: Mapped[Collection | None] = relationship(lazy="joined")
    names: Mapped[list[Named]] = relationship(
        order_by=Named.position, lazy="selectin", cascade="all, delete-orphan"
    )
    images: Mapped[list[Image]] = relationship(order_by=Image.id, lazy="selectin")

    def of_kind(self, kind: str) -> tuple[str, ...]:
        """Names of one kind (creator, person, keyword) in order."""
        return tuple(named.authority.name for named in self.names if named.authority.kind == kind)

    @property
    def creators(self) -> tuple[str, ...]:
        """Who made the photograph."""
        return self.of_kind("creator")

    @property
    def people(self) -> tuple[str, ...]:
        """Who is shown."""
        return self.of_kind("person")

    @property
    def keywords(self) -> tuple[str, ...]:
        """Subject terms."""
        return self.of_kind("keyword")

    @property
    def current_images(self) -> tuple[Image, ...]:
        """Files in force, recto first."""
        order = {"recto": 0, "verso": 1}
        current = [image for image in self.images if not image.replaced]
        return tuple(sorted(current, key=lambda image: (order.get(image.role, 2), image.id)))

    def count(self, *, record: bool = True) -> None:
        """Count a change: of the record itself, or (record=False) of its texts only."""
        self.version += 1 if record else 0
        self.revision += 1

    def values(self) -> dict[str, Any]:
        """Every field of the record as plain values, names as tuples, other languages by field."""
        texts: dict[str, Any] = {name: getattr(self, name) for name in TEXTS}
        texts[ALTERNATIVES] = {name: dict(told) for name, told in (self.alternatives or {}).items()}
        return texts | {field: self.of_kind(kind) for field, kind in NAMES.items()}
