"""A change in a preview: before and after apart, each in the language of its words."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from archive import jobs
from archive.jobs import Line
from archive.parts import Parts
from tests import builders
from tests.web.outline import sound

SignIn = Callable[[str], FlaskClient]


def test_both_sides_of_a_change_stand_apart_in_their_language(parts: Parts, signed_in: SignIn) -> None:
    record = builders.photograph(parts, caption="Un tranvía espera.", caption_language="es")
    changes = [
        {"field": "caption", "before": "Un tranvía espera.", "after": "A tram waits.", "source": "table"},
        {"field": "caption_language", "before": "es", "after": "en", "source": "table"},
        {"field": "alt[fr]", "before": "", "after": "Un tram.", "source": "table"},
        {"field": "date_text", "before": "June 2, 1962.", "after": "", "source": "table"},
        {"field": "headline", "here": "Un tranvía", "sheet": "A tram"},
    ]
    payload = {"token": "x", "files": [], "options": {"dry_run": True}}
    browser = signed_in("archivist")
    with parts.db.writing() as session:
        job = jobs.enqueue(session, "preview", payload, key="x", actor="archivist")
        job.state = "done"
        line = Line(item="t.csv row 1", outcome="change", accession=record, detail={"changes": changes})
        jobs.note(session, job.id, line)
        number = job.id
    page = sound(browser.get(f"/desk/import/{number}").text)
    told = [(one.words, one["lang"]) for one in page.all("dt", "dd")]
    assert told == [
        ("Before", ""), ("Un tranvía espera.", "es"), ("After", ""), ("A tram waits.", ""),
        ("Before", ""), ("es", ""), ("After", ""), ("en", ""),
        ("Before", ""), ("nothing", ""), ("After", ""), ("Un tram.", "fr"),
        ("Before", ""), ("June 2, 1962.", ""), ("After", ""), ("nothing", ""),
        ("Here", ""), ("Un tranvía", "es"), ("On the sheet", ""), ("A tram", ""),
    ]  # fmt: skip
    assert "Alt text in French:" in page.one("main").words
    assert "Headline differs, not changed." in page.one("main").words
