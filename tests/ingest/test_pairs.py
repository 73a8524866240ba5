"""A picture and the line of a sheet that names it become one photograph; nothing is paired by order."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from archive.catalogue import browsing, collections, photographs
from archive.history import OPERATOR
from archive.ingest.outcome import NO_RIGHTS, Options, Receipt
from archive.ingest.pairs import Plan, match
from archive.ingest.run import Run, bring_in
from archive.ingest.sheets import Line, Sheet
from archive.ingest.sources import Source
from archive.parts import Parts
from tests import builders

SHEET = (
    "Trams of a made-up town\n"
    "Pictures of a wet week.\n"
    "one.jpg: A tram waits at a stop. (Photo by Jane Roe)\n"
    "TWO.JPG: A boat leaves the harbour. (Photo by Jane Roe)\n"
)


def run(parts: Parts, *paths: Path, **options: object) -> Receipt:
    return bring_in(Run(parts.tools, OPERATOR, Options(**options)), paths)  # type: ignore[arg-type]


def line(number: int, file_name: str) -> Line:
    return Line(number, {"caption": f"Caption {number}."}, 1, str(number), (), file_name)


def paired(names: list[str], files: list[str]) -> tuple[dict[str, int], Plan]:
    sheet = Sheet("Trams", "", "en", tuple(line(place, name) for place, name in enumerate(names, 1)), ())
    pictures = [Source(name, Path(str(place))) for place, name in enumerate(files)]
    plan = match([("a.txt", sheet)], pictures, Options())
    found = {one.name: plan.paired[one.path].line.number for one in pictures if one.path in plan.paired}
    return found, plan


@pytest.mark.parametrize(
    ("names", "files", "found"),
    [
        (["IMG_1.jpg"], ["img_1.JPG"], {"img_1.JPG": 1}),
        (["IMG_1"], ["a/IMG_1.tif", "IMG_2.tif"], {"a/IMG_1.tif": 1}),
        (["scans\\IMG_1.jpg"], ["IMG_1.jpg"], {"IMG_1.jpg": 1}),
        (["Cafe\u0301.jpg"], ["Café.jpg"], {"Café.jpg": 1}),
        (["IMG_1.jpg"], ["IMG_1.tif"], {"IMG_1.tif": 1}),
        (["IMG_1.jpg"], ["IMG_1.tif", "IMG_1.png"], {}),
        (["IMG_1.jpg", "IMG_1.tif"], ["IMG_1.tif"], {"IMG_1.tif": 2}),
        (["IMG_1.jpg", "IMG_1.png"], ["IMG_1.tif"], {}),
        (["1934.7"], ["1934.tif"], {}),
        (["IMG_1"], ["IMG_1.tif", "IMG_1.jpg"], {}),
        (["IMG_1", "img_1.jpg"], ["IMG_1.jpg"], {}),
        (["", ""], ["IMG_1.jpg", "IMG_2.jpg"], {}),
        (["IMG_9"], ["IMG_1.jpg"], {}),
    ],
)
def test_what_goes_with_what(names: list[str], files: list[str], found: dict[str, int]) -> None:
    told, plan = paired(names, files)
    assert told == found
    assert len(plan.alone) == len(names) - len(found)
    assert all(bool(one.line.findings) is bool(one.line.file_name) for one in plan.alone)


def hand_in(tmp_path: Path, text: str = SHEET, names: tuple[str, ...] = ("one.jpg", "two.jpg")) -> Path:
    folder = tmp_path / "in"
    folder.mkdir(exist_ok=True)
    (folder / "week.txt").write_text(text)
    for seed, name in enumerate(names):
        builders.picture_file(folder / name, seed=seed)
    return folder


def test_file_and_line_are_one_photograph_and_come_in_once(parts: Parts, tmp_path: Path) -> None:
    folder = hand_in(tmp_path, names=("one.jpg", "two.jpg", "third.jpg"))
    preview = run(parts, folder, dry_run=True)
    assert [one.name for one in preview.of("add")] == ["one.jpg", "third.jpg", "two.jpg"]
    receipt = run(parts, folder)
    assert len(receipt.of("added")) == 3
    first = receipt.of("added")[0]
    assert first.detail["sheet"] == "week.txt, line 3"
    record = builders.get(parts, first.accession)
    assert (record.caption, record.credit_line) == ("A tram waits at a stop.", "Jane Roe")
    assert [image.file_name for image in record.current_images] == ["one.jpg"]
    assert record.sources["caption"] == "sheet"
    assert record.collection is not None
    assert record.collection.slug == "trams-of-a-made-up-town"
    assert builders.get(parts, receipt.of("added")[1].accession).collection is None
    again = run(parts, folder)
    assert [one.what for one in again.outcomes] == ["read", "unchanged", "unchanged", "unchanged"]
    assert again.changes == []
    with parts.db.reading() as session:
        assert browsing.browse(session, staff=True, offset=0, limit=1)[1] == 3


def test_sources_that_differ_are_told_with_every_value(parts: Parts, tmp_path: Path) -> None:
    with parts.db.writing() as session:
        collections.open_one(session, OPERATOR, "box", {"title": "Box", "default_credit": "The box"})
    folder = hand_in(tmp_path)
    from PIL import Image

    exif = Image.Exif()
    exif[0x010E] = "What the file says."
    builders.picture_file(folder / "one.jpg", exif=exif.tobytes())
    outcome = run(parts, folder, collection="box", dry_run=True).of("add")[0]
    assert outcome.detail["conflicts"]["caption"] == [
        {
            "source": "sheet",
            "value": "A tram waits at a stop.",
            "with": {"caption_language": "en"},
            "taken": True,
        },
        {"source": "file", "value": "What the file says.", "with": {"caption_language": "en"}},
    ]
    assert outcome.detail["sources"]["credit_line"] == "sheet"
    assert outcome.detail["values"]["caption"] == "A tram waits at a stop."
    assert "credit_line" not in outcome.detail["conflicts"], "a default that was not needed is no conflict"


def test_a_line_whose_file_is_missing_or_refused_is_a_record_and_says_so(
    parts: Parts, tmp_path: Path
) -> None:
    folder = hand_in(tmp_path, names=("one.jpg",))
    (folder / "one.jpg").write_bytes(b"no picture at all")
    for dry_run, what in ((True, "add"), (False, "added")):
        receipt = run(parts, folder, dry_run=dry_run)
        told = {one.name: " ".join(one.detail["findings"]) for one in receipt.of(what)}
        assert "“one.jpg” was refused" in told["week.txt, line 3"]
        assert "“TWO.JPG”, which was not handed in" in told["week.txt, line 4"]
        assert [one.name for one in receipt.of("refused")] == ["one.jpg"]


def test_a_file_that_comes_after_its_line_goes_to_the_lines_record(parts: Parts, tmp_path: Path) -> None:
    folder = hand_in(tmp_path, names=())
    first = run(parts, folder).of("added")[0].accession
    builders.picture_file(folder / "one.jpg")
    for dry_run, what in ((True, "attach"), (False, "attached"), (False, "unchanged")):
        found = next(one for one in run(parts, folder, dry_run=dry_run).outcomes if one.name == "one.jpg")
        assert (found.what, found.accession) == (what, first)
    assert len(builders.get(parts, first).current_images) == 1
    builders.picture_file(folder / "one.jpg", seed=9)
    refused = run(parts, folder).of("refused")
    assert "has another picture" in refused[0].reason


def test_a_line_that_comes_after_its_file_fills_what_the_record_lacks(parts: Parts, tmp_path: Path) -> None:
    folder = hand_in(tmp_path, names=())
    path = builders.picture_file(folder / "one.jpg")
    accession = run(parts, path).of("added")[0].accession
    for dry_run, what in ((True, "change"), (False, "changed")):
        receipt = run(parts, folder, dry_run=dry_run)
        assert [one.accession for one in receipt.of(what)] == [accession]
        caption = {"field": "caption", "before": "", "after": "A tram waits at a stop."}
        assert {"accession": accession} | caption in receipt.changes
    record = builders.get(parts, accession)
    assert (record.caption, record.credit_line) == ("A tram waits at a stop.", "Jane Roe")
    assert record.sources["caption"] == "sheet"
    with parts.db.writing() as session:
        version = photographs.get(session, accession).version
        photographs.amend(session, OPERATOR, accession, {"caption": "Written here."}, version=version)
    told = run(parts, folder)
    assert [one.what for one in told.outcomes if one.name == "one.jpg"] == ["unchanged"]
    assert builders.get(parts, accession).caption == "Written here."
    assert {"accession": accession, "field": "caption"}.items() <= told.changes[0].items()
    assert "after" not in told.changes[0]


def test_what_a_person_chose_stands_above_the_sources(parts: Parts, tmp_path: Path) -> None:
    folder = hand_in(tmp_path)
    choices = {
        "one.jpg": {"caption": "Chosen.", "credit_line": "", "keywords": ["a", "b"], "alt[en]": "A tram."},
        "week.txt, line 4": {"caption": "Never asked."},
    }
    work = Run(parts.tools, OPERATOR, Options(), choices=choices)
    outcome = bring_in(work, [folder]).of("added")[0]
    record = builders.get(parts, outcome.accession)
    assert (record.caption, record.credit_line, record.keywords) == ("Chosen.", "", ("a", "b"))
    assert record.sources["caption"] == "given"
    assert NO_RIGHTS in outcome.detail["findings"]
    with parts.db.reading() as session:
        from archive.descriptions import workflow

        text = workflow.pending(session, photographs.get(session, outcome.accession), "alt", "en")
    assert text is not None
    assert (text.text, text.status, text.origin) == ("A tram.", "in-review", "person")


def test_how_much_there_is_is_told_before(parts: Parts, tmp_path: Path) -> None:
    counted: list[int] = []
    folder = hand_in(tmp_path, SHEET + "A dog sits. (Photo by Jane Roe)\n", ("one.jpg", "x.jpg"))
    run_ = Run(parts.tools, OPERATOR, Options(dry_run=True), expected=counted.append)
    receipt = bring_in(run_, [folder])
    assert counted == [4]
    assert len(receipt.outcomes) == 5


class Ended(Exception):
    """What a kill is to an import."""


def until(parts: Parts, folder: Path, names: list[str], stop: int) -> list[str]:
    """Bring in until so many items are done in all, then end as a kill does; what was done by this try."""
    noted: list[str] = []

    def ended(_outcome: object) -> None:
        if len(names) + len(noted) >= stop:
            raise Ended

    work = Run(
        parts.tools,
        OPERATOR,
        Options(),
        told=ended,
        noted=lambda _session, outcome: noted.append(outcome.name),
        done=frozenset(names),
    )
    with suppress(Ended):
        bring_in(work, [folder])
    return noted


def test_an_import_that_starts_over_does_what_is_missing_and_nothing_twice(
    parts: Parts, tmp_path: Path
) -> None:
    text = SHEET + "three.jpg: A dog sits. (Photo by Jane Roe)\nA cat sits. (Photo by Jane Roe)\n"
    folder = hand_in(tmp_path, text, ("one.jpg", "two.jpg", "three.jpg"))
    (folder / "three.jpg").write_bytes(b"no picture at all")

    names: list[str] = []
    for stop in range(1, 8):
        names += until(parts, folder, names, stop)
    assert sorted(names) == sorted(
        ["week.txt", "week.txt, line 5", "week.txt, line 6", "one.jpg", "two.jpg", "three.jpg"]
    )
    with parts.db.reading() as session:
        assert browsing.browse(session, staff=True, offset=0, limit=1)[1] == 4
