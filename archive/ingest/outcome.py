"""What becomes of each thing that was handed in, and the receipt of them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from archive import rights
from archive.config import message

NO_RIGHTS = message("No rights are stated; recorded as “Copyright not evaluated”.")
_USUAL = (NO_RIGHTS,)
_PRINTED = (
    *("rights", "findings", "also", "accepted", "conflicts", "repairs", "changes", "stops", "publishes"),
    *("alike", "left"),
)
_BEGINNING = 61  # characters of a caption: one more than are printed


@dataclass(frozen=True)
class Options:
    """How to bring in: collection by slug ('' for the sheet's own, or none), title for a new one.

    `language` is the captions'; '' lets a sheet's text tell, and a picture's collection (else English).
    `copies` brings in, as new records, even what looks like copies that left the archive.
    `columns` says what headings of a table mean, {heading: column}, '' for one that is left out.
    """

    collection: str = ""
    title: str = ""
    language: str = ""
    publish: bool = False
    copies: bool = False
    dry_run: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One item: `what` is added, attached, changed, unchanged, refused or skipped.

    In a preview it is add, attach, change or known; a caption sheet or a table itself is `read`.
    `detail` holds what a person would check: headline, caption, credit_line, date_text, edtf, creators,
    rights, sources (which source each field came from), findings (sentences), conflicts and repairs (see
    `drafting.draft`), sheet and row (the line and the row that go with a picture), changes, visibility,
    alike (records, or earlier items by name, whose picture looks the same; `ours` where this is a copy of
    theirs that left the archive), left (it is left out as such a copy), looks (hashes of the picture),
    stops (what keeps it a draft) and publishes (a draft that was here already, and is published now); in
    a preview also values (the whole record) and look (width and height of the picture that is shown). A
    change is field, before, after and source; how a known line of a sheet differs, where nothing is
    changed, is field, here and sheet. Of a sheet: title, summary, collection, collection_is_new, language,
    encoding, photographs and findings; of a table: title, rows and others. A row that changes a record
    has date where the date's words are unclear (see `tables.comparing.Wanted`).
    """

    name: str
    what: str
    accession: str = ""
    reason: str = ""
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def table(self) -> bool:
        """Whether this is a table's own outcome."""
        return self.what == "read" and "rows" in self.detail

    @property
    def label(self) -> str:
        """Accession number, or the name of what has none yet."""
        return self.accession or self.name

    @property
    def brief(self) -> Outcome:
        """The same with what a receipt prints of it, and without the whole record: a table has many rows."""
        if self.what == "read":
            return self
        kept = {name: self.detail[name] for name in _PRINTED if self.detail.get(name)}
        if tuple(kept.get("findings", ())) == _USUAL:
            kept["findings"] = _USUAL
        if "caption" in self.detail:
            words = str(self.detail.get("headline") or self.detail["caption"])
            kept["caption"] = words[:_BEGINNING]
        return replace(self, detail=kept)


def side_by_side(outcome: Outcome, other: Mapping[str, Any]) -> dict[str, str]:
    """Where the two records stand side by side, once both are here; nothing before."""
    both = outcome.accession and other["accession"] and not outcome.detail.get("left")
    return {"side_by_side": f"/photographs/{outcome.accession}/alike/{other['accession']}"} if both else {}


@dataclass
class Receipt:
    """What an import did, in the order in which it was handed in."""

    collection: str = ""
    outcomes: list[Outcome] = field(default_factory=list)

    def of(self, *kinds: str) -> list[Outcome]:
        """Outcomes of these kinds."""
        return [outcome for outcome in self.outcomes if outcome.what in kinds]

    @property
    def drafts(self) -> list[Outcome]:
        """What came in, or was here, and stays a draft although it was to be published."""
        return [o for o in self.outcomes if o.detail.get("stops")]

    @property
    def published_now(self) -> list[Outcome]:
        """Drafts that were here already and are published by this import."""
        return [o for o in self.outcomes if o.detail.get("publishes")]

    @property
    def changes(self) -> list[dict[str, Any]]:
        """What changes, field by field, and where a known line of a sheet differs and nothing changes.

        A change has before and after, a difference here and sheet.
        """
        names = ("field", "before", "after", "here", "sheet")
        return [
            {"accession": o.accession} | {name: change[name] for name in names if name in change}
            for o in self.outcomes
            if o.what != "refused"
            for change in o.detail.get("changes", ())
        ]

    @property
    def alike(self) -> list[dict[str, Any]]:
        """Items that look like records, or like earlier items; `left_out` says whether one was therefore."""
        return [
            {"name": o.name, "accession": "" if o.detail.get("left") else o.accession}
            | {"left_out": bool(o.detail.get("left"))}
            | {"like": [dict(one) | side_by_side(o, one) for one in o.detail["alike"]]}
            for o in self.outcomes
            if o.detail.get("alike")
        ]

    def to_json(self) -> dict[str, Any]:
        """The shape that `archive import --json` prints."""
        return {
            "added": [o.label for o in self.of("added", "add")],
            "attached": [o.label for o in self.of("attached", "attach")],
            "changed": [o.label for o in self.of("changed", "change")],
            "unchanged": [o.label for o in self.of("unchanged", "known")],
            "refused": [{"name": o.name, "reason": o.reason} for o in self.of("refused")],
            "skipped": [o.name for o in self.of("skipped")],
            "changes": self.changes,
            "alike": self.alike,
            "published": [o.accession for o in self.published_now],
            "drafts": [
                {"accession": o.accession, "name": o.name, "reasons": o.detail["stops"]} for o in self.drafts
            ],
            "collection": self.collection,
            "sheets": [{"name": o.name} | o.detail for o in self.of("read") if not o.table],
            "tables": [{"name": o.name} | o.detail for o in self.of("read") if o.table],
        }


@dataclass(frozen=True)
class Unstated:
    """How many items came without rights, of how many; said once, so that items tell only what differs."""

    count: int
    total: int

    @property
    def usual(self) -> bool:
        """Whether most items are so, and the items with rights are the ones to tell of."""
        return self.total > 1 and self.count * 2 > self.total

    def findings(self, detail: Mapping[str, Any]) -> list[str]:
        """What is told beside one item."""
        found = [one for one in detail.get("findings", ()) if not (self.usual and one == NO_RIGHTS)]
        stated = rights.find(detail.get("rights", ""))
        if self.usual and stated and NO_RIGHTS not in detail.get("findings", ()):
            found.append(f"Rights: {stated.label}.")
        return found


def unstated(details: Iterable[Mapping[str, Any]]) -> Unstated:
    """Count the items without rights among those that come in."""
    coming = [detail for detail in details if "caption" in detail]
    return Unstated(sum(NO_RIGHTS in detail.get("findings", ()) for detail in coming), len(coming))
