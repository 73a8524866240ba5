"""Alt text in four languages comes in from a file, is reviewed, and goes out as it came."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from archive.catalogue import photographs
from archive.descriptions import workflow
from archive.history import OPERATOR
from archive.ingest.outcome import Options
from archive.ingest.run import Run, bring_in
from archive.interop import files
from archive.parts import Parts
from tests import builders

pytestmark = pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not on this machine")
TAG = "XMP-iptcCore:AltTextAccessibility"
TEXTS = {
    "ar": "ترام في المطر",
    "en": "A tram waits in the rain.",
    "es-MX": "Un tranvía espera bajo la lluvia.",
    "fr": "Un tramway attend sous la pluie.",
}


def alts(path: Path) -> dict[str, str]:
    """Every alt text in a file, as exiftool alone reads it."""
    command = ["exiftool", "-n", "-G1", "-j", f"-{TAG}*", str(path)]
    answer = subprocess.run(command, capture_output=True, check=True)
    found: dict[str, str] = json.loads(answer.stdout)[0]
    return {name: text for name, text in found.items() if name.startswith(TAG)}


@pytest.mark.parametrize("default", ["es-MX", "en", ""])
@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG", "WEBP", "AVIF"])
def test_four_languages_in_and_out(kind: str, default: str, parts: Parts, tmp_path: Path) -> None:
    came = builders.picture_file(tmp_path / f"tram.{kind.lower()}", format=kind)
    told = [f"-{TAG}={TEXTS[default]}"] if default else []
    told += [f"-{TAG}-{code}={text}" for code, text in TEXTS.items()]
    command = ["exiftool", "-q", "-n", "-overwrite_original", *told, str(came)]
    subprocess.run(command, check=True, capture_output=True)
    before = alts(came)
    (outcome,) = bring_in(Run(parts.tools, OPERATOR, Options()), [came]).of("added")

    with parts.db.writing() as session:
        record = photographs.get(session, outcome.accession)
        waiting = {text.language: text for text in workflow.of(session, record)}
        assert {code: (text.text, text.origin) for code, text in waiting.items()} == {
            code: (text, "file") for code, text in TEXTS.items()
        }
        assert files.words(session, record).alt == {}  # nothing goes out that nobody approved
        assert {text.status for text in waiting.values()} == {"in-review"}
        for text in waiting.values():  # a person first compares each with the picture
            workflow.accept(session, builders.DESCRIBER, text.id, version=text.version)
    with parts.db.writing() as session:
        record = photographs.get(session, outcome.accession)
        for text in workflow.of(session, record):
            workflow.approve(session, builders.REVIEWER, text.id, version=text.version)
    with parts.db.reading() as session:
        record = photographs.get(session, outcome.accession)
        copy = files.plan(session, record, record.current_images[0], files.ORIGINAL)
    left = tmp_path / "left"
    files.make(files.means(parts.store, parts.sandbox, "exiftool"), copy, left)
    # A file without a default gets one, which repeats a language: many readers show nothing else.
    assert alts(left) == (before if default else before | {TAG: TEXTS["en"]})
