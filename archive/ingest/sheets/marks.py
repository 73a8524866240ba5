"""What stands before captions in sheets: numbers, names of files, and labels such as 'Caption:'.

Whether a figure at the beginning is a caption's number is decided for the sheet as a whole: '1. FC Köln' and
'3. Oktober' begin captions too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from archive.dates.tongues import TONGUES

_SUFFIX = (
    r"\.(?:jpe?g|png|tiff?|webp|gif|avif|hei[cf]|jp2|j2k|jpx|bmp|psd|dng|cr[23w]|nef|arw|raf|orf|rw2|raw)"
)
_SEPARATOR = r"(?:\s*(?::|\t|\||[–—=]|->|→)\s*|\s+-\s+)"
_KEYED = (
    # A name that may hold spaces needs a sign after it; one without, only a space.
    re.compile(rf"(?i)[\"“]?(?P<name>[^\t:|\"“”]{{1,150}}?{_SUFFIX})[\"”]?(?:{_SEPARATOR}(?P<rest>.*)|\s*$)"),
    re.compile(rf"(?i)[\"“]?(?P<name>[^\s:|\"“”]{{1,150}}?{_SUFFIX})[\"”]?[,;]?\s+(?P<rest>.*)"),
    # Cameras' own names, whose ending was left out.
    re.compile(
        r"(?P<name>(?:IMG|DSC|DSCF|DSCN|_?MG|_DSC|P|DJI|PXL|MVI|GOPR|SAM|CIMG|WP)_?\d{3,8}(?:[_-]\d{1,9}){0,2})"
        r"\s*[:\t|]\s*(?P<rest>.*)"
    ),
)
_LONGEST_NAME = 160
_NUMBER_WORD = (
    r"(?i:photo(?:graph)?|picture|pic|image|caption|foto(?:graf[ií]a)?|imagen|pie(?: de foto)?|leyenda|"
    r"fig(?:ure|ura)?\.?|bild)"
)
# 'Photo 3:' and its like are numbers wherever they stand; a bare one only where the sheet counts.
_NAMED_NUMBER = re.compile(
    rf"[\[(]?{_NUMBER_WORD}\s{{0,3}}(?:(?i:no|n|núm|num)\.?\s?[º°]?|#)?\s{{0,3}}(?P<number>\d{{1,4}})"
    r"(?:\s?(?:of|de|/)\s?\d{1,4})?[\])]?(?:\s*(?:\.-|:|\)-?)\s*|\s*\.\s+|\s+[-–—]\s+|\t\s*|\s*$)"
)
_BARE_NUMBER = re.compile(
    r"(?:(?P<number>\d{1,3})(?:\s?\.\s?[-–—]\s*|\s?[.:)]\s+|\)|\s+[-–—]\s+|\t\s*|[.)]?\s*$)"
    r"|\((?P<inside>\d{1,3})\)[.:]?\s+|\#(?P<sign>\d{1,3})(?:[.:)]\s*|\s+[-–—]?\s*|\s*$))"
)
_LABELS = {
    "file": r"file(?: ?name)?|filename|archivo|nombre (?:de|del) (?:archivo|fichero)|fichero|image file|"
    r"photo file",
    "caption": r"caption|cutline|pie|pie de (?:foto|imagen)|leyenda|texto|description|descripción",
    "headline": r"headline|titular|título de la foto",
    "credit": r"credits?|credit line|photo credit|cr[ée]dito|cr[ée]dito de la foto|cr[ée]ditos|photos?|"
    r"pictures|fotos?|fotograf[ií]as?",
    "creators": r"photographers?|photographed by|fot[óo]graf[oa]s?|autora?|byline|all (?:photos|pictures)|"
    r"todas las (?:fotos|fotografías|imágenes)",
    "date": r"date|date taken|date created|shot on|fecha|fecha de (?:la )?(?:toma|foto)",
    "place": r"place|location|where|lugar|ubicación|localización|lugar de la toma",
    "event": r"event|assignment|evento|acto|acontecimiento|asunto|suceso",
}
_LABELLED = re.compile(
    "(?i)(?:"
    + "|".join(rf"(?P<{kind}>{words})" for kind, words in _LABELS.items())
    + r")\s*:\s*(?P<value>.*)"
)
_LEAST = 2  # numbers that make a count
_LONG_COUNT = 4  # numbers from which one may be missing between two
_WIDEST_GAP = 10
_OTHER_MONTHS = """
januar februar märz april mai juni juli oktober dezember janvier février mars avril juin juillet août octobre
décembre janeiro fevereiro março junho julho outubro dezembro gennaio febbraio marzo aprile maggio giugno
luglio agosto settembre ottobre dicembre
"""
_MONTHS = frozenset(name for tongue in TONGUES.values() for name in tongue.months) | frozenset(
    _OTHER_MONTHS.split()
)


class Number(NamedTuple):
    """A number before a caption, as written and as counted, and the text without it."""

    written: str
    value: int
    rest: str


class Numbering(NamedTuple):
    """Which lines begin with their number; which begin with a figure that stays; whether the count breaks."""

    numbers: dict[int, Number]
    doubtful: frozenset[int]
    broken: bool


def file_key(text: str) -> tuple[str, str] | None:
    """The picture's file that a line names first, as written, and what follows; None without one."""
    if "://" in text[:_LONGEST_NAME]:
        return None
    if (found := labelled(text)) and found[0] == "file":
        if inner := file_key(found[1]):
            return inner
        # 'Archivo: Familia Paz' is a credit; a name of a file without its ending has a figure and no space.
        return (found[1], "") if re.fullmatch(r"(?=.*\d)\S{2,150}", found[1]) else None
    for pattern in _KEYED:
        if found_name := pattern.match(text):
            rest = found_name.groupdict().get("rest") or ""
            return found_name["name"].strip(), re.sub(r"^\s*[|/;]\s*", "", rest).strip()
    return None


