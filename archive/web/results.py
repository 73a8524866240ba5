"""Photographs as a search shows them: with where the words stand, each passage said once.

What an item says anyway is not said again. Words of a headline or caption are marked where they stand; a
passage of the alt text is for the eyes, because a screen reader has just said all of it with the picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from archive.catalogue.models import Photograph
from archive.descriptions.texts import Described
from archive.search.build import documents
from archive.search.document import Document
from archive.search.explain import Passage, Piece, passages
from archive.search.fields import Audience
from archive.search.query import All, Node
from archive.web.filters import caption_beside, heading
from archive.web.request import described, reading, staff

FIELDS = {
    "alt": _l("alt text"),
    "headline": _l("headline"),
    "caption": _l("caption"),
    "long": _l("long description"),
    "transcript": _l("transcript"),
    "people": _l("people"),
    "place": _l("place"),
    "credit": _l("credit"),
    "creator": _l("creator"),
    "keyword": _l("keywords"),
    "collection": _l("collection"),
    "accession": _l("accession number"),
    "other": _l("source, rights or artwork"),
}
MOST_PASSAGES = 3  # of one photograph; further fields are named only
MOST_WORDS = 4
SHORT = 60  # characters of a passage in which the words need not be told apart by ear


@dataclass(frozen=True)
class Where:
    """A passage with the name of its field; `words` are for those who do not see its marks.

    `heard` is whether the item says the passage anyway, as the alt text of its picture.
    """

    field: str
    passage: Passage
    words: str
    heard: bool


@dataclass(frozen=True)
class Result:
    """A photograph found; `marked` are its headline and caption in pieces, `also` names further fields."""

    described: Described
    where: tuple[Where, ...] = ()
    also: tuple[str, ...] = ()
    marked: Mapping[str, tuple[Piece, ...]] = field(default_factory=dict)


def results(rows: Sequence[Photograph], node: Node) -> list[Result]:
    """These photographs in their order, with where the words of a query stand in each."""
    shown = described(list(rows))
    if isinstance(node, All):
        return [Result(one) for one in shown]
    made = documents(reading(), [one.id for one in rows])
    known = {one.id: one for one in made if isinstance(one, Document)}
    audience: Audience = "staff" if staff() else "reader"
    return [
        explained(one, passages(known[one.photograph.id], node, audience))
        if one.photograph.id in known
        else Result(one)
        for one in shown
    ]


def explained(one: Described, found: Sequence[Passage]) -> Result:
    """A photograph with its passages, each in the way that says it once."""
    marked = dict(place for passage in found if (place := _in_place(one.photograph, passage)))
    said = {passage.field for passage in found if passage.field in marked or _headed(one.photograph, passage)}
    apart = [passage for passage in found if passage.field not in said]
    where = tuple(_where(one, passage) for passage in apart[:MOST_PASSAGES])
    told = {passage.field for passage in apart[:MOST_PASSAGES]}
    also = tuple(str(FIELDS[passage.field]) for passage in found if passage.field not in told)
    return Result(one, where, also, marked)


def _in_place(photograph: Photograph, passage: Passage) -> tuple[str, tuple[Piece, ...]] | None:
    """Where the item shows this text anyway, so that the words can be marked in it, and in which pieces."""
    if _headed(photograph, passage):
        *most, last = passage.pieces
        end = Piece(last.text.rstrip(" ."), last.found)
        return "headline", (*most, end, Piece(f" ({photograph.accession})", found=False))
    shown = {"headline": photograph.headline, "caption": caption_beside(photograph)}.get(passage.field, "")
    before, here, after = shown.partition(_text(passage))
    if not here:
        return None
    around = Piece(before, found=False), Piece(after, found=False)
    return passage.field, (around[0], *passage.pieces, around[1])


def _headed(photograph: Photograph, passage: Passage) -> bool:
    """Whether a caption stands as the heading, because there is no headline."""
    short = passage.field == "caption" and not photograph.headline
    return short and _text(passage).rstrip(" .") == heading(photograph)


def _where(one: Described, passage: Passage) -> Where:
    text = _text(passage)
    heard = passage.field == "alt" and bool(one.picture and one.alt and text in one.alt.text)
    words = _words(passage) if heard or len(text) > SHORT else ""
    return Where(str(FIELDS[passage.field]), passage, words, heard)


def _text(passage: Passage) -> str:
    return "".join(piece.text for piece in passage.pieces)


def _words(passage: Passage) -> str:
    """The words found, each once, as they stand there."""
    words = {piece.text.casefold(): piece.text for piece in reversed(passage.pieces) if piece.found}
    quoted = [str(_("“%(words)s”", words=word)) for word in reversed(words.values())]
    return ", ".join(quoted[:MOST_WORDS])
