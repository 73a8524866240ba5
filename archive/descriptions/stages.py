"""What each queue of the desk holds, as queries in the queue's order: one stage after another.

A stage knows its own sort keys, so that the row after a given one is found from an index, without
counting through the queue; the queues about photographs without words have to be quick at 100,000.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    SQLColumnExpression,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql import exists

from archive.catalogue.models import Collection, Image, Photograph
from archive.catalogue.photographs import for_readers
from archive.db import now
from archive.descriptions.models import KINDS, Claim, Description, Found, Popularity, Request

NEWEST = 2_000  # records looked at one by one, newest first, before the whole catalogue is asked
SMALL = 10_000  # records of a collection that are looked through rather than the whole catalogue
USUAL = "en"  # what a queue of photographs without words is about where no language was chosen
GRAVE = ("stop", "error")
Query = Select[*tuple[Any, ...]]
Column = SQLColumnExpression[Any]
Keys = tuple[tuple[Column, bool], ...]
Further = Callable[[Column], ColumnElement[bool]]  # a condition about a column of photographs


@dataclass(frozen=True)
class Ask:
    """Which part of a queue is asked for: a language ('' is every one) and a collection's slug ('' is all).

    A queue of photographs without words is always about one language; '' means USUAL there. `alone` is
    whether people may approve their own texts, in an archive of one person.
    """

    language: str = ""
    collection: str = ""
    alone: bool = False

    @property
    def wanted(self) -> str:
        """The language in which words are missing."""
        return self.language or USUAL


@dataclass(frozen=True)
class Stage:
    """Part of a queue: a query of (photograph, language, kind, id of text, report or finding) and its order.

    `keys` are columns and whether they descend; together they are different for every row.
    """

    query: Query
    keys: Keys
    owner: Column

    @property
    def ordered(self) -> Query:
        """The rows in order, each followed by its sort keys."""
        query = self.query.add_columns(*(column for column, _descends in self.keys))
        return query.order_by(*(column.desc() if descends else column for column, descends in self.keys))

    def after(self, place: Sequence[Any]) -> Query:
        """The rows that come after the row with these sort keys."""
        steps = []
        for number, (column, descends) in enumerate(self.keys):
            before = [known == place[one] for one, (known, _descends) in enumerate(self.keys[:number])]
            steps.append(and_(*before, column < place[number] if descends else column > place[number]))
        return self.ordered.where(or_(*steps))


@dataclass(frozen=True)
class Desk:
    """Whose desk it is and what is asked for; `others` is whether only other people's claims count.

    `home` is the collection's number, 0 where there is none of that name; `small` whether it is quicker to
    look through its records than through all. `pictured` leaves photographs that have no picture yet out of
    every queue, where it is about what somebody can begin on.
    """

    account: str
    ask: Ask
    home: int | None
    small: bool = False
    others: bool = True
    pictured: bool = False

    def here(self) -> tuple[ColumnElement[bool], ...]:
        """The filter by collection, for a query that holds the photograph."""
        return () if self.home is None else (Photograph.collection_id == self.home,)

    def standing(self, owner: Column) -> ColumnElement[bool]:
        """Whether the photograph is neither merged away nor withdrawn, and of the collection."""
        mine = (Photograph.merged_into_id.is_(None), Photograph.visibility != "withdrawn", *self.here())
        return exists().where(Photograph.id == owner, *mine)

    def tongue(self, column: Column) -> tuple[ColumnElement[bool], ...]:
        """The filter by language, for a queue that may hold several."""
        return (column == self.ask.language,) if self.ask.language else ()


def of(
    session: Session,
    account: str,
    queue: str,
    ask: Ask,
    *,
    others: bool = True,
    whole: bool = False,
    pictured: bool = False,
) -> Iterator[Stage]:
    """The stages of a queue; a collection that is not there has nothing in it. Raises KeyError.

    `whole` says that every row will be looked at, as counting does; `pictured` leaves out what
    has no picture.
    """
    make = _QUEUES[queue]
    home, small = _home(session, ask), whole
    if home is not None and not whole:
        held = select(Photograph.id).where(Photograph.collection_id == home).limit(SMALL).subquery()
        small = (session.scalar(select(func.count()).select_from(held)) or 0) < SMALL
    return iter(make(session, Desk(account, ask, home, small, others, pictured)))


def _home(session: Session, ask: Ask) -> int | None:
    """The number of the collection that is asked for, 0 where there is none of that name, None for all."""
    if not ask.collection:
        return None
    return session.scalar(select(Collection.id).where(Collection.slug == ask.collection)) or 0


def wordless(session: Session, account: str, ask: Ask, *more: ColumnElement[bool]) -> Query:
    """The photographs of all queues of photographs without words, each once, in no order.

    Those are photographs with a picture; only `asked` names others too.
    """
    return _without(session, account, ask).where(pictured(Photograph.id), *more)


def _without(session: Session, account: str, ask: Ask) -> Query:
    desk = Desk(account, ask, _home(session, ask))
    query = select(Photograph.id).where(*for_readers(), *desk.here())
    return query.where(*_free(desk, Photograph.id))


def pictured(owner: Column) -> ColumnElement[bool]:
    """Whether a photograph has a picture in force: without one there is nothing to describe."""
    current = literal("", literal_execute=True)
    return exists().where(Image.photograph_id == owner, Image.replaced == current)


def wordless_counts(session: Session, account: str, ask: Ask) -> dict[str, int]:
    """How many photographs each of those queues holds, in one reading of the catalogue."""
    wish = _open_wish(ask)
    asked = exists().where(*wish, Request.photograph_id == Photograph.id)
    seen = exists().where(Popularity.photograph_id == Photograph.id, Popularity.total > 0)
    shown = pictured(Photograph.id)
    sums = (shown, asked, and_(shown, seen))
    query = _without(session, account, ask)
    query = query.with_only_columns(*(func.sum(cast(one, Integer)) for one in sums))
    everything, wished, viewed = (one or 0 for one in session.execute(query).one())
    return {"demand": everything, "newest": everything, "asked": wished, "viewed": viewed}


def _free(desk: Desk, owner: Column) -> tuple[ColumnElement[bool], ...]:
    """Conditions under which a photograph waits for words and nobody else is at it.

    A text that came from a file or as a suggestion is nobody's work yet, so it hides nothing.
    """
    text = (Description.photograph_id == owner, Description.kind == "alt")
    spoken = (*text, Description.language == desk.ask.wanted)
    # Literals, because SQLite takes a partial index only where it can read its condition in the query.
    approved = literal("approved", literal_execute=True)
    at_work = and_(or_(Description.status == "in-review", Description.author != desk.account), _people())
    claim = (Claim.photograph_id == owner, Claim.language == desk.ask.wanted, Claim.until > now())
    held = (*claim, Claim.account != desk.account) if desk.others else claim
    return (
        ~exists().where(*spoken, Description.status == approved),
        ~exists().where(*spoken, Description.status != approved, at_work),
        ~exists().where(*held),
    )


def _waiting(desk: Desk, owner: Column) -> tuple[ColumnElement[bool], ...]:
    """The same for a query that does not hold the photograph itself."""
    return (*_free(desk, owner), exists().where(Photograph.id == owner, *for_readers(), *desk.here()))


def _wordless(desk: Desk, owner: Column) -> Query:
    return select(owner.label("photograph"), literal(desk.ask.wanted), literal("alt"), literal(0))


def _open_wish(ask: Ask) -> tuple[ColumnElement[bool], ...]:
    return Request.state == "open", Request.kind == "wish", Request.language == ask.wanted


def _wished(desk: Desk) -> Any:
    counted = select(Request.photograph_id, func.count().label("times"), func.min(Request.id).label("first"))
    return counted.where(*_open_wish(desk.ask)).group_by(Request.photograph_id).subquery()


def _asked(_session: Session, desk: Desk) -> Iterator[Stage]:
    """Most wishes first, then the oldest wish; those that have no picture yet after all the others."""
    for shown in (True,) if desk.pictured else (True, False):
        wish = _wished(desk)
        owner = wish.c.photograph_id
        seen = pictured(owner) if shown else ~pictured(owner)
        query = _wordless(desk, owner).where(*_waiting(desk, owner), seen)
        yield Stage(query, ((wish.c.times, True), (wish.c.first, False)), owner)


def _viewed(_session: Session, desk: Desk, *more: Further) -> tuple[Stage, ...]:
    owner = Popularity.photograph_id
    which = (Popularity.total > 0, pictured(owner), *(one(owner) for one in more))
    query = _wordless(desk, owner).where(*which)
    if desk.small:  # begin with the collection's records; else with the most viewed of all
        query = query.join(Photograph, Photograph.id == owner).where(*for_readers(), *desk.here())
        query = query.where(*_free(desk, owner))
    else:
        query = query.where(*_waiting(desk, owner))
    return (Stage(query, ((Popularity.total, True), (owner, True)), owner),)


def _newest(session: Session, desk: Desk, *more: Further) -> Iterator[Stage]:
    """First the newest records one by one, which is quick where many wait; then all the others at once."""
    newest = (session.scalar(select(func.max(Photograph.id))) or 0) - NEWEST
    near, far = aliased(Photograph).id, Photograph.id
    walk = _wordless(desk, near).where(near > newest, *_waiting(desk, near))
    walk = walk.where(pictured(near), *(one(near) for one in more))
    yield Stage(walk, ((near, True),), near)
    rest = _wordless(desk, far).where(far <= newest, *for_readers(), *desk.here())
    rest = rest.where(*_free(desk, far), pictured(far), *(one(far) for one in more))
    yield Stage(rest, ((far, True),), far)


def _demand(session: Session, desk: Desk) -> Iterator[Stage]:
    """Readers' wishes, then views, then the newest: no photograph twice."""

    def unasked(owner: Column) -> ColumnElement[bool]:
        return ~exists().where(*_open_wish(desk.ask), Request.photograph_id == owner)

    def unseen(owner: Column) -> ColumnElement[bool]:
        return ~exists().where(Popularity.photograph_id == owner, Popularity.total > 0)

    yield from _asked(session, replace(desk, pictured=True))
    yield from _viewed(session, desk, unasked)
    yield from _newest(session, desk, unasked, unseen)


