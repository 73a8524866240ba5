"""Words about an embargo, as agencies write them into instructions: recognised, never applied unasked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from archive import dates

# English, Spanish, French and German. "Sin embargo" (however), "no embargo" and "embargo lifted" are none.
_WORDS = re.compile(
    r"(?i)\b(?:embargo(?:ed|es|s)?|embargad[oa]s?|sperrfrist|sperrvermerk|gesperrt"
    r"|hold(?:ing)? for (?:release|publication) (?:until|till)"
    r"|not (?:for|to be) (?:released?|publication|published|broadcast) (?:before|until|till)"
    r"|no (?:publicar|difundir)(?:se)? (?:antes|hasta)"
    r"|nicht (?:veröffentlichen )?vor(?: dem)?(?=\s\d)"
    r"|ne pas (?:publier|diffuser) avant)\b"
)
_NONE_BEFORE = re.compile(
    r"(?i)\b(?:no|not|never|without|sin|ohne|keine?n?|nicht|sans|pas d['’]|(?:trade|arms|oil) )\s*"
    r"(?:longer |mehr |under |any |an |más )*\Z"
)
_OVER_AFTER = re.compile(
    r"(?i)\A\s*[:=–—-]?\s*(?:(?:is|was|has been|ist|wurde|est|está|fue|ha sido) )?"
    r"(?:none|nil|no\b|n/a|lifted|over\b|expired|ended|ning[uú]n|levantad|vencid|terminad|keine|aufgehoben"
    r"|abgelaufen|aucun|levé|expiré)"
)
_NEAR = 120  # signs after the word in which its day is looked for
_DAYS = re.compile(
    r"\b\d{4}-\d\d-\d\d\b"
    r"|\b\d{1,2}(?:st|nd|rd|th|er|[.º°])?\s+(?:de\s+|of\s+)?[^\W\d_]{3,12}\.?,?\s+(?:de\s+|del\s+)?\d{4}\b"
    r"|\b[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}\b"
    r"|\b\d{1,2}[./]\d{1,2}[./]\d{4}\b"
)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")  # never month first
_HOUR = re.compile(
    r"(?i)\b(?P<hour>[01]?\d|2[0-4])[:.h](?P<minute>[0-5]\d)\b|\b(?P<four>[0-2]\d[0-5]\d)\s*(?:hrs?|hours?|gmt"
    r"|utc|[a-z]{2,4}t)\b|\b(?P<half>\d{1,2})\s*(?P<noon>[ap]\.?m)\b|\b(?P<full>\d{1,2})\s*(?:uhr|horas|heures|h)\b"
    r"|\b(?:noon|midday|midnight|mediod[ií]a|media\s?noche|mittags?|mitternachts?|midi|minuit)\b"
)
_ZONE = re.compile(r"\b(?!GMT|UTC)[A-Z]{1,3}[SD]?T\b")
_MIDNIGHT = {("0", "00"), ("0", "01")}
_TONGUES = ("en", "es", "fr", "de")


@dataclass(frozen=True)
class Embargo:
    """What instructions say: the words, and the day (YYYY-MM-DD) from which readers may see, '' if unclear.

    `later` says that it is the day after the one named, because an hour was named too: an embargo of the
    record ends as its day begins (UTC), and ending too early is the worse mistake.
    """

    words: str
    day: str = ""
    later: bool = False


def told(text: str) -> Embargo | None:
    """The embargo that a text speaks of, or None where it speaks of none."""
    found = next(_named(text), None)
    if found is None:
        return None
    tail = text[found.start() : found.end() + _NEAR].split("\n", maxsplit=1)[0]
    words = " ".join(tail.split())
    days = dict.fromkeys(day for one in _DAYS.finditer(tail) if (day := _day(one[0])))
    if len(days) != 1:  # none, or several: a person reads it
        return Embargo(words)
    day = next(iter(days))
    if _at_midnight(_DAYS.sub(" ", tail)):
        return Embargo(words, day)
    return Embargo(words, (date.fromisoformat(day) + timedelta(days=1)).isoformat(), later=True)


def _named(text: str) -> Iterator[re.Match[str]]:
    for found in _WORDS.finditer(text):
        before, after = text[max(0, found.start() - 30) : found.start()], text[found.end() : found.end() + 40]
        if not (_NONE_BEFORE.search(before) or _OVER_AFTER.search(after)):
            yield found


def _day(words: str) -> str:
    """One whole day as YYYY-MM-DD, '' where the words are none or can be read in two ways."""
    if dotted := _DOTTED.fullmatch(words):
        words = f"{dotted[3]}-{int(dotted[2]):02}-{int(dotted[1]):02}"
    for tongue in _TONGUES:
        try:
            reading = dates.read(words, tongue)
        except dates.BadDate:
            continue
        if reading.edtf and reading.edtf == reading.earliest == reading.latest:
            return reading.edtf
    return ""


def _at_midnight(text: str) -> bool:
    """Whether an embargo ends as its day begins; an hour, or a zone of its own, makes it the day after."""
    hour = _HOUR.search(text)
    if hour is None:
        return True
    if hour["four"]:
        named = (str(int(hour["four"][:2])), hour["four"][2:])
    elif hour["hour"]:
        named = (str(int(hour["hour"])), hour["minute"])
    else:
        named = ("", "")
    return named in _MIDNIGHT and not _ZONE.search(text)
