from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from archive.catalogue import collections, photographs, visibility
from archive.descriptions import workflow
from archive.history import OPERATOR
from archive.ingest import tables
from archive.ingest.outcome import Options, Outcome
from archive.ingest.run import Run, bring_in
from archive.ingest.sources import Source
from archive.interop import table
from archive.parts import Parts
from tests import builders


def bring(parts: Parts, path: Path, *, dry_run: bool = False, **how: object) -> list[Outcome]:
    options = Options(dry_run=dry_run, **how)  # type: ignore[arg-type] # options by name
    return list(tables.bring_in(Run(parts.tools, OPERATOR, options), Source(path.name, path)))


def csv_file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "table.csv"
    path.write_bytes(text.encode(encoding))
    return path


def xlsx_file(folder: Path, rows: Iterable[Iterable[object]]) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("one")
    for row in rows:
        sheet.append(list(row))
    path = folder / "table.xlsx"
    book.save(path)
    return path


def exported(parts: Parts, folder: Path) -> str:
    with parts.db.reading() as session:
        table.write(session, folder / "out.csv")
    return (folder / "out.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_and_separators_are_found_out(
    parts: Parts, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    text = f'Título{delimiter}Pie de foto\r\nEl tranvía{delimiter}"Ángel, a la puerta; sí"\r\n'
    read, added = bring(parts, csv_file(tmp_path, text, encoding), collection="caja", language="es")
    made = builders.get(parts, added.accession)
    assert (made.headline, made.caption) == ("El tranvía", "Ángel, a la puerta; sí")
    assert made.caption_language == "es"
    assert made.sources["caption"] == "table"
    assert made.visibility == "draft"
    assert any("Windows-1252" in one for one in read.detail["findings"]) == (encoding == "cp1252")
    assert read.detail["delimiter"] == delimiter


def test_ragged_rows_are_refused_with_their_number_and_the_rest_goes_on(parts: Parts, tmp_path: Path) -> None:
    text = "headline,caption\r\nA,one\r\nB\r\n\r\nC,three,four\r\nD,two,\r\n"
    read, first, short, long, last = bring(parts, csv_file(tmp_path, text))
    assert read.detail["rows"] == 4
    assert [one.what for one in (first, short, long, last)] == ["added", "refused", "refused", "added"]
    assert (short.name, long.name) == ("table.csv row 3", "table.csv row 5")
    assert "1 cells and the headings are 2" in short.reason


def test_an_open_quotation_ends_the_table_and_says_where(parts: Parts, tmp_path: Path) -> None:
    outcomes = bring(parts, csv_file(tmp_path, 'headline,caption\r\nA,one\r\nB,"two\r\nC,three\r\n'))
    assert [one.what for one in outcomes] == ["read", "added", "refused"]
    assert outcomes[2].name == "table.csv row 3"
    assert "quotation mark" in outcomes[2].reason


def test_unknown_and_repeated_headings_are_named_and_left_out(parts: Parts, tmp_path: Path) -> None:
    text = "Caption,Shelf mark,Description,By-line,Alt text\r\nA tram,B7,no,Ana; Bob,A grey tram.\r\n"
    read, added = bring(parts, csv_file(tmp_path, text), language="en")
    assert read.detail["unknown"] == ["Shelf mark"]
    assert any("“Description”" in one and "caption" in one for one in read.detail["findings"])
    assert any("“Alt text”" in one and " en: " in one for one in read.detail["findings"])
    made = builders.get(parts, added.accession)
    assert (made.caption, made.creators) == ("A tram", ("Ana", "Bob"))
    with parts.db.reading() as session:
        (text_,) = workflow.of(session, made)
    assert (text_.kind, text_.language, text_.text, text_.status) == (
        "alt",
        "en",
        "A grey tram.",
        "in-review",
    )


def test_blank_is_not_delete_and_a_sign_is(parts: Parts, tmp_path: Path) -> None:
    accession = builders.photograph(parts, city="Porto", country="Portugal", kind="map", people=("Ana",))
    text = f"accession,city,country,kind,people\r\n{accession},,∅,[delete],∅\r\n"
    _read, changed = bring(parts, csv_file(tmp_path, text))
    assert {one["field"]: (one["before"], one["after"]) for one in changed.detail["changes"]} == {
        "country": ("Portugal", ""),
        "kind": ("map", "photograph"),
        "people": ("Ana", ""),
    }
    made = builders.get(parts, accession)
    assert (made.city, made.country, made.kind, made.people) == ("Porto", "", "photograph", ())


def test_words_of_a_date_bring_their_reading_and_the_preview_says_so(parts: Parts, tmp_path: Path) -> None:
    accession = builders.photograph(parts, date_text="about 1936")
    path = csv_file(tmp_path, f"accession,date_text\r\n{accession},May 1938\r\n")
    _read, shown = bring(parts, path, dry_run=True)
    assert [(one["field"], one["after"]) for one in shown.detail["changes"]] == [
        ("date_text", "May 1938"),
        ("edtf", "1938-05"),
    ]
    assert builders.get(parts, accession).edtf == "1936~"
    _read, done = bring(parts, path)
    assert done.detail["changes"] == shown.detail["changes"]
    assert builders.get(parts, accession).edtf == "1938-05"


def test_a_changed_text_goes_to_review_and_readers_keep_theirs(parts: Parts, tmp_path: Path) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, "A tram at a stop.")
    text = exported(parts, tmp_path).replace("A tram at a stop.", "A tram in the rain.")
    read, changed = bring(parts, csv_file(tmp_path, text))
    assert changed.what == "changed"
    assert any("alt[en] status" in one for one in read.detail["findings"])
    with parts.db.reading() as session:
        texts = workflow.of(session, photographs.get(session, accession))
    assert [(one.text, one.status) for one in texts] == [
        ("A tram at a stop.", "approved"),
        ("A tram in the rain.", "in-review"),
    ]


