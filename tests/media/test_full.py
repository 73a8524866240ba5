"""The full-size derivative: the picture's own pixels, bounded, without what the file said."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from archive.media.derive import derive, derive_full
from archive.media.sandbox import Sandbox
from archive.media.store import Store
from archive.media.values import FULL_NAME, FULL_SIDE, Attribution, Refused, full_size
from tests.media.picture_makers import quarters, saved


@pytest.mark.parametrize(
    ("own", "full"),
    [
        ((900, 600), (900, 600)),
        ((6000, 4000), (6000, 4000)),
        ((12_000, 8000), (6000, 4000)),
        ((4000, 12_000), (2000, 6000)),
        ((60_000, 2), (6000, 1)),
        ((1, 1), (1, 1)),
    ],
)
def test_no_side_is_above_the_bound_and_nothing_is_enlarged(
    own: tuple[int, int], full: tuple[int, int]
) -> None:
    assert full_size(*own) == full


def test_it_has_every_pixel_upright_and_carries_the_attribution_alone(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees
    exif[0x013B] = "Somebody's secret name"
    source = saved(quarters(2400, 1600), tmp_path / "a.jpg", "JPEG", exif=exif, quality=95)
    made = derive_full(source, tmp_path / "out", Attribution(credit_line="Made-up Press"))
    assert (made.width, made.height) == (1600, 2400)
    data = (tmp_path / "out" / FULL_NAME).read_bytes()
    assert b"Made-up Press" in data
    assert b"secret" not in data
    with Image.open(tmp_path / "out" / FULL_NAME) as picture:
        assert picture.size == (1600, 2400)
        red, green, blue = picture.convert("RGB").getpixel((1500, 100))  # type: ignore[misc] # three bands
        assert red > 150
        assert green < 60
        assert blue < 60


def test_a_larger_picture_is_made_smaller(tmp_path: Path) -> None:
    source = saved(quarters(FULL_SIDE + 600, 300), tmp_path / "a.png", "PNG")
    made = derive_full(source, tmp_path / "out", Attribution())
    assert (made.width, made.height) == (FULL_SIDE, 273)


def test_new_words_take_the_one_with_the_old_words_away(tmp_path: Path) -> None:
    source = saved(quarters(500, 400), tmp_path / "a.png", "PNG")
    derive_full(source, tmp_path / "out", Attribution(credit_line="Old"))
    derive(source, tmp_path / "out", Attribution(credit_line="New"))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["400.jpg", "400.webp"]


def test_the_limited_process_makes_it_and_refuses_what_is_no_picture(tmp_path: Path) -> None:
    source = saved(quarters(500, 400), tmp_path / "a.png", "PNG")
    (tmp_path / "b.jpg").write_bytes(source.read_bytes()[:200])
    with Sandbox(children=1) as sandbox:
        made = sandbox.derive_full(source, tmp_path / "out", Attribution())
        assert (made.width, made.height, made.suffix) == (500, 400, "jpg")
        with pytest.raises(Refused):
            sandbox.derive_full(tmp_path / "b.jpg", tmp_path / "other", Attribution())
    assert not (tmp_path / "other").exists()


def test_it_lies_beside_the_smaller_ones_and_is_forgotten_with_them(tmp_path: Path) -> None:
    store = Store(tmp_path)
    path = store.full_path("a" * 64)
    assert path.parent == store.derived_folder("a" * 64)
    derive_full(saved(quarters(), tmp_path / "a.png", "PNG"), path.parent, Attribution())
    assert path.exists()
    store.forget_derived("a" * 64)
    assert not path.exists()
    with pytest.raises(ValueError, match="sha256"):
        store.full_path("../secret")
