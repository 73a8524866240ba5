"""Caption sheets and tables that mean harm, sent with the page's form: a plain answer, and nothing left."""

from __future__ import annotations

import io
import socket
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from archive.catalogue.models import Photograph
from archive.parts import Parts
from tests.web.conftest import post, token
from tests.web.test_hostile_upload import BOUNDARY, raw
from tests.web.test_intake import work

SignIn = Callable[[str], FlaskClient]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINE = "<w:p><w:r><w:t>Men mend nets, Lima, Peru, June 2024. via Acme</w:t></w:r></w:p>"


def document(inner: str, *, before: str = "", **others: str) -> bytes:
    """A Word document with these parts beside it, a name's `__` standing for a slash.

    `before` stands before its first element.
    """
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml",
            f'{before}<w:document xmlns:w="{W}"><w:body>{inner}</w:body></w:document>',
        )
        for name, text in others.items():
            archive.writestr(name.replace("__", "/"), text)
    return kept.getvalue()


def table(**parts: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return kept.getvalue()


NAMES = "abcdefghi"
BOMB = "".join(f'<!ENTITY {one} "{f"&{other};" * 10}">' for other, one in pairwise(NAMES))
BOMB = f'<!DOCTYPE x [<!ENTITY a "lol">{BOMB}]>'
FETCHED = f'<Relationships><Relationship Id="a" Type="{R}/attachedTemplate" TargetMode="External" Target="'
# What it is: (name, bytes).
TAKEN: dict[str, tuple[str, bytes]] = {
    "macros under another name": ("a.docx", document(LINE, word__vbaProject_bin="MZ")),
    "paths out of the zip": ("a.docx", document(LINE, **{"..__..__evil.txt": "x", "__etc__evil": "x"})),
}
REFUSED: dict[str, tuple[str, bytes]] = {
    "ten million empty paragraphs": ("a.docx", document("<w:p/>" * 10_000_000 + LINE)),
    "100,000 tables in tables": ("a.docx", document("<w:tbl><w:tr><w:tc>" * 100_000)),
    "a tag without end": ("a.docx", document("<w:p " + " ".join(f'a{n}=""' for n in range(900_000)) + "/>")),
    "a million names": ("a.docx", document("".join(f"<a{n}/>" for n in range(900_000)))),
    "half a sign in XML": ("a.docx", document(LINE.replace("Lima", "&#xD800;"))),
    "an entity that is none": ("a.docx", document("&lol;")),
    "an entity of a billion laughs": ("a.docx", document(LINE.replace("Lima", "&i;"), before=BOMB)),
    "an entity of a file": (
        "a.docx",
        document(
            LINE.replace("Lima", "&i;"), before='<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/hostname">]>'
        ),
    ),
    "half a sign": (
        "a.txt",
        "Men mend nets \ud800, Lima. via Acme".encode("utf-8", "surrogatepass") + b"\x81",
    ),
    "nothing but line ends": ("a.txt", b"\n" * 9_000_000),
    "a zip that is no workbook": ("a.xlsx", table(a_dot_txt=b"x")),
    "a workbook that is none": ("a.xlsx", b"PK\x03\x04" + b"\0" * 999),
    "NUL": ("a.csv", b"accession,caption\r\nA,\0\0\r\n"),
    "a cell without end": ("a.csv", b'accession,caption\r\nA,"' + b"x" * 9_000_000),
    "a heading without end": ("a.csv", b"x" * 9_000_000),
}


def left(home: Path) -> set[str]:
    """Files in the home, the catalogue's and the index's own apart."""
    own = {"archive.db", "archive.db-wal", "archive.db-shm", "archive.db-turn", "writer.lock", "secret_key"}
    found = (path for path in home.rglob("*") if path.is_file() and "index" not in path.parts)
    return {str(path.relative_to(home)) for path in found} - own


def brought(parts: Parts, browser: FlaskClient, name: str, data: bytes) -> tuple[str, int]:
    """What the preview's page says, and how many records there are once it is confirmed."""
    form = raw(name.encode(), data, token(browser.get("/desk/import").text))
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    sent = browser.post("/desk/import", input_stream=io.BytesIO(form), content_type=kind)
    assert sent.status_code == 303, sent.text
    address = sent.location
    work(parts)
    shown = browser.get(address)
    assert shown.status_code == 200
    post(browser, f"{address}/confirm", {}, address)
    work(parts)
    with parts.db.reading() as session:
        return shown.text, int(session.scalar(select(func.count()).select_from(Photograph)) or 0)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("what", REFUSED)
def test_harm_is_refused_in_words_and_leaves_nothing(what: str, parts: Parts, signed_in: SignIn) -> None:
    browser = signed_in("archivist")
    before = left(parts.settings.home)
    told, count = brought(parts, browser, *REFUSED[what])
    assert "Refused (" in told
    assert ("XML entities" in told) is what.startswith("an entity of")
    assert "Something is broken" not in told
    assert count == 0
    assert left(parts.settings.home) == before


@pytest.mark.parametrize("what", TAKEN)
def test_only_the_words_of_a_document_are_read(
    what: str, parts: Parts, signed_in: SignIn, tmp_path: Path
) -> None:
    browser = signed_in("archivist")
    before = left(parts.settings.home)
    _told, count = brought(parts, browser, *TAKEN[what])
    assert count == 1
    assert left(parts.settings.home) == before
    assert not list(tmp_path.rglob("evil*"))


def elsewhere(what: str, port: int) -> bytes:
    """A document that names something at a port of this machine."""
    address = f"http://127.0.0.1:{port}/x"
    if what == "a template":
        return document(LINE, **{"word___rels__document.xml.rels": f'{FETCHED}{address}"/></Relationships>'})
    if what == "a document type":
        return document(LINE, before=f'<!DOCTYPE x SYSTEM "{address}">')
    return document(LINE.replace("Lima", "&i;"), before=f'<!DOCTYPE x [<!ENTITY i SYSTEM "{address}">]>')


@pytest.mark.parametrize(("what", "comes"), [("a template", 1), ("a document type", 0), ("an entity", 0)])
def test_nothing_is_fetched_from_elsewhere(what: str, comes: int, parts: Parts, signed_in: SignIn) -> None:
    browser = signed_in("archivist")
    before = left(parts.settings.home)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        port = server.getsockname()[1]
        told, count = brought(parts, browser, "a.docx", elsewhere(what, port))
        with pytest.raises(BlockingIOError):
            server.accept()
        with socket.create_connection(("127.0.0.1", port)):  # it would have heard
            server.accept()[0].close()
    assert count == comes
    assert ("XML entities" in told) is (not comes)
    assert left(parts.settings.home) == before
