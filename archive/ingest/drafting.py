"""From what several sources know of a photograph to the values of one record, and what a preview tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive import rights
from archive.catalogue import checks
from archive.catalogue.fields import FIELDS, NAMES
from archive.catalogue.models import Collection
from archive.ingest import merge
from archive.ingest.merge import ALTERNATIVES, DESCRIPTIONS, Finding, Merged, Partial
from archive.ingest.outcome import NO_RIGHTS

ARTWORK_MAKER = "artwork-maker"  # the finding that asks who made the picture
CONFLICT = "conflict"  # the finding that parts of a file contradict each other
UNCLEAR = "unclear-date"  # the finding that a sheet's labelled date has several readings, which are asked
REPAIR = "repair"  # the source of a value that a person accepted as proposed
_TOLD = ("headline", "caption", "credit_line", "date_text", "edtf", "rights", "caption_language")
_DATE = ("date_text", "edtf")
# Findings of a caption sheet that propose a value, and whose value they may take the place of; every other
# proposal is for what the file says.
_OF_SHEETS = {"line-language": ("sheet",), "maybe-date": ("sheet", "file")}
Parts = Mapping[str, Sequence[tuple[str, Any]]]  # field → (part of the file: XMP, IIM, EXIF; its value)


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
    parts: Parts | None = None,
) -> Drafted:
    """Merge what the sources know, as a person's choice says where there is one.

    `language` is the caption's where nobody names it, `parts` what parts of the file say where they
    contradict each other. `detail` tells the values that a preview shows, `sources`, `findings`
    (sentences), `conflicts` (field → every source's value, the one taken first), `repairs` (field, the
    value now, the proposed one, the sentence, and `source` where that is the sheet), `asked` (sentence →
    the field whose question says it) and `accepted` (fields whose repair was accepted).
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
    open_still: dict[str, Any] = {
        "conflicts": conflicts(plainly, partials, told, parts or {}),
        "repairs": repairs(plainly, told),
    }
    open_still["asked"] = _asked(told, open_still["conflicts"], parts or {})
    known = {"values": whole(plainly.values), "sources": plainly.sources} | open_still
    after = decided(known | {"findings": words}, choice or {})
    sources = merged.sources | {name: one for name, one in after["sources"].items() if name in merged.sources}
    detail = describe(values) | {name: one for name, one in open_still.items() if one}
    return Drafted(values, sources, detail | after | {"sources": dict(sources)})


def decided(detail: Mapping[str, Any], choice: Mapping[str, Any]) -> dict[str, Any]:
    """What a choice makes of `sources` and `findings`, with `accepted` where a repair was.

    A value that somebody offered keeps its source; one that nobody did is "given". What was decided is
    no longer said to be open.
    """
    done = [one for one in detail.get("repairs", ()) if choice.get(one["field"]) == one["proposal"]]
    over = {one["message"] for one in done}
    over |= {words for words, name in detail.get("asked", {}).items() if name in choice}
    told: dict[str, Any] = {
        "sources": detail.get("sources", {}) | _whose(detail, choice),
        "findings": [words for words in detail.get("findings", ()) if words not in over],
    }
    return told | ({"accepted": [one["field"] for one in done]} if done else {})


def _whose(detail: Mapping[str, Any], choice: Mapping[str, Any]) -> dict[str, str]:
    """Where chosen values came from: whoever offers the same, 'repair', else 'given'."""
    known = detail.get("values", {})
    offered = {name: [(known.get(name), source)] for name, source in detail.get("sources", {}).items()}
    for name, offers in detail.get("conflicts", {}).items():
        for one in offers:
            source = "file" if one["source"] == "artwork" else one["source"]
            for field, value in ({name: one["value"]} | one.get("with", {})).items():
                offered.setdefault(field, []).append((value, source))
    for one in detail.get("repairs", ()):
        offered.setdefault(one["field"], []).append((one["proposal"], one.get("source", REPAIR)))
    return {
        name: next((source for value, source in offered.get(name, ()) if value == chosen), "given")
        for name, chosen in choice.items()
        if chosen
    }


def _asked(findings: Iterable[Finding], differing: Mapping[str, Any], parts: Parts) -> dict[str, str]:
    """Sentences that a question says in its own way: sentence → field."""
    return {
        one.message: one.field
        for one in findings
        if one.code == UNCLEAR
        or (
            one.field in differing
            and (one.code == ARTWORK_MAKER or (one.code == CONFLICT and one.field in parts))
        )
    }


