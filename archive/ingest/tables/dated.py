"""The words of a date in a cell: read, asked about where they are unclear, refused where no such day is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from archive import dates
from archive.catalogue import dating
from archive.ingest.tables import naming


@dataclass(frozen=True)
class Read:
    """What a cell says: the EDTF ('' for none), whether it was understood, and the reason where it was not.

    `words` are what is told of it. `impossible` says that the reason refuses the row, `unclear` that the
    words have several readings.
    """

    edtf: str = ""
    understood: bool = True
    reason: str = ""
    words: str = ""
    impossible: bool = False
    unclear: bool = False


@lru_cache(maxsize=4096)
def read(words: str, language: str) -> Read:
    """Read the words of a date as the record would; remembered, because tables repeat their dates."""
    if not words:
        return Read()
    found = dating.understand(words, language)
    if found.reading is not None:
        return Read(found.edtf)
    if found.impossible:
        return Read("", understood=False, reason=str(found.reason), impossible=True)
    said = [naming.told("date_text", found.reason)]
    if found.choices:
        readings = " or ".join(f"{dates.in_words(one.edtf)} ({one.edtf})" for one in found.choices)
        said.append(f"It could mean {readings}; write the one that is meant into the column “edtf”.")
    told = " ".join([*said, "The words are kept as they are."])
    return Read("", understood=False, reason=str(found.reason), words=told, unclear=bool(found.choices))


def followed(words: str, edtf: str, language: str) -> bool:
    """Whether a record's EDTF is the reading of its words and nothing that somebody gave beside them."""
    return bool(words) and read(words, language).edtf == edtf
