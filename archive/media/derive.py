"""Makes the smaller copies of one picture file; pure Pillow, meant for the limited process.

A file is decoded once (:mod:`archive.media.opening`). The widest derivative is resampled (Lanczos) from the
decoded picture, each smaller one from the next larger: against resampling each from the full picture the
difference is above 50 dB, which nobody sees.
"""

import contextlib
import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image

from archive.media import xmp
from archive.media.colour import resizable, to_srgb
from archive.media.opening import (
    CUT,
    DAMAGED,
    EMPTY,
    FORMATS,
    MEMORY,
    SIDEWAYS,
    TURNS,
    UNKNOWN,
    Picture,
    decoded,
    inspect,
    plain_reasons,
)
from archive.media.store import FULL, StoreFull
from archive.media.values import (
    FULL_NAME,
    FULL_SIDE,
    MAX_PIXELS,
    PLAY_NAME,
    WIDTHS,
    Attribution,
    Derived,
    Inspected,
    Refused,
    Size,
    full_size,
    widths_for,
)

__all__ = [
    "CUT",
    "DAMAGED",
    "EMPTY",
    "FORMATS",
    "MAX_PIXELS",
    "MEMORY",
    "UNKNOWN",
    "WIDTHS",
    "Attribution",
    "Derived",
    "Inspected",
    "Refused",
    "Size",
    "derive",
    "derive_full",
    "inspect",
    "look",
]

QUALITY = 80
FULL_QUALITY = 90  # small print is read from it, at twice its size
WEBP_EFFORT = 2  # of 6: 5 % more bytes than 4 in 40 % of its time, at equal likeness
WEBP_SIDE, JPEG_SIDE = 16_383, 65_500  # what the two formats can express

NARROW = "The picture is too long and narrow to show: its height is many times its width."


def derive(
    source: Path, target_dir: Path, attribution: Attribution, max_pixels: int = MAX_PIXELS, page: int = 0
) -> Derived:
    """Write ``<width>.jpg`` and ``<width>.webp`` into a folder, which is made; replaces what is there.

    Orientation applied, sRGB, first frame, never enlarged: widths are those of :data:`WIDTHS` not above the
    picture's own, or else its own. No metadata of the file survives; the attribution is written instead.
    WebP is left out where a side is above its 16,383 pixels. ``page`` 1 is the back in a TIFF that holds both
    sides (:mod:`archive.media.pages`). Raises :class:`Refused` for a bad file and
    :class:`StoreFull` for a full disk; what was written before stays whole, nothing half.
    """
    with plain_reasons(source, max_pixels):
        picture = decoded(source, max_pixels, narrowest=WIDTHS[-1], page=page)
        facts = picture.facts
        targets = _targets(facts.width, facts.height)
        image = upright(picture, targets[0])
    sizes = _write_all(image, targets, target_dir, attribution.bounded())
    for name in (FULL_NAME, PLAY_NAME):
        (target_dir / name).unlink(
            missing_ok=True
        )  # they carry words too; whoever asks next has them made again
    return Derived(facts.format, facts.width, facts.height, facts.frames, sizes, facts.pages)


def derive_full(
    source: Path, target_dir: Path, attribution: Attribution, max_pixels: int = MAX_PIXELS, page: int = 0
) -> Size:
    """Write ``full.jpg`` into a folder: the whole picture in its own pixels, at most FULL_SIDE a side.

    Made like the others: orientation applied, sRGB, no metadata but the attribution. Raises as
    :func:`derive` does.
    """
    with plain_reasons(source, max_pixels):
        picture = decoded(source, max_pixels, narrowest=FULL_SIDE, page=page)
        width, height = full_size(picture.facts.width, picture.facts.height)
        image = upright(picture, (width, height))
    words = attribution.bounded()
    data = _jpeg(image, xmp.packet(words), xmp.exif(words).tobytes(), FULL_QUALITY)
    put(target_dir, FULL_NAME, data)
    return Size(width, height, "jpg", len(data))


