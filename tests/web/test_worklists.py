"""The desk's queues as pages: filter, pages, batches, and texts decided on together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from archive import accounts
from archive.catalogue import photographs
from archive.descriptions import claims, linting, requests, workflow
from archive.descriptions.models import Description
from archive.history import OPERATOR, Actor, of
from archive.parts import Parts
from archive.web.app import build
from tests import builders
from tests.web.conftest import PASSWORD, post, token
from tests.web.outline import sound
from tests.web.pictures import attach

SignIn = Callable[[str], FlaskClient]
REVIEW = "/desk/queues/review"
DECIDE = "/desk/queues/review/decide"
WRITERS = {"describer", "archivist", "administrator"}
STAFF = {"describer", "reviewer", "archivist", "administrator"}
# Who opens which queue: written out, never taken from the code.
MAY = {
    "demand": WRITERS,
    "asked": WRITERS,
    "viewed": WRITERS,
    "newest": WRITERS,
    "unpublished": WRITERS,
    "mine": WRITERS,
    "suggested": WRITERS,
    "drafts": WRITERS,
    "review": {"reviewer", "administrator"},
    "sent-back": STAFF,
    "lint": STAFF,
    "problems": STAFF,
}


def person(parts: Parts, browser: FlaskClient, role: str) -> FlaskClient:
    """Sign in somebody who has this role and no other."""
    with parts.db.writing() as session:
        accounts.add(session, OPERATOR, f"only-{role}", [role], password=PASSWORD)
    form = browser.get("/sign-in").text
    data = {"username": f"only-{role}", "password": PASSWORD, "csrf_token": token(form)}
    assert browser.post("/sign-in", data=data).status_code in {302, 303}
    return browser


def pictured(parts: Parts, *, accession: str, **values: Any) -> None:
    """A photograph with a picture, without which nobody is asked to describe it."""
    attach(parts, builders.photograph(parts, accession=accession, **values))


def waiting(
    parts: Parts, accession: str, text: str = "A tram waits in the rain.", author: Actor = builders.DESCRIBER
) -> str:
    """A photograph with a text in review; returns what the list's box is worth."""
    pictured(parts, accession=accession)
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        saved = workflow.save(session, author, record, workflow.Words("alt", "en", text))
        assert saved is not None
        return f"{saved.id}:{saved.version}"


def status(parts: Parts, box: str) -> str:
    with parts.db.reading() as session:
        return session.get_one(Description, int(box.partition(":")[0])).status


def verbs(parts: Parts, accession: str) -> list[str]:
    with parts.db.reading() as session:
        return [one.verb for one in of(session, "photograph", photographs.get(session, accession).id)]


@pytest.mark.parametrize("role", sorted(STAFF))
def test_each_role_opens_and_is_shown_its_own_queues(parts: Parts, client: FlaskClient, role: str) -> None:
    browser = person(parts, client, role)
    desk = browser.get("/desk").text
    for queue, allowed in MAY.items():
        answer = browser.get(f"/desk/queues/{queue}")
        assert answer.status_code == (200 if role in allowed else 403), queue
        assert (f'href="/desk/queues/{queue}"' in desk) == (role in allowed), queue
        if role in allowed:
            sound(answer.text)
    sound(desk)


@pytest.mark.parametrize("role", sorted(STAFF))
def test_who_may_take_give_back_and_decide(parts: Parts, client: FlaskClient, role: str) -> None:
    box = waiting(parts, "W-1")
    pictured(parts, accession="N-1")
    browser = person(parts, client, role)
    mark = {"csrf_token": token(browser.get("/desk").text)}
    writes = 303 if role in WRITERS else 403
    assert browser.post("/desk/queues/demand/take", data=mark).status_code == writes
    assert browser.post("/desk/queues/mine/give-back", data=mark).status_code == writes
    nothing = browser.post(DECIDE, data=mark | {"act": "approve"})
    assert nothing.status_code == (422 if role in MAY["review"] else 403)
    decided = browser.post(DECIDE, data=mark | {"text": box, "act": "approve"})
    assert decided.status_code == (200 if role in MAY["review"] else 403)
    assert status(parts, box) == ("approved" if role in MAY["review"] else "in-review")


