"""Help: how to search and how to describe, from the tables of both; the accessibility statement, live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from archive.catalogue import photographs
from archive.descriptions import counts, lint
from archive.descriptions.texts import Described
from archive.search.index import DEEPEST, WIDEST_PREFIX
from archive.search.query import (
    DATES,
    FIELDS,
    FLAGS,
    FORMS,
    MOST_CHARACTERS,
    MOST_NESTED,
    MOST_TERMS,
    Help,
    parse,
)
from archive.web import sentences
from archive.web.asked import Asked
from archive.web.filters import said
from archive.web.request import described, page, reading
from archive.web.search import explained

if TYPE_CHECKING:
    from archive.descriptions.lint import Example, Rule

pages = Blueprint("help", __name__)

STATED = "2026-11-23"  # the day when somebody last compared the statement with the pages
# Photographs of the sample that teach something, and what; shown where the archive holds them.
GOOD = {
    "040621-N-6536T-062": _l(
        "The caption names the ship, the strait and the day, because those are documented. The alt text "
        "names none of them: a grey ship, calm water and snowy mountains are what can be seen. That the ship "
        "is seen from the air is said, because it explains the view."
    ),
    "NASA-COLLINS": _l(
        "The name may stand in the alt text because the caption gives it. The order is that of a quick "
        "glance: the person, then what is in front of her, then what is behind. The words on her patch and "
        "name tag are in the transcript, and what cannot be read is said to be hidden."
    ),
    "84.XM.484.10": _l(
        "Nobody recorded who sits in the boat, so the alt text says “a person”. The long description goes "
        "from the whole view to the shore, the boat and the far cliffs, and it keeps the handwritten figure "
        "apart from the landscape."
    ),
}


# Searches with a mistake in them, or with a word that is in nearly every text: what the page says of them.
MISTAKES = ('"dust bowl', "boat (ship", "colour:red", "date:soon", "bo*at", "OR boat", "the river")
LANGUAGES = {
    "canon": _l("Accents may be left out: this finds “Cañon”."),
    "Cañon": _l("They may be typed as well, and the same is found."),
    "montañas": _l("Descriptions in other languages are searched like those in English."),
    "snow-covered": _l("Words with a hyphen are found with it, without it and by their parts."),
}
# One search in three spellings, the last one the archive's own.
SPELLINGS = ("river AND (boat)", "river, boat!", "river boat")


@dataclass(frozen=True)
class Line:
    """An example: what to know about it, the search in words, the address that it has."""

    example: str
    told: tuple[str, ...]
    read_as: Markup
    address: str


@dataclass(frozen=True)
class Lesson:
    """A photograph of the sample with its words, and what they do well."""

    one: Described
    why: str


@pages.get("/help/search")
def search() -> tuple[str, int]:
    """Explain the query grammar, each line with an example that is a real search."""
    return page(
        "pages/help/search.html",
        forms=_lines(FORMS),
        fields=_lines(FIELDS),
        dates=_lines(DATES),
        flags=_lines(FLAGS),
        languages=[_line(example, str(told)) for example, told in LANGUAGES.items()],
        mistakes=[_line(example, *_problems(example)) for example in MISTAKES],
        spellings=[_line(example) for example in SPELLINGS],
        limits={
            "characters": MOST_CHARACTERS,
            "terms": MOST_TERMS,
            "nested": MOST_NESTED,
            "prefix": WIDEST_PREFIX,
            "deepest": DEEPEST,
        },
    )


def _lines(table: Mapping[str, Help]) -> list[Line]:
    return [_line(one.example, said(one.help)) for one in table.values()]


def _line(example: str, *told: str) -> Line:
    asked = Asked(words=example)
    return Line(example, told, sentences.photographs(None, asked.query.node), asked.here())


def _problems(example: str) -> list[str]:
    return [explained(one) for one in parse(example).problems]


@pages.get("/help/describing")
def describing() -> tuple[str, int]:
    """Teach describing: good practice, good examples, and every rule that is checked."""
    return page(
        "pages/help/describing.html",
        lessons=_lessons(),
        rules=[(rule, _examples(rule)) for rule in lint.RULES],
    )


def _lessons() -> list[Lesson]:
    """Those of the sample that every reader may see, with a picture and an approved alt text."""
    known = [photographs.find(reading(), accession) for accession in GOOD]
    shown = described([one for one in known if one is not None and photographs.public(one)])
    return [Lesson(one, str(GOOD[one.photograph.accession])) for one in shown if one.picture and one.alt]


def _examples(rule: Rule) -> list[tuple[bool, list[Example]]]:
    """A rule's examples: those that keep it, then those that break it."""
    return [(passes, [one for one in rule.examples if one.passes is passes]) for passes in (True, False)]


@pages.get("/accessibility")
def accessibility() -> tuple[str, int]:
    """State which standard is aimed at, what is known to fall short, and what was tested."""
    published, _done = counts.described_counts(reading())
    undescribed, unseen = counts.without_words_counts(reading())
    return page(
        "pages/help/accessibility.html",
        published=published,
        undescribed=undescribed,
        unseen=unseen,
        stated=STATED,
    )
