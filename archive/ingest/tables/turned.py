"""Days that a spreadsheet wrote, or keeps, in a form of its own once it opened a CSV: known again.

Nobody typed such a cell. It is known by its form, by one of its readings being what stands in the archive,
and by its row being one that was exported: of a table that somebody made, an unclear day is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from archive import dates
from archive.dates.points import month_number
from archive.descriptions.columns import VERSION
from archive.descriptions.rows import Row
from archive.ingest.tables.reading import Day

MonthDay = tuple[int, int]  # month and day, the day 0 for a whole month
_PLAIN = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?\Z")
_MIDNIGHT = re.compile(r"[ T]00?:00(?::00)?\Z")
_FIGURES = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2(?P<year>[0-9]{4}|[0-9]{2})\Z")
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})/([0-9]{1,2})/([0-9]{1,2})\Z")
# 12-Jun-62, 12-juin-1962, Jun-62; with a space the year has two figures, which people seldom write.
_NAMED = re.compile(
    r"(?:(?P<day>[0-9]{1,2})(?:-|\.?[ ]))?(?P<month>[^\W\d_]{3,5}\.?)"
    r"(?:-(?P<full>[0-9]{4})|[- ](?P<year>[0-9]{2}))\Z"
)


def cells(row: Row, given: Mapping[str, str]) -> dict[str, str]:
    """The cells that hold a spreadsheet's form of what the record holds: {column: what stands there}."""
    if not given.keys() & {VERSION, "edtf"}:
        return {}
    edtf, words = row.values["edtf"], row.values["date_text"]
    # Of words without a figure no spreadsheet makes a day, so somebody typed what stands in their place.
    meant = {
        "edtf": edtf,
        "date_text": edtf if re.search("[0-9]", words) else "",
        "embargo": row.values["embargo"],
    }
    return {
        name: row.values[name]
        for name, day in meant.items()
        if given.get(name, "") not in {"", row.values[name]}
        and (
            _is_held(given[name], day)
            if isinstance(given[name], Day)
            else is_form(given[name], day, whole_months=name == "edtf")
        )
    }


def _is_held(cell: str, day: str) -> bool:
    """Whether a spreadsheet that holds this day may have made it of the plain day or month."""
    return cell == day or (cell == f"{day}-01" and _PLAIN.match(day) is not None)


def is_form(cell: str, day: str, *, whole_months: bool = False) -> bool:
    """Whether a cell may be a spreadsheet's form of a plain day or month (EDTF); False for any other EDTF.

    With `whole_months` the first day of a month counts as the month, too: it is no EDTF in these forms.
    """
    plain = _PLAIN.match(day)
    if not plain:
        return False
    wanted = int(plain["month"]), int(plain["day"] or 0)
    days = set(_readings(_MIDNIGHT.sub("", " ".join(cell.split())), plain["year"]))
    return wanted in days or (whole_months and not wanted[1] and (wanted[0], 1) in days)


def _readings(cell: str, year: str) -> Iterator[MonthDay]:
    """The days of this year that a cell in one of the forms may mean."""
    if found := _FIGURES.match(cell):
        if year.endswith(found["year"]):
            yield int(found[1]), int(found[3])
            yield int(found[3]), int(found[1])
    elif found := _YEAR_FIRST.match(cell):
        if year == found["year"]:
            yield int(found[2]), int(found[3])
    elif (found := _NAMED.match(cell)) and year.endswith(found["full"] or found["year"]):
        for language in dates.TONGUES:
            month = month_number(found["month"].casefold(), language)
            if month:
                yield month, int(found["day"] or 0)
