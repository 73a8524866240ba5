"""The table of descriptions: at most one approved and one pending text a photograph, kind and language."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from archive.db import Base

KINDS = ("alt", "long", "transcript")
STATUSES = ("draft", "in-review", "approved", "sent-back")
ORIGINS = ("person", "file", "suggestion")


class Description(Base):
    """One text that says what a photograph shows: alt text, long description or transcript."""

    __tablename__ = "description"
    __table_args__ = (
        Index(
            "description_approved",
            "photograph_id",
            "kind",
            "language",
            unique=True,
            sqlite_where=text("status = 'approved'"),
        ),
        Index(
            "description_pending",
            "photograph_id",
            "kind",
            "language",
            unique=True,
            sqlite_where=text("status <> 'approved'"),
        ),
        Index("description_status", "status", "kind", "photograph_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    photograph_id: Mapped[int] = mapped_column(ForeignKey("photograph.id"))
    kind: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(35))
    text: Mapped[str]
    status: Mapped[str] = mapped_column(String(16))
    author: Mapped[str] = mapped_column(String(255))
    reviewer: Mapped[str] = mapped_column(String(255), default="")
    origin: Mapped[str] = mapped_column(String(16), default="person")
    reason: Mapped[str] = mapped_column(default="")
    alone: Mapped[bool] = mapped_column(default=False)  # approved by its own author, in an archive of one
    picture: Mapped[str] = mapped_column(
        String(64), default=""
    )  # SHA-256 of the front that it was approved beside
    created: Mapped[str] = mapped_column(String(32))
    changed: Mapped[str] = mapped_column(String(32))
    version: Mapped[int] = mapped_column(default=1)
