"""A confirmed import brings in what its preview showed: whoever waits, whatever else came in meanwhile."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from archive import jobs
from archive.catalogue import photographs, visibility
from archive.catalogue.models import Image
from archive.history import OPERATOR
from archive.ingest import copies, staging
from archive.ingest.outcome import Options
from archive.ingest.run import Run, bring_in
from archive.jobs import Job
from archive.parts import Parts
from tests import builders
from tests.ingest.test_copies import CAPTION, count, like, run, saved, scene, tram

__all__ = ["tram"]  # a fixture
ITEMS = ("a.jpg", "b.jpg", "c.jpg")
LEFT = {"copy_of": copies.LEAVE}


class Broken(Exception):
    """The process ended here."""


def stage(parts: Parts, tmp_path: Path, *names: str) -> int:
    """Pictures of which each is a smaller copy of the one before, with the same words."""
    files = []
    for number, name in enumerate(names):
        size = (1200 - number * 200, 900 - number * 150)
        path = saved(tmp_path / name, scene(size=size), CAPTION, "Jane Roe")
        files.append((name, io.BytesIO(path.read_bytes())))
    return staging.stage(parts.tools, OPERATOR, files, Options())


def work(parts: Parts, number: int) -> list[str]:
    """Take a job up, and the outcomes of its items so far."""
    with parts.db.writing() as session:
        job = session.get_one(Job, number)
        job.state = "running"
    try:
        staging.work(parts.tools, job)
    except Broken:
        return outcomes(parts, number)
    with parts.db.writing() as session:
        jobs.finish(session, number)
    return outcomes(parts, number)


def outcomes(parts: Parts, number: int) -> list[str]:
    with parts.db.reading() as session:
        return [line.outcome for line in jobs.lines(session, number)]


def test_a_resumed_import_brings_in_all_that_its_preview_showed(
    parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an earlier turn brought in looks like what comes in the next one."""
    preview = stage(parts, tmp_path, *ITEMS)
    assert work(parts, preview) == ["add"] * 3
    number = staging.confirm(parts.tools, OPERATOR, preview)

    def stop(_self: object, _outcome: object) -> None:
        raise Broken

    for done in (1, 2):
        with monkeypatch.context() as patched:
            patched.setattr(staging._Watch, "__call__", stop)
            assert work(parts, number) == ["added"] * done
    assert work(parts, number) == ["added"] * 3
    assert count(parts) == 3


def test_what_came_in_by_this_very_import_is_no_copy_that_left(
    tram: str, parts: Parts, tmp_path: Path
) -> None:
    came = saved(tmp_path / "b.jpg", scene(size=(800, 600)), CAPTION, "Jane Roe")
    assert like(run(parts, came, dry_run=True).outcomes[0]) == [(tram, True)]
    (outcome,) = run(parts, came, own=frozenset({tram})).outcomes
    assert (outcome.what, like(outcome)) == ("added", [(tram, False)])


def test_a_like_picture_that_comes_in_before_the_confirmation_leaves_nothing_out(
    parts: Parts, tmp_path: Path
) -> None:
    preview = stage(parts, tmp_path, "mine.jpg")
    assert work(parts, preview) == ["add"]
    run(parts, saved(tmp_path / "theirs.jpg", scene(), CAPTION, "Jane Roe", quality=95))
    assert work(parts, staging.confirm(parts.tools, OPERATOR, preview)) == ["added"]
    assert count(parts) == 2


@pytest.mark.parametrize("decision", ["", copies.NEW, copies.LEAVE])
def test_files_of_the_same_bytes_go_together(decision: str, tram: str, parts: Parts, tmp_path: Path) -> None:
    data = saved(tmp_path / "a.jpg", scene(size=(800, 600)), CAPTION, "Jane Roe").read_bytes()
    files = [(name, io.BytesIO(data)) for name in ("a.jpg", "b.jpg")]
    preview = staging.stage(parts.tools, OPERATOR, files, Options())
    assert work(parts, preview) == ["known", "known"]
    with parts.db.reading() as session:
        first, second = (line.detail for line in jobs.lines(session, preview))
    assert (first["left"], second["findings"]) == (True, ["Same bytes as a.jpg."])
    if decision:
        staging.choose(parts.tools, OPERATOR, preview, {"a.jpg": {"copy_of": decision}})
    done = work(parts, staging.confirm(parts.tools, OPERATOR, preview))
    assert done == (["added", "unchanged"] if decision == copies.NEW else ["unchanged"] * 2)


