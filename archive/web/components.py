"""Every component with made-up values, on one page: what designers, tests and translators look at."""

from __future__ import annotations

from flask import Blueprint, url_for

from archive.catalogue.checks import Problem
from archive.catalogue.fields import TEXTS
from archive.catalogue.models import Authority, Collection, Named, Photograph
from archive.descriptions.texts import Described, Picture, Text
from archive.search.explain import Passage, Piece
from archive.web import dating, fieldsets
from archive.web.paging import Paging
from archive.web.request import page
from archive.web.results import Result, explained

pages = Blueprint("components", __name__)

SPANISH = "es"
WIDE = Picture("0" * 64, 1600, 1067, "recto", "harbour.jpg", "JPEG")
BACK = Picture("1" * 64, 900, 1200, "verso", "harbour-back.jpg", "JPEG")


def _photograph(accession: str, **values: str) -> Photograph:
    texts = dict.fromkeys(TEXTS, "") | {"kind": "photograph", "visible_words": "unknown"} | values
    visibility = texts.pop("visibility", "published")
    made = Photograph(accession=accession, visibility=visibility, **texts)
    made.names = [Named(position=0, authority=Authority(kind="creator", name="Maria Example"))]
    return made


def _text(kind: str, text: str, language: str = "en") -> Text:
    return Text(kind, language, text, "Ana", "Ben", "2026-01-02T10:00:00Z", alone=False)


def samples() -> list[Described]:
    """Photographs as pages get them: told in words, not yet described, without a file, in Spanish."""
    harbour = _photograph(
        "DEMO-1",
        headline="Fishing boats leave the harbour",
        caption="Fishing boats leave the harbour of an invented town before sunrise. The fleet had waited "
        "three days for the storm to pass.",
        caption_language="en",
        date_text="May 1938",
        edtf="1938-05",
        credit_line="Photo: Maria Example / Invented Press",
    )
    undescribed = _photograph(
        "DEMO-2", caption="A market street on a rainy day.", caption_language="en", visibility="draft"
    )
    empty = _photograph("DEMO-3", headline="Opening of the bridge", content_advisory="Shows an accident.")
    spanish = _photograph(
        "DEMO-4", headline="La plaza el día de mercado", caption_language=SPANISH, edtf="1935~/1940~"
    )
    alt = _text("alt", "Five small boats with lowered sails pass a stone lighthouse; the sky is still dark.")
    long = _text("long", "The picture is wider than it is high.\n\nFive boats move from left to right.")
    alt_es = _text("alt", "Puestos con toldos claros alrededor de una fuente seca.", SPANISH)
    return [
        Described(harbour, alt, long, None, (WIDE, BACK), ("en",)),
        Described(undescribed, None, None, None, (WIDE,), ()),
        Described(empty, None, None, None, (), ()),
        Described(spanish, alt_es, None, None, (WIDE,), (SPANISH,)),
    ]


def _found(one: Described) -> Result:
    """The first of them as a search for “boats” shows it."""
    alt = one.alt.text if one.alt else ""
    before, word, after = alt.partition("boats")
    pieces = (Piece(before, found=False), Piece(word, found=True), Piece(after, found=False))
    name = Passage("long", "", (Piece("Five ", found=False), Piece("boats", found=True)), False, True)
    return explained(one, [Passage("alt", "en", pieces, False, False), name])


@pages.get("/-/components")
def show() -> tuple[str, int]:
    """Show every component."""
    shown = samples()
    return page(
        "pages/components/show.html",
        samples=shown,
        found=_found(shown[0]),
        collection=Collection(slug="demo", title="An invented collection", summary="", language="en"),
        paging=Paging(190, 4, lambda wanted: url_for("components.show", page=wanted)),
        date={"field": fieldsets.GROUPS[1].fields[0], "told": dating.told("12/05/1938", "en")},
        problems=[Problem("headline", "Give the photograph a headline."), Problem("kind", "Choose a kind.")],
    )
