"""What an address of a search asks for, and the one way in which that is written.

The search page, and every list that is narrowed to a search, read their addresses here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, cast
from urllib.parse import parse_qsl

from flask import request, url_for

from archive.search.fields import FACETS
from archive.search.index import Sort
from archive.search.query import Query, parse, to_text

SORTS = ("relevance", "oldest", "newest")
MOST_CHOSEN = 20  # values of one facet
_LONGEST_VALUE = 500
_LAST_PAGE = 10**9
_MOST_DIGITS = 12


@dataclass(frozen=True)
class Asked:
    """A query as typed and as read, chosen facet values in order, order, page; `every` for all facets.

    `crowded` are the facets of which more values were chosen than can be.
    """

    words: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "relevance"
    page: int = 1
    every: bool = False
    crowded: tuple[str, ...] = ()

    @property
    def query(self) -> Query:
        """The query as it is read."""
        return _read(self.words)[0]

    @property
    def text(self) -> str:
        """The query in its canonical form, without what was not understood."""
        return _read(self.words)[1]

    @property
    def plain(self) -> bool:
        """Whether nothing is asked for but photographs."""
        return not self.chosen and not self.text and not self.query.problems

    def address(self, wanted: int = 1) -> str:
        """The same search at another page; what was not understood is not asked again."""
        return url_for("search.photographs", **replace(self, page=wanted).parameters())

    def here(self) -> str:
        """The address of this very page, with the query as typed where some of it was not understood."""
        typed = {"q": self.query.text} if self.query.problems and self.query.text else {}
        return url_for("search.photographs", **{**typed, **self.parameters(), **typed})

    def canonical(self) -> str:
        """The one address of all that is read as this is, whatever was typed."""
        return replace(self, every=False).address(self.page)

    def without(self, group: str, value: str) -> str:
        """The same search with one facet value let go, from its first page."""
        rest = tuple(one for one in self.chosen.get(group, ()) if one != value)
        return replace(self, chosen={**self.chosen, group: rest}).address()

    def plus(self, group: str, value: str) -> str:
        """The same search with one more facet value chosen, from its first page."""
        return replace(self, chosen={**self.chosen, group: (*self.chosen.get(group, ()), value)}).address()

    def unfiltered(self) -> str:
        """The same search with no facet value chosen."""
        return replace(self, chosen={}).address()

    def wider(self) -> str:
        """The same search with all facets listed."""
        return replace(self, every=True).address()

    def rewritten(self, query: Query) -> str:
        """Another query, all else the same, from its first page."""
        return replace(self, words=to_text(query)).address()

    def parameters(self) -> dict[str, Any]:
        """What stands after the question mark, in canonical order, as `url_for` takes it."""
        values: dict[str, Any] = {}
        if self.text:
            values["q"] = self.text
        for name in FACETS:
            if some := self.chosen.get(name):
                values[name] = sorted(dict.fromkeys(some))
        if self.sort != "relevance":
            values["sort"] = self.sort
        if self.every:
            values["filters"] = "all"
        if self.page > 1:
            values["page"] = self.page
        return values


@lru_cache(maxsize=16)
def _read(words: str) -> tuple[Query, str]:
    """A query and its canonical form, which a page needs for each of its links."""
    query = parse(words)
    return query, to_text(query)


def read() -> tuple[Asked, bool]:
    """What the address of this request asks for, and whether it is written as that is written.

    What makes no sense counts as not said. A query with mistakes may stand as it was typed, and so may too
    many values of a facet: the page has to tell of both.
    """
    # Not request.args: signs that no browser leaves unquoted would be an error there.
    typed = request.query_string.decode("utf-8", "replace")
    pairs = parse_qsl(typed, keep_blank_values=True, errors="replace")
    first: dict[str, str] = {}
    given: dict[str, dict[str, None]] = {}
    for name, value in pairs:
        first.setdefault(name, value)
        if name in FACETS and (cleaned := _clean(value)):
            given.setdefault(name, {})[cleaned] = None
    sort = first.get("sort", "")
    asked = Asked(
        words=first.get("q", "").strip(),
        chosen={name: tuple(sorted(given[name])[:MOST_CHOSEN]) for name in FACETS if name in given},
        sort=cast("Sort", sort) if sort in SORTS else "relevance",
        page=_page(first.get("page", "")),
        every=first.get("filters") == "all",
        crowded=tuple(name for name in FACETS if len(given.get(name, ())) > MOST_CHOSEN),
    )
    cut = any(problem.code == "too-long" for problem in asked.query.problems)
    return asked, cut or bool(asked.crowded) or pairs == list(_pairs(asked, first.get("q", "")))


def _pairs(asked: Asked, typed: str) -> Iterator[tuple[str, str]]:
    """What the address says where it is as it should be."""
    if asked.query.problems:
        yield "q", typed
    for name, value in asked.parameters().items():
        if isinstance(value, list):
            yield from ((name, one) for one in value)
        elif name != "q" or not asked.query.problems:
            yield name, str(value)


def _clean(value: str) -> str:
    kept = (sign for sign in value[:_LONGEST_VALUE] if unicodedata.category(sign) not in {"Cc", "Cs"})
    return "".join(kept).strip()


def _page(text: str) -> int:
    """The number of a page; 1 for anything that is none."""
    if not text.isdecimal() or len(text) > _MOST_DIGITS:
        return 1
    return max(1, min(int(text), _LAST_PAGE))
