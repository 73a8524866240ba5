from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.dates import BadDate, Reading, decade, in_words, parse_edtf, read, read_phrase

# language, phrase, EDTF, earliest, latest
PHRASES = """
en | 1938 | 1938 | 1938-01-01 | 1938-12-31
en | June 2024 | 2024-06 | 2024-06-01 | 2024-06-30
en | June, 2024 | 2024-06 | 2024-06-01 | 2024-06-30
en | June of 2024. | 2024-06 | 2024-06-01 | 2024-06-30
en | Feb. 2024 | 2024-02 | 2024-02-01 | 2024-02-29
en | SEPT 1938 | 1938-09 | 1938-09-01 | 1938-09-30
en | 1938 May | 1938-05 | 1938-05-01 | 1938-05-31
en | 12 May 1938 | 1938-05-12 | 1938-05-12 | 1938-05-12
en | May 12, 1938 | 1938-05-12 | 1938-05-12 | 1938-05-12
en | May 12 1938 | 1938-05-12 | 1938-05-12 | 1938-05-12
en | May 12th, 1938 | 1938-05-12 | 1938-05-12 | 1938-05-12
en | the 12th of May, 1938 | 1938-05-12 | 1938-05-12 | 1938-05-12
en | 1938 May 12 | 1938-05-12 | 1938-05-12 | 1938-05-12
en | Thursday, May 12, 1938 | 1938-05-12 | 1938-05-12 | 1938-05-12
en | Thu. 12 May 1938 | 1938-05-12 | 1938-05-12 | 1938-05-12
en | 25/12/1938 | 1938-12-25 | 1938-12-25 | 1938-12-25
en | 12/25/1938 | 1938-12-25 | 1938-12-25 | 1938-12-25
en | 05/05/1938 | 1938-05-05 | 1938-05-05 | 1938-05-05
en | 1930s | 193X | 1930-01-01 | 1939-12-31
en | the 1930's | 193X | 1930-01-01 | 1939-12-31
en | early 1930s | [1930..1933] | 1930-01-01 | 1933-12-31
en | mid-1930s | [1934..1936] | 1934-01-01 | 1936-12-31
en | late 1930s | [1937..1939] | 1937-01-01 | 1939-12-31
en | late in 1930s | [1937..1939] | 1937-01-01 | 1939-12-31
en | early 1938 | [1938-01..1938-04] | 1938-01-01 | 1938-04-30
en | late 1938 | [1938-09..1938-12] | 1938-09-01 | 1938-12-31
en | 19th century | 18XX | 1800-01-01 | 1899-12-31
en | early 20th century | [1900..1933] | 1900-01-01 | 1933-12-31
en | mid 19th century | [1834..1866] | 1834-01-01 | 1866-12-31
en | spring 1968 | 1968-21 | 1968-03-01 | 1968-05-31
en | summer of 1968 | 1968-22 | 1968-06-01 | 1968-08-31
en | fall 1968 | 1968-23 | 1968-09-01 | 1968-11-30
en | winter 1968 | 1968-24 | 1968-01-01 | 1968-12-31
en | circa 1950 | 1950~ | 1949-01-01 | 1951-12-31
en | about 1950 | 1950~ | 1949-01-01 | 1951-12-31
en | c. 1950 | 1950~ | 1949-01-01 | 1951-12-31
en | c1950 | 1950~ | 1949-01-01 | 1951-12-31
en | ca. 1950 | 1950~ | 1949-01-01 | 1951-12-31
en | approx. 1950 | 1950~ | 1949-01-01 | 1951-12-31
en | [ca. 1950] | 1950~ | 1949-01-01 | 1951-12-31
en | c. 12 May 1938 | 1938-05-12~ | 1938-05-11 | 1938-05-13
en | about May 1938 | 1938-05~ | 1938-04-01 | 1938-06-30
en | about 1930s | 193X~ | 1929-01-01 | 1940-12-31
en | [1950?] | 1950? | 1949-01-01 | 1951-12-31
en | 1950? | 1950? | 1949-01-01 | 1951-12-31
en | possibly 1950 | 1950? | 1949-01-01 | 1951-12-31
en | c. 1950? | 1950% | 1949-01-01 | 1951-12-31
en | about 1935 - 1940 | 1935~/1940~ | 1934-01-01 | 1941-12-31
en | about 1935 to 1940 | 1935~/1940~ | 1934-01-01 | 1941-12-31
en | from about 1935 to 1940 | 1935~/1940 | 1934-01-01 | 1940-12-31
en | 1935 to about 1940 | 1935/1940~ | 1935-01-01 | 1941-12-31
en | 1914–1929 | 1914/1929 | 1914-01-01 | 1929-12-31
en | 1914 - 1929 | 1914/1929 | 1914-01-01 | 1929-12-31
en | from 1914 to 1918 | 1914/1918 | 1914-01-01 | 1918-12-31
en | 1914 through 1918 | 1914/1918 | 1914-01-01 | 1918-12-31
en | 1914-18 | 1914/1918 | 1914-01-01 | 1918-12-31
en | 1914–29 | 1914/1929 | 1914-01-01 | 1929-12-31
en | 1930s to 1940s | 193X/194X | 1930-01-01 | 1949-12-31
en | about 1930s to 1940s | - | |
en | 12–14 May 1938 | 1938-05-12/1938-05-14 | 1938-05-12 | 1938-05-14
en | May 12-14, 1938 | 1938-05-12/1938-05-14 | 1938-05-12 | 1938-05-14
en | May–June 1938 | 1938-05/1938-06 | 1938-05-01 | 1938-06-30
en | 12 May – 3 June 1938 | 1938-05-12/1938-06-03 | 1938-05-12 | 1938-06-03
en | 28 December 1938 to 2 January 1939 | 1938-12-28/1939-01-02 | 1938-12-28 | 1939-01-02
en | between 1914 and 1918 | [1914..1918] | 1914-01-01 | 1918-12-31
en | between May and June 1938 | [1938-05..1938-06] | 1938-05-01 | 1938-06-30
en | 1914 or 1915 | [1914,1915] | 1914-01-01 | 1915-12-31
en | before 1900 | [..1899] | | 1899-12-31
en | pre-1900 | [..1899] | | 1899-12-31
en | before 1 May 1938 | [..1938-04-30] | | 1938-04-30
en | before January 1938 | [..1937-12] | | 1937-12-31
en | by 1900 | [..1900] | | 1900-12-31
en | after 1900 | [1901..] | 1901-01-01 |
en | after December 1938 | [1939-01..] | 1939-01-01 |
en | since 1900 | [1900..] | 1900-01-01 |
en | 1900 onwards | [1900..] | 1900-01-01 |
en | n.d. | | |
en | [n.d.] | | |
en | Undated | | |
en | unknown | | |
en | 12/05/1938 | - | |
en | 12.5.38 | - | |
en | 1900s | - | |
en | 1910–11 | - | |
en | about spring 1968 | - | |
en | 12 May | - | |
en | June 2024 in Tecoluca | - | |
en | 1950 circa perhaps | - | |
en | junio de 2024 | - | |
es | 1938 | 1938 | 1938-01-01 | 1938-12-31
es | junio de 2024 | 2024-06 | 2024-06-01 | 2024-06-30
es | junio del 2024 | 2024-06 | 2024-06-01 | 2024-06-30
es | mayo 1938 | 1938-05 | 1938-05-01 | 1938-05-31
es | 12 de mayo de 1938 | 1938-05-12 | 1938-05-12 | 1938-05-12
es | el 1.º de mayo de 1938 | 1938-05-01 | 1938-05-01 | 1938-05-01
es | jueves, 12 de mayo de 1938 | 1938-05-12 | 1938-05-12 | 1938-05-12
es | hacia 1950 | 1950~ | 1949-01-01 | 1951-12-31
es | c. 1950 | 1950~ | 1949-01-01 | 1951-12-31
es | alrededor de 1950 | 1950~ | 1949-01-01 | 1951-12-31
es | ¿1950? | 1950? | 1949-01-01 | 1951-12-31
es | hacia 1935-1940 | 1935~/1940~ | 1934-01-01 | 1941-12-31
es | de 1914 a 1918 | 1914/1918 | 1914-01-01 | 1918-12-31
es | del 12 al 14 de mayo de 1938 | 1938-05-12/1938-05-14 | 1938-05-12 | 1938-05-14
es | entre 1914 y 1918 | [1914..1918] | 1914-01-01 | 1918-12-31
es | 1914 o 1915 | [1914,1915] | 1914-01-01 | 1915-12-31
es | antes de 1900 | [..1899] | | 1899-12-31
es | después de 1900 | [1901..] | 1901-01-01 |
es | hasta 1900 | [..1900] | | 1900-12-31
es | desde 1900 | [1900..] | 1900-01-01 |
es | década de 1930 | 193X | 1930-01-01 | 1939-12-31
es | los años 1930 | 193X | 1930-01-01 | 1939-12-31
es | principios de los años 1930 | [1930..1933] | 1930-01-01 | 1933-12-31
es | finales de la década de 1930 | [1937..1939] | 1937-01-01 | 1939-12-31
es | siglo XIX | 18XX | 1800-01-01 | 1899-12-31
es | mediados del siglo XIX | [1834..1866] | 1834-01-01 | 1866-12-31
es | primavera de 1968 | 1968-21 | 1968-03-01 | 1968-05-31
es | sin fecha | | |
es | s. f. | | |
es | años 30 | - | |
es | June 2024 | - | |
es | 12/05/1938 | - | |
"""
TABLE = [[cell.strip() for cell in line.split("|")] for line in PHRASES.strip().splitlines()]


