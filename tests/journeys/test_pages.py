"""Every page: axe-core by tags, reflow, text spacing, targets, a visible focus ring; light and dark."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from archive.descriptions import queues
from archive.parts import Parts
from archive.web.app import build
from tests.accessibility.browser import axe, emulated
from tests.accessibility.checks import columns, reflow, tab_walk, targets, text_spacing
from tests.journeys.archive import Archive
from tests.journeys.furnished import furnish

OK = 200
READING = [
    "/",
    "/photographs",
    "/photographs?q=boat",
    "/photographs?q=%22unclosed+zebra",
    "/photographs?q=date:1930..1939+photo*&description=described&sort=oldest",  # filters in force
    "/photographs?q=boaat",  # nothing found, another spelling, less
    "/photographs/2000.50.12",
    "/photographs/040621-N-6536T-062",
    "/photographs/FIRST",  # a record without a file and without words
    "/photographs/BARE",  # a record with a file and without words
    "/collections",
    "/collections/sea-and-space",
    "/help/search",
    "/browse",
    "/browse/dates",
    "/browse/people",
    "/browse/keywords",
    "/browse/creators?q=rocket",
    "/help/describing",
    "/photographs/BARE/ask",
    "/photographs/CHANGED",  # with a form to report in each of its texts
    "/photographs/CHANGED/report?text=long&lang=en",
    "/photographs/MOVING",
    "/photographs/MOVING/play",
    "/accessibility",
    "/sign-in",
    "/photographs/nowhere",
    "/-/components",
]
DESK = [
    "/desk",
    "/desk?lang=es&collection=sea-and-space",
    "/desk/new",
    "/desk/import",
    "/desk/import/PREVIEW",
    "/desk/import/PREVIEW/item/LINE",
    "/desk/import/TABLE",
    "/desk/import/TABLE/columns",
    "/help/import",
    "/desk/export",
    "/desk/export/EXPORT",
    "/desk/alike",
    "/photographs/OFFERED/alike/LIKE",
    "/photographs/SPEAKING/embedded",
    "/photographs/SPEAKING/edit",
    "/desk/change",
    "/desk/collections",
    "/desk/collections/sea-and-space",
    "/desk/accounts",
    "/desk/queues/demand",
    "/desk/queues/asked",
    "/desk/queues/viewed",
    "/desk/queues/newest",
    "/desk/queues/unpublished",
    "/desk/queues/mine",
    "/desk/queues/sent-back",
    "/desk/queues/drafts",
    "/desk/queues/review",
    "/desk/queues/lint",
    "/desk/queues/suggested",
    "/desk/queues/problems",
    "/desk/lint",
    "/desk/lint/uncollected",
    "/desk/lint/sea-and-space",
    "/desk/lint/check/CHECK",
    "/desk/coverage",
    "/desk/coverage?text=transcript&collection=sea-and-space",
    "/desk/requests/CHANGED",
    "/account/password",
    "/photographs/2000.50.12/edit",
    "/photographs/2000.50.12/describe",
    "/photographs/2000.50.12/describe?zoom=100",
    "/photographs/2000.50.12/describe?zoom=ne",
    "/photographs/DRAFT/describe?queue=drafts",  # findings with a field for each reason
    "/photographs/DRAFT/describe?lang=es",
    "/photographs/CHANGED/describe",  # a change to review, an approved text, what readers ask and report
    "/photographs/SUGGESTED/describe",
    "/photographs/BACK/describe",
    "/photographs/OUTDATED/describe",
    "/photographs/OFFERED/describe",
    "/photographs/TAKEN/describe?queue=mine",  # words that were typed and not saved
    "/photographs/FIRST/describe",
    "/photographs/DRAFT/findings",
    "/photographs/2000.50.12/findings",
    "/photographs/2000.50.12/history",
    "/photographs/CHANGED/history",
]
NO_PAGE = {
    "static": "files of the interface",
    "security.static": "files of a library; no page of ours uses them",
    "security.verify": "always answers that there is no such page",
    "images.derivative": "a picture",
    "images.full": "a picture",
    "images.original": "a picture",
    "health.health": "for programs, in JSON",
    "intake.state": "for the page's script, in JSON",
    "findings.state": "for the page's script, in JSON",
    "downloads.take": "a file",
    "dating.live": "for the page's script, in JSON",
    "exports.file": "a file",
    "exports.state": "for the page's script, in JSON",
    "play.moving": "a picture",
    "intake_items.look": "a picture",
    "describe.onward": "leads on to the next photograph, and shows nothing itself",
}


@pytest.fixture(scope="module")
def places(archive: Archive) -> dict[str, str]:
    """What stands for words in capitals in the addresses above."""
    return furnish(archive.home) | {"FIRST": archive.first, "BARE": archive.undescribed}


def address(archive: Archive, places: Mapping[str, str], path: str) -> str:
    """The address of a path."""
    return archive.address + re.sub("[A-Z]{4,}", lambda found: places[found[0]], path)


def test_every_page_is_looked_at(parts: Parts) -> None:
    """Whatever can be got is in a list above, or said to be no page."""
    app = build(parts)
    addresses = app.url_map.bind("localhost")
    looked_at = {
        addresses.match(re.sub("PREVIEW|CHECK|TABLE|EXPORT|LINE", "1", urlsplit(path).path))[0]
        for path in [*READING, *DESK]
    }
    gettable = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert gettable - looked_at == set(NO_PAGE)
    assert {f"/desk/queues/{name}" for name in queues.NAMES} <= set(DESK)


def sound(page: Page) -> None:
    for dark in (False, True):
        with emulated(page, dark=dark):
            assert [str(one) for one in axe(page)] == []
    assert text_spacing(page) == []
    assert targets(page) == []
    assert reflow(page) == []
    assert columns(page) == []


@pytest.mark.parametrize("path", READING)
def test_reading_pages(archive: Archive, places: dict[str, str], page: Page, path: str) -> None:
    page.goto(address(archive, places, path))
    sound(page)


@pytest.mark.parametrize("path", DESK)
def test_desk_pages(archive: Archive, places: dict[str, str], page: Page, path: str) -> None:
    archive.sign_in(page, "archivist")
    answer = page.goto(address(archive, places, path))
    assert answer is not None
    assert answer.status == OK
    for summary in page.locator("summary").all():
        summary.click()
    sound(page)


def refused_text(page: Page) -> None:
    """Saving is stopped by what the checks found."""
    page.get_by_label("Alt text in English", exact=True).fill("DSC_0001.jpg")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page).to_have_title(re.compile("^Error: "))


def clash(page: Page) -> None:
    """Another window saved other words meanwhile."""
    other = page.context.new_page()
    other.goto(page.url)
    for one, words in ((other, "A square in a circle, both cut out."), (page, "A circle round a square.")):
        one.get_by_label("Alt text in English", exact=True).fill(words)
        one.get_by_role("button", name="Save", exact=True).click()
        expect(one).to_have_title(re.compile("^Error: " if one is page else "^Describe"))
    other.close()
    expect(page.locator(".conflict")).to_be_visible()


def no_reason(page: Page) -> None:
    """A text is sent back without a reason."""
    page.get_by_role("button", name="Send back", exact=True).first.click()
    expect(page).to_have_title(re.compile("^Error: "))


def nothing_chosen(page: Page) -> None:
    """Texts are to be approved, and none is chosen."""
    page.get_by_role("button", name="Approve the chosen").click()
    expect(page).to_have_title(re.compile("^Error: "))


def some_chosen(page: Page) -> None:
    """Texts of others and one's own are chosen together; the page says what became of each."""
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Approve the chosen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("approved")


