"""A search in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from archive.search.fields import FACETS
from archive.search.query import FLAGS, parse
from archive.search.query.tables import TEXT_FIELDS
from archive.web import sentences

READINGS = {
    "": "3 photographs",
    "boat": "3 photographs with “boat”",
    "boats harbour": "3 photographs with “boats” and “harbour”",
    "alt:boat date:1860..1869": "3 photographs whose alt text has “boat”, made 1860–1869",
    'alt:boat sail alt:"two men"': "3 photographs whose alt text has “boat” and exactly “two men”, "
    "with “sail”",
    "photo*": "3 photographs with a word beginning with “photo”",
    "boat OR ship": "3 photographs with either “boat” or “ship”",
    "(boat OR ship) -(sail harbour)": "3 photographs with either “boat” or “ship”, "
    "without both “sail” and “harbour”",
    "alt:boat OR date:1936": "3 photographs either whose alt text has “boat” or made in 1936",
    "(alt:a1 b1) OR c1": "3 photographs either both whose alt text has “a1” and with “b1” or with “c1”",
    "a1 OR (b1 c1 d1)": "3 photographs with either “a1” or all of “b1”, “c1” and “d1”",
    "-alt:boat": "3 photographs whose alt text does not have “boat”",
    "date:1936-04": "3 photographs made in April 1936",
    "date:1936-04-12": "3 photographs made on 12 April 1936",
    "date:1936-04..1937-05": "3 photographs made from April 1936 to May 1937",
    "date:before-1900": "3 photographs made before 1900",
    "date:after-1936-04": "3 photographs made after April 1936",
    "-date:1936": "3 photographs not made in 1936",
    "is:undescribed has:transcript": "3 photographs that are not yet described, with a transcript",
    "-has:long": "3 photographs without a long description",
    "lang:es": "3 photographs with a text in Spanish",
    "-lang:es": "3 photographs without a text in Spanish",
    "rights:cc0": "3 photographs under the rights CC0 1.0",
    "creator:lange people:roe place:japan": "3 photographs whose creator has “lange” in the name, "
    "whose people have “roe” in their names, whose place has “japan”",
}


@pytest.fixture
def _page(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


@pytest.mark.usefixtures("_page")
@pytest.mark.parametrize("text", READINGS)
def test_a_query_is_read_aloud(text: str) -> None:
    assert sentences.photographs(3, parse(text).node) == READINGS[text]


@pytest.mark.usefixtures("_page")
def test_numbers_filters_and_order_are_said() -> None:
    chosen: dict[str, list[Markup | str]] = {
        "creator": ["Ana Ruiz", "Eva <b>"],
        "collection": [Markup('<span lang="es">El mercado</span>')],
    }
    said = sentences.photographs(12_345, parse("boat").node, chosen, "newest")
    assert said == (
        "12,345 photographs with “boat”, by Ana Ruiz or Eva &lt;b&gt;, "
        'in the collection <span lang="es">El mercado</span>, newest first'
    )
    assert sentences.photographs(1, parse("").node, {}, "oldest") == "1 photograph, oldest first"
    assert sentences.photographs(0, parse("boat").node) == "No photographs with “boat”"
    assert sentences.photographs(None, parse("boat").node) == "Photographs with “boat”"
    assert sentences.condition(parse("alt:boat date:1936").node) == "whose alt text has “boat”, made in 1936"


@pytest.mark.usefixtures("_page")
def test_a_long_sentence_is_shortened_between_words() -> None:
    whole = sentences.photographs(2, parse(" ".join(f"word{n}" for n in range(40))).node)
    short = sentences.short(whole)
    assert len(short) <= sentences.LONGEST_TITLE + 2
    assert short.endswith("” …")
    assert sentences.short(Markup("1 &lt;b&gt;")) == "1 <b>"


def test_everything_that_can_be_asked_can_be_said() -> None:
    assert set(sentences.HAS) == set(sentences.HAS_NOT) == {"", *TEXT_FIELDS}
    assert set(sentences.FLAGS) == set(FLAGS)
    assert set(sentences.CHOSEN) == set(FACETS)


_PARTS = st.sampled_from(
    ["boat", "alt:boat", '"two men"', "ph*", "(", ")", "OR", "-", "date:1936", "date:..1900", "is:described",
     "lang:xx", "rights:none", "has:long", "-(", "caption:(", "<b>&", "100%", "%(x)s", "{0}"]
)  # fmt: skip


@given(st.lists(_PARTS, max_size=14).map(" ".join))
def test_any_query_can_be_said_and_is_never_markup(app_context: Flask, text: str) -> None:
    with app_context.test_request_context():
        said = sentences.photographs(2, parse(text).node)
    assert said.startswith("2 photographs")
    assert "<" not in said
    assert "%(" not in said.replace("%(x)", "")


@pytest.fixture(scope="module")
def app_context(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An application without an archive: sentences need only its language."""
    made = Flask("sentences", root_path=str(tmp_path_factory.mktemp("sentences")))
    Babel(made)
    return made
