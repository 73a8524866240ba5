"""Words of an embargo, and the day until which they hold: four languages, nothing guessed."""

from __future__ import annotations

import pytest

from archive.catalogue import checks, embargoes
from archive.catalogue.checks import Invalid, Unpublishable
from archive.parts import Parts
from tests import builders
from tests.catalogue.test_photographs import amend


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("EMBARGO until 12 May 2024", "2024-05-12"),
        ("Embargo: May 12, 2024. Mandatory credit", "2024-05-12"),
        ("Embargoed until 00:01 GMT, 12th May 2024", "2024-05-12"),
        ("EMBARGOED: 2200 GMT 12 May 2024", "2024-05-13"),
        ("Embargo until 6 p.m. on 12 May 2024", "2024-05-13"),
        ("Embargoed until 00:01 EST, 12 May 2024", "2024-05-13"),
        ("EMBARGO 2024-05-12", "2024-05-12"),
        ("embargado hasta el 12 de mayo de 2024", "2024-05-12"),
        ("Foto embargada hasta las 18:00 del 12 de mayo de 2024", "2024-05-13"),
        ("Sperrfrist: 12.05.2024", "2024-05-12"),
        ("Sperrfrist 12.05.2024, 18 Uhr", "2024-05-13"),
        ("Gesperrt bis 12. Mai 2024", "2024-05-12"),
        ("Sous embargo jusqu'au 12 mai 2024", "2024-05-12"),
        ("Embargo until noon on 12 May 2024", "2024-05-13"),
        ("Embargo until midnight, 12 May 2024", "2024-05-13"),
        ("Embargo until 24:00 on 12 May 2024", "2024-05-13"),
        ("embargado hasta el mediodía del 12 de mayo de 2024", "2024-05-13"),
        ("embargado hasta la medianoche del 12 de mayo de 2024", "2024-05-13"),
        ("Sous embargo jusqu'au 12 mai 2024 à midi", "2024-05-13"),
        ("Sous embargo jusqu'au 12 mai 2024 à minuit", "2024-05-13"),
        ("Sous embargo jusqu'au 12 mai 2024 à 18 h", "2024-05-13"),
        ("Sperrfrist: 12. Mai 2024, mittags", "2024-05-13"),
        ("Gesperrt bis 12. Mai 2024, Mitternacht", "2024-05-13"),
        ("HOLD FOR RELEASE UNTIL 12 May 2024", "2024-05-12"),
        ("Not for release before May 12, 2024", "2024-05-12"),
        ("No publicar antes del 12 de mayo de 2024", "2024-05-12"),
        ("No publicar antes de las 18 horas del 12 de mayo de 2024", "2024-05-13"),
        ("Nicht vor dem 12. Mai 2024 veröffentlichen", "2024-05-12"),
        ("Ne pas publier avant le 12 mai 2024", "2024-05-12"),
        ("Not for release before Sunday", ""),
        ("EMBARGO until 12/05/2024", ""),
        ("EMBARGO until 31 April 2024", ""),
        ("EMBARGO until 1 May 2024, in print until 12 May 2024", ""),
        ("Embargo until Sunday", ""),
        ("EMBARGO", ""),
    ],
)
def test_an_embargo_is_recognised_and_its_day_read_or_left(text: str, day: str) -> None:
    found = embargoes.told(f"Not for TV. {text}")
    assert found is not None
    assert found.day == day
    assert found.words in text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mandatory credit",
        "No embargo",
        "Sin embargo, es un tranvía",
        "Keine Sperrfrist",
        "Not under embargo",
        "Embargo lifted",
        "Embargo: none",
        "Embargo levantado",
        "Sperrfrist abgelaufen",
        "Hold by the edges",
        "Nicht vor Ort aufgenommen",
        "Protest against the oil embargo",
    ],
)
def test_what_is_no_embargo(text: str) -> None:
    assert embargoes.told(text) is None


def test_an_embargo_without_a_day_stops_publishing_and_a_day_lets_it_go() -> None:
    values = {"credit_line": "Made-up Press", "instructions": "EMBARGO until Sunday"}
    assert [problem.field for problem in checks.stops(values)] == ["embargo"]
    assert checks.stops(values | {"embargo": "2020-01-01"}) == []
    assert checks.stops(values | {"instructions": "Embargo lifted"}) == []


def test_instructions_of_a_published_record_do_not_speak_of_an_embargo_without_a_day(parts: Parts) -> None:
    accession = builders.photograph(parts)
    with pytest.raises(Unpublishable, match="embargo without a day"):
        amend(parts, accession, instructions="EMBARGO until Sunday")
    amend(parts, accession, instructions="EMBARGO until Sunday", embargo="2020-01-01")
    assert builders.get(parts, accession).visibility == "published"
    with pytest.raises(Invalid, match="embargo without a day"):
        amend(parts, accession, embargo="")
