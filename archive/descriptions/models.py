"""Tables of descriptions: the texts, their autosaved words, what readers ask for, what the checks found."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from archive.db import Base

KINDS = ("alt", "long", "transcript")
STATUSES = ("draft", "in-review", "approved", "sent-back")
ORIGINS = ("person", "file", "suggestion")


class Description(Base):
    """One text that says what a photograph shows: one approved and one pending at most of kind and language.

    `accepted` is who answered for a text that came from a file or as a suggestion; `alone` says that its
    author approved it, in an archive of one; `picture` is the SHA-256 of the front that it was approved
    beside; `since` is when readers first had such a text; `mark` finds equal texts.
    """

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
        Index("description_photograph", "photograph_id"),
        Index("description_status", "status", "kind", "photograph_id"),
        Index("description_mark", "mark", "kind", "language"),
        Index("description_waiting", "status", "changed"),
        Index("description_author", "author", "status", "changed"),
        {"sqlite_autoincrement": True},  # a number once seen on a page never comes to mean another text
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
    accepted: Mapped[str] = mapped_column(String(255), default="")
    reason: Mapped[str] = mapped_column(default="")
    reason_code: Mapped[str] = mapped_column(String(32), default="")
    alone: Mapped[bool] = mapped_column(default=False)
    picture: Mapped[str] = mapped_column(String(64), default="")
    since: Mapped[str] = mapped_column(String(32), default="")
    mark: Mapped[str] = mapped_column(String(24), default="")
    created: Mapped[str] = mapped_column(String(32))
    changed: Mapped[str] = mapped_column(String(32))
    version: Mapped[int] = mapped_column(default=1)


class Unfinished(Base):
    """What somebody has typed and not saved, kept for that person alone; `edition` counts its savings.

    `base` is the version of the waiting text that the person saw, 0 where there was none; `window` is the
    browser window that kept it last, as that window calls itself. `kind` is that of a text, or "facts".
    """

    __tablename__ = "unfinished"
    __table_args__ = (UniqueConstraint("account", "photograph_id", "kind", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(255))
    photograph_id: Mapped[int] = mapped_column(ForeignKey("photograph.id"))
    kind: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(35))
    text: Mapped[str]
    base: Mapped[int] = mapped_column(default=0)
    edition: Mapped[int] = mapped_column(default=1)
    window: Mapped[str] = mapped_column(String(32), default="")
    at: Mapped[str] = mapped_column(String(32))


class Claim(Base):
    """A photograph that somebody took to describe in one language, until a moment (ISO, UTC)."""

    __tablename__ = "claim"
    __table_args__ = (Index("claim_account", "account", "position"),)

    photograph_id: Mapped[int] = mapped_column(ForeignKey("photograph.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(35), primary_key=True)
    account: Mapped[str] = mapped_column(String(255))
    position: Mapped[int] = mapped_column(default=0)
    until: Mapped[str] = mapped_column(String(32))


class Request(Base):
    """What a reader asks: a description (wish), or that a fault in one be mended (problem).

    Nobody is identified: `once` is a digest that lets one browser ask once a day for one photograph, and
    is emptied afterwards. `text_kind` and `mark` say which text a problem is about.
    """

    __tablename__ = "request"
    __table_args__ = (
        Index("request_open", "state", "kind", "language", "photograph_id"),
        Index("request_photograph", "photograph_id"),
        Index("request_once", "once", unique=True, sqlite_where=text("once <> ''")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    photograph_id: Mapped[int] = mapped_column(ForeignKey("photograph.id"))
    kind: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(35))
    text_kind: Mapped[str] = mapped_column(String(16), default="")
    mark: Mapped[str] = mapped_column(String(24), default="")
    note: Mapped[str] = mapped_column(default="")
    day: Mapped[str] = mapped_column(String(10))
    once: Mapped[str] = mapped_column(String(64), default="")
    state: Mapped[str] = mapped_column(String(16), default="open")  # open | resolved
    outcome: Mapped[str] = mapped_column(String(32), default="")
    answer: Mapped[str] = mapped_column(default="")
    resolved: Mapped[str] = mapped_column(String(32), default="")
    resolver: Mapped[str] = mapped_column(String(255), default="")


class View(Base):
    """How often a photograph's page was read on one day (UTC); nobody is identified."""

    __tablename__ = "view"
    __table_args__ = (Index("view_day", "day"),)

    photograph_id: Mapped[int] = mapped_column(ForeignKey("photograph.id"), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    count: Mapped[int]


class Popularity(Base):
    """Sum of a photograph's views in the last 90 days, so that "most viewed" is read from an index."""

    __tablename__ = "popularity"
    __table_args__ = (Index("popularity_total", "total"),)

    photograph_id: Mapped[int] = mapped_column(ForeignKey("photograph.id"), primary_key=True)
    total: Mapped[int]


class Override(Base):
    """A finding that somebody answered with a reason: at its level or lower, for what was judged (`mark`)."""

    __tablename__ = "override"
    __table_args__ = (UniqueConstraint("photograph_id", "code", "field", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    photograph_id: Mapped[int] = mapped_column(ForeignKey("photograph.id"))
    code: Mapped[str] = mapped_column(String(32))
    field: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(35))
    level: Mapped[str] = mapped_column(String(16))
    mark: Mapped[str] = mapped_column(String(24))
    reason: Mapped[str]
    account: Mapped[str] = mapped_column(String(255))
    at: Mapped[str] = mapped_column(String(32))


class Found(Base):
    """What the checks last found on a photograph, kept for queues and reports; `answer` overrides it."""

    __tablename__ = "finding"
    __table_args__ = (Index("finding_photograph", "photograph_id"), Index("finding_level", "level", "code"))

    id: Mapped[int] = mapped_column(primary_key=True)
    photograph_id: Mapped[int] = mapped_column(ForeignKey("photograph.id"))
    code: Mapped[str] = mapped_column(String(32))
    level: Mapped[str] = mapped_column(String(16))
    field: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(35))
    message: Mapped[str]
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    answer: Mapped[str] = mapped_column(default="")


class Linting(Base):
    """How far the kept findings are: digest of the rules, last event seen, last record of a full run."""

    __tablename__ = "linting"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    seen: Mapped[int]
    upto: Mapped[int]
