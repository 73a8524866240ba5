"""JPEG 2000 is decoded no larger than it is wanted, where the file has smaller levels of itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from archive.media import derive, jp2, opening
from archive.media.values import Attribution, Refused

SIZE = (1400, 1000)


def written(path: Path, size: tuple[int, int] = SIZE, **how: Any) -> Path:
    """A soft picture in two colours."""
    across, down = Image.linear_gradient("L").resize(size), Image.radial_gradient("L").resize(size)
    Image.merge("RGB", (across, down, across)).save(path, "JPEG2000", **how)
    return path


@pytest.mark.parametrize(
    ("how", "size", "narrowest", "times"),
    [
        ({}, SIZE, 400, 1),
        ({}, SIZE, 250, 2),
        ({}, SIZE, 1, 4),  # 31.25 pixels would be 32 for a decoder, and 31 for Pillow
        ({}, SIZE, 600, 0),
        ({"num_resolutions": 2}, SIZE, 1, 1),
        ({"num_resolutions": 1}, SIZE, 1, 0),
        ({"no_jp2": True}, SIZE, 250, 2),
        ({"tile_size": (300, 300)}, SIZE, 250, 2),
        ({}, (1001, 777), 200, 1),
    ],
)
def test_it_is_halved_as_often_as_may_be(
    tmp_path: Path, how: dict[str, Any], size: tuple[int, int], narrowest: int, times: int
) -> None:
    path = written(tmp_path / ("a.j2k" if how.get("no_jp2") else "a.jp2"), size, **how)
    assert jp2.halvings(path, size, narrowest) == times
    with opening.plain_reasons(path, 10**8):
        picture = opening.decoded(path, 10**8, narrowest=narrowest)
    assert picture.image.size == tuple(-(-side // 2**times) for side in size)
    assert (picture.facts.width, picture.facts.height) == size


def test_a_file_that_promises_more_than_its_tiles_have_is_decoded_whole(tmp_path: Path) -> None:
    whole = written(tmp_path / "b.jp2", (600, 500))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jp2, "halvings", lambda *_asked: 6)  # of five
        assert derive.inspect(whole).width == 600


def test_pictures_made_of_a_smaller_level_look_the_same(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jp2", (6600, 5000))
    assert jp2.halvings(path, (6600, 5000), 1600) == 1
    derive.derive(path, tmp_path / "made", Attribution())
    with Image.open(tmp_path / "made" / "1600.jpg") as made, Image.open(path) as own:
        plain = own.convert("RGB").resize(made.size, Image.Resampling.LANCZOS)
        assert max(ImageStat.Stat(ImageChops.difference(plain, made)).mean) < 2


@pytest.mark.parametrize("part", [0.3, 0.9, 0.999])
def test_one_that_is_cut_off_is_refused_all_the_same(tmp_path: Path, part: float) -> None:
    path = written(tmp_path / "a.jp2")
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    with pytest.raises(Refused):
        derive.inspect(path)


@pytest.mark.parametrize("data", [b"", b"\xff\x4f\xff\x51", b"\xff\x4f" + b"\xff\x52\0\1" * 9, b"\0" * 99])
def test_a_broken_head_promises_nothing(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.j2k"
    path.write_bytes(data)
    assert jp2.halvings(path, SIZE, 1) == 0
    path.write_bytes(jp2.SIGNATURES[0] + data)
    assert jp2.halvings(path, SIZE, 1) == 0
