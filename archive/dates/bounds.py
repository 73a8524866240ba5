"""EDTF checked, and turned into the first and the last day it allows.

The grammar and the strict bounds are the library edtf's; what it lets pass (days that no calendar
has, intervals that run backwards) is refused here, and the margin of an uncertain date is ours.
"""

from __future__ import annotations

import contextlib
import io
import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from threading import Lock
from typing import Any

from archive.dates.reading import BadDate, Impossible, NoSuchDay, Reading, message

_NOT_EDTF = message(
    "“{words}” is not a date in EDTF; write for example 1938-05-12, 1938-05, 1938~ or 1935/1940."
)
LONGEST = 100  # characters; a real date is far shorter, and the parser is slow on endless sets
QUALIFIERS = "~?%"

_Day = tuple[int, int, int]
_Bound = _Day | None
_FIRST, _LAST = (1, 1, 1), (9999, 12, 31)
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_PARTS = re.compile(r"(?<![\d-])(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)")
_UNMARKED = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?")
_PLAIN = re.compile(_UNMARKED.pattern + "[~?%]?")
_MOST_RARE = 2  # members of a set that the library checks, at some 20 ms each
_SEASONS = range(21, 42)
# A winter, or a southern summer, lies at both ends of its year: nobody can say at which.
_AROUND_NEW_YEAR = ("-24", "-28", "-30")
_LOCK = Lock()  # the parser library does not promise to be safe between threads


@lru_cache(maxsize=4096)
def parse_edtf(text: str) -> Reading:
    """Read EDTF (levels 0 to 2, ISO 8601-2) into a `Reading`.

    An end marked `~`, `?` or `%` is widened by one unit of what is written (a day, a month, a
    season's three months), at most by one year; `..` and an unknown end give None. Seasons are the
    northern ones, except that winter takes its whole year. Cached; the library, which takes 3 to 15 ms
    for each date of a set, is asked for what is not the commonest forms.
    Raises BadDate where the text is not EDTF, the day does not exist, the interval runs backwards,
    or the year is outside 0001 to 9999.
    """
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise BadDate(message("Write a date of 1 to {most} characters."), most=LONGEST)
    if not text.isascii():
        plain = message("“{words}” is not a date in EDTF, which is written in plain figures and signs.")
        raise BadDate(plain, words=text)
    if text[0] in "[{":
        text = text.replace(" ", "")
    elif re.search(r"\s", text):  # the library would let it pass, and nobody else would read what is recorded
        raise BadDate(_NOT_EDTF, words=text)
    _calendar(text)
    if not _common(text):
        _parsed(text)
    if text[0] in "[{":
        spans = [_members(part) for part in text[1:-1].split(",")]
    elif "/" in text:
        first, last = text.split("/", 1)
        spans = [_ends(first, last)]
    else:
        spans = [_single(text)]
    lows, highs = [low for low, _ in spans], [high for _, high in spans]
    earliest = None if None in lows else min(low for low in lows if low)
    latest = None if None in highs else max(high for high in highs if high)
    return Reading(text, _written(earliest), _written(latest))


def _calendar(text: str) -> None:
    """Refuse what no calendar has, with the reason that the grammar cannot give."""
    if re.match(r"[+-]|Y", text):
        raise BadDate(message("Only years from 0001 to 9999 can be recorded."))
    if re.search(r"(?<![\d:.])0000(?!\d)", text):
        raise Impossible(message("There is no year 0000; years from 0001 to 9999 can be recorded."))
    for year, month, day in _PARTS.findall(text):
        _real(int(year), int(month), int(day) if day else None)


def _real(year: int, month: int, day: int | None) -> None:
    if day is None and month in _SEASONS:
        return
    if not 1 <= month <= len(_MONTHS):
        raise Impossible(message("There is no month {month}; months run from 01 to 12."), month=f"{month:02}")
    if day is None:
        return
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise NoSuchDay((year, month, day), last, f"{day} {_MONTHS[month - 1]} {year}")


def _common(text: str) -> bool:
    """Whether a text is one of the forms whose rules are few: a year, month or day, two of them, a plain set.

    Raises BadDate for a set so long, and of such rare forms, that the library would be busy with it.
    """
    if text[0] not in "[{":
        ends = text.split("/")
        return len(ends) <= len(("first", "last")) and all(map(_PLAIN.fullmatch, ends))
    if {"[": "]", "{": "}"}[text[0]] != text[-1]:
        return False
    members = text[1:-1].split(",")
    alone = len(members) == 1
    if all(_common_member(one, alone, at == 0, at == len(members) - 1) for at, one in enumerate(members)):
        return True
    if len(members) > _MOST_RARE:
        raise BadDate(
            message("A set of more than {most} dates may hold years, months, days and ranges of them."),
            most=_MOST_RARE,
        )
    return False


