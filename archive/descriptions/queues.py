"""What waits for somebody's words or eyes: the queues of the desk, by language and collection.

Photographs without an approved alt text in one language: `asked` for by readers, most `viewed` in the
last 90 days, `newest`, and `demand`, which is those three in that order; readers do not see yet what is
`unpublished`. Only what has a picture is there, but for `asked`. Of one person: `mine` (the batch
taken), `sent-back`, `drafts`. Of everybody: texts in `review` that somebody else wrote, grave findings of
the checks (`lint`), texts that nobody accepted yet (`suggested`), `problems` that readers report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from archive.catalogue import photographs
from archive.catalogue.models import Photograph
from archive.db import now
from archive.descriptions import stages
from archive.descriptions.models import Claim, Description, Found, Popularity, Request
from archive.descriptions.stages import Ask
from archive.history import Actor

__all__ = [
    "NAMES",
    "WORDLESS",
    "Ask",
    "Item",
    "count",
    "counts",
    "following",
    "free",
    "heads",
    "items",
    "one",
    "onward",
    "own_review",
    "spoken",
    "standing",
]

NAMES = (
    "demand",
    "asked",
    "viewed",
    "newest",
    "unpublished",
    "mine",
    "sent-back",
    "drafts",
    "review",
    "lint",
    "suggested",
    "problems",
)
WORDLESS = frozenset({"demand", "asked", "viewed", "newest", "unpublished"})
_OF_TEXTS = frozenset({"sent-back", "drafts", "review", "own-review", "suggested"})
_WITHOUT = WORDLESS | {"mine"}  # their photographs may have a text that somebody began
Row = tuple[int, str, str, int]  # photograph, language, kind, id of the text, report or finding (or 0)


@dataclass(frozen=True)
class Item:
    """One thing to do: a photograph, a language, and what there is to know before opening it.

    `description` is the waiting text, if there is one; `note` what a reader reported, or the first that one
    who asks for words left; `finding` what the checks found; `until` the moment to which the actor has taken
    it; `asked` how many readers asked for words in this language, `viewed` how often the page was read in
    the last 90 days.
    """

    photograph: Photograph
    language: str
    kind: str
    description: Description | None = None
    note: str = ""
    finding: Found | None = None
    until: str = ""
    asked: int = 0
    viewed: int = 0

    @property
    def accession(self) -> str:
        """Number of the photograph."""
        return self.photograph.accession

    @property
    def text(self) -> int | None:
        """Number of the waiting text, None where nobody has begun one."""
        return self.description.id if self.description else None

    @property
    def words(self) -> str:
        """What the list says of it: the waiting text, the report, or the finding's sentence."""
        if self.finding is not None:
            return self.finding.message % self.finding.values if self.finding.values else self.finding.message
        return self.note or (self.description.text if self.description else "")


def items(
    session: Session, actor: Actor, queue: str, ask: Ask, *, limit: int = 50, offset: int = 0
) -> list[Item]:
    """Part of a queue in its order. Raises KeyError for a name that is not in NAMES."""
    found = _rows(session, stages.of(session, actor.name, queue, ask), limit, offset)
    return _filled(session, actor, queue, found)


def heads(
    session: Session, actor: Actor, names: Sequence[str], ask: Ask, *, limit: int
) -> dict[str, list[Item]]:
    """The beginnings of several queues, by name: items() of each, with few queries."""
    rows = {name: _rows(session, stages.of(session, actor.name, name, ask), limit, 0) for name in names}
    return _all_filled(session, actor, rows)


def free(session: Session, actor: Actor, queue: str, ask: Ask, limit: int) -> list[Item]:
    """The first things of a queue of photographs without words that nobody has taken, the actor neither."""
    parts = stages.of(session, actor.name, queue, ask, others=False, pictured=True)
    found = _rows(session, parts, limit, 0)
    return _filled(session, actor, queue, found)


def spoken(session: Session) -> frozenset[str]:
    """Languages of the texts approved last, and of captions of the newest records."""
    text, photograph = Description.language.label("code"), Photograph.caption_language.label("code")
    parts = (
        select(text).where(Description.status == "approved").order_by(Description.changed.desc()),
        select(photograph).order_by(Photograph.id.desc()),
    )
    newest = [part.limit(stages.NEWEST).subquery() for part in parts]
    found = [session.scalars(select(one.c.code).distinct()) for one in newest]
    return frozenset(chain(*found)) - {""}


