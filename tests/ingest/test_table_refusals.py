"""What is said of refused rows: the field as pages call it, the cell's words, what became of the row."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.catalogue import visibility
from archive.history import OPERATOR
from archive.ingest.tables import naming
from archive.parts import Parts
from tests import builders
from tests.ingest.test_tables import bring, csv_file

WRONG = (
    ("rights", "all mine", "Licence or rights statement: Choose a Creative Commons licence"),
    ("edtf", "12/06/1962", "Date for sorting and searching (EDTF): "),
    ("date_text", "31 April 1938", "Date in words: There is no 31 April 1938"),
    ("country_code", "PORTUGAL", "Country code: A country code has two or three letters"),
    ("embargo", "next year", "Embargo until: Write the day"),
    ("caption[en]", "A tram.", "Caption in English: This is the language of the record's own"),
    ("collection", "nowhere", "Collection: The archive has no collection with this short name"),
    ("alt[en]", "long " * 5_000, "Alt text in English: This text is too long to keep"),
)


@pytest.mark.parametrize(("column", "cell", "said"), WRONG, ids=[one[0] for one in WRONG])
def test_a_refused_row_is_told_by_its_field_its_words_and_what_became_of_it(
    parts: Parts, tmp_path: Path, column: str, cell: str, said: str
) -> None:
    accession = builders.photograph(parts)
    text = f"accession,headline,caption_language,{column}\r\n{accession},A tram,en,{cell}\r\n"
    numbers = [accession]
    if column != "caption[en]":  # of a new row it becomes the caption itself
        text += f",A ship,en,{cell}\r\n"
        numbers.append("")
    for dry_run in (True, False):
        _read, *rows = bring(parts, csv_file(tmp_path, text), dry_run=dry_run)
        assert [(row.what, row.accession) for row in rows] == [("refused", one) for one in numbers]
        for row in rows:
            assert said in row.reason
            assert cell[:200].strip() in row.reason
            assert row.reason.count("Nothing of this row was taken.") == 1
            assert column == "collection" or f"{column}:" not in row.reason
    assert builders.get(parts, accession).headline != "A tram"


def test_a_cell_that_empties_what_has_to_stand_is_told(parts: Parts, tmp_path: Path) -> None:
    accession = builders.photograph(parts)
    path = csv_file(tmp_path, f"accession,credit_line\r\n{accession},∅\r\n")
    _read, refused = bring(parts, path)
    assert refused.reason.startswith("Credit line: There is no credit line.")
    assert refused.reason.endswith("The cell empties it. Nothing of this row was taken.")


def test_a_row_of_a_merged_record_is_told_in_full_and_keeps_its_number(parts: Parts, tmp_path: Path) -> None:
    kept, gone = builders.photograph(parts), builders.photograph(parts)
    with parts.db.writing() as session:
        visibility.merge(session, OPERATOR, gone, kept)
    _read, refused = bring(parts, csv_file(tmp_path, f"accession,city\r\n{gone},Porto\r\n"))
    assert refused.accession == gone
    assert refused.reason.endswith("Nothing of this row was taken.")


def test_a_row_that_repeats_a_number_keeps_it(parts: Parts, tmp_path: Path) -> None:
    accession = builders.photograph(parts)
    text = f"accession,city\r\n{accession},Porto\r\n{accession},Lisboa\r\n"
    for dry_run in (True, False):
        _read, _first, again = bring(parts, csv_file(tmp_path, text), dry_run=dry_run)
        assert (again.what, again.accession) == ("refused", accession)


@pytest.mark.parametrize(
    ("column", "label"),
    [
        ("caption[es]", "Caption in Spanish"),
        ("long[fr]", "Long description in French"),
        ("file name", "file name"),
    ],
)
def test_columns_in_a_language_are_named_with_it(column: str, label: str) -> None:
    assert naming.label(column) == label
