"""What somebody does on the describing page: in which language, through which list, and what they typed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask import request, url_for

from archive import languages
from archive.catalogue.photographs import SEEN
from archive.descriptions import queues
from archive.descriptions.models import KINDS
from archive.web.request import actor, number, parts, reading

if TYPE_CHECKING:
    from archive.catalogue.models import Photograph
    from archive.descriptions.linting import Checked

TOP = "describe"  # the heading's id: what stands before it on each page is passed by


@dataclass(frozen=True)
class Way:
    """The language somebody writes in and the list they go through; `queue` is empty outside of one.

    `unknown` is a language as the address named it, which the archive does not know.
    """

    language: str
    queue: str = ""
    collection: str = ""
    unknown: str = ""

    @property
    def list(self) -> dict[str, str]:
        """The list alone, as arguments of an address or hidden fields."""
        named = {"queue": self.queue, "collection": self.collection if self.queue else ""}
        return {name: value for name, value in named.items() if value}

    def show(self, accession: str, **more: str) -> str:
        """Address of the describing page of a record on this way, from its heading on."""
        arguments = {"accession": accession, "lang": self.language, **self.list, "_anchor": TOP} | more
        return url_for("describe.show", **arguments)  # type: ignore[arg-type]  # values are texts all

    def following(self, accession: str) -> str:
        """Address of the next work after this record, empty where nothing is left in the list."""
        if not self.queue:
            return ""
        ask = queues.Ask(self.language, self.collection, alone=parts().settings.one_person)
        there = queues.onward(reading(), actor(), self.queue, ask, accession)
        if there is None:
            return ""
        accession, language = there
        return Way(language, self.queue, self.collection).show(accession)


def way(record: Photograph) -> Way:
    """Read it from the address or the form; the caption's language where none, or none known, is named."""
    asked = request.values.get("lang", "")
    code = languages.normal(asked[:36])
    known = code if code and languages.find(code) else None
    usual = languages.normal(record.caption_language or "en") or "en"
    queue = request.values.get("queue", "")
    queue = queue if queue in queues.NAMES else ""
    collection = request.values.get("collection", "")[:200]
    return Way(known or usual, queue, collection, "" if known or not asked else asked[:60])


@dataclass(frozen=True)
class Seen:
    """What a control was made from: version of the waiting text, mark of the text shown, edition kept.

    The edition is that of what was kept while typing; `was` is None where the form did not say.
    """

    version: int
    was: str | None
    edition: int


@dataclass(frozen=True)
class Form:
    """What was sent: texts by kind, facts by name, answers by control, and what the page had shown.

    `then` is next, stay, draft or review-<kind>; `shown` are the findings that the person has met.
    """

    texts: Mapping[str, str]
    facts: Mapping[str, str]
    facts_were: Mapping[str, str]
    answers: Mapping[str, str]
    seen: Mapping[str, Seen]
    version: int
    then: str = "stay"
    shown: frozenset[str] = field(default_factory=frozenset)

    def touched(self, kind: str, text: str) -> bool:
        """Whether a text (tidied) is another one than its control was made with."""
        return mark(text) != self.seen[kind].was


def sent() -> Form:
    """The form of this request."""
    form = request.form
    return Form(
        texts={kind: form[kind] for kind in KINDS if kind in form},
        facts={name: form[name] for name in SEEN if name in form},
        facts_were={name: form[f"{name}_was"] for name in SEEN if f"{name}_was" in form},
        answers={name: text for name, text in form.items() if name.startswith("answer-")},
        seen={
            kind: Seen(number(f"{kind}_version", 0), form.get(f"{kind}_was"), number(f"{kind}_edition", 0))
            for kind in KINDS
        },
        version=number("version", 0),
        then=form.get("then", "stay"),
        shown=frozenset(form.get("seen", "").split()),
    )


def mark(text: str) -> str:
    """A short mark of a text, to know later whether a person changed it."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:24]


def about(found: list[Checked], language: str) -> list[Checked]:
    """Findings that this page can mend: of the texts in its language, and of the facts that it asks for."""
    return [
        one
        for one in found
        if one.finding.field in SEEN or (one.finding.field in KINDS and one.finding.language == language)
    ]


def elsewhere(found: list[Checked]) -> list[Checked]:
    """Findings about the record that this page cannot mend, as far as nobody has answered them."""
    return [one for one in found if one.finding.field not in {*KINDS, *SEEN} and not one.answer]
