import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search import analysis
from archive.search.analysis import (
    LONGEST,
    Token,
    forms,
    joined,
    parts,
    phrase,
    stop_word,
    tokens,
    unspaced,
)
from archive.search.folding import fold


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
        ("maison", "des maisons blanches", "fr"),
        ("photographie", "photographiées à Paris", "fr-CA"),
        ("chevaux", "un cheval", "fr"),
        ("haus", "alte Häuser", "de"),
        ("häuser", "ein Haus", "de-AT"),
        ("nacao", "das nações", "pt"),
        ("nações", "a nação", "pt-BR"),
        ("homens", "um homem", "pt"),
        ("mujer", "las mujeres", "es"),
        ("mujeres", "una mujer", "es"),
        ("niños", "un nino", "es"),
        ("mädchen", "Maedchen", "de"),
        ("maedchen", "ein Mädchen", "de"),
        ("madchen", "ein Mädchen", "de"),
        ("Mueller", "Müller", ""),
        ("aarhus", "Århus", ""),
        ("tromsoe", "Tromsø", "no"),
        ("lodz", "Łódź", "pl"),
        ("thorsson", "Þórsson", "is"),
        ("calles", "la calle", "es"),
        ("calle", "las calles", "en"),
        ("cigarettes", "a cigarette", "en"),
        ("gazelle", "two gazelles", "en"),
        ("dance", "they are dancing", "en"),
        ("houses", "housing", "en"),
        ("port", "les ports", "fr"),
        ("مدينة", "في المدينة القديمة", "ar"),
        ("المدينة", "مدينة", "ar"),
        ("مدينة", "والمدينة", "ar"),
        ("مدينة", "للمدينة", "ar"),
        ("مدينة", "ومدينة بمدينة", ""),
        ("ومدينة", "مدينة", "ar"),
        ("مدينه", "المدينةُ", "ar"),
        ("1936", "سنة ١٩٣٦", "ar"),
        ("١٩٣٦", "1936", ""),
        ("علي", "على", "ar"),
        ("ایران", "ايران", "fa"),
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
        ("calle", "she calls and called", "en"),
        ("porte", "two ports", "en"),
        ("call", "las calles", "es"),
        ("boats", "boato", "pt"),
        ("maedchen", "Madchen", "de"),  # dots left away are not known to have been there
        ("of", "offs", "en"),
        ("ولد", "لد", "ar"),  # too short to be a word with another written onto it
        ("اران", "باران", "fa"),  # Persian writes no short words onto others
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
    assert [token.text for token in tokens("1930s the", "en")] == ["=1930s", "=the"]
    assert [token.text for token in tokens("fotos de los barcos", "es")] == [
        *("=fotos", "es:fot", "=de", "=los", "=barcos", "es:barc"),
    ]


def test_stop_words_are_of_one_language_and_nothing_that_is_sought() -> None:
    assert stop_word("The", "en-GB")
    assert stop_word("über", "de")
    assert stop_word("también", "es")
    for word, language in (("the", "es"), ("the", "pl"), ("boat", "en"), ("avions", "fr"), ("estado", "es")):
        assert not stop_word(word, language), word
    assert not stop_word("of-the", "en")
    assert not stop_word("", "en")


@pytest.mark.parametrize(
    ("word", "looked_for"),
    [
        ("boats", ("=boats", "en:boat", "fr:boat", "de:boat")),
        ("cañones", ("=canones", "en:canon", "es:canon")),
        ("calle", ("=calle", "=calles", "es:call", "fr:call", "de:call")),
        ("nação", ("=nacao", "en:nacao", "pt:naca")),
        ("Öl", ("=ol", "=oel", "en:ol", "de:ol", "en:oel", "de:oel")),
        ("the", ("=the", "fr:the", "de:the")),
        ("1936", ("=1936",)),
    ],
)
def test_a_word_is_looked_for_in_the_languages_that_it_can_be_of(
    word: str, looked_for: tuple[str, ...]
) -> None:
    assert forms(word).tokens == looked_for


def test_words_written_on_are_found_in_phrases() -> None:
    texts = [(token.text, token.position) for token in tokens("في المدينة القديمة", "ar")]
    first, second = phrase("مدينة قديمة")
    assert (first, 1) in texts
    assert (second, 2) in texts


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
    # Word by word is as all at once.
    assert made == [Token(*one) for one in analysis._analysed(text, language[:2])[0]]
    exact = tuple(token.text for token in made if token.text[0] == "=")
    assert set(phrase(text)) <= set(exact)
    assert [token.position for token in made] == sorted(token.position for token in made)
    assert not any(sign in token.text for token in made for sign in " \t\n")
    assert fold(fold(text)) == fold(text)
