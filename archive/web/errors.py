"""Errors for people: what happened, what was kept, what to do."""

from __future__ import annotations

import structlog
from flask import Flask, Response, current_app, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from archive import db
from archive.history import Forbidden, Missing
from archive.media.store import StoreFull
from archive.web.request import actor, page

log = structlog.get_logger()


def _answer(status: int, title: str, *sentences: str) -> Response:
    return make_response(*page("pages/error.html", status, title=title, sentences=sentences))


def _not_found(_error: Exception) -> Response:
    return _answer(
        404,
        _("There is no such page"),
        _("The address may be mistyped, or what was here is not public."),
        _("You can search the photographs or go to the start page."),
    )


def _here() -> str:
    """This page's own address, to come back to after signing in."""
    return request.full_path if request.query_string else request.path


def _forbidden(error: Exception) -> Response:
    if not actor().roles:
        if request.method == "GET":
            return make_response(redirect(url_for("security.login", next=_here()), code=303))
        return _answer(403, _("You are not signed in"), _("Nothing was changed. Sign in, then try again."))
    return _answer(403, _("You may not do this"), _(str(error)))


def _busy(_error: Exception) -> Response:
    answer = _answer(
        503,
        _("The archive is busy"),
        _("Somebody else has been writing for a while. Nothing was changed."),
        _("Go back, where your words still are, and try again in a moment."),
    )
    answer.headers["Retry-After"] = "5"
    return answer


def _full(_error: Exception) -> Response:
    return _answer(
        507,
        _("The disk is full"),
        _("What you sent could not be kept, and nothing was changed. Reading still works."),
        _("Tell whoever runs the archive; then go back, where your words still are, and try again."),
    )


def _csrf(_error: Exception) -> Response:
    return _answer(
        400,
        _("The form was too old"),
        _("For safety, a form stops working when you sign in or out. Nothing was changed."),
        _("Go back, copy what you typed, reload the page and send it again."),
    )


def _http(error: Exception) -> Response:
    if not isinstance(error, HTTPException) or (error.code or 500) < 400:  # noqa: PLR2004 - redirects pass
        raise error
    if error.code == 404:  # noqa: PLR2004 - HTTP's own number
        return _not_found(error)
    sentences = {
        400: _("The request could not be understood. Nothing was changed."),
        405: _("This address does not do that. Nothing was changed."),
        413: _("That was more than the archive takes at once. Nothing was kept; please send less at a time."),
        429: _("There were too many tries. Wait a minute, then try again."),
    }
    code = error.code or 500
    sentence = sentences.get(code, _("The request could not be answered. Nothing was changed."))
    return _answer(code, _("This did not work"), sentence)


def _fault(error: Exception) -> Response:
    if current_app.testing:
        raise error
    log.error("fault", path=request.path, method=request.method, exc_info=error)
    return _answer(
        500,
        _("Something is broken on our side"),
        _("Nothing half-finished was kept. The fault is in the log for whoever runs the archive."),
    )


def init(app: Flask) -> None:
    """Register the answers."""
    app.register_error_handler(Missing, _not_found)
    app.register_error_handler(Forbidden, _forbidden)
    app.register_error_handler(db.Busy, _busy)
    app.register_error_handler(db.Full, _full)
    app.register_error_handler(StoreFull, _full)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)
