"""The rules of merging as one readable table, made from the tables that merging itself obeys."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from archive.ingest.merge import AGREEING, ALTERNATIVES, CAPTION_LANGUAGE, DESCRIPTIONS, ORDER, WHOLE
from archive.web.fieldsets import LABELS
from archive.web.request import page

pages = Blueprint("import_help", __name__)

SOURCES = {
    "given": _l("what you typed or chose"),
    "table": _l("the table"),
    "sheet": _l("the caption sheet"),
    "file": _l("the picture’s file"),
    "collection": _l("the collection’s defaults"),
}
OTHERS = {
    DESCRIPTIONS: _l("Alt texts, long descriptions and transcripts"),
    ALTERNATIVES: _l("Texts in further languages"),
}


@pages.get("/help/import")
def rules() -> tuple[str, int]:
    """Say which source wins for which field, and which fields are taken together."""
    return page("pages/intake/rules.html", groups=_groups(), rules=_rules())


def _groups() -> list[tuple[list[str], str]]:
    """Each rule once: (the fields that share it, who is believed); the rule of most fields comes first.

    That first one names no field: it holds for all that no other row names.
    """
    shared: dict[str, list[str]] = {}
    for name in ORDER:
        shared.setdefault(_order(name), []).append(_label(name))
    usual, *others = sorted(shared.items(), key=lambda one: -len(one[1]))
    return [([], usual[0]), *((fields, order) for order, fields in others)]


def _label(name: str) -> str:
    return str(OTHERS.get(name) or LABELS[name])


def _order(name: str) -> str:
    if name == CAPTION_LANGUAGE:
        return str(_("goes with the caption, unless you say otherwise"))
    return ", ".join(str(SOURCES[source]) for source in ORDER[name])


def _rules() -> list[str]:
    """What is taken together, a sentence each."""
    whole = [_("Taken together from one source: %(fields)s.", fields=_listed(group)) for group in WHOLE]
    agreeing = [
        _(
            "Completed by another source only where nothing in them contradicts: %(fields)s.",
            fields=_listed(group),
        )
        for group in AGREEING
    ]
    return [
        *map(str, whole),
        *map(str, agreeing),
        str(_("Lists of names and keywords are taken whole from one source, never mixed.")),
        str(_("Descriptions are united: each kind in each language is taken from the first that has it.")),
        str(_("What you choose in the preview stands above all of these, field by field.")),
    ]


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(_label(name) for name in names)
