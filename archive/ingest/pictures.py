"""Bringing in one picture: bytes kept first, then the record, its texts and its event in one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from archive import rights
from archive.catalogue import checks, images, photographs, visibility
from archive.catalogue.checks import Invalid, Problem
from archive.catalogue.images import File, Known
from archive.catalogue.models import Collection, Photograph
from archive.catalogue.photographs import Draft
from archive.config import message
from archive.descriptions import workflow
from archive.history import Actor
from archive.ingest import embedded, merge
from archive.ingest.outcome import NO_RIGHTS, Options, Outcome
from archive.ingest.sources import Source
from archive.ingest.tools import Tools
from archive.media.store import StoreFull, TooLarge, hash_of
from archive.media.values import Attribution, Refused

CHANGED = message("The file changed while it was being read. Nothing of it was kept; bring it in again.")
NOTHING = message(
    "There is neither a caption nor a picture, so there is nothing that readers could be shown."
)
# How the names of the taken formats end; others that pictures have are known, so that a wrong one is seen.
_ENDINGS = {
    "JPEG": (".jpg", ".jpeg", ".jpe", ".jfif", ".mpo"),
    "PNG": (".png", ".apng"),
    "TIFF": (".tif", ".tiff"),
    "WEBP": (".webp",),
    "GIF": (".gif",),
    "AVIF": (".avif", ".avifs"),
    "another": (".bmp", ".heic", ".heif", ".jp2", ".psd", ".svg"),
}


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
    language = options.language or (collection.language if collection else "") or "en"
    told = embedded.read(read.raw, language)
    merged = merge.merge([("file", told.partial), ("collection", collection_defaults(collection))])
    values = dict(merged.values if given is None else given)
    findings = [finding.message for finding in told.findings]
    if read.note:
        findings.append(read.note)
    if not values.get("rights"):
        values["rights"] = rights.CNE.uri
        findings.append(NO_RIGHTS)
    if values.get("caption") and not values.get("caption_language"):
        values["caption_language"] = language
    detail = describe(values) | {"sources": dict(merged.sources), "findings": findings}
    kept = {"tool": read.tool, "raw": json.loads(json.dumps(read.raw))}
    return Prepared(source, sha256, values, kept, detail)


def describe(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a preview or receipt shows of a record."""
    names = ("headline", "caption", "credit_line", "date_text", "edtf", "rights", "caption_language")
    return {name: values.get(name, "") for name in names} | {"creators": list(values.get("creators", ()))}


def shape_findings(name: str, taken: str, frames: int) -> list[str]:
    """What a file's content tells otherwise than its name, or holds more of than is shown."""
    found = []
    suffix = Path(name).suffix.lower()
    if suffix not in _ENDINGS[taken] and any(suffix in endings for endings in _ENDINGS.values()):
        found.append(
            f"The name ends in {suffix}, but the file is a {taken} picture. It is taken as what it is."
        )
    if frames > 1:
        found.append(f"The file holds {frames} pages or frames; only the first is shown.")
    return found


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
        facts = tools.sandbox.inspect(source.path)
        prepared = prepare(tools, source, collection, options, sha256)
    except (Refused, TooLarge, OSError) as error:
        return Outcome(source.name, "refused", reason=plain(error))
    prepared.detail["findings"] += shape_findings(source.name, facts.format, facts.frames)
    with tools.db.reading() as session:
        target = claimed(session, source)
    if target is not None:
        detail = _of_file(prepared) | {"role": source.claims[1], "sha256": sha256}
        return Outcome(source.name, "attach", target.accession, detail=detail)
    detail = prepared.detail | {"sha256": sha256} | would_stop(prepared.values, options)
    return Outcome(source.name, "add", detail=detail)


def _of_file(prepared: Prepared) -> dict[str, Any]:
    """What is told of a file that goes to a record: the record's own rights stand."""
    findings = [finding for finding in prepared.detail["findings"] if finding != NO_RIGHTS]
    return prepared.detail | {"findings": findings}


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
    prepared.detail["findings"] += shape_findings(source.name, derived.format, derived.frames)
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
    detail = _of_file(prepared) | {"role": role, "visibility": target.visibility}
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
