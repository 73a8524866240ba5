from __future__ import annotations

import csv
import io
import os
import re
import shutil
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from archive import db, jobs, worker
from archive.catalogue import collections
from archive.catalogue.fields import ALTERNATIVES, FIELDS
from archive.history import OPERATOR
from archive.ingest.tables import naming
from archive.interop import table_job
from archive.parts import Parts
from archive.web import fieldsets
from archive.web.labels import TEXT_KINDS
from tests import builders
from tests.web.conftest import post

SignedIn = Callable[[str], FlaskClient]


def done(parts: Parts, number: int) -> None:
    """What the worker does, which indexes beside it."""
    builders.indexed(parts)
    with parts.db.writing() as session:
        job = jobs.claim(session, ("preview", "import", table_job.KIND))
    assert job is not None
    assert job.id == number
    worker.do(parts, job)
    with parts.db.writing() as session:
        jobs.finish(session, number)


def preview(parts: Parts, browser: FlaskClient, text: str, **form: str) -> str:
    sent = {"files": (io.BytesIO(text.encode()), "donor.csv")} | form
    answer = post(browser, "/desk/import", sent)
    assert answer.status_code == 303, answer.text
    address = str(answer.headers["Location"])
    done(parts, int(address.rsplit("/", 1)[1]))
    return address


def test_a_heading_is_given_its_meaning_and_the_collection_remembers_it(
    parts: Parts, signed_in: SignedIn
) -> None:
    with parts.db.writing() as session:
        collections.open_one(session, OPERATOR, "donor", {"title": "A donor's box", "language": "es"})
    browser = signed_in("archivist")
    text = "Historia,Titular\r\nUn tranvía espera.,El tranvía\r\n"
    address = preview(parts, browser, text, collection="donor")
    page = browser.get(f"{address}/columns").text
    assert "Column “Historia”" in page
    assert "Alt text in Spanish" in page

    answer = post(browser, f"{address}/columns", {"column-1": "caption", "column-2": "headline"})
    assert answer.headers["Location"] == address
    done(parts, int(address.rsplit("/", 1)[1]))
    with parts.db.reading() as session:
        home = collections.find(session, "donor")
        assert home is not None
        assert home.columns == {"Historia": "caption", "Titular": "headline"}
        lines = jobs.lines(session, int(address.rsplit("/", 1)[1]))
    assert [line.outcome for line in lines] == ["read", "add"]
    assert lines[1].detail["caption"] == "Un tranvía espera."

    again = preview(parts, browser, "HISTORIA\r\nOtro tranvía.\r\n", collection="donor")
    with parts.db.reading() as session:
        lines = jobs.lines(session, int(again.rsplit("/", 1)[1]))
    assert lines[0].detail["unknown"] == []
    assert lines[1].detail["caption"] == "Otro tranvía."


def test_a_collection_that_is_named_new_remembers_its_columns_once_it_is_open(
    parts: Parts, signed_in: SignedIn
) -> None:
    browser = signed_in("archivist")
    text = "Story,Shelf\r\nA tram waits.,B7\r\nA ship leaves.,B8\r\n"
    address = preview(parts, browser, text, title="A new box")
    page = browser.get(f"{address}/columns").text
    assert "kept with the new collection “A new box”" in page
    assert "It holds: A tram waits. | A ship leaves." in page
    assert "It holds: B7 | B8" in page
    post(browser, f"{address}/columns", {"column-1": "caption", "column-2": ""})
    number = int(address.rsplit("/", 1)[1])
    done(parts, number)
    started = post(browser, f"{address}/confirm", {}).headers["Location"]
    done(parts, int(str(started).rsplit("/", 1)[1]))
    with parts.db.reading() as session:
        home = collections.find(session, "a-new-box")
        assert home is not None
        assert home.columns == {"Story": "caption", "Shelf": ""}


def test_two_headings_cannot_be_one_field_and_what_was_chosen_is_kept_on_the_page(
    parts: Parts, signed_in: SignedIn
) -> None:
    browser = signed_in("archivist")
    address = preview(parts, browser, "One,Two\r\na,b\r\n")
    answer = post(browser, f"{address}/columns", {"column-1": "caption", "column-2": "caption"})
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert 'href="#column-2"' in answer.text
    assert answer.text.count('<option value="caption" selected>') == 2
    assert post(browser, f"{address}/columns", {"column-1": "no-such"}).status_code == 422


