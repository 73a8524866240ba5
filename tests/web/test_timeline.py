"""When the photographs of a result were made: which bars, how high, where they lead, what is said of them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from flask import Flask, render_template_string
from hypothesis import given
from hypothesis import strategies as st

from archive.search.index import FacetValue
from archive.web import timeline as module
from archive.web.timeline import GAP, LEFT, MOST, ROOM, SLOT, TOP, Timeline, notes, summary, timeline
from tests.web.outline import Outline


def counts(**groups: dict[int, int]) -> dict[str, list[FacetValue]]:
    return {group: [FacetValue(str(year), n) for year, n in some.items()] for group, some in groups.items()}


def made(total: int = 20, *, undated: int = 0, chosen: object = None, **groups: dict[int, int]) -> Timeline:
    told = timeline(
        counts(**groups),
        total,
        lambda group, value: f"/{group}/{value}",
        chosen=chosen,  # type: ignore[arg-type]
        undated=undated,
    )
    assert told is not None
    return told


@pytest.fixture(autouse=True)
def _words(app: Flask) -> Iterable[None]:
    """The page's language."""
    with app.test_request_context():
        yield


def test_decades_stand_in_order_of_time_with_room_for_empty_ones() -> None:
    told = made(decade={1890: 2, 1860: 12, 1870: 6})
    assert [(bar.words, bar.count, bar.address) for bar in told.bars] == [
        ("1860s", 12, "/decade/1860"),
        ("1870s", 6, "/decade/1870"),
        ("1890s", 2, "/decade/1890"),
    ]
    assert [bar.x for bar in told.bars] == [LEFT + GAP / 2 + SLOT * slot for slot in (0, 1, 3)]
    assert told.slots == 4
    assert told.width == LEFT + 4 * SLOT


def test_bars_are_as_high_as_their_counts_and_stand_on_the_axis() -> None:
    told = made(total=1100, decade={1860: 1000, 1870: 500, 1880: 1})
    assert [bar.height for bar in told.bars] == [ROOM, ROOM / 2, 2]
    assert all(bar.y + bar.height == pytest.approx(TOP + ROOM) for bar in told.bars)
    assert (told.up[0].at, told.up[-1].at, told.up[-1].words) == (TOP + ROOM, TOP, "1000")
    assert [bar.share for bar in told.bars] == [100, 50, 1]


def test_one_or_two_decades_are_told_by_year() -> None:
    years = {1934: 1, 1936: 3, 1941: 2, 1950: 9}
    told = made(decade={1930: 4, 1940: 2}, year=years)
    assert (told.group, [bar.words for bar in told.bars]) == ("year", ["1934", "1936", "1941"])
    assert made(decade={1930: 4, 1940: 2, 1950: 9}, year=years).group == "decade"
    told = made(decade={1930: 4, 1940: 2, 1950: 9}, year=years, chosen={"decade": ("1930",)})
    assert [bar.address for bar in told.bars] == ["/year/1934", "/year/1936"]
    assert made(decade={1930: 4, 1940: 2}).group == "decade"  # years were not counted


def test_what_was_chosen_leaves_out_bars_whose_links_would_find_something_else() -> None:
    years = {1936: 3, 1937: 2, 1938: 1}
    told = made(decade={1930: 6}, year=years, chosen={"year": ("1936", "1938")})
    assert [bar.value for bar in told.bars] == ["1936", "1938"]
    told = made(decade=dict.fromkeys(range(1900, 1960, 10), 1), chosen={"decade": ("1900", "1910", "1930")})
    assert [bar.value for bar in told.bars] == ["1900", "1910", "1930"]


@pytest.mark.parametrize(
    "groups", [{}, {"decade": {}}, {"decade": {1930: 4}}, {"decade": {1930: 4}, "year": {1936: 4}}]
)
def test_there_is_none_where_there_is_nothing_to_compare(groups: dict[str, dict[int, int]]) -> None:
    assert timeline(counts(**groups), 4, lambda _group, _value: "") is None


