"""Texts of 30,000 made-up words, the n-th drawn 1/(n + 2) as often as the whole, from a seed."""

import random
from itertools import accumulate

WORDS = 30_000
_START, _MIDDLE, _END = (
    ("b", "c", "d", "f", "gr", "h", "l", "m", "n", "p", "r", "s", "st", "t", "v"),
    "aeiou",
    ("l", "m", "n", "r", "rd", "s", "st", "t", "ck", "d"),
)


class Maker:
    """Makes texts, the same ones in the same order."""

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
