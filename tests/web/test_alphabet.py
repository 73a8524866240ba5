"""Names in alphabetical order, people by their family names."""

from __future__ import annotations

import pytest

from archive.web.alphabet import DIGITS, OTHER, ordered, place, sections, sorting_name


@pytest.mark.parametrize(
    ("name", "sorted_as"),
    [
        ("Dorothea Lange", "Lange, Dorothea"),
        ("Lange, Dorothea", "Lange, Dorothea"),
        ("Martin Luther King, Jr.", "King, Martin Luther, Jr."),
        ("William Henry Jackson II", "Jackson, William Henry II"),
        ("Ana Ruiz (with her brother)", "Ruiz, Ana"),
        ("Colette", "Colette"),
        ("Colette (writer)", "Colette"),
        ("(unknown)", "(unknown)"),
        ("東京 太郎", "太郎, 東京"),
        ("", ""),
    ],
)
def test_people_are_sorted_by_family_name(name: str, sorted_as: str) -> None:
    assert sorting_name(name) == sorted_as


def test_accents_and_case_make_no_difference_and_letters_come_before_digits() -> None:
    names = ["Zoë", "åsa", "3rd Unit", "Émile", "adam", "Ωμέγα", "–", "Eve"]
    placed = ordered(names, str)
    assert [name for _where, name in placed] == [
        "adam",
        "åsa",
        "Émile",
        "Eve",
        "Zoë",
        "Ωμέγα",
        "3rd Unit",
        "–",
    ]
    assert sections(placed) == [
        ("A", ["adam", "åsa"]),
        ("E", ["Émile", "Eve"]),
        ("Z", ["Zoë"]),
        ("Ω", ["Ωμέγα"]),
        (DIGITS, ["3rd Unit"]),
        (OTHER, ["–"]),
    ]


def test_a_name_in_quotation_marks_stands_under_its_letter() -> None:
    assert place("“Barcelona”").letter == "B"
    assert place("Ann “Bo” Cy", family_first=True).letter == "C"
