from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.ingest import sheets
from archive.ingest.sheets import BadSheet, Sheet
from archive.ingest.sheets.closing import picture_sentence

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"

STORY = """The harbour that would not close
Fishermen in Puerto Lindo went back to sea a year after the storm.
Fishermen mend nets on the quay in Puerto Lindo, Costa Rica, June 2024. via Harbour Press Office
As of August 2024, the harbour sheltered 40 boats, according to the port. via Harbour Press Office
In March 2022, a storm sank half of the fleet. via Harbour Press Office
The minister praised the harbour in a June 2024 post, the port said. via Harbour Press Office
Fishermen mend nets on the quay in Puerto Lindo, Costa Rica, June 2024. via Harbour Press Office
"""


def sheet(text: str, language: str | None = None) -> Sheet:
    return sheets.read(text.encode(), language)


def one(caption: str, language: str = "en") -> sheets.Line:
    """The only line of a made sheet."""
    found = sheet(f"A title\n{caption}\n", language)
    assert len(found.lines) == 1
    return found.lines[0]


def test_a_sheet_becomes_a_collection_and_its_photographs() -> None:
    found = sheet(STORY)
    assert found.title == "The harbour that would not close"
    assert found.summary == "Fishermen in Puerto Lindo went back to sea a year after the storm."
    assert found.language == "en"
    assert [line.number for line in found.lines] == [3, 4, 5, 6, 7]
    assert {line.partial["credit_line"] for line in found.lines} == {"Harbour Press Office"}
    assert found.lines[0].partial == {
        "caption": "Fishermen mend nets on the quay in Puerto Lindo, Costa Rica, June 2024.",
        "caption_language": "en",
        "credit_line": "Harbour Press Office",
        "date_text": "June 2024",
        "edtf": "2024-06",
    }
    assert [line.partial.get("edtf") for line in found.lines] == ["2024-06", None, None, None, "2024-06"]
    assert found.findings == ()


def test_equal_captions_stay_two_and_are_known_again() -> None:
    first, again = sheet(STORY), sheet(STORY.replace("\n", "\r\n\r\n"))
    assert [line.occurrence for line in first.lines] == [1, 1, 1, 1, 2]
    assert len({line.identity for line in first.lines}) == 5
    assert [line.identity for line in first.lines] == [line.identity for line in again.lines]
    assert [line.number for line in again.lines] == [5, 7, 9, 11, 13]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1252"]
)
def test_encodings(encoding: str) -> None:
    text = "Niños en la calle\n"
    text += "Un niño corre por la calle en San José, Costa Rica, 3 de mayo de 1968. Foto: Ana Paz\n"
    found = sheets.read(text.encode(encoding))
    assert found.title == "Niños en la calle"
    assert found.language == "es"
    assert found.lines[0].partial["credit_line"] == "Ana Paz"
    assert found.lines[0].partial["edtf"] == "1968-05-03"
    assert [finding.code for finding in found.findings] == (
        ["encoding"] if encoding == "windows-1252" else []
    )
    assert (
        found.encoding == encoding.replace("-sig", "").removesuffix("-le").removesuffix("-be")
        or "utf" in encoding
    )


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n\n \n"])
def test_line_ends(ends: str) -> None:
    assert len(sheets.read(STORY.replace("\n", ends).encode()).lines) == 5


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "empty"),
        (b"  \r\n \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7 x", "a PDF"),
        (b"PK\x03\x04docx", "Word"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (bytes(range(256)) * 20, "neither UTF-8"),
        (b"one\x00two", "signs that no text has"),
        (b"caf\x81 via AP", "neither UTF-8"),
        (b"\xff\xfe\x00", "neither UTF-8"),
        (b"A title\nA caption without any credit.\n", "add the credit"),
        (b"x\n" * 20_001, "more than 20,000 lines"),
        (b"x" * 20_000_001, "larger than 20 MB"),
    ],
)
def test_what_is_no_sheet_is_refused_with_a_reason(data: bytes, part: str) -> None:
    with pytest.raises(BadSheet) as caught:
        sheets.read(data)
    assert part in caught.value.reason
    assert caught.value.reason.endswith(".")


