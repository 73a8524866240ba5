"""What a query means: a small tree of plain values, the same for every engine."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from archive.search.query.problems import Problem


@dataclass(frozen=True, slots=True)
class All:
    """Every photograph."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any of its forms; `field` is a name of `tables.FIELDS`, None for anywhere."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words side by side as written, never stemmed."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word, at least two letters."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class DateRange:
    """Photographs whose own range of dates overlaps this one: ISO days, None for an open end.

    A photograph without a date is in no range.
    """

    earliest: str | None
    latest: str | None


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes or no about a photograph: `name` is `is` or `has`, `value` one of `tables.FLAGS`."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Language:
    """A caption or description in this language: a lower-case BCP 47 tag, matched as a beginning."""

    code: str


@dataclass(frozen=True, slots=True)
class Rights:
    """A rights code such as `cc0`, in lower case."""

    code: str


@dataclass(frozen=True, slots=True)
class Not:
    """What the part does not match."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """What every part matches; two parts or more, none of them And or All, none twice."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """What any part matches; two parts or more, none of them Or, none twice."""

    parts: tuple["Node", ...]


Text = Word | Phrase | Prefix
Node = All | Text | DateRange | Flag | Language | Rights | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """A query as read: what was typed (cleaned), the tree it was read as, and what was not understood."""

    text: str = ""
    node: Node = field(default_factory=All)
    problems: tuple[Problem, ...] = ()


def both(parts: Iterable[Node]) -> Node:
    """All of these, in the one shape such a tree can have."""
    kept = dict.fromkeys(
        leaf for part in parts for leaf in (part.parts if isinstance(part, And) else (part,))
    )
    kept.pop(All(), None)
    return And(tuple(kept)) if len(kept) > 1 else next(iter(kept), All())


def either(parts: Iterable[Node]) -> Node:
    """Any of these (at least one), in the one shape such a tree can have."""
    kept = dict.fromkeys(leaf for part in parts for leaf in (part.parts if isinstance(part, Or) else (part,)))
    return Or(tuple(kept)) if len(kept) > 1 else next(iter(kept))


def without(part: Node) -> Node:
    """What this does not match; twice is once nothing."""
    return part.part if isinstance(part, Not) else Not(part)


def leaves(node: Node, *, negated: bool = False) -> Iterator[Text]:
    """The texts a tree looks for, left to right; those under a Not only with `negated`."""
    if isinstance(node, Word | Phrase | Prefix):
        yield node
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from leaves(part, negated=negated)
    elif isinstance(node, Not) and negated:
        yield from leaves(node.part, negated=negated)
