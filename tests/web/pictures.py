"""Gives a record a file's facts; the bytes themselves are of no interest to these pages."""

from __future__ import annotations

import hashlib

from archive.catalogue import images, photographs
from archive.history import OPERATOR
from archive.parts import Parts


def attach(parts: Parts, accession: str, *, role: str = "recto", seed: int = 0, width: int = 640) -> str:
    """Attach the facts of a file to a record; returns its sha256."""
    sha256 = hashlib.sha256(f"{accession} {role} {seed}".encode()).hexdigest()
    facts = images.File(sha256, "JPEG", width, 480, 123_456, f"{role}.jpg", {})
    with parts.db.writing() as session:
        images.attach(session, OPERATOR, photographs.get(session, accession), facts, role=role)
    return sha256