def empty_report(page: Page) -> None:
    """A report without words."""
    page.evaluate("document.querySelector('main form').noValidate = true")
    page.get_by_role("button", name="Send the report").click()
    expect(page).to_have_title(re.compile("^Error: "))


def endless_wish(page: Page) -> None:
    """A note that is too long."""
    page.get_by_label(re.compile("^A note")).fill("Please. " * 1000)
    page.get_by_role("button", name="Ask for a description").click()
    expect(page).to_have_title(re.compile("^Error: "))


def no_outcome(page: Page) -> None:
    """A report of a reader is closed without saying how."""
    page.get_by_role("button", name="Close this report").click()
    expect(page).to_have_title(re.compile("^Error: "))


ANSWERS: dict[str, tuple[str, Callable[[Page], None]]] = {
    "a text is refused": ("/photographs/DRAFT/describe?queue=drafts", refused_text),
    "two texts at once": ("/photographs/BACK/describe", clash),
    "no reason": ("/photographs/CHANGED/describe", no_reason),
    "nothing chosen": ("/desk/queues/review", nothing_chosen),
    "some chosen": ("/desk/queues/review", some_chosen),
    "an empty report": ("/photographs/CHANGED/report?text=alt&lang=en", empty_report),
    "an endless wish": ("/photographs/BARE/ask", endless_wish),
    "no outcome": ("/desk/requests/CHANGED", no_outcome),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_to_forms(archive: Archive, places: dict[str, str], page: Page, name: str) -> None:
    path, act = ANSWERS[name]
    archive.sign_in(page, "archivist")
    page.goto(address(archive, places, path))
    act(page)
    sound(page)


def walked(page: Page) -> None:
    """Tab goes everywhere, beginning with the skip link, and always shows where it is."""
    stops = tab_walk(page)
    assert stops[0].name == "Skip to the main content"
    assert [stop for stop in stops if not stop.ring or not stop.in_view] == []


@pytest.mark.parametrize("path", ["/", "/photographs?q=boat", "/photographs/2000.50.12", "/photographs/BARE"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    archive: Archive, places: dict[str, str], page: Page, path: str
) -> None:
    page.goto(address(archive, places, path))
    walked(page)


@pytest.mark.parametrize(
    "path", ["/photographs/CHANGED/describe?queue=review", "/desk/queues/review", "/desk/requests/CHANGED"]
)
def test_the_keyboard_reaches_everything_at_the_desk(
    archive: Archive, places: dict[str, str], page: Page, path: str
) -> None:
    archive.sign_in(page, "archivist")
    page.goto(address(archive, places, path))
    walked(page)
