"""The history page: what happened, in words, and the way back."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient

import archive
from archive import history
from archive.catalogue import photographs, visibility
from archive.descriptions import linting, requests, workflow
from archive.history import OPERATOR
from archive.parts import Parts
from archive.web.changes import VERBS
from tests import builders
from tests.catalogue.test_catalogue_images import attach, attach_both
from tests.web.conftest import post

SignIn = Callable[[str], FlaskClient]
LIT = "A tram waits at a stop in the rain, its lamps lit."


def amend(parts: Parts, accession: str, **values: object) -> None:
    with parts.db.writing() as session:
        version = photographs.get(session, accession).version
        photographs.amend(session, OPERATOR, accession, values, version=version)


def events(parts: Parts, accession: str) -> list[history.Event]:
    with parts.db.reading() as session:
        return list(history.of(session, "photograph", photographs.get(session, accession).id))


def test_every_verb_on_photographs_is_said_in_plain_words() -> None:
    folder = Path(archive.__file__).parent
    written = set()
    verb = re.compile(r'(?<!ForeignKey\()"((?:photograph|image|description|lint|request)\.[a-z-]+)"')
    for path in folder.rglob("*.py"):
        if "web" not in path.parts:
            written |= set(verb.findall(path.read_text()))
    assert "photograph.amend" in written
    assert written <= set(VERBS)


def test_entries_are_newest_first_with_before_and_after_in_words(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts, city="Leeds")
    amend(parts, accession, city="", keywords=("rain", "tram"), kind="map")
    builders.describe(parts, accession, "A tram.")
    page = signed_in("describer").get(f"/photographs/{accession}/history").text
    order = [
        page.index(words) for words in ("Approved a text", "Saved a text", "Changed the record", "Added the")
    ]
    assert order == sorted(order)
    heard = plain(page)
    assert "City Removed: Leeds" in heard
    assert "Keywords Added: rain and tram" in heard
    assert "Kind of picture Before: Photograph After: Map" in heard
    assert (
        "Status: in review, then approved by reviewer; written by describer. The text, as it was: A tram."
    ) in heard
    assert re.search(r'<time datetime="\d{4}-\d\d-\d\dT[^"]+">[^<]+ UTC</time>', page)
    assert "Restore this version" not in page, "a describer restores texts, not fields"


def test_fields_go_back_to_what_they_were(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts, caption="First.")
    amend(parts, accession, caption="Second.")
    browser, address = signed_in("archivist"), f"/photographs/{accession}/history"
    page = browser.get(address).text
    assert page.count("Restore this version") == 1, "the version that stands is not offered"
    first = events(parts, accession)[0].id
    stale = post(browser, f"{address}/{first}/restore", {"version": 1}, address)
    assert stale.status_code == 409
    assert "nothing was restored" in stale.text
    version = builders.get(parts, accession).version
    assert post(browser, f"{address}/{first}/restore", {"version": version}, address).status_code == 303
    assert builders.get(parts, accession).caption == "First."
    assert "Restored an earlier version" in browser.get(address).text


def test_a_text_goes_back_through_review(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, LIT)
    builders.describe(parts, accession, "Two boats lie on grey sand.")
    browser, address = signed_in("describer"), f"/photographs/{accession}/history"
    page = browser.get(address).text
    assert "Two boats lie on grey sand." in page
    old = next(e for e in events(parts, accession) if e.verb == "description.save")
    answer = post(browser, f"{address}/{old.id}/restore-text", {"key": "alt[en]", "version": 0}, address)
    assert answer.location == f"/photographs/{accession}/describe?lang=en"
    with parts.db.reading() as session:
        waiting = workflow.pending(session, photographs.get(session, accession), "alt", "en")
    assert waiting is not None
    assert (waiting.text, waiting.status) == (
        LIT,
        "in-review",
    )
    for key in ("alt[xx]", "", "caption"):
        assert post(browser, f"{address}/{old.id}/restore-text", {"key": key}, address).status_code == 404


def plain(page: str) -> str:
    """A page's words as they are heard: hidden words count, what is only seen does not."""
    heard = re.sub(r'<span aria-hidden="true">.*?</span>', "", page)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", heard)))


