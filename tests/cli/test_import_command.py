"""`archive import` in a terminal and elsewhere: its progress, tables, and when it fails."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

from archive.history import OPERATOR
from archive.ingest.outcome import Options
from archive.ingest.run import Run, bring_in
from archive.parts import Parts
from tests import builders


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "archive", *words]


def environment(parts: Parts) -> dict[str, str]:
    root = Path(__file__).resolve().parent.parent.parent
    home = str(parts.settings.home)
    return os.environ | {"ARCHIVE_HOME": home, "PYTHONPATH": str(root), "ARCHIVE_EXIFTOOL": ""}


def folder(tmp_path: Path, count: int = 4) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    for seed in range(count):
        builders.picture_file(made / f"{seed}.jpg", seed=seed)
    return made


def test_a_terminal_sees_how_far_it_is(parts: Parts, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    words = command("import", str(folder(tmp_path)), "--dry-run")
    done = subprocess.run(
        words, env=environment(parts), stdout=subprocess.PIPE, stderr=theirs, check=False, timeout=120
    )
    os.close(theirs)
    seen = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.returncode == 0
    assert "2 of 4 done, 50 %" in seen
    assert f"[{'#' * 20}] 4 of 4 done, 100 %" in seen


def test_elsewhere_nothing_is_said_beside_the_receipt(parts: Parts, tmp_path: Path) -> None:
    made = folder(tmp_path, 2)
    (made / "cut.jpg").write_bytes(b"no picture")
    words = command("import", str(made), "--json")
    done = subprocess.run(words, env=environment(parts), capture_output=True, check=False, timeout=120)
    assert done.stderr == b""
    receipt = json.loads(done.stdout)
    assert len(receipt["added"]) == 2
    assert [one["name"] for one in receipt["refused"]] == ["cut.jpg"]
    assert done.returncode == 1


def test_a_table_tells_what_would_change(parts: Parts, tmp_path: Path) -> None:
    accession = builders.photograph(parts, credit_line="Lowland Press")
    table = tmp_path / "records.csv"
    for credit, changes in (
        ("Lowland Press", []),
        ("Highland Press", [("credit_line", "Lowland Press", "Highland Press")]),
    ):
        table.write_text(f"accession,credit_line\n{accession},{credit}\n", encoding="utf-8")
        told = bring_in(Run(parts.tools, OPERATOR, Options(dry_run=True)), [table]).to_json()
        assert [(one["field"], one["before"], one["after"]) for one in told["changes"]] == changes
        assert [one["name"] for one in told["tables"]] == ["records.csv"]
        assert told["sheets"] == []
    bring_in(Run(parts.tools, OPERATOR, Options()), [table])
    assert builders.get(parts, accession).credit_line == "Highland Press"