@pytest.mark.parametrize("chosen", ["a.jpg", "b.jpg"])
def test_leaving_out_one_of_two_equal_files_keeps_what_is_shown_of_the_other(
    chosen: str, tram: str, parts: Parts, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    data = saved(folder / "a.jpg", scene(size=(800, 600)), CAPTION, "Jane Roe").read_bytes()
    (folder / "b.jpg").write_bytes(data)
    receipt = run(parts, folder, choices={chosen: {"copy_of": copies.NEW}})
    assert sorted(one.what for one in receipt.outcomes) == ["added", "unchanged"]
    with parts.db.reading() as session:
        for image in session.query(Image):
            shown = list(parts.store.derived_folder(image.sha256).iterdir())
            assert shown, image.file_name


def test_what_was_chosen_holds_where_the_record_is_gone(tram: str, parts: Parts, tmp_path: Path) -> None:
    came = saved(tmp_path / "again.jpg", scene(size=(800, 600)), CAPTION, "Jane Roe")
    with parts.db.writing() as session:
        visibility.withdraw(session, OPERATOR, tram, "Asked for by the family.")
    (outcome,) = run(parts, came, choices={"again.jpg": LEFT}).outcomes
    assert (outcome.what, outcome.accession, like(outcome)) == ("unchanged", "", [])
    assert copies.AS_CHOSEN in outcome.detail["findings"]
    assert (count(parts), outcome.detail["left"]) == (0, True)


def test_a_guess_by_likeness_writes_into_no_record(tram: str, parts: Parts, tmp_path: Path) -> None:
    """A row of a picture that is left out is told beside it, whatever its record lacks."""
    with parts.db.writing() as session:
        there = photographs.get(session, tram)
        photographs.amend(session, OPERATOR, tram, {"caption": ""}, version=there.version)
    folder = tmp_path / "in"
    folder.mkdir()
    saved(folder / "again.jpg", scene(size=(800, 600)))
    (folder / "week.csv").write_text("file,caption\nagain.jpg,Words of another picture.\n", encoding="utf-8")
    outcome = run(parts, folder, choices={"again.jpg": LEFT}).outcomes[-1]
    assert (outcome.what, outcome.accession, outcome.detail["row"]) == ("unchanged", tram, "week.csv row 2")
    told = "week.csv row 2, goes with this picture, so nothing of it was taken."
    assert told in outcome.detail["findings"]
    (change,) = outcome.detail["changes"]
    assert (change["here"], change["sheet"]) == ("", "Words of another picture.")
    assert builders.get(parts, tram).caption == ""


def test_a_guess_by_likeness_publishes_nothing(tram: str, parts: Parts, tmp_path: Path) -> None:
    with parts.db.writing() as session:
        there = photographs.get(session, tram)
        told = {"headline": "Tram", "credit_line": "Jane Roe"}
        photographs.amend(session, OPERATOR, tram, told, version=there.version)
    came = saved(tmp_path / "again.jpg", scene(size=(800, 600)), CAPTION, "Jane Roe")
    for dry_run in (True, False):
        options = Options(publish=True, dry_run=dry_run)
        (outcome,) = bring_in(Run(parts.tools, OPERATOR, options), [came]).outcomes
        assert (outcome.accession, outcome.detail["left"]) == (tram, True)
        assert "publishes" not in outcome.detail
    assert builders.get(parts, tram).visibility == "draft"


def test_what_names_a_record_goes_to_it_though_it_looks_like_another(
    tram: str, parts: Parts, tmp_path: Path
) -> None:
    (other,) = run(parts, saved(tmp_path / "other.jpg", scene(seed=3), "Other words.", "Jane Roe")).outcomes
    name = f"{other.accession} verso.jpg"
    back = saved(tmp_path / name, scene(size=(800, 600)), CAPTION, "Jane Roe")
    for dry_run, what in ((True, "attach"), (False, "attached")):
        (outcome,) = run(parts, back, dry_run=dry_run).outcomes
        assert (outcome.what, outcome.accession, like(outcome)) == (what, other.accession, [(tram, True)])


def test_a_smaller_copy_of_its_own_record_does_not_replace_its_front(
    tram: str, parts: Parts, tmp_path: Path
) -> None:
    came = saved(tmp_path / f"{tram}.jpg", scene(size=(800, 600)), CAPTION, "Jane Roe")
    (outcome,) = run(parts, came).outcomes
    assert (outcome.what, outcome.accession, outcome.detail["left"]) == ("unchanged", tram, True)
