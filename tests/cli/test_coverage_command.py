"""`archive coverage`: shapes, figures, words."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from archive.catalogue import photographs
from archive.cli import main
from archive.db import now
from archive.descriptions import workflow
from archive.parts import Parts
from tests import builders

Run = Callable[..., Result]
NONE_ALONE = {"alone": {"alt": 0, "long": 0, "transcript": 0}}


@pytest.fixture
def run(parts: Parts) -> Run:
    """Run `archive coverage` over the test's archive."""

    def command(*words: str) -> Result:
        done = CliRunner().invoke(main, ["coverage", *words], env={"ARCHIVE_HOME": str(parts.settings.home)})
        assert done.exit_code == 0, done.output
        return done

    return command


def fill(parts: Parts) -> None:
    first = builders.photograph(parts, collection="trams", visible_words="yes")
    builders.photograph(parts, collection="trams", visible_words="yes")
    loose = builders.photograph(parts)
    builders.describe(parts, first, "A tram in the rain.")
    builders.describe(parts, first, "LINE 4", kind="transcript")
    builders.describe(parts, loose, "Una barca en la playa.", language="es")


def test_json_has_collections_the_total_and_months(parts: Parts, run: Run) -> None:
    fill(parts)
    trams = {
        "en": {"alt": 1, "long": 0, "transcript": 1, "words_visible": 2} | NONE_ALONE,
        "es": {"alt": 0, "long": 0, "transcript": 0, "words_visible": 2} | NONE_ALONE,
    }
    loose = {
        "en": {"alt": 0, "long": 0, "transcript": 0, "words_visible": 0} | NONE_ALONE,
        "es": {"alt": 1, "long": 0, "transcript": 0, "words_visible": 0} | NONE_ALONE,
    }
    total = {
        "en": {"alt": 1, "long": 0, "transcript": 1, "words_visible": 2} | NONE_ALONE,
        "es": {"alt": 1, "long": 0, "transcript": 0, "words_visible": 2} | NONE_ALONE,
    }
    assert json.loads(run("--json").stdout) == {
        "collections": [
            {"slug": "trams", "title": "trams", "photographs": 2, "languages": trams},
            {"slug": "", "title": "", "photographs": 1, "languages": loose},
        ],
        "total": {"photographs": 3, "languages": total},
        "over_time": [
            {
                "month": now()[:7],
                "photographs": 3,
                "words_visible": 2,
                "alt": {"en": 1, "es": 1},
                "long": {"en": 0, "es": 0},
                "transcript": {"en": 1, "es": 0},
            }
        ],
    }


def test_an_empty_archive_has_the_same_shape_and_a_sentence(run: Run) -> None:
    empty = {"collections": [], "total": {"photographs": 0, "languages": {}}, "over_time": []}
    assert json.loads(run("--json").stdout) == empty
    assert run().stdout == "There is no photograph yet that readers may see, so there is nothing to count.\n"


def test_without_json_a_table_is_printed(parts: Parts, run: Run) -> None:
    fill(parts)
    lines = [line.split() for line in run().stdout.splitlines()]
    assert lines[0] == ["photographs", "words", "language", "alt", "text", "long", "transcript"]
    assert lines[1:4] == [["trams"], ["2", "2", "en", "1", "0", "1"], ["2", "2", "es", "0", "0", "0"]]
    assert lines[4] == ["In", "no", "collection"]
    assert lines[-3:] == [
        ["All", "photographs"],
        ["3", "2", "en", "1", "0", "1"],
        ["3", "2", "es", "1", "0", "0"],
    ]


def test_texts_that_no_second_person_checked_are_counted_apart(parts: Parts, run: Run) -> None:
    fill(parts)
    accession = builders.photograph(parts)
    with parts.db.writing() as session:
        words = workflow.Words("alt", "en", "A boat on the beach.")
        text = workflow.save(session, builders.ARCHIVIST, photographs.get(session, accession), words)
        assert text is not None
        workflow.approve(session, builders.ARCHIVIST, text.id, version=text.version, one_person=True)
    total = json.loads(run("--json").stdout)["total"]["languages"]["en"]
    assert (total["alt"], total["alone"]) == (2, {"alt": 1, "long": 0, "transcript": 0})
