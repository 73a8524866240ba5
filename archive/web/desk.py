"""The desk: what waits for this person, as short lists with counts, and where new work begins."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from archive.catalogue import queues as records
from archive.catalogue import visibility
from archive.descriptions import outdated, queues
from archive.ingest import staging
from archive.web import labels
from archive.web.intake import STATES
from archive.web.request import actor, described, need, page, reading

pages = Blueprint("desk", __name__)
SHOWN = 10


@pages.get("/desk")
def show() -> tuple[str, int] | Response:
    """Everything that waits."""
    need("describer", "reviewer", "archivist", "administrator")
    session = reading()
    back, back_count = queues.sent_back(session, actor().name, limit=SHOWN)
    drafts, drafts_count = records.drafts(session, limit=SHOWN)
    silent, silent_count = queues.undescribed(session, limit=SHOWN)
    changed, changed_count = outdated.photographs(session, limit=SHOWN)
    imports, imports_count = records.work_of(
        session, actor().name, (staging.PREVIEW, staging.IMPORT), limit=SHOWN
    )
    return page(
        "pages/desk/desk.html",
        waiting=queues.in_review(session, limit=SHOWN),
        waiting_count=queues.in_review_count(session),
        back=back,
        back_count=back_count,
        drafts=[(one, visibility.stops(one)) for one in drafts],
        drafts_count=drafts_count,
        silent=described(silent),
        silent_count=silent_count,
        changed=changed,
        changed_count=changed_count,
        imports=imports,
        imports_count=imports_count,
        labels=labels.TEXT_KINDS,
        states=STATES,
        is_archivist=actor().may("archivist"),
        is_administrator=actor().may("administrator"),
    )