def test_the_table_is_long_enough() -> None:
    assert len(TABLE) >= 110


@pytest.mark.parametrize(("language", "phrase", "edtf", "earliest", "latest"), TABLE)
def test_phrases_are_read_whole_or_not_at_all(
    language: str, phrase: str, edtf: str, earliest: str, latest: str
) -> None:
    expected = None if edtf == "-" else Reading(edtf, earliest or None, latest or None)
    assert read_phrase(phrase, language) == expected


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("1938-05-12", "1938-05-12", "1938-05-12"),
        ("2004-06-21T10:00:00Z", "2004-06-21", "2004-06-21"),
        ("1900/..", "1900-01-01", None),
        ("../1900", None, "1900-12-31"),
        ("/1945", None, "1945-12-31"),
        ("1945/", "1945-01-01", None),
        ("[1914..1929]", "1914-01-01", "1929-12-31"),
        ("{1914, 1916}", "1914-01-01", "1916-12-31"),
        ("[..1899]", None, "1899-12-31"),
        ("193X", "1930-01-01", "1939-12-31"),
        ("1930-XX", "1930-01-01", "1930-12-31"),
        ("XXXX", None, None),
        ("XXXX-12-25", None, None),
        ("0001~", "0001-01-01", "0002-12-31"),
        ("9999?", "9998-01-01", "9999-12-31"),
        ("2004~-02-29", "2003-02-28", "2005-02-28"),
        ("1938-01~", "1937-12-01", "1938-02-28"),
        ("1938-05-12~/1940", "1938-05-11", "1940-12-31"),
        ("1968-21/1968-22", "1968-03-01", "1968-08-31"),
    ],
)
def test_edtf_bounds(text: str, earliest: str | None, latest: str | None) -> None:
    reading = parse_edtf(text)
    assert (reading.earliest, reading.latest) == (earliest, latest)
    assert reading.edtf == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("1900-02-29", "29 February 1900"),
        ("31 June 1938", "31 June 1938"),
        ("1938-13", "month 13"),
        ("1940/1935", "backwards"),
        ("1940–1935", "backwards"),
        ("between 1918 and 1914", "backwards"),
        ("1940~/1938~", "backwards"),
        ("0000", "year 0000"),
        ("-0300", "0001 to 9999"),
        ("Y170000002", "0001 to 9999"),
        ("12/05/1938", "more than one way"),
        ("1910–11", "more than one way"),
        ("1914-29", "1914/1929"),
        ("1900s", "more than one way"),
        ("Friday, 12 May 1938", "not a Friday but a Thursday"),
        ("yesterday", "not understood"),
        ("1938-05-1X", "not a date in EDTF"),
        ("1٩38", "plain figures"),
        ("9" * 101, "100 characters"),
    ],
)
def test_refusals_say_why(text: str, part: str) -> None:
    with pytest.raises(BadDate) as caught:
        read(text)
    assert part in caught.value.reason
    assert caught.value.reason.endswith((".", "?"))


