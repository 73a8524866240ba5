"""Words that were typed and not saved."""

from __future__ import annotations

import pytest

from archive.catalogue import photographs
from archive.catalogue.checks import Invalid
from archive.catalogue.photographs import Stale
from archive.descriptions import unfinished, workflow
from archive.descriptions.models import Unfinished
from archive.descriptions.unfinished import Beside
from archive.descriptions.words import Words
from archive.history import READER, Actor, Forbidden, head
from archive.parts import Parts
from tests import builders
from tests.builders import DESCRIBER

OTHER = Actor("other", frozenset({"describer"}))


def keep(
    parts: Parts,
    accession: str,
    text: str,
    *,
    kind: str = "alt",
    language: str = "en",
    base: int = 0,
    edition: int = 0,
    window: str = "",
    actor: Actor = DESCRIBER,
) -> int:
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        words = Words(kind, language, text)
        return unfinished.keep(session, actor, record, words, base=base, edition=edition, window=window)


def kept(parts: Parts, accession: str, actor: Actor = DESCRIBER, language: str = "en") -> dict[str, str]:
    with parts.db.reading() as session:
        record = photographs.get(session, accession)
        return {kind: one.text for kind, one in unfinished.of(session, actor, record, language).items()}


def test_words_are_kept_for_one_person_and_leave_no_event(parts: Parts) -> None:
    accession = builders.photograph(parts)
    with parts.db.reading() as session:
        before = head(session)
    assert keep(parts, accession, "A tram wai") == 1
    assert keep(parts, accession, "A tram waits\r\n", edition=1) == 2
    assert kept(parts, accession) == {"alt": "A tram waits"}
    assert kept(parts, accession, OTHER) == {}
    assert kept(parts, accession, language="es") == {}
    with parts.db.reading() as session:
        assert head(session) == before
        assert workflow.of(session, photographs.get(session, accession)) == []


def test_an_older_window_does_not_overwrite_a_newer_one(parts: Parts) -> None:
    accession = builders.photograph(parts)
    keep(parts, accession, "From the first window.")
    with pytest.raises(Stale) as stale:
        keep(parts, accession, "From the second window.")
    assert stale.value.mine == {"alt": "From the second window."}
    assert kept(parts, accession) == {"alt": "From the first window."}
    assert keep(parts, accession, "From the first window.") == 1, "the same words collide with nothing"


def test_a_window_goes_on_from_its_own_words_whatever_its_page_shows(parts: Parts) -> None:
    accession = builders.photograph(parts)
    keep(parts, accession, "A tram", window="one")
    keep(parts, accession, "A tram waits", edition=1, window="one")
    assert keep(parts, accession, "A tram waits", edition=1, window="one") == 2, "sent twice"
    assert keep(parts, accession, "A tram waits here", edition=0, window="one") == 3
    for window in ("two", ""):
        with pytest.raises(Stale):
            keep(parts, accession, "A bus", edition=2, window=window)
    assert kept(parts, accession) == {"alt": "A tram waits here"}
    assert keep(parts, accession, "A bus", edition=3, window="two") == 4, "it has seen the newest"
    with pytest.raises(Stale):
        keep(parts, accession, "A tram waits here again", edition=3, window="one")


def test_windows_without_a_name_are_not_one_window(parts: Parts) -> None:
    accession = builders.photograph(parts)
    keep(parts, accession, "A tram")
    with pytest.raises(Stale):
        keep(parts, accession, "A bus")


def keep_beside(
    parts: Parts, accession: str, values: dict[str, str], were: dict[str, str], *, edition: int = 0
) -> int:
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        typed = Beside(values, were)
        return unfinished.keep_beside(session, DESCRIBER, record, "en", typed, edition=edition)


def beside(parts: Parts, accession: str) -> Beside:
    with parts.db.reading() as session:
        record = photographs.get(session, accession)
        return unfinished.beside(unfinished.of(session, DESCRIBER, record, "en"))


def test_what_is_chosen_beside_the_texts_is_kept_where_it_differs(parts: Parts) -> None:
    accession = builders.photograph(parts)
    were = {"visible_words": "unknown", "content_advisory": ""}
    values = {
        "visible_words": "unknown",
        "content_advisory": "A\x00 wreck\n\n",
        "answer-x-alt-en": "So\n\nbe it",
    }
    assert keep_beside(parts, accession, values, were) == 1
    typed = {"content_advisory": "A wreck", "answer-x-alt-en": "So\n\nbe it"}
    assert beside(parts, accession) == Beside(typed, {"content_advisory": ""})
    with pytest.raises(Stale):
        keep_beside(parts, accession, {"visible_words": "no"}, were)
    assert keep_beside(parts, accession, were, were, edition=1) == 0
    assert beside(parts, accession) == Beside()


