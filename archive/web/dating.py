"""How a date is read, told beside its field before it is saved, and again once it is."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import Blueprint, jsonify, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from archive import dates
from archive.catalogue import dating
from archive.catalogue.checks import Problem
from archive.catalogue.dating import Dating
from archive.dates import BadDate, Reading
from archive.web.filters import edtf_words, language_name, page_language
from archive.web.filters import said as translated
from archive.web.limits import LIVE, limiter
from archive.web.request import need

if TYPE_CHECKING:
    from archive.catalogue.models import Photograph

pages = Blueprint("dating", __name__)
STAFF = ("describer", "reviewer", "archivist")
CHOICE, ASKED = "date_choice", "date_asked"  # what somebody chose, and the words that it answers
SHOWN = "edtf_shown"  # the EDTF that the form held when it was shown
CHECK, USE = "check", "use"  # the two buttons that ask how a date is read
KEEP = "keep"  # the choice to save words that have several readings without any of them


@dataclass(frozen=True)
class Told:
    """A reading as people are told it.

    `words` is one or more sentences; `choices` are words to put into the field instead, in `language`;
    `asked` is what they answer; `own` says that the EDTF was given and not read from the words.
    """

    words: str
    choices: tuple[str, ...] = ()
    language: str = ""
    asked: str = ""
    own: bool = False

    @property
    def kept(self) -> bool:
        """Whether somebody chose to keep these words without a date."""
        return _keeping(self.asked)


def told(words: str, language: str, edtf: str = "") -> Told:
    """Say how the words of a date are read; an EDTF that somebody gave beside them counts instead.

    `language` is the caption's, as BCP 47 or empty.
    """
    understood = dating.understand(words, language or "en", page_language())
    if edtf and edtf != understood.edtf:
        return Told(_given(edtf), own=True)
    if not words.strip():
        return Told(str(_("No date is given.")))
    if understood.reading is None:
        return _unread(words, language, understood)
    if not understood.edtf:
        return Told(_undated(words, understood))
    said = [recorded(understood.reading)]
    if understood.language:
        said.append(str(_("It was understood in %(language)s.", language=language_name(understood.language))))
    if understood.german:
        said.append(str(_("German writes figures with the day first.")))
    return Told(" ".join(said))


def recorded(reading: Reading) -> str:
    """Say a reading: “about 1950 — recorded as 1950~, sorted from 1949 to 1951.” is such a sentence."""
    return str(
        _(
            "%(date)s — recorded as %(edtf)s, %(sorted)s.",
            date=edtf_words(reading.edtf),
            edtf=reading.edtf,
            sorted=_sorted(reading),
        )
    )


def of(record: Photograph) -> str:
    """How the date of a record was understood, for the message that it is saved."""
    if record.edtf or not record.date_text:
        return told(record.date_text, record.caption_language, record.edtf).words
    found = told(record.date_text, record.caption_language)
    if dating.understand(record.date_text, record.caption_language or "en").edtf:
        return str(
            _("The date “%(words)s” was not read yet; it is read when you save.", words=record.date_text)
        )
    return found.words


def fresh(record: Photograph, typed: Mapping[str, Any]) -> str:
    """The EDTF that counts beside typed words: empty where it is only the reading of the words before."""
    edtf = str(typed.get("edtf") or "").strip()
    return "" if _unchanged(record, typed) and not again(record, typed) else edtf


def again(record: Photograph, typed: Mapping[str, Any]) -> bool:
    """Whether somebody wrote the record's EDTF into a form that no longer showed it: it is meant, then."""
    return (
        _unchanged(record, typed)
        and bool(record.edtf)
        and request.form.get(SHOWN, record.edtf) != record.edtf
    )


def _unchanged(record: Photograph, typed: Mapping[str, Any]) -> bool:
    """Whether the words are new and the EDTF is as it was."""
    same = str(typed.get("edtf") or "").strip() == record.edtf
    return same and typed.get("date_text", record.date_text) != record.date_text


def chosen(values: dict[str, Any]) -> dict[str, Any]:
    """Typed values with the choice that answers what their date was asked about, where one was made."""
    choice = request.form.get(CHOICE, "").strip()
    if choice not in {"", KEEP} and request.form.get(ASKED, "") == values.get("date_text"):
        return values | {"date_text": choice, "edtf": ""}
    return values


def _keeping(words: str) -> bool:
    """Whether the form says that these words are kept without a date."""
    return request.form.get(CHOICE) == KEEP and request.form.get(ASKED, "").strip() == words.strip()


def checking() -> bool:
    """Whether the form was sent to have its date checked, and not to be saved."""
    return request.form.get("then") in {CHECK, USE}


def unchosen(values: Mapping[str, Any]) -> list[Problem]:
    """What is wrong where somebody asked to use a date that is offered, and chose none."""
    answered = request.form.get("then") != USE or request.form.get(CHOICE, "").strip()
    language, edtf = values.get("caption_language", ""), str(values.get("edtf") or "").strip()
    if answered or not told(str(values.get("date_text") or ""), language, edtf).choices:
        return []
    return [_unanswered()]


