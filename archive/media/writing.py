"""Writes metadata into a copy of a file with exiftool; the pixels and the file copied stay as they are.

Values reach exiftool as lines of an argument file on its standard input, with HTML's escapes for what a line
cannot hold, in the limited process. XMP is written as RDF in UTF-8 (ISO 16684-1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from archive.media.exiftool import WithExiftool
from archive.media.harmless import BLOCKS, HARMLESS, WORDS
from archive.media.values import Refused

SECONDS = 60.0
_BLOCKS = tuple(f"--{block}" for block in BLOCKS)
_HARMLESS = tuple((f"-{name}", name.rstrip("*")) for name in HARMLESS)
MISSING = (
    "exiftool is not installed on this machine, so words cannot be written into a copy of the file. "
    "Install exiftool, then try again."
)


class MetadataWriter(WithExiftool):
    """Writes copies of files with other metadata, from any thread; ``seconds`` limits one file.

    ``exiftool`` is the program's name or path; without it nothing can be written, see ``available``.
    """

    usual_seconds = SECONDS

    @property
    def available(self) -> bool:
        """Whether there is a program that writes."""
        return self._program is not None

    def write(
        self,
        source: Path,
        target: Path,
        properties: Mapping[str, Any],
        removed: Iterable[str] = (),
        *,
        location: bool = False,
        recoded: bool = False,
    ) -> None:
        """Make ``target``, which gets its name when it is whole, a copy of ``source`` with these properties.

        Keys are exiftool's, with a language after a hyphen; values a text, a list of texts, or a list of
        structures. ``removed`` names leave the copy first. Unless ``location``, so does everything that may
        say a place: of the file's own only what `harmless` names and `bare` keeps is left. ``recoded`` writes
        the file's other IIM anew in UTF-8, where it was in something else.
        Raises Refused, in words, and OSError; then there is no target.
        """
        if self._program is None:
            raise Refused(MISSING)
        part = target.with_name(f"{target.name}.part")  # exiftool goes by the ending, and knows none of this
        part.unlink(missing_ok=True)
        try:
            told = lines(properties, removed, location=location, recoded=recoded)
            self._sandbox.write(source, part, told, self._program, seconds=self._seconds, bare=not location)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)


def lines(
    properties: Mapping[str, Any],
    removed: Iterable[str] = (),
    *,
    location: bool = False,
    recoded: bool = False,
) -> list[str]:
    """The lines of an argument file, without the names of files."""
    told = ["-n", "-E"]
    if not location:
        told += ["-all=", *_BLOCKS]
    # Before what is copied: a later removal would take that out again.
    gone = [*removed, *(() if location else WORDS)]
    told += [f"-{name}=" for name in dict.fromkeys(gone)]
    ours = {*gone, *properties}
    if not location:
        told += ["-tagsFromFile", "@", *(line for line, name in _HARMLESS if name not in ours)]
    elif recoded:
        told += ["-tagsFromFile", "@", "-IPTC:all"]
        told += [f"--{name}" for name in sorted(ours) if name.startswith("IPTC:")]
    for name, value in properties.items():
        told += [f"-{name}={one}" for one in _values(value)]
    return told


def _values(value: Any) -> list[str]:
    if isinstance(value, str):
        return [_escaped(value)]
    if isinstance(value, Sequence):
        if any(isinstance(one, Mapping) for one in value):
            return [_escaped(_structure(value))]
        return [_escaped(str(one)) for one in value]
    return [_escaped(str(value))]


def _structure(value: Any) -> str:
    """Structures and lists in exiftool's own notation, its signs behind a bar."""
    if isinstance(value, Mapping):
        return "{{{}}}".format(",".join(f"{name}={_structure(inner)}" for name, inner in value.items()))
    if isinstance(value, str):
        # exiftool takes HTML's escapes out of structures twice.
        return "".join(f"|{sign}" if sign in "|,[]{}" else sign for sign in value).replace("&", "&amp;")
    return "[{}]".format(",".join(_structure(one) for one in value))


def _escaped(text: str) -> str:
    """One line, whatever the text holds; blanks at its start too, which exiftool would drop."""
    text = text.replace("&", "&amp;").replace("\r", "&#xd;").replace("\n", "&#xa;")
    return text.replace("\0", "")
