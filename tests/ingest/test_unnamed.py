"""No file without a record: what an import kept and did not enter goes, and nothing else does."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from archive import db, jobs, worker
from archive.catalogue.models import Image
from archive.history import OPERATOR
from archive.ingest import pictures, run, staging, unnamed
from archive.ingest.outcome import Options
from archive.ingest.run import attach_upload
from archive.jobs import Job, Line
from archive.media.store import Store
from archive.parts import Parts
from tests import builders

SEEDS = range(1, 10)


def originals(parts: Parts) -> list[str]:
    return sorted(path.name for path in (parts.store.root / "originals").rglob("*") if path.is_file())


def derived(parts: Parts) -> list[str]:
    return sorted(path.name for path in (parts.store.root / "derived").glob("*/*") if any(path.iterdir()))


def named(parts: Parts) -> list[str]:
    with parts.db.reading() as session:
        return sorted(session.scalars(select(Image.sha256)))


def confirmed(parts: Parts, *seeds: int) -> int:
    """The import of pictures, one of each seed, that waits to be worked on."""
    files = [(f"{seed}.jpg", io.BytesIO(builders.picture(seed=seed))) for seed in seeds]
    number = staging.stage(parts.tools, OPERATOR, files, Options())
    assert worker.Worker(parts)._next_job(worker.LONG)
    return staging.confirm(parts.tools, OPERATOR, number)


def cancelled_at_its_first(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> int:
    """Work on an import that is cancelled once its first picture is in."""
    number = confirmed(parts, *SEEDS)
    looked = staging._Watch.__call__

    def cancel_first(watch: staging._Watch, outcome: run.Outcome) -> None:
        staging.cancel(parts.tools, OPERATOR, number)
        looked(watch, outcome)

    with monkeypatch.context() as patched:
        patched.setattr(staging._Watch, "__call__", cancel_first)
        assert worker.Worker(parts)._next_job(worker.LONG)
    with parts.db.reading() as session:
        assert session.get_one(Job, number).state == "cancelled"
    return number


def aged(parts: Parts) -> None:
    """All files, as if they had been put two hours ago."""
    for path in (*(parts.store.root / "originals").rglob("*"), *(parts.store.root / "derived").rglob("*")):
        stood = path.stat()
        os.utime(path, (stood.st_atime - 7200, stood.st_mtime - 7200))


def test_a_cancelled_import_leaves_files_of_its_records_only(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancelled_at_its_first(parts, monkeypatch)
    assert len(named(parts)) == 1
    assert originals(parts) == derived(parts) == named(parts)


def test_a_turn_that_is_over_leaves_files_of_its_records_only(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "TURN", 0.0)
    monkeypatch.setattr(staging, "SETUP", 0.0)
    number = confirmed(parts, *SEEDS)
    with parts.db.writing() as session:
        jobs.enqueue(session, staging.PREVIEW, {}, key="another", actor="somebody else")
    assert worker.Worker(parts)._next_job(worker.LONG)
    with parts.db.reading() as session:
        assert session.get_one(Job, number).state == "queued"
    assert originals(parts) == named(parts)
    staging.cancel(parts.tools, OPERATOR, number)
    assert len(named(parts)) < len(SEEDS)


def test_what_another_import_puts_at_the_same_time_stays(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its bytes are kept already, its record comes later than the end of the cancelled one."""
    other = Store(parts.store.root)  # as another process has it
    bytes_of = {seed: builders.picture(seed=seed) for seed in SEEDS}
    kept = pictures.keep

    def keep_and_again(*given: Any, **named: Any) -> Any:
        ready = kept(*given, **named)
        if not isinstance(ready, run.Outcome) and ready[1].file_name == "2.jpg":
            other.put(io.BytesIO(bytes_of[2]))
        return ready

    monkeypatch.setattr(pictures, "keep", keep_and_again)
    cancelled_at_its_first(parts, monkeypatch)
    (left,) = set(originals(parts)) - set(named(parts))
    assert other.path(left).read_bytes() == bytes_of[2]


