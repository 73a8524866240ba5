"""Dates of the grammar: `1936`, `1936-04`, `1936-04-12`, `1930s`, `1930..1939`, `1930..`, `before-1900`."""

import re
from calendar import monthrange
from datetime import date, timedelta

from archive.search.query.nodes import DateRange

_DAY = timedelta(days=1)
_PLAIN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_DECADE = re.compile(r"(\d{3})0s", re.ASCII)


def read_period(value: str) -> DateRange | None:
    """The days a value means, None if it is no date; a range that ends before it begins is turned round."""
    value = value.lower()
    try:
        if value.startswith("before-"):
            return DateRange(None, (_span(value[7:])[0] - _DAY).isoformat())
        if value.startswith("after-"):
            return DateRange((_span(value[6:])[1] + _DAY).isoformat(), None)
        first, dots, last = value.replace("/", "..", 1).partition("..")
        if not dots:
            return DateRange(*(day.isoformat() for day in _span(first)))
        if not first and not last:
            return None
        begin, end = first and _span(first), last and _span(last)
    except (ValueError, OverflowError):
        return None
    if begin and end and begin[0] > end[1]:
        begin, end = end, begin
    return DateRange(begin[0].isoformat() if begin else None, end[1].isoformat() if end else None)


def is_reversed(value: str, period: DateRange) -> bool:
    """Whether a range was typed with its end first."""
    first = re.split(r"\.\.|/", value.lower(), maxsplit=1)[0]
    start = read_period(first)
    return start is not None and period.earliest is not None and start.earliest != period.earliest


def write_period(period: DateRange) -> str:
    """The shortest value that means these days."""
    if period.earliest is None:
        last = date.fromisoformat(period.latest or "")
        return f"..{_as_end(last)}" if last == date.max else f"before-{_as_start(last + _DAY)}"
    if period.latest is None:
        first = date.fromisoformat(period.earliest)
        return f"{_as_start(first)}.." if first == date.min else f"after-{_as_end(first - _DAY)}"
    first, last = date.fromisoformat(period.earliest), date.fromisoformat(period.latest)
    start, end = _as_start(first), _as_end(last)
    for whole in (start, end):
        if _span(whole) == (first, last):
            return whole
    return f"{start}..{end}"


def _span(value: str) -> tuple[date, date]:
    if decade := _DECADE.fullmatch(value):
        year = int(decade[1] + "0")
        return date(year, 1, 1), date(year + 9, 12, 31)
    match = _PLAIN.fullmatch(value)
    if not match:
        raise ValueError(value)
    year, month, day = (int(part or 0) for part in match.groups())
    if match[2] is None:
        return date(year, 1, 1), date(year, 12, 31)
    if match[3] is None:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


def _as_start(day: date) -> str:
    if (day.month, day.day) == (1, 1):
        return f"{day.year:04}"
    return f"{day.year:04}-{day.month:02}" if day.day == 1 else day.isoformat()


def _as_end(day: date) -> str:
    if (day.month, day.day) == (12, 31):
        return f"{day.year:04}"
    last = monthrange(day.year, day.month)[1]
    return f"{day.year:04}-{day.month:02}" if day.day == last else day.isoformat()
