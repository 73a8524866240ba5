"""The credit at the end of a caption, in the styles of newsrooms, English and Spanish.

Only a credit at the very end counts. What is not surely one stays in the caption.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from archive.ingest.embedded.names import is_person

_PICTURE = r"(?:photo(?:graph)?|picture|image|foto(?:graf[ií]a)?|imagen)(?:e?s)?"
_ONE = r"(?:AP|AFP|EPA|EFE|UPI|PA|ANSA|dpa|DPA|TASS|Reuters|REUTERS|Xinhua|Getty Images|Associated Press)"
_AGENCY = rf"(?:{_ONE}(?:-{_ONE})?)"
_WHO = r"(?P<who>.+)"
_GIVEN = r"(?:cedid|facilitad|proporcionad)[ao]s? por"
_KIND = r"(?:courtesy(?: of)?|(?:cortes[ií]a|gentileza)(?: del?)?)"
# Words that a colon makes an introduction: those of a picture, and those that need a sentence's end before.
_LABEL = rf"(?:{_PICTURE}(?: credit| cr[ée]dito)?s?|(?:photo )?credits?|cr[ée]ditos?[^:.]{{0,20}})"
_RARE_LABEL = r"(?:fuente|source|autor(?:a|es)?|author|gentileza|courtesy|cortes[ií]a)"


class _Style(NamedTuple):
    """A credit as a whole text: `line` is kept as it stands, else `who` is the credit line.

    `names` says that persons in it are creators, `signed` that one before an agency is ('Jane Roe/AP');
    `only` that it is no credit unless it names one.
    """

    pattern: re.Pattern[str]
    names: bool = False
    only: bool = False
    signed: bool = False


_STYLES = (
    _Style(re.compile(rf"(?i:(?:{_PICTURE} )?{_GIVEN}) {_WHO}")),
    _Style(re.compile(rf"(?i:{_PICTURE} (?:by|de|por)) {_WHO}"), names=True),
    _Style(re.compile(rf"(?i:{_PICTURE}(?: credit| cr[ée]dito)?s?): ?{_WHO}"), names=True),
    _Style(
        re.compile(rf"(?i:(?:photo )?credits?|cr[ée]ditos?(?: de (?:la )?(?:foto|imagen))?): ?{_WHO}"),
        signed=True,
    ),
    _Style(re.compile(rf"(?i:(?:{_PICTURE} )?{_KIND}):? {_WHO}")),
    _Style(re.compile(rf"(?i:fuente|source): ?{_WHO}")),
    _Style(re.compile(rf"(?i:autor(?:a|es)?|author): ?{_WHO}"), names=True),
    _Style(re.compile(rf"(?P<notice>(?:©|\([Cc]\)|(?i:copyright)(?: ©)?) ?(?:\d{{4}},? (?:by )?)?{_WHO})")),
    _Style(re.compile(rf"(?i:v[ií]a):? {_WHO}")),
    _Style(re.compile(rf"(?i:by|por) (?P<line>(?P<who>[^/]+) ?/ ?{_AGENCY})"), names=True, only=True),
    _Style(re.compile(rf"(?P<line>{_AGENCY} ?/ ?(?P<who>.+))"), names=True),
    _Style(re.compile(rf"(?P<line>(?P<who>[^/]+) ?/ ?{_AGENCY})"), names=True, only=True),
)
# Styles that need their brackets to be told from a caption's own words.
_BRACKETED = (
    _Style(re.compile(r"(?P<line>[A-Z][\w.&’' -]{0,40} (?:Photo|Foto)s?/(?P<who>.+))"), names=True),
    _Style(re.compile(rf"(?P<line>(?:Foto|Fotograf[ií]a) (?:de )?{_AGENCY}/(?P<who>.+))"), names=True),
    *_STYLES,
    _Style(re.compile(rf"(?P<line>{_AGENCY}(?: Photo| Foto)?)")),
    _Style(re.compile(rf"(?P<line>(?P<who>[^/]+)/{_AGENCY})"), names=True),
    _Style(re.compile(rf"(?P<line>(?P<who>.+) v[ií]a (?:{_AGENCY}|[^ ]+ .+))"), names=True),
)

_BRACKETS = re.compile(
    r"(?:\((?P<round>[^()]{2,250}|\([Cc]\)[^()]{2,250})\)|\[(?P<square>[^\[\]]{2,250})\])\.?$"
)
_SENTENCE_END = r"(?:^|(?<=[.!?…”\"’'»)\]])\s+|\s+[|–—•·-]\s+|\s{2,})"
# Where an unbracketed credit may begin. A capital before a colon tells most; "via", "foto de" and an agency
# are ordinary words, so a sentence must have ended, or the year that closes it.
_MARKERS = (
    re.compile(
        rf"(?:{_SENTENCE_END}|\s+(?=[A-Z©]))(?=(?i:{_LABEL}: ?\S)|Photo(?:graph)?s? by |PHOTOS? BY |©)"
    ),
    re.compile(
        rf"{_SENTENCE_END}(?=(?i:(?:{_PICTURE} )?(?:courtesy of|cortes[ií]a del?|gentileza del?|{_GIVEN}) "
        rf"|{_PICTURE} (?:by|de|por) |copyright |\(c\) |{_RARE_LABEL}: ?\S))"
    ),
    re.compile(rf"(?:{_SENTENCE_END}|(?<=\d{{4}})\s+)(?=(?i:v[ií]a):? )"),
    re.compile(rf"{_SENTENCE_END}(?={_AGENCY} ?/ ?\S|[^\W\d_][^/.!?]{{2,80}}/ ?{_AGENCY}\.?$)"),
)
_LONGEST = 200  # characters of a credit
_ROOM = 60  # and of the words and signs that introduce it
_MOST = 2  # credits one after the other: "(Photo by A) via B"
_STORY_GOES_ON = re.compile(
    r"[^\W\d_]{4,}[.!?]\s+\S|,\s+(?:the|an?|he|she|they|it|el|la|los|las|un|una)\s+[^\W\d_A-Z]"
)
_ABBREVIATION = re.compile(r"(?:\b(?:Inc|Ltd|Co|Corp|Jr|Sr|Bros|St|Dept|Gov)|\b[A-Z]|\.[A-Za-z])\.$")
_MAYBE = re.compile(
    r"(?i:\bv[ií]a|\bcourtesy of|\bcortes[ií]a de) [A-ZÁÉÍÓÚÑ][^.!?]{1,80}[.)]?$|\([^()]*/[^()]*\)\.?$"
)
# What follows the last sentence and has a slash or colon between names.
_LOOSE = re.compile(r"(?:^|[.!?…”\"’'»)\]]\s+)[^\W\d_][^.!?…/:]{1,60}(?:/|:) ?[A-ZÁÉÍÓÚÑ][^.!?…/:]{1,60}\.?$")


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


def agency(line: str) -> str:
    """The agency that a credit line names as its supplier, as written: 'AP' of 'AP Photo/Jane Roe'; else ''.

    Of 'Jane Roe/AFP via Getty Images' it is the last, from whom the picture came.
    """
    found = ""
    for part in re.split(r"\s*/\s*| v[ií]a ", line):
        part = re.sub(r"^(?:[Tt]he |[Ff]oto(?: de)? )|(?: Photo| Foto)s?$|(?: for | para |,).*$", "", part)  # noqa: PLW2901 - the same part, bare
        if re.fullmatch(_AGENCY, part.strip()):
            found = part.strip()
    return found


def may_be_left(caption: str) -> bool:
    """Whether a caption still ends in what may be a credit, so that a person should look."""
    return _MAYBE.search(caption, max(0, len(caption) - _LONGEST)) is not None


def may_be_one(text: str) -> bool:
    """The same for a text from which no credit was taken: 'Walking. Ann Lee/The Courier' is looked at too."""
    return may_be_left(text) or _LOOSE.search(text, max(0, len(text) - _LONGEST)) is not None


def is_byline(text: str) -> bool:
    """Whether a whole line names who made several pictures, as a sheet's own byline does: 'Photos by …'."""
    return (
        re.match(r"(?i)[(\[]?(?:photo(?:graph)?s|pictures|images|foto(?:graf[ií]a)?s|im[aá]genes)\b", text)
        is not None
    )


