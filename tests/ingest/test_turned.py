"""Forms in which spreadsheets write days."""

from __future__ import annotations

import pytest

from archive.ingest.tables import turned


@pytest.mark.parametrize(
    "cell",
    [
        "12/06/1962", "6/12/1962", "06/12/62", "12.06.1962", "12-06-1962", "1962/6/12", "12/06/1962 00:00",
        "12-Jun-62", "12-jun-1962", "12-juin-62", "12. Jun 62", "12-jun.-62",
    ],
)  # fmt: skip
def test_forms_of_a_day(cell: str) -> None:
    assert turned.is_form(cell, "1962-06-12")
    assert not turned.is_form(cell, "1962-06-13")
    assert not turned.is_form(cell, "1963-06-12")
    assert not turned.is_form(cell, "1962-06")
    assert not turned.is_form(cell, "1962-06-12~")


def test_forms_of_a_month() -> None:
    assert turned.is_form("Jun-62", "1962-06")
    assert turned.is_form("Jun 62", "1962-06")
    assert not turned.is_form("Jun-62", "1962-07")
    assert turned.is_form("01/06/1962", "1962-06", whole_months=True)
    assert not turned.is_form("01/06/1962", "1962-06")
    assert not turned.is_form("02/06/1962", "1962-06", whole_months=True)


@pytest.mark.parametrize("cell", ["12 June 1962", "June 12, 1962", "12 Jun 1962", "1962-06-12", "1962", ""])
def test_what_people_write_is_no_form(cell: str) -> None:
    assert not turned.is_form(cell, "1962-06-12")
