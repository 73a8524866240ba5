"""The sample obeys the rules for descriptions, and loads as it is written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from archive import dates, jobs, rights
from archive.catalogue import photographs
from archive.descriptions import linting, texts, workflow
from archive.ingest import sample
from archive.parts import Parts

FOLDER = Path(__file__).resolve().parent.parent.parent / "images" / "sample"
SAMPLE = json.loads((FOLDER / "sample.json").read_text(encoding="utf-8"))
PHOTOGRAPHS = {one["accession"]: one for one in SAMPLE["photographs"]}
OPENINGS = ("image of", "photo of", "picture of", "photograph of", "imagen de", "foto de", "fotografía de")
TASTE = ("beautiful", "dramatic", "stunning", "seems", "tragic", "hermos", "dramátic", "parece")


def of_kind(record: dict[str, object], kind: str) -> dict[str, str]:
    found = record["descriptions"]
    assert isinstance(found, list)
    return {text["language"]: text["text"] for text in found if text["kind"] == kind}


@pytest.mark.parametrize("accession", PHOTOGRAPHS)
def test_each_photograph_has_its_words(accession: str) -> None:
    record = PHOTOGRAPHS[accession]
    alts = of_kind(record, "alt")
    assert sorted(alts) == ["en", "es"]
    for text in alts.values():
        assert 30 <= len(text) <= 125
        assert not text.lower().startswith(OPENINGS)
        assert not any(word in text.lower() for word in TASTE)
        assert record["credit_line"].lower() not in text.lower()
        assert text not in {record["caption"], record["headline"]}
    long = of_kind(record, "long")["en"]
    assert len(long.split("\n\n")) >= 2
    assert alts["en"] not in long
    assert bool(of_kind(record, "transcript")) == (record["visible_words"] == "yes")
    assert len(record["caption"]) >= 30


@pytest.mark.parametrize("accession", PHOTOGRAPHS)
def test_each_photograph_has_its_facts(accession: str) -> None:
    record = PHOTOGRAPHS[accession]
    assert record["credit_line"]
    assert record["kind"] == "photograph"
    assert rights.find(record["rights"]) is not None
    assert (FOLDER / "photos" / record["file"]).exists()
    assert not record["edtf"] or dates.parse_edtf(record["edtf"]).earliest


def test_no_two_alt_texts_are_the_same() -> None:
    alts = [text for record in PHOTOGRAPHS.values() for text in of_kind(record, "alt").values()]
    assert len(set(alts)) == len(alts) == 22


def test_a_fact_that_nobody_knows_stays_unknown() -> None:
    rocket = PHOTOGRAPHS["SPACEX-ROCKET"]
    assert (rocket["date_text"], rocket["edtf"]) == ("", "")


def test_it_loads_published_and_approved_by_two_named_people(parts: Parts) -> None:
    with parts.db.reading() as session:
        assert sample.empty(session)
    assert sample.load(parts.tools, FOLDER) == 11
    with parts.db.reading() as session:
        assert not sample.empty(session)
        for accession, written in PHOTOGRAPHS.items():
            record = photographs.get(session, accession)
            assert photographs.public(record)
            assert (record.caption, record.edtf) == (written["caption"], written["edtf"])
            rows = workflow.of(session, record)
            assert len(rows) == len(written["descriptions"])
            assert {(row.status, row.author, row.reviewer) for row in rows} == {
                ("approved", sample.DESCRIBER, sample.REVIEWER)
            }
        shown = texts.described(session, [photographs.get(session, "NASA-COLLINS")], ["es"])[0]
        assert shown.alt is not None
        assert shown.alt.language == "es"
    with parts.db.reading() as session:
        assert not jobs.waiting(session, ["derive"])


def test_what_nobody_knows_is_answered_for_by_the_describer(parts: Parts) -> None:
    sample.load(parts.tools, FOLDER)
    written = {
        (accession, told["code"], told["reason"])
        for accession, facts in PHOTOGRAPHS.items()
        for told in facts.get("answers", ())
    }
    with parts.db.reading() as session:
        kept = {
            (accession, one.finding.code, one.answer)
            for accession in PHOTOGRAPHS
            for one in linting.of(session, photographs.get(session, accession))
            if one.answer and one.by == sample.DESCRIBER
        }
    assert kept == written
    assert len(written) == 2


def test_an_answer_to_what_is_no_finding_any_more_does_not_stop_the_sample(
    parts: Parts, tmp_path: Path
) -> None:
    whole = {"code": "no-credit", "field": "credit_line", "language": "", "reason": "It has one."}
    one = PHOTOGRAPHS["SPACEX-ROCKET"] | {"answers": [whole]}
    (tmp_path / "photos").mkdir()
    shutil.copy(FOLDER / "photos" / one["file"], tmp_path / "photos")
    written = {"collections": SAMPLE["collections"], "photographs": [one]}
    (tmp_path / "sample.json").write_text(json.dumps(written), encoding="utf-8")
    assert sample.load(parts.tools, tmp_path) == 1
