"""Makes a text stand as the table says, through the real verbs, and tells how it stands."""

from __future__ import annotations

from archive.catalogue import photographs
from archive.descriptions import workflow
from archive.descriptions.workflow import Words
from archive.history import OPERATOR, Actor
from archive.parts import Parts
from tests.builders import REVIEWER

# What each text is, so that a test sees which one stands.
FIRST, NEXT = "A tram waits at a stop in the rain.", "A tram waits at an empty stop in the rain."
Row = tuple[str, str, str, str]


def stand(parts: Parts, accession: str, standing: str, author: Actor) -> None:
    """Bring the English alt text of a record to a standing."""
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        if standing == "from-file":
            workflow.save(session, OPERATOR, record, Words("alt", "en", FIRST, "file"))
        if standing in {"nothing", "from-file"}:
            return
        saved = workflow.save(session, author, record, Words("alt", "en", FIRST), review=standing != "draft")
        assert saved is not None
        if standing == "sent-back":
            workflow.send_back(session, REVIEWER, saved.id, "", version=1, code="too-short")
        if standing in {"approved", "edited"}:
            workflow.approve(session, REVIEWER, saved.id, version=1)
        if standing == "edited":
            workflow.save(session, author, record, Words("alt", "en", NEXT))


def rows(parts: Parts, accession: str) -> list[Row]:
    """(status, text, author, accepted by) of every English alt text of a record."""
    with parts.db.reading() as session:
        texts = workflow.of(session, photographs.get(session, accession))
        return [(one.status, one.text, one.author, one.accepted) for one in texts]


def target(parts: Parts, accession: str, verb: str) -> tuple[int, int]:
    """(number, version) of the text that a verb is about; (0, 0) where there is none."""
    with parts.db.reading() as session:
        record = photographs.get(session, accession)
        waiting = workflow.pending(session, record, "alt", "en")
        approved = workflow.approved(session, record, "alt", "en")
    found = (approved or waiting) if verb == "withdraw" else (waiting or approved)
    return (found.id, found.version) if found else (0, 0)


def seen_version(parts: Parts, accession: str) -> int:
    """The version of the waiting text, as a page shows it: 0 where none waits."""
    with parts.db.reading() as session:
        waiting = workflow.pending(session, photographs.get(session, accession), "alt", "en")
    return waiting.version if waiting else 0
