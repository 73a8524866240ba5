"""The record's page."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from archive.catalogue import photographs, visibility
from archive.descriptions import workflow
from archive.descriptions.models import View
from archive.descriptions.views import MANY, PATIENCE
from archive.history import OPERATOR
from archive.parts import Parts
from archive.web.limits import VIEWS, Few
from tests import builders
from tests.web.outline import Outline, sound
from tests.web.pictures import attach

SPANISH = {"Accept-Language": "es, en;q=0.5"}


@pytest.fixture
def tram(parts: Parts) -> str:
    """A published record with a file, texts in two languages and every fact."""
    accession = builders.photograph(
        parts,
        accession="T-1",
        headline="Tranvía en la lluvia",
        caption="Un tranvía espera.\n\nNadie sube.",
        caption_language="es",
        collection="trams",
        date_text="hacia 1935",
        city="Alicante",
        country="Spain",
        shown_city="Alcoy",
        creators=("Ana Ruiz", "Ben Ó"),
        people=('Juan "El Rápido" Pérez',),
        keywords=("tranvía",),
        rights="http://rightsstatements.org/vocab/InC/1.0/",
        usage_terms="Ask first.",
        copyright_notice="© 1935 Ana Ruiz",
        source="City museum",
        licensor="Museum shop",
        kind="front-page",
        visible_words="yes",
        digital_source_type="http://cv.iptc.org/newscodes/digitalsourcetype/negativeFilm",
        artwork_maker="A painter",
        artwork_title="Tranvía en la lluvia",
        artwork_source="CITY museum",
        content_advisory="Shows an accident.",
    )
    attach(parts, accession, width=2000)
    builders.describe(parts, accession, "A tram with two lamps.")
    builders.describe(parts, accession, "Un tranvía con dos faros.", language="es")
    builders.describe(parts, accession, "First part.\n\nSecond part.", kind="long")
    builders.describe(parts, accession, "LÍNEA 3\nSOL", kind="transcript", language="es")
    return accession


def facts(outline: Outline) -> dict[str, str]:
    """Terms and what follows them."""
    found: dict[str, str] = {}
    term = ""
    for one in outline.all("dt", "dd"):
        if one.tag == "dt":
            term = one.words
        else:
            found[term] = f"{found[term]} | {one.words}" if term in found else one.words
    return found


def test_picture_and_words_stand_in_order(tram: str, client: FlaskClient) -> None:
    page = client.get(f"/photographs/{tram}").text
    outline = sound(page)
    assert outline.one("h1").words == "Tranvía en la lluvia"
    assert outline.one("h1")["lang"] == "es"
    figure = outline.one("figure")
    assert figure.attributes["class"] == "record-figure"
    assert "aria-label" not in figure.attributes
    assert "aria-labelledby" not in figure.attributes
    image = outline.one("img")
    assert (image["alt"], image["lang"], image["aria-details"]) == (
        "A tram with two lamps.",
        "",
        "long-description",
    )
    assert image["loading"] == ""
    assert "longdesc" not in page
    assert page.index("Shows an accident.") < page.index("<figure") < page.index("Un tranvía espera.")
    assert outline.one("figcaption").words == "Un tranvía espera. Nadie sube. Credit: Made-up Press"
    assert [words for level, words in outline.headings if level == 2][:3] == [
        "Long description",
        "Words in the picture",
        "Facts",
    ]
    assert next(one for one in outline.elements if one["id"] == "long-description").words.endswith(
        "Second part."
    )


def test_every_fact_is_there(tram: str, client: FlaskClient) -> None:
    known = facts(sound(client.get(f"/photographs/{tram}").text))
    assert known["Date created"] == "hacia 1935 | Read as: about 1935"
    assert known["Place created"] == "Alicante, Spain"
    assert known["Place shown"] == "Alcoy"
    assert known["Creator"] == "Ana Ruiz | Ben Ó"
    assert known["Kind of picture"] == "Front page"
    assert "Words in the picture" not in known  # the transcript stands above
    assert known["Rights"] == "In Copyright"
    assert known["Usage terms"] == "Ask first."
    assert known["Copyright notice"] == "© 1935 Ana Ruiz"
    assert known["Source"] == "City museum"
    assert known["Licensor"] == "Museum shop"
    assert known["Work shown"] == "A painter"
    assert known["Digital source"] == "negative film"
    assert known["Accession number"] == tram
    assert known["File"] == "JPEG, 2000 by 480 pixels, 123 kB"


def test_names_lead_to_searches_that_find_the_record(tram: str, parts: Parts, client: FlaskClient) -> None:
    builders.indexed(parts)
    outline = sound(client.get(f"/photographs/{tram}").text)
    for words in ("Alicante, Spain", "Alcoy", "Ana Ruiz", 'Juan "El Rápido" Pérez', "tranvía"):
        found = client.get(outline.link(words)).text
        assert f'href="/photographs/{tram}"' in found, words
    assert outline.link("In Copyright") == "http://rightsstatements.org/vocab/InC/1.0/"
    assert outline.link("trams") == "/collections/trams"


def test_who_wrote_and_who_approved(tram: str, client: FlaskClient) -> None:
    page = client.get(f"/photographs/{tram}").text
    assert "Alt text in English: described by describer, approved by reviewer on " in page
    assert "Transcript in Spanish: described by describer" in page


def test_a_text_checked_by_nobody_else_says_so(parts: Parts, client: FlaskClient) -> None:
    accession = builders.photograph(parts)
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        saved = workflow.save(session, builders.ARCHIVIST, record, workflow.Words("alt", "en", "A tram."))
        assert saved is not None
        workflow.approve(session, builders.ARCHIVIST, saved.id, version=saved.version, one_person=True)
    assert "not checked by a second person." in client.get(f"/photographs/{accession}").text


def test_the_readers_language_comes_first_and_the_others_stay_reachable(
    tram: str, client: FlaskClient
) -> None:
    english = sound(client.get(f"/photographs/{tram}").text)
    report = "Report a problem with this description: "
    assert [one.words for one in english.all("summary")] == [
        report + "Alt text in English",
        report + "Long description in English",
        report + "Transcript in Spanish",
        "Show the alt text",
        "Described in Spanish",
        report + "Alt text in Spanish",
    ]
    spanish = sound(client.get(f"/photographs/{tram}", headers=SPANISH).text)
    image = spanish.one("img")
    assert (image["alt"], image["lang"]) == ("Un tranvía con dos faros.", "es")
    assert "Described in English" in [one.words for one in spanish.all("summary")]


def test_not_yet_described_is_said_and_the_caption_is_there(parts: Parts, client: FlaskClient) -> None:
    accession = builders.photograph(parts, headline="")
    attach(parts, accession)
    builders.describe(parts, accession, "Waiting words.", approve=False)
    page = client.get(f"/photographs/{accession}").text
    outline = sound(page)
    assert outline.one("img")["alt"] == "Photograph, not yet described"
    assert "Nobody has described this photograph yet." in page
    assert "A tram waits at a stop" in outline.one("figcaption").words
    assert "Waiting words." not in page
    assert outline.one("h1").words == f"A tram waits at a stop … ({accession})"
    assert outline.one("title").words.startswith(f"A tram waits at a stop … ({accession}) – ")


def test_a_record_without_a_file_says_so(parts: Parts, client: FlaskClient) -> None:
    accession = builders.photograph(parts)
    outline = sound(client.get(f"/photographs/{accession}").text)
    assert not outline.all("img", "figure", "figcaption")
    assert outline.one("main").words.count("No picture has been received yet") == 1
    notice, told = outline.classed("notice")[0], outline.classed("record-told")[0]
    assert notice.words.startswith("No picture has been received yet, so nobody has described it.")
    assert outline.elements.index(notice) < outline.elements.index(told)
    assert told.words.startswith("A tram waits")
    assert told.words.endswith("Credit: Made-up Press")
    assert "File" not in facts(outline)


def test_what_is_not_recorded_is_said_and_staff_see_the_code_of_the_date(
    parts: Parts, client: FlaskClient, signed_in: Callable[[str], FlaskClient]
) -> None:
    accession = builders.photograph(parts, date_text="May 1938", visible_words="no")
    known = facts(sound(client.get(f"/photographs/{accession}").text))
    assert (known["Creator"], known["Place created"]) == ("Not recorded", "Not recorded")
    assert "Place shown" not in known
    assert "Work shown" not in known
    assert known["Date created"] == "May 1938"
    assert known["Words in the picture"] == "There are no words in the picture."
    staff = facts(sound(signed_in("describer").get(f"/photographs/{accession}").text))
    assert staff["Date created"] == "May 1938 | Recorded as: 1938-05"


def test_a_transcript_keeps_its_lines_in_every_language(tram: str, parts: Parts, client: FlaskClient) -> None:
    builders.describe(parts, tram, "LINE 3\nSUN", kind="transcript")
    page = client.get(f"/photographs/{tram}").text
    assert "LINE 3<br>" in page[page.index('id="transcript"') : page.index("Facts")]
    assert "LÍNEA 3<br>" in page[page.index("Described in Spanish") :]


def test_only_the_long_descriptions_section_has_a_name(tram: str, client: FlaskClient) -> None:
    sections = sound(client.get(f"/photographs/{tram}").text).all("section")
    assert [(one["id"], one["aria-labelledby"]) for one in sections] == [
        ("long-description", "long-description-heading"),
        ("transcript", ""),
    ]


def test_credit_and_citation_are_words_in_labelled_boxes(tram: str, client: FlaskClient) -> None:
    outline = sound(client.get(f"/photographs/{tram}").text)
    boxes = {one["id"]: one.words for one in outline.classed("copyable-words")}
    assert boxes["credit-line"] == "Made-up Press"
    assert boxes["citation"] == (
        "Ana Ruiz; Ben Ó. Tranvía en la lluvia. hacia 1935. trams, T-1. Made-up Press. "
        f"http://localhost/photographs/{tram}"
    )
    assert [one.words for one in outline.classed("copyable-label")] == ["Credit line", "Citation"]
    assert [one["role"] for one in outline.classed("copyable")] == ["", ""], "a group would say it twice"
    spans = [one for one in outline.all("span") if "p" in one.inside and one["lang"]]
    assert [(one.words, one["lang"]) for one in spans][-2:] == [
        ("Tranvía en la lluvia", "es"),
        ("hacia 1935", "es"),
    ]


def test_a_citation_without_headline_begins_with_the_caption(parts: Parts, client: FlaskClient) -> None:
    caption = "One two three four five six seven eight nine ten eleven twelve thirteen."
    accession = builders.photograph(
        parts, headline="", caption=caption, credit_line="Press.", creators=("A. B.",)
    )
    outline = sound(client.get(f"/photographs/{accession}").text)
    told = next(one.words for one in outline.classed("copyable-words") if one["id"] == "citation")
    assert told.startswith(
        "A. B. One two three four five six seven eight nine ten eleven twelve… Date unknown. "
    )
    assert f", {accession}. Press. http://localhost/" in told


def test_the_archives_own_words_in_a_citation_are_in_the_pages_language(
    parts: Parts, client: FlaskClient
) -> None:
    accession = builders.photograph(parts, headline="", caption="", caption_language="es")
    page = client.get(f"/photographs/{accession}").text
    told = page[page.index('id="citation"') :].split("</p>", 1)[0]
    assert "Photograph. Date unknown. " in told
    assert "lang=" not in told
    assert "<dd>Unknown</dd>" in page


def test_a_headline_alone_is_shown_in_its_language(parts: Parts, client: FlaskClient) -> None:
    told = {"headline": {"es": "Un tranvía", "de": "Wagen"}, "caption": {"de": "Ein Wagen im Regen."}}
    accession = builders.photograph(parts, alternatives=told)
    outline = sound(client.get(f"/photographs/{accession}").text)
    summaries = [one.words for one in outline.all("summary")]
    assert [words for words in summaries if "aption" in words or "eadline" in words] == [
        "Caption in German",
        "Headline in Spanish",
    ]
    assert [(one.words, one["lang"]) for one in outline.all("p") if one["lang"] in {"es", "de"}][:2] == [
        ("Wagen", "de"),
        ("Un tranvía", "es"),
    ]


def test_links_to_several_files_say_which_file(tram: str, parts: Parts, client: FlaskClient) -> None:
    one = [
        one.words for one in sound(client.get(f"/photographs/{tram}").text).all("a") if "pixels" in one.words
    ]
    assert one
    assert not [words for words in one if words.endswith(": Front")]
    attach(parts, tram, role="verso", width=300)
    both = [
        one.words for one in sound(client.get(f"/photographs/{tram}").text).all("a") if "pixels" in one.words
    ]
    assert len(set(both)) == len(both)
    assert {words.rpartition(": ")[2] for words in both} == {"Front", "Back"}


def test_other_languages_of_the_record_are_shown(tram: str, parts: Parts, client: FlaskClient) -> None:
    with parts.db.writing() as session:
        record = photographs.get(session, tram)
        record.alternatives = {"caption": {"ar": "ترام"}, "usage_terms": {"en": "Ask before printing."}}
    outline = sound(client.get(f"/photographs/{tram}").text)
    assert "Caption in Arabic" in [one.words for one in outline.all("summary")]
    caption = next(one for one in outline.classed("record-caption") if one["lang"] == "ar")
    assert (caption.words, caption["dir"]) == ("ترام", "rtl")
    assert facts(outline)["Usage terms in English"] == "Ask before printing."


def test_a_bare_record_has_a_page(parts: Parts, client: FlaskClient) -> None:
    accession = builders.photograph(parts, headline="", caption="", caption_language="")
    attach(parts, accession)
    page = client.get(f"/photographs/{accession}").text
    assert sound(page).one("h1").words == accession
    assert "and it has no caption" in page


def test_the_back_is_shown_with_honest_words(tram: str, parts: Parts, client: FlaskClient) -> None:
    attach(parts, tram, role="verso", width=300)
    outline = sound(client.get(f"/photographs/{tram}").text)
    back = outline.all("img")[1]
    assert back["alt"] == "Back of the photograph, not yet described"
    assert back["loading"] == "lazy"
    assert "300.jpg 300w" in back["srcset"]
    assert (2, "The back of the photograph") in outline.headings
    assert len(outline.all("figcaption")) == 1
    attach(parts, tram, role="other", seed=2)
    outline = sound(client.get(f"/photographs/{tram}").text)
    assert (2, "Other pictures of this record") in outline.headings
    assert "other.jpg" in [one.words for one in outline.all("p")]


def test_staff_see_state_waiting_texts_and_ways_to_work(
    parts: Parts, signed_in: Callable[[str], FlaskClient], client: FlaskClient
) -> None:
    accession = builders.photograph(parts, publish=False)
    builders.describe(parts, accession, "Waiting words.", language="es", approve=False)
    assert client.get(f"/photographs/{accession}").status_code == 404
    archivist = sound(signed_in("archivist").get(f"/photographs/{accession}").text)
    marks = [one.words for one in archivist.classed("mark")]
    assert marks == ["Draft: readers do not see it.", "Alt text in Spanish: in review"]
    assert archivist.link("Edit the record") == f"/photographs/{accession}/edit"
    assert archivist.link("Describe") == f"/photographs/{accession}/describe"
    assert archivist.link("History") == f"/photographs/{accession}/history"
    describer = sound(signed_in("describer").get(f"/photographs/{accession}").text)
    assert "Edit the record" not in [one.words for one in describer.all("a")]


def test_a_withdrawn_record_only_says_so(tram: str, parts: Parts, client: FlaskClient) -> None:
    with parts.db.writing() as session:
        visibility.withdraw(session, OPERATOR, tram, "The family asked for <it>.")
    answer = client.get(f"/photographs/{tram}")
    assert answer.status_code == 410
    outline = sound(answer.text)
    assert outline.one("h1").words == "Photograph T-1 was withdrawn"
    assert facts(outline)["Reason"] == "The family asked for <it>."
    assert "Withdrawn on" in facts(outline)
    assert not outline.all("img")
    assert "tranvía" not in answer.text.lower()


def test_merged_records_lead_to_the_one_that_stands(parts: Parts, client: FlaskClient) -> None:
    first, second, third = (builders.photograph(parts, accession=f"M-{n}") for n in (1, 2, 3))
    with parts.db.writing() as session:
        visibility.merge(session, OPERATOR, first, second)
        visibility.merge(session, OPERATOR, second, third)
    answer = client.get(f"/photographs/{first}")
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"/photographs/{third}"
    assert facts(sound(client.get(f"/photographs/{third}").text))["Also numbered"] == "M-1, M-2"
    assert "Also numbered" not in client.get(f"/photographs/{builders.photograph(parts)}").text


@pytest.mark.parametrize("accession", ["none", "%00", "%ED%A0%80", "a" * 5000, "T-1%0d%0aX: y", ".json"])
def test_unknown_numbers_are_not_found(tram: str, client: FlaskClient, accession: str) -> None:
    answer = client.get(f"/photographs/{accession}")
    assert answer.status_code == 404
    assert sound(answer.text).one("h1").words == "There is no such page"


def test_right_to_left_text_says_so(parts: Parts, client: FlaskClient) -> None:
    accession = builders.photograph(parts, headline="سوق", caption="سوق المدينة", caption_language="ar")
    heading = sound(client.get(f"/photographs/{accession}").text).one("h1")
    assert (heading["lang"], heading["dir"]) == ("ar", "rtl")


def test_typed_markup_is_only_text(parts: Parts, client: FlaskClient) -> None:
    evil = '<img src=x onerror="x"> 100% {{ 7*7 }}'
    accession = builders.photograph(
        parts, headline=evil, caption=evil, credit_line=evil, creators=(evil,), source=evil, city=evil
    )
    builders.describe(
        parts, accession, f"A sign on a wall reads {evil}, painted in white.", kind="transcript"
    )
    page = client.get(f"/photographs/{accession}").text
    sound(page)
    assert "<img src=x" not in page
    assert "{{ 7*7 }}" in page


def seen(app: Flask, parts: Parts) -> dict[int, int]:
    app.extensions["views"].flush()
    with parts.db.reading() as session:
        return {one.photograph_id: one.count for one in session.scalars(select(View))}


def test_what_readers_read_is_counted_and_nothing_else(
    parts: Parts, app: Flask, client: FlaskClient, signed_in: Callable[[str], FlaskClient]
) -> None:
    read, other = builders.photograph(parts), builders.photograph(parts)
    draft = builders.photograph(parts, publish=False)
    later = builders.photograph(parts, embargo="2999-01-01")
    gone = builders.photograph(parts)
    with parts.db.writing() as session:
        visibility.withdraw(session, OPERATOR, gone, "A reason.")
    staff = signed_in("describer")
    for _ in range(2):
        assert client.get(f"/photographs/{read}").status_code == 200
    client.head(f"/photographs/{read}")
    client.get(f"/photographs/{read}?told=asked")
    for name, words in (
        ("Sec-Purpose", "prefetch;prerender"),
        ("Purpose", "prefetch"),
        ("User-Agent", "Mozilla/5.0 (compatible; Somebot/2.1)"),
        ("User-Agent", "a web spider"),
        ("User-Agent", "curl/7.88.1"),
        ("User-Agent", "Wget/1.21"),
        ("User-Agent", "python-requests/2.31"),
        ("User-Agent", "Python/3.11 aiohttp/3.9"),
        ("User-Agent", "Go-http-client/1.1"),
        ("User-Agent", "Java/17.0.2"),
        ("User-Agent", "libwww-perl/6.67"),
        ("User-Agent", ""),
    ):
        client.get(f"/photographs/{read}", headers={name: words})
    for one in (read, draft, later, gone):
        staff.get(f"/photographs/{one}")
        client.get(f"/photographs/{other if one == read else one}")
    ids = {name: builders.get(parts, name).id for name in (read, other)}
    assert seen(app, parts) == {ids[read]: 2, ids[other]: 1}


def test_one_address_adds_few_views_of_one_photograph_a_minute(parts: Parts, app: Flask) -> None:
    read, other = builders.photograph(parts), builders.photograph(parts)
    minute = [0.0]
    app.extensions["few_views"] = Few(VIEWS, lambda: minute[0])

    def reads(accession: str, address: str = "10.0.0.1") -> None:
        browser = app.test_client()
        answer = browser.get(f"/photographs/{accession}", environ_base={"REMOTE_ADDR": address})
        assert answer.status_code == 200

    for _ in range(VIEWS + 2):
        reads(read)
    reads(other)
    reads(read, "10.0.0.2")
    ids = [builders.get(parts, name).id for name in (read, other)]
    assert seen(app, parts) == {ids[0]: VIEWS + 1, ids[1]: 1}
    minute[0] = 60.0
    reads(read)
    assert seen(app, parts) == {ids[0]: VIEWS + 2, ids[1]: 1}


def test_a_page_is_answered_while_somebody_else_writes(parts: Parts, app: Flask, client: FlaskClient) -> None:
    accession = builders.photograph(parts)
    tally = app.extensions["views"]
    with parts.db.writing():
        for _ in range(MANY + 1):
            tally.count(builders.get(parts, accession).id)
        began = time.monotonic()
        answer = client.get(f"/photographs/{accession}", buffered=True)  # read to its end and closed
        assert answer.status_code == 200
        assert time.monotonic() - began < PATIENCE
    assert sum(seen(app, parts).values()) == MANY + 2
