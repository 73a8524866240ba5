"""Records with planted faults: each is found, and nothing above note that was not planted."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from archive.descriptions.lint import RULES, Subject, Wording, check

SET = tomllib.loads(Path(__file__).with_name("planted.toml").read_text(encoding="utf-8"))


def subject(planted: dict[str, Any]) -> Subject:
    """The base record of the language with the planted changes."""
    language = planted["language"]
    all_of_it = {**SET["base"][language], **planted}
    marked, accepted = all_of_it.get("alt_language", language), all_of_it.get("accepted", True)
    texts = [Wording("alt", marked, all_of_it["alt"], accepted=accepted)] if all_of_it["alt"] else []
    if "long" in all_of_it:
        texts.append(Wording("long", language, all_of_it["long"]))
    return Subject(
        kind=all_of_it.get("kind", "photograph"),
        visible_words=all_of_it.get("visible_words", "no"),
        headline=all_of_it["headline"],
        caption=all_of_it["caption"],
        caption_language=language,
        credit_line=all_of_it["credit_line"],
        rights=all_of_it.get("rights", "http://rightsstatements.org/vocab/CNE/1.0/"),
        edtf=all_of_it.get("edtf", "1934-03-03"),
        creators=tuple(all_of_it.get("creators", ())),
        people=tuple(all_of_it.get("people", ())),
        places=tuple(all_of_it.get("places", ("Valparaíso", "Chile"))),
        texts=tuple(texts),
        neighbours=frozenset((language, one) for one in all_of_it.get("neighbours", ())),
        downloading=all_of_it.get("downloading", False),
    )


@pytest.mark.parametrize("planted", SET["subject"], ids=lambda one: f"{one['name']} {one['language']}")
def test_every_planted_fault_is_found_and_no_other(planted: dict[str, Any]) -> None:
    found = check(subject(planted))
    above = sorted({one.code for one in found if one.level != "note"})
    assert above == sorted(planted["expected"]), [(one.code, one.sentence) for one in found]
    places = [(one.code, one.field, one.language) for one in found]
    assert len(places) == len(set(places)), "one answer would silence two findings"
    notes = {one.code for one in found if one.level == "note"}
    assert set(planted.get("notes", ())) <= notes


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_rule_has_a_planted_fault(language: str) -> None:
    mine = [one for one in SET["subject"] if one["language"] == language]
    assert len(mine) >= 30
    planted = {code for one in mine for code in (*one["expected"], *one.get("notes", ()))}
    assert planted == {rule.code for rule in RULES}
