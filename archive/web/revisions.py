"""The history of a record: who did what and when, each field before and after, and the way back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, request, url_for
from flask_babel import format_datetime
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from archive import history
from archive.catalogue import images, photographs
from archive.catalogue.checks import Invalid
from archive.catalogue.fields import FIELDS
from archive.catalogue.images import Known
from archive.catalogue.photographs import Stale
from archive.descriptions import outdated, workflow
from archive.descriptions.workflow import Words
from archive.history import Event, Missing
from archive.web import differences, fieldsets, labels
from archive.web.filters import language_name, listed, rights_label
from archive.web.paging import Paging
from archive.web.request import actor, described, go, need, number, page, photograph, reading, writing

if TYPE_CHECKING:
    from archive.catalogue.models import Photograph

pages = Blueprint("revisions", __name__)
differences.init(pages)
Answer = tuple[str, int] | Response
PER_PAGE = 50

VERBS = {
    "photograph.register": _l("Added the record"),
    "photograph.amend": _l("Changed the record"),
    "photograph.restore": _l("Restored an earlier version"),
    "photograph.place": _l("Moved it to another collection"),
    "photograph.publish": _l("Published it"),
    "photograph.unpublish": _l("Took it back into draft"),
    "photograph.withdraw": _l("Withdrew it"),
    "photograph.blank-history": _l("Blanked its history"),
    "photograph.merge": _l("Merged two records"),
    "image.attach": _l("Added a file"),
    "image.replace": _l("Replaced a file"),
    "image.put-back": _l("Put an earlier file back"),
    "description.confirm": _l("Said that texts fit the new file"),
    "description.adopt": _l("Took in texts of the merged record"),
    "description.draft": _l("Kept a text as a draft"),
    "description.save": _l("Saved a text for review"),
    "description.accept": _l("Accepted a text that nobody here had written"),
    "description.withdraw": _l("Took an approved text from readers"),
    "lint.override": _l("Let a finding stand"),
    "lint.recall": _l("Let a finding count again"),
    "request.resolve": _l("Answered what readers had asked"),
    "description.approve": _l("Approved a text"),
    "description.send-back": _l("Sent a text back"),
    "description.drop": _l("Took a waiting text away"),
    "description.restore": _l("Restored an earlier text for review"),
}
VISIBILITIES = {"draft": _l("Draft"), "published": _l("Published"), "withdrawn": _l("Withdrawn")}
OTHERS = {
    "image": _l("File"),
    "merged_into": _l("Merged into"),
    "merged_from": _l("Took in"),
    "files": _l("Files"),
    "events": _l("Entries blanked"),
    "texts_checked": _l("Texts that fit"),
}
_TEXT_KEY = re.compile(r"(alt|long|transcript)\[([^\]]+)\]\Z")


@dataclass(frozen=True)
class Change:
    """One field before and after, in words; empty where there was, or is, nothing.

    The notes say what a text's status was; `language` is that of the text alone.
    """

    label: str
    before: str
    after: str
    language: str = ""
    note_before: str = ""
    note_after: str = ""


@dataclass(frozen=True)
class Entry:
    """One event as the page tells it; `texts` are the keys of texts that could be restored from it.

    `file` is (SHA-256, name) of the file that was replaced in it.
    """

    id: int
    who: str
    what: str
    at: str
    when: str
    changes: tuple[Change, ...]
    reason: str
    blanked: bool
    fields: bool
    texts: tuple[tuple[str, str], ...]
    file: tuple[str, str]


@pages.get("/photographs/<accession>/history")
def show(accession: str) -> Answer:
    """Events of a record, newest first."""
    need("describer", "reviewer", "archivist")
    return _page(photograph(accession))


@pages.post("/photographs/<accession>/history/<int:event>/restore")
def restore(accession: str, event: int) -> Answer:
    """Give the fields the values that they had right after this event."""
    need("archivist")
    record = photograph(accession)
    if _blanked(history.of(reading(), "photograph", record.id)):
        raise Missing(event)
    try:
        with writing() as session:
            photographs.restore(session, actor(), accession, event, version=number("version", 0))
    except Stale:
        return _page(photograph(accession), stale=True)
    except Invalid as invalid:
        for problem in invalid.problems:
            flash(_(problem.message), "error")
        return go(url_for("revisions.show", accession=accession))
    flash(_("Restored. What was there before is in the history too."))
    return go(url_for("revisions.show", accession=accession))


@pages.post("/photographs/<accession>/history/<int:event>/put-back")
def put_back(accession: str, event: int) -> Answer:
    """Put the file that this event replaced in force again."""
    need("archivist")
    record = photograph(accession)
    entry = next((one for one in history.of(reading(), "photograph", record.id) if one.id == event), None)
    sha256, name = _file(entry) if entry else ("", "")
    if not sha256 or record.merged_into_id is not None:
        raise Missing(event)
    try:
        with writing() as session:
            images.put_back(session, actor(), photographs.get(session, accession), sha256)
    except Known as known:
        other = known.accession
        words = _("The archive has these very bytes already: they belong to %(other)s.", other=other)
        flash(words, "error")
        return go(url_for("revisions.show", accession=accession))
    flash(_("The file %(name)s is in its place again. The other one is in the history.", name=name))
    if outdated.of(reading(), photograph(accession)):
        flash(_("The approved texts describe the earlier file: check them."))
    return go(url_for("revisions.show", accession=accession))


@pages.post("/photographs/<accession>/history/<int:event>/restore-text")
def restore_text(accession: str, event: int) -> Answer:
    """Save a text as it was right after this event; it goes to review like any other."""
    need("describer", "archivist")
    entry = next(
        (e for e in history.of(reading(), "photograph", photograph(accession).id) if e.id == event), None
    )
    facts = (entry.after or {}).get(request.form.get("key", "")) if entry else None
    if not isinstance(facts, dict):
        raise Missing(event)
    words = Words(facts["kind"], facts["language"], facts["text"])
    try:
        with writing() as session:
            record = photographs.get(session, accession)
            workflow.save(
                session, actor(), record, words, version=number("version", 0), verb="description.restore"
            )
    except Stale:
        return _page(photograph(accession), stale=True)
    flash(_("Restored and in review. Somebody else approves it before readers see it."))
    return go(url_for("describe.show", accession=accession, lang=words.language))


def _page(record: Photograph, *, stale: bool = False) -> Answer:
    events = list(reversed(history.of(reading(), "photograph", record.id)))
    paging = Paging(
        len(events),
        number("page", 1, least=1, most=10**6),
        lambda one: url_for("revisions.show", accession=record.accession, page=one),
        PER_PAGE,
    )
    shown = events[paging.offset : paging.offset + PER_PAGE]
    texts = workflow.of(reading(), record)
    waiting = {workflow.key(text): text for text in texts if text.status != "approved"}
    return page(
        "pages/revisions/history.html",
        409 if stale else 200,
        record=record,
        described=described([record])[0],
        entries=[_entry(event) for event in shown],
        paging=paging,
        stale=stale,
        newest=_newest_of_fields(events),
        versions={key: text.version for key, text in waiting.items()},
        current={workflow.key(text): text.text for text in texts},
        texts_then={event.id: _texts(event) for event in shown},
        replaced={image.sha256 for image in record.images if image.replaced}
        - {image.sha256 for image in record.current_images},
        blanked=_blanked(events),
        may_restore=actor().may("archivist") and record.merged_into_id is None,
        may_write=actor().may("describer", "archivist") and record.merged_into_id is None,
    )


def _blanked(events: Sequence[Event]) -> bool:
    return any((event.after or {}).get("blanked") for event in events)


def _newest_of_fields(events: Sequence[Event]) -> int:
    """Number of the newest event that changed fields: that version is the record as it is."""
    return next((event.id for event in events if set(event.after or ()) & set(FIELDS)), 0)


def _texts(event: Event) -> dict[str, str]:
    after = event.after or {}
    return {key: facts["text"] for key, facts in after.items() if _TEXT_KEY.match(key) and facts}


def _entry(event: Event) -> Entry:
    before, after = event.before or {}, event.after or {}
    blanked = bool(after.get("blanked"))
    names = [name for name in {**before, **after} if name != "blanked"]
    return Entry(
        id=event.id,
        who=event.actor,
        what=str(VERBS.get(event.verb, event.verb)),
        at=event.at,
        when=moment(event.at),
        changes=(*(_change(name, before.get(name), after.get(name)) for name in names), *_replaced(before)),
        reason=event.reason,
        blanked=blanked,
        fields=bool(set(after) & set(FIELDS)),
        texts=tuple((key, _label(key)) for key in _texts(event)),
        file=_file(event),
    )


def _file(event: Event) -> tuple[str, str]:
    """(SHA-256, name) of the file that an event took out of force, both empty where it did not."""
    facts = (event.before or {}).get("image") or {}
    return facts.get("sha256", ""), facts.get("file_name", "")


def _replaced(before: dict[str, Any]) -> list[Change]:
    """Approved texts that an approval put another text in the place of."""
    old = {
        key: facts["replaced"]
        for key, facts in before.items()
        if isinstance(facts, dict) and "replaced" in facts
    }
    return [
        Change(
            _("%(text)s that readers saw until then", text=_label(key)), facts["text"], "", facts["language"]
        )
        for key, facts in old.items()
    ]


def _change(name: str, before: Any, after: Any) -> Change:
    found = _TEXT_KEY.match(name)
    if not found:
        return Change(_label(name), in_words(name, before), in_words(name, after))
    was, is_now = before or {}, after or {}
    text = was.get("text", "")
    return Change(
        _label(name),
        "" if text == is_now.get("text") else text,  # only the status changed
        is_now.get("text", ""),
        found[2],
        _status(was),
        _status(is_now),
    )


def _label(name: str) -> str:
    found = _TEXT_KEY.match(name)
    if found:
        return labels.named(found[1], found[2])
    return str(fieldsets.LABELS.get(name) or OTHERS.get(name) or name)


def in_words(name: str, value: Any) -> str:
    """A value of an event as people read it."""
    if value in (None, "", [], ()):
        return ""
    if isinstance(value, dict):
        return _facts(value)
    if isinstance(value, list | tuple):
        return listed(_label(one) if name == "texts_checked" else one for one in value)
    tables = {
        "kind": fieldsets.KIND_WORDS,
        "visible_words": fieldsets.VISIBLE_WORDS_WORDS,
        "visibility": VISIBILITIES,
    }
    if name == "rights":
        return rights_label(value)
    if name == "caption_language":
        return language_name(value)
    return str(tables.get(name, {}).get(value, value))


def _status(facts: dict[str, Any]) -> str:
    if not facts:
        return ""
    status = labels.STATUSES.get(facts.get("status", ""), facts.get("status", ""))
    return str(_("(%(status)s, written by %(author)s)", status=status, author=facts.get("author", "")))


def _facts(value: dict[str, Any]) -> str:
    if "sha256" in value:
        size = (
            value.get("file_name", ""),
            value.get("role", ""),
            value.get("width", 0),
            value.get("height", 0),
        )
        return str(_("%s (%s), %s by %s pixels")) % size
    return listed(f"{name}: {one}" for name, one in value.items())


def moment(at: str) -> str:
    """An ISO moment (UTC) as the page's language writes it."""
    try:
        when = datetime.fromisoformat(at)
    except ValueError:
        return at
    return str(_("%(moment)s UTC", moment=format_datetime(when, "d MMMM y, HH:mm", rebase=False)))
