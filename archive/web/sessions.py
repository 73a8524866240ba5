"""Sessions on the server behind Flask's interface: the cookie holds a token and nothing else."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.datastructures import CallbackDict

from archive import accounts
from archive.db import Database


class ServerSession(CallbackDict[str, Any], SessionMixin):
    """A dictionary that knows its token and whether it was changed."""

    def __init__(self, data: dict[str, Any] | None, token: str) -> None:
        super().__init__(data or {}, lambda _session: setattr(self, "modified", True))
        self.token = token
        self.was = str((data or {}).get("_user_id", ""))
        self.new = data is None
        self.modified = False


class ServerSessions(SessionInterface):
    """Keeps sessions in the catalogue; signing in changes the token, signing out ends the row."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        """Find the session of the cookie's token, or begin an empty one that is not kept until used."""
        token = request.cookies.get(self.get_cookie_name(app), "")
        data = None
        if token and request.endpoint != "static":
            with self.database.reading() as session:
                data = accounts.load_session(session, token)
        return ServerSession(data, token if data is not None else "")

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write what changed; a person who signed in or out gets a new token."""
        if not isinstance(session, ServerSession) or not session.modified:
            return
        name, path = self.get_cookie_name(app), self.get_cookie_path(app)
        person = str(session.get("_user_id", ""))
        with self.database.writing() as writing:
            if session.token and (person != session.was or not session):
                accounts.end_session(writing, session.token)
                session.token = ""
            if session:
                session.token = session.token or secrets.token_urlsafe(32)
                accounts.save_session(writing, session.token, dict(session), person)
        response.vary.add("Cookie")
        if not session:
            response.delete_cookie(name, path=path)
            return
        response.set_cookie(
            name,
            session.token,
            httponly=True,
            secure=self.get_cookie_secure(app),
            samesite="Lax",
            path=path,
        )
