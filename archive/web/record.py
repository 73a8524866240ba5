"""The record: a photograph with everything that is known of it, in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, after_this_request, current_app, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response

from archive import history, rights
from archive.catalogue import browsing, photographs
from archive.catalogue.models import Photograph
from archive.descriptions import requests, texts, workflow
from archive.descriptions.models import Description
from archive.descriptions.texts import Described, Text
from archive.descriptions.views import Tally
from archive.parts import of
from archive.web import asking, downloads, labels
from archive.web.filters import date_language, date_words, searched
from archive.web.limits import VIEWS, Few
from archive.web.request import described, page, parts, photograph, reading, staff

pages = Blueprint("record", __name__)

KINDS = {
    "photograph": lazy_gettext("Photograph"),
    "chart": lazy_gettext("Chart"),
    "map": lazy_gettext("Map"),
    "document": lazy_gettext("Document"),
    "front-page": lazy_gettext("Front page"),
    "contact-sheet": lazy_gettext("Contact sheet"),
}
VISIBLE_WORDS = {
    "yes": lazy_gettext("There are words in the picture."),
    "no": lazy_gettext("There are no words in the picture."),
    "unknown": lazy_gettext("Nobody has checked whether there are words in the picture."),
}
# Programs by what they call themselves: those that gather pages, and tools that fetch one, named first.
CITED = 12  # words of a caption that stand for a headline
PROGRAM = re.compile(
    r"bot\b|crawl|spider|slurp|headless|\A\s*(?:\Z|(?:curl|wget|python|httpx|aiohttp|scrapy|go-http|java|okhttp"
    r"|apache-httpclient|libwww|lwp|perl|ruby|php|node|axios|guzzle|postman)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Place:
    """A place in words, and its names as a phrase that finds it again."""

    words: str
    phrase: str


@pages.get("/photographs/<accession>")
def show(accession: str) -> tuple[str, int] | Response:
    """Show a record; a withdrawn one only says so (410), a merged one leads on (301)."""
    record = photograph(accession)
    if record.merged_into_id is not None:
        return _merged(record)
    if record.visibility == "withdrawn":
        return _withdrawn(record)
    one = described([record])[0]
    _count(record)
    written = workflow.of(reading(), record)
    return page(
        "pages/record/show.html",
        described=one,
        photograph=record,
        created=_place(record, ""),
        shown=_place(record, "shown_"),
        alternatives=_alternatives(record),
        others=_other_languages(written, one),
        pending=[text for text in written if text.status != "approved"] if staff() else [],
        asking=asking.about(one),
        open_requests=len(requests.of(reading(), record)) if staff() else 0,
        work_shown=_work_shown(record),
        also_numbered=browsing.merged_into(reading(), record.id),
        rights=rights.find(record.rights) if record.rights else None,
        citation=_citation(record),
        downloads=downloads.offers(record),
        source_type=_source_type(record.digital_source_type),
        kinds=KINDS,
        visible_words=VISIBLE_WORDS,
        text_kinds=labels.TEXT_KINDS,
        text_named=labels.named,
        statuses=labels.STATUSES,
    )


@pages.record_once
def _tally(state: BlueprintSetupState) -> None:
    state.app.extensions["views"] = Tally(of(state.app).db)
    state.app.extensions["few_views"] = Few(VIEWS)


def _count(record: Photograph) -> None:
    """Count that a reader reads this record, which is public then; nothing is kept of who it was.

    Not counted: staff, what browsers fetch before anybody asks for it, programs that say what they are or
    do not say it, the page that follows a form of its own, and what one address reads again and again.
    """
    ahead = {request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz")}
    fetched = any("prefetch" in words or "prerender" in words for words in ahead)
    program = PROGRAM.search(request.user_agent.string)
    own = "told" in request.args or request.method != "GET"
    if staff() or fetched or program or own:
        return
    if not current_app.extensions["few_views"].take((get_remote_address(), record.id)):
        return
    tally: Tally = current_app.extensions["views"]
    tally.count(record.id)

    @after_this_request
    def _afterwards(response: Response) -> Response:
        response.call_on_close(tally.settle)
        return response


def _merged(record: Photograph) -> Response:
    target = photographs.standing(reading(), record)
    address = url_for("record.show", accession=target.accession)
    return Response(
        _("This record was merged into %(accession)s.", accession=target.accession),
        301,
        {"Location": address, "Content-Type": "text/plain; charset=utf-8"},
    )


def _withdrawn(record: Photograph) -> tuple[str, int]:
    events = history.of(reading(), "photograph", record.id)
    when = next((one.at for one in reversed(events) if one.verb == "photograph.withdraw"), "")
    return page("pages/record/withdrawn.html", 410, photograph=record, when=when)


def _place(record: Photograph, prefix: str) -> Place | None:
    names = [getattr(record, prefix + name) for name in ("sublocation", "city", "region", "country")]
    known = [name for name in names if name]
    if not known:
        return None
    return Place(", ".join(known), searched(" ".join(known), "place"))


def _other_languages(written: Sequence[Description], one: Described) -> dict[str, list[Text]]:
    """Approved texts that the page does not show because the reader prefers another language, by language."""
    shown = {(text.kind, text.language) for text in (one.alt, one.long, one.transcript) if text}
    found: dict[str, list[Text]] = {}
    for text in written:
        if text.status == "approved" and (text.kind, text.language) not in shown:
            found.setdefault(text.language, []).append(texts.as_text(text))
    return found


def _alternatives(record: Photograph) -> list[tuple[str, str, str]]:
    """Headline and caption in other languages, either perhaps empty: (language, headline, caption)."""
    told = record.alternatives or {}
    headlines, captions = told.get("headline", {}), told.get("caption", {})
    return [
        (code, headlines.get(code, ""), captions.get(code, "")) for code in sorted({*headlines, *captions})
    ]


def _source_type(uri: str) -> str:
    """IPTC's term for how a file came to be, from the end of its address: `negativeFilm`, “negative film”."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", uri.rstrip("/").rsplit("/", 1)[-1]).lower()


def _work_shown(record: Photograph) -> list[str]:
    """Facts of the work in the picture that the record's own facts do not say already."""
    known = {*record.creators, record.headline, record.date_text, record.source, record.credit_line}
    said = {words.casefold() for words in known}
    facts = (record.artwork_maker, record.artwork_title, record.artwork_date, record.artwork_source)
    return [words for words in facts if words and words.casefold() not in said]


def _citation(record: Photograph) -> list[tuple[str, str]]:
    """Creator. Headline. Date. Collection, number. Credit. Address: as (words, language), stops between.

    Words of the archive's own, where a headline or date is missing, are in the page's language.
    """
    home = record.collection
    where = [(home.title, home.language)] if home else [(parts().settings.name, "")]
    title, made = record.headline or _first_words(record.caption), date_words(record)
    sentences = [
        [("; ".join(record.creators), "")],
        [(title, record.caption_language) if title else (_("Photograph"), "")],
        [(made, date_language(record)) if made else (_("Date unknown"), "")],
        [*where, (f", {record.accession}", "")],
        [(record.credit_line, "")],
        [(url_for("record.show", accession=record.accession, _external=True), "")],
    ]
    told: list[tuple[str, str]] = []
    for sentence in sentences:
        if sentence[0][0]:
            stop = " " if told and told[-1][0].endswith((".", "?", "!", "…")) else ". "
            told += [(stop, "")] * bool(told) + sentence
    return told


def _first_words(caption: str) -> str:
    """How a caption begins, for a photograph without a headline."""
    words = caption.split()
    return " ".join(words[:CITED]) + ("…" if len(words) > CITED else "")
