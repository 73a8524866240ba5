"""Which matches come first: BM25F over the weights of `fields.WEIGHTS`, or dates.

How rare a word is, is counted among the photographs that the audience may see, and how often it stands, in
the texts it may see: nothing hidden moves a result.
"""

import math
from collections.abc import Sequence

import numpy as np

from archive.search import fields
from archive.search.columns import Numbers, members
from archive.search.index import Sort
from archive.search.matching import Matching
from archive.search.query import Text
from archive.search.snapshot import Part

_SATURATION = 1.2  # BM25's k1


def page(
    matching: Matching,
    parts: Sequence[Part],
    matches: Sequence[int],
    texts: Sequence[Text],
    sort: Sort,
    window: slice,
) -> Numbers:
    """The ids of the matches in order, only those of the window."""
    found = [(part.segment, members(bits)) for part, bits in zip(parts, matches, strict=True)]
    ids = np.concatenate([segment.ids[numbers] for segment, numbers in found])
    if sort == "relevance" and texts:
        scores = _scores(matching, parts, texts)
        keys = np.concatenate([-of[numbers] for of, (_, numbers) in zip(scores, found, strict=True)])
        ties = -ids  # equal ones newest added first
    else:
        keys = np.concatenate([segment.dates.keys(numbers, sort) for segment, numbers in found])
        ties = ids
    wanted = window.stop
    if wanted < len(keys):  # only what can be in the window is put in order
        near = np.flatnonzero(keys <= np.partition(keys, wanted - 1)[wanted - 1])
        keys, ties, ids = keys[near], ties[near], ids[near]
    return ids[np.lexsort((ties, keys))[window]]


def _scores(matching: Matching, parts: Sequence[Part], texts: Sequence[Text]) -> list[Numbers]:
    """The score of every photograph of each segment."""
    scores = [np.zeros(part.segment.size) for part in parts]
    for text in dict.fromkeys(texts):
        _add(scores, text, matching)
    return scores


def _add(scores: list[Numbers], text: Text, matching: Matching) -> None:
    """Add what one text of the query counts for in every photograph that has it."""
    places = matching.places(text)
    seen = sum(visible.bit_count() for visible in matching.visible)
    having = sum(
        (place.bits & visible).bit_count() for place, visible in zip(places, matching.visible, strict=True)
    )
    rarity = math.log(1 + (seen - having + 0.5) / (having + 0.5))
    for of_segment, place in zip(scores, places, strict=True):
        if place.postings:
            stands = np.zeros(len(of_segment))
            for posting in place.postings:
                stands[posting.ids] += fields.WEIGHTS[posting.field].boost * posting.weights
            np.add(of_segment, rarity * (_SATURATION + 1) * (stands / (stands + _SATURATION)), out=of_segment)
