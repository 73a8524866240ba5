"""What derivatives look like, beside what another program makes of the same files: libvips.

Each file is rendered by libvips (turned as it says, brought to sRGB through its own profile, reduced, on
white paper, saved at the same JPEG quality) at the size of the smallest derivative, 400 pixels wide where the
picture has so many. Compared is the mean absolute difference of each channel, in levels of 255.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import pyvips
from PIL import Image, ImageChops, ImageCms, ImageDraw

from archive.media import derive, heic
from archive.media.values import Attribution
from tests.media.conftest import CORPUS
from tests.media.picture_makers import saved

TOLERANCE = 2.0
FOLDERS = ("orientation", "colour", "formats", "press")
# What this build of libvips cannot read, and so cannot be asked about.
UNREAD = {
    "formats/world.jp2": "libvips reads no JPEG 2000 here; pictures made below are compared instead",
    "formats/star.avifs": "libvips reads no AVIF sequences; its still pictures are compared",
    "press/Reagan.jxl": "the archive takes no JPEG XL",
}
# Says its orientation in XMP alone, which libvips does not read: it is told.
IN_XMP = {"orientation/xmp_tags_orientation.png": "rot180"}
INKS = "CMYK without a profile: we show usual inks on coated paper, libvips a profile that it brings along"
# Larger differences that are known: how much, and why.
ALLOWED: dict[str, tuple[float, str]] = {
    "colour/pil_sample_cmyk.jpg": (10.0, INKS),
    "colour/tiff_strip_cmyk_jpeg.tif": (10.0, INKS),
    "made/lab.tif": (4.0, "eight bits of Lab hold fewer colours than eight bits of sRGB"),
    "made/lab-libvips.tif": (12.0, "libvips writes Lab for light of 6500 K, TIFF and ICC mean 5000 K"),
    "made/cmyk.tif": (10.0, INKS),
    "made/cmyk-adobe.jpg": (10.0, INKS),
}
Levels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


def rendered(image: pyvips.Image, width: int, height: int, *, turn: bool = True) -> Levels:
    """The same picture by libvips: height, width, 3 levels."""
    image = image.autorot() if turn else image
    if "icc-profile-data" in image.get_fields():
        image = image.icc_transform("srgb", embedded=True, intent="perceptual")
    elif image.interpretation == "cmyk":
        image = image.icc_transform("srgb", input_profile="cmyk", intent="perceptual")
    image = image.colourspace("srgb")
    if image.hasalpha():
        image = image.flatten(background=[255] * 3)
    small = image.thumbnail_image(width, height=height, size="force").cast("uchar")
    again = pyvips.Image.new_from_buffer(small.jpegsave_buffer(Q=derive.QUALITY), "")
    levels: Levels = again.numpy()
    return levels


def compare(name: str, path: Path, folder: Path, reference: pyvips.Image, *, turn: bool = True) -> None:
    """Fail where our derivative differs too much from the reference's rendering."""
    made = derive.derive(path, folder, Attribution())
    size = made.sizes[-2]  # the smallest JPEG
    with Image.open(folder / f"{size.width}.jpg") as image:
        ours = np.asarray(image.convert("RGB"))
    theirs = rendered(reference, size.width, size.height, turn=turn)
    assert ours.shape == theirs.shape
    differences = np.abs(ours.astype(int) - theirs).mean(axis=(0, 1))
    most, why = ALLOWED.get(name, (TOLERANCE, "the tolerance for all"))
    red, green, blue = differences
    told = f"{name}: red {red:.2f}, green {green:.2f}, blue {blue:.2f} of 255; allowed {most} ({why})"
    assert differences.max() <= most, told


def names() -> list[str]:
    return [
        f"{folder}/{path.name}" for folder in FOLDERS for path in sorted((CORPUS / folder).glob("*"))
    ] or ["none"]


