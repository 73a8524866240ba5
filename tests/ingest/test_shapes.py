"""What a file turns out to be, from the import to the pages: both sides in one TIFF."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from archive import worker
from archive.descriptions import texts
from archive.history import OPERATOR
from archive.ingest import shapes
from archive.ingest.run import Options, Run, bring_in
from archive.media.values import Derived, Inspected
from archive.parts import Parts
from tests import builders

FRONT, BACK = (700, 500), (690, 510)


def both_sides(path: Path, *, extra: int = 0) -> Path:
    front, back = (Image.new("RGB", size, colour) for size, colour in ((FRONT, "red"), (BACK, "blue")))
    front.save(path, "TIFF", save_all=True, append_images=[back, *[back] * extra])
    return path


def brought(parts: Parts, path: Path, *, dry_run: bool = False) -> tuple[str, list[str]]:
    """(accession, findings) of one file."""
    run = Run(parts.tools, OPERATOR, Options(dry_run=dry_run))
    (outcome,) = bring_in(run, [path]).outcomes
    assert outcome.what in {"add", "added"}, outcome
    return outcome.accession, outcome.detail["findings"]


def colour(data: bytes) -> tuple[int, ...]:
    with Image.open(io.BytesIO(data)) as image:
        pixel = image.convert("RGB").getpixel((5, 5))
    assert isinstance(pixel, tuple)
    return pixel


def test_front_and_back_come_in_as_one_photograph(parts: Parts, tmp_path: Path) -> None:
    path = both_sides(tmp_path / "a.tif", extra=1)
    preview = brought(parts, path, dry_run=True)[1]
    accession, said = brought(parts, path)
    (line,) = [one for one in said if "pages" in one]
    assert line in preview
    assert "3 pages" in line
    assert "not shown: 1" in line
    rows = builders.get(parts, accession).current_images
    assert [(row.page, row.role, row.width, row.height) for row in rows] == [
        (0, "recto", *FRONT),
        (1, "verso", *BACK),
    ]
    assert len({row.sha256 for row in rows}) == 1
    with parts.db.reading() as session:
        again = texts.described(session, [builders.get(parts, accession)])[0]
    assert [one.name for one in again.pictures] == [rows[0].sha256, rows[0].sha256 + "-2"]


def test_both_are_made_again_when_words_change(parts: Parts, tmp_path: Path) -> None:
    accession, _said = brought(parts, both_sides(tmp_path / "a.tif"))
    record = builders.get(parts, accession)
    sha = record.current_images[0].sha256
    paths = [parts.store.derived_path(sha, 400, "jpg", page) for page in (0, 1)]
    for path in paths:
        path.unlink()
    worker.derive(parts, record.id)
    assert colour(paths[0].read_bytes())[0] > 200
    assert colour(paths[1].read_bytes())[2] > 200


def test_a_back_that_cannot_be_read_is_said_and_the_front_comes_in(parts: Parts, tmp_path: Path) -> None:
    path = both_sides(tmp_path / "a.tif")
    path.write_bytes(path.read_bytes()[:-600_000])
    accession, said = brought(parts, path)
    assert shapes.UNREADABLE_BACK in said
    assert not any("2 pages" in one for one in said)
    (row,) = builders.get(parts, accession).current_images
    assert (row.page, row.role) == (0, "recto")
    assert not parts.store.derived_folder(row.sha256, 1).exists()


def test_the_same_file_once_more_is_known(parts: Parts, tmp_path: Path) -> None:
    path = both_sides(tmp_path / "a.tif")
    accession, _said = brought(parts, path)
    (again,) = bring_in(Run(parts.tools, OPERATOR, Options()), [path]).outcomes
    assert (again.what, again.accession) == ("unchanged", accession)


@pytest.mark.parametrize(
    ("name", "made", "said"),
    [
        ("a.jp2", Inspected("JPEG 2000", 1, 1, 1), []),
        ("a.jpx", Inspected("JPEG 2000", 1, 1, 1), []),
        ("a.heic", Inspected("HEIC", 1, 1, 1), []),
        ("a.jpg", Inspected("HEIC", 1, 1, 1), ["ends in .jpg, but the file is a HEIC picture"]),
        ("a.heic", Inspected("HEIC", 1, 1, 3), ["3 pictures; only the one that it calls primary"]),
        ("a.gif", Inspected("GIF", 1, 1, 9), ["9 pages or frames; only the first"]),
        ("a.tif", Inspected("TIFF", 1, 1, 2, 2), ["The file holds 2 pages. The first is shown as the front"]),
        ("a.bmp", Derived("PNG", 1, 1, 1, ()), ["ends in .bmp"]),
        ("a.whatever", Derived("PNG", 1, 1, 1, ()), []),
    ],
)
def test_what_is_said_of_a_file(name: str, made: Inspected | Derived, said: list[str]) -> None:
    found = shapes.findings(name, made)
    assert len(found) == len(said)
    assert all(words in one for words, one in zip(said, found, strict=True))
