"""A receipt at a glance says what reading all of it says, and reads next to none of it."""

from __future__ import annotations

from typing import Any

from archive import jobs
from archive.ingest import choices, receipts
from archive.ingest.outcome import NO_RIGHTS
from archive.jobs import Line
from archive.parts import Parts

CAPTION = {"caption": "A tram.", "caption_language": "en"}
OFFERS = [
    {"source": "sheet", "value": "A", "taken": True},
    {"source": "file", "value": "B"},
]
REPAIR = {"field": "caption", "now": "cafÃ©", "proposal": "café", "message": "It was misread."}
LIKE = {"accession": "", "name": "", "ours": False}
DETAILS: list[dict[str, Any]] = [
    {},
    {"rows": 3, "findings": []},
    {"caption": "", "findings": [NO_RIGHTS]},
    {"caption": "A tram.", "findings": ["No rights are stated."], "stops": ["No credit line."]},
    {"caption": "A tram.", "findings": [f"{NO_RIGHTS} And more."], "publishes": True},
    {"caption": "A tram.", "publishes": False, "stops": []},
    {"values": CAPTION, "sources": {}, "conflicts": {}, "repairs": []},
    {"values": CAPTION, "sources": {}, "conflicts": {"headline": OFFERS}},
    {"values": CAPTION, "sources": {}, "repairs": [REPAIR]},
    {"conflicts": {"headline": OFFERS}},
    {"values": CAPTION | {"date_text": "03/04/1938"}, "sources": {"date_text": "table"}},
    {"values": CAPTION | {"date_text": "03/04/1938", "edtf": "1938-04-03"}, "sources": {}},
    {"values": CAPTION | {"date_text": "May 1938"}, "sources": {}},
    {"values": {"date_text": "03/04/1938"}, "sources": {}},
    {"values": CAPTION, "sources": {}, "alike": [LIKE | {"accession": "T-1"}], "left": True},
    {"values": CAPTION, "sources": {}, "alike": [LIKE | {"name": "a.jpg"}], "findings": [NO_RIGHTS]},
]


def test_a_glance_is_what_the_detail_says(parts: Parts) -> None:
    with parts.db.writing() as session:
        job = jobs.enqueue(session, "preview", {}, key="x", actor="a")
        other = jobs.enqueue(session, "preview", {}, key="y", actor="a")
        for number, detail in enumerate(DETAILS):
            jobs.note(session, job.id, Line(item=f"{number}", outcome="add", detail=detail))
        jobs.note(session, other.id, Line(item="0", outcome="add", detail={}))
        seen = list(receipts.glances(session, job.id))
    told = [(one.item, one.comes, one.unstated, one.stops, one.publishes, one.decides) for one in seen]
    assert told == [
        (
            f"{number}",
            "caption" in detail,
            NO_RIGHTS in detail.get("findings", ()),
            bool(detail.get("stops")),
            bool(detail.get("publishes")),
            bool(choices.questions(detail, {})),
        )
        for number, detail in enumerate(DETAILS)
    ]
    assert [one.item for one in seen if one.decides] == ["7", "8", "10", "13", "14"]
    assert [one.item for one in seen if one.finds] == ["3", "4", "14", "15"]
    assert [one.item for one in seen if one.left] == ["14"]
