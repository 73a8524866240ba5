"""Takes out of a written copy what exiftool leaves: parts that no program needs to show the picture.

exiftool knows a file's metadata by name; a place can also stand where it has no name for it, or where it
removes nothing: private tags of TIFF, texts and private chunks of PNG, private chunks of WebP, comments and
extensions of GIF, boxes beside the picture in HEIF and JPEG 2000. Here every part goes that is not on a list
of what the formats' standards (TIFF 6.0, PNG 3, RFC 9649, GIF89a, ISO 23008-12, ISO 15444-1) need.
Pixels are not decoded and not touched. JPEG is left to exiftool, which removes whole segments.
"""

from __future__ import annotations

import mmap
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from archive.media import bare_boxes, bare_tiff
from archive.media.values import Refused

BROKEN = (
    "The file is not built as its format wants it, so places could not be taken out of a copy. "
    "The file itself is kept as it was; take one of the sizes, or a copy with its location."
)
PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT cICP mDCv mDCV cLLi cLLI pHYs bKGD hIST tIME "
    b"acTL fcTL fdAT eXIf".split()
)
_PNG_TEXTS = frozenset({b"iTXt", b"zTXt", b"tEXt"})
# What exiftool writes its own XMP and IIM as.
_PNG_XMP, _PNG_IIM = b"XML:com.adobe.xmp\0", b"Raw profile type iptc\0"
# What exiftool has not understood as IIM, it has left as it was.
_IIM = re.compile(rb"\s*iptc(?: profile)?\s+[0-9]+\s+(?:3842494d|1c)[0-9a-f\s]*", re.IGNORECASE)
_IIM_BYTES = 1 << 20
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"ICCP", b"EXIF", b"XMP "})
_GIF_KEPT = frozenset({b"NETSCAPE2.0", b"ANIMEXTS1.0", b"XMP DataXMP", b"ICCRGBG1012"})
_GIF_CONTROL, _GIF_APPLICATION = 0xF9, 0xFF

Spans = Iterator[tuple[int, int]]


def strip(path: Path) -> None:
    """Change the file in place; raises Refused where it cannot be gone through, and OSError."""
    with path.open("r+b") as file:
        if not file.read(1):
            raise Refused(BROKEN)
        with mmap.mmap(file.fileno(), 0) as data:
            try:
                size = _stripped(data)
            except (struct.error, ValueError, LookupError) as error:
                raise Refused(BROKEN) from error
        file.truncate(size)


def _stripped(data: mmap.mmap) -> int:
    """Strips, and says how many bytes are left."""
    start = bytes(data[:16])
    if start.startswith(b"\xff\xd8"):
        return len(data)
    if start[:4] in bare_tiff.STARTS:
        bare_tiff.strip(data)
        return len(data)
    if start[4:8] in bare_boxes.STARTS:
        bare_boxes.strip(data)
        return len(data)
    for sign, spans in _PARTS:
        if start.startswith(sign):
            return _compacted(data, spans(data))
    raise ValueError("a format without a list")


def _compacted(data: mmap.mmap, spans: Spans) -> int:
    """Moves what is kept together; spans come in order, each read before it is overwritten."""
    end = 0
    for start, stop in spans:
        if start != end:
            data.move(end, start, stop - start)
        end += stop - start
    if data[:4] == b"RIFF":
        data[4:8] = struct.pack("<I", end - 8)
    return end


def _png(data: mmap.mmap) -> Spans:
    yield 0, len(PNG)
    place, kind = len(PNG), b""
    while kind != b"IEND":
        size, kind = struct.unpack_from(">I4s", data, place)
        after = place + 12 + size
        if after > len(data):
            raise ValueError("a chunk without its end")
        if kind in _PNG_KEPT or (kind in _PNG_TEXTS and _ours(kind, bytes(data[place + 8 : after - 4]))):
            yield place, after
        place = after


def _ours(kind: bytes, text: bytes) -> bool:
    if kind == b"iTXt":
        return text.startswith(_PNG_XMP)
    if not text.startswith(_PNG_IIM):
        return False
    text = text.removeprefix(_PNG_IIM)
    if kind == b"zTXt":
        try:
            text = zlib.decompressobj().decompress(text[1:], _IIM_BYTES)
        except zlib.error:
            return False
    return bool(_IIM.fullmatch(text))


def _webp(data: mmap.mmap) -> Spans:
    yield 0, 12
    (size,) = struct.unpack_from("<I", data, 4)
    place, end = 12, min(size + 8, len(data))
    while place + 8 <= end:
        kind, size = struct.unpack_from("<4sI", data, place)
        after = place + 8 + size + size % 2
        if after > len(data):
            raise ValueError("a chunk without its end")
        if kind in _WEBP_KEPT:
            yield place, after
        place = after


def _gif(data: mmap.mmap) -> Spans:
    place = 13 + _colours(data[10])
    yield 0, place
    while (kind := data[place]) != ord(";"):
        if kind == ord(","):
            after = _blocks(data, place + 11 + _colours(data[place + 9]))
            kept = True
        elif kind == ord("!"):
            after = _blocks(data, place + 2)
            label, name = data[place + 1], bytes(data[place + 3 : place + 14])
            kept = label == _GIF_CONTROL or (label == _GIF_APPLICATION and name in _GIF_KEPT)
        else:
            raise ValueError("a block of no kind")
        if kept:
            yield place, after
        place = after
    yield place, place + 1


def _colours(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks(data: mmap.mmap, place: int) -> int:
    """Where a chain of blocks ends."""
    while size := data[place]:
        place += size + 1
    return place + 1


_PARTS: tuple[tuple[bytes, Callable[[mmap.mmap], Spans]], ...] = (
    (PNG, _png),
    (b"RIFF", _webp),
    (b"GIF8", _gif),
)
