"""What a finding judged: an answer to it holds for that, and for nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from archive.descriptions.lint import RULES, Finding, Rule, Subject, Wording, check
from archive.descriptions.lint.examples import record

CORPSES = "Corpses lie by the road near Lima, Peru, in May 1962."
ORTIZ = (Wording("alt", "en", "Elena Ortiz lifts a crate of oranges."),)
TRAM = Wording("alt", "en", "A tram waits at the stop.")
MADE_OF_NOTHING = {"empty", "no-credit", "no-rights"}  # there is nothing yet that could have been judged


def judged(code: str, subject: Subject) -> str:
    """What the one finding of this code judged."""
    return one(code, subject).judged


def one(code: str, subject: Subject) -> Finding:
    (found,) = (finding for finding in check(subject) if finding.code == code)
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_finding_keeps_the_text_of_its_field(rule: Rule) -> None:
    for example in rule.examples:
        subject = example.subject
        texts = {(text.kind, text.language): text.text for text in subject.texts}
        texts["caption_language", subject.caption_language] = subject.caption
        for finding in check(subject):
            if finding.code == rule.code:
                own = getattr(subject, finding.field, "")
                text = texts.get((finding.field, finding.language), own if isinstance(own, str) else own[0])
                assert text in finding.judged
                assert finding.judged.strip() or finding.code in MADE_OF_NOTHING


@pytest.mark.parametrize(
    ("code", "subject", "changes"),
    [
        ("advisory", record("en", caption=CORPSES), {"caption": CORPSES + " Nobody comes."}),
        ("advisory", record("en", caption=CORPSES), {"texts": (TRAM,)}),
        ("needs-long", record("en", kind="map"), {"kind": "chart"}),
        (
            "caption-people",
            record("en", people=("Ana Paz", "Rosa Díaz")),
            {"people": ("Ana Paz", "Elena Ortiz")},
        ),
        ("caption-people", record("en", people=("Ana Paz", "Rosa Díaz")), {"caption": "They meet."}),
        ("caption-facts", record("en", caption="A ship sails.", places=()), {"people": ("Ana Paz",)}),
        ("caption-facts", record("en", caption="A ship sails.", places=()), {"edtf": "1963"}),
        ("caption-facts", record("en", caption="A ship sails.", places=()), {"date_text": "about 1960"}),
        ("caption-facts", record("en", caption="A ship sails.", edtf=""), {"places": ("Lima",)}),
        ("unsupported-name", record("en", texts=ORTIZ), {"people": ("Rosa Díaz",)}),
        ("unsupported-name", record("en", texts=ORTIZ), {"caption": "Oranges in Lima, Peru, in May 1962."}),
        (
            "credit-in-alt",
            record("en", texts=(replace(TRAM, text="A tram. Photo: Ann Lee"),)),
            {"credit_line": "X"},
        ),
    ],
)
def test_what_the_rule_looked_at_is_judged(code: str, subject: Subject, changes: dict[str, Any]) -> None:
    changed = replace(subject, **changes)
    assert judged(code, changed) != judged(code, subject)


def test_both_texts_that_are_alike_are_judged() -> None:
    base = record("en", headline="Lima at night, 1962", texts=(TRAM,))
    for field in ("caption", "headline", "credit_line"):
        changes: dict[str, Any] = {field: TRAM.text.upper()}
        assert judged("same-as-caption", replace(base, **changes)) == f"{TRAM.text}\n{TRAM.text.upper()}"
    long = Wording("long", "en", f"{TRAM.text} Its doors are open.")
    assert judged("repeated-long", replace(base, texts=(TRAM, long))) == f"{TRAM.text}\n{long.text}"


def test_a_missing_transcript_is_judged_by_the_words_that_can_be_seen() -> None:
    assert judged("needs-transcript", record("en", visible_words="yes")) == "yes"


def test_what_does_not_concern_a_finding_is_not_judged() -> None:
    named = record("en", texts=ORTIZ)
    assert judged("unsupported-name", named) == judged("unsupported-name", replace(named, edtf="1999"))
    assert one("unsupported-name", named) == replace(one("unsupported-name", named), judged="")
