"""The field of a date: its reading before it is saved, choices where figures are unclear, and for scripts."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.catalogue import collections
from archive.history import OPERATOR
from archive.parts import Parts
from archive.web import filters, limits
from tests import builders
from tests.web.conftest import post
from tests.web.outline import Element, sound

SignIn = Callable[[str], FlaskClient]


def reading(page: str) -> str:
    """The sentence beside the field."""
    found = re.search(r'<p class="date-read" id="date_text-read" tabindex="-1">(.*?)</p>', page, re.DOTALL)
    assert found, "no reading is told"
    return html.unescape(found[1])


def hidden(page: str, name: str) -> str:
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)
    assert found, f"no hidden field {name}"
    return html.unescape(found[1])


def versions(page: str) -> dict[str, object]:
    return {name: hidden(page, name) for name in ("version", "seen")}


def field(page: str) -> Element:
    """The attributes of the field, and what stands in it."""
    return next(one for one in sound(page).all("input") if one["name"] == "date_text")


def choices(page: str) -> list[str]:
    """The dates to choose from; where there are any, the words may be kept without a date as well."""
    found = [one["value"] for one in sound(page).all("input") if one["name"] == "date_choice"]
    assert found[-1:] in ([], ["keep"])
    return found[:-1]


def test_checking_keeps_everything_typed_and_saves_nothing(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts, date_text="1931")
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    seen = versions(browser.get(address).text)
    typed = {
        "date_text": "about 1950",
        "caption": "Not saved\nyet",
        "people": "Ana Roe\nBo Li",
        "then": "check",
    }
    answer = post(browser, address, seen | typed)
    assert answer.status_code == 200
    page = answer.text
    assert reading(page) == "about 1950 — recorded as 1950~, sorted from 1949 to 1951."
    assert field(page)["value"] == "about 1950"
    assert re.search(r'<input[^>]* name="date_text"[^>]* autofocus', page)
    assert "date_text-read" in field(page)["aria-describedby"].split()
    assert "Not saved\nyet" in page
    assert "Ana Roe\nBo Li" in page
    assert versions(page) == seen
    record = builders.get(parts, accession)
    assert (record.date_text, record.edtf) == ("1931", "1931")


def test_a_change_of_somebody_else_while_checking_is_still_noticed(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    seen = versions(browser.get(address).text)
    post(browser, address, seen | {"date_text": "1931"})
    checked = post(browser, address, seen | {"date_text": "1932", "then": "check"}).text
    assert post(browser, address, versions(checked) | {"date_text": "1932"}).status_code == 409


def test_enter_in_a_field_saves_because_the_first_button_does(parts: Parts, signed_in: SignIn) -> None:
    browser = signed_in("archivist")
    for address in (f"/photographs/{builders.photograph(parts)}/edit", "/desk/new"):
        page = browser.get(address).text
        form = page[page.index(f'action="{address}#problems" method="post"') :]
        first = re.search(r"<button[^>]*>", form)
        assert first
        assert first[0] == '<button type="submit" hidden>'


@pytest.mark.parametrize(
    ("language", "words", "offered"),
    [
        ("en", "12/05/1938", ["12 May 1938", "5 December 1938"]),
        ("es", "12/05/1938", ["12 de mayo de 1938", "5 de diciembre de 1938"]),
        ("fr", "1/5/1938", ["1er mai 1938", "5 janvier 1938"]),
        ("de", "12.5.38", ["12. Mai 1938", "12. Mai 1838"]),
        ("it", "12.5.1938", ["12 May 1938", "5 December 1938"]),
        ("en", "1910–11", ["1910 to 1911", "November 1910"]),
        ("de", "30er Jahre", ["1930er Jahre", "1830er Jahre"]),
        ("en", "1900s", ["1900 to 1909", "1900 to 1999"]),
        ("en", "1914-29", ["1914 to 1929"]),
        ("en", "before 12/05/1938", []),
    ],
)
def test_what_is_unclear_is_asked_in_the_words_of_the_caption(
    parts: Parts, signed_in: SignIn, language: str, words: str, offered: list[str]
) -> None:
    accession = builders.photograph(parts, caption_language=language)
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    page = post(browser, address, {"date_text": words, "caption_language": language, "then": "check"}).text
    assert choices(page) == offered
    spoken = language if language in {"es", "fr", "de"} else ""
    labels = [one["lang"] for one in sound(page).all("label") if one["for"].startswith("date_choice-")]
    assert labels == [spoken] * len(offered) + [""] * bool(offered)
    fieldset = re.search(r'<fieldset[^>]*id="date_text-choices"[^>]*>', page)
    assert fieldset
    assert fieldset[0].endswith(" hidden>") == (not offered)


@pytest.mark.parametrize("then", ["check", ""])
def test_a_choice_fills_the_field_and_is_saved(parts: Parts, signed_in: SignIn, then: str) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    seen = versions(browser.get(address).text)
    chosen = {"date_text": "12/05/1938", "date_asked": "12/05/1938", "date_choice": "5 December 1938"}
    answer = post(browser, address, seen | chosen | {"then": then})
    page = answer.text if then else browser.get(address).text
    assert field(page)["value"] == "5 December 1938"
    assert "5 December 1938 — recorded as 1938-12-05, sorted under 5 December 1938." in page
    assert builders.get(parts, accession).edtf == ("" if then else "1938-12-05")


def test_a_choice_for_other_words_is_not_taken(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    seen = versions(browser.get(address).text)
    stale = {"date_text": "June 2024", "date_asked": "12/05/1938", "date_choice": "5 December 1938"}
    post(browser, address, seen | stale)
    assert builders.get(parts, accession).edtf == "2024-06"


def test_edtf_in_the_one_field_is_recorded_and_said_in_words(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    seen = versions(browser.get(address).text)
    post(browser, address, seen | {"date_text": "1935~/1940~"})
    page = browser.get(address).text
    assert "about 1935 to about 1940 — recorded as 1935~/1940~, sorted from 1934 to 1941." in page
    assert "about 1935 to about 1940" in browser.get(f"/photographs/{accession}").text


def test_an_edtf_date_that_was_given_counts_and_a_stale_one_does_not(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts, date_text="when the bridge was new", edtf="1931")
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    page = browser.get(address).text
    assert reading(page) == "1931 — recorded as 1931, sorted under 1931. The EDTF date counts, not the words."
    assert '<details class="date-edtf" open>' in page
    page = post(browser, address, {"date_text": "June 2024", "edtf": "1931", "then": "check"}).text
    assert reading(page) == "June 2024 — recorded as 2024-06, sorted under June 2024."
    page = post(browser, address, {"date_text": "June 2024", "edtf": "1938-02-30", "then": "check"}).text
    assert reading(page) == (
        "The EDTF date cannot be recorded: There is no 30 February 1938: that month has 28 days."
    )


IMPOSSIBLE = (
    "There is no 31 April 1938: that month has 30 days. Nothing was saved. If the sheet really bears these "
    "words, keep them and give the date in EDTF below."
)


def test_an_impossible_date_is_refused_and_everything_typed_stays(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts, date_text="May 1938")
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    seen = versions(browser.get(address).text)
    typed = seen | {
        "date_text": "31 April 1938",
        "edtf": "1938-05",
        "caption": "Kept\nhere",
        "people": "Ana Roe",
    }
    answer = post(browser, address, typed)
    assert answer.status_code == 422
    page = html.unescape(answer.text)
    assert "<title>Error:" in page
    assert f'<a href="#date_text">{IMPOSSIBLE}</a>' in page
    assert re.search(rf'id="date_text-error">.*{re.escape(IMPOSSIBLE)}', page)
    assert field(answer.text)["aria-invalid"] == "true"
    assert field(answer.text)["value"] == "31 April 1938"
    assert '<details class="date-edtf" open>' in page
    assert reading(page) == ""
    assert "Kept\nhere" in page
    assert "Ana Roe" in page
    assert versions(page) == seen
    record = builders.get(parts, accession)
    assert (record.date_text, record.edtf) == ("May 1938", "1938-05")
    post(browser, address, typed | {"edtf": "1938-04"})
    record = builders.get(parts, accession)
    assert (record.date_text, record.edtf) == ("31 April 1938", "1938-04")


def test_the_same_edtf_counts_again_where_somebody_writes_it_beside_new_words(
    parts: Parts, signed_in: SignIn
) -> None:
    accession = builders.photograph(parts, date_text="April 1938")
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    page = browser.get(address).text
    typed = versions(page) | {"date_text": "31 April 1938", "edtf": "1938-04"}
    refused = post(browser, address, typed | {"edtf_shown": hidden(page, "edtf_shown")})
    assert refused.status_code == 422
    shown = hidden(refused.text, "edtf_shown")
    assert shown == ""
    with parts.db.writing() as session:
        collections.open_one(session, OPERATOR, "box", {"title": "Box"})
    assert post(browser, address, typed | {"edtf_shown": shown, "collection": "box"}).status_code == 303
    record = builders.get(parts, accession)
    assert (record.date_text, record.edtf) == ("31 April 1938", "1938-04")
    assert record.collection is not None


@pytest.mark.parametrize(
    "words", ["1938-13", "1940/1935", "31/04/38", "Monday 12 May 1938", "31 de abril de 1938"]
)
def test_other_impossible_dates_are_refused_in_a_new_record_too(signed_in: SignIn, words: str) -> None:
    browser = signed_in("archivist")
    typed: dict[str, object] = {
        "date_text": words,
        "caption_language": "en",
        "accession": "A.1",
        "headline": "Here",
    }
    answer = post(browser, "/desk/new", typed)
    assert answer.status_code == 422
    assert "Nothing was saved. If the sheet really bears these words" in answer.text
    assert 'value="Here"' in answer.text
    assert browser.get("/photographs/A.1").status_code == 404
    post(browser, "/desk/new", typed | {"edtf": "1938"})
    assert browser.get("/photographs/A.1").status_code == 200


def test_words_that_are_not_understood_or_were_there_before_are_kept(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts, date_text="31 April 1938")  # as a sheet brings it
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    page = browser.get(address).text
    assert reading(page) == (
        "There is no 31 April 1938: that month has 30 days. Such a date is not found by date. If the sheet "
        "really bears these words, keep them and give the date in EDTF as well."
    )
    post(browser, address, versions(page) | {"date_text": "31 April 1938", "edtf": "", "caption": "Mended"})
    assert builders.get(parts, accession).caption == "Mended"
    post(browser, address, versions(browser.get(address).text) | {"date_text": "when we were young"})
    assert builders.get(parts, accession).date_text == "when we were young"
    assert "was not understood" in reading(browser.get(address).text)


@pytest.mark.parametrize("address", ["/photographs/A.1/edit", "/desk/new"])
def test_using_a_date_without_a_choice_says_so(parts: Parts, signed_in: SignIn, address: str) -> None:
    builders.photograph(parts, accession="A.1")
    browser = signed_in("archivist")
    typed: dict[str, object] = {"date_text": "12/05/1938", "date_asked": "12/05/1938", "then": "use"}
    answer = post(browser, address, typed)
    assert answer.status_code == 422
    assert "<title>Error:" in answer.text
    assert '<a href="#date_choice-1">Choose which date is meant.</a>' in answer.text
    radios = [one for one in sound(answer.text).all("input") if one["name"] == "date_choice"]
    assert [one["aria-describedby"] for one in radios] == ["date_choice-1-error"] * 3
    assert field(answer.text)["value"] == "12/05/1938"
    page = post(browser, address, typed | {"date_choice": "5 December 1938"}).text
    assert field(page)["value"] == "5 December 1938"
    assert post(browser, address, typed | {"date_text": "1938"}).status_code == 200  # nothing to choose


def test_a_new_record_has_its_date_checked_too(signed_in: SignIn) -> None:
    browser = signed_in("archivist")
    typed: dict[str, object] = {"date_text": "vers 1950", "caption_language": "fr", "headline": "Le port"}
    page = post(browser, "/desk/new", typed | {"accession": "A.1", "then": "check"}).text
    assert reading(page) == "about 1950 — recorded as 1950~, sorted from 1949 to 1951."
    assert 'value="Le port"' in page
    assert 'value="A.1"' in page
    assert browser.get("/photographs/A.1").status_code == 404


def ask(browser: FlaskClient, text: str, language: str = "en", **more: str) -> dict[str, object]:
    answer = browser.get("/desk/dates.json", query_string={"text": text, "language": language} | more)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert isinstance(answer.json, dict)
    return answer.json


def test_scripts_are_told_the_same(signed_in: SignIn) -> None:
    browser = signed_in("describer")
    told = ask(browser, "about 1950")
    assert told["words"] == "about 1950 — recorded as 1950~, sorted from 1949 to 1951."
    assert told["choices"] == []
    told = ask(browser, "12/05/1938", "de-AT")
    assert (told["choices"], told["language"]) == (["12. Mai 1938", "5. Dezember 1938"], "de")
    assert told["asked"] == "12/05/1938"
    assert ask(browser, " ")["words"] == "No date is given."
    assert "The EDTF date counts" in str(ask(browser, "May 1938", edtf="1939")["words"])


@pytest.mark.parametrize("text", ["", "x" * 9000, "\ud800", "%", "\0", "[" * 100, "1938" * 30, "<b>1938</b>"])
def test_odd_texts_are_answered(signed_in: SignIn, text: str) -> None:
    sent = text.encode("utf-8", "surrogatepass")
    browser = signed_in("describer")
    for language in ("en", "", "x" * 300, "de-\0"):
        answer = browser.get("/desk/dates.json", query_string={b"text": sent, b"language": language})
        assert answer.status_code == 200
        assert answer.json
        assert answer.json["words"]


def test_only_staff_ask_and_not_without_end(app: Flask, client: FlaskClient, signed_in: SignIn) -> None:
    assert client.get("/desk/dates.json?text=1938").status_code in {303, 403}
    browser = signed_in("describer")
    app.config["RATELIMIT_ENABLED"] = True
    limits.limiter.enabled = True
    try:
        most = int(limits.LIVE.split()[0])
        answers = [browser.get("/desk/dates.json?text=1938").status_code for _ in range(most + 1)]
    finally:
        limits.limiter.enabled = False
        limits.limiter.reset()
    assert answers[0] == 200
    assert answers[-1] == 429


SPANISH = {
    "There is no {day}: that month has {last} days.": "No existe el {day}: ese mes tiene {last} días.",
    "There is no month {month}; months run from 01 to 12.": "No existe el mes {month}.",
    "“{words}” can be read in more than one way. Write the month as a word and the year in full.": (
        "«{words}» se puede leer de varias maneras."
    ),
}


def test_reasons_are_told_in_the_pages_language_with_their_values(
    parts: Parts, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A catalogue of translations stands in by its three sentences, as none is delivered yet."""
    monkeypatch.setattr(filters, "_", lambda sentence: SPANISH.get(sentence, sentence))
    browser, live = signed_in("archivist"), "/desk/dates.json"
    for text, told in [
        ("31 June 1938", "No existe el 31 June 1938: ese mes tiene 30 días. Such a date"),
        ("12/05/1938", "«12/05/1938» se puede leer de varias maneras. Or choose"),
    ]:
        answer = browser.get(live, query_string={"text": text, "language": "en"}).get_json()
        assert answer["words"].startswith(told)
    accession = builders.photograph(parts)
    address = f"/photographs/{accession}/edit"
    seen = versions(browser.get(address).text)
    refused = post(browser, address, seen | {"edtf": "1938-13", "date_text": ""})
    assert refused.status_code == 422
    assert refused.text.count("No existe el mes 13.") >= 2, "in the summary and beside the field"
