"""Where values of a record came from, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from archive.catalogue.checks import by_language
from archive.catalogue.fields import ALTERNATIVES

if TYPE_CHECKING:
    from archive.catalogue.models import Photograph

WORDS = {
    "given": _l("Written by a person."),
    "table": _l("From a table."),
    "sheet": _l("From the caption sheet."),
    "file": _l("From the file."),
    "collection": _l("From the collection."),
    "repair": _l("From the file, repair accepted."),
}


def told(record: Photograph, shown: Mapping[str, Any]) -> dict[str, str]:
    """For each field, and each text in another language, that is shown as the record has it: its source."""
    now = _flat(record.values())
    same = {name for name, value in _flat(shown).items() if value and value == now.get(name)}
    sources = record.sources or {}
    return {name: str(WORDS[one]) for name, one in sources.items() if name in same and one in WORDS}


def _flat(values: Mapping[str, Any]) -> dict[str, Any]:
    return {**values, **by_language(values.get(ALTERNATIVES) or {})}
