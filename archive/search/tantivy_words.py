"""The words of an index of tantivy's that begin in some way, in the order of their code points."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from tantivy import Occur, Query

from archive.search.analysis import EXACT
from archive.search.tantivy_view import View

_AT_ONCE = 4_000  # words of one field that are taken together; where there are more, letter by letter
_SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"  # in the order of code points; after them all others


def all_words(view: View, places: Sequence[str], start: str) -> list[str]:
    """All words that begin so in these fields; some may be of photographs that are gone."""
    found: set[str] = set()
    for place in places:
        found.update(term for term, _ in view.searcher.terms_with_prefix(place, EXACT + start))
    return sorted(term.removeprefix(EXACT) for term in found)


def first_words(view: View, places: Sequence[str], start: str, most: int) -> list[tuple[str, list[str]]]:
    """The first words that begin so and stand in a photograph that lives, each with those of its places.

    Whoever may look in a place may see all that is in it, so that only the dead have to be told apart.
    """
    return list(islice(_living(view, _each(view, places, start)), most))


Counts = dict[str, int]  # by place, the photographs that have a word there, the dead among them


def _living(view: View, words: Iterator[tuple[str, Counts]]) -> Iterator[tuple[str, list[str]]]:
    for word, counts in words:
        if max(counts.values()) > view.dead or _lives(view, counts, EXACT + word):
            yield word, list(counts)


def _lives(view: View, places: Iterable[str], token: str) -> bool:
    anywhere = [(Occur.Should, Query.term_query(view.schema, place, token)) for place in places]
    return bool(view.searcher.search(Query.boolean_query(anywhere), limit=1, count=False).hits)


def _each(view: View, places: Sequence[str], start: str) -> Iterator[tuple[str, Counts]]:
    found: dict[str, Counts] = {}
    for place in places:
        terms = view.searcher.terms_with_prefix(place, EXACT + start, limit=_AT_ONCE)
        if len(terms) == _AT_ONCE:
            yield from _by_letter(view, places, start)
            return
        for term, count in terms:
            found.setdefault(term, {})[place] = count
    yield from ((term.removeprefix(EXACT), found[term]) for term in sorted(found))


def _by_letter(view: View, places: Sequence[str], start: str) -> Iterator[tuple[str, Counts]]:
    yield from _counted(view, places, [start])
    for sign in _SIGNS:
        yield from _each(view, places, start + sign)
    rest = (word for word in all_words(view, places, start) if len(word) > len(start))
    yield from _counted(view, places, (word for word in rest if word[len(start)] not in _SIGNS))


def _counted(view: View, places: Sequence[str], words: Iterable[str]) -> Iterator[tuple[str, Counts]]:
    """Those of the words that are there."""
    for word in words:
        counts = {place: count for place in places if (count := view.frequency(place, EXACT + word))}
        if counts:
            yield word, counts
