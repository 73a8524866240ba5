"""What a preview asks of a person about one item, and what their answers make of its record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from archive import rights
from archive.catalogue import checks, dating
from archive.catalogue.checks import Invalid, Problem
from archive.catalogue.fields import FIELDS, NAMES
from archive.config import message
from archive.descriptions import workflow
from archive.ingest import drafting, merge
from archive.ingest.copies import ALIKE, DECISION, LEAVE, NEW
from archive.ingest.drafting import REPAIR
from archive.ingest.merge import ALTERNATIVES, DESCRIPTIONS, Merged
from archive.ingest.outcome import NO_RIGHTS
from archive.ingest.pairs import APART, GUESSED, PAIRING, TOGETHER

Values = dict[
    str, Any
]  # as JSON keeps them: names as lists, texts in languages under 'alt[en]', 'caption[es]'
_NO_FIELDS = (DECISION, PAIRING)  # choices that are no values of a record
# What a preview tells of a picture and its line together.
_OF_BOTH = (
    *("headline", "caption", "credit_line", "date_text", "edtf", "rights", "caption_language", "creators"),
    *("also", "sheet", "row", "number", "stops", "findings", "sources", "conflicts", "repairs", "asked"),
)
EMPTY, OWN, READING = "empty", "own", "reading"
NO_SUCH = message("This answer is not one of those offered. Choose again; nothing was changed.")
# What a record has where nobody says anything.
_PRESET = {"kind": "photograph", "visible_words": "unknown"}


@dataclass(frozen=True)
class Option:
    """One answer: its key in a form, whose word it is, the value as told, and all values that it sets.

    `source` is one of `merge.SOURCES`, or 'artwork', 'repair', 'reading' (of a date in words; its value is
    EDTF), or '' for leaving the field empty; for what becomes of a copy, 'leave' or 'new'. `part` names the
    part of a file that says so, where its parts contradict each other.
    """

    key: str
    source: str
    value: Any
    values: Values
    part: str = ""


@dataclass(frozen=True)
class Question:
    """A field to decide on: its answers, the key of the one that holds, that of the one the merge took."""

    field: str
    options: tuple[Option, ...]
    chosen: str
    default: str
    why: str = ""


def questions(detail: Mapping[str, Any], choice: Mapping[str, Any]) -> list[Question]:
    """What is asked about an item: whether a copy comes in, where sources differ, repairs, unclear dates."""
    if "date" in detail:
        return _of_change(detail["date"], choice)
    if "values" not in detail:
        return []
    apart = choice.get(PAIRING) == APART
    return [*_pairing(detail, choice), *_copy(detail, choice), *([] if apart else _fields(detail, choice))]


def _pairing(detail: Mapping[str, Any], choice: Mapping[str, Any]) -> list[Question]:
    """Whether a picture is the one that a line or row names with another ending."""
    if GUESSED not in detail:
        return []
    options = tuple(Option(key, key, "", {PAIRING: key}) for key in (TOGETHER, APART))
    return [Question(PAIRING, options, str(choice.get(PAIRING, TOGETHER)), TOGETHER, detail[GUESSED])]


def _of_change(date: Mapping[str, Any], choice: Mapping[str, Any]) -> list[Question]:
    """The date of a row that changes a record: its words as they stand, or a reading; nothing empties it."""
    asked = _fields({"values": date, "sources": {"date_text": "table"}}, choice)
    return [replace(one, options=tuple(each for each in one.options if each.key != EMPTY)) for one in asked]


def _copy(detail: Mapping[str, Any], choice: Mapping[str, Any]) -> list[Question]:
    """What becomes of a picture that looks like a record's: left out, or a new record."""
    if not any(one["accession"] for one in detail.get(ALIKE, ())):
        return []
    options = tuple(Option(key, key, "", {DECISION: key}) for key in (LEAVE, NEW))
    default = LEAVE if detail.get("left") else NEW
    return [Question(DECISION, options, str(choice.get(DECISION, default)), default)]


def _fields(detail: Mapping[str, Any], choice: Mapping[str, Any]) -> list[Question]:
    differing, repairs = detail.get("conflicts", {}), {one["field"]: one for one in detail.get("repairs", ())}
    unclear = _unclear(detail)
    if unclear:
        repairs.pop("date_text", None)  # its words are asked about with their readings
    return [
        _question(name, differing.get(name, ()), repairs.get(name), detail, choice)
        for name in dict.fromkeys((*differing, *repairs, *(["edtf"] if unclear else [])))
    ]


