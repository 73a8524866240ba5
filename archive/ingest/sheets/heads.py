"""The head of a sheet: its title and summary, what holds for all its photographs, and what looks like one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive import dates
from archive.ingest.merge import Finding, Partial
from archive.ingest.sheets import closing, credit, dateline, stated
from archive.ingest.sheets.rows import Row

_HEAD = 2  # a title and a summary
_MOST_QUOTED = 20  # rows of the head that findings quote
_QUOTE = 160  # characters of a row that a finding quotes


@dataclass(frozen=True)
class Head:
    """What a sheet's head says; `defaults` are for photographs that say nothing of their own."""

    title: str
    summary: str
    defaults: Partial
    findings: list[Finding]


def read(rows: Sequence[Row], language: str) -> Head:
    """Read the head. Lines that state defaults stay in the summary too, as they are words about the whole."""
    defaults: Partial = {}
    findings: list[Finding] = []
    stating: list[Row] = []
    spoken: list[Row] = []  # what is about all photographs, understood or not
    for row in rows:
        found, doubts = stated.of_head(row.text, language, first=row is rows[0])
        findings += doubts
        if found or doubts or stated.event(row.text):
            spoken.append(row)
        if found:
            stating.append(row)
            defaults = found | defaults
    titled, title = _title(rows, spoken)
    summary = "\n\n".join(row.text for row in rows if row is not titled)
    if stating:
        words = " and ".join(f"“{_quoted(row.text)}”" for row in stating)
        message = f"What the head says, {words}, was taken for every photograph that says nothing else."
        findings.append(Finding("defaults", message))
    rest = [row for row in rows if row not in spoken]
    return Head(title, summary, defaults, [*_long(rest), *findings, *_doubts(rest[1:], language)])


def _title(rows: Sequence[Row], spoken: Sequence[Row]) -> tuple[Row | None, str]:
    """The row that is the title, and its words: the first, unless it states something; then an event."""
    plain = [row for row in rows if row not in spoken]
    if plain and plain[0] is rows[0]:
        return plain[0], plain[0].text
    for row in rows:
        if words := stated.event(row.text):
            return row, words
    return (plain[0], plain[0].text) if plain else (None, "")


def _long(rows: Sequence[Row]) -> list[Finding]:
    if len(rows) <= _HEAD:
        return []
    words = f"The first {len(rows)} lines have no credit and were taken as title and summary."
    return [Finding("long-head", words)]


def _doubts(rows: Sequence[Row], language: str) -> list[Finding]:
    """A finding for each row of the summary that may be a photograph whose credit was not recognised."""
    doubtful = [
        row
        for row in rows
        if row.credit
        or credit.may_be_one(row.text)
        or _dated(row.text, language)
        or dateline.take(row.text, language)
    ]
    found = [
        Finding(
            "head-photograph",
            f"Line {row.number} was taken as part of the summary: “{_quoted(row.text)}”. "
            "Where it is a photograph, write its credit at its end as “via …” or “(Photo by …)” "
            "and bring the sheet in again.",
        )
        for row in doubtful[:_MOST_QUOTED]
    ]
    if more := len(doubtful) - len(found):
        found.append(Finding("head-photograph", f"The same may be true of {more} more lines of the summary."))
    return found


def _dated(text: str, language: str) -> bool:
    try:
        return closing.read_closing(text, language) is not None
    except dates.BadDate:
        return True


def _quoted(text: str) -> str:
    return text if len(text) <= _QUOTE else f"{text[: _QUOTE // 2]} … {text[-_QUOTE // 2 :]}"
