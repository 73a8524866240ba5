"""One approved text is what every place shows, and none shows a text that waits.

The places: the record's page, results, start page, its collection's page, the search index, what the
command line prints as JSON, and the metadata inside the derivatives, made by the worker's own steps.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from functools import lru_cache
from html import unescape

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from archive import jobs
from archive.catalogue import photographs
from archive.cli import main
from archive.descriptions import texts, workflow
from archive.history import Actor
from archive.ingest.run import attach_upload
from archive.interop import record
from archive.parts import Parts
from archive.search import query
from archive.search.index import Request
from archive.web.app import build
from archive.worker import do
from tests import builders

FIRST = "A tram with two lamps waits beside a wet pavement; nobody gets on."
SECOND = "A tram with a broken lamp stands in the rain, and its door is open."
THIRD = "A conductor leans out of a tram and looks back along the rails."
TEXTS = (FIRST, SECOND, THIRD)
ACCESSION = "T-1"
Place = Callable[[Parts], str]


@lru_cache(maxsize=1)
def _reader(parts: Parts) -> FlaskClient:
    return build(parts).test_client()


def _pages(address: str) -> Place:
    def look(parts: Parts) -> str:
        return unescape(_reader(parts).get(address).text)

    return look


def _prints(*words: str) -> Place:
    def look(parts: Parts) -> str:
        home = {"ARCHIVE_HOME": str(parts.settings.home), "ARCHIVE_EXIFTOOL": ""}
        done = CliRunner().invoke(main, list(words), env=home, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return json.dumps(json.loads(done.stdout), ensure_ascii=False)

    return look


def _files(suffix: str) -> Place:
    def look(parts: Parts) -> str:
        sha256 = builders.get(parts, ACCESSION).current_images[0].sha256
        files = sorted(parts.store.derived_folder(sha256).glob(f"*.{suffix}"))
        assert files
        told = [path.read_bytes().decode("utf-8", "replace") for path in files]
        said = [[one for one in TEXTS if one in words] for words in told]
        assert all(one == said[0] for one in said), "sizes of one picture tell different words"
        return told[0]

    return look


def _shape(parts: Parts) -> str:
    with parts.db.reading() as session:
        shown = record.to_json(session, photographs.get(session, ACCESSION), reader=True)
    return json.dumps(shown, ensure_ascii=False)


def _described(parts: Parts) -> str:
    with parts.db.reading() as session:
        one = texts.described(session, [photographs.get(session, ACCESSION)])[0]
        return one.alt.text if one.alt else ""


PLACES: dict[str, Place] = {
    "record": _pages(f"/photographs/{ACCESSION}"),
    "results": _pages("/photographs?q=wharf"),
    "start": _pages("/"),
    "collection": _pages("/collections/trams"),
    "search --json": _prints("search", "wharf", "--as-reader", "--json"),
    "show --json": _prints("show", ACCESSION, "--as-reader", "--json"),
    "JSON": _shape,
    "described": _described,
    "JPEG": _files("jpg"),
    "WebP": _files("webp"),
}


@pytest.fixture
def tram(parts: Parts) -> Parts:
    builders.photograph(parts, accession=ACCESSION, collection="trams", caption="At the wharf, 1936.")
    data = io.BytesIO(builders.picture(width=900))
    attach_upload(parts.tools, builders.ARCHIVIST, ACCESSION, data, "tram.jpg", "recto")
    return parts


def settled(parts: Parts) -> Parts:
    """Let the worker's steps run to their end: derivatives first, then the index."""
    while True:
        with parts.db.writing() as session:
            job = jobs.claim(session, ["derive"])
        if job is None:
            return builders.indexed(parts)
        do(parts, job)
        with parts.db.writing() as session:
            jobs.finish(session, job.id)


def shown(parts: Parts) -> dict[str, list[str]]:
    """Which of the made-up texts each place tells."""
    settled(parts)
    told = {name: look(parts) for name, look in PLACES.items()}
    return {name: [one for one in TEXTS if one in words] for name, words in told.items()}


