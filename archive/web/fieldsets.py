"""The record's fields as people meet them: groups, labels, hints with IPTC's names, and what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from archive import languages, rights
from archive.catalogue import collections
from archive.catalogue.checks import Invalid, Problem
from archive.catalogue.fields import FIELDS, KINDS, NAMES, VISIBLE_WORDS
from archive.web.filters import said
from archive.web.request import reading

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive.catalogue.models import Collection

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Field:
    """One field: control is text, area, lines (a name a line), select or day; hint may be empty."""

    name: str
    label: str
    hint: str = ""
    control: str = "text"
    rows: int = 4


@dataclass(frozen=True)
class Group:
    """A fieldset: an id for links, a legend, a sentence for the whole of it, its fields."""

    id: str
    legend: str
    fields: tuple[Field, ...]
    hint: str = ""


GROUPS = (
    Group(
        "caption-and-headline",
        _l("Caption and headline"),
        (
            Field("headline", _l("Headline"), _l("A short title. IPTC: Headline.")),
            Field(
                "caption",
                _l("Caption"),
                _l(
                    "Who, what, where, when and why, as it is to be published. Leave the credit out. "
                    "IPTC: Description."
                ),
                "area",
                7,
            ),
            Field(
                "caption_language",
                _l("Language of headline and caption"),
                _l("Screen readers choose their voice by it."),
                "select",
            ),
            Field("caption_writer", _l("Caption writer"), _l("IPTC: Description Writer.")),
        ),
    ),
    Group(
        "date",
        _l("Date created"),
        (
            Field(
                "date_text",
                _l("Date in words"),
                _l(
                    "As it is known, in words or in EDTF: 12 May 1938, June 2024, about 1935 – 1940, 1930s, "
                    "1950~, undated. Words are read in the language of the caption first. IPTC: Date Created."
                ),
            ),
            Field(
                "edtf",
                _l("Date for sorting and searching (EDTF)"),
                _l(
                    "Leave empty to read it from the words; what is given here counts instead of them. "
                    "For example: 1938-05-12, 2024-06, 1935~/1940~."
                ),
            ),
        ),
        _l("When the picture was taken or made, not when it was published."),
    ),
    Group(
        "place-created",
        _l("Place created"),
        (
            Field("sublocation", _l("Place or street"), _l("IPTC: Sublocation.")),
            Field("city", _l("City"), _l("IPTC: City.")),
            Field("region", _l("Province or state"), _l("IPTC: Province/State.")),
            Field("country", _l("Country"), _l("IPTC: Country Name.")),
            Field(
                "country_code",
                _l("Country code"),
                _l("Two or three letters, such as JP. IPTC: Country Code."),
            ),
        ),
        _l("Where the photographer stood. IPTC: Location Created."),
    ),
    Group(
        "place-shown",
        _l("Place shown"),
        (
            Field("shown_sublocation", _l("Place or street shown"), _l("IPTC: Sublocation.")),
            Field("shown_city", _l("City shown"), _l("IPTC: City.")),
            Field("shown_region", _l("Province or state shown"), _l("IPTC: Province/State.")),
            Field("shown_country", _l("Country shown"), _l("IPTC: Country Name.")),
            Field(
                "shown_country_code",
                _l("Country code shown"),
                _l("Two or three letters, such as JP. IPTC: Country Code."),
            ),
        ),
        _l("Only where it differs from the place created: a mountain seen from afar. IPTC: Location Shown."),
    ),
    Group(
        "credit-and-rights",
        _l("Credit and rights"),
        (
            Field(
                "credit_line",
                _l("Credit line"),
                _l(
                    "How the credit is to be printed. A photograph without one cannot be published. "
                    "IPTC: Credit Line."
                ),
            ),
            Field("source", _l("Source"), _l("Whom the picture came from. IPTC: Source.")),
            Field("copyright_notice", _l("Copyright notice"), _l("IPTC: Copyright Notice.")),
            Field(
                "rights",
                _l("Licence or rights statement"),
                _l("From Creative Commons or RightsStatements.org. IPTC: Web Statement of Rights."),
                "select",
            ),
            Field("usage_terms", _l("Usage terms"), _l("IPTC: Rights Usage Terms."), "area", 3),
            Field("licensor", _l("Licensor"), _l("Whom to ask for a licence. IPTC: Licensor.")),
        ),
    ),
    Group(
        "people-and-subjects",
        _l("People and subjects"),
        (
            Field(
                "creators",
                _l("Creators"),
                _l("Who made it, one name on each line. IPTC: Creator."),
                "lines",
                3,
            ),
            Field(
                "people",
                _l("People shown"),
                _l("Only those who are known, one name on each line. IPTC: Person Shown in the Image."),
                "lines",
                3,
            ),
            Field("keywords", _l("Keywords"), _l("One on each line. IPTC: Keywords."), "lines", 5),
        ),
    ),
    Group(
        "handling",
        _l("Handling"),
        (
            Field("kind", _l("Kind of picture"), "", "select"),
            Field(
                "visible_words",
                _l("Words visible in the picture"),
                _l("Signs, plates, printed text. Where there are some, write a transcript."),
                "select",
            ),
            Field(
                "content_advisory",
                _l("Content advisory"),
                _l("A sentence that readers meet before the picture, where it may distress."),
            ),
            Field(
                "embargo",
                _l("Embargo until"),
                _l("Readers see the photograph from this day on. Year-month-day, for example 2027-01-31."),
            ),
            Field("instructions", _l("Instructions"), _l("IPTC: Instructions."), "area", 3),
            Field("job_id", _l("Job identifier"), _l("IPTC: Job Id.")),
            Field(
                "digital_source_type",
                _l("Digital source type"),
                _l(
                    "An address from IPTC's list, for scans and for made pictures. IPTC: Digital Source Type."
                ),
            ),
        ),
    ),
    Group(
        "artwork",
        _l("Artwork or object in the picture"),
        (
            Field("artwork_title", _l("Title of the artwork"), _l("IPTC: Artwork or Object, Title.")),
            Field("artwork_maker", _l("Maker of the artwork"), _l("IPTC: Artwork or Object, Creator.")),
            Field("artwork_date", _l("Date of the artwork"), _l("IPTC: Artwork or Object, Date Created.")),
            Field("artwork_source", _l("Holder of the artwork"), _l("IPTC: Artwork or Object, Source.")),
        ),
        _l("Where the picture shows a work: a print, a painting, a negative in a museum."),
    ),
)
LABELS: Mapping[str, Any] = {field.name: field.label for group in GROUPS for field in group.fields} | {
    "accession": _l("Accession number"),
    "collection": _l("Collection"),
    "visibility": _l("Visibility"),
}
KIND_WORDS = {
    "photograph": _l("Photograph"),
    "chart": _l("Chart"),
    "map": _l("Map"),
    "document": _l("Document"),
    "front-page": _l("Front page"),
    "contact-sheet": _l("Contact sheet"),
}
ROLE_WORDS = {
    "recto": _l("Front (recto)"),
    "verso": _l("Back (verso)"),
    "other": _l("Something else, beside the others"),
}
VISIBLE_WORDS_WORDS = {"unknown": _l("Unknown"), "yes": _l("Yes"), "no": _l("No")}


def typed() -> dict[str, Any]:
    """The record's fields as the form sent them; a field that it did not send is left out."""
    values: dict[str, Any] = {name: request.form[name] for name in FIELDS if name in request.form}
    for name in NAMES:
        if name in values:
            values[name] = tuple(line for line in values[name].splitlines() if line.strip())
    return values


