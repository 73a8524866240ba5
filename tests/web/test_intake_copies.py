"""A preview and a receipt tell what looks like a copy of a record, with the choice to leave it out or not."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from PIL import Image

from archive.catalogue import browsing, likeness
from archive.history import OPERATOR
from archive.ingest.outcome import Options
from archive.ingest.run import Run, bring_in
from archive.parts import Parts
from tests.ingest.test_copies import CAPTION, saved, scene
from tests.web.conftest import post
from tests.web.test_intake import send, work

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def browser(signed_in: SignIn) -> FlaskClient:
    return signed_in("archivist")


@pytest.fixture
def tram(parts: Parts, tmp_path: object) -> str:
    path = parts.settings.home / "tram.jpg"
    saved(path, scene(), CAPTION, "Jane Roe")
    return bring_in(Run(parts.tools, OPERATOR, Options()), [path]).outcomes[0].accession


def copy(parts: Parts, caption: str = CAPTION, credit: str = "Jane Roe", **how: int) -> bytes:
    image = scene(seed=how.get("seed", 1), size=(800, 600))
    return saved(parts.settings.home / "copy.jpg", image, caption, credit).read_bytes()


def count(parts: Parts) -> int:
    with parts.db.reading() as session:
        return browsing.browse(session, staff=True, offset=0, limit=1)[1]


def form_of(page: str) -> dict[str, str]:
    """The answers as the form has them."""
    return dict(re.findall(r'name="(choice-[^"]+)" value="([^"]*)" checked', page))


def confirmed(parts: Parts, browser: FlaskClient, address: str, decided: str = "") -> str:
    """The receipt after a confirmation, with this decision on the copy."""
    given = form_of(browser.get(address).text)
    name = next(name for name in given if name.endswith("copy_of"))
    answer = post(browser, f"{address}/confirm", given | {name: decided or given[name]})
    assert answer.status_code == 303, answer.text
    work(parts)
    return str(browser.get(answer.location).text)


def test_a_copy_of_ours_is_left_out_and_says_whose(tram: str, parts: Parts, browser: FlaskClient) -> None:
    address = send(browser, [("AGENCY.jpg", copy(parts))])
    work(parts)
    page = browser.get(address).text
    assert "This looks like a copy, which left this archive, of this record:" in page
    assert f'<a href="/photographs/{tram}">{tram}</a>' in page
    assert "It would be left out" in page
    assert list(form_of(page).values()) == ["leave"]
    receipt = confirmed(parts, browser, address)
    assert "It was left out, so that the photograph is not here twice." in receipt
    assert f'<a href="/photographs/{tram}">{tram}</a>' in receipt
    assert count(parts) == 1


def test_a_person_may_add_it_as_a_new_record(tram: str, parts: Parts, browser: FlaskClient) -> None:
    address = send(browser, [("AGENCY.jpg", copy(parts))])
    work(parts)
    receipt = confirmed(parts, browser, address, "new")
    assert "Added (1)" in receipt
    assert count(parts) == 2


def test_words_typed_for_a_copy_leave_the_decision_as_it_is(
    tram: str, parts: Parts, browser: FlaskClient
) -> None:
    address = send(browser, [("AGENCY.jpg", copy(parts))])
    work(parts)
    given = form_of(browser.get(address).text)
    (name,) = given
    post(browser, f"{address}/choices", {name: "new"})
    item = re.search(rf'href="({address}/item/\d+)', browser.get(address).text)
    assert item is not None
    assert post(browser, item[1], {"caption": "My words.", "caption_language": "en"}).status_code == 303
    page = browser.get(address).text
    assert form_of(page) == {name: "new"}
    assert "It would be left out" not in page


def test_what_is_alike_comes_in_and_stands_beside_the_other(
    tram: str, parts: Parts, browser: FlaskClient
) -> None:
    address = send(browser, [("other.jpg", copy(parts, "Other words.", "John Doe"))])
    work(parts)
    page = browser.get(address).text
    assert "a picture much like it" in page
    assert f'<a href="/photographs/{tram}">{tram}</a>' in page
    assert list(form_of(page).values()) == ["new"]
    receipt = confirmed(parts, browser, address)
    assert f'<a href="/photographs/{tram}">{tram}</a>' in receipt
    assert "side by side" not in receipt, "nobody has compared the two yet"
    while likeness.tend(parts.db, parts.store):
        pass
    receipt = browser.get("/desk/import/2").text
    beside = re.search(r'href="(/photographs/[^"/]+/alike/[^"/]+)"', receipt)
    assert beside is not None
    assert browser.get(beside[1]).status_code == 200


def test_the_preview_shows_each_picture_to_its_sender_alone(
    parts: Parts, browser: FlaskClient, signed_in: SignIn
) -> None:
    address = send(browser, [("one.jpg", copy(parts))])
    work(parts)
    page = browser.get(address).text
    shown = re.search(
        r'<img class="intake-look" src="([^"]+)" width="800" height="600" '
        r'alt="Picture without an alt text yet" loading="lazy"',
        page,
    )
    assert shown is not None
    answer = browser.get(shown[1])
    with Image.open(io.BytesIO(answer.data)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (400, 300))
    assert answer.headers["Cache-Control"] == "private, no-store"
    answer.close()
    assert signed_in("reviewer").get(shown[1]).status_code in {403, 404}
    given = post(browser, f"{address}/cancel", {})
    assert given.status_code == 303
    assert browser.get(shown[1]).status_code == 404


def test_a_preview_leads_to_questions_and_findings(tram: str, parts: Parts, browser: FlaskClient) -> None:
    files = [(f"{number}.jpg", copy(parts, "Words.", "", seed=number)) for number in (2, 3)]
    address = send(browser, [*files, ("a.jpg", copy(parts)), ("b.jpg", b"nothing")])
    work(parts)
    page = browser.get(address).text
    assert "Show only what can be decided</a>" not in page  # it says how many
    assert "Show only what can be decided (1)" in page
    assert "Show only items with something to know (2)" in page
    first = re.search(r'href="([^"]+)">Go to the first question', page)
    assert first is not None
    assert f'id="{first[1].partition("#")[2]}"' in browser.get(first[1].replace("&amp;", "&")).text
    found = browser.get(f"{address}?show=findings").text
    assert re.findall(r"<h3>([^<]+)</h3>", found) == ["b.jpg", "a.jpg"]
    assert "Show all items" in found


def test_each_question_leads_to_the_next(tram: str, parts: Parts, browser: FlaskClient) -> None:
    address = send(browser, [("a.jpg", copy(parts)), ("b.jpg", copy(parts, "Other words.", ""))])
    work(parts)
    page = browser.get(address).text
    steps = re.findall(r'href="[^"]*#(item-\d+)">Next question', page)
    ids = re.findall(r'<li class="intake-item" id="(item-\d+)"', page)
    assert steps == [ids[1]]