def test_an_approved_text_is_not_emptied_by_a_table(parts: Parts, tmp_path: Path) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, "A tram at a stop.")
    _read, refused = bring(parts, csv_file(tmp_path, f"accession,city,alt[en]\r\n{accession},Porto,∅\r\n"))
    assert refused.what == "refused"
    assert "Alt text in English" in refused.reason
    assert builders.get(parts, accession).city == ""


def test_a_record_changed_since_the_export_is_refused_with_both_values(parts: Parts, tmp_path: Path) -> None:
    accession = builders.photograph(parts, headline="Old")
    other = builders.photograph(parts, headline="Other", caption="Same.")
    text = exported(parts, tmp_path)
    with parts.db.writing() as session:
        version = photographs.get(session, accession).version
        photographs.amend(session, OPERATOR, accession, {"headline": "Newer"}, version=version)
    path = csv_file(tmp_path, text.replace(",Other,", ",Another,"))
    _read, refused, changed = bring(parts, path)
    assert (refused.what, refused.accession) == ("refused", accession)
    assert "Headline is “Old” in the table, “Newer” in the archive" in refused.reason
    assert (changed.accession, changed.what) == (other, "changed")
    assert builders.get(parts, accession).headline == "Newer"


def test_a_text_written_since_the_export_is_not_overwritten(parts: Parts, tmp_path: Path) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, "First words.", approve=False)
    text = exported(parts, tmp_path)
    builders.describe(parts, accession, "Better words.", approve=False)
    _read, refused = bring(parts, csv_file(tmp_path, text))
    assert refused.what == "refused"
    assert "“First words.”" in refused.reason
    assert "“Better words.”" in refused.reason
    # The record's own fields may change all the same: nobody touched them.
    text = text.replace("First words.", "").replace("Made-up Press", "Other Press")
    assert bring(parts, csv_file(tmp_path, text))[1].what == "changed"


