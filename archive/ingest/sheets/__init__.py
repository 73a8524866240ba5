"""Caption sheets: the plain text or Word document that comes with photographs.

A caption is a line, a paragraph or a block with labels, as the sheet itself shows (`rows`). Leading lines
without a credit, a number or a file's name are the collection's title and summary, and may state what holds
for all (`stated`); what follows are photographs. What is not understood stays in the caption and is
pointed out.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass

from archive import languages
from archive.ingest.merge import Finding, Partial
from archive.ingest.sheets import captions, document, heads, tongue
from archive.ingest.sheets.encoding import BadSheet, decode
from archive.ingest.sheets.rows import MOST_LINES, Row, Shape, shape

__all__ = ["MOST_LINES", "BadSheet", "Line", "Sheet", "read"]

MOST_BYTES = 20_000_000
_MOST_NAMED = 10  # lines that a finding lists


@dataclass(frozen=True)
class Line:
    """One photograph of a sheet.

    `number` is the line in the file, from 1; `occurrence` which of equal captions this is, from 1;
    `identity` stays the same for the same caption and occurrence, wherever the line moves. `file_name`
    is the picture's file and `label` the number before the caption, both as the sheet writes them, '' where
    it has none.
    """

    number: int
    partial: Partial
    occurrence: int
    identity: str
    findings: tuple[Finding, ...] = ()
    file_name: str = ""
    label: str = ""


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


def read(data: bytes, language: str | None = None, name: str = "") -> Sheet:
    """Read a caption sheet from its bytes: a Word document, or UTF-8, UTF-16 or Windows-1252 text.

    `language` is the captions'; without it, English and Spanish are told apart, and a line plainly in another
    language has its own. `name` is the file's, as its ending may promise what it is not. A credit at a
    caption's end goes to `credit_line` and out of the caption; a date that closes the picture sentence is the
    picture's, and so is a dateline's. Raises BadSheet where nothing can be read.
    """
    if len(data) > MOST_BYTES:
        raise BadSheet("This caption sheet is larger than 20 MB, so it was not read.")
    lines, encoding = _lines_of(data)
    code = languages.normal(language) if language else tongue.guess("\n".join(lines))
    laid_out = shape(lines)
    head, body = captions.parted(laid_out, code or "en")
    if not body:
        raise BadSheet(
            "No line of this sheet ends in a credit such as “via …” or “(Photo by …)”, and none begins with "
            "a number or a file’s name, so captions cannot be told from its title. Nothing was brought in; "
            "add the credit to each caption."
        )
    top = heads.read(head, code or "en")
    found = _findings(code, encoding, name) + top.findings + _told(laid_out, body)
    return Sheet(
        top.title,
        top.summary,
        code,
        _made(body, code, top.defaults, laid_out, chosen=bool(language)),
        tuple(found),
        encoding,
    )


def _lines_of(data: bytes) -> tuple[list[str], str]:
    if document.is_zip(data):
        found = document.lines(data)
        if not any(line.strip() for line in found):
            raise BadSheet("This Word document holds no text, so there is nothing to bring in.")
        return found, "docx"
    text, encoding = decode(data)
    return re.split(r"\r\n|\r|\n", text), encoding


def _findings(language: str | None, encoding: str, name: str) -> list[Finding]:
    """What a person should know of the sheet's bytes and language."""
    found = []
    if encoding == "windows-1252":
        words = "The sheet is not UTF-8; it was read as Windows-1252. Check its accents."
        found.append(Finding("encoding", words))
    if encoding != "docx" and name.lower().endswith(".docx"):
        words = "The file is called a Word document and is plain text; it was read as plain text."
        found.append(Finding("plain-text", words))
    if language is None:
        words = (
            "The language of the captions is not clear, so English was taken. "
            "Where it is another, choose it when the sheet is brought in."
        )
        found.append(Finding("language", words))
    return found


def _told(laid_out: Shape, body: list[Row]) -> list[Finding]:
    """What a person should know of how the sheet was divided."""
    found = []
    if laid_out.in_blocks:
        words = (
            "Blank lines part the captions of this sheet, so the "
            "lines between two of them were read as one caption."
        )
        found.append(Finding("blocks", words))
    elif joined := [place for row in body for place in row.joined]:
        words = (
            "Lines that begin with no number and no file’s name were read as going on with the caption "
            f"above: {_listed(joined)}."
        )
        found.append(Finding("joined", words))
    if laid_out.broken:
        words = "Figures stand before some captions and do not run on, so they were left where they are."
        found.append(Finding("broken-numbers", words))
    return found


def _listed(places: list[int]) -> str:
    """'line 3, 5 and 9 more'."""
    shown = ", ".join(map(str, places[:_MOST_NAMED]))
    more = len(places) - _MOST_NAMED
    return f"line {shown} and {more} more" if more > 0 else f"line {shown}"


def _made(
    rows: list[Row], language: str | None, defaults: Partial, laid_out: Shape, *, chosen: bool
) -> tuple[Line, ...]:
    seen: Counter[str] = Counter()
    lines = []
    for row in rows:
        partial, findings = captions.partial(row, language, defaults, chosen=chosen)
        if laid_out.numbered and not row.marked:
            words = "This caption has no number, though others of the sheet have one. It may be a heading."
            findings.append(Finding("no-number", words, "caption"))
        caption = str(partial.get("caption", ""))
        seen[caption] += 1
        identity = hashlib.sha256(f"{caption}\0{seen[caption]}".encode()).hexdigest()
        lines.append(
            Line(row.number, partial, seen[caption], identity, tuple(findings), row.file_name, row.label)
        )
    return tuple(lines)
