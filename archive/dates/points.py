"""One day, month, season, year, decade or century in words: the bricks of every longer phrase."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from archive.dates.reading import Impossible, message
from archive.dates.tongues import code, tongue

_YEAR = r"([12]\d{3})"
_NUMBERS = re.compile(r"(\d{1,2}) ?([/.-]) ?(\d{1,2}) ?\2 ?([12]\d{3})")
_ROMAN = {"xv": 15, "xvi": 16, "xvii": 17, "xviii": 18, "xix": 19, "xx": 20, "xxi": 21}
_ROMAN_MONTHS = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11,
    "xii": 12,
}  # fmt: skip
_YEAR_FIRST = re.compile(r"([12]\d{3})/(\d{1,2})/(\d{1,2})")
_MONTH_FIRST = re.compile(r"(\d{1,2})([/.-])([12]\d{3})")  # no space: '5.-7. Mai 1938' has no month 5
_GAPS = re.compile(r"([12]\d\d)-|([12]\d)--")  # '193-' and '19--', as library catalogues write them
_WINTER = 24
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_CENTURIES = range(11, 31)  # phrases name years 1000 to 2999
_MONTH_NUMBERS, _DAY_NUMBERS = range(1, 13), range(1, 32)


@dataclass(frozen=True)
class Point:
    """One date without qualifier: its EDTF; the year, and month and day where they are written."""

    edtf: str
    year: int
    month: int = 0
    day: int = 0
    marks: bool = True  # whether EDTF lets `~` and `?` follow it


@dataclass(frozen=True)
class _Forms:
    """The expressions of one language, compiled once."""

    day_first: re.Pattern[str]
    month_between: re.Pattern[str]
    month_first: re.Pattern[str]
    month: re.Pattern[str]
    year_first: re.Pattern[str]
    season: re.Pattern[str]
    decade: re.Pattern[str]
    century: re.Pattern[str]
    weekday: re.Pattern[str]
    winter: re.Pattern[str]
    opening: re.Pattern[str]


def _any(words: object) -> str:
    """An alternation of plain words, the longest first so that none hides another."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]


def _forms(language: str) -> _Forms:
    return _compiled(code(language))


@lru_cache(maxsize=8)
def _compiled(language: str) -> _Forms:
    words = tongue(language)
    month, season = f"({_any(words.months)})", f"({_any(words.seasons)})"
    weekday = _any(name for names in words.weekdays for name in names)
    to = rf"(?: ?[/-] ?| (?:{words.to}) )"
    return _Forms(
        day_first=re.compile(rf"{words.day}{words.of}{month}\.?{words.of}{_YEAR}"),
        month_between=re.compile(
            rf"(\d{{1,2}})(?:[-/]|(?:\. ?| )(?=[ivx]+\b))({_any([*words.months, *_ROMAN_MONTHS])})"
            rf"(?:\. ?|[-/ ]){_YEAR}"
        ),
        month_first=re.compile(rf"{month}\.? {words.day},? {_YEAR}"),
        month=re.compile(rf"{month}\.?{words.of}{_YEAR}"),
        year_first=re.compile(rf"{_YEAR},? {month}\.?(?: (\d{{1,2}}))?"),
        season=re.compile(rf"{season}{words.of_season}{_YEAR}"),
        decade=re.compile(words.decade),
        century=re.compile(words.century),
        weekday=re.compile(rf"({weekday})\.?,? (?:(?:{words.article}) )?(.+)"),
        winter=re.compile(rf"{season}{words.of_season}([12]\d{{3}}){to}(\d{{2}}|\d{{4}})"),
        opening=re.compile(rf"(?=\D)(?:(?:{words.at})(?: |(?<=')))?(?:(?:{words.article})(?: |(?<=')))?(.+)"),
    )


def tidied(text: str) -> str:
    """A phrase as the tables write it: lower case, plain dashes and apostrophes, no last stop."""
    plain = unicodedata.normalize("NFC", text).translate(_DASHES).replace("’", "'").casefold()
    return " ".join(plain.split()).lstrip("¿").rstrip(" .,;")


def point(phrase: str, language: str) -> Point | None:
    """The date that a whole lower-case phrase names, or None.

    Raises Impossible where a weekday is written that the day was not.
    """
    if found := _bare(phrase, language):
        return found
    opened = _forms(language).opening.fullmatch(phrase)
    return _bare(opened[1], language) if opened and opened[1] != phrase else None


def _bare(phrase: str, language: str) -> Point | None:
    readers = (
        _year, _day, _numbers, _month, _year_first, _season, _winter, _decade, _century, _weekday, _figured,
        _gaps,
    )  # fmt: skip
    return next((found for reader in readers if (found := reader(phrase, language))), None)


def month_number(phrase: str, language: str) -> int | None:
    """The month that a phrase alone names ('May', 'mayo'), for ranges such as May–June 1938."""
    return tongue(language).months.get(phrase.rstrip("."))


def _year(phrase: str, _language: str) -> Point | None:
    return Point(phrase, int(phrase)) if re.fullmatch(_YEAR, phrase) else None


