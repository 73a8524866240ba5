"""What a record's fields may hold: each problem is one sentence beside one field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from archive import dates, languages, rights
from archive.catalogue import embargoes
from archive.catalogue.fields import (
    ALTERNATIVES,
    KINDS,
    LIMIT,
    MANY,
    MANY_LANGUAGES,
    NAMES,
    SPOKEN,
    TEXTS,
    VISIBLE_WORDS,
)
from archive.config import message

ACCESSION = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?\Z")
# Pages that live beside records, and what would read as a path or a format.
RESERVED = re.compile(r"(?i)(?:.*\.(?:json|csv|atom)|new)\Z")
MARKS = 30  # combining marks in a row
_BIDI = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field, in words for the person who typed it."""

    field: str
    message: str


class Invalid(Exception):
    """Some fields cannot be kept as they are; nothing was changed."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


class Unpublishable(Invalid):
    """A published record would lose what it has to have to stay published; nothing was changed."""


def clean(text: str) -> str:
    """Tidy typed or imported text: NFC, line ends, no control characters, surrogates or overrides.

    Of marks that pile up on one letter 30 are kept, as in Unicode's Stream-Safe Text Format (UAX 15): to
    normalise a longer run takes the square of its length, which is how one request could hold up all others.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BIDI)
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", _bounded(kept)).strip()


def _bounded(text: str) -> str:
    """The text without combining marks after the thirtieth of a run."""
    if text.isascii():
        return text
    kept, run = [], 0
    for sign in text:
        # What a sign is made of counts: one that decomposes may itself begin with a mark.
        run = run + 1 if unicodedata.combining(unicodedata.normalize("NFD", sign)[0]) else 0
        if run <= MARKS:
            kept.append(sign)
    return "".join(kept)


def tidy(values: Mapping[str, Any]) -> dict[str, Any]:
    """Every known field cleaned; names without blanks or repeats, order kept.

    Of the texts in other languages (field, then language) those that are blank are left out. Rights become
    their address, and an embargo's day YYYY-MM-DD, because days are compared as text.
    """
    done: dict[str, Any] = {}
    for name in TEXTS:
        if name in values:
            done[name] = SETTLED.get(name, str)(clean(str(values[name] or "")))
    for name in NAMES:
        if name in values:
            done[name] = tuple(dict.fromkeys(filter(None, (clean(str(one)) for one in values[name]))))
    if ALTERNATIVES in values:
        told = {name: _in_languages(texts) for name, texts in (values[ALTERNATIVES] or {}).items()}
        done[ALTERNATIVES] = {name: texts for name, texts in told.items() if texts}
    return done


def _address(text: str) -> str:
    """The URI of the rights that a text names; the text where it names none that are known."""
    found = rights.find(text) if text else None
    return found.uri if found else text


def _day(text: str) -> str:
    """A day in any form of ISO 8601 ('20260101', '2026-W01-1') as YYYY-MM-DD; else the text."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return text


SETTLED: Mapping[str, Callable[[str], str]] = {"rights": _address, "embargo": _day}


def _in_languages(texts: Mapping[str, Any]) -> dict[str, str]:
    """One field's texts by language as BCP 47 writes it, in the order of the codes, blank ones left out."""
    tidy = {languages.normal(str(code)) or str(code): clean(str(text or "")) for code, text in texts.items()}
    return {code: tidy[code] for code in sorted(tidy) if tidy[code]}


def in_language(field: str, language: str) -> str:
    """What a field's text in another language is called in sources and in choices: 'caption[es]'."""
    return f"{field}[{language}]"


