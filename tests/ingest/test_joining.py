"""A row of a table and the picture that it names become one photograph."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from archive.catalogue import browsing, photographs
from archive.descriptions import workflow
from archive.history import OPERATOR
from archive.ingest.outcome import Options, Outcome, Receipt
from archive.ingest.run import Run, bring_in
from archive.parts import Parts
from tests import builders

HEAD = "file name,headline,caption,date_text,keywords,alt[en],caption[es]\r\n"
TRAM = "tram.jpg,A tram,A tram waits.,about 1936,trams; rain,A grey tram.,Un tranvía espera.\r\n"


def hand_in(tmp_path: Path, table: str = HEAD + TRAM, names: tuple[str, ...] = ("TRAM.JPG",)) -> Path:
    folder = tmp_path / "in"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "week.csv").write_text(table, encoding="utf-8", newline="")
    for seed, name in enumerate(names):
        exif = Image.Exif()
        exif[0x010E] = "What the file says."
        exif[0x013B] = "Jane Roe"
        builders.picture_file(folder / name, seed=seed, exif=exif.tobytes())
    return folder


def run(parts: Parts, *paths: Path, **options: object) -> Receipt:
    return bring_in(Run(parts.tools, OPERATOR, Options(**options)), paths)  # type: ignore[arg-type]


def count(parts: Parts) -> int:
    with parts.db.reading() as session:
        return browsing.browse(session, staff=True, offset=0, limit=1)[1]


def told(outcome: Outcome) -> str:
    return " ".join(outcome.detail.get("findings", ()))


def test_row_and_picture_are_one_photograph_and_come_in_once(parts: Parts, tmp_path: Path) -> None:
    folder = hand_in(tmp_path)
    for dry_run, what in ((True, "add"), (False, "added")):
        receipt = run(parts, folder, dry_run=dry_run)
        assert [(one.name, one.what) for one in receipt.outcomes] == [
            ("week.csv", "read"),
            ("TRAM.JPG", what),
        ]
        assert receipt.outcomes[1].detail["row"] == "week.csv row 2"
        assert receipt.outcomes[1].detail["edtf"] == "1936~"
    record = builders.get(parts, receipt.outcomes[1].accession)
    assert (record.caption, record.keywords, record.creators) == (
        "A tram waits.",
        ("trams", "rain"),
        ("Jane Roe",),
    )
    assert record.alternatives == {"caption": {"es": "Un tranvía espera."}}
    assert (record.sources["caption"], record.sources["creators"]) == ("table", "file")
    assert [image.file_name for image in record.current_images] == ["TRAM.JPG"]
    with parts.db.reading() as session:
        (text,) = workflow.of(session, photographs.get(session, record.accession))
    assert (text.text, text.status, text.origin) == ("A grey tram.", "in-review", "person")
    again = run(parts, folder)
    assert [one.what for one in again.outcomes] == ["read", "unchanged"]
    assert (again.changes, count(parts)) == ([], 1)
    (folder / "TRAM.JPG").unlink()
    assert run(parts, folder).outcomes[0].detail["unchanged"] == 1
    assert count(parts) == 1


def test_a_picture_that_comes_after_its_row_goes_to_the_rows_record(parts: Parts, tmp_path: Path) -> None:
    added = run(parts, hand_in(tmp_path, names=())).of("added")[0]
    assert "Row 2 names tram.jpg, which was not handed in with it." in told(added)
    receipt = run(parts, hand_in(tmp_path))
    assert [one.accession for one in receipt.of("attached")] == [added.accession]
    assert count(parts) == 1


def test_a_row_that_comes_after_its_picture_fills_the_record(parts: Parts, tmp_path: Path) -> None:
    folder = hand_in(tmp_path, names=())
    accession = run(parts, builders.picture_file(folder / "tram.jpg")).of("added")[0].accession
    receipt = run(parts, folder)
    assert [one.accession for one in receipt.of("changed")] == [accession]
    record = builders.get(parts, accession)
    assert (record.caption, record.sources["caption"], record.edtf) == ("A tram waits.", "table", "1936~")
    with parts.db.reading() as session:
        (text,) = workflow.of(session, photographs.get(session, accession))
    assert text.text == "A grey tram."
    assert count(parts) == 1


def test_names_that_several_rows_or_files_have_join_nothing(parts: Parts, tmp_path: Path) -> None:
    rows = "file name,headline\r\ntram.jpg,One\r\nTram,Two\r\nship,Three\r\nnowhere.jpg,Four\r\n"
    folder = hand_in(tmp_path, rows, ("tram.jpg", "ship.jpg", "ship.png"))
    for dry_run, what in ((True, "add"), (False, "added")):
        found = run(parts, folder, dry_run=dry_run).of(what)
        said = {one.name: told(one) for one in found}
        assert "so do other rows" in said["week.csv row 2"]
        assert "so do other rows" in said["week.csv row 3"]
        assert "2 files are called so" in said["week.csv row 4"]
        assert "Row 5 names nowhere.jpg, which was not handed in with it." in said["week.csv row 5"]
        assert len(found) == 7


def test_no_file_that_a_row_names_is_lost_in_silence(parts: Parts, tmp_path: Path) -> None:
    table = HEAD + TRAM.replace("tram.jpg", "tram.jpg; back.jpg; gone.jpg") + "no.jpg; nor.jpg,B,b,,,,\r\n"
    folder = hand_in(tmp_path, table, ("tram.jpg", "back.jpg"))
    for dry_run in (True, False):
        receipt = run(parts, folder, dry_run=dry_run)
        _read, alone, back, tram = receipt.outcomes
        assert [one.name for one in (alone, back, tram)] == ["week.csv row 3", "back.jpg", "tram.jpg"]
        assert "Row 2 names more than one file, and a row takes only the first, “tram.jpg”." in told(tram)
        assert "“back.jpg” comes in by itself; “gone.jpg” was not handed in with it." in told(tram)
        assert "names no.jpg, which was not handed in" in told(alone)
        assert "“nor.jpg” was not handed in with it." in told(alone)
        assert "more than one file" not in told(back)
    assert tram.accession != back.accession
    assert len(builders.get(parts, tram.accession).current_images) == 1

    one = HEAD + TRAM
    assert "more than one" not in told(run(parts, hand_in(tmp_path / "one", one)).outcomes[1])
    for number, count in ((1, 1), (2, 12)):
        many = "; ".join(["bad.jpg", *(f"p{n}.jpg" for n in range(count))])
        folder = hand_in(tmp_path / str(number), HEAD + TRAM.replace("tram.jpg", many), ())
        (folder / "bad.jpg").write_bytes(b"no picture")
        row = next(one for one in run(parts, folder).outcomes if one.what == "added")
        assert "was refused. This row is a record of its own" in told(row)
        assert "“p0.jpg” was not handed in with it" in told(row)
        assert ("and 2 more" in told(row)) == (count == 12)


def test_a_refused_picture_leaves_its_row_a_record(parts: Parts, tmp_path: Path) -> None:
    folder = hand_in(tmp_path)
    (folder / "TRAM.JPG").write_bytes(b"no picture at all")
    for dry_run, what in ((True, "add"), (False, "added"), (False, "unchanged")):
        receipt = run(parts, folder, dry_run=dry_run)
        assert [(one.name, one.what) for one in receipt.outcomes[1:]] == [
            ("week.csv row 2", what),
            ("TRAM.JPG", "refused"),
        ]
        assert ("was refused" in told(receipt.outcomes[1])) is (what != "unchanged")
    assert count(parts) == 1


def test_a_row_that_is_refused_leaves_its_picture_alone(parts: Parts, tmp_path: Path) -> None:
    receipt = run(parts, hand_in(tmp_path, "file name,date_text\r\ntram.jpg,31 April 1938\r\n"))
    assert [(one.name, one.what) for one in receipt.outcomes[1:]] == [
        ("week.csv row 2", "refused"),
        ("TRAM.JPG", "added"),
    ]


def test_sheet_table_and_file_of_one_name_are_one_photograph(parts: Parts, tmp_path: Path) -> None:
    folder = hand_in(tmp_path, "file name,headline\r\ntram.jpg,From the table\r\n")
    (folder / "week.txt").write_text(
        "Trams of a made-up town\n\ntram.jpg: From the sheet. (Photo by Ann Lee)\n", encoding="utf-8"
    )
    added = run(parts, folder).of("added")[0]
    record = builders.get(parts, added.accession)
    assert (record.headline, record.caption) == ("From the table", "From the sheet.")
    assert (record.sources["headline"], record.sources["caption"]) == ("table", "sheet")
    assert added.detail["sheet"].startswith("week.txt")
    assert added.detail["row"] == "week.csv row 2"
    assert record.collection is not None
    assert [one.what for one in run(parts, folder).outcomes] == ["read", "read", "unchanged"]
    assert count(parts) == 1


def test_a_row_goes_into_its_own_collection_with_its_picture(parts: Parts, tmp_path: Path) -> None:
    builders.photograph(parts, collection="trams")
    folder = hand_in(tmp_path, "file name,collection,headline\r\ntram.jpg,trams,A tram\r\n")
    record = builders.get(parts, run(parts, folder).of("added")[0].accession)
    assert record.collection is not None
    assert record.collection.slug == "trams"


def test_the_table_alone_joins_what_sheet_and_table_and_file_made(parts: Parts, tmp_path: Path) -> None:
    folder = hand_in(tmp_path, "file name,headline,credit_line\r\ntram.jpg,From the table,Made-up Press\r\n")
    (folder / "week.txt").write_text(
        "Trams of a made-up town\n\ntram.jpg: From the sheet. (Photo by Ann Lee)\n", encoding="utf-8"
    )
    added = run(parts, folder).of("added")[0]
    table = folder / "week.csv"
    for dry_run, what in ((True, "known"), (False, "unchanged")):
        (row,) = run(parts, table, dry_run=dry_run).outcomes[1:]
        assert (row.what, row.accession) == (what, added.accession)
        assert f"Row 2 names tram.jpg, the picture of {added.accession}" in told(row)
    assert count(parts) == 1
    table.write_text("file name,headline\r\nTram,Another headline\r\n", encoding="utf-8")
    (row,) = run(parts, table).outcomes[1:]
    assert row.detail["changes"] == [
        {"field": "headline", "here": "From the table", "sheet": "Another headline"}
    ]
    assert (count(parts), builders.get(parts, added.accession).headline) == (1, "From the table")


def test_a_row_fills_the_record_of_a_picture_that_is_here(parts: Parts, tmp_path: Path) -> None:
    folder = hand_in(tmp_path)
    accession = run(parts, folder / "TRAM.JPG").of("added")[0].accession
    with parts.db.writing() as session:
        there = photographs.get(session, accession)
        photographs.amend(session, OPERATOR, accession, {"caption": ""}, version=there.version)
    (row,) = run(parts, folder / "week.csv").of("changed")
    assert (row.accession, builders.get(parts, accession).caption) == (accession, "A tram waits.")
    assert count(parts) == 1


def test_a_name_that_two_records_have_joins_none_and_a_collection_tells_them_apart(
    parts: Parts, tmp_path: Path
) -> None:
    folder = hand_in(tmp_path)
    made = []
    for seed, slug in ((1, "trams"), (2, "boats")):
        builders.picture_file(folder / "TRAM.JPG", seed=seed)
        made += run(parts, folder / "TRAM.JPG", collection=slug).of("added")
    table = folder / "week.csv"
    assert [one.accession for one in run(parts, table, collection="boats").outcomes[1:]] == [
        made[1].accession
    ]
    assert run(parts, table).outcomes[1].what == "added"


def test_signs_of_a_pattern_in_a_name_are_only_signs(parts: Parts, tmp_path: Path) -> None:
    folder = hand_in(tmp_path)
    run(parts, folder / "TRAM.JPG")
    table = folder / "week.csv"
    table.write_text("file name,headline\r\nTR_M.JPG,One\r\n%,Two\r\n", encoding="utf-8")
    assert [one.what for one in run(parts, table).outcomes[1:]] == ["added", "added"]


def test_a_row_of_another_collection_or_caption_is_a_record_of_its_own(parts: Parts, tmp_path: Path) -> None:
    """Cameras count anew: a name that one record of the whole archive has may be another picture's."""
    folder = hand_in(tmp_path, "file name,caption\r\ntram.jpg,A bridge of the donor.\r\n")
    (first,) = run(parts, folder / "TRAM.JPG").outcomes
    table = folder / "week.csv"
    for options in ({"collection": "donor-box"}, {}):
        for dry_run, what in ((True, "add"), (False, "added")):
            (row,) = run(parts, table, dry_run=dry_run, **options).outcomes[1:]
            assert (row.what, row.accession == first.accession) == (what, False)
            said = f"as the picture of {first.accession} is called, and has another caption"
            assert (said in told(row)) is not bool(options)
            assert "tram.jpg" in told(row)
    assert count(parts) == 3
    assert builders.get(parts, first.accession).caption == "What the file says."
    assert run(parts, table).outcomes[1:] == []
    table.write_text("file name,caption,headline\r\ntram.jpg,What the file says.,Tram\r\n", encoding="utf-8")
    (row,) = run(parts, table).outcomes[1:]
    assert (row.accession, row.detail["changes"][0]["field"]) == (first.accession, "headline")
