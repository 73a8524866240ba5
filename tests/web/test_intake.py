"""Bringing in from the page: staged, previewed, confirmed, received; nothing in the archive before."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from archive import accounts, jobs
from archive.catalogue import photographs
from archive.history import OPERATOR
from archive.ingest import staging
from archive.parts import Parts
from tests import builders
from tests.web.conftest import PASSWORD, post, token

SignIn = Callable[[str], FlaskClient]
SHEET = (
    "Trams of a made-up town\n"
    "Pictures of a wet week.\n"
    "A tram waits at a stop in Exampleville, June 2024. (Photo by Jane Roe)\n"
    "A boat leaves the harbour of Exampleville. (Photo by Jane Roe)\n"
)


def send(browser: FlaskClient, files: list[tuple[str, bytes]], **data: object) -> str:
    sent = {"files": [(io.BytesIO(content), name) for name, content in files], "language": "en"}
    answer = post(browser, "/desk/import", sent | data)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def work(parts: Parts) -> None:
    """What the worker beside the server does with the oldest job."""
    with parts.db.writing() as session:
        job = jobs.claim(session, (staging.PREVIEW, staging.IMPORT))
    assert job is not None
    staging.work(parts.tools, job)
    with parts.db.writing() as session:
        jobs.finish(session, job.id)


def test_a_waiting_job_says_how_many_come_before_it(parts: Parts, signed_in: SignIn) -> None:
    browser = signed_in("archivist")
    pages = [send(browser, [("one.jpg", builders.picture(seed=seed))]) for seed in range(3)]
    said = [browser.get(page).text for page in pages]
    assert "before it" not in said[0]
    assert "The preview waits for its turn. 1 import or preview comes before it." in said[1]
    assert "The preview waits for its turn. 2 imports and previews come before it." in said[2]
    work(parts)
    assert "2 imports" not in str(browser.get(f"{pages[2]}.json").get_json()["words"])


def test_from_sending_to_the_receipt(parts: Parts, signed_in: SignIn) -> None:
    browser = signed_in("archivist")
    files = [("one.jpg", builders.picture(seed=1)), ("bad.jpg", b"no picture"), ("week.txt", SHEET.encode())]
    page = send(browser, files, publish="yes")
    waiting = browser.get(page).text
    assert "The preview waits for its turn." in waiting
    assert 'role="status"' in waiting
    assert "Refresh this page" in waiting
    state: dict[str, object] = browser.get(f"{page}.json").get_json()
    assert (state["state"], state["over"]) == ("queued", False)
    assert post(browser, f"{page}/confirm", {}, page).status_code == 409, "not before the preview is done"
    work(parts)
    shown = browser.get(page).text
    for words in (
        "Refused (1)",
        "Would be added (3)",
        "Nothing is in the archive yet.",
        "Jane Roe",
        "2024-06",
    ):
        assert words in shown, words
    assert "Refresh this page" not in shown
    with parts.db.reading() as session:
        assert jobs.counts(session, 1) == {"refused": 1, "add": 3, "read": 1}
    assert "Items: 4. Files: 3." in shown, "a sheet is a file, its photographs are the items"
    for words in (
        "Caption sheets (1)",
        "Pictures of a wet week.",
        "trams-of-a-made-up-town, which would be opened",
        "1 would stay a draft:",
        "one.jpg: There is no credit line.",
        "That is so for all 3.",
    ):
        assert words in shown, words
    assert shown.count("No rights are stated") == 1
    receipt = post(browser, f"{page}/confirm", {}, page).location
    again = post(browser, f"{page}/confirm", {}, page).location
    assert again == receipt, "confirming twice is one import"
    work(parts)
    done = browser.get(receipt).text
    assert "Added (3)" in done
    assert "1 stayed a draft" in done
    assert "There is no credit line." in done
    assert browser.get(f"{receipt}.json").get_json()["over"] is True
    assert "My recent imports (2)" in browser.get("/desk").text
    assert "You confirmed this preview." in browser.get(page).text
    assert "trams-of-a-made-up-town, opened for this sheet" in done


def test_what_is_known_and_what_attaches_is_said_before(parts: Parts, signed_in: SignIn) -> None:
    browser = signed_in("archivist")
    builders.photograph(parts, accession="BOX-7")
    page = send(browser, [("BOX-7.jpg", builders.picture(seed=3))])
    work(parts)
    shown = browser.get(page).text
    assert "Would be attached to a record (1)" in shown
    assert '<a href="/photographs/BOX-7">BOX-7</a>' in shown
    post(browser, f"{page}/confirm", {}, page)
    work(parts)
    page = send(browser, [("copy.jpg", builders.picture(seed=3))])
    work(parts)
    shown = browser.get(page).text
    assert "In the archive already (1)" in shown
    assert "There is nothing new to bring in." in shown
    assert f"{page}/confirm" not in shown


def test_the_chosen_language_is_the_sheets(parts: Parts, signed_in: SignIn) -> None:
    browser = signed_in("archivist")
    assert '<option value="" selected>Tell from the text</option>' in browser.get("/desk/import").text
    text = b"Boote\nBoote liegen im Hafen. via Acme\n"
    for language, shown, doubt in (("de", "German", False), ("", "English", True)):
        page = send(browser, [("boats.txt", text)], language=language)
        work(parts)
        answer = browser.get(page).text
        assert f"<dd>{shown}</dd>" in answer
        assert ("The language of the captions is not clear" in answer) is doubt
        post(browser, f"{page}/cancel", {}, page)


def test_what_differs_and_what_would_be_published_is_told(parts: Parts, signed_in: SignIn) -> None:
    browser = signed_in("archivist")
    page = send(browser, [("week.txt", SHEET.encode())])
    work(parts)
    post(browser, f"{page}/confirm", {}, page)
    work(parts)
    other = SHEET.replace("Pictures of", "Photographs of").replace("Jane Roe)\nA boat", "Ann Lee)\nA boat")
    page = send(browser, [("week.txt", other.encode())], publish="yes")
    work(parts)
    shown = browser.get(page).text
    assert "trams-of-a-made-up-town, which is here already" in shown
    assert "whose summary differs from the sheet" in shown
    assert "Credit line differs, not changed." in shown
    sides = '<dt>Here</dt><dd>Jane Roe</dd></div> <div class="fact"><dt>On the sheet</dt><dd>Ann Lee</dd>'
    assert sides in " ".join(shown.split())
    assert shown.count("A draft until now; it would be published.") == 2
    receipt = post(browser, f"{page}/confirm", {}, page).location
    work(parts)
    assert browser.get(receipt).text.count("A draft until now; it was published.") == 2
    with parts.db.reading() as session:
        rows = photographs.by_ids(session, [1, 2])
    assert [(row.visibility, row.credit_line) for row in rows] == [("published", "Jane Roe")] * 2


def test_cancelling_removes_the_files(parts: Parts, signed_in: SignIn) -> None:
    browser = signed_in("archivist")
    page = send(browser, [("one.jpg", builders.picture())])
    staged = parts.store.root / "staged"
    assert list(staged.iterdir())
    assert post(browser, f"{page}/cancel", {}, page).status_code == 303
    assert not list(staged.iterdir())
    assert "was cancelled" in browser.get(page).text


def test_a_form_that_cannot_be_sent_keeps_its_choices(parts: Parts, signed_in: SignIn) -> None:
    browser = signed_in("archivist")
    builders.photograph(parts, collection="boats")
    empty = post(browser, "/desk/import", {"title": "Trams", "language": "es"})
    assert empty.status_code == 422
    assert '<a href="#files">' in empty.text
    assert 'value="Trams"' in empty.text
    assert '<option value="es" selected>' in empty.text
    picture = (io.BytesIO(builders.picture()), "one.jpg")
    both = post(browser, "/desk/import", {"files": picture, "title": "Trams", "collection": "boats"})
    assert "not both" in both.text
    picture = (io.BytesIO(builders.picture()), "one.jpg")
    tongue = post(browser, "/desk/import", {"files": picture, "language": "klingonese"})
    assert tongue.status_code == 422


def test_an_import_is_its_own_persons(app: Flask, parts: Parts, signed_in: SignIn) -> None:
    page = send(signed_in("archivist"), [("one.jpg", builders.picture())])
    with parts.db.writing() as session:
        accounts.add(session, OPERATOR, "other", ["archivist"], password=PASSWORD)
    other = app.test_client()
    form = other.get("/sign-in").text
    other.post("/sign-in", data={"username": "other", "password": PASSWORD, "csrf_token": token(form)})
    for address in (page, f"{page}.json", "/desk/import/999", f"/desk/import/{10**30}"):
        assert other.get(address).status_code == 404, address
    assert post(other, f"{page}/confirm", {}, "/desk/import").status_code == 404
    assert post(other, f"{page}/cancel", {}, "/desk/import").status_code == 404
    assert signed_in("describer").get("/desk/import").status_code == 403


def test_everything_that_an_item_brings_is_told(parts: Parts, signed_in: SignIn) -> None:
    browser = signed_in("archivist")
    made = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "images" / "made"
    if not made.is_dir():
        pytest.skip("the collected files are not beside the project")
    page = send(browser, [("one.jpg", (made / "alt-three-languages.jpg").read_bytes())])
    work(parts)
    shown = html.unescape(browser.get(page).text)
    assert "Also: alt text in " in shown
    assert re.search(r"<dt>Alt text in Spanish</dt><dd lang=\"es\"[^>]*>", shown)
    assert '<dd class="hint">From the file. It goes to review.</dd>' in shown
    receipt = post(browser, f"{page}/confirm", {}, page).location
    work(parts)
    assert "Also: alt text in " in browser.get(receipt).text


def test_a_source_that_is_not_plain_is_named(parts: Parts, signed_in: SignIn) -> None:
    browser = signed_in("archivist")
    sheet = b"Trams\nA wet week.\none.jpg: A tram waits at a stop. (Photo by Jane Roe)\n"
    page = send(browser, [("one.jpg", picture_saying("headline words")), ("week.txt", sheet)])
    work(parts)
    assert '<dd class="hint">From the caption sheet.</dd>' in browser.get(page).text
    silent = send(browser, [("one.jpg", builders.picture()), ("week.txt", sheet)])
    work(parts)
    assert browser.get(silent).text.count("From the caption sheet.") == 3, "the file takes part too"
    alone = send(browser, [("two.txt", SHEET.encode())])
    work(parts)
    assert '<dd class="hint">From the caption sheet.</dd>' not in browser.get(alone).text


def picture_saying(words: str) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = words
    exif[0x8298] = "Somebody"
    return builders.picture(seed=7, exif=exif.tobytes())


def test_the_heading_stays_true_and_the_buttons_come_again_below(parts: Parts, signed_in: SignIn) -> None:
    browser = signed_in("archivist")
    page = send(browser, [("one.jpg", builders.picture())])
    assert "<h1>Preview 1</h1>" in browser.get(page).text
    work(parts)
    shown = browser.get(page).text
    assert "<h1>Preview 1: finished</h1>" in shown
    assert shown.count("Bring these in</button>") == 2
    assert shown.count("Nothing is in the archive yet.") == 1
    assert shown.index('href="#acts"') < shown.index('id="item-') < shown.index('id="acts"')


def test_the_number_that_a_sheet_gives_is_told(parts: Parts, signed_in: SignIn) -> None:
    browser = signed_in("archivist")
    sheet = (
        "Trams of a made-up town\nA wet week.\n"
        "4. A tram waits at a stop. (Photo by Jane Roe)\n5. A boat leaves. (Photo by Jane Roe)\n"
    )
    page = send(browser, [("week.txt", sheet.encode())])
    work(parts)
    assert "Number in the sheet: 4</p>" in browser.get(page).text
