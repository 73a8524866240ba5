"""False alarms on texts that good describers wrote: counted for each rule and language, and few."""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.descriptions.lint import Finding, Subject, Wording, check
from archive.descriptions.lint.examples import record

FOLDER = Path(__file__).with_name("good")
LEAST, MOST = 100, 0.05  # texts a language; share of them with a finding that nobody expected


def subject(good: dict[str, Any], language: str) -> Subject:
    """A faultless record that carries the text where it belongs."""
    whole = record(language, people=tuple(good.get("people", ())))
    if good["kind"] == "caption":
        return replace(whole, caption=good["text"])
    whole = replace(whole, caption=good.get("caption") or whole.caption)
    others = () if good["kind"] == "alt" else whole.texts
    return replace(whole, texts=(*others, Wording(good["kind"], language, good["text"])))


def unexpected(good: dict[str, Any], language: str) -> list[Finding]:
    return [one for one in check(subject(good, language)) if one.code not in good.get("expected", ())]


@pytest.mark.parametrize("language", ["en", "es"])
def test_false_alarms_are_few(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    texts = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))["text"]
    alarms = {good["text"]: found for good in texts if (found := unexpected(good, language))}
    by_rule = Counter((one.code, one.level) for found in alarms.values() for one in found)
    share = len(alarms) / len(texts)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{language}: {len(alarms)} of {len(texts)} good texts with a false alarm ({share:.1%})\n"
        )
        for (code, level), count in sorted(by_rule.items()):
            sys.stdout.write(f"  {code} ({level}): {count}\n")
        for found in alarms.values():
            sys.stdout.writelines(f"  - {one.code} in {one.field}: {one.sentence[:140]}\n" for one in found)
    assert len(texts) >= LEAST
    assert share <= MOST
