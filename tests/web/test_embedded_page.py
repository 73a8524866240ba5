"""What the file says: beside the record, field by field; repairs and values are taken by a person."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from archive import history
from archive.catalogue import images, photographs
from archive.catalogue.images import File
from archive.descriptions import workflow
from archive.history import OPERATOR
from archive.parts import Parts
from tests import builders
from tests.web.conftest import post

SignIn = Callable[[str], FlaskClient]
WHOLE = "Chief Photographer Ana María Núñez-Castillo"
CUT = WHOLE.encode()[:32].decode(errors="ignore")
RAW: dict[str, Any] = {
    "XMP-dc:Description": "The Navyís ship.",
    "XMP-dc:Description-es": "El barco.",
    "XMP-photoshop:City": "Lima",
    "IPTC:City": "Callao",
    "IPTC:By-line": CUT,
    "IPTC:SpecialInstructions": f"EMBARGO until 12 May 2024. Photo by {WHOLE}.",
    "ExifIFD:DateTimeOriginal": "2004:06:21 10:00:00",
    "XMP-dc:Subject": ["ship", "sea"],
    "XMP-iptcExt:Event": "Fleet week",
    "XMP-iptcCore:AltTextAccessibility-es": "Un barco gris.",
    "Composite:Secret<b>": "<script>alert(1)</script>",
}


def with_file(parts: Parts, raw: dict[str, Any], tool: str = "exiftool", **values: Any) -> str:
    """A record whose file was read as `raw`."""
    accession = builders.photograph(parts, **values)
    data = builders.picture(seed=len(accession))
    kept = parts.store.put(io.BytesIO(data))
    facts = File(kept.sha256, "JPEG", 640, 480, kept.bytes, "ship.jpg", {"tool": tool, "raw": raw})
    with parts.db.writing() as session:
        images.attach(session, OPERATOR, photographs.get(session, accession), facts)
    return accession


def taken(browser: FlaskClient, accession: str, button: str, **more: object) -> Any:
    """Press a button that the page shows."""
    address = f"/photographs/{accession}/embedded"
    page = browser.get(address).text
    assert f'name="take" value="{button}"' in page, button
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    shown = dict(re.findall(r'name="(seen-[^"]+)" value="([^"]+)"', page))
    return post(browser, address, {"version": version[1], "take": button} | shown | more)


def heard(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_each_field_is_shown_as_the_record_and_each_part_of_the_file_has_it(
    parts: Parts, signed_in: SignIn
) -> None:
    accession = with_file(parts, RAW, city="Lima")
    page = signed_in("archivist").get(f"/photographs/{accession}/embedded").text
    words = heard(page)
    assert "City Parts of the file differ. In the record: Lima In XMP: Lima In IIM: Callao Take this" in words
    assert "Date for sorting and searching (EDTF) In the record: (empty) In EXIF: 2004-06-21" in words
    assert "Caption in Spanish In the record: (empty) In XMP: El barco." in words
    assert "Alt text in Spanish In the record: (empty) In XMP: Un barco gris. Take this" in words
    assert "It goes to review, where somebody has to accept it. Describe (Alt text in Spanish)" in words
    assert "Keywords In the record: (empty) In XMP: ship; sea" in words
    assert "Event Fleet week" in words
    assert "Read by exiftool when the file came in." in words
    assert "The file says nothing of these: Headline," in words
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


def test_a_garbled_caption_is_repaired_by_a_person(parts: Parts, signed_in: SignIn) -> None:
    accession = with_file(parts, RAW, caption="The Navyís ship.")
    browser = signed_in("archivist")
    page = browser.get(f"/photographs/{accession}/embedded").text
    assert "Proposed: The Navy’s ship." in heard(page)
    assert builders.get(parts, accession).caption == "The Navyís ship.", "nothing is mended by looking"
    assert taken(browser, accession, "repair:caption:0").status_code == 303
    mended = builders.get(parts, accession)
    assert (mended.caption, mended.sources["caption"]) == ("The Navy’s ship.", "repair")
    page = browser.get(f"/photographs/{accession}/embedded").text
    assert "Taken into the record: Caption." in heard(page)
    assert "The record holds what is proposed." in heard(page)
    assert "In the record: The Navy’s ship. From the file, repair accepted." in heard(page)
    with parts.db.reading() as session:
        assert history.of(session, "photograph", mended.id)[-1].actor == "archivist"


def test_a_cut_creator_is_completed_and_an_embargo_is_set(parts: Parts, signed_in: SignIn) -> None:
    accession = with_file(parts, RAW, creators=["Bo Li", CUT])
    browser = signed_in("archivist")
    taken(browser, accession, "repair:creators:0")
    assert builders.get(parts, accession).creators == (WHOLE,)
    assert builders.get(parts, accession).embargo == ""
    taken(browser, accession, "repair:embargo:0")
    assert builders.get(parts, accession).embargo == "2024-05-12"


def test_values_of_the_file_are_taken_with_their_source(parts: Parts, signed_in: SignIn) -> None:
    accession = with_file(parts, RAW, city="Lima", date_text="1936", caption="A ship.")
    browser = signed_in("archivist")
    for button in ("part:city:1", "part:edtf:0", "part:keywords:0", "part:caption[es]:0"):
        assert taken(browser, accession, button).status_code == 303
    record = builders.get(parts, accession)
    assert (record.city, record.edtf, record.date_text) == ("Callao", "2004-06-21", "")
    assert record.keywords == ("ship", "sea")
    assert record.alternatives == {"caption": {"es": "El barco."}}
    assert {record.sources[name] for name in ("city", "edtf", "keywords", "caption[es]")} == {"file"}


def texts(parts: Parts, accession: str) -> dict[str, list[tuple[str, str, str]]]:
    """Every description of a record: text, status and origin."""
    with parts.db.reading() as session:
        found: dict[str, list[tuple[str, str, str]]] = {}
        for one in workflow.of(session, photographs.get(session, accession)):
            found.setdefault(workflow.key(one), []).append((one.text, one.status, one.origin))
        return found


def described(parts: Parts, accession: str, kind: str, text: str, *, approve: bool = True) -> None:
    """Somebody's text in Spanish, approved or waiting."""
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        before = workflow.pending(session, record, kind, "es")
        words = workflow.Words(kind, "es", text)
        made = workflow.save(
            session, builders.DESCRIBER, record, words, version=before.version if before else 0
        )
        assert made
        if approve:
            workflow.approve(session, builders.REVIEWER, made.id, version=made.version)


