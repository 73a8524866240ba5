"""Saving on the describing page: what the checks stop, what goes on, facts beside texts, all or none."""

from __future__ import annotations

from archive.catalogue import photographs
from archive.descriptions import linting, merging, workflow
from archive.descriptions.workflow import Words
from archive.parts import Parts
from tests import builders
from tests.web.conftest import post
from tests.web.describing import (
    GOOD,
    LONG_NAME,
    SignIn,
    chosen,
    line,
    main,
    seen,
    selected,
    status,
    summary,
    waiting,
)
from tests.web.outline import sound
from tests.web.pictures import attach
from tests.web.test_edit import control, hidden

NAME_FINDING = "answer-file-name-alt-en"


def test_an_error_keeps_the_text_a_draft_and_asks_for_an_answer(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    page = browser.get(address).text
    answer = post(
        browser, address, seen(page) | {"alt": LONG_NAME, "long": "A tram.\n\nA platform beside it."}
    )
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert "Kept as a draft: 1 thing must be answered before it goes to review." in main(answer.text)
    assert summary(answer.text) == ["alt", NAME_FINDING], "first to the words, then to a reason"
    assert "Or say why it is right as it is: Alt text in English, “" in main(answer.text)
    assert f'id="{NAME_FINDING}"' in answer.text
    assert 'id="alt-error"' in answer.text
    assert control(answer.text, "alt") == LONG_NAME
    texts = status(parts, accession)
    assert texts["alt[en] draft"][0] == LONG_NAME
    assert "long[en] in-review" in texts, "what has nothing against it goes on"
    again = post(browser, address, seen(answer.text) | {NAME_FINDING: "  "})
    assert "alt[en] draft" in status(parts, accession), "spaces are no reason"
    assert again.status_code == 422
    assert summary(again.text) == [NAME_FINDING]
    assert f'id="{NAME_FINDING}-error"' in again.text
    assert "Say why it is right as it is, or leave this empty." in main(again.text)


def test_what_kept_a_text_a_draft_is_told_once(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    answer = post(browser, address, seen(browser.get(address).text) | {"alt": LONG_NAME})
    assert main(answer.text).count("Kept as a draft") == 1
    assert 'role="status"' not in answer.text.partition("<h1")[0]


def test_an_answer_lets_the_same_text_go_to_review(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    refused = post(browser, address, seen(browser.get(address).text) | {"alt": LONG_NAME}).text
    reason = "These letters are painted on the tram."
    assert post(browser, address, seen(refused) | {NAME_FINDING: reason}).status_code == 303
    assert status(parts, accession) == {"alt[en] in-review": (LONG_NAME, "describer")}
    page = browser.get(address).text
    assert "Your reason was kept beside the finding." in page
    assert reason in main(page)
    with parts.db.reading() as session:
        found = linting.of(session, photographs.get(session, accession))
    assert {one.answer for one in found if one.finding.code == "file-name"} == {reason}


def test_an_answer_and_its_text_are_saved_together_or_not_at_all(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    typed = {"alt": LONG_NAME, NAME_FINDING: "Painted on it.", "kind": "spaceship", "long": "Kept."}
    answer = post(browser, address, seen(browser.get(address).text) | typed)
    assert answer.status_code == 422
    assert 'id="kind-error"' in answer.text
    assert status(parts, accession) == {}
    assert control(answer.text, "alt") == LONG_NAME
    assert control(answer.text, "long") == "Kept."
    assert line(answer.text, NAME_FINDING) == "Painted on it.", "a typed reason comes back too"


def test_findings_are_shown_once_before_one_goes_on(parts: Parts, signed_in: SignIn) -> None:
    first, second = builders.photograph(parts), builders.photograph(parts)
    attach(parts, first)
    attach(parts, second)
    browser, address = signed_in("describer"), f"/photographs/{second}/describe?queue=newest"
    page = browser.get(address).text
    form = seen(page) | {"queue": "newest", "then": "next"}
    short = {"alt": "Trams"}  # a warning
    answer = post(browser, address, form | short)
    assert answer.status_code == 303
    assert answer.location.startswith(f"/photographs/{second}/describe?")
    page = browser.get(answer.location).text
    assert "Saved and in review: Alt text in English." in page
    assert "then go on." in page
    assert page.index("Next photograph") < page.index("<h1")
    assert "alt[en] in-review" in status(parts, second)
    on = post(browser, address, seen(page) | {"alt": "Boats", "queue": "newest", "then": "next"})
    assert on.location.startswith(f"/photographs/{first}/describe?"), "what was shown does not hold up again"
    assert "queue=newest" in on.location


def test_save_and_next_goes_to_the_next_and_says_what_was_saved(parts: Parts, signed_in: SignIn) -> None:
    first, second = builders.photograph(parts), builders.photograph(parts)
    attach(parts, first)
    attach(parts, second)
    browser, address = signed_in("describer"), f"/photographs/{second}/describe?queue=newest"
    page = browser.get(address).text
    assert "Save and next" in page
    assert "Skip to the next without saving" in page
    form = seen(page) | {"alt": GOOD, "queue": "newest", "then": "next"}
    answer = post(browser, address, form)
    assert answer.location.startswith(f"/photographs/{first}/describe?")
    assert "Saved and in review: Alt text in English." in browser.get(answer.location).text
    address = f"/photographs/{first}/describe?queue=newest"
    form = seen(browser.get(address).text) | {
        "alt": "A dog sleeps under a wooden bench.",
        "queue": "newest",
        "then": "next",
    }
    answer = post(browser, address, form)
    assert answer.location == "/desk"
    assert "Nothing else waits in this list." in browser.get("/desk").text


def test_skipping_changes_nothing(parts: Parts, signed_in: SignIn) -> None:
    first, second = builders.photograph(parts), builders.photograph(parts)
    attach(parts, first)
    attach(parts, second)
    browser = signed_in("describer")
    answer = browser.get(f"/photographs/{second}/describe/next?queue=newest&lang=en")
    assert answer.location.startswith(f"/photographs/{first}/describe?")
    assert browser.get(f"/photographs/{second}/describe/next").location == "/desk"
    assert status(parts, second) == {}


def test_a_draft_waits_until_it_is_sent(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    assert "Send to review as it is" not in browser.get(address).text
    form = seen(browser.get(address).text) | {"alt": LONG_NAME, "then": "draft"}
    assert post(browser, address, form).status_code == 303, "a draft needs no answers"
    page = browser.get(address).text
    assert "Kept as a draft: Alt text in English." in page
    assert "Draft by describer, kept on" in page
    post(browser, address, seen(page) | {"alt": GOOD, "then": "draft"})
    page = browser.get(address).text
    post(browser, address, seen(page) | {"then": "stay"})
    assert "alt[en] draft" in status(parts, accession), "saving what was not touched moves nothing"
    page = browser.get(address).text
    assert "Send to review as it is: alt text" in page
    post(browser, address, seen(page) | {"then": "review-alt", "long": "A tram.\n\nRain."})
    assert set(status(parts, accession)) == {"alt[en] in-review", "long[en] in-review"}


def test_a_text_sent_back_says_why_and_can_be_sent_again(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, GOOD, approve=False)
    text = waiting(parts, accession)
    with parts.db.writing() as session:
        workflow.send_back(
            session, builders.REVIEWER, text.id, "What colour?", version=text.version, code="too-short"
        )
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    page = browser.get(address).text
    assert "Too short to tell what is seen." in page
    assert "What colour?" in page
    post(browser, address, seen(page) | {"then": "review-alt"})
    assert "alt[en] in-review" in status(parts, accession)


def test_facts_are_saved_with_the_texts(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    page = browser.get(address).text
    assert chosen(page) == "unknown"
    facts = {"visible_words": "yes", "content_advisory": "Shows an accident.", "kind": "front-page"}
    assert post(browser, address, seen(page) | facts | {"alt": GOOD}).status_code == 303
    page = browser.get(address).text
    assert (chosen(page), line(page, "content_advisory"), selected(page, "kind")) == tuple(facts.values())
    assert "Noted on the record:" in page
    record = builders.get(parts, accession)
    assert (record.visible_words, record.content_advisory, record.kind) == tuple(facts.values())
    assert "alt[en] in-review" in status(parts, accession)


def test_facts_that_two_people_change_are_shown_side_by_side(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    page = browser.get(address).text
    with parts.db.writing() as session:
        version = photographs.get(session, accession).version
        photographs.note_seen(
            session, builders.ARCHIVIST, accession, {"content_advisory": "Blood."}, version=version
        )
    answer = post(browser, address, seen(page) | {"content_advisory": "A wounded man.", "alt": GOOD})
    assert answer.status_code == 409
    assert "Theirs: Blood." in answer.text
    assert "Yours: A wounded man." in answer.text
    assert line(answer.text, "content_advisory") == "A wounded man."
    assert control(answer.text, "alt") == GOOD
    assert status(parts, accession) == {}, "all or none"
    assert post(browser, address, seen(answer.text)).status_code == 303
    assert builders.get(parts, accession).content_advisory == "A wounded man."
    assert "alt[en] in-review" in status(parts, accession)


def test_what_an_archivist_edits_elsewhere_is_no_collision(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    page = browser.get(address).text
    with parts.db.writing() as session:
        version = photographs.get(session, accession).version
        changes = {"headline": "Another headline", "visible_words": "no"}
        photographs.amend(session, builders.ARCHIVIST, accession, changes, version=version)
    assert post(browser, address, seen(page) | {"content_advisory": "An accident."}).status_code == 303
    record = builders.get(parts, accession)
    assert (record.visible_words, record.content_advisory) == ("no", "An accident.")


def test_a_text_from_the_file_is_accepted_by_a_person(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        workflow.save(session, builders.DESCRIBER, record, Words("alt", "en", GOOD, "file"))
    text = waiting(parts, accession)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    page = browser.get(address).text
    assert "It came inside the file; nobody has accepted it yet." in page
    act = f"/photographs/{accession}/describe/{text.id}/accept"
    assert f'formaction="{act}"' in page
    stale = post(browser, act, seen(page) | {"alt_version": 99}, address)
    assert stale.status_code == 409
    assert post(browser, act, seen(page) | {"long": "Half a sen"}, address).status_code == 303
    assert waiting(parts, accession).status == "in-review"
    assert waiting(parts, accession).accepted == "describer"
    page = browser.get(address).text
    assert control(page, "long") == "Half a sen", "what was typed beside it is not lost"
    assert "it is not saved yet" in page
    assert post(browser, act, seen(page), address).status_code == 422, "there is nothing to accept any more"
    assert post(browser, f"/photographs/{accession}/describe/999/accept", {}, address).status_code == 409


def from_file(parts: Parts, accession: str) -> None:
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        workflow.save(session, builders.DESCRIBER, record, Words("alt", "en", GOOD, "file"))


def test_accepting_goes_on_and_tells_what_is_left(parts: Parts, signed_in: SignIn) -> None:
    first, second = builders.photograph(parts), builders.photograph(parts)
    from_file(parts, first)
    from_file(parts, second)
    browser, address = signed_in("describer"), f"/photographs/{first}/describe?queue=suggested"
    page = browser.get(address).text
    buttons = [one for one in sound(page).all("button") if one.words.startswith("Accept and next")]
    assert [(one["accesskey"], one["value"]) for one in buttons] == [("y", "next")]
    form = seen(page) | {"queue": "suggested", "then": "next", "long": "Half a sen", "kind": "map"}
    answer = post(browser, buttons[0]["formaction"], form, address)
    assert answer.location == f"/photographs/{second}/describe?lang=en&queue=suggested#describe"
    assert waiting(parts, first).status == "in-review"
    page = main(browser.get(answer.location).text)
    assert "Accepted and in review: Alt text in English." in page
    assert "Kept for you, but not saved yet: Long description in English" in page
    assert 'accesskey="y"' not in browser.get(f"/photographs/{first}/describe").text


def test_going_on_tells_what_was_not_accepted(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    from_file(parts, accession)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe?queue=suggested"
    form = seen(browser.get(address).text) | {"queue": "suggested", "then": "next", "long": "A tram. Rain."}
    answer = post(browser, address, form)
    assert "Not accepted: Alt text in English." in main(browser.get(answer.location).text)


def test_words_for_a_record_that_was_merged_meanwhile_come_along(parts: Parts, signed_in: SignIn) -> None:
    gone, stays = builders.photograph(parts), builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{gone}/describe"
    page = browser.get(address).text
    with parts.db.writing() as session:
        merging.merge(session, builders.ARCHIVIST, gone, stays)
    answer = post(browser, address, seen(page) | {"alt": GOOD}, "/desk")
    assert answer.status_code == 409
    assert "was merged into this one" in answer.text
    assert control(answer.text, "alt") == GOOD
    assert post(browser, f"/photographs/{stays}/describe", seen(answer.text)).status_code == 303
    assert "alt[en] in-review" in status(parts, stays)


def test_hidden_facts_of_the_form_are_as_they_are_stored(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts, content_advisory='Says "stop" & <go>.')
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    page = browser.get(address).text
    assert hidden(page, "content_advisory_was") == 'Says "stop" & <go>.'
    assert post(browser, address, seen(page)).status_code == 303
    assert "Nothing was different" in browser.get(address).text
