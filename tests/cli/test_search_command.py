"""`archive search`: where each photograph was found, what was not understood, what else could be asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result

from archive.cli import main
from archive.parts import Parts
from tests import builders

Run = Callable[..., Result]


@pytest.fixture
def run(parts: Parts) -> Run:
    """Run a command over the test's archive, which has three photographs."""
    builders.photograph(parts, accession="S-1", caption="Boats wait\nnear Cañon City. " + "More words. " * 40)
    builders.describe(parts, "S-1", text="A red boat lies at the quay of a made-up town.")
    builders.photograph(parts, accession="S-2", caption="Snow over the quay.", headline="Snow")
    builders.photograph(parts, accession="S-3", caption="A hidden zeppelin over the quay.", publish=False)
    builders.indexed(parts)

    def command(*words: str) -> Result:
        done = CliRunner().invoke(main, words, env={"ARCHIVE_HOME": str(parts.settings.home)})
        assert not done.exception or isinstance(done.exception, SystemExit), done.output
        return done

    return command


def told(done: Result) -> dict[str, Any]:
    assert done.exit_code == 0, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_json_says_where_each_photograph_was_found(run: Run) -> None:
    answer = told(run("search", "canon OR boat", "--as-reader", "--json"))
    (one,) = answer["results"]
    assert one["accession"] == "S-1"
    assert one["found_in"] == ["alt", "caption"]
    alt, caption = one["passages"]
    assert [piece["text"] for piece in alt["pieces"] if piece["found"]] == ["boat"]
    assert [piece["text"] for piece in caption["pieces"] if piece["found"]] == ["Boats", "Cañon"]
    assert (caption["field"], caption["language"]) == ("caption", "en")
    assert (caption["cut_before"], caption["cut_after"]) == (False, True)
    assert (answer["query"], answer["problems"], answer["suggestion"]) == ("canon OR boat", [], None)
    assert told(run("search", "", "--json"))["results"][0]["found_in"] == []


def test_json_says_what_was_not_understood_and_what_else_could_be_asked(run: Run) -> None:
    answer = told(run("search", "the cañion foo:boat date:1936", "--as-reader", "--json"))
    assert [(one["code"], one["value"]) for one in answer["problems"]] == [
        ("unknown-field", "foo:"),
        ("stop-word", "the"),
    ]
    assert answer["problems"][1]["message"].startswith("“the” is in nearly every text")
    assert answer["missing"] == ["cañion", "foo", "date:1936"]
    answer = told(run("search", "cañion boat", "--as-reader", "--json"))
    assert answer["suggestion"] == {
        "query": "canon boat",
        "word": "canion",
        "instead": "Cañon",
        "count": 1,
    }
    assert answer["fewer"] == [{"query": "boat", "without": "cañion", "count": 1}]
    assert told(run("search", "zepelin", "--as-reader", "--json"))["suggestion"] is None
    assert told(run("search", "zepelin", "--json"))["suggestion"]["instead"] == "zeppelin"


def test_in_words_found_ones_stand_in_brackets(run: Run) -> None:
    out = run("search", "near canon", "--as-reader").stdout
    assert "1 photograph\n  S-1" in out
    assert "      found in caption: Boats wait [near] [Cañon] City. More words." in out
    assert "\n      A red boat" in out


def test_in_words_nothing_found_says_why(run: Run) -> None:
    out = run("search", "the snwo quay", "--as-reader").stdout
    assert out == (
        "“the” is in nearly every text, so it was left out; put it in quotation marks to look for it.\n"
        "0 photographs\n"
        "Did you mean “snow”? snow quay finds 1.\n"
        "Nothing is found by snwo alone.\n"
        "Without snwo: quay finds 2.\n"
    )
