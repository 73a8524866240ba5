"""Bringing in one picture: bytes kept first, then the record, its texts and its event in one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.orm import Session

from archive.catalogue import checks, images, photographs, visibility
from archive.catalogue.checks import Invalid, Problem
from archive.catalogue.images import File, Known
from archive.catalogue.models import Collection, Photograph
from archive.catalogue.photographs import Draft
from archive.config import message
from archive.descriptions import workflow
from archive.history import Actor
from archive.ingest import copies, drafting, embedded, merge, shapes, twins
from archive.ingest.copies import Copies
from archive.ingest.embedded.told import rows
from archive.ingest.merge import Finding
from archive.ingest.outcome import NO_RIGHTS, Options, Outcome
from archive.ingest.pairs import Pair
from archive.ingest.sources import Source
from archive.ingest.tools import Tools
from archive.media.store import StoreFull, TooLarge, hash_of
from archive.media.values import Attribution, Inspected, Refused, widths_for

CHANGED = message("The file changed while it was being read. Nothing of it was kept; bring it in again.")
NOTHING = message(
    "There is neither a caption nor a picture, so there is nothing that readers could be shown."
)


@dataclass(frozen=True)
class Prepared:
    """A picture that was read and checked: its draft values, facts, and what a person should know.

    `sources` says where each value came from; `pair` is the line of a caption sheet that was merged in,
    `said` what the file alone says.
    """

    source: Source
    sha256: str
    values: Mapping[str, Any]
    embedded: Mapping[str, Any]
    detail: dict[str, Any]
    sources: Mapping[str, str] = field(default_factory=dict)
    pair: Pair | None = None
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Beside:
    """What comes with a picture: a caption sheet's line, and what a person chose in a preview.

    `copies` are the archive's pictures to hold it against, where that is wanted; `decision` is what was
    chosen to become of it; `in_hand` knows the other files of the same import.
    """

    pair: Pair | None = None
    choice: Mapping[str, Any] = field(default_factory=dict)
    copies: Copies | None = None
    decision: str = ""
    in_hand: shapes.InHand | None = None


ALONE = Beside()
Ready = tuple[Prepared, File]  # kept on disk, not yet in the catalogue


def prepare(
    tools: Tools,
    source: Source,
    collection: Collection | None,
    options: Options,
    sha256: str,
    given: Mapping[str, Any] | None = None,
    beside: Beside = ALONE,
) -> Prepared:
    """Read what the file says of itself; merge it with its line of a sheet and the collection's defaults.

    `given` are values that a person wrote for the whole record: then the file's own are only kept as read.
    """
    read = tools.reader.read(source.path)
    language = options.language or _spoken(beside.pair, collection) or "en"
    told = embedded.read(read.raw, language)
    findings = [*told.findings, *([Finding("reader", read.note)] if read.note else [])]
    if given is not None:
        drafted = drafting.draft([("given", _fields(given))], findings, language)
        values: dict[str, Any] = dict(given) | drafted.values
    else:
        partials = [("file", told.partial), ("collection", drafting.collection_defaults(collection))]
        if beside.pair is not None:
            partials[:0] = beside.pair.partials
            findings = [*beside.pair.findings, *findings]
        parts = _parts(read.raw, told, language)
        drafted = drafting.draft(partials, findings, language, beside.choice, parts)
        values = drafted.values
    detail = drafted.detail | (beside.pair.told | beside.pair.numbered if beside.pair else {})
    kept = {"tool": read.tool, "raw": json.loads(json.dumps(read.raw))}
    return Prepared(source, sha256, values, kept, detail, drafted.sources, beside.pair, told.partial)


def _parts(raw: Mapping[str, Any], read: embedded.Read, language: str) -> drafting.Parts:
    """What the file's parts say of each field on which they contradict each other."""
    differing = {one.field for one in read.findings if one.code == drafting.CONFLICT}
    return {
        row.field: [(part.name, part.value) for part in row.parts if part.value is not None]
        for row in rows(raw, read.partial, language)
        if row.differ and row.field in differing
    }


def _spoken(pair: Pair | None, collection: Collection | None) -> str:
    """The language that a picture's words are in as far as its papers tell."""
    return (pair.sheet.language if pair else "") or (collection.language if collection else "")


def _fields(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name in merge.ORDER}


def attribution(values: Mapping[str, Any], alt: Mapping[str, str] | None = None) -> Attribution:
    """The words that derivatives carry inside the file."""
    return Attribution(
        creators=tuple(values.get("creators", ())),
        credit_line=values.get("credit_line", ""),
        copyright_notice=values.get("copyright_notice", ""),
        usage_terms=values.get("usage_terms", ""),
        rights=values.get("rights", ""),
        alt=dict(alt or {}),
    )


def claimed(session: Session, source: Source) -> Photograph | None:
    """The record whose accession number the file's name is."""
    accession, _role = source.claims
    found = photographs.find(session, accession) if accession else None
    return found if found is not None and found.merged_into_id is None else None


