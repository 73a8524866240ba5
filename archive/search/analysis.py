"""From text to searchable tokens: the one analyser for every engine, when indexing and when asking.

A token is written as an engine stores it. `=word` is the word as it stands, folded: compatibility forms
(NFKD/NFKC), case and accents are gone; a word with other spellings (see `folding`) has a token of each.
`en:word` is its stem in the language of the text. All stand at the same position, so an exact phrase looks
only at `=` tokens and never meets a stem. The commonest words of a language have no stem.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from archive.search import stems
from archive.search.folding import bare, fold, lower, spelt

LONGEST = 64  # characters of a word that count; the rest of a longer one is ignored on both sides
EXACT = "="
LANGUAGES = stems.LANGUAGES

_MARKS = "".join(chr(n) for n in range(0x300, 0x10000) if unicodedata.category(chr(n)).startswith("M"))
# Scripts written without spaces: each sign is a token, so that any run of signs is found as a phrase.
_SIGN = "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
_SIGN += "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"

_APOSTROPHES = "'’ʼ"
# Possessive: nothing that follows could need less of a word, and a word of a megabyte keeps no way back.
_WORD = rf"(?:[^\W_]|[{re.escape(_MARKS)}])++"
_JOINED = rf"[{_APOSTROPHES}\-\u2010._·]|(?<=\d),(?=\d)"
_COMPOUND = re.compile(rf"{_WORD}(?:(?:{_JOINED}){_WORD})*+")
_PART = re.compile(_WORD)
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}]s$")
_PIECE = re.compile(rf"[{_SIGN}][{re.escape(_MARKS)}]*|[^{_SIGN}]+")
_UNSPACED = re.compile(f"[{_SIGN}]")
_CLITICS = frozenset({"", "ar"})  # languages of texts whose Arabic letters make Arabic words
_new = tuple.__new__  # what Token does itself, at a third of the time


class Token(NamedTuple):
    """One searchable form of one word: its stored text and the place of the word, counted from 0."""

    text: str
    position: int


class Forms(NamedTuple):
    """What a query word may be found as: any of the tokens, or all parts side by side in this order."""

    tokens: tuple[str, ...]
    parts: tuple[str, ...]


class Outline(NamedTuple):
    """Where a compound or single word stands, and each of its words; a possessive is of its word."""

    start: int
    end: int
    pieces: tuple[tuple[int, int], ...]


def parts(text: str) -> tuple[str, ...]:
    """The folded words of a text in order, compounds taken apart: `USF34-009872` gives two."""
    return tuple(piece for _, pieces in _compounds(fold(text)) for piece in pieces)


def tokens(text: str, language: str = "") -> list[Token]:
    """Everything a text is found by. `language` is a BCP 47 tag; without stemmer or tag, words stand as is.

    A compound such as `2024-000123`, `O'Brien` or `U.S.A.` is found by its parts, side by side, and whole
    without its signs, at the place of its first part.
    """
    code = language.partition("-")[0].lower()
    found: list[Token] = []
    position = 0
    for chunk in text.split():
        made, words = _remembered(chunk, code) if len(chunk) <= LONGEST else _analysed(chunk, code)
        found += [_new(Token, (token, position + after)) for token, after in made]
        position += words
    return found


def chunk_tokens(chunk: str, code: str) -> tuple[tuple[tuple[str, int], ...], int]:
    """The tokens of text without spaces, each with its place, and how many words there are.

    `code` is the language alone, in lower case. Chunk by chunk this is what `tokens` gives.
    """
    return _remembered(chunk, code) if len(chunk) <= LONGEST else _analysed(chunk, code)


def phrase(text: str) -> tuple[str, ...]:
    """The tokens that an exact phrase asks for, in order."""
    return tuple(EXACT + part for part in parts(text))


def forms(word: str) -> Forms:
    """What a query word is looked up as: itself, its other spellings and its stems, or its parts.

    Its stems are those of each language that the word, as it is typed, can be a word of; a stem finds texts
    of its own language only.
    """
    pieces = parts(word)
    if len(pieces) != 1:
        whole = joined(word)
        return Forms((EXACT + whole,) if whole else (), phrase(word))
    (piece,) = pieces
    spellings = dict.fromkeys((piece, *_others(piece, _spelt_parts(word)[0], "")))
    stemmed = dict.fromkeys(stem for one in spellings for stem in stems.forms(one, lower(word))[0])
    besides = stems.forms(piece, lower(word))[1]
    return Forms((*(EXACT + one for one in (*spellings, *besides)), *stemmed), ())


def stop_word(word: str, language: str) -> bool:
    """Whether a word is among the commonest of this language, which say little about a text."""
    pieces = parts(word)
    return len(pieces) == 1 and stems.common(pieces[0], language.partition("-")[0].lower())


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


def outline(folded: str) -> Iterator[Outline]:
    """Where the compounds and words of a folded text stand; the words are those of `parts`, in order."""
    for match in _COMPOUND.finditer(folded):
        start, inside = match.start(), _POSSESSIVE.sub("", match.group())
        pieces: list[tuple[int, int]] = []
        for word in _PART.finditer(inside):
            at = start + word.start()
            pieces += ((at + piece.start(), at + piece.end()) for piece in _PIECE.finditer(word[0][:LONGEST]))
            pieces[-1] = (pieces[-1][0], start + word.end())
        pieces[-1] = (pieces[-1][0], match.end())
        yield Outline(start, match.end(), tuple(pieces))


def _analysed(chunk: str, code: str) -> tuple[tuple[tuple[str, int], ...], int]:
    found: list[tuple[str, int]] = []
    position = 0
    out = spelt(chunk)
    second = _compounds(out) if out else iter(())
    for (whole, pieces), (whole_out, pieces_out) in zip_longest(
        _compounds(fold(chunk)), second, fillvalue=("", ())
    ):
        wholes = filter(None, dict.fromkeys((whole, whole_out)))
        found.extend((EXACT + one, position) for one in wholes)
        for piece, piece_out in zip_longest(pieces, pieces_out, fillvalue=""):
            if piece:
                found.extend((token, position) for token in _tokens_of(piece, piece_out, code))
                position += 1
    return tuple(found), position


# Texts repeat few words many times, so most of a text has been analysed before. Words with the same marks
# around them are kept together; what is longer than any word is not worth keeping.
_remembered = lru_cache(maxsize=50_000)(_analysed)


@lru_cache(maxsize=50_000)
def _tokens_of(piece: str, piece_out: str, code: str) -> tuple[str, ...]:
    """Every token of one word, its other spelling given."""
    others = _others(piece, piece_out, code)
    exact = tuple(EXACT + one for one in dict.fromkeys((piece, *others)))
    if code not in LANGUAGES or not stems.stemmable(piece) or stems.common(piece, code):
        return exact
    return (*exact, stems.stem(piece, code))


def _others(piece: str, piece_out: str, code: str) -> Iterator[str]:
    """Other spellings that a word is found by, whether it is one of a text or of a query."""
    if piece_out:
        yield piece_out
    if code in _CLITICS and (without := bare(piece)):
        yield without


def _spelt_parts(word: str) -> tuple[str, ...]:
    out = spelt(word)
    return parts(out) if out else ("",)


def _compounds(folded: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each compound of a folded text: written as one ('' for a single word), and its parts."""
    for match in _COMPOUND.finditer(folded):
        words = [word[:LONGEST] for word in _PART.findall(_POSSESSIVE.sub("", match.group()))]
        pieces = tuple(piece for word in words for piece in _PIECE.findall(word))
        # A compound of signs has no form of its own: its signs side by side are what is asked for.
        whole = "".join(words)[:LONGEST] if 1 < len(words) == len(pieces) else ""
        yield whole, pieces
