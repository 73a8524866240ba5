"""Differences as pages tell them: what is seen, what is heard, and how much of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask, render_template_string

from archive.web.differences import telling

TEMPLATE = (
    "{% from 'components/difference.html' import difference %}{{ difference(before, after, language) }}"
)


@pytest.fixture(autouse=True)
def page(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def marks(before: str, after: str) -> list[list[tuple[str, str]]]:
    return [[(mark.kind, mark.seen) for mark in one] for one in telling(before, after).paragraphs]


def heard(before: str, after: str, language: str = "en") -> str:
    markup = render_template_string(TEMPLATE, before=before, after=after, language=language)
    spoken = re.sub(r'<span aria-hidden="true">.*?</span>', "", markup)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", spoken)).strip()


@pytest.mark.parametrize(
    ("before", "after", "summary"),
    [
        ("A tram waits here.", "A tram waits here.", "Nothing is different."),
        ("A red tram waits.", "A blue tram waits.", "1 word removed, 1 word added."),
        ("A tram waits here.", "A red old tram waits here.", "2 words added."),
        ("A red tram waits.", "A tram waits.", "1 word removed."),
        ("A tram waits, here.", "A tram waits here.", "Only signs or spaces changed."),
        ("A Tram waits here.", "A tram waits here.", "Only capital letters, signs or spaces changed."),
        ("Tram.", "Two boats on sand.", "Most of it is different, so both versions stand here whole."),
        ("", "Two boats.", "Most of it is different, so both versions stand here whole."),
    ],
)
def test_a_sentence_says_how_much_changed(before: str, after: str, summary: str) -> None:
    assert telling(before, after).summary == summary


def test_changes_are_heard_in_words_and_say_where_they_end() -> None:
    told = heard("A red tram waits.", "A blue tram waits.")
    assert told.endswith("A removed: red; added: blue; end of change: tram waits.")
    assert heard("A tram waits at a stop.", "A tram waits at a shop.").endswith(
        "removed: stop; added: shop; end of change: ."
    )


def test_signs_are_heard_by_their_names() -> None:
    assert "removed: a semicolon; added: a comma; end of change:" in heard(
        "One waits; two go.", "One waits, two go."
    )
    assert "removed: a paragraph break; added: a space;" in heard("A tram.\n\nA stop.", "A tram. A stop.")
    assert "added: a line break;" in heard("HARBOUR STATION", "HARBOUR\nSTATION")
    assert "added: black star;" in heard("One tram waits.", "One tram waits ★.")
    assert "(capital letters differ)" in heard("A Tram waits here.", "A tram waits here.")


def test_what_is_seen_of_a_sign_is_a_sign() -> None:
    assert marks("A tram.\n\nA stop.", "A tram. A stop.") == [
        [("same", "A tram."), ("removed", "¶"), ("added", "␣"), ("same", "A stop.")]
    ]
    assert marks("A tram. A stop.", "A tram.\n\nA stop.") == [
        [("same", "A tram."), ("removed", "␣"), ("added", "¶")],
        [("same", "A stop.")],
    ]


def test_spaces_around_changed_words_are_not_marked() -> None:
    assert marks("A tram waits here.", "A red tram waits here.") == [
        [("same", "A "), ("added", "red"), ("same", " tram waits here.")]
    ]
    assert marks("Alone on a flat, dry plain here.", "Alone on a dry, flat plain here.") == [
        [("same", "Alone on a "), ("removed", "flat, dry"), ("added", "dry, flat"), ("same", " plain here.")]
    ]


def test_paragraphs_stay_paragraphs() -> None:
    assert marks("The whole.\n\nIn front.", "The whole.\n\nA tram waits.\n\nIn front.") == [
        [("same", "The whole.")],
        [("added", "A tram waits.")],
        [("same", "In front.")],
    ]


def test_long_stretches_that_stayed_are_left_out_and_counted() -> None:
    words = [f"word{number}" for number in range(100)]
    before, after = " ".join(words), " ".join([*words[:50], "new", *words[50:]])
    (paragraph,) = telling(before, after).paragraphs
    kinds = [mark.kind for mark in paragraph]
    assert kinds == ["gap", "same", "added", "same", "gap"]
    assert [mark.seen for mark in paragraph if mark.kind == "gap"] == ["38 unchanged words"] * 2
    assert paragraph[1].seen.split() == words[38:50]
    assert paragraph[3].seen.split() == words[50:62]
    short = " ".join(words[:20])
    assert "gap" not in {mark.kind for one in telling(short, f"{short} new").paragraphs for mark in one}


def test_words_of_the_page_keep_their_language_inside_another() -> None:
    markup = render_template_string(TEMPLATE, before="قط أسود هنا", after="قط أبيض هنا", language="ar")
    assert '<div class="difference-text" lang="ar" dir="rtl">' in markup
    assert '<span class="words-only" lang="en" dir="ltr"> removed: </span>' in markup


def test_nothing_in_a_text_becomes_markup() -> None:
    markup = render_template_string(
        TEMPLATE, before="A <b>tram</b> waits", after="A <b>bus</b> waits", language=""
    )
    assert "<b>" not in markup
    assert "&lt;b" in markup or "&lt;" in markup
