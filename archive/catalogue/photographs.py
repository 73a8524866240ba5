"""Verbs on photographs: each takes a session and an actor, checks, and writes its event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from archive import dates, history, jobs
from archive.catalogue import authorities, checks, dating
from archive.catalogue.checks import Invalid, Problem, Unpublishable
from archive.catalogue.fields import ALTERNATIVES, FIELDS, NAMES, TEXTS
from archive.catalogue.models import Collection, Counter, Photograph
from archive.config import message
from archive.db import now
from archive.history import Actor, Missing

# What derivatives carry inside the file.
ATTRIBUTION = {"creators", "credit_line", "copyright_notice", "usage_terms", "rights"}
TOLD = (*FIELDS, ALTERNATIVES)  # everything that a record's values hold
SEEN = ("kind", "content_advisory", "visible_words")
MERGES = 20  # steps followed from one merged record to the next


@dataclass(frozen=True)
class Draft:
    """A record about to be registered: field values, what it is known by, and where each value came from.

    `values["alternatives"]` holds texts in other languages, {field: {language: text}}; `sources` names
    fields, and these texts as 'caption[es]'.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    accession: str = ""
    collection: Collection | None = None
    origin_key: str | None = None
    sources: Mapping[str, str] = field(default_factory=dict)


class Stale(Exception):
    """Somebody else saved first; `mine` holds what this save would have changed. Nothing was changed."""

    def __init__(self, mine: Mapping[str, Any]) -> None:
        super().__init__("Somebody else saved this record while you were writing. Nothing of yours was lost.")
        self.mine = dict(mine)


def today() -> str:
    """Today's date, UTC, as YYYY-MM-DD."""
    return datetime.now(UTC).date().isoformat()


def for_readers() -> tuple[ColumnElement[bool], ...]:
    """Conditions under which anybody may see a record: published, embargo over, not merged away."""
    return (
        Photograph.visibility == "published",
        Photograph.merged_into_id.is_(None),
        or_(Photograph.embargo == "", Photograph.embargo <= today()),
    )


def public(photograph: Photograph) -> bool:
    """The same rule for one record in hand."""
    return (
        photograph.visibility == "published"
        and photograph.merged_into_id is None
        and (not photograph.embargo or photograph.embargo <= today())
    )


def find(session: Session, accession: str) -> Photograph | None:
    """The record with this accession number, merged and withdrawn ones included."""
    return session.scalar(select(Photograph).where(Photograph.accession == accession))


def get(session: Session, accession: str) -> Photograph:
    """Like find, but raises Missing."""
    found = find(session, accession)
    if found is None:
        raise Missing(accession)
    return found


def standing(session: Session, photograph: Photograph) -> Photograph:
    """The record that a merged one was folded into, through however many steps; itself where it was not."""
    for _step in range(MERGES):
        if photograph.merged_into_id is None:
            break
        photograph = session.get_one(Photograph, photograph.merged_into_id)
    return photograph


def by_ids(session: Session, ids: Sequence[int]) -> list[Photograph]:
    """Records in the order of ids; unknown ids are left out."""
    rows = session.scalars(select(Photograph).where(Photograph.id.in_(ids))).unique()
    known = {photograph.id: photograph for photograph in rows}
    return [known[one] for one in ids if one in known]


def by_origin(session: Session, origin_key: str) -> Photograph | None:
    """The record that an import made under this key."""
    return session.scalar(select(Photograph).where(Photograph.origin_key == origin_key))


def register(session: Session, actor: Actor, draft: Draft) -> Photograph:
    """Add a record as a draft. Raises Invalid or Forbidden; then nothing was changed."""
    history.need(actor, "archivist")
    values = _settled(checks.tidy(draft.values))
    if draft.accession:
        checks.check_accession(draft.accession)
        if find(session, draft.accession) is not None:
            taken = message("This accession number is taken; numbers are never used twice.")
            raise Invalid(Problem("accession", taken))
    photograph = Photograph(
        accession=draft.accession or _next_accession(session),
        collection=draft.collection,
        origin_key=draft.origin_key,
        version=1,
        revision=1,
        visibility="draft",
        registered=now(),
    )
    photograph.sources = _first_sources(values, draft.sources)
    _apply(session, photograph, values)
    after = {name: value for name, value in values.items() if value} | {
        "accession": photograph.accession,
        "collection": draft.collection.slug if draft.collection else "",
    }
    history.record(session, actor, "photograph.register", ("photograph", photograph.id), after=after)
    return photograph


