"""What a preview or a receipt lists: counts of everything, and one page of items at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from archive import jobs
from archive.ingest import choices, receipts
from archive.ingest.choices import Question
from archive.ingest.outcome import Options, Unstated, unstated
from archive.ingest.receipts import Glance
from archive.jobs import Job, Line
from archive.web.intake_told import Text, origins, texts
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
    def texts(self) -> list[Text]:
        """The descriptions that a preview's item would bring."""
        return texts({**self.line.detail.get("values", {}), **self.chosen}, self.detail.get("sources", {}))

    @property
    def origins(self) -> dict[str, str]:
        """Where its values came from, as far as that is not plain."""
        return origins(self.detail.get("sources", {}))

    @property
    def editable(self) -> bool:
        """Whether its words can be changed before it comes in."""
        return "values" in self.line.detail

    @property
    def asked(self) -> list[str]:
        """Sentences that its questions say already."""
        return [*(one.why for one in self.questions), *self.line.detail.get("asked", {})]


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
    places: list[tuple[int, int, bool]] = field(default_factory=list)  # group, line, whether it asks

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

    def page(self, number: int, *, asking: bool) -> list[tuple[Any, int, list[Item]]]:
        """One page of items: (heading, how many in all, those on this page) for each group on it."""
        every = sorted(place for place in self.places if place[2] or not asking)
        here = every[(number - 1) * PER_PAGE : number * PER_PAGE]
        lines = {line.id: line for line in jobs.lines_of(reading(), [place[1] for place in here])}
        groups: dict[int, list[Item]] = {}
        for group, line_id, _asks in here:
            groups.setdefault(group, []).append(self.item(lines[line_id]))
        totals = {group: sum(place[0] == group for place in every) for group in groups}
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
        listed.places.append((_PLACE.get(seen.outcome, 0), seen.id, seen.decides))
        listed.to_decide += seen.decides
        listed.useful = listed.useful or seen.outcome in _USEFUL or seen.publishes
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