def test_a_credit_that_may_be_left_is_pointed_out() -> None:
    found = sheet("Title\nA man walks. via Acme\nThey came to the border via Mexico City")
    assert [finding.code for finding in found.lines[1].findings] == ["no-credit", "maybe-credit"]


def test_a_credit_on_its_own_line_belongs_to_the_caption_above() -> None:
    found = sheet(
        "Title\nSummary.\nA man walks. via Acme\nA woman runs.\n(Photo by Jane Roe)\nA dog sits.\n© Acme\n"
    )
    assert [line.partial["caption"] for line in found.lines] == [
        "A man walks.",
        "A woman runs.",
        "A dog sits.",
    ]
    assert found.lines[1].partial["creators"] == ("Jane Roe",)
    assert found.lines[2].partial["copyright_notice"] == "© Acme"


def test_a_head_of_many_lines_is_pointed_out_and_none_is_no_title() -> None:
    found = sheet("One\nTwo\nThree\nA man walks. via Acme")
    assert (found.title, found.summary) == ("One", "Two\n\nThree")
    assert [finding.code for finding in found.findings][-1] == "long-head"
    assert sheet("A man walks. via Acme").title == ""


def test_rows_of_the_summary_that_may_be_photographs_are_quoted() -> None:
    found = sheet(
        "The harbour\n"
        "A year after the storm the boats went out.\n"
        "Men mend nets on the quay in Puerto Lindo, Costa Rica, June 2024.\n"
        "A boy holds a crab. ANN LEE/THE COURIER\n"
        "Un niño corre. Cámara: Luis Soto\n"
        "They came to the border via Mexico City\n"
        "Children play in Lima, Peru, June 31, 2024.\n"
        "A man walks. via Acme\n"
    )
    quoted = [finding.message for finding in found.findings if finding.code == "head-photograph"]
    assert [message.split(" was")[0] for message in quoted] == [f"Line {number}" for number in range(3, 8)]
    assert "“A boy holds a crab. ANN LEE/THE COURIER”" in quoted[1]
    many = sheet("T\n" + "Men mend nets in Puerto Lindo, Peru, June 2024.\n" * 25 + "A man walks. via Acme")
    assert many.findings[-1].message == "The same may be true of 5 more lines of the summary."
    assert all(len(finding.message) < 400 for finding in many.findings)


@pytest.mark.parametrize(
    "head", ["Fotos de Quito", "Photos by Jane Roe", "Trams\nPhotos by Jane Roe", "Trams\nVía Quito"]
)
def test_a_title_that_looks_like_a_credit_is_a_title(head: str) -> None:
    found = sheet(f"{head}\nA man walks. via Acme\n")
    assert [line.partial["caption"] for line in found.lines] == ["A man walks."]
    assert "\n\n".join(filter(None, (found.title, found.summary))) == head.replace("\n", "\n\n")


def test_a_byline_under_the_summary_takes_no_photograph_out_of_it() -> None:
    found = sheet("Trams\nThree pictures of a wet day.\nPhotos by Jane Roe\nA man walks. via Acme\n")
    assert found.summary == "Three pictures of a wet day.\n\nPhotos by Jane Roe"
    assert len(found.lines) == 1
    apart = sheet("A man walks.\n© Acme\nA dog sits.\nPhotos by Jane Roe")
    assert (apart.title, len(apart.lines)) == ("", 2)


def test_a_caption_that_ends_as_an_unknown_credit_would_is_pointed_out() -> None:
    found = sheet("Title\nA man walks. via Acme\nA boy runs. ANN LEE/THE COURIER")
    assert [finding.code for finding in found.lines[1].findings] == ["no-credit", "maybe-credit"]