def test_a_changed_text_is_told_word_by_word(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, "A red tram waits at a stop in the rain.")
    builders.describe(parts, accession, "A blue tram waits, at a stop in the rain.")
    page = signed_in("describer").get(f"/photographs/{accession}/history").text
    told = "A removed: red; added: blue; end of change: tram waits added: a comma; end of change: at a stop"
    assert plain(page).count(told) == 2, "once saved against the approved text, once approved instead of it"
    assert "Compared with the approved text: 1 word removed, 1 word added." in plain(page)
    assert "Compared with the text that was approved until then: 1 word removed" in plain(page)
    assert re.search(r'<del role="none">.*red.*</del><ins role="none">.*blue.*</ins>', page)


def test_a_long_field_is_told_word_by_word_in_its_language(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(
        parts, caption="Un tranvía espera en la parada bajo la lluvia.", caption_language="es"
    )
    amend(parts, accession, caption="Un tranvía espera en la plaza bajo la lluvia.")
    page = signed_in("describer").get(f"/photographs/{accession}/history").text
    assert "espera en la removed: parada; added: plaza; end of change: bajo la lluvia." in plain(page)
    assert '<div class="difference-text" lang="es">' in page
    assert '<span class="words-only" lang="en"' in page, "words of the page are not read in Spanish"


def test_another_text_altogether_is_told_whole(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, "A tram waits.", approve=False)
    builders.describe(parts, accession, "Two boats lie on grey sand.", approve=False)
    heard = plain(signed_in("describer").get(f"/photographs/{accession}/history").text)
    assert (
        "both versions stand here whole. Text before: A tram waits. Text after: Two boats lie on grey sand."
        in heard
    )


def test_a_reason_of_the_list_is_told_with_its_words(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, "A tram.", approve=False)
    with parts.db.writing() as session:
        text = workflow.pending(session, photographs.get(session, accession), "alt", "en")
        assert text is not None
        workflow.send_back(
            session, builders.REVIEWER, text.id, "Say its colour.", version=text.version, code="too-short"
        )
    heard = plain(signed_in("describer").get(f"/photographs/{accession}/history").text)
    assert "Sent a text back" in heard
    assert "Reason: Too short to tell what is seen. Say its colour." in heard
    assert "Status: in review, then sent back by reviewer; written by describer." in heard


def test_texts_from_files_requests_and_findings_are_told_in_words(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        for browser in ("a", "b"):
            requests.ask(session, record, "en", "", browser=browser)
        words = workflow.Words("alt", "en", "tram.jpg", "file")
        text = workflow.save(session, builders.DESCRIBER, record, words)
        assert text is not None
        workflow.accept(session, builders.DESCRIBER, text.id, version=text.version)
        place = ("file-name", "alt", "en")
        linting.answer(session, builders.DESCRIBER, record, place, "Painted on the wall.")
        workflow.approve(session, builders.REVIEWER, text.id, version=text.version)
        linting.recall(session, builders.REVIEWER, record, place)
        workflow.withdraw(session, builders.REVIEWER, text.id, "", version=text.version, code="terms")
    heard = plain(signed_in("describer").get(f"/photographs/{accession}/history").text)
    for told in (
        "Status: in review; from the file’s own metadata. The text: tram.jpg",
        "Status: in review (from the file’s own metadata), then in review (accepted by describer).",
        "Let a finding stand",
        "Reason: Painted on the wall. Finding Added: A file's name (Alt text in English)",
        "What readers had asked Added: A description in English, asked for 2 times. It was described.",
        "Let a finding count again",
        "Took an approved text from readers",
        "Reason: Terms that are dated or do harm",
        "Status: approved by reviewer, then sent back by reviewer; accepted by describer.",
    ):
        assert told in heard, told


def test_a_text_that_the_checks_ask_about_is_restored_as_a_draft(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, "tram.jpg", approve=False)
    builders.describe(parts, accession, LIT, approve=False)
    browser, address = signed_in("describer"), f"/photographs/{accession}/history"
    old = next(e for e in events(parts, accession) if e.verb == "description.save")
    with parts.db.reading() as session:
        waiting = workflow.pending(session, photographs.get(session, accession), "alt", "en")
    assert waiting is not None
    sent = {"key": "alt[en]", "version": waiting.version}
    assert post(browser, f"{address}/{old.id}/restore-text", sent, address).status_code == 303
    with parts.db.reading() as session:
        waiting = workflow.pending(session, photographs.get(session, accession), "alt", "en")
    assert waiting is not None
    assert (waiting.text, waiting.status) == ("tram.jpg", "draft")


def test_the_history_names_a_replaced_file_and_puts_it_back(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    attach(parts, accession, "a")
    builders.describe(parts, accession, "A tram.")
    attach(parts, accession, "b")
    browser, address = signed_in("archivist"), f"/photographs/{accession}/history"
    page = browser.get(address).text
    assert 'Before:</span> <del role="none">a.jpg (recto), 640 by 480 pixels</del>' in page
    assert page.count("Put this file back (a.jpg)") == 1
    assert "Put this file back" not in signed_in("describer").get(address).text
    replaced = next(e.id for e in events(parts, accession) if e.verb == "image.replace")
    first = events(parts, accession)[0].id
    act = f"{address}/{replaced}/put-back"
    assert post(signed_in("describer"), act, {}, "/desk").status_code == 403
    assert post(browser, f"{address}/{first}/put-back", {}, address).status_code == 404
    assert post(browser, act, {}, address).status_code == 303
    assert [one.file_name for one in builders.get(parts, accession).current_images] == ["a.jpg"]
    page = browser.get(address).text
    assert "The file a.jpg is in its place again." in page
    assert "describe the earlier file" not in page
    assert "Put an earlier file back" in page
    assert page.count("Put this file back (b.jpg)") == 1
    assert "Put this file back (a.jpg)" not in page
    other = builders.photograph(parts)
    attach(parts, other, "b")
    last = events(parts, accession)[-1].id
    post(browser, f"{address}/{last}/put-back", {}, address)
    assert f"they belong to {other}." in browser.get(address).text


def test_a_replaced_page_of_a_file_that_is_in_force_is_put_back(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    attach_both(parts, accession, "a")
    attach(parts, accession, "c", "verso")
    browser, address = signed_in("archivist"), f"/photographs/{accession}/history"
    assert browser.get(address).text.count("Put this file back (a.tif)") == 1
    replaced = next(e.id for e in events(parts, accession) if e.verb == "image.replace")
    assert post(browser, f"{address}/{replaced}/put-back", {}, address).status_code == 303
    current = builders.get(parts, accession).current_images
    assert [(one.file_name, one.page) for one in current] == [("a.tif", 0), ("a.tif", 1)]


def test_a_blanked_history_offers_no_way_back(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts, caption="A secret.")
    with parts.db.writing() as session:
        visibility.withdraw(session, OPERATOR, accession, "The family asked.", blank_history=True)
    amend(parts, accession, city="Leeds")
    amend(parts, accession, city="Hull")
    browser, address = signed_in("archivist"), f"/photographs/{accession}/history"
    page = browser.get(address).text
    assert "The contents of this entry were blanked." in page
    assert "A secret." not in page
    assert "Restore this version" not in page
    version = builders.get(parts, accession).version
    some = events(parts, accession)[-2].id
    assert post(browser, f"{address}/{some}/restore", {"version": version}, address).status_code == 404
    assert builders.get(parts, accession).caption == "A secret.", "the record's own words were not emptied"


def test_a_long_history_has_pages(parts: Parts, signed_in: SignIn, client: FlaskClient) -> None:
    accession = builders.photograph(parts)
    for number in range(51):
        amend(parts, accession, city=f"City {number}")
    browser, address = signed_in("reviewer"), f"/photographs/{accession}/history"
    assert "page 1 of 2" in browser.get(address).text
    assert "Added the record" in browser.get(f"{address}?page=2").text
    assert browser.get(f"{address}?page={10**9}").status_code == 200
    assert client.get(address).status_code == 303
