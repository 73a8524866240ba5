"""A photograph whose front and back came in one TIFF, on its pages."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from PIL import Image

from archive.ingest.run import attach_upload
from archive.parts import Parts
from tests import builders

RED, BLUE = 0, 2


@pytest.fixture
def sha(parts: Parts) -> str:
    """The file of a published record A1: its front is red, its back blue."""
    front, back = (Image.new("RGB", (700, 500), colour) for colour in ("red", "blue"))
    data = io.BytesIO()
    front.save(data, "TIFF", save_all=True, append_images=[back])
    data.seek(0)
    builders.photograph(parts, accession="A1")
    attach_upload(parts.tools, builders.ARCHIVIST, "A1", data, "a.tif", "recto")
    return builders.get(parts, "A1").current_images[0].sha256


def brightest(client: FlaskClient, address: str) -> int:
    """The number of the brightest of a picture's three bands."""
    with client.get(address, buffered=True) as answer:
        assert answer.status_code == 200
        data = answer.data
    with Image.open(io.BytesIO(data)) as image:
        pixel = image.convert("RGB").getpixel((5, 5))
    assert isinstance(pixel, tuple)
    return pixel.index(max(pixel))


def test_the_record_shows_both(client: FlaskClient, sha: str) -> None:
    page = client.get("/photographs/A1").text
    assert f"/images/{sha}/400.jpg" in page
    assert f"/images/{sha}-2/400.jpg" in page
    assert "Back of the photograph, not yet described" in page


def test_the_describing_page_shows_the_front_close_up(
    signed_in: Callable[[str], FlaskClient], sha: str
) -> None:
    page = signed_in("describer").get("/photographs/A1/describe?zoom=100").text
    assert f"/images/{sha}/full.jpg" in page


def test_each_page_has_its_own_pictures_made_and_kept_by_themselves(
    parts: Parts, client: FlaskClient, signed_in: Callable[[str], FlaskClient], sha: str
) -> None:
    parts.store.forget_derived(sha, 1)
    assert parts.store.derived_path(sha, 400, "jpg").is_file()
    assert brightest(client, f"/images/{sha}-2/400.jpg") == BLUE
    parts.store.forget_derived(sha)
    assert parts.store.derived_path(sha, 400, "jpg", 1).is_file()
    assert brightest(client, f"/images/{sha}/400.jpg") == RED
    staff = signed_in("describer")
    assert brightest(staff, f"/images/{sha}-2/full.jpg") == BLUE
    assert brightest(staff, f"/images/{sha}/full.jpg") == RED


def test_the_original_is_one_file(signed_in: Callable[[str], FlaskClient], parts: Parts, sha: str) -> None:
    archivist = signed_in("archivist")
    with parts.store.open(sha) as stream:
        kept = stream.read()
    for name in (sha, f"{sha}-2"):
        with archivist.get(f"/images/{name}/original", buffered=True) as answer:
            assert answer.data == kept


@pytest.mark.parametrize("name", ["{}-1", "{}-3", "{}-", "{}-2-2", "-2{}"])
def test_there_are_no_other_pages(client: FlaskClient, sha: str, name: str) -> None:
    assert client.get(f"/images/{name.format(sha)}/400.jpg").status_code == 404


def test_a_file_of_one_page_has_no_second(client: FlaskClient, parts: Parts) -> None:
    builders.photograph(parts, accession="A2")
    attach_upload(parts.tools, builders.ARCHIVIST, "A2", io.BytesIO(builders.picture()), "a.jpg", "recto")
    name = builders.get(parts, "A2").current_images[0].sha256
    brightest(client, f"/images/{name}/400.jpg")  # it is there
    assert client.get(f"/images/{name}-2/400.jpg").status_code == 404
