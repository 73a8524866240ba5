"""What a photograph's file says of itself, beside what the record says; staff take from it what is better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from archive.catalogue import photographs
from archive.catalogue.checks import Invalid, Problem, by_language, control, in_language
from archive.catalogue.fields import ALTERNATIVES, FIELDS, NAMES, SPOKEN
from archive.catalogue.photographs import Stale
from archive.descriptions import workflow
from archive.descriptions.models import Description
from archive.history import Missing
from archive.ingest import drafting, embedded
from archive.ingest.embedded import told
from archive.ingest.embedded.told import Row
from archive.web import changes, labels, origins
from archive.web.filters import day
from archive.web.request import actor, described, go, need, number, page, photograph, reading, writing

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive.catalogue.models import Photograph

pages = Blueprint("embedded", __name__)
Answer = tuple[str, int] | Response
KEPT = {
    "title": _l("Title"),
    "event": _l("Event"),
    "model_release": _l("Model release"),
    "property_release": _l("Property release"),
    "creator_title": _l("Creator’s job title"),
    "creator_contact": _l("Creator’s contact"),
    "organisations": _l("Organisations shown"),
    "products": _l("Products shown"),
    "copyright_owner": _l("Copyright owner"),
    "supplier": _l("Image supplier"),
    "web_statement": _l("Web statement of rights"),
    "data_mining": _l("Data mining"),
    "ai_system": _l("AI system used"),
    "ai_prompt": _l("AI prompt"),
}
CHANGED_RECORD = _l(
    "Somebody saved this record after you opened this page, so nothing was taken. Look again."
)
CHANGED_TEXT = _l(
    "Somebody saved this description after you opened this page, so nothing was taken. Look again."
)


@dataclass(frozen=True)
class Said:
    """One value that a part of the file gives: `take` names it in the form, '' where it cannot be taken."""

    where: str
    text: str
    take: str


@dataclass(frozen=True)
class Field:
    """One field: an id for links, its label, the record's value and source, what the file says of it.

    `note` says of a description what stands there, and what becomes of that when the file's is taken.
    """

    id: str
    label: str
    language: str
    now: str
    origin: str
    said: tuple[Said, ...]
    differ: bool
    describe: str
    note: str = ""


@dataclass(frozen=True)
class Repair:
    """A finding, with the value that is proposed and how the form names it; both may be ''."""

    message: str
    label: str
    now: str
    proposal: str
    language: str
    take: str


@dataclass(frozen=True)
class Read:
    """One file of the record as it was read: the tool, everything, and what is made of it."""

    tool: str
    raw: Mapping[str, Any]
    read: embedded.Read
    rows: Sequence[Row]


@pages.get("/photographs/<accession>/embedded")
def show(accession: str) -> Answer:
    """The record's fields beside what the file says of them."""
    need("archivist")
    return _page(photograph(accession))


@pages.post("/photographs/<accession>/embedded")
def take(accession: str) -> Answer:
    """Take one value of the file, or one repair, into the record."""
    need("archivist")
    record = photograph(accession)
    name, value, source = _wanted(_read(record), request.form.get("take", ""))
    text = changes.TEXT_KEY.match(name)
    try:
        with writing() as session:
            standing = photographs.get(session, accession)
            if text:
                _send_to_review(session, standing, workflow.Words(text[1], text[2], value, origin="file"))
            else:
                values, version = _with(standing, name, value), number("version", 0)
                photographs.amend(session, actor(), accession, values, version=version, source=source)
    except Stale:
        return _page(photograph(accession), [Problem("", str(CHANGED_TEXT if text else CHANGED_RECORD))], 409)
    except Invalid as invalid:
        return _page(photograph(accession), invalid.problems, 422)
    if text:
        flash(
            _("Taken from the file: %(text)s. It waits for somebody to accept it.", text=changes.label(name))
        )
    else:
        flash(_("Taken into the record: %(field)s.", field=changes.label(name)))
    return go(url_for("embedded.show", accession=accession, file=request.args.get("file") or None))


