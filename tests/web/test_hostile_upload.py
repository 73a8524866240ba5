"""Files and names that mean harm, sent with the page's form."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive import jobs
from archive.parts import Parts
from tests import builders
from tests.media import hostile_makers as made
from tests.web.conftest import post, token
from tests.web.test_intake import send, work

SignIn = Callable[[str], FlaskClient]
BOUNDARY = "a-line-between-parts"


def raw(name: bytes, data: bytes, csrf: str) -> bytes:
    """A form as bytes, whose file name no client would write so."""
    parts = [
        b'Content-Disposition: form-data; name="csrf_token"\r\n\r\n' + csrf.encode(),
        b'Content-Disposition: form-data; name="language"\r\n\r\nen',
        b'Content-Disposition: form-data; name="files"; filename="' + name + b'"\r\n\r\n' + data,
    ]
    line = b"--" + BOUNDARY.encode()
    return b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"


def test_what_is_refused_leaves_nothing_and_the_rest_comes_in(
    parts: Parts, signed_in: SignIn, tmp_path: Path
) -> None:
    browser = signed_in("archivist")
    bad = (made.bomb, made.drawing, made.half, made.page, made.nothing)
    files = [(f"{one.__name__}.png", one(tmp_path)) for one in bad]
    page = send(browser, [*files, ("good.jpg", builders.picture(seed=8))])
    work(parts)
    shown = browser.get(page).text
    assert "Refused (5)" in shown
    assert "Would be added (1)" in shown
    post(browser, f"{page}/confirm", {}, page)
    work(parts)
    assert len(list((parts.settings.images / "originals").glob("*/*"))) == 1
    assert len(list((parts.settings.images / "derived").glob("*/*"))) == 1
    for folder in ("staged", "incoming"):
        assert list((parts.settings.images / folder).glob("*")) == []
    assert browser.get("/photographs").status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        b"../../../tmp/above.jpg",
        b"..\\..\\above.jpg",
        b"/etc/above.jpg",
        b"nothing\0above.jpg",
        "right\u202egpj.sh".encode(),
        b"n" * 300 + b".jpg",
        b"\xff\xfe.jpg",
        b"..",
        b"<script>alert(1)</script>.jpg",
    ],
)
def test_no_name_leads_out_of_the_store(parts: Parts, signed_in: SignIn, tmp_path: Path, name: bytes) -> None:
    browser = signed_in("archivist")
    csrf = token(browser.get("/desk/import").text)
    answer = browser.post(
        "/desk/import",
        input_stream=io.BytesIO(raw(name, builders.picture(seed=2), csrf)),
        content_type=f"multipart/form-data; boundary={BOUNDARY}",
    )
    assert answer.status_code in {303, 400, 422}, answer.text
    if answer.status_code == 303:
        work(parts)
        assert "<script>alert" not in browser.get(answer.location).text
        post(browser, f"{answer.location}/confirm", {}, answer.location)
        work(parts)
        with parts.db.reading() as session:
            items = [line.item for number in (1, 2) for line in jobs.lines(session, number)]
        assert items
        assert all(one.isprintable() and len(one) <= 255 for one in items)
        assert not any("/" in one or "\\" in one for one in items)
    assert not list(tmp_path.rglob("above.jpg"))
    assert not Path("/tmp/above.jpg").exists()  # noqa: S108 - where the name would lead
    assert browser.get("/desk").status_code == 200
