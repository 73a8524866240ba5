"""A copy that left the archive and comes back renamed or smaller is known, told of, and left out."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from archive.catalogue import browsing, photographs
from archive.history import OPERATOR
from archive.ingest import copies, pictures, uploads
from archive.ingest.outcome import Options, Outcome, Receipt
from archive.ingest.run import Run, bring_in
from archive.ingest.telling import receipt_lines
from archive.parts import Parts

CAPTION = "A tram waits at a stop in a made-up town, 1936."


def scene(seed: int = 1, size: tuple[int, int] = (1200, 900)) -> Image.Image:
    """A picture with enough in it to be told from others."""
    chance = random.Random(seed)
    image = Image.new("RGB", (1200, 900), (120, 130, 140))
    pen = ImageDraw.Draw(image)
    for _ in range(60):
        x, y = chance.randrange(1200), chance.randrange(900)
        grey = chance.randrange(256)
        pen.rectangle((x, y, x + chance.randrange(40, 300), y + chance.randrange(40, 300)), (grey, grey, 90))
    return image.resize(size)


def saved(path: Path, image: Image.Image, caption: str = "", credit: str = "", quality: int = 85) -> Path:
    tags = Image.Exif()
    if caption:
        tags[0x010E] = caption
    if credit:
        tags[0x013B] = credit
    image.save(path, "JPEG", quality=quality, exif=tags.tobytes())
    return path


def run(parts: Parts, *paths: Path, **more: object) -> Receipt:
    options = {name: more.pop(name) for name in ("dry_run", "copies") if name in more}
    return bring_in(Run(parts.tools, OPERATOR, Options(**options), **more), paths)  # type: ignore[arg-type]


def count(parts: Parts) -> int:
    with parts.db.reading() as session:
        return browsing.browse(session, staff=True, offset=0, limit=1)[1]


@pytest.fixture
def tram(parts: Parts, tmp_path: Path) -> str:
    (added,) = run(parts, saved(tmp_path / "tram.jpg", scene(), CAPTION, "Jane Roe")).outcomes
    return added.accession


def like(outcome: Outcome) -> list[tuple[str, bool]]:
    return [(one["accession"], one["ours"]) for one in outcome.detail.get("alike", ())]


@pytest.mark.parametrize("size", [(1200, 900), (800, 600), (401, 301)])
def test_a_renamed_or_smaller_copy_is_left_out_and_told(
    size: tuple[int, int], tram: str, parts: Parts, tmp_path: Path
) -> None:
    came = saved(tmp_path / "AGENCY_0001.jpg", scene(size=size), CAPTION, "Jane Roe", quality=70)
    for dry_run, what in ((True, "known"), (False, "unchanged")):
        receipt = run(parts, came, dry_run=dry_run)
        (outcome,) = receipt.outcomes
        assert (outcome.what, outcome.accession, like(outcome)) == (what, tram, [(tram, True)])
        words = "\n".join(receipt_lines(receipt, dry_run=dry_run))
        assert f"looks like a copy of {tram} that left this archive" in words
        assert receipt.to_json()["alike"] == [
            {
                "name": "AGENCY_0001.jpg",
                "accession": "",
                "left_out": True,
                "like": [{"accession": tram, "name": "", "ours": True}],
            }
        ]
    assert count(parts) == 1
    originals = [one for one in (parts.store.root / "originals").rglob("*") if one.is_file()]
    derived = [one for one in (parts.store.root / "derived").glob("*/*") if any(one.iterdir())]
    assert (len(originals), len(derived)) == (1, 1)
    assert list(uploads.staged(parts.store).glob("*")) == []


def test_the_derivative_that_readers_see_is_known_too(tram: str, parts: Parts, tmp_path: Path) -> None:
    """It carries maker and rights, and no caption."""
    with parts.db.reading() as session:
        words = pictures.attribution(photographs.get(session, tram).values())
    parts.sandbox.derive(tmp_path / "tram.jpg", tmp_path / "sizes", words)
    came = tmp_path / "picture.jpg"
    came.write_bytes((tmp_path / "sizes" / "800.jpg").read_bytes())
    (outcome,) = run(parts, came).outcomes
    assert (outcome.what, like(outcome)) == ("unchanged", [(tram, True)])


@pytest.mark.parametrize(
    ("size", "caption", "credit"),
    [((1200, 900), "Other words.", "John Doe"), ((2400, 1800), CAPTION, "Jane Roe")],
)
def test_what_others_wrote_and_what_is_larger_comes_in_and_is_told(
    size: tuple[int, int], caption: str, credit: str, tram: str, parts: Parts, tmp_path: Path
) -> None:
    came = saved(tmp_path / "other.jpg", scene(size=size), caption, credit)
    assert like(run(parts, came, dry_run=True).outcomes[0]) == [(tram, False)]
    receipt = run(parts, came)
    (outcome,) = receipt.outcomes
    assert (outcome.what, like(outcome), count(parts)) == ("added", [(tram, False)], 2)
    (told,) = receipt.to_json()["alike"]
    assert told["like"][0]["side_by_side"] == f"/photographs/{outcome.accession}/alike/{tram}"
    assert f"looks like a copy of {tram}, or a picture much like it" in "\n".join(
        receipt_lines(receipt, dry_run=False)
    )


def test_another_picture_with_the_same_words_is_not_told(tram: str, parts: Parts, tmp_path: Path) -> None:
    came = saved(tmp_path / "next.jpg", scene(seed=2), CAPTION, "Jane Roe")
    (outcome,) = run(parts, came).outcomes
    assert (outcome.what, like(outcome)) == ("added", [])
    assert outcome.accession != tram


@pytest.mark.parametrize("how", [{"copies": True}, {"choices": {"again.jpg": {"copy_of": "new"}}}])
def test_a_person_may_bring_in_a_copy(
    how: dict[str, object], tram: str, parts: Parts, tmp_path: Path
) -> None:
    came = saved(tmp_path / "again.jpg", scene(size=(800, 600)), CAPTION, "Jane Roe")
    (outcome,) = run(parts, came, **how).outcomes
    assert (outcome.what, like(outcome), count(parts)) == ("added", [(tram, True)], 2)


def test_a_person_may_leave_out_what_would_come_in(tram: str, parts: Parts, tmp_path: Path) -> None:
    came = saved(tmp_path / "other.jpg", scene(size=(800, 600)), "Other words.")
    (outcome,) = run(parts, came, choices={"other.jpg": {"copy_of": "leave"}}).outcomes
    assert (outcome.what, outcome.accession, count(parts)) == ("unchanged", tram, 1)


def test_two_pictures_of_one_import_that_look_the_same_are_told(parts: Parts, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    saved(folder / "a.jpg", scene())
    saved(folder / "b.jpg", scene(size=(800, 600)))
    one, two = run(parts, folder, dry_run=True).outcomes
    assert like(one) == []
    assert [(other["accession"], other["name"]) for other in two.detail["alike"]] == [("", "a.jpg")]
    one, two = run(parts, folder).outcomes
    assert [(other["accession"], other["name"]) for other in two.detail["alike"]] == [
        (one.accession, "a.jpg")
    ]


def test_what_is_told_can_be_kept_as_json(tram: str, parts: Parts, tmp_path: Path) -> None:
    came = saved(tmp_path / "other.jpg", scene(size=(800, 600)))
    detail = run(parts, came, dry_run=True).outcomes[0].detail
    assert json.loads(json.dumps(detail)) == detail
    assert len(detail[copies.LOOKS]) == 32


def test_a_record_is_not_told_that_it_is_like_itself(tram: str, parts: Parts, tmp_path: Path) -> None:
    came = saved(tmp_path / f"{tram}.jpg", scene(size=(2400, 1800)))
    (outcome,) = run(parts, came).outcomes
    assert (outcome.what, outcome.accession, like(outcome)) == ("attached", tram, [])
