"""Reads one picture file wholly and makes its smaller copies; pure Pillow, meant for the limited process.

Only what the file's own bytes say counts: a wrong extension is harmless. A file is decoded once, from
beginning to end, so that one cut off is refused; a JPEG is decoded at the smallest scale (1/2, 1/4, 1/8)
that still holds the widest derivative. That one is resampled (Lanczos) from the decoded picture, each
smaller one from the next larger: against resampling each from the full picture the difference is above
50 dB, which nobody sees.
"""

import contextlib
import errno
import os
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageFile, UnidentifiedImageError

from archive.media import xmp
from archive.media.colour import resizable, to_srgb
from archive.media.store import FULL, StoreFull
from archive.media.values import (
    FULL_NAME,
    FULL_SIDE,
    MAX_PIXELS,
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
    "FORMATS",
    "MAX_PIXELS",
    "WIDTHS",
    "Attribution",
    "Derived",
    "Inspected",
    "Refused",
    "Size",
    "derive",
    "derive_full",
]

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "GIF", "AVIF")
QUALITY = 80
FULL_QUALITY = 90  # small print is read from it, at twice its size
WEBP_EFFORT = 2  # of 6: 5 % more bytes than 4 in 40 % of its time, at equal likeness
WEBP_SIDE, JPEG_SIDE = 16_383, 65_500  # what the two formats can express

EMPTY = "The file is empty."
UNKNOWN = "This is not an image that the archive takes (JPEG, PNG, TIFF, WebP, GIF, AVIF)."
CUT = "The file is cut off: it ends before the picture does."
DAMAGED = "The file is damaged: the picture in it cannot be read."
MEMORY = "Reading the picture needs more memory than the archive allows."
UNREADABLE = "The file cannot be opened: it is gone, or may not be read."
RAW = "This is a camera's raw file; export it as TIFF or JPEG and bring that in."
NARROW = "The picture is too long and narrow to show: its height is many times its width."

_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = (5, 6, 7, 8)
# How files of the taken formats begin; tells a damaged picture from something else altogether.
_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"GIF8")
_AVIF = (b"ftypavif", b"ftypavis")
_AVIF_HEAD = 65_536  # bytes in which an AVIF file tells the size of its picture
_CUT_WORDS = ("truncated", "cut short", "unexpected end", "not enough data", "end of file", "eof")
_DNG_VERSION, _SUBFILE_TYPE, _SUB_IFDS = 50706, 254, 330


@dataclass(slots=True)
class _Picture:
    """A decoded picture before orientation and colour, and what its file said."""

    image: Image.Image
    orientation: int
    facts: Inspected
    profile: bytes | None


def inspect(source: Path, max_pixels: int = MAX_PIXELS) -> Inspected:
    """Decode a file wholly at the cheapest scale and say what it is; raises :class:`Refused`."""
    with _plain_reasons(source, max_pixels):
        return _decoded(source, max_pixels, narrowest=1).facts


def derive(source: Path, target_dir: Path, attribution: Attribution, max_pixels: int = MAX_PIXELS) -> Derived:
    """Write ``<width>.jpg`` and ``<width>.webp`` into a folder, which is made; replaces what is there.

    Orientation applied, sRGB, first frame, never enlarged: widths are those of :data:`WIDTHS` not above the
    picture's own, or else its own. No metadata of the file survives; the attribution is written instead.
    WebP is left out where a side is above its 16,383 pixels. Raises :class:`Refused` for a bad file and
    :class:`StoreFull` for a full disk; what was written before stays whole, nothing half.
    """
    with _plain_reasons(source, max_pixels):
        picture = _decoded(source, max_pixels, narrowest=WIDTHS[-1])
        facts = picture.facts
        targets = _targets(facts.width, facts.height)
        image = _upright(picture, targets[0])
    sizes = _write_all(image, targets, target_dir, attribution.bounded())
    with contextlib.suppress(FileNotFoundError):
        (target_dir / FULL_NAME).unlink()  # it carries words too; whoever asks next has it made again
    return Derived(facts.format, facts.width, facts.height, facts.frames, sizes)


def derive_full(
    source: Path, target_dir: Path, attribution: Attribution, max_pixels: int = MAX_PIXELS
) -> Size:
    """Write ``full.jpg`` into a folder: the whole picture in its own pixels, at most FULL_SIDE a side.

    Made like the others: orientation applied, sRGB, no metadata but the attribution. Raises as
    :func:`derive` does.
    """
    with _plain_reasons(source, max_pixels):
        picture = _decoded(source, max_pixels, narrowest=FULL_SIDE)
        width, height = full_size(picture.facts.width, picture.facts.height)
        image = _upright(picture, (width, height))
    words = attribution.bounded()
    data = _jpeg(image, xmp.packet(words), xmp.exif(words).tobytes(), FULL_QUALITY)
    with _plain_when_full():
        target_dir.mkdir(parents=True, exist_ok=True)
        _replace(target_dir / FULL_NAME, data)
    return Size(width, height, "jpg", len(data))


