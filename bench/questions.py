"""Queries of each class that is measured, drawn from the photographs themselves, so that they find something.

A word is common where more than 3 % of the photographs have it (those in more than half are of the grammar
and not asked for), rare where at most one in 1,000 has.
"""

import random
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from archive.search import analysis
from archive.search.document import Document
from bench.captions import FIRST_YEAR, YEARS, words_of

SHORTEST = 4  # letters of a word that is asked for
COMMON, FORMULA = 0.03, 0.5


class Question(NamedTuple):
    """A query in our grammar, and for FTS5: its match, its first and its last day as YYYYMMDD."""

    text: str
    match: str
    first: int = 0
    last: int = 99999999


def plain(text: str) -> Question:
    """Words that both read alike."""
    return Question(text, text)


def classes(sample: Sequence[Document], rounds: int, seed: int = 9) -> dict[str, list[Question]]:
    """Queries by class; the sample should be some thousands of photographs."""
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    for one in sample:
        # Not a set: its order differs between processes, and all sides must be asked the same.
        counts.update(dict.fromkeys(_words(words_of(one)), 1))
    most = len(sample)
    common = [word for word, n in counts.most_common() if COMMON * most < n < FORMULA * most]
    rare = [word for word, n in counts.items() if n == 1]
    known = frozenset(common)
    return {
        "common word": [plain(word) for word in chance.sample(common, min(rounds, len(common)))],
        "rare word": [plain(word) for word in chance.sample(rare, min(rounds, len(rare)))],
        "two words": [plain(_two(chance, sample, known)) for _ in range(rounds)],
        "phrase": [plain(f'"{_pair(chance, sample)}"') for _ in range(rounds)],
        "prefix, 3 letters": [plain(chance.choice(rare)[:3] + "*") for _ in range(rounds)],
        "prefix, 2 letters": [plain(chance.choice(rare)[:2] + "*") for _ in range(rounds)],
        "field and dates": [_dated(chance, common) for _ in range(rounds)],
        "dates": [_dated(chance, ()) for _ in range(rounds)],
        "everything": [Question("", "")] * rounds,
    }


def _words(text: str) -> list[str]:
    found = re.findall(r"[a-z]+", text.lower())
    return [word for word in found if len(word) >= SHORTEST and not analysis.stop_word(word, "en")]


def _two(chance: random.Random, sample: Sequence[Document], common: frozenset[str]) -> str:
    while True:
        both = sorted(set(_words(words_of(chance.choice(sample)))) & common)
        if len(both) > 1:
            return " ".join(chance.sample(both, 2))


def _pair(chance: random.Random, sample: Sequence[Document]) -> str:
    """Two words that stand side by side in a caption: a quality and a thing, or a thing and what it does."""
    while True:
        caption = chance.choice(sample).caption.lower()
        pairs = re.findall(r"(?=\b([a-z]{4,} [a-z]{4,})\b)", caption)
        good = [pair for pair in pairs if len(_words(pair)) > 1]
        if good:
            return str(chance.choice(good))


def _dated(chance: random.Random, common: Sequence[str]) -> Question:
    year = FIRST_YEAR + chance.randrange(YEARS - 10)
    days, first, last = f"date:{year}..{year + 9}", year * 10_000, (year + 10) * 10_000
    if not common:
        return Question(days, "", first, last)
    word = chance.choice(common)
    return Question(f"caption:{word} {days}", f"{{caption headline}}: {word}", first, last)
