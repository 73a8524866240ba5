"""Columns by the names that the pages give their fields, and the sentences that refuse a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from archive import languages
from archive.catalogue.checks import Problem
from archive.catalogue.fields import ALTERNATIVES
from archive.config import message
from archive.descriptions import columns

LABELS: Mapping[str, str] = {
    "headline": message("Headline"),
    "caption": message("Caption"),
    "caption_language": message("Language of headline and caption"),
    "caption_writer": message("Caption writer"),
    "date_text": message("Date in words"),
    "edtf": message("Date for sorting and searching (EDTF)"),
    "sublocation": message("Place or street"),
    "city": message("City"),
    "region": message("Province or state"),
    "country": message("Country"),
    "country_code": message("Country code"),
    "shown_sublocation": message("Place or street shown"),
    "shown_city": message("City shown"),
    "shown_region": message("Province or state shown"),
    "shown_country": message("Country shown"),
    "shown_country_code": message("Country code shown"),
    "content_advisory": message("Content advisory"),
    "credit_line": message("Credit line"),
    "source": message("Source"),
    "copyright_notice": message("Copyright notice"),
    "rights": message("Licence or rights statement"),
    "usage_terms": message("Usage terms"),
    "licensor": message("Licensor"),
    "instructions": message("Instructions"),
    "job_id": message("Job identifier"),
    "kind": message("Kind of picture"),
    "visible_words": message("Words visible in the picture"),
    "digital_source_type": message("Digital source type"),
    "artwork_maker": message("Maker of the artwork"),
    "artwork_title": message("Title of the artwork"),
    "artwork_date": message("Date of the artwork"),
    "artwork_source": message("Holder of the artwork"),
    "embargo": message("Embargo until"),
    "creators": message("Creators"),
    "people": message("People shown"),
    "keywords": message("Keywords"),
    "alt": message("Alt text"),
    "long": message("Long description"),
    "transcript": message("Transcript"),
    columns.ACCESSION: message("Accession number"),
    columns.COLLECTION: message("Collection"),
    ALTERNATIVES: message("Other languages"),
}
NOTHING = message("Nothing of this row was taken.")
_TOLD = message("{column}: {sentence}")
_IN = message("{field} in {language}")
_HOLDS = message("The cell holds “{cell}”.")
_EMPTIES = message("The cell empties it.")
_CONTROL = re.compile(r"(?P<name>[a-z_]+)-in-(?P<language>[A-Za-z0-9-]+)\Z")
_SHOWN = 300  # characters of a value in a sentence


def label(column: str) -> str:
    """What a column is called on the pages: “Date in words”, “Caption in Spanish”; else its own name."""
    name, code = columns.split(column)
    found = languages.find(code) if code else None
    if found is not None and name in LABELS:
        return _IN.format(field=LABELS[name], language=found.english)
    return LABELS.get(column, column)


def told(column: str, sentence: str) -> str:
    """A sentence about one column."""
    return _TOLD.format(column=label(column), sentence=sentence)


def refusal(problems: Iterable[Problem], given: Mapping[str, str]) -> str:
    """Why a row with these cells is refused: each problem with its column and what its cell holds."""
    sentences = []
    for problem in problems:
        control = _CONTROL.match(problem.field)
        column = f"{control['name']}[{control['language']}]" if control else problem.field
        cell = given.get(column)
        sentences.append(told(column, problem.message))
        if cell and quoted(cell) not in problem.message:
            sentences.append(_HOLDS.format(cell=short(cell)))
        elif cell == "":
            sentences.append(_EMPTIES)
    text = " ".join(sentences)
    return text if NOTHING in text else f"{text} {NOTHING}"


def short(text: str) -> str:
    """The beginning of a text that a sentence holds."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def quoted(text: str) -> str:
    """A value in a sentence."""
    return f"“{short(text)}”" if text else message("empty")
