"""Downloads: a picture as a file that carries the record's words, made when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, make_response, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from archive.catalogue import photographs
from archive.catalogue.models import Photograph
from archive.config import message
from archive.history import Missing
from archive.interop import files, scratch
from archive.media.values import Refused
from archive.web.fieldsets import LABELS
from archive.web.limits import Places, limiter
from archive.web.request import actor, page, parts, photograph, reading, staff

pages = Blueprint("downloads", __name__)

PER_MINUTE = "60 per minute"  # of one address, without an account: making one takes a moment's work
RETRY_SECONDS = 10
NO_WRITER = message(
    "exiftool is not installed here. The sizes carry creator, credit, rights and alt text, and no more; "
    "the original can only be taken as it came."
)
UNSIGNED = message(
    "The original carries content credentials (C2PA). Copies leave them out: they no longer hold once words "
    "are written in."
)
UNSIGNED_BARE = message(
    "The original carries content credentials (C2PA). Copies leave them out. Only a copy with its location "
    "keeps them, and there they no longer hold, since words are written in."
)


@dataclass(frozen=True)
class Link:
    """One file to be had: its address, what it is in words."""

    address: str
    words: str


@dataclass(frozen=True)
class Offer:
    """What a record's page offers of one of its pictures; `original` is '' where it cannot be had.

    `form` tells the original's format and size; `warnings` are for staff: what a copy cannot carry in full.
    """

    title: str
    form: str
    sizes: tuple[Link, ...]
    original: str
    untouched: str
    warnings: tuple[str, ...]


def means() -> files.Means:
    """What copies are made with here."""
    own = parts()
    return files.means(own.store, own.sandbox, own.settings.exiftool or None)


@pages.get("/photographs/<accession>/download/<what>")
@limiter.limit(PER_MINUTE, exempt_when=staff)
def take(accession: str, what: str) -> Response | tuple[str, int]:
    """A copy as an attachment; 404 wherever the picture itself cannot be seen, or is not made like this."""
    record = photograph(accession)
    chosen = files.choose(record, what)
    seen = record.merged_into_id is None and (photographs.public(record) or staff())
    if chosen is None or not seen or (chosen[1] == files.ORIGINAL and not actor().may("archivist")):
        raise Missing(what)
    image, form = chosen
    try:
        copy = files.plan(reading(), record, image, form, location=request.args.get("location") == "yes")
        if request.if_none_match.contains(copy.mark):
            return _headed(Response(status=304), record, copy)
        with places().one() as free:
            return _headed(_sent(copy), record, copy) if free else _no_place()
    except Refused as refused:
        if not staff():
            raise Missing(what) from refused
        values = {"photograph": record, "reason": refused.reason}
        return page("pages/record/no_download.html", 409, **values)


def places() -> Places:
    """Where copies are made in this server process: half of its threads, so that the others serve pages."""
    most = max(1, parts().settings.threads // 2)
    found: Places = current_app.extensions.setdefault("places for downloads", Places(most))
    return found


def _no_place() -> Response:
    words = (
        _("Several files are being made at this moment. Nothing is wrong with this one."),
        _("Wait a few seconds, then load this address again."),
    )
    answer = make_response(*page("pages/error.html", 503, title=_("Many downloads at once"), sentences=words))
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


def _sent(copy: files.Copy) -> Response:
    """The file as an answer; it is gone from the disk before the first byte is sent, and held open."""
    with scratch.made_now(parts().settings.home) as folder:
        path = folder / "copy"
        files.make(means(), copy, path)
        length = path.stat().st_size
        stream = path.open("rb")
    answer = send_file(stream, mimetype=copy.type, as_attachment=True, download_name=copy.name, etag=False)
    answer.content_length = length
    return answer


def _headed(answer: Response, record: Photograph, copy: files.Copy) -> Response:
    shared = photographs.public(record) and copy.width
    answer.headers["Cache-Control"] = "private, max-age=3600" if shared else "private, no-store"
    answer.set_etag(copy.mark)
    return answer


def offers(record: Photograph) -> list[Offer]:
    """What the page of a record offers this person, a picture each."""
    many = len(record.current_images) > 1
    return [
        _offer(record, image, number, many=many)
        for number, image in enumerate(record.current_images[:9], start=1)
    ]


def _offer(record: Photograph, image: Any, number: int, *, many: bool) -> Offer:
    prefix = f"{number}-" if number > 1 else ""
    titles = {"recto": _("Front"), "verso": _("Back")}
    archivist = actor().may("archivist") and image.page == 0
    writable = means().writer.available if staff() else True
    return Offer(
        title=titles.get(image.role, image.file_name) if many else "",
        form=_form(image.format, image.width, image.height),
        sizes=tuple(_link(record, image, prefix, size) for size in files.sizes(image)),
        original=_address(record, f"{prefix}{files.ORIGINAL}") if archivist and writable else "",
        untouched=url_for("images.original", sha256=image.sha256) if archivist else "",
        warnings=tuple(_warnings(record, image, writable=writable)) if staff() else (),
    )


def _link(record: Photograph, image: Any, prefix: str, size: str) -> Link:
    width, ending = size.split(".")
    height = max(round(image.height * int(width) / max(image.width, 1)), 1)
    kind = {"jpg": "JPEG", "webp": "WebP"}[ending]
    return Link(_address(record, prefix + size), _form(kind, int(width), height))


def _form(kind: str, width: int, height: int) -> str:
    return str(_("%(kind)s, %(width)s by %(height)s pixels", kind=kind, width=width, height=height))


def _address(record: Photograph, what: str) -> str:
    return url_for("downloads.take", accession=record.accession, what=what)


def _warnings(record: Photograph, image: Any, *, writable: bool) -> list[str]:
    """What a person who hands the copies on should know."""
    if not writable:
        return [_(NO_WRITER)]
    found = []
    try:
        told = files.plan(reading(), record, image, files.ORIGINAL).properties
    except Refused as refused:
        return [_(refused.reason)]
    if told.cut:
        named = ", ".join(str(LABELS[name]) for name in told.cut)
        found.append(
            _(
                "Too long for the older metadata (IIM), where it is cut; whole in XMP: %(fields)s.",
                fields=named,
            )
        )
    if told.left_out:
        found.append(
            ngettext(
                "One description in the file is left out of copies: somebody edited it or decided against "
                "it.",
                "%(num)s descriptions in the file are left out of copies: somebody edited them or decided "
                "against them.",
                told.left_out,
            )
        )
    if told.beyond:
        named = ", ".join(str(LABELS[name]) for name in told.beyond)
        found.append(
            _(
                "The file says more beside these, which the record has changed; copies leave that out: "
                "%(fields)s.",
                fields=named,
            )
        )
    if told.credentials:  # of a JPEG they leave with its segments; elsewhere only where everything else does
        found.append(_(UNSIGNED if image.format == "JPEG" else UNSIGNED_BARE))
    return found
