"""Words that are typed and not saved: kept by the page's script, shown again, discarded; and live checks."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from archive.parts import Parts
from tests import builders
from tests.builders import DESCRIBER
from tests.web.conftest import post, token
from tests.web.describing import GOOD, LONG_NAME, SignIn, kept, line, main, seen, status, waiting
from tests.web.test_edit import control, hidden


def keep(
    browser: FlaskClient, address: str, part: str, text: str, **more: object
) -> tuple[int, dict[str, object]]:
    """What the script sends."""
    form: dict[str, object] = {
        "part": part,
        part: text,
        "lang": "en",
        f"{part}_version": 0,
        f"{part}_edition": 0,
    }
    answer = post(browser, f"{address}/keep", form | more, address)
    return answer.status_code, answer.get_json()


def test_what_was_typed_is_there_in_another_browser(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    address = f"/photographs/{accession}/describe"
    assert keep(signed_in("describer"), address, "alt", "A tram wai") == (200, {"edition": 1})
    page = signed_in("describer").get(address).text
    assert control(page, "alt") == "A tram wai"
    assert "You had typed this on" in page
    assert "Discard what was typed: alt text" in page
    assert hidden(page, "alt_edition") == "1"
    assert status(parts, accession) == {}
    other = signed_in("archivist").get(address).text
    assert control(other, "alt") == "", "it is nobody else's"


def test_saving_ends_what_was_kept(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    keep(browser, address, "alt", "A tram wai")
    post(browser, address, seen(browser.get(address).text) | {"alt": GOOD})
    assert kept(parts, accession) == {}
    assert "You had typed this on" not in browser.get(address).text


def test_saving_what_was_kept_untouched_saves_it(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    keep(browser, address, "alt", GOOD)
    post(browser, address, seen(browser.get(address).text))
    assert status(parts, accession) == {"alt[en] in-review": (GOOD, "describer")}


def test_another_window_of_the_same_person_is_told(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    keep(browser, address, "alt", "From one window.")
    code, told = keep(browser, address, "alt", "From the other window.")
    assert code == 409
    assert "Another window of yours" in str(told["told"])
    assert kept(parts, accession) == {"alt": ("From one window.", 1)}
    page = browser.get(address).text
    post(browser, address, seen(page) | {"alt": GOOD, "alt_edition": 0})
    assert kept(parts, accession) == {"alt": ("From one window.", 1)}, "saving here leaves the other's words"
    page = browser.get(address).text
    assert control(page, "alt") == "From one window."
    assert "The saved text has changed since you typed" in page
    assert f"<p>{GOOD}</p>" in page


def test_a_window_is_not_taken_for_another_one_of_the_same_person(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    keep(browser, address, "alt", "A tram", window="one")
    late = keep(browser, address, "alt", "A tram waits", window="one")
    assert late == (200, {"edition": 2}), "its page was made before its words had arrived"
    assert keep(browser, address, "alt", "A bus", window="two")[0] == 409
    assert kept(parts, accession) == {"alt": ("A tram waits", 2)}


def beside(browser: FlaskClient, address: str, **more: object) -> tuple[int, dict[str, object]]:
    """What the script sends of what is chosen and written beside the texts."""
    form = {"part": "facts", "lang": "en", "visible_words": "unknown", "visible_words_was": "unknown"}
    answer = post(browser, f"{address}/keep", {**form, "content_advisory_was": "", **more}, address)
    return answer.status_code, answer.get_json()


def test_facts_and_reasons_that_were_not_saved_are_there_again(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, LONG_NAME, approve=False)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    typed = {
        "visible_words": "yes",
        "content_advisory": "A wreck.",
        "answer-file-name-alt-en": "Painted on it",
    }
    assert beside(browser, address, **typed) == (200, {"edition": 1})
    assert beside(browser, address, content_advisory="Another.")[0] == 409
    page = browser.get(address).text
    form = seen(page) | {"facts_edition": hidden(page, "facts_edition")}
    assert (form["visible_words"], form["content_advisory"]) == ("yes", "A wreck.")
    assert 'value="Painted on it"' in page
    assert "You had chosen or written something here" in page
    assert builders.get(parts, accession).visible_words == "unknown"
    assert line(signed_in("archivist").get(address).text, "content_advisory") == "", "it is nobody else's"
    post(browser, address, form)
    assert builders.get(parts, accession).content_advisory == "A wreck."
    assert kept(parts, accession) == {}
    assert "You had chosen" not in browser.get(address).text


def test_a_fact_that_somebody_changed_meanwhile_collides_when_it_is_saved(
    parts: Parts, signed_in: SignIn
) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    beside(browser, address, content_advisory="Mine.")
    other = signed_in("archivist")
    post(other, address, seen(other.get(address).text) | {"content_advisory": "Theirs."})
    answer = post(browser, address, seen(browser.get(address).text))
    assert answer.status_code == 409
    assert "Theirs: Theirs." in answer.text
    assert "Yours: Mine." in answer.text


def test_what_stands_as_it_was_beside_the_texts_is_not_kept(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    assert beside(browser, address) == (200, {"edition": 0})
    too_long = beside(browser, address, content_advisory="a" * 1_000_001)
    assert too_long[0] == 422
    assert "too long" in str(too_long[1]["told"])
    assert kept(parts, accession) == {}


def test_a_text_saved_by_somebody_else_meanwhile_is_shown_beside(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    keep(browser, address, "alt", "Mine, half done.")
    builders.describe(parts, accession, "Theirs, whole.", approve=False)
    page = browser.get(address).text
    assert control(page, "alt") == "Mine, half done."
    assert "The saved text has changed since you typed" in page
    assert "<p>Theirs, whole.</p>" in page
    assert "<p>Mine, half done.</p>" in page
    assert post(browser, address, seen(page)).status_code in {303, 422}
    assert waiting(parts, accession).text == "Mine, half done."


def test_discarding_brings_the_saved_text_back_and_keeps_the_rest(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, GOOD)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    keep(browser, address, "alt", "Something else")
    page = browser.get(address).text
    form = seen(page) | {"discard": "alt", "long": "Half a sen"}
    assert post(browser, f"{address}/discard", form, address).status_code == 303
    page = browser.get(address).text
    assert control(page, "alt") == GOOD
    assert control(page, "long") == "Half a sen"
    assert kept(parts, accession) == {"long": ("Half a sen", 1)}
    assert post(browser, f"{address}/discard", {"discard": "caption"}, address).status_code == 404


def test_discarding_what_grew_meanwhile_discards_nothing(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    keep(browser, address, "alt", "One")
    page = browser.get(address).text
    keep(browser, address, "alt", "One, two", alt_edition=1)
    post(browser, f"{address}/discard", seen(page) | {"discard": "alt"}, address)
    assert kept(parts, accession) == {"alt": ("One, two", 2)}
    assert "nothing was discarded" in browser.get(address).text


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"part": "caption"}, 422),
        ({"lang": "qq"}, 422),
        ({"lang": "\ud800"}, 422),
        ({"alt": "a" * 1_000_001}, 422),
        ({"alt": "tr\x00am \u202e waits"}, 200),
        ({"alt_edition": "many"}, 200),
    ],
)
def test_what_cannot_be_kept_is_said(
    parts: Parts, signed_in: SignIn, change: dict[str, str], code: int
) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    sent = {name: value.encode("utf-8", "surrogatepass") for name, value in change.items()}
    form = {
        "part": "alt",
        "alt": "A tram",
        "lang": "en",
        "csrf_token": token(browser.get(address).text),
    } | sent
    answer = browser.post(f"{address}/keep", data=form)
    assert answer.status_code == code, answer.text
    assert answer.is_json
    assert bool(kept(parts, accession)) == (code == 200)


def test_a_script_without_the_token_keeps_nothing(
    parts: Parts, signed_in: SignIn, client: FlaskClient
) -> None:
    accession = builders.photograph(parts)
    address = f"/photographs/{accession}/describe/keep"
    form = {"part": "alt", "alt": "Words", "lang": "en"}
    assert signed_in("describer").post(address, data=form).status_code == 400
    assert client.post(address, data=form).status_code in {400, 403}
    assert post(signed_in("reviewer"), address, form, "/desk").status_code == 403
    assert kept(parts, accession, DESCRIBER) == {}


def test_the_live_check_finds_what_is_typed_and_saves_nothing(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    page = browser.get(address).text
    typed = seen(page) | {"alt": LONG_NAME, "answer-file-name-alt-en": "Painted"}
    piece = post(browser, f"{address}/check", typed, address)
    assert piece.status_code == 200
    assert "<html" not in piece.text
    assert "IMG_2041.jpg" in main("<main" + piece.text)
    assert 'href="#alt"' in piece.text
    assert 'value="Painted"' in piece.text
    assert "answer-file-name-alt-en" in hidden(piece.text, "seen")
    assert 'data-counted="1 finding: 1 error."' in piece.text
    assert status(parts, accession) == {}
    answered = post(browser, f"{address}/check", seen(page) | {"alt": GOOD}, address)
    assert "IMG_2041.jpg" not in answered.text


def test_the_live_check_looks_at_facts_as_they_are_chosen(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    page = browser.get(address).text
    typed = seen(page) | {"alt": GOOD, "visible_words": "yes"}
    assert "needs-transcript" in hidden(post(browser, f"{address}/check", typed, address).text, "seen")
    assert builders.get(parts, accession).visible_words == "unknown"
    assert builders.get(parts, accession).version == int(hidden(page, "version"))


def test_shortcuts_are_listed_and_can_be_turned_off(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("describer"), f"/photographs/{accession}/describe"
    page = browser.get(address, query_string={"queue": "newest"}).text
    assert {f'accesskey="{key}"' in page for key in "snwj"} == {True}
    assert "Turn the shortcuts off" in page
    form = seen(page) | {"shortcuts": "off", "alt": "Half a sen", "queue": "newest"}
    answer = post(browser, f"{address}/shortcuts", form, address)
    assert answer.status_code == 303
    assert "queue=newest" in answer.location
    cookie = answer.headers["Set-Cookie"] if "shortcuts=off" in answer.headers["Set-Cookie"] else ""
    cookie = cookie or next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("shortcuts"))
    assert cookie.startswith("shortcuts=off")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age=31536000" in cookie
    page = browser.get(answer.location).text
    assert "accesskey" not in page
    assert control(page, "alt") == "Half a sen"
    post(browser, f"{address}/shortcuts", {"shortcuts": "on"}, address)
    assert 'accesskey="s"' in browser.get(address).text


def test_a_reviewer_may_turn_them_off_too(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    browser, address = signed_in("reviewer"), f"/photographs/{accession}/describe"
    assert '<textarea id="alt"' not in browser.get(address).text
    assert post(browser, f"{address}/shortcuts", {"shortcuts": "off"}, address).status_code == 303
    assert "They are turned off in this browser." in browser.get(address).text
    assert post(browser, address, {"alt": GOOD}).status_code == 403
