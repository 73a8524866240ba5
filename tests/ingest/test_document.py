"""Caption sheets that are Word documents: made with python-docx, and made by hand to do harm."""

from __future__ import annotations

import io
import resource
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.ingest import sheets
from archive.ingest.sheets import BadSheet, document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def saved(made: docx.document.Document) -> bytes:
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def written(*paragraphs: str) -> bytes:
    """A document of paragraphs."""
    made = docx.Document()
    for words in paragraphs:
        made.add_paragraph(words)
    return saved(made)


def zipped(xml: bytes, name: str = document.PART) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, xml)
    return kept.getvalue()


def body(inner: str) -> bytes:
    return f'<w:document xmlns:w="{W}"><w:body>{inner}</w:body></w:document>'.encode()


def captions(found: sheets.Sheet) -> list[str]:
    return [str(line.partial["caption"]) for line in found.lines]


def test_a_paragraph_is_a_line() -> None:
    data = written(
        "The harbour", "A year after.", "", "Men mend nets, Lima, Peru, June 2024. via Acme", "Rest. via B"
    )
    found = sheets.read(data, name="harbour.docx")
    assert (found.title, found.summary, found.encoding) == ("The harbour", "A year after.", "docx")
    assert captions(found) == ["Men mend nets, Lima, Peru, June 2024.", "Rest."]
    assert found.lines[0].partial["edtf"] == "2024-06"
    assert [line.number for line in found.lines] == [4, 5]


def test_headers_footers_footnotes_and_comments_stay_out() -> None:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "HEADER via Acme"
    made.sections[0].footer.paragraphs[0].text = "FOOTER via Acme"
    run = made.add_paragraph("A man walks. via Acme").runs[0]
    made.add_comment([run], text="COMMENT via Acme")
    found = sheets.read(saved(made))
    assert (found.title, captions(found)) == ("", ["A man walks."])


def test_rows_of_a_table_with_headings() -> None:
    made = docx.Document()
    made.add_paragraph("The regatta")
    rows = [
        ("No.", "File", "Caption", "Credit", "Date"),
        ("1", "a.jpg", "1. FC Acme plays.", "Ana Paz/AP", "12 May 2024"),
        ("2", "b.jpg", "Boats\nreturn.", "Acme", ""),
    ]
    table = made.add_table(len(rows), len(rows[0]))
    for row, cells in enumerate(rows):
        for column, words in enumerate(cells):
            table.cell(row, column).text = words
    made.add_paragraph("A crowd. via Acme")
    found = sheets.read(saved(made), "en")
    assert found.title == "The regatta"
    assert captions(found) == ["1. FC Acme plays.", "Boats return.", "A crowd."]
    assert [(line.label, line.file_name) for line in found.lines] == [
        ("1", "a.jpg"),
        ("2", "b.jpg"),
        ("", ""),
    ]
    first = found.lines[0].partial
    assert (first["creators"], first["credit_line"], first["edtf"]) == (
        ("Ana Paz",),
        "Ana Paz/AP",
        "2024-05-12",
    )


def test_rows_of_a_table_without_headings() -> None:
    made = docx.Document()
    table = made.add_table(2, 2)
    for row, cells in enumerate([("a.jpg", "Boats leave. via Acme"), ("b.jpg", "Boats return. via Acme")]):
        for column, words in enumerate(cells):
            table.cell(row, column).text = words
    found = sheets.read(saved(made), "en")
    assert [(line.file_name, line.partial["caption"]) for line in found.lines] == [
        ("a.jpg", "Boats leave."),
        ("b.jpg", "Boats return."),
    ]


def test_numbers_that_word_counts() -> None:
    made = docx.Document()
    made.add_paragraph("The regatta")
    made.add_paragraph("Boats leave.", style="List Number")
    made.add_paragraph("A dot is no number.", style="List Bullet")
    made.add_paragraph("Boats return.", style="List Number")
    found = sheets.read(saved(made), "en")
    assert [line.label for line in found.lines] == ["1", "2"]
    assert captions(found) == ["Boats leave. A dot is no number.", "Boats return."]
    assert "joined" in [finding.code for finding in found.findings]


