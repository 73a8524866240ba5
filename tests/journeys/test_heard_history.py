"""What a blind archivist hears of a record's history: which words went and which came."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import builders
from tests.journeys.archive import Archive
from tests.readers.session import OrcaSession

BEFORE = "A red tram waits at a stop in the rain; two people walk towards it."
AFTER = "A blue tram waits at a stop, in the rain; two people walk towards it."


@pytest.fixture
def changed(archive: Archive, orca: OrcaSession) -> Iterator[str]:
    """Address of the history of a photograph whose approved text was changed; Orca's browser may read it."""
    parts = builders.archive(archive.home)
    accession = builders.photograph(parts)
    builders.describe(parts, accession, BEFORE)
    builders.describe(parts, accession, AFTER)
    parts.close()
    archive.sign_in(orca.page, "archivist")
    yield f"{archive.address}/photographs/{accession}/history"
    orca.page.context.clear_cookies()


def read(orca: OrcaSession, lines: int) -> str:
    """What is said going down line by line, without the pauses."""
    return " ".join(" ".join(orca.press("Down")) for _ in range(lines))


def test_what_was_removed_and_added_is_heard_in_words(orca: OrcaSession, changed: str) -> None:
    opened = " | ".join(orca.open(changed))
    assert "History of" in opened, opened
    orca.press("ctrl+Home")
    assert "Approved a text" in " | ".join(orca.press("2"))
    heard = read(orca, 12)
    assert "approved by reviewer" in heard, heard
    assert "1 word removed, 1 word added." in heard, heard
    told = ("removed: red", "added: blue", "end of change:", "added: a comma")
    places = [heard.find(words) for words in told]
    assert -1 not in places, heard
    assert places == sorted(places), heard
    assert heard.count("removed: red") == 1, "the words tell it, and nothing else repeats them"
    assert "deletion" not in heard, heard
