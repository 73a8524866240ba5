"""The whole search page over HTTP, beside Datasette's with the same texts and queries, in turn.

`python -m bench page [COUNT …]` (10,000 and 100,000 if not said). The archive is served as `archive serve`
does, with the engine that `auto` chooses; its page counts two facets, and once more all of them. One client;
every query is asked of each in turn, after a first round that is not counted. Times are by the clock:
milliseconds until the last byte; on a busy machine only the ratios of pairs say something.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

from archive.config import Settings
from archive.parts import build
from archive.search import keeper
from bench import catalogue, machine, peer
from bench.captions import Captions
from bench.fts import Fts
from bench.questions import Question, classes

COUNTS = ("10000", "100000")
SAMPLE, ROUNDS = 4_000, 20
OURS, ALL, THEIRS = "archive, two facets", "archive, all facets", "Datasette, two facets"


def main(asked: list[str]) -> None:
    """Measure each size."""
    print(f"Search page; {machine.line()}")
    for count in asked or COUNTS:
        with tempfile.TemporaryDirectory() as folder:
            measure(int(count), Path(folder))


def measure(count: int, folder: Path) -> None:
    """One size: fill both, serve both, ask in turn, print a table in Markdown."""
    engine = _fill(count, folder)
    questions = classes(list(Captions().photographs(min(count, SAMPLE))), ROUNDS)
    program = peer.installed(folder / "datasette")
    with _served(folder) as ours:
        if program is None:
            _print(count, engine, {kind: _asked(some, ours, "") for kind, some in questions.items()})
            return
        words = Fts(folder / "words.db")
        words.fill(Captions().photographs(count))
        words.bytes()
        with peer.served(program, peer.ready(words.path, folder)) as theirs:
            _print(count, engine, {kind: _asked(some, ours, theirs) for kind, some in questions.items()})


def _fill(count: int, folder: Path) -> str:
    """The archive's catalogue and index; the name of the engine."""
    parts = build(Settings(home=folder, database=folder / "archive.db"))
    try:
        catalogue.fill(parts.db, Captions().photographs(count))
        keeper.rebuild(parts.db, parts.index)
        return parts.index.status().engine
    finally:
        parts.close()


@contextmanager
def _served(home: Path) -> Iterator[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ARCHIVE_")}
    own = {"ARCHIVE_HOME": str(home), "ARCHIVE_PORT": "0", "ARCHIVE_WORKERS": "1"}
    command = [sys.executable, "-m", "bench.two_facets"]
    server = subprocess.Popen(
        command, env=kept | own, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert server.stdout is not None  # noqa: S101 - a pipe was asked for
        yield server.stdout.readline().strip().replace("localhost", "127.0.0.1")
    finally:
        server.terminate()
        server.wait()


def _asked(some: list[Question], ours: str, theirs: str) -> dict[str, list[float]]:
    """Milliseconds of each page, query by query."""
    times: dict[str, list[float]] = {OURS: [], ALL: [], THEIRS: []}
    for counted in (False, True):
        for turn, one in enumerate(islice(some, None if counted else 3)):
            pages = {OURS: _address(ours, one), ALL: _address(ours, one, filters="all")}
            if theirs:
                pages[THEIRS] = peer.address(theirs, one)
            first = turn % len(pages)  # who is asked second may find something warm
            for name in [*pages][first:] + [*pages][:first]:
                spent = _get(pages[name])
                if counted:
                    times[name].append(spent)
    return {name: values for name, values in times.items() if values}


def _address(base: str, one: Question, **more: str) -> str:
    given = {"q": one.text, **more} if one.text else more
    return f"{base}/photographs?{urlencode(given)}" if given else f"{base}/photographs"


def _get(url: str) -> float:
    begun = time.perf_counter()
    with urllib.request.urlopen(url) as answer:
        answer.read()
    return (time.perf_counter() - begun) * 1_000


def _print(count: int, engine: str, times: dict[str, dict[str, list[float]]]) -> None:
    names = list(next(iter(times.values())))
    beside = THEIRS in names
    print(f"\n## Search page at {count:,} photographs, {engine}; ms, p50 / p95\n")
    print("| query | " + " | ".join(names) + (" | Datasette : archive |" if beside else " |"))
    print("|---|" + "---|" * (len(names) + beside))
    every = {name: [one for kind in times.values() for one in kind[name]] for name in names}
    for kind, by in {**times, "all queries": every}.items():
        cells = [f"{machine.at(by[name], 0.5):.1f} / {machine.at(by[name], 0.95):.1f}" for name in names]
        if beside:
            pairs = zip(by[THEIRS], by[OURS], strict=True)
            cells.append(f"{machine.median([one / other for one, other in pairs]):.2f}")
        print(f"| {kind} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main(sys.argv[1:])
