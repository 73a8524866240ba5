"""The date of a photograph as the parts of a file can say it, and back to the same date when it is read.

`photoshop:DateCreated`, IIM and EXIF hold one day, month or year. Whatever an EDTF date says beyond that goes
out as `dc:Coverage`, in words that are read back as the same date, or else as EDTF itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from archive import dates

DATE, IIM_DATE, EXPOSED = "XMP-photoshop:DateCreated", "IPTC:DateCreated", "ExifIFD:DateTimeOriginal"
IIM_TIME, COVERAGE = "IPTC:TimeCreated", "XMP-dc:Coverage"
PLAIN = re.compile(r"(\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?)(?:-XX){0,2}(?:T.*)?[?~%]?")
# When the camera or the scanner was at work: no date of the photograph's, unless it is the record's own day.
_CLOCKS = {
    EXPOSED: ("ExifIFD:SubSecTimeOriginal", "ExifIFD:OffsetTimeOriginal"),
    "ExifIFD:CreateDate": ("ExifIFD:SubSecTimeDigitized", "ExifIFD:OffsetTimeDigitized"),
}
_XMP_CLOCKS = ("XMP-exif:DateTimeOriginal", "XMP-exif:DateTimeDigitized", "XMP-xmp:CreateDate")
_EXIF_CLOCKS = (*_CLOCKS, "IFD0:DateTimeOriginal")
_DAY = 10  # characters of a date that names its day


def written(
    values: Mapping[str, Any], language: str, raw: Mapping[str, Any], *, iim: bool, exif: bool, location: bool
) -> tuple[dict[str, Any], list[str]]:
    """The record's date for each part of the file, and the names of what says another and leaves the copy.

    `language` is what its words are in. What the file has of the same day stays with its time of day.
    """
    edtf = values["edtf"]
    found = PLAIN.fullmatch(edtf)
    plain = found[1] if found else ""
    day = len(plain) == _DAY and edtf[_DAY:][:1] in {"", "T"}
    wanted: dict[str, str] = {}
    gone = [DATE, *_XMP_CLOCKS]
    if plain:
        wanted[DATE] = plain.replace("-", ":")
    if iim:
        gone += [IIM_DATE, IIM_TIME]
        if plain:
            wanted[IIM_DATE] = ":".join([*plain.split("-"), "00", "00"][:3])
    if exif:
        gone += _EXIF_CLOCKS
        if day:
            # Blanks are what EXIF 2.32 asks for where the time of day is not known.
            wanted[EXPOSED] = f"{plain.replace('-', ':')}   :  :  "
    kept = _same_day(gone, raw, plain) if day else set()
    removed = [name for name in gone if name not in kept]
    removed += [more for name in removed for more in _CLOCKS.get(name, ())]
    stays = [more for name in kept for more in (name, *_CLOCKS.get(name, ())) if more in raw]
    tags = wanted | {name: str(raw[name]) for name in stays}
    if edtf and plain != edtf:
        tags[COVERAGE] = _words(edtf, values["date_text"], language)
    if COVERAGE in tags or not location or reads(str(raw.get(COVERAGE, ""))):
        removed.append(COVERAGE)  # stale, or the name of a place
    return tags, removed


def _same_day(names: list[str], raw: Mapping[str, Any], plain: str) -> set[str]:
    kept = {name for name in names if str(raw.get(name) or "")[:_DAY].replace(":", "-") == plain}
    return kept | {IIM_TIME} if IIM_DATE in kept else kept


def _words(edtf: str, text: str, language: str) -> str:
    """Words that are read back as this very date, or EDTF where there are none."""
    every = ((text, language or "en"), (dates.in_words(edtf), "en"))
    return next((words for words, code in every if words and reads(words, code) == edtf), edtf)


def reads(words: str, language: str = "en") -> str:
    """The EDTF that words are read as; '' for none."""
    try:
        return dates.read(words, language).edtf
    except dates.BadDate:
        return ""
