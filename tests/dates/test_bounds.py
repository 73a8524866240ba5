"""Bounds of the commonest EDTF, which are reckoned here, against the library that reckons the rest."""

from __future__ import annotations

import edtf
import pytest

from archive.dates import BadDate, parse_edtf
from archive.dates.bounds import _common, _plain_span

PLAIN = [
    "1938",
    "0001",
    "9999",
    "1938-05",
    "1938-02",
    "1940-02",
    "2000-02",
    "1938-12",
    "1938-05-12",
    "1940-02-29",
]


@pytest.mark.parametrize("mark", ["", "~", "?", "%"])
@pytest.mark.parametrize("text", PLAIN)
def test_plain_dates_are_as_the_library_has_them(text: str, mark: str) -> None:
    found = edtf.parse_edtf(text + mark)
    assert _plain_span(text + mark) == (tuple(found.lower_strict()[:3]), tuple(found.upper_strict()[:3]))


@pytest.mark.parametrize(
    "text",
    [
        "1914/1918", "1938~/1940?", "1938-05/1940-05-12%", "[1938,1940]", "{1938-05-12~,1939?}",
        "[1938..1940]",
        "[..1938,1940]", "[1938,1940..]", "[1914,1915,1917..1920]", "[1914..1916,1918..1920,1922]",
        "[1938-05..1938-07]", "[1938..]", "[..1938-05-12]", "{1938..1940}", "[1938-05,1940%,1941-02-03]",
    ],
)  # fmt: skip
def test_what_is_taken_without_the_library_is_what_it_would_take(text: str) -> None:
    assert _common(text)
    assert edtf.parse_edtf(text)
    assert parse_edtf(text).edtf == text


@pytest.mark.parametrize(
    "text",
    [
        "[1938]", "{1938}", "[1938~..1940~]", "[1938-05..1938]", "[1938,..1940]", "[1938..,1940]", "[1938",
        "[]",        "[,]", "[..]", "[1938-21,1939]", "1938/1939/1940", "[1938,1940}", "[1938,]", "1938-13",
        "{1938..1939..1940}",
    ],
)  # fmt: skip
def test_what_the_library_refuses_is_refused(text: str) -> None:
    with pytest.raises(edtf.EDTFParseException):
        edtf.parse_edtf(text)
    with pytest.raises(BadDate):
        parse_edtf(text)
