"""How the rules read texts: folding, words, sentences, quotations, and which texts a photograph has."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from archive.descriptions.lint.values import Subject

SPOKEN = ("en", "es")  # languages that the language-bound rules speak
SHOWN = 5  # words that a message names before it says how many more there are
NEAR = 0.85  # shared words, of all words of both texts, from which one counts as a copy of the other
_CACHED = 5_000  # characters; longer texts are not worth keeping
_NOT_WORD = re.compile(r"[\W_]+")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_QUOTED = re.compile(
    r"“[^”]{0,2000}”|«[^»]{0,2000}»|‘[^’]{0,500}’(?!\w)|\"[^\"]{0,2000}\"|(?<!\w)'[^']{0,500}'(?!\w)"
)
_QUOTE = re.compile("[“«‘\"']")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_OPENERS = "¿¡([{—–-\"'“‘«• \t"
# Writing that puts no spaces between words: Thai to Burmese, Khmer, kana, Han.
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def word_set(text: str) -> frozenset[str]:
    """A set of words written as one text."""
    return frozenset(text.split())


class Piece(NamedTuple):
    """One text of a photograph: the field it stands in, its language code as given, the text."""

    field: str
    language: str
    text: str


def fold(text: str) -> str:
    """Fold case, accents, spaces and punctuation away, for "the same as"; '' if nothing is left."""
    return _folded(text) if len(text) <= _CACHED else _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return _NOT_WORD.sub(" ", text.lower()).strip()
    whole = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = (sign for sign in whole if not unicodedata.combining(sign))
    # Vowel signs of Indic scripts are marks without a combining class: they carry the meaning.
    return " ".join("".join(s if unicodedata.category(s)[0] in "LNM" else " " for s in plain).split())


_folded = lru_cache(maxsize=4096)(_fold)


@lru_cache(maxsize=256)
def base(language: str) -> str:
    """The language without region or script: 'es-MX' gives 'es'."""
    return language.replace("_", "-").split("-")[0].lower()


def pieces(subject: Subject, *fields: str, spoken: Sequence[str] = ()) -> Iterator[Piece]:
    """The texts of these fields that say anything, in languages of `spoken` (all, when empty)."""
    every = [(one.kind, one.language, one.text) for one in subject.texts]
    every.append(("headline", subject.caption_language, subject.headline))
    every.append(("caption", subject.caption_language, subject.caption))
    for field, language, text in every:
        if field in fields and text.strip() and (not spoken or base(language) in spoken):
            yield Piece(field, language, text)


def is_blank(text: str) -> bool:
    """Whether a text holds nothing but white space, punctuation and invisible signs."""
    return not any(unicodedata.category(sign)[0] in "LNS" for sign in text)


def has(subject: Subject, kind: str) -> bool:
    """Whether the photograph has a description of this kind in any language."""
    return any(one.kind == kind and one.text for one in subject.texts)


@lru_cache(maxsize=64)
def unquoted(text: str) -> str:
    """The text with everything in quotation marks blanked out, positions kept."""
    if not _QUOTE.search(text):
        return text
    return _QUOTED.sub(lambda found: " " * len(found[0]), text)


def sentences(text: str) -> list[str]:
    """The sentences of a text, roughly: abbreviations may divide one."""
    return [one for one in _SENTENCE.split(text) if one]


def begins_sentence(text: str, position: int) -> bool:
    """Whether a word at this position is the first of its sentence or line."""
    before = text[max(0, position - 12) : position].rstrip(_OPENERS)
    return not before or before[-1] in ".!?…:\n\r"


def near(one: str, other: str) -> bool:
    """Whether two folded texts of at least four words each hold nearly the same words."""
    least = 4
    shorter, longer = sorted((len(one), len(other)))
    if not shorter or shorter < longer / 2:
        return False
    mine, theirs = one.split(), other.split()
    if min(len(mine), len(theirs)) < least:
        return False
    return 2 * (Counter(mine) & Counter(theirs)).total() / (len(mine) + len(theirs)) >= NEAR


def listed(found: Sequence[str]) -> str:
    """Words as a message names them: each once, in quotation marks, at most five."""
    once = list(dict.fromkeys(found))
    return ", ".join(f"“{short(word)}”" for word in once[:SHOWN]) + (" …" if len(once) > SHOWN else "")


def short(text: str, most: int = 60) -> str:
    """A text as a message repeats it: on one line, at most this many characters."""
    text = " ".join(text[: 4 * most].split())
    return text if len(text) <= most else f"{text[: most - 1]}…"
