"""Where the words of a query stand in a photograph, as passages to show: which field, which words of it.

No engine is asked: a document of the catalogue is analysed again, for the photographs of one page only, with
the analyser that made the index. So what is marked is what was found.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate, islice
from typing import NamedTuple

from archive.search import analysis, fields
from archive.search.document import Document
from archive.search.excerpts import Piece, Place, choose, cut
from archive.search.fields import Audience
from archive.search.folding import fold, spelt
from archive.search.outlines import Outlined, Span
from archive.search.query import Node, Phrase, Prefix, Text, Word, leaves

__all__ = ["MOST", "Passage", "Piece", "passages", "spelling"]

MOST = 240  # characters of a passage
_SENTENCES = frozenset({"alt", "headline", "caption", "long", "transcript"})
_MOST_PLACES = 1_000  # of one text that are weighed against each other
_REMEMBERED = 20_000  # pieces of text, for each of the last few queries
# Text between spaces; and between signs that no word has in it, for scripts written without spaces.
_ASCII = re.compile(r"\S+")
_CHUNK = re.compile(r"[^\s。、？！（）：；「」『』《》]+")


class Passage(NamedTuple):
    """The part of a field's text that says most of what was looked for.

    The `pieces` joined are a part of the text as it was written; `found` ones are to be marked. `language`
    is its BCP 47 tag or empty.
    """

    field: str
    language: str
    pieces: tuple[Piece, ...]
    cut_before: bool
    cut_after: bool


class _Leaf(NamedTuple):
    """A text of the query: the tokens that any of is enough, those needed side by side, a beginning."""

    fields: tuple[str, ...]
    tokens: frozenset[str]
    parts: tuple[str, ...]
    start: str


class _Hits(NamedTuple):
    """What is wanted in a piece of text: how many words it has, and the tokens with their words."""

    words: int
    tokens: tuple[tuple[str, int], ...]


def passages(document: Document, node: Node, audience: Audience, *, most: int = MOST) -> tuple[Passage, ...]:
    """One passage for each field in which a text of the query stands, in the order of `fields.SEARCHED`.

    Texts under a Not are not looked for. A passage has at most `most` characters, cut between words where
    there are spaces; a text that this audience does not find is never shown.
    """
    sought = _sought(node)
    best: dict[str, tuple[int, Passage]] = {}
    for text in fields.passages(document):
        if not (text.open or audience == "staff") or not sought.in_field(text.field):
            continue
        found = sorted(sought.places(text))
        if not found:
            continue
        cluster, different = choose(found, most)
        if text.field not in best or different > best[text.field][0]:
            pieces, before, after = cut(text.text, found, cluster, most)
            best[text.field] = (different, Passage(text.field, text.language, pieces, before, after))
    return tuple(best[name][1] for name in fields.SEARCHED if name in best)


def spelling(document: Document, word: str, audience: Audience) -> str:
    """A folded word as this document writes it, `Cañon` for `canon`; not with the capital of a sentence.

    The word itself where the document does not have it, or not as it stands.
    """
    written = [
        (piece.text.islower(), not begins, piece.text)
        for passage in passages(document, Word(word), audience)
        for piece, begins in zip(passage.pieces, _beginnings(passage), strict=True)
        if piece.found and word in {fold(piece.text), spelt(piece.text)}
    ]
    lower, inside, best = max(written, key=lambda one: one[:2], default=(True, True, word))
    return best if lower or inside else best.lower()


def _beginnings(passage: Passage) -> Iterator[bool]:
    """For each piece whether a sentence begins with it; in names and keywords none does."""
    before = "" if passage.cut_before else "."
    for piece in passage.pieces:
        yield passage.field in _SENTENCES and before.rstrip(' \n"“”«»¿¡')[-1:] in set(".!?…:")
        before = piece.text


@lru_cache(maxsize=4)
def _sought(node: Node) -> "_Sought":
    return _Sought(leaves(node))


class _Sought:
    """The texts of one query, and what pieces of text had of them."""

    def __init__(self, texts: Iterable[Text]) -> None:
        self._leaves = [_leaf(text) for text in dict.fromkeys(texts)]
        self._wanted = frozenset(token for leaf in self._leaves for token in (*leaf.tokens, *leaf.parts))
        self._starts = tuple(leaf.start for leaf in self._leaves if leaf.start)
        self._share = max(1, _MOST_PLACES // max(1, len(self._leaves)))
        self._remembered: dict[str, dict[str, _Hits]] = {}

    def in_field(self, name: str) -> list[tuple[int, _Leaf]]:
        """The texts that look in a field, numbered."""
        return [(n, leaf) for n, leaf in enumerate(self._leaves) if name in leaf.fields]

    def places(self, passage: fields.Passage) -> Iterator[Place]:
        """Where the texts of the query stand in a text: the first ones of each."""
        pattern = _ASCII if passage.text.isascii() else _CHUNK
        chunks = pattern.findall(passage.text)
        hits = self._hits(chunks, passage.language)
        if not any(one.tokens for one in hits):
            return
        begins = array("L", accumulate((one.words for one in hits), initial=0))
        positions: dict[str, list[int]] = {}
        for begin, one in zip(begins, hits, strict=False):  # one number more than there are pieces
            for token, word in one.tokens:
                positions.setdefault(token, []).append(begin + word)
        stands = [
            (number, words)
            for number, leaf in self.in_field(passage.field)
            for words in islice(_stands(leaf, positions), self._share)
        ]
        if stands:
            origin = _Origin(passage.text, pattern, begins, (at for _, words in stands for at, _ in words))
            for number, words in stands:
                spans = [origin.span(at, token) for at, token in words]
                yield Place(spans[0].start, max(span.end for span in spans), number)

    def _hits(self, chunks: list[str], language: str) -> list[_Hits]:
        code = language.partition("-")[0].lower()
        known = self._remembered.setdefault(code, {})
        if len(known) > _REMEMBERED:
            known = self._remembered[code] = {}
        return [known.get(chunk) or self._look(chunk, code, known) for chunk in chunks]

    def _look(self, chunk: str, code: str, known: dict[str, _Hits]) -> _Hits:
        tokens, words = analysis.chunk_tokens(chunk, code)
        wanted, starts = self._wanted, self._starts
        hits = [one for one in tokens if one[0] in wanted or (starts and one[0].startswith(starts))]
        made = _Hits(words, tuple(hits))
        if len(chunk) <= analysis.LONGEST:
            known[chunk] = made
        return made


class _Origin:
    """From words by number to signs of the text."""

    def __init__(
        self, text: str, pattern: re.Pattern[str], begins: "array[int]", needed: Iterable[int]
    ) -> None:
        self._begins = begins
        numbers = {self._chunk(position) for position in needed}
        last = max(numbers)
        matches = enumerate(islice(pattern.finditer(text), last + 1))
        self._chunks = {n: (match.start(), _outlined(match[0])) for n, match in matches if n in numbers}

    def span(self, position: int, token: str) -> Span:
        number = self._chunk(position)
        start, outlined = self._chunks[number]
        span = outlined.span(position - self._begins[number], token)
        return Span(start + span.start, start + span.end)

    def _chunk(self, position: int) -> int:
        return bisect_right(self._begins, position) - 1


_remembered = lru_cache(maxsize=2_000)(Outlined)


def _outlined(chunk: str) -> Outlined:
    return _remembered(chunk) if len(chunk) <= analysis.LONGEST else Outlined(chunk)


def _leaf(text: Text) -> _Leaf:
    where = fields.looks_in(text.field)
    match text:
        case Word():
            tokens, parts = analysis.forms(text.text)
            return _Leaf(where, frozenset(tokens), parts, "")
        case Phrase():
            return _Leaf(where, frozenset(), analysis.phrase(text.text), "")
        case Prefix():
            return _Leaf(where, frozenset(), (), analysis.EXACT + analysis.joined(text.text))


def _stands(leaf: _Leaf, positions: dict[str, list[int]]) -> Iterator[list[tuple[int, str]]]:
    """Every place of one text of the query: its words, each as position and token."""
    for token, where in positions.items():
        if token in leaf.tokens or (leaf.start and token.startswith(leaf.start)):
            yield from ([(position, token)] for position in where)
    yield from _side_by_side(leaf.parts, positions)


def _side_by_side(parts: tuple[str, ...], positions: dict[str, list[int]]) -> Iterator[list[tuple[int, str]]]:
    if not parts or not all(part in positions for part in parts):
        return
    anchor = min(range(len(parts)), key=lambda n: len(positions[parts[n]]))
    there = {part: frozenset(positions[part]) for part in parts}
    others = [(n - anchor, there[part]) for n, part in enumerate(parts) if n != anchor]
    for position in positions[parts[anchor]]:
        if all(position + after in known for after, known in others):
            first = position - anchor
            yield [(first + n, part) for n, part in enumerate(parts)]
