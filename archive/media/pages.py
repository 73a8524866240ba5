"""Which pages of a file are pictures of their own: a TIFF may hold both sides of a photograph, or thumbnails.

TIFF 6.0 marks a smaller copy in NewSubfileType (tag 254, bit 0; bit 2 for a mask) or in SubfileType (tag 255,
value 2). Many programs mark nothing, so a page that is at most half as wide as an earlier one and has its
proportions counts as a copy too.
"""

from typing import Any

from PIL import Image

LOOKED_AT = 64  # pages beyond are counted, not looked at
_SUBFILE, _OLD_SUBFILE = 254, 255
_REDUCED, _MASK, _OLD_REDUCED = 1, 4, 2
_SMALLER = 2  # times


def own(image: Image.Image) -> list[int]:
    """Numbers of the frames that are pictures of their own, the first always; leaves the first one chosen.

    Only a TIFF's frames are looked at; those of animations are all told of, since nobody sees them as pages.
    """
    frames = int(getattr(image, "n_frames", 1))
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


def _marked(image: Image.Image) -> bool:
    tags: Any = getattr(image, "tag_v2", {})
    new, old = tags.get(_SUBFILE), tags.get(_OLD_SUBFILE)
    return bool(isinstance(new, int) and new & (_REDUCED | _MASK)) or old == _OLD_REDUCED


def _copies(small: tuple[int, int], large: tuple[int, int]) -> bool:
    """Whether one size is the other made smaller, give or take the pixel lost in rounding."""
    width, height = small
    expected = width * large[1] / large[0]
    return width * _SMALLER <= large[0] and abs(height - expected) <= max(1.0, expected / 50)