def test_what_two_merged_records_had_beside_their_texts_is_read_together(parts: Parts) -> None:
    accession = builders.photograph(parts)
    keep_beside(parts, accession, {"kind": "map", "content_advisory": "Mine."}, {"kind": "photograph"})
    with parts.db.writing() as session:
        row = unfinished.of(session, DESCRIBER, photographs.get(session, accession), "en")["facts"]
        row.text += '\n\n{"values": {"content_advisory": "Theirs.", "visible_words": "no"}, "were": {}}'
    values = {"kind": "map", "content_advisory": "Mine.", "visible_words": "no"}
    assert beside(parts, accession) == Beside(values, {"kind": "photograph"})


def test_saving_forgets_what_this_window_kept_beside(parts: Parts) -> None:
    accession = builders.photograph(parts)
    keep_beside(parts, accession, {"kind": "map"}, {"kind": "photograph"})
    for edition, left in ((0, {"kind": "map"}), (1, {})):
        with parts.db.writing() as session:
            record = photographs.get(session, accession)
            unfinished.settle_beside(session, DESCRIBER, record, "en", edition=edition)
        assert beside(parts, accession).values == left


def test_too_much_beside_the_texts_is_refused_in_words(parts: Parts) -> None:
    accession = builders.photograph(parts)
    with pytest.raises(Invalid, match="too long"):
        keep_beside(parts, accession, {"content_advisory": "a" * 1_000_001}, {})
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        with pytest.raises(Forbidden):
            unfinished.keep_beside(session, READER, record, "en", Beside({"kind": "map"}), edition=0)


def test_words_that_are_saved_already_are_not_kept(parts: Parts) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, "A tram waits.")
    assert keep(parts, accession, "A tram waits. A boy") == 1
    assert keep(parts, accession, "A tram waits.", edition=1) == 0
    assert kept(parts, accession) == {}


def test_editions_do_not_come_back_after_saving(parts: Parts) -> None:
    accession = builders.photograph(parts)
    keep(parts, accession, "Words.")
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        unfinished.settle(session, DESCRIBER, record, Words("alt", "en", "Words."), edition=1)
    assert kept(parts, accession) == {}
    assert keep(parts, accession, "Words that go on.", edition=1) == 2


def test_saving_in_one_window_leaves_what_another_kept(parts: Parts) -> None:
    accession = builders.photograph(parts)
    keep(parts, accession, "Other words, elsewhere.")
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        unfinished.settle(session, DESCRIBER, record, Words("alt", "en", "Saved here."), edition=0)
    assert kept(parts, accession) == {"alt": "Other words, elsewhere."}


def test_discarding_needs_to_have_seen_the_newest(parts: Parts) -> None:
    accession = builders.photograph(parts)
    keep(parts, accession, "One.")
    keep(parts, accession, "One, two.", edition=1)
    with parts.db.writing() as session, pytest.raises(Stale):
        unfinished.discard(session, DESCRIBER, photographs.get(session, accession), "alt", "en", edition=1)
    assert kept(parts, accession) == {"alt": "One, two."}
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        assert unfinished.discard(session, DESCRIBER, record, "alt", "en", edition=2)
        assert not unfinished.discard(session, DESCRIBER, record, "alt", "en", edition=2)
    assert kept(parts, accession) == {}


@pytest.mark.parametrize(
    ("kind", "language", "text"),
    [
        ("caption", "en", "A."),
        ("alt", "qq", "A."),
        ("alt", "no language", "A."),
        ("alt", "en", "a" * 1_000_001),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(parts: Parts, kind: str, language: str, text: str) -> None:
    accession = builders.photograph(parts)
    with pytest.raises(Invalid):
        keep(parts, accession, text, kind=kind, language=language)
    assert kept(parts, accession) == {}


def test_odd_characters_are_kept_clean(parts: Parts) -> None:
    accession = builders.photograph(parts)
    keep(parts, accession, "A\x00 tr\udcffam\u202e waits.")
    assert kept(parts, accession) == {"alt": "A tram waits."}


def test_readers_keep_nothing(parts: Parts) -> None:
    accession = builders.photograph(parts)
    with pytest.raises(Forbidden):
        keep(parts, accession, "Words.", actor=READER)


def test_what_nobody_came_back_to_is_forgotten(parts: Parts) -> None:
    old, new = builders.photograph(parts), builders.photograph(parts)
    keep(parts, old, "Long ago.")
    keep(parts, new, "Lately.")
    with parts.db.writing() as session:
        record = photographs.get(session, old)
        unfinished.of(session, DESCRIBER, record, "en")["alt"].at = "2020-01-01T00:00:00Z"
    with parts.db.writing() as session:
        assert unfinished.sweep(session) == 1
        assert session.query(Unfinished).count() == 1
    assert kept(parts, new) == {"alt": "Lately."}
