"""Which matches come first: BM25F over the weights of `fields.WEIGHTS`, or dates.

How rare a word is, is counted among the photographs that the audience may see, and how often it stands, in
the texts it may see: nothing hidden moves a result.
"""

import math
from collections.abc import Iterator, Sequence
from heapq import merge, nsmallest
from itertools import islice

from archive.search import fields
from archive.search.columns import flags_of, members
from archive.search.index import Sort
from archive.search.matching import Matching
from archive.search.query import Text
from archive.search.segments import Segment
from archive.search.snapshot import Part

_SATURATION = 1.2  # BM25's k1

Place = tuple[int, int]  # the segment, and the photograph's number in it


def page(
    matching: Matching,
    parts: Sequence[Part],
    matches: Sequence[int],
    texts: Sequence[Text],
    sort: Sort,
    window: slice,
) -> list[Place]:
    """The matches in order, only those of the window."""
    if sort == "relevance" and texts:
        return _by_score(matching, parts, matches, texts, window)
    orders = (_ordered(part.segment, number, matches[number], sort) for number, part in enumerate(parts))
    return [place for _, place in islice(merge(*orders), window.start, window.stop)]


def _ordered(segment: Segment, number: int, bits: int, sort: Sort) -> Iterator[tuple[tuple[int, int], Place]]:
    """The matches of a segment in order, with what they are ordered by."""
    if not bits:
        return
    dates, ids = segment.dates, segment.ids
    order = {"relevance": dates.added, "oldest": dates.oldest, "newest": dates.newest}[sort]
    matched = flags_of(bits).ljust(segment.size, b"\0")
    for each in order:
        if matched[each]:
            if sort == "relevance":
                yield (-ids[each], 0), (number, each)
            else:
                yield (
                    (dates.first[each] if sort == "oldest" else dates.newness(each), ids[each]),
                    (number, each),
                )


def _by_score(
    matching: Matching, parts: Sequence[Part], matches: Sequence[int], texts: Sequence[Text], window: slice
) -> list[Place]:
    """Best first; equal ones newest added first."""
    scores = [[0.0] * part.segment.size for part in parts]
    for text in dict.fromkeys(texts):
        _add(scores, text, matching)
    ranked = (
        (-scores[number][each], -part.segment.ids[each], (number, each))
        for number, part in enumerate(parts)
        for each in members(matches[number])
        if matches[number]
    )
    return [place for _, _, place in nsmallest(window.stop, ranked)[window.start :]]


def _add(scores: list[list[float]], text: Text, matching: Matching) -> None:
    """Add what one text of the query counts for in every photograph that has it."""
    places = matching.places(text)
    seen = sum(visible.bit_count() for visible in matching.visible)
    having = sum(
        (place.bits & visible).bit_count() for place, visible in zip(places, matching.visible, strict=True)
    )
    rarity = math.log(1 + (seen - having + 0.5) / (having + 0.5))
    for of_segment, place in zip(scores, places, strict=True):
        if not place.postings:
            continue
        stands = [0.0] * len(of_segment)
        for posting in place.postings:
            boost = fields.WEIGHTS[posting.field].boost
            for number, weight in zip(posting.ids, posting.weights, strict=True):
                stands[number] += boost * weight
        for number in members(place.bits):
            of_segment[number] += rarity * stands[number] * (_SATURATION + 1) / (stands[number] + _SATURATION)