def test_what_a_record_cannot_hold_is_refused_in_the_preview_already(parts: Parts, tmp_path: Path) -> None:
    accession = builders.photograph(parts)
    text = (
        "accession,country_code,credit_line,collection\r\n"
        f"{accession},PORTUGAL,,\r\n{builders.photograph(parts)},,∅,\r\n{builders.photograph(parts)},,,nowhere\r\n"
    )
    path = csv_file(tmp_path, text)
    for dry_run in (True, False):
        _read, *rows = bring(parts, path, dry_run=dry_run)
        assert [row.what for row in rows] == ["refused"] * 3
        assert "two or three letters" in rows[0].reason
        assert "credit line" in rows[1].reason
        assert "nowhere" in rows[2].reason


def test_a_row_goes_into_another_collection(parts: Parts, tmp_path: Path) -> None:
    accession = builders.photograph(parts, collection="trams")
    with parts.db.writing() as session:
        collections.open_one(session, OPERATOR, "ships", {"title": "Ships"})
    path = csv_file(tmp_path, f"accession,collection\r\n{accession},ships\r\n")
    _read, changed = bring(parts, path)
    assert changed.detail["changes"][0]["before"] == "trams"
    home = builders.get(parts, accession).collection
    assert home is not None
    assert home.slug == "ships"


def test_rows_that_repeat_a_number_or_name_an_unknown_one(parts: Parts, tmp_path: Path) -> None:
    accession = builders.photograph(parts)
    text = (
        "accession,version,city\r\n"
        f"{accession},,Porto\r\n{accession},,Lisboa\r\n1999-1,v1.1,Faro\r\nDON-7,,Braga\r\nnew,,Beja\r\n"
    )
    _read, first, again, gone, new, bad = bring(parts, csv_file(tmp_path, text))
    assert (first.what, again.what, gone.what) == ("changed", "refused", "refused")
    assert "(2)" in again.reason
    assert (new.what, new.accession) == ("added", "DON-7")
    assert bad.what == "refused"
    assert builders.get(parts, accession).city == "Porto"


def test_new_rows_come_in_once_however_often_the_table_comes(parts: Parts, tmp_path: Path) -> None:
    text = "headline,file name\r\nA tram,a.jpg\r\nA tram,a.jpg\r\nA tram,b.jpg\r\n,c.jpg\r\n"
    path = csv_file(tmp_path, text)
    outcomes = bring(parts, path)
    assert [one.what for one in outcomes] == ["read", "added", "added", "added", "refused"]
    assert outcomes[1].detail["file_name"] == "a.jpg"
    read, refused = bring(parts, path)
    assert (read.detail["unchanged"], refused.what) == (3, "refused")


def test_merged_records_are_left_alone(parts: Parts, tmp_path: Path) -> None:
    kept, gone = builders.photograph(parts), builders.photograph(parts)
    with parts.db.writing() as session:
        visibility.merge(session, OPERATOR, gone, kept)
    _read, refused = bring(parts, csv_file(tmp_path, f"accession,city\r\n{gone},Porto\r\n"))
    assert "merged" in refused.reason
    assert gone not in exported(parts, tmp_path)


def test_rows_done_by_an_earlier_try_are_left_out(parts: Parts, tmp_path: Path) -> None:
    path = csv_file(tmp_path, "headline\r\nA\r\nB\r\n")
    run = Run(parts.tools, OPERATOR, Options(), done=frozenset({"table.csv", "table.csv row 2"}))
    told = list(tables.bring_in(run, Source(path.name, path)))
    assert [one.name for one in told] == ["table.csv", "table.csv row 3"]


def test_what_a_person_chose_for_a_new_row_goes_before_its_cells(parts: Parts, tmp_path: Path) -> None:
    path = csv_file(tmp_path, "headline,city\r\nA,Porto\r\n")
    chosen = {"table.csv row 2": {"headline": "B", "alt[en]": "A tram."}}
    run = Run(parts.tools, OPERATOR, Options(), choices=chosen)
    _read, added = tables.bring_in(run, Source(path.name, path))
    made = builders.get(parts, added.accession)
    assert (made.headline, made.city) == ("B", "Porto")
    assert (made.sources["headline"], made.sources["city"]) == ("given", "table")


