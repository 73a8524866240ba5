"""Differences between two versions of a text."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.descriptions.difference import Piece, difference, kept, words

SIGNS = {"same": "=", "removed": "-", "added": "+"}
LETTERS = "ab éß'-.,\n 漢字กำ\u0301ि\U0001f600\u202e"


def told(before: str, after: str) -> list[str]:
    return [SIGNS[piece.kind] + piece.text for piece in difference(before, after)]


def rebuilt(pieces: tuple[Piece, ...], without: str) -> str:
    return "".join(piece.text for piece in pieces if piece.kind != without)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", []),
        ("", "A tram.", ["+A tram."]),
        ("A tram.", "", ["-A tram."]),
        ("A tram.", "A tram.", ["=A tram."]),
        ("A red tram waits.", "A blue tram waits.", ["=A ", "-red", "+blue", "= tram waits."]),
        ("A tram waits.", "A red tram waits.", ["=A ", "+red ", "=tram waits."]),
        ("One waits; two go.", "One waits, two go.", ["=One waits", "-;", "+,", "= two go."]),
        ("The tram.", "the tram.", ["-The", "+the", "= tram."]),
        ("It costs 1,200 lire.", "It costs 1,300 lire.", ["=It costs ", "-1,200", "+1,300", "= lire."]),
        ("The man’s hat.", "The men’s hat.", ["=The ", "-man’s", "+men’s", "= hat."]),
        ("हिन्दी में लिखा", "हिन्दी में लिखी", ["=हिन्दी में ", "-लिखा", "+लिखी"]),
        ("東京の駅で待つ。", "東京の駅前で待つ。", ["=東京の駅", "+前", "=で待つ。"]),
    ],
)
def test_words_are_told_that_changed_and_no_others(before: str, after: str, expected: list[str]) -> None:
    assert told(before, after) == expected


def test_a_new_paragraph_is_told_as_one() -> None:
    before, after = "The whole.\n\nIn front.", "The whole.\n\nA tram waits.\n\nIn front."
    assert told(before, after) == ["=The whole.\n\n", "+A tram waits.\n\n", "=In front."]
    assert told(after, before) == ["=The whole.\n\n", "-A tram waits.\n\n", "=In front."]
    joined = told("The whole.\n\nIn front.", "The whole. In front.")
    assert joined == ["=The whole.", "-\n\n", "+ ", "=In front."]


def test_a_new_sentence_is_told_as_one() -> None:
    assert told("A tram waits. A man runs.", "A tram waits. A dog barks. A man runs.") in (
        ["=A tram waits. ", "+A dog barks. ", "=A man runs."],
        ["=A tram waits.", "+ A dog barks.", "= A man runs."],
    )


def test_what_comes_at_the_end_begins_where_a_sentence_does() -> None:
    assert told("A hat. A", "A hat. A dog. A") == ["=A hat. ", "+A dog. ", "=A"]


def test_scraps_between_two_changes_are_not_kept() -> None:
    before = "A man in a dark hat, standing."
    after = "Two women in the far corner, sitting."
    assert len(difference(before, after)) < 6
    assert "=, " not in told("one, two", "three, four")


def test_what_repeats_is_told_once() -> None:
    pieces = difference("a b a b a b", "a b a b")
    assert [len(piece.text) for piece in pieces if piece.kind != "same"] == [4]


@given(st.text(LETTERS, max_size=80), st.text(LETTERS, max_size=80))
def test_the_pieces_give_both_versions_again(before: str, after: str) -> None:
    pieces = difference(before, after)
    assert rebuilt(pieces, "added") == before
    assert rebuilt(pieces, "removed") == after
    assert all(piece.text for piece in pieces)
    assert not any(one.kind == two.kind for one, two in pairwise(pieces))


@given(
    st.lists(st.sampled_from(["tram", "rain", "a", "the", ".", "\n\n", "stop"]), max_size=60),
    st.lists(st.sampled_from(["tram", "rain", "a", "the", ".", "\n\n", "hat"]), max_size=60),
)
def test_so_they_do_for_sentences(before: list[str], after: list[str]) -> None:
    one, two = " ".join(before), " ".join(after)
    pieces = difference(one, two)
    assert (rebuilt(pieces, "added"), rebuilt(pieces, "removed")) == (one, two)
    assert 0.0 <= kept(pieces) <= 1.0


@given(st.text(max_size=60))
def test_tokens_joined_are_the_text(text: str) -> None:
    assert "".join(words(text)) == text


def test_kept_says_how_much_stayed() -> None:
    assert kept(difference("A tram.", "A tram.")) == 1.0
    assert kept(difference("", "")) == 1.0
    assert kept(difference("tram", "boat")) == 0.0
    assert 0.5 < kept(difference("A red tram waits.", "A blue tram waits.")) < 1.0


def long_text(kind: str, seed: int, size: int = 100_000) -> str:
    chance = random.Random(seed)
    alphabet = {
        "words": [f"w{number}" for number in range(3000)],
        "letters": ["a", "b"],
        "characters": ["漢", "字"],
        "paragraphs": ["a", "b", "\n\n"],
        "spaces": [" ", "\n", "\n\n"],
    }[kind]
    between = "" if kind in {"characters", "spaces"} else " "
    return between.join(chance.choice(alphabet) for _ in range(size))[:size]


@pytest.mark.parametrize("kind", ["words", "letters", "characters", "paragraphs", "spaces"])
def test_the_longest_texts_are_told_apart_whole(kind: str) -> None:
    before, after = long_text(kind, 1), long_text(kind, 2)
    pieces = difference(before, after)
    assert (rebuilt(pieces, "added"), rebuilt(pieces, "removed")) == (before, after)


def test_one_changed_word_in_a_long_text_is_found() -> None:
    before = "\n\n".join(f"Paragraph {number}. " + long_text("words", number, 2_000) for number in range(50))
    after = before.replace("Paragraph 31", "Section 31")
    changed = [piece for piece in difference(before, after) if piece.kind != "same"]
    assert changed == [Piece("removed", "Paragraph"), Piece("added", "Section")]
