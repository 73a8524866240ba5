"""Everything that pages of the desk can show: texts in each standing, requests, offers, jobs."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image as PILImage
from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import jobs
from archive.catalogue import photographs, visibility
from archive.catalogue.models import Alike, Photograph
from archive.descriptions import claims, findings, requests, stages, unfinished, workflow
from archive.descriptions.workflow import Words
from archive.ingest import staging
from archive.ingest.outcome import Options
from archive.ingest.run import Run, attach_upload, bring_in
from archive.interop import table_job
from archive.parts import Parts
from tests import builders
from tests.builders import ARCHIVIST, REVIEWER
from tests.journeys import shapes
from tests.journeys.shapes import Shapes
from tests.server import wait_for

SAME = Shapes(("blue", "circle"), "at the upper left corner of", ("green", "cross"), "yellow")
TEXT = "A small white square lies inside a large green circle."
BETTER = "A small white square lies inside a large green circle on a red field."
FILE = "IMG_2041.jpg"


def furnish(home: Path) -> dict[str, str]:
    """Make photographs and jobs for the archivist's desk; returns what stands for them in addresses.

    CHANGED has an approved text, a change of it in review, a wish and a report of readers; DECIDE a text in
    review; DRAFT a text that the checks stop, SUGGESTED one to accept, BACK one sent back; OFFERED looks like
    a described one; OUTDATED was described before its file was replaced; TAKEN is taken by the archivist, who
    has typed there; LIKE looks like OFFERED; MOVING is an animation; SPEAKING has words in its file;
    PREVIEW, CHECK, TABLE (a preview of a table) and EXPORT are jobs, LINE a line of PREVIEW.
    """
    made = {
        name: shapes.photograph(home, Shapes(("white", "square"), "inside", ("green", "circle"), ground))
        for name, ground in (("CHANGED", "red"), ("DECIDE", "blue"), ("DRAFT", "black"), ("BACK", "grey"))
    }
    for name, ground in (("OUTDATED", "grey"), ("SUGGESTED", "white")):
        made[name] = shapes.photograph(home, Shapes(("red", "cross"), "left of", ("blue", "square"), ground))
    picture = Shapes(("red", "cross"), "right of", ("blue", "square"), "yellow")
    made["TAKEN"] = shapes.photograph(home, picture, collection="taken")
    parts = builders.archive(home)
    try:
        _describe(parts, made)
        _ask(parts, made)
        _replace(parts, home, made["OUTDATED"])
        made["OFFERED"], made["LIKE"] = _offer(parts, home)
        made |= _files(parts, home) | _jobs(parts)
    finally:
        parts.close()
    return made


def _describe(parts: Parts, made: dict[str, str]) -> None:
    builders.describe(parts, made["CHANGED"], TEXT)
    builders.describe(parts, made["CHANGED"], "It fills the sheet.\n\nIts edge is rough.", "long")
    builders.describe(parts, made["CHANGED"], BETTER, approve=False)
    builders.describe(parts, made["DECIDE"], TEXT, approve=False)
    builders.describe(parts, made["OUTDATED"], "A red cross lies left of a blue square.")
    with parts.db.writing() as session:
        _save(session, made["DRAFT"], Words("alt", "en", FILE), review=False)
        _save(session, made["DRAFT"], Words("alt", "es", "Un cuadrado blanco dentro de un círculo verde."))
        _save(session, made["SUGGESTED"], Words("alt", "en", "A red cross and a blue square.", "file"))
        back = _save(session, made["BACK"], Words("alt", "en", "A square and a circle."))
        workflow.send_back(session, REVIEWER, back, "Say which is inside.", version=1, code="inaccurate")
        taken = photographs.get(session, made["TAKEN"])
        claims.take(session, ARCHIVIST, stages.Ask("en", "taken"))
        unfinished.keep(session, ARCHIVIST, taken, Words("alt", "en", "Half a sentence"), base=0, edition=0)


def _save(session: Session, accession: str, words: Words, *, review: bool = True) -> int:
    saved = workflow.save(session, ARCHIVIST, photographs.get(session, accession), words, review=review)
    assert saved is not None
    return saved.id


def _ask(parts: Parts, made: dict[str, str]) -> None:
    with parts.db.writing() as session:
        changed = photographs.get(session, made["CHANGED"])
        requests.ask(session, changed, "es", "Is the circle in front?", browser="one")
        requests.report(session, changed, ("alt", "en"), "It is no square.", browser="one")
        requests.ask(session, photographs.get(session, made["TAKEN"]), "en", "", browser="one")


def _replace(parts: Parts, home: Path, accession: str) -> None:
    other = Shapes(("red", "triangle"), "left of", ("blue", "circle"), "grey").draw(home.parent / "new.png")
    with other.open("rb") as stream:
        attach_upload(parts.tools, ARCHIVIST, accession, stream, other.name, "recto")


def _files(parts: Parts, home: Path) -> dict[str, str]:
    """An animation, and a picture whose own metadata say two things."""
    first, *rest = (PILImage.new("RGB", (480, 360), colour) for colour in ("navy", "teal", "olive"))
    first.save(home.parent / "moving.gif", save_all=True, append_images=rest, duration=500, loop=0)
    said = PILImage.Exif()
    said[0x013B], said[0x010E] = "Ida P\u00c3\u00a9rez".encode(), b"A tram in a made-up town."
    first.save(home.parent / "speaking.jpg", exif=said)
    made = {}
    for name, path in (("MOVING", "moving.gif"), ("SPEAKING", "speaking.jpg")):
        run = Run(parts.tools, ARCHIVIST, Options())
        (outcome,) = bring_in(run, [home.parent / path]).of("added")
        made[name] = outcome.accession
    with parts.db.writing() as session:
        for accession in made.values():
            record = photographs.get(session, accession)
            photographs.amend(
                session, ARCHIVIST, accession, {"credit_line": "A Studio"}, version=record.version
            )
            visibility.publish(session, ARCHIVIST, accession)
    return made


def _offer(parts: Parts, home: Path) -> tuple[str, str]:
    """A second file of a picture that is described; the server's worker sees that they look the same."""
    described, bare = shapes.photograph(home, SAME), builders.photograph(parts, headline="The same again")
    builders.describe(parts, described, SAME.words)
    again = SAME.draw(home.parent / "again.jpg")
    with again.open("rb") as stream:
        attach_upload(parts.tools, ARCHIVIST, bare, stream, again.name, "recto")

    def seen() -> bool:
        with parts.db.reading() as session:
            mine = select(Photograph.id).where(Photograph.accession == bare)
            return session.scalars(select(Alike).where(Alike.photograph_id.in_(mine))).first() is not None

    wait_for(seen)
    return bare, described


def _jobs(parts: Parts) -> dict[str, str]:
    sheet = io.BytesIO(
        b"Trams of a made-up town\nA tram waits in Vellmar, Lowland, May 2021. via Lowland Press\n"
    )
    preview = staging.stage(parts.tools, ARCHIVIST, [("sheet.txt", sheet)], Options())
    rows = io.BytesIO(b"headline,caption,Drawer\nA tram,A tram waits in Vellmar.,12\n")
    columns = staging.stage(parts.tools, ARCHIVIST, [("drawer.csv", rows)], Options(collection="taken"))
    with parts.db.writing() as session:
        check = findings.ask(session, ARCHIVIST, None)
        export = table_job.start(session, ARCHIVIST, ".csv")

    def done() -> bool:
        with parts.db.reading() as session:
            return all(
                (job := jobs.find(session, number)) is not None and job.state == "done"
                for number in (preview, columns, export)
            )

    wait_for(done)
    with parts.db.reading() as session:
        line = next(line.id for line in jobs.lines(session, preview) if line.outcome == "add")
    return {
        "PREVIEW": str(preview), "CHECK": str(check.id), "TABLE": str(columns), "EXPORT": str(export),
        "LINE": str(line),
    }  # fmt: skip
