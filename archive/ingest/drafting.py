"""From what several sources know of a photograph to the values of one record, and what a preview tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive import rights
from archive.catalogue.fields import FIELDS, NAMES
from archive.catalogue.models import Collection
from archive.ingest import merge
from archive.ingest.merge import ALTERNATIVES, DESCRIPTIONS, Finding, Merged, Partial
from archive.ingest.outcome import NO_RIGHTS

ARTWORK_MAKER = "artwork-maker"  # the finding that asks who made the picture
_TOLD = ("headline", "caption", "credit_line", "date_text", "edtf", "rights", "caption_language")
_DATE = ("date_text", "edtf")


@dataclass(frozen=True)
class Drafted:
    """Values of a record about to be made, the source of each, and what people are told of it."""

    values: dict[str, Any]
    sources: dict[str, str]
    detail: dict[str, Any]


def collection_defaults(collection: Collection | None) -> dict[str, Any]:
    """What a collection lends to records that say nothing themselves."""
    if collection is None:
        return {}
    lent = {"credit_line": collection.default_credit, "rights": collection.default_rights}
    return {name: value for name, value in lent.items() if value}


def draft(
    partials: Sequence[tuple[str, Partial]],
    findings: Iterable[Finding],
    language: str,
    choice: Mapping[str, Any] | None = None,
) -> Drafted:
    """Merge what the sources know, as a person's choice says where there is one.

    `language` is the caption's where nobody names it. `detail` tells the values that a preview shows,
    `sources`, `findings` (sentences), `conflicts` (field → every source's value, the one taken first)
    and `repairs` (field, the value now, the proposed one, the sentence).
    """
    told = list(findings)
    plainly = merge.merge(partials)
    merged = merge.choose(plainly, choice or {})
    values, words = dict(merged.values), [finding.message for finding in told]
    if not values.get("rights"):
        values["rights"] = rights.CNE.uri
        words.append(NO_RIGHTS)
    if values.get("caption") and not values.get("caption_language"):
        values["caption_language"] = language
    asked = {"conflicts": conflicts(plainly, partials, told), "repairs": repairs(plainly, told)}
    detail = describe(values) | {"sources": dict(merged.sources), "findings": words}
    return Drafted(values, merged.sources, detail | {name: one for name, one in asked.items() if one})


def describe(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a preview or receipt shows of a record."""
    return {name: values.get(name, "") for name in _TOLD} | {"creators": list(values.get("creators", ()))}


def whole(values: Mapping[str, Any]) -> dict[str, Any]:
    """All values as JSON keeps them: names as lists, texts in languages under 'alt[en]', 'caption[es]'."""
    told = {name: plain(values[name]) for name in FIELDS if values.get(name)}
    for words in values.get(DESCRIPTIONS, ()):
        told[f"{words.kind}[{words.language}]"] = words.text
    for field, texts in values.get(ALTERNATIVES, {}).items():
        told |= {f"{field}[{language}]": text for language, text in texts.items()}
    return told


def plain(value: object) -> Any:
    """A value as JSON keeps it."""
    return list(value) if isinstance(value, tuple) else value


def conflicts(
    merged: Merged, partials: Sequence[tuple[str, Partial]], findings: Iterable[Finding]
) -> dict[str, list[dict[str, Any]]]:
    """For each field on which sources differ, what each says, the one that was taken first.

    `with` holds what goes along when a value is taken: a caption's language, a date's words. The words
    and the EDTF of a date are one question, under 'edtf'. Where nothing was taken, `taken` is missing.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for name, offers in merged.conflicts.items():
        if name not in _DATE:
            found[name] = [_option(merged, partials, name, *offer) for offer in offers]
    if set(_DATE) & set(merged.conflicts):
        found["edtf"] = _dates(merged, partials)
    if asks := _makers(merged, findings):
        found["creators"] = found.get("creators", asks[:1]) + asks[1:]
    return found


def _option(
    merged: Merged, partials: Sequence[tuple[str, Partial]], name: str, source: str, value: object
) -> dict[str, Any]:
    taken = merged.sources.get(name) == source and _value(merged, name) == value
    option: dict[str, Any] = {"source": source, "value": plain(value), "with": {}}
    if name == "caption":
        languages = [
            one.get("caption_language")
            for whose, one in partials
            if (whose, one.get(name)) == (source, value)
        ]
        option["with"] = {"caption_language": languages[0]} if languages and languages[0] else {}
    return option | ({"taken": True} if taken else {})


def _value(merged: Merged, name: str) -> object:
    return merged.values.get(name) if name in FIELDS else whole(merged.values).get(name)


def _dates(merged: Merged, partials: Sequence[tuple[str, Partial]]) -> list[dict[str, Any]]:
    """What each source says of the date, words and EDTF together."""
    options: list[dict[str, Any]] = []
    for source, partial in partials:
        both = {name: str(partial.get(name, "")) for name in _DATE}
        if source == "collection" or not any(both.values()):
            continue
        taken = all(merged.values.get(name, "") == value for name, value in both.items())
        option = {"source": source, "value": both["date_text"] or both["edtf"], "with": both}
        options.append(option | ({"taken": True} if taken else {}))
    return sorted(options, key=lambda option: not option.get("taken"))


def _makers(merged: Merged, findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Both names, where the file has a creator and a maker of the artwork that it shows."""
    creators, maker = merged.values.get("creators", ()), str(merged.values.get("artwork_maker", ""))
    asked = any(finding.code == ARTWORK_MAKER for finding in findings)
    makers = [one for one in maker.split("; ") if one]
    if not asked or not creators or not makers or makers == plain(creators):
        return []
    taken = {"source": merged.sources["creators"], "value": plain(creators), "with": {}, "taken": True}
    return [taken, {"source": "artwork", "value": makers, "with": {}}]


def repairs(merged: Merged, findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Proposals for what the file says, where its value is the one that was taken, or there is none."""
    found = []
    for finding in findings:
        name = finding.field
        mended: Any = finding.proposal
        if name in NAMES:
            mended = [one.strip() for one in finding.proposal.split(";") if one.strip()]
        if (
            not mended
            or not (name in FIELDS or name.endswith("]"))
            or merged.sources.get(name, "file") != "file"
        ):
            continue
        now = plain(_value(merged, name)) or ""
        if now != mended:
            found.append({"field": name, "now": now, "proposal": mended, "message": finding.message})
    return found
