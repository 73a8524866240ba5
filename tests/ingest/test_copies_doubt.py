"""What looks like a picture that is here, and is another one, comes in: nothing is lost to a guess."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image, ImageDraw

from archive.catalogue import photographs
from archive.cli import main
from archive.history import OPERATOR
from archive.parts import Parts
from tests.ingest.test_copies import CAPTION, like, run, saved, scene, tram

__all__ = ["tram"]  # a fixture
PHOTOS = Path(__file__).parents[2] / "images/sample/photos"
THUMBNAIL = "uss-ronald-reagan.jpg"  # 200 pixels wide: half of it holds too little to be sure of
SAMPLE = sorted(path for path in PHOTOS.iterdir() if path.name != THUMBNAIL)


def frame(number: int) -> Image.Image:
    """One of a burst: somebody small moves through the same scene."""
    image = scene(7)
    pen = ImageDraw.Draw(image)
    left = 500 + number * 90
    pen.ellipse((left, 400, left + 60, 460), fill=(250, 250, 250))
    pen.rectangle((left + 15, 460, left + 45, 560), fill=(10, 10, 10))
    return image


def sample(path: Path) -> Image.Image:
    image = Image.open(path).convert("RGB")
    image.thumbnail((1600, 1600))
    return image


def moved(image: Image.Image) -> Image.Image:
    """The same with somebody a step aside: a patch taken from elsewhere."""
    wide, high = image.size
    image.paste(image.crop((0, high // 2, wide // 6, high // 2 + high // 4)), (wide // 2, high // 2))
    return image


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_a_sample_altered_in_one_place_is_not_ours_and_its_copies_are(
    path: Path, parts: Parts, tmp_path: Path
) -> None:
    image = sample(path)
    run(parts, saved(tmp_path / "a.jpg", image, CAPTION, "Jane Roe"))
    wide, high = image.size
    for quality, part in ((50, 1.0), (70, 0.5), (85, 401 / wide)):
        smaller = image.resize((round(wide * part), round(high * part)), Image.Resampling.LANCZOS)
        came = saved(tmp_path / "copy.jpg", smaller, CAPTION, "Jane Roe", quality=quality)
        (copy,) = run(parts, came, dry_run=True).outcomes
        assert [ours for _accession, ours in like(copy)] == [True], (quality, part)
    for caption in (CAPTION, "Second caption"):
        came = saved(tmp_path / "b.jpg", moved(sample(path)), caption, "Jane Roe", quality=92)
        (other,) = run(parts, came, dry_run=True).outcomes
        assert (other.what, [ours for _accession, ours in like(other) if ours]) == ("add", [])


@pytest.mark.parametrize("caption", ["", CAPTION, "The keeper misses the ball"])
def test_the_next_frame_of_a_burst_comes_in(caption: str, parts: Parts, tmp_path: Path) -> None:
    (first,) = run(parts, saved(tmp_path / "IMG_1.jpg", frame(0), CAPTION, "Jane Roe")).outcomes
    (second,) = run(parts, saved(tmp_path / "IMG_2.jpg", frame(3), caption, "Jane Roe")).outcomes
    assert (second.what, like(second)) == ("added", [(first.accession, False)])


@pytest.mark.parametrize("caption", ["", "A caption of its own."])
def test_the_same_maker_alone_does_not_make_a_picture_ours(
    caption: str, tram: str, parts: Parts, tmp_path: Path
) -> None:
    came = saved(tmp_path / "frame.jpg", scene(size=(800, 600)), caption, "Jane Roe")
    assert like(run(parts, came).outcomes[0]) == [(tram, False)]


def test_a_caption_in_another_language_is_the_record_s_own(tram: str, parts: Parts, tmp_path: Path) -> None:
    spanish = "Un viejo carro espera."
    with parts.db.writing() as session:
        there = photographs.get(session, tram)
        told = {"alternatives": {"caption": {"es": spanish}}}
        photographs.amend(session, OPERATOR, tram, told, version=there.version)
    came = saved(tmp_path / "copia.jpg", scene(size=(800, 600)), spanish)
    assert like(run(parts, came).outcomes[0]) == [(tram, True)]


def test_a_lighter_frame_is_not_ours(tram: str, parts: Parts, tmp_path: Path) -> None:
    came = saved(tmp_path / "lighter.jpg", scene().point(lambda level: min(255, level + 20)), CAPTION)
    assert like(run(parts, came).outcomes[0]) == [(tram, False)]


@pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not on this machine")
@pytest.mark.parametrize("size", ["original", "800", "400"])
def test_a_copy_that_was_downloaded_and_renamed_is_ours(
    size: str, tram: str, parts: Parts, tmp_path: Path
) -> None:
    """Its file has a caption of its own; the copy has the record's."""
    with parts.db.writing() as session:
        there = photographs.get(session, tram)
        words = {"caption": "A tram, as the archive tells of it.", "credit_line": "Made-up Press"}
        photographs.amend(session, OPERATOR, tram, words, version=there.version)
    command = ["export", "files", "--to", str(tmp_path / "out"), "--size", size, "--drafts"]
    done = CliRunner().invoke(main, command, env={"ARCHIVE_HOME": str(parts.settings.home)})
    assert done.exit_code == 0, done.output
    (copy,) = (tmp_path / "out").glob("*.jpg")
    (outcome,) = run(parts, copy.rename(tmp_path / "AGENCY_1.jpg")).outcomes
    assert (outcome.what, like(outcome)) == ("unchanged", [(tram, True)])
