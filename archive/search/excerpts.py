"""The part of a text that is worth showing, with the words found in it marked."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_SENTENCE = re.compile(r"[.!?…]\s+|[。！？]\s*")
_BEFORE = 0.35  # of the room around what was found that stands before it


class Piece(NamedTuple):
    """Some signs of a text, and whether they were looked for."""

    text: str
    found: bool


class Place(NamedTuple):
    """Signs of a text from `start` up to `end` that the text `number` of a query found."""

    start: int
    end: int
    number: int


def choose(places: Sequence[Place], most: int) -> tuple[tuple[int, int], int]:
    """The stretch of at most `most` signs that has most different texts of the query, and how many.

    Of two the shorter, of two as short the first. `places` are in order, one at least.
    """
    everything = len({place.number for place in places})
    best = ((places[0].start, places[0].end), 0)
    for n, first in enumerate(places):
        seen: set[int] = set()
        end = first.end
        for place in places[n:]:
            if place.start >= first.start + most or (seen and place.end > first.start + most):
                break
            if place.number not in seen:
                seen.add(place.number)
                end = max(end, place.end)
                (start, until), different = best
                if (len(seen), first.start - end) > (different, start - until):
                    best = ((first.start, end), len(seen))
            if len(seen) == everything:
                break
    return best


def cut(
    text: str, places: Iterable[Place], stretch: tuple[int, int], most: int
) -> tuple[tuple[Piece, ...], bool, bool]:
    """At most `most` signs around a stretch, what was found in pieces, and whether text stands before, after.

    Cut between words; where none end nearby, between signs, and never between a letter and its accent.
    """
    start, end = _around(text, *stretch, most)
    whole = [(place.start, place.end) for place in places if start <= place.start and place.end <= end]
    marks = _merged(whole) or [(max(start, stretch[0]), min(end, stretch[1]))]
    pieces: list[Piece] = []
    at = start
    for first, last in marks:
        pieces += [Piece(text[at:first], found=False), Piece(text[first:last], found=True)]
        at = last
    pieces.append(Piece(text[at:end], found=False))
    before, after = bool(text[:start].strip()), bool(text[end:].strip())
    return tuple(piece for piece in pieces if piece.text), before, after


def _around(text: str, start: int, end: int, most: int) -> tuple[int, int]:
    if len(text) <= most:
        return 0, len(text)
    if end - start >= most:
        return start, start + most
    first = max(0, min(start - int((most - (end - start)) * _BEFORE), len(text) - most))
    first = _first_word(text, first, start)
    last = min(len(text), first + most)
    return first, _last_word(text, end, last)


def _first_word(text: str, first: int, start: int) -> int:
    """Where to begin between `first` and `start`: with a sentence, a word, or a whole sign."""
    if first:
        sentences = [match.end() for match in _SENTENCE.finditer(text, first, start)]
        if sentences:
            return sentences[-1]
        if not text[first - 1].isspace():
            spaces = (n + 1 for n in range(first, start) if text[n].isspace())
            first = next(spaces, first)
    while first < start and (text[first].isspace() or _continues(text[first])):
        first += 1
    return first


def _last_word(text: str, end: int, last: int) -> int:
    """Where to end between `end` and `last`."""
    if last < len(text) and not text[last].isspace():
        spaces = (n for n in range(last - 1, end - 1, -1) if text[n].isspace())
        last = next(spaces, last)
    while last > end and (text[last - 1].isspace() or (last < len(text) and _continues(text[last]))):
        last -= 1
    return last


def _continues(sign: str) -> bool:
    return unicodedata.category(sign).startswith("M") or sign in "\u200d\ufe0f"


def _merged(marks: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Marks in order; those that overlap are one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
