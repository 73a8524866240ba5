"""What a query chooses for an export."""

from __future__ import annotations

from functools import partial
from string import Formatter

from archive.search import query, selection
from archive.search.index import DEEPEST, Found, Hit, Request


def found(total: int, *problems: query.Problem) -> Found:
    return Found(total, [], {}, 0, problems)


def _given(answer: Found | None, _request: Request) -> Found | None:
    return answer


def test_every_mistake_of_a_query_has_its_sentence() -> None:
    assert set(selection.MISTAKES) == set(query.PROBLEMS)
    for code, sentence in selection.MISTAKES.items():
        assert {name for _text, name, *_rest in Formatter().parse(sentence) if name} <= {"value", "reading"}
        trouble = selection.Trouble(sentence, {"value": "a{b}", "reading": "c"}, mistake=True)
        assert "search" not in str(trouble), code


def test_whatever_is_wrong_chooses_nothing() -> None:
    for words, answer, mistake in (
        ('"a tram', found(3), True),
        ("tram", None, False),
        ("tram", found(DEEPEST + 1), False),
        ("tram", found(3, query.Problem("prefix-long-list", "t*", "100")), True),
    ):
        chosen = selection.select(words, partial(_given, answer))
        assert chosen.ids == ()
        assert [one.mistake for one in chosen.troubles] == [mistake]
    assert str(DEEPEST + 1) in str(selection.select("tram", lambda _request: found(DEEPEST + 1)).troubles[0])


def test_what_is_found_keeps_its_order() -> None:
    hits = [Hit(number, ()) for number in (3, 1, 2)]
    chosen = selection.select("tram", lambda _request: Found(3, hits, {}, 0))
    assert chosen == selection.Selection((3, 1, 2))
