"""The date that closes a caption's picture sentence, as in '…, El Salvador, June 2024'.

A caption begins with the sentence that says what the picture shows; the sentences after it tell the
story, and their dates are the story's.
"""

from __future__ import annotations

import re

from archive.dates import Reading, read_phrase
from archive.dates.tongues import tongue

_END = re.compile(r"[.!?…][”\"’')»\]]*(?=\s|$)")
_LISTED = """
a.m p.m u.s u.k u.n ee.uu d.c st mr mrs ms dr dra sr sra gen col lt sgt capt gov sen rep rev jr prof av no vs
jan feb mar apr jun jul aug sept sep oct nov dec calif fla tex ariz mass mich pa va ill ind conn colo wash
ene abr ago set dic lic ing gral
"""
_SIGN = re.compile(r"\S")
_LONGEST_WORD = 20  # characters to look back for an abbreviation
_ABBREVIATIONS = frozenset(_LISTED.split())
_MOST_PARTS = 3  # 'Tuesday, March 4, 2025'


def picture_sentence(caption: str) -> str:
    """The first sentence of a caption; abbreviations and initials do not end it."""
    for found in _END.finditer(caption):
        before = caption[max(0, found.start() - _LONGEST_WORD) : found.start()]
        word = re.split(r"[\s(]", before)[-1].casefold().strip(".“\"'")
        following = _SIGN.search(caption, found.end())
        short = found[0] == "." and (word in _ABBREVIATIONS or len(word) == 1)
        if not following or not (short or following[0].islower()):
            return caption[: found.end()]
    return caption


def read_closing(caption: str, language: str) -> tuple[str, Reading] | None:
    """The date that closes the picture sentence, as written and as read, or None.

    It must stand after a comma, and a place (a capitalised word) before the comma. Raises
    archive.dates.BadDate where the words are a date that no calendar has.
    """
    parts = picture_sentence(caption).rstrip(".!?…”\"’')»] \n\t").split(",")
    for count in range(min(_MOST_PARTS, len(parts) - 1), 0, -1):
        text = ",".join(parts[-count:]).strip()
        text = re.sub(r"^(?:on|in|en|el) ", "", text)
        reading = read_phrase(text, language)
        if reading and reading.edtf and _is_place(",".join(parts[:-count]), language):
            return text, reading
    return None


def _is_place(before: str, language: str) -> bool:
    days = "|".join(re.escape(name) for names in tongue(language).weekdays for name in names)
    before = re.sub(rf"(?i),? (?:on |el )?(?:{days})\.?$", "", before).rstrip(" ,.)")
    last = re.split(r"[\s(]", before)[-1]
    return last[:1].isupper()