def count(session: Session, actor: Actor, queue: str, ask: Ask) -> int:
    """How many things the whole queue holds."""
    if queue in {"demand", "newest"}:  # the same photographs, and each of them once
        return _count(session, stages.wordless(session, actor.name, ask))
    parts = stages.of(session, actor.name, queue, ask, whole=True)
    return sum(_count(session, stage.query) for stage in parts)


def counts(session: Session, actor: Actor, names: Sequence[str], ask: Ask) -> dict[str, int]:
    """count() of many queues."""
    several = len(WORDLESS.intersection(names)) > 1
    done = stages.wordless_counts(session, actor.name, ask) if several else {}
    return {name: done[name] if name in done else count(session, actor, name, ask) for name in names}


def own_review(session: Session, actor: Actor, ask: Ask, *, limit: int = 50) -> tuple[list[Item], int]:
    """(the actor's own texts that wait for somebody else, oldest first; how many there are in all)."""
    parts = tuple(stages.of(session, actor.name, "own-review", ask))
    found = _filled(session, actor, "own-review", _rows(session, parts, limit, 0))
    return found, sum(_count(session, stage.query) for stage in parts)


def standing(session: Session, found: Sequence[Item]) -> dict[int, Description]:
    """The approved texts that texts of a list would replace, by the number of the waiting text."""
    waiting = {(one.photograph.id, one.kind, one.language): one.text for one in found if one.text}
    which = Description.photograph_id.in_({owner for owner, _kind, _language in waiting})
    query = select(Description).where(which, Description.status == "approved")
    known = {(one.photograph_id, one.kind, one.language): one for one in session.scalars(query)}
    return {number: known[place] for place, number in waiting.items() if place in known}


def one(session: Session, actor: Actor, text: int) -> Item | None:
    """The text of this number as a list shows it, None where there is none."""
    known = session.get(Description, text)
    if known is None:
        return None
    row = (known.photograph_id, known.language, known.kind, known.id)
    return _filled(session, actor, "review", [row])[0]


def following(session: Session, actor: Actor, queue: str, ask: Ask, accession: str) -> Item | None:
    """What comes after this photograph in the queue; the first thing where it is not in it any more.

    After the last comes the first again. None where the queue holds nothing but this photograph.
    """
    row = _next(session, actor, queue, ask, accession)
    return None if row is None else _filled(session, actor, queue, [row])[0]


def onward(session: Session, actor: Actor, queue: str, ask: Ask, accession: str) -> tuple[str, str] | None:
    """The accession number and language of what following() finds, for whoever needs no more to go there."""
    row = _next(session, actor, queue, ask, accession)
    if row is None:
        return None
    query = select(Photograph.accession, Photograph.caption_language).where(Photograph.id == row[0])
    there, spoken = session.execute(query).one()
    return there, row[1] or spoken or stages.USUAL


def _next(session: Session, actor: Actor, queue: str, ask: Ask, accession: str) -> Row | None:
    here = session.scalar(select(Photograph.id).where(Photograph.accession == accession)) or 0
    for stage, query in _onward(session, actor, queue, ask, here):
        row = session.execute(query.where(stage.owner != here).limit(1)).first()
        if row is not None:
            return _row(row)
    return None


def _onward(
    session: Session, actor: Actor, queue: str, ask: Ask, here: int
) -> Iterator[tuple[stages.Stage, stages.Query]]:
    """The queries to try for what follows a photograph, in turn; no stage is made before it is needed."""
    parts = stages.of(session, actor.name, queue, ask, pictured=True)
    passed: list[stages.Stage] = []
    for stage in parts if _may_hold(session, actor, queue, ask, here) else ():
        passed.append(stage)
        row = session.execute(stage.ordered.where(stage.owner == here).limit(1)).first()
        if row is not None:
            yield stage, stage.after(tuple(row)[4:])
            break
    yield from ((one, one.ordered) for one in chain(parts, passed))


def _may_hold(session: Session, actor: Actor, queue: str, ask: Ask, here: int) -> bool:
    """Whether a photograph may be in a queue: one that was just described need not be looked for there."""
    if not here or queue not in WORDLESS or queue == "unpublished":
        return here != 0
    found = session.scalar(stages.wordless(session, actor.name, ask, Photograph.id == here))
    return found is not None


def _row(row: Any) -> Row:
    photograph, language, kind, number = tuple(row)[:4]
    return photograph, language, kind, number