def known(tools: Tools, source: Source, sha256: str) -> Outcome | None:
    """An outcome where the same bytes are in the archive already."""
    with tools.db.reading() as session:
        there = images.by_sha(session, sha256)
    return Outcome(source.name, "unchanged", there[1].accession) if there else None


def preview(
    tools: Tools,
    source: Source,
    collection: Collection | None,
    options: Options,
    beside: Beside = ALONE,
) -> Outcome:
    """What bringing this picture in would do; nothing is written."""
    try:
        sha256 = hash_of(source.path)
        there = known(tools, source, sha256)
        if there is not None:
            return replace(there, what="known")
        twins.check_place(tools, beside.pair)
        with copies.small_picture(tools, source) as small:
            facts = tools.sandbox.inspect(source.path, small)
            twins.check(tools, source, facts)
            prepared = prepare(tools, source, collection, options, sha256, beside=beside)
            left = _held_against(tools, prepared, copies.Seen(facts, small, prepared.said), options, beside)
    except (Refused, TooLarge, OSError) as error:
        return Outcome(source.name, "refused", reason=plain(error))
    prepared.detail["findings"] += shapes.findings(source.name, facts)
    if left:
        detail = left.detail | _previewed(prepared, facts)
        return replace(left, what="known", detail=detail)
    with tools.db.reading() as session:
        target, role = _target(session, prepared)
    if target is not None:
        detail = _of_file(prepared, target) | {"role": role, "sha256": sha256} | _size(prepared, facts)
        return Outcome(source.name, "attach", target.accession, detail=detail)
    detail = prepared.detail | _previewed(prepared, facts) | would_stop(prepared.values, options)
    return Outcome(source.name, "add", detail=detail)


def _previewed(prepared: Prepared, facts: Inspected) -> dict[str, Any]:
    """What a preview tells of a file that may become a record, beyond what receipts tell."""
    told = {"sha256": prepared.sha256, "values": drafting.whole(prepared.values)}
    return told | _size(prepared, facts)


def _size(prepared: Prepared, facts: Inspected) -> dict[str, Any]:
    """Width and height of a picture that the preview shows, in pixels."""
    return {"look": [facts.width, facts.height]} if prepared.source.look else {}


def _held_against(
    tools: Tools, prepared: Prepared, seen: copies.Seen, options: Options, beside: Beside
) -> Outcome | None:
    """Tell in the detail what looks like this picture; an outcome where it is left out."""
    if beside.copies is None:
        return None
    with tools.db.reading() as session:
        target, role = _target(session, prepared)
        named = target.accession if target else ""
    asked = copies.Asked(beside.decision, options.copies, named, role)
    return beside.copies.hold(prepared.source.name, prepared.detail, seen, asked)


def _target(session: Session, prepared: Prepared) -> tuple[Photograph | None, str]:
    """The record that a picture goes to, and as what: the one its name claims, or its sheet line's own."""
    target, role = claimed(session, prepared.source), prepared.source.claims[1]
    if target is None and prepared.pair is not None:
        target, role = photographs.by_origin(session, prepared.pair.key), "recto"
    return target, role


def _of_file(prepared: Prepared, target: Photograph) -> dict[str, Any]:
    """What is told of a file that goes to a record: the record's own rights stand, and it is like itself."""
    other = [one for one in prepared.detail.get(copies.ALIKE, ()) if one["accession"] != target.accession]
    findings = [finding for finding in prepared.detail["findings"] if finding != NO_RIGHTS]
    kept = {name: one for name, one in prepared.detail.items() if name not in {"conflicts", "repairs"}}
    return kept | {"findings": findings} | ({copies.ALIKE: other} if copies.ALIKE in kept else {})


def _check(tools: Tools, source: Source, pair: Pair | None) -> None:
    """Raise TooLarge, or Refused as `twins.check_place` does."""
    twins.check_place(tools, pair)
    if tools.store.max_bytes is not None and source.path.stat().st_size > tools.store.max_bytes:
        raise TooLarge(tools.store.max_bytes)


def keep(
    tools: Tools,
    source: Source,
    collection: Collection | None,
    options: Options,
    given: Mapping[str, Any] | None = None,
    beside: Beside = ALONE,
    *,
    replacing: bool = False,
) -> Ready | Outcome:
    """Check the picture, make its derivatives, keep its bytes; an outcome where it goes no further.

    A picture that is there with other words is only taken where somebody is `replacing` a file.
    """
    in_hand, taken, ready = beside.in_hand or shapes.InHand(tools), "", None
    try:
        sha256 = hash_of(source.path)
        if there := known(tools, source, sha256):
            return there
        in_hand.take(sha256)
        taken = sha256
        _check(tools, source, beside.pair)
        prepared = prepare(tools, source, collection, options, sha256, given, beside)
        words = attribution(prepared.values, (given or {}).get("alts"))
        ready = _made(tools, prepared, words, options, beside, replacing=replacing)
    except (Refused, TooLarge, OSError) as error:
        return Outcome(source.name, "refused", reason=plain(error))
    finally:
        if taken and not isinstance(ready, tuple):
            in_hand.leave(taken)
    return ready


