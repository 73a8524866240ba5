"""What Pillow leaves unread of a JPEG 2000 file: its ICC profile, and how much smaller it can be decoded.

The profile stands in the box `colr` of the header, by method 2 or 3 (ISO/IEC 15444-1, I.5.3.3, and 15444-2);
each decomposition level of the codestream halves the picture (A.6.1, B.5).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

SIGNATURES = (b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51")
"""How a JP2 or JPX file begins, and a bare codestream."""

_PROFILED = (2, 3)
_MOST = 4 * 1024 * 1024  # bytes of a header box that are read
_BOXES = 64
_START, _TILE, _CODING, _COMPONENT = 0xFF4F, 0xFF90, 0xFF52, 0xFF53  # markers of a codestream
_MARKERS = 300  # that are looked at before its first tile


def profile(source: Path) -> bytes | None:
    """The file's ICC profile; None where there is none, or the boxes are broken."""
    with source.open("rb") as file:
        if file.read(12) != SIGNATURES[0]:
            return None
        file.seek(0)
        header = next((file.read(min(size, _MOST)) for name, size in _boxes(file) if name == b"jp2h"), b"")
    at = 0
    while at + 8 <= len(header):
        size, name = int.from_bytes(header[at : at + 4]), header[at + 4 : at + 8]
        if name == b"colr" and header[at + 8 : at + 9] and header[at + 8] in _PROFILED:
            return header[at + 11 : at + size] or None
        if size < 8:  # noqa: PLR2004 - bytes of a box's own head: smaller would never end
            return None
        at += size
    return None


def halvings(source: Path, size: tuple[int, int], narrowest: int) -> int:
    """How often a picture of this size may be halved while decoding, so that no side falls below `narrowest`.

    0 where the file has no smaller levels. Left out are sizes that Pillow does not round as decoders do.
    """
    for times in range(min(_levels(source), 16), 0, -1):
        by = 1 << times
        rounded = all((side + by // 2) // by == -(-side // by) for side in size)
        if rounded and min(size) // by >= max(narrowest, 1):
            return times
    return 0


def _levels(source: Path) -> int:
    """Levels that every part of the main header promises; a tile may still have fewer."""
    with source.open("rb") as file:
        if file.read(4) != SIGNATURES[1]:
            start = next((file.tell() for name, _size in _boxes(file) if name == b"jp2c"), None)
            if start is None:
                return 0
            file.seek(start)
        else:
            file.seek(0)
        return _promised(file)


def _promised(file: BinaryIO) -> int:
    found: list[int] = []
    if int.from_bytes(file.read(2)) != _START:
        return 0
    for _ in range(_MARKERS):
        marker, size = int.from_bytes(file.read(2)), int.from_bytes(file.read(2))
        if marker == _TILE or size < 2:  # noqa: PLR2004 - bytes of the size itself
            break
        told = file.read(size - 2)
        at = {_CODING: 5, _COMPONENT: 2}.get(marker)
        if at is not None and at < len(told):
            found.append(told[at])
    return min(found, default=0)


def _boxes(file: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """Name and content size of each box; the file stands at its content when a box is given."""
    at = 0
    for _ in range(_BOXES):
        file.seek(at)
        head = file.read(8)
        size, name, own = int.from_bytes(head[:4]), head[4:8], 8
        if size == 1:
            size, own = int.from_bytes(file.read(8)), 16
        if len(head) < 8 or size < own:  # noqa: PLR2004 - bytes of a box's head
            return
        yield name, size - own
        at += size