def _apply(session: Session, photograph: Photograph, values: Mapping[str, Any]) -> None:
    for name in TEXTS:
        if name in values:
            setattr(photograph, name, values[name])
    if ALTERNATIVES in values:
        photograph.alternatives = values[ALTERNATIVES]
    photograph.earliest, photograph.latest = _bounds(values.get("edtf", photograph.edtf or ""))
    session.add(photograph)
    session.flush()
    for name, kind in NAMES.items():
        if name in values:
            authorities.set_names(session, photograph, kind, values[name])
    session.flush()


def _settled(values: dict[str, Any], *, reads_date: bool = True) -> dict[str, Any]:
    """Fill what follows from other fields (EDTF from the words of a date) and refuse what is wrong."""
    if reads_date and values.get("date_text") and not values.get("edtf"):
        values["edtf"] = dating.understand(values["date_text"], values.get("caption_language") or "en").edtf
    values["kind"] = values.get("kind") or "photograph" if "kind" in values else "photograph"
    wrong = checks.problems(values)
    if wrong:
        raise Invalid(*wrong)
    return values


def _bounds(edtf: str) -> tuple[str | None, str | None]:
    if not edtf:
        return None, None
    reading = dates.parse_edtf(edtf)
    return reading.earliest, reading.latest


def _next_accession(session: Session) -> str:
    year = datetime.now(UTC).year
    counter = session.get(Counter, year)
    if counter is None:
        counter = Counter(year=year, last=0)
        session.add(counter)
    while True:
        counter.last += 1
        accession = f"{year}-{counter.last:06d}"
        if find(session, accession) is None:
            return accession


def amend(
    session: Session,
    actor: Actor,
    accession: str,
    values: Mapping[str, Any],
    *,
    version: int,
    verb: str = "photograph.amend",
    source: str = "given",
    reads_date: bool = True,
) -> Photograph:
    """Change fields of a record; `version` is the one that the person saw.

    `values["alternatives"]`, where it is given, is the whole of the texts in other languages. `source`
    (given, table, sheet, file, collection) is noted of each field that changes. Without `reads_date`
    the EDTF is what `values` says, whatever the words of the date are.

    Raises Missing, Stale (with what would have changed), Invalid (Unpublishable where a published record
    would lose its credit line), Forbidden; then nothing was changed. Without a difference no event is
    written.
    """
    history.need(actor, "archivist")
    return _amend(
        session, actor, accession, values, version=version, verb=verb, source=source, reads_date=reads_date
    )


def note_seen(
    session: Session, actor: Actor, accession: str, values: Mapping[str, Any], *, version: int
) -> Photograph:
    """Change what one says of a picture by looking at it (SEEN): its kind, its advisory, whether words show.

    Whoever describes may do it. Raises as `amend` does; other fields are left alone.
    """
    history.need(actor, "describer", "archivist")
    seen = {name: values[name] for name in SEEN if name in values}
    return _amend(session, actor, accession, seen, version=version, verb="photograph.amend")


def _amend(
    session: Session,
    actor: Actor,
    accession: str,
    values: Mapping[str, Any],
    *,
    version: int,
    verb: str,
    source: str = "given",
    reads_date: bool = True,
) -> Photograph:
    photograph = get(session, accession)
    old = photograph.values()
    tidy = checks.tidy(values)
    new_words = tidy.get("date_text", old["date_text"]) != old["date_text"]
    if reads_date and new_words and tidy.get("edtf", "") == old["edtf"]:
        tidy["edtf"] = ""  # new words: read them afresh instead of keeping the old reading
    merged = _settled({name: tidy.get(name, old[name]) for name in TOLD}, reads_date=reads_date)
    changed = {name: merged[name] for name in TOLD if merged[name] != old[name]}
    if changed and version != photograph.version:
        raise Stale(changed)
    if photograph.visibility == "published":
        _check_still_publishable(old, merged)
    if changed:
        photograph.sources = _noted(photograph, changed, source)
        _apply(session, photograph, changed)
        _count(session, photograph)
        before = {name: old[name] for name in changed}
        history.record(session, actor, verb, ("photograph", photograph.id), before=before, after=changed)
        if ATTRIBUTION & set(changed):
            derive_again(session, actor, photograph)
    return photograph