def test_a_reader_is_sent_to_sign_in_and_changes_nothing(parts: Parts, client: FlaskClient) -> None:
    box = waiting(parts, "W-1")
    answer = client.get(f"{REVIEW}?lang=en")
    assert answer.status_code == 303
    assert answer.location == "/sign-in?next=/desk/queues/review?lang%3Den"
    assert client.get("/desk/queues/nothing").status_code == 303
    data = {"text": box, "act": "approve", "csrf_token": token(client.get("/sign-in").text)}
    assert client.post(DECIDE, data=data).status_code == 403
    assert status(parts, box) == "in-review"


def test_the_list_shows_pictures_with_words_facts_and_the_way_to_the_work(
    parts: Parts, signed_in: SignIn
) -> None:
    pictured(parts, accession="P-1", collection="trams", headline="A tram stop")
    with parts.db.writing() as session:
        record = photographs.get(session, "P-1")
        requests.ask(session, record, "es", "", browser="one")
        requests.ask(session, record, "es", "", browser="two")
    page = sound(signed_in("describer").get("/desk/queues/asked?lang=es&collection=trams").text)
    assert page.headings[:2] == [(1, "Asked for by readers (1), page 1 of 1"), (2, "A tram stop (P-1)")]
    address = "/photographs/P-1/describe?lang=es&queue=asked&collection=trams"
    assert page.link("A tram stop (P-1)") == page.link("Start describing") == address
    assert "Alt text in Spanish. 2 readers ask for it." in page.one("main").words
    assert page.one("title").words.startswith("Asked for by readers (1), page 1 of 1")
    assert "/desk?lang=es&collection=trams" in [one["href"] for one in page.all("a") if one.words == "Desk"]


def test_the_desk_counts_what_the_filter_lets_through(parts: Parts, signed_in: SignIn) -> None:
    pictured(parts, accession="T-1", collection="trams")
    pictured(parts, accession="B-1", collection="boats")
    pictured(parts, accession="B-2", collection="boats")
    builders.describe(parts, "B-1", "A boat.")
    builders.describe(parts, "B-2", "Un barco.", language="es", approve=False)
    desk = signed_in("archivist")

    def heads(query: str) -> list[str]:
        return [words for level, words in sound(desk.get(f"/desk{query}").text).headings if level == 2]

    assert "Describe by demand in English (2)" in heads("")
    assert "In review (1)" in heads("")
    assert "In review (0)" in heads("?lang=en")
    assert "Describe by demand in Spanish (2)" in heads("?lang=es")
    assert "Describe by demand in Spanish (1)" in heads("?lang=es&collection=boats")
    assert "Newest without a description in English (1)" in heads("?lang=en&collection=trams")
    links = sound(desk.get("/desk?lang=es&collection=boats").text)
    assert links.link("In review (1)") == "/desk/queues/review?lang=es&collection=boats"
    assert links.link("Start describing") == (
        "/photographs/B-1/describe?lang=es&queue=demand&collection=boats"
    )


def test_a_batch_is_taken_kept_from_others_and_given_back(parts: Parts, signed_in: SignIn) -> None:
    for number in range(12):
        pictured(parts, accession=f"P-{number:02}")
    ana, ben = signed_in("describer"), signed_in("archivist")
    answer = post(ana, "/desk/queues/demand/take", {"lang": "en", "collection": ""}, "/desk")
    assert (answer.status_code, answer.location) == (303, "/desk/queues/mine?lang=en")
    mine = ana.get(answer.location).text
    assert "10 photographs are yours for 24 hours." in mine
    page = sound(mine)
    assert page.headings[0][1] == "Set aside for me (10), page 1 of 1"
    assert "Yours until" in mine
    assert "(2), page 1 of 1" in ben.get("/desk/queues/demand").text
    assert "(12), page 1 of 1" in ana.get("/desk/queues/demand").text
    back = post(
        ana,
        "/desk/queues/mine/give-back",
        {"accession": "P-11", "lang": "en", "filter": "en"},
        "/desk/queues/mine",
    )
    assert back.location == "/desk/queues/mine?lang=en"
    assert "Given back: P-11." in ana.get(back.location).text
    post(ana, "/desk/queues/mine/give-back", {"lang": "en"}, "/desk/queues/mine")
    assert "9 photographs were given back." in ana.get("/desk").text
    assert "(12), page 1 of 1" in ben.get("/desk/queues/demand").text


