"""Building the examples of the table: whole made-up records with one text that keeps or breaks a rule."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from archive.descriptions.lint.values import Example, Subject, Wording

_ALT = {
    "en": "A vendor in an apron holds out an orange beside crates of fruit.",
    "es": "Alguien con delantal ofrece una naranja junto a unas cajas de fruta.",
}
_CAPTION = {
    "en": "The central market of Lima, Peru, opens for the season on 4 May 1962.",
    "es": "El mercado central de Lima, Perú, abre la temporada el 4 de mayo de 1962.",
}
_CREDIT = {"en": "Rosa Díaz / City Archive", "es": "Rosa Díaz / Archivo Municipal"}


def record(language: str, **changes: Any) -> Subject:
    """A record without a fault, in one language, with some of its values changed."""
    whole = Subject(
        accession="EX-1",
        visible_words="no",
        headline="Lima, 1962",
        caption=_CAPTION[language],
        caption_language=language,
        credit_line=_CREDIT[language],
        rights="http://rightsstatements.org/vocab/InC/1.0/",
        edtf="1962-05-04",
        places=("Lima", "Perú" if language == "es" else "Peru"),
        texts=(Wording("alt", language, _ALT[language]),),
    )
    return replace(whole, **changes)


def case(language: str, text: str, *, passes: bool, **changes: Any) -> Example:
    """An example of the record as a whole, shown as `text`."""
    return Example(language, passes, text, record(language, **changes))


def alt(language: str, text: str, *, passes: bool, **changes: Any) -> Example:
    """An example of an alt text."""
    return case(language, text, passes=passes, texts=(Wording("alt", language, text),), **changes)


def long(language: str, text: str, *, passes: bool, **changes: Any) -> Example:
    """An example of a long description under a faultless alt text."""
    both = (Wording("alt", language, _ALT[language]), Wording("long", language, text))
    return case(language, text, passes=passes, texts=both, **changes)


def caption(language: str, text: str, *, passes: bool, **changes: Any) -> Example:
    """An example of a caption."""
    return case(language, text, passes=passes, caption=text, **changes)


def alts(language: str, good: tuple[str, ...], bad: tuple[str, ...], **changes: Any) -> tuple[Example, ...]:
    """Examples of alt texts in one language, those that pass first."""
    return (
        *(alt(language, text, passes=True, **changes) for text in good),
        *(alt(language, text, passes=False, **changes) for text in bad),
    )
