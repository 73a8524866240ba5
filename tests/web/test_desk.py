"""The desk: what waits for whom."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from archive.catalogue import photographs
from archive.descriptions import workflow
from archive.parts import Parts
from tests import builders

SignIn = Callable[[str], FlaskClient]


def test_a_reader_is_sent_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/desk")
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?next=/desk")


def test_an_empty_archive_says_so_in_words(signed_in: SignIn) -> None:
    page = signed_in("archivist").get("/desk").text
    for words in (
        "In review (0)",
        "Nothing waits for a reviewer.",
        "There are no drafts.",
        "My recent imports (0)",
    ):
        assert words in page


def test_headings_carry_counts_and_lists_link_to_the_work(parts: Parts, signed_in: SignIn) -> None:
    waiting = builders.photograph(parts, accession="W-1")
    builders.describe(parts, waiting, "A tram in the rain.", approve=False)
    told = builders.photograph(parts, accession="T-1")
    builders.describe(parts, told, "A tram at a stop.")
    builders.photograph(parts, accession="D-1", publish=False, credit_line="")
    page = signed_in("archivist").get("/desk").text
    assert "In review (1)" in page
    assert '<a href="/photographs/W-1/describe?lang=en&amp;queue=review">' in page
    assert "Newest without a description in English (0)" in page
    assert "Drafts, not published (1)" in page
    assert "There is no credit line." in page
    assert '<a href="/photographs/D-1/edit">' in page
    assert "T-1" not in page
    assert '<a class="standing-link" href="/photographs?q=is:draft">Search all drafts</a>' in page
    builders.indexed(parts)
    found = signed_in("describer").get("/photographs?q=is:draft").text
    assert "D-1" in found
    assert "W-1" not in found


def test_what_came_back_is_listed_for_its_author_only(parts: Parts, signed_in: SignIn) -> None:
    accession = builders.photograph(parts)
    builders.describe(parts, accession, "A tram.", approve=False)
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        text = workflow.pending(session, record, "alt", "en")
        assert text is not None
        workflow.send_back(
            session, builders.REVIEWER, text.id, "Say how many people wait.", version=text.version
        )
    assert "Say how many people wait." in signed_in("describer").get("/desk").text
    assert "Sent back to me (0)" in signed_in("archivist").get("/desk").text


def test_a_describer_is_not_offered_what_archivists_do(signed_in: SignIn) -> None:
    page = signed_in("describer").get("/desk").text
    assert "/desk/import" not in page
    assert "My recent imports" not in page
