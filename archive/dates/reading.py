"""What a date means once it is read: the standard form and the days it may fall on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self


def message(text: str) -> str:
    """Mark a sentence for the translators, as `archive.config.message` does: no date may import a setting."""
    return text


class Reason(str):
    """A sentence for people, in English as it stands; `sentence` with `values` says it in any language."""

    __slots__ = ("sentence", "values")
    sentence: str
    values: Mapping[str, object]

    def __new__(cls, sentence: str, **values: object) -> Self:
        """Fill what stands in braces with the values of those names."""
        made = super().__new__(cls, sentence.format(**values))
        made.sentence, made.values = sentence, values
        return made


class BadDate(ValueError):
    """A date that cannot be recorded; `reason` is a plain sentence for the person who wrote it."""

    def __init__(self, sentence: str, **values: object) -> None:
        self.reason = Reason(sentence, **values)
        super().__init__(self.reason)


class NotUnderstood(BadDate):
    """Words that are no date, as far as a language's table goes."""


class Impossible(BadDate):
    """A date that is understood, and that no calendar has or that runs against itself."""


class NoSuchDay(Impossible):
    """A day that its month does not have; `day` is (year, month, day) as it was written."""

    def __init__(self, day: tuple[int, int, int], last: int, written: str) -> None:
        super().__init__(message("There is no {day}: that month has {last} days."), day=written, last=last)
        self.day, self.last = day, last


class Unclear(BadDate):
    """A date that has several readings; `choices` are those that can be offered, as EDTF, and may be none."""

    def __init__(self, sentence: str, choices: tuple[str, ...] = (), **values: object) -> None:
        super().__init__(sentence, **values)
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