def _common_member(part: str, alone: bool, leads: bool, closes: bool) -> bool:  # noqa: FBT001 - places in a set
    """A date, or a range of two alike; only the first may lack its beginning and only the last its end."""
    if ".." not in part:
        return not alone and _PLAIN.fullmatch(part) is not None
    first, last = part.split("..", 1)
    if not first or not last:
        return (leads if not first else closes) and _UNMARKED.fullmatch(first or last) is not None
    return len(first) == len(last) and all(map(_UNMARKED.fullmatch, (first, last)))


def _parsed(text: str) -> tuple[Any, Any]:
    """Lower and upper strict bounds as the library gives them (struct_time, or infinite)."""
    import edtf  # takes a tenth of a second; only rare dates need it

    try:
        # The library prints what it could not read; nobody's answer may hold that.
        with _LOCK, contextlib.redirect_stdout(io.StringIO()):
            found = edtf.parse_edtf(text)
            return found.lower_strict(), found.upper_strict()
    except (edtf.EDTFParseException, ValueError, TypeError, AttributeError, OverflowError, IndexError):
        raise BadDate(_NOT_EDTF, words=text) from None


def _ends(first: str, last: str) -> tuple[_Bound, _Bound]:
    """The bounds of an interval; `..` is open, and nothing is unknown: either way no bound."""
    start = _strict(first) if first not in {"", ".."} else None
    end = _strict(last) if last not in {"", ".."} else None
    if start and end and start[0] > end[1]:
        raise Impossible(message("This range runs backwards: its first date is later than its last."))
    return _widened(first, start)[0] if start else None, _widened(last, end)[1] if end else None


def _members(part: str) -> tuple[_Bound, _Bound]:
    """The bounds of one member of a set, which may itself be a range `first..last`."""
    return _ends(*part.split("..", 1)) if ".." in part else _single(part)


def _single(text: str) -> tuple[_Bound, _Bound]:
    if text.startswith("XXXX"):
        return None, None
    return _widened(text, _strict(text))


def _strict(text: str) -> tuple[_Day, _Day]:
    if _PLAIN.fullmatch(text):
        return _plain_span(text)
    low, high = _parsed(text)
    try:
        first, last = (low.tm_year, low.tm_mon, low.tm_mday), (high.tm_year, high.tm_mon, high.tm_mday)
    except AttributeError:
        unsorted = message("“{words}” has no first or last day that could be sorted.")
        raise BadDate(unsorted, words=text) from None
    if text.rstrip(QUALIFIERS).endswith(_AROUND_NEW_YEAR) and re.match(r"\d{4}-\d\d$", text):
        first, last = (first[0], 1, 1), (first[0], 12, 31)
    return max(first, _FIRST), min(last, _LAST)


def _plain_span(text: str) -> tuple[_Day, _Day]:
    year, month, day = (int(part) for part in (text.rstrip(QUALIFIERS) + "-00-00").split("-")[:3])
    first_month, last_month = (month, month) if month else (1, 12)
    last = day or monthrange(year, last_month)[1]
    return (year, first_month, day or 1), (year, last_month, last)


def _widened(text: str, span: tuple[_Day, _Day]) -> tuple[_Day, _Day]:
    if not any(mark in text for mark in QUALIFIERS):
        return span
    unit = _unit(text)
    return max(_moved(span[0], unit, -1), _FIRST), min(_moved(span[1], unit, 1), _LAST)


def _unit(text: str) -> str:
    """What one step of doubt is; a mark inside (level 2) doubts at least the month: take a year."""
    plain = text.rstrip(QUALIFIERS)
    if any(mark in plain for mark in QUALIFIERS) or "X" in plain:
        return "year"
    if re.fullmatch(r"\d{4}-\d\d", plain):
        return "season" if int(plain[5:]) in _SEASONS else "month"
    return "day" if re.match(r"\d{4}-\d\d-\d\d", plain) else "year"


def _moved(day: _Day, unit: str, step: int) -> _Day:
    """The day one unit earlier (-1) or later (+1); the last day of a month stays a last day."""
    year, month, number = day
    if unit == "day":
        if day in {_FIRST, _LAST}:
            return day
        moved = date(*day) + timedelta(days=step)
        return moved.year, moved.month, moved.day
    count = year * 12 + month - 1 + step * {"month": 1, "season": 3, "year": 12}[unit]
    year, month = divmod(count, 12)
    if year < _FIRST[0]:
        return _FIRST
    if year > _LAST[0]:
        return _LAST
    last = monthrange(year, month + 1)[1]
    return year, month + 1, last if number == monthrange(*day[:2])[1] else min(number, last)


def _written(day: _Bound) -> str | None:
    return None if day is None else "{:04}-{:02}-{:02}".format(*day)
