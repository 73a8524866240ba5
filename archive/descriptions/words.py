"""Texts as they are looked up and tidied: what stands, what waits, and how events name them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from archive import languages
from archive.catalogue.checks import Invalid, Problem, clean
from archive.catalogue.models import Photograph
from archive.config import message
from archive.descriptions.models import KINDS, Description

LIMIT = {"alt": 2_000, "long": 50_000, "transcript": 100_000}


@dataclass(frozen=True)
class Words:
    """A text about to be saved; `origin` is person, file or suggestion."""

    kind: str
    language: str
    text: str
    origin: str = "person"


def tidy(words: Words) -> Words:
    """Clean a text and check kind, language and length; raises Invalid."""
    code = languages.normal(words.language)
    if words.kind not in KINDS:
        raise Invalid(Problem("kind", message("There is no such kind of description.")))
    if code is None or languages.find(code) is None:
        raise Invalid(Problem("language", message("This is not a language that the archive knows.")))
    text = clean(words.text)
    if words.kind == "alt":
        text = re.sub(r"\s*\n\s*", " ", text)  # alt text is one run of words; paragraphs live in the long one
    if len(text) > LIMIT[words.kind]:
        too_long = message("This text is too long to keep. Nothing was saved; please shorten it.")
        raise Invalid(Problem(words.kind, too_long))
    return Words(words.kind, code, text, words.origin)


def pending(session: Session, photograph: Photograph, kind: str, language: str) -> Description | None:
    """The text of this kind and language that waits: draft, in review or sent back."""
    return session.scalar(_query(photograph, kind, language).where(Description.status != "approved"))


def approved(session: Session, photograph: Photograph, kind: str, language: str) -> Description | None:
    """The text of this kind and language that readers see."""
    return session.scalar(_query(photograph, kind, language).where(Description.status == "approved"))


def _query(photograph: Photograph, kind: str, language: str) -> Select[Description]:
    return select(Description).where(
        Description.photograph_id == photograph.id, Description.kind == kind, Description.language == language
    )


def of(session: Session, photograph: Photograph) -> Sequence[Description]:
    """Every text of a photograph, approved before pending."""
    query = select(Description).where(Description.photograph_id == photograph.id)
    rows = session.scalars(query).all()
    return sorted(rows, key=lambda d: (KINDS.index(d.kind), d.language, d.status != "approved"))


def unaccepted(description: Description) -> bool:
    """Whether the text came from a file or as a suggestion and nobody has answered for it yet."""
    return description.origin != "person" and not description.accepted


def key(description: Description) -> str:
    """How events and tables name a text: `alt[en]`."""
    return f"{description.kind}[{description.language}]"


def facts(description: Description) -> dict[str, Any]:
    """What an event keeps of a text."""
    names = ("kind", "language", "text", "status", "author", "reviewer", "origin", "accepted", "reason_code")
    return {name: getattr(description, name) for name in names if getattr(description, name)}