def test_nothing_to_take_or_to_give_back_is_said(parts: Parts, signed_in: SignIn) -> None:
    ana = signed_in("describer")
    assert post(ana, "/desk/queues/newest/take", {"lang": "es"}, "/desk").location == (
        "/desk/queues/newest?lang=es"
    )
    assert "There is nothing left to take here." in ana.get("/desk").text
    pictured(parts, accession="P-1")
    for accession, words in (
        ("P-1", "You did not have it any more, so nothing was changed."),
        ("", "0 photographs were given back."),
    ):
        answer = post(ana, "/desk/queues/mine/give-back", {"accession": accession, "lang": "en"}, "/desk")
        assert answer.status_code == 303
        assert words in ana.get("/desk").text
    assert post(ana, "/desk/queues/mine/give-back", {"accession": "gone"}, "/desk").status_code == 303


def test_more_than_one_person_can_hold_is_refused_in_words(
    parts: Parts, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims, "MOST", 1)
    pictured(parts, accession="P-1")
    pictured(parts, accession="P-2")
    ana = signed_in("describer")
    post(ana, "/desk/queues/demand/take", {"lang": "en"}, "/desk")
    answer = post(ana, "/desk/queues/demand/take", {"lang": "en"}, "/desk")
    assert answer.status_code == 422
    page = sound(answer.text)
    assert page.one("title").words.startswith("Error: ")
    assert "You have taken as many as one person can." in page.classed("error-summary")[0].words


def test_chosen_texts_are_approved_each_for_itself(parts: Parts, signed_in: SignIn) -> None:
    boxes = [waiting(parts, f"P-{number}", f"Tram number {number} waits.") for number in range(3)]
    own = waiting(parts, "OWN", "Written by the reviewer, a tram.", builders.ARCHIVIST)
    bad = waiting(parts, "BAD", "IMG_2031.jpg")
    left = waiting(parts, "LEFT", "A tram that nobody chose.")
    answer = post(signed_in("archivist"), DECIDE, {"text": [*boxes, own, bad], "act": "approve"}, REVIEW)
    assert answer.status_code == 200
    page = sound(answer.text)
    assert page.one("h1").words == "3 approved; 2 not"
    refused = page.classed("notice-error")[0].words
    assert "You wrote this text yourself, so somebody else has to approve it." in refused
    assert "OWN" in refused
    assert "BAD" in refused
    assert [status(parts, box) for box in [*boxes, own, bad, left]] == ["approved"] * 3 + ["in-review"] * 3
    for number in range(3):
        assert verbs(parts, f"P-{number}")[-1] == "description.approve"
    assert "description.approve" not in verbs(parts, "OWN") + verbs(parts, "BAD") + verbs(parts, "LEFT")


def test_chosen_texts_are_sent_back_with_a_reason(parts: Parts, signed_in: SignIn) -> None:
    boxes = [waiting(parts, f"P-{number}") for number in range(2)]
    data: dict[str, object] = {
        "text": boxes,
        "act": "send-back",
        "reason_code": "too-short",
        "reason": "Say how many people.",
    }
    answer = post(signed_in("reviewer"), DECIDE, data, REVIEW)
    assert sound(answer.text).one("h1").words == "2 sent back"
    with parts.db.reading() as session:
        text = session.get_one(Description, int(boxes[0].partition(":")[0]))
    assert (text.status, text.reason_code, text.reason) == ("sent-back", "too-short", "Say how many people.")
    assert verbs(parts, "P-1")[-1] == "description.send-back"
    mine = sound(signed_in("describer").get("/desk/queues/sent-back").text).one("main").words
    assert "Too short to tell what is seen. Say how many people." in mine


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({"act": "approve"}, "text", "Nothing is chosen, so nothing was done."),
        ({"act": "send-back", "reason": "Kept words."}, "text", "Nothing is chosen, so nothing was done."),
        ({"act": "send-back", "text": "BOX", "reason": "Kept words."}, "reason_code", "Choose a reason"),
        ({"act": "send-back", "text": "BOX", "reason_code": "odd"}, "reason_code", "Choose a reason"),
        ({"act": "send-back", "text": "BOX", "reason_code": "other", "reason": " \n"}, "reason", "Say what"),
        ({"act": "burn", "text": "BOX"}, "act", "Say whether to approve"),
        ({"text": "BOX"}, "act", "Say whether to approve"),
    ],
)
def test_what_is_missing_is_told_and_what_was_typed_is_kept(
    parts: Parts, signed_in: SignIn, data: dict[str, str], field: str, sentence: str
) -> None:
    box = waiting(parts, "P-1")
    sent: dict[str, object] = {name: box if value == "BOX" else value for name, value in data.items()}
    answer = post(signed_in("reviewer"), DECIDE, sent, REVIEW)
    assert answer.status_code == 422
    page = sound(answer.text)
    summary = page.classed("error-summary")[0].words
    assert sentence in summary
    assert any(one["href"] == f"#{field}" for one in page.all("a"))
    assert any(one["id"] == field for one in page.elements)
    assert page.one("title").words.startswith("Error: ")
    assert status(parts, box) == "in-review"
    [choice] = [one for one in page.all("input") if one["name"] == "text"]
    assert ("checked" in choice.attributes) == ("text" in data)
    assert data.get("reason", "").strip() in page.all("textarea")[0].words


