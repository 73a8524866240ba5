"""What can be measured between two pictures that look the same: light, contrast, colour, what was cut off.

Reads our own small derivatives (`400.jpg`), so the measurements are of what a reader sees, upright and in
sRGB. Runs in the limited process; `Sandbox.compare` asks for it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from operator import mul
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

from archive.media.compared import Compared, Cut, Tone
from archive.media.values import Refused

SIDE = 40  # both pictures are held against each other as squares of so many pixels
STEPS = (8, 4, 2, 1)  # per cent of a side by which the search for what was cut off moves
MOST = 40  # per cent of a side that may be missing at one edge
LEAST = 2  # per cent; less cannot be told from the rounding of sizes
BETTER = 0.6  # what is left unexplained, against holding the whole pictures together
HUE = 12  # between the strongest and the weakest of red, green and blue, of 255
UNREADABLE = "One of the two small pictures could not be read, so they could not be compared."

_MOVES = (
    (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1),
    (1, 0, -1, 0), (0, 1, 0, -1), (1, 0, 1, 0), (0, 1, 0, 1), (1, 1, 1, 1),
)  # fmt: skip


def compare(one: Path, other: Path) -> Compared:
    """Measure two derivatives of ours; raises Refused where one is missing or broken."""
    try:
        with Image.open(one, formats=("JPEG",)) as first, Image.open(other, formats=("JPEG",)) as second:
            pictures = first.convert("RGB"), second.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refused(UNREADABLE) from error
    shorter, cut = _cut(pictures[0].convert("L"), pictures[1].convert("L"))
    return Compared(tone(pictures[0]), tone(pictures[1]), shorter, cut)


def tone(picture: Image.Image) -> Tone:
    """Lightness, spread and colour of an RGB picture, measured where noise is smoothed away."""
    small = picture.resize((SIDE * 2, SIDE * 2), Image.Resampling.BOX)
    grey = ImageStat.Stat(small.convert("L"))
    return Tone(round(grey.mean[0] / 2.55, 1), round(grey.stddev[0] / 2.55, 1), _coloured(small))


def _coloured(picture: Image.Image) -> bool:
    """Whether some part has a hue; JPEG leaves traces of one in grey pictures."""
    red, green, blue = picture.split()
    brightest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    chroma = sorted(ImageChops.subtract(brightest, darkest).tobytes())
    return chroma[len(chroma) * 98 // 100] >= HUE


def _cut(one: Image.Image, other: Image.Image) -> tuple[str, Cut]:
    """Which picture shows less, and what is missing at its edges in per cent of the whole one's sides."""
    together = 1 - _agreement(_seen(one), _seen(other))
    if together <= 0:
        return "", (0, 0, 0, 0)
    found = [(*_search(other, _seen(one)), "one"), (*_search(one, _seen(other)), "other")]
    missing, cut, shorter = min(found)
    if missing > together * BETTER or max(cut) < LEAST:
        return "", (0, 0, 0, 0)
    return shorter, cut


def _search(whole: Image.Image, part: list[float]) -> tuple[float, Cut]:
    """The part of a picture that agrees best with another one, and how much stays unexplained."""
    cut: Cut = (0, 0, 0, 0)
    best = 1 - _agreement(_seen(whole), part)
    for step in STEPS:
        moved = True
        while moved:
            moved = False
            for tried in _around(cut, step):
                left = 1 - _agreement(_seen(whole, tried), part)
                if left < best:
                    best, cut, moved = left, tried, True
    return best, cut


def _around(cut: Cut, step: int) -> Iterator[Cut]:
    for move in _MOVES:
        for sign in (step, -step):
            left, top, right, bottom = (
                edge + sign * towards for edge, towards in zip(cut, move, strict=True)
            )
            tried = (left, top, right, bottom)
            if min(tried) >= 0 and max(tried) <= MOST:
                yield tried


def _seen(picture: Image.Image, cut: Cut = (0, 0, 0, 0)) -> list[float]:
    """A part of a picture as a square of numbers whose mean is 0 and whose squares add up to 1."""
    left, top, right, bottom = cut
    box = (
        picture.width * left / 100,
        picture.height * top / 100,
        picture.width * (100 - right) / 100,
        picture.height * (100 - bottom) / 100,
    )
    values = picture.resize((SIDE, SIDE), Image.Resampling.BILINEAR, box=box).tobytes()
    mean = sum(values) / len(values)
    centred = [value - mean for value in values]
    length = math.sqrt(sum(map(mul, centred, centred))) or 1.0
    return [value / length for value in centred]


def _agreement(one: list[float], other: list[float]) -> float:
    """Correlation: 1 where the two are the same but for light and contrast."""
    return float(sum(map(mul, one, other)))
