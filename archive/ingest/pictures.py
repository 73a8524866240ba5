"""Bringing in one picture: bytes kept first, then the record, its texts and its event in one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from archive import rights
from archive.catalogue import images, photographs, visibility
from archive.catalogue.checks import Invalid
from archive.catalogue.images import File, Known
from archive.catalogue.models import Collection, Photograph
from archive.catalogue.photographs import Draft
from archive.config import message
from archive.descriptions import workflow
from archive.history import Actor
from archive.ingest import embedded, merge
from archive.ingest.outcome import Options, Outcome
from archive.ingest.sources import Source
from archive.ingest.tools import Tools
from archive.media.store import StoreFull, TooLarge, hash_of
from archive.media.values import Attribution, Refused

NO_RIGHTS = message("No rights are stated; recorded as “Copyright not evaluated”.")
CHANGED = message("The file changed while it was being read. Nothing of it was kept; bring it in again.")


@dataclass(frozen=True)
class Prepared:
    """A picture that was read and checked: its draft values, facts, and what a person should know."""

    source: Source
    sha256: str
    values: Mapping[str, Any]
    embedded: Mapping[str, Any]
    detail: dict[str, Any]


Ready = tuple[Prepared, File]  # kept on disk, not yet in the catalogue


def collection_defaults(collection: Collection | None) -> dict[str, Any]:
    """What a collection lends to records that say nothing themselves."""
    if collection is None:
        return {}
    lent = {"credit_line": collection.default_credit, "rights": collection.default_rights}
    return {name: value for name, value in lent.items() if value}


def prepare(
    tools: Tools,
    source: Source,
    collection: Collection | None,
    options: Options,
    sha256: str,
    given: Mapping[str, Any] | None = None,
) -> Prepared:
    """Read what the file says of itself and merge it with what the collection lends.

    `given` are values that a person wrote for the whole record: then the file's own are only kept as read.
    """
    read = tools.reader.read(source.path)
    told = embedded.read(read.raw, options.language)
    merged = merge.merge([("file", told.partial), ("collection", collection_defaults(collection))])
    values = dict(merged.values if given is None else given)
    findings = [finding.message for finding in told.findings]
    if read.note:
        findings.append(read.note)
    if not values.get("rights"):
        values["rights"] = rights.CNE.uri
        findings.append(NO_RIGHTS)
    if values.get("caption") and not values.get("caption_language"):
        values["caption_language"] = options.language
    detail = describe(values) | {"sources": dict(merged.sources), "findings": findings}
    kept = {"tool": read.tool, "raw": json.loads(json.dumps(read.raw))}
    return Prepared(source, sha256, values, kept, detail)


def describe(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a preview or receipt shows of a record."""
    names = ("headline", "caption", "credit_line", "date_text", "edtf")
    return {name: values.get(name, "") for name in names} | {"creators": list(values.get("creators", ()))}


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


def preview(tools: Tools, source: Source, collection: Collection | None, options: Options) -> Outcome:
    """What bringing this picture in would do; nothing is written."""
    try:
        sha256 = hash_of(source.path)
        there = known(tools, source, sha256)
        if there is not None:
            return replace(there, what="known")
        tools.sandbox.inspect(source.path)
        prepared = prepare(tools, source, collection, options, sha256)
    except (Refused, TooLarge, OSError) as error:
        return Outcome(source.name, "refused", reason=plain(error))
    with tools.db.reading() as session:
        target = claimed(session, source)
    if target is not None:
        return Outcome(
            source.name, "attach", target.accession, detail=prepared.detail | {"role": source.claims[1]}
        )
    return Outcome(source.name, "add", detail=prepared.detail | {"sha256": sha256})


def keep(
    tools: Tools,
    source: Source,
    collection: Collection | None,
    options: Options,
    given: Mapping[str, Any] | None = None,
) -> Ready | Outcome:
    """Check the picture, make its derivatives, keep its bytes; an outcome where it goes no further."""
    sha256 = ""
    try:
        sha256 = hash_of(source.path)
        there = known(tools, source, sha256)
        if there is not None:
            return there
        if tools.store.max_bytes is not None and source.path.stat().st_size > tools.store.max_bytes:
            raise TooLarge(tools.store.max_bytes)  # noqa: TRY301 - one place turns errors into outcomes
        prepared = prepare(tools, source, collection, options, sha256, given)
        target = tools.store.derived_folder(sha256)
        derived = tools.sandbox.derive(
            source.path, target, attribution(prepared.values, (given or {}).get("alts"))
        )
        with source.path.open("rb") as stream:
            kept = tools.store.put(stream)
    except (Refused, TooLarge, OSError) as error:
        if sha256:
            tools.store.forget_derived(sha256)
        return Outcome(source.name, "refused", reason=plain(error))
    if kept.sha256 != sha256:
        return Outcome(source.name, "refused", reason=CHANGED)
    facts = File(
        sha256=sha256,
        format=derived.format,
        width=derived.width,
        height=derived.height,
        bytes=kept.bytes,
        file_name=source.name,
        embedded=prepared.embedded,
    )
    return prepared, facts


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
    target = claimed(session, source)
    if target is not None:
        return attach_to(session, actor, target, prepared, file, role=source.claims[1])
    photograph = photographs.register(session, actor, Draft(prepared.values, collection=collection))
    images.attach(session, actor, photograph, file)
    save_texts(session, actor, photograph, prepared.values)
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
    detail = prepared.detail | {"role": role, "visibility": target.visibility}
    return Outcome(prepared.source.name, "attached", target.accession, detail=detail)


def save_texts(session: Session, actor: Actor, photograph: Photograph, values: Mapping[str, Any]) -> None:
    """Descriptions that came in a file go to review, marked as such; a text that stands is left alone."""
    for words in values.get("descriptions", ()):
        text = workflow.Words(words.kind, words.language, words.text, origin="file")
        stands = workflow.pending(session, photograph, words.kind, words.language)
        try:
            if stands is None:
                workflow.save(session, actor, photograph, text)
        except Invalid:
            continue  # kept as it was in the image's own metadata; the language or length cannot be used


def published(session: Session, actor: Actor, photograph: Photograph, options: Options) -> dict[str, Any]:
    """Publish where asked and nothing stops it; what stops it is said."""
    stops = [problem.message for problem in visibility.stops(photograph)] if options.publish else []
    if options.publish and not stops:
        visibility.publish(session, actor, photograph.accession)
    return {"visibility": photograph.visibility, "stops": stops}


def plain(error: Exception) -> str:
    """One sentence for the receipt."""
    if isinstance(error, Refused | TooLarge):
        return str(error)
    if isinstance(error, StoreFull):
        raise error
    return message("The file could not be read to its end. Nothing of it was kept.")
