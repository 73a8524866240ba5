"""Change many records at once: choose them, say what is to change, see what would happen, confirm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from archive.catalogue import bulk, photographs
from archive.catalogue.bulk import FIELDS, MOST, Changed, Wish
from archive.catalogue.checks import Invalid, Problem
from archive.catalogue.models import Photograph
from archive.catalogue.photographs import Stale
from archive.history import Missing
from archive.search import query
from archive.search.index import Request
from archive.web import fieldsets, revisions
from archive.web.request import actor, need, page, parts, reading, writing

pages = Blueprint("bulk", __name__)
Answer = tuple[str, int] | Response
KEEP, NONE = "keep", "none"  # values of selects; slugs of collections are never compared with them


class _TakenBack(Exception):
    """Ends the transaction of a preview."""


@pages.get("/desk/change")
def show() -> Answer:
    """Choose records by a search; `tick=all` ticks every one found."""
    need("archivist")
    words = request.args.get("q")
    if words is None:
        return page("pages/bulk/which.html", q="", accessions="", problems=(), errors={}, most=MOST)
    return _search(words, tick=request.args.get("tick") == "all")


@pages.post("/desk/change")
def act() -> Answer:
    """One step further: list the numbers pasted, preview, or confirm."""
    need("archivist")
    step = request.form.get("step", "")
    if step == "list":
        return _paste(request.form.get("accessions", ""))
    if step == "confirm":
        return _confirm()
    return _choose() if step == "back" else _preview()


def _search(words: str, *, tick: bool) -> Answer:
    asked = Request(query=query.parse(words), audience="staff", limit=MOST)
    answer = parts().search(asked)
    if answer.found is None:
        sorry = _("Search is being rebuilt. Paste accession numbers meanwhile, or come back in a moment.")
        return _which(words, "", [Problem("q", sorry)])
    found = photographs.by_ids(reading(), answer.found.ids)
    if not found:
        return _which(words, "", [Problem("q", _("Nothing was found. Try other words."))])
    return _list(
        found, ticked={one.accession for one in found} if tick else set(), q=words, total=answer.found.total
    )


def _paste(text: str) -> Answer:
    wanted = [one for one in re.split(r"[\s,;]+", text) if one]
    if not wanted:
        return _which("", text, [Problem("accessions", _("Write at least one accession number."))])
    if len(set(wanted)) > MOST:
        many = _("These are more than %(most)s records. Change them in several steps.", most=MOST)
        return _which("", text, [Problem("accessions", many)])
    found, unknown = bulk.known(reading(), wanted)
    if unknown:
        words = _("No record bears these numbers: %(numbers)s.", numbers=", ".join(unknown[:20]))
        return _which("", text, [Problem("accessions", words)])
    return _list(found, ticked={one.accession for one in found})


def _which(words: str, accessions: str, problems: Sequence[Problem]) -> Answer:
    return page(
        "pages/bulk/which.html",
        422,
        q=words,
        accessions=accessions,
        problems=problems,
        errors=fieldsets.errors(problems),
        most=MOST,
    )


def _choose() -> Answer:
    """The list again, with everything that was ticked and typed."""
    found, _unknown = bulk.known(reading(), request.form.getlist("listed")[:MOST])
    return _list(found, ticked=set(request.form.getlist("record")), q=request.form.get("q", ""))


def _list(
    found: Sequence[Photograph],
    *,
    ticked: set[str],
    q: str = "",
    total: int = 0,
    problems: Sequence[Problem] = (),
) -> Answer:
    return page(
        "pages/bulk/choose.html",
        422 if problems else 200,
        found=found,
        ticked=ticked,
        q=q,
        total=total,
        most=MOST,
        labels=fieldsets.LABELS,
        rights=[(KEEP, _("Keep what each record has")), *fieldsets.rights_choices(_("None given"))],
        collections=[
            (KEEP, _("Keep where each record is")),
            *((slug or NONE, title) for slug, title in fieldsets.collection_choices(_("In no collection"))),
        ],
        problems=problems,
        errors=fieldsets.errors(problems),
        typed=request.form,
    )


def _wish() -> Wish:
    values = {}
    for name in FIELDS:
        text = request.form.get(name, "" if name != "rights" else KEEP)
        wanted = text != KEEP if name == "rights" else text.strip() or request.form.get(f"empty_{name}")
        if wanted:
            values[name] = text
    slug = request.form.get("collection", KEEP)
    collection = None if slug == KEEP else "" if slug == NONE else slug
    return Wish(values, collection, request.form.get("publish") == "yes")


def _again(*problems: Problem) -> Answer:
    found, _unknown = bulk.known(reading(), request.form.getlist("listed")[:MOST])
    ticked = set(request.form.getlist("record"))
    return _list(found, ticked=ticked, q=request.form.get("q", ""), problems=problems)


def _preview(*, stale: bool = False) -> Answer:
    wish, chosen = _wish(), request.form.getlist("record")[:MOST]
    if not chosen:
        return _again(Problem("record", _("Tick at least one record.")))
    if wish.empty:
        return _again(Problem("credit_line", _("Say what is to change: nothing is filled in yet.")))
    both = [
        name for name in FIELDS if request.form.get(f"empty_{name}") and request.form.get(name, "").strip()
    ]
    if both:
        words = _("A new text is written here, and it is to be emptied as well. Do one of the two.")
        return _again(*(Problem(name, words) for name in both))
    try:
        done = _tried(wish, chosen)
    except Invalid as invalid:
        return _again(*invalid.problems)
    except Missing:
        return _again(
            Problem("record", _("One of these records is not there any more. Look at the list again."))
        )
    return page(
        "pages/bulk/preview.html",
        409 if stale else 200,
        rows=[_told(one) for one in done if one.changes],
        stopped=[one for one in done if one.stops],
        refused=[one for one in done if one.refused],
        unchanged=[one for one in done if one.same],
        seen={one.accession: one.version for one in done},
        wish=wish,
        stale=stale,
        form=_carried(),
    )


def _carried() -> list[tuple[str, str]]:
    """What the next step's form has to carry: everything typed and ticked so far."""
    own = ("csrf_token", "step", "version-")
    names = [name for name in request.form if not name.startswith(own)]
    return [(name, value) for name in names for value in request.form.getlist(name)]


