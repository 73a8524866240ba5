import io
import shutil
import struct
from pathlib import Path

import pytest
from PIL import Image, TiffImagePlugin

from archive.media import derive, pages
from archive.media.exiftool import MetadataReader
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


def chained(pages_told: int, order: str = "<", *, big: bool = False, back: bool = False) -> bytes:
    """A TIFF of small grey pages, written byte by byte; `back`: its last one is followed by its first."""
    word, start = ("Q", 16) if big else ("I", 8)
    tags = [(256, 4), (257, 4), (258, 8), (259, 1), (262, 1), (273, start), (277, 1), (278, 4), (279, 16)]
    entries = b"".join(struct.pack(f"{order}HH{word}{word}", tag, 4, 1, value) for tag, value in tags)
    if order == ">":  # a number of four bytes stands at the left of its place
        entries = b"".join(
            struct.pack(f"{order}HH{word}I", tag, 4, 1, value) + bytes(4 if big else 0) for tag, value in tags
        )
    head = struct.pack(f"{order}{'Q' if big else 'H'}", len(tags)) + entries
    size, first = len(head) + (8 if big else 4), start + 16
    sign = {"<": b"II", ">": b"MM"}[order] + struct.pack(f"{order}H", 43 if big else 42)
    sign += struct.pack(f"{order}HHQ", 8, 0, first) if big else struct.pack(f"{order}I", first)
    ends = [first + size * number for number in range(1, pages_told)] + [first if back else 0]
    return sign + b"\x80" * 16 + b"".join(head + struct.pack(order + word, end) for end in ends)


@pytest.mark.parametrize(("order", "big"), [("<", False), (">", False), ("<", True)])
@pytest.mark.parametrize("back", [False, True])
def test_pages_are_counted_as_pillow_counts_them(
    tmp_path: Path, order: str, *, big: bool, back: bool
) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(chained(70, order, big=big, back=back))
    with Image.open(path) as image:
        assert len(pages.own(image)) == getattr(image, "n_frames", 0) == 70


def test_so_are_those_that_pillow_does_not_know() -> None:
    assert pages.count(io.BytesIO(chained(70, ">", big=True))) == 70


@pytest.mark.parametrize("cut", [0, 40, 300])
def test_a_chain_that_breaks_off_ends_there(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(chained(5)[: 24 + 114 * 4 + cut])
    with path.open("rb") as file:
        assert pages.count(file) == 5


@pytest.mark.timeout(15)
@pytest.mark.parametrize("told", [pages.MOST + 1, 100_000])
def test_more_pages_than_any_photograph_has_are_refused_at_once(tmp_path: Path, told: int) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(chained(told))
    with pytest.raises(Refused, match="1,000 pages"):
        derive.inspect(path)
    with pytest.raises(Refused, match="1,000 pages"):
        pages.refuse_too_many(path)


@pytest.mark.timeout(15)
@pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not on this machine")
def test_their_metadata_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(chained(50_000))
    with Sandbox(children=1) as sandbox:
        assert MetadataReader(sandbox).read(path).tool == "pillow"


def test_as_many_pages_as_are_taken_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(chained(pages.MOST))
    assert derive.inspect(path).frames == pages.MOST
