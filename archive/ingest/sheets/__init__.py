"""Caption sheets: the plain text that comes with photographs, one caption a line.

Leading lines without a credit are the collection's title and summary; every line after them is a
photograph. What is not understood stays in the caption and is pointed out.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, replace

from archive import dates, languages
from archive.catalogue.checks import clean
from archive.ingest.merge import Finding, Partial
from archive.ingest.sheets import closing, credit, tongue
from archive.ingest.sheets.encoding import BadSheet, decode

__all__ = ["BadSheet", "Line", "Sheet", "read"]

MOST_BYTES = 20_000_000
MOST_LINES = 20_000
_HEAD = 2  # a title and a summary
_MOST_QUOTED = 20  # rows of the head that findings quote
_QUOTE = 160  # characters of a row that a finding quotes


@dataclass(frozen=True)
class Line:
    """One photograph of a sheet.

    `number` is the line in the file, from 1; `occurrence` which of equal captions this is, from 1;
    `identity` stays the same for the same caption and occurrence, wherever the line moves.
    """

    number: int
    partial: Partial
    occurrence: int
    identity: str
    findings: tuple[Finding, ...] = ()
    file_name: str = ""  # of the picture that the caption is keyed by, as written in the sheet


@dataclass(frozen=True)
class Sheet:
    """A caption sheet: what the collection is called, its language (None: not clear), its lines.

    `findings` are about the sheet as a whole; each line has its own. `encoding` is what it was read as.
    """

    title: str
    summary: str
    language: str | None
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]
    encoding: str = "utf-8"


def read(data: bytes, language: str | None = None) -> Sheet:
    """Read a caption sheet from its bytes: UTF-8, UTF-16 or Windows-1252, any line ends.

    `language` is the captions'; without it, English and Spanish are told apart. A credit at a
    caption's end goes to `credit_line` and out of the caption; a date that closes the picture
    sentence is the picture's. Raises BadSheet where nothing can be read.
    """
    if len(data) > MOST_BYTES:
        raise BadSheet("This caption sheet is larger than 20 MB, so it was not read.")
    text, encoding = decode(data)
    rows = _rows(text)
    code = languages.normal(language) if language else tongue.guess(text)
    head, body = _parted(rows)
    if not body:
        raise BadSheet(
            "No line of this sheet ends in a credit such as “via …” or “(Photo by …)”, so captions cannot be "
            "told from its title. Nothing was brought in; add the credit to each caption."
        )
    title, summary = (head[0].text if head else ""), "\n\n".join(row.text for row in head[1:])
    return Sheet(title, summary, code, _lines(body, code), _findings(head, code, encoding), encoding)


def _findings(head: list[_Row], language: str | None, encoding: str) -> tuple[Finding, ...]:
    """What a person should know of the sheet as a whole."""
    found = []
    if encoding == "windows-1252":
        words = "The sheet is not UTF-8; it was read as Windows-1252. Check its accents."
        found.append(Finding("encoding", words))
    if language is None:
        words = (
            "The language of the captions is not clear, so English was taken. "
            "Where it is another, choose it when the sheet is brought in."
        )
        found.append(Finding("language", words))
    if len(head) > _HEAD:
        words = f"The first {len(head)} lines have no credit and were taken as title and summary."
        found.append(Finding("long-head", words))
    return (*found, *_doubts(head[1:], language or "en"))


def _doubts(rows: list[_Row], language: str) -> list[Finding]:
    """A finding for each row of the summary that may be a photograph whose credit was not recognised."""
    doubtful = [
        row for row in rows if row.credit or credit.may_be_one(row.text) or _dated(row.text, language)
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


@dataclass(frozen=True)
class _Row:
    """A line that says something, and the credit at its end."""

    number: int
    text: str
    credit: credit.Credit | None


def _rows(text: str) -> list[_Row]:
    """The lines of a sheet; a credit on a line of its own joins the caption above.

    Not so in the head: a title is no caption, and “Photos by …” before the first caption is the sheet's own.
    """
    rows: list[_Row] = []
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        words = clean(line)
        if not words:
            continue
        found = credit.take(words)
        if found and not found.caption and _may_join(rows, words):
            above = rows.pop()
            found = replace(found, caption=above.text)
            number, words = above.number, f"{above.text} {words}"  # noqa: PLW2901 - the caption's own line
        rows.append(_Row(number, words, found))
        if len(rows) > MOST_LINES:
            raise BadSheet(f"This caption sheet has more than {MOST_LINES:,} lines. Divide it and try again.")
    return rows


def _may_join(rows: list[_Row], words: str) -> bool:
    if not rows or rows[-1].credit is not None:
        return False
    in_head = not any(row.credit and row.credit.caption for row in rows)
    title = len(rows) == 1 and not re.search(r"[.!?…][”\"’')»\]]*$", rows[0].text)
    return not (in_head and (title or credit.is_byline(words)))


def _parted(rows: list[_Row]) -> tuple[list[_Row], list[_Row]]:
    """The head, in which no caption has a credit, and the captions."""
    first = next((place for place, row in enumerate(rows) if row.credit and row.credit.caption), len(rows))
    return rows[:first], rows[first:]


def _lines(rows: list[_Row], language: str | None) -> tuple[Line, ...]:
    seen: Counter[str] = Counter()
    lines = []
    for row in rows:
        partial, findings = _partial(row, language)
        caption = str(partial.get("caption", ""))
        seen[caption] += 1
        identity = hashlib.sha256(f"{caption}\0{seen[caption]}".encode()).hexdigest()
        lines.append(Line(row.number, partial, seen[caption], identity, tuple(findings)))
    return tuple(lines)


def _partial(row: _Row, language: str | None) -> tuple[Partial, list[Finding]]:
    """The draft that one line is, and what a person should look at."""
    findings: list[Finding] = []
    found = row.credit or credit.Credit(row.text, "")
    partial: Partial = {"caption": found.caption}
    if language:
        partial["caption_language"] = language
    if found.line:
        partial["credit_line"] = found.line
    else:
        findings.append(
            Finding("no-credit", "This caption has no credit that was recognised.", "credit_line")
        )
    if found.creators:
        partial["creators"] = found.creators
    if found.notice:
        partial["copyright_notice"] = found.notice
    if not found.caption:
        findings.append(Finding("no-caption", "This line holds a credit and no caption.", "caption"))
    doubtful = credit.may_be_left if found.line else credit.may_be_one
    if doubtful(found.caption):
        findings.append(Finding("maybe-credit", "This caption may still end in a credit.", "caption"))
    findings += _date(partial, language or "en")
    return partial, findings


def _date(partial: Partial, language: str) -> list[Finding]:
    try:
        found = closing.read_closing(str(partial["caption"]), language)
    except dates.BadDate as refused:
        return [Finding("bad-date", f"The caption's date was not taken. {refused.reason}", "edtf")]
    if found:
        partial["date_text"], partial["edtf"] = found[0], found[1].edtf
    return []
