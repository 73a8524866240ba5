"""A record as JSON: the one shape that the command line prints and later formats build on."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from archive.catalogue.fields import ALTERNATIVES, PLACE
from archive.catalogue.models import Photograph
from archive.descriptions import workflow

# What a page tells of a text it shows: where the words came from, who answers for them, who checked them.
TEXT = ("kind", "language", "text", "status", "origin", "author", "accepted", "reviewer", "alone")
ARTWORK = ("maker", "title", "date", "source")
IMAGE = ("sha256", "page", "role", "format", "width", "height", "bytes", "file_name")


def to_json(session: Session, photograph: Photograph, *, reader: bool) -> dict[str, Any]:
    """A record's fields by IPTC's meanings; as a reader only approved texts are in it.

    `alternatives` holds headline, caption, copyright notice and usage terms in other languages, by field and
    language. For staff `sources` says where each field came from: given, table, sheet, file, collection.

    A text's `origin` is person, file or suggestion, `accepted` who answered for one that no person here
    wrote; `alone` says that its author approved it. Readers learn no name that its page does not tell.
    """
    told = {
        "accession": photograph.accession,
        "collection": photograph.collection.slug if photograph.collection else "",
        "headline": photograph.headline,
        "caption": {"text": photograph.caption, "language": photograph.caption_language},
        "descriptions": _texts(session, photograph, reader=reader),
        "creators": list(photograph.creators),
        "credit_line": photograph.credit_line,
        "source": photograph.source,
        "copyright_notice": photograph.copyright_notice,
        "rights": photograph.rights,
        "usage_terms": photograph.usage_terms,
        "date": {
            "text": photograph.date_text,
            "edtf": photograph.edtf,
            "earliest": photograph.earliest,
            "latest": photograph.latest,
        },
        "place": {name: getattr(photograph, name) for name in PLACE},
        "people": list(photograph.people),
        "keywords": list(photograph.keywords),
        "visibility": photograph.visibility,
        "images": [{name: getattr(image, name) for name in IMAGE} for image in photograph.current_images],
        # New facts follow the old ones, so that whoever reads by place still finds these.
        "licensor": photograph.licensor,
        "place_shown": {name: getattr(photograph, f"shown_{name}") for name in PLACE},
        "artwork": {name: getattr(photograph, f"artwork_{name}") for name in ARTWORK},
        "digital_source_type": photograph.digital_source_type,
        "alternatives": photograph.values()[ALTERNATIVES],
    }
    return told if reader else told | {"sources": dict(photograph.sources or {})}


def _texts(session: Session, photograph: Photograph, *, reader: bool) -> list[dict[str, Any]]:
    return [
        {name: getattr(text, name) for name in TEXT}
        for text in workflow.of(session, photograph)
        if not reader or text.status == "approved"
    ]
