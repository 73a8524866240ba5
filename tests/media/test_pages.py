import io
from pathlib import Path

import pytest
from PIL import Image, TiffImagePlugin

from archive.media import derive, pages
from archive.media.sandbox import Sandbox
from archive.media.values import Attribution, Refused
from tests.media.picture_makers import quarters, saved

NOBODY = Attribution()
SUBFILE, OLD_SUBFILE, ORIENTATION = 254, 255, 0x0112


def tiff(path: Path, *leaves: tuple[Image.Image, dict[int, int]]) -> Path:
    """A TIFF of these pages, each with its tags."""
    stream = io.BytesIO()
    with TiffImagePlugin.AppendingTiffWriter(stream, new=True) as writer:
        for image, tags in leaves:
            info = TiffImagePlugin.ImageFileDirectory_v2()
            info.update(tags)
            image.save(writer, "TIFF", tiffinfo=info)
            writer.newFrame()
    path.write_bytes(stream.getvalue())
    return path


def plain(width: int, height: int) -> Image.Image:
    return Image.new("RGB", (width, height), "grey")


def found(path: Path) -> tuple[list[int], int]:
    with Image.open(path) as image:
        own = pages.own(image)
        return own, image.tell()


FRONT: tuple[Image.Image, dict[int, int]] = (plain(300, 200), {})


@pytest.mark.parametrize(
    ("second", "tags", "is_own"),
    [
        ((300, 200), {}, True),
        ((280, 210), {}, True),
        ((150, 140), {}, True),  # other proportions
        ((200, 133), {}, True),  # more than half as wide
        ((150, 100), {}, False),
        ((75, 51), {}, False),
        ((300, 200), {SUBFILE: 1}, False),
        ((300, 200), {SUBFILE: 4}, False),
        ((300, 200), {SUBFILE: 2}, True),  # "one page of several"
        ((300, 200), {OLD_SUBFILE: 2}, False),
        ((300, 200), {OLD_SUBFILE: 3}, True),
    ],
)
def test_a_smaller_copy_is_not_a_page(
    tmp_path: Path,
    second: tuple[int, int],
    tags: dict[int, int],
    is_own: bool,  # noqa: FBT001 - a table's column
) -> None:
    path = tiff(tmp_path / "a.tif", FRONT, (plain(*second), tags))
    assert found(path) == ([0, 1] if is_own else [0], 0)
    facts = derive.inspect(path)
    assert (facts.frames, facts.pages) == ((2, 2) if is_own else (1, 1))


def test_the_back_may_come_after_a_thumbnail(tmp_path: Path) -> None:
    path = tiff(tmp_path / "a.tif", FRONT, (plain(30, 20), {}), (quarters(290, 190), {}), (plain(29, 19), {}))
    assert found(path)[0] == [0, 2]
    made = derive.derive(path, tmp_path / "out", NOBODY, page=1)
    assert (made.width, made.height, made.pages) == (290, 190, 2)


def test_front_and_back_are_derived_each_by_itself(tmp_path: Path) -> None:
    path = tiff(tmp_path / "a.tif", FRONT, (quarters(200, 320), {ORIENTATION: 6}), FRONT)
    with Sandbox(children=1) as sandbox:
        front = sandbox.derive(path, tmp_path / "front", NOBODY)
        back = sandbox.derive(path, tmp_path / "back", NOBODY, page=1)
        full = sandbox.derive_full(path, tmp_path / "back", NOBODY, page=1)
    assert (front.width, front.height, front.frames, front.pages) == (300, 200, 3, 2)
    assert (back.width, back.height, back.frames, back.pages) == (320, 200, 3, 2)
    assert (full.width, full.height) == (320, 200)
    with Image.open(tmp_path / "back/320.jpg") as image:
        red, green, blue = image.convert("RGB").getpixel((300, 10))  # type: ignore[misc] # three bands
    assert red > 150 > green, (red, green, blue)  # the stored top left, turned to the top right


@pytest.mark.parametrize("page", [2, 9])
def test_no_other_page_is_shown(tmp_path: Path, page: int) -> None:
    path = tiff(tmp_path / "a.tif", FRONT, FRONT, FRONT)
    with pytest.raises(Refused, match="no such page"):
        derive.derive(path, tmp_path / "out", NOBODY, page=page)


def test_frames_of_an_animation_are_not_pages(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (20, 10), colour) for colour in ("red", "blue")]
    path = saved(frames[0], tmp_path / "a.gif", "GIF", save_all=True, append_images=frames[1:])
    facts = derive.inspect(path)
    assert (facts.frames, facts.pages) == (2, 1)
    with pytest.raises(Refused, match="no such page"):
        derive.derive(path, tmp_path / "out", NOBODY, page=1)


def test_a_broken_second_page_does_not_spoil_the_first(tmp_path: Path) -> None:
    path = tiff(tmp_path / "a.tif", FRONT, FRONT)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) - 60_000])
    front = derive.derive(path, tmp_path / "front", NOBODY)
    assert (front.width, front.pages) == (300, 2)
    with pytest.raises(Refused, match=r"cut off|damaged"):
        derive.derive(path, tmp_path / "back", NOBODY, page=1)
    assert not (tmp_path / "back").exists()


def test_too_many_pixels_on_the_second_page_are_refused(tmp_path: Path) -> None:
    path = tiff(tmp_path / "a.tif", FRONT, (plain(900, 900), {}))
    assert derive.derive(path, tmp_path / "out", NOBODY, 100_000).pages == 2
    with pytest.raises(Refused, match="million pixels"):
        derive.derive(path, tmp_path / "out", NOBODY, 100_000, page=1)
