"""The sample that ships with the project: loaded through the same verbs as everything else."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import accounts, jobs
from archive.catalogue import collections, images, photographs, visibility
from archive.catalogue.fields import FIELDS
from archive.catalogue.models import Photograph
from archive.catalogue.photographs import Draft
from archive.descriptions import linting, workflow
from archive.history import OPERATOR, Actor, Missing
from archive.ingest import pictures
from archive.ingest.outcome import Options, Outcome
from archive.ingest.sources import Source
from archive.ingest.tools import Tools

DESCRIBER, REVIEWER = "Sample describer", "Sample reviewer"


def empty(session: Session) -> bool:
    """Whether no photograph was ever registered."""
    return session.scalar(select(Photograph.id).limit(1)) is None


def load(tools: Tools, folder: Path) -> int:
    """Load the sample of a folder with `sample.json` and `photos/`; returns how many photographs came in.

    Texts are written by one named account and approved by another; neither has a password. `answers` of a
    photograph are findings of the checks that are right as they are, with the reason.
    """
    sample = json.loads((folder / "sample.json").read_text(encoding="utf-8"))
    with tools.db.writing() as session:
        describer = _account(session, DESCRIBER, "describer")
        reviewer = _account(session, REVIEWER, "reviewer")
        for one in sample["collections"]:
            collections.open_one(session, OPERATOR, one["slug"], one)
    return sum(_load_one(tools, folder, facts, describer, reviewer) for facts in sample["photographs"])


def _account(session: Session, name: str, role: str) -> Actor:
    account = accounts.find(session, name) or accounts.add(session, OPERATOR, name, [role], password=None)
    return account.actor


def _load_one(tools: Tools, folder: Path, facts: dict[str, Any], describer: Actor, reviewer: Actor) -> bool:
    source = Source(facts["file"], folder / "photos" / facts["file"])
    given = {name: facts[name] for name in FIELDS if name in facts}
    texts = [workflow.Words(text["kind"], text["language"], text["text"]) for text in facts["descriptions"]]
    given["alts"] = {text.language: text.text for text in texts if text.kind == "alt"}
    ready = pictures.keep(tools, source, None, Options(), given)
    if isinstance(ready, Outcome):
        return False
    prepared, file = ready
    with tools.db.writing() as session:
        collection = collections.find(session, facts["collection"])
        draft = Draft(prepared.values, accession=facts["accession"], collection=collection)
        photograph = photographs.register(session, OPERATOR, draft)
        images.attach(session, OPERATOR, photograph, file)
        waiting = [workflow.save(session, describer, photograph, words) for words in texts]
        for told in facts.get("answers", ()):
            _answer(session, describer, photograph, told)
        for text in filter(None, waiting):
            workflow.approve(session, reviewer, text.id, version=text.version)
        jobs.forget(session, "derive", str(photograph.id))  # the derivatives carry these words already
        visibility.publish(session, OPERATOR, photograph.accession)
    return True


def _answer(session: Session, describer: Actor, photograph: Photograph, told: dict[str, str]) -> None:
    place = (told["code"], told["field"], told["language"])
    with suppress(Missing):  # rules that changed since the sample was written need no answer
        linting.answer(session, describer, photograph, place, told["reason"])
