"""Where the words of a text stand in it as it was written: accents, case and possessives kept."""

import re
from typing import NamedTuple

from archive.search import analysis
from archive.search.folding import fold, spelt

# A sign with everything that is written onto it: what folding may make one sign of, or none.
_CLUSTER = re.compile(
    r"[\s\S][\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    r"\u0711-\u074a\u0900-\u0903\u093a-\u094f\u0e31-\u0e3a\u0e47-\u0e4e\u1160-\u11ff\u1ab0-\u1aff\u1dc0-\u1dff"
    r"\u200b-\u200d\u20d0-\u20f0\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f\uff9e\uff9f\u00ad\ufeff]*"
)


class Span(NamedTuple):
    """Signs of a text from `start` up to `end`."""

    start: int
    end: int


class Outlined:
    """The compounds and words of a piece of text without spaces."""

    def __init__(self, text: str) -> None:
        """Outline the text; words are counted from 0, as `analysis.tokens` counts them."""
        self._words: list[Span] = []
        self._compounds: dict[int, tuple[Span, frozenset[str]]] = {}  # by the number of the first word
        folded = fold(text)
        where = _origins(text, folded)
        for start, end, pieces in analysis.outline(folded):
            first = len(self._words)
            self._words += (_original(where, *piece) for piece in pieces)
            if len(pieces) > 1:
                span = _original(where, start, end)
                written = text[span.start : span.end]
                wholes = frozenset((analysis.joined(written), analysis.joined(spelt(written))))
                self._compounds[first] = (span, wholes)

    def span(self, word: int, token: str) -> Span:
        """What a token at a word stands for: the word, or the compound that the word begins."""
        if word in self._compounds:
            span, wholes = self._compounds[word]
            if token.startswith(analysis.EXACT) and token.removeprefix(analysis.EXACT) in wholes:
                return span
        return self._words[word]


def _origins(text: str, folded: str) -> list[Span] | None:
    """For each sign of the folded text the signs it was made of; None where each stands for itself."""
    if text.isascii():
        return None
    made: list[str] = []
    where: list[Span] = []
    for match in _CLUSTER.finditer(text):
        part = fold(match[0])
        made.append(part)
        where += [Span(*match.span())] * len(part)
    # Signs that fold otherwise together than alone: then every word of the piece is marked as all of it.
    return where if "".join(made) == folded else [Span(0, len(text))] * len(folded)


def _original(where: list[Span] | None, start: int, end: int) -> Span:
    return Span(start, end) if where is None else Span(where[start].start, where[end - 1].end)