DATES = """
en | Children play in Lima, Peru, June 2024. | 2024-06
en | Children play in Lima, Peru, June 2024. The school opened in May 2019. | 2024-06
en | Children play in Washington, D.C., June 3, 2024. | 2024-06-03
en | Children play in Lima on Tuesday, March 4, 2025. | 2025-03-04
en | Children play in Lima, Peru, on March 4, 2025. | 2025-03-04
en | Children play in Lima, Peru, 1968. | 1968
en | Children play with J. Roe in Lima, Peru, Feb. 12, 1938. | 1938-02-12
en | Children play in Lima, Peru, about 1935. | 1935~
en | “Play!” they shout in Lima, Peru, spring 1968. | 1968-21
en | As of August 2024, the school housed 14 children. | -
en | In March 2022, the president closed the school. | -
en | The minister praised the school in a June 2024 post, stating, “Well done.” | -
en | The school has grown, records say, June 2024. | -
en | Children play in Lima in June 2024. | -
en | The school opened. Children play in Lima, Peru, June 2024. | -
en | June 2024. | -
en | Children play in Lima, Peru, 3/4/2025. | -
es | Niños juegan en Lima, Perú, junio de 2024. | 2024-06
es | Niños juegan en Lima, Perú, el 3 de mayo de 1968. | 1968-05-03
es | Niños juegan en Lima el martes, 4 de marzo de 2025. | 2025-03-04
es | En marzo de 2022, el presidente cerró la escuela. | -
es | Hasta agosto de 2024, la escuela tenía 14 niños, según datos. | -
"""


@pytest.mark.parametrize("row", DATES.strip().splitlines())
def test_only_the_date_that_closes_the_picture_sentence_is_the_pictures(row: str) -> None:
    language, caption, edtf = (cell.strip() for cell in row.split(" | "))
    line = one(f"{caption} via Acme", language)
    assert line.partial["caption"] == caption
    assert line.partial.get("edtf", "-") == edtf


def test_an_impossible_date_is_a_finding() -> None:
    line = one("Children play in Lima, Peru, June 31, 2024. via Acme")
    assert "edtf" not in line.partial
    assert [finding.code for finding in line.findings] == ["bad-date"]


def test_abbreviations_do_not_end_the_picture_sentence() -> None:
    assert (
        picture_sentence("Gen. J. Roe of the U.S. Army waits. He left.")
        == "Gen. J. Roe of the U.S. Army waits."
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The boats are in the harbour. via Acme", "en"),
        ("Los barcos están en el puerto. vía Acme", "es"),
        ("Boote liegen. via Acme", None),
    ],
)
def test_the_language_is_guessed_or_asked_for(text: str, language: str | None) -> None:
    found = sheet(text)
    assert found.language == language
    assert found.lines[0].partial.get("caption_language") == language
    assert [finding.code for finding in found.findings] == ([] if language else ["language"])
    assert sheet(text, "de-CH").language == "de-CH"


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_sheet_or_refused(data: bytes) -> None:
    try:
        found = sheets.read(data + b"\nA man walks. via Acme")
    except BadSheet:
        return
    assert found.lines


@pytest.mark.parametrize("filler", [" ", ".", "a. ", "(", ", ", "via ", "© ", "é", "1,"])
@pytest.mark.timeout(5)
def test_an_endless_line_is_read_in_time(filler: str) -> None:
    assert sheet(f"Title\nStart {filler * 60_000} end. via Acme\n").lines


def test_the_real_sheet() -> None:
    paths = sorted(SEEDS.glob("000_*.txt"))
    if not paths:
        reason = f"The real caption sheet is not here ({SEEDS}); the made sheets were read instead."
        print(reason, file=sys.stderr)  # noqa: T201 - a skipped test says why
        pytest.skip(reason)
    data = paths[0].read_bytes()
    found = sheets.read(data)
    lines = data.decode().splitlines()
    captions = [str(line.partial["caption"]) for line in found.lines]
    assert (found.title, found.summary) == (lines[0], lines[1])
    assert len(captions) == 26
    assert len(set(captions)) == 25
    assert len({line.identity for line in found.lines}) == 26
    assert {line.partial["credit_line"] for line in found.lines} == {"Secretaria de Prensa de la Presidencia"}
    assert [line.partial.get("edtf") for line in found.lines].count("2024-06") == 7
    assert {line.partial.get("edtf") for line in found.lines} == {"2024-06", None}
    assert [f"{caption} via Secretaria de Prensa de la Presidencia" for caption in captions] == lines[2:]
    assert found.language == "en"
    assert not any(line.findings for line in found.lines)
