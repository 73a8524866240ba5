"""Which language reads a record's date, and when nobody does without asking."""

from __future__ import annotations

import pytest

from archive.catalogue.dating import understand
from archive.dates import points, tongues


@pytest.mark.parametrize(
    ("words", "language", "edtf", "spoken"),
    [
        ("vers 1950", "fr-CA", "1950~", ""),
        ("vers 1950", "de", "1950~", "fr"),
        ("12. Mai 1938", "es", "1938-05-12", "de"),
        ("junio de 1938", "", "1938-06", "es"),
        ("1950~", "it", "1950~", ""),
        ("1938", "de", "1938", ""),
        ("12.5.1938", "de-AT", "1938-05-12", ""),
    ],
)
def test_the_records_language_comes_first_and_others_after(
    words: str, language: str, edtf: str, spoken: str
) -> None:
    found = understand(words, language)
    assert (found.edtf, found.language) == (edtf, spoken)
    assert found.german == (words == "12.5.1938")


def test_the_pages_language_comes_before_the_others() -> None:
    assert understand("Winter 1968", "fr", "de").language == "de"
    assert understand("Winter 1968", "fr", "en").language == "en"
    assert understand("Winter 1968", "fr", "de").edtf == understand("Winter 1968", "fr", "en").edtf


@pytest.mark.parametrize("language", ["en", "es", "fr", "it", ""])
def test_what_german_alone_reads_one_way_is_asked_elsewhere_even_on_german_pages(language: str) -> None:
    found = understand("12.5.1938", language, "de")
    assert found.reading is None
    assert [one.edtf for one in found.choices] == ["1938-05-12", "1938-12-05"]


def test_languages_that_disagree_are_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    months = tongues.FRENCH.months | {"may": 3}
    monkeypatch.setitem(tongues.FRENCH.__dict__, "months", months)
    points._compiled.cache_clear()
    understand.cache_clear()
    try:
        found = understand("may 1938", "en")
    finally:
        points._compiled.cache_clear()
        understand.cache_clear()
    assert found.reading is None
    assert [one.edtf for one in found.choices] == ["1938-05", "1938-03"]
    assert "one date in one language and another in the next" in found.reason


@pytest.mark.parametrize(
    ("words", "language", "reason"),
    [
        ("31 de abril de 1938", "en", "There is no 31 de abril de 1938"),
        ("5.13.1938", "de", "There is no month 13"),
        ("29 February 1900", "fr", "There is no 29 February 1900"),
        ("quand le pont était neuf", "fr", "12 mai 1938, juin 2024, vers 1950"),
    ],
)
def test_a_refusal_says_why(words: str, language: str, reason: str) -> None:
    found = understand(words, language)
    assert found.reading is None
    assert found.choices == ()
    assert reason in found.reason


@pytest.mark.parametrize("words", ["May 1938", "between 1938 and 1940", "1938-05", "um 1950"])
@pytest.mark.parametrize("blanks", [" ", "\n", "\N{NO-BREAK SPACE}", " " * 100])
def test_blanks_around_words_change_nothing(words: str, blanks: str) -> None:
    assert understand(blanks + words + blanks, "en") == understand(words, "en")
