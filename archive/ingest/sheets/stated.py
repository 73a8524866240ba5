"""What a labelled line states ('Fecha: 12 de mayo de 2024', 'All photos by …'), as fields of a record.

The same lines stand in a caption's block, for one photograph, and in a sheet's head, for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.catalogue import dating
from archive.ingest.merge import Finding, Partial
from archive.ingest.sheets import credit, marks, places

_ALL = re.compile(
    r"(?i)(?:all (?:the )?(?:photos?|photographs|pictures|images)(?: (?:are|were))?(?: taken)? by"
    r"|photos?(?:graphs)? by|pictures by|images by"
    r"|todas las (?:fotos|fotografías|imágenes)(?: son)? (?:de|por)|fot(?:os|ografías) por"
    r"|(?:fotos|fotografías|photos|photographs|pictures|all photos|todas las fotos|all pictures)\s*:)\s*"
    r"(?P<who>.+?)\.?"
)
# 'Fotos de Ana Paz' and 'Fotos de San José' look the same.
_UNSURE = re.compile(r"(?i)(?:las )?(?:fotos|fotografías|imágenes) de .+")


def of_block(fields: Iterable[tuple[str, str]], language: str) -> tuple[Partial, list[Finding]]:
    """The fields that the labelled lines of one block state, and what a person should look at."""
    partial: Partial = {}
    findings: list[Finding] = []
    for kind, value in fields:
        if value:
            found, doubts = _one(kind, value, language)
            partial = found | partial
            findings += doubts
    return partial, findings


def of_head(text: str, language: str, *, first: bool) -> tuple[Partial, list[Finding]]:
    """The fields that one line of a sheet's head states for all its photographs.

    The first line is a title unless a label says otherwise.
    """
    if (found := _ALL.fullmatch(text)) and (taken := credit.take(f"Photo: {found['who']}")):
        return _made_by(taken)
    if _UNSURE.fullmatch(text) and not first:
        words = (
            f"“{text}” may name who made the pictures; it was not taken so. "
            "Where it does, write “Fotos: …” and bring the sheet in again."
        )
        return {}, [Finding("maybe-default", words, "creators")]
    kind, value = marks.labelled(text) or ("", "")
    if not value or kind not in {"date", "place", "creators", "credit"}:
        return {}, []
    return _one(kind, value, language)


def event(text: str) -> str:
    """The event that a line of the head names: 'Event: The regatta'."""
    kind, value = marks.labelled(text) or ("", "")
    return value if kind == "event" else ""


def _one(kind: str, value: str, language: str) -> tuple[Partial, list[Finding]]:
    if kind == "date":
        return _date(value, language)
    if kind == "place":
        return _place(value)
    if kind in {"creators", "credit"}:
        taken = credit.take(f"Photo: {value}")
        return _made_by(taken) if taken else ({"credit_line": value}, [])
    if kind == "headline":
        return {"headline": value}, []
    if kind == "other":
        words = f"“{value}” has a label that is not known here; it was left at the end of the caption."
        return {}, [Finding("label", words, "caption")]
    words = f"“{value}” stands under a label that has no field in a record, so it was not taken."
    return {}, [Finding("label", words)]


def _made_by(taken: credit.Credit) -> tuple[Partial, list[Finding]]:
    partial: Partial = {"credit_line": taken.line}
    if taken.creators:
        partial["creators"] = taken.creators
    if source := credit.agency(taken.line):
        partial["source"] = source
    return partial, []


def _date(value: str, language: str) -> tuple[Partial, list[Finding]]:
    """The words, and what they are read as; words that are unclear or not understood stay, said so."""
    found = dating.understand(value, language)
    if found.reading is not None:
        return ({"date_text": value, "edtf": found.edtf} if found.edtf else {}), []
    if found.choices:
        return {"date_text": value}, [Finding("unclear-date", found.reason, "edtf")]
    words = f"A line of the sheet gives a date. {found.reason}"
    if found.impossible:
        return {}, [Finding("bad-date", words, "edtf")]
    return {"date_text": value}, [Finding("bad-date", f"{words} The words are kept as they are.", "edtf")]


def _place(value: str) -> tuple[Partial, list[Finding]]:
    """Only what is surely a place of its kind: 'Lima, Peru'; a building and a city look the same."""
    parts = [part.strip() for part in value.rstrip(".").split(",") if part.strip()]
    fields, unknown = places.read(parts) if parts else ({}, [])
    if len(parts) == 1 and "city" in fields:
        words = f"“{value}” was taken as the name of the city. If it is a building or a region, correct it."
        return dict(fields), [Finding("place", words, "city")]
    if not unknown:
        return dict(fields), []
    sure: Partial = {name: words for name, words in fields.items() if name != "city"}
    words = (
        f"The place “{value}” was not wholly understood, so its city was not recorded. "
        "Write it as “City, Region, Country”, or enter it by hand."
    )
    return sure, [Finding("place", words, "city")]