def language_choices(*, empty: str = "") -> Choices:
    """Languages by their own names; `empty` words a first choice of none."""
    named = [
        (one.code, f"{one.own} ({one.english})" if one.own != one.english else one.own)
        for one in languages.LANGUAGES
    ]
    return ([("", empty)] if empty else []) + named


def rights_choices(empty: str) -> Choices:
    """Licences and rights statements by label; `empty` words the first choice of none."""
    return [("", empty), *((one.uri, _(one.label)) for one in rights.RIGHTS)]


def collection_choices(empty: str) -> Choices:
    """Collections by title; `empty` words the first choice of none."""
    return [("", empty), *((one.slug, one.title) for one in collections.everything(reading()))]


def choices(name: str, value: str) -> Choices:
    """What a select of the record offers, the value that stands there always among it."""
    if name == "caption_language":
        offered = language_choices(empty=_("Not known"))
    elif name == "rights":
        known = rights.find(value) if value else None
        offered = rights_choices(_("None given"))
        if known is not None and known.uri != value:
            offered.append((value, _(known.label)))
    elif name == "kind":
        offered = [(one, str(KIND_WORDS[one])) for one in KINDS]
    else:
        offered = [(one, str(VISIBLE_WORDS_WORDS[one])) for one in VISIBLE_WORDS]
    if value not in {code for code, _label in offered}:
        offered.append((value, value))
    return offered


def wanted_collection(session: Session, slug: str) -> Collection | None:
    """The collection that a form's select named, None for none; raises Invalid for one that is gone."""
    if not slug:
        return None
    found = collections.find(session, slug)
    if found is None:
        raise Invalid(Problem("collection", _("There is no such collection any more. Choose another.")))
    return found


def errors(problems: Sequence[Problem]) -> dict[str, str]:
    """The sentence beside each field: several about one field are joined."""
    told: dict[str, str] = {}
    for problem in problems:
        sentence = said(problem.message)
        told[problem.field] = f"{told[problem.field]} {sentence}" if problem.field in told else sentence
    return told
