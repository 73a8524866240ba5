"""The archive's own query grammar: text to tree and back, whatever engine searches.

`parse` reads what a person typed and never fails: what it did not understand is a `Problem` in the result.
`to_text` writes the one canonical form of a tree, which `parse` reads back to the same tree.
"""

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
    leaves,
)
from archive.search.query.problems import PROBLEMS, Problem, explain
from archive.search.query.reader import parse
from archive.search.query.tables import (
    DATES,
    FIELDS,
    FLAGS,
    FORMS,
    MOST_CHARACTERS,
    MOST_NESTED,
    MOST_TERMS,
    Help,
)
from archive.search.query.writer import to_text

__all__ = [
    "DATES",
    "FIELDS",
    "FLAGS",
    "FORMS",
    "MOST_CHARACTERS",
    "MOST_NESTED",
    "MOST_TERMS",
    "PROBLEMS",
    "All",
    "And",
    "DateRange",
    "Flag",
    "Help",
    "Language",
    "Node",
    "Not",
    "Or",
    "Phrase",
    "Prefix",
    "Problem",
    "Query",
    "Rights",
    "Text",
    "Word",
    "explain",
    "leaves",
    "parse",
    "to_text",
]
