"""The photographs that a query chooses for an export: all that it finds, or the reasons why none are taken.

A search goes on with what it understood, because people see the result. What is exported leaves the
archive unseen, so a query with a mistake exports nothing.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from archive.config import message
from archive.search import query
from archive.search.index import Request, Whole
from archive.search.query import Problem

MISTAKES = {
    "date-reversed": message("The range “{value}” ends before it begins."),
    "date-unreadable": message("“{value}” is not a date in a form that is known here."),
    "field-empty": message("“{value}” needs a word right after the colon."),
    "flag-unknown": message("“{value}” is not something that can be asked for."),
    "language-unreadable": message("“{value}” is not a language code such as “es”."),
    "nesting": message("Parentheses stand inside more than {value} others."),
    "nothing-in-it": message("“{value}” has no letters or digits."),
    "or-alone": message("“OR” stands between two words, and here it does not."),
    "parenthesis-extra": message("A closing parenthesis has no opening one."),
    "parenthesis-open": message("A parenthesis was not closed."),
    "prefix-long-list": message("“{value}” begins too many words: more than {reading}."),
    "prefix-short": message("“{value}” needs at least two letters before the star."),
    "quote-open": message("A quotation mark was not closed."),
    "rights-unreadable": message("“{value}” is not a rights code such as “cc0”."),
    "star-inside": message("A star works only at the end of a word, and in “{value}” it stands elsewhere."),
    "stop-word": message(
        "“{value}” is in nearly every text, so it would be left out; put it in quotation marks or remove it."
    ),
    "too-long": message("The query is longer than {value} characters."),
    "too-many-terms": message("The query has more than {value} words."),
    "unknown-field": message("“{value}” is not a field of a photograph."),
}
REBUILDING = message(
    "The search index, which tells what a query means, is being rebuilt. Try again in a moment, or export "
    "all photographs."
)


@dataclass(frozen=True)
class Trouble:
    """Why nothing is exported: a sentence with its values, and whether the query itself is mistaken."""

    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)
    mistake: bool = False

    def __str__(self) -> str:
        return self.sentence.format(**self.values)


@dataclass(frozen=True)
class Selection:
    """Ids of the photographs in the order of the query, none where there is trouble.

    Where it is not `fresh`, what was saved in the last moments may be missing.
    """

    ids: Sequence[int] = field(default_factory=lambda: array("q"))
    troubles: tuple[Trouble, ...] = ()
    fresh: bool = True


def select(words: str, whole: Callable[[Request], Whole | None]) -> Selection:
    """Choose all that a query finds as staff; `whole` answers a request, None while the index is rebuilt."""
    asked = query.parse(words)
    if asked.problems:
        return Selection(troubles=tuple(_mistake(one) for one in asked.problems))
    found = whole(Request(query=asked, audience="staff"))
    if found is None:
        return Selection(troubles=(Trouble(REBUILDING),))
    if found.problems:
        return Selection(troubles=tuple(_mistake(one) for one in found.problems))
    return Selection(found.ids, fresh=found.fresh)


def _mistake(problem: Problem) -> Trouble:
    values = {"value": problem.value, "reading": problem.reading}
    return Trouble(MISTAKES[problem.code], values, mistake=True)
