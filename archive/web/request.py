"""What one request holds: a reading session, who asks, which languages they read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app, g, redirect, render_template
from flask import request as asked
from flask_security import current_user
from werkzeug.wrappers import Response

from archive import history
from archive.catalogue import photographs
from archive.descriptions import texts
from archive.history import READER, Actor, Missing
from archive.parts import Parts, of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive.catalogue.models import Photograph
    from archive.descriptions.texts import Described


def parts() -> Parts:
    """The archive's parts."""
    return of(current_app)


def reading() -> Session:
    """This request's session for reading, opened at first use and closed at the end."""
    if "reading" not in g:
        g.reading_context = parts().db.reading()
        g.reading = g.reading_context.__enter__()
    session: Session = g.reading
    return session


@contextmanager
def writing() -> Iterator[Session]:
    """A write transaction; what this request reads afterwards sees it."""
    actor()  # loads the account before the write begins
    close()
    with parts().db.writing() as session:
        yield session


def close(_error: BaseException | None = None) -> None:
    """End the reading session."""
    g.pop("reading", None)
    context = g.pop("reading_context", None)
    if context is not None:
        context.__exit__(None, None, None)


def actor() -> Actor:
    """Who asks: an account's name and roles, or a reader."""
    if "actor" not in g:
        g.actor = current_user.actor if current_user and current_user.is_authenticated else READER
    found: Actor = g.actor
    return found


def staff() -> bool:
    """Whether drafts may be shown."""
    return bool(actor().roles)


def need(*roles: str) -> None:
    """Raise Forbidden unless the person has one of these roles."""
    history.need(actor(), *roles)


def languages() -> list[str]:
    """Languages the reader wants texts in, best first, from the browser's own setting."""
    wanted = [code for code, _quality in asked.accept_languages][:10]
    return wanted if "en" in wanted else [*wanted, "en"]


def described(found: list[Photograph]) -> list[Described]:
    """Photographs with their best approved texts for this reader."""
    return texts.described(reading(), found, languages())


def photograph(accession: str) -> Photograph:
    """The record at this address as this person may see it.

    Raises Missing where there is none for them: a draft does not exist for readers, nor does a record
    that was merged into one they may not see. A withdrawn record is returned: its page says that it was
    withdrawn.
    """
    found = photographs.get(reading(), accession)
    told = found.visibility == "withdrawn" and found.merged_into_id is None
    if not (staff() or told or photographs.public(photographs.standing(reading(), found))):
        raise Missing(accession)
    return found


def page(template: str, status: int = 200, **values: Any) -> tuple[str, int]:
    """Render a page."""
    return render_template(template, **values), status


def go(address: str) -> Response:
    """POST-redirect-GET: send the browser to an address of ours."""
    return redirect(address, code=303)


def number(name: str, default: int, *, least: int = 0, most: int = 10**9) -> int:
    """A whole number from the query string; anything else counts as the default."""
    text = asked.values.get(name, "")
    if not text.isdecimal() or len(text) > 12:  # noqa: PLR2004 - longer than any number we give
        return default
    return max(least, min(int(text), most))


def init(app: Flask) -> None:
    """Give templates the person and the archive, and close sessions."""
    app.teardown_request(close)

    @app.context_processor
    def _person() -> dict[str, Any]:
        return {"actor": actor(), "staff": staff(), "settings": parts().settings}
