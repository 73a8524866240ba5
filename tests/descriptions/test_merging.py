"""Merging takes the words along with the picture that they describe, and says which files moved."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import history, jobs
from archive.catalogue import photographs
from archive.catalogue.models import Alike
from archive.descriptions import linting, merging, requests, texts, views, workflow
from archive.descriptions.models import Claim, Found, Override, Popularity, Unfinished, View
from archive.history import OPERATOR
from archive.ingest.run import attach_upload
from archive.parts import Parts
from tests import builders


def give_file(parts: Parts, accession: str, seed: int, role: str = "recto") -> None:
    data = io.BytesIO(builders.picture(seed=seed))
    attach_upload(parts.tools, builders.ARCHIVIST, accession, data, f"{accession}-{seed}.jpg", role)


@pytest.fixture
def pair(parts: Parts) -> tuple[str, str]:
    gone = builders.photograph(parts, accession="GONE")
    kept = builders.photograph(parts, accession="KEPT")
    give_file(parts, gone, 1)
    builders.describe(parts, gone, "A red ellipse.")
    return gone, kept


def shown(parts: Parts, accession: str) -> str:
    with parts.db.reading() as session:
        one = texts.described(session, [photographs.get(session, accession)])[0]
        return one.alt.text if one.alt else ""


def merge(parts: Parts, gone: str, kept: str) -> None:
    with parts.db.writing() as session:
        merging.merge(session, OPERATOR, gone, kept)


def test_words_go_where_the_picture_goes(parts: Parts, pair: tuple[str, str]) -> None:
    merge(parts, *pair)
    assert shown(parts, "KEPT") == "A red ellipse."
    with parts.db.reading() as session:
        assert jobs.waiting(session, ["derive"])
        verbs = [event.verb for event in history.of(session, "photograph", builders.get(parts, "KEPT").id)]
    assert verbs[-2:] == ["photograph.merge", "description.adopt"]


def test_words_of_another_picture_stay_behind(parts: Parts, pair: tuple[str, str]) -> None:
    give_file(parts, "KEPT", 2)
    merge(parts, *pair)
    assert shown(parts, "KEPT") == ""
    assert [image.role for image in builders.get(parts, "KEPT").current_images] == ["recto", "other"]


def test_words_that_are_there_are_not_replaced(parts: Parts, pair: tuple[str, str]) -> None:
    builders.describe(parts, "KEPT", "A line across a field.")
    merge(parts, *pair)
    assert shown(parts, "KEPT") == "A line across a field."


def test_history_says_which_files_moved_and_as_what(parts: Parts, pair: tuple[str, str]) -> None:
    give_file(parts, "KEPT", 2)
    merge(parts, *pair)
    with parts.db.reading() as session:
        target = history.of(session, "photograph", builders.get(parts, "KEPT").id)[-1]
        source = history.of(session, "photograph", builders.get(parts, "GONE").id)[-1]
    assert target.after == {"merged_from": "GONE", "files": ["GONE-1.jpg (other)"]}
    assert source.before == {"files": ["GONE-1.jpg (recto)"]}
    assert source.after == {"merged_into": "KEPT", "files": []}


def ids(parts: Parts) -> tuple[int, int]:
    return builders.get(parts, "GONE").id, builders.get(parts, "KEPT").id


def rows(parts: Parts, table: type, *names: str) -> set[tuple[object, ...]]:
    with parts.db.reading() as session:
        return {tuple(getattr(one, name) for name in names) for one in session.scalars(select(table))}


def add(parts: Parts, *made: object) -> None:
    with parts.db.writing() as session:
        session.add_all(made)


def test_what_readers_asked_goes_along_and_is_closed_where_the_words_are_there(
    parts: Parts, pair: tuple[str, str]
) -> None:
    with parts.db.writing() as session:
        gone, kept = (photographs.get(session, one) for one in pair)
        requests.report(session, gone, ("alt", "en"), "Blue.", browser="a")
        requests.ask(session, gone, "es", "", browser="a")
        requests.ask(session, kept, "en", "", browser="b")
        requests.ask(session, kept, "es", "", browser="c")
    merge(parts, *pair)
    with parts.db.reading() as session:
        kept = photographs.get(session, "KEPT")
        assert requests.told(session, kept, "es").open == 2
        assert (requests.told(session, kept, "en").open, requests.told(session, kept, "en").fulfilled) == (
            0,
            1,
        )
        fault = requests.of(session, kept, kind="problem")[0]
        assert requests.words(session, fault) == ("A red ellipse.", True)
        assert not requests.of(session, photographs.get(session, "GONE"))


def test_views_are_added_up(parts: Parts, pair: tuple[str, str]) -> None:
    gone, kept = ids(parts)
    with parts.db.writing() as session:
        views.add(session, {(gone, "2026-01-01"): 3, (gone, "2026-01-02"): 1, (kept, "2026-01-01"): 2})
    merge(parts, *pair)
    assert rows(parts, View, "photograph_id", "day", "count") == {
        (kept, "2026-01-01", 5),
        (kept, "2026-01-02", 1),
    }
    assert rows(parts, Popularity, "photograph_id", "total") == {(kept, 6)}


def unfinished(photograph: int, account: str, text: str, base: int = 0, language: str = "en") -> Unfinished:
    return Unfinished(
        account=account, photograph_id=photograph, kind="alt", language=language, text=text, base=base, at="x"
    )


def test_words_that_nobody_saved_yet_are_not_lost(parts: Parts, pair: tuple[str, str]) -> None:
    gone, kept = ids(parts)
    builders.describe(parts, "GONE", "Una elipse roja.", language="es", approve=False)
    add(
        parts,
        unfinished(gone, "ana", "Una elipse", base=1, language="es"),
        unfinished(gone, "ana", "Hers.", base=7),
        unfinished(kept, "ben", "Of the kept."),
        unfinished(gone, "ben", "Of the gone.", base=3),
        unfinished(kept, "eva", "The same words."),
        unfinished(gone, "eva", "same words"),
    )
    merge(parts, *pair)
    assert rows(parts, Unfinished, "photograph_id", "account", "language", "text", "base", "edition") == {
        (kept, "ana", "es", "Una elipse", 1, 1),
        (kept, "ana", "en", "Hers.", 0, 1),
        (kept, "ben", "en", "Of the kept.\n\nOf the gone.", 0, 2),
        (kept, "eva", "en", "The same words.", 0, 1),
    }


def test_claims_go_along_unless_somebody_has_the_record_that_stays(
    parts: Parts, pair: tuple[str, str]
) -> None:
    gone, kept = ids(parts)
    add(
        parts,
        Claim(photograph_id=gone, language="en", account="ana", until="x"),
        Claim(photograph_id=gone, language="es", account="ana", until="x"),
        Claim(photograph_id=kept, language="en", account="ben", until="x"),
    )
    merge(parts, *pair)
    assert rows(parts, Claim, "photograph_id", "language", "account") == {
        (kept, "en", "ben"),
        (kept, "es", "ana"),
    }


def override(session: Session, accession: str, code: str, text: str, *, field: str = "alt") -> None:
    photograph = photographs.get(session, accession)
    facts = {"field": field, "language": "en", "level": "error", "mark": linting.mark(text), "reason": code}
    session.add(Override(photograph_id=photograph.id, code=code, account="ana", at="x", **facts))


def test_answered_findings_go_where_their_text_goes(parts: Parts, pair: tuple[str, str]) -> None:
    gone, kept = ids(parts)
    with parts.db.writing() as session:
        override(session, "GONE", "short", "A red ellipse.")
        override(session, "GONE", "other", "Words of a text that stays.", field="long")
        override(session, "GONE", "both", "A red ellipse.")
        override(session, "KEPT", "both", "Kept words.")
    add(
        parts,
        Found(photograph_id=gone, code="c", level="note", field="alt", language="", message="", values={}),
    )
    merge(parts, *pair)
    assert rows(parts, Override, "photograph_id", "code", "mark") == {
        (kept, "short", linting.mark("A red ellipse.")),
        (kept, "both", linting.mark("Kept words.")),
    }
    assert rows(parts, Found, "photograph_id") == set()


@pytest.mark.parametrize("bare", [True, False])
def test_what_looks_like_the_picture_goes_with_a_front(
    parts: Parts, pair: tuple[str, str], *, bare: bool
) -> None:
    gone, kept = ids(parts)
    third, fourth = (builders.get(parts, builders.photograph(parts)).id for _ in range(2))
    if not bare:
        give_file(parts, "KEPT", 2)
    with parts.db.writing() as session:
        for one, other, distance in ((gone, third, 3), (gone, kept, 1), (gone, fourth, 2), (kept, fourth, 9)):
            for ends in ((one, other), (other, one)):
                session.add(
                    Alike(photograph_id=ends[0], other_id=ends[1], distance=distance, dismissed="ana")
                )
    merge(parts, *pair)
    both = {(kept, fourth, 9), (fourth, kept, 9)}
    went = {(kept, third, 3), (third, kept, 3)} if bare else set()
    assert rows(parts, Alike, "photograph_id", "other_id", "distance") == both | went
    assert rows(parts, Alike, "dismissed") == {("ana",)}


def test_a_text_that_came_along_keeps_its_standing(parts: Parts, pair: tuple[str, str]) -> None:
    builders.describe(parts, "GONE", "A red ellipse on blue.", approve=False)
    merge(parts, *pair)
    with parts.db.reading() as session:
        known = workflow.of(session, photographs.get(session, "KEPT"))
        assert [(one.status, one.text) for one in known] == [
            ("approved", "A red ellipse."),
            ("in-review", "A red ellipse on blue."),
        ]
