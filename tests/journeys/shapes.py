"""Photographs to describe: pictures of two shapes, each with true words about what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from archive.ingest.run import attach_upload
from tests import builders

WIDTH, HEIGHT = 900, 600
COLOURS = {
    "red": (190, 30, 30),
    "blue": (30, 60, 170),
    "green": (20, 120, 60),
    "black": (10, 10, 10),
    "yellow": (240, 200, 40),
    "white": (250, 250, 250),
    "grey": (150, 150, 150),
}
SMALL, LARGE = 80, 240  # half the width of a shape, in pixels
TITLED = 4  # the number of the picture whose headline says what is seen


@dataclass(frozen=True)
class Shapes:
    """Two shapes, (colour, form), the `first` small, the `second` large; `where` the first is."""

    first: tuple[str, str]
    where: str
    second: tuple[str, str]
    ground: str

    @property
    def words(self) -> str:
        """What is seen, as an alt text."""
        (one, form), (two, other) = self.first, self.second
        return f"A small {one} {form} {self.where} a large {two} {other} on a {self.ground} field."

    def draw(self, path: Path) -> Path:
        """Draw it into a file."""
        image = Image.new("RGB", (WIDTH, HEIGHT), COLOURS[self.ground])
        pen = ImageDraw.Draw(image)
        small, large = PLACES[self.where]
        _shape(pen, self.second, large, LARGE)
        _shape(pen, self.first, small, SMALL)
        image.save(path)
        return path


PLACES = {
    "left of": ((120, 300), (600, 300)),
    "right of": ((780, 300), (300, 300)),
    "at the upper left corner of": ((110, 100), (560, 340)),
    "at the lower right corner of": ((790, 500), (330, 260)),
    "inside": ((430, 320), (430, 320)),
}


def _shape(pen: ImageDraw.ImageDraw, what: tuple[str, str], middle: tuple[int, int], half: int) -> None:
    colour, form = COLOURS[what[0]], what[1]
    x, y = middle
    if form == "circle":
        pen.ellipse((x - half, y - half, x + half, y + half), fill=colour)
    elif form == "square":
        pen.rectangle((x - half, y - half, x + half, y + half), fill=colour)
    elif form == "triangle":
        pen.polygon([(x, y - half), (x - half, y + half), (x + half, y + half)], fill=colour)
    else:
        arm = half // 3
        pen.rectangle((x - half, y - arm, x + half, y + arm), fill=colour)
        pen.rectangle((x - arm, y - half, x + arm, y + half), fill=colour)


SETS: dict[str, tuple[Shapes, ...]] = {
    "shapes-of-the-morning": (
        Shapes(("red", "circle"), "left of", ("black", "cross"), "white"),
        Shapes(("yellow", "square"), "right of", ("blue", "triangle"), "grey"),
        Shapes(("white", "triangle"), "inside", ("green", "circle"), "black"),
        Shapes(("black", "cross"), "at the upper left corner of", ("red", "square"), "yellow"),
        Shapes(("blue", "circle"), "at the lower right corner of", ("yellow", "cross"), "black"),
    ),
    "shapes-of-the-noon": (
        Shapes(("green", "triangle"), "left of", ("white", "square"), "blue"),
        Shapes(("black", "circle"), "right of", ("yellow", "circle"), "green"),
        Shapes(("red", "cross"), "inside", ("white", "triangle"), "black"),
        Shapes(("white", "square"), "at the upper left corner of", ("black", "triangle"), "red"),
        Shapes(("yellow", "triangle"), "at the lower right corner of", ("blue", "circle"), "white"),
    ),
    "shapes-of-the-evening": (
        Shapes(("white", "cross"), "left of", ("yellow", "triangle"), "blue"),
        Shapes(("green", "circle"), "right of", ("red", "cross"), "yellow"),
        Shapes(("black", "square"), "inside", ("white", "cross"), "red"),
        Shapes(("blue", "triangle"), "at the upper left corner of", ("green", "circle"), "white"),
        Shapes(("red", "square"), "at the lower right corner of", ("black", "triangle"), "grey"),
    ),
}


def photographs(home: Path, name: str, accession: str = "") -> dict[str, Shapes]:
    """Publish the pictures of a set as a collection of this name; accession number to what it shows.

    `accession` is what these numbers look like, as "1977.4.{}"; the archive's own where it is empty. The
    fourth has its alt text as its headline already, which the checks call an error, and which is right there.
    The server may be running: its worker indexes them.
    """
    made = {}
    for number, one in enumerate(SETS[name], 1):
        title = one.words if number == TITLED else f"{name.replace('-', ' ').capitalize()}, number {number}"
        named = accession.format(number)
        made[photograph(home, one, headline=title, collection=name, accession=named)] = one
    return made


def photograph(home: Path, shapes: Shapes, **values: str) -> str:
    """Publish one picture, for which the checks ask nothing but its words; returns its accession number."""
    facts: dict[str, Any] = {
        "headline": "Paper cut-outs",
        "caption": "Paper cut-outs from a drawing class in Vellmar, 4 May 2021.",
        "date_text": "4 May 2021",
        "credit_line": "Vellmar Drawing Class",
        "rights": "http://rightsstatements.org/vocab/CNE/1.0/",
        "visible_words": "no",
    }
    folder = home.parent / "shapes"
    folder.mkdir(exist_ok=True)
    parts = builders.archive(home)
    try:
        accession = builders.photograph(parts, **(facts | values))
        path = shapes.draw(folder / f"{accession}.png")
        with path.open("rb") as stream:
            attach_upload(parts.tools, builders.ARCHIVIST, accession, stream, path.name, "recto")
    finally:
        parts.close()
    return accession


def approved(home: Path, accession: str, text: str, kind: str = "alt") -> None:
    """Have a text of a photograph written by one person and approved by another."""
    parts = builders.archive(home)
    try:
        builders.describe(parts, accession, text, kind)
    finally:
        parts.close()
