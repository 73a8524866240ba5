from __future__ import annotations

import pytest

from archive import languages


def test_the_table_is_whole() -> None:
    assert len(languages.LANGUAGES) >= 100
    assert len({one.code for one in languages.LANGUAGES}) == len(languages.LANGUAGES)
    for one in languages.LANGUAGES:
        assert languages.normal(one.code) == one.code
        assert languages.find(one.code) == one
        assert "_" not in one.english + one.own


@pytest.mark.parametrize(
    ("code", "tidy"),
    [
        ("es", "es"),
        ("ES_mx", "es-MX"),
        ("zh-hans-cn", "zh-Hans-CN"),
        ("ZH-YUE-HANT", "zh-yue-Hant"),
        ("es-419", "es-419"),
        ("de-CH-1996", "de-CH-1996"),
        ("en-x-ab-cdef", "en-x-ab-cdef"),
        ("ar-u-nu-latn", "ar-u-nu-latn"),
        ("haw", "haw"),
        ("", None),
        ("x-default", None),
        ("e", None),
        ("english", None),
        ("es-", None),
        ("es--MX", None),
        ("es MX", None),
        ("en\n", "en"),
        ("es" + "-abcde" * 10, None),
    ],
)
def test_codes_are_written_one_way(code: str, tidy: str | None) -> None:
    assert languages.normal(code) == tidy


@pytest.mark.parametrize(
    ("code", "kept", "english", "direction"),
    [
        ("es-mx", "es-MX", "Spanish", "ltr"),
        ("AR", "ar", "Arabic", "rtl"),
        ("ar-EG", "ar-EG", "Arabic", "rtl"),
        ("az-Arab", "az-Arab", "Azerbaijani", "rtl"),
        ("ur-Latn", "ur-Latn", "Urdu", "ltr"),
        ("zh-Hant", "zh-Hant", "Chinese", "ltr"),
    ],
)
def test_regions_and_scripts(code: str, kept: str, english: str, direction: str) -> None:
    found = languages.find(code)
    assert found
    assert (found.code, found.english, found.dir) == (kept, english, direction)


def test_unknown_languages_are_not_found() -> None:
    assert languages.find("xx") is None
    assert languages.find("not a code") is None


@pytest.mark.parametrize(
    ("wanted", "available", "chosen"),
    [
        (["es"], ["en", "es"], "es"),
        (["ES-mx"], ["en", "es"], "es"),
        (["es-MX"], ["es", "es-MX"], "es-MX"),
        (["zh-Hant-CN-x-private1-private2"], ["zh-Hant", "zh"], "zh-Hant"),
        (["zh-x-private"], ["zh-x", "zh"], "zh"),
        (["zh-Hans"], ["zh-Hant"], None),
        (["es", "en"], ["es-MX", "en"], "es-MX"),
        (["fr", "en"], ["es", "en"], "en"),
        (["e"], ["en", "es"], None),
        (["*", "es"], ["en", "es"], "es"),
        (["", "es"], ["es"], "es"),
        ([], ["en"], None),
        (["en"], [], None),
        (["pt-BR", "es"], {"es", "pt"}, "pt"),
        (["es"], ["ES_mx"], "ES_mx"),
    ],
)
def test_a_reader_gets_the_nearest(wanted: list[str], available: list[str], chosen: str | None) -> None:
    assert languages.choose(wanted, available) == chosen
