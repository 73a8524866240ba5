"""Datelines at the beginning of captions, as agencies write them in English and Spanish.

'LIMA, Peru (AP) — …', 'LIMA, PERU - MAY 12: …', 'LIMA, 12 may. 2024 (EFE).- …',
'LIMA, Peru (May 12, 2024) …'.
A dateline stays in the caption: it is the journalist's text; the fields are filled beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.dates import BadDate, Reading, read_phrase
from archive.dates.tongues import TONGUES
from archive.ingest.merge import Finding
from archive.ingest.sheets import places

AGENCY = (
    r"(?:AP|AFP|EFE|EFE-EPA|EPA|UPI|PA|ANSA|dpa|DPA|TASS|Reuters|REUTERS|Xinhua|XINHUA|Andina|Télam|Notimex|"
    r"Europa Press|EUROPA PRESS|Prensa Latina|Getty Images|Kyodo|PTI|CP|AAP|Lusa|Belga|Colprensa)"
)
_DASH = r"(?:\.\s?[-–—]|[-–—]{1,2}|_)"
# A place, its country in brackets as some write it, and perhaps a day.
_WHERE = r"(?P<where>[^()\[\]:]{2,100}?(?: \([^()\[\]\d]{3,30}\)(?:, [^()\[\]:]{3,40}?)?)?)"
_LONGEST = 160  # characters before the story begins
_AGENCY_LINE = re.compile(rf"{_WHERE},? \((?P<agency>{AGENCY})\)\s*(?P<dash>{_DASH})\s*(?=\S)")
_PLAIN_LINE = re.compile(rf"{_WHERE}\.\s?[-–—]\s*(?=\S)")
_DAY_LINE = re.compile(r"(?P<where>[^()\[\]:]{2,100}?)\s+[-–—]{1,2}\s+(?P<day>[^:()]{3,30}):\s+(?=\S)")
_DATE_LINE = re.compile(
    rf"(?P<where>[^()\[\]:]{{2,100}}?),? \((?P<day>[^()]{{8,30}})\)\s*(?:{_DASH}\s*)?(?=\S)"
)
# Capitals and a dash, or a bracket and a dash, with nothing that tells a dateline from a heading.
_MAYBE = re.compile(
    rf"(?:[A-ZÁÉÍÓÚÑÜ][A-ZÁÉÍÓÚÑÜ.'’ -]{{2,40}}(?:, [^\W\d_][\w. ]{{1,30}}){{0,2}}"
    rf"(?: \([^()]{{2,30}}\))?\s*{_DASH}\s+\S"
    rf"|[A-ZÁÉÍÓÚÑ][\w.'’ ,-]{{2,60}} \({AGENCY}\)\s*\W"
    r"|[A-ZÁÉÍÓÚÑÜ]{3}[A-ZÁÉÍÓÚÑÜ.'’, -]{0,40}[.,]? \d{1,2}"
    r"(?:[/.-]\d| de [a-z]| [A-Za-z]{3,10}\.?,? [12]\d{3}))"
)
_NO_PLACE = re.compile(
    r"(?i)\b(?:files?|topshot|archivo|foto|fotos|photos?|video|breaking|update|corrects|exclusive|exclusiva|caption|"
    r"combo|combination|graphic|gráfico|left|right|izquierda|derecha|vs)\b"
)
_MOST_WORDS, _MOST_PARTS = 5, 3
_ARCHIVE = re.compile(
    r"(?i)^file\b|\bfile photo\b|, file\)|\b(?:de|foto|imagen|fotografía) (?:de )?archivo\b|^archivo\b"
)


@dataclass(frozen=True)
class Dateline:
    """What a dateline states: fields of the place, the agency, its date as a whole or as month and day."""

    place: dict[str, str]
    agency: str = ""
    date_text: str = ""
    edtf: str = ""
    month_and_day: tuple[int, int] | None = None
    findings: tuple[Finding, ...] = ()


def take(caption: str, language: str) -> Dateline | None:
    """The dateline that opens a caption, or None; nothing is taken out of the caption."""
    head = caption[:_LONGEST]
    for pattern, reader in (
        (_AGENCY_LINE, _agency),
        (_PLAIN_LINE, _plain),
        (_DAY_LINE, _day),
        (_DATE_LINE, _date),
    ):
        if (found := pattern.match(head)) and (line := reader(found, caption, language)):
            return line
    return None


def may_be_one(caption: str) -> bool:
    """Whether a caption that has no dateline begins as some do, so that a person should look."""
    found = _MAYBE.match(caption[:_LONGEST])
    return found is not None and not _NO_PLACE.search(found[0])


def _agency(found: re.Match[str], caption: str, language: str) -> Dateline | None:
    where, date = _apart(found["where"], language)
    if not _is_where(where):
        return None
    # A name that is not in capitals may be a person's, unless more that is sure stands beside it.
    beside = all(map(places.kind, where[1:])) if len(where) > 1 else found["dash"].startswith(".")
    if not (_capitals(where[0]) or date or beside):
        return None
    return _line(where, date, caption, language, agency=found["agency"])


def _plain(found: re.Match[str], caption: str, language: str) -> Dateline | None:
    """'Lima, 12 may. 2024.- …': without an agency, the date must be there."""
    where, date = _apart(found["where"], language)
    return _line(where, date, caption, language) if date and _is_where(where) else None


def _day(found: re.Match[str], caption: str, language: str) -> Dateline | None:
    where = [part.strip() for part in found["where"].split(",")]
    if not (_is_where(where) and _capitals(where[0]) and is_date(found["day"], language)):
        return None
    line = _line(where, found["day"], caption, language)
    # 'NASA - MAY 12: …' is written as 'LIMA - MAY 12: …' is; the story must tell the place again.
    alone = len(where) == 1 and line.place.get("city") == places.cased(where[0])
    return None if alone and f" {line.place['city']}" not in caption else line


def _date(found: re.Match[str], caption: str, language: str) -> Dateline | None:
    """A navy's: the place in capitals and a whole date in brackets."""
    where = [part.strip() for part in found["where"].split(",")]
    if not (_is_where(where) and _capitals(where[0]) and is_date(found["day"], language, whole=True)):
        return None
    if len(where) == 1 and not places.kind(where[0]):
        return None
    return _line(where, found["day"], caption, language)


