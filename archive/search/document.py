"""What the index is told about one photograph."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Text:
    """A description in one language; only an approved one is ever found by readers."""

    kind: Literal["alt", "long", "transcript"]
    language: str
    text: str
    approved: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A photograph as it is searched, at one version.

    `public` photographs are found by readers, the others by staff only; `visibility` (draft, published,
    withdrawn) is what staff tell these apart by. `language` is that of headline,
    caption and keywords. `place` holds every word of the place, `place_facet` the one name it is listed
    under. `rights` is a short code such as `cc0`. `earliest` and `latest` are ISO days. `other` holds
    further words to find it by: source, artwork, copyright.
    """

    id: int
    version: int
    accession: str
    public: bool
    visibility: str = "published"
    language: str = ""
    headline: str = ""
    caption: str = ""
    credit: str = ""
    creators: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    place: str = ""
    place_facet: str = ""
    collection_slug: str = ""
    collection_title: str = ""
    rights: str = ""
    texts: tuple[Text, ...] = ()
    earliest: str | None = None
    latest: str | None = None
    has_image: bool = False
    other: str = ""
