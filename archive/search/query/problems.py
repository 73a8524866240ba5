"""What was not understood in a query, as values that a page explains."""

from dataclasses import dataclass

# Sentences for people; {value} is what was typed, {reading} how it was read. A page may translate them.
PROBLEMS = {
    "date-reversed": "The range “{value}” ends before it begins; it was read as “{reading}”.",
    "date-unreadable": "“{value}” is not a date in a form this search knows; it was searched as words.",
    "field-empty": "“{value}” needs a word right after the colon; it was left out.",
    "flag-unknown": "“{value}” is not something this search can ask; it was searched as words.",
    "language-unreadable": "“{value}” is not a language code such as “es”; it was searched as words.",
    "nesting": "Parentheses inside more than {value} others were left out.",
    "nothing-in-it": "“{value}” has no letters or digits to search for; it was left out.",
    "or-alone": "“OR” stands between two words; here it was left out.",
    "page-too-deep": "Only the first {value} results can be turned to; use more words to find the rest.",
    "parenthesis-extra": "A closing parenthesis without an opening one was left out.",
    "parenthesis-open": "A parenthesis was not closed; it was read as closed at the end.",
    "prefix-long-list": "“{value}” begins too many words; only the first {reading} of them were searched.",
    "prefix-short": "“{value}” needs at least two letters before the star; it was read as “{reading}”.",
    "quote-open": "A quotation mark was not closed; the phrase was read as “{reading}”.",
    "rights-unreadable": "“{value}” is not a rights code such as “cc0”; it was searched as words.",
    "star-inside": "A star works only at the end of a word; “{value}” was read as “{reading}”.",
    "stop-word": (
        "“{value}” is in nearly every text, so it was left out; put it in quotation marks to look for it."
    ),
    "too-long": "Only the first {value} characters were read.",
    "too-many-terms": "Only the first {value} words were searched.",
    "unknown-field": "“{value}” is not a field of this search; it was searched as words.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing not understood: a key of `PROBLEMS`, what was typed, and how it was read instead."""

    code: str
    value: str = ""
    reading: str = ""


def explain(problem: Problem) -> str:
    """The English sentence for a problem."""
    return PROBLEMS[problem.code].format(value=problem.value, reading=problem.reading)
