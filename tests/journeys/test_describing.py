"""Five photographs described one after another, and another person's review, by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from playwright.sync_api import Browser, Page, expect

from tests.journeys import shapes
from tests.journeys.archive import Archive, somebody
from tests.journeys.keys import access, go, to, write
from tests.journeys.shapes import Shapes

FILE = "IMG_2041.jpg"  # what a camera calls a picture; the checks call it an error
LONG = (
    "The large shape takes up most of the sheet.",
    "Its edges are cut, and nothing else lies on the field.",
)
REASON = "The sheet was named after what lies on it."
ALT = "Alt text in English"
SAVED = "Saved and in review: Alt text in English."
TITLE = re.compile(r"\(\d{4}-\d+\)")  # a photograph's link in a list ends with its number
HERE = re.compile(r"/photographs/([^/?]+)/describe")
Step = Callable[[Page, str], str]  # with the page and what is seen; returns what was saved


def choose(page: Page, collection: str) -> None:
    """Have the desk show one collection."""
    to(page, "Collection")
    page.keyboard.type(collection)
    go(page, "Show these")
    expect(page.get_by_label("Collection", exact=True)).to_have_value(collection)


def number(page: Page) -> str:
    """The photograph whose describing page is open."""
    found = HERE.search(page.url)
    assert found, page.url
    return found[1]


def approve_all(archive: Archive, chromium: Browser, collection: str, texts: int, *, scripts: bool) -> None:
    """Another person goes through what waits: the first by its access key, the others by Tab and Return."""
    with somebody(archive, chromium, "reviewer", scripts=scripts) as page:
        choose(page, collection)
        go(page, f"In review ({texts})")
        go(page, TITLE)
        for done in range(texts):
            expect(page.get_by_role("heading", name="To review")).to_be_visible()
            if done:
                go(page, "Approve and next")
            else:
                access(page, "y")
            expect(page.get_by_role("main")).to_contain_text("Approved: ")
        expect(page).to_have_url(f"{archive.address}/desk")
        expect(page.get_by_role("main")).to_contain_text("Nothing else waits in this list.")


def read(archive: Archive, chromium: Browser, texts: Mapping[str, str], with_long: str) -> None:
    """What readers meet in the end: each picture with its own words."""
    with somebody(archive, chromium) as page:
        met = {}
        for accession in texts:
            page.goto(f"{archive.address}/photographs/{accession}")
            met[accession] = page.locator("figure img").get_attribute("alt")
        assert met == texts
        page.goto(f"{archive.address}/photographs/{with_long}")
        assert page.locator("#long-description p").all_text_contents() == list(LONG)


def describe(page: Page, five: Mapping[str, Shapes], *steps: Step) -> dict[str, str]:
    """Do each step on the photograph that comes; accession number to the words that were saved."""
    written = {}
    for step in steps:
        accession = number(page)
        written[accession] = step(page, five[accession].words)
        assert HERE.search(page.url) is None or number(page) != accession, "it did not go on"
    return written


def stopped(page: Page) -> None:
    """Saving has stopped at an error: the summary has the focus, and says first what is to be done."""
    expect(page).to_have_title(re.compile("^Error: "))
    summary = page.locator(".error-summary:focus-within")  # with scripts it is its heading
    expect(summary).to_contain_text("Kept as a draft: 1 thing must be answered before it goes to review.")


def follow(page: Page, link: re.Pattern[str], field: str | re.Pattern[str]) -> None:
    """Go by a link of the summary to the field that it leads to."""
    to(page, link)
    page.keyboard.press("Enter")
    expect(page.get_by_label(field, exact=True)).to_be_focused()


def mended(page: Page, words: str) -> str:
    """A file's name for an alt text is stopped at saving, and mended."""
    write(page, ALT, FILE)
    access(page, "n")
    stopped(page)
    follow(page, re.compile(f"^“{FILE}” is a file's name"), ALT)
    page.keyboard.press("Control+A")
    page.keyboard.type(words)
    access(page, "n")
    expect(page.get_by_role("main")).to_contain_text(SAVED)
    return words


def answered(page: Page, words: str) -> str:
    """The headline for an alt text is stopped at saving; it is right as it is, and the reason is kept."""
    write(page, ALT, words)
    go(page, "Save and next")
    stopped(page)
    expect(page.locator(".error-summary")).to_contain_text("The alt text is the headline again")
    follow(page, re.compile("^Or say why it is right as it is"), re.compile("^If it is right as it is: why"))
    page.keyboard.type(REASON)
    go(page, "Save and next")
    expect(page.get_by_role("main")).to_contain_text(SAVED)
    expect(page.get_by_role("main")).to_contain_text("Your reason was kept beside the finding.")
    return words


