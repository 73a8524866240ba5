"""Photographs from a file of JSON lines, one object a line; every field but `accession` may be left out.

`accession`, `headline`, `caption`, `credit`, `place`, `place_facet`, `collection` (its title),
`collection_slug`, `language`, `rights`, `earliest`, `latest` (days, YYYY-MM-DD), `other`: text.
`creators`, `people`, `keywords`: lists of text. `alt`, `long`, `transcript`: text, or an object of texts by
language, such as {"en": "A boat.", "es": "Una barca."}. `public`: false for what only staff see. Fields of
any other name are ignored. An id is the number of its line.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from archive.search.document import Document, Text

KINDS: tuple[Literal["alt", "long", "transcript"], ...] = ("alt", "long", "transcript")


def photographs(path: Path) -> Iterator[Document]:
    """The photographs of a file, one at a time; ValueError names a line that cannot be used."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield document(json.loads(line), number)
                except (ValueError, KeyError, TypeError, AttributeError) as error:
                    raise ValueError(f"Line {number} of {path} is not a photograph: {error!r}.") from error


def document(facts: dict[str, Any], number: int) -> Document:
    """One photograph of its fields."""
    language = facts.get("language", "en")
    public = facts.get("public", True)
    named = ("headline", "caption", "credit", "place", "place_facet", "collection_slug", "rights", "other")
    return Document(
        id=number,
        version=1,
        accession=facts["accession"],
        public=public,
        visibility="published" if public else "draft",
        language=language,
        collection_title=facts.get("collection", ""),
        creators=tuple(facts.get("creators", ())),
        people=tuple(facts.get("people", ())),
        keywords=tuple(facts.get("keywords", ())),
        earliest=facts.get("earliest"),
        latest=facts.get("latest"),
        texts=tuple(_texts(facts, language)),
        has_image=True,
        **{name: facts.get(name, "") for name in named},
    )


def _texts(facts: dict[str, Any], language: str) -> Iterator[Text]:
    for kind in KINDS:
        said = facts.get(kind, {})
        for tongue, words in ({language: said} if isinstance(said, str) else said).items():
            yield Text(kind, tongue, words, approved=True)
