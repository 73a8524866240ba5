"""From text to searchable tokens: the one analyser for every engine, when indexing and when asking.

A token is written as an engine stores it. `=word` is the word as it stands, folded: compatibility forms
(NFKD/NFKC), case and accents are gone. `en:word` is its stem by the Snowball rules of that language. Both
stand at the same position, so an exact phrase looks only at `=` tokens and never meets a stem.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from whoosh.lang import stemmer_for_language

LONGEST = 64  # characters of a word that count; the rest of a longer one is ignored on both sides
EXACT = "="

_STEMMERS: dict[str, Callable[[str], str]] = {code: stemmer_for_language(code) for code in ("en", "es")}
LANGUAGES = tuple(_STEMMERS)

_MARKS = "".join(chr(n) for n in range(0x300, 0x10000) if unicodedata.category(chr(n)).startswith("M"))
# Accents on letters, Arabic vowel signs and the stretching sign carry no difference that searchers type.
_DROPPED = dict.fromkeys(
    [*range(0x300, 0x370), *range(0x64B, 0x660), 0x640, 0x670, 0xAD, 0x200B, 0x200C, 0x200D, 0xFEFF],
)
# Letters that Unicode does not take apart, though people type them apart.
_LIKE = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th"},
)
# Scripts written without spaces: each sign is a token, so that any run of signs is found as a phrase.
_SIGN = "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
_SIGN += "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"

_APOSTROPHES = "'’ʼ"
_WORD = rf"(?:[^\W_]|[{re.escape(_MARKS)}])+"
_JOINED = rf"[{_APOSTROPHES}\-\u2010._·]|(?<=\d),(?=\d)"
_COMPOUND = re.compile(rf"{_WORD}(?:(?:{_JOINED}){_WORD})*")
_PART = re.compile(_WORD)
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}]s$")
_PIECE = re.compile(rf"[{_SIGN}][{re.escape(_MARKS)}]*|[^{_SIGN}]+")
_UNSPACED = re.compile(f"[{_SIGN}]")
_SPANISH_NOUN = re.compile(r"([cs])ion$")


class Token(NamedTuple):
    """One searchable form of one word: its stored text and the place of the word, counted from 0."""

    text: str
    position: int


class Forms(NamedTuple):
    """What a query word may be found as: any of the tokens, or all parts side by side in this order."""

    tokens: tuple[str, ...]
    parts: tuple[str, ...]


def fold(text: str) -> str:
    """Text without case, accents and compatibility forms."""
    if text.isascii():
        return text.lower()
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFKC", bare.translate(_DROPPED)).translate(_LIKE)


def parts(text: str) -> tuple[str, ...]:
    """The folded words of a text in order, compounds taken apart: `USF34-009872` gives two."""
    return tuple(piece for _, pieces in _compounds(text) for piece in pieces)


def tokens(text: str, language: str = "") -> list[Token]:
    """Everything a text is found by. `language` is a BCP 47 tag; without stemmer or tag, words stand as is.

    A compound such as `2024-000123`, `O'Brien` or `U.S.A.` is found by its parts, side by side, and whole
    without its signs, at the place of its first part.
    """
    stemmed = language.split("-", maxsplit=1)[0].lower()
    found: list[Token] = []
    position = 0
    for whole, pieces in _compounds(text):
        if whole:
            found.append(Token(EXACT + whole, position))
        for piece in pieces:
            found.append(Token(EXACT + piece, position))
            if stemmed in _STEMMERS and _stemmable(piece):
                found.append(Token(_stem(piece, stemmed), position))
            position += 1
    return found


def phrase(text: str) -> tuple[str, ...]:
    """The tokens that an exact phrase asks for, in order."""
    return tuple(EXACT + part for part in parts(text))


def forms(word: str) -> Forms:
    """What a query word is looked up as: itself and its stem in every language known, or its parts."""
    pieces = parts(word)
    if len(pieces) != 1:
        whole = joined(word)
        return Forms((EXACT + whole,) if whole else (), phrase(word))
    (piece,) = pieces
    stems = [_stem(piece, language) for language in LANGUAGES] if _stemmable(piece) else []
    return Forms((EXACT + piece, *stems), ())


def joined(text: str) -> str:
    """A word or compound written as one, as prefixes look for it; empty if signs of it stand alone."""
    whole = "".join(parts(text))
    return "" if _UNSPACED.search(whole) else whole[:LONGEST]


def unspaced(text: str) -> bool:
    """Whether a text has signs of a script written without spaces, where a prefix is simply a word."""
    return bool(_UNSPACED.search(fold(text)))


def wordlike(character: str) -> bool:
    """Whether a character can be part of a word."""
    return character.isalnum() or unicodedata.category(character).startswith("M")


def _compounds(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each compound of a text: written as one ('' for a single word), and its parts."""
    for match in _COMPOUND.finditer(fold(text)):
        words = [word[:LONGEST] for word in _PART.findall(_POSSESSIVE.sub("", match.group()))]
        pieces = tuple(piece for word in words for piece in _PIECE.findall(word))
        # A compound of signs has no form of its own: its signs side by side are what is asked for.
        whole = "".join(words)[:LONGEST] if 1 < len(words) == len(pieces) else ""
        yield whole, pieces


def _stemmable(piece: str) -> bool:
    return piece.isascii() and piece.isalpha()


@lru_cache(maxsize=65_536)
def _stem(piece: str, language: str) -> str:
    # Folding took the accent that the Spanish rules look for in -ción and -sión.
    word = _SPANISH_NOUN.sub(r"\1ión", piece) if language == "es" else piece
    return f"{language}:{_STEMMERS[language](word)}"
