"""The credit at the end of a caption, in the styles of newsrooms, English and Spanish.

Only a credit at the very end counts. What is not surely one stays in the caption.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.ingest.embedded.names import is_person

_PICTURE = r"(?:photo(?:graph)?|picture|image|foto(?:graf[ií]a)?|imagen)s?"
_AGENCY = r"(?:AP|AFP|EPA|EFE|UPI|PA|ANSA|dpa|TASS|Reuters|REUTERS|Xinhua|Getty Images|Associated Press)"
_WHO = r"(?P<who>.+)"

# Each style as the whole text of a credit; `line` is kept as it stands, else `who` is the credit line.
# A style that names a person is marked: then the name is the creator's, too.
_STYLES: tuple[tuple[re.Pattern[str], bool], ...] = (
    (re.compile(rf"(?i:{_PICTURE}) (?i:by|de|por) {_WHO}"), True),
    (re.compile(rf"(?i:{_PICTURE}(?: credit| cr[ée]dito)?s?): ?{_WHO}"), False),
    (re.compile(rf"(?i:(?:photo )?credits?|cr[ée]ditos?(?: de (?:la )?(?:foto|imagen))?): ?{_WHO}"), False),
    (re.compile(rf"(?i:(?:{_PICTURE} )?(?:courtesy(?: of)?|cortes[ií]a(?: del?)?)):? {_WHO}"), False),
    (re.compile(rf"(?P<notice>(?:©|\([Cc]\)|(?i:copyright)(?: ©)?) ?(?:\d{{4}},? (?:by )?)?{_WHO})"), False),
    (re.compile(rf"(?i:v[ií]a):? {_WHO}"), False),
)
# Styles that need their brackets to be told from a caption's own words.
_BRACKETED: tuple[tuple[re.Pattern[str], bool], ...] = (
    (re.compile(r"(?P<line>[A-Z][\w.&’' -]{0,40} (?:Photo|Foto)s?/(?P<who>.+))"), True),
    (re.compile(rf"(?P<line>(?:Foto|Fotograf[ií]a) (?:de )?{_AGENCY}/(?P<who>.+))"), True),
    *_STYLES,
    (re.compile(rf"(?P<line>{_AGENCY}(?: Photo| Foto)?)"), False),
    (re.compile(rf"(?P<line>{_AGENCY}/(?P<who>[^/]+))"), True),
    (re.compile(rf"(?P<line>(?P<who>[^/]+)/{_AGENCY})"), True),
    (re.compile(rf"(?P<line>(?P<who>.+) v[ií]a (?:{_AGENCY}|[^ ]+ .+))"), True),
)

_BRACKETS = re.compile(r"\(([^()]{2,250}|\([Cc]\)[^()]{2,250})\)\.?$")
_SENTENCE_END = r"(?:^|(?<=[.!?…”\"’'»)\]])\s+|\s+[|–—•·-]\s+|\s{2,})"
# Where an unbracketed credit may begin. A colon or a capital tells most; "via" and "foto de" are
# ordinary words, so a sentence must have ended, or the year that closes it.
_MARKERS = (
    re.compile(
        rf"(?:{_SENTENCE_END}|\s+)(?=(?:Photo(?:graph)?|Picture|Image|Foto(?:graf[ií]a)?|Imagen)s?"
        r"(?: [Cc]redit| [Cc]r[ée]dito)?s?: ?\S|Photo(?:graph)?s? by |Credits?: ?\S|©"
        r"|Cr[ée]ditos?[^:.]{0,20}: ?\S)"
    ),
    re.compile(
        rf"{_SENTENCE_END}(?=(?i:(?:{_PICTURE} )?courtesy of |(?:{_PICTURE} )?cortes[ií]a del? "
        rf"|{_PICTURE} (?:by|de|por) |copyright |\(c\) ))"
    ),
    re.compile(rf"(?:{_SENTENCE_END}|(?<=\d{{4}})\s+)(?=(?i:v[ií]a):? )"),
)
_LONGEST = 200  # characters of a credit
_ROOM = 60  # and of the words and signs that introduce it
_MOST = 2  # credits one after the other: "(Photo by A) via B"
_STORY_GOES_ON = re.compile(r"[^\W\d_]{4,}[.!?]\s+\S")
_ABBREVIATION = re.compile(r"(?:\b(?:Inc|Ltd|Co|Corp|Jr|Sr|Bros|St|Dept|Gov)|\b[A-Z]|\.[A-Za-z])\.$")
_MAYBE = re.compile(
    r"(?i:\bv[ií]a|\bcourtesy of|\bcortes[ií]a de) [A-ZÁÉÍÓÚÑ][^.!?]{1,80}[.)]?$|\([^()]*/[^()]*\)\.?$"
)


@dataclass(frozen=True)
class Credit:
    """A caption without its credit; how the credit reads, whom it names, and a copyright notice."""

    caption: str
    line: str
    creators: tuple[str, ...] = ()
    notice: str = ""


def take(text: str) -> Credit | None:
    """Take the credit off the end of a caption, or None where there is none.

    The caption keeps every other word. Of two credits in a row the inner names the maker:
    '(Photo by Jane Roe) via Agency' gives the line 'Jane Roe via Agency'.
    """
    outer = _take_one(text)
    if outer is None:
        return None
    inner = _take_one(outer.caption)
    if inner is None:
        return outer
    joint = " via " if re.match(r"(?i)\s*v[ií]a\b", text[len(outer.caption) :]) else " / "
    return Credit(
        inner.caption,
        inner.line + joint + outer.line,
        inner.creators or outer.creators,
        inner.notice or outer.notice,
    )


def may_be_left(caption: str) -> bool:
    """Whether a caption still ends in what may be a credit, so that a person should look."""
    return _MAYBE.search(caption, max(0, len(caption) - _LONGEST)) is not None


def _take_one(text: str) -> Credit | None:
    text = text.rstrip()
    start = max(0, len(text) - _LONGEST - _ROOM)  # a credit is short; a caption may be endless
    if (found := _BRACKETS.search(text, start)) and (credit := _styled(found[1], _BRACKETED)):
        return _cut(text, found.start(), credit)
    for marker in _MARKERS:
        for found in marker.finditer(text, start):
            if credit := _styled(text[found.end() :].strip(), _STYLES):
                return _cut(text, found.start(), credit)
    return None


def _cut(text: str, start: int, credit: Credit) -> Credit:
    caption = text[:start].rstrip()
    if re.search(r"\s[|–—•·-]$", caption[-2:]):
        caption = caption[:-1].rstrip()
    return Credit(caption, credit.line, credit.creators, credit.notice)


def _styled(text: str, styles: tuple[tuple[re.Pattern[str], bool], ...]) -> Credit | None:
    """The credit that a whole text is, or None."""
    if len(text) > _LONGEST or _STORY_GOES_ON.search(text):
        return None
    for style, names_person in styles:
        found = style.fullmatch(_without_full_stop(text))
        if not found:
            continue
        parts = found.groupdict()
        who = (parts.get("who") or "").strip()
        line = parts.get("line") or who
        if not _is_named(line):
            continue
        return Credit("", line, _people(who) if names_person else (), parts.get("notice") or "")
    return None


def _without_full_stop(text: str) -> str:
    return text if _ABBREVIATION.search(text) else text.removesuffix(".").rstrip()


def _is_named(line: str) -> bool:
    """Whether a credit begins as names do: a capital, a figure, a handle, or an article before one."""
    return re.match(r"(?:(?i:the|la|el|los|las) )?[“\"'@]?(?:[^\W\d_]|\d|@)", line) is not None and any(
        sign.isupper() or sign == "@" for sign in re.sub(r"^(?:the|la|el|los|las) ", "", line)[:2]
    )


def _people(who: str) -> tuple[str, ...]:
    """The persons at the head of 'Jane Roe and Ana Paz/Agency via Other'; agencies are none."""
    head = re.split(r"/| v[ií]a | for | para |,", who)[0]
    names = [name.strip() for name in re.split(r" and | y | & ", head)]
    return tuple(names) if all(map(is_person, names)) else ()