@pytest.mark.parametrize("name", names())
def test_a_collected_file_looks_as_libvips_shows_it(corpus: Path, tmp_path: Path, name: str) -> None:
    if name in UNREAD:
        pytest.skip(UNREAD[name])
    path = corpus / name
    if path.suffix == ".heic":
        # This libvips decodes no HEVC: it renders the converter's own picture, which is turned already.
        with heic_picture(path) as (png, _count):
            compare(name, path, tmp_path / "out", pyvips.Image.new_from_file(str(png)), turn=False)
        return
    reference = pyvips.Image.new_from_file(str(path))
    if name in IN_XMP:
        reference = getattr(reference, IN_XMP[name])()
    compare(name, path, tmp_path / "out", reference)


def heic_picture(path: Path) -> contextlib.AbstractContextManager[tuple[Path, int]]:
    if not any(map(shutil.which, heic.PROGRAMS)):
        pytest.skip("this machine has no converter for HEIC (libheif's heif-dec or heif-convert)")
    return heic.converted(path)


def scene(width: int = 900, height: int = 600) -> Image.Image:
    """Colours from black to full, soft and hard edges, no two corners alike."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    image = Image.merge("RGB", (across, down, Image.radial_gradient("L").resize((width, height))))
    pen = ImageDraw.Draw(image)
    for number, colour in enumerate(("red", "lime", "blue", "cyan", "magenta", "yellow", "white", "black")):
        pen.rectangle((20 + 60 * number, 30, 70 + 60 * number, 130), fill=colour)
    pen.ellipse((width // 2, height // 2, width - 60, height - 30), fill=(200, 120, 60))
    return image


def vips(image: Image.Image) -> pyvips.Image:
    return pyvips.Image.new_from_array(np.asarray(image)).copy(interpretation="srgb")


def tagged(orientation: int) -> Image.Exif:
    tags = Image.Exif()
    tags[0x0112] = orientation
    return tags


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "WEBP", "PNG", "AVIF"])
def test_every_orientation_looks_as_libvips_turns_it(tmp_path: Path, kind: str, orientation: int) -> None:
    path = saved(scene(450, 300), tmp_path / f"a.{kind.lower()}", kind, exif=tagged(orientation), quality=95)
    compare(f"made/{kind}", path, tmp_path / "out", pyvips.Image.new_from_file(str(path)))


def in_16_bits(path: Path) -> None:
    vips(scene()).colourspace("rgb16").write_to_file(str(path))


def grey_in_16_bits(path: Path) -> None:
    vips(scene()).colourspace("grey16").write_to_file(str(path))


def in_p3(path: Path) -> None:
    vips(scene()).icc_transform("p3", input_profile="srgb", intent="relative").write_to_file(str(path))


def in_lab_of_icc(path: Path) -> None:
    lab = ImageCms.profileToProfile(
        scene(), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert lab is not None
    lab.info = {}
    lab.save(path)


def in_lab(path: Path) -> None:
    vips(scene()).colourspace("lab").Lab2LabQ().write_to_file(str(path))


def in_inks(path: Path) -> None:
    """Black in its own channel, the rest as three inks."""
    black = ImageChops.invert(scene().convert("L")).point(lambda level: level // 2)
    inks = [ImageChops.subtract(band, black) for band in ImageChops.invert(scene()).split()]
    Image.merge("CMYK", (*inks, black)).save(path, quality=95)


def in_inks_with_profile(path: Path) -> None:
    vips(scene()).icc_transform("cmyk", input_profile="srgb", intent="relative").write_to_file(str(path))


def with_alpha(path: Path) -> None:
    image = scene().convert("RGBA")
    image.putalpha(Image.radial_gradient("L").resize(image.size))
    image.save(path)


def in_greys(path: Path) -> None:
    scene().convert("L").save(path)


def in_few_colours(path: Path) -> None:
    scene().quantize(64).save(path)


MADE: dict[str, Callable[[Path], None]] = {
    "16-bit.png": in_16_bits,
    "16-bit.tif": in_16_bits,
    "16-bit-grey.png": grey_in_16_bits,
    "16-bit-grey.tif": grey_in_16_bits,
    "display-p3.jpg": in_p3,
    "display-p3.png": in_p3,
    "display-p3.avif": in_p3,
    "cmyk.tif": in_inks,
    "cmyk-adobe.jpg": in_inks,
    "cmyk-profile.jpg": in_inks_with_profile,
    "cmyk-profile.tif": in_inks_with_profile,
    "alpha.png": with_alpha,
    "alpha.webp": with_alpha,
    "grey.jpg": in_greys,
    "palette.png": in_few_colours,
    "palette.gif": in_few_colours,
}


LAB: dict[str, Callable[[Path], None]] = {"lab.tif": in_lab_of_icc, "lab-libvips.tif": in_lab}


@pytest.mark.parametrize("name", MADE)
def test_a_made_file_looks_as_libvips_shows_it(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    MADE[name](path)
    compare(f"made/{name}", path, tmp_path / "out", pyvips.Image.new_from_file(str(path)))


@pytest.mark.parametrize("name", LAB)
def test_lab_looks_as_what_it_was_made_of(tmp_path: Path, name: str) -> None:
    """Compared with the picture before it became Lab: libvips does not read this kind again here."""
    LAB[name](tmp_path / name)
    with Image.open(tmp_path / name) as image:
        assert image.mode == "LAB"
    compare(f"made/{name}", tmp_path / name, tmp_path / "out", vips(scene()))


@pytest.mark.parametrize("suffix", ["jp2", "j2k"])
@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "I;16"])
def test_jpeg_2000_looks_as_libvips_shows_the_same_in_png(tmp_path: Path, mode: str, suffix: str) -> None:
    if mode == "I;16":
        grey_in_16_bits(tmp_path / "a.png")
        with Image.open(tmp_path / "a.png") as opened:
            image = opened.copy()
    else:
        image = scene().convert(mode)
        if mode == "RGBA":
            image.putalpha(Image.radial_gradient("L").resize(image.size))
        image.save(tmp_path / "a.png")
    path = saved(image, tmp_path / f"a.{suffix}", "JPEG2000", irreversible=False)
    compare(
        f"made/{mode}.{suffix}", path, tmp_path / "out", pyvips.Image.new_from_file(str(tmp_path / "a.png"))
    )


def test_a_profile_in_jpeg_2000_counts(tmp_path: Path) -> None:
    in_p3(tmp_path / "p3.png")
    with Image.open(tmp_path / "p3.png") as image:
        image.load()
    profile = image.info["icc_profile"]
    data = saved(image, tmp_path / "plain.jp2", "JPEG2000", irreversible=False).read_bytes()
    at = data.index(b"colr") - 4
    size = int.from_bytes(data[at : at + 4])
    head = data.index(b"jp2h") - 4
    box = (len(profile) + 11).to_bytes(4) + b"colr\x02\0\0" + profile
    grown = int.from_bytes(data[head : head + 4]) - size + len(box)
    path = tmp_path / "a.jp2"
    path.write_bytes(data[:head] + grown.to_bytes(4) + data[head + 4 : at] + box + data[at + size :])
    compare("made/p3.jp2", path, tmp_path / "out", pyvips.Image.new_from_file(str(tmp_path / "p3.png")))
    plain = pyvips.Image.new_from_file(str(tmp_path / "p3.png"))
    with pytest.raises(AssertionError, match="allowed"):
        compare("made/p3.jp2", tmp_path / "plain.jp2", tmp_path / "wrong", plain)


def test_the_comparison_sees_what_is_wrong(tmp_path: Path) -> None:
    """A turn too many, a profile left out, a picture turned around by one step of grey: each is above."""
    path = saved(scene(), tmp_path / "a.png", "PNG")
    right = pyvips.Image.new_from_file(str(path))
    compare("made/a.png", path, tmp_path / "out", right)
    for wrong in (right.fliphor(), right.rot180(), right + 5, right * [1, 1, 0.95]):
        with pytest.raises(AssertionError, match="allowed"):
            compare("made/a.png", path, tmp_path / "out", wrong.cast("uchar"))


def test_every_exception_is_of_a_file_that_is_compared() -> None:
    if not CORPUS.is_dir():
        pytest.skip("the collected test pictures are not on this machine (../shared/corpus/images)")
    known = {*names(), *(f"made/{name}" for name in (*MADE, *LAB))}
    assert {*ALLOWED, *UNREAD, *IN_XMP} <= known
