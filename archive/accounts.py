"""Accounts and sign-in sessions: who may act, and what they may do.

Passwords are hashed with argon2id and held to 12 characters and a strength estimate (ASVS 5.0,
6.2). Sessions live on the server, so that signing out, or changing a password, ends them at once.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from flask_security import RoleMixin, UserMixin
from sqlalchemy import JSON, Column, ForeignKey, String, Table, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship
from zxcvbn import zxcvbn

from archive import history
from archive.config import message
from archive.db import Base, now
from archive.history import ROLES, Actor

SHORTEST, LONGEST = 12, 128
WEAK = 3  # zxcvbn's score from 0 to 4; below 3 a password falls to an ordinary guesser
IDLE, ABSOLUTE = timedelta(hours=24), timedelta(days=7)  # WCAG 2.2.1: no limit under 20 hours
VISIT, NOTED = timedelta(hours=1), timedelta(minutes=10)

roles_of_accounts = Table(
    "account_role",
    Base.metadata,
    Column("account_id", ForeignKey("account.id"), primary_key=True),
    Column("role_id", ForeignKey("role.id"), primary_key=True),
)


class Role(Base, RoleMixin):
    """describer, reviewer, archivist or administrator."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)


class Account(Base, UserMixin):
    """A person who signs in; `email` may be empty, the name is what they sign in with."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(80), unique=True)
    email: Mapped[str | None] = mapped_column(String(255))  # type: ignore[assignment]  # ours may be empty
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    created: Mapped[str] = mapped_column(String(32))
    roles: Mapped[list[Role]] = relationship(  # type: ignore[assignment]  # our own kind of role
        secondary=roles_of_accounts, lazy="selectin"
    )

    @property
    def actor(self) -> Actor:
        """Who this account is to the verbs."""
        return Actor(self.username, frozenset(role.name for role in self.roles))


class SignIn(Base):
    """A server-side session, known by the hash of its token."""

    __tablename__ = "session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    account: Mapped[str] = mapped_column(String(64), default="", index=True)
    created: Mapped[str] = mapped_column(String(32))
    used: Mapped[str] = mapped_column(String(32), index=True)


class BadAccount(ValueError):
    """A name, role or password cannot be used; its text says why. Nothing was changed."""


def check_password(password: str, name: str) -> None:
    """Raise BadAccount for a password that is too short, too long or easily guessed."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadAccount(
            message("A password has at least 12 and at most 128 characters. Nothing was changed.")
        )
    if zxcvbn(password, user_inputs=[name])["score"] < WEAK:
        raise BadAccount(
            message("This password is easily guessed. Use several unrelated words. Nothing was changed.")
        )


def new_password() -> str:
    """A password of five groups that can be read aloud; 85 bits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(5))[:24]


def find(session: Session, name: str) -> Account | None:
    """The account with this name."""
    return session.scalar(select(Account).where(Account.username == tidy_name(name)))


def tidy_name(name: str) -> str:
    """A name as it is kept: NFC, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name[:200]).split())


