"""Events in words: what each field and text was before and after, where a text stood, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from archive.catalogue.checks import by_language
from archive.catalogue.fields import ALTERNATIVES, FIELDS
from archive.descriptions import lint, requests, workflow
from archive.history import Event
from archive.web import fieldsets, labels
from archive.web.filters import language_name, listed, rights_label

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
    "description.restore": _l("Restored an earlier text"),
}
VISIBILITIES = {"draft": _l("Draft"), "published": _l("Published"), "withdrawn": _l("Withdrawn")}
OTHERS = {
    "image": _l("File"),
    "merged_into": _l("Merged into"),
    "merged_from": _l("Took in"),
    "files": _l("Files"),
    "events": _l("Entries blanked"),
    "texts_checked": _l("Texts that fit"),
    "finding": _l("Finding"),
    "request": _l("What readers had asked"),
}
CODED = {"kind", "visible_words", "visibility", "rights", "caption_language", "collection", "accession"}
IN_CAPTION_LANGUAGE = {"headline", "caption"}
LONG = 6  # words from which a field is told as a difference
TEXT_KEY = re.compile(r"(alt|long|transcript)\[([^\]]+)\]\Z")


@dataclass(frozen=True)
class Change:
    """One field or text before and after, in words; empty where there was, or is, nothing.

    `standing` says where a text stood and stands, `against` what it is compared with where that is not the
    version before. `language` is that of the words; `compared` where they are told as a difference,
    `unchanged` where only the standing changed.
    """

    label: str
    before: str
    after: str
    language: str = ""
    standing: str = ""
    against: str = ""
    compared: bool = False
    unchanged: bool = False


@dataclass(frozen=True)
class Entry:
    """One event as the page tells it; `texts` are the keys of texts that could be restored from it.

    `file` is (SHA-256, page, name) of the file that was replaced in it.
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
    file: tuple[str, int, str]


class Walk:
    """A history read from its beginning: which texts were approved, which language the caption had."""

    def __init__(self) -> None:
        self.approved: dict[str, str] = {}
        self.language = ""

    def past(self, event: Event) -> None:
        """Go past one event."""
        before, after = event.before or {}, event.after or {}
        self.language = str(after.get("caption_language", self.language) or "")
        for key in {**before, **after}:
            if not TEXT_KEY.match(key):
                continue
            was, now = _facts(before, key), _facts(after, key)
            if now.get("status") == "approved":
                self.approved[key] = now.get("text", "")
            elif was.get("status") == "approved":
                self.approved.pop(key, None)


def entries(events: Iterable[Event], shown: set[int]) -> list[Entry]:
    """The events whose numbers are `shown`, newest first; `events` is the whole history, oldest first."""
    walk, told = Walk(), []
    for event in events:
        if event.id in shown:
            told.append(_entry(event, walk))
        walk.past(event)
    return told[::-1]


def _entry(event: Event, walk: Walk) -> Entry:
    before, after = event.before or {}, event.after or {}
    names = [name for name in {**before, **after} if name != "blanked"]
    return Entry(
        id=event.id,
        who=event.actor,
        what=str(VERBS.get(event.verb, event.verb)),
        at=event.at,
        when=moment(event.at),
        changes=tuple(change for name in names for change in _changes(name, event, walk)),
        reason=_reason(event),
        blanked=bool(after.get("blanked")),
        fields=bool(set(after) & {*FIELDS, ALTERNATIVES}),
        texts=tuple((key, label(key)) for key in texts(event)),
        file=file(event),
    )


def texts(event: Event) -> dict[str, str]:
    """The texts that stood right after an event, by key."""
    after = event.after or {}
    return {key: facts["text"] for key, facts in after.items() if TEXT_KEY.match(key) and facts}


def file(event: Event) -> tuple[str, int, str]:
    """(SHA-256, page, name) of the file that an event took out of force; '' and 0 where it did not."""
    facts = (event.before or {}).get("image") or {}
    return facts.get("sha256", ""), facts.get("page", 0), facts.get("file_name", "")


