"""CMYK without a profile as it would look printed: the colours of the usual inks on coated paper.

Neugebauer's model: each point is an area-weighted mixture (Demichel's weights) of paper, the inks, and the
inks over each other. The sixteen colours are usual sRGB values of offset printing on coated paper (as ISO
12647-2 describes it); pure cyan as (0, 255, 255), what plain arithmetic gives, is far from any print.
"""

from itertools import product

from PIL import Image, ImageFilter

Colour = tuple[int, int, int]

# Cyan, magenta, yellow, each printed (1) or not (0): without black, and with black over it.
_PRINTED: dict[tuple[int, int, int], tuple[Colour, Colour]] = {
    (0, 0, 0): ((255, 255, 255), (29, 29, 27)),
    (1, 0, 0): ((0, 158, 224), (0, 18, 28)),
    (0, 1, 0): ((230, 0, 126), (30, 0, 10)),
    (0, 0, 1): ((255, 237, 0), (28, 26, 0)),
    (1, 1, 0): ((49, 39, 131), (4, 2, 12)),
    (1, 0, 1): ((0, 150, 64), (0, 16, 6)),
    (0, 1, 1): ((227, 6, 19), (26, 0, 0)),
    (1, 1, 1): ((45, 36, 37), (0, 0, 0)),
}


def _table(*, black: int) -> ImageFilter.Color3DLUT:
    """Three inks as a cube of eight corners; between them Pillow interpolates, as the model does."""
    corners = [_PRINTED[cyan, magenta, yellow][black] for yellow, magenta, cyan in product((0, 1), repeat=3)]
    return ImageFilter.Color3DLUT(2, [level / 255 for corner in corners for level in corner])


_WITHOUT_BLACK, _UNDER_BLACK = _table(black=0), _table(black=1)


def printed(image: Image.Image) -> Image.Image:
    """RGB in sRGB of a CMYK picture, 0 being no ink."""
    cyan, magenta, yellow, black = image.split()
    inks = Image.merge("RGB", (cyan, magenta, yellow))
    return Image.composite(inks.filter(_UNDER_BLACK), inks.filter(_WITHOUT_BLACK), black)