def _send_to_review(session: Session, record: Photograph, words: workflow.Words) -> None:
    """Put a file's text where one may wait already; raises Stale where others stand there than were shown."""
    name = in_language(words.kind, words.language)
    there = _standing(workflow.of(session, record)).get(name, [])
    if request.form.get(f"seen-{name}", "") != _mark(there):
        raise Stale({name: words.text})
    waiting = next((one for one in there if one.status != "approved"), None)
    workflow.save(session, actor(), record, words, version=waiting.version if waiting else 0)


def _standing(texts: Sequence[Description]) -> dict[str, list[Description]]:
    """Texts by the name that a file's have, the approved one first."""
    found: dict[str, list[Description]] = {}
    for one in texts:
        found.setdefault(workflow.key(one), []).append(one)
    return found


def _mark(there: Sequence[Description]) -> str:
    """What a page has shown of a kind and language, so that nothing newer is written over."""
    return " ".join(f"{one.id}.{one.version}" for one in there) or "none"


def _read(record: Photograph) -> Read:
    """The file that the address names, else the first; raises Missing where there is none of that name."""
    images, sha256 = record.current_images, request.args.get("file", "")
    chosen = next((one for one in images if sha256 in {"", one.sha256}), None)
    if chosen is None:
        raise Missing(sha256)
    kept = chosen.embedded or {}
    raw = kept.get("raw") or {}
    language = record.collection.language if record.collection else "en"
    read = embedded.read(raw, language)
    return Read(kept.get("tool", ""), raw, read, told.rows(raw, read.partial, language))


def _wanted(here: Read, name: str) -> tuple[str, Any, str]:
    """What a button names: field, value, source. Raises Missing where the file says no such thing."""
    kind, _colon, rest = name.partition(":")
    field, _at, place = rest.rpartition(":")
    if not place.isdecimal() or len(place) > 4:  # noqa: PLR2004 - more than a file can say
        raise Missing(name)
    text = changes.TEXT_KEY.match(field) is not None
    if kind == "repair" and (text or _may_take(field)):
        found = [one for one in here.read.findings if one.proposal and one.field == field]
        if int(place) < len(found):
            proposal = found[int(place)].proposal
            names = tuple(one.strip() for one in proposal.split(";"))
            return field, names if field in NAMES else proposal, drafting.REPAIR
    row = next((row for row in here.rows if kind == "part" and row.field == field), None)
    if row is None or int(place) >= len(row.parts) or not (text or _may_take(field)):
        raise Missing(name)
    part = row.parts[int(place)]
    if part.value is None:
        raise Missing(name)
    return field, part.value, "file"


def _may_take(name: str) -> bool:
    """Whether a value may be taken at once: fields may, in any language; descriptions are reviewed."""
    return name in FIELDS or name.partition("[")[0] in SPOKEN


def _with(record: Photograph, name: str, value: Any) -> dict[str, Any]:
    """The record's values to be changed, so that it holds this one; a date's words go with its reading."""
    field, _bracket, language = name.partition("[")
    if not language:
        return {"edtf": value, "date_text": ""} if name == "edtf" else {name: value}
    told_now = record.values()[ALTERNATIVES]
    return {ALTERNATIVES: told_now | {field: told_now.get(field, {}) | {language.rstrip("]"): value}}}


def _page(record: Photograph, problems: Sequence[Problem] = (), status: int = 200) -> Answer:
    here = _read(record) if record.current_images else None
    fields = _fields(record, here) if here else []
    shown = {one.id for one in fields}
    linked = [(one.field if one.field in shown else "", one.message) for one in problems]
    silent = {row.field for row in here.rows} if here else set()
    return page(
        "pages/embedded/show.html",
        status,
        record=record,
        described=described([record])[0],
        problems=linked,
        told=here,
        fields=fields,
        repairs=_repairs(record, here) if here else [],
        kept=[(KEPT[name], text) for name, text in told.kept(here.raw, here.read.partial)] if here else [],
        everything=[(key, told.words(value)) for key, value in here.raw.items()] if here else [],
        silent=[changes.label(name) for name in FIELDS if name not in silent],
        seen=_seen(record, here) if here else {},
        files=record.current_images,
        chosen=request.args.get("file", "") or (record.current_images[0].sha256 if here else ""),
    )


