from __future__ import annotations

import pytest

from archive import rights


def test_the_table_offers_all_eight_creative_commons_and_all_twelve_statements() -> None:
    codes = [one.code for one in rights.RIGHTS]
    assert codes == [
        *("cc0", "pdm", "cc-by", "cc-by-sa", "cc-by-nc", "cc-by-nd", "cc-by-nc-sa", "cc-by-nc-nd"),
        *("inc", "inc-ow-eu", "inc-edu", "inc-nc", "inc-ruu"),
        *("noc-cr", "noc-nc", "noc-oklr", "noc-us", "cne", "und", "nkc"),
    ]
    assert len({one.uri for one in rights.RIGHTS}) == 20
    assert all(one.label and one.short for one in rights.RIGHTS)
    assert rights.CNE.uri == "http://rightsstatements.org/vocab/CNE/1.0/"
    assert rights.RIGHTS[0].uri == "https://creativecommons.org/publicdomain/zero/1.0/"


@pytest.mark.parametrize("known", rights.RIGHTS, ids=lambda one: one.code)
def test_every_one_is_found_however_its_address_is_written(known: rights.Rights) -> None:
    bare = known.uri.split("//")[1].rstrip("/")
    for scheme in ("http://", "https://", "https://www.", "//", "HTTPS://"):
        for end in ("", "/", "?language=es"):
            assert rights.find(scheme + bare + end) == known
    assert rights.find(known.code) == known
    assert rights.find(known.code.upper()) == known


@pytest.mark.parametrize(
    ("written", "code", "uri"),
    [
        ("https://creativecommons.org/licenses/by/4.0/deed.es", "cc-by", "licenses/by/4.0/"),
        ("https://creativecommons.org/licenses/by/4.0/legalcode", "cc-by", "licenses/by/4.0/"),
        ("http://creativecommons.org/licenses/by-sa/3.0/", "cc-by-sa-3.0", "licenses/by-sa/3.0/"),
        ("http://creativecommons.org/licenses/by-nc/2.0", "cc-by-nc-2.0", "licenses/by-nc/2.0/"),
        ("http://creativecommons.org/licenses/by/3.0/us/", "cc-by-3.0-us", "licenses/by/3.0/us/"),
        ("http://creativecommons.org/licenses/by/3.0/igo/", "cc-by-3.0-igo", "licenses/by/3.0/igo/"),
        ("http://creativecommons.org/licenses/by-nd-nc/1.0/", "cc-by-nd-nc-1.0", "licenses/by-nd-nc/1.0/"),
        ("http://rightsstatements.org/page/InC-EDU/1.0/?language=en", "inc-edu", "vocab/InC-EDU/1.0/"),
        ("CC BY 4.0", "cc-by", "licenses/by/4.0/"),
        ("by-nc-nd", "cc-by-nc-nd", "licenses/by-nc-nd/4.0/"),
        ("CC BY-SA 3.0", "cc-by-sa-3.0", "licenses/by-sa/3.0/"),
        ("CC0 1.0", "cc0", "publicdomain/zero/1.0/"),
    ],
)
def test_older_ported_and_spoken_forms(written: str, code: str, uri: str) -> None:
    found = rights.find(written)
    assert found
    assert found.code == code
    assert found.uri.endswith(uri)
    assert rights.find(found.uri) == found
    assert rights.find(found.code) == found


@pytest.mark.parametrize(
    "unknown",
    [
        "",
        "cc",
        "https://creativecommons.org/licenses/by/9.0/",
        "https://creativecommons.org/licenses/by-xx/4.0/",
        "https://creativecommons.org/licenses/by/4.0/us/",
        "https://creativecommons.org.evil.example/licenses/by/4.0/",
        "https://example.org/licenses/by/4.0/",
        "http://rightsstatements.org/vocab/CC0/1.0/",
        "javascript:alert(1)",
        "all rights reserved",
    ],
)
def test_what_is_not_in_the_table_is_not_found(unknown: str) -> None:
    assert rights.find(unknown) is None


def test_a_text_names_rights_by_address_or_as_a_whole() -> None:
    by = rights.find("cc-by")
    assert rights.named("Creative Commons Attribution 4.0 International License") == (by,)
    assert rights.named("Use under https://creativecommons.org/licenses/by/4.0/.") == (by,)
    both = "http://rightsstatements.org/vocab/CNE/1.0/ or https://creativecommons.org/licenses/by/4.0/"
    assert rights.named(both) == (rights.CNE, by)
    assert rights.named("Not under CC BY 4.0; ask us") == ()
    assert rights.named("http://www.getty.edu/legal/image_request/") == ()


def test_labels_are_what_people_read() -> None:
    assert rights.CNE.label == "Copyright Not Evaluated"
    found = rights.find("by-nc-sa")
    assert found
    assert found.label == "Attribution-NonCommercial-ShareAlike 4.0 International"
    assert found.short == "CC BY-NC-SA 4.0"
    older = rights.find("https://creativecommons.org/licenses/by-nd/3.0/")
    assert older
    assert older.label == "Attribution-NoDerivs 3.0 Unported"
