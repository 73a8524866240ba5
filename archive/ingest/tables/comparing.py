"""What a row of a table would change in a record, field by field, and why it may not.

A blank cell says nothing. A row that was exported carries the record's version: where the record has changed
since, the row is refused with both values, so that an old table never undoes what somebody did meanwhile.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.orm import Session

from archive import history
from archive.catalogue import checks
from archive.catalogue.checks import Invalid, Problem
from archive.catalogue.fields import ALTERNATIVES, NAMES, TEXTS
from archive.config import message
from archive.descriptions import columns, workflow
from archive.descriptions.columns import ACCESSION, COLLECTION, FILE, STATUS, VERSION, VISIBILITY
from archive.descriptions.rows import Row
from archive.descriptions.workflow import Words
from archive.ingest.tables import dated, naming, turned

# What an emptied field falls back to where "nothing" is none of its values.
FALLBACK = {"kind": "photograph", "visible_words": "unknown"}
_DATE = ("date_text", "edtf")
_CELL = 32_767  # signs that a cell of a spreadsheet holds, in UTF-16
_APPROVED = message(
    "A table does not take an approved text from readers. Withdraw it on the photograph's page, with a "
    "reason."
)
_CUT = message("a spreadsheet cut this text, because its cells hold 32,767 signs. The whole text stays.")
_MERGED = message("This record was merged into another one, so it is not changed any more.")
_GONE = message(
    "“{edtf}” becomes nothing, because it was the reading of “{words}”, which does not stand there any more."
)
_STAYS = message("“{edtf}” stays, because somebody gave it beside the words. Look whether it still holds.")
_CARRIED = message(
    "“{edtf}” stays, because this row carries it and “{words}” has no single reading. Look whether it still "
    "holds."
)
_STRANGE = message(
    "The version of this row is {version}, which the archive never writes, so nobody can say whether the "
    "record was changed since. Nothing of this row was taken; export the table anew."
)
_DIFFERS = message("{column} is {table} in the table, {archive} in the archive")
_LATER = message(
    "Somebody changed this record after the table was exported: {differences}. Nothing of this row was "
    "taken; export the table anew, or empty the row's version cell to have it taken all the same."
)


@dataclass(frozen=True)
class Change:
    """One cell that differs: the column, what stands in the archive, what would stand there."""

    field: str
    before: str
    after: str

    def to_json(self) -> dict[str, str]:
        """As previews and receipts keep it."""
        return {"field": self.field, "before": self.before, "after": self.after, "source": "table"}


@dataclass
class Wanted:
    """What a row asks for: values for `photographs.amend`, texts for review, a collection; or a reason.

    `collection` is None where it stays. `trouble` is the sentence that refuses the row, '' for none;
    `findings` are sentences that a person should know. `unclear` tells of a date in words that asks for its
    reading, as `choices.questions` takes it: date_text, caption_language, before (the EDTF that stands in
    the archive) and findings (those that hold where none is chosen). `turned` names the columns whose cell
    holds a spreadsheet's form of the day that stands in the archive, so that it changes nothing.
    """

    values: dict[str, Any] = field(default_factory=dict)
    texts: list[Words] = field(default_factory=list)
    collection: str | None = None
    changes: list[Change] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    trouble: str = ""
    unclear: dict[str, Any] = field(default_factory=dict)
    turned: tuple[str, ...] = ()


def speaks(name: str) -> bool:
    """Whether what stands in a column can change a record."""
    return name not in {"", ACCESSION, VERSION, VISIBILITY, FILE} and not name.endswith(STATUS)


def differs(row: Row, given: Mapping[str, str]) -> bool:
    """Whether any cell is written otherwise than the record's; quick, and True too often rather than not."""
    cells = row.cells
    return any(text != cells.get(name, "") and speaks(name) for name, text in given.items())


