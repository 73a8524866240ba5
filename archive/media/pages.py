"""Which pages of a file are pictures of their own: a TIFF may hold both sides of a photograph, or thumbnails.

TIFF 6.0 marks a smaller copy in NewSubfileType (tag 254, bit 0; bit 2 for a mask) or in SubfileType (tag 255,
value 2). Many programs mark nothing, so a page that is at most half as wide as an earlier one and has its
proportions counts as a copy too.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, BinaryIO

from archive.media import pieces
from archive.media.values import Refused

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image

MOST = 1_000  # pages; exiftool needs 20 s for 10,000, and no photograph has as many
TOO_MANY = "The file holds more than 1,000 pages, which is the most the archive takes. Divide it."
LOOKED_AT = 64  # pages beyond are counted, not looked at
_SUBFILE, _OLD_SUBFILE = 254, 255
_REDUCED, _MASK, _OLD_REDUCED = 1, 4, 2
_SMALLER = 2  # times


def own(image: Image.Image) -> list[int]:
    """Numbers of the frames that are pictures of their own, the first always; leaves the first one chosen.

    Only a TIFF's frames are looked at; those of animations are all told of, since nobody sees them as pages.
    """
    frames = _of_tiff(image) if image.format == "TIFF" else int(getattr(image, "n_frames", 1))
    if image.format != "TIFF" or frames == 1:
        return list(range(frames))
    sizes, found = [image.size], [0]
    for number in range(1, min(frames, LOOKED_AT)):
        try:
            image.seek(number)
            copied = _marked(image) or any(_copies(image.size, size) for size in sizes)
        except Exception:  # noqa: BLE001 - whoever wants to see this page is told that it cannot be read
            found.append(number)
            continue
        if not copied:
            sizes.append(image.size)
            found.append(number)
    image.seek(0)
    return [*found, *range(LOOKED_AT, frames)]


def refuse_too_many(source: Path) -> None:
    """Raise Refused for a TIFF of more pages than MOST, and for a GIF beyond the limits of `pieces`.

    Other files pass. Programs need minutes for those.
    """
    with source.open("rb") as file:
        start = file.read(4)
        if start == b"GIF8":
            pieces.refuse_too_many(file)
        if start[:2] in (b"II", b"MM") and start[2:].strip(b"\0") in (b"*", b"+"):
            count(file)


def count(file: BinaryIO) -> int:
    """How many directories a TIFF's chain has, each counted once; raises Refused above MOST.

    Pillow would read every tag of each and look through all earlier ones: with 100,000 it takes minutes.
    """
    file.seek(0)
    start = file.read(4)
    order, long = ("<" if start[:2] == b"II" else ">"), b"+" in start[2:]
    counted, pointer = (struct.Struct(order + one) for one in (("Q", "Q") if long else ("H", "I")))
    entry = 20 if long else 12  # bytes of a tag; the first pointer stands behind the header's start
    file.seek(8 if long else 4)
    seen: set[int] = set()
    try:
        (place,) = pointer.unpack(file.read(pointer.size))
        while place and place not in seen:
            seen.add(place)
            if len(seen) > MOST:
                raise Refused(TOO_MANY)
            file.seek(place)
            (tags,) = counted.unpack(file.read(counted.size))
            file.seek(tags * entry, 1)
            (place,) = pointer.unpack(file.read(pointer.size))
    except (struct.error, OSError, OverflowError):  # it ends here, as it does for Pillow
        pass
    return max(len(seen), 1)


def _of_tiff(image: Image.Image) -> int:
    file: Any = getattr(image, "fp", None)
    before = file.tell()
    try:
        return count(file)
    finally:
        file.seek(before)


def _marked(image: Image.Image) -> bool:
    tags: Any = getattr(image, "tag_v2", {})
    new, old = tags.get(_SUBFILE), tags.get(_OLD_SUBFILE)
    return bool(isinstance(new, int) and new & (_REDUCED | _MASK)) or old == _OLD_REDUCED


def _copies(small: tuple[int, int], large: tuple[int, int]) -> bool:
    """Whether one size is the other made smaller, give or take the pixel lost in rounding."""
    width, height = small
    expected = width * large[1] / large[0]
    return width * _SMALLER <= large[0] and abs(height - expected) <= max(1.0, expected / 50)
