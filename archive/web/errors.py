"""Errors for people: what happened, what was kept, what to do."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, current_app, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from archive import db
from archive.history import Forbidden, Missing
from archive.media.store import StoreFull
from archive.web import fieldsets, labels, limits
from archive.web.request import actor, page

log = structlog.get_logger()
# What people type into: every text of a record and about it, and what is said in answer to something.
CHOSEN = {"kind", "visible_words", "rights", "visibility", "collection", "caption_language"}
TEXTS = {
    **{name: words for name, words in fieldsets.LABELS.items() if name not in CHOSEN},
    **labels.TEXT_KINDS,
    "caption_es": _l("Caption in Spanish"),
    "title": _l("Title"),
    "summary": _l("Summary"),
    "default_credit": _l("Credit line"),
    "accessions": _l("Accession numbers"),
    "note": _l("Note"),
    "reason": _l("Reason"),
    "answer": _l("Reason"),
    "words": _l("Words"),
}


def _answer(status: int, title: str, *sentences: str, **more: Any) -> Response:
    return make_response(*page("pages/error.html", status, title=title, sentences=sentences, **more))


def _refused(status: int, title: str, *sentences: str) -> Response:
    """The same for a form: with the words that were typed, which no field holds any more."""
    words = typed()
    more = [_("What you had typed stands below. Copy what you need.")] if words else []
    back = "" if actor().roles else url_for("security.login", next=_origin())
    return _answer(status, title, *sentences, *more, typed=words, sign_in=back, back=_origin())


def typed() -> list[tuple[str, str]]:
    """(what the field is called, words) of the text fields of the form that was sent.

    Only fields that are known to hold plain words are told, so that no password or token can be among them.
    """
    if request.method != "POST" or request.blueprint == "security":
        return []
    try:
        sent = list(request.form.items(multi=True))
    except HTTPException:  # the form itself could not be read
        return []
    named = ((_called(name), text) for name, text in sent if text.strip())
    return [(called, text) for called, text in named if called]


def _called(name: str) -> str:
    """What the text field of this name is called; '' where it is none that is known."""
    known = TEXTS.get(re.sub(r"^(?:withdraw-|review-)?([a-z_]+)(?:-.*)?\Z", r"\1", name))
    return str(known or "")


def _origin() -> str:
    """Address of the page that a form came from: where the browser says so, else the nearest one."""
    came = urlsplit(request.referrer or "")
    if came.netloc == request.host and re.match(r"/(?!/)", came.path):
        return came.path + (f"?{came.query}" if came.query else "")
    if request.method == "GET":
        return _here()
    adapter, steps = current_app.url_map.bind(request.host), request.path.split("/")
    while len(steps) > 1:
        if adapter.test("/".join(steps), "GET"):
            return "/".join(steps)
        steps.pop()
    return url_for("home.start")


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
        if request.method in {"GET", "HEAD"}:
            return make_response(redirect(url_for("security.login", next=_here()), code=303))
        return _refused(403, _("You are not signed in"), _("Nothing was changed. Sign in, then try again."))
    return _answer(403, _("You may not do this"), _(str(error)))


def busy(_error: Exception) -> Response:
    """Somebody else writes for so long that nothing could be kept: try again."""
    answer = _refused(
        503,
        _("The archive is busy"),
        _("Somebody else has been writing for a while. Nothing was changed."),
        _("Go back, where your words still are, and try again in a moment."),
    )
    answer.headers["Retry-After"] = "5"
    return answer


def _full(_error: Exception) -> Response:
    return _refused(
        507,
        _("The disk is full"),
        _("What you sent could not be kept, and nothing was changed. Reading still works."),
        _("Tell whoever runs the archive; then go back, where your words still are, and try again."),
    )


def _csrf(_error: Exception) -> Response:
    return _refused(
        400,
        _("The form was too old"),
        _("For safety, a form stops working when you sign in or out. Nothing was changed."),
        _("Open the page again and send it anew."),
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
    answer = _answer(code, _("This did not work"), sentence)
    if code == 429:  # noqa: PLR2004 - as above
        answer.headers["Retry-After"] = str(limits.wait())
    return answer


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
    app.register_error_handler(db.Busy, busy)
    app.register_error_handler(db.Full, _full)
    app.register_error_handler(StoreFull, _full)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)