def _unanswered() -> Problem:
    return Problem(f"{CHOICE}-1", _("Choose which date is meant."))


def problems(values: Mapping[str, Any], record: Photograph | None = None) -> list[Problem]:
    """What keeps a typed date from being saved: no calendar bears it out, or nobody said which date is meant.

    An EDTF beside the words answers both. Words that are not understood are kept, and so are those that the
    record holds already: they came from a sheet or a table, and whoever mends another field need not answer
    for them.
    """
    typed = (record.values() if record else {}) | dict(values)
    words, language = str(typed.get("date_text") or ""), str(typed.get("caption_language") or "")
    edtf = fresh(record, typed) if record else str(typed.get("edtf") or "").strip()
    held = record is not None and (words.strip(), edtf) == (record.date_text, record.edtf)
    found = dating.understand(words, language or "en", page_language())
    if edtf or held:
        return []
    if not found.impossible:
        return [_unanswered()] if told(words, language).choices and not _keeping(words) else []
    said = _(
        "%(reason)s Nothing was saved. If the sheet really bears these words, keep them and give the date in "
        "EDTF below.",
        reason=translated(found.reason),
    )
    return [Problem("date_text", said)]


@pages.get("/desk/dates.json")
@limiter.limit(LIVE)
def live() -> Response:
    """The reading of ?text= in ?language=, for the page's own script; ?edtf= is one that somebody gave."""
    need(*STAFF)
    text, language, edtf = (request.args.get(name, "") for name in ("text", "language", "edtf"))
    found = told(text, language, edtf.strip())
    answer: Response = jsonify(
        words=found.words, choices=found.choices, language=found.language, asked=found.asked
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _given(edtf: str) -> str:
    try:
        reading = dates.parse_edtf(edtf)
    except BadDate as refused:
        return str(_("The EDTF date cannot be recorded: %(reason)s", reason=translated(refused.reason)))
    counts = _("The EDTF date counts, not the words.")
    return f"{recorded(reading)} {counts}"


def _unread(words: str, language: str, understood: Dating) -> Told:
    """Why words gave no date, and what can be chosen instead."""
    speech = _speech(language)
    offered = [one for one in (_spelled(choice, speech) for choice in understood.choices) if one]
    if offered:
        said = _(
            "%(reason)s Or choose which date is meant, beside the field. Until then the photograph is not "
            "found by date.",
            reason=translated(understood.reason),
        )
    elif understood.impossible:
        said = _(
            "%(reason)s Such a date is not found by date. If the sheet really bears these words, keep them "
            "and give the date in EDTF as well.",
            reason=translated(understood.reason),
        )
    else:
        said = _(
            "The date “%(words)s” stays as you wrote it, but it was not understood, so the photograph is "
            "not found by date. %(reason)s",
            words=words,
            reason=translated(understood.reason),
        )
    return Told(str(said), tuple(offered), speech, words)


def _speech(language: str) -> str:
    """The language in which choices are worded: the caption's where dates are read in it, else the page's."""
    own = language.partition("-")[0].lower()
    return own if own in dates.TONGUES else dates.code(page_language())


def _spelled(choice: Reading, language: str) -> str:
    """A reading as words that read so again; as EDTF where no words do; empty where neither does."""
    for words in (dates.in_words(choice.edtf, language), choice.edtf):
        if dating.understand(words, language).reading == choice:
            return words
    return ""


def _undated(words: str, understood: Dating) -> str:
    if understood.language:
        said = _(
            "“%(words)s” was understood in %(language)s: the photograph is undated.",
            words=words,
            language=language_name(understood.language),
        )
    else:
        said = _("“%(words)s” was understood: the photograph is undated.", words=words)
    return str(said)


def _sorted(reading: Reading) -> str:
    """Between which years, months or days a reading is sorted."""
    earliest, latest = reading.earliest, reading.latest
    form = _precision(earliest, latest)
    first, last = (edtf_words(day[:form]) if day else "" for day in (earliest, latest))
    if first and first == last:
        return str(_("sorted under %(date)s", date=first))
    if first and last:
        return str(_("sorted from %(first)s to %(last)s", first=first, last=last))
    if first:
        return str(_("sorted from %(first)s on", first=first))
    return str(_("sorted up to %(last)s", last=last)) if last else str(_("not sorted by date"))


def _precision(earliest: str | None, latest: str | None) -> int:
    """How much of YYYY-MM-DD both ends need: 4 for whole years, 7 for whole months, else 10."""
    year, month, day = len("1938"), len("1938-05"), len("1938-05-12")
    first = "01-01" if earliest is None else earliest[5:]
    last = "12-31" if latest is None else latest[5:]
    if (first, last) == ("01-01", "12-31"):
        return year
    ends = latest is None or monthrange(date.fromisoformat(latest).year, int(last[:2]))[1] == int(last[3:])
    return month if first.endswith("-01") and ends else day
