from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from archive.media import animation, derive
from archive.media.animation import STILL, TOO_LARGE, TOO_LONG, animate
from archive.media.sandbox import Sandbox
from archive.media.values import Attribution, Refused
from tests.media.picture_makers import noise, quarters, saved

NOBODY = Attribution()
COLOURS = ("red", "blue", "lime")


def moving(path: Path, format_: str, *, size: tuple[int, int] = (64, 40), **save: Any) -> Path:
    frames = [Image.new("RGB", size, colour) for colour in COLOURS]
    return saved(
        frames[0], path, format_, save_all=True, append_images=frames[1:], **({"duration": 120} | save)
    )


def played(folder: Path) -> list[tuple[tuple[int, ...], int]]:
    """The middle of every frame and its time in milliseconds."""
    found = []
    with Image.open(folder / "play.webp") as image:
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            image.load()
            pixel = image.convert("RGB").getpixel((image.width // 2, image.height // 2))
            assert isinstance(pixel, tuple)
            found.append((pixel, image.info["duration"]))
    return found


@pytest.mark.parametrize("format_", ["GIF", "WEBP", "PNG", "AVIF"])
def test_every_frame_is_there_in_its_time(tmp_path: Path, format_: str) -> None:
    path = moving(tmp_path / "a", format_)
    with Sandbox(children=1) as sandbox:
        made = sandbox.animate(path, tmp_path / "out", Attribution(credit_line="Agency"))
    assert (made.width, made.height, made.suffix) == (64, 40, "webp")
    assert made.bytes == (tmp_path / "out/play.webp").stat().st_size
    frames = played(tmp_path / "out")
    assert [time for _pixel, time in frames] == [120, 120, 120]
    brightest = [pixel.index(max(pixel)) for pixel, _time in frames]
    assert brightest == [0, 2, 1]
    assert b"Agency" in (tmp_path / "out/play.webp").read_bytes()


def test_it_is_turned_and_never_enlarged(tmp_path: Path) -> None:
    tags = Image.Exif()
    tags[0x0112] = 6
    path = moving(tmp_path / "a", "WEBP", size=(1200, 600), exif=tags)
    made = animate(path, tmp_path / "out", NOBODY)
    assert (made.width, made.height) == (400, 800)
    small = moving(tmp_path / "b", "GIF", size=(30, 20))
    assert animate(small, tmp_path / "small", NOBODY).width == 30


def test_a_still_of_an_animated_png_that_does_not_play_is_left_out(tmp_path: Path) -> None:
    path = moving(tmp_path / "a", "PNG", default_image=True)
    animate(path, tmp_path / "out", NOBODY)
    assert len(played(tmp_path / "out")) == 2


def test_a_frame_without_time_gets_the_usual_one(tmp_path: Path) -> None:
    animate(moving(tmp_path / "a", "GIF", duration=0), tmp_path / "out", NOBODY)
    assert [time for _pixel, time in played(tmp_path / "out")] == [100, 100, 100]


@pytest.mark.parametrize("format_", ["GIF", "JPEG", "TIFF"])
def test_what_does_not_move_is_not_played(tmp_path: Path, format_: str) -> None:
    path = saved(quarters(), tmp_path / "a", format_)
    if format_ == "TIFF":
        moving(path, "TIFF")
    with pytest.raises(Refused) as refused:
        animate(path, tmp_path / "out", NOBODY)
    assert refused.value.reason == STILL
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("limit", "value", "reason"),
    [
        ("MOST_FRAMES", 2, TOO_LONG),
        ("MOST_READ", 3 * 64 * 40 - 1, TOO_LONG),
        ("MOST_SHOWN", 3 * 20 * 10, TOO_LONG),
        ("MOST_BYTES", 50, TOO_LARGE),
    ],
)
def test_limits_refuse_it_with_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, reason: str
) -> None:
    path = moving(tmp_path / "a", "GIF")
    monkeypatch.setattr(animation, limit, value)
    with pytest.raises(Refused) as refused:
        animate(path, tmp_path / "out", NOBODY)
    assert refused.value.reason == reason
    assert not (tmp_path / "out").exists()


def test_a_long_one_is_made_narrower(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = moving(tmp_path / "a", "GIF", size=(400, 200))
    monkeypatch.setattr(animation, "MOST_SHOWN", 3 * 200 * 100)
    made = animate(path, tmp_path / "out", NOBODY)
    assert (made.width, made.height) == (200, 100)


def test_one_cut_off_is_refused(tmp_path: Path) -> None:
    frames = [noise(60, 40) for _ in range(4)]
    path = saved(frames[0], tmp_path / "a", "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    with pytest.raises(Refused):
        animate(path, tmp_path / "out", NOBODY)
    assert not (tmp_path / "out").exists()


def test_it_goes_when_derivatives_are_made_with_new_words(tmp_path: Path) -> None:
    path = moving(tmp_path / "a", "GIF")
    animate(path, tmp_path / "out", NOBODY)
    derive.derive(path, tmp_path / "out", NOBODY)
    assert not (tmp_path / "out/play.webp").exists()


@pytest.mark.parametrize(
    "name", ["formats/Animation_Lossy.webp", "formats/cogs.gif", "formats/iss634.apng", "formats/star.avifs"]
)
def test_collected_animations_play_under_the_limit_of_memory(corpus: Path, tmp_path: Path, name: str) -> None:
    with Sandbox(children=1, memory_mb=1024, seconds=20) as sandbox:
        made = sandbox.animate(corpus / name, tmp_path / "out", NOBODY)
        frames = sandbox.inspect(corpus / name).frames
    with Image.open(tmp_path / "out/play.webp") as image:
        assert image.size == (made.width, made.height)
        assert 1 < getattr(image, "n_frames", 1) <= frames
