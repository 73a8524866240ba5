"""How sheets are laid out: numbers, names of files, blocks, and what the head says for all photographs."""

from __future__ import annotations

import pytest

from archive.ingest import sheets


def read(text: str, language: str = "en") -> sheets.Sheet:
    return sheets.read(text.encode(), language)


def captions(found: sheets.Sheet) -> list[str]:
    return [str(line.partial["caption"]) for line in found.lines]


def codes(found: sheets.Sheet) -> list[str]:
    return [finding.code for finding in found.findings]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1. ", "2. "),
        ("1) ", "2) "),
        ("1)", "2)"),
        ("(1) ", "(2) "),
        ("1.- ", "2.- "),
        ("01. ", "02. "),
        ("1 - ", "2 - "),
        ("1\t", "2\t"),
        ("#1 ", "#2 "),
        ("#1: ", "#2: "),
        ("Photo 1: ", "Photo 2: "),
        ("PHOTO 1 - ", "PHOTO 2 - "),
        ("Photo #1. ", "Photo #2. "),
        ("Photo 1 of 2: ", "Photo 2 of 2: "),
        ("Foto 1.- ", "Foto 2.- "),
        ("Fotografía n.º 1: ", "Fotografía n.º 2: "),
        ("Imagen 1. ", "Imagen 2. "),
        ("1.\n", "2.\n"),
    ],
)
def test_numbers_leave_the_caption_and_are_kept(first: str, second: str) -> None:
    found = read(
        f"The regatta\n{first}3 boats leave at 5. (Photo by Ana Paz)\n{second}They return. via Acme\n"
    )
    assert found.title == "The regatta"
    assert captions(found) == ["3 boats leave at 5.", "They return."]
    assert [int(line.label) for line in found.lines] == [1, 2]
    assert not any(line.findings for line in found.lines)


def test_numbered_captions_need_no_credit_to_be_told_from_the_title() -> None:
    found = read("The regatta\nA wet day.\n1. Boats leave\n2. Boats return\n")
    assert (found.title, found.summary) == ("The regatta", "A wet day.")
    assert captions(found) == ["Boats leave", "Boats return"]
    assert {finding.code for line in found.lines for finding in line.findings} == {"no-credit"}


def test_a_number_changes_nothing_of_what_a_caption_is_known_by() -> None:
    plain, numbered = read("T\nA. via X\nB. via X"), read("T\n7. A. via X\n8. B. via X")
    assert [line.identity for line in plain.lines] == [line.identity for line in numbered.lines]
    assert [line.label for line in numbered.lines] == ["7", "8"]


@pytest.mark.parametrize(
    "lines",
    [
        ["1. FC Köln wins.", "A man walks.", "3. Oktober 1990: a crowd."],
        ["1. Mai: a crowd.", "2. Mai: the street is swept.", "3. Mai: rest."],
        ["3 de mayo: a crowd.", "4 de mayo: rest."],
        ["1968. A year of trams.", "1969. Another."],
        ["5 - 3 was the score.", "A man walks."],
        ["1.5 million people came.", "2.5 million people left."],
        ["#4 seed Jo Poe serves.", "A man walks."],
        ["(34) was her number.", "A man walks."],
        ["1. A.", "2. B.", "3. Oktober: C.", "3. D.", "4. E."],
        ["1. A.", "2. B.", "12. Oktober: C.", "3. D.", "4. E."],
        ["1. FC Acme plays.", "A man.", "A dog.", "A cat.", "2. FC Acme rests."],
    ],
)
def test_figures_that_do_not_count_captions_stay(lines: list[str]) -> None:
    found = read("A title\n" + "\n".join(f"{line} via Acme" for line in lines))
    assert captions(found) == lines
    assert {line.label for line in found.lines} == {""}


def test_figures_that_stay_are_pointed_out() -> None:
    found = read("A title\n1. FC Köln wins. via Acme\nA man walks. via Acme\n")
    assert [finding.code for finding in found.lines[0].findings] == ["maybe-number"]
    broken = read("A title\n1. A. via X\n2. B. via X\n3. Oktober: C. via X\n3. D. via X\n4. E. via X\n")
    assert "broken-numbers" in codes(broken)


def test_numbers_that_are_missing_or_begin_again_are_numbers() -> None:
    found = read("".join(f"{n}. Boat. via Acme\n" for n in (1, 2, 3, 5, 6, 1, 2)))
    assert [line.label for line in found.lines] == ["1", "2", "3", "5", "6", "1", "2"]
    assert set(captions(found)) == {"Boat."}


