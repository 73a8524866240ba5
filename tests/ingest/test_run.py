"""An import from end to end through the verbs: the sample's bare files, duplicates, refusals, order."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image

from archive import jobs, worker
from archive.catalogue import browsing, collections, images, photographs, visibility
from archive.history import OPERATOR
from archive.ingest.outcome import NO_RIGHTS, Options, Receipt
from archive.ingest.run import Run, attach_upload, bring_in
from archive.ingest.sources import Source
from archive.media.values import Refused
from archive.parts import Parts
from tests import builders

PHOTOS = Path(__file__).resolve().parent.parent.parent / "images" / "sample" / "photos"


def run(parts: Parts, *paths: Path, **options: object) -> Receipt:
    return bring_in(Run(parts.tools, OPERATOR, Options(**options)), paths)  # type: ignore[arg-type]


@pytest.fixture(params=["exiftool", ""], ids=["exiftool", "pillow"])
def reading(request: pytest.FixtureRequest, tmp_path: Path) -> Parts:
    """An archive whose metadata are read by exiftool, and one where Pillow reads them."""
    if request.param and not shutil.which("exiftool"):
        pytest.skip("exiftool is not installed; Pillow's own reading is tested beside")
    return builders.archive(tmp_path / "home", exiftool=request.param)


def test_the_bare_sample_says_who_when_and_how_to_credit(reading: Parts) -> None:
    receipt = run(reading, PHOTOS, publish=True)
    record = {outcome.name: builders.get(reading, outcome.accession) for outcome in receipt.of("added")}
    assert len(record) == 11
    dust = record["dust-bowl-home.jpg"]
    assert dust.creators == ("Dorothea Lange",)
    assert (dust.date_text, dust.edtf) == ("about 1935 - 1940", "1935~/1940~")
    navy = record["uss-ronald-reagan.jpg"]
    assert "sails through the Straits of Magellan" in navy.caption
    assert (navy.credit_line, navy.edtf) == ("U.S Navy", "2004-06-21")
    assert navy.keywords[:3] == ("ronald reagan", "reagan", "cvn 76")
    assert sorted(outcome.name for outcome in receipt.drafts) == ["astronaut.png", "rocket.jpg"]
    drafts = {name for name, one in record.items() if one.visibility == "draft"}
    assert drafts == {"astronaut.png", "rocket.jpg"}
    assert all(one.rights for one in record.values())
    reading.close()


def test_numbers_follow_the_order_given(parts: Parts, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(7):
        builders.picture_file(folder / f"{number}.jpg", seed=number, width=900 - 100 * number)
    receipt = run(parts, folder)
    assert [outcome.name for outcome in receipt.outcomes] == [f"{number}.jpg" for number in range(7)]
    numbers = [outcome.accession for outcome in receipt.outcomes]
    assert numbers == sorted(numbers)


def test_the_same_bytes_are_one_image_whatever_their_name(parts: Parts, tmp_path: Path) -> None:
    one = builders.picture_file(tmp_path / "a.jpg")
    two = tmp_path / "b.jpg"
    two.write_bytes(one.read_bytes())
    receipt = run(parts, one, two)
    assert [outcome.what for outcome in receipt.outcomes] == ["added", "unchanged"]
    assert receipt.outcomes[0].accession == receipt.outcomes[1].accession
    preview = run(parts, builders.picture_file(tmp_path / "c.jpg", seed=9), dry_run=True)
    assert [outcome.what for outcome in preview.outcomes] == ["add"]


def test_many_equal_files_make_one_record_and_no_ghosts(parts: Parts, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(6):
        builders.picture_file(folder / f"{number}.jpg")
    receipt = run(parts, folder)
    assert [outcome.what for outcome in receipt.outcomes].count("added") == 1
    with parts.db.reading() as session:
        assert browsing.browse(session, staff=True, offset=0, limit=1)[1] == 1


def test_a_refused_file_leaves_nothing_behind(parts: Parts, tmp_path: Path) -> None:
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(builders.picture()[:3000])
    receipt = run(parts, cut)
    assert [outcome.what for outcome in receipt.outcomes] == ["refused"]
    assert [path for path in parts.settings.images.rglob("*") if path.is_file()] == []


def test_a_collection_lends_credit_and_rights(parts: Parts, tmp_path: Path) -> None:
    lent = {"title": "Box 7", "default_credit": "Box Seven Press", "default_rights": "cc0"}
    with parts.db.writing() as session:
        collections.open_one(session, OPERATOR, "box-7", lent)
    receipt = run(parts, builders.picture_file(tmp_path / "a.jpg"), collection="box-7", publish=True)
    record = builders.get(parts, receipt.outcomes[0].accession)
    assert (record.credit_line, record.visibility) == ("Box Seven Press", "published")
    assert receipt.outcomes[0].detail["sources"]["credit_line"] == "collection"


def test_a_folder_keeps_quiet_of_the_systems_files_and_names_what_it_leaves_out(
    parts: Parts, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    (folder / "__MACOSX").mkdir(parents=True)
    builders.picture_file(folder / "a.jpg")
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store", "__MACOSX/b.jpg", "notes.md", "list.PDF"):
        (folder / name).write_text("x")
    receipt = run(parts, folder)
    assert [(one.name, one.what) for one in receipt.outcomes] == [
        ("list.PDF", "skipped"),
        ("notes.md", "skipped"),
        ("a.jpg", "added"),
    ]
    assert receipt.to_json()["skipped"] == ["list.PDF", "notes.md"]
    assert run(parts, folder / "notes.md").of("refused"), "what is named itself is looked at"


def test_a_draft_that_comes_again_is_published_unless_something_stops_it(
    parts: Parts, tmp_path: Path
) -> None:
    stopped = builders.picture_file(tmp_path / "a.jpg")
    free = builders.picture_file(tmp_path / "b.jpg", seed=2)
    taken = builders.picture_file(tmp_path / "c.jpg", seed=3)
    first, second, third = (one.accession for one in run(parts, stopped, free, taken).outcomes)
    with parts.db.writing() as session:
        for accession in (second, third):
            version = photographs.get(session, accession).version
            photographs.amend(session, OPERATOR, accession, {"credit_line": "Acme"}, version=version)
        visibility.publish(session, OPERATOR, third)
        visibility.withdraw(session, OPERATOR, third, "Asked for.")
    preview = run(parts, stopped, free, taken, publish=True, dry_run=True)
    assert builders.get(parts, second).visibility == "draft"
    receipt = run(parts, stopped, free, taken, publish=True)
    for told in (preview, receipt):
        assert [one.accession for one in told.published_now] == [second]
        assert [one.accession for one in told.drafts] == [first]
    assert [builders.get(parts, one).visibility for one in (first, second, third)] == [
        "draft",
        "published",
        "withdrawn",
    ]


def test_a_picture_named_as_another_and_one_of_several_frames_are_told(parts: Parts, tmp_path: Path) -> None:
    png = builders.picture_file(tmp_path / "a.jpg", format="PNG")
    plain = builders.picture_file(tmp_path / "b.jpeg", seed=2)
    pages = tmp_path / "c.tif"
    frames = [Image.new("L", (40, 30), shade) for shade in (0, 90, 200)]
    frames[0].save(pages, save_all=True, append_images=frames[1:])
    for dry_run in (True, False):
        found = [one.detail["findings"] for one in run(parts, png, plain, pages, dry_run=dry_run).outcomes]
        assert found[0][-1].startswith("The name ends in .jpg, but the file is a PNG picture.")
        assert found[1] == [NO_RIGHTS]
        assert found[2][-1] == (
            "The file holds 3 pages. The first is shown as the front of the photograph, the second as its "
            "back where the record has no other. Pages after these are not shown: 1."
        )


def test_a_pictures_caption_is_in_its_collections_language(parts: Parts, tmp_path: Path) -> None:
    with parts.db.writing() as session:
        collections.open_one(session, OPERATOR, "calles", {"title": "Calles", "language": "es"})
    exif = Image.Exif()
    exif[0x010E] = "Un hombre camina por la calle."
    for seed, (collection, language) in enumerate((("calles", "es"), ("", "en"))):
        path = builders.picture_file(tmp_path / f"{seed}.jpg", seed=seed, exif=exif.tobytes())
        receipt = run(parts, path, collection=collection)
        assert builders.get(parts, receipt.outcomes[0].accession).caption_language == language


@pytest.mark.parametrize(
    ("name", "claims"),
    [
        ("1934.7.jpg", ("1934.7", "recto")),
        ("1934.7 verso.jpg", ("1934.7", "verso")),
        ("1934.7_Verso.tif", ("1934.7", "verso")),
        ("1934.7-recto.png", ("1934.7", "recto")),
        ("verso.jpg", ("verso", "recto")),
    ],
)
def test_what_a_file_name_claims(name: str, claims: tuple[str, str]) -> None:
    assert Source(name, Path(name)).claims == claims


def test_replacing_a_file_keeps_the_old_one_in_history(parts: Parts, tmp_path: Path) -> None:
    accession = builders.photograph(parts)
    for seed in (1, 2):
        with builders.picture_file(tmp_path / f"{seed}.jpg", seed=seed).open("rb") as stream:
            attach_upload(parts.tools, builders.ARCHIVIST, accession, stream, f"{seed}.jpg", "recto")
    record = builders.get(parts, accession)
    assert [image.file_name for image in record.current_images] == ["2.jpg"]
    assert [bool(image.replaced) for image in record.images] == [True, False]
    assert all(parts.store.has(image.sha256) for image in record.images)


def test_an_upload_that_is_known_or_no_picture_changes_nothing(parts: Parts, tmp_path: Path) -> None:
    first, second = builders.photograph(parts), builders.photograph(parts)
    path = builders.picture_file(tmp_path / "a.jpg")
    with path.open("rb") as stream:
        attach_upload(parts.tools, builders.ARCHIVIST, first, stream, "a.jpg", "recto")
    with path.open("rb") as stream, pytest.raises(images.Known) as caught:
        attach_upload(parts.tools, builders.ARCHIVIST, second, stream, "a.jpg", "recto")
    assert caught.value.accession == first
    text = tmp_path / "a.txt"
    text.write_text("no picture")
    with text.open("rb") as stream, pytest.raises(Refused):
        attach_upload(parts.tools, builders.ARCHIVIST, second, stream, "../../a.jpg", "recto")
    assert builders.get(parts, second).images == []
    assert list((parts.settings.images / "staged").iterdir()) == []


def test_new_credit_is_written_into_the_derivatives(parts: Parts, tmp_path: Path) -> None:
    accession = builders.photograph(parts, credit_line="Old Press")
    with builders.picture_file(tmp_path / "a.jpg").open("rb") as stream:
        attach_upload(parts.tools, builders.ARCHIVIST, accession, stream, "a.jpg", "recto")
    with parts.db.writing() as session:
        version = photographs.get(session, accession).version
        photographs.amend(session, OPERATOR, accession, {"credit_line": "New Press"}, version=version)
        job = jobs.claim(session, ["derive"])
    assert job is not None
    worker.do(parts, job)
    sha256 = builders.get(parts, accession).images[0].sha256
    small = parts.store.derived_path(sha256, 400, "jpg").read_bytes()
    assert b"New Press" in small
    assert b"Old Press" not in small


def test_text_inside_a_file_goes_to_review_and_is_marked(parts: Parts) -> None:
    corpus = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "images" / "made"
    if not corpus.is_dir():
        pytest.skip("the collected files are not beside the project")
    from archive.descriptions import workflow

    receipt = run(parts, corpus / "alt-three-languages.jpg")
    with parts.db.reading() as session:
        record = photographs.get(session, receipt.outcomes[0].accession)
        texts = workflow.of(session, record)
    assert {text.kind for text in texts} == {"alt", "long"}
    assert len({text.language for text in texts}) >= 3
    assert {(text.status, text.origin) for text in texts} == {("in-review", "file")}
