"""Texts that break a rule and texts that are only like them: credits, names, and what was never written."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from archive.descriptions.lint import Subject, Wording, check
from archive.descriptions.lint.examples import record


def codes(subject: Subject) -> Counter[str]:
    return Counter(one.code for one in check(subject))


def with_alt(text: str, language: str = "en", **changes: Any) -> Subject:
    return record("en", **{"texts": (Wording("alt", language, text),), **changes})


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("en", "No description available", "placeholder"),
        ("en", "Description to come.", "placeholder"),
        ("en", "untitled image", "placeholder"),
        ("en", "Untitled image 12", "placeholder"),
        ("en", "Alt text goes here!", "placeholder"),
        ("es", "Texto alternativo pendiente", "placeholder"),
        ("es", "imagen sin título", "placeholder"),
        ("es", "Descripción no disponible", "placeholder"),
        ("en", "The picture is hidden behind a title", ""),
        ("es", "Una imagen de la virgen pendiente de un hilo", "opens-with-image"),
        ("en", "img 2041", "file-name"),
        ("en", "dsc 0042", "file-name"),
        ("en", "scan0001", "file-name"),
        ("en", "Scan 0001", "file-name"),
        ("en", "Workers scan 1000 pages a day", ""),
        ("es", "Una pescadora captura 300 peces", ""),
        ("en", "Image: a red door", "opens-with-image"),
        ("en", "Photo: A red door in a wall", "opens-with-image"),
        ("en", "A picture taken of a red door", "opens-with-image"),
        ("es", "Foto: una puerta roja", "opens-with-image"),
        ("es", "Fotografía tomada a una puerta roja", "opens-with-image"),
        ("es", "Una foto antigua al pie de un muro", ""),
        ("en", "A red door, see example.com/doors", "markup"),
        ("en", "A red door, see archive.example.org", "markup"),
        ("en", "A red door, see museum.it/doors", "markup"),
        ("en", "A man walks.It rains", ""),
        ("en", "A banner reads “doors.com/sale”.", ""),
        ("en", "A clock shows 10.30 a.m./p.m.", ""),
    ],
)
def test_what_was_never_written(language: str, text: str, code: str) -> None:
    watched = {"placeholder", "file-name", "opens-with-image", "markup"}
    found = codes(with_alt(text, language))
    assert watched & set(found) == ({code} if code else set())
    assert not code or [one for one in found if one != "spelling"] == [code], found


@pytest.mark.parametrize(
    ("language", "text", "credited"),
    [
        ("en", "A man walks. Courtesy of EFE.", True),
        ("es", "Un hombre camina. Cortesía de EFE.", True),
        ("es", "Un hombre camina. Vía Reuters.", True),
        ("en", "A man walks via Reuters", True),
        ("en", "A door via Flickr, seen from the street", True),
        ("en", "A red door at dusk, Ann Lee", True),
        ("en", "A red door at dusk. Photo: Ann Lee", True),
        ("en", "Photo: Ann Lee", True),
        ("en", "A red door (courtesy City Museum)", True),
        ("en", "A bow and a courtesy end the dance.", False),
        ("en", "Ann Lee stands at a red door", False),
        ("en", "Crowds fill the via Appia in the rain", False),
        ("en", "Via Appia, lined with pines", False),
        ("en", "A painter leaves the roof via a ladder", False),
        ("en", "Crowds enter via the Main Street", False),
        ("en", "Crowds enter via Main Street and leave", False),
        ("en", "A train to the coast via Huancayo waits", False),
        ("en", "Ships go north, via Lima, in a row", False),  # a place of the record
        ("es", "La Vía Láctea sobre un desierto", False),
        ("es", "Vía Láctea sobre un desierto de sal", False),
        ("es", "Un tren llega por la vía Norte", False),
    ],
)
def test_a_credit_is_told_from_a_way(language: str, text: str, *, credited: bool) -> None:
    named = with_alt(
        text, language, credit_line="Photo: Ann Lee", caption="Ann Lee opens a door in Lima, 1962."
    )
    found = codes(named)
    assert found["credit-in-alt"] + found["same-as-caption"] == int(credited)


@pytest.mark.parametrize(
    ("language", "text", "named"),
    [
        ("en", "O'Connor and McDonald shake hands", "“O'Connor”, “McDonald”"),
        ("en", "A nurse leads MacArthur down a ramp", "“MacArthur”"),
        ("es", "El presidente Castillo saluda desde un balcón", "“Castillo”"),
        ("es", "El Presidente Castillo saluda desde un balcón", "“Castillo”"),
        ("es", "Un guardia saluda al general San Martín", "“San Martín”"),
        ("en", "JANE SMITH stands at the door", "“JANE SMITH”"),
        ("en", "A guard and ANA MARÍA PAZ at a door", "“ANA MARÍA PAZ”"),
        ("en", "People queue at a McDonald's, a MacBook on a table", ""),
        ("en", "Travellers wait outside O'Hare", ""),
        ("en", "A bus stops at Queen Street", ""),
        ("en", "A tram crosses President Park", ""),
        ("en", "ANNA SITS BY THE DOOR", ""),
        ("en", "A STOP SIGN beside a NASA SLS rocket", ""),
        ("es", "Un tranvía en la Avenida General San Martín", ""),
        ("es", "El castillo junto al río", ""),
    ],
)
def test_names_by_title_by_capitals_and_by_their_form(language: str, text: str, named: str) -> None:
    found = [one.values["names"] for one in check(with_alt(text, language)) if one.code == "unsupported-name"]
    assert found == ([named] if named else [])