def _unpublished(_session: Session, desk: Desk) -> tuple[Stage, ...]:
    """Drafts of records, the newest first: most photographs are described before readers see them."""
    owner = Photograph.id
    draft = (Photograph.visibility == "draft", Photograph.merged_into_id.is_(None), *desk.here())
    query = _wordless(desk, owner).where(*draft, *_free(desk, owner), pictured(owner))
    return (Stage(query, ((owner, True),), owner),)


def _mine(_session: Session, desk: Desk) -> tuple[Stage, ...]:
    owner = Claim.photograph_id
    held = (Claim.account == desk.account, Claim.until > now(), *desk.tongue(Claim.language))
    query = select(owner, Claim.language, literal("alt"), literal(0)).where(*held, desk.standing(owner))
    return (Stage(query, ((Claim.position, False), (owner, False), (Claim.language, False)), owner),)


def _texts(desk: Desk, *which: ColumnElement[bool]) -> Query:
    owner = Description.photograph_id
    columns = (owner, Description.language, Description.kind, Description.id)
    return select(*columns).where(*which, *desk.tongue(Description.language), desk.standing(owner))


def _oldest(query: Query) -> tuple[Stage, ...]:
    keys: Keys = ((Description.changed, False), (Description.id, False))
    return (Stage(query, keys, Description.photograph_id),)


