"""An animation plays where somebody asked for it, and nowhere else."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from PIL import Image

from archive.catalogue import visibility
from archive.history import OPERATOR
from archive.ingest.run import attach_upload
from archive.media import animation
from archive.parts import Parts
from tests import builders


def attach(parts: Parts, accession: str, *, frames: int = 3, side: int = 60) -> str:
    """A published record with an animation (or a still); returns the file's hash."""
    colours = [Image.new("RGB", (side, side), (40 * number, 200, 90)) for number in range(frames)]
    data = io.BytesIO()
    colours[0].save(data, "GIF", save_all=True, append_images=colours[1:], duration=100)
    data.seek(0)
    builders.photograph(parts, accession=accession)
    builders.describe(parts, accession, "A made-up square slowly changes its colour.")
    attach_upload(parts.tools, builders.ARCHIVIST, accession, data, "a.gif", "recto")
    return builders.get(parts, accession).current_images[0].sha256


def status(client: FlaskClient, address: str) -> int:
    with client.get(address, buffered=True) as answer:
        return answer.status_code


def test_it_plays_on_its_own_page_and_a_link_stops_it(client: FlaskClient, parts: Parts) -> None:
    sha = attach(parts, "A1")
    record = client.get("/photographs/A1").text
    assert 'href="/photographs/A1/play"' in record
    assert "It moves and may flash." in record
    assert "play.webp" not in record
    assert not parts.store.play_path(sha).exists()
    page = client.get("/photographs/A1/play").text
    assert f'src="/images/{sha}/play.webp"' in page
    assert 'alt="A made-up square slowly changes its colour."' in page
    assert page.index("Stop, and go back") < page.index("play.webp")
    with client.get(f"/images/{sha}/play.webp", buffered=True) as answer:
        assert answer.mimetype == "image/webp"
        with Image.open(io.BytesIO(answer.data)) as image:
            assert getattr(image, "n_frames", 1) == 3


def test_a_still_has_no_such_page(client: FlaskClient, parts: Parts) -> None:
    sha = attach(parts, "A1", frames=1)
    assert "/play" not in client.get("/photographs/A1").text
    assert status(client, "/photographs/A1/play") == 404
    assert status(client, f"/images/{sha}/play.webp") == 404
    builders.photograph(parts, accession="A2")
    assert status(client, "/photographs/A2") == 200
    assert status(client, "/photographs/A2/play") == 404


def test_who_may_not_see_the_record_sees_no_animation(
    client: FlaskClient, parts: Parts, signed_in: Callable[[str], FlaskClient]
) -> None:
    sha = attach(parts, "A1")
    with parts.db.writing() as session:
        visibility.withdraw(session, OPERATOR, "A1", "On request")
    for address in ("/photographs/A1/play", f"/images/{sha}/play.webp", f"/images/{sha}-2/play.webp"):
        assert status(client, address) == 404
    assert status(signed_in("describer"), f"/images/{sha}/play.webp") == 200


def test_what_cannot_be_played_says_why_and_is_tried_once(
    client: FlaskClient, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = 30
    sha = attach(parts, "A1", frames=frames)
    parts.store.note_unplayed(sha, animation.TOO_LONG)
    monkeypatch.setattr(type(parts.sandbox), "animate", lambda *_args: pytest.fail("tried again"))
    page = client.get("/photographs/A1/play").text
    assert animation.TOO_LONG in page
    assert "play.webp" not in page
    assert f"/images/{sha}/60.jpg" in page
    assert status(client, f"/images/{sha}/play.webp") == 404


def test_a_refusal_is_remembered(client: FlaskClient, parts: Parts) -> None:
    sha = attach(parts, "A1")
    parts.store.path(sha).chmod(0o600)
    parts.store.path(sha).write_bytes(b"GIF89a rotten")
    assert "damaged" in client.get("/photographs/A1/play").text
    assert "damaged" in parts.store.why_unplayed(sha)


def test_one_is_made_at_a_time(client: FlaskClient, parts: Parts) -> None:
    sha = attach(parts, "A1")
    with parts.store.alone("play") as mine:
        assert mine
        assert "Another animation is being made" in client.get("/photographs/A1/play").text
        assert status(client, f"/images/{sha}/play.webp") == 404
    assert parts.store.why_unplayed(sha) == ""
    assert "play.webp" in client.get("/photographs/A1/play").text