def _looks(name: str) -> str:
    """What names that look alike share: who wrote a text and who approved it must be told apart by it."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def everybody(session: Session) -> Sequence[Account]:
    """All accounts by name."""
    return session.scalars(select(Account).order_by(Account.username)).all()


def add(
    session: Session, actor: Actor, name: str, roles: Iterable[str], *, password: str | None, email: str = ""
) -> Account:
    """Open an account; without a password nobody can sign in with it. Raises BadAccount, Forbidden."""
    history.need(actor, "administrator")
    name, wanted = tidy_name(name), tuple(dict.fromkeys(roles))
    if not 1 <= len(name) <= 80 or any(not c.isprintable() for c in name):  # noqa: PLR2004 - the column's width
        raise BadAccount(message("A name has 1 to 80 printable characters."))
    if any(_looks(other.username) == _looks(name) for other in everybody(session)):
        raise BadAccount(
            message("There is an account of this name already, or one that looks alike. Nothing was changed.")
        )
    if not wanted or set(wanted) - set(ROLES):
        raise BadAccount(
            message("Roles are describer, reviewer, archivist and administrator; give at least one.")
        )
    if password is not None:
        check_password(password, name)
    account = Account(
        username=name,
        email=email or None,
        password=_hash(password) if password else None,
        active=True,
        fs_uniquifier=secrets.token_urlsafe(24),
        created=now(),
        roles=[_role(session, role) for role in wanted],
    )
    session.add(account)
    session.flush()
    history.record(
        session, actor, "account.add", ("account", account.id), after={"name": name, "roles": list(wanted)}
    )
    return account


def set_password(session: Session, actor: Actor, name: str, password: str) -> Account:
    """Give an account a new password and end all its sessions; one's own, or as administrator."""
    if actor.name != name:
        history.need(actor, "administrator")
    account = find(session, name)
    if account is None:
        raise BadAccount(message("There is no account of this name. Nothing was changed."))
    check_password(password, name)
    account.password = _hash(password)
    session.execute(delete(SignIn).where(SignIn.account == account.fs_uniquifier))
    account.fs_uniquifier = secrets.token_urlsafe(24)  # cookies signed for the old one stop working too
    session.flush()
    history.record(session, actor, "account.password", ("account", account.id), after={"name": name})
    return account


def set_active(session: Session, actor: Actor, name: str, *, active: bool) -> Account:
    """Close or reopen an account; closing ends its sessions."""
    history.need(actor, "administrator")
    account = find(session, name)
    if account is None:
        raise BadAccount(message("There is no account of this name. Nothing was changed."))
    before, account.active = {"active": account.active}, active
    session.execute(delete(SignIn).where(SignIn.account == account.fs_uniquifier))
    session.flush()
    verb = "account.open" if active else "account.close"
    after = {"name": name, "active": active}
    history.record(session, actor, verb, ("account", account.id), before=before, after=after)
    return account


def _hash(password: str) -> str:
    # Compatibility decomposition, as sign-in does: the same letters typed on another keyboard are the same.
    return PasswordHasher().hash(unicodedata.normalize("NFKD", password))


def _role(session: Session, name: str) -> Role:
    role = session.scalar(select(Role).where(Role.name == name))
    if role is None:
        role = Role(name=name)
        session.add(role)
        session.flush()
    return role


def token_hash(token: str) -> str:
    """What the table knows a session by; the token itself is only in the browser."""
    return hashlib.sha256(token.encode()).hexdigest()


def load_session(session: Session, token: str) -> tuple[dict[str, Any], bool] | None:
    """(data, whether its last use should be noted) of a living session.

    None where it ended, was idle for 24 hours or is 7 days old. Use is noted every ten minutes, not at
    every request, because noting it is a write.
    """
    row = session.get(SignIn, token_hash(token))
    if row is None:
        return None
    moment = datetime.now(UTC)
    if _moment(row.used) + IDLE < moment or _moment(row.created) + ABSOLUTE < moment:
        return None
    return dict(row.data), bool(row.account) and _moment(row.used) + NOTED < moment


def open_session(session: Session, token: str, data: dict[str, Any], account: str) -> None:
    """Begin a session under a new token. Old ones, and visitors' after an hour, are swept on the way."""
    moment = datetime.now(UTC)
    old, visitor = _written(moment - ABSOLUTE), _written(moment - VISIT)
    session.execute(delete(SignIn).where(SignIn.created < old))
    session.execute(delete(SignIn).where(SignIn.account == "", SignIn.used < visitor))
    row = SignIn(token_hash=token_hash(token), data=data, account=account, created=now(), used=now())
    session.add(row)


def save_session(session: Session, token: str, data: dict[str, Any]) -> bool:
    """Keep a session's data; False where it was ended meanwhile, and then nothing is kept."""
    row = session.get(SignIn, token_hash(token))
    if row is None:
        return False
    row.data, row.used = data, now()
    return True


def end_session(session: Session, token: str) -> None:
    """End a session: its cookie opens nothing any more."""
    session.execute(delete(SignIn).where(SignIn.token_hash == token_hash(token)))


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
