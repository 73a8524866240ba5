"""An animation that plays because somebody asked for it, on a page of its own; elsewhere it is still."""

from __future__ import annotations

from flask import Blueprint, Response, send_file, url_for
from flask_babel import lazy_gettext

from archive.catalogue import images, photographs
from archive.catalogue.images import Kept, kept
from archive.catalogue.models import Photograph
from archive.descriptions import texts
from archive.history import Missing
from archive.ingest import pictures
from archive.media.values import PLAY_NAME, Refused
from archive.web.images import record_of, whole
from archive.web.request import described, go, page, parts, photograph, reading

pages = Blueprint("play", __name__)
BUSY = lazy_gettext("Another animation is being made ready. Load this page again in a moment.")


@pages.app_template_filter("moves")
def moves(record: Photograph) -> bool:
    """Whether the front of a photograph is an animation."""
    front = next((image for image in record.current_images if image.role == "recto"), None)
    return front is not None and front.format in images.MOVING and images.frames(reading(), front.id) > 1


@pages.get("/photographs/<accession>/play")
def show(accession: str) -> tuple[str, int] | Response:
    """Play it; where that cannot be done, the reason and the first picture are shown."""
    record = photograph(accession)
    if record.merged_into_id is not None:
        standing = photographs.standing(reading(), record)
        return go(url_for("play.show", accession=standing.accession))  # type: ignore[return-value] # flask's own class
    if record.visibility == "withdrawn" or not moves(record):
        raise Missing(accession)
    front = record.current_images[0]
    reason = _made(record, kept(front))
    return page("pages/play/show.html", photograph=record, described=described([record])[0], reason=reason)


@pages.get(f"/images/<sha256>/{PLAY_NAME}")
def moving(sha256: str) -> Response:
    """The moving picture's file."""
    record, image = record_of(sha256)
    if image.page or images.frames(reading(), image.id) <= 1 or _made(record, image):
        raise Missing(sha256)
    response = send_file(parts().store.play_path(image.sha256), mimetype="image/webp", conditional=True)
    public = photographs.public(record)
    response.headers["Cache-Control"] = "public, max-age=3600" if public else "private, no-store"
    return response


def _made(record: Photograph, image: Kept) -> str:
    """Have the moving derivative made if it is not there; why not, empty where it is there now.

    One at a time: whoever asks for many has no more than one process at work.
    """
    store = parts().store
    path = store.play_path(image.sha256)
    if whole(path):
        return ""
    reason = store.why_unplayed(image.sha256)
    if reason or not store.has(image.sha256):
        return reason or PLAY_NAME
    with store.alone("play") as mine:
        if not mine:
            return str(BUSY)
        words = pictures.attribution(record.values(), texts.alts(reading(), record))
        try:
            parts().sandbox.animate(store.path(image.sha256), store.derived_folder(image.sha256), words)
        except Refused as refused:
            store.note_unplayed(image.sha256, refused.reason)
            return refused.reason
    return ""
