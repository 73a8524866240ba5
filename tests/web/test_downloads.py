"""Downloads from a record's page: who gets what, under which name, with which words inside."""

from __future__ import annotations

import io
import json
import shutil
import struct
import subprocess
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from archive.catalogue import photographs, visibility
from archive.history import OPERATOR
from archive.ingest.run import attach_upload
from archive.interop import files, scratch
from archive.parts import Parts
from archive.web.downloads import PER_MINUTE, means, places
from archive.web.downloads import _warnings as warnings_of
from tests import builders
from tests.web.outline import sound

ALT = "A tram in the rain."
SignIn = Callable[[str], FlaskClient]
needs_exiftool = pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not on this machine")


def located() -> bytes:
    """A JPEG that says where it was taken."""
    tags = Image.Exif()
    tags.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 30.0), 3: "E", 4: (2.0, 17.0, 40.0)})
    return builders.picture(width=900, exif=tags.tobytes())


@pytest.fixture
def tram(parts: Parts) -> str:
    """A published record with a front and a back, and an approved text."""
    accession = builders.photograph(
        parts, accession="T-1", headline="Tranvía / “lluvia”", creators=("Ana Ruiz",), sublocation="Plaza 1"
    )
    attach_upload(parts.tools, OPERATOR, accession, io.BytesIO(located()), "tram.jpg", "recto")
    back = builders.picture(format="TIFF", seed=3)
    attach_upload(parts.tools, OPERATOR, accession, io.BytesIO(back), "back.tif", "verso")
    builders.describe(parts, accession, "A tram with two lamps.")
    builders.describe(parts, accession, "Un tranvía.", language="es")
    builders.describe(parts, accession, "Not approved.", language="fr", approve=False)
    return accession


@pytest.fixture
def without(tmp_path: Path) -> Iterator[Parts]:
    """An archive on a machine that has no exiftool."""
    made = builders.archive(tmp_path / "without", exiftool="")
    yield made
    made.close()


def read(data: bytes) -> dict[str, Any]:
    """What exiftool reads of these bytes."""
    answer = subprocess.run(
        ["exiftool", "-n", "-G1", "-struct", "-j", "-"], input=data, capture_output=True, check=True
    )
    found: dict[str, Any] = json.loads(answer.stdout)[0]
    return found


@needs_exiftool
def test_a_reader_takes_a_size_with_the_words_inside(tram: str, client: FlaskClient) -> None:
    outline = sound(client.get(f"/photographs/{tram}", buffered=True).text)
    assert (2, "Download") in outline.headings
    answer = client.get(
        outline.link("WebP, 800 by 427 pixels, with credit and description inside: Front"), buffered=True
    )
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    named = answer.headers["Content-Disposition"]
    assert named.startswith("attachment; filename=T-1-Tranvia-lluvia.webp; filename*=UTF-8''T-1-Tranv%C3%ADa")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, max-age=3600"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    found = read(answer.data)
    assert found["XMP-iptcCore:AltTextAccessibility-es"] == "Un tranvía."
    assert found["XMP-iptcCore:AltTextAccessibility-en"] == "A tram with two lamps."
    assert found["XMP-dc:Creator"] == ["Ana Ruiz"]
    assert "Not approved" not in json.dumps(found)
    assert "Plaza 1" not in json.dumps(found)
    with Image.open(io.BytesIO(answer.data)) as image:
        assert image.size == (800, 427)


@needs_exiftool
def test_an_unchanged_file_is_not_sent_again_and_a_changed_text_is(
    tram: str, parts: Parts, client: FlaskClient
) -> None:
    address = f"/photographs/{tram}/download/400.jpg"
    mark = client.get(address, buffered=True).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": mark}, buffered=True)
    assert (again.status_code, again.data) == (304, b"")
    builders.describe(parts, tram, "Ein Wagen.", language="de")
    assert client.get(address, headers={"If-None-Match": mark}, buffered=True).status_code == 200


