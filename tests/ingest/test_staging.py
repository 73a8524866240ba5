"""Imports from the page: staged, previewed, confirmed or cancelled; nothing half, nothing left lying."""

from __future__ import annotations

import io
import os

import pytest

from archive import accounts, jobs
from archive.catalogue.checks import Invalid
from archive.history import OPERATOR, Forbidden, Missing
from archive.ingest import staging, uploads
from archive.ingest.outcome import Options
from archive.jobs import Job
from archive.parts import Parts
from tests import builders
from tests.builders import ARCHIVIST


@pytest.fixture(autouse=True)
def account(parts: Parts) -> None:
    with parts.db.writing() as session:
        accounts.add(session, OPERATOR, "archivist", ["archivist"], password=None)


def stage(parts: Parts, *names: str) -> int:
    files = [(name, io.BytesIO(builders.picture(seed=number))) for number, name in enumerate(names)]
    return staging.stage(parts.tools, ARCHIVIST, files, Options())


def work(parts: Parts) -> Job:
    with parts.db.writing() as session:
        job = jobs.claim(session, [staging.PREVIEW, staging.IMPORT])
    assert job is not None
    staging.work(parts.tools, job)
    with parts.db.writing() as session:
        jobs.finish(session, job.id)
        return session.get_one(Job, job.id)


def folders(parts: Parts) -> list[str]:
    return [one.name for one in uploads.staged(parts.store).iterdir()]


def count(parts: Parts) -> int:
    from archive.catalogue import browsing

    with parts.db.reading() as session:
        return browsing.browse(session, staff=True, offset=0, limit=1)[1]


def test_a_preview_writes_nothing_and_a_confirmation_brings_in_once(parts: Parts) -> None:
    number = stage(parts, "a.jpg", "b.jpg")
    work(parts)
    assert count(parts) == 0
    confirmed = staging.confirm(parts.tools, ARCHIVIST, number)
    assert staging.confirm(parts.tools, ARCHIVIST, number) == confirmed
    work(parts)
    assert count(parts) == 2
    assert folders(parts) == []


def test_names_that_are_paths_or_twins_are_told_apart(parts: Parts) -> None:
    number = stage(parts, "../../etc/x.jpg", "C:\\photos\\x.jpg", "x.jpg")
    with parts.db.reading() as session:
        job = session.get_one(Job, number)
    assert [file["name"] for file in job.payload["files"]] == ["x.jpg", "x (2).jpg", "x (3).jpg"]


def test_cancelling_holds_even_while_the_preview_runs(parts: Parts) -> None:
    number = stage(parts, "a.jpg")
    with parts.db.writing() as session:
        job = jobs.claim(session, [staging.PREVIEW])
    assert job is not None
    staging.cancel(parts.tools, ARCHIVIST, number)
    staging.work(parts.tools, job)
    with parts.db.writing() as session:
        jobs.finish(session, number)
        assert session.get_one(Job, number).state == "cancelled"
    assert folders(parts) == []
    with pytest.raises(Invalid):
        staging.confirm(parts.tools, ARCHIVIST, number)


def test_confirming_again_after_a_failure_starts_anew(parts: Parts) -> None:
    number = stage(parts, "a.jpg")
    work(parts)
    first = staging.confirm(parts.tools, ARCHIVIST, number)
    with parts.db.writing() as session:
        jobs.claim(session, [staging.IMPORT])
        jobs.finish(session, first, "failed", "A reason.")
    second = staging.confirm(parts.tools, ARCHIVIST, number)
    assert second != first
    work(parts)
    assert count(parts) == 1


def test_uploads_that_nobody_waits_for_are_swept_and_others_are_not(parts: Parts) -> None:
    kept = stage(parts, "a.jpg")
    stray = uploads.new_folder(parts.store)
    (stray / "0").write_bytes(b"left by a process that died")
    for folder in uploads.staged(parts.store).iterdir():
        os.utime(folder, (0, 0))
    assert staging.sweep(parts.tools) == 1
    with parts.db.reading() as session:
        assert folders(parts) == [session.get_one(Job, kept).payload["token"]]


def test_only_archivists_stage_and_only_their_own(parts: Parts) -> None:
    with pytest.raises(Forbidden):
        staging.stage(parts.tools, builders.DESCRIBER, [("a.jpg", io.BytesIO(b"x"))], Options())
    number = stage(parts, "a.jpg")
    other = type(ARCHIVIST)("somebody else", frozenset({"archivist"}))
    with pytest.raises(Missing):
        staging.confirm(parts.tools, other, number)


def test_an_import_without_a_file_is_said_to_be_one(parts: Parts) -> None:
    with pytest.raises(Invalid, match="at least one file"):
        stage(parts)
    assert folders(parts) == []
