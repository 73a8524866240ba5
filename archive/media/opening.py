"""Opens one picture file and decodes it wholly; pure Pillow, meant for the limited process.

Only what the file's own bytes say counts: a wrong extension is harmless. A file is decoded from beginning to
end, so that one cut off is refused; a JPEG is decoded at the smallest scale (1/2, 1/4, 1/8) that still holds
what is wanted of it. HEIC goes through a converter first (:mod:`archive.media.heic`).
"""

import contextlib
import errno
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageFile, UnidentifiedImageError

from archive.media import heic, jp2, pages
from archive.media.values import MAX_PIXELS, PAGES_SHOWN, Inspected, Refused

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "GIF", "AVIF", "JPEG2000")

EMPTY = "The file is empty."
UNKNOWN = "This is not an image that the archive takes (JPEG, PNG, TIFF, WebP, GIF, AVIF, JPEG 2000, HEIC)."
CUT = "The file is cut off: it ends before the picture does."
DAMAGED = "The file is damaged: the picture in it cannot be read."
MEMORY = "Reading the picture needs more memory than the archive allows."
UNREADABLE = "The file cannot be opened: it is gone, or may not be read."
RAW = "This is a camera's raw file; export it as TIFF or JPEG and bring that in."
NO_PAGE = "The file has no such page."

_ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = (5, 6, 7, 8)
_NAMES = {"MPO": "JPEG", "JPEG2000": "JPEG 2000"}
# How files of the taken formats begin; tells a damaged picture from something else altogether.
_SIGNATURES = (
    *(b"\xff\xd8\xff", b"\x89PNG", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"GIF8"),
    *jp2.SIGNATURES,
)
_AVIF = (b"ftypavif", b"ftypavis")
_HEAD = 65_536  # bytes in which an AVIF or HEIC file tells the size of its picture
_CUT_WORDS = ("truncated", "cut short", "unexpected end", "not enough data", "end of file", "eof")
_DNG_VERSION, _SUBFILE_TYPE, _SUB_IFDS = 50706, 254, 330


@dataclass(slots=True)
class Picture:
    """A decoded picture before orientation and colour, and what its file said.

    ``orientation`` is EXIF's, 1 to 8; ``profile`` the ICC profile.
    """

    image: Image.Image
    orientation: int
    facts: Inspected
    profile: bytes | None


def inspect(source: Path, max_pixels: int = MAX_PIXELS) -> Inspected:
    """Decode a file wholly at the cheapest scale and say what it is; raises :class:`Refused`."""
    with plain_reasons(source, max_pixels):
        return decoded(source, max_pixels, narrowest=1).facts


def decoded(source: Path, max_pixels: int, *, narrowest: int, page: int = 0) -> Picture:
    """Open, check and load; ``narrowest`` is the width as shown, in pixels, that must remain.

    Within :func:`plain_reasons` only. Raises :class:`Refused`, and whatever Pillow raises.
    """
    if not _is_heic(source):
        with opened(source, max_pixels) as image:
            return _loaded(image, source, max_pixels, narrowest, page)
    if _boxed_pixels(source) > max_pixels:
        raise Refused(_too_many(max_pixels))
    with heic.converted(source) as (path, count), opened(path, max_pixels, ("PNG",)) as image:
        made = _loaded(image, path, max_pixels, narrowest, page)
    # The converter has turned the picture; the tag that it copies along must not turn it again.
    facts = Inspected("HEIC", *made.image.size, count)
    return Picture(made.image, 1, facts, made.profile)


@contextlib.contextmanager
def opened(source: Path, max_pixels: int, formats: tuple[str, ...] = FORMATS) -> Iterator[Image.Image]:
    """The file opened, its pixels not read yet; raises Refused for too many of them, or of its pages."""
    pages.refuse_too_many(source)
    with Image.open(source, formats=formats) as image:
        _bounded(image, max_pixels)
        yield image


def _loaded(image: Image.Image, source: Path, max_pixels: int, narrowest: int, page: int) -> Picture:
    _refuse_raw(image)
    own = pages.own(image)
    shown = min(len(own), PAGES_SHOWN) if image.format == "TIFF" else 1
    if page:
        _turn_to(image, own, page, shown)
        _bounded(image, max_pixels)
    width, height = image.size
    if image.format in ("JPEG", "MPO"):
        across = height if orientation(image) in SIDEWAYS else width
        scale = max(across // max(narrowest, 1), 1)
        image.draft(None, (max(width // scale, 1), max(height // scale, 1)))
    image = _smaller(image, source, max_pixels, narrowest)
    image.load()
    turned = orientation(image)  # PNG may say it only after the picture
    if turned in SIDEWAYS:
        width, height = height, width
    profile = image.info.get("icc_profile")
    if image.format == "JPEG2000":
        profile = jp2.profile(source)
    name = _NAMES.get(str(image.format), str(image.format))
    return Picture(image, turned, Inspected(name, width, height, len(own), shown), profile or None)


def _smaller(image: Image.Image, source: Path, max_pixels: int, narrowest: int) -> Image.Image:
    """A JPEG 2000 picture decoded at a smaller level of its own, where it has one; others as they are.

    A decoder needs twelve bytes for each pixel that it makes.
    """
    times = jp2.halvings(source, image.size, narrowest) if image.format == "JPEG2000" else 0
    if times:
        with (
            contextlib.suppress(OSError),
            opened(source, max_pixels) as small,
        ):  # a tile may have fewer levels
            small.reduce = times  # type: ignore[assignment, method-assign]  # of this format alone a number
            small.load()
            return small
    return image


def _bounded(image: Image.Image, max_pixels: int) -> None:
    if image.width * image.height > max_pixels:
        raise Refused(_too_many(max_pixels))


def _turn_to(image: Image.Image, own: list[int], page: int, shown: int) -> None:
    if page >= shown:
        raise Refused(NO_PAGE)
    image.seek(own[page])


def _is_heic(source: Path) -> bool:
    with source.open("rb") as file:
        return heic.recognised(file.read(64))


def orientation(image: Image.Image) -> int:
    """EXIF orientation 1-8 (or XMP's where EXIF has none); anything else counts as upright."""
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - broken EXIF fails in a dozen ways, and none spoils the picture
        return 1
    return value if isinstance(value, int) and value in TURNS else 1


def _refuse_raw(image: Image.Image) -> None:
    """Raw files are TIFF whose first picture is a thumbnail: that must not pass for the photograph."""
    tags = getattr(image, "tag_v2", None)
    if tags is None:
        return
    if _DNG_VERSION in tags or (tags.get(_SUBFILE_TYPE) == 1 and _SUB_IFDS in tags):
        raise Refused(RAW)


@contextlib.contextmanager
def plain_reasons(source: Path, max_pixels: int) -> Iterator[None]:
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
        if (
            _boxed_pixels(source) > max_pixels
        ):  # its decoder refuses the largest before Pillow sees their size
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


def _boxed_pixels(source: Path) -> int:
    """Pixels of the largest picture in an AVIF or HEIC file (`ispe`, ISO/IEC 23008-12); 0 for other files."""
    with source.open("rb") as file:
        start = file.read(_HEAD)
    if start[4:12] not in _AVIF and not heic.recognised(start):
        return 0
    sizes = re.findall(rb"ispe\0{4}(.{4})(.{4})", start, re.DOTALL)
    return max((int.from_bytes(across) * int.from_bytes(down) for across, down in sizes), default=0)


def _too_many(max_pixels: int) -> str:
    millions = f"{max_pixels / 1e6:,.0f}"
    return f"The picture has more than {millions} million pixels, which is the most the archive takes."
