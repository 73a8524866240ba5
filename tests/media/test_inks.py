import pytest
from PIL import Image

from archive.media.inks import printed


def shown(*inks: int) -> tuple[int, ...]:
    pixel = printed(Image.new("CMYK", (3, 3), inks)).getpixel((1, 1))
    assert isinstance(pixel, tuple)
    return pixel


@pytest.mark.parametrize(
    ("inks", "colour"),
    [
        ((0, 0, 0, 0), (255, 255, 255)),
        ((255, 0, 0, 0), (0, 158, 224)),
        ((0, 255, 0, 0), (230, 0, 126)),
        ((0, 0, 255, 0), (255, 237, 0)),
        ((255, 255, 0, 0), (49, 39, 131)),
        ((255, 0, 255, 0), (0, 150, 64)),
        ((0, 255, 255, 0), (227, 6, 19)),
        ((0, 0, 0, 255), (29, 29, 27)),
        ((255, 255, 255, 255), (0, 0, 0)),
    ],
)
def test_full_inks_have_their_printed_colours(inks: tuple[int, ...], colour: tuple[int, ...]) -> None:
    assert shown(*inks) == colour


def test_between_them_colours_are_mixtures() -> None:
    assert shown(0, 0, 0, 51) == (210, 210, 209)
    assert shown(51, 0, 0, 0) == (204, 236, 249)
    levels = [sum(shown(0, 0, 0, ink)) for ink in range(0, 256, 5)]
    assert levels == sorted(levels, reverse=True)
    assert len(set(levels)) == len(levels)
