"""What the rules find in the sample that ships with the project, and in a real sheet of captions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archive.catalogue.fields import PLACE
from archive.config import PROJECT
from archive.descriptions.lint import Subject, Wording, check

SHEETS = PROJECT.parent / "shared" / "seeds"
PLAIN = (
    "accession kind visible_words headline caption caption_language credit_line source copyright_notice "
    "rights date_text edtf"
)


def subject(facts: dict[str, Any]) -> Subject:
    """A photograph of the sample as the rules look at it."""
    texts = (Wording(one["kind"], one["language"], one["text"]) for one in facts["descriptions"])
    return Subject(
        **{name: facts.get(name, "") for name in PLAIN.split()},
        creators=tuple(facts["creators"]),
        people=tuple(facts["people"]),
        keywords=tuple(facts["keywords"]),
        places=tuple(facts[name] for name in PLACE if facts.get(name)),
        texts=tuple(texts),
    )


def test_the_sample_lacks_nothing_but_two_dates_that_nobody_knows() -> None:
    sample = json.loads((PROJECT / "images/sample/sample.json").read_text(encoding="utf-8"))
    found = [
        (facts["accession"], one.code, one.values["facts"])
        for facts in sample["photographs"]
        for one in check(subject(facts))
        if one.level != "note"
    ]
    assert found == [("NASA-COLLINS", "caption-facts", "when"), ("SPACEX-ROCKET", "caption-facts", "when")]


def test_a_real_sheet_of_captions(capsys: pytest.CaptureFixture[str]) -> None:
    sheets: list[Path] = sorted(SHEETS.glob("*.txt")) if SHEETS.is_dir() else []
    if not sheets:
        pytest.skip("there is no sheet of real captions beside the project")
    lines = [
        line for one in sheets for line in one.read_text(encoding="utf-8").splitlines() if " via " in line
    ]
    assert len(lines) == 26
    for line in lines:
        caption, _, credit = line.rpartition(" via ")
        texts = Subject(caption=caption, caption_language="en", credit_line=credit, rights="CNE")
        found = {one.code for one in check(texts) if one.level != "note"}
        assert "empty" in found
        assert found <= {"empty", "advisory", "caption-facts"}
        dated = "June 2024" in caption or "2023" in caption
        assert not dated or all(
            "when" not in one.values["facts"] for one in check(texts) if one.code == "caption-facts"
        )
