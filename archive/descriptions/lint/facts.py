"""Which of the three facts of a caption are there: who or what, where, when."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.descriptions.lint.reading import SPOKEN, WORD, base, fold, unquoted, word_set
from archive.descriptions.lint.values import Subject

_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|"
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre"
)
_DAYS = (
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    "lunes|martes|miércoles|jueves|viernes|sábado|domingo"
)
_WHEN = re.compile(
    r"\b(?:1[5-9]|20)\d\ds?\b"
    rf"|\b(?:{_MONTHS})\.?\s+\d{{1,2}}\b|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:de\s+|of\s+)?(?:{_MONTHS})\b"
    r"|\b(?:1[4-9]|2[01])(?:th|st)[\s-]century\b|\bsiglo\s+[xvi]+\b|\baños\s+\w+(?:enta|inte)\b"
    r"|\b(?:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b",
    re.IGNORECASE,
)
_UNDATED = frozenset(
    {"", "undated", "unknown", "not known", "n d", "no date", "sin fecha", "s f", "desconocida"}
)
_NOT_PLACE = re.compile(rf"(?:{_MONTHS}|{_DAYS}|english|christmas|easter|navidad)\b", re.IGNORECASE)
_PLACED = re.compile(
    r"\b(?:in|at|near|from|outside|inside|off|over|across|through|to|on|along|between|around|behind|beside|"
    r"en|de|desde|hacia|hasta|por|entre|sobre|junto a|frente a|cerca de|a)\s+"
    r"(?:(?:the|el|la|los|las|del|downtown|central|northern|southern|eastern|western)\s+)?"
    r"([^\W\d_][\w’'.-]*)"
)
_BEHIND_PLACE = re.compile(
    r"\b(?i:in|at|near|from|en|cerca de|de|desde)\s+(?:(?:the|el|la|los|las)\s+)?"
    r"(?:[A-ZÁÉÍÓÚÑ][\w’'.-]*,?\s+)*$"
)
_OF_THE = re.compile(r"\b(?:of the|del|de la|de los|de las)\s+([^\W\d_][\w’'.-]*)")
_DATELINE = re.compile(r"^[^\W\d_]{3,}(?:[ ,][^\W\d_]+){0,4}\s*(?:\([^)]*\)\s*)?[—–:-]\s")
# Words that say that a place is not known: nothing more can be asked, for no estimate stands in for a place.
_UNPLACED = re.compile(
    r"\b(?:places?|location|where)\b[^.]{0,80}\bnot (?:recorded|known|given|stated)\b"
    r"|\b(?:unrecorded|unknown|unidentified) (?:place|location)\b"
    r"|\b(?:place|location|where)\b[^.]{0,40}\bunknown\b"
    r"|\bnames? neither\b[^.]{0,60}\b(?:place|location)\b"
    r"|\b(?:no consta|no constan|se desconocen?|se ignora|no se (?:sabe|conoce|registró))\b[^.]{0,60}"
    r"\b(?:lugar|dónde|sitio)\b"
    r"|\b(?:lugar|dónde|sitio)\b[^.]{0,60}\b(?:no consta|no constan|desconocid[oa]|se desconocen?|"
    r"no se (?:sabe|conoce|registró))\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\s*[(\[]?\s*(?:via\s+(?=[A-Z])|vía\s+(?=[A-Z])|photo(?:graph)?(?: courtesy of| by|:)|courtesy of|"
    r"foto(?:grafía)?(?: de|:)|cortesía de|credit:|crédito:)[^.]*\.?\s*$",
    re.IGNORECASE,
)
_LITTLE = word_set(
    """
    a an the this that these those in on at of off to from by with and or for near is was are were be been
    it its during about around circa ca early late summer winter spring autumn fall morning afternoon
    evening night today yesterday taken made photographed photograph photo picture image scene view here
    there then date place year un una el la los las lo este esta en de del a al desde por con y o para
    cerca es fue era son eran se hacia durante sobre invierno verano primavera otoño mañana tarde noche
    hoy ayer tomada hecha fotografiada fotografía foto imagen escena vista aquí allí fecha lugar año
    principios finales mediados
    """
)
_DATE_WORD = re.compile(rf"(?:{_MONTHS}|{_DAYS})$", re.IGNORECASE)


@lru_cache(maxsize=64)  # several rules ask about one caption
def without_credit(caption: str) -> str:
    """The caption without a credit at its end, such as "(Photo by …)" or "via …"."""
    tail = max(0, len(caption) - 300)
    return caption[:tail] + _CREDIT.sub("", caption[tail:], count=1)


def missing(subject: Subject) -> list[str]:
    """Which of 'who', 'where' and 'when' neither the caption nor the record gives, in that order."""
    given = {"who": _who(subject), "where": _where(subject), "when": _when(subject)}
    return [fact for fact, there in given.items() if not there]


def _who(subject: Subject) -> bool:
    """A person shown, or a word that is no date, no place and no filler."""
    if subject.people and subject.caption.strip():
        return True
    text = without_credit(subject.caption)
    places = set(fold(" ".join(subject.places)).split())
    for found in WORD.finditer(text):
        word = found[0].lower()
        if word in _LITTLE or _DATE_WORD.match(word) or not word[0].isalpha() or fold(word) in places:
            continue
        if found[0][0].isupper() and _names_place(text, found.start()):
            continue
        return True
    return False


def _names_place(text: str, start: int) -> bool:
    """Whether a capitalised word stands right after a word of place, or after a comma behind one."""
    return _BEHIND_PLACE.search(text[max(0, start - 60) : start]) is not None


def _where(subject: Subject) -> bool:
    if any(place.strip() for place in subject.places):
        return True
    text = without_credit(subject.caption)
    if base(subject.caption_language) not in SPOKEN:
        return bool(text.strip())
    if _DATELINE.match(text) or _UNPLACED.search(text):
        return True
    plain = unquoted(text)
    found = (*_PLACED.finditer(plain), *_OF_THE.finditer(plain))
    return any(
        one[1][0].isupper() and not _NOT_PLACE.match(one[1]) and not _person(subject, one[1]) for one in found
    )


def _person(subject: Subject, word: str) -> bool:
    return fold(word) in fold(" ".join((*subject.people, *subject.creators))).split()


def _when(subject: Subject) -> bool:
    if any(sign.isdigit() for sign in subject.edtf) or fold(subject.date_text) not in _UNDATED:
        return True
    return _WHEN.search(without_credit(subject.caption)) is not None
