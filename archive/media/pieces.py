"""How many pictures and pieces a GIF is made of, looked at without decoding (GIF89a).

Programs go through all of a GIF to count its pictures, piece by piece: 200 MB of the smallest keep them
for minutes, and are no picture that anybody made.
"""

from __future__ import annotations

from typing import BinaryIO

from archive.media.values import Refused

MOST_PICTURES = 100_000
MOST_PIECES = 2_000_000  # a file of 200 MB has 800,000 of the usual 255 bytes
TOO_MANY = (
    "The file holds more than 100,000 pictures, or is cut into more pieces than any program writes, so it "
    "was not read."
)
_HEAD, _PLACE = 13, 9  # bytes of the file's head, and of what tells a picture's place


def refuse_too_many(file: BinaryIO) -> None:
    """Raise Refused for a GIF beyond the limits; what is broken passes, whoever decodes it will say so."""
    file.seek(0)
    head = file.read(_HEAD)
    pictures = pieces = 0
    file.seek(_colours(head), 1)
    while (kind := file.read(1)) not in {b"", b";"}:
        pieces += 1
        if kind == b",":
            pictures += 1
            file.seek(_colours(b"\0\0" + file.read(_PLACE)) + 1, 1)
        elif kind == b"!":
            file.seek(1, 1)
        if kind in {b",", b"!"}:
            pieces += _passed(file, MOST_PIECES - pieces)
        if pictures > MOST_PICTURES or pieces > MOST_PIECES:
            raise Refused(TOO_MANY)


def _colours(head: bytes) -> int:
    """Bytes of the colours that follow a head, whose flags stand in its eleventh byte."""
    flags = head[10] if len(head) > 10 else 0  # noqa: PLR2004 - as above
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _passed(file: BinaryIO, most: int) -> int:
    """How many blocks were passed; stops where they are more than may be."""
    count = 0
    while count <= most and (size := file.read(1)) not in {b"", b"\0"}:
        file.seek(size[0], 1)
        count += 1
    return count
