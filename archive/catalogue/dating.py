"""Dates as somebody wrote them on a record: read in its own language first, then in the others we know."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from archive import dates
from archive.config import message
from archive.dates import BadDate, Impossible, Reading, Reason, Unclear

TONGUES = tuple(dates.TONGUES)  # languages with a table of phrases


@dataclass(frozen=True)
class Dating:
    """What became of words: a reading, or the reason why there is none: a `Reason`, '' where there is one.

    `language` is that of the phrases in which they were understood, where it is not the record's own.
    `choices` are readings to ask about, where the words can be read in several ways. `german` says that
    figures were read with the day first, because German writes them in no other way. `impossible` says that
    the words were understood, and no calendar has what they say.
    """

    reading: Reading | None
    language: str = ""
    reason: str = ""
    choices: tuple[Reading, ...] = ()
    german: bool = False
    impossible: bool = False

    @property
    def edtf(self) -> str:
        """The reading's EDTF; empty for an undated picture, and where the words were not understood."""
        return self.reading.edtf if self.reading else ""


@lru_cache(maxsize=4096)
def understand(words: str, language: str, interface: str = "") -> Dating:
    """Read a date in words; `language` is the record's, as BCP 47, `interface` the page's.

    The record's language comes first, then the interface's, then the others. Where two languages read
    the words differently, or the record's own finds several readings, there is none: its choices are
    to be asked. Remembered, because tables and sheets say the same dates again and again.
    """
    words, reason = words.strip(), ""
    own, wrong = dates.code(language), False
    try:
        first = dates.read(words, language)
    except Unclear as unclear:
        return Dating(None, reason=unclear.reason, choices=_readings(unclear.choices))
    except BadDate as refused:
        first, reason, wrong = None, refused.reason, isinstance(refused, Impossible)
        if wrong and _understood(words, own):  # the record's own language knows that there is no such day
            return Dating(None, reason=reason, impossible=True)
    if first is not None and plain(words):
        return Dating(first)
    found, impossible = _everywhere(words, own, interface)
    if len({one.edtf for one in found.values()}) > 1:
        return _differing(words, found)
    if not found:  # the whole field may be EDTF, or longer than any phrase
        said = "" if first else impossible or reason
        return Dating(first, reason=said, impossible=first is None and (wrong or bool(impossible)))
    spoken, reading = next(iter(found.items()))
    # English stands in for a language without a table.
    known = language.partition("-")[0].lower() == spoken
    return Dating(reading, "" if known else spoken, german=spoken == "de" and _in_order(words))


def _everywhere(words: str, own: str, interface: str) -> tuple[dict[str, Reading], str]:
    """What the words say in each language that understands them, and why the first that refuses does."""
    found: dict[str, Reading] = {}
    impossible = ""
    for tongue in dict.fromkeys((own, dates.code(interface or own), *TONGUES)):
        try:
            reading = dates.read_phrase(words, tongue)
        except BadDate as refused:  # understood, but no calendar has such a day: that says more
            impossible = impossible or (refused.reason if isinstance(refused, Impossible) else "")
            continue
        if reading is not None:
            found[tongue] = reading
    return found, impossible


def _differing(words: str, found: dict[str, Reading]) -> Dating:
    told = message(
        "“{words}” means one date in one language and another in the next. Choose the one that is meant."
    )
    return Dating(
        None,
        reason=Reason(told, words=words),
        choices=tuple({one.edtf: one for one in found.values()}.values()),
    )


def _understood(words: str, tongue: str) -> bool:
    """Whether the words are a phrase of the language, which refuses what they say."""
    try:
        dates.read_phrase(words, tongue)
    except BadDate:
        return True
    return False


def _in_order(words: str) -> bool:
    """Whether figures were understood that another language could read in another order."""
    try:
        dates.read(words, "en")
    except Unclear:
        return True
    except BadDate:
        return False
    return False


def _readings(choices: tuple[str, ...]) -> tuple[Reading, ...]:
    return tuple(dates.parse_edtf(one) for one in choices)


def plain(words: str) -> bool:
    """Whether a date is EDTF or nothing at all, which needs no language."""
    try:
        dates.parse_edtf(words.strip())
    except BadDate:
        return not words.strip()
    return True
