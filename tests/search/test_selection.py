"""What a query chooses for an export."""

from __future__ import annotations

from array import array
from functools import partial
from string import Formatter

from archive.search import query, selection
from archive.search.index import DEEPEST, Request, Whole


def found(total: int, *problems: query.Problem) -> Whole:
    return Whole(array("q", range(total)), problems)


def _given(answer: Whole | None, _request: Request) -> Whole | None:
    return answer


def test_every_mistake_of_a_query_has_its_sentence() -> None:
    # All is chosen at once, so no page of it is too deep.
    assert set(selection.MISTAKES) == set(query.PROBLEMS) - {"page-too-deep"}
    for code, sentence in selection.MISTAKES.items():
        assert {name for _text, name, *_rest in Formatter().parse(sentence) if name} <= {"value", "reading"}
        trouble = selection.Trouble(sentence, {"value": "a{b}", "reading": "c"}, mistake=True)
        assert "search" not in str(trouble), code


def test_whatever_is_wrong_chooses_nothing() -> None:
    for words, answer, mistake in (
        ('"a tram', found(3), True),
        ("tram", None, False),
        ("tram", found(3, query.Problem("prefix-long-list", "t*", "100")), True),
    ):
        chosen = selection.select(words, partial(_given, answer))
        assert list(chosen.ids) == []
        assert [one.mistake for one in chosen.troubles] == [mistake]


def test_what_is_found_keeps_its_order() -> None:
    chosen = selection.select("tram", lambda _request: Whole(array("q", (3, 1, 2))))
    assert (list(chosen.ids), chosen.troubles) == ([3, 1, 2], ())


def test_more_than_a_search_can_turn_to_is_chosen_whole() -> None:
    chosen = selection.select("tram", lambda _request: found(DEEPEST * 6))
    assert (len(chosen.ids), chosen.troubles) == (DEEPEST * 6, ())


def test_whether_the_index_was_up_to_date_is_told() -> None:
    for fresh in (True, False):
        chosen = selection.select("tram", lambda _request, fresh=fresh: Whole(array("q", (1,)), fresh=fresh))
        assert (list(chosen.ids), chosen.troubles, chosen.fresh) == ([1], (), fresh)
