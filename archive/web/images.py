"""Image files: derivatives for whoever may see the record, originals for archivists."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from flask import Blueprint, Response, send_file

from archive.catalogue import images, photographs
from archive.catalogue.images import Kept, kept
from archive.catalogue.models import Photograph
from archive.descriptions import texts
from archive.descriptions.texts import Picture
from archive.history import Missing
from archive.ingest import pictures
from archive.media.values import FULL_NAME, Attribution, Refused, full_size, widths_for
from archive.web.request import need, parts, reading, staff

pages = Blueprint("images", __name__, url_prefix="/images")
NAME = re.compile(r"([1-9][0-9]{0,4})\.(jpg|webp)")
SHA256 = re.compile(r"([0-9a-f]{64})(-2)?")  # page 2 of a file has its own address
TYPES = {"jpg": "image/jpeg", "webp": "image/webp"}


def record_of(name: str) -> tuple[Photograph, Kept]:
    """The record that shows this page of these bytes to this person, and its row."""
    asked = SHA256.fullmatch(name)
    there = images.by_sha(reading(), asked[1], 1 if asked[2] else 0) if asked else None
    if there is None:
        raise Missing(name)
    image, photograph = there
    if not (photographs.public(photograph) or staff()):
        raise Missing(name)
    return photograph, kept(image)


def whole(path: Path) -> bool:
    """Whether the file is there with something in it; after a power cut it may be empty."""
    return path.is_file() and path.stat().st_size > 0


@pages.get("/<sha256>/<name>")
def derivative(sha256: str, name: str) -> Response:
    """A smaller copy; made on the spot where it is missing, since derivatives are disposable."""
    photograph, image = record_of(sha256)
    wanted = NAME.fullmatch(name)
    if wanted is None or int(wanted[1]) not in widths_for(image.width):
        raise Missing(name)  # nobody can have work done by asking for sizes that do not exist
    path = parts().store.derived_path(image.sha256, int(wanted[1]), wanted[2], image.page)
    _made(path, parts().sandbox.derive, photograph, image)
    response = send_file(path, mimetype=TYPES[wanted[2]], conditional=True, max_age=3600)
    response.headers["Cache-Control"] = (
        "public, max-age=3600" if photographs.public(photograph) else "private, no-store"
    )
    return response


@pages.get(f"/<sha256>/{FULL_NAME}")
def full(sha256: str) -> Response:
    """The whole picture in its own pixels, for staff who look closely; readers are not told that it exists.

    Made on the spot where it is missing and kept beside the smaller ones; never the file as it was sent.
    """
    if not staff():
        raise Missing(sha256)
    photograph, image = record_of(sha256)
    path = parts().store.full_path(image.sha256, image.page)
    _made(path, parts().sandbox.derive_full, photograph, image)
    response = send_file(path, mimetype=TYPES["jpg"], conditional=True)
    shared = photographs.public(photograph)
    response.headers["Cache-Control"] = "private, max-age=3600" if shared else "private, no-store"
    return response


def _made(
    path: Path, derive: Callable[[Path, Path, Attribution, int], object], photograph: Photograph, image: Kept
) -> None:
    """Have a derivative made if it is not there; raises Missing where that cannot be done."""
    store = parts().store
    if not whole(path) and store.has(image.sha256):
        try:
            words = pictures.attribution(photograph.values(), texts.alts(reading(), photograph))
            target = store.derived_folder(image.sha256, image.page)
            derive(store.path(image.sha256), target, words, image.page)
        except (Refused, OSError) as error:
            raise Missing(path.name) from error
    if not whole(path):
        raise Missing(path.name)


@pages.app_template_filter("full_size")
def full_pixels(picture: Picture) -> tuple[int, int]:
    """Width and height of a picture's full-size derivative, in pixels."""
    return full_size(picture.width, picture.height)


@pages.get("/<sha256>/original")
def original(sha256: str) -> Response:
    """The file as it came, for archivists only, always as a download."""
    need("archivist")
    _photograph, image = record_of(sha256)
    path = parts().store.path(image.sha256)
    if not path.exists():
        raise Missing(sha256)
    response = send_file(
        path, mimetype="application/octet-stream", as_attachment=True, download_name=image.file_name
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
