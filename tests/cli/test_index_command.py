"""The commands on the search index: which engine and why, what is due, building with another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from archive.catalogue.models import Photograph
from archive.cli import main
from archive.search import keeper
from archive.search.generations import writer_lock
from tests import builders


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("ARCHIVE_HOME", str(folder))
    monkeypatch.delenv("ARCHIVE_SEARCH_ENGINE", raising=False)
    parts = builders.archive(folder)
    builders.photograph(parts, accession="a1")
    builders.photograph(parts, accession="a2", publish=False)
    builders.indexed(parts).close()
    return folder


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words, catch_exceptions=False)


def facts() -> dict[str, object]:
    found: dict[str, object] = json.loads(run("index", "status", "--json").stdout)
    return found


def test_the_status_says_which_engine_and_why(home: Path) -> None:
    told = facts()
    assert (told["engine"], told["setting"], told["wanted"]) == ("whoosh", "auto", "")
    assert (told["documents"], told["behind"], told["equal"], told["asked"]) == (2, 0, True, False)
    assert isinstance(told["bytes"], int)
    assert told["bytes"] > 1000
    words = run("index", "status").stdout
    assert "engine: whoosh\n" in words
    assert "ARCHIVE_SEARCH_ENGINE is auto: whoosh up to 30,000 photographs, tantivy above" in words
    assert "whoosh again at 20,000." in words
    assert "should serve instead" not in words


def test_another_engine_named_is_wanted_until_a_rebuild(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_SEARCH_ENGINE", "tantivy")
    assert (facts()["engine"], facts()["wanted"]) == ("whoosh", "tantivy")
    words = run("index", "status").stdout
    assert "tantivy should serve instead" in words
    assert "because ARCHIVE_SEARCH_ENGINE is tantivy." in words
    assert run("index", "rebuild").stdout == "Rebuilt: 2 photographs, with tantivy.\n"
    assert (facts()["engine"], facts()["wanted"], facts()["equal"]) == ("tantivy", "", True)


def test_what_the_server_would_undo_is_said(home: Path) -> None:
    done = run("index", "rebuild", "--engine", "tantivy")
    assert (done.exit_code, done.stdout) == (0, "Rebuilt: 2 photographs, with tantivy.\n")
    assert "The server will go back to whoosh by itself, because ARCHIVE_SEARCH_ENGINE is auto" in done.stderr
    assert facts()["wanted"] == "whoosh"
    done = run("index", "rebuild", "--engine", "auto")
    assert (done.stdout, done.stderr) == ("Rebuilt: 2 photographs, with whoosh.\n", "")
    assert run("index", "rebuild", "--engine", "lucene").exit_code == 2


def test_beside_a_server_another_engine_than_its_own_is_refused(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "have_rebuilt", lambda _folder: True)
    before = facts()["generation"]
    with writer_lock(home):
        done = run("index", "rebuild", "--engine", "tantivy")
    assert done.exit_code == 1
    assert "set ARCHIVE_SEARCH_ENGINE=tantivy and start the server again" in done.stderr
    assert (facts()["generation"], facts()["asked"]) == (before, False)


def test_beside_a_server_its_worker_is_asked(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def have_rebuilt(folder: Path) -> bool:
        asked.append(folder)
        return len(asked) > 1

    monkeypatch.setattr(keeper, "have_rebuilt", have_rebuilt)
    with writer_lock(home):
        late = run("index", "rebuild", "--engine", "whoosh")
        assert (late.exit_code, "still at it after ten minutes" in late.stderr) == (1, True)
        assert run("index", "rebuild").exit_code == 0
    assert asked == [home / "index"] * 2


def test_a_rebuild_that_was_asked_for_is_told(home: Path) -> None:
    keeper.ask(home / "index", whatever=True)
    assert facts()["asked"] is True
    assert "A rebuild was asked for" in run("index", "status").stdout


def test_an_index_that_differs_without_being_behind_is_told(home: Path) -> None:
    parts = builders.archive(home)
    with parts.db.writing() as session:  # without an event, so that the index cannot know
        session.execute(update(Photograph).values(revision=99))
    parts.close()
    assert (facts()["behind"], facts()["equal"]) == (0, False)
    assert "It is not equal to the catalogue" in run("index", "status").stdout
    run("index", "rebuild")
    assert facts()["equal"] is True
