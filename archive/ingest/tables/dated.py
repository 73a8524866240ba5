"""The words of a date in a cell: read, asked about where they are unclear, refused where no such day is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from archive import dates
from archive.catalogue import dating
from archive.dates import BadDate, NotUnderstood, Unclear
from archive.dates.reading import NoSuchDay

_FIGURES = re.compile(r"\d{4}-\d")  # how EDTF begins


@dataclass(frozen=True)
class Read:
    """What a cell says: the EDTF ('' for none), whether it was understood, and a sentence where it was not.

    `impossible` says that the sentence refuses the row.
    """

    edtf: str = ""
    understood: bool = True
    words: str = ""
    impossible: bool = False


@lru_cache(maxsize=4096)
def read(words: str, language: str) -> Read:
    """Read the words of a date as the record would; remembered, because tables repeat their dates."""
    if not words:
        return Read()
    found = dating.understand(words, language)
    if found.reading is not None:
        return Read(found.edtf)
    if not found.choices and _impossible(words, language):
        return Read("", understood=False, words=f"date_text: {found.reason}", impossible=True)
    said = [f"date_text: {found.reason}"]
    if found.choices:
        readings = " or ".join(f"{dates.in_words(one.edtf)} ({one.edtf})" for one in found.choices)
        said.append(f"It could mean {readings}; write the one that is meant into the column “edtf”.")
    return Read("", understood=False, words=" ".join([*said, "The words are kept as they are."]))


def _impossible(words: str, language: str) -> bool:
    """Whether some language understands the words, and no calendar has such a day."""
    for tongue in dict.fromkeys((language, *dating.TONGUES)):
        try:
            dates.read(words, tongue)
        except (NotUnderstood, Unclear):
            continue
        except NoSuchDay:
            return True
        except BadDate:
            if _FIGURES.match(words):
                return True
    return False


def followed(words: str, edtf: str, language: str) -> bool:
    """Whether a record's EDTF is the reading of its words and nothing that somebody gave beside them."""
    return bool(words) and read(words, language).edtf == edtf
