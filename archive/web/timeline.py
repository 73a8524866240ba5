"""When the photographs of a result were made: bars over time, a table behind them, one sentence for both.

Places and lengths are units of the drawing, which is shown at one CSS pixel a unit, so that each bar is as
wide as a finger. Counts are those of the facets, so each bar leads to exactly so many photographs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from archive.search.index import FacetValue, Found, Unavailable
from archive.search.query import DateRange, Not, parse, to_text
from archive.search.query.nodes import both
from archive.web import narrowing
from archive.web.asked import Asked
from archive.web.charts import Tick, scale
from archive.web.filters import listed
from archive.web.request import parts

SLOT = 47  # width of a decade or year, as wide as a target is
GAP = 7  # between two bars
LEFT, TOP, BOTTOM = 72, 24, 34  # room for figures and names
ROOM = 150  # height of the longest bar
MOST = 21  # decades or years that stand beside each other: as many as a wide page has room for
FEW = 10  # as many as a page of half that width has room for
YEARS_OF = 2  # decades, at most, that are told by year
TIED = 3  # decades or years that a sentence names as the largest together
DATED = DateRange("0001-01-01", None)


@dataclass(frozen=True)
class Bar:
    """A decade or year with photographs: where it leads, where it is drawn, its part of the longest bar."""

    value: str
    words: str
    count: int
    address: str
    share: int
    x: float = 0
    y: float = 0
    height: float = 0


@dataclass(frozen=True)
class Timeline:
    """Bars in order of time; those `drawn`, with the figures at their side; `group` is decade or year."""

    group: str
    total: int
    bars: tuple[Bar, ...]
    drawn: tuple[Bar, ...]
    up: tuple[Tick, ...]
    slots: int
    undated: int = 0
    undated_address: str = ""
    height: int = field(default=TOP + ROOM + BOTTOM)
    bottom: int = field(default=TOP + ROOM)
    left: int = field(default=LEFT)
    slot: int = field(default=SLOT)
    wide: int = field(default=SLOT - GAP)

    @property
    def width(self) -> int:
        """Of the drawing."""
        return LEFT + self.slots * SLOT

    @property
    def narrow(self) -> bool:
        """Whether it needs no more than half of a wide page."""
        return self.slots <= FEW

    @property
    def summary(self) -> str:
        """What the bars show, in a sentence."""
        return summary(self)

    @property
    def notes(self) -> list[str]:
        """What is to be known besides, in sentences."""
        return notes(self)

    @property
    def overlapping(self) -> bool:
        """Whether some photograph is in several bars, because its date is a range."""
        return sum(bar.count for bar in self.bars) > self.total - self.undated


def timeline(
    facets: Mapping[str, Sequence[FacetValue]],
    total: int,
    address: Callable[[str, str], str],
    *,
    chosen: Mapping[str, Sequence[str]] | None = None,
    undated: int = 0,
) -> Timeline | None:
    """Bars for a result of `total` photographs; None where there are not two of them.

    They are decades; where one or two decades are chosen, or are all there is, years. What is chosen in
    their own facet leaves the others out: then each count is what `address(facet, value)` finds.
    """
    chosen = chosen or {}
    decades = _chosen(facets, "decade", chosen)
    if 1 <= len(decades) <= YEARS_OF:
        within = {int(one.value) // 10 for one in decades}
        years = [one for one in _chosen(facets, "year", chosen) if int(one.value) // 10 in within]
        if len(years) > 1:
            return _made("year", years, total, address, undated)
    return _made("decade", decades, total, address, undated) if len(decades) > 1 else None


def _chosen(
    facets: Mapping[str, Sequence[FacetValue]], group: str, chosen: Mapping[str, Sequence[str]]
) -> list[FacetValue]:
    kept = chosen.get(group)
    found = (one for one in facets.get(group, ()) if not kept or one.value in kept)
    return sorted(found, key=lambda one: int(one.value))


def _made(
    group: str, values: Sequence[FacetValue], total: int, address: Callable[[str, str], str], undated: int
) -> Timeline:
    step = 10 if group == "decade" else 1
    first, last = _window([(int(one.value) // step, one.count) for one in values])
    most = max(one.count for one in values)
    top = scale(most)[-1]
    bars = []
    for one in values:
        high = round(max(ROOM * one.count / top, 2), 1)  # one photograph of many is still seen
        bars.append(
            Bar(
                one.value,
                words_of(group, one.value),
                one.count,
                address(group, one.value),
                max(1, round(100 * one.count / most)),
                LEFT + (int(one.value) // step - first) * SLOT + GAP / 2,
                round(TOP + ROOM - high, 1),
                high,
            )
        )
    drawn = tuple(bar for bar in bars if first <= int(bar.value) // step <= last)
    up = tuple(Tick(round(TOP + ROOM - ROOM * value / top, 1), f"{value:d}") for value in scale(most))
    return Timeline(group, total, tuple(bars), drawn, up, last - first + 1, undated)


def _window(counts: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The first and last of the steps to draw: all, or those MOST in a row that hold the most photographs."""
    first, last = counts[0][0], counts[-1][0]
    if last - first < MOST:
        return first, last
    held = {start: sum(n for step, n in counts if start <= step < start + MOST) for start, _n in counts}
    start = max(held, key=lambda one: held[one])
    return start, max(step for step, _n in counts if step < start + MOST)