def _unclear(detail: Mapping[str, Any]) -> dating.Dating | None:
    """The readings of a date in words that has several, so that none was taken."""
    known, words = detail["values"], _date_words(detail)
    if not words or known.get("edtf"):
        return None
    understood = dating.understand(words, known.get("caption_language") or "en")
    return understood if understood.choices else None


def _date_words(detail: Mapping[str, Any]) -> str:
    """The words of an item's date: those that were taken, else those that are proposed for it."""
    proposed = (one["proposal"] for one in detail.get("repairs", ()) if one["field"] == "date_text")
    return str(detail["values"].get("date_text") or next(proposed, ""))


def _readings(detail: Mapping[str, Any], *, alone: bool) -> list[Option]:
    """The readings of an unclear date; first its words as they stand, where nothing else offers them."""
    understood, words = _unclear(detail), _date_words(detail)
    if understood is None:
        return []
    stands = Option("0", detail["sources"].get("date_text", "file"), words, {"date_text": words, "edtf": ""})
    return [stands][: int(alone)] + [
        Option(f"{READING}-{number}", READING, one.edtf, {"date_text": words, "edtf": one.edtf})
        for number, one in enumerate(understood.choices)
    ]


def _why(detail: Mapping[str, Any], name: str, repair: Mapping[str, Any] | None) -> str:
    """The sentence that a question needs: what looks wrong, who else made it, why a date is unclear."""
    if repair:
        return str(repair["message"])
    if name == "edtf" and (understood := _unclear(detail)):
        return understood.reason
    asked = detail.get("asked", {})
    makers = (words for words, field in asked.items() if field == name == "creators")
    return next(makers, "")


def _question(
    name: str,
    offers: list[dict[str, Any]],
    repair: Mapping[str, Any] | None,
    detail: Mapping[str, Any],
    choice: Mapping[str, Any],
) -> Question:
    options = [_offered(str(number), one, name) for number, one in enumerate(offers)]
    default = next((str(number) for number, one in enumerate(offers) if one.get("taken")), EMPTY)
    if repair and not offers and repair["now"]:
        options.append(Option("0", detail["sources"].get(name, "file"), repair["now"], {name: repair["now"]}))
        default = "0"
    if name == "edtf" and (readings := _readings(detail, alone=not options)):
        if not options and detail["values"].get("date_text"):
            default = readings[0].key
        options += readings
    if repair:
        options.append(Option(REPAIR, REPAIR, repair["proposal"], {name: repair["proposal"]}))
    along = "caption_language" if name != "caption_language" else ""  # it goes with the caption, unless asked
    touched = {field for one in options for field in one.values if field != along}
    emptied = {field: [] if field in NAMES else "" for field in touched if field == name or "[" not in field}
    options.append(Option(EMPTY, "", "", emptied))
    chosen = default
    if touched & set(choice):
        known = (
            one.key
            for one in options
            if all(choice.get(field) == value for field, value in one.values.items())
        )
        chosen = next(known, OWN)
    if chosen == OWN:
        own = {field: choice[field] for field in touched if field in choice}
        options.insert(0, Option(OWN, "given", own.get(name) or next(iter(own.values())), own))
    return Question(name, tuple(options), chosen, default, _why(detail, name, repair))


def _offered(key: str, offer: Mapping[str, Any], name: str) -> Option:
    """What a source says, as an answer; it sets the field itself, and what goes along."""
    values = {name: offer["value"]} | offer.get("with", {})
    return Option(key, offer["source"], offer["value"], values, offer.get("part", ""))


def answered(
    detail: Mapping[str, Any], choice: Mapping[str, Any], answers: Mapping[str, str]
) -> tuple[Values, list[Problem]]:
    """The choice after a person's answers, field → key; what the merge took anyway is no choice.

    Problems name the fields whose answer was not offered.
    """
    done, wrong = dict(choice), []
    for question in questions(detail, choice):
        key = answers.get(question.field, question.chosen)
        option = next((one for one in question.options if one.key == key), None)
        if option is None:
            wrong.append(Problem(question.field, NO_SUCH))
        elif key != question.chosen:
            for field in {field for one in question.options for field in one.values}:
                done.pop(field, None)
            if key != question.default:
                done |= option.values
    if done.get(PAIRING) == APART:  # what was asked of both together is asked no more
        done = {name: one for name, one in done.items() if name in _NO_FIELDS}
    return done, wrong