def _seen(record: Photograph, here: Read) -> dict[str, str]:
    """What stands of each description that the file has, as the form remembers it."""
    there = _standing(workflow.of(reading(), record))
    names = [*(row.field for row in here.rows), *(one.field for one in here.read.findings)]
    return {name: _mark(there.get(name, [])) for name in names if changes.TEXT_KEY.match(name)}


def _takes(name: str, text: str, there: Mapping[str, Sequence[Description]], now: str) -> bool:
    """Whether the page offers a text: not where it stands already, nor where it could not be kept."""
    described = changes.TEXT_KEY.match(name)
    if not described:
        return _may_take(name) and text != now
    try:
        tidy = workflow.tidy(workflow.Words(described[1], described[2], text)).text
    except Invalid:
        return False
    return bool(tidy) and tidy not in {one.text for one in there.get(name, ())}


def _note(there: Sequence[Description]) -> str:
    """What becomes of the texts that stand when the file's is taken."""
    waiting = next((one for one in there if one.status != "approved"), None)
    said = []
    if waiting is not None:
        values = {
            "status": labels.STATUSES[waiting.status],
            "who": waiting.author,
            "day": day(waiting.changed),
        }
        said.append(_("Another text waits here: %(status)s, by %(who)s, %(day)s.", **values))
        said.append(_("The file’s takes its place when you take it; the other stays in the history."))
    if waiting is None or len(there) > 1:
        said.append(
            _("Readers keep the approved text until the file’s is accepted and approved.")
            if there
            else _("It goes to review, where somebody has to accept it.")
        )
    return " ".join(map(str, said))


def _fields(record: Photograph, here: Read) -> list[Field]:
    now, sources = _now(record), origins.told(record, record.values())
    there = _standing(workflow.of(reading(), record))
    found = []
    for row in here.rows:
        stands = now.get(row.field, "")
        said = tuple(
            Said(
                part.name,
                _spoken(row.field, part.text),
                f"part:{row.field}:{place}"
                if part.value is not None and _takes(row.field, part.text, there, stands)
                else "",
            )
            for place, part in enumerate(row.parts)
        )
        describe = "" if _may_take(row.field) else _tongue(row.field, "")
        note = _note(there.get(row.field, [])) if describe and any(one.take for one in said) else ""
        found.append(
            Field(
                control(*row.field.rstrip("]").split("[")) if "[" in row.field else row.field,
                changes.label(row.field),
                _tongue(row.field, record.caption_language),
                _spoken(row.field, stands),
                sources.get(row.field, ""),
                said,
                row.differ,
                describe,
                note,
            )
        )
    return found


def _repairs(record: Photograph, here: Read) -> list[Repair]:
    now, counted = _now(record), dict[str, int]()
    there = _standing(workflow.of(reading(), record))
    found = []
    for one in here.read.findings:
        stands, take_it = now.get(one.field, ""), ""
        if one.proposal:
            place = counted.get(one.field, 0)
            counted[one.field] = place + 1
            if _takes(one.field, one.proposal, there, stands):
                take_it = f"repair:{one.field}:{place}"
        label = changes.label(one.field) if one.field else ""
        language = _tongue(one.field, record.caption_language)
        found.append(Repair(one.message, label, stands, one.proposal, language, take_it))
    return found


def _now(record: Photograph) -> dict[str, str]:
    """Every value of the record as one text, its texts in other languages and its descriptions too."""
    values = record.values()
    now = {name: "; ".join(values[name]) if name in NAMES else str(values[name]) for name in FIELDS}
    texts = {workflow.key(text): text.text for text in workflow.of(reading(), record)}
    return now | by_language(values[ALTERNATIVES]) | texts


def _spoken(name: str, text: str) -> str:
    """A value in words where the record holds a code."""
    return changes.in_words(name, text) if name in changes.CODED else text


def _tongue(name: str, own: str) -> str:
    """The language of a field's words, '' where they are in none."""
    field, _bracket, language = name.partition("[")
    if language:
        return language.rstrip("]")
    return own if field in SPOKEN else ""
