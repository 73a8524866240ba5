"""Words travel with the picture: out in the copies readers get, in again by import (ATAG 2.0, B.1.2)."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

from archive import jobs
from archive.catalogue import photographs
from archive.descriptions import workflow
from archive.ingest.outcome import Options
from archive.ingest.run import Run, attach_upload, bring_in
from archive.parts import Parts
from archive.worker import do
from tests import builders

WORDS = {
    "en": "A tram with two open doors waits beside a wet platform.",
    "es": "Un tranvía con dos puertas abiertas espera junto a un andén mojado.",
}


def copy_of(parts: Parts, accession: str) -> Path:
    """The largest copy of a described picture that readers get, made by the worker's own step."""
    for language, text in WORDS.items():
        builders.describe(parts, accession, text, language=language)
    with parts.db.writing() as session:
        job = jobs.claim(session, ["derive"])
    assert job is not None
    do(parts, job)
    folder = parts.store.derived_folder(builders.get(parts, accession).current_images[0].sha256)
    return max(folder.glob("*.jpg"), key=lambda path: path.stat().st_size)


def test_alt_texts_come_back_with_their_languages(parts: Parts, tmp_path: Path) -> None:
    accession = builders.photograph(parts)
    data = io.BytesIO(builders.picture(width=900))
    attach_upload(parts.tools, builders.ARCHIVIST, accession, data, "tram.jpg", "recto")
    sent = tmp_path / "tram-copy.jpg"
    shutil.copy(copy_of(parts, accession), sent)
    other = builders.archive(tmp_path / "other")
    try:
        receipt = bring_in(Run(other.tools, builders.ARCHIVIST, Options()), [sent])
        with other.db.reading() as session:
            record = photographs.get(session, receipt.outcomes[0].accession)
            texts = workflow.of(session, record)
            assert {text.language: text.text for text in texts if text.kind == "alt"} == WORDS
            assert {(text.status, text.origin) for text in texts} == {("in-review", "file")}
    finally:
        other.close()
