"""What a picture's file turns out to be: facts for the catalogue, and what a person should know of them."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from archive.catalogue.images import FRAMES, MOVING, File
from archive.catalogue.models import Image
from archive.config import message
from archive.ingest.sources import Source
from archive.ingest.tools import Tools
from archive.media.values import PAGES_SHOWN, Attribution, Derived, Inspected, Refused

UNREADABLE_BACK = message("The file's second page could not be read, so only the first is shown.")
# How the names of the taken formats end; others that pictures have are known, so that a wrong one is seen.
ENDINGS = {
    "JPEG": (".jpg", ".jpeg", ".jpe", ".jfif", ".mpo"),
    "PNG": (".png", ".apng"),
    "TIFF": (".tif", ".tiff"),
    "WEBP": (".webp",),
    "GIF": (".gif",),
    "AVIF": (".avif", ".avifs"),
    "JPEG 2000": (".jp2", ".j2k", ".jpx", ".jpf", ".j2c", ".jpc"),
    "HEIC": (".heic", ".heif", ".hif"),
    "another": (".bmp", ".psd", ".svg"),
}


def findings(name: str, made: Inspected | Derived) -> list[str]:
    """What a file's content tells otherwise than its name, or holds more of than is shown."""
    found = []
    suffix = Path(name).suffix.lower()
    if suffix not in ENDINGS[made.format] and any(suffix in endings for endings in ENDINGS.values()):
        found.append(
            f"The name ends in {suffix}, but the file is a {made.format} picture. It is taken as what it is."
        )
    if made.pages > 1:
        found.append(_pages(made.frames))
    elif made.format == "HEIC" and made.frames > 1:
        found.append(f"The file holds {made.frames} pictures; only the one that it calls primary is shown.")
    elif made.frames > 1:
        found.append(f"The file holds {made.frames} pages or frames; only the first is shown.")
    return found


def _pages(count: int) -> str:
    more = f" Pages after these are not shown: {count - PAGES_SHOWN}." if count > PAGES_SHOWN else ""
    return (
        f"The file holds {count} pages. The first is shown as the front of the photograph, the second as its "
        f"back where the record has no other.{more}"
    )


@dataclass(frozen=True)
class Made:
    """What was derived of a file: its front, its back where it holds one, and what is to be said of it."""

    front: Derived
    back: Derived | None
    findings: list[str]

    def file(self, **told: Any) -> File:
        """The file's row; `told` are sha256, bytes, file_name, and embedded, which only the front keeps."""
        back = None
        if self.back is not None:
            back = File(**(told | {"embedded": {}}), **_shape(self.back), page=1)
        if self.front.format in MOVING and self.front.frames > 1:
            told["embedded"] = {**told["embedded"], FRAMES: self.front.frames}
        return File(**told, **_shape(self.front), back=back)


def _shape(made: Derived) -> dict[str, Any]:
    return {"format": made.format, "width": made.width, "height": made.height}


def derive(tools: Tools, source: Source, sha256: str, words: Attribution) -> Made:
    """Make the derivatives of a file's front, and of its back where it holds one.

    A back that cannot be read is left out, and that is said. Raises as `Sandbox.derive` does; then `forget`
    what was made.
    """
    front = tools.sandbox.derive(source.path, tools.store.derived_folder(sha256), words)
    found = findings(source.name, front)
    if front.pages == 1:
        return Made(front, None, found)
    try:
        back = tools.sandbox.derive(source.path, tools.store.derived_folder(sha256, 1), words, 1)
    except Refused:
        tools.store.forget_derived(sha256, 1)
        return Made(front, None, [*found[:-1], UNREADABLE_BACK])
    return Made(front, back, found)


def forget(tools: Tools, sha256: str) -> None:
    """Delete the derivatives of a file that does not come in."""
    for page in range(PAGES_SHOWN):
        tools.store.forget_derived(sha256, page)


class InHand:
    """Which files an import is at, by their bytes: two of one content share their derivatives."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._lock = threading.Lock()
        self._at: Counter[str] = Counter()

    def take(self, sha256: str) -> None:
        """Say that derivatives of these bytes are going to be made and needed."""
        with self._lock:
            self._at[sha256] += 1

    def leave(self, sha256: str) -> None:
        """Say that they are not needed any more; without a record, and anybody else at them, they go."""
        with self._lock:
            self._at[sha256] -= 1
            if self._at[sha256] > 0:
                return
            del self._at[sha256]
            with self._tools.db.reading() as session:
                query = select(Image.id).where(Image.sha256 == sha256).limit(1)
                there = session.scalar(query.where(Image.replaced == ""))  # these have an index
                named = there is not None or session.scalar(query) is not None
            if not named:
                forget(self._tools, sha256)