def _first_sources(values: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str]:
    """Where each value of a new record came from, as far as that was said; a reading goes with its words."""
    told = {name for name in FIELDS if values.get(name)} | set(_flat(values))
    sources = {name: source for name, source in given.items() if name in told}
    if values.get("edtf") and "date_text" in sources:
        sources.setdefault("edtf", sources["date_text"])
    return sources


def _noted(photograph: Photograph, changed: Mapping[str, Any], source: str) -> dict[str, str]:
    """The record's sources once these fields have changed; what is emptied has none."""
    now = {name: value for name, value in changed.items() if name != ALTERNATIVES}
    if ALTERNATIVES in changed:
        old, new = checks.by_language(photograph.alternatives or {}), _flat(changed)
        now |= {key: new.get(key, "") for key in {**old, **new} if old.get(key) != new.get(key)}
    kept = {name: one for name, one in (photograph.sources or {}).items() if name not in now}
    return kept | {name: source for name, value in now.items() if value}


def _flat(values: Mapping[str, Any]) -> dict[str, str]:
    return checks.by_language(values.get(ALTERNATIVES, {}))


def _check_still_publishable(old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Raise Unpublishable where a published record would newly be stopped; what it lacked before may wait."""
    known = {problem.field for problem in checks.stops(old)}
    words = {
        "credit_line": message(
            "A published photograph needs a credit line; take it back into draft first. Nothing was changed."
        ),
        "embargo": message(
            "The instructions of a published photograph would speak of an embargo without a day. Set the day "
            "too, or take the record back into draft first. Nothing was changed."
        ),
    }
    if found := [one.field for one in checks.stops(new) if one.field not in known]:
        raise Unpublishable(*(Problem(name, words[name]) for name in found))


def derive_again(session: Session, actor: Actor, photograph: Photograph) -> None:
    """Queue new derivatives, because the words that they carry inside the file have changed."""
    if photograph.current_images:
        jobs.enqueue(
            session, "derive", {"photograph": photograph.id}, key=str(photograph.id), actor=actor.name
        )


def _count(session: Session, photograph: Photograph) -> None:
    photograph.count()
    session.flush()


def place(session: Session, actor: Actor, photograph: Photograph, collection: Collection | None) -> None:
    """Put a record into a collection, or out of any."""
    history.need(actor, "archivist")
    old = photograph.collection.slug if photograph.collection else ""
    new = collection.slug if collection else ""
    if old != new:
        photograph.collection = collection
        _count(session, photograph)
        history.record(
            session,
            actor,
            "photograph.place",
            ("photograph", photograph.id),
            before={"collection": old},
            after={"collection": new},
        )


def change_many(
    session: Session, actor: Actor, accessions: Iterable[str], values: Mapping[str, Any]
) -> list[str]:
    """Give many records the same values by the same verb as one; returns those that changed."""
    changed = []
    for accession in accessions:
        photograph = get(session, accession)
        version = photograph.version
        amend(session, actor, accession, values, version=version)
        if photograph.version != version:
            changed.append(accession)
    return changed


def restore(session: Session, actor: Actor, accession: str, event_id: int, *, version: int) -> Photograph:
    """Give a record the field values that it had right after an event; itself an event."""
    photograph = get(session, accession)
    values: dict[str, Any] = (
        dict.fromkeys(TEXTS, "") | dict.fromkeys(NAMES, ()) | {"visible_words": "unknown", ALTERNATIVES: {}}
    )
    found = False
    for entry in history.of(session, "photograph", photograph.id):
        if (entry.after or {}).get("blanked"):
            gone = message("The contents of this history were removed, so nothing can be restored from it.")
            raise Invalid(Problem("event", gone))
        values.update({name: value for name, value in (entry.after or {}).items() if name in TOLD})
        found = found or entry.id == event_id
        if found:
            break
    if not found:
        raise Missing(event_id)
    return amend(session, actor, accession, values, version=version, verb="photograph.restore")
