"""What is measured between two pictures that look the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageEnhance, ImageOps

from archive.media.compare import compare
from archive.media.sandbox import Sandbox
from archive.media.values import Refused

NAMES = ("rocket.jpg", "astronaut.png", "dust-bowl-home.jpg", "nagasaki-boats.jpg")
NOTHING = (0, 0, 0, 0)


def small(picture: Image.Image, path: Path) -> Path:
    """A derivative as the archive makes it: 400 pixels wide, JPEG."""
    picture = picture.convert("RGB")
    picture.thumbnail((400, 4000))
    picture.save(path, quality=82)
    return path


def whole(sample: Path, name: str) -> Image.Image:
    with Image.open(sample / name) as opened:
        return opened.convert("RGB")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("cut", [(5, 0, 0, 0), (0, 0, 10, 3), (4, 4, 4, 4), (15, 5, 0, 0)])
def test_what_was_cut_off_is_found_at_each_edge(
    tmp_path: Path, sample: Path, name: str, cut: tuple[int, int, int, int]
) -> None:
    picture = whole(sample, name)
    (width, height), (left, top, right, bottom) = picture.size, cut
    box = (
        width * left // 100,
        height * top // 100,
        width - width * right // 100,
        height - height * bottom // 100,
    )
    pair = small(picture, tmp_path / "a.jpg"), small(picture.crop(box), tmp_path / "b.jpg")
    for files, shorter in ((pair, "other"), (pair[::-1], "one")):
        found = compare(*files)
        assert found.shorter == shorter
        assert all(abs(one - two) <= 1 for one, two in zip(found.cut, cut, strict=True)), found.cut


@pytest.mark.parametrize("name", NAMES)
def test_other_light_contrast_and_colour_are_no_cut(tmp_path: Path, sample: Path, name: str) -> None:
    picture = whole(sample, name)
    first = small(picture, tmp_path / "a.jpg")
    brighter = compare(first, small(ImageEnhance.Brightness(picture).enhance(1.3), tmp_path / "b.jpg"))
    assert brighter.other.light > brighter.one.light + 4
    flatter = compare(first, small(ImageEnhance.Contrast(picture).enhance(0.7), tmp_path / "b.jpg"))
    assert flatter.other.spread < flatter.one.spread * 0.8
    grey = compare(first, small(ImageOps.grayscale(picture), tmp_path / "b.jpg"))
    assert (grey.one.coloured, grey.other.coloured) == (True, False)
    for one in (brighter, flatter, grey):
        assert (one.shorter, one.cut) == ("", NOTHING)


def test_the_same_picture_and_pictures_without_anything_in_them(tmp_path: Path) -> None:
    flat = small(Image.new("RGB", (300, 200), "grey"), tmp_path / "a.jpg")
    assert compare(flat, flat).shorter == ""
    speck = small(Image.new("RGB", (1, 1), "white"), tmp_path / "b.jpg")
    assert compare(flat, speck).other.light == 100.0


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(children=1, seconds=20) as made:
        yield made


def test_the_limited_process_answers_the_same(tmp_path: Path, sample: Path, sandbox: Sandbox) -> None:
    picture = whole(sample, "rocket.jpg")
    files = small(picture, tmp_path / "a.jpg"), small(picture.crop((40, 0, 600, 400)), tmp_path / "b.jpg")
    assert sandbox.compare(*files) == compare(*files)


def test_a_missing_or_broken_derivative_is_refused_in_words(tmp_path: Path, sandbox: Sandbox) -> None:
    good = small(Image.new("RGB", (30, 20)), tmp_path / "a.jpg")
    (tmp_path / "b.jpg").write_bytes(good.read_bytes()[:200])
    for bad in (tmp_path / "b.jpg", tmp_path / "none.jpg"):
        with pytest.raises(Refused, match="could not be read"):
            sandbox.compare(good, bad)