def by_language(told: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The texts in other languages, flat: {'caption[es]': '…'}."""
    return {
        in_language(field, language): text
        for field, texts in told.items()
        for language, text in texts.items()
    }


def control(field: str, language: str) -> str:
    """What the same text is called where a name must do as a fragment of an address: 'caption-in-es'."""
    return f"{field}-in-{language}"


def problems(values: Mapping[str, Any]) -> list[Problem]:
    """Everything wrong with tidied values, an empty list where all is well."""
    found = [
        Problem(name, message("This text is too long to keep. Nothing was changed; please shorten it."))
        for name in TEXTS
        if len(values.get(name, "")) > limit(name)
    ]
    found += [
        Problem(name, message("There are too many names here. Nothing was changed; please remove some."))
        for name in NAMES
        if len(values.get(name, ())) > MANY or any(len(one) > LIMIT // 100 for one in values.get(name, ()))
    ]
    for check in (_listed, _language, _country, _date, _embargo, _alternatives):
        found += check(values)
    return found


def limit(name: str) -> int:
    """Characters that a field may hold."""
    return LIMIT if name == "caption" else LIMIT // 10


def _alternatives(values: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the texts in other languages, each beside its own control."""
    found = []
    for name, texts in values.get(ALTERNATIVES, {}).items():
        if name not in SPOKEN:
            words = message("Only headline, caption, copyright notice and usage terms have other languages.")
            found.append(Problem(ALTERNATIVES, words))
            continue
        if len(texts) > MANY_LANGUAGES:
            words = message("There are too many languages here. Nothing was changed; please remove some.")
            found.append(Problem(ALTERNATIVES, words))
        for code, text in texts.items():
            if words := _wrong_in(name, code, text, values.get("caption_language", "")):
                found.append(Problem(control(name, code), words))
    return found


def _wrong_in(name: str, code: str, text: str, own: str) -> str:
    if languages.find(code) is None:
        return message("This is not a language that the archive knows.")
    if code == own:
        return message(
            "This is the language of the record's own headline and caption. Write the text there, or choose "
            "another language. Nothing was changed."
        )
    if len(text) > limit(name):
        return message("This text is too long to keep. Nothing was changed; please shorten it.")
    return ""


def stops(values: Mapping[str, Any]) -> list[Problem]:
    """What in a record's values keeps it from being published, each beside its field."""
    found = []
    if not values.get("credit_line"):
        words = message(
            "There is no credit line. Attribution is law: say how to print the credit, then publish."
        )
        found.append(Problem("credit_line", words))
    if not values.get("embargo") and embargoes.told(str(values.get("instructions") or "")):
        words = message(
            "The instructions speak of an embargo, and no day is set. Write the day from which readers may "
            "see the photograph; or, where there is no embargo, or none any more, say so in the instructions."
        )
        found.append(Problem("embargo", words))
    return found


def _listed(values: Mapping[str, Any]) -> list[Problem]:
    found = []
    if values.get("kind", KINDS[0]) not in KINDS:
        found.append(Problem("kind", message("Choose one of the kinds of picture in the list.")))
    if values.get("visible_words", VISIBLE_WORDS[0]) not in VISIBLE_WORDS:
        found.append(Problem("visible_words", message("Choose yes, no or unknown.")))
    if values.get("rights") and rights.find(values["rights"]) is None:
        found.append(
            Problem(
                "rights", message("Choose a Creative Commons licence or a RightsStatements.org statement.")
            )
        )
    return found


def _language(values: Mapping[str, Any]) -> list[Problem]:
    code = values.get("caption_language")
    if code and languages.find(code) is None:
        return [Problem("caption_language", message("This is not a language that the archive knows."))]
    return []


def _country(values: Mapping[str, Any]) -> list[Problem]:
    return [
        Problem(name, message("A country code has two or three letters, such as JP or JPN."))
        for name in ("country_code", "shown_country_code")
        if values.get(name) and not re.fullmatch(r"[A-Za-z]{2,3}", values[name])
    ]


def _date(values: Mapping[str, Any]) -> list[Problem]:
    if not values.get("edtf"):
        return []
    try:
        dates.parse_edtf(values["edtf"])
    except dates.BadDate as error:
        return [Problem("edtf", error.reason)]
    return []


def _embargo(values: Mapping[str, Any]) -> list[Problem]:
    if not values.get("embargo"):
        return []
    try:
        date.fromisoformat(values["embargo"])
    except ValueError:
        return [
            Problem("embargo", message("Write the day that the embargo ends as year-month-day: 2027-01-31."))
        ]
    return []


def check_accession(text: str) -> None:
    """Raise Invalid unless text may be an accession number."""
    if not ACCESSION.fullmatch(text) or RESERVED.fullmatch(text):
        raise Invalid(
            Problem(
                "accession",
                message(
                    "An accession number has 1 to 64 letters, digits, dots, hyphens or underscores, "
                    "and begins and ends with a letter or digit."
                ),
            )
        )