def test_texts_that_moved_on_are_refused_one_by_one(parts: Parts, signed_in: SignIn) -> None:
    stale, gone, good = waiting(parts, "STALE"), waiting(parts, "GONE"), waiting(parts, "GOOD")
    with parts.db.writing() as session:
        for accession, text in (("STALE", "Another tram waits there."), ("GONE", "")):
            record = photographs.get(session, accession)
            words = workflow.Words("alt", "en", text)
            workflow.save(session, builders.DESCRIBER, record, words, version=1)
    odd = ["", "x", "99:1", f"{'9' * 30}:1", "٣:١", "1:2:3", "-1:-1"]
    chosen = [stale, gone, good, good, *odd]
    answer = post(signed_in("reviewer"), DECIDE, {"text": chosen, "act": "approve"}, REVIEW)
    page = sound(answer.text)
    assert page.one("h1").words == f"1 approved; {2 + len(odd)} not"
    assert "It was changed or decided on after you opened the list." in page.one("main").words
    assert status(parts, good) == "approved"
    assert status(parts, stale) == "in-review"


def test_own_texts_are_shown_apart_and_cannot_be_chosen(parts: Parts, signed_in: SignIn) -> None:
    theirs = waiting(parts, "THEIRS")
    waiting(parts, "MINE", author=builders.ARCHIVIST)
    page = sound(signed_in("archivist").get(REVIEW).text)
    assert [one["value"] for one in page.all("input") if one["name"] == "text"] == [theirs]
    assert "Written by you (1)" in [words for _level, words in page.headings]
    assert "1 text of yours waits for somebody else." in signed_in("archivist").get("/desk").text