def _facts(side: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = side.get(key)
    return found if isinstance(found, dict) else {}


def _reason(event: Event) -> str:
    """Why: the reason of the list and the words that were added to it."""
    after = event.after or {}
    codes = [_facts(after, key).get("reason_code", "") for key in after if TEXT_KEY.match(key)]
    chosen = [_(workflow.REASONS[code]) for code in codes if code in workflow.REASONS and code != "other"]
    return ". ".join([*(one.rstrip(".") for one in chosen), *filter(None, [event.reason])])


def _changes(name: str, event: Event, walk: Walk) -> list[Change]:
    """What became of one field; of texts in other languages each is told by itself."""
    if name != ALTERNATIVES:
        return [_change(name, event, walk)]
    was, now = (by_language((side or {}).get(name) or {}) for side in (event.before, event.after))
    told = []
    for key in sorted(key for key in {**was, **now} if was.get(key) != now.get(key)):
        before, after = was.get(key, ""), now.get(key, "")
        language = key.partition("[")[2].rstrip("]")
        told.append(Change(label(key), before, after, language, compared=_long(before, after)))
    return told


def _change(name: str, event: Event, walk: Walk) -> Change:
    before, after = event.before or {}, event.after or {}
    if TEXT_KEY.match(name):
        return _text_change(name, _facts(before, name), _facts(after, name), walk)
    was, now = in_words(name, before.get(name)), in_words(name, after.get(name))
    spoken = str(after.get("caption_language") or walk.language)
    language = spoken if name in IN_CAPTION_LANGUAGE else ""
    # Coded values are words of the page, and lists of names have no order that a difference could show.
    words = isinstance(before.get(name) or after.get(name), str) and name not in CODED
    return Change(label(name), was, now, language, compared=words and _long(was, now))


def _long(was: str, now: str) -> bool:
    return bool(was and now) and max(len(was.split()), len(now.split())) >= LONG


def _text_change(name: str, was: dict[str, Any], now: dict[str, Any], walk: Walk) -> Change:
    text, before, against = now.get("text", ""), was.get("text", ""), ""
    replaced = _facts(was, "replaced").get("text", "")
    if replaced:
        before, against = replaced, _("Compared with the text that was approved until then:")
    elif not was and now.get("status") != "approved" and walk.approved.get(name):
        before, against = walk.approved[name], _("Compared with the approved text:")
    unchanged = text == was.get("text", "")
    if before == text:
        before, against = "", ""
    language = (TEXT_KEY.match(name) or ["", "", ""])[2]
    compared = bool(before and text)
    return Change(label(name), before, text, language, _standing(was, now), against, compared, unchanged)


def _standing(was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Where a text stood and stands, as a sentence; who wrote it is said once where that stays the same."""
    (old, old_hand), (new, hand) = _stands(was), _stands(now)
    if not new:
        return str(_("Status: %(was)s; %(written)s. Now there is none.", was=old, written=old_hand))
    if not old or (old, old_hand) == (new, hand):
        return str(_("Status: %(now)s; %(written)s.", now=new, written=hand))
    if old_hand == hand:
        return str(_("Status: %(was)s, then %(now)s; %(written)s.", was=old, now=new, written=hand))
    return str(
        _(
            "Status: %(was)s (%(before)s), then %(now)s (%(written)s).",
            was=old,
            before=old_hand,
            now=new,
            written=hand,
        )
    )


def _stands(facts: Mapping[str, Any]) -> tuple[str, str]:
    """(status, whose words they are); both empty where there is no text."""
    if not facts:
        return "", ""
    who, status = facts.get("author", ""), facts.get("status", "")
    if facts.get("accepted"):
        written = _("accepted by %(who)s", who=facts["accepted"])
    elif facts.get("origin", "person") == "person":
        written = _("written by %(who)s", who=who)
    else:
        written = str(labels.ORIGINS.get(facts["origin"], facts["origin"]))
    reviewer = facts.get("reviewer", "")
    if status == "approved" and reviewer:
        return str(_("approved by %(who)s", who=reviewer)), str(written)
    if status == "sent-back" and reviewer:
        return str(_("sent back by %(who)s", who=reviewer)), str(written)
    return str(labels.STATUSES.get(status, status)), str(written)


def label(name: str) -> str:
    """What a field or a text is called."""
    found = TEXT_KEY.match(name)
    if found:
        return labels.named(found[1], found[2])
    field, _bracket, language = name.partition("[")
    if language:
        told = _("%(text)s in %(language)s", text=label(field), language=language_name(language.rstrip("]")))
        return str(told)
    return str(fieldsets.LABELS.get(name) or OTHERS.get(name) or name)


def in_words(name: str, value: Any) -> str:
    """A value of an event as people read it."""
    if value in (None, "", [], ()):
        return ""
    if isinstance(value, dict):
        tellers = {"finding": _finding, "request": _request}
        return tellers.get(name, _picture)(value)
    if isinstance(value, list | tuple):
        return listed(label(str(one)) if name == "texts_checked" else str(one) for one in value)
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


def _finding(value: Mapping[str, Any]) -> str:
    """A finding: the rule's title, and the field it is about."""
    code, place, language = (str(value.get(name, "")) for name in ("code", "field", "language"))
    title = next((_(rule.title) for rule in lint.RULES if rule.code == code), code)
    where = labels.named(place, language) if place in labels.TEXT_KINDS and language else label(place)
    return f"{title} ({where})"


def _request(value: Mapping[str, Any]) -> str:
    """What readers had asked, and what came of it."""
    tongue, kind = str(value.get("language", "")), str(value.get("text_kind", ""))
    count = value.get("asked", 1)
    if value.get("kind") == "wish":
        asked = ngettext(
            "A description in %(language)s, asked for %(num)s time",
            "A description in %(language)s, asked for %(num)s times",
            count if isinstance(count, int) else 1,
            language=language_name(tongue),
        )
    elif kind in labels.TEXT_KINDS:
        asked = _("A problem with the %(text)s", text=labels.named(kind, tongue))
    else:
        asked = _("A problem")
    outcome = str(value.get("outcome", ""))
    return f"{asked}. {_(requests.OUTCOMES.get(outcome, outcome))}." if outcome else f"{asked}."


def _picture(value: Mapping[str, Any]) -> str:
    if "sha256" in value:
        return str(
            _(
                "%(name)s (%(role)s), %(width)s by %(height)s pixels",
                name=value.get("file_name", ""),
                role=value.get("role", ""),
                width=value.get("width", ""),
                height=value.get("height", ""),
            )
        )
    return listed(f"{name}: {one}" for name, one in value.items())


def moment(at: str) -> str:
    """An ISO moment (UTC) as the page's language writes it."""
    try:
        when = datetime.fromisoformat(at)
    except ValueError:
        return at
    return str(_("%(moment)s UTC", moment=format_datetime(when, "d MMMM y, HH:mm", rebase=False)))
