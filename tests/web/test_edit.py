"""The edit page: every field, two people at once, publishing and what stops it, files, merging."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from archive.catalogue import photographs
from archive.catalogue.fields import FIELDS
from archive.history import OPERATOR
from archive.parts import Parts
from tests import builders
from tests.web.conftest import post

SignIn = Callable[[str], FlaskClient]


def hidden(page: str, name: str) -> str:
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)
    assert found, f"no hidden field {name}"
    return html.unescape(found[1])


def control(page: str, name: str) -> str:
    """What stands in a textarea."""
    found = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert found, f"no textarea {name}"
    return html.unescape(found[1])


def seen(page: str) -> dict[str, object]:
    return {"version": hidden(page, "version"), "seen": hidden(page, "seen")}


def test_every_field_of_the_record_has_a_control_with_a_label(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    page = signed_in("archivist").get(f"/photographs/{accession}/edit").text
    for name in (*FIELDS, "collection"):
        assert f'name="{name}"' in page, name
        assert f'<label for="{name}">' in page, name


def test_saving_says_how_the_date_was_read(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts, collection="trams")
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    page = browser.get(address).text
    typed = {"date_text": "about 1935 - 1940", "people": "Ana Roe\n\n Bo Li \n", "collection": ""}
    assert post(browser, address, seen(page) | typed).status_code == 303
    page = browser.get(address).text
    assert "Saved. Readers see it now." in page
    assert "about 1935 to about 1940 — recorded as 1935~/1940~, sorted from 1934 to 1941." in page
    record = builders.get(parts, accession)
    assert record.people == ("Ana Roe", "Bo Li")
    assert record.collection is None
    post(browser, address, seen(page) | {"date_text": "when we were young", "edtf": record.edtf})
    page = browser.get(address).text
    assert "The date “when we were young” stays as you wrote it, but it was not understood" in page
    assert builders.get(parts, accession).edtf == ""


def test_saving_what_is_withdrawn_does_not_call_it_a_draft(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    post(browser, f"/photographs/{accession}/withdraw", {"reason": "The family asked."}, address)
    post(browser, address, seen(browser.get(address).text) | {"city": "Leeds"})
    page = browser.get(address).text
    assert "Saved. The record stays withdrawn: readers see only that it was." in page
    assert "The record is a draft" not in page


@pytest.mark.parametrize(
    ("language", "words", "told"),
    [
        ("en", "undated", "“undated” was understood: the photograph is undated."),
        ("es", "s.f.", "“s.f.” was understood: the photograph is undated."),
        ("es", "undated", "“undated” was understood in English: the photograph is undated."),
        (
            "en",
            "12 de mayo de 1938",
            "12 May 1938 — recorded as 1938-05-12, sorted under 12 May 1938. It was understood in Spanish.",
        ),
        ("es-MX", "June 1938", "recorded as 1938-06, sorted under June 1938. It was understood in English."),
        ("it", "June 1938", "recorded as 1938-06, sorted under June 1938. It was understood in English."),
        ("fr", "1938-06", "June 1938 — recorded as 1938-06, sorted under June 1938."),
        ("en", "1er mai 1938", "sorted under 1 May 1938. It was understood in French."),
        ("de", "12.5.1938", "12 May 1938 — recorded as 1938-05-12, sorted under 12 May 1938. German writes"),
        ("en", "before 12 May 1938", "recorded as [..1938-05-11], sorted up to 11 May 1938."),
        ("en", "since 1900", "1900 or later — recorded as [1900..], sorted from 1900 on."),
        ("es", "cuando era niña", "Write it like one of these: 12 de mayo de 1938"),
    ],
)
def test_saving_says_in_which_language_a_date_was_read_or_why_not(
    parts: Parts, signed_in: SignIn, language: str, words: str, told: str
) -> None:
    accession = builders.photograph(parts, caption_language=language)
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    post(browser, address, seen(browser.get(address).text) | {"date_text": words})
    assert told in html.unescape(browser.get(address).text)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("12.5.1938", "“12.5.1938” can be read in more than one way."),
        ("3/4/1938", "“3/4/1938” can be read in more than one way. Write the month as a word"),
    ],
)
def test_a_date_that_can_be_read_in_more_than_one_way_is_not_saved_but_told(
    parts: Parts, signed_in: SignIn, words: str, told: str
) -> None:
    accession = builders.photograph(parts, date_text="June 1938")
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    answer = post(browser, address, seen(browser.get(address).text) | {"date_text": words})
    assert answer.status_code == 422
    assert told in html.unescape(answer.text)
    assert builders.get(parts, accession).date_text == "June 1938"


def test_the_second_of_two_people_gets_both_texts_and_loses_nothing(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts, city="Leeds", headline="A tram")
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    page = browser.get(address).text
    with parts.db.writing() as session:
        version = photographs.get(session, accession).version
        theirs = {"caption": "Their caption.", "city": "Bradford"}
        photographs.amend(session, OPERATOR, accession, theirs, version=version)
    mine = {"caption": "My caption.", "city": "Leeds", "headline": "A tram of mine"}
    answer = post(browser, address, seen(page) | mine)
    assert answer.status_code == 409
    assert "<title>Error: " in answer.text
    assert "Their caption." in answer.text
    assert "operator saved last" in answer.text
    assert control(answer.text, "caption") == "My caption."
    assert 'name="city" value="Bradford"' in answer.text, "what I did not touch is theirs"
    assert 'name="headline" value="A tram of mine"' in answer.text
    assert builders.get(parts, accession).caption == "Their caption.", "nothing was overwritten"
    decided = {"caption": "My caption.", "city": "Bradford", "headline": "A tram of mine"}
    assert post(browser, address, seen(answer.text) | decided).status_code == 303
    record = builders.get(parts, accession)
    assert (record.caption, record.city, record.headline) == ("My caption.", "Bradford", "A tram of mine")


def test_only_the_collection_changed_while_somebody_saved(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    builders.photograph(parts, collection="boats")
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    page = browser.get(address).text
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        photographs.amend(session, OPERATOR, accession, {"city": "Hull"}, version=record.version)
    answer = post(browser, address, seen(page) | {"collection": "boats"})
    assert answer.status_code == 409
    assert '<option value="boats" selected>' in answer.text
    assert builders.get(parts, accession).collection is None


def test_a_wrong_value_keeps_everything_typed(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    page = browser.get(address).text
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        photographs.amend(session, OPERATOR, accession, {"caption": "Theirs."}, version=record.version)
    typed = {"caption": "Two\nlines & <more>", "country_code": "JAPAN", "keywords": "rain\ntram"}
    answer = post(browser, address, seen(page) | typed)
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert '<a href="#country_code">' in answer.text
    assert answer.text.count("A country code has two or three letters") == 2
    assert control(answer.text, "caption") == "Two\nlines & <more>"
    assert control(answer.text, "keywords") == "rain\ntram"
    assert 'name="country_code" value="JAPAN"' in answer.text
    mended = seen(answer.text) | typed | {"country_code": "JP"}
    assert post(browser, address, mended).status_code == 409, "what they saved is still to be seen"


def test_publishing_says_what_stops_it_and_saving_can_publish(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts, publish=False, credit_line="")
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    page = browser.get(address).text
    assert "It cannot be published yet:" in page
    answer = post(browser, f"/photographs/{accession}/publish", {}, address)
    assert answer.status_code == 422
    assert "There is no credit line." in answer.text
    saved = post(browser, address, seen(page) | {"caption": "New.", "credit_line": "", "then": "publish"})
    assert saved.status_code == 422
    assert builders.get(parts, accession).caption != "New.", "saving and publishing is one act"
    assert control(saved.text, "caption") == "New."
    post(browser, address, seen(page) | {"credit_line": "Jane Roe", "then": "publish"})
    assert builders.get(parts, accession).visibility == "published"
    post(browser, f"/photographs/{accession}/unpublish", {}, address)
    assert builders.get(parts, accession).visibility == "draft"


def test_a_published_record_keeps_its_credit_line_and_the_form_what_was_typed(
    parts: Parts, signed_in: SignIn
) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    page = browser.get(address).text
    answer = post(browser, address, seen(page) | {"credit_line": "", "caption": "New words."})
    assert answer.status_code == 422
    assert '<a href="#credit_line">A published photograph needs a credit line' in answer.text
    assert control(answer.text, "caption") == "New words."
    record = builders.get(parts, accession)
    assert (record.credit_line, record.caption == "New words.") == ("Made-up Press", False)


def test_withdrawing_needs_a_reason_that_is_kept_when_refused(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    answer = post(
        browser, f"/photographs/{accession}/withdraw", {"reason": " ", "blank_history": "yes"}, address
    )
    assert answer.status_code == 422
    assert '<a href="#reason">' in answer.text
    assert re.search(r'name="blank_history" value="yes" checked', answer.text)
    post(browser, f"/photographs/{accession}/withdraw", {"reason": "The family asked."}, address)
    record = builders.get(parts, accession)
    assert (record.visibility, record.withdrawn_reason) == ("withdrawn", "The family asked.")


def test_publishing_again_is_a_button_of_its_own(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    act = f"/photographs/{accession}/publish"
    post(browser, f"/photographs/{accession}/withdraw", {"reason": "The family asked."}, address)
    refused = post(browser, act, {}, address)
    assert refused.status_code == 422
    assert '<a href="#visibility">This record was withdrawn.' in refused.text
    page = browser.get(address).text
    form = re.search(rf'<form[^>]*action="{act}".*?</form>', page, re.DOTALL)
    assert form
    assert "Publish again" in form[0]
    assert post(browser, act, {"again": hidden(form[0], "again")}, address).status_code == 303
    assert builders.get(parts, accession).visibility == "published"


def test_merging_leads_to_the_record_that_stays(parts: Parts, signed_in: SignIn) -> None:
    gone, kept = builders.photograph(parts), builders.photograph(parts)
    browser, address = signed_in("archivist"), f"/photographs/{gone}/edit"
    unknown = post(browser, f"/photographs/{gone}/merge", {"merge_into": "NO-SUCH", "sure": "yes"}, address)
    assert unknown.status_code == 422
    assert 'value="NO-SUCH"' in unknown.text
    answer = post(browser, f"/photographs/{gone}/merge", {"merge_into": kept, "sure": "yes"}, address)
    assert answer.location == f"/photographs/{kept}/edit"
    assert browser.get(address).location == f"/photographs/{kept}/edit"


def test_merging_on_the_page_takes_the_words_along(parts: Parts, signed_in: SignIn) -> None:
    gone, kept = builders.photograph(parts), builders.photograph(parts)
    builders.describe(parts, gone, "A tram at a stop.")
    browser, address = signed_in("archivist"), f"/photographs/{gone}/edit"
    post(browser, f"/photographs/{gone}/merge", {"merge_into": kept, "sure": "yes"}, address)
    assert "A tram at a stop." in browser.get(f"/photographs/{kept}/describe").text


def test_a_published_record_is_not_merged_into_a_draft(parts: Parts, signed_in: SignIn) -> None:
    gone, kept = builders.photograph(parts), builders.photograph(parts, publish=False)
    browser, address = signed_in("archivist"), f"/photographs/{gone}/edit"
    assert "What is lost to readers: the fields of this record." in browser.get(address).text
    answer = post(browser, f"/photographs/{gone}/merge", {"merge_into": kept, "sure": "yes"}, address)
    assert answer.status_code == 422
    assert '<a href="#merge_into">The record that stays is seen by fewer people' in answer.text
    assert f'value="{kept}"' in answer.text


def test_a_merged_number_leads_readers_only_to_what_they_may_see(
    parts: Parts, signed_in: SignIn, client: FlaskClient
) -> None:
    gone, kept = builders.photograph(parts), builders.photograph(parts)
    browser = signed_in("archivist")
    post(
        browser,
        f"/photographs/{gone}/merge",
        {"merge_into": kept, "sure": "yes"},
        f"/photographs/{gone}/edit",
    )
    assert client.get(f"/photographs/{gone}").location == f"/photographs/{kept}"
    post(browser, f"/photographs/{kept}/unpublish", {}, f"/photographs/{kept}/edit")
    assert client.get(f"/photographs/{gone}").status_code == 404
    assert browser.get(f"/photographs/{gone}").location == f"/photographs/{kept}"


def test_a_file_comes_in_is_replaced_and_refused(parts: Parts, signed_in: SignIn) -> None:
    accession, other = builders.photograph(parts), builders.photograph(parts)
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"

    def upload(content: bytes, name: str, number: str = accession) -> tuple[int, str]:
        form = f"/photographs/{number}/edit"
        data: dict[str, object] = {"file": (io.BytesIO(content), name), "role": "recto"}
        answer = post(browser, f"/photographs/{number}/files", data, form)
        return answer.status_code, answer.text

    assert upload(builders.picture(seed=1), "one.jpg")[0] == 303
    assert upload(builders.picture(seed=2), "two.jpg")[0] == 303
    assert [image.file_name for image in builders.get(parts, accession).current_images] == ["two.jpg"]
    status, page = upload(builders.picture(seed=2), "again.jpg", other)
    assert status == 422
    assert f"they belong to {accession}." in page
    status, page = upload(b"not a picture", "words.jpg")
    assert status == 422
    assert '<a href="#file">' in page
    empty = post(browser, f"/photographs/{accession}/files", {"role": "recto"}, address)
    assert "Choose a file first." in empty.text


def test_a_new_front_says_that_the_approved_texts_describe_the_old_one(
    parts: Parts, signed_in: SignIn
) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    told = "The approved texts describe the earlier file: check them."

    def upload(seed: int) -> str:
        content = io.BytesIO(builders.picture(seed=seed))
        data: dict[str, object] = {"file": (content, f"{seed}.jpg"), "role": "recto"}
        post(browser, f"/photographs/{accession}/files", data, address)
        return browser.get(address).text

    assert told not in upload(1)
    builders.describe(parts, accession, "A tram waits in the rain.")
    assert told in upload(2)
    desk = browser.get("/desk").text
    assert "Picture replaced after its texts were approved (1)" in desk
    describe = f"/photographs/{accession}/describe"
    page = browser.get(describe).text
    assert "These approved texts describe the earlier file: check them." in page
    assert "<li>Alt text in English</li>" in page
    assert post(browser, f"{describe}/fits", {}, describe).status_code == 303
    page = browser.get(describe).text
    assert "Noted: these texts fit the file. Alt text in English." in page
    assert "describe the earlier file" not in page
    assert "Picture replaced after" not in browser.get("/desk").text
    assert "Texts that fit" in browser.get(f"/photographs/{accession}/history").text


def test_a_new_record_needs_no_file_and_no_number(parts: Parts, signed_in: SignIn) -> None:
    browser = signed_in("archivist")
    answer = post(browser, "/desk/new", {"accession": "BOX-7", "caption": "A boat.", "creators": "Jane Roe"})
    assert answer.location == "/photographs/BOX-7/edit"
    assert builders.get(parts, "BOX-7").creators == ("Jane Roe",)
    taken = post(browser, "/desk/new", {"accession": "BOX-7", "caption": "Another boat."})
    assert taken.status_code == 422
    assert control(taken.text, "caption") == "Another boat."
    assert '<a href="#accession">' in taken.text
    given = post(browser, "/desk/new", {})
    assert re.fullmatch(r"/photographs/\d{4}-000001/edit", given.location or "")


def test_odd_addresses_and_numbers_are_answered_in_words(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    assert browser.get("/photographs/no-such/edit").status_code == 404
    odd = post(browser, address, {"version": "９" * 400, "seen": "-1", "caption": "x", "collection": "gone"})
    assert odd.status_code == 409
    gone = post(browser, address, seen(browser.get(address).text) | {"collection": "gone"})
    assert gone.status_code == 422


def test_only_archivists_edit(parts: Parts, signed_in: SignIn, client: FlaskClient) -> None:
    accession = builders.photograph(parts)
    address = f"/photographs/{accession}/edit"
    assert client.get(address).status_code == 303
    browser = signed_in("describer")
    assert browser.get(address).status_code == 403
    assert post(browser, address, {"caption": "x", "version": 1}, "/desk").status_code == 403
    for act in ("publish", "unpublish", "withdraw", "merge", "files"):
        assert post(browser, f"/photographs/{accession}/{act}", {}, "/desk").status_code == 403, act
