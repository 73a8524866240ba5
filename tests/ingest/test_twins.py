"""A copy that left the archive and comes back is no further picture."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from archive.history import OPERATOR
from archive.ingest.outcome import Options
from archive.ingest.run import Run, attach_upload, bring_in
from archive.parts import Parts
from tests import builders


@pytest.fixture
def tram(parts: Parts) -> str:
    accession = builders.photograph(parts, accession="T-1")
    attach_upload(parts.tools, OPERATOR, accession, io.BytesIO(builders.picture()), "tram.jpg", "recto")
    return accession


def other_words(path: Path, **how: Any) -> Path:
    """The same pixels, or others, with a caption in EXIF."""
    tags = Image.Exif()
    tags[0x010E] = "Other words"
    path.write_bytes(builders.picture(exif=tags.tobytes(), **how))
    return path


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize("name", ["T-1.jpg", "T-1-tram-in-rain.jpg"])
def test_the_same_picture_with_other_words_is_refused_and_said(
    name: str, *, dry_run: bool, tram: str, parts: Parts, tmp_path: Path
) -> None:
    came = other_words(tmp_path / name)
    before = [image.sha256 for image in builders.get(parts, tram).images]
    (outcome,) = bring_in(Run(parts.tools, OPERATOR, Options(dry_run=dry_run)), [came]).outcomes
    assert outcome.what == "refused"
    assert "the same picture as T-1 has, with other words" in outcome.reason
    assert [image.sha256 for image in builders.get(parts, tram).images] == before


@pytest.mark.parametrize("how", [{"seed": 5}, {"width": 641}])
def test_another_picture_of_the_record_comes_in(
    how: dict[str, int], tram: str, parts: Parts, tmp_path: Path
) -> None:
    came = other_words(tmp_path / "T-1 verso.jpg", **how)
    (outcome,) = bring_in(Run(parts.tools, OPERATOR, Options()), [came]).outcomes
    assert (outcome.what, outcome.accession) == ("attached", tram)


def test_a_person_may_still_replace_the_file(tram: str, parts: Parts, tmp_path: Path) -> None:
    came = other_words(tmp_path / "T-1.jpg")
    with came.open("rb") as stream:
        assert attach_upload(parts.tools, OPERATOR, tram, stream, came.name, "recto").what == "attached"