def test_an_unclear_date_of_a_changed_record_is_asked_about(parts: Parts, signed_in: SignedIn) -> None:
    record = builders.photograph(parts, date_text="1946", headline="A tram")
    browser = signed_in("archivist")
    text = f"accession,headline,date_text\r\n{record},A grey tram,12/05/1938\r\n,New,12/05/1938\r\n"
    address = preview(parts, browser, text)
    page = browser.get(address).text
    assert "For 2 items the sources differ" in page
    with parts.db.reading() as session:
        changed, added = jobs.lines(session, int(address.rsplit("/", 1)[1]))[1:]
    assert (changed.outcome, added.outcome) == ("change", "add")
    for line in (changed, added):
        assert f"Date created of {line.item}" in page
        assert page.count(f'name="choice-{line.id}-edtf"') == (3 if line is changed else 4)
    assert f"Change the words of {added.item}" in page
    assert f"Change the words of {changed.item}" not in page
    assert browser.get(f"{address}/item/{changed.id}").status_code == 404
    assert post(browser, f"{address}/choices", {f"choice-{changed.id}-edtf": "reading-7"}).status_code == 422

    post(browser, f"{address}/choices", {f"choice-{changed.id}-edtf": "reading-1"})
    page = browser.get(address).text
    assert f'name="choice-{changed.id}-edtf" value="reading-1" checked' in page
    assert "You chose:" in page
    started = str(post(browser, f"{address}/confirm", {}).headers["Location"])
    done(parts, int(started.rsplit("/", 1)[1]))
    made = builders.get(parts, record)
    assert (made.headline, made.date_text, made.edtf) == ("A grey tram", "12/05/1938", "1938-12-05")


def test_columns_without_a_collection_hold_for_this_import_alone(parts: Parts, signed_in: SignedIn) -> None:
    browser = signed_in("archivist")
    address = preview(parts, browser, "One,Two\r\na,b\r\n")
    assert "for this import alone" in browser.get(f"{address}/columns").text
    post(browser, f"{address}/columns", {"column-1": "caption", "column-2": ""})
    number = int(address.rsplit("/", 1)[1])
    done(parts, number)
    with parts.db.reading() as session:
        read, added = jobs.lines(session, number)
    assert read.detail["mapping"] == {"One": "caption", "Two": ""}
    assert added.detail["caption"] == "a"


def test_columns_are_for_whoever_sent_the_table(parts: Parts, signed_in: SignedIn) -> None:
    address = preview(parts, signed_in("archivist"), "One\r\na\r\n")
    assert signed_in("describer").get(f"{address}/columns").status_code == 403
    assert signed_in("archivist").get("/desk/import/99999999999/columns").status_code == 404


def test_a_table_is_asked_for_made_and_fetched(parts: Parts, signed_in: SignedIn) -> None:
    first = builders.photograph(parts, headline="A tram", publish=False)
    builders.photograph(parts, headline="A ship", caption="A ship leaves.")
    builders.indexed(parts)
    browser = signed_in("describer")
    answer = post(browser, "/desk/export", {"q": "tram", "format": ".csv"})
    address = str(answer.headers["Location"])
    assert "waits for its turn" in browser.get(address).text
    assert browser.get(f"{address}/file").status_code == 404
    number = int(address.rsplit("/", 1)[1])
    done(parts, number)
    page = browser.get(address).text
    assert "The table is finished. Records: 1." in page
    assert browser.get(f"{address}.json").json["over"] is True
    answer = browser.get(f"{address}/file")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    answer.close()
    assert [row["accession"] for row in rows] == [first]
    assert signed_in("reviewer").get(address).status_code == 404
    assert signed_in("archivist").get(f"{address}/file").status_code == 404

    (file,) = table_job.folder(parts.settings.home).iterdir()
    old = file.stat().st_mtime - table_job.KEPT_SECONDS - 60
    os.utime(file, (old, old))  # nobody has swept it away yet
    assert browser.get(f"{address}/file").status_code == 404
    assert "The file is gone" in browser.get(address).text
    assert table_job.sweep(parts.settings.home, seconds=-1) == 1
    assert "The file is gone" in browser.get(address).text


def test_a_job_keeps_the_query_and_not_what_it_found(parts: Parts, signed_in: SignedIn) -> None:
    found = [builders.photograph(parts, headline=f"Tram {number}") for number in range(40)]
    builders.photograph(parts, headline="A ship", caption="A ship leaves.")
    builders.indexed(parts)
    address = str(
        post(signed_in("archivist"), "/desk/export", {"q": "tram", "format": ".csv"}).headers["Location"]
    )
    number = int(address.rsplit("/", 1)[1])
    with parts.db.reading() as session:
        kept = session.get_one(jobs.Job, number)
        assert (kept.payload["words"], kept.total) == ("tram", 40)
        assert "ids" not in kept.payload
    done(parts, number)
    answer = signed_in("archivist").get(f"{address}/file")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    answer.close()
    assert {row["accession"] for row in rows} == set(found)


