"""What a document means to a search: its words by field, its place in every facet, its flags and dates.

Every engine takes these from here, so that all of them find the same. The rule of who sees what stands here
too, once: readers see the approved texts of public photographs, staff see everything.
"""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from archive.search.document import Document

Audience = Literal["reader", "staff"]


class Weight(NamedTuple):
    """How much a word in a field counts, and the number of words at which the field is of usual length."""

    boost: float
    usual: int


# The fields a document is found in, in the order in which they are named as the place of a find.
WEIGHTS = {
    "alt": Weight(5.0, 20),
    "headline": Weight(5.0, 8),
    "caption": Weight(3.0, 40),
    "people": Weight(4.0, 4),
    "place": Weight(3.0, 5),
    "keyword": Weight(3.0, 6),
    "creator": Weight(2.0, 4),
    "collection": Weight(1.5, 6),
    "accession": Weight(6.0, 3),
    "transcript": Weight(1.5, 30),
    "long": Weight(1.5, 80),
    "credit": Weight(1.0, 6),
    "other": Weight(0.5, 15),
}
SEARCHED = tuple(WEIGHTS)

# Which of them a field of the grammar looks in; a field not named here looks in its namesake.
_LOOKS_IN = {"caption": ("caption", "headline")}

FACETS = (
    "collection", "creator", "decade", "year", "place", "person", "keyword", "rights", "language",
    "description",
)  # fmt: skip
_MOST_DECADES = 10  # a date wider than a century says nothing about decades
_MOST_YEARS = 10  # and one wider than a decade nothing about years
_DESCRIPTIONS = frozenset({"alt", "long", "transcript"})


class Passage(NamedTuple):
    """A text of a field, with its language, and whether readers may find it."""

    field: str
    text: str
    language: str
    open: bool


class Row(NamedTuple):
    """Everything about a document but its words; what an engine keeps beside them, as JSON types."""

    id: int
    version: int
    public: bool
    visibility: str
    collection: str
    creators: list[str]
    people: list[str]
    keywords: list[str]
    place: str
    earliest: str | None
    latest: str | None
    rights: str
    has_image: bool
    reader_texts: list[str]  # kinds and languages that readers see, such as "alt:en"; caption as "caption:en"
    staff_texts: list[str]  # the same for staff
    pending: bool


def looks_in(name: str | None) -> tuple[str, ...]:
    """The fields of a document that a field of the grammar looks in; None for all."""
    return SEARCHED if name is None else _LOOKS_IN.get(name, (name,))


def passages(document: Document) -> Iterator[Passage]:
    """Every text a document is found by."""
    named = [
        ("headline", document.headline, document.language),
        ("caption", document.caption, document.language),
        ("credit", document.credit, ""),
        ("place", document.place, ""),
        ("collection", document.collection_title, document.language),
        ("collection", document.collection_slug, ""),
        ("accession", document.accession, ""),
        ("other", document.other, ""),
        *(("creator", name, "") for name in document.creators),
        *(("people", name, "") for name in document.people),
        *(("keyword", word, document.language) for word in document.keywords),
    ]
    for field, text, language in named:
        yield Passage(field, text, language, document.public)
    for described in document.texts:
        shown = document.public and described.approved
        yield Passage(described.kind, described.text, described.language, shown)


def row(document: Document) -> Row:
    """What is kept about a document beside its words."""
    caption = [f"caption:{document.language.lower()}"] if document.caption or document.headline else []
    every = [(f"{text.kind}:{text.language.lower()}", text.approved) for text in document.texts]
    return Row(
        id=document.id,
        version=document.version,
        public=document.public,
        visibility=document.visibility,
        collection=document.collection_slug,
        creators=list(dict.fromkeys(document.creators)),
        people=list(dict.fromkeys(document.people)),
        keywords=list(dict.fromkeys(document.keywords)),
        place=document.place_facet,
        earliest=document.earliest or document.latest,
        latest=document.latest or document.earliest,
        rights=document.rights.lower(),
        has_image=document.has_image,
        reader_texts=sorted({*caption, *(kind for kind, approved in every if approved)}),
        staff_texts=sorted({*caption, *(kind for kind, _ in every)}),
        pending=any(not approved for _, approved in every),
    )


def flags(kept: Row, audience: Audience) -> set[str]:
    """The flags of the grammar that a document has, `is:described` and the like."""
    texts = kept.staff_texts if audience == "staff" else kept.reader_texts
    kinds = {text.partition(":")[0] for text in texts}
    approved = {text.partition(":")[0] for text in kept.reader_texts}
    found = {"is:described" if "alt" in approved else "is:undescribed"}
    found |= {f"has:{kind}" for kind in ("long", "transcript") if kind in kinds}
    # To readers every photograph is published: what else there is does not exist for them.
    found.add(f"is:{kept.visibility if audience == 'staff' else 'published'}")
    return found | ({"has:image"} if kept.has_image else set())


def languages(kept: Row, audience: Audience) -> set[str]:
    """The languages of its texts, each with its beginnings: `es-mx` and `es`."""
    texts = kept.staff_texts if audience == "staff" else kept.reader_texts
    tags = [text.partition(":")[2].split("-") for text in texts]
    return {"-".join(tag[: n + 1]) for tag in tags for n in range(len(tag)) if tag[0]}


def facet_values(kept: Row, facet: str, audience: Audience) -> Iterable[str]:  # noqa: PLR0911  # one a facet
    """The values under which a document is counted in a facet; none twice, none empty."""
    match facet:
        case "collection":
            return _one(kept.collection)
        case "creator":
            return kept.creators
        case "decade":
            return _decades(kept)
        case "year":
            return _years(kept)
        case "place":
            return _one(kept.place)
        case "person":
            return kept.people
        case "keyword":
            return kept.keywords
        case "rights":
            return _one(kept.rights)
        case "language":
            return _described_in(kept, audience)
        case _:
            return _description(kept, audience)


def _one(value: str) -> Iterable[str]:
    return (value,) if value else ()


def _decades(kept: Row) -> Iterable[str]:
    if kept.earliest is None or kept.latest is None:
        return ()
    first, last = int(kept.earliest[:4]) // 10, int(kept.latest[:4]) // 10
    return [f"{decade}0" for decade in range(first, last + 1)] if last - first < _MOST_DECADES else ()


def _years(kept: Row) -> Iterable[str]:
    if kept.earliest is None or kept.latest is None:
        return ()
    first, last = int(kept.earliest[:4]), int(kept.latest[:4])
    return [f"{year:04}" for year in range(first, last + 1)] if last - first < _MOST_YEARS else ()


def _described_in(kept: Row, audience: Audience) -> Iterable[str]:
    """The languages that it is described in, as their tags stand: alt text, long description, transcript."""
    texts = kept.staff_texts if audience == "staff" else kept.reader_texts
    parts = (text.partition(":") for text in texts)
    return dict.fromkeys(language for kind, _, language in parts if kind in _DESCRIPTIONS and language)


def _description(kept: Row, audience: Audience) -> Iterable[str]:
    described = "described" if "is:described" in flags(kept, audience) else "undescribed"
    return (described, "pending") if audience == "staff" and kept.pending else (described,)
