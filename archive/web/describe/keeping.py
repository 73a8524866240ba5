"""Keeping what is typed while it is typed: what the page's script sends, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import jsonify, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from archive.catalogue import photographs
from archive.catalogue.checks import Invalid
from archive.catalogue.photographs import Stale
from archive.descriptions import unfinished
from archive.descriptions.models import KINDS
from archive.descriptions.unfinished import FACTS, Beside
from archive.descriptions.workflow import Words
from archive.web import labels
from archive.web.describe.work import Form, Way, sent, way
from archive.web.filters import language_name, said
from archive.web.request import actor, number, photograph, writing

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def answer(accession: str) -> tuple[Response, int]:
    """Keep one part of the form, a text or all that is beside the texts, as the script is answered: in JSON.

    200 with the new edition; 409 where another window kept something else, 422 where it cannot be kept, each
    with a sentence as `told`.
    """
    here, typed = way(photograph(accession)), sent()
    part = request.form.get("part", "")
    if here.unknown or not (part == FACTS or (part in KINDS and part in typed.texts)):
        return jsonify(told=_("What you typed could not be kept. It stays in the field: save it.")), 422
    try:
        with writing() as session:
            edition = _keep(session, accession, part, here, typed)
    except Invalid as invalid:
        return jsonify(told=said(invalid.problems[0].message)), 422
    except Stale:
        return jsonify(told=_collision(part, here)), 409
    return jsonify(edition=edition), 200


def _keep(session: Session, accession: str, part: str, here: Way, typed: Form) -> int:
    record = photographs.standing(session, photographs.get(session, accession))
    window = request.form.get("window", "")
    if part == FACTS:
        values = {**typed.facts, **typed.answers}
        beside = Beside(values, typed.facts_were)
        edition = number("facts_edition", 0)
        return unfinished.keep_beside(
            session, actor(), record, here.language, beside, edition=edition, window=window
        )
    seen = typed.seen[part]
    words = Words(part, here.language, typed.texts[part])
    return unfinished.keep(
        session, actor(), record, words, base=seen.version, edition=seen.edition, window=window
    )


def _collision(part: str, here: Way) -> str:
    if part == FACTS:
        told = _(
            "Another window of yours has kept something else about the picture, on the page in %(language)s. "
            "What is chosen and written here is only in this window: save it, and you see both.",
            language=language_name(here.language),
        )
        return str(told)
    told = _(
        "Another window of yours has kept other words for %(text)s. These here are only in this window: "
        "save them, and both stay.",
        text=labels.named(part, here.language),
    )
    return str(told)
