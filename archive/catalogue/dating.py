"""Dates as somebody wrote them on a record: read in its own language first, then in the others we know."""

from __future__ import annotations

from dataclasses import dataclass

from archive import dates
from archive.dates import BadDate, Reading

TONGUES = ("en", "es")  # languages with a table of phrases


@dataclass(frozen=True)
class Dating:
    """What became of words: a reading, or the reason (a sentence) why there is none.

    `language` is that of the phrases in which they were understood, where it is not the record's own.
    """

    reading: Reading | None
    language: str = ""
    reason: str = ""

    @property
    def edtf(self) -> str:
        """The reading's EDTF; empty for an undated picture, and where the words were not understood."""
        return self.reading.edtf if self.reading else ""


def understand(words: str, language: str) -> Dating:
    """Read a date in words; `language` is the record's, as BCP 47."""
    own = language.partition("-")[0].lower()
    try:
        reading = dates.read(words, language)
        # English stands in for a language without a table; a date in EDTF is in no language.
        return Dating(reading, "" if own in TONGUES or _plain(words) else TONGUES[0])
    except BadDate as refused:
        reason = refused.reason
    for other in TONGUES:
        if other != own:
            try:
                phrase = dates.read_phrase(words, other)
            except BadDate as refused:  # understood, but no calendar has such a day: that says more
                reason = refused.reason
                continue
            if phrase is not None:
                return Dating(phrase, other)
    return Dating(None, reason=reason)


def _plain(words: str) -> bool:
    """Whether a date is EDTF, which needs no language."""
    try:
        dates.parse_edtf(words.strip())
    except BadDate:
        return not words.strip()
    return True