def test_breaks_tabs_and_text_that_was_taken_out() -> None:
    made = docx.Document()
    run = made.add_paragraph("A man").add_run("\twalks.")
    run.add_break()
    run.add_text("(Photo by Ana Paz)")
    gone = OxmlElement("w:moveFrom")
    gone.append(made.add_paragraph("MOVED").runs[0]._r)
    made.paragraphs[0]._p.append(gone)
    assert document.lines(saved(made)) == ["A man\twalks.", "(Photo by Ana Paz)", ""]


def test_a_box_is_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent>"
    inner = f'<x:Choice xmlns:x="u">{box}</x:Choice><x:Fallback xmlns:x="u">{box}</x:Fallback>'
    assert document.lines(zipped(body(f"<w:p><w:r>{inner}<w:t>Around</w:t></w:r></w:p>"))) == [
        "In a box",
        "Around",
    ]


ENTITY = b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'
BOMB = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><a>&b;&b;</a>'


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"PK\x03\x04docx", "damaged"),
        (zipped(b"<a/>", "other.xml"), "not a Word document"),
        (zipped(b"<a>"), "damaged"),
        (zipped(b"no XML"), "damaged"),
        (zipped(body("")), "no text"),
        (zipped(ENTITY), "outside itself"),
        (zipped(BOMB), "outside itself"),
        (zipped(b"<!DOCTYPE a><a/>"), "outside itself"),
        (zipped(b"<a>" * 1000), "more room"),
        (written("A title", "No credit anywhere."), "add the credit"),
        (written("A man. via Acme")[:-40], "damaged"),
        (zipped(body("<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 20_001)), "more than 20,000 lines"),
    ],
)
def test_what_is_no_document_of_captions_is_refused_with_a_reason(data: bytes, part: str) -> None:
    with pytest.raises(BadSheet) as caught:
        sheets.read(data)
    assert part in caught.value.reason
    assert caught.value.reason.endswith(".")


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "xml",
    [
        b" " * 200_000_000,
        body(f"<w:p><w:r><w:t>{'x' * 30_000_000}</w:t></w:r></w:p>"),
        b"<a>" + b"<b/>" * 9_000_000 + b"</a>",
        b"<a " + b" ".join(b'a%d=""' % number for number in range(1_000_000)) + b"/>",
        b"<a>" + b"".join(b"<b%d/>" % number for number in range(1_000_000)) + b"</a>",
        b"<a>" + b"".join(b'<b b%d=""/>' % number for number in range(1_000_000)) + b"</a>",
    ],
    ids=[
        "200 MB",
        "one endless text",
        "millions of elements",
        "one endless tag",
        "a million names",
        "a million names of attributes",
    ],
)
def test_a_bomb_is_refused_in_little_memory(xml: bytes) -> None:
    data = zipped(xml)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(BadSheet, match="more room"):
        sheets.read(data)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 100_000, f"{grown} KB more"


@pytest.mark.parametrize("part", [document.NUMBERING, document.STYLES])
def test_no_part_goes_deeper_than_documents_do(part: str) -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(document.PART, body("<w:p><w:r><w:t>Men mend nets. via Acme</w:t></w:r></w:p>"))
        archive.writestr(part, "<a>" * 1_000_000)
    with pytest.raises(BadSheet, match="more room"):
        sheets.read(kept.getvalue())


def test_a_size_that_lies_gains_nothing() -> None:
    data = bytearray(zipped(b" " * 60_000_000))
    place = data.rfind(b"PK\x01\x02")
    data[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    with pytest.raises(BadSheet, match=r"damaged|more room"):
        sheets.read(bytes(data))


def test_a_protected_document_is_refused() -> None:
    data = bytearray(written("A man. via Acme"))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = data.find(mark)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(mark, place + 1)
    with pytest.raises(BadSheet, match="protected"):
        sheets.read(bytes(data))


def test_plain_text_that_is_called_a_document_is_read_and_said() -> None:
    found = sheets.read(b"A title\nThe man is on the road. via Acme", name="Trams.DOCX")
    assert [finding.code for finding in found.findings] == ["plain-text"]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
def test_a_damaged_document_is_read_or_refused(place: int, junk: bytes) -> None:
    data = bytearray(written("A man walks. via Acme"))
    place %= len(data) - len(junk)
    data[place : place + len(junk)] = junk
    try:
        found = sheets.read(bytes(data))
    except BadSheet:
        return
    assert found.lines
