"""What the archive writes with tantivy: its fields, and a photograph or the marker as a document of them.

A text of a field of `fields.SEARCHED` stands in one of several of tantivy's, its places: those of the bag
`r` have what readers may find, `s` only the rest, and staff look in both; short, usual and long texts stand
apart, because a word counts for more in a short one. tantivy's own measure of length would be of all
photographs together, hidden ones too, and of those without such a text. Words come ready from
`analysis.tokens`. Beside them stand columns: id, version, first and last day, and two orders by date.
"""

import json
import math
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import product
from typing import Any

import tantivy

from archive.search import fields
from archive.search.analysis import tokens
from archive.search.document import Document
from archive.search.fields import Audience, Row
from archive.search.index import Unavailable

FORMAT = 1  # of our fields and marker; raise it with every change of them, and old indexes are rebuilt
BAGS = ("r", "s")
AUDIENCES: tuple[Audience, ...] = ("reader", "staff")
IDS = 2**36  # an order by date is the day times this, plus the id, so that equal days stand by id
_UNDATED = 2**27 - 1  # after every day written as YYYYMMDD
_GAP = 100  # places between two texts of one field, so that no phrase runs from one into the next
_SIZED = frozenset(
    {"alt", "headline", "caption", "transcript", "long", "other"}
)  # the rest are of one length
# The most words of a text of each size, and of a typical one, as a part of what is usual in its field.
_SIZES = {"short": (0.75, 0.5), "usual": (1.5, 1.0), "long": (math.inf, 2.0)}
_OF_AUDIENCE = frozenset({"language", "description"})  # facets that staff see more of than readers
_SATURATION, _SHORTER = 1.2, 0.75  # BM25's k1 and b
_MARKER = "marker"


@cache
def schema() -> tantivy.Schema:
    """The schema of every index of this format."""
    made = tantivy.SchemaBuilder()
    for name in ("id", "version", "first", "last", "oldest", "newest"):
        made.add_unsigned_field(name, indexed=name == "id", fast=True)
    for bag in BAGS:
        for place, _ in places(bag, fields.SEARCHED):
            made.add_text_field(place, tokenizer_name="raw", index_option="position")
    for facet in fields.FACETS:
        for name in dict.fromkeys(facet_field(facet, audience) for audience in AUDIENCES):
            made.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for audience in AUDIENCES:
        for name in ("flag", "spoken"):
            made.add_text_field(f"{name}_{audience}", tokenizer_name="raw", index_option="basic")
    made.add_text_field("seen_by", tokenizer_name="raw", index_option="basic")
    made.add_text_field(_MARKER, stored=True, tokenizer_name="raw", index_option="basic")
    return made.build()


def places(bags: Iterable[str], names: Iterable[str]) -> list[tuple[str, float]]:
    """Where texts of these fields stand, and what a word counts there, by BM25F.

    It is that of a text of typical length in which the word stands once.
    """
    return [
        (f"{bag}_{name}_{size}", _saturated(fields.WEIGHTS[name].boost / (1 - _SHORTER + _SHORTER * typical)))
        for bag, name in product(bags, names)
        for size, (_, typical) in _SIZES.items()
        if size == "usual" or name in _SIZED
    ]


def _place(bag: str, name: str, words: int) -> str:
    part = words / fields.WEIGHTS[name].usual if name in _SIZED else 1.0
    return f"{bag}_{name}_" + next(size for size, (most, _) in _SIZES.items() if part <= most)


def _saturated(weight: float) -> float:
    return weight * (_SATURATION + 1) / (weight + _SATURATION)


def facet_field(facet: str, audience: Audience) -> str:
    """The column that a facet's values stand in for an audience."""
    return f"f_{facet}_{audience}" if facet in _OF_AUDIENCE else f"f_{facet}"


def day(iso: str) -> int:
    """An ISO day as YYYYMMDD."""
    return int(iso.replace("-", ""))


def marker(upto: int) -> tantivy.Document:
    """The document that says what this index is and up to where it knows history."""
    made = tantivy.Document()
    made.add_text("seen_by", _MARKER)
    made.add_text(_MARKER, json.dumps({"format": FORMAT, "upto": upto}))
    return made


def drop_marker(writer: tantivy.IndexWriter) -> None:
    """Delete the marker that stands, with the next commit."""
    writer.delete_documents_by_term("seen_by", _MARKER)


def drop_photographs(writer: tantivy.IndexWriter, ids: Sequence[int]) -> None:
    """Delete these photographs, with the next commit.

    Deleting by a term would take the numbers for signed ones, which are other terms, and delete nothing.
    """
    writer.delete_documents_by_query(tantivy.Query.term_set_query(schema(), "id", ids))


def seen(searcher: tantivy.Searcher, of: tantivy.Schema) -> int:
    """The cursor; Unavailable where the marker is missing or of another format."""
    found = searcher.search(tantivy.Query.term_query(of, "seen_by", _MARKER), limit=2)
    kept = [json.loads(searcher.doc(address)[_MARKER][0]) for _, address in found.hits]
    if len(kept) != 1 or kept[0].get("format") != FORMAT:
        raise Unavailable("The search index was made by another version; it has to be built again.")
    return int(kept[0]["upto"])


def entry(document: Document) -> tantivy.Document:
    """What is written for a photograph."""
    made = tantivy.Document()
    row = fields.row(document)
    made.add_unsigned("id", row.id)
    made.add_unsigned("version", row.version)
    _add_words(made, document)
    _add_days(made, row)
    for facet in fields.FACETS:
        for name, audience in {facet_field(facet, each): each for each in AUDIENCES}.items():
            _add_all(made, name, fields.facet_values(row, facet, audience))
    for audience in AUDIENCES:
        _add_all(made, f"flag_{audience}", fields.flags(row, audience))
        _add_all(made, f"spoken_{audience}", fields.languages(row, audience))
    _add_all(made, "seen_by", AUDIENCES if row.public else ("staff",))
    return made


def _add_all(made: tantivy.Document, name: str, values: Iterable[str]) -> None:
    for value in values:
        made.add_text(name, value)


def _add_days(made: tantivy.Document, row: Row) -> None:
    first = last = None
    if row.earliest is not None and row.latest is not None:
        first, last = day(row.earliest), day(row.latest)
        made.add_unsigned("first", first)
        made.add_unsigned("last", last)
    made.add_unsigned("oldest", (_UNDATED if first is None else first) * IDS + row.id)
    made.add_unsigned("newest", (_UNDATED if last is None else _UNDATED - last) * IDS + row.id)


def _add_words(made: tantivy.Document, document: Document) -> None:
    words: dict[tuple[str, str], list[Any]] = {}
    counts: dict[tuple[str, str], int] = {}
    ends: dict[tuple[str, str], int] = {}
    for passage in fields.passages(document):
        found = tokens(passage.text, passage.language) if passage.text else ()
        if not found:
            continue
        where = (BAGS[not passage.open], passage.field)
        start = ends.get(where, 0)
        words.setdefault(where, []).extend(
            tantivy.Token(token.text, start + token.position, 0, 0) for token in found
        )
        count = found[-1].position + 1
        counts[where] = counts.get(where, 0) + count
        ends[where] = start + count + _GAP
    for where, made_of in words.items():
        place = _place(*where, counts[where])
        made.add_pre_tokenized_text(place, tantivy.PreTokenizedString("", made_of))