def look(source: Path, target: Path, max_pixels: int = MAX_PIXELS) -> Inspected:
    """As :func:`inspect`, and writes a small JPEG, as wide as the smallest derivative, without words.

    Nothing is written of a picture that is too long and narrow to show. Raises as :func:`derive` does.
    """
    with plain_reasons(source, max_pixels):
        picture = decoded(source, max_pixels, narrowest=WIDTHS[0])
        facts = picture.facts
        width = widths_for(facts.width)[0]
        height = max(round(facts.height * width / facts.width), 1)
        if height > JPEG_SIDE:
            return facts
        image = upright(picture, (width, height))
    put(target.parent, target.name, _jpeg(image, b"", b"", QUALITY))
    return facts


def _targets(width: int, height: int) -> list[tuple[int, int]]:
    """Sizes of the derivatives as shown, largest first."""
    widths = reversed(widths_for(width))
    targets = [(wanted, max(round(height * wanted / width), 1)) for wanted in widths]
    if targets[-1][1] > JPEG_SIDE:
        raise Refused(NARROW)
    return [size for size in targets if size[1] <= JPEG_SIDE]


def upright(picture: Picture, shown: tuple[int, int]) -> Image.Image:
    """A picture's pixels in this size, in sRGB: reduced first, so that colour and turning cost less."""
    stored = shown[::-1] if picture.orientation in SIDEWAYS else shown
    image = _resized(resizable(picture.image), stored)
    image = to_srgb(image, picture.profile)
    turn = TURNS.get(picture.orientation)
    return image if turn is None else image.transpose(turn)


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    if image.size == size:
        return image
    # Averaging first is quicker and as good, but Pillow cannot average 16-bit pixels.
    gap = None if image.mode.startswith("I;16") else 3.0
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=gap)


def _write_all(
    image: Image.Image, targets: list[tuple[int, int]], folder: Path, attribution: Attribution
) -> tuple[Size, ...]:
    packet, exif = xmp.packet(attribution), xmp.exif(attribution).tobytes()
    sizes = []
    with _plain_when_full():
        folder.mkdir(parents=True, exist_ok=True)
    for width, height in targets:
        image = _resized(image, (width, height))
        for suffix, data in _encoded(image, packet, exif):
            with _plain_when_full():
                _replace(folder / f"{width}.{suffix}", data)
            sizes.append(Size(width, height, suffix, len(data)))
    return tuple(sizes)


def _encoded(image: Image.Image, packet: bytes, exif: bytes) -> Iterator[tuple[str, bytes]]:
    yield "jpg", _jpeg(image, packet, exif, QUALITY)
    if max(image.size) <= WEBP_SIDE:
        webp = BytesIO()
        image.save(webp, "WEBP", quality=QUALITY, method=WEBP_EFFORT, exif=exif, xmp=packet)
        yield "webp", webp.getvalue()


def _jpeg(image: Image.Image, packet: bytes, exif: bytes, quality: int) -> bytes:
    image.info = {}  # what the plugins would otherwise write back
    jpeg = BytesIO()
    image.save(jpeg, "JPEG", quality=quality, progressive=True, exif=exif, xmp=packet)
    return jpeg.getvalue()


def put(folder: Path, name: str, data: bytes) -> None:
    """Write a file into a folder, which is made, whole or not at all; raises StoreFull."""
    with _plain_when_full():
        folder.mkdir(parents=True, exist_ok=True)
        _replace(folder / name, data)


def temporary_name(path: Path, process: int) -> Path:
    """Where a derivative is written before it gets its name; the process id tells whose it was."""
    return path.with_name(f".{path.name}.{process}.part")


def _replace(path: Path, data: bytes) -> None:
    temporary = temporary_name(path, os.getpid())
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()


@contextlib.contextmanager
def _plain_when_full() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise StoreFull from error
        raise