def _line(where: list[str], date: str, caption: str, language: str, agency: str = "") -> Dateline:
    fields, unknown = places.read(where)
    if city := fields.get("city"):
        fields["city"] = _as_told(city, caption)
    found = []
    if unknown:
        words = " and ".join(f"“{word}”" for word in unknown)
        found.append(
            Finding(
                "dateline-place",
                f"The dateline names {words}, which was not surely one place, so it was not recorded.",
                "city",
            )
        )
    if not date:
        return Dateline(fields, agency, findings=tuple(found))
    if re.search(_ARCHIVE, caption):
        words = (
            f"The dateline's date “{date}” was not taken: the caption speaks of a picture from the archive."
        )
        return Dateline(fields, agency, findings=(*found, Finding("dateline-date", words, "edtf")))
    try:
        reading = whole_day(date, language)
    except BadDate as refused:
        words = f"The dateline's date was not taken. {refused.reason}"
        return Dateline(fields, agency, findings=(*found, Finding("bad-date", words, "edtf")))
    if reading:
        return Dateline(fields, agency, date, reading.edtf, findings=tuple(found))
    day = _month_and_day(date)
    text, edtf = _told(day, caption, language) if day else ("", "")
    return Dateline(fields, agency, text, edtf, day, tuple(found))


def _apart(text: str, language: str) -> tuple[list[str], str]:
    """The parts of a place, and the date that stands after them: 'MADRID, 12 may. 2024'."""
    text = re.sub(r" \(([^()]+)\)", r", \1", text)
    parts = [part.strip() for part in text.split(",")]
    for count in (2, 1):
        if len(parts) > count and is_date(date := ", ".join(parts[-count:]), language):
            return parts[:-count], date
    found = re.fullmatch(r"([^\d]+?) (\d{1,2} .+)", parts[-1])
    if found and is_date(found[2], language):
        return [*parts[:-1], found[1].strip()], found[2]
    return parts, ""