def _rows(session: Session, parts: Iterable[stages.Stage], limit: int, offset: int) -> list[Row]:
    found: list[Row] = []
    for stage in parts:
        query = stage.ordered.limit(limit - len(found)).offset(offset)
        rows = [_row(row) for row in session.execute(query)]
        found += rows
        if len(found) == limit:
            break
        if offset:
            offset = 0 if rows else max(0, offset - _count(session, stage.query))
    return found


def _count(session: Session, query: stages.Query) -> int:
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _filled(session: Session, actor: Actor, queue: str, rows: Sequence[Row]) -> list[Item]:
    """Rows with everything that a list says of them, in their order."""
    return _all_filled(session, actor, {queue: rows})[queue]


def _all_filled(session: Session, actor: Actor, queues: Mapping[str, Sequence[Row]]) -> dict[str, list[Item]]:
    """The same for rows of several queues, by one query a table."""
    ids = list({row[0] for rows in queues.values() for row in rows})
    if not ids:
        return {queue: [] for queue in queues}
    known = {one.id: one for one in photographs.by_ids(session, ids)}
    wishes, views, claims = _wishes(session, ids), _views(session, ids), _claims(session, actor, ids)
    texts = _by_number(session, Description, queues, _OF_TEXTS)
    findings = _by_number(session, Found, queues, {"lint"})
    reports = _by_number(session, Request, queues, {"problems"})
    notes = _notes(session, [row[0] for row in queues.get("asked", ())])
    begun = _begun(session, [row[0] for name in _WITHOUT for row in queues.get(name, ())])

    def item(queue: str, row: Row) -> Item:
        owner, said, kind, number = row
        language = said or known[owner].caption_language or stages.USUAL
        report = reports.get((queue, number))
        return Item(
            photograph=known[owner],
            language=language,
            kind=kind,
            description=begun.get((owner, language)) if queue in _WITHOUT else texts.get((queue, number)),
            note=report.note if report else notes.get((owner, language), "") if queue == "asked" else "",
            finding=findings.get((queue, number)),
            until=claims.get((owner, language), ""),
            asked=wishes.get((owner, language), 0),
            viewed=views.get(owner, 0),
        )

    return {queue: [item(queue, row) for row in rows] for queue, rows in queues.items()}


def _by_number(
    session: Session, table: type[Any], queues: Mapping[str, Sequence[Row]], names: Iterable[str]
) -> dict[tuple[str, int], Any]:
    """What rows of the queues of these names are about, by queue and number."""
    wanted = [(name, row[3]) for name in names for row in queues.get(name, ())]
    query = select(table).where(table.id.in_({number for _name, number in wanted}))
    known = {one.id: one for one in session.scalars(query)} if wanted else {}
    return {(name, number): known[number] for name, number in wanted}


def _begun(session: Session, ids: Sequence[int]) -> dict[tuple[int, str], Description]:
    """Of photographs without approved words the alt texts that somebody began, by photograph and language."""
    begun = Description.status != literal("approved", literal_execute=True)  # as a partial index asks for it
    query = select(Description).where(Description.photograph_id.in_(ids), Description.kind == "alt", begun)
    found = session.scalars(query) if ids else ()
    return {(one.photograph_id, one.language): one for one in found}


def _wishes(session: Session, ids: Sequence[int]) -> dict[tuple[int, str], int]:
    query = select(Request.photograph_id, Request.language, func.count()).where(
        Request.photograph_id.in_(ids), Request.state == "open", Request.kind == "wish"
    )
    rows = session.execute(query.group_by(Request.photograph_id, Request.language))
    return {(owner, language): times for owner, language, times in rows}


def _notes(session: Session, ids: Sequence[int]) -> dict[tuple[int, str], str]:
    """Of photographs that readers ask for the first note that one of them left, by language."""
    query = select(Request.photograph_id, Request.language, Request.note).where(
        Request.photograph_id.in_(ids), Request.state == "open", Request.kind == "wish", Request.note != ""
    )
    rows = session.execute(query.order_by(Request.id.desc())) if ids else ()
    return {(owner, language): note for owner, language, note in rows}


def _views(session: Session, ids: Sequence[int]) -> dict[int, int]:
    query = select(Popularity.photograph_id, Popularity.total).where(Popularity.photograph_id.in_(ids))
    return {row.photograph_id: row.total for row in session.execute(query)}


def _claims(session: Session, actor: Actor, ids: Sequence[int]) -> dict[tuple[int, str], str]:
    mine = (Claim.photograph_id.in_(ids), Claim.account == actor.name, Claim.until > now())
    query = select(Claim.photograph_id, Claim.language, Claim.until).where(*mine)
    return {(owner, language): until for owner, language, until in session.execute(query)}
