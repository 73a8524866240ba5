"""What every engine must answer, in plain Python: slow, obvious, one photograph at a time."""

from collections import Counter
from collections.abc import Iterable

from archive.search import fields
from archive.search.analysis import Token, forms, joined, phrase, tokens
from archive.search.document import Document
from archive.search.document import Text as Described
from archive.search.fields import Audience
from archive.search.query import (
    All,
    And,
    DateRange,
    Flag,
    Language,
    Node,
    Not,
    Or,
    Phrase,
    Rights,
    Text,
    Word,
    leaves,
)


def visible(document: Document, audience: Audience) -> bool:
    return document.public or audience == "staff"


def matches(document: Document, node: Node, audience: Audience) -> bool:  # noqa: PLR0911  # one answer a kind
    match node:
        case All():
            return True
        case And(parts):
            return all(matches(document, part, audience) for part in parts)
        case Or(parts):
            return any(matches(document, part, audience) for part in parts)
        case Not(part):
            return not matches(document, part, audience)
        case DateRange(earliest, latest):
            first, last = document.earliest or document.latest, document.latest or document.earliest
            return (
                first is not None
                and last is not None
                and (not latest or first <= latest)
                and (not earliest or last >= earliest)
            )
        case Flag(_, value):
            return _flag(document, value, audience)
        case Language(code):
            spoken = [t.language.lower() for t in _seen(document, audience)]
            if document.caption or document.headline:
                spoken.append(document.language.lower())
            return any(tag == code or tag.startswith(code + "-") for tag in spoken)
        case Rights(code):
            return document.rights.lower() == code
        case _:
            return bool(where(document, node, audience))


def where(document: Document, text: Text, audience: Audience) -> set[str]:
    """The fields in which a text of the query stands, for this audience."""
    return {
        passage.field
        for passage in fields.passages(document)
        if (audience == "staff" or passage.open)
        and passage.field in fields.looks_in(text.field)
        and _stands(text, passage.text, passage.language)
    }


def found_in(document: Document, node: Node, audience: Audience) -> tuple[str, ...]:
    names = {name for leaf in leaves(node) for name in where(document, leaf, audience)}
    return tuple(name for name in fields.SEARCHED if name in names)


def facets(found: Iterable[Document], audience: Audience) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in fields.FACETS}
    for document in found:
        described = any(t.kind == "alt" and t.approved for t in document.texts)
        counts["description"]["described" if described else "undescribed"] += 1
        if audience == "staff" and not all(t.approved for t in document.texts):
            counts["description"]["pending"] += 1
        counts["creator"].update(set(document.creators))
        counts["person"].update(set(document.people))
        counts["keyword"].update(set(document.keywords))
        counts["language"].update({t.language.lower() for t in _seen(document, audience)})
        single = {
            "collection": document.collection_slug,
            "place": document.place_facet,
            "rights": document.rights.lower(),
        }
        for facet, value in single.items():
            counts[facet].update([value] if value else [])
        first, last = document.earliest or document.latest, document.latest or document.earliest
        if first and last and int(last[:4]) // 10 - int(first[:4]) // 10 < 10:
            years = range(int(first[:4]), int(last[:4]) + 1)
            counts["decade"].update({f"{year // 10}0" for year in years})
            counts["year"].update({str(year) for year in years} if len(years) <= 10 else ())
    return {facet: dict(values) for facet, values in counts.items()}


def _seen(document: Document, audience: Audience) -> list[Described]:
    return [t for t in document.texts if t.approved or audience == "staff"]


def _flag(document: Document, value: str, audience: Audience) -> bool:
    if value in {"draft", "published", "withdrawn"}:
        return value == (document.visibility if audience == "staff" else "published")
    if value == "image":
        return document.has_image
    if value in {"long", "transcript"}:
        return any(t.kind == value for t in _seen(document, audience))
    described = any(t.kind == "alt" and t.approved for t in document.texts)
    return described == (value == "described")


def _stands(text: Text, passage: str, language: str) -> bool:
    found = tokens(passage, language)
    texts = {token.text for token in found}
    if isinstance(text, Word):
        alternatives, adjacent = forms(text.text)
        return bool(texts & set(alternatives)) or _adjacent(found, adjacent)
    if isinstance(text, Phrase):
        return _adjacent(found, phrase(text.text))
    return any(token.startswith("=" + joined(text.text)) for token in texts)


def _adjacent(found: list[Token], wanted: tuple[str, ...]) -> bool:
    at = {(token.position, token.text) for token in found}
    return bool(wanted) and any(
        all((start + n, text) in at for n, text in enumerate(wanted))
        for start in {token.position for token in found}
    )
