"""The archive's own words, to find the one that somebody may have meant."""

from __future__ import annotations

import threading
import time
from typing import NamedTuple
from weakref import WeakKeyDictionary

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from archive.search import analysis
from archive.search.fields import Audience
from archive.search.index import Index

SHORTEST, LONGEST = 3, 24  # letters of a word that another is suggested for
_SHORT = 5  # letters up to which one slip is believed, above it two
_LARGE = 300_000  # photographs from which only words of the same beginning are read
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
    found: dict[str, int] = {}
    starts = dict.fromkeys(typed[:2]) if index.count() > _LARGE else ("",)
    for start in starts:
        by_length = _words(index, start, audience).by_length
        for length in range(len(typed) - slips, len(typed) + slips + 1):
            near = process.extract(
                typed, by_length.get(length, []), scorer=OSA.distance, score_cutoff=slips, limit=None
            )
            found.update((word, int(distance)) for word, distance, _ in near)
    found.pop(typed, None)
    candidates = [
        Near(word, _cost(typed, word, distance))
        for word, distance in found.items()
        if not analysis.stop_word(word, language)
    ]
    candidates.sort(key=lambda near: (near.cost, -JaroWinkler.similarity(typed, near.word), near.word))
    return candidates[:most]


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
