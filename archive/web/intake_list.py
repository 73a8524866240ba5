"""What a preview or a receipt lists: counts of everything, and one page of items at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from archive import jobs
from archive.ingest import choices, receipts
from archive.ingest.choices import Question
from archive.ingest.outcome import Options, Unstated, unstated
from archive.ingest.pairs import APART, PAIRING
from archive.ingest.receipts import Glance
from archive.jobs import Job, Line
from archive.web.intake_told import Change, Like, Text, changes, likes, origins, texts
from archive.web.request import reading

PER_PAGE = 50
MOST_TOLD = 20  # drafts and sheets that are listed on top; the rest is counted
# Groups of a preview or receipt, in the order in which a person needs them: (outcomes, heading).
GROUPS = (
    (("refused",), _l("Refused")),
    (("add",), _l("Would be added")),
    (("attach",), _l("Would be attached to a record")),
    (("change",), _l("Would be changed")),
    (("known",), _l("In the archive already")),
    (("added",), _l("Added")),
    (("attached",), _l("Attached to a record")),
    (("changed",), _l("Changed")),
    (("unchanged",), _l("In the archive already")),
)
_PLACE = {kind: place for place, (kinds, _heading) in enumerate(GROUPS) for kind in kinds}
_USEFUL = {"add", "attach", "change"}


@dataclass(frozen=True)
class Item:
    """A line of the receipt as it is shown: with the choices of a preview in it, and its questions."""

    line: Line
    detail: Mapping[str, Any]
    questions: list[Question]
    chosen: Mapping[str, Any] = field(default_factory=dict)

    @property
    def likes(self) -> list[Like]:
        """What its picture looks like."""
        return likes(self.line)

    @property
    def alt(self) -> tuple[str, str]:
        """The alt text that the file brings, and its language: in the caption's language where it can be."""
        own = f"alt[{self.detail.get('caption_language', '')}]"
        found = {
            name: text
            for name, text in {**self.line.detail.get("values", {}), **self.chosen}.items()
            if name.startswith("alt[") and text
        }
        name = own if own in found else next(iter(found), "")
        return str(found.get(name, "")), name[4:-1]

    @property
    def texts(self) -> list[Text]:
        """The descriptions that a preview's item would bring."""
        return texts({**self.line.detail.get("values", {}), **self.chosen}, self.detail.get("sources", {}))

    @property
    def origins(self) -> dict[str, str]:
        """Where its values came from, as far as that is not plain."""
        return origins(self.detail)

    @property
    def changes(self) -> list[Change]:
        """What changes, or differs and stays."""
        return changes(self.line, self.detail)

    @property
    def editable(self) -> bool:
        """Whether its words can be changed before it comes in."""
        return "values" in self.line.detail and self.chosen.get(PAIRING) != APART

    @property
    def asked(self) -> list[str]:
        """Sentences that its questions say already."""
        return [*(one.why for one in self.questions), *self.line.detail.get("asked", {})]


class Place(NamedTuple):
    """Where a line stands: its group, its number, whether it asks, whether there is something to know."""

    group: int
    line: int
    asks: bool
    finds: bool


@dataclass
class Listing:
    """All of a job's receipt in counts, and what is told before its items."""

    found: Job
    choices: dict[str, dict[str, Any]]
    counts: dict[str, int] = field(default_factory=dict)
    papers: list[Line] = field(default_factory=list)
    drafts: list[Item] = field(default_factory=list)
    drafts_total: int = 0
    to_decide: int = 0
    useful: bool = False
    unstated: Unstated = field(default_factory=lambda: Unstated(0, 0))
    places: list[Place] = field(default_factory=list)

    @property
    def options(self) -> Options:
        """How the job brings in."""
        return Options(**self.found.payload["options"])

    @property
    def done(self) -> int:
        """Items so far, sheets and tables themselves not counted."""
        return sum(count for outcome, count in self.counts.items() if outcome != "read")

    def item(self, line: Line) -> Item:
        """A line as it is shown."""
        chosen = self.choices.get(line.item, {})
        detail = choices.shown(line.detail, chosen, publish=self.options.publish) if chosen else line.detail
        return Item(line, detail, choices.questions(line.detail, chosen), chosen)

    @property
    def to_know(self) -> int:
        """How many items have something that a person should know."""
        return sum(place.finds for place in self.places)

    def shown(self, only: str) -> list[Place]:
        """Every item in the order of the pages, or only those that ask (`decide`) or tell (`findings`)."""
        wanted = {"decide": "asks", "findings": "finds"}.get(only)
        return sorted(place for place in self.places if wanted is None or getattr(place, wanted))

    def jumps(self, only: str) -> dict[int, tuple[int, int]]:
        """For each item, and for 0, the next that asks: (page on which it stands, number of its line)."""
        found: dict[int, tuple[int, int]] = {}
        following: tuple[int, int] | None = None
        every = self.shown(only)
        for at in range(len(every) - 1, -1, -1):
            if following:
                found[every[at].line] = following
            if every[at].asks:
                following = at // PER_PAGE + 1, every[at].line
        return found | ({0: following} if following else {})

    def page(self, number: int, only: str) -> list[tuple[Any, int, list[Item]]]:
        """One page of items: (heading, how many in all, those on this page) for each group on it."""
        every = self.shown(only)
        here = every[(number - 1) * PER_PAGE : number * PER_PAGE]
        lines = {line.id: line for line in jobs.lines_of(reading(), [place.line for place in here])}
        groups: dict[int, list[Item]] = {}
        for place in here:
            groups.setdefault(place.group, []).append(self.item(lines[place.line]))
        totals = {group: sum(place.group == group for place in every) for group in groups}
        return [(GROUPS[group][1], totals[group], items) for group, items in groups.items()]


def listing(found: Job) -> Listing:
    """Count every line of a job, and read those that are told on top."""
    preview = "import" in found.payload or found.payload["options"]["dry_run"]
    listed = Listing(found, jobs.choices(reading(), found.id) if preview else {})
    papers, chosen, others = [], [], []
    for seen in receipts.glances(reading(), found.id):
        listed.counts[seen.outcome] = listed.counts.get(seen.outcome, 0) + 1
        if seen.outcome == "read":
            papers.append(seen.id)
            continue
        listed.places.append(Place(_PLACE.get(seen.outcome, 0), seen.id, seen.decides, seen.finds))
        listed.to_decide += seen.decides
        listed.useful = listed.useful or seen.outcome in _USEFUL or seen.publishes or seen.left
        if seen.item in listed.choices:
            chosen.append(seen.id)
        elif seen.comes or seen.stops:
            others.append(seen)
    listed.papers = jobs.lines_of(reading(), papers)
    _tell(listed, [listed.item(line) for line in jobs.lines_of(reading(), chosen)], others)
    return listed


def _tell(listed: Listing, chosen: Sequence[Item], others: Sequence[Glance]) -> None:
    """What stays a draft, and what has no rights; of chosen items, as the choices leave them."""
    drafts = [one.line.id for one in chosen if one.detail.get("stops")]
    drafts += [one.id for one in others if one.stops]
    told = jobs.lines_of(reading(), sorted(drafts)[:MOST_TOLD])
    listed.drafts, listed.drafts_total = [listed.item(line) for line in told], len(drafts)
    decided, coming = unstated(one.detail for one in chosen), [one for one in others if one.comes]
    without = sum(one.unstated for one in coming)
    listed.unstated = Unstated(decided.count + without, decided.total + len(coming))
