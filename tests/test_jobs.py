"""Durable jobs: claimed once, queued again after a death, given up only when they get nowhere."""

from __future__ import annotations

from archive import jobs
from archive.jobs import Line
from archive.parts import Parts


def test_a_job_is_claimed_once_and_its_twin_is_not_queued(parts: Parts) -> None:
    with parts.db.writing() as session:
        first = jobs.enqueue(session, "derive", {"photograph": 1}, key="1", actor="a")
        assert jobs.enqueue(session, "derive", {"photograph": 1}, key="1", actor="a").id == first.id
        claimed = jobs.claim(session, ["derive"])
        assert claimed is not None
        assert claimed.id == first.id
        assert jobs.claim(session, ["derive"]) is None
        assert not jobs.waiting(session, ["derive"])


def test_what_was_running_is_queued_again_and_given_up_when_it_gets_nowhere(parts: Parts) -> None:
    with parts.db.writing() as session:
        job = jobs.enqueue(session, "import", {}, key="x", actor="a")
        for _ in range(jobs.ATTEMPTS):
            assert jobs.claim(session, ["import"]) is not None
            jobs.requeue(session)
            session.refresh(job)
        assert (job.state, job.message) == ("failed", jobs.GIVEN_UP)


def test_a_job_that_gets_further_each_time_is_never_given_up(parts: Parts) -> None:
    with parts.db.writing() as session:
        job = jobs.enqueue(session, "import", {}, key="x", actor="a")
        for number in range(jobs.ATTEMPTS * 3):
            assert jobs.claim(session, ["import"]) is not None
            jobs.note(session, job.id, Line(item=f"{number}", outcome="added"))
            jobs.requeue(session)
            session.refresh(job)
        assert job.state == "queued"


def test_an_item_has_one_line_however_often_it_is_noted(parts: Parts) -> None:
    with parts.db.writing() as session:
        job = jobs.enqueue(session, "import", {}, key="x", actor="a")
        jobs.note(session, job.id, Line(item="a", outcome="added"))
        jobs.note(session, job.id, Line(item="a", outcome="refused"))
        assert [(line.item, line.outcome) for line in jobs.lines(session, job.id)] == [("a", "added")]
        assert jobs.counts(session, job.id) == {"added": 1}


def test_a_waiting_job_tells_how_many_come_before_it(parts: Parts) -> None:
    kinds = ("preview", "import")
    with parts.db.writing() as session:
        queued = [
            jobs.enqueue(session, kind, {}, key=kind, actor="a") for kind in ("import", "derive", "preview")
        ]
        assert [jobs.ahead(session, job, kinds) for job in queued] == [0, 1, 1]
        jobs.claim(session, kinds)
        assert jobs.ahead(session, queued[2], kinds) == 1
        jobs.finish(session, queued[0].id)
        assert jobs.ahead(session, queued[2], kinds) == 0
        jobs.claim(session, ["derive"])
        jobs.claim(session, kinds)
        jobs.requeue(session, kinds)
        assert jobs.waiting(session, kinds)
        assert not jobs.waiting(session, ["derive"]), "another thread has it in hand"
