"""A table at work: how far it is, and taking it back."""

from __future__ import annotations

import dataclasses
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from archive import jobs, worker
from archive.descriptions import rows
from archive.ingest import staging
from archive.interop import table, table_job
from archive.parts import Parts
from archive.search.query import Problem
from tests import builders
from tests.interop.test_table_round_trip import fill
from tests.web.conftest import post

SignedIn = Callable[[str], FlaskClient]


def test_a_table_that_waits_can_be_cancelled_and_tells_how_far_it_is(
    parts: Parts, signed_in: SignedIn
) -> None:
    browser = signed_in("archivist")
    with parts.db.writing() as session:
        number = table_job.start(session, builders.ARCHIVIST, ".csv", "tram", total=4)
        job = session.get_one(jobs.Job, number)
        job.payload = job.payload | {"written": 1}
    page = f"/desk/export/{number}"
    assert browser.get(f"{page}.json").get_json()["percent"] == 25
    shown = browser.get(page).text
    assert 'max="100" value="25"' in shown
    assert "at work</title>" not in shown
    assert post(browser, f"{page}/cancel", {}, page).location == page
    assert "The table was cancelled." in browser.get(page).text
    assert "Cancel this table" not in browser.get(page).text


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_cancelling_a_table_stops_whoever_writes_it(
    parts: Parts, signed_in: SignedIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    fill(parts, 2_600)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    browser = signed_in("archivist")
    page = str(post(browser, "/desk/export", {"q": "", "format": suffix}).headers["Location"])
    whole, taken = rows.in_order, []

    def cancelled_on_the_way(session: Session, ids: Sequence[int] | None = None) -> Iterator[Any]:
        for row in whole(session, ids):
            taken.append(row.id)
            if len(taken) == 700:
                assert "of 2,600 records" in browser.get(page).text
                post(browser, f"{page}/cancel", {}, page)
            yield row

    monkeypatch.setattr(rows, "in_order", cancelled_on_the_way)
    one = worker.Worker(parts)
    assert one._next_job(worker.SMALL)
    assert len(taken) == 1_000  # it looks each 500 records
    assert "The table was cancelled. No file was made." in browser.get(page).text
    assert browser.get(f"{page}.json").get_json()["over"] is True
    assert list(table_job.folder(parts.settings.home).iterdir()) == []
    assert list(scratch.iterdir()) == []
    assert not one._next_job(worker.SMALL)


def test_a_table_cancelled_at_its_last_moment_is_no_file(
    parts: Parts, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    builders.photograph(parts)
    browser = signed_in("archivist")
    page = str(post(browser, "/desk/export", {"q": "", "format": ".csv"}).headers["Location"])
    whole = table.write

    def write(*given: Any, **named: Any) -> table.Written:
        done = whole(*given, **named)
        post(browser, f"{page}/cancel", {}, page)
        return done

    monkeypatch.setattr(table, "write", write)
    assert worker.Worker(parts)._next_job(worker.SMALL)
    assert list(table_job.folder(parts.settings.home).iterdir()) == []
    assert "The table was cancelled." in browser.get(page).text


def test_texts_too_long_for_a_cell_are_named_and_csv_is_offered(parts: Parts, signed_in: SignedIn) -> None:
    name = builders.photograph(parts, headline="A tram", caption="A tram waits. " * 2_500)
    browser = signed_in("archivist")
    builders.indexed(parts)
    page = str(post(browser, "/desk/export", {"q": "tram", "format": ".xlsx"}).headers["Location"])
    assert worker.Worker(parts)._next_job(worker.SMALL)
    shown = browser.get(page).text
    assert "1 text is longer than a cell of XLSX can hold" in shown
    assert f"<li>{name} (caption)</li>" in shown
    assert 'href="/desk/export?q=tram&amp;format=.csv"' in shown
    form = browser.get("/desk/export?q=tram&format=.csv").text
    assert 'value=".csv" checked' in form
    assert 'value="tram"' in form
    assert "needs CSV" in form


def test_a_table_of_all_records_tells_how_many_there_are(parts: Parts, signed_in: SignedIn) -> None:
    fill(parts, 1_200)
    browser = signed_in("archivist")
    page = str(post(browser, "/desk/export", {"q": "", "format": ".csv"}).headers["Location"])
    number = int(page.rsplit("/", 1)[1])
    with parts.db.writing() as session:
        job = session.get_one(jobs.Job, number)
        assert job.total == 1_200
        job.state, job.payload = "running", job.payload | {"written": 600}
    told = browser.get(f"{page}.json").get_json()
    assert told["words"] == "The table is being written: 600 of 1,200 records."
    assert told["percent"] == 50
    assert 'max="100" value="50"' in browser.get(page).text


def test_ones_own_imports_and_tables_are_listed_newest_first(parts: Parts, signed_in: SignedIn) -> None:
    browser = signed_in("archivist")
    assert "Your tables" not in browser.get("/desk/export").text
    with parts.db.writing() as session:
        for kind in [staging.PREVIEW, table_job.KIND] * 11:
            jobs.enqueue(session, kind, {}, key=f"{kind}{session.query(jobs.Job).count()}", actor="archivist")
        jobs.enqueue(session, staging.PREVIEW, {}, key="another", actor="somebody else")
    for address, page in (("/desk/import", "/desk/import/"), ("/desk/export", "/desk/export/")):
        shown = browser.get(address).text
        numbers = [int(one) for one in re.findall(rf'href="{page}(\d+)"', shown)]
        assert len(numbers) == 10
        assert numbers == sorted(numbers, reverse=True)
        assert "Waiting for its turn, " in shown
    assert 'href="/desk/import/23"' not in browser.get("/desk/import").text


def test_what_was_saved_just_before_is_in_the_table(
    parts: Parts, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index comes after what is saved; a table waits for it, and says so."""
    builders.photograph(parts, headline="A tram")
    builders.indexed(parts)
    builders.photograph(parts, headline="Another tram")
    browser = signed_in("archivist")
    page = str(post(browser, "/desk/export", {"q": "tram", "format": ".csv"}).headers["Location"])
    one = worker.Worker(parts)
    assert one._next_job(worker.SMALL)
    shown = browser.get(page).text
    assert "The table waits for its turn." in shown
    assert "The search index does not know yet what was saved last." in shown
    assert not one._next_job(worker.SMALL)
    monkeypatch.setattr(one, "resting", {})
    builders.indexed(parts)
    builders.photograph(parts, headline="A tram of later")  # saved after the table was asked for
    assert one._next_job(worker.SMALL)
    shown = browser.get(page).text
    assert "The table is finished. Records: 2." in shown
    assert "does not know yet" not in shown


def test_a_query_that_finds_nothing_yet_says_that_this_may_pass(parts: Parts, signed_in: SignedIn) -> None:
    builders.indexed(parts)
    builders.photograph(parts, headline="A tram")
    browser = signed_in("archivist")
    answer = post(browser, "/desk/export", {"q": "tram", "format": ".csv"})
    assert answer.status_code == 422
    assert "What was saved in the last moments may be missing. Try again in a moment." in answer.text
    builders.indexed(parts)
    assert "may be missing" not in post(browser, "/desk/export", {"q": "ship", "format": ".csv"}).text


def test_a_query_that_cannot_be_answered_any_more_is_offered_for_change(
    parts: Parts, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a prefix that begins too many words by the time that the table is written."""
    builders.photograph(parts, headline="A tram")
    browser = signed_in("archivist")
    builders.indexed(parts)
    page = str(post(browser, "/desk/export", {"q": "tra*", "format": ".xlsx"}).headers["Location"])
    whole = type(parts.index).whole

    def too_many(index: Any, request: Any) -> Any:
        problem = Problem("prefix-long-list", "tra*", "200")
        return dataclasses.replace(whole(index, request), problems=(problem,))

    monkeypatch.setattr(type(parts.index), "whole", too_many)
    assert worker.Worker(parts)._next_job(worker.SMALL)
    shown = browser.get(page).text
    assert "The table could not be written, because its query cannot be answered any more." in shown
    assert "begins too many words: more than 200." in shown
    assert "Ask for it again" not in shown
    assert 'href="/desk/export?q=tra*&amp;format=.xlsx"' in shown


def test_a_table_that_failed_for_another_reason_can_be_asked_for_again(
    parts: Parts, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    builders.photograph(parts, headline="A tram")
    browser = signed_in("archivist")
    page = str(post(browser, "/desk/export", {"q": "", "format": ".csv"}).headers["Location"])

    def broken(*_given: Any, **_named: Any) -> table.Written:
        raise RuntimeError

    monkeypatch.setattr(table, "write", broken)
    assert worker.Worker(parts)._next_job(worker.SMALL)
    shown = browser.get(page).text
    assert "The table could not be written. Ask for it again." in shown
    assert "Change the query" not in shown
