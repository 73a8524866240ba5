"""What a date means once it is read: the standard form and the days it may fall on."""

from __future__ import annotations

from dataclasses import dataclass


class BadDate(ValueError):
    """A date that cannot be recorded; `reason` is a plain sentence for the person who wrote it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


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
