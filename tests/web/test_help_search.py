"""The search help: every example is a search of the sample, read as the page says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup

from archive.config import PROJECT
from archive.ingest import sample
from archive.parts import Parts
from archive.search.query import DATES, FIELDS, FLAGS, FORMS, parse, to_text
from archive.web import help as helping
from archive.web import sentences
from archive.web.app import build
from archive.web.search import explained
from tests import builders
from tests.web.outline import sound

TABLES = [*FORMS.values(), *FIELDS.values(), *DATES.values(), *FLAGS.values()]
EXAMPLES = list(
    dict.fromkeys(
        [*(line.example for line in TABLES), *helping.LANGUAGES, *helping.SPELLINGS, *helping.MISTAKES]
    )
)
# What the page says finds nothing in the sample: what is missing, what is not published; and one mistake.
NOTHING = {"is:undescribed", "is:draft", "is:withdrawn"}
MISREAD = {"date:soon"}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """The sample, indexed."""
    parts = builders.archive(tmp_path_factory.mktemp("help") / "home")
    sample.load(parts.tools, PROJECT / "images" / "sample")
    yield builders.indexed(parts)
    parts.close()


@pytest.fixture(scope="module")
def reader(archive: Parts) -> FlaskClient:
    app = build(archive)
    app.testing = True
    app.config["RATELIMIT_ENABLED"] = False
    return app.test_client()


@pytest.fixture(scope="module")
def told(reader: FlaskClient) -> dict[str, tuple[str, list[str]]]:
    """Each example of the page: where its link leads, and what stands beside it."""
    outline = sound(reader.get("/help/search").text)
    found: dict[str, tuple[str, list[str]]] = {}
    example = ""
    for one in outline.elements:
        if one.tag == "a" and "dt" in one.inside:
            example = one.words
            found.setdefault(example, (one["href"], []))
        elif one.tag == "dd":
            found[example][1].append(one.words)
    return found


def test_the_page_has_every_line_of_the_grammar_and_nothing_else(
    told: dict[str, tuple[str, list[str]]],
) -> None:
    assert set(told) == set(EXAMPLES)
    for line in TABLES:
        assert " ".join(line.help.split()) in told[line.example][1], line.example


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_finds_what_the_page_says_and_is_read_as_it_says(
    reader: FlaskClient, told: dict[str, tuple[str, list[str]]], example: str
) -> None:
    address, beside = told[example]
    answer = reader.get(address)
    assert answer.status_code == 200, "the link is the one address of this search"
    heading = sound(answer.text).one("h1").words
    assert heading.startswith("No photographs") == (example in NOTHING | MISREAD), heading
    read_as = next(words for words in beside if words.startswith("Read as: "))
    number, _space, conditions = heading.partition(" photograph")
    assert number in {"No", *(str(n) for n in range(1, 12))}
    assert read_as == "Read as: Photographs" + conditions.removeprefix("s")


@pytest.mark.parametrize("example", helping.MISTAKES)
def test_what_is_not_understood_is_told_as_on_the_search_page(
    reader: FlaskClient, told: dict[str, tuple[str, list[str]]], example: str
) -> None:
    problems = parse(example).problems
    assert problems
    page = sound(reader.get(told[example][0]).text)
    with reader.application.test_request_context():
        said = [explained(problem) for problem in problems]
    assert told[example][1][:-1] == said
    assert set(said) <= {one.words for one in page.all("li")}


def test_only_mistakes_have_problems() -> None:
    for example in EXAMPLES:
        assert bool(parse(example).problems) == (example in helping.MISTAKES), example


def test_the_spellings_are_one_search_and_the_last_is_the_archives_own(
    told: dict[str, tuple[str, list[str]]],
) -> None:
    assert {to_text(parse(one)) for one in helping.SPELLINGS} == {helping.SPELLINGS[-1]}
    assert {told[one][0] for one in helping.SPELLINGS} == {"/photographs?q=river+boat"}


def test_the_contents_lead_to_every_heading(reader: FlaskClient) -> None:
    outline = sound(reader.get("/help/search").text)
    headings = {one["id"]: one.words for one in outline.all("h2") if "main" in one.inside}
    links = {
        one["href"][1:]: one.words for one in outline.all("a") if "nav" in one.inside and "main" in one.inside
    }
    assert links == headings


def test_a_reading_is_never_markup(app: Flask) -> None:
    with app.test_request_context():
        assert isinstance(sentences.photographs(None, parse("<b>").node), Markup)
