"""What becomes of each thing that was handed in, and the receipt of them all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Options:
    """How to bring in: collection by slug ('' for the sheet's own, or none), title for a new one."""

    collection: str = ""
    title: str = ""
    language: str = "en"
    publish: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class Outcome:
    """One item: `what` is added, attached, unchanged or refused (in a preview: add, attach, known, refused).

    `detail` holds what a person would check: headline, caption, credit_line, date_text, edtf, creators,
    sources (which source each field came from), findings (sentences) and visibility.
    """

    name: str
    what: str
    accession: str = ""
    reason: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


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
        """What came in and stayed a draft although it was to be published."""
        return [o for o in self.of("added") if o.detail.get("stops")]

    def to_json(self) -> dict[str, Any]:
        """The shape that `archive import --json` prints."""

        def label(outcome: Outcome) -> str:
            return outcome.accession or outcome.name

        return {
            "added": [label(o) for o in self.of("added", "add")],
            "attached": [label(o) for o in self.of("attached", "attach")],
            "unchanged": [label(o) for o in self.of("unchanged", "known")],
            "refused": [{"name": o.name, "reason": o.reason} for o in self.of("refused")],
            "changes": [],
            "drafts": [{"accession": o.accession, "reasons": o.detail["stops"]} for o in self.drafts],
            "collection": self.collection,
        }
