"""Dates in tables: what is impossible, unclear or not understood, and tables that come a second time."""

from __future__ import annotations

import re
from pathlib import Path

from archive.history import OPERATOR
from archive.ingest import choices, tables
from archive.ingest.outcome import Options, Outcome
from archive.ingest.run import Run
from archive.ingest.sources import Source
from archive.interop import table
from archive.parts import Parts
from tests import builders


def bring(parts: Parts, folder: Path, text: str, *, dry_run: bool = False) -> list[Outcome]:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8", newline="")
    run = Run(parts.tools, OPERATOR, Options(dry_run=dry_run))
    return list(tables.bring_in(run, Source(path.name, path)))


def exported(parts: Parts, folder: Path) -> str:
    with parts.db.reading() as session:
        table.write(session, folder / "out.csv")
    return (folder / "out.csv").read_text(encoding="utf-8-sig")


def told(outcome: Outcome) -> str:
    return " ".join(outcome.detail.get("findings", ()))


def test_a_day_that_no_calendar_has_refuses_its_row(parts: Parts, tmp_path: Path) -> None:
    accession = builders.photograph(parts, date_text="1946")
    text = (
        "accession,headline,date_text,city\r\n"
        f"{accession},,31 April 1938,Porto\r\n"
        ",New,31 de abril de 1938,\r\n,Newer,1938-13-45,\r\n"
    )
    for dry_run in (True, False):
        _read, *rows = bring(parts, tmp_path, text, dry_run=dry_run)
        assert [row.what for row in rows] == ["refused"] * 3
        assert "Date in words: There is no 31 April 1938" in rows[0].reason
        assert "31 de abril de 1938" in rows[1].reason
        assert "no month 13" in rows[2].reason
    made = builders.get(parts, accession)
    assert (made.date_text, made.edtf, made.city) == ("1946", "1946", "")


def test_an_unclear_date_is_told_with_its_readings_and_its_words_are_kept(
    parts: Parts, tmp_path: Path
) -> None:
    read = builders.photograph(parts, date_text="1946")
    given = builders.photograph(parts, date_text="after the war", edtf="1945/1950")
    text = f"accession,headline,date_text\r\n{read},,12/05/1938\r\n{given},,12/05/1938\r\n,New,12/05/1938\r\n"
    _read, *shown = bring(parts, tmp_path, text, dry_run=True)
    assert [row.what for row in shown] == ["change", "change", "add"]
    assert all("1938-05-12" in told(row) and "1938-12-05" in told(row) for row in shown)
    assert "Date for sorting and searching (EDTF): “1946” becomes nothing, because" in told(shown[0])
    assert shown[0].detail["changes"][1] == {
        "field": "edtf", "before": "1946", "after": "", "source": "table",
    }  # fmt: skip
    assert "“1945/1950” stays" in told(shown[1])
    _read, *done = bring(parts, tmp_path, text)
    assert [told(row) for row in done] == [told(row) for row in shown]
    assert [builders.get(parts, row.accession).edtf for row in done] == ["", "1945/1950", ""]
    assert {builders.get(parts, row.accession).date_text for row in done} == {"12/05/1938"}


def test_a_reading_chosen_for_a_changed_record_is_taken_and_nothing_else_changes(
    parts: Parts, tmp_path: Path
) -> None:
    names = [
        builders.photograph(parts, date_text="1946", city="Porto"),
        builders.photograph(parts, date_text="after the war", edtf="1945/1950"),
        builders.photograph(parts, date_text="12 May 1938", edtf="1938-05-12"),
        builders.photograph(parts, date_text="1946"),
    ]
    text = "accession,date_text\r\n" + "".join(f"{name},12/05/1938\r\n" for name in names)
    _read, *shown = bring(parts, tmp_path, text, dry_run=True)
    chosen = {}
    for row in shown[:3]:
        (question,) = choices.questions(row.detail, {})
        assert (question.field, question.chosen, question.default) == ("edtf", "0", "0")
        assert "12/05/1938" in question.why
        keys = {one.value: one.key for one in question.options}
        assert list(keys) == ["12/05/1938", "1938-05-12", "1938-12-05"]  # nothing empties the record's date
        chosen[row.name], wrong = choices.answered(row.detail, {}, {"edtf": keys["1938-05-12"]})
        assert (wrong, chosen[row.name]["edtf"]) == ([], "1938-05-12")
        after = choices.shown(row.detail, chosen[row.name], publish=False)
        assert "nothing, because" not in " ".join(after["findings"])
        assert after["changes"][0]["after"] == "12/05/1938"
        edtf = [one["after"] for one in after["changes"] if one["field"] == "edtf"]
        assert edtf == ([] if row.accession == names[2] else ["1938-05-12"])
        assert choices.answered(row.detail, chosen[row.name], {"edtf": "0"}) == ({}, [])
    path = tmp_path / "table.csv"
    run = Run(parts.tools, OPERATOR, Options(), choices=chosen)
    _read, *done = list(tables.bring_in(run, Source(path.name, path)))
    assert [row.what for row in done] == ["changed"] * 4
    assert [builders.get(parts, name).edtf for name in names] == ["1938-05-12"] * 3 + [""]
    assert {builders.get(parts, name).date_text for name in names} == {"12/05/1938"}
    assert not any(told(row) for row in done[:3])
    assert builders.get(parts, names[0]).city == "Porto"


