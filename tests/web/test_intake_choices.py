"""What a preview asks: whose words are taken, words of one's own, many items, an import that is ended."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from PIL import Image

from archive import jobs
from archive.catalogue import photographs
from archive.ingest import choices, staging
from archive.ingest.merge import ORDER
from archive.jobs import Job, Line
from archive.parts import Parts
from tests import builders
from tests.web.conftest import post, token
from tests.web.test_intake import send, work

SignIn = Callable[[str], FlaskClient]
SHEET = (
    "Trams of a made-up town\n"
    "Pictures of a wet week.\n"
    "one.jpg: A tram waits at a stop. (Photo by Jane Roe)\n"
    "A boat leaves the harbour of Exampleville. (Photo by Jane Roe)\n"
)


def described(words: str, seed: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = words
    return builders.picture(seed=seed, exif=exif.tobytes())


@pytest.fixture
def browser(signed_in: SignIn) -> FlaskClient:
    return signed_in("archivist")


def previewed(parts: Parts, browser: FlaskClient, **options: object) -> str:
    page = send(
        browser, [("one.jpg", described("Words of the file.")), ("week.txt", SHEET.encode())], **options
    )
    work(parts)
    return page


def line_of(parts: Parts, item: str) -> Line:
    with parts.db.reading() as session:
        return next(line for line in jobs.lines(session, 1) if line.item == item)


def chosen(parts: Parts) -> dict[str, dict[str, object]]:
    with parts.db.reading() as session:
        return jobs.choices(session, 1)


def imported(parts: Parts, browser: FlaskClient, page: str, **answers: object):  # noqa: ANN201
    receipt = post(browser, f"{page}/confirm", answers, page).location
    work(parts)
    with parts.db.reading() as session:
        number = int(receipt.rsplit("/", 1)[1])
        there = next(line for line in jobs.lines(session, number) if line.item == "one.jpg")
        return photographs.get(session, there.accession)


def test_the_choice_is_shown_kept_shown_again_and_used(parts: Parts, browser: FlaskClient) -> None:
    page = previewed(parts, browser)
    shown = html.unescape(browser.get(page).text)
    assert "For 1 item the sources differ" in shown
    name = f"choice-{line_of(parts, 'one.jpg').id}-caption"
    assert "Caption of one.jpg</legend>" in shown
    for words in ("From the caption sheet: <span", "From the file: <span", ">Leave empty</label>"):
        assert words in shown, words
    assert re.search(rf'id="{name}" name="{name}" value="0" checked', shown), "the sheet is believed"
    answer = post(browser, f"{page}/choices", {name: "1"}, page)
    assert answer.status_code == 303
    back = html.unescape(browser.get(answer.location).text)
    assert "Your choices are kept." in back
    assert re.search(rf'name="{name}" value="1" checked', back)
    assert "You chose: Caption" in back
    record = imported(parts, browser, page)
    assert (record.caption, record.sources["caption"]) == ("Words of the file.", "file")
    assert (record.credit_line, record.sources["credit_line"]) == ("Jane Roe", "sheet")


def test_an_answer_given_with_the_confirmation_counts(parts: Parts, browser: FlaskClient) -> None:
    page = previewed(parts, browser)
    shown = browser.get(page).text
    name = f"choice-{line_of(parts, 'one.jpg').id}-caption"
    buttons = [shown.index(words) for words in ("Keep the choices of this page", "Bring these in")]
    assert buttons == sorted(buttons), "Enter in a radio button keeps, and brings nothing in"
    assert imported(parts, browser, page, **{name: "empty"}).caption == ""


def test_what_the_merge_took_is_no_choice(parts: Parts, browser: FlaskClient) -> None:
    page = previewed(parts, browser)
    name = f"choice-{line_of(parts, 'one.jpg').id}-caption"
    post(browser, f"{page}/choices", {name: "1"}, page)
    assert set(chosen(parts)["one.jpg"]) == {"caption", "caption_language"}
    post(browser, f"{page}/choices", {name: "0"}, page)
    assert chosen(parts) == {}


def test_an_answer_that_was_not_offered_keeps_nothing_and_what_was_typed(
    parts: Parts, browser: FlaskClient
) -> None:
    page = previewed(parts, browser)
    name = f"choice-{line_of(parts, 'one.jpg').id}-caption"
    for address in ("choices", "confirm"):
        wrong = post(browser, f"{page}/{address}", {name: "7"}, page)
        assert wrong.status_code == 422
        assert f'<a href="#{name}">' in wrong.text
        assert "<title>Error:" in wrong.text
    assert chosen(parts) == {}
    post(browser, f"{page}/choices", {"choice-999999-caption": "1", "choice-x-y": "1", "choice": "0"}, page)
    assert chosen(parts) == {}


def test_every_field_of_an_item_can_be_changed_first(parts: Parts, browser: FlaskClient) -> None:
    page = previewed(parts, browser, publish="yes")
    line = line_of(parts, "one.jpg")
    form = f"{page}/item/{line.id}"
    assert f'href="{form}?page=1"' in browser.get(page).text
    shown = browser.get(form).text
    assert "A tram waits at a stop." in shown
    typed = {
        "caption": "Mine.",
        "credit_line": "",
        "people": "Ann\nBo",
        "date_text": "12 May 1938",
        "edtf": "",
    }
    assert post(browser, form, typed, form).status_code == 303
    assert chosen(parts)["one.jpg"] == {
        "caption": "Mine.",
        "credit_line": "",
        "people": ["Ann", "Bo"],
        "date_text": "12 May 1938",
        "edtf": "",
    }
    again = html.unescape(browser.get(page).text)
    assert 'As you wrote it: <span lang="en"' in again or "As you wrote it: <span>Mine." in again
    assert "one.jpg: There is no credit line." in again
    assert "Mine." in browser.get(form).text
    record = imported(parts, browser, page)
    assert (record.caption, record.people, record.edtf) == ("Mine.", ("Ann", "Bo"), "1938-05-12")
    assert (record.credit_line, record.visibility) == ("", "draft")
    assert browser.get(form).status_code == 404, "it has come in"


def test_words_that_cannot_be_kept_stand_in_the_form(parts: Parts, browser: FlaskClient) -> None:
    page = previewed(parts, browser)
    form = f"{page}/item/{line_of(parts, 'week.txt, line 4').id}"
    answer = post(browser, form, {"caption": "Typed and kept.", "country_code": "Japan"}, form)
    assert answer.status_code == 422
    assert "Typed and kept." in answer.text
    assert '<a href="#country_code">' in answer.text
    assert 'value="Japan"' in answer.text
    assert chosen(parts) == {}
    assert post(browser, form, {"caption": "Typed."}, form).status_code == 303
    assert chosen(parts) == {"week.txt, line 4": {"caption": "Typed."}}


def test_nothing_is_chosen_after_the_confirmation(parts: Parts, browser: FlaskClient) -> None:
    page = previewed(parts, browser)
    shown = browser.get(page).text
    line = line_of(parts, "one.jpg").id
    post(browser, f"{page}/confirm", {}, page)
    for key in ("1", "0"):  # something else, and what stood there
        late = {"csrf_token": token(shown), f"choice-{line}-caption": key}
        answer = browser.post(f"{page}/choices", data=late, follow_redirects=True)
        assert answer.status_code == 409
        assert "confirmed or cancelled already" in answer.text
        assert "choices are kept" not in answer.text
    assert browser.get(f"{page}/item/{line}").status_code == 404


def test_repairs_and_makers_are_asked() -> None:
    detail = {
        "values": {"creators": ["Museum"], "headline": "cafÃ©"},
        "sources": {"creators": "file", "headline": "file"},
        "conflicts": {
            "creators": [
                {"source": "file", "value": ["Museum"], "with": {}, "taken": True},
                {"source": "artwork", "value": ["Ann Lee"], "with": {}},
            ],
        },
        "repairs": [
            {"field": "headline", "now": "cafÃ©", "proposal": "café", "message": "It looks garbled."},
            {"field": "embargo", "now": "", "proposal": "2027-01-01", "message": "It speaks of an embargo."},
        ],
    }
    asked = {one.field: one for one in choices.questions(detail, {})}
    told = {name: ([option.source for option in one.options], one.chosen) for name, one in asked.items()}
    assert told == {
        "creators": (["file", "artwork", ""], "0"),
        "headline": (["file", "repair", ""], "0"),
        "embargo": (["repair", ""], "empty"),
    }
    answers = {"creators": "1", "headline": "repair", "embargo": "repair"}
    choice, wrong = choices.answered(detail, {}, answers)
    assert wrong == []
    assert choice == {"creators": ["Ann Lee"], "headline": "café", "embargo": "2027-01-01"}
    assert [one.chosen for one in choices.questions(detail, choice)] == ["1", "repair", "repair"]
    assert choices.answered(detail, choice, {"embargo": "empty", "creators": "0", "headline": "empty"})[
        0
    ] == {"headline": ""}


XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt>'
    '<rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF>'
    "</x:xmpmeta>"
)


def contradicting(xmp: str, exif_words: str) -> bytes:
    """A picture whose XMP and EXIF tell different captions."""
    exif = Image.Exif()
    exif[0x010E] = exif_words
    return builders.picture(seed=5, exif=exif.tobytes(), xmp=(XMP % xmp).encode())


def test_parts_of_one_file_that_contradict_each_other_are_a_choice(
    parts: Parts, browser: FlaskClient
) -> None:
    page = send(browser, [("one.jpg", contradicting("A ship at sea.", "A boat in harbour."))])
    work(parts)
    shown = html.unescape(browser.get(page).text)
    assert "For 1 item the sources differ" in shown
    assert "From the file (XMP): <span>A ship at sea." in shown
    assert "From the file (EXIF): <span>A boat in harbour." in shown
    assert "The file gives different captions" not in shown, "the question says it"
    name = f"choice-{line_of(parts, 'one.jpg').id}-caption"
    post(browser, f"{page}/choices", {name: "1"}, page)
    assert "The first was taken" not in browser.get(page).text
    record = imported(parts, browser, page)
    assert (record.caption, record.sources["caption"]) == ("A boat in harbour.", "file")


def test_a_part_that_only_differs_in_white_space_is_no_question(parts: Parts, browser: FlaskClient) -> None:
    page = send(browser, [("one.jpg", contradicting("A ship  at sea.", "A ship at sea."))])
    work(parts)
    assert "Caption of one.jpg</legend>" not in browser.get(page).text


def test_an_accepted_repair_says_so_and_nothing_against_it(parts: Parts, browser: FlaskClient) -> None:
    page = send(browser, [("one.jpg", contradicting("Un cafÃ© ouvert.", "Un cafÃ© ouvert."))])
    work(parts)
    shown = browser.get(page).text
    assert shown.count("It was kept as it stands.") == 1, "said at the question, and not again"
    name = f"choice-{line_of(parts, 'one.jpg').id}-caption"
    post(browser, f"{page}/choices", {name: "repair"}, page)
    assert "Repair accepted: Caption" in " ".join(browser.get(page).text.split())
    record = imported(parts, browser, page)
    assert (record.caption, record.sources["caption"]) == ("Un café ouvert.", "repair")
    receipt = " ".join(browser.get("/desk/import/2").text.split())
    assert "It was kept as it stands." not in receipt
    assert "Repair accepted: Caption" in receipt


def test_a_date_with_several_readings_is_a_question() -> None:
    detail = {
        "values": {"caption": "A tram.", "caption_language": "en", "date_text": "03/04/1938"},
        "sources": {"caption": "table", "date_text": "table"},
    }
    (asked,) = choices.questions(detail, {})
    told = [(one.key, one.source, one.value) for one in asked.options]
    assert told == [
        ("0", "table", "03/04/1938"),
        ("reading-0", "reading", "1938-04-03"),
        ("reading-1", "reading", "1938-03-04"),
        ("empty", "", ""),
    ]
    assert (asked.field, asked.chosen) == ("edtf", "0")
    assert asked.why
    choice, wrong = choices.answered(detail, {}, {"edtf": "reading-1"})
    assert (choice, wrong) == ({"date_text": "03/04/1938", "edtf": "1938-03-04"}, [])
    assert choices.questions(detail, choice)[0].chosen == "reading-1"
    proposed = {"field": "date_text", "now": "", "proposal": "03/04/1938", "message": "It names a date."}
    (asked,) = choices.questions({"values": {}, "sources": {}, "repairs": [proposed]}, {})
    assert (asked.field, asked.chosen, len(asked.options)) == ("edtf", "empty", 4)


def many(parts: Parts, browser: FlaskClient, items: int) -> str:
    page = previewed(parts, browser)
    pattern = line_of(parts, "one.jpg")
    with parts.db.writing() as session:
        for number in range(items):
            line = Line(item=f"{number:04}.jpg", outcome="add", detail=dict(pattern.detail))
            jobs.note(session, 1, line)
    return page


def test_hundreds_of_items_are_told_in_pages(parts: Parts, browser: FlaskClient) -> None:
    page = many(parts, browser, 230)
    first = browser.get(page).text
    assert "Would be added (232)" in first
    assert "page 1 of 5</h1>" in first
    assert "50 of them are on this page." in first
    assert first.count('class="intake-item" id="item-') == 50
    last = browser.get(f"{page}?page=5").text
    assert last.count('class="intake-item" id="item-') == 32
    assert "page 5 of 5</title>" in last or "page 5 of 5" in last.split("</title>")[0]
    assert browser.get(f"{page}?page=6").status_code == 404
    only = browser.get(f"{page}?show=decide").text
    assert "Would be added (231)" in only


def test_an_import_that_runs_can_be_ended_and_says_what_stays(parts: Parts, browser: FlaskClient) -> None:
    files = [(f"{seed}.jpg", builders.picture(seed=seed)) for seed in range(4)]
    page = send(browser, files)
    work(parts)
    receipt = post(browser, f"{page}/confirm", {}, page).location
    with parts.db.writing() as session:
        job = jobs.claim(session, [staging.IMPORT])
    assert job is not None
    shown = browser.get(receipt).text
    assert "Cancel the rest of this import" in shown
    note = jobs.note

    def ended(session, job_id: int, line: Line) -> None:  # noqa: ANN001
        """The second picture is in; a person ends the import before the third."""
        note(session, job_id, line)
        if line.item == "1.jpg":
            jobs.cancel(session, job_id)

    jobs.note = ended
    try:
        staging.work(parts.tools, job)
    finally:
        jobs.note = note
    over = browser.get(receipt).text
    assert "The import was cancelled after 2 items. What came in before stays." in over
    assert "Added (2)" in over
    assert not list((parts.store.root / "staged").iterdir())
    late = post(browser, f"{receipt}/cancel", {}, page)
    assert late.status_code == 409


def test_cancelling_an_import_by_its_button(parts: Parts, browser: FlaskClient) -> None:
    page = send(browser, [("one.jpg", builders.picture())])
    work(parts)
    receipt = post(browser, f"{page}/confirm", {}, page).location
    answer = post(browser, f"{receipt}/cancel", {}, receipt)
    assert answer.location == receipt
    assert "cancelled after 0 items" in browser.get(receipt).text
    assert not list((parts.store.root / "staged").iterdir())
    with parts.db.reading() as session:
        assert session.get_one(Job, 2).state == "cancelled"


def test_how_far_it_is_in_percent_and_as_a_bar(parts: Parts, browser: FlaskClient) -> None:
    page = send(browser, [(f"{seed}.jpg", builders.picture(seed=seed)) for seed in range(4)])
    with parts.db.writing() as session:
        job = jobs.claim(session, [staging.PREVIEW])
        assert job is not None
        job.payload = job.payload | {"items": 4}
        jobs.note(session, job.id, Line(item="0.jpg", outcome="add", detail={}))
    told = browser.get(f"{page}.json").get_json()
    assert (told["percent"], told["over"]) == (25, False)
    assert told["words"] == "The preview is at work: 1 of 4 items done, 25 percent."
    shown = browser.get(page).text
    assert 'max="100" value="25"' in shown
    assert "Refresh this page" in shown
    assert 'http-equiv="refresh"' not in shown


def test_the_rules_are_one_table_made_of_the_rules(client: FlaskClient, browser: FlaskClient) -> None:
    page = html.unescape(client.get("/help/import").text)
    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td></tr>', page)
    told = {field: order for fields, order in rows for field in fields.split(", ")}
    paper = (
        "what you typed or chose, the table, the caption sheet, the picture’s file, the collection’s defaults"
    )
    assert (rows[0], len(rows)) == (("Every field that is not named below", paper), 3)
    assert told["Usage terms"].index("the picture’s file") < told["Usage terms"].index("the caption sheet")
    assert "Credit line" not in told
    assert len(told) == 2 + sum(order.index("file") < order.index("sheet") for order in ORDER.values())
    assert "Taken together from one source: Date in words" in page
    assert 'href="/help/import"' in browser.get("/desk/import").text
