"""Blanks boxes of HEIF, AVIF and JPEG 2000 that no program needs to show the picture, in place.

A blanked box becomes `free` space of the same length, so that nothing else has to move (ISO 14496-12).
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator

from archive.media import bare_items

STARTS = (b"ftyp", b"jP  ")
_TOP = frozenset({b"ftyp", b"meta", b"mdat", b"idat", b"moov", b"jP  ", b"jp2h", b"jp2c"})
_META = frozenset(
    {b"hdlr", b"pitm", b"iinf", b"iref", b"iprp", b"idat", b"iloc", b"grpl", b"dinf", b"ipro", b"iprt"}
)
_MOVIE = frozenset({b"mvhd", b"trak", b"tkhd", b"edts", b"mdia", b"tref", b"mvex", b"mdhd", b"hdlr", b"minf"})
# EXIF, IIM and XMP as exiftool writes them into JPEG 2000.
_UUIDS = frozenset(
    {
        b"JpgTiffExif->JP2",
        bytes.fromhex("33c7a4d2b81d4723a0baf1a3e097ad38"),
        bytes.fromhex("be7acfcb97a942e89c71999491e3afac"),
    }
)
_COMMENT = 0xFF64
_FIRST_TILE = 0xFF90


def strip(data: mmap.mmap) -> None:
    """Blank what is not needed; raises struct.error or ValueError where boxes do not fit."""
    japan = data[4:8] == b"jP  "
    for kind, place, inner, after in _boxes(data, 0, len(data)):
        known = japan and kind == b"uuid" and bytes(data[inner : inner + 16]) in _UUIDS
        if kind == b"meta":
            bare_items.strip(data, list(_boxes(data, inner + 4, after)))
            _keep(data, inner + 4, after, _META)
        elif kind == b"moov":
            _movie(data, inner, after)
        elif kind == b"jp2c":
            _comments(data, inner, after)
        elif kind not in _TOP and not known:
            _blank(data, place, inner, after)


def _boxes(data: mmap.mmap, place: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Kind, start, start of the content, end."""
    while place + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, place)
        inner = place + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, inner)
            inner += 8
        after = place + size if size else end
        if after > end or after < inner:
            raise ValueError("a box that does not fit")
        yield kind, place, inner, after
        place = after
    if place < end:
        data[place:end] = bytes(end - place)


def _keep(data: mmap.mmap, start: int, end: int, kept: frozenset[bytes]) -> None:
    for kind, place, inner, after in _boxes(data, start, end):
        if kind not in kept:
            _blank(data, place, inner, after)


def _movie(data: mmap.mmap, start: int, end: int) -> None:
    _keep(data, start, end, _MOVIE)
    for kind, _place, inner, after in _boxes(data, start, end):
        if kind in {b"trak", b"mdia"}:
            _movie(data, inner, after)


def _blank(data: mmap.mmap, place: int, inner: int, after: int) -> None:
    data[place + 4 : place + 8] = b"free"
    data[inner:after] = bytes(after - inner)


def _comments(data: mmap.mmap, place: int, end: int) -> None:
    """Blank the comments in a codestream's main header."""
    place += 2
    while place + 4 <= end:
        marker, size = struct.unpack_from(">HH", data, place)
        if marker == _FIRST_TILE:
            return
        if marker == _COMMENT:
            data[place + 6 : place + 2 + size] = b" " * (size - 4)
        place += 2 + size