def words_of(group: str, value: str) -> str:
    """A decade or year as people say it."""
    return str(_("%(year)ss", year=value)) if group == "decade" else value


def of_result(asked: Asked, found: Found) -> Timeline | None:
    """The timeline of a search's result."""

    def address(group: str, value: str) -> str:
        return narrowed(asked, group, value)

    made = timeline(found.facets, found.total, address, chosen=asked.chosen)
    if made is None:
        return None
    count, there = undated(asked)
    return replace(made, undated=count, undated_address=there)


def undated(asked: Asked) -> tuple[int, str]:
    """How many photographs of a search have no date, and the address that finds them ('' for none).

    In a large archive they are not counted, because that takes as long as the search itself: 0, and the
    address.
    """
    if {"decade", "year"} & set(asked.chosen):
        return 0, ""  # these are only in photographs with a date
    query = replace(asked.query, node=both((asked.query.node, Not(DATED))))
    words = to_text(query)
    address = replace(asked, words=words, page=1, every=False).address()
    if parse(words).node != query.node:
        address = ""  # one part more is more than a query may have
    if narrowing.large():
        return 0, address
    try:  # without waiting: the page has waited for the index already
        total = parts().index.find(replace(narrowing.request_of(asked, ()), query=query)).total
    except Unavailable:
        return 0, ""
    return (total, address) if total else (0, "")


def narrowed(asked: Asked, group: str, value: str) -> str:
    """Address of a search with one value of a facet chosen, instead of what was chosen there."""
    return replace(asked, chosen={**asked.chosen, group: (value,)}, page=1, every=False).address()


def summary(told: Timeline) -> str:
    """What the bars show, in a sentence."""
    largest = max(bar.count for bar in told.bars)
    names = [bar.words for bar in told.bars if bar.count == largest]
    numbers = {"count": format_decimal(largest), "total": format_decimal(told.total)}
    span = {"first": told.bars[0].words, "last": told.bars[-1].words}
    decades = told.group == "decade"
    if len(names) == 1 and largest * 2 > told.total:
        words = (
            _("Most are from the %(name)s: %(count)s of %(total)s.")
            if decades
            else _("Most are from %(name)s: %(count)s of %(total)s.")
        )
        return str(words % {"name": names[0], **numbers})
    if len(names) > TIED:
        words = (
            _("They are from the %(first)s to the %(last)s, with at most %(count)s of %(total)s in a decade.")
            if decades
            else _("They are from %(first)s to %(last)s, with at most %(count)s of %(total)s in a year.")
        )
        return str(words % {**span, **numbers})
    words = (
        _("They are from the %(first)s to the %(last)s, the most from the %(name)s: %(count)s of %(total)s.")
        if decades
        else _("They are from %(first)s to %(last)s, the most from %(name)s: %(count)s of %(total)s.")
    )
    if len(names) > 1:
        words = (
            _(
                "They are from the %(first)s to the %(last)s, the most from the %(name)s: %(count)s of "
                "%(total)s each."
            )
            if decades
            else _(
                "They are from %(first)s to %(last)s, the most from %(name)s: %(count)s of %(total)s each."
            )
        )
    return str(words % {"name": listed(names), **span, **numbers})


def notes(told: Timeline) -> list[str]:
    """What is to be known besides: what has no date, what is in several bars, what is not drawn."""
    said = []
    if told.undated:
        count = format_decimal(told.undated)
        said.append(
            str(ngettext("%(count)s has no date.", "%(count)s have no date.", told.undated, count=count))
        )
    if told.overlapping:
        said.append(
            str(
                _("A photograph that may be of several decades is counted in each of them.")
                if told.group == "decade"
                else _("A photograph that may be of several years is counted in each of them.")
            )
        )
    if len(told.drawn) < len(told.bars):
        said.append(str(_("Those far from the others are in the table only.")))
    return said