def _is_where(parts: list[str]) -> bool:
    """Whether words are written as places are: few, without figures, each with a capital."""
    return len(parts) <= _MOST_PARTS and all(
        part
        and len(part.split()) <= _MOST_WORDS
        and not re.search(r"[\d!?;“”\"]", part)
        and not _NO_PLACE.search(part)
        and all(word[0].isupper() or word in _JOINING for word in part.split())
        for part in parts
    )


_JOINING = frozenset(
    ("de", "del", "la", "las", "los", "el", "y", "of", "the", "and", "upon", "do", "da", "dos")
)


def _capitals(name: str) -> bool:
    return name.isupper() or re.fullmatch(r"(?:Mc|Mac|De|La)[A-Z]+(?: [A-Z]+)*", name) is not None


def _as_told(city: str, caption: str) -> str:
    """A city as the story after the dateline writes it: 'McAllen' for MCALLEN."""
    told = [found[0] for found in re.finditer(rf"(?i)(?<!\w){re.escape(city)}(?!\w)", caption)]
    written = [name for name in (city, *told) if name[0].isupper()]
    return min(written, key=lambda name: sum(map(str.isupper, name)), default=city)


def is_date(text: str, language: str, *, whole: bool = False) -> bool:
    """Whether a text is a day, or a month and a day unless `whole`; one that no calendar has counts."""
    try:
        return bool(whole_day(text, language) or (not whole and _month_and_day(text)))
    except BadDate:
        return True


def whole_day(text: str, language: str) -> Reading | None:
    """A day with its year, in the sheet's language or another that is known."""
    if not re.search(r"\b[12]\d{3}\b", text) or not re.search(r"[^\W\d_]{3}", text):
        return None
    for code in dict.fromkeys((language, *TONGUES)):
        found = read_phrase(text, code)
        if found and re.fullmatch(r"\d{4}-\d\d-\d\d", found.edtf):
            return found
    return None


def _month_and_day(text: str) -> tuple[int, int] | None:
    text = re.sub(r"^(?:el )?\w+day,? |^el ", "", text.casefold()).strip(" .")
    found = re.fullmatch(r"(\d{1,2})(?: de)? ([^\W\d_]+)\.?", text)
    day, name = (found[1], found[2]) if found else ("", "")
    if not found and (found := re.fullmatch(r"([^\W\d_]+)\.? (\d{1,2})(?:st|nd|rd|th)?", text)):
        name, day = found[1], found[2]
    for tongue in TONGUES.values():
        if month := tongue.months.get(name):
            return (month, int(day)) if 1 <= int(day) <= _LONGEST_MONTH else None
    return None


_LONGEST_MONTH = 31
DAYS_TOLD = re.compile(
    r"(?i)(?<!\w)(?:[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? [12]\d{3}"
    r"|\d{1,2}(?: de)? [^\W\d_]{3,12}\.?(?: del?)?,? [12]\d{3})(?!\w)"
)


def _told(day: tuple[int, int], caption: str, language: str) -> tuple[str, str]:
    """The date of the story that falls on a dateline's month and day: '… on May 12, 2024 in …'."""
    dates: dict[str, str] = {}
    for found in DAYS_TOLD.finditer(caption):
        try:
            reading = whole_day(found[0], language)
        except BadDate:
            continue
        if reading and reading.edtf[5:] == f"{day[0]:02}-{day[1]:02}":
            dates.setdefault(reading.edtf, found[0])
    if len(dates) != 1:
        return "", ""
    return next((text, edtf) for edtf, text in dates.items())