def compare(
    session: Session, row: Row, given: Mapping[str, str], choice: Mapping[str, Any] | None = None
) -> Wanted:
    """What a row's cells ({column: text}, '' to empty it) would change in the record.

    `choice` is the reading of its date that a person chose in a preview, with its words.
    """
    wanted = Wanted()
    stood = turned.cells(row, given)
    wanted.turned = tuple(stood)
    given = {**_uncut(row, given, wanted), **stood}
    chosen = {name: str(text) for name, text in (choice or {}).items() if name in _DATE}
    try:
        _fields(session, row, {**given, **chosen}, wanted, decided=bool(chosen))
        _alternatives(row, given, wanted)
        _texts(row, given, wanted)
    except Invalid as error:
        wanted.trouble = naming.refusal(error.problems, given)
        return wanted
    slug = given.get(COLLECTION)
    if slug is not None and slug.strip() != row.cells.get(COLLECTION, ""):
        wanted.collection = slug.strip()
        wanted.changes.append(Change(COLLECTION, row.cells.get(COLLECTION, ""), wanted.collection))
    wanted.trouble = wanted.trouble or _stale(row, given, wanted) or _unfit(row, given, wanted)
    return wanted


def _uncut(row: Row, given: Mapping[str, str], wanted: Wanted) -> Mapping[str, str]:
    """The cells without those that a spreadsheet cut at what a cell of its own holds; they change nothing."""
    cut = [name for name, text in given.items() if _is_cut(text, row.cells.get(name, ""))]
    wanted.findings += [naming.told(name, _CUT) for name in cut]
    return {name: text for name, text in given.items() if name not in cut} if cut else given


def _is_cut(text: str, here: str) -> bool:
    if len(text) < _CELL // 2 or len(here) <= len(text):
        return False
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    # One less where the mark of a shielded text, or half of a sign, was the last.
    return _CELL - 1 <= units <= _CELL and here.startswith(checks.clean(text))


def plain_values(given: Mapping[str, str]) -> dict[str, Any]:
    """The record's own fields among the cells, cleaned, names as tuples, emptied ones at their fallback."""
    told: dict[str, Any] = {name: given[name] or FALLBACK.get(name, "") for name in TEXTS if name in given}
    told |= {name: columns.split_names(given[name]) for name in NAMES if name in given}
    return checks.tidy(told)


def _fields(session: Session, row: Row, given: Mapping[str, str], wanted: Wanted, *, decided: bool) -> None:
    tidy = plain_values(given)
    changed = {name: value for name, value in tidy.items() if value != row.values[name]}
    if decided:
        pass  # a person chose what the words mean
    elif "date_text" in changed:
        _date(row, tidy, changed, wanted)
    elif "edtf" in changed and _unclaimed(session, row, given, tidy):
        del changed["edtf"]
    for name, value in changed.items():
        if value != row.values[name]:
            wanted.changes.append(Change(name, _cell(row.values[name]), _cell(value)))
    wanted.values.update(changed)


def _unclaimed(session: Session, row: Row, given: Mapping[str, str], tidy: Mapping[str, Any]) -> bool:
    """Whether the cell of the EDTF only holds what stood there before the record got this row's own words.

    So it is when a table comes a second time: its words are the record's by now, their reading is, too,
    and nobody typed the old reading that stands beside them.
    """
    words = tidy.get("date_text", "")
    language = row.values["caption_language"] or "en"
    if words != row.values["date_text"] or not dated.followed(words, row.values["edtf"], language):
        return False
    seen = columns.read_version(given.get(VERSION, ""))
    if seen is not None and seen[0] == row.version:
        return False
    earlier = history.of(session, "photograph", row.id)
    before = [event.before or {} for event in earlier]
    stood = {str(values["edtf"]) for values in before if "edtf" in values}
    return tidy["edtf"] in stood or any(turned.is_form(tidy["edtf"], one, whole_months=True) for one in stood)


