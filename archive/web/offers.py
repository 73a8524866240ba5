"""Texts of pictures that look the same, offered and never copied silently."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from archive import languages
from archive.catalogue import photographs
from archive.catalogue.checks import Invalid
from archive.catalogue.photographs import Stale
from archive.descriptions import offers
from archive.descriptions.models import KINDS
from archive.descriptions.offers import Offer
from archive.descriptions.texts import Described
from archive.history import Missing
from archive.web import labels
from archive.web.filters import said
from archive.web.request import actor, described, go, need, number, parts, photograph, reading, writing

if TYPE_CHECKING:
    from archive.catalogue.models import Photograph

pages = Blueprint("offers", __name__, url_prefix="/photographs/<accession>/describe/offers/<other>")
KEPT = ("queue", "collection")  # where the person is in their work; forms carry it along


@dataclass(frozen=True)
class Shown:
    """An offer, and the other photograph with its words and picture."""

    offer: Offer
    described: Described


def context(record: Photograph, language: str) -> dict[str, Any]:
    """What `_offers.html` needs: offers, pairs called different, and what its forms carry along."""
    found = offers.of(reading(), record, language)
    different = offers.dismissed(reading(), record)
    seen = described([record, *(one.other for one in found)]) if found else []
    return {
        "offer_list": [Shown(one, there) for one, there in zip(found, seen[1:], strict=True)],
        "offer_here": seen[0] if seen else None,
        "offer_different": different,
        "offer_named": labels.named_text,
        "offer_kept": _kept() | {"lang": language},
        "offer_may_take": actor().may("describer", "archivist"),
    }


@pages.post("/take")
def take(accession: str, other: str) -> Response:
    """Use the other photograph's text: it goes to review with this person as its author."""
    need("describer", "archivist")
    record = photograph(accession)
    kind, language = _kind(), _language(record)
    try:
        with writing() as session:
            here, there = (photographs.get(session, one) for one in (accession, other))
            mark = request.form.get("mark", "")[:24]
            offers.take(session, actor(), here, there, kind, language, number("version", 0), mark=mark)
    except Stale:
        flash(
            _("One of the two texts was changed meanwhile, so nothing was taken. Compare them again."),
            "error",
        )
    except Invalid as invalid:
        flash(" ".join(said(one.message) for one in invalid.problems), "error")
    except Missing:
        _no_more()
    else:
        _taken(labels.named(kind, language), other)
    return _back(record, language)


def _taken(text: str, other: str) -> None:
    told = _("Taken from %(other)s with you as its author, and in review: %(text)s.", other=other, text=text)
    if not parts().settings.one_person:
        told += " " + _("Another person has to approve it before readers see it.")
    flash(told)


def _no_more() -> None:
    flash(_("These two photographs do not count as the same picture any more. Nothing was changed."), "error")


@pages.post("/different")
def dismiss(accession: str, other: str) -> Response:
    """Say that the two pictures are different ones."""
    told = _("Noted: %(here)s and %(other)s are different pictures.", here=accession, other=other)
    return _say(accession, other, offers.dismiss, told)


@pages.post("/same")
def recall(accession: str, other: str) -> Response:
    """Take it back that they are different ones."""
    told = _("Noted: %(here)s and %(other)s may be the same picture.", here=accession, other=other)
    return _say(accession, other, offers.recall, told)


def _say(accession: str, other: str, verb: Callable[..., None], told: str) -> Response:
    need("describer", "reviewer", "archivist")
    record = photograph(accession)
    try:
        with writing() as session:
            verb(session, actor(), photographs.get(session, accession), photographs.get(session, other))
    except Missing:
        _no_more()
    else:
        flash(told)
    return _back(record, _language(record))


def _kind() -> str:
    kind = request.form.get("kind", "")
    if kind not in KINDS:
        raise Missing(kind)
    return kind


def _language(record: Photograph) -> str:
    wanted = languages.normal(request.form.get("lang", "")[:35])
    return wanted or languages.normal(record.caption_language or "en") or "en"


def _kept() -> dict[str, str]:
    return {name: request.values[name][:100] for name in KEPT if request.values.get(name)}


def _back(record: Photograph, language: str) -> Response:
    kept: dict[str, Any] = _kept()
    return go(url_for("describe.show", accession=record.accession, lang=language, **kept))
