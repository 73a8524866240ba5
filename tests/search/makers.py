"""Small documents for the tests of search, made by hand and by hypothesis."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from archive.search.document import Document, Text
from archive.search.engine import Engine
from archive.search.engine_tantivy import Tantivy
from archive.search.engine_whoosh import Whoosh
from archive.search.holder import Holder
from archive.search.index import Index
from archive.search.policy import Policy
from archive.search.query import DateRange, Flag, Language, Node, Phrase, Prefix, Rights, Word
from archive.search.query.nodes import both, either, without
from archive.search.query.tables import FLAGS, TEXT_FIELDS

# Few words, so that generated queries find something: forms of one word, accents, compounds, signs.
VOCABULARY = (
    *("boat", "boats", "barco", "barcos", "cañon", "Canon", "running", "run", "O'Brien", "obrien", "U.S.A."),
    *(
        "usa",
        "well-known",
        "known",
        "東京",
        "京",
        "1936",
        "the",
        "of",
        "Straße",
        "strasse",
        "naciones",
        "nación",
    ),
)
DAYS = ("1899-12-31", "1900-01-01", "1935-06-01", "1936-01-01", "1939-12-31", "2024-02-29")


def document(number: int = 1, **changes: Any) -> Document:
    """A public photograph with nothing said about it but what is given."""
    given: dict[str, Any] = {"version": 1, "accession": f"2024-{number:06}", "public": True, "language": "en"}
    return Document(id=number, **{**given, **changes})


def alt(text: str, *, approved: bool = True, language: str = "en") -> Text:
    """An alt text."""
    return Text("alt", language, text, approved)


ENGINES: dict[str, Engine] = {one.name: one for one in (Whoosh(), Tantivy())}


def index_of(folder: Path, engine: str = "whoosh") -> Holder:
    """An index in a folder, served by this engine whatever its size."""
    return Holder(folder, ENGINES, Policy(engine))


def refill(index: Index, documents: Iterable[Document], upto: int, engine: str | None = None) -> None:
    """Build it anew from these photographs."""
    with index.draft(0, engine) as draft:
        draft.fill(documents, upto)
        draft.put_in_force()


words = st.lists(st.sampled_from(VOCABULARY), max_size=4).map(" ".join)
names = st.lists(st.sampled_from(("Ann Lee", "Bo Ray", "Åsa Öst")), max_size=2).map(tuple)
_texts = st.builds(
    Text,
    st.sampled_from(("alt", "long", "transcript")),
    st.sampled_from(("en", "es", "es-MX", "ja")),
    words,
    st.booleans(),
)


@st.composite
def documents(draw: st.DrawFn, most: int = 6) -> list[Document]:
    """Some documents with different ids."""
    return [draw(one(number)) for number in draw(st.lists(st.integers(1, 9), max_size=most, unique=True))]


@st.composite
def one(draw: st.DrawFn, number: int) -> Document:
    """One document with this id."""
    public = draw(st.booleans())
    days = sorted(draw(st.lists(st.sampled_from(DAYS), max_size=2)))
    return document(
        number,
        version=draw(st.integers(1, 3)),
        public=public,
        visibility="published" if public else draw(st.sampled_from(("draft", "published", "withdrawn"))),
        language=draw(st.sampled_from(("en", "es", ""))),
        headline=draw(words),
        caption=draw(words),
        credit=draw(words),
        creators=draw(names),
        people=draw(names),
        keywords=tuple(draw(words).split()),
        place=draw(words),
        place_facet=draw(st.sampled_from(("", "Japan", "Spain"))),
        collection_slug=draw(st.sampled_from(("", "a-b", "c"))),
        collection_title=draw(st.sampled_from(("Boats", "Canon"))),
        rights=draw(st.sampled_from(("", "cc0", "CNE"))),
        texts=tuple(draw(st.lists(_texts, max_size=3))),
        earliest=days[0] if days else None,
        latest=days[-1] if len(days) > 1 else None,
        has_image=draw(st.booleans()),
        other=draw(words),
    )


_fields = st.sampled_from((None, None, None, *TEXT_FIELDS))
leaves: st.SearchStrategy[Node] = st.one_of(
    st.builds(Word, st.sampled_from(VOCABULARY), _fields),
    st.builds(Phrase, st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=3).map(" ".join), _fields),
    st.builds(Prefix, st.sampled_from(("bo", "bar", "ca", "us", "20", "well-k", "nac", "an")), _fields),
    st.builds(DateRange, st.sampled_from((None, *DAYS[:3])), st.sampled_from(DAYS[3:])),
    st.builds(DateRange, st.sampled_from(DAYS), st.none()),
    st.sampled_from(sorted(FLAGS)).map(lambda flag: Flag(*flag.split(":"))),
    st.builds(Language, st.sampled_from(("en", "es", "es-mx", "fr"))),
    st.builds(Rights, st.sampled_from(("cc0", "cne", "by"))),
)
nodes: st.SearchStrategy[Node] = st.recursive(
    leaves,
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(both),
        st.lists(parts, min_size=1, max_size=3).map(either),
        parts.map(without),
    ),
    max_leaves=5,
)
