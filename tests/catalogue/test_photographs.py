"""Verbs on records: what they keep, what they refuse, what history says."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from archive import history
from archive.catalogue import browsing, checks, photographs, visibility
from archive.catalogue.checks import Invalid
from archive.catalogue.models import Photograph
from archive.catalogue.photographs import Draft, Stale
from archive.history import OPERATOR, READER, Forbidden, Missing
from archive.parts import Parts
from tests import builders


def amend(parts: Parts, accession: str, version: int | None = None, **values: object):  # noqa: ANN201
    with parts.db.writing() as session:
        seen = photographs.get(session, accession).version if version is None else version
        return photographs.amend(session, OPERATOR, accession, values, version=seen)


def test_marks_piled_on_a_letter_are_bounded_and_others_kept() -> None:
    """To normalise a long run of marks takes the square of its length: 300 kB held up every writer."""
    assert len(checks.clean("a" + "\u0300\u0316" * 75_000)) == 30
    assert len(checks.clean("\u0344" * 50_000)) <= 60
    assert checks.clean("Zalgo\u0316\u0317, Ho\u0302\u0323i An") == "Zalgo\u0316\u0317, Hội An"
    assert checks.clean("한국어 हिन्दी עִבְרִית") == "한국어 हिन्दी עִבְרִית"


def test_numbers_follow_each_other_and_skip_those_that_were_given(parts: Parts) -> None:
    year = datetime.now(UTC).year
    first = builders.photograph(parts)
    builders.photograph(parts, accession=f"{year}-000002")
    assert [first, builders.photograph(parts)] == [f"{year}-000001", f"{year}-000003"]


def test_a_number_is_never_used_twice(parts: Parts) -> None:
    builders.photograph(parts, accession="1934.7")
    with pytest.raises(Invalid, match="taken"):
        builders.photograph(parts, accession="1934.7")


@pytest.mark.parametrize(
    "text", ["", "a b", "../x", ".hidden", "ü", "x" * 65, "-", "box.json", "new", "a/b", "a\n"]
)
def test_what_no_accession_number_may_be(text: str) -> None:
    with pytest.raises(Invalid):
        photographs.checks.check_accession(text)


def test_a_change_is_an_event_with_before_and_after(parts: Parts) -> None:
    accession = builders.photograph(parts, credit_line="Old")
    record = amend(parts, accession, credit_line="New", creators=["Jane Roe", "John Doe"])
    with parts.db.reading() as session:
        last = history.of(session, "photograph", record.id)[-1]
    assert (last.verb, last.actor) == ("photograph.amend", "operator")
    assert last.before == {"credit_line": "Old", "creators": []}
    assert last.after == {"credit_line": "New", "creators": ["Jane Roe", "John Doe"]}


def test_saving_without_a_difference_writes_no_event(parts: Parts) -> None:
    accession = builders.photograph(parts, caption="The same.")
    version = builders.get(parts, accession).version
    with parts.db.reading() as session:
        before = history.head(session)
    amend(parts, accession, caption=" The same. ")
    with parts.db.reading() as session:
        assert history.head(session) == before
    assert builders.get(parts, accession).version == version


def test_the_second_editor_is_told_and_loses_nothing(parts: Parts) -> None:
    accession = builders.photograph(parts)
    seen = builders.get(parts, accession).version
    amend(parts, accession, seen, caption="Hers.")
    with pytest.raises(Stale) as caught:
        amend(parts, accession, seen, caption="His.")
    assert caught.value.mine == {"caption": "His."}
    assert builders.get(parts, accession).caption == "Hers."


def test_the_order_of_names_is_kept(parts: Parts) -> None:
    accession = builders.photograph(parts, people=["Zoe", "Abe", "Zoe", "  "])
    assert builders.get(parts, accession).people == ("Zoe", "Abe")
    amend(parts, accession, people=["Abe", "Mia", "Zoe"])
    assert builders.get(parts, accession).people == ("Abe", "Mia", "Zoe")


def test_words_of_a_date_are_read_and_new_words_are_read_again(parts: Parts) -> None:
    accession = builders.photograph(parts, date_text="June 2024")
    record = builders.get(parts, accession)
    assert (record.edtf, record.earliest, record.latest) == ("2024-06", "2024-06-01", "2024-06-30")
    amend(parts, accession, date_text="1936", edtf="2024-06")
    record = builders.get(parts, accession)
    assert (record.date_text, record.edtf, record.earliest) == ("1936", "1936", "1936-01-01")


def test_words_that_are_no_date_stay_as_words(parts: Parts) -> None:
    record = builders.get(parts, builders.photograph(parts, date_text="when the bridge was new"))
    assert (record.date_text, record.edtf, record.earliest) == ("when the bridge was new", "", None)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rights", "https://example.org/mine"),
        ("caption_language", "qq-nowhere"),
        ("country_code", "J1"),
        ("edtf", "2024-13"),
        ("embargo", "tomorrow"),
        ("kind", "painting"),
        ("visible_words", "maybe"),
        ("headline", "x" * 10_001),
        ("keywords", [f"k{n}" for n in range(501)]),
    ],
)
def test_what_a_field_may_not_hold(parts: Parts, field: str, value: object) -> None:
    accession = builders.photograph(parts)
    with pytest.raises(Invalid) as caught:
        amend(parts, accession, **{field: value})
    assert [problem.field for problem in caught.value.problems] == [field]
    assert builders.get(parts, accession).version == 2


def test_control_signs_and_direction_overrides_are_taken_out(parts: Parts) -> None:
    accession = builders.photograph(parts, caption="a\x00b\u202ec\ud800d\r\ne")
    assert builders.get(parts, accession).caption == "abcd\ne"


def test_publishing_needs_a_credit_line(parts: Parts) -> None:
    accession = builders.photograph(parts, publish=False, credit_line="")
    with parts.db.writing() as session, pytest.raises(Invalid, match="credit line"):
        visibility.publish(session, OPERATOR, accession)
    assert builders.get(parts, accession).visibility == "draft"


def test_a_published_record_cannot_lose_its_credit_line(parts: Parts) -> None:
    accession = builders.photograph(parts, publish=False, credit_line="")
    amend(parts, accession, credit_line="Jane Roe")
    with parts.db.writing() as session:
        record = visibility.publish(session, OPERATOR, accession)
        first, version = history.of(session, "photograph", record.id)[0].id, record.version
    with pytest.raises(Invalid, match="take it back into draft first") as caught:
        amend(parts, accession, credit_line=" ", city="Lima")
    assert [problem.field for problem in caught.value.problems] == ["credit_line"]
    with parts.db.writing() as session, pytest.raises(Invalid, match="needs a credit line"):
        photographs.restore(session, OPERATOR, accession, first, version=version)
    with parts.db.writing() as session, pytest.raises(Invalid, match="needs a credit line"):
        photographs.change_many(session, OPERATOR, [accession], {"credit_line": ""})
    record = builders.get(parts, accession)
    assert (record.credit_line, record.city, record.version) == ("Jane Roe", "", version)
    with parts.db.writing() as session:
        visibility.unpublish(session, OPERATOR, accession)
    amend(parts, accession, credit_line="")
    assert builders.get(parts, accession).credit_line == ""


def test_a_withdrawal_needs_a_reason_and_can_blank_history(parts: Parts) -> None:
    accession = builders.photograph(parts, caption="Something that must go.")
    with parts.db.writing() as session, pytest.raises(Invalid):
        visibility.withdraw(session, OPERATOR, accession, "  ")
    with parts.db.writing() as session:
        record = visibility.withdraw(session, OPERATOR, accession, "A court said so.", blank_history=True)
        events = history.of(session, "photograph", record.id)
    assert record.withdrawn_reason == "A court said so."
    assert "must go" not in repr([(event.before, event.after, event.reason) for event in events])
    assert events[-1].verb == "photograph.blank-history"
    assert events[-1].reason == "A court said so."


def test_a_merged_record_points_to_the_one_that_stays(parts: Parts) -> None:
    gone, kept = builders.photograph(parts), builders.photograph(parts)
    with parts.db.writing() as session:
        visibility.merge(session, OPERATOR, gone, kept)
    assert builders.get(parts, gone).merged_into_id == builders.get(parts, kept).id
    with parts.db.writing() as session, pytest.raises(Invalid):
        visibility.merge(session, OPERATOR, gone, kept)


@pytest.mark.parametrize(
    ("gone", "kept", "allowed"),
    [
        ("published", "draft", False),
        ("published", "later", False),
        ("published", "withdrawn", False),
        ("later", "draft", False),
        ("draft", "withdrawn", False),
        ("withdrawn", "published", False),
        ("withdrawn", "draft", False),
        ("later", "published", True),
        ("draft", "published", True),
        ("draft", "draft", True),
        ("withdrawn", "withdrawn", True),
    ],
)
def test_a_merge_neither_hides_nor_brings_back_a_photograph(
    parts: Parts, gone: str, kept: str, *, allowed: bool
) -> None:
    for accession, how in (("G-1", gone), ("K-1", kept)):
        embargo = "2999-01-01" if how == "later" else ""
        builders.photograph(parts, accession=accession, publish=how != "draft", embargo=embargo)
        if how == "withdrawn":
            with parts.db.writing() as session:
                visibility.withdraw(session, OPERATOR, accession, "The family asked.")
    if allowed:
        with parts.db.writing() as session:
            visibility.merge(session, OPERATOR, "G-1", "K-1")
    else:
        with parts.db.writing() as session, pytest.raises(Invalid, match="Nothing was changed") as caught:
            visibility.merge(session, OPERATOR, "G-1", "K-1")
        assert [problem.field for problem in caught.value.problems] == ["merge_into"]
    assert (builders.get(parts, "G-1").merged_into_id is not None) == allowed


def test_what_was_withdrawn_is_published_again_only_on_purpose(parts: Parts) -> None:
    accession = builders.photograph(parts)
    with parts.db.writing() as session:
        visibility.withdraw(session, OPERATOR, accession, "The family asked.")
    with parts.db.writing() as session, pytest.raises(Invalid, match="was withdrawn"):
        visibility.publish(session, OPERATOR, accession)
    assert builders.get(parts, accession).visibility == "withdrawn"
    with parts.db.writing() as session:
        visibility.publish(session, OPERATOR, accession, again=True)
    record = builders.get(parts, accession)
    assert (record.visibility, record.withdrawn_reason) == ("published", "")


def test_restoring_gives_back_what_a_record_held_after_an_event(parts: Parts) -> None:
    accession = builders.photograph(parts, caption="First.", people=["Ann"])
    with parts.db.reading() as session:
        first = history.of(session, "photograph", builders.get(parts, accession).id)[0].id
    amend(parts, accession, caption="Second.", people=[], city="Lima")
    with parts.db.writing() as session:
        version = photographs.get(session, accession).version
        photographs.restore(session, OPERATOR, accession, first, version=version)
    record = builders.get(parts, accession)
    assert (record.caption, record.people, record.city) == ("First.", ("Ann",), "")


def test_nothing_is_restored_from_a_history_that_was_blanked(parts: Parts) -> None:
    accession = builders.photograph(parts, caption="Kept.")
    with parts.db.writing() as session:
        visibility.withdraw(session, OPERATOR, accession, "A reason.", blank_history=True)
        record = photographs.get(session, accession)
        last = history.of(session, "photograph", record.id)[-1].id
        with pytest.raises(Invalid, match="removed"):
            photographs.restore(session, OPERATOR, accession, last, version=record.version)
    assert builders.get(parts, accession).caption == "Kept."


def test_many_records_change_by_the_same_verb_and_leave_the_same_events(parts: Parts) -> None:
    accessions = [builders.photograph(parts, credit_line="Old") for _ in range(3)]
    amend(parts, accessions[1], credit_line="New")
    with parts.db.writing() as session:
        changed = photographs.change_many(session, OPERATOR, accessions, {"credit_line": "New"})
    assert changed == [accessions[0], accessions[2]]
    with parts.db.reading() as session:
        verbs = [
            history.of(session, "photograph", builders.get(parts, one).id)[-1].verb for one in accessions
        ]
    assert verbs == ["photograph.amend"] * 3


@pytest.mark.parametrize("roles", [(), ("describer",), ("reviewer",)])
def test_records_are_the_archivists_business(parts: Parts, roles: tuple[str, ...]) -> None:
    accession = builders.photograph(parts)
    actor = history.Actor("someone", frozenset(roles))
    with parts.db.writing() as session:
        for act in (
            lambda: photographs.register(session, actor, Draft({})),
            lambda: photographs.amend(session, actor, accession, {"city": "Lima"}, version=2),
            lambda: visibility.publish(session, actor, accession),
            lambda: visibility.withdraw(session, actor, accession, "Why not"),
        ):
            with pytest.raises(Forbidden):
                act()


def test_readers_may_nothing_and_an_unknown_record_is_missing(parts: Parts) -> None:
    with parts.db.writing() as session:
        with pytest.raises(Forbidden):
            photographs.register(session, READER, Draft({}))
        with pytest.raises(Missing):
            photographs.amend(session, OPERATOR, "nowhere", {}, version=1)


def test_an_embargo_keeps_a_published_record_from_readers(parts: Parts) -> None:
    later = builders.get(parts, builders.photograph(parts, embargo="2999-01-01"))
    over = builders.get(parts, builders.photograph(parts, embargo="2001-01-01"))
    assert (photographs.public(later), photographs.public(over)) == (False, True)
    with parts.db.reading() as session:
        shown, total = browsing.browse(session, staff=False, offset=0, limit=10)
    assert ([one.accession for one in shown], total) == ([over.accession], 1)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        (
            "http://www.creativecommons.org/licenses/by-nc/3.0/de/",
            "https://creativecommons.org/licenses/by-nc/3.0/de/",
        ),
        ("InC", "http://rightsstatements.org/vocab/InC/1.0/"),
        ("", ""),
    ],
)
def test_rights_are_kept_as_their_address(parts: Parts, written: str, kept: str) -> None:
    assert builders.get(parts, builders.photograph(parts, rights=written)).rights == kept


@pytest.mark.parametrize("written", ["29991231", "2999-W52-2", "2999-12-24"])
def test_an_embargo_holds_whichever_way_its_day_is_written(parts: Parts, written: str) -> None:
    """Days are compared as text: “20270101” would come before every day with hyphens of its year."""
    accession = builders.photograph(parts, embargo=written)
    with parts.db.reading() as session:
        record = photographs.get(session, accession)
        assert record.embargo == date.fromisoformat(written).isoformat()
        seen = session.scalars(select(Photograph.accession).where(*photographs.for_readers())).all()
        assert accession not in seen
        assert not photographs.public(record)


def test_an_embargo_of_this_year_does_not_outlast_its_day(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photographs, "today", lambda: "2026-06-01")
    over, held = (builders.photograph(parts, embargo=day) for day in ("20260501", "20260701"))
    with parts.db.reading() as session:
        seen = session.scalars(select(Photograph.accession).where(*photographs.for_readers())).all()
    assert (over in seen, held in seen) == (True, False)
