"""The words of a date in a cell: read, asked about where they are unclear, refused where no such day is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from archive import dates
from archive.catalogue import dating


@dataclass(frozen=True)
class Read:
    """What a cell says: the EDTF ('' for none), whether it was understood, and a sentence where it was not.

    `impossible` says that the sentence refuses the row, `unclear` that the words have several readings.
    """

    edtf: str = ""
    understood: bool = True
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
        return Read("", understood=False, words=f"date_text: {found.reason}", impossible=True)
    said = [f"date_text: {found.reason}"]
    if found.choices:
        readings = " or ".join(f"{dates.in_words(one.edtf)} ({one.edtf})" for one in found.choices)
        said.append(f"It could mean {readings}; write the one that is meant into the column “edtf”.")
    told = " ".join([*said, "The words are kept as they are."])
    return Read("", understood=False, words=told, unclear=bool(found.choices))


def followed(words: str, edtf: str, language: str) -> bool:
    """Whether a record's EDTF is the reading of its words and nothing that somebody gave beside them."""
    return bool(words) and read(words, language).edtf == edtf
