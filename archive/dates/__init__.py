"""Dates as archivists write them, recorded as EDTF (ISO 8601-2) with sortable bounds.

Two ways in, EDTF itself and a phrase in somebody's language; the one entry field uses `read`.
"""

from __future__ import annotations

import re

from archive.dates import unclear
from archive.dates.bounds import parse_edtf
from archive.dates.phrases import read_phrase
from archive.dates.reading import (
    UNDATED,
    BadDate,
    Impossible,
    NotUnderstood,
    Reading,
    Reason,
    Unclear,
    message,
)  # fmt: skip
from archive.dates.tongues import TONGUES, code
from archive.dates.words import in_words

__all__ = [
    "TONGUES", "BadDate", "Impossible", "NotUnderstood", "Reading", "Reason", "Unclear", "code", "decade",
    "in_words", "parse_edtf", "read", "read_phrase",
]  # fmt: skip

# Level 2 codes for hemispheres and quarters look exactly like a shortened range of years.
_YEARS_OR_CODE = re.compile(r"(\d\d)(\d\d)-(2[5-9]|3\d|4[01])")
_YEARS_OR_MONTH = re.compile(r"([12]\d)(\d\d)-(0[1-9]|1[0-2]|2[1-4])")  # or a season


_EDTF_LIKE = re.compile(r"[\[{]?[\dXY~?%/.,:TZ+ -]{4,}[\]}]?")
_EXAMPLES = {
    "en": "12 May 1938, June 2024, about 1950",
    "es": "12 de mayo de 1938, junio de 2024, hacia 1950",
    "fr": "12 mai 1938, juin 2024, vers 1950",
    "de": "12. Mai 1938, Juni 2024, um 1950",
}


def read(text: str, language: str = "en") -> Reading:
    """Read what one entry field holds: EDTF first, then a phrase in the given language.

    “1910-11” and “1914-21” are asked about, though they are EDTF for a month and a season: on a sheet they
    may as well be two years.
    Empty text is an undated picture. Raises BadDate, whose reason says what is wrong: Impossible where no
    calendar has the date, NotUnderstood, and Unclear, with the readings, where there are several.
    """
    text = text.strip()
    if not text:
        return UNDATED
    if found := _YEARS_OR_CODE.fullmatch(text):
        raise _years_or_code(text, *found.groups())
    refused = None
    if (found := _YEARS_OR_MONTH.fullmatch(text)) and found[3] > found[2]:
        raise _unclear(text, (f"{found[1]}{found[2]}/{found[1]}{found[3]}", text))
    try:
        return parse_edtf(text)
    except BadDate as error:
        refused = error
    reading = read_phrase(text, language)
    if reading is not None:
        return reading
    choices = unclear.readings(text, language)
    if choices is not None:
        raise _unclear(text, choices)
    if _EDTF_LIKE.fullmatch(text):
        raise refused
    raise NotUnderstood(
        message(
            "“{words}” was not understood as a date. Write it like one of these: {examples}, 1938, 1935/1940."
        ),
        words=_shown(text),
        examples=_EXAMPLES[code(language)],
    )


def _years_or_code(text: str, century: str, year: str, last: str) -> Unclear:
    if last <= year:
        told = message("“{words}” may be a range of years or a season's code in EDTF.")
        return Unclear(told, words=text)
    years = f"{century}{year}/{century}{last}"
    told = message(
        "“{words}” may be a range of years or a season's code in EDTF. Write {years} for the years."
    )
    return Unclear(told, (years,), words=text, years=years)


def _unclear(text: str, choices: tuple[str, ...]) -> Unclear:
    told = message(
        "“{words}” can be read in more than one way. Write the month as a word and the year in full."
    )
    return Unclear(told, choices, words=_shown(text))


def decade(earliest: str | None) -> str | None:
    """The decade of a first possible day, named by its first year: '1935-01-01' gives '1930'."""
    return f"{earliest[:3]}0" if earliest else None


def _shown(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"  # noqa: PLR2004 - what fits an error line
