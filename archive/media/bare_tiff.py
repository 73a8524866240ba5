"""Takes every tag that is not needed to show them out of a TIFF's pages, in place.

TIFF 6.0 with its technical notes, BigTIFF, DNG 1.6.
"""

from __future__ import annotations

import mmap
import struct

STARTS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_SUB = 330
_ICC = 34675
# How the samples lie and what they mean.
_PAGE = frozenset(
    {
        254,
        255,
        *range(256, 260),
        *range(262, 267),
        273,
        274,
        *range(277, 285),
        *range(286, 294),
        296,
        297,
        301,
    }
    | {*range(317, 329), _SUB, 332, 334, 336, 338, 339, 340, 341, 342, 347, *range(512, 522)}
    | {529, 530, 531, 532, 559, _ICC, 33421, 33422}
    # A raw photograph's colours.
    | {*range(50706, 50735), *range(50736, 50740), 50741, 50778, 50779, 50829, 50830, 51008, 51009, 51022}
    - {50709}
)
# Description, camera, date, maker, copyright, XMP, IIM, Photoshop's, EXIF: exiftool wrote or chose them.
_FIRST = frozenset({270, 271, 272, 306, 315, 33432, 700, 33723, 34377, 34665})
_BYTES = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    6: 1,
    7: 1,
    8: 2,
    9: 4,
    10: 8,
    11: 4,
    12: 8,
    13: 4,
    16: 8,
    17: 8,
    18: 8,
}
_MOST_PAGES = 10_000


def strip(data: mmap.mmap) -> None:
    """Take the tags out and blank their values; raises struct.error or ValueError for what is no TIFF."""
    order = "<" if data[:2] == b"II" else ">"
    big = data[2:4] in {b"+\0", b"\0+"}
    (first,) = struct.unpack_from(order + ("Q" if big else "I"), data, 8 if big else 4)
    todo, seen = [first], {0}
    while todo:
        place = todo.pop(0)
        if place in seen:
            continue
        seen.add(place)
        if len(seen) > _MOST_PAGES:
            raise ValueError("pages without end")
        todo += _page(data, place, order, big=big, first=place == first)


def _page(data: mmap.mmap, place: int, order: str, *, big: bool, first: bool) -> list[int]:
    """One directory; gives where the next ones are."""
    counted, entry, pointer = ("Q", "HHQ", "Q") if big else ("H", "HHI", "I")
    word = 8 if big else 4
    (count,) = struct.unpack_from(order + counted, data, place)
    start = place + struct.calcsize(order + counted)
    size = 4 + 2 * word
    after = start + count * size
    (following,) = struct.unpack_from(order + pointer, data, after)
    kept, others = b"", [following]
    for one in range(start, after, size):
        tag, kind, number = struct.unpack_from(order + entry, data, one)
        length = _BYTES.get(kind, 1) * number
        (at,) = (
            struct.unpack_from(order + pointer, data, one + 4 + word) if length > word else (one + 4 + word,)
        )
        if at + length > len(data):
            raise ValueError("a value outside the file")
        if tag in _PAGE or (first and tag in _FIRST):
            kept += data[one : one + size]
            if tag == _SUB:
                inner = order + {3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}[kind] * number
                others += struct.unpack_from(inner, data, at)
        elif length > word:
            data[at : at + length] = bytes(length)
    ends = kept + struct.pack(order + pointer, following)
    data[start : after + word] = ends.ljust(after + word - start, b"\0")
    struct.pack_into(order + counted, data, place, len(kept) // size)
    return others
