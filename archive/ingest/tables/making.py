"""Rows that no record stands behind yet: what they would become, and making it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue import checks, collections, photographs
from archive.catalogue.checks import Invalid, Problem
from archive.catalogue.fields import ALTERNATIVES
from archive.catalogue.models import Collection, Photograph
from archive.catalogue.photographs import Draft
from archive.config import message
from archive.descriptions import columns, workflow
from archive.descriptions.columns import ACCESSION, COLLECTION, FILE, VERSION
from archive.history import Actor
from archive.ingest import drafting, merge, pictures
from archive.ingest.drafting import Drafted
from archive.ingest.merge import DESCRIPTIONS, Finding
from archive.ingest.outcome import Options, Outcome
from archive.ingest.tables import comparing, dated, naming

_NOTHING = message("This row holds nothing that a record could be made of. Nothing of it was taken.")
_UNKNOWN = message(
    "This row comes from an export, and the archive has no record of this number. Look whether the number "
    "was changed; to make a new record, empty the row's version cell. Nothing of it was taken."
)
_NO_COLLECTION = message(
    "The archive has no collection with this short name. Open it first, or choose the collection of the "
    "whole import."
)


@dataclass(frozen=True)
class New:
    """A row without a record: its name in receipts, its cells, which of several equal rows it is.

    `choice` is what a person chose for it in a preview, `why` says that it has no picture.
    """

    name: str
    given: Mapping[str, str]
    occurrence: int = 0
    choice: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""

    @property
    def identity(self) -> str:
        """What a row is known by when its table comes again: file, headline and caption, or all of it."""
        told = [self.given.get(name, "") for name in (FILE, "headline", "caption")]
        return json.dumps(told if any(told) else sorted(self.given.items()), ensure_ascii=True)

    def key(self, slug: str) -> str:
        """The record's origin."""
        told = "\0".join(("table", slug, self.identity, str(self.occurrence)))
        return hashlib.sha256(told.encode()).hexdigest()

    def slug(self, options: Options) -> str:
        """The collection that it goes to: the row's own, else the import's."""
        return self.given.get(COLLECTION, "").strip() or options.collection


def judged(session: Session, new: New, options: Options) -> tuple[str, Drafted | None]:
    """(The sentence that refuses a row, the record that would be made of it): one of them."""
    given = new.given
    if not any(comparing.speaks(name) and text and name != COLLECTION for name, text in given.items()):
        return _NOTHING, None
    if given.get(ACCESSION) and given.get(VERSION):
        return _UNKNOWN, None
    slug = new.slug(options)
    if slug and slug != options.collection and _found(session, slug) is None:
        return naming.refusal([Problem(COLLECTION, _NO_COLLECTION)], given), None
    try:
        if given.get(ACCESSION):
            checks.check_accession(given[ACCESSION])
        made = drafted(session, new, options)
        found = checks.problems(checks.tidy({ALTERNATIVES: {}} | made.values))
    except Invalid as error:
        return naming.refusal(error.problems, given), None
    return (naming.refusal(found, given), None) if found else ("", made)


def there(session: Session, rows: Iterable[New], options: Options) -> set[str]:
    """Keys of those rows that made a record when they came before."""
    keys = [new.key(new.slug(options)) for new in rows if not new.given.get(ACCESSION)]
    query = select(Photograph.origin_key).where(Photograph.origin_key.in_(keys))
    return {key for key in session.scalars(query) if key} if keys else set()


def _found(session: Session, slug: str) -> Collection | None:
    """The collection, looked up once in a session."""
    known: dict[str, Collection | None] = session.info.setdefault("table collections", {})
    if slug not in known:
        known[slug] = collections.find(session, slug)
    return known[slug]


def drafted(session: Session, new: New, options: Options) -> Drafted:
    """The record's values out of the row and the collection's defaults. Raises Invalid."""
    partial, findings, language = told(session, new, options)
    home = _found(session, new.slug(options)) if new.slug(options) else None
    partials = [("table", partial), ("collection", drafting.collection_defaults(home))]
    return drafting.draft(partials, findings, language, new.choice)


def told(session: Session, new: New, options: Options) -> tuple[dict[str, Any], list[Finding], str]:
    """What the row itself knows of its photograph, what is told of that, and its language. Raises Invalid."""
    partial: dict[str, Any] = {
        name: value for name, value in comparing.plain_values(new.given).items() if value
    }
    texts = [words for _name, words in comparing.texts_of(new.given) if words.text]
    if texts:
        partial[DESCRIPTIONS] = tuple(merge.Words(one.kind, one.language, one.text) for one in texts)
    alternatives: dict[str, dict[str, str]] = {}
    for name, text in new.given.items():
        spoken, language = columns.split(name)
        if text and language and spoken in columns.TRANSLATED:
            alternatives.setdefault(spoken, {})[language] = text
    if alternatives:
        partial[ALTERNATIVES] = alternatives
    home = _found(session, new.slug(options)) if new.slug(options) else None
    language = options.language or (home.language if home else "") or "en"
    return partial, _date(partial, partial.get("caption_language") or language, new.choice), language


def _date(partial: dict[str, Any], language: str, choice: Mapping[str, Any]) -> list[Finding]:
    """Read the words of a date into the draft. Raises Invalid where no calendar has such a day."""
    if "date_text" in choice:
        return []  # what a person chose is read instead
    read = dated.read(partial.get("date_text", ""), language)
    if read.impossible:
        raise Invalid(Problem("date_text", read.reason))
    if partial.get("edtf"):
        return []
    if read.edtf:
        partial["edtf"] = read.edtf
    return [Finding("date-unclear", read.words, "edtf")] if read.words else []


def preview(session: Session, new: New, options: Options) -> Outcome:
    """What making the record would give; nothing is written."""
    reason, found = judged(session, new, options)
    if found is None:
        return Outcome(new.name, "refused", reason=reason)
    detail = _detail(found, new) | {"values": drafting.whole(found.values)}
    return Outcome(new.name, "add", detail=detail | pictures.would_stop(found.values, options))


def _detail(found: Drafted, new: New) -> dict[str, Any]:
    told: dict[str, Any] = {"file_name": new.given[FILE]} if new.given.get(FILE) else {}
    if new.why:
        told |= {"findings": [*found.detail["findings"], new.why]}
    return found.detail | told


def make(session: Session, actor: Actor, new: New, options: Options) -> Outcome:
    """Register the record in the caller's transaction; its descriptions go to review. Raises Invalid."""
    reason, found = judged(session, new, options)
    if found is None:
        return Outcome(new.name, "refused", reason=reason)
    home = _home(session, actor, new, options)
    accession = new.given.get(ACCESSION, "")
    photograph = photographs.register(
        session,
        actor,
        Draft(
            found.values,
            accession=accession,
            collection=home,
            origin_key=None if accession else new.key(new.slug(options)),
            sources=found.sources,
        ),
    )
    for words in found.values.get(DESCRIPTIONS, ()):
        text = workflow.Words(words.kind, words.language, words.text)
        workflow.save(session, actor, photograph, text)
    detail = _detail(found, new) | pictures.published(session, actor, photograph, options)
    return Outcome(new.name, "added", photograph.accession, detail=detail)


def _home(session: Session, actor: Actor, new: New, options: Options) -> Collection | None:
    slug = new.slug(options)
    if not slug:
        return None
    title = options.title or slug.replace("-", " ").capitalize()
    return collections.open_one(session, actor, slug, {"title": title, "language": options.language})
