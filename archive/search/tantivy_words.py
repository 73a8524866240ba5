"""The words of an index of tantivy's that begin in some way, in the order of their code points."""

from collections.abc import Iterator, Sequence
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


def first_words(view: View, places: Sequence[str], start: str, most: int) -> list[str]:
    """The first words that begin so and stand in a photograph that lives.

    Whoever may look in a field may see all that is in it, so that the dead alone have to be told apart.
    """
    return list(islice(_living(view, places, _each(view, places, start)), most))


def _living(view: View, places: Sequence[str], words: Iterator[tuple[str, int]]) -> Iterator[str]:
    for word, most in words:
        if most > view.dead or _lives(view, places, EXACT + word):
            yield word


def _lives(view: View, places: Sequence[str], token: str) -> bool:
    anywhere = [(Occur.Should, Query.term_query(view.schema, place, token)) for place in places]
    return bool(view.searcher.search(Query.boolean_query(anywhere), limit=1, count=False).hits)


def _each(view: View, places: Sequence[str], start: str) -> Iterator[tuple[str, int]]:
    """The words, each with the number of photographs, dead or alive, that have it in one field."""
    found: dict[str, int] = {}
    for place in places:
        terms = view.searcher.terms_with_prefix(place, EXACT + start, limit=_AT_ONCE)
        if len(terms) == _AT_ONCE:
            yield from _by_letter(view, places, start)
            return
        for term, count in terms:
            found[term] = max(count, found.get(term, 0))
    yield from ((term.removeprefix(EXACT), found[term]) for term in sorted(found))


def _by_letter(view: View, places: Sequence[str], start: str) -> Iterator[tuple[str, int]]:
    whole = max(view.frequency(place, EXACT + start) for place in places)
    if whole:
        yield start, whole
    for sign in _SIGNS:
        yield from _each(view, places, start + sign)
    others = (
        word for word in all_words(view, places, start) if word[len(start) : len(start) + 1] not in _SIGNS
    )
    yield from ((word, 0) for word in others)
