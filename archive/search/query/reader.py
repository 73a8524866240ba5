"""Puts marks and leaves together: OR joins its two neighbours, everything side by side must match."""

import unicodedata
from collections.abc import Iterator

from archive.search.query.commonest import leave_out
from archive.search.query.lexer import Lexer, Mark
from archive.search.query.nodes import Node, Query, both, either, without
from archive.search.query.problems import Problem
from archive.search.query.tables import MOST_CHARACTERS, MOST_NESTED
from archive.search.query.writer import nesting, to_text

# A canonical form can be longer and deeper than what was typed; then less of it is read, so that the
# canonical form is itself within the limits.
_TRIES = ((MOST_CHARACTERS, MOST_NESTED), (MOST_CHARACTERS, 7), (1_500, 7), (1_000, 7), (500, 7))
_DIRECTION = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad")


def parse(text: str, language: str = "en") -> Query:
    """Read a query; whatever is typed, this returns and raises nothing.

    The commonest words of `language`, that of whoever asks, are left out beside others and said in
    `problems`; an empty one leaves out none. At most 2,000 characters, 64 words and 16 parentheses inside
    each other are read: the rest is left out and said too. Control signs, signs of direction and half
    characters are dropped.
    """
    cleaned, whole = _clean(text)
    for characters, nested in _TRIES:
        typed = cleaned[:characters].rstrip()
        lexer = Lexer(typed, nested)
        node, common = leave_out(_Reader(lexer).read(), language)
        if len(to_text(node)) <= MOST_CHARACTERS and nesting(node) <= MOST_NESTED:
            break
    for word in common:
        lexer.problem("stop-word", word)
    problems = tuple(lexer.problems.values())
    if typed != cleaned or not whole:
        problems = (Problem("too-long", f"{characters:,}"), *problems)
    return Query(typed, node, problems)


def _clean(text: str) -> tuple[str, bool]:
    """The text as it is read, and whether that is all of it."""
    first = text[: 4 * MOST_CHARACTERS]
    kept = (" " if c.isspace() else c for c in first if c not in _DIRECTION)
    plain = "".join(c for c in kept if unicodedata.category(c) not in {"Cc", "Cs"})
    cleaned = " ".join(unicodedata.normalize("NFC", plain).split())
    return cleaned[:MOST_CHARACTERS].rstrip(), len(first) == len(text) and len(cleaned) <= MOST_CHARACTERS


class _Reader:
    def __init__(self, lexer: Lexer) -> None:
        self._lexer = lexer
        self._marks = lexer.marks
        self._at = 0

    def read(self) -> Node:
        return both(self._clauses())

    def _peek(self) -> Mark | Node | None:
        return self._marks[self._at] if self._at < len(self._marks) else None

    def _clauses(self) -> Iterator[Node]:
        """Everything up to the end or the closing parenthesis."""
        while self._peek() not in {None, "close"}:
            choices = self._choices()
            if choices:
                yield either(choices)

    def _choices(self) -> list[Node]:
        """One unit, or several with OR between them."""
        choices: list[Node] = []
        joined = True
        while joined and self._peek() not in {None, "close"}:
            unit = self._unit()
            choices += [unit] if unit is not None else []
            joined = self._peek() == "or"
            if joined:
                self._at += 1
                complete = unit is not None and self._peek() not in {None, "close", "or"}
                if not complete:
                    self._lexer.problem("or-alone", "OR")
        return choices

    def _unit(self) -> Node | None:
        """A leaf or a group, with its minus; None where there is nothing."""
        negative = False
        while self._peek() == "minus":
            negative = not negative
            self._at += 1
        mark = self._peek()
        if mark is None or mark in {"or", "close"}:
            return None
        self._at += 1
        if mark == "open":
            parts = list(self._clauses())
            self._at += 1
            node = both(parts) if parts else None
        else:
            node = mark  # type: ignore[assignment]  # marks that are words are all dealt with above
        return without(node) if node is not None and negative else node
