"""Dates inside a caption's first sentence: taken where they are the picture's, else asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.history import OPERATOR
from archive.ingest import choices, sheets
from archive.ingest.outcome import NO_RIGHTS, Options
from archive.ingest.run import Run, bring_in
from archive.parts import Parts
from tests import builders

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def one(caption: str, head: str = "", language: str | None = None) -> sheets.Line:
    """The only line of a made sheet."""
    found = sheets.read(f"A title\n{head}{caption} via Acme\n".encode(), language)
    assert len(found.lines) == 1
    return found.lines[0]


def labelled(label: str, language: str) -> sheets.Line:
    """The first caption of a sheet, with a line under it that has a label."""
    text = f"The trams\n1. A tram waits.\n{label}\nCredit: Acme\n2. A bus. via Acme\n"
    return sheets.read(text.encode(), language).lines[0]


def asked(line: sheets.Line) -> list[tuple[str, str]]:
    """Field and proposal of what is asked about dates."""
    return [(one.field, one.proposal) for one in line.findings if one.code == "maybe-date"]


def test_a_day_that_ends_an_agencys_sentence_is_the_pictures() -> None:
    line = one("LINZ, Austria (AP) — The mayor opens the new bridge on May 12, 1938. It is long.")
    assert (line.partial["date_text"], line.partial["edtf"]) == ("May 12, 1938", "1938-05-12")
    assert line.findings == ()


@pytest.mark.parametrize(
    ("caption", "words"),
    [
        ("Una mujer vende flores en el mercado, hacia 1950.", "hacia 1950"),
        ("A caption with no picture, June 1951.", "June 1951"),
        ("Dockers unload coal, um 1950.", "um 1950"),
        ("The mayor opens the new bridge on May 12, 1938.", "May 12, 1938"),
        ("On May 12, 1938, the mayor opens the bridge in Linz. It opened again in 1950.", "May 12, 1938"),
        ("LINZ, Austria (AP) — The mayor, on May 12, 1938, waves from the bridge.", "May 12, 1938"),
        ("Un barco en el puerto el 12 de mayo de 1938.", "12 de mayo de 1938"),
        ("Dockers on strike in the early 1930s.", "early 1930s"),
        ("A tram between 1935 and 1940.", "between 1935 and 1940"),
        ("A tram waits in 1938.", "1938"),
        ("FILE - In this May 12, 2012, file photo, a man waves.", "May 12, 2012"),
    ],
)
def test_a_date_that_may_be_the_pictures_is_asked_about(caption: str, words: str) -> None:
    line = one(caption)
    assert "edtf" not in line.partial
    assert "date_text" not in line.partial
    assert asked(line) == [("date_text", words)]
    assert [finding.message.count(f"“{words}”") for finding in line.findings] == [1]


@pytest.mark.parametrize(
    "caption",
    [
        "The hall has stood empty since 1950.",
        "The hall stood here until May 1950.",
        "She worked there from 1935 to 1940.",
        "He was born on May 12, 1938, and left on June 3, 1950.",
        "The mayor waves. The bridge opened on May 12, 1938.",
        "The games will open on May 12, 9020.",
        "In February 2023, the builders launched the bridge.",
        "A crowd of 2000.",
        "A man, 45, lives in room 1204.",
        "A man waits for tram 18.",
        "A girl in May.",
    ],
)
def test_other_figures_are_let_be(caption: str) -> None:
    line = one(caption)
    assert "edtf" not in line.partial
    assert asked(line) == []


def test_a_day_that_no_calendar_has_is_said() -> None:
    assert [finding.code for finding in one("A tram waits on June 31, 1938.").findings] == ["bad-date"]


def test_where_the_head_tells_the_same_day_nothing_is_asked() -> None:
    same = one("The mayor opens the bridge on May 12, 1938.", "Date: May 12, 1938\n", "en")
    assert (same.partial["edtf"], asked(same)) == ("1938-05-12", [])
    other = one("The mayor opens the bridge on May 12, 1938.", "Date: June 3, 1950\n", "en")
    assert "edtf" not in other.partial
    assert asked(other) == [("date_text", "May 12, 1938")]


def test_nothing_is_asked_about_a_sheet_whose_dates_are_the_storys() -> None:
    if not SEEDS.is_dir():
        pytest.skip("the seed captions are not beside this project")
    for path in SEEDS.glob("*.txt"):
        lines = sheets.read(path.read_bytes()).lines
        assert [asked(line) for line in lines if asked(line)] == []


@pytest.mark.parametrize(
    ("label", "words", "language"),
    [("Date", "03/04/1938", "en"), ("Fecha", "03/04/1938", "es"), ("Fecha", "los años 1930-1940", "es")],
)
def test_a_labelled_date_with_several_readings_is_asked(label: str, words: str, language: str) -> None:
    line = labelled(f"{label}: {words}", language)
    assert line.partial["date_text"] == words
    assert "edtf" not in line.partial
    assert [(found.code, found.field) for found in line.findings] == [("unclear-date", "edtf")]
    assert f"“{words}” can be read in more than one way" in line.findings[0].message


def test_a_labelled_date_is_read_in_any_language_and_kept_where_it_is_not_understood() -> None:
    known = labelled("Fecha: May 12, 1938", "es").partial
    assert (known["date_text"], known["edtf"]) == ("May 12, 1938", "1938-05-12")
    line = labelled("Date: Whitsun week", "en")
    assert (line.partial["date_text"], "edtf" in line.partial) == ("Whitsun week", False)
    assert [found.code for found in line.findings] == ["bad-date"]
    assert "not understood" in line.findings[0].message
    impossible = labelled("Date: 31 June 1938", "en")
    assert "date_text" not in impossible.partial
    assert [found.code for found in impossible.findings] == ["bad-date"]


def test_a_labelled_dates_readings_are_choices_and_the_chosen_one_is_the_records(
    parts: Parts, tmp_path: Path
) -> None:
    sheet = tmp_path / "week.txt"
    sheet.write_text("The trams\n1. A tram waits.\nDate: 03/04/1938\nCredit: Acme\n2. A bus. via Acme\n")
    shown, _bus = bring_in(Run(parts.tools, OPERATOR, Options(dry_run=True)), [sheet]).of("add")
    (question,) = choices.questions(shown.detail, {})
    assert (question.field, question.chosen) == ("edtf", "0")
    assert [one.value for one in question.options] == ["03/04/1938", "1938-04-03", "1938-03-04", ""]
    chosen, wrong = choices.answered(shown.detail, {}, {"edtf": "reading-0"})
    assert wrong == []
    assert choices.shown(shown.detail, chosen, publish=False)["findings"] == [NO_RIGHTS]
    done, _bus = bring_in(Run(parts.tools, OPERATOR, Options(), choices={shown.name: chosen}), [sheet]).of(
        "added"
    )
    record = builders.get(parts, done.accession)
    assert (record.date_text, record.edtf) == ("03/04/1938", "1938-04-03")


def test_words_that_a_person_accepts_are_the_records_date(parts: Parts, tmp_path: Path) -> None:
    sheet = tmp_path / "week.txt"
    sheet.write_text("The market\nUna mujer vende las flores en el mercado, hacia 1950. via Acme\n")
    (shown,) = bring_in(Run(parts.tools, OPERATOR, Options(dry_run=True)), [sheet]).of("add")
    (repair,) = shown.detail["repairs"]
    choices = {shown.name: {repair["field"]: repair["proposal"]}}
    (done,) = bring_in(Run(parts.tools, OPERATOR, Options(), choices=choices), [sheet]).of("added")
    record = builders.get(parts, done.accession)
    assert (record.date_text, record.edtf) == ("hacia 1950", "1950~")
    assert record.sources["date_text"] == "sheet"
