"""Bytes of a text file to text, whatever wrote it; what is no text is refused."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KINDS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word or other zipped document"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"{\\rtf", "an RTF document"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 4096  # bytes that show whether every other one is NUL
_MOST_NULS = 0.3


class BadSheet(ValueError):
    """A caption sheet that cannot be used; `reason` is a plain sentence for the person who sent it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def decode(data: bytes) -> tuple[str, str]:
    """The text, and the name of its encoding: UTF-8, UTF-16, UTF-32 or Windows-1252.

    Raises BadSheet for what is empty, no text, or in none of these encodings.
    """
    for mark, kind in _KINDS:
        if data.startswith(mark):
            raise BadSheet(
                f"This file is {kind}, not plain text. Save its captions as plain text and try again."
            )
    text, encoding = _decoded(data)
    text = text.replace("\N{ZERO WIDTH NO-BREAK SPACE}", "")
    if _CONTROL.search(text):
        raise BadSheet("This file holds signs that no text has, so it is not a caption sheet.")
    if not text.strip():
        raise BadSheet("This caption sheet is empty.")
    return text, encoding


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding), encoding
    if unmarked := _wide(data):
        return _strict(data, unmarked), unmarked
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _strict(data, "windows-1252"), "windows-1252"


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark shows by a NUL in every other place."""
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    enough = len(sample) // 2 * _MOST_NULS
    if len(data) % 2 or even == odd or max(even, odd) <= enough or min(even, odd) > enough:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise BadSheet(
            "This file is neither UTF-8, UTF-16 nor Windows-1252 text. Save it as UTF-8 and try again."
        ) from None
