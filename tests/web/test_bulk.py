"""Changing many records: choose, preview, confirm; nothing changes before."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive.catalogue import photographs
from archive.history import OPERATOR
from archive.parts import Parts
from tests import builders
from tests.web.conftest import post, token

SignIn = Callable[[str], FlaskClient]
ADDRESS = "/desk/change"


@pytest.fixture
def three(parts: Parts) -> list[str]:
    return [
        builders.photograph(parts, accession="B-1", headline="First boat"),
        builders.photograph(parts, accession="B-2", publish=False, credit_line=""),
        builders.photograph(parts, accession="B-3", credit_line="New Press"),
    ]


def send(browser: FlaskClient, step: str, **data: object) -> TestResponse:
    page = browser.get(ADDRESS).text
    return browser.post(ADDRESS, data={"csrf_token": token(page), "step": step} | data)


def versions(page: str) -> dict[str, object]:
    return dict(re.findall(r'name="(version-[^"]+)" value="(\d+)"', page))


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_a_search_lists_records_and_ticks_them_when_asked(
    parts: Parts, three: list[str], signed_in: SignIn
) -> None:
    builders.indexed(parts)
    browser = signed_in("archivist")
    page = browser.get(ADDRESS, query_string={"q": "boat"}).text
    assert "Change many records: 1 listed" in page
    assert 'value="B-1">' in page, "a search's records are not ticked by themselves"
    page = browser.get(ADDRESS, query_string={"q": "", "tick": "all"}).text
    assert page.count(" checked") == len(three)
    assert browser.get(ADDRESS, query_string={"q": "nothing-like-this"}).status_code == 422


def test_pasted_numbers_are_all_ticked_and_unknown_ones_named(three: list[str], signed_in: SignIn) -> None:
    browser = signed_in("archivist")
    page = send(browser, "list", accessions="B-1, B-2\nB-3 B-1").text
    assert page.count(" checked") == 3
    wrong = send(browser, "list", accessions="B-1 X-9")
    assert wrong.status_code == 422
    assert "No record bears these numbers: X-9." in wrong.text
    assert "B-1 X-9</textarea>" in wrong.text
    assert send(browser, "list", accessions=" ").status_code == 422
    many = " ".join(f"N-{number}" for number in range(501))
    assert "more than 500 records" in send(browser, "list", accessions=many).text


def test_a_preview_says_everything_and_changes_nothing(
    parts: Parts, three: list[str], signed_in: SignIn
) -> None:
    browser = signed_in("archivist")
    before = [builders.get(parts, one).version for one in three]
    answer = send(browser, "preview", listed=three, record=three, credit_line="New Press", publish="yes")
    said = words(answer.text)
    assert "2 records would change" in said
    assert "Credit line Before: Made-up Press After: New Press" in said
    assert "Visibility Before: Draft After: Published" in said
    assert "1 record is like this already" in said
    assert [builders.get(parts, one).version for one in three] == before


def test_confirming_changes_them_and_hands_out_a_receipt(
    parts: Parts, three: list[str], signed_in: SignIn
) -> None:
    browser = signed_in("archivist")
    wish = {"listed": three, "record": three[:2], "usage_terms": "Ask first.", "publish": "yes"}
    preview = send(browser, "preview", **wish).text
    assert "1 record would not be published" in words(preview)
    receipt = send(browser, "confirm", **wish, **versions(preview))
    assert receipt.status_code == 200
    said = words(receipt.text)
    assert "2 records were changed" in said
    assert "There is no credit line." in said
    assert [builders.get(parts, one).usage_terms for one in three] == ["Ask first.", "Ask first.", ""]
    assert builders.get(parts, "B-2").visibility == "draft"


def test_a_record_saved_meanwhile_stops_everything(parts: Parts, three: list[str], signed_in: SignIn) -> None:
    browser = signed_in("archivist")
    wish = {"listed": three, "record": three, "rights": "http://rightsstatements.org/vocab/InC/1.0/"}
    preview = send(browser, "preview", **wish).text
    with parts.db.writing() as session:
        record = photographs.get(session, "B-3")
        photographs.amend(session, OPERATOR, "B-3", {"city": "Hull"}, version=record.version)
    answer = send(browser, "confirm", **wish, **versions(preview))
    assert answer.status_code == 409
    assert "so nothing was changed" in answer.text
    assert builders.get(parts, "B-1").rights == ""
    assert send(browser, "confirm", **wish, **versions(answer.text)).status_code == 200
    assert builders.get(parts, "B-1").rights.endswith("/InC/1.0/")
    assert send(browser, "confirm", **wish).status_code == 409, "a confirmation without a preview is none"


def test_fields_are_emptied_and_records_moved_only_when_told(
    parts: Parts, three: list[str], signed_in: SignIn
) -> None:
    browser = signed_in("archivist")
    builders.photograph(parts, accession="C-1", collection="boats", copyright_notice="© Roe")
    wish = {"listed": ["C-1"], "record": ["C-1"], "empty_copyright_notice": "yes", "collection": "none"}
    preview = send(browser, "preview", **wish).text
    assert "Collection Before: boats After: (empty)" in words(preview)
    send(browser, "confirm", **wish, **versions(preview))
    record = builders.get(parts, "C-1")
    assert (record.copyright_notice, record.collection, record.credit_line) == ("", None, "Made-up Press")


def test_a_form_without_a_wish_keeps_what_was_ticked(three: list[str], signed_in: SignIn) -> None:
    browser = signed_in("archivist")
    nothing = send(browser, "preview", listed=three, record=three[:1])
    assert nothing.status_code == 422
    assert "<title>Error: " in nothing.text
    assert nothing.text.count(" checked") == 1
    none = send(browser, "preview", listed=three, credit_line="Typed")
    assert none.status_code == 422
    assert 'value="Typed"' in none.text
    both = send(browser, "preview", listed=three, record=three, credit_line="Typed", empty_credit_line="yes")
    assert "Do one of the two." in both.text
    gone = send(browser, "preview", listed=three, record=[*three, "X-9"], credit_line="Typed")
    assert gone.status_code == 422
    wrong = send(browser, "preview", listed=three, record=three, rights="https://example.org/")
    assert wrong.status_code == 422
    back = send(browser, "back", listed=three, record=three[:2], credit_line="Typed")
    assert back.text.count(" checked") == 2
    assert 'value="Typed"' in back.text


def test_withdrawn_and_merged_records_are_left_alone(
    parts: Parts, three: list[str], signed_in: SignIn
) -> None:
    browser = signed_in("archivist")
    post(browser, "/photographs/B-1/withdraw", {"reason": "Asked."}, "/photographs/B-1/edit")
    post(browser, "/photographs/B-2/merge", {"merge_into": "B-3", "sure": "yes"}, "/photographs/B-2/edit")
    wish = {"listed": three, "record": ["B-1", "B-2"], "credit_line": "X", "publish": "yes"}
    preview = send(browser, "preview", **wish).text
    assert "1 record would not be published" in words(preview)
    assert "1 record would not change" in words(preview)
    send(browser, "confirm", **wish, **versions(preview))
    assert builders.get(parts, "B-1").visibility == "withdrawn"
    assert builders.get(parts, "B-2").credit_line == ""


def test_a_published_record_keeps_its_credit_and_the_others_lose_theirs(
    parts: Parts, three: list[str], signed_in: SignIn
) -> None:
    builders.photograph(parts, accession="B-4", publish=False)
    browser = signed_in("archivist")
    wish = {"listed": ["B-1", "B-4"], "record": ["B-1", "B-4"], "empty_credit_line": "yes"}
    preview = send(browser, "preview", **wish).text
    assert "1 record would change" in words(preview)
    assert "1 record would not change B-1: First boat" in words(preview)
    assert "A published photograph needs a credit line" in words(preview)
    receipt = send(browser, "confirm", **wish, **versions(preview))
    assert "1 record was left as it is" in words(receipt.text)
    assert builders.get(parts, "B-1").credit_line == "Made-up Press"
    assert builders.get(parts, "B-4").credit_line == ""


def test_only_archivists_change_many(signed_in: SignIn) -> None:
    browser = signed_in("describer")
    assert browser.get(ADDRESS).status_code == 403
    assert post(browser, ADDRESS, {"step": "confirm"}, "/desk").status_code == 403
