"""Files that no record names: bytes kept for what did not come in, and what was derived of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from concurrent.futures import Future
from contextlib import suppress

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import db
from archive.catalogue.models import Image
from archive.ingest import shapes
from archive.ingest.outcome import Outcome
from archive.ingest.pictures import Ready
from archive.ingest.tools import Tools

log = structlog.get_logger()
AT_ONCE = 500  # hashes in one question to the catalogue
MOST = 100  # files that imports which ended can have left; more have another reason, which a person must see
OLD_SECONDS = 3600.0


def take_back(tools: Tools, futures: Iterable[Future[Ready | Outcome]]) -> None:
    """Remove what an import that ended had kept of pictures, and did not enter.

    Bytes that a record names stay, and such as somebody else put meanwhile. Where the catalogue is busy, all
    stay: the next sweep finds them.
    """
    over = [one for one in futures if one.done() and not one.cancelled() and one.exception() is None]
    ready = [found for found in (one.result() for one in over) if not isinstance(found, Outcome)]
    kept = {prepared.sha256 for prepared, _file in ready}
    if kept:
        with suppress(db.Busy, db.Full, OSError):
            _remove(tools, kept)


def sweep(tools: Tools, seconds: float = OLD_SECONDS) -> int:
    """Remove files so old that no record names, which an import leaves that is killed; returns how many.

    More than imports can leave are left alone, and that is logged: the catalogue may be an earlier one.
    """
    lost: set[str] = set()
    with tools.db.reading() as session:
        for found in tools.store.hashes(seconds):
            lost |= set(found) - _named(session, found, in_force=True)
        lost -= _named(session, lost)
    if len(lost) > MOST:
        log.warning("files without a record", files=len(lost), most=MOST)
        return 0
    return _remove(tools, lost, seconds) if lost else 0


def _remove(tools: Tools, hashes: Collection[str], seconds: float | None = None) -> int:
    """Remove files of these that no record names; in a write transaction, so that none can begin to."""
    with tools.db.reading() as session:
        lost = set(hashes) - _named(session, hashes)
    removed = 0
    with tools.db.writing() as session:
        for sha256 in lost - _named(session, lost, in_force=True):
            try:
                if tools.store.take_back(sha256, seconds) or not tools.store.has(sha256):
                    shapes.forget(tools, sha256)
                    removed += 1
            except OSError as error:  # one that cannot be removed keeps no other, nor the day's other work
                log.warning("file without a record", sha256=sha256, trouble=repr(error))
    return removed


def _named(session: Session, hashes: Collection[str], *, in_force: bool = False) -> set[str]:
    """Those that a record names, or did before another file took their place.

    Files in force have an index; for the others every row is looked at.
    """
    wanted, found = sorted(set(hashes)), set[str]()
    for start in range(0, len(wanted), AT_ONCE):
        query = select(Image.sha256).where(Image.sha256.in_(wanted[start : start + AT_ONCE]))
        found |= set(session.scalars(query.where(Image.replaced == "") if in_force else query))
    return found
