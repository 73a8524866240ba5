from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.accessibility.browser import emulated
from tests.accessibility.checks import Stop, columns, motion, reflow, tab_walk, targets, text_spacing

GOOD = """<!doctype html>
<html lang="en"><title>Ferries</title>
<style>
  body { font: 1rem/1.5 sans-serif }
  .skip { position: absolute; left: 0; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden }
  .skip:focus { clip-path: none; width: auto; height: auto; padding: 12px }
  :focus-visible { outline: 3px solid #00f }
  @media (prefers-reduced-motion: reduce) { * { transition: none !important } }
  nav a, button, input { display: inline-block; min-width: 44px; min-height: 44px; box-sizing: border-box }
  .table { overflow-x: auto } td { min-width: 300px }
  .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden }
  .tall { height: 3000px }
</style>
<a class="skip" href="#main">Skip to the photographs</a>
<nav aria-label="Site"><a href="#one">Collections</a></nav>
<main id="main">
  <h1>Ferries</h1>
  <p>They cross <a href="#two">the strait</a> every hour, <span class="hidden">for you</span> too.</p>
  <div class="table" tabindex="0" role="region" aria-label="Times">
    <table><tr><td>8</td><td>9</td></tr></table>
  </div>
  <p><label for="from">From the day</label> <input id="from" type="date"></p>
  <div class="tall"></div>
  <button>Apply</button>
</main></html>"""


def show(page: Page, html: str, *, style: str = "") -> Page:
    page.set_content(html.replace("</style>", style + "</style>"))
    return page


def names(stops: list[Stop]) -> list[str]:
    return [stop.name for stop in stops]


def test_a_good_page_passes_every_check(page: Page) -> None:
    show(page, GOOD)
    assert reflow(page) == []
    assert columns(page) == []
    assert text_spacing(page) == []
    assert targets(page) == []
    with emulated(page, reduced_motion=True):
        assert motion(page) == []
    stops = tab_walk(page)
    assert names(stops) == [
        "Skip to the photographs",
        "Collections",
        "the strait",
        "Times",
        "From the day",
        "Apply",
    ]
    assert [stop.role for stop in stops] == ["link", "link", "link", "region", "Date", "button"]
    assert [stop for stop in stops if stop.ring < 2 or not stop.in_view] == []


def test_checks_leave_the_page_as_it_was(page: Page) -> None:
    show(page, GOOD)
    before = page.content(), page.viewport_size
    reflow(page), columns(page), text_spacing(page), targets(page), tab_walk(page)
    assert (page.content(), page.viewport_size) == before
    assert page.evaluate("document.adoptedStyleSheets.length") == 0
    assert page.evaluate("document.activeElement === document.body")


def test_a_part_wider_than_a_phone_is_named(page: Page) -> None:
    show(page, GOOD, style="h1 { width: 596px }")
    assert reflow(page)[1:] == ['<h1> "Ferries" ends at 604.']


def test_a_column_without_room_for_words_is_named_and_a_short_word_in_one_is_not(page: Page) -> None:
    show(page, GOOD, style="h1 { width: 1.5em; overflow-wrap: anywhere } .hidden { width: 0 }")
    assert columns(page) == ['<h1> "Ferries" has 48 for "Ferries".']
    show(page, GOOD, style="label, h1 { display: inline-block; width: 9em }")
    assert columns(page) == []


def test_width_outside_the_scrolling_part_is_not_excused(page: Page) -> None:
    show(page, GOOD, style=".table { overflow-x: visible }")
    assert "The page is" in reflow(page)[0]


@pytest.mark.parametrize(
    "style", ["h1 { height: 1.2em; overflow: hidden }", "h1 { width: 4em; overflow: clip }"]
)
def test_text_cut_by_wider_spacing_is_named(page: Page, style: str) -> None:
    show(page, GOOD, style=style)
    assert text_spacing(page) == ['<h1> "Ferries" cuts off "Ferries".']


def test_small_targets_are_named_with_their_size(page: Page) -> None:
    show(page, GOOD, style="button { min-height: 0; height: 30px; width: 90px }")
    assert targets(page) == ['<button> "Apply" is 90 by 30.']
    assert targets(page, 24) == []


def test_a_small_link_in_a_sentence_is_excused_and_a_skip_link_measured_as_shown(page: Page) -> None:
    show(page, GOOD, style=".skip:focus { padding: 0 }")
    assert [found.split(" is ")[0] for found in targets(page)] == ['<a> "Skip to the photographs"']