def _decoded(source: Path, max_pixels: int, *, narrowest: int) -> _Picture:
    """Open, check and load; ``narrowest`` is the width as shown, in pixels, that must remain."""
    with Image.open(source, formats=FORMATS) as image:
        width, height = image.size
        if width * height > max_pixels:
            raise Refused(_too_many(max_pixels))
        _refuse_raw(image)
        frames = getattr(image, "n_frames", 1)
        if image.format in ("JPEG", "MPO"):
            across = height if _orientation(image) in _SIDEWAYS else width
            scale = max(across // max(narrowest, 1), 1)
            image.draft(None, (max(width // scale, 1), max(height // scale, 1)))
        image.load()
        orientation = _orientation(image)  # PNG may say it only after the picture
        if orientation in _SIDEWAYS:
            width, height = height, width
        name = "JPEG" if image.format == "MPO" else str(image.format)
        profile = image.info.get("icc_profile")
        return _Picture(image, orientation, Inspected(name, width, height, frames), profile or None)


def _orientation(image: Image.Image) -> int:
    """EXIF orientation 1-8 (or XMP's where EXIF has none); anything else counts as upright."""
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - broken EXIF fails in a dozen ways, and none spoils the picture
        return 1
    return value if isinstance(value, int) and value in _TURNS else 1


def _refuse_raw(image: Image.Image) -> None:
    """Raw files are TIFF whose first picture is a thumbnail: that must not pass for the photograph."""
    tags = getattr(image, "tag_v2", None)
    if tags is None:
        return
    if _DNG_VERSION in tags or (tags.get(_SUBFILE_TYPE) == 1 and _SUB_IFDS in tags):
        raise Refused(RAW)


def _targets(width: int, height: int) -> list[tuple[int, int]]:
    """Sizes of the derivatives as shown, largest first."""
    widths = reversed(widths_for(width))
    targets = [(wanted, max(round(height * wanted / width), 1)) for wanted in widths]
    if targets[-1][1] > JPEG_SIDE:
        raise Refused(NARROW)
    return [size for size in targets if size[1] <= JPEG_SIDE]


def _upright(picture: _Picture, shown: tuple[int, int]) -> Image.Image:
    """The largest derivative's pixels: reduced first, so that colour and turning cost less."""
    stored = shown[::-1] if picture.orientation in _SIDEWAYS else shown
    image = _resized(resizable(picture.image), stored)
    image = to_srgb(image, picture.profile)
    turn = _TURNS.get(picture.orientation)
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


@contextlib.contextmanager
def _plain_reasons(source: Path, max_pixels: int) -> Iterator[None]:
    """Limits for Pillow while it reads, and one plain sentence for whatever it raises."""
    before = Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES
    Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES = max_pixels, False
    try:
        _refuse_empty(source)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except Refused:
        raise
    except Exception as error:
        raise Refused(_reason(error, source, max_pixels)) from error
    finally:
        Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES = before


def _refuse_empty(source: Path) -> None:
    if source.stat().st_size == 0:
        raise Refused(EMPTY)


def _reason(error: Exception, source: Path, max_pixels: int) -> str:
    if isinstance(error, Image.DecompressionBombError | Image.DecompressionBombWarning):
        return _too_many(max_pixels)
    if isinstance(error, MemoryError):
        return MEMORY
    if isinstance(error, UnidentifiedImageError):
        if _avif_pixels(source) > max_pixels:  # its decoder refuses the largest before Pillow sees their size
            return _too_many(max_pixels)
        return DAMAGED if _begins_as_a_picture(source) else UNKNOWN
    if isinstance(error, OSError) and error.errno in (
        errno.ENOENT,
        errno.EACCES,
        errno.EPERM,
        errno.EISDIR,
        errno.ENOTDIR,
        errno.ELOOP,
    ):
        return UNREADABLE
    words = str(error).lower()
    return CUT if isinstance(error, EOFError) or any(word in words for word in _CUT_WORDS) else DAMAGED


def _begins_as_a_picture(source: Path) -> bool:
    with source.open("rb") as file:
        start = file.read(16)
    boxed = start[4:12] in _AVIF or (start[:4] == b"RIFF" and start[8:12] == b"WEBP")
    return start.startswith(_SIGNATURES) or boxed


def _avif_pixels(source: Path) -> int:
    """Pixels that an AVIF file says its largest picture has (`ispe`, ISO/IEC 23008-12); 0 for other files."""
    with source.open("rb") as file:
        start = file.read(_AVIF_HEAD)
    if start[4:12] not in _AVIF:
        return 0
    sizes = re.findall(rb"ispe\0{4}(.{4})(.{4})", start, re.DOTALL)
    return max((int.from_bytes(across) * int.from_bytes(down) for across, down in sizes), default=0)


def _too_many(max_pixels: int) -> str:
    millions = f"{max_pixels / 1e6:,.0f}"
    return f"The picture has more than {millions} million pixels, which is the most the archive takes."
