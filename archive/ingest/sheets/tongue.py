"""The language of a sheet, by the small words that every sentence needs, and of a line that differs."""

from __future__ import annotations

import re

from archive import languages
from archive.descriptions.lint.language import other_language

_ENGLISH = "the of and to in is are was were for with that by on from at as it an this has have their his her"
_SPANISH = "el la los las de del y que en un una es son fue para con por se su al como más desde entre sobre"
_WORDS = {"en": frozenset(_ENGLISH.split()), "es": frozenset(_SPANISH.split())}
_CLEAR = 2  # how many times as many words the likelier language must have


def guess(text: str) -> str | None:
    """'en' or 'es', or None where the small words do not clearly say."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    counts = sorted(
        ((sum(word in known for word in words), code) for code, known in _WORDS.items()), reverse=True
    )
    (most, code), (second, _) = counts
    return code if most and most >= _CLEAR * second else None


def of_line(text: str, language: str) -> languages.Language | None:
    """The language of a line that is plainly not in its sheet's, or None; names alone never tell."""
    name = other_language(text, language)
    return next((one for one in languages.LANGUAGES if one.english == name), None)
