"""Line charts as places on a drawing: no colours, no markup, nothing that a browser has to reckon.

All lengths are units of the drawing, WIDTH by HEIGHT with the origin at the top left, as SVG counts them. A
template draws what is reckoned here; every line has its own pattern and mark, and its name at its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

WIDTH, HEIGHT = 800, 380
LEFT, RIGHT, TOP, BOTTOM = 88, 240, 20, 44  # room for figures, names and months around the lines
MOST = 5  # lines that can be told apart by pattern and mark
TICKS = 5
MONTHS = 6  # names of months along the bottom, at most
MARKED = 24  # points that each get a mark; of more, only the last one does
APART = 42  # between the names of two lines, each with its figure below it
FIGURE = 16  # room for the figure below the lowest name, above the months


@dataclass(frozen=True)
class Line:
    """What is to be drawn: a name, and its figures, one a step."""

    name: str
    values: Sequence[int]


@dataclass(frozen=True)
class Tick:
    """A place along an axis, and what stands there."""

    at: float
    words: str


@dataclass(frozen=True)
class Drawn:
    """A line as drawn: its points, which of them have a mark, where its name stands; `kind` from 0."""

    name: str
    first: int
    last: int
    kind: int
    points: tuple[tuple[float, float], ...]
    marks: tuple[tuple[float, float], ...]
    name_at: float

    @property
    def path(self) -> str:
        """The points as SVG's `points` wants them."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)


@dataclass(frozen=True)
class Chart:
    """Everything that a template draws."""

    lines: tuple[Drawn, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def chart(steps: Sequence[str], lines: Sequence[Line]) -> Chart:
    """Place lines over steps with these names; every line has a figure of 0 or more for each step.

    Raises ValueError where there is no step, where a line is longer or shorter than the steps, or where
    there are more lines than can be told apart.
    """
    if not steps or any(len(line.values) != len(steps) for line in lines) or len(lines) > MOST:
        raise ValueError("A chart has steps, at most five lines, and a figure of each line for every step.")
    tops = scale(max((max(line.values) for line in lines), default=0))
    across = [_across(number, len(steps)) for number in range(len(steps))]
    names = spread([_up(line.values[-1], tops[-1]) for line in lines])
    return Chart(
        tuple(_drawn(kind, line, across, tops[-1], names[kind]) for kind, line in enumerate(lines)),
        tuple(Tick(across[number], steps[number]) for number in _named(len(steps))),
        tuple(Tick(_up(value, tops[-1]), f"{value:d}") for value in tops),
    )


def _drawn(kind: int, line: Line, across: Sequence[float], top: int, name_at: float) -> Drawn:
    points = tuple((x, _up(value, top)) for x, value in zip(across, line.values, strict=True))
    marks = points if len(points) <= MARKED else points[-1:]
    return Drawn(line.name, line.values[0], line.values[-1], kind, points, marks, name_at)


def _across(number: int, steps: int) -> float:
    """Steps stand evenly between the edges; a single one stands at the right edge, beside its name."""
    room = WIDTH - LEFT - RIGHT
    return round(LEFT + room * (number / (steps - 1) if steps > 1 else 1), 1)


def _up(value: int, top: int) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top, 1)


def scale(most: int) -> list[int]:
    """Whole figures from 0 in even steps of 1, 2 or 5 times a power of ten, the last not below `most`."""
    most = max(most, 1)
    step = next(step for step in _steps() if step * TICKS >= most)
    return list(range(0, most + step, step))


def _steps() -> Iterator[int]:
    """1, 2, 5, 10, 20, 50 and so on."""
    for power in count():
        yield from (10**power, 2 * 10**power, 5 * 10**power)


def _named(steps: int) -> list[int]:
    """Which steps get their name: the first, the last, and some evenly between."""
    parts = min(steps, MONTHS) - 1
    return sorted({round(number * (steps - 1) / parts) for number in range(parts + 1)}) if parts else [0]


def spread(wanted: Sequence[float]) -> list[float]:
    """Places near the wanted ones that keep apart and stay within the lines' room."""
    order = sorted(range(len(wanted)), key=lambda number: (-wanted[number], -number))
    places = list(wanted)
    floor = float(HEIGHT - BOTTOM - FIGURE)
    for number in order:  # from the bottom upwards
        places[number] = min(places[number], floor)
        floor = places[number] - APART
    ceiling = float(TOP)
    for number in reversed(order):  # what was pushed above the top comes back down
        places[number] = max(places[number], ceiling)
        ceiling = places[number] + APART
    return places