def _take_one(text: str) -> Credit | None:
    text = text.rstrip()
    start = max(0, len(text) - _LONGEST - _ROOM)  # a credit is short; a caption may be endless
    found = _BRACKETS.search(text, start)
    if found and (credit := _styled(found["round"] or found["square"], _BRACKETED)):
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


def _styled(text: str, styles: tuple[_Style, ...]) -> Credit | None:
    """The credit that a whole text is, or None."""
    if len(text) > _LONGEST or _STORY_GOES_ON.search(text):
        return None
    for style in styles:
        found = style.pattern.fullmatch(_without_full_stop(text))
        if not found:
            continue
        parts = found.groupdict()
        who = (parts.get("who") or "").strip()
        line = (parts.get("line") or who).strip()
        signed = style.signed and re.fullmatch(rf"[^/]+/ ?{_AGENCY}", who)
        people = _people(who) if style.names or signed else ()
        if not _is_named(line) or (style.only and not people):
            continue
        return Credit("", line, people, parts.get("notice") or "")
    return None


def _without_full_stop(text: str) -> str:
    return text if _ABBREVIATION.search(text) else text.removesuffix(".").rstrip()


def _is_named(line: str) -> bool:
    """Whether a credit begins as names do: a capital, a figure, a handle, or an article before one."""
    return re.match(r"(?:(?i:the|la|el|los|las) )?[“\"'@]?(?:[^\W\d_]|\d|@)", line) is not None and any(
        sign.isupper() or sign == "@" for sign in re.sub(r"^(?:the|la|el|los|las) ", "", line)[:2]
    )


def _people(who: str) -> tuple[str, ...]:
    """The persons at the head of 'Jane Roe and Ana Paz/Agency via Other'; agencies are none.

    In 'REUTERS/Ann Lee' the agency comes first.
    """
    parts = [part.strip() for part in who.split("/")]
    if len(parts) > 1 and re.fullmatch(_AGENCY, parts[0]):
        parts = parts[1:]
    head = re.split(r" v[ií]a | for | para |,", parts[0])[0]
    names = [name.strip() for name in re.split(r" and | y | & ", head)]
    return tuple(names) if all(map(is_person, names)) else ()
