"""A date inside a caption's picture sentence that does not close it after a place.

'The mayor opens the bridge on May 12, 1938.', 'Una mujer, hacia 1950.', 'A tram on May 12, 1938, in Linz.'
Such a date may be the picture's or the story's, so a person is asked; an agency's own form is the picture's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from archive.dates import TONGUES, BadDate, Reading, read_phrase
from archive.ingest.sheets import closing, dateline

_ENDS = ".!?…”\"’')»] \n\t"
_MOST_WORDS = 8  # of a phrase: 'between 12 May 1938 and 3 June 1940'
_YEAR = re.compile(r"[12]\d{3}")  # alone it may be a number: 'a crowd of 2000'
_OPENING = re.compile(r"(?i)^(?:on|in|en|el|am|im|le)(?: the)? (?=\S)")


@dataclass(frozen=True)
class Inside:
    """A date as the sentence writes it and as it was read; `sure` says that it is the picture's."""

    text: str
    reading: Reading
    sure: bool


def read(caption: str, language: str, *, from_agency: bool) -> Inside | None:
    """The one date of the picture sentence that may be the picture's, or None.

    It ends the sentence, or is a day with its year anywhere in it. Where two differ, where it is to come, or
    where it only bounds a time ('since 1950'), there is none. In a caption with an agency's dateline, a day
    after 'on' at the sentence's end is the picture's. Raises archive.dates.BadDate where the words at the end
    are a date that no calendar has.
    """
    sentence = closing.picture_sentence(caption).rstrip(_ENDS)
    ended = _at_end(sentence, language)
    days = _days(sentence, language)
    if ended is None:
        return Inside(*days[0], sure=False) if len(days) == 1 and _is_past(days[0][1]) else None
    text, reading = ended
    if any(day.edtf != reading.edtf for _words, day in days) or not _is_past(reading):
        return None
    told_on = re.search(rf"(?i)\b(?:on|el) {re.escape(text)}$", sentence) is not None
    return Inside(text, reading, sure=from_agency and told_on and bool(days))


def _at_end(sentence: str, language: str) -> tuple[str, Reading] | None:
    """The longest phrase with a year that ends a sentence, read whole in the sheet's language or another."""
    for found in [*re.finditer(r"\S+", sentence)][-_MOST_WORDS:]:
        before, phrase = sentence[: found.start()].rstrip(), sentence[found.start() :]
        if not _YEAR.search(phrase):
            return None
        text = _OPENING.sub("", phrase)
        for code in dict.fromkeys((language, *TONGUES)):
            reading = _read(text, code)
            if reading and reading.edtf:
                return (text, reading) if _tells(before, phrase, text, reading) else None
    return None


@lru_cache(4096)  # the captions of a sheet end alike
def _read(text: str, language: str) -> Reading | None:
    return read_phrase(text, language)


def _tells(before: str, phrase: str, text: str, reading: Reading) -> bool:
    """Whether a phrase at a sentence's end is likely a moment, and not a bound, a span or a quantity."""
    if re.search(r"\[\.\.|\.\.\]", reading.edtf):
        return False
    apart = before.endswith((",", "(", "[", "–", "—", ":"))
    if "/" in reading.edtf:
        return apart
    return apart or phrase != text or not _YEAR.fullmatch(text)


def _days(sentence: str, language: str) -> list[tuple[str, Reading]]:
    """The days with their years that a sentence tells, each once."""
    days: dict[str, tuple[str, Reading]] = {}
    for found in dateline.DAYS_TOLD.finditer(sentence):
        try:
            reading = dateline.whole_day(found[0], language)
        except BadDate:
            continue
        if reading:
            days.setdefault(reading.edtf, (found[0], reading))
    return list(days.values())


def _is_past(reading: Reading) -> bool:
    return (reading.earliest or "") <= datetime.now(UTC).date().isoformat()
