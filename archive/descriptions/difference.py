"""What changed between two versions of a text, word by word: pure, and bounded in time.

Paragraphs are compared first and the words of those that differ after that. A word keeps its accents,
apostrophes and hyphens; punctuation stands alone, so that a new comma does not mark the word before it;
in scripts that write no spaces between words each character counts as one. Long stretches are split at
words that occur once on both sides (the idea of patience sorting); short ones get the longest common
sequence, words weighing more than spaces. Where the allowance of steps runs out, what is left of the two
sides is told as a whole: removed, then added.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby, pairwise

ALLOWANCE = 600_000  # steps for one pair of texts: a few tenths of a second at most
SHORT = 40_000  # cells: two sentences of 200 words and spaces each
SLIDE = 2_000  # letters that a change is moved by at most
WORD, SIGN = 4, 1  # what keeping a word weighs against keeping a space or a comma
_PARTS = re.compile(r"(\n\s*\n)")


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed (`same`), went (`removed`) or came (`added`)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Run:
    """`count` equal tokens, from `left` on the one side and `right` on the other."""

    left: int
    right: int
    count: int


@dataclass
class _Search:
    """Two token lists being compared, and how many steps are left."""

    before: Sequence[str]
    after: Sequence[str]
    allowance: int
    runs: list[Run] = field(default_factory=list)


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of two texts in reading order; what was removed stands before what was added for it.

    The pieces that stayed and that were removed give `before` again, letter by letter; those that stayed
    and that were added give `after`.
    """
    allowance = ALLOWANCE
    pieces: list[Piece] = []
    for kind, old, new in _paragraphs(before, after):
        if kind == "same":
            pieces.append(Piece("same", old))
            continue
        search = _Search(words(old), words(new), allowance)
        pieces += _pieces(search)
        allowance = search.allowance
    return tuple(_tidied(pieces))


def kept(pieces: Iterable[Piece]) -> float:
    """Share of the longer version that stayed, from 0 (another text) to 1 (the same), spaces not counted."""
    sizes: Counter[str] = Counter()
    for piece in pieces:
        sizes[piece.kind] += len("".join(piece.text.split()))
    whole = sizes["same"] + max(sizes["removed"], sizes["added"])
    return sizes["same"] / whole if whole else 1.0


def words(text: str) -> list[str]:
    """A text as words, signs and spaces; joined they are the text."""
    return _token().findall(text)


def is_word(token: str) -> bool:
    """Whether a token (or a stretch of text) holds a letter or a digit."""
    return any(character.isalnum() for character in token)


@cache
def _token() -> re.Pattern[str]:
    r"""Words as the languages of the archive write them.

    Python's `\w` leaves out combining marks, of which words in Hindi, Arabic or Thai are made.
    """
    marks = "".join(_marks())
    # Thai, Lao, Burmese, Khmer; kana; Chinese characters
    alone = (
        "\u0e00-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e80-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u1000-\u102a"
        "\u1780-\u17b3\u3040-\u3098\u309b-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
        "\U00020000-\U0003ffff"
    )
    letter = rf"(?:[^\W{alone}]|[{marks}])"
    joined = r"(?:['’\u2010\u2011-]|(?<=\d)[.,:](?=\d))"
    return re.compile(
        rf"[{alone}][{marks}]*|{letter}+(?:{joined}{letter}+)*|\n\s*\n|\n|[^\S\n]+|.", re.DOTALL
    )


def _marks() -> Iterator[str]:
    """Ranges of combining marks, for a class of characters."""
    points = (c for c in range(0x300, sys.maxunicode + 1) if unicodedata.category(chr(c))[0] == "M")
    for _distance, run in groupby(enumerate(points), key=lambda pair: pair[1] - pair[0]):
        found = [point for _number, point in run]
        yield f"{chr(found[0])}-{chr(found[-1])}"