def _tried(wish: Wish, chosen: Sequence[str]) -> list[Changed]:
    done: list[Changed] = []
    try:
        with writing() as session:
            done = bulk.change(session, actor(), dict.fromkeys(chosen), wish)
            raise _TakenBack  # noqa: TRY301 - only an error takes a transaction back
    except _TakenBack:
        return done


def _told(one: Changed) -> dict[str, Any]:
    changes = [
        (fieldsets.LABELS[name], revisions.in_words(name, before), revisions.in_words(name, after))
        for name, before, after in one.changes
    ]
    return {"accession": one.accession, "headline": one.headline, "changes": changes}


def _confirm() -> Answer:
    seen: dict[str, int | None] = {}
    for accession in request.form.getlist("record")[:MOST]:
        version = request.form.get(f"version-{accession}", "")
        seen[accession] = int(version) if version.isdecimal() and len(version) < 10 else -1  # noqa: PLR2004 - a version
    try:
        with writing() as session:
            done = bulk.change(session, actor(), seen, _wish())
    except (Stale, Missing):
        return _preview(stale=True)
    except Invalid as invalid:
        return _again(*invalid.problems)
    changed = [one for one in done if one.changes]
    flash(
        ngettext("%(num)s record was changed.", "%(num)s records were changed.", len(changed))
        if changed
        else _("No record was changed.")
    )
    return page(
        "pages/bulk/receipt.html",
        rows=[_told(one) for one in changed],
        stopped=[one for one in done if one.stops],
        refused=[one for one in done if one.refused],
        unchanged=[one for one in done if one.same],
    )
