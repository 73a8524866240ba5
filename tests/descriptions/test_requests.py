"""What readers ask: once a day and browser, closed by the text that they waited for, or with an outcome."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from archive import history
from archive.catalogue import photographs, visibility
from archive.catalogue.checks import Invalid
from archive.descriptions import requests, workflow
from archive.descriptions.models import Request
from archive.descriptions.requests import Asked, Changed, Told
from archive.history import OPERATOR, READER, Forbidden, Missing
from archive.parts import Parts
from tests import builders

TRAM = "A tram with two lamps waits beside a wet pavement; nobody gets on."
BUS = "A bus with one lamp stands in a yard between two brick walls."
TRANVIA = "Un tranvía con dos faros espera junto a una acera mojada; nadie sube."


@pytest.fixture
def accession(parts: Parts) -> str:
    return builders.photograph(parts)


def ask(parts: Parts, accession: str, language: str = "en", note: str = "", browser: str = "a") -> int:
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        return requests.ask(session, record, language, note, browser=browser).id


def report(
    parts: Parts, accession: str, kind: str = "alt", language: str = "en", note: str = "Red.", **more: Any
) -> int:
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        how = {"browser": "a"} | more
        return requests.report(session, record, (kind, language), note, **how).id


def told(parts: Parts, accession: str, language: str = "en") -> Told:
    with parts.db.reading() as session:
        return requests.told(session, photographs.get(session, accession), language)


def open_ones(parts: Parts, accession: str) -> list[int]:
    with parts.db.reading() as session:
        return [one.id for one in requests.of(session, photographs.get(session, accession))]


def last_event(parts: Parts, accession: str) -> history.Event:
    with parts.db.reading() as session:
        return history.of(session, "photograph", builders.get(parts, accession).id)[-1]


def test_a_wish_is_taken_once_a_day_from_one_browser(
    parts: Parts, accession: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = builders.photograph(parts)
    ask(parts, accession, note=" What is\r\nwritten on it? ")
    with pytest.raises(Asked):
        ask(parts, accession)
    with pytest.raises(Asked):
        ask(parts, accession, "es")
    ask(parts, accession, browser="b")
    ask(parts, other)
    assert told(parts, accession) == Told(2, 0, "")
    with parts.db.reading() as session:
        record = photographs.get(session, accession)
        first = requests.of(session, record)[0]
        assert (first.note, first.day) == ("What is\nwritten on it?", photographs.today())
        assert "a" not in {first.once, ""}, "of the browser a digest is kept, not its token"
        assert requests.sent_today(session, record, "a")
        assert not requests.sent_today(session, record, "c")
        assert requests.counts(session) == (2, 0)
    monkeypatch.setattr(photographs, "today", lambda: "2999-01-01")
    ask(parts, accession)
    assert told(parts, accession).open == 3


@pytest.mark.parametrize(("code", "kept"), [("en-US", "en"), ("ES_mx", "es"), ("zh-Hant-TW", "zh")])
def test_a_wish_is_kept_without_its_region(parts: Parts, accession: str, code: str, kept: str) -> None:
    ask(parts, accession, code)
    assert told(parts, accession, kept).open == 1


@pytest.mark.parametrize("code", ["", "qq-nowhere", "x" * 4000, "\ud800", "en\x00", "*"])
def test_a_language_that_nobody_knows_is_refused(parts: Parts, accession: str, code: str) -> None:
    with pytest.raises(Invalid, match="not a language"):
        ask(parts, accession, code)
    assert open_ones(parts, accession) == []


def test_notes_are_cleaned_and_bounded(parts: Parts, accession: str) -> None:
    ask(parts, accession, note="a\ud800b\x00c\u202e")
    with pytest.raises(Invalid, match="too long"):
        ask(parts, accession, note="x" * 1001, browser="b")
    with pytest.raises(Invalid, match="too long"):
        ask(parts, accession, note="x" * 1_000_000, browser="b")
    ask(parts, accession, note="x" * 1000, browser="b")
    with parts.db.reading() as session:
        notes = [one.note for one in requests.of(session, photographs.get(session, accession))]
    assert not {"\ud800", "\x00"} & set(notes[0])
    assert [len(one) for one in notes[1:]] == [1000]


def test_only_what_readers_see_can_be_asked_for(parts: Parts) -> None:
    draft = builders.photograph(parts, publish=False)
    later = builders.photograph(parts, embargo="2999-01-01")
    gone, merged, kept = (builders.photograph(parts, accession=f"N-{n}") for n in range(3))
    builders.describe(parts, gone, TRAM)
    with parts.db.writing() as session:
        visibility.withdraw(session, OPERATOR, gone, "A reason.")
        visibility.merge(session, OPERATOR, merged, kept)
    for one in (draft, later, gone, merged):
        with pytest.raises(Missing):
            ask(parts, one)
        with pytest.raises(Missing):
            report(parts, one)


def test_where_the_words_are_nobody_need_ask(parts: Parts, accession: str) -> None:
    builders.describe(parts, accession, TRAM, approve=False)
    ask(parts, accession, browser="before")
    builders.describe(parts, accession, TRAM)
    for code in ("en", "en-GB"):
        with pytest.raises(Invalid, match="described by now"):
            ask(parts, accession, code)
    ask(parts, accession, "es")


def test_an_approved_text_closes_the_wishes_for_it_in_one_event(parts: Parts, accession: str) -> None:
    ask(parts, accession, "es-MX")
    ask(parts, accession, "es-ES", browser="b")
    ask(parts, accession, browser="c")
    builders.describe(parts, accession, TRANVIA, kind="transcript", language="es")
    assert told(parts, accession, "es").open == 2, "they wait for an alt text"
    builders.describe(parts, accession, TRANVIA, language="es-MX")
    done = told(parts, accession, "es")
    assert (done.open, done.fulfilled) == (0, 2)
    assert done.described
    assert told(parts, accession) == Told(1, 0, "")
    event = last_event(parts, accession)
    assert (event.verb, event.actor) == ("request.resolve", "reviewer")
    assert event.after == {
        "request": {"kind": "wish", "language": "es", "text_kind": "", "asked": 2, "outcome": "described"}
    }


def test_a_fault_is_reported_in_the_very_words_that_were_read(parts: Parts, accession: str) -> None:
    with pytest.raises(Missing):
        report(parts, accession)
    builders.describe(parts, accession, TRAM)
    with pytest.raises(Missing):
        report(parts, accession, "poem")
    with pytest.raises(Missing):
        report(parts, accession, "alt", "\ud800")
    with pytest.raises(Invalid, match="what is wrong"):
        report(parts, accession, note=" \n ")
    with pytest.raises(Changed):
        report(parts, accession, mark="0" * 24)
    first = report(parts, accession)
    with pytest.raises(Asked):
        report(parts, accession)
    builders.describe(parts, accession, TRANVIA, language="es")
    report(parts, accession, language="es")
    builders.describe(parts, accession, BUS)
    with parts.db.reading() as session:
        record = photographs.get(session, accession)
        english, spanish = requests.of(session, record, kind="problem")
        assert english.id == first
        assert requests.words(session, english) == (TRAM, False), "history keeps what the reader had"
        assert requests.words(session, spanish) == (TRANVIA, True)
        assert requests.sent_today(session, record, "a", ("alt", "es"))
        assert not requests.sent_today(session, record, "a", ("long", "es"))
        assert requests.counts(session) == (0, 2)


def test_words_blanked_from_history_are_not_told(parts: Parts, accession: str) -> None:
    builders.describe(parts, accession, TRAM)
    report(parts, accession)
    builders.describe(parts, accession, BUS)
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        history.blank(session, "photograph", [record.id])
        assert requests.words(session, requests.of(session, record)[0]) == ("", False)


def test_resolving_is_an_event_with_an_outcome_that_is_true(parts: Parts, accession: str) -> None:
    wish = ask(parts, accession)
    builders.describe(parts, accession, TRANVIA, language="es")
    fault = report(parts, accession, language="es")
    with parts.db.writing() as session:
        for actor in (READER, history.Actor("x", frozenset())):
            with pytest.raises(Forbidden):
                requests.resolve(session, actor, wish, "unclear")
        for number, outcome in ((wish, "right"), (wish, ""), (fault, "described"), (fault, "\ud800")):
            with pytest.raises(Invalid, match="outcomes in the list"):
                requests.resolve(session, builders.DESCRIBER, number, outcome)
        with pytest.raises(Invalid, match="not described"):
            requests.resolve(session, builders.DESCRIBER, wish, "described")
        with pytest.raises(Invalid, match="what came of it"):
            requests.resolve(session, builders.DESCRIBER, wish, "other", "  ")
        with pytest.raises(Missing):
            requests.resolve(session, builders.DESCRIBER, 999, "unclear")
    assert len(open_ones(parts, accession)) == 2
    with parts.db.writing() as session:
        done = requests.resolve(session, builders.REVIEWER, fault, "right", "Two lamps it is.")
        assert (done.state, done.outcome, done.resolver) == ("resolved", "right", "reviewer")
        with pytest.raises(Missing):
            requests.resolve(session, builders.REVIEWER, fault, "mended")
    event = last_event(parts, accession)
    assert (event.verb, event.reason) == ("request.resolve", "Two lamps it is.")
    assert open_ones(parts, accession) == [wish]


def test_wishes_are_closed_together_up_to_the_last_one_seen(parts: Parts, accession: str) -> None:
    first, last = ask(parts, accession), ask(parts, accession, browser="b")
    later, other = ask(parts, accession, browser="c"), ask(parts, accession, "es", browser="d")
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        how = (session, builders.DESCRIBER, record, "en", "other")
        with pytest.raises(Forbidden):
            requests.resolve_wishes(session, READER, record, "en", "unclear", upto=last)
        with pytest.raises(Invalid):
            requests.resolve_wishes(*how, upto=last)
        assert requests.resolve_wishes(*how, "The negative is lost.", upto=last) == 2
        with pytest.raises(Missing):
            requests.resolve_wishes(*how, "Again.", upto=first)
    assert open_ones(parts, accession) == [later, other]
    assert told(parts, accession) == Told(1, 0, ""), "closed otherwise is not described"


def test_a_withdrawn_text_lets_readers_ask_again_and_counts_who_had_asked(
    parts: Parts, accession: str
) -> None:
    ask(parts, accession)
    builders.describe(parts, accession, TRAM)
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        text = workflow.approved(session, record, "alt", "en")
        assert text is not None
        workflow.withdraw(session, builders.REVIEWER, text.id, "Wrong tram.", version=text.version)
    ask(parts, accession, browser="b")
    state = told(parts, accession)
    assert (state.open, state.fulfilled) == (1, 1)


def test_browsers_are_forgotten_the_next_day_and_notes_ninety_days_after_their_answer(
    parts: Parts, accession: str
) -> None:
    answered = ask(parts, accession, note="What is on the sign?")
    waiting = ask(parts, accession, note="And on the door?", browser="b")
    with parts.db.writing() as session:
        requests.resolve(session, builders.DESCRIBER, answered, "other", "There is no sign.")
    day = date.fromisoformat(photographs.today())

    def after(days: int) -> dict[int, tuple[bool, str]]:
        with parts.db.writing() as session:
            requests.sweep(session, (day + timedelta(days=days)).isoformat())
            rows = session.scalars(select(Request))
            return {row.id: (bool(row.once), row.note) for row in rows}

    assert after(0) == {answered: (True, "What is on the sign?"), waiting: (True, "And on the door?")}
    assert after(1) == {answered: (False, "What is on the sign?"), waiting: (False, "And on the door?")}
    assert after(89)[answered] == (False, "What is on the sign?")
    assert after(92) == {answered: (False, ""), waiting: (False, "And on the door?")}
