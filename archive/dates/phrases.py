"""Dates in words, read whole or not at all.

A phrase is understood only if every word of it is; what can be read in two ways is not understood.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from archive.dates.bounds import LONGEST, parse_edtf
from archive.dates.points import Point, month_number, point, tidied
from archive.dates.reading import UNDATED, NoSuchDay, Reading
from archive.dates.tongues import Tongue, tongue
from archive.dates.words import day_in_words

_ENDS_OF_TWO = 100
_YEAR_ALONE, _SEASON, _DECADE = r"\d{4}", r"\d{4}-2[1-4]|\[\d{4}-12\.\.\d{4}-02\]", r"\d{3}X"
_LAST_MONTH = 12
# Years of the parts of a decade and a century, by how many parts there are; days of the parts of a month,
# whose last runs to its end.
_YEARS: dict[int, dict[int, tuple[tuple[int, int], ...]]] = {
    2: {1: ((0, 4), (5, 9)), 2: ((0, 49), (50, 99))},
    3: {1: ((0, 3), (4, 6), (7, 9)), 2: ((0, 33), (34, 66), (67, 99))},
}
_DAYS: dict[int, tuple[tuple[int, ...], ...]] = {2: ((1, 15), (16,)), 3: ((1, 10), (11, 20), (21,))}


def read_phrase(text: str, language: str = "en") -> Reading | None:
    """Read a date in words ('about 1935 - 1940', '12 de mayo de 1938'), or None: not understood.

    'Undated' and its like give a reading with empty `edtf`. Before and after exclude what they
    name (before 1900 is up to 1899); 'between' is one moment in a span, a dash the whole span;
    early, mid and late are thirds. Raises BadDate where the words are understood and the date is
    impossible; the reason names the day as the language writes it.
    """
    if len(text) > LONGEST:
        return None
    phrase = tidied(text)
    if phrase.strip("[]() .") in tongue(language).undated or phrase in tongue(language).undated:
        return UNDATED
    if phrase.startswith("[") and phrase.endswith("]"):
        phrase = phrase[1:-1].strip()
    edtf = _whole(phrase, language)
    try:
        return parse_edtf(edtf) if edtf else None
    except NoSuchDay as wrong:
        raise NoSuchDay(wrong.day, wrong.last, day_in_words(*wrong.day, language)) from None


def _whole(phrase: str, language: str) -> str | None:
    words = tongue(language)
    readers: tuple[Callable[[str, str, Tongue], str | None], ...] = (
        _between, _either, _before, _after, _until, _since, _vague, _range, _short_range, _days,
    )  # fmt: skip
    if found := _qualified(phrase, language):
        return found[0] + found[1]
    for reader in readers:
        if edtf := reader(phrase, language, words):
            return edtf
    return None


def _qualified(phrase: str, language: str) -> tuple[str, str] | None:
    """EDTF of one date and its qualifier ('', '~', '?', '%')."""
    words = tongue(language)
    about = perhaps = False
    if found := re.fullmatch(r"(.+?) ?(?:\(\?\)|\?)", phrase):
        phrase, perhaps = found[1], True
    if found := re.fullmatch(rf"(?:{words.perhaps}) (.+)", phrase):
        phrase, perhaps = found[1], True
    if found := re.fullmatch(rf"(?:{words.about})(?: |(?<=\.)|(?<=c)(?=\d)|(?<=ca)(?=\d))(.+)", phrase):
        phrase, about = found[1], True
    elif found := re.fullmatch(rf"(.+?),? (?:{words.about_after})\.?", phrase):
        phrase, about = found[1].rstrip(","), True
    found_point = point(phrase, language)
    if found_point is None or ((about or perhaps) and not found_point.marks):
        return None
    return found_point.edtf, {(0, 0): "", (1, 0): "~", (0, 1): "?", (1, 1): "%"}[about, perhaps]


def _plain(phrase: str, language: str) -> Point | None:
    """A year, month or day, the only dates that sets and open ends can hold."""
    found = point(phrase, language)
    return found if found and found.marks and "X" not in found.edtf else None


def _between(phrase: str, language: str, words: Tongue) -> str | None:
    opening, joining = words.between
    found = re.fullmatch(rf"{opening} (.+)", phrase)
    for left, right in _splits(found[1], rf" {joining} ") if found else ():
        first, last = _plain(left, language), _plain(right, language)
        if last and not first:
            first = _completed(left, last, language)
        if first and last:
            return f"[{_from(first, last)}..{_to(first, last)}]"
        if about := _range_of(left, right, language):
            return about
    return None


def _from(first: Point, last: Point) -> str:
    """The first end of a set, as precise as its last: between 1936 and May 1938 begins in January 1936."""
    month, day = first.month or (last.month and 1), first.day or (last.day and 1)
    return _written(first.year, month, day)


def _to(first: Point, last: Point) -> str:
    """The last end of a set, as precise as its first: between May 1936 and 1938 ends in December 1938."""
    month = last.month or (first.month and _LAST_MONTH)
    day = last.day or (first.day and monthrange(last.year, month)[1])
    return _written(last.year, month, day)


def _written(year: int, month: int, day: int) -> str:
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def _either(phrase: str, language: str, words: Tongue) -> str | None:
    parts = [_plain(part, language) for part in re.split(rf" (?:{words.either}) ", phrase)]
    if len(parts) > 1 and all(parts):
        return f"[{','.join(part.edtf for part in parts if part)}]"
    return None


def _before(phrase: str, language: str, words: Tongue) -> str | None:
    found = _after_word(words.before, phrase, language)
    return f"[..{_step(found, -1)}]" if found else None


def _after(phrase: str, language: str, words: Tongue) -> str | None:
    found = _after_word(words.after, phrase, language)
    return f"[{_step(found, 1)}..]" if found else None


def _until(phrase: str, language: str, words: Tongue) -> str | None:
    found = _suffixed(words.or_earlier, phrase, language) or _after_word(words.until, phrase, language)
    return f"[..{found.edtf}]" if found else None


def _since(phrase: str, language: str, words: Tongue) -> str | None:
    plain = _suffixed(words.or_later, phrase, language) or _after_word(words.since, phrase, language)
    return f"[{plain.edtf}..]" if plain else None


def _suffixed(word: str, phrase: str, language: str) -> Point | None:
    found = re.fullmatch(rf"(.+?),? (?:{word})", phrase)
    return _plain(found[1], language) if found else None


def _after_word(word: str, phrase: str, language: str) -> Point | None:
    found = re.fullmatch(rf"(?:{word})(?: |(?<=-))(.+)", phrase)
    return _plain(found[1], language) if found else None


def _step(plain: Point, step: int) -> str:
    """The neighbour of a year, month or day, in the same precision."""
    if plain.day:
        try:
            moved = date(plain.year, plain.month, plain.day) + timedelta(days=step)
        except ValueError:
            return plain.edtf  # no such day: refused, with the reason, where every date is checked
        return moved.isoformat()
    if plain.month:
        year, month = divmod(plain.year * 12 + plain.month - 1 + step, 12)
        return f"{year:04}-{month + 1:02}"
    return f"{plain.year + step:04}"


def _vague(phrase: str, language: str, words: Tongue) -> str | None:
    """A third of a month, year, decade or century (early, mid, late), or half of one."""
    for rest, parts, place in parts_named(phrase, words):
        whole = point(rest, language)
        if whole and whole.marks and not whole.day:
            return part(whole, parts, place)
    return None


def parts_named(phrase: str, words: Tongue) -> Iterator[tuple[str, int, int]]:
    """What a phrase names a part of, into how many parts that falls, and which part is meant, from 0."""
    thirds, halves = (words.early, words.mid, words.late), words.halves
    opening = rf"(?:(?:{words.at}) )?(?:(?:{words.article}) )?"
    named = [(word, 3, place) for place, word in enumerate(thirds)]
    for word, parts, place in named + [(word, 2, place) for place, word in enumerate(halves)]:
        if found := re.fullmatch(rf"{opening}(?:{word})(?: |-|(?<=-))(.+)", phrase):
            yield found[1], parts, place


def part(whole: Point, parts: int, place: int) -> str:
    """The years, months or days of one part of several: '[1930..1933]' of three parts of the 1930s."""
    unknown, year = whole.edtf.count("X"), whole.year
    if unknown:
        first, last = _YEARS[parts][unknown][place]
        return f"[{year + first:04}..{year + last:04}]"
    if whole.month:
        end = monthrange(year, whole.month)[1]
        first, last = (*_DAYS[parts][place], end)[:2]
        return f"[{whole.edtf}-{first:02}..{whole.edtf}-{last:02}]"
    months = _LAST_MONTH // parts
    return f"[{year:04}-{place * months + 1:02}..{year:04}-{(place + 1) * months:02}]"


def _range(phrase: str, language: str, words: Tongue) -> str | None:
    opened = re.fullmatch(rf"(?:{words.starts})(?: |(?<='))(.+)", phrase)
    bare = opened[1] if opened else phrase
    for left, right in _splits(bare, rf" (?:{words.to}) | ?- ?| ?/ ?"):
        if edtf := _range_of(left, right, language, opened=bool(opened)):
            return edtf
    return None


def _range_of(left: str, right: str, language: str, *, opened: bool = False) -> str | None:
    """Two dates as an interval; 'about' before a range that is not opened by a word holds for both."""
    last = _qualified(right, language)
    if not last:
        return None
    first = _qualified(left, language)
    if first and (_misleads(left, first[0], last[0], opened=opened) or _runs_on(first[0], right)):
        return None
    if not first:
        plain = point(right, language)
        done = _completed(left, plain, language) if plain else None
        first = (done.edtf, "") if done else None
    if not first:
        return None
    words = tongue(language)
    led = re.match(rf"(?:{words.perhaps}) ", left) is not None or first[1] == "~"
    leading = led and not opened
    mark = first[1] if leading and not last[1] else last[1]
    ends = first[0] + last[0]
    if "[" in ends or ((first[1] or mark) and "X" in ends):
        return None  # EDTF has no way to write it
    return f"{first[0]}{first[1]}/{last[0]}{mark}"


def _misleads(left: str, first: str, last: str, *, opened: bool) -> bool:
    """Whether a range says something else than its ends: the years 1930-1940, the winter of 1938 to 1939.

    In 'années 1930-1940' the first word may hold for both ends or for none, and so may the season of 'summer
    1938-1939'.
    """
    if not re.fullmatch(_YEAR_ALONE, last):
        return False
    season = re.fullmatch(_SEASON, first) is not None and not opened
    return season or (re.fullmatch(_DECADE, first) is not None and left[-1].isdigit())


def _runs_on(first: str, right: str) -> bool:
    """Whether figures may belong to either end: '1938-5/1939'."""
    return bool(re.fullmatch(_YEAR_ALONE, first) and re.fullmatch(r"\d{1,2}[/.-]\d{4}", right))


def _completed(left: str, last: Point, language: str) -> Point | None:
    """The first end of a range that leaves its year, or month and year, to the last end."""
    day = re.fullmatch(tongue(language).day, left)
    if last.day and day:
        return Point(f"{last.year:04}-{last.month:02}-{int(day[1]):02}", last.year, last.month, int(day[1]))
    month = month_number(left, language)
    if month and last.month and not last.day:
        return Point(f"{last.year:04}-{month:02}", last.year, month)
    return _plain(f"{left} {last.year}", language) if last.day or last.month else None


def _short_range(phrase: str, _language: str, _words: Tongue) -> str | None:
    """'1914-18'; an end of 12 or less could be a month, and is not understood."""
    found = re.fullmatch(r"([12]\d)(\d\d) ?[-/] ?(\d\d)", phrase)
    if not found or not max(int(found[2]), _LAST_MONTH) < int(found[3]) < _ENDS_OF_TWO:
        return None
    return f"{found[1]}{found[2]}/{found[1]}{found[3]}"


def _days(phrase: str, language: str, _words: Tongue) -> str | None:
    """'May 12-14, 1938': two days of one month, month first."""
    found = re.fullmatch(r"(\w+)\.? (\d{1,2}) ?- ?(\d{1,2}),? ([12]\d{3})", phrase)
    month = month_number(found[1], language) if found else None
    if not found or not month:
        return None
    first, last, year = int(found[2]), int(found[3]), found[4]
    return f"{year}-{month:02}-{first:02}/{year}-{month:02}-{last:02}"


def _splits(phrase: str, separator: str) -> Iterator[tuple[str, str]]:
    for found in re.finditer(separator, phrase):
        yield phrase[: found.start()].strip(), phrase[found.end() :].strip()
