"""What a date means once it is read: the standard form and the days it may fall on."""

from __future__ import annotations

from dataclasses import dataclass


class BadDate(ValueError):
    """A date that cannot be recorded; `reason` is a plain sentence for the person who wrote it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotUnderstood(BadDate):
    """Words that are no date, as far as a language's table goes."""


class Impossible(BadDate):
    """A date that is understood, and that no calendar has or that runs against itself."""


class NoSuchDay(Impossible):
    """A day that its month does not have; `day` is (year, month, day) as it was written."""

    def __init__(self, day: tuple[int, int, int], last: int, written: str) -> None:
        super().__init__(f"There is no {written}: that month has {last} days.")
        self.day, self.last = day, last


class Unclear(BadDate):
    """A date that has several readings; `choices` are those that can be offered, as EDTF, and may be none."""

    def __init__(self, reason: str, choices: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.choices = choices


@dataclass(frozen=True)
class Reading:
    """A date as recorded: EDTF (ISO 8601-2), and its first and last possible day.

    Days are 'YYYY-MM-DD', sortable as text, years 0001 to 9999; None is an end that is open or
    unknown. An empty `edtf` says explicitly that the picture is undated.
    """

    edtf: str
    earliest: str | None
    latest: str | None


UNDATED = Reading("", None, None)
