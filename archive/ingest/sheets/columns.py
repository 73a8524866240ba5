"""Rows of a table in a sheet: cells parted by tabs under a line of headings, each a label that is known."""

from __future__ import annotations

from archive.ingest.sheets import marks

Headings = tuple[str, ...]
_NUMBERS = frozenset(
    ("no", "n", "nº", "n.º", "num", "núm", "number", "número", "#", "photo", "foto", "photo no")
)
_LEAST = 2


def headings(text: str) -> Headings | None:
    """What the cells of a line name, where all of them are headings and one is the caption's; else None."""
    cells = [cell.strip(" .:*") for cell in text.split("\t")]
    if len(cells) < _LEAST:
        return None
    kinds = []
    for place, cell in enumerate(cells):
        number = place == 0 and cell.casefold() in _NUMBERS
        label = marks.labelled(f"{cell}:")
        if not (number or label):
            return None
        kinds.append("number" if number else label[0] if label else "")
    return tuple(kinds) if "caption" in kinds and len(set(kinds)) == len(kinds) else None


def row(names: Headings, text: str) -> dict[str, str] | None:
    """The cells of a line by what they are; None where there are more cells than headings, or no tab."""
    cells = [cell.strip() for cell in text.split("\t")]
    if len(cells) < _LEAST or len(cells) > len(names):
        return None
    return {name: cell for name, cell in zip(names, cells, strict=False) if cell}