SPOKEN: dict[str, Any] = RAW | {
    "XMP-iptcCore:AltTextAccessibility": "A grey ship.",
    "XMP-iptcCore:ExtDescrAccessibility": "The Navyís ship lies at a quay.",
    "XMP-iptcCore:ExtDescrAccessibility-es": "Un barco gris está en el muelle.",
}


def test_descriptions_of_the_file_go_to_review_in_every_language(parts: Parts, signed_in: SignIn) -> None:
    accession = with_file(parts, SPOKEN)
    browser = signed_in("archivist")
    for button in ("part:alt[en]:0", "part:alt[es]:0", "part:long[es]:0", "repair:long[en]:0"):
        assert taken(browser, accession, button).status_code == 303
    assert texts(parts, accession) == {
        "alt[en]": [("A grey ship.", "in-review", "file")],
        "alt[es]": [("Un barco gris.", "in-review", "file")],
        "long[en]": [("The Navy’s ship lies at a quay.", "in-review", "file")],
        "long[es]": [("Un barco gris está en el muelle.", "in-review", "file")],
    }
    page = browser.get(f"/photographs/{accession}/embedded").text
    assert "Taken from the file: Long description in English. It waits for somebody to accept it." in heard(
        page
    )
    assert 'value="part:alt[es]:0"' not in page, "what waits already is not offered again"


def test_a_text_that_stands_is_said_before_the_files_goes_beside_it(parts: Parts, signed_in: SignIn) -> None:
    accession = with_file(parts, SPOKEN)
    described(parts, accession, "alt", "Un buque en el mar.")
    browser, address = signed_in("archivist"), f"/photographs/{accession}/embedded"
    words = heard(browser.get(address).text)
    assert "Readers keep the approved text until the file’s is accepted and approved." in words
    mark = seen(browser.get(address).text, "alt[es]")
    assert taken(browser, accession, "part:alt[es]:0", **{"seen-alt[es]": mark}).status_code == 303
    assert texts(parts, accession)["alt[es]"] == [
        ("Un buque en el mar.", "approved", "person"),
        ("Un barco gris.", "in-review", "file"),
    ]


