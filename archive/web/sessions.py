"""Sessions on the server behind Flask's interface: the cookie holds a token and nothing else."""

from __future__ import annotations

import secrets
from typing import Any

import structlog
from flask import Flask, Request, Response, request
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.datastructures import CallbackDict

from archive import accounts, db
from archive.db import Database
from archive.web import errors

log = structlog.get_logger()


class ServerSession(CallbackDict[str, Any], SessionMixin):
    """A dictionary that knows its token and whether it was changed."""

    def __init__(self, data: dict[str, Any] | None, token: str) -> None:
        super().__init__(data or {}, lambda _session: setattr(self, "modified", True))
        self.token = token
        self.was = str((data or {}).get("_user_id", ""))
        self.form = str((data or {}).get("csrf_token", ""))
        self.new = data is None
        self.modified = False

    @property
    def counts(self) -> bool:
        """Whether the answer is worth nothing without it: who signed in or out, what forms are known by."""
        return str(self.get("_user_id", "")) != self.was or str(self.get("csrf_token", "")) != self.form


class ServerSessions(SessionInterface):
    """Keeps sessions in the catalogue; signing in changes the token, signing out ends the row."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        """Find the session of the cookie's token, or begin an empty one that is not kept until used."""
        token = request.cookies.get(self.get_cookie_name(app), "")
        found = None
        if token and request.endpoint != "static":
            with self.database.reading() as session:
                found = accounts.load_session(session, token)
        if found is None:
            return ServerSession(None, "")
        opened = ServerSession(found[0], token)
        opened.modified = found[1]
        return opened

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write what changed; a person who signed in or out gets a new token.

        Where it cannot be written (disk full, catalogue busy) the page is still answered, without it. While
        the catalogue is busy, a form that nothing could be sent with, or the answer to an entry that did not
        happen, becomes the sentence that says so.
        """
        if not isinstance(session, ServerSession) or not session.modified:
            return
        response.vary.add("Cookie")
        name, path = self.get_cookie_name(app), self.get_cookie_path(app)
        try:
            kept = self._write(session)
        except (db.Busy, db.Full) as trouble:
            log.warning("session not kept", trouble=type(trouble).__name__)
            if session.counts and isinstance(trouble, db.Busy):
                _become(response, errors.busy(trouble))
            return
        if not kept:
            response.delete_cookie(name, path=path)
            return
        secure = self.get_cookie_secure(app)
        response.set_cookie(name, session.token, httponly=True, secure=secure, samesite="Lax", path=path)

    def _write(self, session: ServerSession) -> bool:
        """Keep the session; False where there is none to keep, as after signing out in another window."""
        person = str(session.get("_user_id", ""))
        # A page that is only read does not wait long for those who write: it is answered without its session.
        with self.database.writing(patience=1.0 if request.method == "GET" else None) as writing:
            if session.token and session and person == session.was:
                return accounts.save_session(writing, session.token, dict(session))
            if session.token:
                accounts.end_session(writing, session.token)
            if not session:
                return False
            session.token = secrets.token_urlsafe(32)
            accounts.open_session(writing, session.token, dict(session), person)
            return True


def _become(response: Response, other: Response) -> None:
    """Make an answer another one that is found too late to be given instead."""
    for name in ("Location", "ETag", "Content-Disposition", "Last-Modified"):
        response.headers.pop(name, None)
    response.set_data(other.get_data())
    response.status_code, response.mimetype = other.status_code, "text/html"
    response.headers["Retry-After"] = other.headers["Retry-After"]
    response.headers["Cache-Control"] = "no-store"
