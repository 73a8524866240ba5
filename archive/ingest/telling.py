"""A receipt in words for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from archive import languages
from archive.ingest.outcome import NO_RIGHTS, Outcome, Receipt, Unstated, side_by_side, unstated

TITLES = {
    "add": "Would come in",
    "attach": "Would be attached to its record",
    "change": "Would be changed",
    "known": "Already there",
    "added": "Came in",
    "attached": "Attached to its record",
    "changed": "Changed",
    "unchanged": "Already there",
    "refused": "Refused",
}
_SOURCES = {"sheet": "the sheet", "file": "the file", "table": "the table", "artwork": "the artwork's maker"}
_TEXTS = {"alt": "alt text", "long": "long description", "copyright_notice": "copyright notice"}
_WIDE = 60  # characters of a caption that tell it from others


def receipt_lines(receipt: Receipt, *, dry_run: bool) -> Iterator[str]:
    """The receipt, line by line: sheets, then items by what became of them, then what stayed a draft."""
    if dry_run:
        yield "A preview: nothing was written."
    for outcome in receipt.of("read"):
        yield from _table(outcome) if outcome.table else _sheet(outcome)
    rights = unstated(outcome.detail for outcome in receipt.outcomes)
    if rights.usual:
        yield f"{NO_RIGHTS} ({_how_many(rights)})"
    for kind, title in TITLES.items():
        if rows := receipt.of(kind):
            yield f"{title}: {len(rows)}"
            for outcome in rows:
                yield from _item(outcome, rights)
    yield from _publishing(receipt, dry_run=dry_run)
    if skipped := receipt.of("skipped"):
        names = ", ".join(one.name for one in skipped)
        yield f"Left out, neither pictures nor caption sheets nor tables: {names}"


def _how_many(rights: Unstated) -> str:
    return f"all {rights.total}" if rights.count == rights.total else f"{rights.count} of {rights.total}"


def _sheet(outcome: Outcome) -> Iterator[str]:
    told = outcome.detail
    known = languages.find(told["language"])
    language = known.english if known else told["language"]
    yield f"Sheet {outcome.name}: {told['title']}"
    yield f"  collection: {told['collection']} ({'new' if told['collection_is_new'] else 'exists'})"
    yield f"  photographs: {told['photographs']}; language: {language}"
    if told["summary"]:
        yield f"  summary: {' '.join(told['summary'].split())}"
    for finding in told["findings"]:
        yield f"  note: {finding}"


def _table(outcome: Outcome) -> Iterator[str]:
    told = outcome.detail
    yield f"Table {outcome.name}: {told['rows']} rows, {told.get('unchanged', 0)} without a change"
    for finding in told.get("findings", ()):
        yield f"  note: {finding}"


def _item(outcome: Outcome, rights: Unstated) -> Iterator[str]:
    accession = f"  → {outcome.accession}" if outcome.accession else ""
    yield f"  {outcome.name}{accession}  {outcome.reason or _first_words(outcome)}".rstrip()
    for finding in rights.findings(outcome.detail):
        yield f"      note: {finding}"
    if more := _also(outcome.detail.get("also", {})):
        yield f"      also: {more}"
    yield from _alike(outcome)
    for name in outcome.detail.get("accepted", ()):
        yield f"      {name}: repair accepted"
    for field, offers in outcome.detail.get("conflicts", {}).items():
        said = "; ".join(f"{_whose(one)} {_words(one['value'])}" for one in offers)
        yield f"      {field}: {said}"
    for repair in outcome.detail.get("repairs", ()):
        yield f"      {repair['field']} may be repaired: {_words(repair['proposal'])}"
    for change in outcome.detail.get("changes", ()):
        yield f"      {_change(change)}"


def _alike(outcome: Outcome) -> Iterator[str]:
    """What the item's picture looks like, and whether it was left out for that."""
    for one in outcome.detail.get("alike", ()):
        other = one["accession"] or f"{one['name']} of this import"
        if one["ours"]:
            yield f"      looks like a copy of {other} that left this archive"
        else:
            yield f"      looks like a copy of {other}, or a picture much like it"
        if where := side_by_side(outcome, one):
            yield f"        side by side: {where['side_by_side']}"
    if outcome.detail.get("left"):
        yield "      left out; with --with-copies it comes in as a new record"


def _also(told: Mapping[str, Any]) -> str:
    """What else comes with an item: texts by language, how many names, where."""
    spoken = {**told.get("texts", {}), **told.get("alternatives", {})}
    parts = [f"{_TEXTS.get(kind, kind)} in {', '.join(codes)}" for kind, codes in spoken.items()]
    parts += [f"{name}: {told[name]}" for name in ("keywords", "people", "place") if name in told]
    return "; ".join([*parts, *([f"place shown: {told['shown']}"] if "shown" in told else [])])


def _whose(offer: Mapping[str, Any]) -> str:
    """Whose word a value is, and whether it was taken."""
    part = f", {offer['part']}" if offer.get("part") else ""
    return f"{_SOURCES.get(offer['source'], offer['source'])}{part}{' (taken)' if offer.get('taken') else ''}"


def _change(change: Mapping[str, Any]) -> str:
    if "here" not in change:
        return f"{change['field']}: before {_words(change['before'])}, after {_words(change['after'])}"
    here, sheet = (_words(change[side]) for side in ("here", "sheet"))
    return f"{change['field']} differs, not changed: here {here}, on the sheet {sheet}"


def _words(value: str | list[str]) -> str:
    text = value if isinstance(value, str) else "; ".join(value)
    return f"“{text}”" if text else "nothing"


def _first_words(outcome: Outcome) -> str:
    text = str(outcome.detail.get("headline") or outcome.detail.get("caption", ""))
    return text[:_WIDE] + ("…" if len(text) > _WIDE else "")


def _publishing(receipt: Receipt, *, dry_run: bool) -> Iterator[str]:
    if now := receipt.published_now:
        yield f"{'Would be published' if dry_run else 'Published'}, a draft until now: {len(now)}"
        yield from (f"  {outcome.accession} ({outcome.name})" for outcome in now)
    if receipt.drafts:
        yield f"{'Would stay drafts' if dry_run else 'Stayed drafts'}: {len(receipt.drafts)}"
        for outcome in receipt.drafts:
            named = f"{outcome.accession} ({outcome.name})" if outcome.accession else outcome.name
            yield f"  {named}: {' '.join(outcome.detail['stops'])}"
