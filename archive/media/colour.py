"""Brings any decoded picture to 8-bit sRGB without transparency, as browsers expect it."""

import functools
from io import BytesIO

from PIL import Image, ImageCms

from archive.media.inks import printed

_BY_WIDER_RANGE = ("I", "F")


def resizable(image: Image.Image) -> Image.Image:
    """The same picture in a mode that can be resampled: palettes looked up, transparency made a channel."""
    if image.mode == "1":
        return image.convert("L")
    if image.has_transparency_data and image.mode not in ("LA", "RGBA"):
        return image.convert("RGBA")
    if image.mode in ("P", "RGBX", "YCbCr", "HSV"):
        return image.convert("RGB")
    if image.mode.startswith("I;16") and image.mode != "I;16":
        return image.convert("I")
    return image


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB in sRGB of a :func:`resizable` picture; ``profile`` is the embedded ICC profile, if any.

    A profile that is broken, or made for another kind of picture, is passed over: the colours are then
    those of an unmarked file. Transparent parts become white.
    """
    image = _eight_bits(image)
    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    solid = image if alpha is None else image.convert("L" if image.mode == "LA" else "RGB")
    rgb = _converted(solid, profile)
    if alpha is None:
        return rgb
    paper = Image.new("RGB", rgb.size, "white")
    paper.paste(rgb, mask=alpha)
    return paper


def _eight_bits(image: Image.Image) -> Image.Image:
    if image.mode == "I;16":
        return image.point(lambda value: value * (1 / 257)).convert("L")
    if image.mode not in _BY_WIDER_RANGE:
        return image
    low, high = (float(edge) for edge in image.getextrema())  # type: ignore[arg-type] # one band: two numbers
    if low >= 0 and high <= 1 and image.mode == "F":
        low, high = 0.0, 1.0
    elif low >= 0 and high <= 255:  # noqa: PLR2004 - the range of 8 bits
        low, high = 0.0, 255.0
    elif low >= 0 and high <= 65535:  # noqa: PLR2004 - the range of 16 bits
        low, high = 0.0, 65535.0
    scale = 255 / max(high - low, 1e-9)
    return image.point(lambda value: value * scale + (-low * scale)).convert("L")


def _converted(image: Image.Image, profile: bytes | None) -> Image.Image:
    # A grey picture may carry an RGB profile; of inks such a profile tells nothing.
    for mode in ("CMYK",) if image.mode == "CMYK" else (image.mode, "RGB"):
        transform = _transform(profile, mode) if profile else None
        if transform is not None:
            return transform.apply(image if image.mode == mode else image.convert(mode))
    if image.mode == "LAB":
        return _lab().apply(image)
    if image.mode == "CMYK":
        return printed(image)
    return image.convert("RGB")


@functools.lru_cache(maxsize=16)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """The way from a profile's colours to sRGB; None where it is broken or made for other pictures.

    Kept, because the files of one camera carry the same profile.
    """
    try:
        described = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.ImageCmsTransform(described, _srgb(), mode, "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


@functools.lru_cache(maxsize=1)
def _lab() -> ImageCms.ImageCmsTransform:
    return ImageCms.ImageCmsTransform(
        ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")), _srgb(), "LAB", "RGB"
    )


@functools.lru_cache(maxsize=1)
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
