"""Tables made to do harm, sent with the page's form and given to the command: each has an honest answer."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from archive.cli import main
from archive.interop import table
from archive.parts import Parts
from tests.web.conftest import post, token
from tests.web.test_hostile_upload import BOUNDARY, raw
from tests.web.test_intake import work

SignIn = Callable[[str], FlaskClient]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SLOW = {"empty.xlsx"}  # seconds of work; the command reads it as the page does
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>caption</t></is></c></row>'
TRAM = '<row r="2"><c r="A2" t="inlineStr"><is><t>A tram waits.</t></is></c></row>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip
# Few enough of each entity for the XML library's own guard, and still much: 300 signs for three.
QUADRATIC = f'<!DOCTYPE x [<!ENTITY i "{"A" * 300}">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/passwd">]>'


def sheet(rows: str, before: str = "") -> str:
    return f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def package(sheet1: str | bytes, **more: str | bytes) -> bytes:
    """An XLSX of one sheet; `more` are further parts by their names under xl/, "__" for "/"."""
    plain = io.BytesIO()
    openpyxl.Workbook().save(plain)
    made = io.BytesIO()
    parts = {f"xl/{name.replace('__', '/')}.xml": data for name, data in more.items()}
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            if part == "[Content_Types].xml":
                told = "".join(
                    f'<Override PartName="/{name}" ContentType="{TYPE}.'
                    f'{"sharedStrings" if "shared" in name else "externalLink"}+xml"/>'
                    for name in parts
                )
                data = data.replace(b"</Types>", f"{told}</Types>".encode())
            if part == "xl/_rels/workbook.xml.rels":
                told = "".join(
                    f'<Relationship Id="more{n}" Target="/{name}" '
                    f'Type="{LINKS}/{"sharedStrings" if "shared" in name else "externalLink"}"/>'
                    for n, name in enumerate(parts)
                )
                data = data.replace(b"</Relationships>", f"{told}</Relationships>".encode())
            if part == "xl/workbook.xml" and any("external" in name for name in parts):
                told = f'<externalReference xmlns:q="{LINKS}" q:id="more0"/>'
                told = f"<externalReferences>{told}</externalReferences>"
                data = data.replace(b"</sheets>", f"</sheets>{told}".encode())
            if part == "xl/worksheets/sheet1.xml":
                data = sheet1.encode() if isinstance(sheet1, str) else sheet1
            if part not in parts:
                new.writestr(part, data)
        for name, content in parts.items():
            new.writestr(name, content)
    return made.getvalue()


def shared(texts: str, before: str = "") -> bytes:
    """A package whose two cells stand in the table of texts."""
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>'
    strings = f'{before}<sst xmlns="{MAIN}"><si><t>caption</t></si><si><t>{texts}</t></si></sst>'
    return package(sheet(cells), sharedStrings=strings)


def bomb() -> bytes:
    """A sheet of 600 MB in a package of less than one."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        new.writestr("xl/workbook.xml", "<workbook/>")
        with new.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream:
            for _piece in range(600):
                stream.write(bytes(1_000_000))
    return made.getvalue()


def linked() -> bytes:
    """A link to a file elsewhere, as DDE and as another workbook, and cells with what they gave last."""
    dde = f'<externalLink xmlns="{MAIN}"><ddeLink ddeService="cmd" ddeTopic="/C calc"/></externalLink>'
    cell = '<row r="{n}"><c r="A{n}" t="str"><f>{f}</f><v>{v}</v></c></row>'
    rows = (
        HEAD
        + cell.format(n=2, f="[1]Sheet1!A1", v="Kept from elsewhere.")
        + cell.format(n=3, f="cmd|'/C calc'!A0", v="=cmd|'/C calc'!A0")
        + cell.format(n=4, f="1+1", v="Two.")
        + '<row r="5"><c r="A5"><f>NOW()</f></c></row>'
    )
    return package(sheet(rows), externalLinks__externalLink1=dde)


def sent(browser: FlaskClient, name: str, data: bytes) -> str:
    """Send one file with the form; returns the page of its preview."""
    csrf = token(browser.get("/desk/import").text)
    answer = browser.post(
        "/desk/import",
        input_stream=io.BytesIO(raw(name.encode(), data, csrf)),
        content_type=f"multipart/form-data; boundary={BOUNDARY}",
    )
    assert answer.status_code == 303, answer.text
    return str(answer.location)


