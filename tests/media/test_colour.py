from pathlib import Path

import pytest
from PIL import Image, ImageCms

from archive.media.colour import resizable, to_srgb

RED, BLUE = (200, 40, 10), (10, 40, 200)


def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def swapped() -> bytes:
    """A profile that says red where sRGB says blue: if it is applied, it shows."""
    return srgb().replace(b"rXYZ", b"tXYZ").replace(b"bXYZ", b"rXYZ").replace(b"tXYZ", b"bXYZ")


def colour(image: Image.Image, profile: bytes | None) -> tuple[int, ...]:
    result = to_srgb(resizable(image), profile)
    assert result.mode == "RGB"
    pixel = result.getpixel((0, 0))
    assert isinstance(pixel, tuple)
    return tuple(int(value) for value in pixel)


def near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) <= 3 for a, b in zip(one, other, strict=True))


def test_the_embedded_profile_is_applied() -> None:
    image = Image.new("RGB", (4, 4), RED)
    assert near(colour(image, None), RED)
    assert near(colour(image, srgb()), RED)
    assert near(colour(image, swapped()), BLUE)


def test_the_profile_counts_beside_transparency() -> None:
    assert near(colour(Image.new("RGBA", (4, 4), (*RED, 255)), swapped()), BLUE)
    assert near(colour(Image.new("RGBA", (4, 4), (*RED, 0)), swapped()), (255, 255, 255))


@pytest.mark.parametrize("cut", [1, 60, 200, 450])
def test_a_broken_profile_is_passed_over(cut: int) -> None:
    assert near(colour(Image.new("RGB", (4, 4), RED), swapped()[:cut]), RED)


def test_a_profile_for_another_kind_of_picture_is_passed_over() -> None:
    assert near(colour(Image.new("CMYK", (4, 4), (0, 255, 255, 0)), srgb()), (227, 6, 19))


def test_a_grey_picture_may_have_a_profile_of_colours() -> None:
    assert near(colour(Image.new("L", (4, 4), 99), srgb()), (99, 99, 99))


def test_wide_ranges_are_brought_to_eight_bits() -> None:
    assert near(colour(Image.new("I", (4, 4), 200), None), (200, 200, 200))
    assert near(colour(Image.new("I", (4, 4), 65535), None), (255, 255, 255))
    assert near(colour(Image.new("F", (4, 4), 1.0), None), (255, 255, 255))
    deep = Image.new("F", (2, 1))
    deep.putdata([-1000.0, 500_000.0])
    result = to_srgb(deep, None)
    assert (result.getpixel((0, 0)), result.getpixel((1, 0))) == ((0, 0, 0), (255, 255, 255))


def test_the_colours_of_real_files(corpus: Path) -> None:
    with Image.open(corpus / "colour/sample-xyb.jpg") as image:
        plain, true = image.convert("RGB"), to_srgb(image, image.info["icc_profile"])
    means = [part.resize((1, 1), Image.Resampling.BOX).tobytes() for part in (plain, true)]
    # A wheat field: more green than red where the profile is passed over, the other way round where not.
    assert means[0][0] < means[0][1]
    assert means[1][0] > means[1][1]