def test_a_label_counts_as_part_of_its_target(page: Page) -> None:
    box = '<label style="{}"><input type="checkbox" style="min-height: 0; min-width: 0">1930s</label>'
    page.set_content(box.format("display: inline-block; padding: 14px"))
    assert targets(page) == []
    page.set_content(box.format(""))
    assert len(targets(page)) == 1


def test_a_link_alone_in_its_line_is_no_link_in_a_sentence(page: Page) -> None:
    page.set_content(
        '<ul><li><a href="#one">One</a></li></ul><p><a href="#two">Two</a> | <a href="#3">Three</a></p>'
    )
    assert [found.split(" is ")[0] for found in targets(page)] == ['<a> "One"', '<a> "Two"', '<a> "Three"']


@pytest.mark.parametrize(
    "style",
    [
        ":focus-visible { outline: none }",
        ":focus-visible { outline-color: transparent }",
        ":focus-visible { outline: none } * { box-shadow: 0 0 0 3px #00f }",
    ],
    ids=["none", "transparent", "always there"],
)
def test_a_stop_without_a_ring_is_seen(page: Page, style: str) -> None:
    show(page, GOOD, style=style)
    assert {stop.ring for stop in tab_walk(page)} == {0}


def test_a_ring_that_grows_slowly_is_measured_grown(page: Page) -> None:
    slow = "* { outline: 0 solid #00f; transition: outline-width 9s } :focus-visible { outline-width: 3px }"
    show(page, GOOD, style=slow)
    assert {stop.ring for stop in tab_walk(page)} == {3}


def test_a_ring_of_shadow_is_lost_in_forced_colours(page: Page) -> None:
    show(page, GOOD, style=":focus-visible { outline: none; box-shadow: 0 0 0 3px #00f }")
    assert {stop.ring for stop in tab_walk(page)} == {3}
    with emulated(page, forced_colors=True):
        assert {stop.ring for stop in tab_walk(page)} == {0}


def test_a_stop_under_a_fixed_bar_is_not_in_view(page: Page) -> None:
    bar = '</main><footer style="position: fixed; inset: auto 0 0 0; height: 80px">About</footer>'
    show(page, GOOD.replace("</main>", bar), style=".tall { height: 700px }")
    assert [stop.name for stop in tab_walk(page) if not stop.in_view] == ["Apply"]


def test_a_stop_off_the_screen_is_not_in_view(page: Page) -> None:
    show(page, GOOD, style=".skip:focus { left: -60px }")
    assert [stop.name for stop in tab_walk(page) if not stop.in_view] == ["Skip to the photographs"]


def test_a_fake_button_is_missing_from_the_walk(page: Page) -> None:
    show(page, GOOD.replace("<button>Apply</button>", "<div onclick='go()'>Apply</div>"))
    assert "Apply" not in names(tab_walk(page))


def test_a_keyboard_trap_is_named(page: Page) -> None:
    show(page, GOOD)
    page.evaluate(
        "document.querySelector('button').onkeydown = () => document.querySelector('main a').focus()"
    )
    with pytest.raises(AssertionError, match="Keyboard trap: after 'Apply' comes 'Times' again"):
        tab_walk(page)


def test_a_control_that_keeps_the_tab_key_is_a_trap(page: Page) -> None:
    show(page, GOOD)
    page.evaluate(
        "document.querySelector('main a').addEventListener('keydown', (event) => event.preventDefault())"
    )
    with pytest.raises(AssertionError, match="Keyboard trap: after 'the strait' comes 'the strait' again"):
        tab_walk(page)


def test_a_walk_without_end_is_stopped(page: Page) -> None:
    page.set_content("<button>One</button>" * 5)
    with pytest.raises(AssertionError, match="More than 4 stops"):
        tab_walk(page, limit=4)


def test_a_page_with_one_control_or_none_is_walked(page: Page) -> None:
    page.set_content("<p>Nothing to press")
    assert tab_walk(page) == []
    page.set_content("<button>One</button>")
    assert names(tab_walk(page)) == ["One"]


def test_what_moves_in_spite_of_the_wish_is_named(page: Page) -> None:
    spin = "@keyframes spin { to { rotate: 1turn } } h1 { animation: spin 9s infinite }"
    show(
        page, GOOD, style=spin + "html { scroll-behavior: smooth } button { transition: color 2s !important }"
    )
    with emulated(page, reduced_motion=True):
        found = motion(page)
    expected = ['<h1> "Ferries" moves.', "<html> scrolls smoothly.", '<button> "Apply" takes 2 s to change.']
    assert found == expected
