"""The archive's own words, to find the one that somebody may have meant."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import NamedTuple
from weakref import WeakKeyDictionary

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from archive.search import analysis
from archive.search.fields import Audience
from archive.search.index import Index

SHORTEST, LONGEST = 3, 24  # letters of a word that another is suggested for
_SHORT = 5  # letters up to which one slip is believed, above it two
_LARGE = 20_000  # photographs from which words that begin alike are read first, and all only if need be
_LARGEST = 300_000  # and from which no others are read
_QUICK = 0.05  # seconds to read the words, up to which they are read anew at every change
_LASTING = 60  # how long a list that took longer is good enough, as what it suggests is always tried first
_MOST_LISTS = 8


class Near(NamedTuple):
    """A word of the archive and how far it is: 1 for two letters exchanged, 2 for one slip, and so on."""

    word: str
    cost: int


class _Words(NamedTuple):
    seen: int
    read: float
    took: float
    by_length: dict[int, list[str]]


_held: WeakKeyDictionary[Index, dict[tuple[Audience, str], _Words]] = WeakKeyDictionary()
_turn = threading.Lock()


def nearest(index: Index, typed: str, audience: Audience, language: str, most: int) -> list[Near]:
    """The words nearest to a folded one, the best first; none for numbers, and none is a stop word.

    The distance is that of Damerau and Levenshtein in its restricted form: letters left out, put in,
    changed, or exchanged with their neighbour. A word that begins otherwise stands behind.
    """
    if not typed.isalpha() or not SHORTEST <= len(typed) <= LONGEST:
        return []
    slips = 1 if len(typed) <= _SHORT else 2
    candidates: list[Near] = []
    for starts in _reading(index.count(), typed):
        candidates += (
            Near(word, _cost(typed, word, distance))
            for start in starts
            for word, distance in _within(slips, typed, _words(index, start, audience))
            if word != typed and not analysis.stop_word(word, language)
        )
        if candidates:
            break
    candidates.sort(key=lambda near: (near.cost, -JaroWinkler.similarity(typed, near.word), near.word))
    return candidates[:most]


def _reading(photographs: int, typed: str) -> list[list[str]]:
    """Beginnings of words to read, and what to read where none of those is near."""
    if photographs <= _LARGE:
        return [[""]]
    alike = list(dict.fromkeys(typed[:2]))
    return [alike] if photographs > _LARGEST else [alike, [""]]


def _within(slips: int, typed: str, words: _Words) -> Iterator[tuple[str, int]]:
    for length in range(len(typed) - slips, len(typed) + slips + 1):
        some = words.by_length.get(length, [])
        near = process.extract(typed, some, scorer=OSA.distance, score_cutoff=slips, limit=None)
        yield from ((word, int(distance)) for word, distance, _ in near)


def _cost(typed: str, word: str, distance: int) -> int:
    exchanged = distance == 1 and sorted(typed) == sorted(word)
    return 2 * distance - exchanged + (typed[0] != word[0])


def _words(index: Index, start: str, audience: Audience) -> _Words:
    """The words beginning so, without numbers; read again where the index has changed."""
    seen, now = index.seen(), time.monotonic()
    with _turn:
        lists = _held.setdefault(index, {})
        known = lists.get((audience, start))
        if known and (known.seen == seen or (known.took > _QUICK and now - known.read < _LASTING)):
            return known
    by_length: dict[int, list[str]] = {}
    for word in index.words(start, audience):
        if SHORTEST - 1 <= len(word) <= LONGEST + 2 and word.isalpha():
            by_length.setdefault(len(word), []).append(word)
    made = _Words(seen, now, time.monotonic() - now, by_length)
    with _turn:
        if len(lists) >= _MOST_LISTS:
            lists.clear()
        lists[audience, start] = made
    return made