def test_a_text_that_waits_is_replaced_only_as_it_was_shown(parts: Parts, signed_in: SignIn) -> None:
    accession = with_file(parts, SPOKEN)
    described(parts, accession, "alt", "Un buque.", approve=False)
    browser, address = signed_in("archivist"), f"/photographs/{accession}/embedded"
    page = browser.get(address).text
    assert re.search(r"Another text waits here: in review, by \S+, \d+ \w+ \d{4}\. The file’s", heard(page))
    shown = seen(page, "alt[es]")
    described(parts, accession, "alt", "Un buque gris.", approve=False)
    late = taken(browser, accession, "part:alt[es]:0", **{"seen-alt[es]": shown})
    assert late.status_code == 409
    assert "Somebody saved this description after you opened this page" in late.text
    assert texts(parts, accession)["alt[es]"] == [("Un buque gris.", "in-review", "person")]
    again = seen(browser.get(address).text, "alt[es]")
    assert taken(browser, accession, "part:alt[es]:0", **{"seen-alt[es]": again}).status_code == 303
    assert texts(parts, accession)["alt[es]"] == [("Un barco gris.", "in-review", "file")]


def test_a_text_approved_meanwhile_is_not_passed_over(parts: Parts, signed_in: SignIn) -> None:
    accession = with_file(parts, SPOKEN)
    browser = signed_in("archivist")
    described(parts, accession, "alt", "Un buque gris.")
    assert taken(browser, accession, "part:alt[es]:0", **{"seen-alt[es]": "none"}).status_code == 409
    assert len(texts(parts, accession)["alt[es]"]) == 1


def seen(page: str, name: str) -> str:
    """What the form remembers of the texts that it has shown."""
    found = re.search(rf'name="seen-{re.escape(name)}" value="([^"]+)"', page)
    assert found, name
    return found[1]


def test_who_saved_meanwhile_is_not_overwritten(parts: Parts, signed_in: SignIn) -> None:
    accession = with_file(parts, RAW, city="Lima")
    answer = taken(signed_in("archivist"), accession, "part:city:1", version=0)
    assert answer.status_code == 409
    assert "Somebody saved this record after you opened this page" in answer.text
    assert "<title>Error: " in answer.text
    assert builders.get(parts, accession).city == "Lima"


def test_what_cannot_be_kept_is_said(parts: Parts, signed_in: SignIn) -> None:
    accession = with_file(parts, RAW | {"XMP-iptcCore:CountryCode": "Peru"})
    answer = taken(signed_in("archivist"), accession, "part:country_code:0")
    assert answer.status_code == 422
    assert '<a href="#country_code">A country code has two or three letters' in answer.text


@pytest.mark.parametrize(
    "button",
    [
        "",
        "part:city:9",
        "part:city:x",
        "repair:city:0",
        "part:alt[fr]:0",
        "repair:alt[es]:0",
        "part:visibility:0",
        "x" * 999,
    ],
)
def test_no_other_button_does_anything(parts: Parts, signed_in: SignIn, button: str) -> None:
    accession = with_file(parts, RAW)
    browser, address = signed_in("archivist"), f"/photographs/{accession}/embedded"
    before = builders.get(parts, accession)
    assert post(browser, address, {"version": before.version, "take": button}).status_code == 404
    assert builders.get(parts, accession).version == before.version


def test_pillow_says_what_was_not_available(parts: Parts, signed_in: SignIn) -> None:
    accession = with_file(parts, {}, "pillow")
    words = heard(signed_in("archivist").get(f"/photographs/{accession}/embedded").text)
    assert (
        "Read by Pillow when the file came in, because exiftool was not there. Not available then:" in words
    )
    assert "The file holds no metadata." in words


def test_a_record_without_a_file_says_so_and_others_may_not_look(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    address = f"/photographs/{accession}/embedded"
    assert "No file has come yet." in signed_in("archivist").get(address).text
    assert signed_in("archivist").get(f"{address}?file=%ff").status_code == 200
    assert signed_in("describer").get(address).status_code == 403
    held = with_file(parts, RAW)
    assert signed_in("archivist").get(f"/photographs/{held}/embedded?file=nothing").status_code == 404
    assert (
        f'href="/photographs/{held}/embedded"' in signed_in("archivist").get(f"/photographs/{held}/edit").text
    )


def test_publishing_waits_until_somebody_decides_about_an_embargo(parts: Parts, signed_in: SignIn) -> None:
    accession = with_file(parts, RAW, publish=False, instructions="EMBARGO until Sunday")
    browser, address = signed_in("archivist"), f"/photographs/{accession}/edit"
    assert "The instructions speak of an embargo, and no day is set." in browser.get(address).text
    answer = post(browser, f"/photographs/{accession}/publish", {}, address)
    assert answer.status_code == 422
    assert builders.get(parts, accession).visibility == "draft"
    version = builders.get(parts, accession).version
    post(browser, address, {"version": version, "seen": 10**6, "instructions": "Embargo lifted."})
    post(browser, f"/photographs/{accession}/publish", {}, address)
    assert builders.get(parts, accession).visibility == "published"
