"""`archive lint`: shapes, order, exit status, the sample and real sheets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from archive.catalogue import photographs, visibility
from archive.cli import main
from archive.descriptions import linting
from archive.history import OPERATOR
from archive.ingest import sample
from archive.parts import Parts
from tests import builders
from tests.builders import ARCHIVIST

ROOT = Path(__file__).resolve().parent.parent.parent
SHEET = ROOT.parent / "shared" / "seeds" / "000_07c45a7e80c4443d.txt"
ROW = ["accession", "code", "level", "field", "language", "message"]
Run = Callable[..., Result]


@pytest.fixture
def run(parts: Parts) -> Run:
    """Run a command over the test's archive."""

    def command(*words: str) -> Result:
        done = CliRunner().invoke(main, words, env={"ARCHIVE_HOME": str(parts.settings.home)})
        assert not done.exception or isinstance(done.exception, SystemExit), done.output
        return done

    return command


def told(done: Result) -> dict[str, Any]:
    assert done.exit_code == 0, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_the_json_has_its_fixed_shape_and_answers_stand_apart(parts: Parts, run: Run) -> None:
    accession = builders.photograph(parts, accession="P-1", caption="A tram.")
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        place = ("caption-short", "caption", "en")
        linting.answer(session, ARCHIVIST, record, place, "Nobody knows more.")
    answer = told(run("lint", "--json"))
    assert list(answer) == ["findings", "overridden", "checked"]
    assert answer["checked"] == 1
    assert all(list(one) == ROW for one in answer["findings"])
    empty = next(one for one in answer["findings"] if one["code"] == "empty")
    assert {name: empty[name] for name in ROW[:5]} == {
        "accession": "P-1", "code": "empty", "level": "stop", "field": "alt", "language": "en",
    }  # fmt: skip
    assert empty["message"].endswith(".")
    assert "%" not in empty["message"]
    assert [list(one) for one in answer["overridden"]] == [[*ROW, "reason", "by"]]
    kept = answer["overridden"][0]
    assert (kept["code"], kept["reason"], kept["by"]) == ("caption-short", "Nobody knows more.", "archivist")


def test_one_collection_is_checked_alone_and_an_unknown_one_is_refused(parts: Parts, run: Run) -> None:
    builders.photograph(parts, accession="P-1", collection="trams")
    builders.photograph(parts, accession="P-2")
    answer = told(run("lint", "--json", "--collection", "trams"))
    assert answer["checked"] == 1
    assert {one["accession"] for one in answer["findings"]} == {"P-1"}
    wrong = run("lint", "--collection", "nowhere")
    assert (wrong.exit_code, wrong.stderr) == (1, "There is no collection nowhere.\n")


def test_drafts_are_checked_and_what_is_withdrawn_or_merged_is_not(parts: Parts, run: Run) -> None:
    builders.photograph(parts, accession="DRAFT-1", publish=False)
    for name in ("GONE-1", "FOLDED-1"):
        builders.photograph(parts, accession=name)
    with parts.db.writing() as session:
        visibility.withdraw(session, OPERATOR, "GONE-1", "Asked by the family.")
        visibility.unpublish(session, OPERATOR, "FOLDED-1")
        visibility.merge(session, OPERATOR, "FOLDED-1", "DRAFT-1")
    answer = told(run("lint", "--json"))
    assert answer["checked"] == 1
    assert {one["accession"] for one in answer["findings"]} == {"DRAFT-1"}


def test_the_words_go_by_photograph_the_gravest_first(parts: Parts, run: Run) -> None:
    mild = builders.photograph(
        parts, accession="A-1", rights="https://creativecommons.org/publicdomain/zero/1.0/"
    )
    builders.describe(parts, mild, "A tram waits at a stop in the rain, its lamps lit.")
    builders.photograph(parts, accession="Z-1")
    done = run("lint")
    lines = done.stdout.splitlines()
    heads = [line.split()[0] for line in lines if not line.startswith(" ")]
    assert heads[0] == "Z-1"
    assert next(line for line in lines if line.startswith("  ")).startswith("  stop  alt in en: ")
    assert heads[-1] == "Photographs"
    assert lines[-1].startswith("Photographs checked: 2. Findings: stop: 1, error: 1, ")
    assert lines[-1].endswith("answered with a reason: 0.")
    assert done.exit_code == 0
    assert done.stderr == ""


def test_a_terminal_sees_how_far_it_is(parts: Parts) -> None:
    for _number in range(3):
        builders.photograph(parts)
    ours, theirs = os.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "archive", "lint", "--json"],
        env=os.environ | {"ARCHIVE_HOME": str(parts.settings.home), "PYTHONPATH": str(ROOT), "TERM": "xterm"},
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=True,
        timeout=120,
    )
    os.close(theirs)
    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    assert "Checking" in shown
    assert "100%" in shown
    assert json.loads(done.stdout)["checked"] == 3


def test_the_help_says_what_the_exit_status_means(run: Run) -> None:
    words = " ".join(run("lint", "--help").stdout.split())
    assert "The exit status is 0 whatever is found" in words


def test_over_the_sample_only_what_was_answered_truly_is_above_a_note(parts: Parts, run: Run) -> None:
    assert sample.load(parts.tools, ROOT / "images" / "sample") == 11
    answer = told(run("lint", "--json"))
    assert answer["checked"] == 11
    assert [one for one in answer["findings"] if one["level"] != "note"] == []
    kept = {one["accession"]: one["reason"] for one in answer["overridden"]}
    assert sorted(kept) == ["NASA-COLLINS", "SPACEX-ROCKET"]
    assert all(reason.startswith("Date not known: ") for reason in kept.values())
    with parts.db.reading() as session:
        for accession in kept:
            record = photographs.get(session, accession)
            assert (record.date_text, record.edtf) == ("", "")


def missing(answer: dict[str, Any]) -> list[str]:
    return [one["accession"] for one in answer["findings"] if one["code"] == "empty"]


def test_a_sheet_s_missing_texts_are_all_named(run: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.txt"
    sheet.write_text(
        "Trams of a made-up town\n"
        "Three pictures from one wet morning.\n"
        "A tram waits at the square in Vellmar, Lowland, May 2021. via Lowland Press\n"
        "The council, which met in April 2020, had wanted buses. via Lowland Press\n"
        "People wait under one roof in Vellmar, Lowland, in June 2021. via Lowland Press\n",
        encoding="utf-8",
    )
    added = json.loads(run("import", str(sheet), "--json").stdout)["added"]
    answer = told(run("lint", "--json", "--collection", "trams-of-a-made-up-town"))
    assert (answer["checked"], sorted(missing(answer))) == (3, sorted(added))


@pytest.mark.skipif(not SHEET.exists(), reason="the real caption sheet is not beside the project")
def test_the_real_sheet_s_26_missing_texts_are_named(run: Run) -> None:
    added = json.loads(run("import", str(SHEET), "--publish", "--json").stdout)["added"]
    answer = told(run("lint", "--json"))
    assert len(added) == 26
    assert sorted(missing(answer)) == sorted(added)