def test_what_another_import_entered_meanwhile_stays(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    builders.photograph(parts, accession="T-1")
    remove = unnamed._remove

    def after_another(*given: Any) -> int:
        with parts.db.writing() as session:  # its own put came before: the store cannot tell any more
            there = session.scalar(select(func.max(Image.photograph_id)))
            for sha256 in set(originals(parts)) - set(session.scalars(select(Image.sha256))):
                facts = {"format": "JPEG", "width": 1, "height": 1, "bytes": 1, "file_name": "x"}
                row = {"photograph_id": there, "sha256": sha256, "role": "other", "embedded": {}}
                session.add(Image(**row, **facts, added=db.now(), replaced=""))
        return remove(*given)

    monkeypatch.setattr(unnamed, "_remove", after_another)
    cancelled_at_its_first(parts, monkeypatch)
    assert len(originals(parts)) > 1
    assert originals(parts) == named(parts)


def killed(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What an import leaves that dies: files in force, one that was replaced, and some without a record."""
    builders.photograph(parts, accession="T-1")
    for seed in (20, 21):
        attach_upload(parts.tools, OPERATOR, "T-1", io.BytesIO(builders.picture(seed=seed)), "t.jpg", "recto")
    with monkeypatch.context() as patched:
        patched.setattr(unnamed, "take_back", lambda *_given: None)
        cancelled_at_its_first(parts, monkeypatch)
    lost = sorted(set(originals(parts)) - set(named(parts)))
    assert lost
    assert len(named(parts)) == 3
    return lost


def test_what_a_killed_import_left_is_swept_after_an_hour(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = killed(parts, monkeypatch)
    assert unnamed.sweep(parts.tools) == 0
    assert set(originals(parts)) == {*lost, *named(parts)}
    aged(parts)
    worker.Worker(parts)._new_day("")
    assert originals(parts) == derived(parts) == named(parts)


def test_what_was_put_again_lately_is_not_swept(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    again, *lost = killed(parts, monkeypatch)
    aged(parts)
    Store(parts.store.root).put(io.BytesIO(parts.store.path(again).read_bytes()))
    assert unnamed.sweep(parts.tools) == len(lost)
    assert set(originals(parts)) == {again, *named(parts)}


def test_more_than_imports_can_leave_is_left_alone(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where an earlier catalogue was put beside the pictures of today."""
    lost = killed(parts, monkeypatch)
    aged(parts)
    monkeypatch.setattr(unnamed, "MOST", len(lost) - 1)
    assert unnamed.sweep(parts.tools) == 0
    assert set(originals(parts)) == {*lost, *named(parts)}


def test_derivatives_alone_are_swept_too(parts: Parts) -> None:
    folder = parts.store.derived_folder("a" * 64, 1)
    folder.mkdir(parents=True)
    (folder / "400.jpg").write_bytes(b"x")
    os.utime(folder, (0, 0))
    assert unnamed.sweep(parts.tools) == 1
    assert not Path(folder).exists()


def test_a_busy_catalogue_leaves_all_to_the_sweep(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_given: object) -> int:
        raise db.Busy

    with monkeypatch.context() as patched:
        patched.setattr(unnamed, "_remove", busy)
        number = cancelled_at_its_first(parts, monkeypatch)
    with parts.db.reading() as session:
        assert session.scalar(select(func.count()).where(Line.job_id == number)) == 1
    aged(parts)
    assert unnamed.sweep(parts.tools) > 0
    assert originals(parts) == named(parts)


def test_a_file_that_cannot_be_removed_keeps_no_other(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day's other work goes on too: the sweep is a part of it."""
    stubborn, *lost = killed(parts, monkeypatch)
    aged(parts)
    take_back = Store.take_back

    def forbidden(store: Store, sha256: str, seconds: float | None = None) -> bool:
        if sha256 == stubborn:
            raise PermissionError
        return take_back(store, sha256, seconds)

    monkeypatch.setattr(Store, "take_back", forbidden)
    assert unnamed.sweep(parts.tools) == len(lost)
    assert set(originals(parts)) == {stubborn, *named(parts)}
