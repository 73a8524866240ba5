"""A job's receipt at a glance: the little of each line that a page counts, read out by the database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from archive.ingest import choices
from archive.ingest.outcome import NO_RIGHTS
from archive.ingest.pairs import GUESSED
from archive.jobs import Line


class Glance(NamedTuple):
    """What is counted of a line, as `outcome.Outcome` describes it, without its words.

    `comes` says whether it tells of a record, `unstated` that it came without rights, `stops` what keeps it
    a draft, `decides` that a person can decide something, `finds` that there is something to know, `left`
    that it is left out as a copy; `date` are the words of a date that may be unclear, with their language,
    else ''.
    """

    id: int
    item: str
    outcome: str
    comes: bool
    unstated: bool
    stops: bool
    publishes: bool
    decides: bool
    finds: bool
    left: bool
    date: str
    language: str


def glances(session: Session, job_id: int) -> Iterator[Glance]:
    """Every line of a receipt in order; the JSON of its detail is looked into, and never carried over."""
    date = func.coalesce(_part("values.date_text"), _part("date.date_text"), "")
    settled = func.coalesce(_part("values.edtf"), "") != ""
    query = select(
        Line.id,
        Line.item,
        Line.outcome,
        _part("caption").is_not(None) & _part("left").is_(None),
        # As JSON is kept: the sentence with its quotes and escapes, so that no other can contain it.
        func.instr(func.coalesce(_part("findings"), ""), json.dumps(NO_RIGHTS)) > 0,
        _holds("stops"),
        func.coalesce(_part("publishes"), 0) > 0,
        _part("values").is_not(None)
        & (_holds("conflicts") | _holds("repairs") | _holds(GUESSED) | _like_a_record()),
        (Line.outcome == "refused") | _holds("alike") | (_holds("findings") & ~_only_rights()),
        func.coalesce(_part("left"), 0) > 0,
        func.iif(settled, "", date),
        func.coalesce(_part("values.caption_language"), _part("date.caption_language"), ""),
    ).where(Line.job_id == job_id)
    rows = session.execute(query.order_by(Line.id).execution_options(yield_per=1000))
    readings: dict[tuple[str, str], bool] = {}
    for row in rows:
        seen = Glance._make(row)
        yield seen._replace(decides=bool(seen.decides) or _unclear(seen, readings))


def _part(path: str) -> ColumnElement[Any]:
    return func.json_extract(Line.detail, f"$.{path}")


def _holds(name: str) -> ColumnElement[bool]:
    """Whether there is anything in a list or mapping of the detail."""
    return func.coalesce(_part(name), "[]").not_in(("[]", "{}"))


def _like_a_record() -> ColumnElement[bool]:
    """Whether the picture looks like that of a record; what looks like earlier items only stands behind."""
    return func.coalesce(_part("alike[0].accession"), "") != ""


def _only_rights() -> ColumnElement[bool]:
    """Whether all there is to know is that no rights are stated, which is told once for all."""
    return func.json_array_length(_part("findings")).is_(1) & (_part("findings[0]") == NO_RIGHTS)


def _unclear(seen: Glance, readings: dict[tuple[str, str], bool]) -> bool:
    """Whether a date asks for its reading; the same words are asked about once."""
    if not seen.date:
        return False
    key = (seen.date, seen.language)
    if key not in readings:
        values = {"date_text": seen.date, "caption_language": seen.language}
        readings[key] = bool(choices.questions({"values": values, "sources": {}}, {}))
    return readings[key]
