"""Finding listed words and phrases in a text, through an index by their first two words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from archive.descriptions.lint.reading import base, begins_sentence
from archive.descriptions.lint.terms import Term, load

# Hyphens divide: "wheelchair-bound" and "wheelchair bound" are the same words.
_WORD = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"[\s'’‐-]{1,3}")

Entry = tuple[tuple[str, ...], Term]
Index = Mapping[str, Mapping[str, list[Entry]]]


@dataclass(frozen=True)
class Hit:
    """A listed term as it stands in a text, and where."""

    words: str
    term: Term
    start: int
    end: int
    in_name: bool


def index(terms: Sequence[Term]) -> Index:
    """Terms by the first word of each form and by the second ('' where it has one), longest forms first."""
    found: dict[str, dict[str, list[Entry]]] = {}
    for term in terms:
        for form in term.forms:
            words = tuple(_WORD.findall(form.lower()))
            second = words[1] if len(words) > 1 else ""
            found.setdefault(words[0], {}).setdefault(second, []).append((words, term))
    for by_second in found.values():
        for forms in by_second.values():
            forms.sort(key=lambda pair: -len(pair[0]))
    return found


@cache
def _index(name: str, language: str) -> Index:
    return index(load(name, language))


def hits(name: str, language: str, text: str) -> list[Hit]:
    """Every term of a list that stands in the text as whole words, longest first, none inside another."""
    return search(_index(name, base(language)), text)


def search(known: Index, text: str) -> list[Hit]:
    """As `hits`, over an index."""
    text = unicodedata.normalize("NFC", text)
    words, lower = _divided(text)
    if known.keys().isdisjoint(lower):
        return []
    found, free = [], 0
    for position in [at for at, word in enumerate(lower) if word in known]:
        if position < free:
            continue
        size, term = _longest(known, text, words, lower, position)
        if term:
            free = position + size
            first, last = words[position], words[free - 1]
            named = _in_name(text, words, position, free)
            found.append(Hit(text[first.start() : last.end()], term, first.start(), last.end(), named))
    return found


@lru_cache(maxsize=8)  # the lists are asked one after another about the same few texts
def _divided(text: str) -> tuple[list[re.Match[str]], list[str]]:
    words = list(_WORD.finditer(text))
    return words, [word[0].lower() for word in words]


def _longest(
    known: Index, text: str, words: list[re.Match[str]], lower: list[str], at: int
) -> tuple[int, Term | None]:
    by_second = known[lower[at]]
    longer = by_second.get(lower[at + 1], ()) if at + 1 < len(lower) else ()
    for form, term in (*longer, *by_second.get("", ())):
        size = len(form)
        if tuple(lower[at : at + size]) == form and all(
            _JOINT.fullmatch(text, words[i].end(), words[i + 1].start()) for i in range(at, at + size - 1)
        ):
            return size, term
    return 1, None


def _in_name(text: str, words: list[re.Match[str]], start: int, end: int) -> bool:
    """Whether the words are part of a longer proper name, as "Indian" in "Indian Ocean" is."""
    if not all(word[0][0].isupper() for word in words[start:end]):
        return False
    after = end < len(words) and text[words[end - 1].end() : words[end].start()] == " "
    if after and words[end][0][0].isupper():
        return True
    if start == 0 or text[words[start - 1].end() : words[start].start()] != " ":
        return False
    previous = words[start - 1]
    return previous[0][0].isupper() and not begins_sentence(text, previous.start())