def whole(detail: Mapping[str, Any], choice: Mapping[str, Any]) -> Values:
    """All values of an item's record, with the choice in them, empty fields too."""
    choice = {name: one for name, one in choice.items() if name not in _NO_FIELDS}
    blank: Values = {name: [] if name in NAMES else "" for name in FIELDS}
    known: Values = detail.get("values", {})
    return blank | _PRESET | known | dict(choice)


def typed(detail: Mapping[str, Any], values: Mapping[str, Any]) -> Values:
    """The choice that a person's own words make: tidied, and only where they differ from what was merged.

    A date in words that changed is read anew, unless an EDTF date was typed with it. Raises Invalid.
    """
    before = whole(detail, {})
    tidy = {name: drafting.plain(value) for name, value in checks.tidy(values).items() if name in FIELDS}
    tidy |= {name: checks.clean(value) for name, value in values.items() if name.endswith("]")}
    changed = {name: value for name, value in tidy.items() if value != before.get(name, "")}
    if "date_text" in changed and "edtf" not in changed:
        changed["edtf"] = ""
    _check(record(before | changed))
    return changed


def record(values: Mapping[str, Any]) -> Values:
    """Values as verbs take them: names as tuples, descriptions and alternatives each under their one name."""
    return dict(merge.choose(Merged({}, {}, {}), values).values)


def _check(values: Values) -> None:
    wrong = checks.problems(
        {name: one for name, one in values.items() if name in FIELDS or name == ALTERNATIVES}
    )
    for words in values.get(DESCRIPTIONS, ()):
        try:
            workflow.tidy(workflow.Words(words.kind, words.language, words.text))
        except Invalid as invalid:
            name = f"{words.kind}[{words.language}]"
            wrong += [replace(problem, field=name) for problem in invalid.problems]
    if wrong:
        raise Invalid(*wrong)


def _changing(detail: Mapping[str, Any], choice: Mapping[str, Any]) -> Values:
    """A change of a record with the chosen reading of its date."""
    date, edtf = detail["date"], choice["edtf"]
    changes = [one for one in detail["changes"] if one["field"] != "edtf"]
    if edtf != date["before"]:
        changes.append({"field": "edtf", "before": date["before"], "after": edtf, "source": "given"})
    findings = [one for one in detail.get("findings", ()) if one not in date["findings"]]
    return dict(detail) | {"changes": changes, "findings": findings, "chosen": sorted(choice)}


def shown(detail: Mapping[str, Any], choice: Mapping[str, Any], *, publish: bool) -> Values:
    """An item's detail with the choice in it: what a preview tells, and what would keep it a draft."""
    if "date" in detail:
        return _changing(detail, choice) if "edtf" in choice else dict(detail)
    choice = dict(choice)
    if choice.pop(PAIRING, "") == APART:
        detail = {name: one for name, one in detail.items() if name not in _OF_BOTH}
        return detail | ({"left": choice[DECISION] == LEAVE} if DECISION in choice else {})
    if decision := choice.pop(DECISION, ""):
        detail = dict(detail) | {"left": decision == LEAVE}
    told = _chosen(detail, choice, publish=publish) if choice else dict(detail)
    if publish and decision == NEW and not choice:
        told["stops"] = [problem.message for problem in checks.stops(record(whole(detail, {})))]
    return {name: one for name, one in told.items() if name != "stops"} if told.get("left") else told


def _chosen(detail: Mapping[str, Any], choice: Mapping[str, Any], *, publish: bool) -> Values:
    values = record(whole(detail, choice))
    after = drafting.decided(detail, choice)
    findings = [one for one in after["findings"] if one != NO_RIGHTS]
    if not values.get("rights"):
        values["rights"] = rights.CNE.uri
    if values["rights"] == rights.CNE.uri:
        findings.append(NO_RIGHTS)
    after |= {"findings": findings, "chosen": sorted(choice)}
    kept = {name: one for name, one in detail.items() if name != "also"}
    told = kept | drafting.describe(values) | after
    if publish:
        told["stops"] = [problem.message for problem in checks.stops(values)]
    return told