def _made(
    tools: Tools, prepared: Prepared, words: Attribution, options: Options, beside: Beside, *, replacing: bool
) -> Ready | Outcome:
    """Derivatives and bytes, kept on disk; an outcome where the picture goes no further."""
    source, sha256 = prepared.source, prepared.sha256
    made = shapes.derive(tools, source, sha256, words)
    if not replacing:
        twins.check(tools, source, made.front, tools.store.derived_folder(sha256))
    small = tools.store.derived_path(sha256, widths_for(made.front.width)[0], "jpg")
    seen = copies.Seen(made.front, small, prepared.said)
    if left := _held_against(tools, prepared, seen, options, beside):
        return left
    with source.path.open("rb") as stream:
        kept = tools.store.put(stream)
    if kept.sha256 != sha256:
        return Outcome(source.name, "refused", reason=CHANGED)
    prepared.detail["findings"] += made.findings
    file = made.file(sha256=sha256, bytes=kept.bytes, file_name=source.name, embedded=prepared.embedded)
    return prepared, file


def enter(
    session: Session,
    actor: Actor,
    prepared: Prepared,
    file: File,
    collection: Collection | None,
    options: Options,
) -> Outcome:
    """Register the record, or attach the file to the one that its name claims; the caller commits."""
    source = prepared.source
    there = images.by_sha(session, file.sha256)
    if there is not None:  # it came in by another way since it was looked at
        return Outcome(source.name, "unchanged", there[1].accession)
    target, role = _target(session, prepared)
    if target is not None:
        return attach_to(session, actor, target, prepared, file, role=role)
    origin = prepared.pair.key if prepared.pair else None
    sources = prepared.sources
    draft = Draft(prepared.values, collection=collection, origin_key=origin, sources=sources)
    photograph = photographs.register(session, actor, draft)
    images.attach(session, actor, photograph, file)
    save_texts(session, actor, photograph, prepared.values, prepared.sources)
    detail = prepared.detail | published(session, actor, photograph, options)
    return Outcome(source.name, "added", photograph.accession, detail=detail)


def attach_to(
    session: Session, actor: Actor, target: Photograph, prepared: Prepared, file: File, *, role: str
) -> Outcome:
    """Attach the file to a record; the record's own words stay, the file's texts go to review."""
    try:
        images.attach(session, actor, target, file, role=role)
    except Known as there:
        return Outcome(prepared.source.name, "unchanged", there.accession)
    save_texts(session, actor, target, prepared.values)
    photographs.derive_again(session, actor, target)
    detail = _of_file(prepared, target) | {"role": role, "visibility": target.visibility}
    return Outcome(prepared.source.name, "attached", target.accession, detail=detail)


def save_texts(
    session: Session,
    actor: Actor,
    photograph: Photograph,
    values: Mapping[str, Any],
    sources: Mapping[str, str] | None = None,
) -> None:
    """Descriptions that came in a file go to review, marked as such; a text that stands is left alone.

    There somebody first compares them with the picture and accepts them (ATAG 2.0, B.2.3.2).
    """
    for words in values.get("descriptions", ()):
        written = (sources or {}).get(f"{words.kind}[{words.language}]") in {"given", "table"}
        origin = "person" if written else "file"
        text = workflow.Words(words.kind, words.language, words.text, origin=origin)
        stands = workflow.pending(session, photograph, words.kind, words.language)
        try:
            if stands is None:
                workflow.save(session, actor, photograph, text)
        except Invalid:
            continue  # kept as it was in the image's own metadata; the language or length cannot be used


def published(session: Session, actor: Actor, photograph: Photograph, options: Options) -> dict[str, Any]:
    """Publish where asked and nothing stops it; what stops it is said."""
    stops = _stops(photograph) if options.publish else []
    if options.publish and not stops:
        visibility.publish(session, actor, photograph.accession)
    return {"visibility": photograph.visibility, "stops": stops}


def _stops(photograph: Photograph) -> list[str]:
    found = visibility.stops(photograph)
    if not photograph.caption and not photograph.current_images:
        found = [*found, Problem("caption", NOTHING)]
    return [problem.message for problem in found]


def would_stop(values: Mapping[str, Any], options: Options) -> dict[str, Any]:
    """For a preview: what would keep these values a draft."""
    return {"stops": [one.message for one in checks.stops(values)] if options.publish else []}


def would_publish(there: Photograph, options: Options) -> dict[str, Any]:
    """For a preview: whether a draft that is here already would be published, or what stops it."""
    if not options.publish or there.visibility != "draft" or there.merged_into_id is not None:
        return {}
    stops = _stops(there)
    return {"visibility": "draft", "stops": stops, "publishes": not stops}


def published_again(session: Session, actor: Actor, there: Photograph, options: Options) -> dict[str, Any]:
    """Publish a draft that is here already, where asked and nothing stops it."""
    would = would_publish(there, options)
    return would | published(session, actor, there, options) if would else {}


def plain(error: Exception) -> str:
    """One sentence for the receipt."""
    if isinstance(error, Refused | TooLarge):
        return str(error)
    if isinstance(error, StoreFull):
        raise error
    return message("The file could not be read to its end. Nothing of it was kept.")
