"""Records that readers may not see: no address of theirs tells a reader anything, however it is asked for."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from archive.catalogue import photographs, visibility
from archive.descriptions import merging
from archive.history import OPERATOR
from archive.ingest.run import attach_upload
from archive.interop import scratch
from archive.parts import Parts
from archive.web.limits import limiter
from tests import builders

SignIn = Callable[[str], FlaskClient]


@pytest.fixture(autouse=True)
def _unlimited(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many addresses are asked for in a minute; `app` comes first because it sets the limits."""
    assert app
    monkeypatch.setattr(limiter, "enabled", False)


def moving() -> bytes:
    frames = [Image.new("RGB", (640, 480), (40 * number, 200, 90)) for number in range(3)]
    data = io.BytesIO()
    frames[0].save(data, "GIF", save_all=True, append_images=frames[1:], duration=100)
    return data.getvalue()


@pytest.fixture(params=["draft", "embargo", "withdrawn", "merged"])
def closed(request: pytest.FixtureRequest, parts: Parts) -> tuple[str, str]:
    """A record that was public once, called as its state is, and the hash of its front; it has a back."""
    state = str(request.param)
    builders.photograph(parts, accession=state)
    for role, data in (("recto", moving()), ("verso", builders.picture(seed=4))):
        attach_upload(parts.tools, OPERATOR, state, io.BytesIO(data), role, role)
    builders.describe(parts, state, "Words of a hidden one.")
    front = builders.get(parts, state).current_images[0].sha256
    other = builders.photograph(parts, accession="other", publish=False)
    with parts.db.writing() as session:
        if state == "embargo":
            photographs.get(session, state).embargo = "2999-01-01"
        elif state == "withdrawn":
            visibility.withdraw(session, OPERATOR, state, "Asked for.")
        else:
            visibility.unpublish(session, OPERATOR, state)
        if state == "merged":
            merging.merge(session, OPERATOR, state, other)
    return state, front


def addresses(state: str, front: str) -> list[str]:
    record = f"/photographs/{state}"
    names = ["original", "400.jpg", "640.webp", "2-original", "2-400.jpg", "2-400.webp", "full.jpg"]
    taken = [f"{record}/download/{name}" for name in names] + [f"{record}/download/400.jpg?location=yes"]
    files = ["400.jpg", "400.webp", "640.jpg", "full.jpg", "play.webp", "original"]
    images = [f"/images/{front}{page}/{name}" for page in ("", "-2") for name in files]
    pages = [f"{record}/{name}" for name in ("play", "embedded", "alike/other", "edit", "history", "json")]
    return [*taken, *images, *pages, f"/photographs/{state}.json"]


ASKED: dict[str, dict[str, str]] = {
    "plainly": {},
    "whether it changed": {"If-None-Match": "*"},
    "since when": {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    "for a part": {"Range": "bytes=0-9"},
}


def test_a_reader_finds_nothing(closed: tuple[str, str], client: FlaskClient) -> None:
    for address in addresses(*closed):
        for method in ("GET", "HEAD"):
            for headers in ASKED.values():
                with client.open(address, method=method, headers=headers, buffered=True) as answer:
                    sign_in = answer.status_code == 303 and answer.location.startswith("/sign-in")
                    assert answer.status_code == 404 or sign_in, (method, address, answer.status_code)
                    assert not {"ETag", "Last-Modified", "Content-Range"} & set(answer.headers.keys())
                    assert b"Words of" not in answer.data, address


def test_what_is_hidden_answers_as_what_never_was(closed: tuple[str, str], client: FlaskClient) -> None:
    for hidden, none in zip(addresses(*closed), addresses("none", "0" * 64), strict=True):
        one, other = (client.get(address, buffered=True) for address in (hidden, none))
        assert one.status_code == other.status_code, hidden


@pytest.mark.parametrize("role", ["describer", "reviewer"])
def test_originals_are_for_archivists(role: str, closed: tuple[str, str], signed_in: SignIn) -> None:
    browser = signed_in(role)
    for address in addresses(*closed):
        if "/download/" not in address and not address.startswith("/images/"):
            continue
        with browser.get(address, buffered=True) as answer:
            kept = answer.headers["Cache-Control"]
            if "original" in address:
                assert answer.status_code in {403, 404}, address
            else:
                assert answer.status_code in {200, 404}, address
            assert "public" not in kept, address
            assert answer.status_code != 200 or "no-store" in kept, address


def test_nothing_that_was_made_before_is_given_out_after_a_withdrawal(
    parts: Parts, client: FlaskClient
) -> None:
    accession = builders.photograph(parts)
    data = io.BytesIO(builders.picture(seed=70))
    attach_upload(parts.tools, OPERATOR, accession, data, "a.jpg", "recto")
    address = f"/photographs/{accession}/download/400.jpg"
    with client.get(address, buffered=True) as answer:
        mark = answer.headers["ETag"]
    with parts.db.writing() as session:
        visibility.withdraw(session, OPERATOR, accession, "Asked for.")
    with client.get(address, headers={"If-None-Match": mark}, buffered=True) as answer:
        assert answer.status_code == 404
        assert "ETag" not in answer.headers
    assert not list(scratch.folder(parts.settings.home).glob("*"))
