"""What a text could mean where it could mean several dates: asked, never guessed."""

from __future__ import annotations

import re
from datetime import date

from archive.dates.bounds import LONGEST, parse_edtf
from archive.dates.phrases import part, parts_named
from archive.dates.points import Point, figures, tidied
from archive.dates.reading import BadDate, NoSuchDay
from archive.dates.tongues import tongue
from archive.dates.words import day_in_words

_LONG_DECADE = r"(\d{2}[1-9])"  # how the tables write the group of a decade
_SHORT_YEAR = re.compile(r"(\d{1,2} ?([/.-]) ?\d{1,2} ?\2 ?)(\d\d)")
_SHORTENED = re.compile(r"([12]\d)(\d\d) ?[-/] ?(0\d|1[0-2])")
_ONE_FIGURE = re.compile(r"([12]\d\d)(\d) ?[-/] ?(\d)")
_FIGURES_INSIDE = re.compile(r"(?<!\d)\d{1,2}([/.-])\d{1,2}\1\d{2}(?:\d\d)?(?!\d)")
_TENS, _HUNDREDS = r"([1-9])", r"(\d\d0)"
_CENTURIES = ("19", "18", "20")  # of a year written with two figures, the likeliest for a photograph first


def readings(text: str, language: str) -> tuple[str, ...] | None:
    """Dates that a text could mean, as EDTF, or None where it is not of the kinds that are unclear.

    An empty tuple is a text that is unclear and whose readings cannot be offered one by one. Raises
    Impossible where there is no such day whichever way it is read.
    """
    if len(text) > LONGEST:
        return None
    phrase = tidied(text)
    if phrase.startswith("[") and phrase.endswith("]"):
        phrase = phrase[1:-1].strip()
    for reader in (
        _either_way,
        _short_year,
        _shortened,
        _hundred,
        _decades_on,
        _short_decade,
        _part_of_decade,
    ):
        if found := reader(phrase, language):
            return tuple(one for one in dict.fromkeys(found) if _real(one)) or _refused(found[0], language)
    inside = _FIGURES_INSIDE.search(phrase) or re.search(f"(?:{_decades(language, _HUNDREDS)})$", phrase)
    return () if inside else None


def _either_way(phrase: str, language: str) -> list[str]:
    found = figures(phrase, language)
    return [one.edtf for one in found] if len(found) > 1 else []


def _short_year(phrase: str, language: str) -> list[str]:
    """12.5.38: the century is hidden, and the order of day and month may be."""
    found = _SHORT_YEAR.fullmatch(phrase)
    if not found:
        return []
    this_year = date.today().year
    years = [f"{century}{found[3]}" for century in _CENTURIES if int(century + found[3]) <= this_year]
    return [one.edtf for year in years for one in figures(found[1] + year, language)]


def _shortened(phrase: str, _language: str) -> list[str]:
    """1910-11 or 1938-9: two years, or a month."""
    if found := _ONE_FIGURE.fullmatch(phrase):
        years = [f"{found[1]}{found[2]}/{found[1]}{found[3]}"] if found[3] > found[2] else []
        return [*years, f"{found[1]}{found[2]}-0{found[3]}"] if found[3] != "0" else []
    found = _SHORTENED.fullmatch(phrase)
    if not found:
        return []
    years = [f"{found[1]}{found[2]}/{found[1]}{found[3]}"] if found[3] > found[2] else []
    return [*years, f"{found[1]}{found[2]}-{found[3]}"]


def _hundred(phrase: str, language: str) -> list[str]:
    """1900s: ten years, or a hundred."""
    found = re.fullmatch(_decades(language, _HUNDREDS), phrase)
    if not found or found[1][0] not in "12":
        return []
    return [f"{found[1]}0/{found[1]}9", f"{found[1]}0/{found[1][:2]}99"]


def _decades_on(phrase: str, language: str) -> list[str]:
    """'Années 1930-1940' or 'década de 1930 a 1940': decades, the years between them, or one decade."""
    words = tongue(language)
    opening, joining = words.between
    bare = re.sub(rf"^(?:{opening}|{words.starts}) ", "", phrase)
    parts = re.fullmatch(rf"(.*\d)(?: (?:{words.to}|{joining}) | ?[-/] ?)([12]\d{{3}})", bare)
    found = re.fullmatch(words.decade, parts[1]) if parts else None
    if not parts or not found:
        return []
    years, first, last = f"{found[1]}0/{parts[2]}", f"{found[1]}X", f"{parts[2][:3]}X"
    return [f"{first}/{last}", years, first] if parts[2].endswith("0") and first < last else [years]


def _short_decade(phrase: str, language: str) -> list[str]:
    """The 30s, or the thirties, of one century or another."""
    form = rf"(?:(?:{tongue(language).article}) )?'?(?:{_decades(language, _TENS)})"
    found = re.fullmatch(form, _in_figures(phrase, language))
    return _tens(found[1]) if found else []


def _part_of_decade(phrase: str, language: str) -> list[str]:
    """The late 30s, or 'finales de los treinta', of one century or another."""
    words = tongue(language)
    for rest, parts, place in parts_named(phrase, words):
        bare = re.fullmatch(rf"(?:{words.article}) {_TENS}0", _in_figures(rest, language))
        if decades := _tens(bare[1]) if bare else _short_decade(rest, language):
            return [part(Point(one, int(f"{one[:3]}0")), parts, place) for one in decades]
    return []


def _tens(figure: str) -> list[str]:
    this_year = date.today().year
    return [f"{one}{figure}X" for one in _CENTURIES if int(f"{one}{figure}0") <= this_year]


def _in_figures(phrase: str, language: str) -> str:
    """A phrase whose decade in words is written in figures: 'años treinta' gives 'años 30'."""
    return re.sub(r"[^\W\d_]+", lambda word: tongue(language).tens.get(word[0], word[0]), phrase)


def _decades(language: str, group: str) -> str:
    """The expression of a decade with another group for its figures."""
    return tongue(language).decade.replace(_LONG_DECADE, group)


def _refused(edtf: str, language: str) -> tuple[str, ...]:
    try:
        return (parse_edtf(edtf).edtf,)
    except NoSuchDay as wrong:
        raise NoSuchDay(wrong.day, wrong.last, day_in_words(*wrong.day, language)) from None


def _real(edtf: str) -> bool:
    try:
        parse_edtf(edtf)
    except BadDate:
        return False
    return True
