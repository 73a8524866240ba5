"""The page of all components, and the rules that every component keeps."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask, render_template_string
from flask.testing import FlaskClient

from archive import web
from archive.catalogue.models import Photograph
from archive.web.paging import Paging
from tests.web.outline import Outline, sound

FOLDER = Path(web.__file__).parent


def test_every_component_of_the_reading_pages_is_on_the_page(client: FlaskClient) -> None:
    sound(client.get("/-/components").text)
    shown = (FOLDER / "templates/pages/components/show.html").read_text(encoding="utf-8")
    groups = ("home", "search", "record", "collections", "help", "account")
    pages = [path for group in groups for path in (FOLDER / "templates/pages" / group).glob("*.html")]
    used = {name for path in pages for name in re.findall(r"'components/(\w+)\.html'", path.read_text())}
    assert len(used) >= 8
    for name in used:
        assert f"'components/{name}.html'" in shown, name


def test_every_style_sheet_keeps_to_the_layers_and_is_linked(app: Flask, client: FlaskClient) -> None:
    linked = [one["href"] for one in sound(client.get("/").text).all("link") if one["rel"] == "stylesheet"]
    assert linked[0].startswith("/static/css/tokens.css?v=")
    for sheet in (FOLDER / "static/css").glob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert "@layer" in text, sheet.name
        assert "@import" not in text
        assert "!important" not in text or sheet.name in {"base.css", "field.css"}, sheet.name
        if not sheet.name.startswith("desk"):
            assert any(f"/css/{sheet.name}?" in address for address in linked), sheet.name


def test_only_one_template_writes_a_picture() -> None:
    writers = [path.name for path in (FOLDER / "templates").rglob("*.html") if "<img" in path.read_text()]
    assert writers == ["picture.html"]


def test_a_described_picture_has_its_words_in_their_language(client: FlaskClient) -> None:
    images = sound(client.get("/-/components").text).all("img")
    words = {one["alt"]: one for one in images}
    assert words["Puestos con toldos claros alrededor de una fuente seca."]["lang"] == "es"
    told = words["Five small boats with lowered sails pass a stone lighthouse; the sky is still dark."]
    assert told["lang"] == ""
    assert told["aria-details"] in {"", "long"}
    assert "Photograph, not yet described" in words
    assert "Back of the photograph, not yet described" in words
    assert (told["width"], told["height"]) == ("1600", "1067")
    assert "1600.jpg 1600w" in told["srcset"]


def test_a_narrow_picture_is_never_enlarged(app: Flask) -> None:
    with app.test_request_context():
        assert app.jinja_env.filters["widths"](250) == [250]
        assert app.jinja_env.filters["widths"](900) == [400, 800]


def test_an_error_is_said_at_the_top_and_beside_its_field(client: FlaskClient) -> None:
    page = client.get("/-/components").text
    outline = sound(page)
    summary = outline.classed("error-summary")[0]
    assert "autofocus" in summary.attributes
    assert outline.one("title").words.startswith("Error: ")
    assert outline.link("Give the photograph a headline.") == "#headline"
    field = next(one for one in outline.all("input") if one["id"] == "headline")
    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"] == "headline-hint headline-error"
    assert page.count("Give the photograph a headline.") == 2
    assert outline.link("Choose a kind.") == "#kind"
    assert "placeholder" not in page


def test_a_text_area_keeps_its_first_line_break(app: Flask) -> None:
    template = "{% import 'components/field.html' as f %}{{ f.textarea('a', 'A', value) }}"
    with app.test_request_context():
        page = render_template_string(template, value="\nfirst <b> line")
    assert ">\n\nfirst &lt;b&gt; line</textarea>" in page


def test_a_sentence_with_per_cent_signs_is_shown_as_it_is(app: Flask) -> None:
    template = "{% import 'components/notice.html' as n %}{{ n.notice('100 % of %(x)s') }}"
    with app.test_request_context():
        assert "100 % of %(x)s" in render_template_string(template)


def test_pages_of_a_list() -> None:
    def numbers(total: int, page: int) -> list[int | None]:
        return list(Paging(total, page, str).numbers())

    assert numbers(0, 1) == [1]
    assert numbers(100, 3) == [1, 2, 3, 4, 5]
    assert numbers(200, 5) == [1, None, 4, 5, 6, None, 10]
    assert numbers(200, 4) == [1, 2, 3, 4, 5, None, 10]
    assert Paging(41, 4, str).beyond
    assert Paging(50_000, 1, str, most=10_000).pages == 500
    assert not Paging(0, 1, str).beyond


def test_captions_are_shortened_at_sentences(app: Flask) -> None:
    shorten = app.jinja_env.filters["first_words"]
    assert shorten("Short enough.") == "Short enough."
    long = "The carrier passes the strait with her escort of nine ships. The U.S. Navy " + "word " * 40
    assert shorten(long) == "The carrier passes the strait with her escort of nine ships. …"
    assert shorten("word " * 60) == " ".join(["word"] * 40) + " …"
    assert shorten("Rain. " + "word " * 60).endswith("word …")


def test_facts_in_the_components_are_a_description_list(client: FlaskClient) -> None:
    outline = Outline(client.get("/-/components").text)
    terms = [one.words for one in outline.all("dt")]
    assert terms == ["City", "Title in Spanish", "Creator"]
    assert outline.link("Maria Example") == "/photographs?q=creator:%22Maria+Example%22"


def test_a_heading_from_a_caption_is_short_and_told_apart_by_its_number(app: Flask) -> None:
    def named(**texts: str) -> tuple[str, str]:
        record = Photograph(**({"accession": "N-1", "headline": "", "caption": ""} | texts))
        filters = app.jinja_env.filters
        return filters["record_title"](record), filters["caption_beside"](record)

    long = "A tram waits at the stop, and nobody gets on."
    assert named(caption=long) == ("A tram waits at the stop … (N-1)", long)
    assert named(caption="A boat in a shed.") == ("A boat in a shed (N-1)", "")
    assert named(caption="A tram", headline="Tram 5") == ("Tram 5", "A tram")
    assert named(caption="Tram 5.", headline="Tram 5") == ("Tram 5", "")
    assert named() == ("N-1", "")
    assert len(named(caption="電車" * 100)[0]) < 75


def test_an_item_warns_before_its_picture_and_keeps_its_number(client: FlaskClient) -> None:
    page = client.get("/-/components").text
    item = page[page.index("Opening of the bridge") :]
    assert item.index("Shows an accident.") < item.index("No picture has been received yet.")
    sheet = (FOLDER / "static/css/photograph_item.css").read_text(encoding="utf-8")
    assert "list-style: none" not in sheet
    assert "list-style: decimal" in sheet


def test_a_transcript_keeps_its_lines(app: Flask) -> None:
    template = "{% from 'components/prose.html' import prose %}{{ prose(text, broken=broken) }}"
    with app.test_request_context():
        text = "LINE 3\r\n<b>Sol</b>\n\nEND"
        kept = render_template_string(template, text=text, broken=True)
        flowing = render_template_string(template, text=text, broken=False)
    assert kept.split() == ["<p>LINE", "3<br>", "&lt;b&gt;Sol&lt;/b&gt;</p>", "<p>END</p>"]
    assert "<br>" not in flowing


def test_a_day_is_said_day_first(app: Flask) -> None:
    with app.test_request_context():
        assert app.jinja_env.filters["day"]("2026-11-03T10:00:00Z") == "3 November 2026"