@needs_exiftool
def test_an_archivist_takes_the_original_with_words_and_chooses_the_location(
    tram: str, parts: Parts, signed_in: SignIn
) -> None:
    browser = signed_in("archivist")
    outline = sound(browser.get(f"/photographs/{tram}", buffered=True).text)
    form = next(one for one in outline.all("form") if one["class"] == "downloads-form")
    plain = browser.get(form["action"], buffered=True)
    assert plain.headers["Cache-Control"] == "private, no-store"
    found = read(plain.data)
    assert found["XMP-photoshop:Headline"] == "Tranvía / “lluvia”"
    assert not [name for name in found if "GPS" in name]
    whole = read(browser.get(form["action"], query_string={"location": "yes"}, buffered=True).data)
    assert whole["GPS:GPSLatitudeRef"] == "N"
    assert whole["XMP-iptcCore:Location"] == "Plaza 1"
    with Image.open(io.BytesIO(plain.data)) as copy, Image.open(io.BytesIO(located())) as original:
        assert copy.tobytes() == original.tobytes()
    front, back = builders.get(parts, tram).current_images
    assert parts.store.path(front.sha256).read_bytes() == located()
    verso = browser.get(f"/photographs/{tram}/download/2-original", buffered=True)
    assert (verso.mimetype, back.format) == ("image/tiff", "TIFF")
    assert "verso.tif" in verso.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "what",
    ["original", "2-original", "9-800.jpg", "801.jpg", "1600.jpg", "800.png", "full.jpg", "0-800.jpg", "%00"],
)
def test_readers_find_nothing_else(what: str, tram: str, client: FlaskClient) -> None:
    assert client.get(f"/photographs/{tram}/download/{what}", buffered=True).status_code == 404
    page = client.get(f"/photographs/{tram}", buffered=True).text
    assert "download/original" not in page
    assert "IIM" not in page


def test_a_describer_takes_sizes_and_no_original(tram: str, signed_in: SignIn) -> None:
    browser = signed_in("describer")
    assert browser.get(f"/photographs/{tram}/download/original", buffered=True).status_code == 404
    assert "download/original" not in browser.get(f"/photographs/{tram}", buffered=True).text


@pytest.mark.parametrize("how", ["draft", "embargo", "withdrawn"])
def test_what_readers_may_not_see_they_may_not_take(
    how: str, parts: Parts, client: FlaskClient, signed_in: SignIn
) -> None:
    accession = builders.photograph(parts, publish=how != "draft")
    data = io.BytesIO(builders.picture())
    attach_upload(parts.tools, OPERATOR, accession, data, "a.jpg", "recto")
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        if how == "embargo":
            record.embargo = "2999-01-01"
        if how == "withdrawn":
            visibility.withdraw(session, OPERATOR, accession, "Asked for.")
    answer = client.get(f"/photographs/{accession}/download/400.jpg", buffered=True)
    unknown = client.get("/photographs/no-such/download/400.jpg", buffered=True)
    assert (answer.status_code, unknown.status_code) == (404, 404)
    assert answer.data == unknown.data.replace(b"no-such", accession.encode())
    assert (
        signed_in("describer").get(f"/photographs/{accession}/download/400.jpg", buffered=True).status_code
        == 200
    )


@needs_exiftool
def test_staff_are_told_what_iim_cuts(parts: Parts, client: FlaskClient, signed_in: SignIn) -> None:
    accession = builders.photograph(parts, credit_line="A very long credit line of more than 32 bytes")
    data = io.BytesIO(builders.picture())
    attach_upload(parts.tools, OPERATOR, accession, data, "a.jpg", "recto")
    told = "Too long for the older metadata (IIM), where it is cut; whole in XMP: Credit line."
    assert told in signed_in("describer").get(f"/photographs/{accession}", buffered=True).text
    assert told not in client.get(f"/photographs/{accession}", buffered=True).text


@needs_exiftool
def test_staff_are_told_what_of_the_file_copies_leave_out(
    parts: Parts, tmp_path: Path, client: FlaskClient, signed_in: SignIn
) -> None:
    tag = "XMP-iptcCore:AltTextAccessibility"
    came = builders.picture_file(tmp_path / "a.jpg")
    words = [f"-{tag}={ALT}", f"-{tag}-en={ALT}", f"-{tag}-es=Un tranvía."]
    words += ["-XMP-iptcExt:PersonInImageWDetails=[{PersonName=Somebody}]"]
    subprocess.run(["exiftool", "-q", "-overwrite_original", *words, str(came)], check=True)
    accession = builders.photograph(parts)
    with came.open("rb") as stream:
        attach_upload(parts.tools, OPERATOR, accession, stream, "a.jpg", "recto")
    builders.describe(parts, accession, "A bus.", approve=False)
    browser = signed_in("archivist")
    page = browser.get(f"/photographs/{accession}", buffered=True).text
    assert "One description in the file is left out of copies" in page
    assert "copies leave that out: People shown." in page
    assert "left out of copies" not in client.get(f"/photographs/{accession}", buffered=True).text
    found = read(browser.get(f"/photographs/{accession}/download/original", buffered=True).data)
    assert {name: text for name, text in found.items() if name.startswith(tag)} == {
        tag: "Un tranvía.",
        f"{tag}-es": "Un tranvía.",
    }