def test_a_line_without_a_number_among_numbered_captions_is_pointed_out() -> None:
    found = read("1. A boat. via Acme\n\nDay two\n\n2. A tram. via Acme\n")
    assert captions(found) == ["A boat.", "Day two", "A tram."]
    assert [finding.code for finding in found.lines[1].findings] == ["no-credit", "no-number"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("IMG_2041.jpg: A man walks.", "IMG_2041.jpg"),
        ("IMG_2041.JPG\tA man walks.", "IMG_2041.JPG"),
        ("IMG_2041.jpg A man walks.", "IMG_2041.jpg"),
        ("Boat race 3.jpeg - A man walks.", "Boat race 3.jpeg"),
        ("trams/IMG-2.tif | A man walks.", "trams/IMG-2.tif"),
        ("“IMG 2.png”: A man walks.", "IMG 2.png"),
        ("DSC_0123: A man walks.", "DSC_0123"),
        ("1. IMG_2041.jpg: A man walks.", "IMG_2041.jpg"),
        ("Photo 7: IMG_2041.jpg: A man walks.", "IMG_2041.jpg"),
        ("File: IMG_2041.jpg / Caption: A man walks.", "IMG_2041.jpg"),
        ("File: IMG_2041\nCaption: A man walks.", "IMG_2041"),
        ("Archivo: a.jpg\nPie de foto: A man walks.", "a.jpg"),
        ("a.jpg\nA man walks.", "a.jpg"),
        ("a.jpg\n\nA man walks.", "a.jpg"),
    ],
)
def test_captions_keyed_by_the_name_of_a_file(line: str, name: str) -> None:
    found = read(f"The trams\n{line}\n")
    assert found.title == "The trams"
    assert captions(found) == ["A man walks."]
    assert found.lines[0].file_name == name


@pytest.mark.parametrize(
    "caption",
    [
        "See https://example.org/a.jpg for more.",
        "The picture a.jpg shows a man.",
        "Archivo: Familia Paz",
        "P: a man asks.",
        "CP24 is a station.",
    ],
)
def test_words_that_only_look_like_a_key_stay(caption: str) -> None:
    found = read(f"Title\nA man. via Acme\n{caption} (Photo by Ana Paz)")
    assert found.lines[1].file_name == ""
    assert captions(found)[1] == caption


BLOCKS = """The regatta
A wet day.

File: a.jpg
Caption: Boats leave
the quay.
Credit: Ana Paz/AP

File: b.jpg

Caption: Boats return. (Photo by Jane Roe)
Date: 12 May 2024
Location: Lima, Peru
Headline: The return
Weather: wet

File: IMG_33
Caption: A crowd.
Photographer: Jane Roe
Date: 31 June 2024
Event: The regatta
"""


def test_blocks_with_labels() -> None:
    found = read(BLOCKS)
    assert (found.title, found.summary) == ("The regatta", "A wet day.")
    assert [line.file_name for line in found.lines] == ["a.jpg", "b.jpg", "IMG_33"]
    first, second, third = (dict(line.partial) for line in found.lines)
    assert first == {
        "caption": "Boats leave the quay.",
        "caption_language": "en",
        "credit_line": "Ana Paz/AP",
        "creators": ("Ana Paz",),
        "source": "AP",
    }
    assert second["edtf"] == "2024-05-12"
    assert (second["city"], second["country"], second["headline"]) == ("Lima", "Peru", "The return")
    assert second["caption"] == "Boats return. Weather: wet"  # a label that nobody knows stays
    assert [finding.code for finding in found.lines[1].findings] == ["label"]
    assert (third["creators"], third["credit_line"]) == (("Jane Roe",), "Jane Roe")
    assert [finding.code for finding in found.lines[2].findings] == ["bad-date", "label"]


def test_blank_lines_part_captions_of_several_lines_where_that_is_plain() -> None:
    text = (
        "The regatta\n\nA standfirst of\ntwo lines.\n\nBoats leave the quay in the\nmorning. (Photo by\n"
        "Ana Paz)\n\nBoats return in the\nevening. via Acme\n\nA crowd.\n(Photo by Jane Roe)\n\n"
        "One line. via Acme\n"
    )
    found = read(text)
    assert captions(found) == [
        "Boats leave the quay in the morning.",
        "Boats return in the evening.",
        "A crowd.",
        "One line.",
    ]
    assert (found.title, found.summary) == ("The regatta", "A standfirst of two lines.")
    assert [line.number for line in found.lines] == [6, 10, 13, 16]
    assert "blocks" in codes(found)


@pytest.mark.parametrize(
    "text",
    [
        "Title\nSummary.\n\nA man. via Acme\nA dog. via Acme\n\nA cat. via Acme\n",
        "Title\n\nA man. via Acme\n\nA dog. via Acme\n\nA cat. via Acme\n",
        "Title\nSummary.\n\nA man. via Acme\nA dog. via Acme\nA cat. via Acme\n",
    ],
)
def test_one_caption_a_line_stays_one_caption_a_line(text: str) -> None:
    found = read(text)
    assert captions(found) == ["A man.", "A dog.", "A cat."]
    assert "blocks" not in codes(found)


def test_lines_after_a_number_go_on_with_it_and_that_is_said() -> None:
    found = read("1. Boats leave\nthe quay early.\n2. Boats return\nlate. via Acme\n")
    assert captions(found) == ["Boats leave the quay early.", "Boats return late."]
    message = next(finding.message for finding in found.findings if finding.code == "joined")
    assert message.endswith("line 2, 4.")