def test_cells_of_a_spreadsheet_are_read_as_they_are_meant(parts: Parts, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["headline", "date_text", "edtf", "job_id", "keywords"],
        ["=1+1", 1938, date(1938, 5, 12), 7.0, "a; b"],
    ]
    read, added = bring(parts, xlsx_file(tmp_path, rows))
    made = builders.get(parts, added.accession)
    assert any("row 2 (“headline”)" in one for one in read.detail["findings"])
    assert (made.date_text, made.edtf, made.job_id, made.keywords) == ("1938", "1938-05-12", "7", ("a", "b"))
    assert made.headline == ""  # a formula whose result no spreadsheet has kept


def reason(parts: Parts, path: Path) -> str:
    (refused,) = bring(parts, path, dry_run=True)
    assert refused.what == "refused"
    return refused.reason


def test_ten_thousand_columns_are_refused_in_words(parts: Parts, tmp_path: Path) -> None:
    names = [f"c{number}" for number in range(10_000)]
    assert "1,000 columns" in reason(parts, csv_file(tmp_path, ",".join(names) + "\r\n"))
    assert "1,000 columns" in reason(parts, xlsx_file(tmp_path, [names, names]))


def test_what_is_no_table_is_refused_in_words(parts: Parts, tmp_path: Path) -> None:
    assert "NUL" in reason(parts, csv_file(tmp_path, "headline\0,caption\r\n"))
    assert "no headings" in reason(parts, csv_file(tmp_path, ""))
    assert "no headings" in reason(parts, csv_file(tmp_path, ",,\r\na,b,c\r\n"))
    path = tmp_path / "none.xlsx"
    path.write_bytes(b"PK\x03\x04 and nothing")
    assert "none" in reason(parts, path)
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    assert "password" in reason(parts, path)
    odd = tmp_path / "odd.csv"
    odd.write_bytes(b"\xff\xfeh\x00e\x00\x00\xd8a")
    assert "not what its first ones say" in reason(parts, odd)


def remade(path: Path, name: str, data: bytes) -> Path:
    """The same package with one part replaced."""
    target = path.with_name("remade.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, data if part == name else old.read(part))
    return target


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
HEAD = b'<row r="1"><c r="A1" t="inlineStr"><is><t>caption</t></is></c></row>'
END = b"</sheetData></worksheet>"


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        (SHEET + HEAD + b"<row>" + b"<c/>" * 1_200_000 + b"</row>" + END, "columns"),
        (SHEET + HEAD + b"<row/>" * 1_100_000 + END, "harm"),
        (SHEET + HEAD + b"<row><c><v>" + b"9" * 2_000_000 + b"</v></c></row>" + END, "harm"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]>' + SHEET + HEAD + b"<row><c><v>&a;</v></c></row>" + END, "harm"),
        (b"<worksheet", "harm"),
    ],
    ids=["one row of a million cells", "too many rows", "one endless cell", "entities", "broken"],
)
def test_spreadsheets_made_to_do_harm_are_refused(
    parts: Parts, tmp_path: Path, sheet: bytes, words: str
) -> None:
    path = xlsx_file(tmp_path, [["caption"], ["x"]])
    assert words in reason(parts, remade(path, "xl/worksheets/sheet1.xml", sheet))