def _paragraphs(before: str, after: str) -> Iterator[tuple[str, str, str]]:
    """(same or other, stretch before, stretch after), each stretch whole paragraphs."""
    search = _Search(_PARTS.split(before), _PARTS.split(after), ALLOWANCE)
    left = right = 0
    for run in [*_runs(search), Run(len(search.before), len(search.after), 0)]:
        old, new = "".join(search.before[left : run.left]), "".join(search.after[right : run.right])
        if old or new:
            yield "other", old, new
        left, right = run.left + run.count, run.right + run.count
        if run.count:
            same = "".join(search.before[run.left : left])
            yield "same", same, same


def _pieces(search: _Search) -> Iterator[Piece]:
    left = right = 0
    for run in [*_runs(search), Run(len(search.before), len(search.after), 0)]:
        yield Piece("removed", "".join(search.before[left : run.left]))
        yield Piece("added", "".join(search.after[right : run.right]))
        left, right = run.left + run.count, run.right + run.count
        yield Piece("same", "".join(search.before[run.left : left]))


def _runs(search: _Search) -> list[Run]:
    """Equal tokens of both sides, in order."""
    waiting = [(0, len(search.before), 0, len(search.after))]
    while waiting:
        low, high, other_low, other_high = waiting.pop()
        low, other_low = _skip_start(search, low, high, other_low, other_high)
        high, other_high = _skip_end(search, low, high, other_low, other_high)
        size = (high - low) * (other_high - other_low)
        if not size:
            continue
        if size <= min(SHORT, search.allowance):
            search.allowance -= size
            _longest(search, low, high, other_low, other_high)
        else:
            waiting += _split(search, low, high, other_low, other_high)
    return sorted(search.runs, key=lambda run: run.left)


def _skip_start(search: _Search, low: int, high: int, other_low: int, other_high: int) -> tuple[int, int]:
    count = 0
    most = min(high - low, other_high - other_low)
    while count < most and search.before[low + count] == search.after[other_low + count]:
        count += 1
    if count:
        search.runs.append(Run(low, other_low, count))
    return low + count, other_low + count


def _skip_end(search: _Search, low: int, high: int, other_low: int, other_high: int) -> tuple[int, int]:
    count = 0
    most = min(high - low, other_high - other_low)
    while count < most and search.before[high - count - 1] == search.after[other_high - count - 1]:
        count += 1
    if count:
        search.runs.append(Run(high - count, other_high - count, count))
    return high - count, other_high - count


def _split(
    search: _Search, low: int, high: int, other_low: int, other_high: int
) -> list[tuple[int, int, int, int]]:
    """The stretches between words that occur once on both sides; none where there are no such words."""
    search.allowance -= high - low + other_high - other_low
    if search.allowance <= 0:
        return []
    once, other_once = _once(search.before, low, high), _once(search.after, other_low, other_high)
    pairs = [(place, other_once[token]) for token, place in once.items() if token in other_once]
    stretches = []
    for place, other in _rising(pairs):
        search.runs.append(Run(place, other, 1))
        stretches.append((low, place, other_low, other))
        low, other_low = place + 1, other + 1
    return [*stretches, (low, high, other_low, other_high)] if stretches else []


