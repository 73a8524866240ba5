"""Blanks metadata of further pictures inside HEIF and AVIF, in place (ISO 14496-12, ISO 23008-12).

exiftool changes the EXIF and XMP of the main picture alone; depth and gain maps may have their own.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator

_METADATA = frozenset({b"Exif", b"mime", b"uri "})
_HEAD = 8  # bytes of length and kind
_XMP = b"application/rdf+xml\0"

Box = tuple[bytes, int, int, int]
Extents = list[tuple[int, int]]


def strip(data: mmap.mmap, boxes: list[Box]) -> None:
    """Blank what items of `boxes`, the content of a `meta`, say beside the main picture's EXIF and XMP.

    A box is its kind, start, start of the content and end. Raises struct.error, ValueError or KeyError where
    boxes do not fit.
    """
    found = {kind: (inner, after) for kind, _place, inner, after in boxes}
    if b"iinf" not in found:
        return
    (main,) = struct.unpack_from(">H" if not data[found[b"pitm"][0]] else ">I", data, found[b"pitm"][0] + 4)
    described = set(_described(data, *found[b"iref"], main)) if b"iref" in found else set()
    places = dict(_places(data, found[b"iloc"][0]))
    for item, kind, rest in _items(data, *found[b"iinf"]):
        xmp = kind == b"Exif" or (kind == b"mime" and _XMP in rest)
        if kind not in _METADATA or (xmp and item in described):
            continue
        method, extents = places[item]
        base = {0: 0, 1: found.get(b"idat", (0, 0))[0]}[method]
        for start, size in extents:
            if base + start + size > len(data):
                raise ValueError("an item outside the file")
            data[base + start : base + start + size] = bytes(size)


def _inside(data: mmap.mmap, place: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, content's start and end."""
    while place + _HEAD <= end:
        size, kind = struct.unpack_from(">I4s", data, place)
        if size < _HEAD or place + size > end:
            raise ValueError("a box that does not fit")
        yield kind, place + _HEAD, place + size
        place += size


def _items(data: mmap.mmap, place: int, end: int) -> Iterator[tuple[int, bytes, bytes]]:
    """Number, kind and the rest of each item's entry."""
    first = place + (8 if data[place] else 6)
    for _kind, inner, after in _inside(data, first, end):
        version = data[inner]
        if version not in {2, 3}:
            raise ValueError("items of an old kind")
        shape = ">HH4s" if version == 2 else ">IH4s"  # noqa: PLR2004 - the version with short numbers
        item, _protection, kind = struct.unpack_from(shape, data, inner + 4)
        yield item, kind, bytes(data[inner + 4 + struct.calcsize(shape) : after])


def _described(data: mmap.mmap, place: int, end: int, main: int) -> Iterator[int]:
    """The items that describe the main picture."""
    wide = "I" if data[place] else "H"
    for kind, inner, _after in _inside(data, place + 4, end):
        item, count = struct.unpack_from(f">{wide}H", data, inner)
        others = struct.unpack_from(f">{count}{wide}", data, inner + struct.calcsize(f">{wide}H"))
        if kind == b"cdsc" and main in others:
            yield item


def _places(data: mmap.mmap, place: int) -> Iterator[tuple[int, tuple[int, Extents]]]:
    """Where each item lies: number, how it is reached, starts and lengths."""
    version, sizes = data[place], data[place + 4 : place + 6]
    offset, length, base, index = sizes[0] >> 4, sizes[0] & 15, sizes[1] >> 4, sizes[1] & 15
    index = index if version else 0
    at = place + 6

    def number(size: int) -> int:
        nonlocal at
        at += size
        if at > len(data):
            raise ValueError("items that do not end")
        return int.from_bytes(data[at - size : at], "big")

    for _item in range(number(4 if version > 1 else 2)):
        item = number(4 if version > 1 else 2)
        method = number(2) & 15 if version else 0
        number(2)
        origin = number(base)
        extents = []
        for _extent in range(number(2)):
            number(index)
            start = number(offset)
            extents.append((origin + start, number(length)))
        yield item, (method, extents)
