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


@pytest.mark.parametrize(
    ("setting", "outcome"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)]
)
def test_a_missing_program_skips_with_the_reason_and_fails_in_continuous_integration(
    monkeypatch: pytest.MonkeyPatch, setting: str, outcome: type[BaseException]
) -> None:
    monkeypatch.setenv("CI", setting)
    with pytest.raises((pytest.skip.Exception, pytest.fail.Exception)) as raised:
        require(NEEDS, what="The reader")
    assert raised.type is outcome  # either, so that a skip raised here by mistake cannot skip this test
    assert "The reader needs no-such-program (no-such-package)" in str(raised.value)


def test_nothing_missing_is_no_obstacle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    require({"sh": "dash"}, what="The reader")
