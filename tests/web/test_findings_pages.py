"""Reports of findings, answers with a reason, and checking again with progress."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from archive import jobs
from archive.catalogue import photographs, visibility
from archive.descriptions import findings, linting
from archive.history import OPERATOR
from archive.jobs import Job
from archive.parts import Parts
from archive.web.findings import links_of
from tests import builders
from tests.builders import ARCHIVIST
from tests.web.conftest import post
from tests.web.outline import sound

SignIn = Callable[[str], FlaskClient]
TEXT = "A tram waits at a stop in the rain, its lamps lit."


def tended(parts: Parts) -> None:
    assert findings.tend(parts.db)


def answered(parts: Parts, accession: str, place: tuple[str, str, str], reason: str) -> None:
    with parts.db.writing() as session:
        linting.answer(session, ARCHIVIST, photographs.get(session, accession), place, reason)


@pytest.mark.parametrize(
    "address",
    [
        "/desk/lint",
        "/desk/lint/trams",
        "/desk/lint/check/1",
        "/desk/lint/check/1.json",
        "/photographs/P-1/findings",
    ],
)
def test_readers_are_sent_to_sign_in(parts: Parts, client: FlaskClient, address: str) -> None:
    builders.photograph(parts, accession="P-1", collection="trams")
    answer = client.get(address)
    assert (answer.status_code, answer.location.split("?")[0]) == (303, "/sign-in")


def test_collections_are_listed_with_what_each_level_counts(parts: Parts, signed_in: SignIn) -> None:
    builders.photograph(parts, accession="P-1", collection="trams", caption="A tram.")
    builders.photograph(parts, accession="P-2")
    answered(parts, "P-1", ("caption-short", "caption", "en"), "Nobody knows more.")
    tended(parts)
    outline = sound(signed_in("describer").get("/desk/lint").text)
    rows = [one.words for one in outline.all("li") if "1 photograph." in one.words]
    assert len(rows) == 2
    assert rows[0].startswith("trams 1 photograph. Stop: 1. Error: 1.")
    assert rows[0].endswith("Answered with a reason: 1.")
    assert rows[1].startswith("In no collection 1 photograph. Stop: 1.")
    assert "Answered" not in rows[1]
    assert outline.link("In no collection") == "/desk/lint/uncollected"
    assert outline.link("trams") == "/desk/lint/trams"


def test_a_report_counts_lists_and_links_to_the_field(parts: Parts, signed_in: SignIn) -> None:
    builders.photograph(parts, accession="P-1", collection="trams")
    builders.photograph(parts, accession="ELSE-1", collection="boats")
    tended(parts)
    page = signed_in("archivist").get("/desk/lint/trams").text
    outline = sound(page)
    assert (3, "Stop: 1") in outline.headings
    assert "No alt text Found: 1." in [one.words for one in outline.all("li")]
    assert outline.link("Alt text in English") == "/photographs/P-1/describe?lang=en#alt"
    assert outline.link("Licence or rights statement") == "/photographs/P-1/edit#rights"
    assert "ELSE-1" not in page
    assert outline.link("No alt text") == "/desk/lint/trams?level=stop&rule=empty#findings"
    assert outline.link("What is checked, and why") == "/help/describing"


def test_a_describer_gets_no_link_to_a_page_that_is_not_theirs(parts: Parts, signed_in: SignIn) -> None:
    builders.photograph(parts, accession="P-1", collection="trams")
    tended(parts)
    page = signed_in("describer").get("/desk/lint/trams").text
    assert "/photographs/P-1/describe?lang=en#alt" in page
    assert "/photographs/P-1/edit" not in page


def test_filters_narrow_the_list_and_survive_pages(parts: Parts, signed_in: SignIn) -> None:
    for number in range(60):
        builders.photograph(parts, accession=f"P-{number:02}", collection="trams", caption="A tram.")
    answered(parts, "P-07", ("caption-short", "caption", "en"), "Nobody knows more.")
    tended(parts)
    browser = signed_in("reviewer")
    first = sound(browser.get("/desk/lint/trams?rule=empty").text)
    assert (2, "Findings, the gravest first (60)") in first.headings
    assert first.link("Next page") == "/desk/lint/trams?page=2&rule=empty#findings"
    second = sound(browser.get("/desk/lint/trams?page=2&rule=empty").text)
    assert len([one for one in second.headings if one[0] == 3 and "P-" in one[1]]) <= 10
    assert len(second.classed("finding-stop")) == 10
    settled = sound(browser.get("/desk/lint/trams?answered=yes").text)
    assert (2, "Findings, the gravest first (1)") in settled.headings
    assert "Left as it is by archivist: Nobody knows more." in settled.one("main").words
    open_ones = browser.get("/desk/lint/trams?answered=no&rule=caption-short").text
    assert "Findings, the gravest first (59)" in open_ones
    assert "Findings, the gravest first (0)" in browser.get("/desk/lint/trams?level=error&rule=empty").text


@pytest.mark.parametrize(
    "query", ["level=odd", "rule=odd", "answered=odd", "page=0", "page=%ED%A0%80", "page=abc"]
)
def test_odd_filters_count_as_none(parts: Parts, signed_in: SignIn, query: str) -> None:
    builders.photograph(parts, accession="P-1", collection="trams")
    tended(parts)
    answer = signed_in("reviewer").get(f"/desk/lint/trams?{query}")
    assert answer.status_code == 200
    assert "No alt text" in answer.text
    assert "This list has no such page." in signed_in("reviewer").get("/desk/lint/trams?page=999999").text


def test_the_gravest_come_first(parts: Parts, signed_in: SignIn) -> None:
    builders.photograph(parts, accession="P-1", collection="trams", caption="A tram.")
    builders.describe(parts, "P-1", TEXT)
    builders.photograph(parts, accession="P-2", collection="trams")
    tended(parts)
    outline = sound(signed_in("archivist").get("/desk/lint/trams").text)
    levels = [one.words for one in outline.classed("finding-level")]
    assert levels == sorted(levels, key=["Stop", "Error", "Warning", "Note"].index)
    assert levels[0] == "Stop"


def test_what_is_not_checked_yet_is_said(parts: Parts, signed_in: SignIn) -> None:
    builders.photograph(parts, accession="P-1", collection="trams")
    browser = signed_in("archivist")
    assert "0 of 1 photographs are done" in browser.get("/desk/lint").text
    tended(parts)
    assert "photographs are done" not in browser.get("/desk/lint").text
    builders.describe(parts, "P-1", TEXT)
    assert "the figures follow shortly" in browser.get("/desk/lint/trams").text


def test_unknown_collections_and_checks_are_missing(signed_in: SignIn) -> None:
    browser = signed_in("archivist")
    for address in (
        "/desk/lint/nowhere",
        "/desk/lint/check/77",
        f"/desk/lint/check/{10**30}",
        "/photographs/X/findings",
    ):
        assert browser.get(address).status_code == 404, address
    assert browser.get("/desk/lint/uncollected").status_code == 200


def test_withdrawn_records_are_not_in_the_report(parts: Parts, signed_in: SignIn) -> None:
    builders.photograph(parts, accession="P-1", collection="trams")
    tended(parts)
    with parts.db.writing() as session:
        visibility.withdraw(session, OPERATOR, "P-1", "Asked by the family.")
    assert "Nothing was found so far." in signed_in("archivist").get("/desk/lint/trams").text
    tended(parts)
    page = signed_in("archivist").get("/desk/lint/trams").text
    assert "Nothing was found." in page
    assert "P-1" not in page


def work(parts: Parts) -> Job:
    with parts.db.writing() as session:
        job = jobs.claim(session, [findings.RECHECK])
    assert job is not None
    findings.recheck(parts.db, job)
    with parts.db.writing() as session:
        jobs.finish(session, job.id)
    return job


def test_checking_again_shows_how_far_it_is_and_leads_back(
    parts: Parts, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        builders.photograph(parts, accession=f"P-{number}", collection="trams")
    browser = signed_in("describer")
    begun = post(browser, "/desk/lint/trams/check", {}, form="/desk/lint/trams")
    assert begun.status_code == 303
    place = begun.location
    waiting = sound(browser.get(place).text)
    assert waiting.one("h1").words == "Check of trams: waiting for its turn"
    bar = waiting.one("progress")
    assert (bar["max"], bar["value"], bar["aria-labelledby"]) == ("3", "0", "progress")
    assert waiting.link("Refresh this page") == place
    assert post(browser, "/desk/lint/trams/check", {}, form="/desk/lint/trams").location == place
    told = []
    keep = findings._keep

    def watched(*args: object, **more: object) -> None:
        keep(*args, **more)
        told.append(browser.get(f"{place}.json").json)

    monkeypatch.setattr(findings, "_keep", watched)
    monkeypatch.setattr(findings, "BATCH", 2)
    work(parts)
    assert [(one["state"], one["done"], one["total"], one["over"]) for one in told] == [
        ("running", 0, 3, False),
        ("running", 2, 3, False),
    ]
    assert told[1]["words"] == "2 of 3 photographs are checked."
    over = sound(browser.get(place).text)
    assert over.one("h1").words == "Check of trams: finished"
    assert "The check is finished. Photographs checked: 3." in over.one("main").words
    assert not over.all("progress")
    assert over.link("See the findings") == "/desk/lint/trams"
    assert "No alt text" in browser.get("/desk/lint/trams").text


def test_what_is_in_no_collection_is_checked_again_too(parts: Parts, signed_in: SignIn) -> None:
    builders.photograph(parts, accession="P-1")
    browser = signed_in("archivist")
    begun = post(browser, "/desk/lint/uncollected/check", {}, form="/desk/lint/uncollected")
    work(parts)
    over = sound(browser.get(begun.location).text)
    assert over.one("h1").words == "Check of In no collection: finished"
    assert over.link("See the findings") == "/desk/lint/uncollected"


PLACE = {"code": "caption-short", "field": "caption", "language": "en"}
CONTROL = "answer-caption-short-caption-en"


def test_a_finding_is_answered_and_the_answer_taken_back(parts: Parts, signed_in: SignIn) -> None:
    builders.photograph(parts, accession="P-1", caption="A tram.")
    browser = signed_in("describer")
    at = "/photographs/P-1/findings"
    outline = sound(browser.get(at).text)
    assert outline.one("h1").words.startswith("What the checks find on P-1 (")
    assert [one for one in outline.all("input") if one["name"] == CONTROL]
    assert not [one for one in outline.all("input") if one["name"].startswith("answer-empty")]
    sent = post(browser, f"{at}/answer", PLACE | {CONTROL: "Nobody knows more."}, form=at)
    assert (sent.status_code, sent.location) == (303, at)
    page = sound(browser.get(at).text).one("main").words
    assert "Saved: it stays as it is, with your reason." in page
    assert "Left as it is by describer: Nobody knows more." in page
    assert post(browser, f"{at}/recall", PLACE, form=at).status_code == 303
    page = browser.get(at).text
    assert "the finding counts again" in page
    assert "Left as it is by" not in page


def test_an_answer_without_a_reason_is_refused_beside_its_field(parts: Parts, signed_in: SignIn) -> None:
    builders.photograph(parts, accession="P-1", caption="A tram.")
    at = "/photographs/P-1/findings"
    sent = post(signed_in("describer"), f"{at}/answer", PLACE | {CONTROL: " \u202e\x07 "}, form=at)
    assert sent.status_code == 422
    outline = sound(sent.text)
    assert outline.one("title").words.startswith("Error: ")
    assert outline.link("Say why it is right as it is.") == f"#{CONTROL}"
    field = next(one for one in outline.all("input") if one["name"] == CONTROL)
    assert field["aria-invalid"] == "true"


def test_what_stops_cannot_be_answered_and_what_is_gone_is_said(parts: Parts, signed_in: SignIn) -> None:
    builders.photograph(parts, accession="P-1")
    browser = signed_in("describer")
    at = "/photographs/P-1/findings"
    stop = {"code": "empty", "field": "alt", "language": "en", "answer-empty-alt-en": "No."}
    refused = post(browser, f"{at}/answer", stop, form="/photographs/P-1/findings")
    assert refused.status_code == 422
    assert "This one cannot be overridden; it has to be mended." in refused.text
    gone = post(browser, f"{at}/answer", PLACE | {"code": "odd", "answer-odd-caption-en": "x"}, form=at)
    assert gone.status_code == 303
    assert "This is not found any more" in browser.get(at).text
    assert post(browser, f"{at}/recall", PLACE, form=at).status_code == 303
    assert "There is no such answer any more." in browser.get(at).text


def test_a_reader_cannot_answer(parts: Parts, client: FlaskClient) -> None:
    builders.photograph(parts, accession="P-1", caption="A tram.")
    answer = post(client, "/photographs/P-1/findings/answer", PLACE | {CONTROL: "x"}, form="/sign-in")
    assert answer.status_code == 403
    with parts.db.reading() as session:
        checked = linting.of(session, photographs.get(session, "P-1"))
    assert not any(one.answer for one in checked)


def test_the_component_asks_once_and_links_within_the_page(app: Flask, parts: Parts) -> None:
    accession = builders.photograph(parts, accession="P-1", caption="A tram.")
    with parts.db.reading() as session:
        checked = linting.of(session, photographs.get(session, accession))
    source = "{% from 'components/findings.html' import findings %}{{ findings(checked + checked, links) }}"
    unasked = source.replace("links)", "links, answers=false)")
    with app.test_request_context("/"):
        links = links_of("P-1", "en", beside=("rights",))
        page = render_template_string(source, checked=checked, links=links)
        bare = render_template_string(unasked, checked=checked, links=links_of("P-1"))
    assert page.count(f'name="{CONTROL}"') == 1
    assert 'href="#alt"' in page
    assert 'href="#rights"' in page
    assert "answer-empty" not in page
    assert "<input" not in bare
    assert 'href="/photographs/P-1/describe?lang=en#alt"' in bare
