"""Dates as archivists write them, recorded as EDTF (ISO 8601-2) with sortable bounds.

Two ways in, EDTF itself and a phrase in somebody's language; the one entry field uses `read`.
"""

from __future__ import annotations

import re

from archive.dates.bounds import parse_edtf
from archive.dates.phrases import ambiguous, read_phrase
from archive.dates.reading import UNDATED, BadDate, Reading
from archive.dates.words import in_words

__all__ = ["BadDate", "Reading", "decade", "in_words", "parse_edtf", "read", "read_phrase"]

# Level 2 codes for hemispheres and quarters look exactly like a shortened range of years.
_YEARS_OR_CODE = re.compile(r"(\d\d)(\d\d)-(2[5-9]|3\d|4[01])")


def read(text: str, language: str = "en") -> Reading:
    """Read what one entry field holds: EDTF first, then a phrase in the given language.

    Empty text is an undated picture. Raises BadDate, whose reason says what is wrong or unclear:
    the date is impossible, it can be read in two ways, or the words are not understood.
    """
    text = text.strip()
    if not text:
        return UNDATED
    if found := _YEARS_OR_CODE.fullmatch(text):
        century, year, code = found.groups()
        years = f" Write {century}{year}/{century}{code} for the years." if code > year else ""
        raise BadDate(f"“{text}” may be a range of years or a season's code in EDTF.{years}")
    refused = None
    try:
        return parse_edtf(text)
    except BadDate as error:
        refused = error
    reading = read_phrase(text, language)
    if reading is not None:
        return reading
    if _looks_like_edtf(text):
        raise refused
    raise BadDate(_not_understood(text, language))


def decade(earliest: str | None) -> str | None:
    """The decade of a first possible day, named by its first year: '1935-01-01' gives '1930'."""
    return f"{earliest[:3]}0" if earliest else None


def _looks_like_edtf(text: str) -> bool:
    return re.fullmatch(r"[\[{]?[\dXY~?%/.,:TZ+ -]{4,}[\]}]?", text) is not None and not ambiguous(text)


def _not_understood(text: str, language: str) -> str:
    shown = text if len(text) <= 60 else f"{text[:59]}…"  # noqa: PLR2004 - what fits an error line
    if ambiguous(text):
        return f"“{shown}” can be read in more than one way. Write the month as a word and the year in full."
    example = (
        "12 de mayo de 1938, junio de 2024, hacia 1950"
        if language[:2] == "es"
        else ("12 May 1938, June 2024, about 1950")
    )
    return f"“{shown}” was not understood as a date. Write it like one of these: {example}, 1938, 1935/1940."
