"""The desk: what waits for this person, as short lists with counts, and where new work begins."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from archive.catalogue import queues as records
from archive.catalogue import visibility
from archive.descriptions import outdated, queues
from archive.ingest import staging
from archive.web import worklists
from archive.web.intake import STATES
from archive.web.request import actor, need, page, reading
from archive.web.worklists import QUEUES

pages = Blueprint("desk", __name__)
SHOWN = 10
FIRST = 3


@pages.get("/desk")
def show() -> tuple[str, int] | Response:
    """Everything that waits for this person: the queues by language and collection, then records."""
    need("describer", "reviewer", "archivist", "administrator")
    ask, problems = worklists.asked_for()
    mine = [name for name, queue in QUEUES.items() if actor().may(*queue.roles)]
    counts = queues.counts(reading(), actor(), mine, ask)
    held = [name for name in mine if counts[name]]
    heads = queues.heads(reading(), actor(), held, ask, limit=FIRST)
    _own, own_count = queues.own_review(reading(), actor(), ask, limit=0)
    return page(
        "pages/desk/desk.html",
        422 if problems else 200,
        known=QUEUES,
        mine=mine,
        wordless=queues.WORDLESS,
        counts=counts,
        first={name: heads.get(name, []) for name in mine},
        own_count=0 if ask.alone else own_count,
        batch=worklists.BATCH,
        is_archivist=actor().may("archivist"),
        is_administrator=actor().may("administrator"),
        **worklists.words_of_items(),
        **worklists.filters(ask, problems, every=True),
        **_records(),
    )


def _records() -> dict[str, Any]:
    """What waits apart from descriptions: replaced pictures, drafts of records, imports."""
    session = reading()
    drafts, drafts_count = records.drafts(session, limit=SHOWN)
    changed, changed_count = outdated.photographs(session, limit=SHOWN)
    kinds = (staging.PREVIEW, staging.IMPORT)
    imports, imports_count = records.work_of(session, actor().name, kinds, limit=SHOWN)
    return {
        "drafts": [(one, visibility.stops(one)) for one in drafts],
        "drafts_count": drafts_count,
        "changed": changed,
        "changed_count": changed_count,
        "imports": imports,
        "imports_count": imports_count,
        "states": STATES,
    }
