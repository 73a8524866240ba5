"""One caption of a sheet as a partial draft: its credit, dateline, date and labels, and what is doubtful."""

from __future__ import annotations

import re
from collections.abc import Callable

from archive import dates
from archive.ingest.merge import Finding, Partial
from archive.ingest.sheets import closing, credit, dateline, inside, stated, tongue
from archive.ingest.sheets.rows import Row, Shape

_IN_CAPITALS = re.compile(r"[A-ZÁÉÍÓÚÑ]{2,}(?: [A-ZÁÉÍÓÚÑ-]{2,}){1,3}(?: ?/|$)")
_DATE = ("date_text", "edtf")
_PLACE = ("city", "region", "country")
# Brackets at the end that speak of the picture or its rights, in no style that is known.
_LEFT = re.compile(
    r"(?i)[(\[][^()\[\]]*"
    r"(?:\bphoto|\bfoto|\bpicture by|\bimage\b|\bimagen\b|\bcr[eé]dit|\bhandout|©|/)[^()\[\]]*[)\]]\W*$"
)


def parted(laid_out: Shape, language: str) -> tuple[list[Row], list[Row]]:
    """The head and the captions.

    Where no credit, number or file's name tells, captions begin with the first dateline, or with the first of
    several figures that do not run on.
    """
    rows = laid_out.rows
    tests: tuple[Callable[[Row], object], ...] = (
        lambda row: row.is_photograph,
        lambda row: dateline.take(row.text, language),
        lambda row: laid_out.broken and row.doubtful,
    )
    for test in tests:
        for place, row in enumerate(rows):
            if test(row):
                return list(rows[:place]), list(rows[place:])
    return list(rows), []


def partial(
    row: Row, language: str | None, defaults: Partial, *, chosen: bool = False
) -> tuple[Partial, list[Finding]]:
    """The draft that one row is, and what a person should look at.

    What the caption itself says stands before what its block says under labels, and that before the head.
    `language` is the sheet's; a line plainly in another has its own, unless a person has `chosen` one.
    """
    found = row.credit or credit.Credit(row.text, "")
    other = [value for kind, value in row.fields if kind == "other"]
    done: Partial = {"caption": " ".join([found.caption, *other]).strip()}
    language, told = _language(str(done["caption"]), language, chosen=chosen)
    if language:
        done["caption_language"] = language
    _credited(done, found)
    findings = told + _place_and_date(done, language or "en")
    asked = _inside(done, language or "en", findings)
    block, doubts = stated.of_block(row.fields, language or "en")
    _complete(done, block)
    findings += doubts + _maybe_date(done, asked, defaults)
    findings += _default(done, defaults, {finding.field for finding in findings})
    return done, [*_doubts(row, done, found), *findings]


def _language(caption: str, language: str | None, *, chosen: bool) -> tuple[str | None, list[Finding]]:
    """The language of a caption; what a person chose for the sheet stays, and is asked about."""
    other = tongue.of_line(caption, language or "en")
    if other is None:
        return language, []
    if chosen:
        words = f"This line looks {other.english}; it was recorded in the language chosen for the sheet."
        return language, [Finding("line-language", words, "caption_language", other.code)]
    words = f"This line looks {other.english} and was recorded as that."
    return other.code, [Finding("line-language", words, "caption_language")]


def _credited(done: Partial, found: credit.Credit) -> None:
    if found.line:
        done["credit_line"] = found.line
    if found.creators:
        done["creators"] = found.creators
    if found.notice:
        done["copyright_notice"] = found.notice
    if source := credit.agency(found.line):
        done["source"] = source


def _complete(done: Partial, more: Partial) -> None:
    """Add what is missing; a date, a place and who made a picture come whole from one place."""
    for group in (_DATE, _PLACE):
        if not any(done.get(name) for name in group):
            done.update({name: more[name] for name in group if name in more})
    for name, value in more.items():
        if name not in (*_DATE, *_PLACE):
            done.setdefault(name, value)


def _default(done: Partial, defaults: Partial, doubtful: set[str]) -> list[Finding]:
    """Add what the head says, but no day or place where the caption has its own that is not clear."""
    left = set(_DATE) if doubtful & set(_DATE) else set()
    city = str(defaults.get("city", ""))
    elsewhere = "edtf" in done and city.casefold() not in str(done["caption"]).casefold()
    findings = []
    if "city" in doubtful or elsewhere:
        left |= set(_PLACE)
    if elsewhere and city and not done.get("city"):
        words = f"The head's place, {city}, was not taken here, as the caption seems to name its own."
        findings.append(Finding("place", words, "city"))
    _complete(done, {name: value for name, value in defaults.items() if name not in left})
    return findings