@pytest.mark.parametrize(
    ("decades", "words"),
    [
        ({1860: 12, 1870: 4}, "Most are from the 1860s: 12 of 20."),
        (
            {1860: 7, 1870: 6, 1890: 1},
            "They are from the 1860s to the 1890s, the most from the 1860s: 7 of 20.",
        ),
        (
            {1860: 6, 1870: 6, 1890: 1},
            "They are from the 1860s to the 1890s, the most from the 1860s and 1870s: 6 of 20 each.",
        ),
        (
            dict.fromkeys(range(1900, 1950, 10), 4),
            "They are from the 1900s to the 1940s, with at most 4 of 20 in a decade.",
        ),
    ],
)
def test_a_sentence_says_what_the_bars_show(decades: dict[int, int], words: str) -> None:
    assert summary(made(decade=decades)) == words


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ({1936: 12, 1937: 4}, "Most are from 1936: 12 of 20."),
        ({1934: 7, 1937: 6}, "They are from 1934 to 1937, the most from 1934: 7 of 20."),
        ({1934: 7, 1937: 7}, "They are from 1934 to 1937, the most from 1934 and 1937: 7 of 20 each."),
        ({1930 + n: 4 for n in range(5)}, "They are from 1930 to 1934, with at most 4 of 20 in a year."),
    ],
)
def test_the_same_by_year(years: dict[int, int], words: str) -> None:
    assert summary(made(decade={1930: 20}, year=years)) == words


def test_what_the_bars_do_not_show_is_said() -> None:
    assert notes(made(total=6, decade={1860: 4, 1870: 2})) == []
    assert notes(made(total=6, undated=1, decade={1860: 3, 1870: 2})) == ["1 has no date."]
    several = "A photograph that may be of several decades is counted in each of them."
    assert notes(made(total=6, undated=3, decade={1860: 3, 1870: 2})) == ["3 have no date.", several]


def test_a_date_far_from_the_others_is_in_the_table_only() -> None:
    told = made(decade={1000: 1, 1900: 5, 1960: 2, 9990: 1})
    assert [bar.value for bar in told.drawn] == ["1900", "1960"]
    assert len(told.bars) == 4
    assert notes(told)[-1] == "Those far from the others are in the table only."


@given(
    st.dictionaries(
        st.integers(100, 999).map(lambda n: n * 10), st.integers(1, 10**6), min_size=2, max_size=40
    )
)
def test_bars_never_overlap_and_stay_inside(decades: dict[int, int]) -> None:
    told = timeline(counts(decade=decades), sum(decades.values()), lambda _group, _value: "")
    assert told is not None
    assert [bar.value for bar in told.bars] == [str(decade) for decade in sorted(decades)]
    assert told.drawn
    assert told.slots <= MOST
    assert all(b.x - a.x >= SLOT for a, b in pairwise(told.drawn))
    assert all(LEFT <= bar.x <= told.width - told.wide for bar in told.drawn)
    assert all(0 < bar.height <= ROOM and bar.y >= TOP for bar in told.bars)


def test_each_bar_is_a_link_and_the_table_has_the_same() -> None:
    told = made(total=21, undated=2, decade={1860: 12, 1870: 7})
    page = Outline(
        render_template_string(
            "{% from 'pages/browse/_timeline.html' import timeline %}{{ timeline(told) }}",
            told=told,
        )
    )  # fmt: skip
    assert page.one("summary").words == "Timeline. Most are from the 1860s: 12 of 21."
    inside = [one for one in page.all("a") if "svg" in one.inside]
    table = [one for one in page.all("a") if "table" in one.inside]
    assert (
        [one["href"] for one in inside] == [one["href"] for one in table] == ["/decade/1860", "/decade/1870"]
    )
    # The drawing is for pointers: whoever hears or tabs has the table.
    assert {one["tabindex"] for one in inside} == {"-1"}
    assert {one["aria-hidden"] for one in page.all("svg")} == {"true"}
    assert [one.words for one in inside] == ["12 1860s", "7 1870s"]
    assert not page.all("title")  # a page has one
    assert [one.words for one in page.all("tr")] == ["Decade Photographs", "1860s 12", "1870s 7"]
    assert [one.words for one in page.all("p")] == ["2 have no date."]


def test_a_bar_is_as_wide_as_a_target_is() -> None:
    assert module.SLOT >= 44
