"""The sign-in page: what it says when something is wrong, and what it keeps."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from archive.parts import Parts
from tests.web.conftest import post
from tests.web.outline import sound


def test_it_tells_a_browser_what_its_fields_are_for(parts: Parts, client: FlaskClient) -> None:
    fields = {one["id"]: one for one in sound(client.get("/sign-in").text).all("input")}
    assert fields["username"]["autocomplete"] == "username"
    assert fields["password"]["autocomplete"] == "current-password"
    assert fields["password"]["value"] == ""


@pytest.mark.parametrize(
    ("name", "password"), [("ana", "wrong-lantern-orchard"), ("nobody", "tram-lantern-quiet-orchard")]
)
def test_a_wrong_name_and_a_wrong_password_get_one_answer(
    signed_in: Callable[[str], FlaskClient], client: FlaskClient, name: str, password: str
) -> None:
    signed_in("archivist")
    answer = post(client, "/sign-in", {"username": name, "password": password})
    assert answer.status_code == 200
    outline = sound(answer.text)
    assert outline.one("title").words.startswith("Error: Sign in")
    assert outline.link("The name or the password is not right. Nothing else was changed.") == "#username"
    kept = next(one for one in outline.all("input") if one["id"] == "username")
    assert kept["value"] == name
    assert kept["aria-invalid"] == "true"
    assert password not in answer.text


def test_where_one_wanted_to_go_is_kept(client: FlaskClient) -> None:
    hidden = next(
        one for one in sound(client.get("/sign-in?next=/desk").text).all("input") if one["name"] == "next"
    )
    assert hidden["value"] == "/desk"
