"""Makes a moving derivative of an animated file, for readers who ask to see it move; for the limited process.

An animated WebP with all frames, turned, in sRGB on white, as wide as the limits allow and never wider than
the file. What does not fit the limits is refused: half an animation would tell another story.
"""

from io import BytesIO
from pathlib import Path

from PIL import Image

from archive.media import xmp
from archive.media.derive import put, upright
from archive.media.opening import FORMATS, SIDEWAYS, Picture, opened, orientation, plain_reasons
from archive.media.values import MAX_PIXELS, PLAY_NAME, Attribution, Inspected, Refused, Size

MOST_FRAMES = 600
MOST_READ = 300_000_000  # pixels of all frames in the file
MOST_SHOWN = 40_000_000  # pixels of all frames as shown: they are in memory together
MOST_BYTES = 15_000_000
WIDEST, NARROWEST = 800, 160
QUALITY, EFFORT = 70, 2

STILL = "The file does not move: it holds one picture."
TOO_LONG = "The animation is too long to be played here. Its first picture is shown instead."
TOO_LARGE = "The animation is too large to be played here. Its first picture is shown instead."

_UNSAID, _SHORTEST = 100, 20  # milliseconds: of a frame that says none, as browsers do, and at least


def animate(source: Path, target_dir: Path, attribution: Attribution, max_pixels: int = MAX_PIXELS) -> Size:
    """Write ``play.webp`` into a folder, which is made. Raises Refused, and StoreFull for a full disk."""
    with plain_reasons(source, max_pixels), opened(source, max_pixels, FORMATS) as image:
        first, count = _extent(image)
        profile = image.info.get("icc_profile") or None
        size = _size(image, count)
        frames, times = [], []
        for number in range(first, first + count):
            picture, time = _frame(image, number, profile)
            frames.append(upright(picture, size[::-1] if picture.orientation in SIDEWAYS else size))
            times.append(time)
        loop = int(image.info.get("loop", 1))
    words = attribution.bounded()
    data = _encoded(frames, times, loop, words)
    if len(data) > MOST_BYTES:
        raise Refused(TOO_LARGE)
    put(target_dir, PLAY_NAME, data)
    return Size(*frames[0].size, "webp", len(data))


def _extent(image: Image.Image) -> tuple[int, int]:
    """Number of the first frame that moves, and how many do; raises Refused for a still or too many."""
    count = int(getattr(image, "n_frames", 1))
    first = 1 if image.info.get("default_image") else 0  # of an animated PNG, whose still is not part of it
    if count - first < 2 or image.format in ("TIFF", "MPO"):  # noqa: PLR2004 - one frame does not move
        raise Refused(STILL)
    if count - first > MOST_FRAMES or image.width * image.height * count > MOST_READ:
        raise Refused(TOO_LONG)
    return first, count - first


def _size(image: Image.Image, count: int) -> tuple[int, int]:
    """Width and height of the frames before they are turned."""
    ratio = image.height / image.width
    fits = (MOST_SHOWN / count / ratio) ** 0.5
    width = min(image.width, WIDEST, int(fits))
    if width < min(image.width, NARROWEST):
        raise Refused(TOO_LONG)
    return width, max(round(width * ratio), 1)


def _frame(image: Image.Image, number: int, profile: bytes | None) -> tuple[Picture, int]:
    image.seek(number)
    image.load()
    time = image.info.get("duration") or _UNSAID
    facts = Inspected(str(image.format), image.width, image.height, 1)
    return Picture(image.copy(), orientation(image), facts, profile), max(round(time), _SHORTEST)


def _encoded(frames: list[Image.Image], times: list[int], loop: int, words: Attribution) -> bytes:
    stream = BytesIO()
    frames[0].save(
        stream,
        "WEBP",
        save_all=True,
        append_images=frames[1:],
        duration=times,
        loop=loop,
        quality=QUALITY,
        method=EFFORT,
        exif=xmp.exif(words).tobytes(),
        xmp=xmp.packet(words),
    )
    return stream.getvalue()