def describe(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a preview or receipt shows of a record."""
    told = {name: values.get(name, "") for name in _TOLD} | {"creators": list(values.get("creators", ()))}
    more = also(values)
    return told | ({"also": more} if more else {})


def also(values: Mapping[str, Any]) -> dict[str, Any]:
    """What else a record brings, shortly: languages of its texts, numbers of names, its places in a line."""
    spoken: dict[str, list[str]] = {}
    for words in values.get(DESCRIPTIONS, ()):
        spoken.setdefault(words.kind, []).append(words.language)
    others = {name: list(texts) for name, texts in values.get(ALTERNATIVES, {}).items() if texts}
    told: dict[str, Any] = {"texts": spoken, "alternatives": others}
    told |= {name: len(values.get(name, ())) for name in ("keywords", "people")}
    told["place"] = _place(values, "")
    told["shown"] = _place(values, "shown_")
    return {name: one for name, one in told.items() if one}


def _place(values: Mapping[str, Any], prefix: str) -> str:
    parts = (str(values.get(f"{prefix}{name}", "")) for name in ("sublocation", "city", "region", "country"))
    return ", ".join(filter(None, parts))


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
    merged: Merged,
    partials: Sequence[tuple[str, Partial]],
    findings: Iterable[Finding],
    parts: Parts,
) -> dict[str, list[dict[str, Any]]]:
    """For each field on which sources differ, what each says, the one that was taken first.

    `with` holds what goes along when a value is taken: a caption's language, a date's words. The words
    and the EDTF of a date are one question, under 'edtf'. Where nothing was taken, `taken` is missing.
    `part` names the part of a file that says so, where its parts contradict each other.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for name, differing in merged.conflicts.items():
        if name not in _DATE:
            found[name] = [_option(merged, partials, name, *offer) for offer in differing]
    if set(_DATE) & set(merged.conflicts):
        found["edtf"] = _dates(merged, partials)
    for name, said in parts.items():
        offers = _by_part(name, found.get(name) or _taken(merged, partials, name), said)
        if len(offers) > 1:
            found[name] = offers
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
    if name == merge.HEADLINE and not merged.values.get(name):  # it stands beside, in its own language
        texts = merged.values.get(ALTERNATIVES, {})
        spoken = texts.get(name, {}).items() if isinstance(texts, Mapping) else ()
        option["with"] = {f"{name}[{language}]": "" for language, text in spoken if text == value}
    return option | ({"taken": True} if taken else {})


def _taken(merged: Merged, partials: Sequence[tuple[str, Partial]], name: str) -> list[dict[str, Any]]:
    """What was taken without anybody differing, as the only option."""
    if name == "edtf":
        return _dates(merged, partials)
    if not merged.values.get(name):
        return []
    return [_option(merged, partials, name, merged.sources[name], merged.values[name])]


def _by_part(
    name: str, offers: list[dict[str, Any]], said: Sequence[tuple[str, Any]]
) -> list[dict[str, Any]]:
    """Options with what the file's parts say: the file's own named by its part, then those that differ."""
    named = {_flat(value): part for part, value in reversed(said)}
    done = [
        one
        | (
            {"part": named[_flat(one["value"])]}
            if one["source"] == "file" and _flat(one["value"]) in named
            else {}
        )
        for one in offers
    ]
    mine: dict[str, Any] = next((one["with"] for one in offers if one["source"] == "file"), {})
    for part, value in said:
        if _flat(value) in {_flat(one["value"]) for one in done} or checks.problems({name: value}):
            continue
        along = {"date_text": "", "edtf": value} if name == "edtf" else mine
        done.append({"source": "file", "part": part, "value": plain(value), "with": along})
    return done


def _flat(value: object) -> str:
    """A value without regard to white space."""
    return " ".join(("; ".join(value) if isinstance(value, list | tuple) else str(value)).split())


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
    """Proposals for what the file or the sheet says, where its value was taken, or there is none.

    A sheet's are marked with it as `source`, which the value keeps when somebody accepts it.
    """
    found = []
    for finding in findings:
        name = finding.field
        mended: Any = finding.proposal
        if name in NAMES:
            mended = [one.strip() for one in finding.proposal.split(";") if one.strip()]
        if (
            not mended
            or not (name in FIELDS or name.endswith("]"))
            or merged.sources.get(name) not in {None, *_OF_SHEETS.get(finding.code, ("file",))}
        ):
            continue
        now = plain(_value(merged, name)) or ""
        if now != mended:
            told = {"field": name, "now": now, "proposal": mended, "message": finding.message}
            found.append(told | ({"source": "sheet"} if finding.code in _OF_SHEETS else {}))
    return found