def _day(phrase: str, language: str) -> Point | None:
    words, forms = tongue(language), _forms(language)
    if found := forms.day_first.fullmatch(phrase) or forms.month_between.fullmatch(phrase):
        day, month, year = found.groups()
    elif found := forms.month_first.fullmatch(phrase):
        month, day, year = found.groups()
    else:
        return None
    return _dated(int(year), (_ROMAN_MONTHS | words.months)[month], int(day))


def _numbers(phrase: str, language: str) -> Point | None:
    """Day and month in figures, only where the figures leave one reading."""
    found = figures(phrase, language)
    return found[0] if len(found) == 1 else None


def figures(phrase: str, language: str) -> list[Point]:
    """Every reading of day and month in figures: '12/05/1938' has two, '25/12/1938' one, others none.

    Where no order gives a month, day first is answered, to be refused with the reason. German writes
    figures with full stops only with the day first.
    """
    found = _NUMBERS.fullmatch(phrase)
    if not found:
        return []
    first, sign, second, year = int(found[1]), found[2], int(found[3]), int(found[4])
    orders = [(first, second)]
    if first != second and not (sign == "." and tongue(language).dotted):
        orders.append((second, first))
    likely = [(day, month) for day, month in orders if month in _MONTH_NUMBERS and day in _DAY_NUMBERS]
    return [_dated(year, month, day) for day, month in likely or orders[:1]]


def _dated(year: int, month: int, day: int) -> Point:
    return Point(f"{year:04}-{month:02}-{day:02}", year, month, day)


def _figured(phrase: str, language: str) -> Point | None:
    """Figures in the only order that they have: '1938/5/12' and '5/1938'.

    Those with full stops are museums' numbers as well; German alone writes a month so.
    """
    if found := _YEAR_FIRST.fullmatch(phrase):
        year, month, day = map(int, found.groups())
        return _dated(year, month, day) if month in _MONTH_NUMBERS and day in _DAY_NUMBERS else None
    found = _MONTH_FIRST.fullmatch(phrase)
    if not found or int(found[1]) not in _MONTH_NUMBERS or (found[2] == "." and not tongue(language).dotted):
        return None
    return Point(f"{found[3]}-{int(found[1]):02}", int(found[3]), int(found[1]))


def _gaps(phrase: str, _language: str) -> Point | None:
    """A decade or a century whose last figures are left open: '193-', '19--'."""
    found = _GAPS.fullmatch(phrase)
    if not found:
        return None
    return (
        Point(f"{found[1]}X", int(found[1]) * 10) if found[1] else Point(f"{found[2]}XX", int(found[2]) * 100)
    )


def _month(phrase: str, language: str) -> Point | None:
    found = _forms(language).month.fullmatch(phrase)
    if not found:
        return None
    year, month = int(found[2]), tongue(language).months[found[1]]
    return Point(f"{year:04}-{month:02}", year, month)


def _year_first(phrase: str, language: str) -> Point | None:
    """'1938 May 12', as catalogues file it."""
    found = _forms(language).year_first.fullmatch(phrase)
    if not found:
        return None
    year, month = int(found[1]), tongue(language).months[found[2]]
    return _dated(year, month, int(found[3])) if found[3] else Point(f"{year}-{month:02}", year, month)


def _season(phrase: str, language: str) -> Point | None:
    found = _forms(language).season.fullmatch(phrase)
    if not found:
        return None
    return Point(f"{found[2]}-{tongue(language).seasons[found[1]]}", int(found[2]), marks=False)


def _winter(phrase: str, language: str) -> Point | None:
    """The winter of two years, 'winter 1938/39': its three months, of which nobody can say which."""
    found = _forms(language).winter.fullmatch(phrase)
    if not found or tongue(language).seasons[found[1]] != _WINTER:
        return None
    year = int(found[2])
    following = f"{year + 1:04}"
    if found[3] not in {following, following[2:]}:
        return None
    return Point(f"[{year:04}-12..{following}-02]", year, marks=False)


def _decade(phrase: str, language: str) -> Point | None:
    """A decade; '1900s' may be ten years or a hundred, so it is not read."""
    found = _forms(language).decade.fullmatch(phrase)
    return Point(f"{found[1]}X", int(found[1]) * 10) if found and found[1][0] in "12" else None


def _century(phrase: str, language: str) -> Point | None:
    """A century by EDTF's convention: the 19th is 18XX, 1800 to 1899."""
    found = _forms(language).century.fullmatch(phrase)
    if not found:
        return None
    number = int(found[1]) if found[1].isdigit() else _ROMAN.get(found[1], 0)
    return Point(f"{number - 1}XX", (number - 1) * 100) if number in _CENTURIES else None


def _weekday(phrase: str, language: str) -> Point | None:
    found = _forms(language).weekday.fullmatch(phrase)
    rest = _day(found[2], language) if found else None
    if not found or not rest:
        return None
    try:
        real = date(rest.year, rest.month, rest.day).weekday()
    except ValueError:
        return rest  # no such day: said so where every date is checked
    names = tongue(language).weekdays
    if found[1] not in names[real]:
        raise Impossible(
            message("{day} was not a {wrong} but a {right}; check the date."),
            day=rest.edtf,
            wrong=found[1].capitalize(),
            right=names[real][0].capitalize(),
        )
    return rest