def _doubts(row: Row, done: Partial, found: credit.Credit) -> list[Finding]:
    findings: list[Finding] = []
    if not done.get("credit_line"):
        findings.append(
            Finding("no-credit", "This caption has no credit that was recognised.", "credit_line")
        )
    elif not done.get("creators") and _IN_CAPITALS.match(found.line):
        words = (
            f"The credit “{found.line}” may name a person in capitals; nobody was recorded as having made it."
        )
        findings.append(Finding("maybe-creator", words, "creators"))
    if not found.caption:
        findings.append(Finding("no-caption", "This line holds a credit and no caption.", "caption"))
    doubtful = credit.may_be_left if found.line else credit.may_be_one
    if doubtful(found.caption) or _LEFT.search(found.caption[-250:]):
        findings.append(Finding("maybe-credit", "This caption may still end in a credit.", "caption"))
    if row.doubtful:
        words = (
            "This caption begins with a figure that may be its number or a part of it; "
            f"{f'{row.label} was taken as its number' if row.label else 'it was left there'}."
        )
        findings.append(Finding("maybe-number", words, "caption"))
    return findings


def _place_and_date(done: Partial, language: str) -> list[Finding]:
    """Fill in what the picture sentence and the dateline say of place and day."""
    caption = str(done["caption"])
    findings = _closing(done, caption, language)
    line = dateline.take(caption, language)
    if line is None:
        if dateline.may_be_one(caption):
            words = (
                f"This caption may begin with a dateline, “{_opening(caption)}”, that was not understood; "
                "its place and date were not recorded."
            )
            findings.append(Finding("maybe-dateline", words, "city"))
        return findings
    done.update(line.place)
    if line.agency:
        done.setdefault("source", line.agency)
    findings += line.findings
    return findings + _days(done, line)


def _opening(caption: str) -> str:
    return caption if len(caption) <= _SHOWN else f"{caption[:_SHOWN]}…"


_SHOWN = 60  # characters of a caption that a finding quotes


def _closing(done: Partial, caption: str, language: str) -> list[Finding]:
    try:
        found = closing.read_closing(caption, language)
    except dates.BadDate as refused:
        return [Finding("bad-date", f"The caption's date was not taken. {refused.reason}", "edtf")]
    if found:
        done["date_text"], done["edtf"] = found[0], found[1].edtf
    return []


def _inside(done: Partial, language: str, findings: list[Finding]) -> inside.Inside | None:
    """Take a date of the picture sentence where it is surely the picture's; else return it, to be asked."""
    if done.get("edtf") or any(finding.field == "edtf" for finding in findings):
        return None
    caption = str(done["caption"])
    line = dateline.take(caption, language)
    try:
        found = inside.read(caption, language, from_agency=bool(line and line.agency))
    except dates.BadDate as refused:
        findings.append(Finding("bad-date", f"The caption's date was not taken. {refused.reason}", "edtf"))
        return None
    if found and found.sure:
        done["date_text"], done["edtf"] = found.text, found.reading.edtf
        return None
    return found


def _maybe_date(done: Partial, asked: inside.Inside | None, defaults: Partial) -> list[Finding]:
    """Ask about a date of the picture sentence, unless the caption's block or the head tells the date."""
    told = str(done.get("edtf", ""))
    common = str(defaults.get("edtf", ""))
    if asked is None or told or done.get("date_text") or (common and common.startswith(asked.reading.edtf)):
        return []
    words = f"“{asked.text}” may be when the picture was taken; it was left in the caption and not recorded."
    return [Finding("maybe-date", words, "date_text", asked.text)]


def _days(done: Partial, line: dateline.Dateline) -> list[Finding]:
    """Take the dateline's day where the picture sentence gives none; say where the two differ."""
    closed = str(done.get("edtf", ""))
    day = "-{:02}-{:02}".format(*line.month_and_day) if line.month_and_day else ""
    if closed:
        differs = not (line.edtf or f"{closed[:4]}{day or closed[4:]}").startswith(closed)
        if not differs and line.edtf:
            done["date_text"], done["edtf"] = line.date_text, line.edtf
        words = f"The dateline gives another day than the caption’s “{done['date_text']}”, which was taken."
        return [Finding("dates-differ", words, "edtf")] if differs else []
    if line.edtf:
        done["date_text"], done["edtf"] = line.date_text, line.edtf
        return []
    if day:
        words = "The dateline's day has no year, and the caption does not tell it, so no date was recorded."
        return [Finding("dateline-date", words, "edtf")]
    return []