def test_without_exiftool_sizes_carry_what_they_were_made_with(without: Parts) -> None:
    from archive.web.app import build

    app = build(without)
    app.config["RATELIMIT_ENABLED"] = False
    accession = builders.photograph(without, creators=("Ana Ruiz",))
    attach_upload(without.tools, OPERATOR, accession, io.BytesIO(located()), "a.jpg", "recto")
    answer = app.test_client().get(f"/photographs/{accession}/download/400.jpg", buffered=True)
    assert answer.status_code == 200
    assert b"Ana Ruiz" in answer.data


def test_one_address_takes_only_so_many_a_minute(parts: Parts, app: Flask, tram: str) -> None:
    app.config["RATELIMIT_ENABLED"] = True
    from archive.web.limits import limiter

    limiter.enabled = True
    limiter.reset()
    try:
        client = app.test_client()
        most = int(PER_MINUTE.partition(" ")[0])
        answers = [client.get(f"/photographs/{tram}/download/none", buffered=True) for _ in range(most + 1)]
    finally:
        limiter.reset()
        limiter.enabled = False
    assert [one.status_code for one in answers] == [404] * most + [429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60


def test_copies_are_made_on_the_disk_of_the_archive_and_none_is_left(
    parts: Parts, tram: str, client: FlaskClient
) -> None:
    assert client.get(f"/photographs/{tram}/download/800.webp", buffered=True).status_code == 200
    assert list(scratch.folder(parts.settings.home).iterdir()) == []


def test_half_of_the_threads_make_copies_and_the_others_serve_pages(
    tram: str, parts: Parts, app: Flask, client: FlaskClient
) -> None:
    address = f"/photographs/{tram}/download/400.jpg"
    with app.app_context():
        here = places()
    with ExitStack() as taken:
        for _place in range(parts.settings.threads // 2):
            assert taken.enter_context(here.one())
        answer = client.get(address, buffered=True)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "10"
        assert "Several files are being made" in answer.text
        assert client.get(f"/photographs/{tram}", buffered=True).status_code == 200
    assert client.get(address, buffered=True).status_code == 200


def test_a_place_is_free_again_when_a_copy_could_not_be_made(
    tram: str, parts: Parts, signed_in: SignIn
) -> None:
    parts.store.path(builders.get(parts, tram).current_images[0].sha256).unlink()
    browser = signed_in("archivist")
    for _try in range(parts.settings.threads + 1):
        assert browser.get(f"/photographs/{tram}/download/original", buffered=True).status_code == 409


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def signed(kind: str) -> bytes:
    """A picture with a box of content credentials, empty but for its name."""
    told = b"c2pa\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71\x03c2pa\0"
    told = struct.pack(">I", len(told) + 8) + b"jumd" + told
    box = struct.pack(">I", len(told) + 8) + b"jumb" + told
    data = builders.picture(format=kind, seed=7)
    if kind == "PNG":
        return data[:33] + chunk(b"caBX", box) + data[33:]
    segment = b"JP" + struct.pack(">HI", 1, 1) + box
    return data[:2] + b"\xff\xeb" + struct.pack(">H", len(segment) + 2) + segment + data[2:]


@needs_exiftool
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_is_said_of_content_credentials_is_what_copies_hold(kind: str, tmp_path: Path) -> None:
    from archive.web.app import build

    made = builders.archive(tmp_path / "exiftool", exiftool="exiftool")
    accession = builders.photograph(made)
    attach_upload(made.tools, OPERATOR, accession, io.BytesIO(signed(kind)), "a", "recto")
    with made.db.reading() as session, build(made).test_request_context():
        record = photographs.get(session, accession)
        image = record.current_images[0]
        told = " ".join(warnings_of(record, image, writable=True))
        held = []
        for location in (False, True):
            copy = files.plan(session, record, image, files.ORIGINAL, location=location)
            files.make(means(), copy, tmp_path / str(location))
            held.append(b"c2pa" in (tmp_path / str(location)).read_bytes())
    made.close()
    assert "Copies leave them out" in told
    assert held == [False, "Only a copy with its location" in told]


@pytest.mark.parametrize("role", ["recto", "verso"])
def test_no_name_is_longer_than_a_folder_takes(role: str, parts: Parts, tmp_path: Path) -> None:
    number = "A" * 64
    builders.photograph(parts, accession=number, headline="𠮷" * 60)
    attach_upload(parts.tools, OPERATOR, number, io.BytesIO(builders.picture(seed=9)), "a.jpg", role)
    with parts.db.reading() as session:
        record = photographs.get(session, number)
        name = files.speaking(record, record.current_images[0])
    assert name.startswith(f"{number}-𠮷𠮷")
    assert name.endswith("-verso") == (role == "verso")
    (tmp_path / f".{name}.avif.1234567.part").touch()
