"""Answering for texts through the pages: approve, send back, take from readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive.catalogue import photographs, visibility
from archive.descriptions import linting, workflow
from archive.descriptions.models import Description
from archive.descriptions.workflow import Words
from archive.history import Actor
from archive.parts import Parts
from tests import builders
from tests.catalogue.test_catalogue_images import attach
from tests.web import describing
from tests.web.conftest import post
from tests.web.outline import sound
from tests.web.test_edit import control

SignIn = Callable[[str], FlaskClient]
GOOD = "A tram waits at a stop in the rain; two people under one umbrella walk towards it."
BETTER = "A red tram waits at a stop in the rain; two people under one umbrella walk towards it."
ASKED = "tram.jpg"  # the checks take it for a file's name


@pytest.fixture
def parts(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Parts]:
    made = builders.archive(tmp_path / "home", **getattr(request, "param", {}))
    yield made
    made.close()


def texts(parts: Parts, accession: str) -> dict[str, Description]:
    with parts.db.reading() as session:
        rows = workflow.of(session, photographs.get(session, accession))
        return {f"{workflow.key(text)} {text.status}": text for text in rows}


def in_review(parts: Parts, accession: str, kind: str = "alt") -> Description:
    return texts(parts, accession)[f"{kind}[en] in-review"]


def act(browser: FlaskClient, accession: str, text: Description, verb: str, **data: object) -> TestResponse:
    address = f"/photographs/{accession}/describe"
    version = data.pop("version", text.version)
    sent = {f"version-{text.id}": version, "lang": text.language} | {
        f"{'withdraw-' if verb == 'withdraw' and name.startswith('reason') else ''}{name}-{text.id}"
        if name.startswith("reason")
        else name: value
        for name, value in data.items()
    }
    answer: TestResponse = post(browser, f"{address}/{text.id}/{verb}", sent, address)
    return answer


def test_a_reviewer_approves_and_readers_see_it(parts: Parts, signed_in: SignIn, client: FlaskClient) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, GOOD, approve=False)
    browser, address = signed_in("reviewer"), f"/photographs/{accession}/describe"
    assert '<textarea id="alt"' not in browser.get(address).text, "a reviewer has nothing to write in"
    text = in_review(parts, accession)
    stale = act(browser, accession, text, "approve", version=text.version + 1)
    assert stale.status_code == 409
    assert "nothing was decided" in stale.text
    assert act(browser, accession, text, "approve").status_code == 303
    assert "Approved: Alt text in English. Readers see it now." in browser.get(address).text
    assert "alt[en] approved" in texts(parts, accession)
    assert act(browser, accession, text, "approve").status_code == 409
    assert GOOD in client.get(f"/photographs/{accession}").text


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("draft", "The record is a draft: readers see it once the record is published."),
        ("later", "Readers see it from 2999-01-01 on, when the embargo ends."),
        ("withdrawn", "The record is withdrawn, so readers do not see it."),
    ],
)
def test_approving_does_not_say_that_readers_see_what_they_do_not(
    parts: Parts, signed_in: SignIn, how: str, told: str
) -> None:
    embargo = "2999-01-01" if how == "later" else ""
    accession = builders.photograph(parts, publish=how != "draft", embargo=embargo)
    builders.describe(parts, accession, GOOD, approve=False)
    if how == "withdrawn":
        with parts.db.writing() as session:
            visibility.withdraw(session, builders.ARCHIVIST, accession, "The family asked.")
    browser = signed_in("reviewer")
    act(browser, accession, in_review(parts, accession), "approve")
    page = browser.get(f"/photographs/{accession}/describe").text
    assert f"Approved: Alt text in English. {told}" in page
    assert "Readers see it now." not in page
    assert "Take this alt text from readers" not in page


def test_sending_back_needs_a_reason_of_the_list_and_the_author_reads_it(
    parts: Parts, signed_in: SignIn
) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, GOOD, approve=False)
    reviewer, text = signed_in("reviewer"), in_review(parts, accession)
    without = act(reviewer, accession, text, "send-back", reason_code="", reason="Say the colour.")
    assert without.status_code == 422
    assert "<title>Error: " in without.text
    assert f'<a href="#reason_code-{text.id}">' in without.text
    assert control(without.text, f"reason-{text.id}") == "Say the colour.", "what was typed is kept"
    other = act(reviewer, accession, text, "send-back", reason_code="other", reason="  ")
    assert other.status_code == 422
    assert f'<a href="#reason-{text.id}">' in other.text
    assert '<option value="other" selected>' in other.text
    assert "alt[en] in-review" in texts(parts, accession)
    done = act(reviewer, accession, text, "send-back", reason_code="too-short", reason="Say the colour.")
    assert done.status_code == 303
    back = texts(parts, accession)["alt[en] sent-back"]
    assert (back.reason_code, back.reason, back.reviewer) == ("too-short", "Say the colour.", "reviewer")
    page = signed_in("describer").get(f"/photographs/{accession}/describe").text
    assert "Say the colour." in page
    assert control(page, "alt") == GOOD


@pytest.mark.parametrize("reason", ["x" * 1_000_000, "\x00\x07\u202e", "<script>alert(1)</script>", "\ud800"])
def test_odd_reasons_never_break_the_page(parts: Parts, signed_in: SignIn, reason: str) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, GOOD, approve=False)
    sent = reason.encode("utf-8", "surrogatepass")
    answer = act(
        signed_in("reviewer"),
        accession,
        in_review(parts, accession),
        "send-back",
        reason_code="other",
        reason=sent.decode("utf-8", "replace"),
    )
    assert answer.status_code in {303, 413, 422}
    page = signed_in("describer").get(f"/photographs/{accession}/describe").text
    assert "<script>alert" not in page


def test_a_change_is_told_word_by_word(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, GOOD)
    builders.describe(parts, accession, BETTER, approve=False)
    page = signed_in("reviewer").get(f"/photographs/{accession}/describe").text
    assert "What changes for readers" in page
    assert "1 word added." in page
    assert '<ins role="none">' in page
    assert "Written by describer on" in page


def test_what_came_inside_a_file_is_said_to_have(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        text = workflow.save(session, builders.DESCRIBER, record, Words("alt", "en", GOOD, "file"))
        assert text is not None
        workflow.accept(session, Actor("ana", frozenset({"describer"})), text.id, version=text.version)
    page = signed_in("reviewer").get(f"/photographs/{accession}/describe").text
    assert "It came from the file’s own metadata." in page
    assert "ana accepted it." in page


def test_nobody_approves_their_own_text(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        workflow.save(session, builders.ARCHIVIST, record, Words("alt", "en", GOOD))
    browser, text = signed_in("archivist"), in_review(parts, accession)
    page = browser.get(f"/photographs/{accession}/describe").text
    assert "You wrote this text yourself, so somebody else has to approve it." in page
    assert f"/{text.id}/approve" not in page
    answer = act(browser, accession, text, "approve")
    assert answer.status_code == 422
    assert f'<a href="#review-text-{text.id}">' in answer.text
    assert f'id="review-text-{text.id}"' in answer.text
    assert "alt[en] in-review" in texts(parts, accession)


def test_texts_of_another_record_are_not_approved_here(parts: Parts, signed_in: SignIn) -> None:
    one, other = builders.photograph(parts), builders.photograph(parts)
    builders.describe(parts, one, GOOD, approve=False)
    builders.describe(parts, other, BETTER, approve=False)
    for verb in ("approve", "send-back", "withdraw"):
        answer = act(signed_in("reviewer"), one, in_review(parts, other), verb, reason_code="too-short")
        assert answer.status_code == 409, verb
    assert "alt[en] in-review" in texts(parts, other)


def test_what_the_checks_ask_is_answered_while_approving(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, ASKED, approve=False)
    browser, text = signed_in("reviewer"), in_review(parts, accession)
    with parts.db.reading() as session:
        found = linting.grave(linting.of(session, photographs.get(session, accession)), ["alt"], "en")
    assert found, "the text was chosen because a rule asks about it"
    names = [f"answer-{c.finding.code}-{c.finding.field}-{c.finding.language}" for c in found]
    page = browser.get(f"/photographs/{accession}/describe").text
    assert all(f'id="review-{name}" name="review-{name}"' in page for name in names)
    refused = act(browser, accession, text, "approve", **{f"review-{names[0]}": " "})
    assert refused.status_code == 422
    assert f'<a href="#review-{names[0]}">' in refused.text
    assert "alt[en] in-review" in texts(parts, accession)
    answers = dict.fromkeys([f"review-{name}" for name in names], "The words are painted on the wall.")
    assert act(browser, accession, text, "approve", **answers).status_code == 303
    assert "alt[en] approved" in texts(parts, accession)
    with parts.db.reading() as session:
        kept = [one.answer for one in linting.of(session, photographs.get(session, accession)) if one.answer]
    assert kept == ["The words are painted on the wall."] * len(names)


def test_an_answer_is_not_kept_where_approving_fails(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, ASKED, approve=False)
    browser, text = signed_in("reviewer"), in_review(parts, accession)
    with parts.db.reading() as session:
        found = linting.grave(linting.of(session, photographs.get(session, accession)), ["alt"], "en")
    name = f"review-answer-{found[0].finding.code}-alt-en"
    answer = act(browser, accession, text, "approve", version=text.version + 7, **{name: "True as it is."})
    assert answer.status_code == 409
    with parts.db.reading() as session:
        assert not any(one.answer for one in linting.of(session, photographs.get(session, accession)))


def test_what_has_to_be_mended_cannot_be_approved(parts: Parts, signed_in: SignIn) -> None:
    """A text from a file that nobody has accepted: no reason lets it through."""
    accession = builders.photograph(parts)
    builders.describe(parts, accession, GOOD, approve=False)
    browser, text = signed_in("reviewer"), in_review(parts, accession)
    with parts.db.writing() as session:
        session.get_one(Description, text.id).origin = "file"
    page = browser.get(f"/photographs/{accession}/describe").text
    assert "It came inside the file; nobody has accepted it yet." in page
    assert "Approve and next" not in page
    refused = act(browser, accession, text, "approve", **{"review-answer-suggestion-alt-en": "So."})
    assert refused.status_code == 422
    assert "Somebody has to accept it before it is decided on." in refused.text
    assert "alt[en] in-review" in texts(parts, accession)


def test_approve_and_next_stays_while_a_text_waits_here_and_then_goes_on(
    parts: Parts, signed_in: SignIn
) -> None:
    one, other = builders.photograph(parts), builders.photograph(parts)
    builders.describe(parts, one, GOOD, approve=False)
    builders.describe(parts, one, f"{GOOD}\n\nThe stop has a shelter.", kind="long", approve=False)
    builders.describe(parts, other, BETTER, approve=False)
    browser, way = signed_in("reviewer"), {"queue": "review", "then": "next"}
    first = act(browser, one, in_review(parts, one), "approve", **way)
    assert first.location == f"/photographs/{one}/describe?lang=en&queue=review#review-heading"
    second = act(browser, one, in_review(parts, one, "long"), "approve", **way)
    assert second.location == f"/photographs/{other}/describe?lang=en&queue=review#describe"
    last = act(browser, other, in_review(parts, other), "approve", **way)
    assert last.location == "/desk"
    assert "Nothing else waits in this list." in browser.get("/desk").text


def test_sending_back_goes_on_too(parts: Parts, signed_in: SignIn) -> None:
    one, other = builders.photograph(parts), builders.photograph(parts)
    builders.describe(parts, one, GOOD, approve=False)
    builders.describe(parts, other, BETTER, approve=False)
    answer = act(
        signed_in("reviewer"),
        one,
        in_review(parts, one),
        "send-back",
        reason_code="too-short",
        then="next",
        queue="no-such-queue",
    )
    assert answer.location.startswith(f"/photographs/{other}/describe?lang=en")


def test_an_approved_text_is_taken_from_readers(parts: Parts, signed_in: SignIn, client: FlaskClient) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, GOOD)
    browser, text = signed_in("reviewer"), texts(parts, accession)["alt[en] approved"]
    page = browser.get(f"/photographs/{accession}/describe").text
    assert "<details>" in page
    refused = act(browser, accession, text, "withdraw", reason_code="other", reason="")
    assert refused.status_code == 422
    assert f'<a href="#withdraw-reason-{text.id}">' in refused.text
    assert "<details open>" in refused.text
    assert act(browser, accession, text, "withdraw", reason_code="terms").status_code == 303
    assert "alt[en] sent-back" in texts(parts, accession)
    assert (
        "Taken from readers: Alt text in English." in browser.get(f"/photographs/{accession}/describe").text
    )
    assert GOOD not in client.get(f"/photographs/{accession}").text


@pytest.mark.parametrize("verb", ["approve", "send-back", "withdraw"])
def test_only_reviewers_decide(parts: Parts, signed_in: SignIn, client: FlaskClient, verb: str) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, GOOD, approve=False)
    address = f"/photographs/{accession}/describe"
    text = in_review(parts, accession)
    page = signed_in("describer").get(address).text
    assert f"/{text.id}/approve" not in page
    assert act(signed_in("describer"), accession, text, verb, reason_code="terms").status_code == 403
    assert client.post(f"{address}/{text.id}/{verb}", data={"version": 1}).status_code in {303, 400, 403}
    assert "alt[en] in-review" in texts(parts, accession)


def test_texts_are_said_to_fit_a_new_file(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    attach(parts, accession, "a")
    builders.describe(parts, accession, GOOD)
    attach(parts, accession, "b")
    browser, address = signed_in("reviewer"), f"/photographs/{accession}/describe"
    assert "describe the earlier file" in browser.get(address).text
    assert post(browser, f"{address}/fits", {"lang": "en"}, address).status_code == 303
    page = browser.get(address).text
    assert "Noted: these texts fit the file. Alt text in English." in page
    assert "describe the earlier file" not in page


@pytest.mark.parametrize("parts", [{"one_person": True}], indirect=True)
def test_an_archive_of_one_says_that_nobody_else_checked(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        workflow.save(session, builders.ARCHIVIST, record, Words("alt", "en", GOOD))
    browser, address = signed_in("archivist"), f"/photographs/{accession}/describe"
    assert "You wrote it yourself. You may approve it" in browser.get(address).text
    act(browser, accession, in_review(parts, accession), "approve")
    assert "It was not checked by a second person." in browser.get(address).text


@pytest.mark.parametrize("verb", ["approve", "send-back", "withdraw"])
def test_what_is_typed_below_is_kept_whatever_is_decided(parts: Parts, signed_in: SignIn, verb: str) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, GOOD, approve=verb == "withdraw")
    browser, address = signed_in("archivist"), f"/photographs/{accession}/describe"
    text = next(iter(texts(parts, accession).values()))
    offered = sound(browser.get(address).text).all("button")
    buttons = [one for one in offered if one["formaction"].endswith(f"/{text.id}/{verb}")]
    assert buttons, "the page offers it"
    assert {one["form"] or "form" in one.inside for one in buttons} == {"words"}
    form = describing.seen(browser.get(address).text) | {"long": "Half a sen", "content_advisory": "Blood."}
    act_there = f"{address}/{text.id}/{verb}"
    refused = post(browser, act_there, form | {f"version-{text.id}": 99}, address)
    assert refused.status_code == 409
    assert control(refused.text, "long") == "Half a sen"
    before = "withdraw-" if verb == "withdraw" else ""
    form |= {f"version-{text.id}": text.version, f"{before}reason_code-{text.id}": "terms"}
    assert post(browser, act_there, form, address).status_code == 303
    page = browser.get(address).text
    assert control(page, "long") == "Half a sen"
    assert describing.line(page, "content_advisory") == "Blood."
    assert "Kept for you, but not saved yet: Long description in English" in page
    assert "long[en]" not in " ".join(texts(parts, accession))


def test_words_that_somebody_brought_back_are_still_their_authors(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        workflow.save(session, builders.ARCHIVIST, record, Words("alt", "en", GOOD, "file"))
        text = workflow.pending(session, record, "alt", "en")
        assert text is not None
        workflow.accept(session, builders.ARCHIVIST, text.id, version=text.version)
        text.author = "ana"
    page = signed_in("archivist").get(f"/photographs/{accession}/describe").text
    assert "so somebody else has to approve it." in page
    assert f"/{text.id}/approve" not in page


def test_taking_a_text_from_readers_stands_after_the_field_of_that_text(
    parts: Parts, signed_in: SignIn
) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, GOOD)
    for role, before in (("archivist", '<textarea id="alt"'), ("reviewer", 'id="alt-heading"')):
        page = signed_in(role).get(f"/photographs/{accession}/describe").text
        taking = "Take this alt text from readers"
        assert page.count(taking) == 1
        assert page.index('id="languages"') < page.index(before) < page.index(taking)
