"""How fast search answers: each engine of the archive beside SQLite FTS5, on the same texts in one run.

`python -m bench search [COUNT …]` (10,000 and 100,000 if not said; 1,000,000 by hand), or a file of JSON
lines in place of a count (`collection` names its fields). Whoosh is measured up to 100,000. Every side is
built in a process of its own and asked in three others that have just started; each query is timed once in
each of them. Wall times, with CPU times beside them: on a busy machine only those can be compared. Queries
ask for twenty ids without facets, with two groups, and with all.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from archive.search.document import Document
from archive.search.fields import FACETS
from bench import collection, machine
from bench.captions import Captions
from bench.measuring import Timed, alone, peak_mb, timed
from bench.questions import classes, plain
from bench.sides import ENGINES, MOST, YARDSTICK, Side, opened

COUNTS = ("10000", "100000")
ROUNDS = 40
SAVES = 30
MOST_SECONDS = 10  # until a save is found
SAMPLE = 4_000  # photographs that queries are drawn from
TWO = ("collection", "decade")
GROUPS: dict[str, tuple[str, ...]] = {"no facets": (), "two facets": TWO, "all facets": FACETS}


def main(asked: list[str]) -> None:
    """Measure each size in turn and print its tables in Markdown."""
    print(f"Search; {machine.line()}")
    for source in asked or COUNTS:
        with tempfile.TemporaryDirectory() as folder:
            measure(source, Path(folder))


def photographs(source: str) -> Iterator[Document]:
    """A number of photographs made from the grammar, or those of a file."""
    return Captions().photographs(int(source)) if source.isdecimal() else collection.photographs(Path(source))


def measure(source: str, folder: Path) -> None:
    """One size."""
    count = int(source) if source.isdecimal() else sum(1 for _ in photographs(source))
    names = [name for name in (*ENGINES, YARDSTICK) if count <= MOST.get(name, count)]
    built, answered = {}, {}
    for name in names:
        (folder / name).mkdir()
        built[name] = alone(build, name, folder / name, source, count)
        parts = {group: alone(ask, name, folder / name, source, group) for group in GROUPS}
        saves = alone(save, name, folder / name)
        answered[name] = {
            **parts["no facets"],
            "times": {group: part["times"] for group, part in parts.items()},
            "peak": max(part["peak"] for part in parts.values()),
            "save": saves,
        }
        _tell(name, built[name], answered[name])
    print(f"\n## {count:,} photographs\n")
    _print_sides(built, answered)
    for group in GROUPS:
        _print_classes(group, answered)
    _print_same(answered)


def _tell(name: str, built: Mapping[str, Any], answered: Mapping[str, Any]) -> None:
    """Say what one side did as soon as it is known, so that a run that is stopped leaves something."""
    rate = f"{built['count'] / built['cpu']:,.0f} photographs a CPU-second, {built['bytes'] / 1e6:.1f} MB"
    print(f"{name}: {rate}; save {_both(answered['save'])}", file=sys.stderr)
    for group, kinds in answered["times"].items():
        told = "; ".join(f"{kind} {_both(times)}" for kind, times in kinds.items())
        print(f"{name}, {group}, ms (CPU), p50 / p95: {told}", file=sys.stderr, flush=True)


def build(name: str, folder: Path, source: str, count: int) -> dict[str, Any]:
    """Write an index in this process; the time that making the photographs took is left out."""
    side = opened(name, folder)
    making: list[Timed] = []
    whole = timed(lambda: side.fill(_clocked(photographs(source), making), count))
    spent = Timed(whole.wall - sum(t.wall for t in making), whole.cpu - sum(t.cpu for t in making))
    return {"wall": spent.wall, "cpu": spent.cpu, "count": count, "peak": peak_mb(), "bytes": side.bytes()}


def _clocked(documents: Iterator[Document], making: list[Timed]) -> Iterator[Document]:
    """The same photographs, with the time that each thousand took."""
    while True:
        some: list[Document] = []
        making.append(timed(partial(_take, some, documents)))
        if not some:
            return
        yield from some


def _take(some: list[Document], documents: Iterator[Document]) -> None:
    some.extend(islice(documents, 1_000))


def ask(name: str, folder: Path, source: str, group: str) -> dict[str, Any]:
    """Ask an index that is on disk."""
    questions = classes(list(islice(photographs(source), SAMPLE)), ROUNDS)
    side, facets = opened(name, folder), GROUPS[group]
    first = timed(lambda: side.find(questions["rare word"][0], facets))
    times: dict[str, list[Timed]] = {}
    totals: dict[str, list[int]] = {}
    for kind, some in questions.items():
        times[kind] = [timed(partial(side.find, one, facets)) for one in some]
    for kind, some in questions.items():
        totals[kind] = [side.find(one, ())[0] for one in some]
    return {"open": first, "times": times, "totals": totals, "peak": peak_mb()}


def save(name: str, folder: Path) -> list[Timed]:
    """The time from a save until another reader finds it by a word that was not there before."""
    writer, reader = opened(name, folder), opened(name, folder)
    maker, found = Captions(seed=6), []
    for number in range(SAVES):
        word = "quixomel" + chr(ord("a") + number % 26) * (1 + number // 26)
        new = _public(maker, 10_000_000 + number * 50, word)
        found.append(timed(partial(_until, writer, reader, new, word, number + 2)))
    return found


def _public(maker: Captions, number: int, word: str) -> Document:
    return replace(maker.photograph(number), public=True, visibility="published", caption=f"The {word}.")


def _until(writer: Side, reader: Side, new: Document, word: str, upto: int) -> None:
    writer.save(new, upto)
    end = time.monotonic() + MOST_SECONDS
    while not reader.find(plain(word), ())[0]:
        if time.monotonic() > end:
            raise TimeoutError("What was saved is not found.")


def _print_sides(built: Mapping[str, Any], answered: Mapping[str, Any]) -> None:
    count = built[YARDSTICK]["count"]
    print("| | " + " | ".join(built) + " |")
    print("|---|" + "---|" * len(built))
    facts: dict[str, Callable[[str], str]] = {
        "photographs a second (a CPU-second)": lambda name: (
            f"{count / built[name]['wall']:,.0f} ({count / built[name]['cpu']:,.0f})"
        ),
        "index MB": lambda name: f"{built[name]['bytes'] / 1e6:.1f}",
        "most memory, building / asking, MB": lambda name: (
            f"{built[name]['peak']:.0f} / {answered[name]['peak']:.0f}"
        ),
        "first answer of a process, ms (CPU)": lambda name: _ms([answered[name]["open"]], 0.5),
        "save until found, p50 / p95, ms (CPU)": lambda name: _both(answered[name]["save"]),
    }
    for label, told in facts.items():
        print(f"| {label} | " + " | ".join(told(name) for name in built) + " |")


def _print_classes(group: str, answered: Mapping[str, Any]) -> None:
    print(f"\nWall ms (CPU ms), p50 / p95, {group}; ratios are medians of pairs of CPU times\n")
    engines = [name for name in answered if name != YARDSTICK]
    print("| query | " + " | ".join([*answered, *(f"FTS5 : {name}" for name in engines)]) + " |")
    print("|---|" + "---|" * (len(answered) + len(engines)))
    for kind in answered[YARDSTICK]["times"][group]:
        times = {name: answered[name]["times"][group][kind] for name in answered}
        ratios = [
            machine.median(
                [a.cpu / max(b.cpu, 1e-6) for a, b in zip(times[YARDSTICK], times[name], strict=True)]
            )
            for name in engines
        ]
        cells = [_both(each) for each in times.values()] + [f"{ratio:.1f}" for ratio in ratios]
        print(f"| {kind} | " + " | ".join(cells) + " |")


def _ratio(slow: list[Timed], fast: list[Timed]) -> float:
    pairs = zip(slow, fast, strict=True)
    return machine.median([one.cpu / max(other.cpu, 1e-6) for one, other in pairs])


def _print_same(answered: Mapping[str, Any]) -> None:
    """Whether engines found equally many; FTS5 stems otherwise, so only ours are compared."""
    found = {json.dumps(answered[name]["totals"]) for name in answered if name != YARDSTICK}
    told = "equal" if len(found) == 1 else "NOT EQUAL"
    middle = {kind: machine.median(some) for kind, some in answered[YARDSTICK]["totals"].items()}
    print(f"\nNumbers found by our engines: {told}. Median number that FTS5 found: ", end="")
    print(", ".join(f"{kind} {number:,.0f}" for kind, number in middle.items()))


def _both(times: list[Timed]) -> str:
    return f"{_ms(times, 0.5)} / {_ms(times, 0.95)}"


def _ms(times: list[Timed], part: float) -> str:
    wall, cpu = (1_000 * machine.at(list(each), part) for each in zip(*times, strict=True))
    return f"{wall:.1f} ({cpu:.1f})"


if __name__ == "__main__":
    main(sys.argv[1:])
