"""Dates that mean several: asked about, each with what it could mean, and never guessed."""

from __future__ import annotations

import pytest

from archive import dates
from archive.catalogue import dating

THIRTIES = ("193X", "183X")
LATE = ("[1937..1939]", "[1837..1839]")


@pytest.mark.parametrize(
    ("words", "language", "meant"),
    [
        ("1910-11", "en", ("1910/1911", "1910-11")),
        ("1904-05", "es", ("1904/1905", "1904-05")),
        ("1938-9", "en", ("1938/1939", "1938-09")),
        ("1938/9", "de", ("1938/1939", "1938-09")),
        ("1939-8", "en", ("1939-08",)),
        ("años treinta", "es", THIRTIES),
        ("Década de los treinta", "es", THIRTIES),
        ("finales de los años 30", "es", LATE),
        ("a finales de los treinta", "es", LATE),
        ("mediados de la década de los treinta", "es", ("[1934..1936]", "[1834..1836]")),
        ("principios de los años veinte", "es", ("[1920..1923]", "[1820..1823]", "[2020..2023]")),
        ("primera mitad de los cincuenta", "es", ("[1950..1954]", "[1850..1854]")),
        ("the late thirties", "en", LATE),
        ("fin des années trente", "fr", LATE),
        ("Ende der dreißiger Jahre", "de", LATE),
    ],
)
def test_what_means_several_dates_is_asked(words: str, language: str, meant: tuple[str, ...]) -> None:
    with pytest.raises(dates.Unclear, match="more than one way") as asked:
        dates.read(words, language)
    assert asked.value.choices == meant
    assert tuple(one.edtf for one in dating.understand(words, language).choices) == meant


@pytest.mark.parametrize(
    "words", ["1911-10", "1911-11", "1938-05", "1938-22", "1910-11~", "1910-11-12", "1910-11/1912"]
)
def test_figures_that_can_only_be_edtf_are_read(words: str) -> None:
    assert dates.read(words).edtf == words


def test_the_field_for_edtf_takes_what_words_leave_unclear() -> None:
    assert dates.parse_edtf("1910-11") == dates.Reading("1910-11", "1910-11-01", "1910-11-30")


def test_a_short_date_that_no_century_has_is_refused_in_its_language() -> None:
    with pytest.raises(dates.Impossible, match="There is no 31 de abril de 1938"):
        dates.read("31/04/38", "es")
