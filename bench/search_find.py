"""How long the search index takes to answer, by class of query, over generated photographs.

`python -m bench.search_find [PHOTOGRAPHS]` (10,000 if not said): CPU milliseconds of whole answers, facets
included, and of writing. Words are drawn from 30,000 made-up ones, the n-th in frequency 1/n as often as the
first, as in real text; a photograph has about 90 of them.
"""

import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

from archive.search.document import Document, Text
from archive.search.engine_whoosh import Whoosh
from archive.search.fields import Audience
from archive.search.holder import Holder
from archive.search.index import Request
from archive.search.policy import Policy
from archive.search.query import parse

WORDS = 30_000
ROUNDS = 40
APPROVED, PUBLIC = 0.7, 0.9  # shares
_START, _MIDDLE, _END = (
    ("b", "c", "d", "f", "gr", "h", "l", "m", "n", "p", "r", "s", "st", "t", "v"),
    "aeiou",
    ("l", "m", "n", "r", "rd", "s", "st", "t", "ck", "d"),
)


class Maker:
    """Makes photographs, the same ones for the same number."""

    def __init__(self, seed: int = 5) -> None:
        """Draw the vocabulary."""
        self.random = random.Random(seed)
        made: dict[str, None] = {}
        while len(made) < WORDS:
            made[self._syllable() + self.random.choice(("", self._syllable())) + self._syllable()] = None
        self.words = list(made)
        self.shares = list(accumulate(1 / (n + 2) for n in range(WORDS)))

    def _syllable(self) -> str:
        pick = self.random.choice
        return pick(_START) + pick(_MIDDLE) + pick(_END)

    def text(self, words: int) -> str:
        """Some words, common ones most often."""
        return " ".join(self.random.choices(self.words, cum_weights=self.shares, k=words))

    def document(self, number: int) -> Document:
        """One photograph."""
        draw = self.random
        year, approved = draw.randrange(1860, 2024), draw.random() < APPROVED
        texts = (Text("alt", "en", self.text(18), approved), Text("long", "en", self.text(20), approved))
        return Document(
            id=number,
            version=1,
            accession=f"2024-{number:06}",
            public=draw.random() < PUBLIC,
            language="en",
            headline=self.text(6),
            caption=self.text(35),
            credit=self.text(3),
            creators=(f"creator {int(draw.paretovariate(0.7)) % 3_000}",),
            people=(self.text(2),),
            keywords=tuple(self.text(4).split()),
            place=self.text(3),
            place_facet=f"place {draw.randrange(150)}",
            collection_slug=f"c{number % 100}",
            collection_title=f"{self.words[number % 100]} story",
            rights="cc0",
            texts=texts,
            earliest=f"{year}-01-01",
            latest=f"{year}-12-31",
            has_image=True,
        )


def opened(folder: Path) -> Holder:
    """The index in a folder, as a process sees it that has just started."""
    return Holder(folder / "index", {"whoosh": Whoosh()}, Policy("whoosh"))


def main(photographs: int) -> None:
    """Build, ask, write, and print a table."""
    maker = Maker()
    words = maker.words
    with tempfile.TemporaryDirectory() as folder:
        index = opened(Path(folder))
        begun = time.process_time()
        with index.draft(photographs) as draft:
            draft.fill((maker.document(n + 1) for n in range(photographs)), 1)
            draft.put_in_force()
        print(f"{photographs:,} photographs, {photographs / (time.process_time() - begun):.0f} a CPU-second")
        begun = time.process_time()
        index.find(Request())
        print(f"first answer of a process {1_000 * (time.process_time() - begun):.0f} ms")
        print(f"index {index.status().bytes / 1e6:.1f} MB")
        draw = maker.random
        classes: dict[str, Callable[[], str]] = {
            "nothing": lambda: "",
            "common word": lambda: words[draw.randrange(20)],
            "usual word": lambda: words[draw.randrange(100, 1_000)],
            "rare word": lambda: words[draw.randrange(20_000, WORDS)],
            "two words": lambda: f"{words[draw.randrange(20)]} {words[draw.randrange(20, 100)]}",
            "phrase": lambda: f'"{words[draw.randrange(10)]} {words[draw.randrange(10)]}"',
            "prefix, 3 letters": lambda: words[draw.randrange(WORDS)][:3] + "*",
            "prefix, 2 letters": lambda: words[draw.randrange(WORDS)][:2] + "*",
            "field and dates": lambda: (
                f"caption:{words[draw.randrange(20)]} date:{draw.randrange(1860, 1990)}..2000"
            ),
            "dates": lambda: f"date:{draw.randrange(1860, 1990)}..2000",
        }
        print(
            f"{'CPU ms':20}",
            *(f"{who + ' p50':>11} {'p95':>7} {'again p50':>10}" for who in ("reader", "staff")),
        )
        for name, make in classes.items():
            queries = [make() for _ in range(ROUNDS)]
            print(f"{name:20}", *(_row(Path(folder), queries, who) for who in ("reader", "staff")))
        print(
            "newest first, page 400",
            _row(Path(folder), ["date:1860..2024"] * 5, "reader", offset=7_980),
        )
        _save(Path(folder), maker, photographs)
    print(f"most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000:.0f} MB")


def _row(folder: Path, queries: list[str], audience: Audience, offset: int = 0) -> str:
    index = opened(folder)
    index.find(Request(audience=audience))
    first, again = ([_time(index, text, audience, offset) for text in queries] for _ in range(2))
    slow = statistics.quantiles(first, n=20)[-1]
    return f"{statistics.median(first):11.1f} {slow:7.1f} {statistics.median(again):10.1f}"


def _time(index: Holder, text: str, audience: Audience, offset: int) -> float:
    begun = time.process_time()
    index.find(Request(parse(text), audience, offset=offset, sort="newest" if offset else "relevance"))
    return 1_000 * (time.process_time() - begun)


def _save(folder: Path, maker: Maker, photographs: int) -> None:
    index, other = opened(folder), opened(folder)
    other.find(Request())
    writes, finds = [], []
    for n in range(ROUNDS):
        document = maker.document(maker.random.randrange(photographs) + 1)
        begun = time.perf_counter()
        index.apply([document], 2 + n)
        written = time.perf_counter()
        other.find(Request())
        writes.append(1_000 * (written - begun))
        finds.append(1_000 * (time.perf_counter() - written))
    for name, times in (("save", writes), ("first find after a save", finds)):
        slow = statistics.quantiles(times, n=20)[-1]
        print(f"{name}, wall ms: p50 {statistics.median(times):.1f}, p95 {slow:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