Case = tuple[str, Callable[[], bytes], list[str], list[str]]
# (name, the file, what the page and the command say, captions that would be added)
CASES: list[Case] = [
    ("bomb.xlsx", bomb, ["larger than 500 MB"], []),
    (
        "laughs.xlsx",
        lambda: package(sheet(HEAD + TRAM.replace("A tram waits.", "&i;"), LAUGHS)),
        ["broken or made to do harm"],
        [],
    ),
    ("quadratic.xlsx", lambda: shared("&i;" * 2_000_000, QUADRATIC), ["broken or made to do harm"], []),
    ("outside.xlsx", lambda: shared("&i;", OUTSIDE), ["broken or made to do harm"], []),
    ("laughs-shared.xlsx", lambda: shared("&i;", LAUGHS), ["broken or made to do harm"], []),
    (
        "laughs-wide.xlsx",
        lambda: package(('<?xml version="1.0" encoding="UTF-16"?>' + sheet(HEAD, LAUGHS)).encode("utf-16")),
        ["broken or made to do harm"],
        [],
    ),
    (
        "linked.xlsx",
        linked,
        ["hold a formula whose result is not in the file", "row 5 (“caption”)"],
        ["Kept from elsewhere.", "=cmd|'/C calc'!A0", "Two."],
    ),
    ("empty.xlsx", lambda: package(sheet(HEAD + TRAM + "<row/>" * 1_048_574)), [], ["A tram waits."]),
    ("too-many.xlsx", lambda: package(sheet(HEAD + "<row/>" * 1_060_000)), ["broken or made to do harm"], []),
    ("empty.csv", lambda: b"caption\r\nA tram waits.\r\n" + b"\r\n" * 1_048_574, [], ["A tram waits."]),
    (
        "ragged.csv",
        lambda: b"caption,city\r\nA tram waits.,Porto\r\nOne\r\nOne,two,three\r\n",
        ["row 3", "row 4", "nobody can say which cell belongs to which heading"],
        ["A tram waits."],
    ),
    ("wide.csv", lambda: "caption\r\nEl tranvía espera.\r\n".encode("utf-16"), [], ["El tranvía espera."]),
    ("cut.csv", lambda: "caption\r\nEl tranvía".encode("utf-16")[:-1], ["not what its first ones say"], []),
    ("nul.csv", lambda: b"caption\r\nA \0tram\r\n", ["holds NUL signs"], []),
    (
        "nul.xlsx",
        lambda: package(sheet(HEAD + TRAM.replace("A tram", "A_x0000_tram"))),
        ["row 2", "holds NUL signs"],
        [],
    ),
    ("dde.csv", lambda: b"caption\r\n\"=cmd|' /C calc'!A0\"\r\n", [], ["=cmd|' /C calc'!A0"]),
    (
        "open.csv",
        lambda: b'caption\r\nA tram waits.\r\n"Never closed\r\n',
        ["quotation mark"],
        ["A tram waits."],
    ),
    ("none.xlsx", lambda: b"PK\x03\x04 and nothing", ["calls itself XLSX and is none"], []),
]


@pytest.mark.parametrize(("name", "make", "said", "captions"), CASES, ids=[case[0] for case in CASES])
def test_a_table_made_to_do_harm_is_answered_in_words(
    parts: Parts,
    signed_in: SignIn,
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    make: Callable[[], bytes],
    said: list[str],
    captions: list[str],
) -> None:
    data, browser = make(), signed_in("archivist")
    page = sent(browser, name, data)
    work(parts)
    shown = browser.get(page)
    text = shown.get_data(as_text=True)
    assert shown.status_code == 200
    for words in [*said, *(one.replace("'", "&#39;") for one in captions)]:
        assert words in text, words
    if captions:
        assert f"Would be added ({len(captions)})" in text
    else:
        assert "There is nothing new to bring in." in text
    assert "root:" not in text
    assert "hahaha" not in text

    if name in SLOW:
        return
    path = tmp_path_factory.mktemp("in") / name
    path.write_bytes(data)
    home = {"ARCHIVE_HOME": str(parts.settings.home)}
    done = CliRunner().invoke(main, ["import", str(path), "--dry-run", "--json"], env=home)
    receipt = json.loads(done.stdout)
    told = json.dumps(receipt, ensure_ascii=False)
    for words in said:
        assert words in told, words
    assert len(receipt["added"]) == len(captions)


def test_a_cell_that_a_spreadsheet_would_run_goes_out_as_words(parts: Parts, signed_in: SignIn) -> None:
    browser = signed_in("archivist")
    page = sent(browser, "linked.xlsx", linked())
    work(parts)
    post(browser, f"{page}/confirm", {}, page)
    work(parts)
    assert browser.get("/desk").status_code == 200
    with parts.db.reading() as session:
        table.write(session, parts.settings.home / "out.csv")
        table.write(session, parts.settings.home / "out.xlsx")
    assert ",'=cmd|'/C calc'!A0," in (parts.settings.home / "out.csv").read_text(encoding="utf-8-sig")
    book = openpyxl.load_workbook(parts.settings.home / "out.xlsx")
    cells = [cell for row in book["records"].iter_rows() for cell in row]
    assert any(cell.value == "=cmd|'/C calc'!A0" for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert not any(cell.data_type == "f" for cell in cells)
