"""The desk's queues: what is in them, in which order, and what comes next."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from sqlalchemy import event

from archive.catalogue import images, photographs, visibility
from archive.db import now
from archive.descriptions import claims, queues, requests, workflow
from archive.descriptions.models import Description, Found, Popularity
from archive.descriptions.queues import Ask
from archive.history import OPERATOR, Actor
from archive.parts import Parts
from tests import builders

ANA = Actor("ana", frozenset({"describer"}))
BEN = Actor("ben", frozenset({"describer"}))
REA = Actor("rea", frozenset({"reviewer"}))
EN, ES = Ask("en"), Ask("es")


def made(parts: Parts, *names: str, collection: str = "") -> None:
    for name in names:
        builders.photograph(parts, accession=name, collection=collection)
        pictured(parts, name)


def pictured(parts: Parts, accession: str) -> None:
    """Give a photograph the facts of a picture."""
    with parts.db.writing() as session:
        sha256 = hashlib.sha256(accession.encode()).hexdigest()
        file = images.File(sha256, "JPEG", 640, 480, 1, "picture.jpg", {})
        images.attach(session, OPERATOR, photographs.get(session, accession), file)


def wish(parts: Parts, accession: str, language: str = "en", times: int = 1) -> None:
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        for number in range(times):
            requests.ask(session, record, language, "", browser=f"{language}-{number}")


def viewed(parts: Parts, **totals: int) -> None:
    with parts.db.writing() as session:
        for name, total in totals.items():
            session.add(Popularity(photograph_id=photographs.get(session, name).id, total=total))


def written(
    parts: Parts,
    actor: Actor,
    accession: str,
    text: str = "A tram.",
    language: str = "en",
    *,
    review: bool = True,
) -> Description:
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        words = workflow.Words("alt", language, text)
        saved = workflow.save(session, actor, record, words, review=review)
        assert saved is not None
        return saved


def from_a_file(parts: Parts, accession: str) -> Description:
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        words = workflow.Words("alt", "en", "Words that came inside a file.", "file")
        saved = workflow.save(session, builders.ARCHIVIST, record, words)
        assert saved is not None
        return saved


def names(parts: Parts, queue: str, ask: Ask = EN, actor: Actor = ANA, **part: int) -> list[str]:
    with parts.db.reading() as session:
        found = queues.items(session, actor, queue, ask, **part)
        if not part:
            assert queues.count(session, actor, queue, ask) == len(found)
        return [one.accession for one in found]


def after(parts: Parts, accession: str, queue: str = "demand", ask: Ask = EN, actor: Actor = ANA) -> str:
    with parts.db.reading() as session:
        found = queues.following(session, actor, queue, ask, accession)
        return found.accession if found else ""


def test_demand_is_wishes_then_views_then_the_newest(parts: Parts) -> None:
    made(parts, "old", "seen", "asked-once", "asked-later", "asked-most", "seen-most", "fresh")
    wish(parts, "asked-once")
    wish(parts, "asked-later")
    wish(parts, "asked-most", times=2)
    wish(parts, "old", "es")
    viewed(parts, seen=3, **{"seen-most": 9, "asked-once": 50, "fresh": 0})
    expected = ["asked-most", "asked-once", "asked-later", "seen-most", "seen", "fresh", "old"]
    assert names(parts, "demand") == expected
    assert names(parts, "asked") == expected[:3]
    assert names(parts, "viewed") == ["asked-once", "seen-most", "seen"]
    assert names(parts, "newest") == [
        "fresh", "seen-most", "asked-most", "asked-later", "asked-once", "seen", "old",
    ]  # fmt: skip
    assert names(parts, "demand", ES)[0] == "old"


def test_any_part_of_a_queue_is_what_the_whole_queue_has_there(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.descriptions.stages.NEWEST", 3)
    made(parts, *(f"p-{number}" for number in range(9)))
    wish(parts, "p-4")
    viewed(parts, **{"p-2": 5, "p-7": 2})
    whole = ["p-4", "p-2", "p-7", "p-8", "p-6", "p-5", "p-3", "p-1", "p-0"]
    assert names(parts, "demand") == whole
    for offset in range(11):
        for limit in (1, 2, 4, 20):
            assert names(parts, "demand", offset=offset, limit=limit) == whole[offset : offset + limit]
    walked = [after(parts, "")]
    while len(walked) < len(whole):
        walked.append(after(parts, walked[-1]))
    assert walked == whole
    assert after(parts, whole[-1]) == whole[0]


def test_a_photograph_leaves_the_queue_when_somebody_is_at_it(parts: Parts) -> None:
    made(parts, "a-free", "b-approved", "c-review", "d-draft", "e-mine", "f-file", "g-taken")
    builders.describe(parts, "b-approved", "A tram.")
    written(parts, BEN, "c-review")
    written(parts, BEN, "d-draft", review=False)
    written(parts, ANA, "e-mine", review=False)
    from_a_file(parts, "f-file")
    with parts.db.writing() as session:
        claims.take(session, BEN, Ask("en"), count=1, queue="newest")
    assert names(parts, "newest") == ["f-file", "e-mine", "a-free"]
    assert names(parts, "newest", actor=BEN) == ["g-taken", "f-file", "d-draft", "a-free"]
    assert len(names(parts, "newest", ES)) == 7


def test_a_text_that_went_to_review_hides_its_photograph_from_its_author_too(parts: Parts) -> None:
    made(parts, "one", "two")
    written(parts, ANA, "two")
    assert names(parts, "demand") == ["one"]
    assert after(parts, "two") == "one"


def test_only_what_readers_may_see_waits_for_words(parts: Parts) -> None:
    made(parts, "shown", "kept", "gone", "late")
    builders.photograph(parts, accession="draft", publish=False)
    pictured(parts, "draft")
    with parts.db.writing() as session:
        visibility.merge(session, OPERATOR, "gone", "kept")
        visibility.withdraw(session, OPERATOR, "kept", "A reason.")
        version = photographs.get(session, "late").version
        photographs.amend(session, OPERATOR, "late", {"embargo": "2999-01-01"}, version=version)
    assert names(parts, "demand") == ["shown"]
    viewed(parts, draft=4, shown=1, late=5)
    assert names(parts, "viewed") == ["shown"]


def test_a_collection_narrows_every_queue(parts: Parts) -> None:
    made(parts, "in", "in-2", collection="trams")
    made(parts, "out", "out-2", collection="boats")
    for name in ("in", "out"):
        written(parts, BEN, name)
        wish(parts, f"{name}-2")
    viewed(parts, **{"in-2": 1, "out-2": 2})
    here = Ask("en", "trams")
    for queue in ("demand", "asked", "viewed", "newest"):
        assert names(parts, queue, here) == ["in-2"], queue
    assert names(parts, "review", here, REA) == ["in"]
    assert after(parts, "in-2", ask=here) == ""
    for queue in queues.NAMES:
        assert names(parts, queue, Ask("en", "nowhere")) == []


def test_review_holds_other_peoples_texts_oldest_first(parts: Parts) -> None:
    made(parts, "first", "second", "mine", "spanish")
    own = Actor("rea", frozenset({"reviewer", "describer"}))
    for writer, name, language in (
        (ANA, "second", "en"),
        (ANA, "first", "en"),
        (own, "mine", "en"),
        (ANA, "spanish", "es"),
    ):
        written(parts, writer, name, language=language)
    with parts.db.writing() as session:
        for number, text in enumerate(session.query(Description).order_by(Description.id)):
            text.changed = f"2026-01-0{[2, 1, 3, 4][number]}T00:00:00Z"
    assert names(parts, "review", Ask(), own) == ["first", "second", "spanish"]
    assert names(parts, "review", EN, own) == ["first", "second"]
    assert names(parts, "review", Ask("en", alone=True), own) == ["first", "second", "mine"]
    with parts.db.reading() as session:
        found, total = queues.own_review(session, own, Ask())
    assert ([one.accession for one in found], total) == (["mine"], 1)
    assert after(parts, "first", "review", Ask(), own) == "second"
    assert after(parts, "mine", "review", Ask(), own) == "first"
    assert after(parts, "spanish", "review", Ask(), own) == "first"


def test_next_is_another_photograph_though_two_of_its_texts_wait(parts: Parts) -> None:
    made(parts, "both", "other")
    written(parts, ANA, "both")
    with parts.db.writing() as session:
        words = workflow.Words("long", "en", "A long description of it.")
        workflow.save(session, ANA, photographs.get(session, "both"), words)
    assert after(parts, "both", "review", EN, REA) == ""
    written(parts, ANA, "other")
    assert names(parts, "review", EN, REA) == ["both", "both", "other"]
    assert after(parts, "both", "review", EN, REA) == "other"


def test_what_is_mine_is_listed_for_me_alone(parts: Parts) -> None:
    made(parts, "back", "kept", "file")
    text = written(parts, ANA, "back")
    written(parts, ANA, "kept", review=False)
    from_a_file(parts, "file")
    with parts.db.writing() as session:
        workflow.send_back(session, REA, text.id, "Say more.", version=text.version, code="too-short")
    assert names(parts, "sent-back") == ["back"]
    assert names(parts, "drafts") == ["kept"]
    assert names(parts, "sent-back", actor=BEN) == names(parts, "drafts", actor=BEN) == []
    assert names(parts, "drafts", actor=builders.ARCHIVIST) == []
    assert names(parts, "suggested") == names(parts, "suggested", actor=BEN) == ["file"]
    with parts.db.reading() as session:
        [item] = queues.items(session, ANA, "sent-back", Ask())
    assert item.description is not None
    assert (item.text, item.description.reason, item.description.reason_code) == (
        text.id,
        "Say more.",
        "too-short",
    )


def test_lint_holds_grave_findings_that_nobody_answered(parts: Parts) -> None:
    made(parts, "stop", "error", "answered", "warning", "wordless")
    rows = {
        "stop": ("unaccepted", "stop", ""),
        "error": ("file-name", "error", ""),
        "answered": ("file-name", "error", "It is the title."),
        "warning": ("too-long", "warning", ""),
        "wordless": ("empty", "error", ""),
    }
    with parts.db.writing() as session:
        for name, (code, level, answer) in rows.items():
            session.add(
                Found(
                    photograph_id=photographs.get(session, name).id,
                    code=code,
                    level=level,
                    field="alt",
                    language="en",
                    message="It says “%(word)s”.",
                    values={"word": name},
                    answer=answer,
                )
            )
    assert names(parts, "lint", Ask()) == names(parts, "lint", EN) == ["stop", "error"]
    assert names(parts, "lint", ES) == []
    with parts.db.reading() as session:
        assert [one.words for one in queues.items(session, ANA, "lint", EN)] == [
            "It says “stop”.",
            "It says “error”.",
        ]


def test_problems_are_open_reports_with_their_notes(parts: Parts) -> None:
    made(parts, "one", "two")
    for name in ("one", "two"):
        builders.describe(parts, name, "A tram.")
        with parts.db.writing() as session:
            record = photographs.get(session, name)
            requests.report(session, record, ("alt", "en"), f"{name} is a bus.", browser="b")
    with parts.db.reading() as session:
        found = queues.items(session, ANA, "problems", Ask())
    assert [(one.accession, one.words, one.kind) for one in found] == [
        ("one", "one is a bus.", "alt"),
        ("two", "two is a bus.", "alt"),
    ]
    with parts.db.writing() as session:
        report = requests.of(session, photographs.get(session, "one"))[0]
        requests.resolve(session, ANA, report.id, "right")
    assert names(parts, "problems") == ["two"]


def test_an_item_says_how_much_it_is_wanted(parts: Parts) -> None:
    made(parts, "one")
    wish(parts, "one", times=3)
    viewed(parts, one=12)
    draft = from_a_file(parts, "one")
    with parts.db.writing() as session:
        claims.take(session, ANA, EN)
    with parts.db.reading() as session:
        [item] = queues.items(session, ANA, "demand", EN)
        [taken] = queues.items(session, ANA, "mine", Ask())
    assert (item.asked, item.viewed, item.text, item.language, item.kind) == (3, 12, draft.id, "en", "alt")
    assert taken.until == item.until > now()


def test_an_unknown_queue_is_a_fault_of_the_caller(parts: Parts) -> None:
    with parts.db.reading() as session, pytest.raises(KeyError):
        queues.items(session, ANA, "everything", EN)


def test_queues_without_words_read_texts_through_their_partial_indexes(parts: Parts) -> None:
    """What keeps them quick at 100,000 photographs: no scan of the texts, and views in their own order."""
    made(parts, "one")
    asked: list[tuple[str, Any]] = []
    event.listen(
        parts.db.engine,
        "before_cursor_execute",
        lambda _c, _u, statement, parameters, *_rest: asked.append((statement, parameters)),
    )
    with parts.db.reading() as session:
        queues.items(session, ANA, "demand", EN)
        raw, plans = session.connection().connection.cursor(), []
        for statement, parameters in tuple(asked):
            if "popularity.total" in statement and "NOT (EXISTS" in statement:
                raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
                plans += [row[3] for row in raw.fetchall()]
    told = "\n".join(plans)
    assert "description_approved (photograph_id=? AND kind=? AND language=?)" in told
    assert "description_pending (photograph_id=? AND kind=? AND language=?)" in told
    assert "popularity_total" in told
    assert "SCAN description" not in told
    assert "SCAN photograph" not in told


def test_only_what_has_a_picture_is_to_be_described(parts: Parts) -> None:
    made(parts, "seen-1", "seen-2", "asked-1")
    for name in ("bare-asked", "bare-seen", "bare", "bare-draft"):
        builders.photograph(parts, accession=name, publish=name != "bare-draft")
    wish(parts, "bare-asked", times=3)
    wish(parts, "asked-1")
    viewed(parts, **{"bare-seen": 9, "seen-1": 2, "seen-2": 1})
    assert names(parts, "demand") == ["asked-1", "seen-1", "seen-2"]
    assert names(parts, "newest") == ["asked-1", "seen-2", "seen-1"]
    assert names(parts, "viewed") == ["seen-1", "seen-2"]
    assert names(parts, "unpublished") == []
    assert names(parts, "asked") == ["asked-1", "bare-asked"]
    assert names(parts, "asked", offset=1, limit=5) == ["bare-asked"]
    assert after(parts, "asked-1", "asked") == ""
    with parts.db.reading() as session:
        wanted = ["demand", "newest", "viewed", "asked"]
        assert list(queues.counts(session, ANA, wanted, EN).values()) == [3, 3, 2, 2]
        assert [one.accession for one in queues.free(session, ANA, "asked", EN, 9)] == ["asked-1"]


def test_a_picture_that_was_taken_away_counts_for_nothing(parts: Parts) -> None:
    made(parts, "one")
    with parts.db.writing() as session:
        photographs.get(session, "one").images[0].replaced = now()
    assert names(parts, "newest") == []


def test_drafts_are_described_before_they_are_published(parts: Parts) -> None:
    made(parts, "public")
    for name in ("d-1", "d-2", "d-begun", "d-described", "d-withdrawn"):
        builders.photograph(parts, accession=name, publish=False, collection="box" if name == "d-1" else "")
        pictured(parts, name)
    written(parts, BEN, "d-begun")
    builders.describe(parts, "d-described", "A tram waits in the rain.")
    with parts.db.writing() as session:
        visibility.withdraw(session, OPERATOR, "d-withdrawn", "A test.")
    assert names(parts, "unpublished") == ["d-2", "d-1"]
    assert names(parts, "unpublished", Ask("en", "box")) == ["d-1"]
    assert names(parts, "unpublished", ES) == ["d-described", "d-begun", "d-2", "d-1"]
    assert after(parts, "d-2", "unpublished") == "d-1"
    assert after(parts, "d-1", "unpublished") == "d-2"
    with parts.db.writing() as session:
        claims.take(session, BEN, EN, count=1, queue="unpublished")
    assert names(parts, "unpublished") == ["d-1"]
    assert names(parts, "mine", actor=BEN) == ["d-2"]


def test_whoever_accepted_a_text_is_not_offered_it_for_review(parts: Parts) -> None:
    made(parts, "one")
    text = from_a_file(parts, "one")
    with parts.db.writing() as session:
        workflow.accept(session, ANA, text.id, version=text.version)
        session.get_one(Description, text.id).author = "somebody"
    assert names(parts, "review") == []
    assert names(parts, "review", actor=BEN) == ["one"]
    with parts.db.reading() as session:
        assert queues.own_review(session, ANA, EN)[1] == 1
