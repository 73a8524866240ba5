"""Giving a record one file that somebody uploaded for it."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from archive.catalogue import photographs
from archive.catalogue.images import Known
from archive.history import Actor
from archive.ingest import pictures
from archive.ingest.outcome import Options, Outcome
from archive.ingest.sources import Source, printable
from archive.ingest.tools import Tools
from archive.ingest.uploads import spooled
from archive.media.values import Refused


def attach_upload(
    tools: Tools, actor: Actor, accession: str, stream: IO[bytes], file_name: str, role: str
) -> Outcome:
    """Give a record the uploaded file as recto, verso or other; one of that role stays in history.

    Raises Refused, TooLarge, Known, StoreFull, Missing, Forbidden with a sentence; then nothing changed.
    """
    with spooled(tools.store, stream) as path:
        source = Source(printable(Path(file_name).name) or "upload", path)
        ready = pictures.keep(tools, source, None, Options(), replacing=True)
    if isinstance(ready, Outcome):
        if ready.what == "unchanged":
            raise Known(ready.accession)
        raise Refused(ready.reason)
    prepared, file = ready
    with tools.db.writing() as session:
        target = photographs.get(session, accession)
        outcome = pictures.attach_to(session, actor, target, prepared, file, role=role)
    if outcome.what == "unchanged":
        raise Known(outcome.accession)
    return outcome
