"""Lines of a caption sheet in another language than the sheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.history import OPERATOR
from archive.ingest import choices, sheets
from archive.ingest.outcome import Options
from archive.ingest.run import Run, bring_in
from archive.parts import Parts
from tests import builders

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
MIXED = """The harbour
Fishermen mend their nets on the quay in the morning. via Acme
The boats of the fleet are back in the harbour. via Acme
Hombres trabajan con las redes en el muelle, hacia 1950. via Acme
Gulls circle. via Acme
"""


def test_a_line_in_another_language_has_its_own() -> None:
    found = sheets.read(MIXED.encode())
    assert found.language == "en"
    assert [line.partial["caption_language"] for line in found.lines] == ["en", "en", "es", "en"]
    told = [[finding.code for finding in line.findings] for line in found.lines]
    assert told == [[], [], ["line-language", "maybe-date"], []]
    finding = found.lines[2].findings[0]
    assert finding.message == "This line looks Spanish and was recorded as that."
    assert (finding.field, finding.proposal) == ("caption_language", "")


def test_what_a_person_chose_stays_and_the_line_is_asked_about() -> None:
    found = sheets.read(MIXED.encode(), "en")
    assert {line.partial["caption_language"] for line in found.lines} == {"en"}
    (finding,) = [one for line in found.lines for one in line.findings if one.code == "line-language"]
    assert (finding.field, finding.proposal) == ("caption_language", "es")


def test_the_language_that_a_line_seems_to_have_is_offered_and_taken(parts: Parts, tmp_path: Path) -> None:
    sheet = tmp_path / "week.txt"
    sheet.write_text(MIXED.replace(", hacia 1950", ""))
    asked = Options(dry_run=True, language="en")
    (shown,) = [
        one
        for one in bring_in(Run(parts.tools, OPERATOR, asked), [sheet]).of("add")
        if one.detail.get("repairs")
    ]
    (question,) = choices.questions(shown.detail, {})
    assert (question.field, question.why) == (
        "caption_language",
        "This line looks Spanish; it was recorded in the language chosen for the sheet.",
    )
    chosen, wrong = choices.answered(shown.detail, {}, {"caption_language": "repair"})
    assert (chosen, wrong) == ({"caption_language": "es"}, [])
    assert choices.questions(shown.detail, chosen)[0].chosen == "repair"
    assert choices.answered(shown.detail, chosen, {"caption_language": "0"}) == ({}, [])
    run = Run(parts.tools, OPERATOR, Options(language="en"), choices={shown.name: chosen})
    (done,) = [one for one in bring_in(run, [sheet]).of("added") if one.name == shown.name]
    record = builders.get(parts, done.accession)
    assert (record.caption_language, record.sources["caption_language"]) == ("es", "sheet")


def test_its_date_is_read_in_its_language() -> None:
    text = MIXED.replace("hacia 1950", "con Ana en Cádiz, 12 de mayo de 1938")
    line = sheets.read(text.encode()).lines[2]
    assert (line.partial["caption_language"], line.partial["edtf"]) == ("es", "1938-05-12")


def test_where_the_sheet_is_not_clear_each_line_may_be() -> None:
    found = sheets.read(b"T\nA man of the sea. via Acme\nUn hombre de la mar. via Acme\nXyz. via Acme\n")
    assert found.language is None
    languages = [line.partial.get("caption_language") for line in found.lines]
    assert languages == [None, "es", None]


@pytest.mark.parametrize("caption", ["Juan de la Cruz y Ana Paz in Lima.", "San José.", "Carnaval, Río."])
def test_names_tell_nothing(caption: str) -> None:
    line = sheets.read(f"The harbour\n{caption} via Acme\n".encode(), "en").lines[0]
    assert [finding.code for finding in line.findings if finding.code == "line-language"] == []


def test_the_lines_of_the_seed_sheets_are_in_one_language() -> None:
    if not SEEDS.is_dir():
        pytest.skip("the seed captions are not beside this project")
    for path in SEEDS.glob("*.txt"):
        found = sheets.read(path.read_bytes())
        assert {line.partial["caption_language"] for line in found.lines} == {found.language}
        assert [line.number for line in found.lines if line.findings] == []
