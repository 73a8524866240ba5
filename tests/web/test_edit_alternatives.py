"""Texts in other languages: from register through the edit page and history, and back by restoring."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from archive import history
from archive.catalogue import photographs
from archive.catalogue.photographs import Draft
from archive.history import OPERATOR
from archive.interop import record
from archive.parts import Parts
from tests import builders
from tests.web.conftest import post

SignIn = Callable[[str], FlaskClient]
SPANISH = "Un tranvía espera en una parada."
SOURCES = {"caption": "sheet", "caption[es]": "file", "headline": "file", "credit_line": "collection"}


def registered(parts: Parts) -> str:
    values = {
        "headline": "A tram",
        "caption": "A tram waits at a stop.",
        "caption_language": "en",
        "credit_line": "Made-up Press",
        "alternatives": {"caption": {"ES": f" {SPANISH} "}},
    }
    with parts.db.writing() as session:
        draft = Draft(values, sources=SOURCES | {"city": "file"})
        return photographs.register(session, OPERATOR, draft).accession


def sent(page: str) -> dict[str, object]:
    """Every control of the edit form as a browser would send it."""
    form = re.search(r'<form id="edit".*?</form>', page, re.DOTALL)
    assert form
    found: dict[str, object] = {}
    for tag in re.findall(r"<input[^>]*>", form[0]):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="checkbox"' not in tag:
            found[name[1]] = html.unescape(value[1]) if value else ""
    for name_, text in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>', form[0], re.DOTALL
    ):
        found[name_] = html.unescape(text)
    for name_, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.search(r'value="([^"]*)"[^>]* selected', options)
        found[name_] = html.unescape(chosen[1]) if chosen else ""
    del found["csrf_token"]
    return found


def test_a_record_keeps_texts_in_other_languages_and_where_each_came_from(parts: Parts) -> None:
    accession = registered(parts)
    kept = builders.get(parts, accession)
    assert kept.alternatives == {"caption": {"es": SPANISH}}
    assert kept.sources == SOURCES
    with parts.db.reading() as session:
        event = history.of(session, "photograph", kept.id)[-1]
        told = record.to_json(session, photographs.get(session, accession), reader=False)
        read = record.to_json(session, photographs.get(session, accession), reader=True)
    assert (event.after or {})["alternatives"] == {"caption": {"es": SPANISH}}
    assert (told["alternatives"], told["sources"]) == ({"caption": {"es": SPANISH}}, SOURCES)
    assert read["alternatives"] == {"caption": {"es": SPANISH}}
    assert "sources" not in read


def test_nothing_changed_is_nothing_saved(parts: Parts, signed_in: SignIn) -> None:
    accession = registered(parts)
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    version = builders.get(parts, accession).version
    assert post(browser, address, sent(browser.get(address).text)).status_code == 303
    assert builders.get(parts, accession).version == version
    assert builders.get(parts, accession).sources == SOURCES


def test_the_edit_page_says_where_each_value_came_from(parts: Parts, signed_in: SignIn) -> None:
    page = signed_in("archivist").get(f"/photographs/{registered(parts)}/edit").text
    hints = dict(re.findall(r'<p class="hint" id="([^"]*)-hint">(.*?)</p>', page))
    assert hints["caption"].endswith("From the caption sheet.")
    assert hints["headline"].endswith("From the file.")
    assert hints["credit_line"].endswith("From the collection.")
    assert hints["caption-in-es"] == "From the file."
    assert not hints["city"].endswith("From the file.")


def test_what_was_typed_anew_is_not_said_to_come_from_the_file(parts: Parts, signed_in: SignIn) -> None:
    browser, address = signed_in("archivist"), f"/photographs/{registered(parts)}/edit"
    typed = {"headline": "Typed", "country_code": "Peru"}
    answer = post(browser, address, sent(browser.get(address).text) | typed)
    assert answer.status_code == 422
    hints = dict(re.findall(r'<p class="hint" id="([^"]*)-hint">(.*?)</p>', answer.text))
    assert not hints["headline"].endswith("From the file.")
    assert hints["caption"].endswith("From the caption sheet.")


def test_texts_are_added_changed_removed_told_in_history_and_restored(
    parts: Parts, signed_in: SignIn
) -> None:
    accession = registered(parts)
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    page = browser.get(address).text
    assert '<label for="caption-in-es">Caption in Spanish</label>' in page
    assert re.search(r'<textarea id="caption-in-es"[^>]* lang="es"', page)
    added = {"add-field": "headline", "add-language": "fr", "add-text": "Un tramway"}
    post(browser, address, sent(page) | added)
    both = {"caption": {"es": SPANISH}, "headline": {"fr": "Un tramway"}}
    assert builders.get(parts, accession).alternatives == both
    assert builders.get(parts, accession).sources == SOURCES | {"headline[fr]": "given"}
    page = browser.get(address).text
    assert sent(page)["add-text"] == ""
    post(browser, address, sent(page) | {"caption-in-es": "", "headline-in-fr": "Le tramway"})
    assert builders.get(parts, accession).alternatives == {"headline": {"fr": "Le tramway"}}
    assert "caption[es]" not in builders.get(parts, accession).sources
    heard = browser.get(f"/photographs/{accession}/history").text
    assert "Caption in Spanish" in heard
    assert f'<del role="none" lang="es">{SPANISH}</del>' in heard
    assert '<ins role="none" lang="fr">Le tramway</ins>' in heard
    with parts.db.reading() as session:
        first = history.of(session, "photograph", builders.get(parts, accession).id)[0]
    again = f"/photographs/{accession}/history/{first.id}/restore"
    version = builders.get(parts, accession).version
    post(browser, again, {"version": version}, f"/photographs/{accession}/history")
    assert builders.get(parts, accession).alternatives == {"caption": {"es": SPANISH}}


@pytest.mark.parametrize(
    ("added", "place", "told"),
    [
        ({"add-field": "caption", "add-language": ""}, "add-language", "Choose the language"),
        ({"add-field": "caption", "add-language": "es"}, "add-language", "There is a text in that language"),
        ({"add-field": "city", "add-language": "fr"}, "add-field", "Choose what the text is"),
        (
            {"add-field": "caption", "add-language": "en"},
            "caption-in-en",
            "This is the language of the record",
        ),
    ],
)
def test_what_cannot_be_added_is_said_and_stays_typed(
    parts: Parts, signed_in: SignIn, added: dict[str, object], place: str, told: str
) -> None:
    accession = registered(parts)
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    answer = post(browser, address, sent(browser.get(address).text) | added | {"add-text": "Words of mine"})
    assert answer.status_code == 422
    assert f'<a href="#{place}">{told}' in html.unescape(answer.text)
    assert f'id="{place}"' in answer.text
    assert answer.text.count("Words of mine") == 1
    assert builders.get(parts, accession).alternatives == {"caption": {"es": SPANISH}}


def test_two_people_at_two_languages_keep_both(parts: Parts, signed_in: SignIn) -> None:
    accession = registered(parts)
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    page = browser.get(address).text
    with parts.db.writing() as session:
        seen = photographs.get(session, accession).version
        theirs = {"caption": {"es": SPANISH, "fr": "Leur texte"}}
        photographs.amend(session, OPERATOR, accession, {"alternatives": theirs}, version=seen)
    answer = post(browser, address, sent(page) | {"caption-in-es": "Lo mío"})
    assert answer.status_code == 409
    typed = sent(answer.text)
    assert (typed["caption-in-es"], typed["caption-in-fr"]) == ("Lo mío", "Leur texte")
    post(browser, address, typed)
    assert builders.get(parts, accession).alternatives == {"caption": {"es": "Lo mío", "fr": "Leur texte"}}
