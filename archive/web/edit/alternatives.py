"""Headline, caption, copyright notice and usage terms in other languages, on the edit page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext as _

from archive import languages
from archive.catalogue.checks import Problem, control, in_language
from archive.catalogue.fields import ALTERNATIVES, SPOKEN
from archive.web import fieldsets
from archive.web.filters import language_name

SHOWN = "alternatives-shown"  # the form held these controls, so that one it did not send is no wish
FIELD, LANGUAGE, TEXT = "add-field", "add-language", "add-text"


@dataclass(frozen=True)
class Line:
    """One text in another language: `name` of its control, `key` in sources, label, language, text."""

    name: str
    key: str
    label: str
    language: str
    text: str


def typed() -> dict[str, Any]:
    """The texts in other languages as the form sent them, with one that is added; {} where it held none."""
    if SHOWN not in request.form:
        return {}
    told: dict[str, dict[str, str]] = {}
    for name in request.form:
        field, joined, code = name.partition("-in-")
        if joined and field in SPOKEN and languages.find(code):
            told.setdefault(field, {})[code] = request.form[name]
    field, code, text = _added()
    if text and not problems():
        told.setdefault(field, {})[code] = text
    return {ALTERNATIVES: told}


def problems() -> list[Problem]:
    """What keeps the added text from being put in its place."""
    field, code, text = _added()
    if not text:
        return []
    if field not in SPOKEN:
        return [Problem(FIELD, _("Choose what the text is: a headline, a caption, a notice or terms."))]
    if languages.find(code) is None:
        return [Problem(LANGUAGE, _("Choose the language of the text that you add."))]
    if request.form.get(control(field, code), "").strip():
        there = _("There is a text in that language already. Change it in its own box above.")
        return [Problem(LANGUAGE, there)]
    return []


def adding() -> dict[str, str]:
    """What stands in the boxes for one more text: what was typed, unless it has its own box now."""
    names = ("field", "language", "text")
    return dict(zip(names, _added() if problems() else ("caption", "", ""), strict=True))


def _added() -> tuple[str, str, str]:
    field, code, text = (request.form.get(name, "").strip() for name in (FIELD, LANGUAGE, TEXT))
    return field, code, text


def lines(told: Mapping[str, Mapping[str, str]]) -> list[Line]:
    """A control for each text, in the order of fields and languages."""
    return [
        Line(control(field, code), in_language(field, code), label(field, code), code, text)
        for field in SPOKEN
        for code, text in sorted(told.get(field, {}).items())
    ]


def for_page(told: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Everything that the form's part about other languages shows."""
    return {
        "lines": lines(told),
        "fields": [(name, str(fieldsets.LABELS[name])) for name in SPOKEN],
        "languages": fieldsets.language_choices(empty=_("Choose a language")),
        "adding": adding(),
    }


def label(field: str, code: str) -> str:
    """“Caption in Spanish”."""
    return str(_("%(text)s in %(language)s", text=fieldsets.LABELS[field], language=language_name(code)))


def in_words(told: Mapping[str, Mapping[str, str]]) -> str:
    """All of them as one text, a line each, where two versions are compared."""
    return "\n".join(f"{one.label}: {one.text}" for one in lines(told))