def test_in_an_archive_of_one_own_texts_are_chosen_and_said_to_be_unchecked(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    parts = builders.archive(tmp_path_factory.mktemp("one") / "home", one_person=True)
    app = build(parts)
    app.testing = True
    app.config["RATELIMIT_ENABLED"] = False
    browser = person(parts, app.test_client(), "administrator")
    own = waiting(parts, "OWN", author=Actor("only-administrator", frozenset({"administrator"})))
    answer = post(browser, DECIDE, {"text": own, "act": "approve"}, REVIEW)
    assert sound(answer.text).one("h1").words == "1 approved"
    with parts.db.reading() as session:
        assert session.get_one(Description, int(own.partition(":")[0])).alone
    parts.close()


def test_lists_are_paged_and_numbered_on(
    parts: Parts, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.web.worklists.PER_PAGE", 2)
    monkeypatch.setattr("archive.web.worklists.REACH", 4)
    for number in range(5):
        pictured(parts, accession=f"P-{number}")
    ana = signed_in("describer")
    second = sound(ana.get("/desk/queues/newest?page=2&lang=es").text)
    assert second.headings[0][1] == "Newest without a description (5), page 2 of 2"
    assert [words.split()[-1] for level, words in second.headings if level == 2] == ["(P-2)", "(P-1)"]
    assert second.link("Previous page") == "/desk/queues/newest?page=1&lang=es"
    assert "The first 4 can be turned to here" in second.one("main").words
    beyond = ana.get("/desk/queues/newest?page=3")
    assert beyond.status_code == 404
    assert sound(beyond.text).link("Go to its last page") == "/desk/queues/newest?page=2"


@pytest.mark.parametrize("number", ["0", "-1", "x", "", "1e3", "٣", "99999999999999999999", "%ED%A0%80"])
def test_odd_page_numbers_are_answered(parts: Parts, signed_in: SignIn, number: str) -> None:
    pictured(parts, accession="P-1")
    answer = signed_in("describer").get(f"/desk/queues/newest?page={number}")
    assert answer.status_code in {200, 404}
    sound(answer.text)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("lang=xx", "This is not a language that the archive knows."),
        ("lang=" + "e" * 5000, "This is not a language that the archive knows."),
        ("lang=%ED%A0%80", "This is not a language that the archive knows."),
        ("lang=%3Cb%3E", "This is not a language that the archive knows."),
        ("collection=nowhere", "There is no collection of this name."),
        ("collection=%ED%A0%80%00", "There is no collection of this name."),
        ("lang=xx&collection=nowhere", "There is no collection of this name."),
    ],
)
@pytest.mark.parametrize("address", ["/desk", "/desk/queues/newest", "/desk/queues/sent-back"])
def test_an_odd_filter_is_told_beside_its_field(
    signed_in: SignIn, address: str, query: str, sentence: str
) -> None:
    answer = signed_in("describer").get(f"{address}?{query}")
    assert answer.status_code == 422
    page = sound(answer.text)
    assert sentence in page.classed("error-summary")[0].words
    assert any(sentence in one.words for one in page.classed("error"))


def test_a_language_with_a_region_stays_chosen(parts: Parts, signed_in: SignIn) -> None:
    pictured(parts, accession="P-1")
    page = sound(signed_in("describer").get("/desk/queues/newest?lang=ES_mx").text)
    [chosen] = [one for one in page.all("option") if "selected" in one.attributes and one["value"]]
    assert chosen["value"] == "es-MX"
    assert "lang=es-MX" in page.link("Start describing")


@pytest.mark.parametrize("queue", ["nothing", "own-review", "Review", "review%00", "..", "<b>", "%ED%A0%80"])
def test_an_unknown_queue_is_no_page(signed_in: SignIn, queue: str) -> None:
    browser = signed_in("archivist")
    assert browser.get(f"/desk/queues/{queue}").status_code in {404, 308}
    data = {"csrf_token": token(browser.get("/desk").text)}
    assert browser.post(f"/desk/queues/{queue}/take", data=data).status_code in {404, 405, 308}


def test_batches_are_not_taken_from_lists_of_texts(parts: Parts, signed_in: SignIn) -> None:
    waiting(parts, "P-1")
    answer = post(signed_in("archivist"), "/desk/queues/review/take", {"lang": "en"}, "/desk")
    assert answer.status_code == 422
    assert "Photographs are taken from the lists of those without a description." in answer.text


def test_html_and_other_directions_in_texts_stay_words(parts: Parts, signed_in: SignIn) -> None:
    waiting(parts, "P-1", "<script>alert(1)</script> A tram & a bus")
    pictured(parts, accession="P-2")
    with parts.db.writing() as session:
        record = photographs.get(session, "P-2")
        words = workflow.Words("alt", "ar", "ترام ينتظر تحت المطر")
        workflow.save(session, builders.DESCRIBER, record, words)
    page = signed_in("reviewer").get(REVIEW).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; A tram &amp; a bus" in page
    assert '<blockquote class="text-quote" lang="ar" dir="rtl">' in page


def test_a_report_leads_to_its_own_page(parts: Parts, signed_in: SignIn) -> None:
    pictured(parts, accession="P-1")
    builders.describe(parts, "P-1", "A tram.")
    with parts.db.writing() as session:
        record = photographs.get(session, "P-1")
        requests.report(session, record, ("alt", "en"), "It is a <bus>.", browser="one")
    page = sound(signed_in("reviewer").get("/desk/queues/problems").text)
    assert page.link("A made-up picture (P-1)") == "/desk/requests/P-1"
    assert "Alt text in English: It is a <bus>." in page.one("main").words