def _sent_back(_session: Session, desk: Desk) -> tuple[Stage, ...]:
    mine = Description.author == desk.account
    return _oldest(_texts(desk, Description.status == "sent-back", mine))


def _drafts(_session: Session, desk: Desk) -> tuple[Stage, ...]:
    """Drafts that somebody wrote or accepted; what nobody accepted yet is in another queue."""
    mine = Description.author == desk.account
    return _oldest(_texts(desk, Description.status == "draft", mine, _people()))


def _people() -> ColumnElement[bool]:
    """Somebody here wrote the text, or has accepted it; what nobody accepted yet is in a list of its own."""
    return or_(Description.origin == "person", Description.accepted != "")


def _own(desk: Desk) -> ColumnElement[bool]:
    """What a list can tell of whose text it is; the verbs look further, at who wrote most of its words."""
    return or_(Description.author == desk.account, Description.accepted == desk.account)


def _review(_session: Session, desk: Desk) -> tuple[Stage, ...]:
    others = () if desk.ask.alone else (~_own(desk),)
    return _oldest(_texts(desk, Description.status == "in-review", _people(), *others))


def _own_review(_session: Session, desk: Desk) -> tuple[Stage, ...]:
    return _oldest(_texts(desk, Description.status == "in-review", _people(), _own(desk)))


def _suggested(_session: Session, desk: Desk) -> tuple[Stage, ...]:
    """Alt texts first, of each kind the newest photographs first: the order of an index."""
    open_ones = (Description.origin != "person", Description.accepted == "")
    owner = Description.photograph_id
    return tuple(
        Stage(
            _texts(desk, Description.status == status, Description.kind == kind, *open_ones),
            ((owner, True), (Description.id, False)),
            owner,
        )
        for kind in KINDS
        for status in ("in-review", "draft")  # from a file; suggested
    )


def _lint(_session: Session, desk: Desk) -> tuple[Stage, ...]:
    """Photographs with grave findings that nobody answered, stops first, then the newest.

    Findings that only say that words are missing are left out: other queues hold those photographs.
    """
    rank = case((Found.level == "stop", 1), else_=0)
    which = (Found.level.in_(GRAVE), Found.answer == "", Found.code != "empty")
    tongue = (Found.language.in_((desk.ask.language, "")),) if desk.ask.language else ()
    worst = (
        select(
            Found.photograph_id,
            Found.language,
            func.max(rank).label("rank"),
            func.min(Found.id).label("first"),
        )
        .where(*which, *tongue)
        .group_by(Found.photograph_id, Found.language)
        .subquery()
    )
    owner = worst.c.photograph_id
    query = select(owner, worst.c.language, literal("alt"), worst.c.first).where(desk.standing(owner))
    return (Stage(query, ((worst.c.rank, True), (owner, True), (worst.c.language, False)), owner),)


def _problems(_session: Session, desk: Desk) -> tuple[Stage, ...]:
    owner = Request.photograph_id
    open_ones = (Request.state == "open", Request.kind == "problem", *desk.tongue(Request.language))
    columns = (owner, Request.language, Request.text_kind, Request.id)
    query = select(*columns).where(*open_ones, desk.standing(owner))
    return (Stage(query, ((Request.id, False),), owner),)


_QUEUES: dict[str, Callable[[Session, Desk], Iterable[Stage]]] = {
    "demand": _demand,
    "asked": _asked,
    "viewed": _viewed,
    "newest": _newest,
    "unpublished": _unpublished,
    "mine": _mine,
    "sent-back": _sent_back,
    "drafts": _drafts,
    "review": _review,
    "own-review": _own_review,
    "lint": _lint,
    "suggested": _suggested,
    "problems": _problems,
}
