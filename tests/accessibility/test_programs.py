from __future__ import annotations

from pathlib import Path

import pytest

from tests.accessibility.programs import find, missing, require

NEEDS = {"sh": "dash", "no-such-program": "no-such-package", "/no/such|/no/such/either": "nothing"}


def test_missing_programs_are_listed_with_their_packages() -> None:
    assert missing(NEEDS) == [
        "no-such-program (no-such-package)",
        "/no/such|/no/such/either (nothing)",
    ]


def test_the_first_path_that_exists_is_found(tmp_path: Path) -> None:
    assert find(f"/no/such|{tmp_path}") == str(tmp_path)


def test_a_missing_program_skips_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"The reader needs no-such-program \(no-such-package\)"):
        require(NEEDS, what="The reader")


def test_a_missing_program_fails_in_continuous_integration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="needs no-such-program"):
        require(NEEDS, what="The reader")


def test_nothing_missing_is_no_obstacle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    require({"sh": "dash"}, what="The reader")
