"""Merging takes the words along with the picture that they describe, and says which files moved."""

from __future__ import annotations

import io

import pytest

from archive import history, jobs
from archive.catalogue import photographs
from archive.descriptions import merging, texts
from archive.history import OPERATOR
from archive.ingest.run import attach_upload
from archive.parts import Parts
from tests import builders


def give_file(parts: Parts, accession: str, seed: int, role: str = "recto") -> None:
    data = io.BytesIO(builders.picture(seed=seed))
    attach_upload(parts.tools, builders.ARCHIVIST, accession, data, f"{accession}-{seed}.jpg", role)


@pytest.fixture
def pair(parts: Parts) -> tuple[str, str]:
    gone = builders.photograph(parts, accession="GONE")
    kept = builders.photograph(parts, accession="KEPT")
    give_file(parts, gone, 1)
    builders.describe(parts, gone, "A red ellipse.")
    return gone, kept


def shown(parts: Parts, accession: str) -> str:
    with parts.db.reading() as session:
        one = texts.described(session, [photographs.get(session, accession)])[0]
        return one.alt.text if one.alt else ""


def merge(parts: Parts, gone: str, kept: str) -> None:
    with parts.db.writing() as session:
        merging.merge(session, OPERATOR, gone, kept)


def test_words_go_where_the_picture_goes(parts: Parts, pair: tuple[str, str]) -> None:
    merge(parts, *pair)
    assert shown(parts, "KEPT") == "A red ellipse."
    with parts.db.reading() as session:
        assert jobs.waiting(session, ["derive"])
        verbs = [event.verb for event in history.of(session, "photograph", builders.get(parts, "KEPT").id)]
    assert verbs[-2:] == ["photograph.merge", "description.adopt"]


def test_words_of_another_picture_stay_behind(parts: Parts, pair: tuple[str, str]) -> None:
    give_file(parts, "KEPT", 2)
    merge(parts, *pair)
    assert shown(parts, "KEPT") == ""
    assert [image.role for image in builders.get(parts, "KEPT").current_images] == ["recto", "other"]


def test_words_that_are_there_are_not_replaced(parts: Parts, pair: tuple[str, str]) -> None:
    builders.describe(parts, "KEPT", "A line across a field.")
    merge(parts, *pair)
    assert shown(parts, "KEPT") == "A line across a field."


def test_history_says_which_files_moved_and_as_what(parts: Parts, pair: tuple[str, str]) -> None:
    give_file(parts, "KEPT", 2)
    merge(parts, *pair)
    with parts.db.reading() as session:
        target = history.of(session, "photograph", builders.get(parts, "KEPT").id)[-1]
        source = history.of(session, "photograph", builders.get(parts, "GONE").id)[-1]
    assert target.after == {"merged_from": "GONE", "files": ["GONE-1.jpg (other)"]}
    assert source.before == {"files": ["GONE-1.jpg (recto)"]}
    assert source.after == {"merged_into": "KEPT", "files": []}
