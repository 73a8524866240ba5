"""Places of lines, figures and names on a chart."""

from __future__ import annotations

from itertools import pairwise

import pytest

from archive.web import charts
from archive.web.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Line, chart, scale, spread


@pytest.mark.parametrize(
    ("most", "figures"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (5, [0, 1, 2, 3, 4, 5]),
        (6, [0, 2, 4, 6]),
        (11, [0, 5, 10, 15]),
        (100, [0, 20, 40, 60, 80, 100]),
        (101, [0, 50, 100, 150]),
        (80_001, [0, 20_000, 40_000, 60_000, 80_000, 100_000]),
    ],
)
def test_figures_up_the_side_are_round_and_reach_the_top(most: int, figures: list[int]) -> None:
    assert scale(most) == figures


def test_points_stand_evenly_and_at_their_height() -> None:
    made = chart(["a", "b", "c"], [Line("All", [0, 5, 10])])
    floor, room = HEIGHT - BOTTOM, HEIGHT - BOTTOM - TOP
    middle = LEFT + (WIDTH - LEFT - RIGHT) / 2
    assert made.lines[0].points == ((LEFT, floor), (middle, floor - room / 2), (WIDTH - RIGHT, TOP))
    assert (
        made.lines[0].path == f"{LEFT:g},{floor:g} {middle:g},{floor - room / 2:g} {WIDTH - RIGHT:g},{TOP:g}"
    )
    assert [(tick.at, tick.words) for tick in made.across] == [
        (LEFT, "a"), (middle, "b"), (WIDTH - RIGHT, "c"),
    ]  # fmt: skip
    assert (made.up[0].at, made.up[-1].at) == (floor, TOP)


def test_a_single_step_is_still_a_mark() -> None:
    made = chart(["now"], [Line("All", [3])])
    assert made.lines[0].marks == made.lines[0].points == ((WIDTH - RIGHT, pytest.approx(TOP)),)


def test_lines_differ_in_kind_and_many_points_have_one_mark() -> None:
    long = list(range(charts.MARKED + 1))
    made = chart([str(n) for n in long], [Line("All", long), Line("English", long)])
    assert [line.kind for line in made.lines] == [0, 1]
    assert [len(line.marks) for line in made.lines] == [1, 1]
    assert len(made.across) == charts.MONTHS
    assert (made.across[0].words, made.across[-1].words) == ("0", str(charts.MARKED))


@pytest.mark.parametrize("wanted", [[20] * 5, [336] * 5, [100, 101, 99], [20, 336]])
def test_names_keep_apart_and_inside(wanted: list[float]) -> None:
    places = spread(wanted)
    assert all(b - a >= charts.APART for a, b in pairwise(sorted(places)))
    assert min(places) >= TOP
    assert max(places) <= HEIGHT - BOTTOM - charts.FIGURE


def test_names_that_have_room_stay_where_their_lines_end() -> None:
    assert spread([50, 150, 250]) == [50, 150, 250]


@pytest.mark.parametrize(
    ("steps", "lines"),
    [([], []), (["a"], [Line("All", [1, 2])]), (["a"], [Line(str(n), [1]) for n in range(charts.MOST + 1)])],
)
def test_what_cannot_be_drawn_is_refused(steps: list[str], lines: list[Line]) -> None:
    with pytest.raises(ValueError, match="A chart has steps"):
        chart(steps, lines)
