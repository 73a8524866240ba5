"""The ICC profile in a JPEG 2000 file, which Pillow leaves unread.

It stands in the box `colr` of the header, by method 2 or 3 (ISO/IEC 15444-1, I.5.3.3, and 15444-2).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

SIGNATURES = (b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51")
"""How a JP2 or JPX file begins, and a bare codestream."""

_PROFILED = (2, 3)
_MOST = 4 * 1024 * 1024  # bytes of a header box that are read
_BOXES = 64


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
