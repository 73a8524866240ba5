"""The one canonical form of a query."""

from archive.search.query.nodes import (
    All,
    And,
    DateRange,
    Flag,
    Language,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Rights,
    Text,
    Word,
)
from archive.search.query.periods import write_period


def to_text(query: Query | Node) -> str:
    """A query as text that `parse` reads to the same tree; empty for every photograph."""
    node = query.node if isinstance(query, Query) else query
    if isinstance(node, And | Or):
        return (" OR " if isinstance(node, Or) else " ").join(_inside(part) for part in node.parts)
    return f"-{_inside(node.part)}" if isinstance(node, Not) else _leaf(node)


def _leaf(node: Text | DateRange | Flag | Language | Rights | All) -> str:
    match node:
        case Word(text, name):
            written = _named(name, text)
        case Prefix(text, name):
            written = _named(name, f"{text}*")
        case Phrase(text, name):
            written = _named(name, f'"{text}"')
        case DateRange():
            written = f"date:{write_period(node)}"
        case Flag(name, value):
            written = f"{name}:{value}"
        case Language(code):
            written = f"lang:{code}"
        case Rights(code):
            written = f"rights:{code}"
        case All():
            written = ""
    return written


def _inside(node: Node) -> str:
    text = to_text(node)
    return f"({text})" if isinstance(node, And | Or) else text


def _named(name: str | None, text: str) -> str:
    return f"{name}:{text}" if name else text


def nesting(node: Node) -> int:
    """How many parentheses stand inside each other in the canonical form."""
    match node:
        case And(parts) | Or(parts):
            return max(nesting(part) + isinstance(part, And | Or) for part in parts)
        case Not(part):
            return nesting(part) + isinstance(part, And | Or)
        case _:
            return 0
