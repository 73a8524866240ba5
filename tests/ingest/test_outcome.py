"""What a receipt says once, and what beside each item."""

from __future__ import annotations

import json
from typing import Any

from archive import rights
from archive.ingest.outcome import NO_RIGHTS, Outcome, Receipt, unstated
from archive.ingest.telling import receipt_lines


def item(*findings: str, uri: str = "") -> dict[str, Any]:
    return {"caption": "", "findings": list(findings), "rights": uri or rights.CNE.uri}


def test_rights_that_most_items_lack_are_said_once_and_the_others_tell_theirs() -> None:
    free = rights.find("cc0")
    assert free is not None
    details = [item(NO_RIGHTS, "Odd."), item(NO_RIGHTS), item(uri=free.uri), {"title": "a sheet"}]
    found = unstated(details)
    assert (found.count, found.total, found.usual) == (2, 3, True)
    assert [found.findings(detail) for detail in details[:3]] == [["Odd."], [], [f"Rights: {free.label}."]]
    assert details[0]["findings"] == [NO_RIGHTS, "Odd."]


def test_rights_that_few_items_lack_are_said_beside_these() -> None:
    free = rights.find("cc0")
    assert free is not None
    details = [item(NO_RIGHTS), item(uri=free.uri), item(uri=free.uri)]
    found = unstated(details)
    assert not found.usual
    assert [found.findings(detail) for detail in details] == [[NO_RIGHTS], [], []]
    assert unstated([item(NO_RIGHTS)]).findings(item(NO_RIGHTS)) == [NO_RIGHTS]


def test_a_brief_outcome_prints_as_the_whole_one() -> None:
    whole = Outcome(
        "week.csv row 2",
        "added",
        "2026-1",
        detail={
            "headline": "",
            "caption": "A tram waits. " * 50,
            "rights": "http://rightsstatements.org/vocab/CNE/1.0/",
            "findings": [NO_RIGHTS],
            "stops": ["There is no credit line."],
            "values": {"caption": "A tram waits. " * 50},
            "sources": {"caption": "table"},
        },
    )
    receipts = [Receipt(outcomes=[one]) for one in (whole, whole.brief)]
    first, second = (list(receipt_lines(one, dry_run=False)) for one in receipts)
    assert first == second
    assert receipts[0].to_json() == receipts[1].to_json()
    assert len(json.dumps(whole.brief.detail)) < 300
    read = Outcome("week.csv", "read", detail={"rows": 1, "mapping": {}})
    assert read.brief is read