def test_a_query_that_cannot_be_answered_now_waits_or_says_why(parts: Parts) -> None:
    builders.photograph(parts, headline="Tram")
    builders.indexed(parts)
    for words, raised in (('"tram', table_job.Unchosen), ("tram", db.Busy)):
        with parts.db.writing() as session:
            job = jobs.find(session, table_job.start(session, builders.ARCHIVIST, ".csv", words, total=1))
        shutil.rmtree(parts.settings.index)
        parts.settings.index.mkdir()
        assert job is not None
        with pytest.raises(raised):
            worker.do(parts, job)
        assert not list(table_job.folder(parts.settings.home).iterdir())


def test_all_records_go_out_where_nothing_is_asked_for(parts: Parts, signed_in: SignedIn) -> None:
    builders.photograph(parts)
    builders.photograph(parts, publish=False)
    browser = signed_in("archivist")
    address = str(post(browser, "/desk/export", {"q": "", "format": ".xlsx"}).headers["Location"])
    done(parts, int(address.rsplit("/", 1)[1]))
    answer = browser.get(f"{address}/file")
    assert answer.data.startswith(b"PK")
    answer.close()
    assert "Records: 2." in browser.get(address).text


def test_what_cannot_be_asked_for_is_said_and_what_was_typed_is_kept(
    parts: Parts, signed_in: SignedIn
) -> None:
    builders.indexed(parts)
    browser = signed_in("archivist")
    answer = post(browser, "/desk/export", {"q": "nobodyeverwrotethis", "format": ".doc"})
    assert answer.status_code == 422
    assert "This finds no photograph" in answer.text
    assert "Choose one of the formats." in answer.text
    assert 'value="nobodyeverwrotethis"' in answer.text
    assert post(browser, "/desk/export", {"q": '"open', "format": ".csv"}).status_code == 422


def test_the_format_that_spreadsheets_leave_alone_is_ticked(parts: Parts, signed_in: SignedIn) -> None:
    browser = signed_in("archivist")
    assert ticked(browser.get("/desk/export").text) == [".xlsx"]
    builders.indexed(parts)
    asked = post(browser, "/desk/export", {"q": "nobodyeverwrotethis", "format": ".csv"})
    assert ticked(asked.text) == [".csv"]


def ticked(page: str) -> list[str]:
    """The formats whose radio button is chosen."""
    buttons = re.findall(r'<input[^>]*name="format"[^>]*>', page)
    assert len(buttons) == 2
    return [re.findall(r'value="([^"]*)"', one)[0] for one in buttons if " checked" in one]


def test_a_receipt_leads_to_the_record_of_a_row_that_was_refused(parts: Parts, signed_in: SignedIn) -> None:
    record = builders.photograph(parts)
    browser = signed_in("archivist")
    text = f"accession,headline,rights\r\n{record},A grey tram,all mine\r\n,A ship,\r\n"
    address = preview(parts, browser, text)
    started = str(post(browser, f"{address}/confirm", {}).headers["Location"])
    done(parts, int(started.rsplit("/", 1)[1]))
    with parts.db.reading() as session:
        lines = jobs.lines(session, int(started.rsplit("/", 1)[1]))
    assert [(one.outcome, one.accession) for one in lines if one.outcome == "refused"] == [
        ("refused", record)
    ]
    page = browser.get(started).text
    assert "Licence or rights statement: Choose" in page
    assert "The cell holds “all mine”. Nothing of this row was taken." in page
    assert f'href="/photographs/{record}"' in page


def test_refusals_call_fields_what_the_pages_call_them() -> None:
    labels = {name: str(label) for name, label in {**fieldsets.LABELS, **TEXT_KINDS}.items()}
    own = {name: label for name, label in naming.LABELS.items() if name != ALTERNATIVES}
    assert own == {name: labels[name] for name in own}
    assert set(naming.LABELS) >= set(FIELDS)


def test_readers_get_no_tables(client: FlaskClient) -> None:
    for address in ("/desk/export", "/desk/export/1", "/desk/export/1/file", "/desk/import/1/columns"):
        assert client.get(address).status_code in {302, 303, 401, 403}
