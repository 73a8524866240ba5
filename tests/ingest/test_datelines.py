"""Datelines and credits in English and Spanish: what is understood, and what is pointed out.

Names of persons and papers are invented; each row of `datelines.txt` is a whole caption as it would be sent.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.ingest import sheets
from archive.ingest.sheets import places

TABLE = Path(__file__).with_name("datelines.txt")
ROWS = [row for row in TABLE.read_text(encoding="utf-8").splitlines() if not row.startswith("#")]


def one(caption: str, language: str) -> sheets.Line:
    """The only line of a made sheet."""
    found = sheets.read(f"A title\n{caption}\n".encode(), language)
    assert len(found.lines) == 1
    return found.lines[0]


def test_the_table_is_long_enough() -> None:
    assert len(ROWS) >= 60


@pytest.mark.parametrize("row", ROWS)
def test_datelines_and_credits(row: str) -> None:
    start, place, edtf, creators, credit, source, codes = row.split("||")
    language, _, caption = start.partition("|")
    line = one(caption, language)
    partial = line.partial
    names = ("city", "region", "country")
    assert ";".join(str(partial.get(name, "")) for name in names) == place
    assert partial.get("edtf", "") == edtf
    assert "; ".join(map(str, partial.get("creators", ()))) == creators
    assert partial.get("credit_line", "") == credit
    assert partial.get("source", "") == source
    assert [finding.code for finding in line.findings] == codes.split()
    assert caption.startswith(str(partial["caption"]))
    assert len(str(partial["caption"])) >= len(caption) - len(credit) - 20


@pytest.mark.parametrize(
    ("capitals", "name"),
    [
        ("RÍO DE JANEIRO", "Río de Janeiro"),
        ("LA PAZ", "La Paz"),
        ("STRATFORD-UPON-AVON", "Stratford-upon-Avon"),
        ("ST. LOUIS", "St. Louis"),
        ("L'AQUILA", "L'Aquila"),
        ("McAllen", "McAllen"),
    ],
)
def test_capitals_become_names(capitals: str, name: str) -> None:
    assert places.cased(capitals) == name


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Peru", ("country", "Peru")),
        ("PERÚ", ("country", "Perú")),
        ("MEXICO", ("country", "Mexico")),
        ("U.S.", ("country", "U.S.")),
        ("Calif.", ("region", "California")),
        ("Georgia", None),
        ("Ga.", ("region", "Georgia")),
        ("Nowhere", None),
    ],
)
def test_names_of_countries_and_regions(name: str, found: tuple[str, str] | None) -> None:
    assert places.kind(name) == found


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=120),
    st.sampled_from([" (AP) — ", " - MAY 12: ", ", 30 feb. 2024 (EFE).- ", " ("]),
)
def test_any_opening_is_read_or_left(start: str, line: str) -> None:
    found = sheets.read(
        f"Title\n1. A man walks. via Acme\n2. x{start}{line}A man walks. via Acme".encode(), "en"
    )
    assert found.lines
