"""The words of one item of a preview: its date is read, asked about and refused as on the edit page."""

from __future__ import annotations

from flask.testing import FlaskClient

from archive.parts import Parts
from tests.web.conftest import post
from tests.web.test_intake_choices import browser, chosen, line_of, previewed  # noqa: F401 - a fixture


def test_the_date_of_an_item_is_checked_asked_about_and_refused(
    parts: Parts,
    browser: FlaskClient,  # noqa: F811 - the fixture
) -> None:
    page = previewed(parts, browser)
    form = f"{page}/item/{line_of(parts, 'one.jpg').id}"
    assert "From the caption sheet." in browser.get(form).text
    typed = {"caption": "Mine.", "date_text": "03/04/1938", "edtf": ""}
    checked = post(browser, form, typed | {"then": "check"}, form)
    assert checked.status_code == 200
    assert 'name="date_choice" value="4 March 1938"' in checked.text
    assert "Mine." in checked.text
    assert chosen(parts) == {}
    impossible = post(browser, form, typed | {"date_text": "31 April 1938"}, form)
    assert impossible.status_code == 422
    assert 'value="31 April 1938"' in impossible.text
    assert '<a href="#date_text">' in impossible.text
    assert chosen(parts) == {}
    answer = {"date_choice": "4 March 1938", "date_asked": "03/04/1938"}
    assert post(browser, form, typed | answer, form).status_code == 303
    assert chosen(parts)["one.jpg"] == {"caption": "Mine.", "date_text": "4 March 1938", "edtf": ""}