def everywhere(*expected: str) -> dict[str, list[str]]:
    return {name: list(expected) for name in PLACES}


def found(parts: Parts, words: str, audience: str = "reader") -> int:
    answer = settled(parts).index.find(Request(query=query.parse(words), audience=audience))
    return answer.total


def version(parts: Parts, status: str) -> tuple[int, int]:
    with parts.db.reading() as session:
        known = workflow.of(session, photographs.get(session, ACCESSION))
        return next((one.id, one.version) for one in known if one.status == status)


def test_every_place_shows_the_approved_text_and_none_the_waiting_one(tram: Parts) -> None:
    assert shown(tram) == everywhere()
    builders.describe(tram, ACCESSION, FIRST, approve=False)
    assert shown(tram) == everywhere()
    builders.describe(tram, ACCESSION, FIRST)
    assert shown(tram) == everywhere(FIRST)
    builders.describe(tram, ACCESSION, SECOND, approve=False)
    assert shown(tram) == everywhere(FIRST), "an edit waits, readers keep the approved text"
    number, seen = version(tram, "in-review")
    with tram.db.writing() as session:
        workflow.approve(session, builders.REVIEWER, number, version=seen)
    assert shown(tram) == everywhere(SECOND), "all change at once"


def test_what_is_sent_back_or_kept_as_a_draft_is_nowhere(tram: Parts) -> None:
    builders.describe(tram, ACCESSION, FIRST)
    builders.describe(tram, ACCESSION, SECOND, approve=False)
    number, seen = version(tram, "in-review")
    with tram.db.writing() as session:
        back = workflow.send_back(session, builders.REVIEWER, number, "No.", version=seen)
        seen = back.version
    assert shown(tram) == everywhere(FIRST)
    with tram.db.writing() as session:
        photograph = photographs.get(session, ACCESSION)
        words = workflow.Words("alt", "en", THIRD)
        workflow.save(session, builders.DESCRIBER, photograph, words, version=seen, review=False)
    assert shown(tram) == everywhere(FIRST)


@pytest.mark.parametrize("waits", ["", SECOND])
def test_a_withdrawn_text_is_nowhere(tram: Parts, waits: str) -> None:
    builders.describe(tram, ACCESSION, FIRST)
    assert shown(tram) == everywhere(FIRST)
    if waits:
        builders.describe(tram, ACCESSION, waits, approve=False)
    number, seen = version(tram, "approved")
    with tram.db.writing() as session:
        workflow.withdraw(session, builders.REVIEWER, number, "Not our tram.", version=seen)
    assert shown(tram) == everywhere()
    assert "not yet described" in PLACES["record"](tram)


def test_words_of_a_file_are_nowhere_until_a_person_and_another_answered_for_them(tram: Parts) -> None:
    with tram.db.writing() as session:
        photograph = photographs.get(session, ACCESSION)
        words = workflow.Words("alt", "en", FIRST, "file")
        saved = workflow.save(session, builders.DESCRIBER, photograph, words)
    assert saved is not None
    assert shown(tram) == everywhere()
    with tram.db.writing() as session:
        taken = workflow.accept(
            session, Actor("ana", frozenset({"describer"})), saved.id, version=saved.version
        )
        seen = taken.version
    assert shown(tram) == everywhere()
    with tram.db.writing() as session:
        workflow.approve(session, builders.REVIEWER, saved.id, version=seen)
    assert shown(tram) == everywhere(FIRST)


def test_readers_find_approved_words_alone(tram: Parts) -> None:
    builders.describe(tram, ACCESSION, FIRST)
    builders.describe(tram, ACCESSION, SECOND, approve=False)
    assert (found(tram, "pavement"), found(tram, "broken lamp")) == (1, 0)
    assert found(tram, "broken lamp", "staff") == 1
    number, seen = version(tram, "in-review")
    with tram.db.writing() as session:
        workflow.approve(session, builders.REVIEWER, number, version=seen)
    assert (found(tram, "pavement"), found(tram, "broken lamp")) == (0, 1)