def labelled(text: str) -> tuple[str, str] | None:
    """(kind, value) of a line such as 'Fecha: 12 de mayo'; kinds are those of the table above."""
    found = _LABELLED.match(text)
    if found is None:
        return None
    kind = next(kind for kind in _LABELS if found[kind])
    return kind, found["value"].strip()


def numbering(texts: Sequence[str], captions: int) -> Numbering:
    """Tell the numbers of captions from figures that captions begin with.

    `captions` says how many of the lines are surely captions by other signs. Bare numbers count where they
    run on by one, begin again at 1, and stand before at least half of the captions.
    """
    numbers: dict[int, Number] = {}
    bare: list[tuple[int, Number]] = []
    for place, text in enumerate(texts):
        if found := _NAMED_NUMBER.match(text):
            numbers[place] = Number(found["number"], int(found["number"]), text[found.end() :])
        elif (found := _BARE_NUMBER.match(text)) and not text[found.end() :].startswith("%"):
            written = found["number"] or found["inside"] or found["sign"]
            bare.append((place, Number(written, int(written), text[found.end() :])))
    runs = _runs(bare)
    counted = [run for run in runs if _is_count(run)]
    total = sum(map(len, counted))
    broken = not _starts_over(counted) or 2 * total < captions
    kept = {} if broken else {place: number for run in counted for place, number in run}
    doubtful = frozenset(place for place, number in bare if place not in kept and number.rest)
    return Numbering(numbers | kept, doubtful, bool(counted) and broken)


def begins_with_month(text: str) -> bool:
    """Whether a text without its number would have been a day: 'Oktober 1990 …'."""
    word = re.match(r"(?:de )?([^\W\d_]+)", text.casefold())
    return word is not None and word[1] in _MONTHS


def _runs(bare: list[tuple[int, Number]]) -> list[list[tuple[int, Number]]]:
    """Numbers in pieces that grow."""
    runs: list[list[tuple[int, Number]]] = []
    for place, number in bare:
        if runs and 0 < number.value - runs[-1][-1][1].value <= _WIDEST_GAP:
            runs[-1].append((place, number))
        else:
            runs.append([(place, number)])
    return runs


def _is_count(run: list[tuple[int, Number]]) -> bool:
    first, last = run[0][1].value, run[-1][1].value
    missing = last - first + 1 - len(run)
    if len(run) < _LEAST or all(begins_with_month(number.rest) for _, number in run):
        return False
    return missing == 0 or (len(run) >= _LONG_COUNT and 2 * missing <= len(run))


def _starts_over(counted: list[list[tuple[int, Number]]]) -> bool:
    """Whether every count after the first begins at 1, 2: else a figure has got in between."""
    return all([number.value for _, number in run[:2]] == [1, 2] for run in counted[1:])
