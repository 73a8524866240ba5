"""Which segments of a Whoosh index a save writes together, so that there stay few and no save takes long.

Whoosh's own rule now and then takes a save for writing hundreds of photographs anew. Here segments are of
levels, each eight times the one below, and eight of a level become one of the next, but never more
photographs in one save than `budget`. What is left, large segments and dead photographs in them, costs
little until there is much of it; then `worn` says so, and a new generation is made beside this one.
"""

from collections.abc import Callable, Sequence
from typing import Any

from whoosh.reading import SegmentReader

from archive.search.postings import Postings

MOST = 64  # photographs of older segments that a small save may write anew
_TOGETHER = 8  # segments of a level that become one
_DEAD_SHARE = 2  # a segment with one row dead in so many is written anew as soon as what lives is few enough
_DEAD_ENOUGH = 8
_WORN_SEGMENTS = 100
_WORN_DEAD = 1_000

Policy = Callable[[Any, list[Any]], list[Any]]


def within(budget: int) -> Policy:
    """Whoosh's rule for merging: a writer and its segments, to those that stay."""

    def merge(writer: Any, segments: list[Any]) -> list[Any]:
        living = [segment for segment in segments if segment.doc_count()]
        counts = [(segment.doc_count(), segment.doc_count_all()) for segment in living]
        taken = together(counts, budget)
        for number in taken:
            _take(writer, living[number])
        return [segment for number, segment in enumerate(living) if number not in taken]

    return merge


def together(counts: Sequence[tuple[int, int]], budget: int) -> list[int]:
    """Which segments become one with what is saved now; of each its living rows and all its rows."""
    taken = [
        number
        for number, (living, rows) in enumerate(counts)
        if rows - living >= _DEAD_ENOUGH and (rows - living) * _DEAD_SHARE >= rows
    ]
    levels: dict[int, list[int]] = {}
    for number, (living, _) in enumerate(counts):
        if number not in taken:
            levels.setdefault(_level(living), []).append(number)
    full = next((of_level for _, of_level in sorted(levels.items()) if len(of_level) >= _TOGETHER), [])
    chosen: list[int] = []
    for number in sorted([*taken, *full], key=lambda each: counts[each][0]):
        if counts[number][0] <= budget:
            budget -= counts[number][0]
            chosen.append(number)
    return chosen if len(chosen) > 1 or set(chosen) & set(taken) else []


def worn(counts: Sequence[tuple[int, int]]) -> bool:
    """Whether so many segments or dead rows have gathered that a new generation is worth its making."""
    dead, rows = sum(all_rows - living for living, all_rows in counts), sum(each for _, each in counts)
    return len(counts) > _WORN_SEGMENTS or (dead > _WORN_DEAD and dead * _DEAD_SHARE > rows)


def _level(living: int) -> int:
    level = 0
    while living >= _TOGETHER:
        living //= _TOGETHER
        level += 1
    return level


def _take(writer: Any, segment: Any) -> None:
    """Have the writer write what lives of a segment, as its own `add_reader` does, but by whole records."""
    reader = SegmentReader(writer.storage, writer.schema, segment)
    start = writer.docnum
    moved = writer.write_per_doc(set(writer.schema.names()), reader)
    add = writer.pool.add
    terms = reader._terms  # noqa: SLF001  # it alone goes through terms and their places in the file in step
    for (bag, term), info in terms.items():
        for number, weight, value in Postings.at(terms._postfile, info).each():  # noqa: SLF001
            new = start + number if moved is None else moved.get(number)
            if new is not None:
                add((bag, term, new, weight, value))
    writer._added = True  # noqa: SLF001  # or the writer would forget the segment
    reader.close()
