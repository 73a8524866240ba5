"""Whatever is sent to the describing page: a plain answer, words kept, nothing stored in half."""

from __future__ import annotations

import pytest

from archive.parts import Parts
from tests import builders
from tests.web.conftest import post, token
from tests.web.describing import GOOD, SignIn, main, seen, status, waiting
from tests.web.test_edit import control

MEGABYTE = "tram " * 200_000


def test_a_megabyte_comes_back_to_its_form(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    for kind in ("alt", "long", "transcript"):
        answer = post(browser, address, seen(browser.get(address).text) | {kind: MEGABYTE, "kind": "map"})
        assert answer.status_code == 422
        assert f'<a href="#{kind}">' in answer.text
        assert f'id="{kind}-error"' in answer.text
        assert control(answer.text, kind) == MEGABYTE
        assert status(parts, accession) == {}
        assert builders.get(parts, accession).kind == "photograph", "nothing is stored in half"
        assert (
            post(
                browser, f"{address}/check", seen(browser.get(address).text) | {kind: MEGABYTE}, address
            ).status_code
            == 422
        )


def test_more_than_a_form_takes_is_refused_in_words(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    answer = post(browser, address, {"alt": "a" * 5_000_000})
    assert answer.status_code == 413
    assert status(parts, accession) == {}


@pytest.mark.parametrize(
    ("typed", "saved"),
    [
        (
            "A tram\x00 with\x07 open doors waits beside a platform.",
            "A tram with open doors waits beside a platform.",
        ),
        (
            "A tram \u202ewith\u202c open doors waits beside a platform.",
            "A tram with open doors waits beside a platform.",
        ),
        (
            "A tram with open doors\r\nwaits beside a platform.",
            "A tram with open doors waits beside a platform.",
        ),
        ("  A tram with open doors waits beside it.  ", "A tram with open doors waits beside it."),
    ],
)
def test_odd_characters_are_taken_out_and_the_words_stay(
    parts: Parts, signed_in: SignIn, typed: str, saved: str
) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    post(browser, address, seen(browser.get(address).text) | {"alt": typed})
    assert waiting(parts, accession).text == saved


def test_lone_surrogates_are_no_fault(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    form = {name: str(value).encode() for name, value in seen(browser.get(address).text).items()}
    form |= {"csrf_token": token(browser.get(address).text).encode(), "alt": b"A tram \xed\xa0\x80 waits."}
    for act in ("", "/check", "/keep", "/discard", "/shortcuts"):
        answer = browser.post(address + act, data=form | {"part": b"alt", "discard": b"alt"})
        assert answer.status_code < 500
    assert waiting(parts, accession).text.startswith("A tram ")


def test_markup_is_kept_as_text_and_the_checks_say_so(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    markup = "<script>alert(1)</script> </textarea> A tram & a <b>boat</b>."
    post(browser, address, seen(browser.get(address).text) | {"alt": markup, "content_advisory": "<i>"})
    page = browser.get(address).text
    assert control(page, "alt") == markup
    assert "<script>alert" not in page
    assert "<b>boat" not in page
    assert "answer-markup-alt-en" in page


@pytest.mark.parametrize("spaces", [" ", " \r\n\t ", "\u00a0\u2003"])
def test_only_spaces_say_nothing(parts: Parts, signed_in: SignIn, spaces: str) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    assert post(browser, address, seen(browser.get(address).text) | {"alt": spaces}).status_code == 303
    assert "Nothing was different, so nothing was saved." in browser.get(address).text
    assert status(parts, accession) == {}


@pytest.mark.parametrize("code", ["qq", "no such language", "x" * 500, "../..", "\x00"])
def test_an_unknown_language_is_said_beside_its_field(parts: Parts, signed_in: SignIn, code: str) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    answer = post(
        browser, address, seen(browser.get(address).text) | {"alt": GOOD, "lang": code, "kind": "map"}
    )
    assert answer.status_code == 422
    assert '<a href="#lang">' in answer.text
    assert 'id="lang-error"' in answer.text
    assert control(answer.text, "alt") == GOOD
    assert status(parts, accession) == {}
    assert builders.get(parts, accession).kind == "photograph"
    looked = browser.get(address, query_string={"lang": code})
    assert looked.status_code == 200
    assert "knows no language" in main(looked.text)


def test_a_stale_version_stores_nothing_and_loses_nothing(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, GOOD, approve=False)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    page = browser.get(address).text
    typed = {"alt": "Mine about a tram.", "alt_version": 77, "long": "Long.", "kind": "map"}
    answer = post(browser, address, seen(page) | typed)
    assert answer.status_code == 409
    assert (control(answer.text, "alt"), control(answer.text, "long")) == ("Mine about a tram.", "Long.")
    assert f"<p>{GOOD}</p>" in answer.text
    assert "<p>Mine about a tram.</p>" in answer.text
    assert status(parts, accession) == {"alt[en] in-review": (GOOD, "describer")}
    assert builders.get(parts, accession).kind == "photograph"


@pytest.mark.parametrize(
    "odd",
    [
        {"alt_version": "-1"},
        {"alt_version": "9" * 40},
        {"version": "x"},
        {"then": "\x00"},
        {"then": "review-caption"},
        {"queue": "no such queue", "then": "next"},
        {"queue": "newest", "collection": "gone", "then": "next"},
        {"seen": "x " * 1000},
        {"answer-": "x", "answer-file-name-alt-en": "y", "answer-x-y-z": "z"},
        {"visible_words": "perhaps"},
        {"content_advisory": "x" * 20_000},
    ],
)
def test_odd_forms_never_break_the_page(parts: Parts, signed_in: SignIn, odd: dict[str, str]) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    answer = post(browser, address, seen(browser.get(address).text) | {"alt": GOOD} | odd)
    assert answer.status_code in {303, 409, 422}
    if answer.status_code != 303:
        assert control(answer.text, "alt") == GOOD
        assert status(parts, accession) == {}
    assert post(browser, f"{address}/check", {"alt": GOOD, "lang": "en"} | odd, address).status_code == 200


@pytest.mark.parametrize(
    "query", ["zoom=%00", "zoom=nw", "queue=%ff", "queue=newest&collection=%00", "look=1", "look=2"]
)
def test_odd_addresses_show_the_page(parts: Parts, signed_in: SignIn, query: str) -> None:
    accession = builders.photograph(parts)
    browser = signed_in("describer")
    assert browser.get(f"/photographs/{accession}/describe?{query}").status_code == 200
    assert browser.get(f"/photographs/{accession}/describe/next?{query}").status_code == 303
    assert browser.get(f"/photographs/none/describe?{query}").status_code == 404
