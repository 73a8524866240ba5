"""What a blind reader hears of a search: what was looked for, why each was found, what else to try."""

from __future__ import annotations

from tests.journeys.archive import Archive
from tests.readers.session import OrcaSession


def heard(orca: OrcaSession, *keys: str) -> str:
    return " | ".join(orca.press(*keys))


def test_a_search_is_heard_to_explain_itself(archive: Archive, orca: OrcaSession) -> None:
    orca.open(archive.address + "/photographs?q=alt:boat")
    orca.press("ctrl+Home")
    assert "whose alt text has “boat” heading level 1" in heard(orca, "1")
    read = [heard(orca, "3")] + [heard(orca, "Down") for _ in range(14)]
    found = next(line for line in read if line.startswith("Found in"))
    assert not any("highlight" in line for line in read), read
    # The words that fit are heard; the alt text itself was heard with the picture, and is not said again.
    assert found.split(" | ")[0] == "Found in alt text: “boat”.", read
    orca.open(archive.address + "/photographs?q=boaat")
    orca.press("ctrl+Home")
    assert heard(orca, "1") == "No photographs with “boaat” heading level 1."
    read = [heard(orca, "2")] + [heard(orca, "Down") for _ in range(3)]
    assert any("Did you mean “boat”?" in line for line in read), read
