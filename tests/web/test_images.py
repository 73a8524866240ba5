"""Image files: who may have which, and nobody can have work done by asking."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from archive.catalogue import visibility
from archive.history import OPERATOR
from archive.ingest.run import attach_upload
from archive.parts import Parts
from tests import builders


def get(browser: FlaskClient, address: str) -> TestResponse:
    """The answer, read to its end and closed as a server would."""
    with browser.get(address, buffered=True) as answer:
        return answer


@pytest.fixture
def sha(parts: Parts) -> tuple[str, str]:
    """(accession, sha256) of a published picture 900 pixels wide."""
    accession = builders.photograph(parts, accession="A1")
    data = io.BytesIO(builders.picture(width=900, height=600))
    attach_upload(parts.tools, builders.ARCHIVIST, accession, data, "a.jpg", "recto")
    return accession, builders.get(parts, accession).images[0].sha256


def test_derivatives_are_pictures_of_the_size_that_their_name_says(
    client: FlaskClient, sha: tuple[str, str]
) -> None:
    for name, kind in (("400.jpg", "JPEG"), ("800.jpg", "JPEG"), ("400.webp", "WEBP"), ("800.webp", "WEBP")):
        answer = get(client, f"/images/{sha[1]}/{name}")
        assert answer.status_code == 200
        with Image.open(io.BytesIO(answer.data)) as picture:
            assert (picture.format, picture.width) == (kind, int(name.split(".")[0]))


@pytest.mark.parametrize(
    "name", ["1600.jpg", "900.jpg", "401.webp", "400.png", "..%2f400.jpg", "0400.jpg", "400.jpg%00"]
)
def test_sizes_that_do_not_exist_are_not_made(
    client: FlaskClient, parts: Parts, sha: tuple[str, str], name: str
) -> None:
    folder = parts.store.derived_folder(sha[1])
    before = sorted(path.name for path in folder.iterdir())
    assert get(client, f"/images/{sha[1]}/{name}").status_code == 404
    assert sorted(path.name for path in folder.iterdir()) == before


def test_deleted_or_torn_derivatives_are_made_again(
    client: FlaskClient, parts: Parts, sha: tuple[str, str]
) -> None:
    parts.store.forget_derived(sha[1])
    assert get(client, f"/images/{sha[1]}/400.jpg").status_code == 200
    parts.store.derived_path(sha[1], 800, "webp").write_bytes(b"")
    assert len(get(client, f"/images/{sha[1]}/800.webp").data) > 1000


def test_a_draft_and_a_withdrawn_record_show_no_picture_to_readers(
    client: FlaskClient, parts: Parts, sha: tuple[str, str], signed_in: Callable[[str], FlaskClient]
) -> None:
    with parts.db.writing() as session:
        visibility.withdraw(session, OPERATOR, sha[0], "A reason.")
    assert get(client, f"/images/{sha[1]}/400.jpg").status_code == 404
    staff = get(signed_in("describer"), f"/images/{sha[1]}/400.jpg")
    assert (staff.status_code, staff.headers["Cache-Control"]) == (200, "private, no-store")


@pytest.mark.parametrize("facts", [{"publish": False}, {"embargo": "2999-01-01"}])
def test_drafts_and_embargoed_pictures_are_not_served(
    client: FlaskClient, parts: Parts, facts: dict[str, Any]
) -> None:
    accession = builders.photograph(parts, **facts)
    attach_upload(
        parts.tools, builders.ARCHIVIST, accession, io.BytesIO(builders.picture()), "a.jpg", "recto"
    )
    sha256 = builders.get(parts, accession).images[0].sha256
    assert get(client, f"/images/{sha256}/400.jpg").status_code == 404


def test_words_in_a_file_made_again_are_those_that_are_approved(
    client: FlaskClient, parts: Parts, sha: tuple[str, str]
) -> None:
    builders.describe(parts, sha[0], "An approved ellipse.")
    builders.describe(parts, sha[0], "A waiting rectangle.", language="es", approve=False)
    parts.store.forget_derived(sha[1])
    made = get(client, f"/images/{sha[1]}/400.jpg").data
    assert b"An approved ellipse." in made
    assert b"Made-up Press" in made
    assert b"A waiting rectangle." not in made


def test_originals_are_for_archivists_and_always_a_download(
    client: FlaskClient, sha: tuple[str, str], signed_in: Callable[[str], FlaskClient]
) -> None:
    address = f"/images/{sha[1]}/original"
    assert get(client, address).status_code == 303
    assert get(signed_in("describer"), address).status_code == 403
    answer = get(signed_in("archivist"), address)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == "attachment; filename=a.jpg"
    assert answer.mimetype == "application/octet-stream"


@pytest.mark.parametrize("name", ["0" * 64, "zz", "../secret_key", "%2e%2e"])
def test_what_is_no_file_of_ours(client: FlaskClient, name: str) -> None:
    assert get(client, f"/images/{name}/400.jpg").status_code == 404


def test_the_full_size_one_is_for_staff_and_made_of_its_own_pixels(
    client: FlaskClient, parts: Parts, sha: tuple[str, str], signed_in: Callable[[str], FlaskClient]
) -> None:
    builders.describe(parts, sha[0], "An approved ellipse.")
    address = f"/images/{sha[1]}/full.jpg"
    assert get(client, address).status_code == 404
    assert not parts.store.full_path(sha[1]).exists()
    answer = get(signed_in("describer"), address)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["Cache-Control"] == "private, max-age=3600"
    with Image.open(io.BytesIO(answer.data)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (900, 600))
    with parts.store.open(sha[1]) as original:
        assert answer.data != original.read()
    assert b"An approved ellipse." in answer.data
    assert get(client, address).status_code == 404  # also now that it is there
    assert get(client, f"/images/{sha[1]}/900.jpg").status_code == 404


def test_the_full_size_one_of_a_draft_is_kept_by_nobody(
    parts: Parts, signed_in: Callable[[str], FlaskClient]
) -> None:
    accession = builders.photograph(parts, publish=False)
    data = io.BytesIO(builders.picture())
    attach_upload(parts.tools, builders.ARCHIVIST, accession, data, "a.jpg", "recto")
    sha256 = builders.get(parts, accession).images[0].sha256
    answer = get(signed_in("reviewer"), f"/images/{sha256}/full.jpg")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")


def test_a_full_size_one_that_cannot_be_made_is_missing(
    parts: Parts, sha: tuple[str, str], signed_in: Callable[[str], FlaskClient]
) -> None:
    browser = signed_in("describer")
    assert get(browser, f"/images/{'0' * 64}/full.jpg").status_code == 404
    assert get(browser, "/images/zz/full.jpg").status_code == 404
    original = parts.store.path(sha[1])
    original.chmod(0o644)
    original.write_bytes(b"torn")
    assert get(browser, f"/images/{sha[1]}/full.jpg").status_code == 404
    assert not parts.store.full_path(sha[1]).exists()
