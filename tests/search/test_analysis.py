import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search.analysis import LONGEST, fold, forms, joined, parts, phrase, tokens, unspaced


def found(word: str, text: str, language: str = "") -> bool:
    """Whether a query word finds a text, by its tokens."""
    there = {token.text for token in tokens(text, language)}
    return bool(there & set(forms(word).tokens))


@pytest.mark.parametrize(
    ("word", "text", "language"),
    [
        ("canon", "Black Cañon", "en"),
        ("Cañon", "black canon", ""),
        ("boat", "two boats", "en"),
        ("boats", "a boat", "en-GB"),
        ("barco", "los barcos", "es"),
        ("naciones", "la nación", "es-MX"),
        ("nacion", "las naciones", "es"),
        ("nación", "nacion", "en"),
        ("strasse", "Hauptstr. Straße", "de"),
        ("oresund", "Øresund", ""),
        ("usa", "in the U.S.A. today", "en"),
        ("obrien", "O’Brien", ""),
        ("brien", "O'Brien", ""),
        ("lange", "Lange's picture", "en"),
        ("wellknown", "a well-known face", "en"),
        ("well-known", "a wellknown face", "en"),
        ("O'Brien", "OBrien", ""),
        ("homme", "l'homme", ""),
        ("1200", "1,200 people", "en"),
        ("usf34", "LC-USF34-009872-E", ""),
        ("ﬁre", "fire", ""),
        ("ＡＢＣ", "abc", ""),
        ("京", "東京タワー", "ja"),
        ("مُحَمَّد", "محمد", "ar"),
        ("हिन्दी", "यह हिन्दी है", "hi"),
        ("ΟΔΟΣ", "οδός", "el"),
    ],
)
def test_found(word: str, text: str, language: str) -> None:
    assert found(word, text, language)


@pytest.mark.parametrize(
    ("word", "text", "language"),
    [
        ("boats", "a boat", ""),  # no language, no stems
        ("hablamos", "hablar", "en"),
        ("boat", "boot", "en"),
        ("か", "が", "ja"),  # another letter, not an accent
        ("99", "1999", ""),
    ],
)
def test_not_found(word: str, text: str, language: str) -> None:
    assert not found(word, text, language)


def test_exact_tokens_and_stems_share_places_and_differ_in_kind() -> None:
    assert [tuple(token) for token in tokens("Running O'Brien", "en")] == [
        ("=running", 0),
        ("en:run", 0),
        ("=obrien", 1),
        ("=o", 1),
        ("en:o", 1),
        ("=brien", 2),
        ("en:brien", 2),
    ]
    assert phrase("Running O'Brien") == ("=running", "=o", "=brien")
    assert forms("O'Brien").parts == ("=o", "=brien")


def test_numbers_are_not_stemmed_and_stop_words_stay() -> None:
    assert [token.text for token in tokens("1930s the", "en")] == ["=1930s", "=the", "en:the"]


def test_scripts_without_spaces_are_found_by_any_run_of_signs() -> None:
    assert parts("東京タワー") == ("東", "京", "タ", "ワ", "ー")
    assert unspaced("東京")
    assert not unspaced("tokyo")
    assert joined("東京") == ""


def test_very_long_words_are_cut_alike_on_both_sides() -> None:
    assert found("x" * 500, "x" * 900)
    assert max(len(token.text) for token in tokens("x" * 900 + "-" + "y" * 900, "en")) <= LONGEST + 3


@settings(max_examples=300, deadline=None)
@given(st.text(), st.sampled_from(("", "en", "es-MX", "ja")))
def test_every_text_can_be_analysed_and_is_found_by_itself(text: str, language: str) -> None:
    made = tokens(text, language)
    exact = tuple(token.text for token in made if token.text[0] == "=")
    assert set(phrase(text)) <= set(exact)
    assert [token.position for token in made] == sorted(token.position for token in made)
    assert not any(sign in token.text for token in made for sign in " \t\n")
    assert fold(fold(text)) == fold(text)
