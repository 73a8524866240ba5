"""Text that was read in the wrong character set somewhere on its way, recognised and mended.

Mending is only ever proposed to a person. Each rule looks for what good text of any language does
not contain; the one about apostrophes speaks for English alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_HIGH = re.compile(r"[^\x00-\x7f]{2,}")
# What Mac Roman makes of the first bytes of Latin letters and of punctuation in UTF-8.
_MAC_UTF8 = re.compile(r"[√¬ƒ≈][^\x00-\x7f]|‚[^\x00-\x7f]{2}")
_C1 = re.compile(r"[\x80-\x9f]")
# Capitals and daggers between small letters: the Macintosh's letters read as Windows-1252.
_MAC_AS_WINDOWS = re.compile(r"(?<=[a-zß-öø-ÿ])[ŸŠŽ‡](?=[a-zß-öø-ÿ])|(?<=[a-z])Õ(?=s\b)")
# English apostrophes, quotation marks and dashes of Windows-1252 read as the Macintosh's.
_WINDOWS_AS_MAC = re.compile(
    r"(?<=[A-Za-z]{3})í(?=(?:s|t|re|ve|ll|d)\b)|(?<!\w)ì(?=[A-Za-z])|(?<=[A-Za-z.,!?])î(?!\w)|(?<= )[ñó](?= )"
)
# Names and words that end as a garbled possessive would.
_AROUND = 20  # signs to either side that show the whole word
_LISTED = "país parís luís solís anís maís ruís avís amadís dionís assís belís senís inís"
_REAL = frozenset(_LISTED.split())

# A text whose language nobody named is assumed to be the archive's; these words show that it is not.
_SPANISH = re.compile(r"(?i)\b(?:el|los|las|una?|que|del|para|con|por|vos)\b")


def mended(text: str, language: str = "en") -> str | None:
    """The text as it may have been meant, or None where nothing looks garbled.

    Handles UTF-8 read as Windows-1252 or Mac Roman, the two of these read as each other, and
    Windows-1252 read as Latin-1. `language` is the text's.
    """
    done = _HIGH.sub(lambda run: _as_utf8(run[0], "cp1252") or run[0], text)
    done = _MAC_UTF8.sub(lambda run: _as_utf8(run[0], "mac_roman") or run[0], done)
    done = _C1.sub(lambda sign: sign[0].encode("latin-1").decode("cp1252", "replace"), done)
    done = _MAC_AS_WINDOWS.sub(_read_as("cp1252", "mac_roman"), done)
    if language.lower().startswith("en") and not _SPANISH.search(text):
        done = _WINDOWS_AS_MAC.sub(_apostrophe, done)
    return done if done != text else None


def is_lost(text: str) -> bool:
    """Whether signs were already replaced by U+FFFD, so that nobody can tell what they were."""
    return "\N{REPLACEMENT CHARACTER}" in text


def changes(text: str, better: str) -> list[tuple[str, str]]:
    """The words that differ between a garbled text and its mended form, each pair once."""
    before, after = text.split(" "), better.split(" ")
    if len(before) != len(after):
        return [(text, better)]
    pairs = ((old.strip('.,;:()"\n'), new.strip('.,;:()"\n')) for old, new in zip(before, after, strict=True))
    return list(dict.fromkeys(pair for pair in pairs if pair[0] != pair[1]))


def _as_utf8(run: str, charset: str) -> str | None:
    """What a run of signs says if it was UTF-8 read as `charset`; the whole run must fit."""
    try:
        raw = b"".join(
            sign.encode("latin-1") if "\x80" <= sign <= "\x9f" else sign.encode(charset) for sign in run
        )
        read = raw.decode("utf-8")
    except UnicodeError:
        return None
    return read if len(read) < len(run) and read.isprintable() else None


def _read_as(was: str, meant: str) -> Callable[[re.Match[str]], str]:
    return lambda found: found[0].encode(was).decode(meant)


def _apostrophe(found: re.Match[str]) -> str:
    """The sign that Windows-1252 meant, unless the word around it is a real one."""
    around = found.string[max(0, found.start() - _AROUND) : found.end() + _AROUND]
    place = found.start() - max(0, found.start() - _AROUND)
    word = next((one[0] for one in re.finditer(r"\w+", around) if one.start() <= place < one.end()), "")
    return found[0] if word.casefold() in _REAL else found[0].encode("mac_roman").decode("cp1252")