def test_a_package_that_unpacks_to_a_gigabyte_is_refused_unread(parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    piece = bytes(1_000_000)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream:
            for _piece in range(1_000):
                stream.write(piece)
    assert "500 MB" in reason(parts, path)


def test_a_million_empty_rows_end_the_table(parts: Parts, tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [["caption"], ["A tram"]])
    rows = b'<row r="2"><c r="A2" t="inlineStr"><is><t>A tram</t></is></c></row>' + b"<row/>" * 1_000_000
    (read, added) = bring(
        parts, remade(path, "xl/worksheets/sheet1.xml", SHEET + HEAD + rows + END), dry_run=True
    )
    assert (read.detail["rows"], added.what) == (1, "add")
    text = "caption\r\nA tram\r\n" + "\r\n" * 1_000_000
    (read, added) = bring(parts, csv_file(tmp_path, text), dry_run=True)
    assert (read.detail["rows"], added.what) == (1, "add")


def test_commands_come_in_as_words_and_go_out_as_words(parts: Parts, tmp_path: Path) -> None:
    command = "=cmd|' /C calc'!A0"
    _read, added = bring(parts, csv_file(tmp_path, f'headline\r\n"{command}"\r\n'))
    assert builders.get(parts, added.accession).headline == command
    assert f",'{command}," in exported(parts, tmp_path)


def test_how_many_items_there_are_is_told_when_the_last_table_is_counted(
    parts: Parts, tmp_path: Path
) -> None:
    told: list[str | int] = []
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.csv").write_text(f"caption\nOne of {name}.\nTwo of {name}.\nThree of {name}.\n")
    (folder / "0.csv").write_bytes(b"")
    builders.picture_file(folder / "one.jpg")
    work = Run(
        parts.tools,
        OPERATOR,
        Options(dry_run=True),
        told=lambda outcome: told.append(outcome.name),
        done=frozenset({"a.csv row 2", "b.csv row 9"}),
        expected=told.append,
    )
    receipt = bring_in(work, [folder])
    numbers = [one for one in told if isinstance(one, int)]
    assert numbers == [sum(one.what != "read" for one in receipt.outcomes) + 2]
    assert "b.csv row 2" not in told[: told.index(numbers[0])]


def test_no_more_than_some_outcomes_are_noted_in_one_transaction(parts: Parts, tmp_path: Path) -> None:
    sessions: dict[int, int] = {}
    kept = []

    def noted(session: object, _outcome: Outcome) -> None:
        kept.append(session)  # held, so that no two have one address
        sessions[id(session)] = sessions.get(id(session), 0) + 1

    rows = "".join(f"Tram {number}.\n" for number in range(120))
    path = csv_file(tmp_path, "caption\n" + rows)
    work = Run(parts.tools, OPERATOR, Options(dry_run=True), noted=noted)
    assert len(list(tables.bring_in(work, Source(path.name, path)))) == 121
    assert list(sessions.values()) == [1, 50, 50, 20]


def test_a_text_that_a_spreadsheet_cut_when_it_opened_csv_is_not_cut_in_the_archive(
    parts: Parts, tmp_path: Path
) -> None:
    long = "Tram. " * 6_000
    accession = builders.photograph(parts, caption=long, city="Porto")
    other = builders.photograph(parts, caption="=1+1 " + long)
    text = exported(parts, tmp_path)
    cut = text.replace(long.strip(), long[:32_767], 1)
    cut = cut.replace("'=1+1 " + long.strip(), f"'=1+1 {long[:32_761]}", 1)
    assert len(cut) < len(text) - 6_000
    (read,) = bring(parts, csv_file(tmp_path, cut))
    assert read.detail["unchanged"] == 2
    read, changed = bring(parts, csv_file(tmp_path, cut.replace("Porto", "Lisboa")))
    assert [one["field"] for one in changed.detail["changes"]] == ["city"]
    assert "Caption: a spreadsheet cut this text" in changed.detail["findings"][0]
    assert builders.get(parts, accession).caption == long.strip()
    assert builders.get(parts, other).caption.endswith(long.strip())
    shorter = cut.replace(long[:32_767], long[:30_000], 1)
    assert shorter != cut
    assert bring(parts, csv_file(tmp_path, re.sub(r",v\d+\.\d+-\w{4},", ",,", shorter)))[1].what == "changed"
    assert builders.get(parts, accession).caption == long[:30_000].strip()