def test_a_reviewer_reads_what_the_checks_say_before_deciding(parts: Parts, signed_in: SignIn) -> None:
    box = waiting(parts, "BAD", "IMG_2031.jpg")
    waiting(parts, "ODD", "Photo of a tram that waits in the rain.")
    waiting(parts, "FINE", "A tram waits at a wet stop while two people close their umbrellas.")
    with parts.db.writing() as session:
        record = photographs.get(session, "ODD")
        odd = next(one.finding for one in linting.of(session, record) if one.finding.field == "alt")
        place = (odd.code, odd.field, odd.language)
        linting.answer(session, builders.DESCRIBER, record, place, "It is about a photo.")
    page = sound(signed_in("reviewer").get(REVIEW).text)
    bad, answered, fine = (one.words for one in page.classed("worklist-item"))
    assert "Approval would be refused, because of what the checks find: " in bad
    with parts.db.reading() as session:
        text = session.get_one(Description, int(box.partition(":")[0]))
        [stop, *_others] = linting.stops(session, photographs.get(session, "BAD"), text)
    assert stop.message in bad
    assert "Let stand by describer: It is about a photo." in answered
    assert "refused" not in answered + fine
    assert "The checks find: nothing." in fine
    assert "A tram waits at a stop in a made-up town on a wet morning, 1936." in fine
    assert "What changes" not in bad + answered + fine


def test_a_new_version_is_shown_against_the_approved_one(parts: Parts, signed_in: SignIn) -> None:
    pictured(parts, accession="P-1")
    builders.describe(parts, "P-1", "A red tram waits at a wet stop in the rain.")
    builders.describe(parts, "P-1", "A blue tram waits at a wet stop in the rain.", approve=False)
    page = sound(signed_in("reviewer").get(REVIEW).text)
    [change] = page.classed("difference")
    assert "removed: red" in change.words
    assert "added: blue" in change.words


def test_what_a_reader_wrote_is_in_the_list_with_the_way_to_all_of_it(
    parts: Parts, signed_in: SignIn
) -> None:
    pictured(parts, accession="P-1")
    builders.photograph(parts, accession="BARE")
    with parts.db.writing() as session:
        for accession, notes in (("P-1", ("", "What does the <sign> say?", "Later words.")), ("BARE", ("",))):
            record = photographs.get(session, accession)
            for number, note in enumerate(notes):
                requests.ask(session, record, "en", note, browser=str(number))
    page = sound(signed_in("describer").get("/desk/queues/asked").text)
    first, bare = (one.words for one in page.classed("worklist-item"))
    assert "A reader writes: What does the <sign> say?" in first
    assert "Later words." not in first
    assert page.link("All that readers say of P-1") == "/desk/requests/P-1"
    assert "There is no picture yet." in bare
    assert "A reader writes" not in bare
    assert "no picture" not in first


def test_no_heading_of_the_desk_is_said_twice(parts: Parts, signed_in: SignIn) -> None:
    pictured(parts, accession="P-1")
    browser = signed_in("archivist")
    for address in ("/desk", "/desk/queues/newest"):
        page = sound(browser.get(address).text)
        assert not [one for one in page.all("section") if one["aria-labelledby"]]


def test_the_desk_remembers_the_language_and_offers_those_in_use_first(
    parts: Parts, signed_in: SignIn
) -> None:
    pictured(parts, accession="P-1")
    builders.describe(parts, "P-1", "Un tranvía espera bajo la lluvia.", language="es")
    browser = signed_in("describer")
    assert "Describe by demand in English (1)" in browser.get("/desk").text
    chosen = browser.get("/desk?lang=es")
    kept = next(one for one in chosen.headers.getlist("Set-Cookie") if one.startswith("desk-language=es"))
    assert "HttpOnly" in kept
    assert "SameSite=Lax" in kept
    assert "Max-Age=31536000" in kept
    assert "Describe by demand in Spanish (0)" in browser.get("/desk").text
    page = sound(browser.get("/desk?lang=").text)
    assert "Describe by demand in English (1)" in browser.get("/desk").text
    assert [one["label"] for one in page.all("optgroup")] == ["Used in the archive", "Other languages"]
    codes = [one["value"] for one in page.all("option")]
    assert codes[:4] == ["", "en", "es", "af"]
    assert browser.get("/desk?lang=xx").status_code == 422
    browser.set_cookie("desk-language", "<b>")
    assert browser.get("/desk").status_code == 200
