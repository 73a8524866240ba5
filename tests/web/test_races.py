"""Two clicks at once: each form's effect happens once, and nobody is answered with a fault."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from archive import jobs
from archive.catalogue.models import Photograph
from archive.history import OPERATOR
from archive.ingest import staging
from archive.ingest.run import attach_upload
from archive.jobs import Job
from archive.parts import Parts
from tests import builders
from tests.web.conftest import token
from tests.web.test_intake import send, work

SignIn = Callable[[str], FlaskClient]
AT_ONCE = 4
needs_exiftool = pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not on this machine")


def together(app: Flask, browser: FlaskClient, address: str, data: dict[str, str], form: str) -> list[int]:
    """The same form sent by the same person from several windows at once; the answers' codes."""
    kept = browser.get_cookie("archive_session")
    assert kept is not None
    data = {"csrf_token": token(browser.get(form).text)} | data
    ready = threading.Barrier(AT_ONCE)

    def one(_number: int) -> int:
        window = app.test_client()
        window.set_cookie("archive_session", kept.value)
        ready.wait()
        return window.post(address, data=data).status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def imports(parts: Parts) -> int:
    with parts.db.reading() as session:
        return int(session.scalar(select(func.count()).where(Job.kind == staging.IMPORT)) or 0)


def test_an_import_confirmed_by_many_clicks_comes_in_once(
    app: Flask, parts: Parts, signed_in: SignIn
) -> None:
    browser = signed_in("archivist")
    page = send(browser, [("a.jpg", builders.picture(seed=5))])
    work(parts)
    assert together(app, browser, f"{page}/confirm", {}, page) == [303] * AT_ONCE
    work(parts)
    assert imports(parts) == 1
    with parts.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Photograph)) == 1


def test_cancelling_and_confirming_at_once_ends_in_one_of_both(
    app: Flask, parts: Parts, signed_in: SignIn
) -> None:
    browser = signed_in("archivist")
    page = send(browser, [("a.jpg", builders.picture(seed=5))])
    work(parts)
    with ThreadPoolExecutor(2) as pool:
        asked = [
            pool.submit(together, app, browser, f"{page}/{what}", {}, page) for what in ("cancel", "confirm")
        ]
        codes = {code for one in asked for code in one.result()}
    assert codes <= {303, 409}
    if imports(parts):
        work(parts)
    with parts.db.reading() as session:
        there = int(session.scalar(select(func.count()).select_from(Photograph)) or 0)
        preview = jobs.find(session, int(page.rpartition("/")[2]))
        assert preview is not None
        assert there == imports(parts) == (0 if preview.state == "cancelled" else 1)
    assert list((parts.settings.images / "staged").glob("*")) == []


@needs_exiftool
def test_a_value_of_the_file_is_taken_once(
    app: Flask, parts: Parts, signed_in: SignIn, tmp_path: Path
) -> None:
    path = builders.picture_file(tmp_path / "a.jpg")
    words = ["-XMP-photoshop:Credit=Another credit"]
    subprocess.run(["exiftool", "-q", "-overwrite_original", *words, str(path)], check=True)
    accession = builders.photograph(parts)
    with path.open("rb") as stream:
        attach_upload(parts.tools, OPERATOR, accession, stream, "a.jpg", "recto")
    version = builders.get(parts, accession).version
    browser = signed_in("archivist")
    address = f"/photographs/{accession}/embedded"
    if "Another credit" not in browser.get(address).text:
        pytest.fail("the file's credit is not shown")
    data = {"take": "part:credit_line:0", "version": str(version)}
    codes = together(app, browser, address, data, address)
    assert set(codes) <= {303, 409}  # a value that stands there already is no collision
    assert 303 in codes
    record = builders.get(parts, accession)
    assert (record.credit_line, record.version) == ("Another credit", version + 1)
