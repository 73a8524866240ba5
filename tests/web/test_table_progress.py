"""A table at work: how far it is, and taking it back."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from archive import jobs
from archive.ingest import staging
from archive.interop import table_job
from archive.parts import Parts
from tests import builders
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