def _once(tokens: Sequence[str], low: int, high: int) -> dict[str, int]:
    """Words that occur once in a stretch, and where; in order of place."""
    counts = Counter(tokens[low:high])
    return {tokens[i]: i for i in range(low, high) if counts[tokens[i]] == 1 and is_word(tokens[i])}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest choice of pairs that rise on both sides; they rise on the first already."""
    ends: list[int] = []
    rows: list[int] = []
    previous: list[int] = []
    for number, (_place, other) in enumerate(pairs):
        slot = bisect_left(ends, other)
        previous.append(rows[slot - 1] if slot else -1)
        ends[slot : slot + 1], rows[slot : slot + 1] = [other], [number]
    found = []
    number = rows[-1] if rows else -1
    while number >= 0:
        found.append(pairs[number])
        number = previous[number]
    return found[::-1]


def _longest(search: _Search, low: int, high: int, other_low: int, other_high: int) -> None:
    """The heaviest common sequence of two short stretches, by a table from their ends."""
    before, after = search.before[low:high], search.after[other_low:other_high]
    rows = [[0] * (len(after) + 1)]
    for token in reversed(before):
        weight, below, row = WORD if is_word(token) else SIGN, rows[-1], [0]
        for number in range(len(after) - 1, -1, -1):
            best = max(below[number], row[-1])
            if token == after[number]:
                best = max(best, below[number + 1] + weight)
            row.append(best)
        rows.append(row[::-1])
    rows.reverse()
    left = right = 0
    while left < len(before) and right < len(after):
        if before[left] == after[right] and rows[left][right] > rows[left + 1][right]:
            search.runs.append(Run(low + left, other_low + right, 1))
            left, right = left + 1, right + 1
        elif rows[left + 1][right] >= rows[left][right + 1]:
            left += 1
        else:
            right += 1


def _tidied(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The same difference in fewer pieces: neighbours joined, and no scrap kept between two changes.

    A scrap is a space or a comma, or words shorter than what changed on both sides of them.
    """
    done: list[list[str]] = [["", "", ""]]  # same, removed and added, in this order
    for same, removed, added in _triples(pieces):
        last = done[-1]
        if same and not (_changed(last) and (removed or added) and _scrap(last, same, removed, added)):
            done.append([same, removed, added])
        else:
            last[1] += (same if _changed(last) else "") + removed
            last[2] += (same if _changed(last) else "") + added
    done.append(["", "", ""])
    for triple, following in pairwise(done):
        _slide(triple, following, first=triple is done[0])
    for triple in done:
        for kind, text in zip(("same", "removed", "added"), triple, strict=True):
            if text:
                yield Piece(kind, text)


def _slide(triple: list[str], following: list[str], *, first: bool) -> None:
    """Move what only came, or only went, to where people would say that it did.

    “a, b, c” after “a, c” may be told as “, b” or as “b, ”: equal words at its two ends allow both. Whole
    paragraphs, lines and sentences are best, then what begins with a word. What stays on either side stays.
    """
    place = next((n for n in (1, 2) if triple[n] and not triple[3 - n]), 0)
    if not place:
        return
    tokens = deque(words(triple[place]))
    around = triple[0] + "".join(tokens) + following[0]
    start, end = len(triple[0]), len(triple[0]) + len(triple[place])
    least, most = int(not first), len(around) - int(_changed(following))
    most = min(most, end + SLIDE)
    while start - len(tokens[-1]) >= max(least, end - SLIDE) and around.endswith(tokens[-1], 0, start):
        tokens.rotate(1)
        start, end = start - len(tokens[0]), end - len(tokens[0])
    best, chosen = _fit(around[:start], tokens), start
    while end + len(tokens[0]) <= most and around.startswith(tokens[0], end):
        start, end = start + len(tokens[0]), end + len(tokens[0])
        tokens.rotate(-1)
        if (fit := _fit(around[:start], tokens)) >= best:
            best, chosen = fit, start
    size = end - start
    triple[0], triple[place], following[0] = (
        around[:chosen], around[chosen : chosen + size], around[chosen + size :],
    )  # fmt: skip


def _fit(before: str, tokens: Sequence[str]) -> int:
    if before.rstrip(" ").endswith((".", "!", "?", "…", "\n")):
        return 2
    return int(is_word(tokens[0]) and not before[-1:].isalnum())


def _triples(pieces: Iterable[Piece]) -> Iterator[tuple[str, str, str]]:
    """What stayed and what changed right after it, over and over."""
    now = {"same": "", "removed": "", "added": ""}
    for piece in pieces:
        if piece.kind == "same" and piece.text and (now["removed"] or now["added"]):
            yield now["same"], now["removed"], now["added"]
            now = {"same": "", "removed": "", "added": ""}
        now[piece.kind] += piece.text
    yield now["same"], now["removed"], now["added"]


def _changed(triple: Sequence[str]) -> bool:
    return bool(triple[1] or triple[2])


def _scrap(last: Sequence[str], same: str, removed: str, added: str) -> bool:
    if _PARTS.search(same):
        return False
    size = len(same.strip())
    around = min(max(len(last[1]), len(last[2])), max(len(removed), len(added)))
    return not is_word(same) or size < around
