from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.cli import main
from tests import builders


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("ARCHIVE_HOME", str(folder))
    parts = builders.archive(folder)
    builders.photograph(parts, accession="a1", headline="A tram")
    builders.photograph(parts, accession="a2", headline="A ship", caption="A ship leaves.", publish=False)
    builders.indexed(parts).close()
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words, catch_exceptions=False)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_all_records_go_into_a_table_that_changes_nothing_when_it_comes_back(home: Path) -> None:
    path = home / "all.csv"
    done = run("export", "table", "--to", str(path))
    assert (done.exit_code, "2 records" in done.output) == (0, True)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfaccession,version,collection,headline,")
    assert path.read_bytes().count(b"\r\n") == 3
    assert [row["accession"] for row in rows(path)] == ["a1", "a2"]
    receipt = json.loads(run("import", str(path), "--dry-run", "--json").stdout)
    assert receipt["changes"] == []
    assert receipt["tables"][0]["unchanged"] == 2


def test_a_bar_on_the_terminal_tells_how_many_of_how_many(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet = run("export", "table", "--to", str(home / "all.csv"))
    assert " of " not in quiet.stderr
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _self: True, raising=False)
    for words, said in (((), "2 of 2"), (("ship",), "1 of 1")):
        done = run("export", "table", *words, "--to", str(home / "all.csv"))
        assert said in done.stderr
        assert "100%" in done.stderr


def test_a_query_says_which_records(home: Path) -> None:
    path = home / "ships.csv"
    assert run("export", "table", "ship", "--to", str(path)).exit_code == 0
    assert [row["accession"] for row in rows(path)] == ["a2"]


def test_a_changed_cell_is_shown_and_then_done(home: Path) -> None:
    path = home / "all.csv"
    run("export", "table", "--to", str(path))
    path.write_bytes(path.read_bytes().replace(b",A tram,", b",A grey tram,"))
    receipt = json.loads(run("import", str(path), "--dry-run", "--json").stdout)
    change = {"accession": "a1", "field": "headline", "before": "A tram", "after": "A grey tram"}
    assert receipt["changes"] == [change]
    assert run("import", str(path)).exit_code == 0
    assert json.loads(run("show", "a1", "--json").stdout)["headline"] == "A grey tram"


def test_what_headings_mean_can_be_said(home: Path) -> None:
    path = home / "donor.csv"
    path.write_text("Story,Seen,No\r\nA tram waits.,A grey tram.,7\r\n", encoding="utf-8")
    mapped = ("--map", "Story=caption", "--map", "Seen=alt[en]", "--map", "No=")
    receipt = json.loads(run("import", str(path), "--json", *mapped).stdout)
    assert receipt["tables"][0]["unknown"] == []
    shown = json.loads(run("show", receipt["added"][0], "--json").stdout)
    assert shown["caption"]["text"] == "A tram waits."
    assert shown["descriptions"][0]["status"] == "in-review"
    wrong = run("import", str(path), "--map", "Story=plot")
    assert wrong.exit_code == 2
    assert "HEADING=FIELD" in wrong.output


def test_what_cannot_be_written_is_said_and_leaves_nothing(home: Path) -> None:
    assert run("export", "table", "--to", str(home / "all.pdf")).exit_code == 2
    done = run("export", "table", "--to", str(home / "nowhere" / "all.csv"))
    assert done.exit_code == 1
    assert "cannot be written" in done.output
    assert not list(home.glob("**/*.part"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("date:tomorrow", "not a date"),
        ('"a tram', "quotation mark"),
        ("colour:red", "not a field"),
        ("tr*m", "star"),
    ],
)
def test_a_mistaken_query_exports_nothing_and_says_why(home: Path, words: str, said: str) -> None:
    for kind, target in (("table", home / "some.csv"), ("files", home / "some")):
        size = ("--size", "400") if kind == "files" else ()
        done = run("export", kind, words, "--to", str(target), *size)
        assert done.exit_code == 2
        assert said in done.stderr
        assert "Nothing was exported." in done.stderr
        assert "search" not in done.stderr
        assert not target.exists()


def test_a_preview_leaves_the_search_index_alone(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settled: list[bool] = []
    monkeypatch.setattr("archive.cli.bringing.settle", lambda _parts: settled.append(True))
    path = home / "donor.csv"
    path.write_text("caption\r\nA tram waits.\r\n", encoding="utf-8")
    run("import", str(path), "--dry-run")
    assert settled == []
    run("import", str(path))
    assert settled == [True]