def saved(page: Page, words: str) -> str:
    """Nothing is wrong with it."""
    write(page, ALT, words)
    access(page, "n")
    expect(page.get_by_role("main")).to_contain_text(SAVED)
    return words


def at_length(page: Page, words: str) -> str:
    """A long description in two paragraphs beside it; the last of the list, so the desk comes next."""
    write(page, ALT, words)
    write(page, "Long description in English", LONG[0])
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type(LONG[1])
    go(page, "Save and next")
    expect(page).to_have_url(re.compile("/desk$"))
    told = "Saved and in review: Alt text and Long description in English."
    expect(page.get_by_role("main")).to_contain_text(told)
    expect(page.get_by_role("main")).to_contain_text("Nothing else waits in this list.")
    return words


# With JavaScript: checks while one writes, words kept when the browser is closed.


def spoken(page: Page, told: str) -> None:
    """A screen reader is told so once one pauses."""
    expect(page.locator("[aria-live=polite]")).to_have_text(told)
    expect(page.locator("#findings-told")).to_have_text(told[told.index("1 finding") :])


def mended_while_writing(page: Page, words: str) -> str:
    """The checks and the count are told while one writes; saving all the same is stopped."""
    write(page, ALT, FILE)
    spoken(page, "Characters: 12. Words: 1. 1 finding: 1 error.")
    expect(page.locator("#alt")).to_be_focused()
    return mended(page, words)


def found_again(page: Page, words: str) -> str:
    """What was typed before the browser was closed stands in the field, and is said not to be saved yet."""
    expect(page.locator("#alt")).to_have_value(words)
    expect(page.get_by_role("main")).to_contain_text("it is not saved yet. It stands in the field below.")
    go(page, "Save and next")
    expect(page.get_by_role("main")).to_contain_text(SAVED)
    return words


def warned_while_writing(page: Page, words: str) -> str:
    """A warning that one has met while writing does not stand in the way of going on."""
    write(page, ALT, f"Image of {words}")
    spoken(page, f"Characters: {len(words) + 9}. Words: {words.count(' ') + 3}. 1 finding: 1 warning.")
    go(page, "Save and next")
    expect(page.get_by_role("main")).to_contain_text(SAVED)
    return f"Image of {words}"


def test_five_photographs_with_scripts(archive: Archive, chromium: Browser) -> None:
    collection = "shapes-of-the-morning"
    five = shapes.photographs(archive.home, collection)
    with somebody(archive, chromium, "describer", scripts=True) as page:
        choose(page, collection)
        go(page, "Set the next 10 aside for me")
        expect(page.get_by_role("main")).to_contain_text("5 photographs are yours for 24 hours.")
        go(page, "Start describing")
        written = describe(page, five, mended_while_writing, answered)
        half = number(page)
        write(page, ALT, five[half].words)
        expect(page.locator("#kept")).to_contain_text("(not yet saved)")
    with somebody(archive, chromium, "describer", scripts=True) as page:
        go(page, "Set aside for me (3)")
        go(page, "Start describing")
        assert number(page) == half
        written |= describe(page, five, found_again, warned_while_writing, at_length)
    assert set(written) == set(five)
    approve_all(archive, chromium, collection, 6, scripts=True)
    read(archive, chromium, written, list(written)[-1])


# Without JavaScript: the checks are told at saving.


def warned_once(page: Page, words: str) -> str:
    """A warning is shown once after saving, with a way on; nothing has to be done about it."""
    text = f"Image of {words}"
    write(page, ALT, text)
    go(page, "Save and next")
    main = page.get_by_role("main")
    expect(main).to_contain_text(SAVED)
    expect(main).to_contain_text("Look at 1 finding, then go on.")
    expect(main).to_contain_text("It begins “Image of”, but the screen reader has already said “image”.")
    expect(page.locator("#alt")).to_have_value(text)
    go(page, "Next photograph")
    return text


def test_five_photographs_without_scripts(archive: Archive, chromium: Browser) -> None:
    collection = "shapes-of-the-noon"
    five = shapes.photographs(archive.home, collection)
    with somebody(archive, chromium, "describer", scripts=False) as page:
        choose(page, collection)
        go(page, "Start describing")
        written = describe(page, five, mended, answered, warned_once, saved, at_length)
    assert set(written) == set(five)
    approve_all(archive, chromium, collection, 6, scripts=False)
    read(archive, chromium, written, list(written)[-1])
