"""Limits: guessing passwords is slow, asking is for people, bodies are small but for uploads."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from archive.web.request import actor, parts

SIGN_INS = "10 per minute; 60 per hour"
ASKING = {"minute": 10, "hour": 60}  # what readers send without an account, by address
LIVE = "120 per minute"  # what a page's script asks while somebody writes, by address
VIEWS = 3  # of one photograph from one address that count in a minute
FORM_BYTES = 4_000_000  # a caption of a million letters still comes back to its form
NOTE_BYTES = 64_000  # what readers send without an account: a note and a few words beside it
UPLOADS = ("intake.send", "edit.attach")
NOTES = ("asking.ask", "asking.report")
limiter = Limiter(get_remote_address, storage_uri="memory://", strategy="moving-window")


def sign_ins(app: Flask) -> None:
    """Limit tries to sign in by address; each server process counts for itself."""
    app.config.setdefault("RATELIMIT_HEADERS_ENABLED", False)
    limiter.init_app(app)
    views: dict[str, Any] = app.view_functions
    views["security.login"] = limiter.limit(SIGN_INS, methods=["POST"])(views["security.login"])


def bodies(app: Flask) -> None:
    """Take large bodies only as uploads, and only from archivists: nobody else has memory or disk used up."""

    @app.before_request
    def _set_the_limit() -> None:
        if request.endpoint in NOTES:
            request.max_content_length = NOTE_BYTES
        uploading = request.endpoint in UPLOADS and request.mimetype == "multipart/form-data"
        if uploading and actor().may("archivist"):
            request.max_content_length = parts().settings.max_bytes * 4


def asking() -> str:
    """ASKING as one server process of several has to count it, since each counts for itself."""
    share = max(1, parts().settings.workers)
    return "; ".join(f"{max(1, most // share)} per {span}" for span, most in ASKING.items())


class Few:
    """Counts the same thing a few times a minute and no more; remembered for that minute, in memory alone."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._minute, self._seen = 0, Counter[Hashable]()
        self._lock = threading.Lock()

    def take(self, what: Hashable) -> bool:
        """Whether this counts: not if as much of it came in this minute."""
        with self._lock:
            minute = int(self._clock() // 60)
            if minute != self._minute:
                self._minute, self._seen = minute, Counter()
            self._seen[what] += 1
            return self._seen[what] <= self._most


class Places:
    """So many at once in one server process; whoever finds no place is told so at once and does not wait."""

    def __init__(self, most: int) -> None:
        self._free = threading.BoundedSemaphore(most)

    @contextmanager
    def one(self) -> Iterator[bool]:
        """Whether there was a place; it is taken until the block ends."""
        mine = self._free.acquire(blocking=False)
        try:
            yield mine
        finally:
            if mine:
                self._free.release()


def wait() -> int:
    """Seconds until the limit that this request broke lets another one through."""
    broken = limiter.current_limit
    return max(1, int(broken.reset_at - time.time())) if broken else 60


def from_this_site() -> bool:
    """Whether a page of ours sent this form, as browsers tell (Fetch Metadata, else the Origin header).

    A program that says neither is let through: no other site can make a reader's browser do that.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    try:
        return origin is None or urlsplit(origin).netloc == request.host
    except ValueError:
        return False
