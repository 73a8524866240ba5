"""A page of a long preview reads its own items, and of the rest only what it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from archive import jobs
from archive.ingest.outcome import NO_RIGHTS
from archive.jobs import Job, Line
from archive.parts import Parts
from archive.web import intake_list

ROWS = 300
STOPS, DECIDES = 4, 3  # every so many stays a draft, asks


def preview(parts: Parts) -> Job:
    """A finished preview of a table: of its rows some ask, some stay drafts, odd ones lack rights."""
    payload = {"token": "x", "files": [], "options": {"dry_run": True, "publish": True}}
    with parts.db.writing() as session:
        job = jobs.enqueue(session, "preview", payload, key="x", actor="archivist")
        job.state = "done"
        jobs.note(session, job.id, Line(item="t.csv", outcome="read", detail={"rows": ROWS}))
        for number in range(ROWS):
            values = {"caption": f"A tram, {number}.", "caption_language": "en"}
            asks = {"date_text": "03/04/1938"} if number % DECIDES == 0 else {}
            detail = {
                "caption": values["caption"],
                "values": values | asks,
                "sources": {"caption": "table", "date_text": "table"},
                "findings": [NO_RIGHTS] if number % 2 else [],
                "stops": ["Give it a credit line."] if number % STOPS == 0 else [],
            }
            outcome = "refused" if number == ROWS - 1 else "add"
            jobs.note(session, job.id, Line(item=f"t.csv row {number}", outcome=outcome, detail=detail))
        return job


@contextmanager
def loaded() -> Iterator[list[str]]:
    """Names of the lines that are read whole in the block."""
    seen: list[str] = []

    def note(line: Line, _context: Any) -> None:
        seen.append(line.item)

    event.listen(Line, "load", note)
    try:
        yield seen
    finally:
        event.remove(Line, "load", note)


def test_only_what_a_page_shows_is_read(app: Flask, parts: Parts) -> None:
    found = preview(parts)
    with app.test_request_context("/"), loaded() as seen:
        listed = intake_list.listing(found)
        refused, added = listed.page(1, "")
        assert (listed.done, listed.to_decide, listed.drafts_total) == (ROWS, ROWS // 3, ROWS // 4)
        assert (listed.unstated.count, listed.unstated.total) == (ROWS // 2, ROWS)
        assert listed.useful
        assert [line.item for line in listed.papers] == ["t.csv"]
        assert [one.line.item for one in listed.drafts][:2] == ["t.csv row 0", "t.csv row 4"]
    assert (refused[1], [one.line.item for one in refused[2]]) == (1, [f"t.csv row {ROWS - 1}"])
    assert (added[1], len(added[2])) == (ROWS - 1, intake_list.PER_PAGE - 1)
    assert len(seen) <= 1 + intake_list.MOST_TOLD + intake_list.PER_PAGE


def test_the_page_of_questions_has_only_those(app: Flask, parts: Parts) -> None:
    found = preview(parts)
    with app.test_request_context("/"):
        listed = intake_list.listing(found)
        ((_heading, total, shown),) = listed.page(2, "decide")
    assert (total, len(shown), shown[0].line.item) == (100, 50, "t.csv row 150")
    assert all(one.questions for one in shown)


def test_what_was_chosen_counts_as_it_was_chosen(app: Flask, parts: Parts) -> None:
    found = preview(parts)
    stated = {"rights": "http://rightsstatements.org/vocab/InC/1.0/", "credit_line": "Jane Roe"}
    with parts.db.writing() as session:
        for number in (0, 1):
            jobs.choose(session, found.id, f"t.csv row {number}", stated)
    with app.test_request_context("/"):
        listed = intake_list.listing(found)
        assert (listed.unstated.count, listed.unstated.total) == (ROWS // 2 - 1, ROWS)
        assert (listed.to_decide, listed.useful) == (ROWS // 3, True)
        assert [one.line.item for one in listed.drafts][:2] != ["t.csv row 0", "t.csv row 4"]


def test_a_job_that_rests_says_how_far_it_is_and_with_whom_it_takes_turns(
    parts: Parts, signed_in: Callable[[str], FlaskClient]
) -> None:
    browser = signed_in("archivist")
    payload = {"token": "ab", "files": [], "options": {}}
    with parts.db.writing() as session:
        for key, actor in (("a", "archivist"), ("b", "archivist"), ("c", "somebody")):
            found = jobs.enqueue(
                session, "import", payload | {"options": {"dry_run": False}}, key=key, actor=actor
            )
            if key == "b":
                number = found.id
                jobs.note(session, number, jobs.Line(item="x", outcome="added"))
    page = browser.get(f"/desk/import/{number}.json").json
    assert page is not None
    assert page["words"] == (
        "The import waits for its next turn, after 1 items. 1 import or preview comes before it. "
        "It takes turns with what 1 other person has sent."
    )