def _date(row: Row, tidy: Mapping[str, Any], changed: dict[str, Any], wanted: Wanted) -> None:
    """Read changed words of a date; what they do to the EDTF is a change, or is told."""
    words = changed["date_text"]
    language = tidy.get("caption_language") or row.values["caption_language"] or "en"
    read = dated.read(words, language)
    if read.impossible:
        wanted.trouble = naming.refusal([Problem("date_text", read.reason)], {"date_text": words})
    if read.impossible or "edtf" in changed:
        return
    old, spoken = row.values["edtf"], row.values["caption_language"] or "en"
    if read.reason:
        wanted.findings.append(read.words)
    if words and read.understood:
        changed["edtf"] = read.edtf
    elif old and words and tidy.get("edtf") == old:
        _tell_edtf(wanted, _CARRIED, old, words)
    elif old and dated.followed(row.values["date_text"], old, spoken):
        changed["edtf"] = ""
        _tell_edtf(wanted, _GONE, old, row.values["date_text"])
    elif old:
        _tell_edtf(wanted, _STAYS, old, "")
    if read.unclear:
        asked = {"date_text": words, "caption_language": language, "before": old}
        wanted.unclear = asked | {"findings": list(wanted.findings)}


def _tell_edtf(wanted: Wanted, sentence: str, edtf: str, words: str) -> None:
    wanted.findings.append(naming.told("edtf", sentence.format(edtf=edtf, words=naming.short(words))))


def _cell(value: Any) -> str:
    return columns.join_names(value) if isinstance(value, tuple) else str(value)


def _alternatives(row: Row, given: Mapping[str, str], wanted: Wanted) -> None:
    told = copy.deepcopy(row.alternatives)
    found = False
    for name, text in given.items():
        spoken, language = columns.split(name)
        if not language or spoken not in columns.TRANSLATED:
            continue
        text, before = checks.clean(text), told.get(spoken, {}).get(language, "")  # noqa: PLW2901 - the same text, cleaned
        if text != before:
            told.setdefault(spoken, {})[language] = text
            wanted.changes.append(Change(name, before, text))
            found = True
    if found:
        wanted.values[ALTERNATIVES] = checks.tidy({ALTERNATIVES: told})[ALTERNATIVES]


def texts_of(given: Mapping[str, str]) -> Iterable[tuple[str, Words]]:
    """The descriptions among the cells, tidied, by column. Raises Invalid."""
    for name, text in given.items():
        if columns.is_text(name) and not name.endswith(STATUS):
            try:
                yield name, workflow.tidy(Words(*columns.split(name), text))
            except Invalid as error:
                raise Invalid(*(replace(one, field=name) for one in error.problems)) from error


def _texts(row: Row, given: Mapping[str, str], wanted: Wanted) -> None:
    for name, words in texts_of(given):
        before = row.cells.get(name, "")
        if words.text == before:
            continue
        if not words.text and name not in row.waits:
            wanted.trouble = naming.refusal([Problem(name, _APPROVED)], given)
        wanted.texts.append(words)
        wanted.changes.append(Change(name, before, words.text))


def _stale(row: Row, given: Mapping[str, str], wanted: Wanted) -> str:
    """The sentence that refuses a row exported before the record was changed, '' where it is up to date."""
    cell = given.get(VERSION, "")
    if not cell or not wanted.changes:
        return ""
    seen = columns.read_version(cell)
    if seen is None:
        return _STRANGE.format(version=naming.quoted(cell))
    version, revision = seen
    of_record = [change for change in wanted.changes if not columns.is_text(change.field)]
    of_texts = [change for change in wanted.changes if columns.is_text(change.field)]
    old = of_record if version != row.version else []
    if revision is not None and revision - version != row.texts:
        old = [*old, *of_texts]
    if not old:
        return ""
    differences = "; ".join(
        _DIFFERS.format(
            column=naming.label(one.field), table=naming.quoted(one.after), archive=naming.quoted(one.before)
        )
        for one in old
    )
    return _LATER.format(differences=differences)


def _unfit(row: Row, given: Mapping[str, str], wanted: Wanted) -> str:
    """Why the record could not be kept with these values, as `photographs.amend` would say it."""
    if row.merged:
        return f"{_MERGED} {naming.NOTHING}"
    if not wanted.values:
        return ""
    now = row.values | {ALTERNATIVES: row.alternatives} | wanted.values
    found = checks.problems(now)
    if not found and row.visibility == "published":
        known = {problem.field for problem in checks.stops(row.values)}
        found = [problem for problem in checks.stops(now) if problem.field not in known]
    return naming.refusal(found, given) if found else ""
