"""A date of several readings is not saved over a good one before somebody said which is meant."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from archive.parts import Parts
from tests import builders
from tests.web.conftest import post
from tests.web.test_date_field import choices, field, hidden, versions

SignIn = Callable[[str], FlaskClient]


def test_an_unclear_date_does_not_take_the_place_of_a_good_one_unanswered(
    parts: Parts, signed_in: SignIn
) -> None:
    accession = builders.photograph(parts, date_text="June 1962")
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    typed = versions(browser.get(address).text) | {
        "date_text": "6/12/1962",
        "edtf": "1962-06",
        "city": "Leeds",
    }
    answer = post(browser, address, typed)
    assert answer.status_code == 422
    assert "<title>Error:" in answer.text
    assert '<a href="#date_choice-1">Choose which date is meant.</a>' in answer.text
    assert choices(answer.text) == ["6 December 1962", "12 June 1962"]
    assert (field(answer.text)["value"], 'value="Leeds"' in answer.text) == ("6/12/1962", True)
    record = builders.get(parts, accession)
    assert (record.date_text, record.edtf, record.city) == ("June 1962", "1962-06", "")
    asked = {"date_asked": hidden(answer.text, "date_asked")}
    assert post(browser, address, typed | asked).status_code == 422, "to be asked is no answer"
    other = typed | asked | {"date_text": "7/12/1962", "date_choice": "keep"}
    assert post(browser, address, other).status_code == 422, "an answer is for its own words"
    assert post(browser, address, typed | asked | {"date_choice": "keep"}).status_code == 303
    record = builders.get(parts, accession)
    assert (record.date_text, record.edtf, record.city) == ("6/12/1962", "", "Leeds")
    again = versions(browser.get(address).text) | {"date_text": "6/12/1962", "edtf": "", "city": "York"}
    assert post(browser, address, again).status_code == 303, "words that the record holds are not asked again"
    chosen = asked | {"date_choice": "12 June 1962", "city": "Bath"}
    assert post(browser, address, again | versions(browser.get(address).text) | chosen).status_code == 303
    assert builders.get(parts, accession).edtf == "1962-06-12"


def test_words_kept_without_a_date_stay_chosen_and_an_edtf_answers_too(
    parts: Parts, signed_in: SignIn
) -> None:
    browser = signed_in("archivist")
    typed: dict[str, object] = {"accession": "A.1", "date_text": "6/12/1962", "date_asked": "6/12/1962"}
    page = post(browser, "/desk/new", typed | {"date_choice": "keep", "then": "use"}).text
    assert field(page)["value"] == "6/12/1962"
    assert re.search(r'value="keep" checked', page)
    assert post(browser, "/desk/new", typed).status_code == 422
    assert post(browser, "/desk/new", typed | {"edtf": "1962-06-12"}).status_code == 303
    assert builders.get(parts, "A.1").edtf == "1962-06-12"