def test_one_field_takes_edtf_words_and_nothing() -> None:
    assert read(" 1935~/1940~ ").edtf == "1935~/1940~"
    assert read("hacia 1950", "es-MX").edtf == "1950~"
    assert read("  ") == Reading("", None, None)


@pytest.mark.parametrize(
    ("edtf", "english", "spanish"),
    [
        ("", "undated", "sin fecha"),
        ("1938", "1938", "1938"),
        ("2024-06", "June 2024", "junio de 2024"),
        ("1938-05-12", "12 May 1938", "12 de mayo de 1938"),
        ("1935~/1940~", "about 1935 to about 1940", "hacia 1935 a hacia 1940"),
        ("1950?", "possibly 1950", "posiblemente 1950"),
        ("1950%", "possibly about 1950", "posiblemente hacia 1950"),
        ("193X", "1930s", "década de 1930"),
        ("18XX", "19th century", "siglo XIX"),
        ("20XX", "21st century", "siglo XXI"),
        ("1968-21", "spring 1968", "primavera de 1968"),
        ("[1914..1929]", "between 1914 and 1929", "entre 1914 y 1929"),
        ("[..1899]", "1899 or earlier", "1899 o antes"),
        ("[1901..]", "1901 or later", "1901 o después"),
        ("[1914,1915,1917]", "1914, 1915 or 1917", "1914, 1915 o 1917"),
        ("1900/..", "from 1900", "desde 1900"),
        ("../1900", "until 1900", "hasta 1900"),
        ("1930-XX", "some month of 1930", "algún mes de 1930"),
        ("1930-05-XX", "some day in May 1930", "algún día de mayo de 1930"),
        ("2004-06-21T10:00:00Z", "21 June 2004, 10:00:00", "21 de junio de 2004, 10:00:00"),
        ("2004-06~-11", "2004-06~-11", "2004-06~-11"),
    ],
)
def test_stored_dates_are_said_in_words(edtf: str, english: str, spanish: str) -> None:
    assert in_words(edtf) == english
    assert in_words(edtf, "es-SV") == spanish


def test_decade() -> None:
    assert decade("1935-01-01") == "1930"
    assert decade(None) is None


# Words that dates are made of, in any order: what no table of examples would think of.
WORDS = """1938 2024 19 12 05 31 May june de mayo about c. - / ~ ? [ ] .. , or between and early X"""
PIECES = st.lists(st.sampled_from(WORDS.split()), max_size=8).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(st.one_of(PIECES, PIECES.map(lambda s: s.replace(" ", "")), st.text(max_size=30)))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    try:
        reading = read(text)
    except BadDate:
        return
    assert not (reading.earliest and reading.latest) or reading.earliest <= reading.latest
    assert in_words(reading.edtf)
    assert reading.edtf == "" or parse_edtf(reading.edtf) == reading


def test_threads_read_alike() -> None:
    texts = [f"{year}-0{month}~/{year + 1}" for year in range(1900, 1920) for month in (1, 2, 3)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(parse_edtf.__wrapped__, texts))
    assert [one.earliest for one in found] == [parse_edtf(text).earliest for text in texts]
