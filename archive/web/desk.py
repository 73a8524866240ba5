"""The desk: what waits for this person, as short lists with counts, and where new work begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, make_response, request
from flask_babel import gettext as _

from archive.catalogue import queues as records
from archive.catalogue import visibility
from archive.catalogue.checks import Problem
from archive.descriptions import duplicates, outdated, queues
from archive.descriptions.queues import Ask
from archive.ingest import staging
from archive.web import worklists
from archive.web.intake import STATES
from archive.web.request import actor, need, page, parts, reading
from archive.web.worklists import QUEUES

pages = Blueprint("desk", __name__)
COOKIE, YEAR = "desk-language", 31_536_000
SHOWN = 10
FIRST = 3


@pages.get("/desk")
def show() -> Response:
    """Everything that waits for this person: the queues by language and collection, then records.

    This browser's last choice of language is kept, so that nobody chooses it every morning.
    """
    need("describer", "reviewer", "archivist", "administrator")
    ask, problems = worklists.asked_for(request.args.get("lang", request.cookies.get(COOKIE, "")))
    if "lang" not in request.args:  # a kept choice that means nothing any more is nobody's mistake
        problems = [one for one in problems if one.field != "lang"]
    answer = make_response(_page(ask, problems))
    if "lang" in request.args and not problems:
        secure = parts().settings.secure_cookies
        answer.set_cookie(COOKIE, ask.language, max_age=YEAR, httponly=True, secure=secure, samesite="Lax")
    return answer


def _page(ask: Ask, problems: Sequence[Problem]) -> tuple[str, int]:
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
        **worklists.filters(ask, problems, every=_("Every language (without words: English first)")),
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
        "alike_count": duplicates.count(session),
    }
