"""Words of the interface for what the modules below name by a code."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from archive.descriptions.models import Description
from archive.web.filters import language_name

TEXT_KINDS = {"alt": _l("Alt text"), "long": _l("Long description"), "transcript": _l("Transcript")}
STATUSES = {
    "draft": _l("draft"),
    "in-review": _l("in review"),
    "sent-back": _l("sent back"),
    "approved": _l("approved"),
}
ORIGINS = {
    "person": _l("written by a person"),
    "file": _l("from the file’s own metadata"),
    "suggestion": _l("suggested, because another picture looks the same"),
}
LEVELS = {"stop": _l("Stop"), "error": _l("Error"), "warning": _l("Warning"), "note": _l("Note")}


def named(kind: str, language: str) -> str:
    """A text as people call it: “Alt text in Spanish”."""
    return str(_("%(text)s in %(language)s", text=TEXT_KINDS[kind], language=language_name(language)))


def named_text(description: Description) -> str:
    """The same for a text in hand."""
    return named(description.kind, description.language)
