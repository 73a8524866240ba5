"""Two records of what may be one photograph, side by side and in words; what is to become of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from archive.catalogue import photographs
from archive.catalogue.checks import Invalid, Problem
from archive.descriptions import duplicates, merging, offers
from archive.history import Missing
from archive.web import fieldsets, labels, telling_apart
from archive.web.filters import heading, heading_language
from archive.web.paging import Paging
from archive.web.request import actor, described, go, need, number, page, photograph, reading, writing

if TYPE_CHECKING:
    from archive.catalogue.models import Photograph

pages = Blueprint("duplicates", __name__)
Answer = tuple[str, int] | Response
WHO = ("describer", "reviewer", "archivist")


@pages.get("/desk/alike")
def show() -> Answer:
    """Pairs that nobody has looked at yet, the newest first."""
    need(*WHO)
    total = duplicates.count(reading())
    paging = Paging(total, number("page", 1, least=1), lambda at: url_for("duplicates.show", page=at))
    pairs = (
        [] if paging.beyond else duplicates.waiting(reading(), limit=paging.per_page, offset=paging.offset)
    )
    seen = described([record for pair in pairs for record in (pair.one, pair.other)])
    shown = list(zip(pairs, seen[::2], seen[1::2], strict=True))
    return page("pages/duplicates/list.html", 404 if paging.beyond else 200, paging=paging, shown=shown)


@pages.get("/photographs/<accession>/alike/<other>")
def pair(accession: str, other: str) -> Answer:
    """The two pictures with their words, what differs, and what may be done."""
    need(*WHO)
    return _pair(accession, other)


def _pair(accession: str, other: str, problems: Sequence[Problem] = ()) -> Answer:
    found = duplicates.find(reading(), photograph(accession), photograph(other))
    one, two = described([found.one, found.other])
    return page(
        "pages/duplicates/pair.html",
        422 if problems else 200,
        pair=found,
        sides=(one, two),
        pictures=telling_apart.pictures(one, two),
        records=telling_apart.records(found.one, found.other),
        lent=duplicates.lent(reading(), found),
        named=labels.named,
        may_take=actor().may("describer", "archivist"),
        may_merge=actor().may("archivist"),
        problems=problems,
        errors=fieldsets.errors(problems),
        typed=request.form,
        stays=[
            (record.accession, _called(record), heading_language(record))
            for record in (found.one, found.other)
        ],
    )


def _called(record: Photograph) -> str:
    """Number and title, where it has one."""
    return ": ".join(dict.fromkeys((record.accession, heading(record))))


@pages.post("/photographs/<accession>/alike/<other>/different")
def dismiss(accession: str, other: str) -> Answer:
    """Say that the two are different pictures, and go on with the list."""
    told = _("Noted: %(here)s and %(other)s are different pictures.", here=accession, other=other)
    _say(accession, other, offers.dismiss, told)
    return go(url_for("duplicates.show"))


@pages.post("/photographs/<accession>/alike/<other>/same")
def recall(accession: str, other: str) -> Answer:
    """Take it back that they are different."""
    told = _("Noted: %(here)s and %(other)s may be the same picture.", here=accession, other=other)
    _say(accession, other, offers.recall, told)
    return go(url_for("duplicates.pair", accession=accession, other=other))


def _say(accession: str, other: str, verb: Callable[..., None], told: str) -> None:
    """Write it down; where somebody else was quicker, say that nothing changed."""
    need(*WHO)
    duplicates.find(reading(), photograph(accession), photograph(other))
    try:
        with writing() as session:
            verb(session, actor(), photographs.get(session, accession), photographs.get(session, other))
    except Missing:
        flash(_("Somebody else decided about these two meanwhile. Nothing was changed."), "error")
    else:
        flash(told)


@pages.post("/photographs/<accession>/alike/<other>/merge")
def merge(accession: str, other: str) -> Answer:
    """Fold one record into the other, which the person has chosen to stay."""
    need("archivist")
    duplicates.find(reading(), photograph(accession), photograph(other))
    kept = request.form.get("stays", "")
    problems = []
    if kept not in (accession, other):
        problems.append(Problem("stays", _("Choose which record stays. Nothing was changed.")))
    if request.form.get("sure") != "yes":
        unsure = _("Merging cannot be undone: tick that you are sure. Nothing was changed.")
        problems.append(Problem("sure", unsure))
    if problems:
        return _pair(accession, other, problems)
    gone = other if kept == accession else accession
    try:
        with writing() as session:
            merging.merge(session, actor(), gone, kept)
    except Invalid as invalid:
        return _pair(accession, other, [Problem("stays", one.message) for one in invalid.problems])
    flash(_("%(gone)s was merged into this record. Its old address leads here.", gone=gone))
    return go(url_for("edit.show", accession=kept))
