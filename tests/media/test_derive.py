import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageStat

from archive.media import derive
from archive.media.derive import Attribution, Refused
from archive.media.store import StoreFull
from tests.media.picture_makers import QUARTERS, jpeg_bytes, noise, quarters, saved, xmp

NOBODY = Attribution()
UNDO = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def stored(orientation: int, image: Image.Image) -> Image.Image:
    """As a camera held that way would store what should be seen."""
    turn = UNDO[orientation]
    return image if turn is None else image.transpose(turn)


def exif(orientation: int) -> Image.Exif:
    tags = Image.Exif()
    tags[0x0112] = orientation
    return tags


def seen(path: Path) -> dict[str, Any]:
    """Colours in the middle of the four quarters."""
    with Image.open(path) as image:
        rgb = image.convert("RGB")
    w, h = rgb.size
    places = {"top left": (1, 1), "top right": (3, 1), "low left": (1, 3), "low right": (3, 3)}
    return {name: rgb.getpixel((x * w // 4, y * h // 4)) for name, (x, y) in places.items()}


def alike(one: Any, other: Any, *, within: int = 14) -> bool:
    return all(abs(a - b) <= within for a, b in zip(one, other, strict=True))


def assert_upright(folder: Path, width: int) -> None:
    for suffix in ("jpg", "webp"):
        colours = seen(folder / f"{width}.{suffix}")
        assert all(alike(colours[name], QUARTERS[name]) for name in QUARTERS), (suffix, colours)


def only_colour(image: Image.Image, tmp_path: Path, format_: str, **options: Any) -> Any:
    """The colour in the middle of the derivative of a picture."""
    path = saved(image, tmp_path / "source", format_, **options)
    made = derive.derive(path, tmp_path / "out", NOBODY)
    with Image.open(tmp_path / "out" / f"{made.sizes[0].width}.jpg") as result:
        assert result.mode == "RGB"
        return result.getpixel((result.width // 2, result.height // 2))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_every_orientation_is_applied(tmp_path: Path, format_: str, orientation: int) -> None:
    image = stored(orientation, quarters())
    path = saved(image, tmp_path / "camera", format_, exif=exif(orientation), quality=95)
    made = derive.derive(path, tmp_path / "out", NOBODY)
    assert (made.format, made.width, made.height) == (format_, 64, 40)
    assert_upright(tmp_path / "out", 64)
    with Image.open(tmp_path / "out/64.jpg") as result:
        assert 0x0112 not in result.getexif()


@pytest.mark.parametrize("orientation", [0, 9, 255])
def test_an_impossible_orientation_means_upright(tmp_path: Path, orientation: int) -> None:
    path = saved(quarters(), tmp_path / "a.jpg", "JPEG", exif=exif(orientation))
    derive.derive(path, tmp_path / "out", NOBODY)
    assert_upright(tmp_path / "out", 64)


def test_broken_exif_does_not_spoil_the_picture(tmp_path: Path) -> None:
    path = saved(quarters(), tmp_path / "a.jpg", "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff")
    derive.derive(path, tmp_path / "out", NOBODY)
    assert_upright(tmp_path / "out", 64)


def test_xmp_may_say_the_orientation_of_a_png(tmp_path: Path) -> None:
    from PIL.PngImagePlugin import PngInfo

    text = PngInfo()
    text.add_itxt("XML:com.adobe.xmp", xmp("<tiff:Orientation>8</tiff:Orientation>").decode())
    path = saved(stored(8, quarters()), tmp_path / "a.png", "PNG", pnginfo=text)
    assert derive.derive(path, tmp_path / "out", NOBODY).width == 64
    assert_upright(tmp_path / "out", 64)


def test_a_large_turned_jpeg_is_decoded_small_and_keeps_its_shape(tmp_path: Path) -> None:
    path = saved(stored(6, quarters(2400, 3600)), tmp_path / "a.jpg", "JPEG", exif=exif(6))
    made = derive.derive(path, tmp_path / "out", NOBODY)
    assert (made.width, made.height) == (2400, 3600)
    assert [(size.width, size.height) for size in made.sizes[::2]] == [(1600, 2400), (800, 1200), (400, 600)]
    for width in (1600, 800, 400):
        assert_upright(tmp_path / "out", width)


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_jpeg_is_never_decoded_too_small(tmp_path: Path, orientation: int) -> None:
    fine = Image.frombytes("L", (1701, 3500), bytes([0, 128, 255]) * (567 * 3500))
    path = saved(stored(orientation, fine), tmp_path / "a.jpg", "JPEG", quality=95, exif=exif(orientation))
    derive.derive(path, tmp_path / "out", NOBODY)
    with Image.open(tmp_path / "out/1600.jpg") as image:
        assert ImageStat.Stat(image.convert("L")).stddev[0] > 50


@pytest.mark.parametrize(("orientation", "shape"), [(1, (3300, 2418)), (6, (2418, 3300))])
def test_derivatives_look_like_the_full_picture_resampled_once(
    tmp_path: Path, sample: Path, orientation: int, shape: tuple[int, int]
) -> None:
    with Image.open(sample / "black-canyon.jpg") as image:
        large = image.convert("RGB").resize(shape, Image.Resampling.BICUBIC)
    path = saved(stored(orientation, large), tmp_path / "a.jpg", "JPEG", quality=95, exif=exif(orientation))
    derive.derive(path, tmp_path / "out", NOBODY)
    for width in (1600, 400):
        size = (width, round(shape[1] * width / shape[0]))
        expected = jpeg_bytes(large.resize(size, Image.Resampling.LANCZOS), quality=80)
        with (
            Image.open(tmp_path / "out" / f"{size[0]}.jpg") as ours,
            Image.open(io.BytesIO(expected)) as theirs,
        ):
            pairs = zip(ours.convert("L").tobytes(), theirs.convert("L").tobytes(), strict=True)
            error = sum((a - b) ** 2 for a, b in pairs) / (size[0] * size[1])
        assert error < 6.5, error  # a peak signal-to-noise ratio of 40 dB, both after JPEG


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (1, [1]),
        (399, [399]),
        (400, [400]),
        (799, [400]),
        (800, [800, 400]),
        (1599, [800, 400]),
        (1600, [1600, 800, 400]),
        (5000, [1600, 800, 400]),
    ],
)
def test_nothing_is_enlarged(tmp_path: Path, width: int, widths: list[int]) -> None:
    path = saved(Image.new("RGB", (width, 10)), tmp_path / "a.png", "PNG")
    made = derive.derive(path, tmp_path / "out", NOBODY)
    assert [(size.width, size.suffix) for size in made.sizes] == [
        (wanted, suffix) for wanted in widths for suffix in ("jpg", "webp")
    ]
    for size in made.sizes:
        file = tmp_path / "out" / f"{size.width}.{size.suffix}"
        assert file.stat().st_size == size.bytes
        with Image.open(file) as image:
            assert image.size == (size.width, size.height)
    assert len(list((tmp_path / "out").iterdir())) == len(made.sizes)


def test_jpegs_are_progressive(tmp_path: Path) -> None:
    derive.derive(saved(quarters(), tmp_path / "a.png", "PNG"), tmp_path / "out", NOBODY)
    with Image.open(tmp_path / "out/64.jpg") as image:
        assert image.info["progressive"]


def test_a_very_tall_picture_has_what_its_formats_can_hold(tmp_path: Path) -> None:
    tall = saved(Image.new("L", (400, 17_000)), tmp_path / "a.png", "PNG")
    assert [size.suffix for size in derive.derive(tall, tmp_path / "out", NOBODY).sizes] == ["jpg"]
    taller = saved(Image.new("1", (40, 66_000)), tmp_path / "b.png", "PNG")
    with pytest.raises(Refused, match="too long and narrow"):
        derive.derive(taller, tmp_path / "out", NOBODY)


@pytest.mark.parametrize(
    ("image", "format_", "expected"),
    [
        (Image.new("CMYK", (20, 20), (0, 255, 255, 0)), "JPEG", (227, 6, 19)),
        (Image.new("CMYK", (20, 20), (255, 0, 255, 0)), "TIFF", (0, 150, 64)),
        (Image.new("I;16", (20, 20), 32896), "TIFF", (128, 128, 128)),
        (Image.new("I;16", (20, 20), 65535), "PNG", (255, 255, 255)),
        (Image.new("I;16", (9700, 20), 32896), "TIFF", (128, 128, 128)),
        (Image.new("I", (20, 20), 32896), "TIFF", (128, 128, 128)),
        (Image.new("F", (20, 20), 0.5), "TIFF", (128, 128, 128)),
        (Image.new("1", (20, 20), 1), "PNG", (255, 255, 255)),
        (Image.new("L", (20, 20), 77), "GIF", (77, 77, 77)),
        (Image.new("LA", (20, 20), (0, 128)), "PNG", (127, 127, 127)),
        (Image.new("RGBA", (20, 20), (255, 0, 0, 0)), "PNG", (255, 255, 255)),
        (Image.new("RGBA", (20, 20), (255, 0, 0, 128)), "WEBP", (255, 127, 127)),
        (Image.new("RGBA", (20, 20), (0, 0, 255, 255)), "AVIF", (0, 0, 255)),
        (Image.new("LAB", (20, 20), (255, 128, 128)), "TIFF", (255, 255, 255)),
        (Image.new("YCbCr", (20, 20), (76, 84, 255)), "JPEG", (254, 0, 0)),
    ],
    ids=lambda value: getattr(value, "mode", None),
)
def test_every_kind_of_pixel_becomes_rgb(
    tmp_path: Path, image: Image.Image, format_: str, expected: tuple[int, int, int]
) -> None:
    found = only_colour(image, tmp_path, format_)
    assert alike(found, expected, within=4), found


def test_palettes_are_looked_up_and_their_clear_colour_is_white(tmp_path: Path) -> None:
    image = Image.new("P", (20, 20), 1)
    image.putpalette([0, 0, 0, 10, 200, 30])
    assert alike(only_colour(image, tmp_path, "PNG"), (10, 200, 30), within=4)
    assert alike(only_colour(image, tmp_path, "GIF", transparency=1), (255, 255, 255))


def test_sixteen_bits_a_colour_in_png(tmp_path: Path) -> None:
    row = b"\0" + struct.pack(">3H", 0xC8C8, 0x1E1E, 0x6464) * 8
    path = tmp_path / "deep.png"
    path.write_bytes(png(8, 8, zlib.compress(row * 8), depth=16))
    derive.derive(path, tmp_path / "out", NOBODY)
    with Image.open(tmp_path / "out/8.jpg") as image:
        assert alike(image.getpixel((4, 4)), (200, 30, 100), within=6)


def png(width: int, height: int, data: bytes, *, depth: int = 8) -> bytes:
    """A PNG written by hand, so that its head can promise what its data does not hold."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", width, height, depth, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize("format_", ["GIF", "WEBP", "PNG", "TIFF"])
def test_of_several_frames_the_first_is_shown(tmp_path: Path, format_: str) -> None:
    first, second = Image.new("RGB", (30, 30), (250, 0, 0)), Image.new("RGB", (30, 30), (0, 0, 250))
    path = saved(first, tmp_path / "a", format_, save_all=True, append_images=[second], quality=95)
    made = derive.derive(path, tmp_path / "out", NOBODY)
    assert made.frames == 2
    with Image.open(tmp_path / "out/30.jpg") as image:
        assert alike(image.getpixel((15, 15)), (250, 0, 0))


@pytest.mark.parametrize("part", [0.02, 0.3, 0.7, 0.98])
@pytest.mark.parametrize(
    ("format_", "options"),
    [
        ("JPEG", {}),
        ("JPEG", {"progressive": True}),
        ("PNG", {}),
        ("WEBP", {}),
        ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("GIF", {}),
        ("AVIF", {}),
    ],
)
def test_a_file_cut_off_is_refused(
    tmp_path: Path, format_: str, options: dict[str, Any], part: float
) -> None:
    path = saved(noise(), tmp_path / "a", format_, **options)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    for read in (lambda: derive.inspect(path), lambda: derive.derive(path, tmp_path / "out", NOBODY)):
        with pytest.raises(Refused) as caught:
            read()
        assert caught.value.reason in (derive.CUT, derive.DAMAGED)
    assert not (tmp_path / "out").exists()


def test_the_reason_names_the_cut(tmp_path: Path) -> None:
    data = jpeg_bytes(noise())
    (tmp_path / "a.jpg").write_bytes(data[: len(data) // 2])
    with pytest.raises(Refused, match="cut off: it ends before the picture does"):
        derive.inspect(tmp_path / "a.jpg")


def test_a_damaged_png_is_refused(tmp_path: Path) -> None:
    data = bytearray(saved(noise(), tmp_path / "a.png", "PNG").read_bytes())
    data[len(data) // 2] ^= 0xFF
    (tmp_path / "a.png").write_bytes(data)
    with pytest.raises(Refused) as caught:
        derive.inspect(tmp_path / "a.png")
    assert caught.value.reason in (derive.CUT, derive.DAMAGED)


@pytest.mark.parametrize("side", [13_000, 17_000, 65_000])
def test_an_endless_avif_is_called_too_large_and_not_damaged(tmp_path: Path, side: int) -> None:
    path = saved(noise(), tmp_path / "a.avif", "AVIF")
    data = path.read_bytes()
    place = data.index(b"ispe") + 8
    path.write_bytes(data[:place] + struct.pack(">II", side, side) + data[place + 8 :])
    with pytest.raises(Refused, match="more than 120 million pixels"):
        derive.inspect(path)


@pytest.mark.parametrize(("width", "height"), [(50_000, 50_000), (12_000, 10_001), (2**31 - 1, 1)])
def test_a_bomb_is_refused_before_it_is_decoded(tmp_path: Path, width: int, height: int) -> None:
    (tmp_path / "bomb.png").write_bytes(png(width, height, zlib.compress(b"\0" * 1_000_000)))
    with pytest.raises(Refused, match="more than 120 million pixels"):
        derive.derive(tmp_path / "bomb.png", tmp_path / "out", NOBODY)


def test_the_pixel_limit_is_inclusive(tmp_path: Path) -> None:
    path = saved(Image.new("L", (100, 100)), tmp_path / "a.png", "PNG")
    assert derive.inspect(path, max_pixels=10_000).width == 100
    with pytest.raises(Refused, match="more than"):
        derive.inspect(path, max_pixels=9_999)


def test_text_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    from PIL.PngImagePlugin import PngInfo

    text = PngInfo()
    text.add_text("Comment", "x" * 20_000_000, zip=True)
    path = saved(Image.new("L", (8, 8)), tmp_path / "a.png", "PNG", pnginfo=text)
    with pytest.raises(Refused):
        derive.inspect(path)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.jpg", b"", derive.EMPTY),
        ("one.jpg", b"\xff", derive.UNKNOWN),
        ("page.jpg", b"<html><script>alert(1)</script></html>", derive.UNKNOWN),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", derive.UNKNOWN),
        ("print.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\nshowpage\n", derive.UNKNOWN),
        ("bitmap.jpg", b"BM" + b"\0" * 100, derive.UNKNOWN),
        ("head.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0", derive.CUT),
        ("head.webp", b"RIFF\x10\0\0\0WEBPVP8 \0\0", derive.DAMAGED),
    ],
)
def test_what_is_no_picture_is_refused(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Refused) as caught:
        derive.derive(tmp_path / name, tmp_path / "out", NOBODY)
    assert caught.value.reason == reason
    assert str(tmp_path) not in reason


def test_what_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.jpg", tmp_path):
        with pytest.raises(Refused, match="cannot be opened"):
            derive.inspect(path)


def test_a_raw_file_is_not_taken_for_its_thumbnail(tmp_path: Path) -> None:
    from PIL.TiffImagePlugin import ImageFileDirectory_v2

    tags = ImageFileDirectory_v2()
    tags[50706] = b"\x01\x04\0\0"
    path = saved(quarters(), tmp_path / "a.dng", "TIFF", tiffinfo=tags)
    with pytest.raises(Refused, match="camera's raw file"):
        derive.inspect(path)


def test_the_content_counts_not_the_name(tmp_path: Path) -> None:
    path = saved(quarters(), tmp_path / "really-a-png.jpg", "PNG")
    assert derive.inspect(path).format == "PNG"


def test_inspecting_says_the_same_as_deriving(tmp_path: Path) -> None:
    path = saved(stored(5, quarters(900, 500)), tmp_path / "a.jpg", "JPEG", exif=exif(5))
    found, made = derive.inspect(path), derive.derive(path, tmp_path / "out", NOBODY)
    assert (found.format, found.width, found.height, found.frames) == ("JPEG", 900, 500, 1)
    assert (made.format, made.width, made.height, made.frames) == ("JPEG", 900, 500, 1)


def test_deriving_again_replaces_and_leaves_no_part(tmp_path: Path) -> None:
    path = saved(quarters(), tmp_path / "a.png", "PNG")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/64.jpg").write_bytes(b"old")
    derive.derive(path, tmp_path / "out", NOBODY)
    assert_upright(tmp_path / "out", 64)
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["64.jpg", "64.webp"]


def test_a_full_disk_leaves_no_half_derivative(tmp_path: Path, small_disk: Path) -> None:
    path = saved(noise(1600, 1200), tmp_path / "a.jpg", "JPEG", quality=80)
    with pytest.raises(StoreFull):
        derive.derive(path, small_disk / "out", NOBODY)
    for file in (small_disk / "out").iterdir():
        with Image.open(file) as image:
            image.load()


def test_limits_set_for_reading_are_put_back(tmp_path: Path) -> None:
    before = Image.MAX_IMAGE_PIXELS
    derive.inspect(saved(quarters(), tmp_path / "a.png", "PNG"), max_pixels=5000)
    assert before == Image.MAX_IMAGE_PIXELS


def test_a_look_is_the_smallest_derivative_upright_and_without_words(tmp_path: Path) -> None:
    source = tmp_path / "in.jpg"
    tags = Image.Exif()
    tags[0x0112], tags[0x010E] = 6, "Words of the file"
    source.write_bytes(jpeg_bytes(quarters(1000, 600), exif=tags.tobytes()))
    facts = derive.look(source, tmp_path / "looks" / "1.jpg")
    assert facts == derive.inspect(source)
    with Image.open(tmp_path / "looks" / "1.jpg") as small:
        assert (small.size, small.format, small.info.get("exif")) == ((400, 667), "JPEG", None)
    assert [one.name for one in (tmp_path / "looks").iterdir()] == ["1.jpg"]
