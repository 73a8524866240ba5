"""Names in alphabetical order under their letters: accents and case make no difference."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple, TypeVar

from archive.search import analysis
from archive.search.folding import fold

Thing = TypeVar("Thing")

DIGITS = "0–9"
OTHER = "…"
_AFTER_NAMES = re.compile(r",?\s+(?:jr|sr|ii|iii|iv|ph\.?\s?d|m\.?d)\.?$", re.IGNORECASE)
_LAST = frozenset("rRiIvVdD.")  # what these end with
_ASIDE = re.compile(r"\s*[(\[].*?[)\]]")


class Place(NamedTuple):
    """Where a name stands: letters of this alphabet first, then those of others, digits, all else."""

    rank: int
    letter: str
    folded: str
    name: str


def place(name: str, *, family_first: bool = False) -> Place:
    """Where a name stands, by its family name if wanted."""
    folded = fold(sorting_name(name) if family_first else name)
    if "a" <= folded[:1] <= "z":  # nearly all
        return Place(0, folded[0].upper(), folded, name)
    first = next((sign for sign in folded if analysis.wordlike(sign)), "")
    if first.isdecimal():
        return Place(2, DIGITS, folded, name)
    if not first:
        return Place(3, OTHER, folded, name)
    return Place(0 if first.isascii() else 1, first.upper()[:1], folded, name)


def sorting_name(name: str) -> str:
    """A person's name with the family name in front, which is taken to be the last word.

    A name with a comma has it in front already; one without a space is left as it is. What is in
    parentheses, and Jr. and the like, is no family name.
    """
    # A list may have 200,000 names: the expressions are asked where they can find something.
    bare = (_ASIDE.sub("", name).strip() or name) if "(" in name or "[" in name else name
    core = _AFTER_NAMES.sub("", bare).strip() if bare[-1:] in _LAST else bare
    if "," in core or " " not in core:
        return bare
    given, _space, family = core.rpartition(" ")
    return f"{family}, {given}{bare[len(core) :]}"


def ordered(
    things: Iterable[Thing], name: Callable[[Thing], str], *, family_first: bool = False
) -> list[tuple[Place, Thing]]:
    """Things by their names, each with its place."""
    placed = [(place(name(one), family_first=family_first), one) for one in things]
    return sorted(placed, key=lambda one: one[0])


def sections(placed: Sequence[tuple[Place, Thing]]) -> list[tuple[str, list[Thing]]]:
    """Things in order, under the letter that each stands under."""
    return [
        (letter, [one for _place, one in some])
        for (_rank, letter), some in groupby(placed, key=lambda one: one[0][:2])
    ]