def test_no_date_is_asked_about_that_the_row_settles(parts: Parts, tmp_path: Path) -> None:
    name = builders.photograph(parts, date_text="1946")
    for cells in ("12/05/1938,1938-05-12", "13/05/1938,", "about 1936,", "blurb,", ",1938"):
        text = f"accession,date_text,edtf\r\n{name},{cells}\r\n"
        _read, row = bring(parts, tmp_path, text, dry_run=True)
        assert (row.what, choices.questions(row.detail, {})) == ("change", []), cells


def test_words_that_are_no_date_are_told(parts: Parts, tmp_path: Path) -> None:
    accession = builders.photograph(parts)
    text = f"accession,headline,date_text\r\n{accession},,blurb\r\n,New,blurb\r\n"
    _read, changed, added = bring(parts, tmp_path, text)
    assert "“blurb” was not understood" in told(changed)
    assert "“blurb” was not understood" in told(added)
    assert builders.get(parts, added.accession).date_text == "blurb"


def test_an_edtf_beside_the_words_settles_what_is_unclear(parts: Parts, tmp_path: Path) -> None:
    accession = builders.photograph(parts)
    text = (
        "accession,headline,date_text,edtf\r\n"
        f"{accession},,12/05/1938,1938-05-12\r\n,New,12/05/1938,1938-05-12\r\n"
    )
    _read, *rows = bring(parts, tmp_path, text)
    assert not any("1938" in told(row) for row in rows)
    assert {builders.get(parts, row.accession).edtf for row in rows} == {"1938-05-12"}


def test_a_preview_shows_how_the_words_of_a_new_row_are_recorded(parts: Parts, tmp_path: Path) -> None:
    _read, row = bring(parts, tmp_path, "headline,date_text\r\nA,hacia 1936\r\n", dry_run=True)
    assert (row.detail["date_text"], row.detail["edtf"]) == ("hacia 1936", "1936~")
    assert row.detail["values"]["edtf"] == "1936~"


def test_the_same_edited_table_changes_nothing_when_it_comes_again(parts: Parts, tmp_path: Path) -> None:
    accession = builders.photograph(parts, date_text="about 1936", city="Porto", keywords=("a",))
    builders.describe(parts, accession, "A tram.", approve=False)
    text = exported(parts, tmp_path)
    for old, new in (("about 1936", "May 1938"), (",Porto,", ",∅,"), ("A tram.", "A grey tram.")):
        assert old in text
        text = text.replace(old, new)
    assert "1936~" in text
    assert bring(parts, tmp_path, text)[1].what == "changed"
    without = re.sub(r",v\d+\.\d+-\w{4},", ",,", text)
    assert without != text
    for again in (text, without):
        read, *rows = bring(parts, tmp_path, again)
        assert (rows, read.detail["unchanged"]) == ([], 1)
    assert builders.get(parts, accession).edtf == "1938-05"


def test_an_edtf_that_somebody_typed_into_an_old_table_is_a_claim(parts: Parts, tmp_path: Path) -> None:
    accession = builders.photograph(parts, date_text="about 1936")
    text = exported(parts, tmp_path).replace("about 1936", "May 1938")
    bring(parts, tmp_path, text)
    (_read, refused) = bring(parts, tmp_path, text.replace("1936~", "1938-05-02"))
    assert refused.what == "refused"
    assert "Date for sorting and searching (EDTF) is “1938-05-02” in the table" in refused.reason
    fresh = exported(parts, tmp_path).replace(",1938-05,", ",1936~,")
    assert bring(parts, tmp_path, fresh)[1].what == "changed"
    assert builders.get(parts, accession).edtf == "1936~"


def test_an_emptied_edtf_stays_empty_beside_its_words(parts: Parts, tmp_path: Path) -> None:
    accession = builders.photograph(parts, date_text="about 1936")
    text = f"accession,edtf\r\n{accession},∅\r\n"
    assert bring(parts, tmp_path, text)[1].what == "changed"
    assert builders.get(parts, accession).edtf == ""
    assert bring(parts, tmp_path, text)[0].detail["unchanged"] == 1
