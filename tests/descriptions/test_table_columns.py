from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.descriptions import columns

# Texts made of the signs that the rules are about, so that they meet in every order.
TRICKY = st.text(alphabet="'\"=+-@\t \\;∅[delete]aé\n＝\u00a0", max_size=12) | st.text(max_size=12)


@given(TRICKY)
def test_what_is_shielded_comes_back_and_nothing_runs(text: str) -> None:
    cell = columns.shield(text)
    assert columns.bare(cell) == text
    assert not cell.lstrip(' "\u00a0').startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))
    assert not columns.empties(cell)


@pytest.mark.parametrize(
    "before", ["", "\u3000", "\u200b", "\ufeff", "\u200f", "\u202e", "\x0b", "\x00", "’", "«", "\xad"]
)
@pytest.mark.parametrize("sign", "=+-@＝＋－＠﹦﹢﹣﹫−")
def test_signs_that_nobody_sees_hide_no_formula(before: str, sign: str) -> None:
    text = f"{before}{sign}cmd|' /C calc'!A0"
    assert columns.shield(text) == f"'{text}"
    assert columns.bare(columns.shield(text)) == text


@pytest.mark.parametrize("text", ["A tram", "1934", "“Quiet”", "a=b", "\u3000x", "5 - 6", "\u200fשלום"])
def test_ordinary_words_stay_bare(text: str) -> None:
    assert columns.shield(text) == text


@given(TRICKY)
def test_what_is_marked_comes_back_and_empties_nothing(text: str) -> None:
    cell = columns.mark(text)
    assert columns.unmark(cell) == text
    assert not columns.empties(cell)


@given(st.lists(TRICKY.map(str.strip).filter(bool), max_size=4))
def test_names_come_back_one_by_one(names: list[str]) -> None:
    assert columns.split_names(columns.join_names(names)) == tuple(names)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("'=1+1", "=1+1"),
        ("''Allo", "'Allo"),
        ("'Allo", "'Allo"),  # typed by somebody: no export writes it
        ("'", "'"),
        ("''", "'"),
        ("=1+1", "=1+1"),
        ("'∅", "∅"),
        ("plain", "plain"),
    ],
)
def test_cells_that_people_type_keep_their_apostrophe(cell: str, text: str) -> None:
    assert columns.bare(cell) == text


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Caption", "caption"),
        (" caption [es]", ""),
        ("caption[ES]", "caption[es]"),
        ("ALT[es_mx]", "alt[es-MX]"),
        ("alt[en] status", "alt[en] status"),
        ("Alt[en] Status", "alt[en] status"),
        ("caption[es] status", ""),
        ("city[es]", ""),
        ("alt[xx-nonsense-nobody]", ""),
        ("alt", ""),
        ("file  name", "file name"),
    ],
)
def test_headings_of_ours_are_known_however_they_are_written(heading: str, column: str) -> None:
    assert columns.column(heading) == column


@pytest.mark.parametrize(
    ("cell", "read"),
    [("v3.10", (3, 10)), ("V3.1", (3, 1)), ("3", (3, None)), ("three", None), ("3.1.2", None), ("-1", None)],
)
def test_versions_are_read_as_they_are_written(cell: str, read: tuple[int, int | None] | None) -> None:
    assert columns.read_version(cell) == read
    assert columns.read_version(columns.version_cell(3, 10)) == (3, 10)


def test_a_version_belongs_to_the_number_that_it_was_written_for() -> None:
    cell = columns.version_cell(3, 10, "1934.10")
    assert columns.read_version(cell) == (3, 10)
    assert columns.belongs(cell.upper(), "1934.10")
    assert not columns.belongs(cell, "1934.1")
    assert all(columns.belongs(old, "1934.1") for old in ("v3.10", "3", "", "three"))
