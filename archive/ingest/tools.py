"""What an import works with, handed in by the edge that started it."""

from __future__ import annotations

from dataclasses import dataclass

from archive.db import Database
from archive.media.exiftool import MetadataReader
from archive.media.sandbox import Sandbox
from archive.media.store import Store


@dataclass(frozen=True)
class Tools:
    """Catalogue, kept bytes, limited child processes, reader of embedded metadata."""

    db: Database
    store: Store
    sandbox: Sandbox
    reader: MetadataReader
    at_once: int = 2  # pictures in work at the same time