def test_what_the_head_says_holds_for_captions_that_say_nothing_else() -> None:
    found = read(
        "La regata\nFotos: Ana Paz\nFecha: 12 de mayo de 2024\nLugar: Lima, Perú\n\n1. Salen los barcos.\n"
        "2. Vuelven a Quito, Ecuador, junio de 2023. Foto: Luis Mora\n",
        "es",
    )
    first, second = (dict(line.partial) for line in found.lines)
    assert (first["creators"], first["credit_line"]) == (("Ana Paz",), "Ana Paz")
    assert (first["date_text"], first["edtf"]) == ("12 de mayo de 2024", "2024-05-12")
    assert (first["city"], first["country"]) == ("Lima", "Perú")
    assert not found.lines[0].findings
    assert (second["creators"], second["edtf"]) == (("Luis Mora",), "2023-06")
    assert "city" not in second
    assert [finding.code for finding in found.lines[1].findings] == ["place"]
    assert "defaults" in codes(found)
    assert found.title == "La regata"


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("All photos by Ana Paz", "creators", ("Ana Paz",)),
        ("All photos by Ana Paz/Acme News.", "credit_line", "Ana Paz/Acme News"),
        ("Todas las fotos: Ana Paz", "creators", ("Ana Paz",)),
        ("Photographer: Ana Paz", "creators", ("Ana Paz",)),
        ("Date: about 1935", "edtf", "1935~"),
        ("Location: Fresno, Calif.", "region", "California"),
        ("Place: Lima, Peru", "country", "Peru"),
    ],
)
def test_lines_of_the_head_that_hold_for_all(line: str, field: str, value: object) -> None:
    found = read(f"The regatta\n{line}\n1. Boats leave.\n2. Boats return.\n")
    assert [one.partial.get(field) for one in found.lines] == [value, value]
    assert found.summary == line


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Date: 31 June 2024", "bad-date"),
        ("Place: National Stadium, Lima", "place"),
        ("Fotos de San José", "maybe-default"),
    ],
)
def test_what_the_head_says_and_is_not_sure_is_pointed_out(line: str, code: str) -> None:
    found = read(f"The regatta\n{line}\n1. Boats leave. via Acme\n2. Boats return. via Acme\n")
    assert code in codes(found)
    fields = {"caption", "caption_language", "credit_line"}
    assert all(set(one.partial) == fields for one in found.lines)


def test_a_date_of_the_head_with_several_readings_is_kept_in_words_for_all() -> None:
    found = read("The regatta\nDate: 12/05/1938\n1. Boats leave. via Acme\n2. Boats return. via Acme\n")
    assert "unclear-date" in codes(found)
    assert [(one.partial["date_text"], "edtf" in one.partial) for one in found.lines] == [
        ("12/05/1938", False)
    ] * 2


def test_an_event_is_the_title_where_there_is_none() -> None:
    found = read("Event: The regatta\nAll photos by Ana Paz\n1. Boats leave.\n2. Boats return.\n")
    assert (found.title, found.summary) == ("The regatta", "All photos by Ana Paz")


def test_datelines_tell_captions_where_nothing_else_does() -> None:
    found = read("The trams\nLIMA, Peru (AP) — A tram waits.\nQUITO, Ecuador (AP) — A bus waits.\n")
    assert found.title == "The trams"
    assert [line.partial["city"] for line in found.lines] == ["Lima", "Quito"]


@pytest.mark.parametrize("line", ["a.jpg", "File: a.jpg", "Credit: Acme", "1. A", "1.", "Date: 2024", "x"])
@pytest.mark.timeout(10)
def test_many_lines_of_one_sort_are_read_in_time(line: str) -> None:
    assert read(f"1. A man. via Acme\n2. A dog.\n{f'{line}{chr(10)}' * 19_000}").lines


def test_a_table_in_plain_text() -> None:
    found = read(
        "The regatta\nArchivo\tPie de foto\tCrédito\na.jpg\tSalen.\tAna Paz/EFE\nb.jpg\tVuelven.\n", "es"
    )
    assert found.title == "The regatta"
    assert [(line.file_name, line.partial["caption"]) for line in found.lines] == [
        ("a.jpg", "Salen."),
        ("b.jpg", "Vuelven."),
    ]
    assert found.lines[0].partial["source"] == "EFE"


@pytest.mark.parametrize(
    "start",
    ["Photo", "1", "a.jpg", "File", "LIMA", "LIMA, Peru (AP)", "LIMA - MAY", "#1", "Photos by", "x: "],
)
@pytest.mark.parametrize("filler", [" ", ".", "A", "A ", ", ", "(", "-", "\t", "1", "May 1, ", "/"])
@pytest.mark.timeout(5)
def test_an_endless_beginning_is_read_in_time(start: str, filler: str) -> None:
    assert read(f"Title\nA man. via Acme\n{start}{filler * 40_000}x\n2. A dog. via Acme\n").lines
