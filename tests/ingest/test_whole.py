"""Caption sheets as wholes in an import: their own outcome, their collection, lines that cannot come in."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive import jobs
from archive.catalogue import collections, photographs
from archive.history import OPERATOR
from archive.ingest import staging
from archive.ingest.outcome import Options, Outcome, Receipt
from archive.ingest.run import Run, bring_in
from archive.parts import Parts
from tests import builders

TRAMS = "Trams\nA wet week.\nA man walks in the rain. via Acme\nA dog sits in the rain. via Acme\n"


def run(parts: Parts, *paths: Path, **options: object) -> Receipt:
    return bring_in(Run(parts.tools, OPERATOR, Options(**options)), paths)  # type: ignore[arg-type]


def sheet(path: Path, text: str = TRAMS, encoding: str = "utf-8") -> Path:
    path.write_text(text, encoding=encoding)
    return path


def test_a_sheet_has_an_outcome_of_its_own(parts: Parts, tmp_path: Path) -> None:
    path = sheet(tmp_path / "trams.txt", TRAMS.replace("dog", "niño"), "cp1252")
    for dry_run, new in ((True, True), (False, True), (False, False)):
        receipt = run(parts, path, dry_run=dry_run)
        first = receipt.outcomes[0]
        assert (first.name, first.what) == ("trams.txt", "read")
        findings = first.detail.pop("findings")
        assert first.detail == {
            "title": "Trams",
            "summary": "A wet week.",
            "collection": "trams",
            "collection_is_new": new,
            "language": "en",
            "encoding": "windows-1252",
            "photographs": 2,
        }
        assert findings == ["The sheet is not UTF-8; it was read as Windows-1252. Check its accents."]
        answer = receipt.to_json()
        assert answer["sheets"][0]["name"] == "trams.txt"
        assert len(answer["added"] + answer["unchanged"]) == 2


def test_titles_in_any_script_open_collections_of_their_own(parts: Parts, tmp_path: Path) -> None:
    paths = [
        sheet(tmp_path / f"{number}.txt", f"{title}\nA man walks in the rain. via Acme\n")
        for number, title in enumerate(("東京の路面電車", "大阪の路面電車", "東京 2024", "大阪 2024", "Łódź"))
    ]
    slugs = [one.detail["collection"] for one in run(parts, *paths).of("read")]
    assert len(set(slugs)) == 5
    assert slugs[4] == "odz"
    assert all(collections.SLUG.fullmatch(slug) for slug in slugs)
    assert not run(parts, *paths).of("added"), "the same title is the same collection"


def test_a_sheet_without_a_title_is_called_after_its_file(parts: Parts, tmp_path: Path) -> None:
    one = sheet(tmp_path / "box 7.txt", "A man walks in the rain. via Acme\n")
    two = sheet(tmp_path / "box 8.txt", "A man walks in the rain. via Acme\n")
    receipt = run(parts, one, two)
    assert [outcome.detail["collection"] for outcome in receipt.of("read")] == ["box-7", "box-8"]
    assert "its file's name was taken: “box 7”" in receipt.outcomes[0].detail["findings"][-1]
    assert len(receipt.of("added")) == 2
    assert not any("existing" in words for words in run(parts, one).outcomes[0].detail["findings"])


def test_a_collection_that_stands_is_not_changed_and_that_is_said(parts: Parts, tmp_path: Path) -> None:
    same = sheet(tmp_path / "a.txt")
    other = sheet(tmp_path / "b.txt", TRAMS.replace("wet", "dry"))
    told = "This goes into the existing collection “Trams”, whose summary differs from the sheet's; "
    for dry_run in (True, False):
        first, second = run(parts, same, other, dry_run=dry_run).of("read")
        assert first.detail["findings"] == []
        assert second.detail["findings"] == [told + "that was not changed."]
    with parts.db.reading() as session:
        there = collections.find(session, "trams")
    assert there is not None
    assert there.summary == "A wet week."
    both = run(parts, sheet(tmp_path / "c.txt", "Buses\nDry.\nA bus. via Acme\n"), collection="trams")
    assert "whose title and summary differ" in both.outcomes[0].detail["findings"][-1]


def test_a_credit_without_a_caption_is_refused_and_never_published(parts: Parts, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.txt", TRAMS + "(Photo by Jane Roe)\n")
    for dry_run in (True, False):
        receipt = run(parts, path, publish=True, dry_run=dry_run)
        assert [one.name for one in receipt.of("refused")] == ["a.txt, line 5"]
        assert "holds a credit and no caption" in receipt.of("refused")[0].reason
        assert receipt.outcomes[0].detail["photographs"] == 2
    title = run(parts, sheet(tmp_path / "b.txt", "Fotos de Quito\nUn hombre camina. via EFE\n"), publish=True)
    assert title.outcomes[0].detail["title"] == "Fotos de Quito"
    assert len(title.of("added")) == 1


def test_a_record_with_nothing_to_show_stays_a_draft(parts: Parts, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.txt")
    accession = run(parts, path).of("added")[0].accession
    with parts.db.writing() as session:
        version = photographs.get(session, accession).version
        photographs.amend(session, OPERATOR, accession, {"caption": ""}, version=version)
    receipt = run(parts, path, publish=True)
    assert [one.accession for one in receipt.drafts] == [accession]
    assert "neither a caption nor a picture" in receipt.drafts[0].detail["stops"][0]


@pytest.mark.parametrize(("language", "told", "doubts"), [("", "en", 1), ("de", "de", 0)])
def test_the_language_that_was_chosen_is_the_sheets(
    parts: Parts, tmp_path: Path, language: str, told: str, doubts: int
) -> None:
    path = sheet(tmp_path / "a.txt", "Boote\nBoote liegen im Hafen. via Acme\n")
    receipt = run(parts, path, language=language)
    assert receipt.outcomes[0].detail["language"] == told
    assert len(receipt.outcomes[0].detail["findings"]) == doubts
    assert builders.get(parts, receipt.outcomes[1].accession).caption_language == told


def test_a_line_that_the_catalogue_refuses_is_noted_and_told(parts: Parts, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.txt", TRAMS.replace("Trams", "T" * 20_001))
    noted: list[Outcome] = []
    told: list[Outcome] = []
    work = Run(
        parts.tools,
        OPERATOR,
        Options(collection="long"),
        told=told.append,
        noted=lambda _session, outcome: noted.append(outcome),
    )
    receipt = bring_in(work, [path])
    assert [one.what for one in receipt.outcomes] == ["read", "refused", "refused"]
    assert noted == told == receipt.outcomes


def test_a_job_that_starts_over_tells_of_its_sheet_once(parts: Parts, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.txt")
    with path.open("rb") as stream:
        number = staging.stage(parts.tools, builders.ARCHIVIST, [("a.txt", stream)], Options())
    for _ in range(2):
        with parts.db.writing() as session:
            jobs.requeue(session)
            job = jobs.claim(session, [staging.PREVIEW])
        assert job is not None
        staging.work(parts.tools, job)
    with parts.db.reading() as session:
        items = [line.item for line in jobs.lines(session, number)]
    assert items == ["a.txt", "a.txt, line 3", "a.txt, line 4"]
