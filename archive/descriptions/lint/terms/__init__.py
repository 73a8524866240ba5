"""Word lists that the language-bound rules look for, one file for each list and language.

A file ``<list>.<language>.toml`` next to this module holds::

    [sources.key]
    title = "…"                  # a publication that exists and speaks of the word
    url = "https://…"

    [[term]]
    forms = ["…", "…"]           # whole words or phrases, lower case, every inflection written out
    group = "…"                  # one of GROUPS[<list>]
    source = "key"
    instead = "…"                # dated terms only: what to write

Nothing here decides: a word found is a question to the describer, asked by the rules.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

__all__ = ["GROUPS", "LANGUAGES", "LISTS", "BadTerms", "Source", "Term", "load", "parse", "sources"]

LANGUAGES = ("en", "es")
LISTS = ("identity", "dated", "advisory", "subjective")
_PEOPLE = frozenset(
    {"race", "gender", "age", "disability", "nationality", "religion", "orientation", "status"}
)
GROUPS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "identity": _PEOPLE,
        "dated": _PEOPLE,
        "advisory": frozenset({"violence", "death", "injury", "custody", "nudity"}),
        "subjective": frozenset({"praise", "pity", "feeling", "guess", "drama"}),
    }
)
_TERM_KEYS = frozenset({"forms", "group", "source", "instead"})


class BadTerms(ValueError):
    """A word list that cannot be used: the message names the file, the entry and what to change."""


@dataclass(frozen=True, slots=True)
class Source:
    """A publication that speaks of a term: its title and where to read it."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Term:
    """One term with every form that a text may use.

    ``forms`` are whole words or phrases in lower case with single spaces; ``instead`` is the wording
    to offer (dated terms only, otherwise empty); ``group`` is one of ``GROUPS`` of its list;
    ``source`` is a key of ``sources()`` of the same list and language.
    """

    forms: tuple[str, ...]
    instead: str
    group: str
    source: str


def load(name: str, language: str) -> tuple[Term, ...]:
    """The terms of one list in one language (a tag such as ``es-MX`` counts as ``es``).

    Raises BadTerms when there is no such list, or its file does not keep the format.
    """
    return _read(name, language)[1]


def sources(name: str, language: str) -> Mapping[str, Source]:
    """The publications behind one list in one language, by key; raises BadTerms as ``load`` does."""
    return MappingProxyType(_read(name, language)[0])


def parse(name: str, text: str, where: str) -> tuple[dict[str, Source], tuple[Term, ...]]:
    """Read the TOML ``text`` of the list ``name``; ``where`` names the file in messages.

    Raises BadTerms for TOML that does not parse, unknown or missing keys, forms that are not lower
    case or stand twice, groups and sources that do not exist, and sources that no term uses.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise BadTerms(f"{where} is not TOML: {problem}. Correct that line.") from problem
    unknown = set(data) - {"sources", "term"}
    if unknown:
        raise BadTerms(f"{where} has {_words(unknown)} at the top; only sources and term belong there.")
    known = _sources(data.get("sources"), where)
    terms = _terms(name, data.get("term"), known, where)
    unused = set(known) - {term.source for term in terms}
    if unused:
        raise BadTerms(
            f"{where}: no term uses the source {_words(unused)}. Take it out, or say which term needs it."
        )
    return known, terms


@cache
def _read(name: str, language: str) -> tuple[dict[str, Source], tuple[Term, ...]]:
    base = language.replace("_", "-").split("-")[0].lower()
    if name not in LISTS or base not in LANGUAGES:
        raise BadTerms(
            f"There is no word list “{name}” for “{language}”. "
            f"Lists: {', '.join(LISTS)}; languages: {', '.join(LANGUAGES)}."
        )
    where = f"{name}.{base}.toml"
    return parse(name, (resources.files(__name__) / where).read_text(encoding="utf-8"), where)


def _sources(table: Any, where: str) -> dict[str, Source]:
    if not isinstance(table, dict) or not table:
        raise BadTerms(f"{where} names no sources. Add [sources.key] with a title and a url.")
    found = {}
    for key, entry in table.items():
        if not isinstance(entry, dict) or set(entry) != {"title", "url"}:
            raise BadTerms(f"{where}: the source {key} must have a title and a url, and nothing else.")
        title, url = entry["title"], entry["url"]
        if not _is_text(title) or not _is_text(url) or not url.startswith(("https://", "http://")):
            raise BadTerms(
                f"{where}: the source {key} needs a title in words and a url that begins https:// or http://."
            )
        found[key] = Source(title, url)
    return found


def _terms(name: str, table: Any, known: Mapping[str, Source], where: str) -> tuple[Term, ...]:
    if not isinstance(table, list) or not table:
        raise BadTerms(f"{where} holds no terms. Add [[term]] entries.")
    seen: dict[str, int] = {}
    terms = []
    for number, entry in enumerate(table, 1):
        term = _term(name, entry, known, f"{where}, term {number}")
        for form in term.forms:
            if form in seen:
                raise BadTerms(
                    f"{where}: “{form}” stands in term {seen[form]} and in term {number}. Keep one of them."
                )
            seen[form] = number
        terms.append(term)
    return tuple(terms)


def _term(name: str, entry: Any, known: Mapping[str, Source], where: str) -> Term:
    if not isinstance(entry, dict):
        raise BadTerms(f"{where} is not a table. Write it as [[term]].")
    wanted = _TERM_KEYS if name == "dated" else _TERM_KEYS - {"instead"}
    if set(entry) != wanted:
        raise BadTerms(f"{where} has {_words(entry) or 'nothing'}; it needs exactly {_words(wanted)}.")
    forms = entry["forms"]
    if not isinstance(forms, list) or not forms or not all(map(_is_form, forms)):
        raise BadTerms(f"{where}: forms must be a list of words or phrases in lower case with single spaces.")
    group, source, instead = entry["group"], entry["source"], entry.get("instead", "")
    if group not in GROUPS[name]:
        raise BadTerms(f"{where}: the group “{group}” is not one of {_words(GROUPS[name])}.")
    if source not in known:
        raise BadTerms(f"{where}: there is no source “{source}”. Add [sources.{source}] or correct the key.")
    if name == "dated" and not _is_text(instead):
        raise BadTerms(f"{where}: instead must say what to write.")
    return Term(tuple(forms), instead, group, source)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_form(value: Any) -> bool:
    if not _is_text(value) or value != value.lower() or value != " ".join(value.split()):
        return False
    return bool(value[0].isalnum() and value[-1].isalnum())


def _words(values: Any) -> str:
    return ", ".join(sorted(map(str, values)))
