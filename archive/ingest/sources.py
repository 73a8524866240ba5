"""What was handed in: files and folders become a list of pictures, caption sheets and tables."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.config import message

SHEETS = (".txt", ".docx")
TABLES = (".csv", ".xlsx")
# What systems and programs leave in folders; nobody means to bring it in.
_SYSTEM = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx", "$recycle.bin"})
# Plainly neither pictures nor papers about them; in a folder they only happen to lie beside these.
_SUFFIXES = """
.md .rst .log .tsv .json .xml .xmp .yaml .yml .toml .html .htm .css .js .py .sh .pdf .doc .odt .rtf
.pages .xls .ods .numbers .ppt .pptx .odp .key .zip .tar .gz .7z .rar .mp3 .wav .m4a .mp4 .mov .avi .mkv
.ini .db .sqlite .lnk .url
"""
_OTHERS = frozenset(_SUFFIXES.split())
# A file's name that is an accession number, perhaps with the side that it shows.
_SIDE = re.compile(r"(?P<accession>.+?)(?:[ ._-]+(?P<role>recto|verso))?\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Source:
    """One file: the name people know it by, where it lies, whether it is a caption sheet or a table.

    `look` is where a preview keeps a small picture of it to be shown, if it does.
    """

    name: str
    path: Path
    look: Path | None = None

    @property
    def sheet(self) -> bool:
        """Whether the name says that this is a caption sheet."""
        return Path(self.name).suffix.lower() in SHEETS

    @property
    def table(self) -> bool:
        """Whether the name says that this is a table of records."""
        return Path(self.name).suffix.lower() in TABLES

    @property
    def claims(self) -> tuple[str, str]:
        """(accession, role) that the file's name would be: `1934.7 verso.jpg` is the verso of 1934.7."""
        found = _SIDE.match(Path(self.name).stem)
        if found is None:
            return "", "recto"
        return found["accession"], (found["role"] or "recto").lower()


@dataclass(frozen=True)
class Unreadable:
    """Something handed in that cannot be read, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class LeftOut:
    """A file in a folder that is plainly neither a picture nor a caption sheet."""

    name: str


def gather(paths: Iterable[Path]) -> Iterator[Source | Unreadable | LeftOut]:
    """Files as given; folders walked in order of names.

    In folders, hidden files, those of the system and links to folders do not count, and what is plainly
    no picture or sheet is left out by name; a file that is named itself is always looked at.
    """
    for path in paths:
        if path.is_dir():
            yield from _walk(path)
        else:
            yield _look(path, path.name)


def _walk(folder: Path) -> Iterator[Source | Unreadable | LeftOut]:
    troubles: list[OSError] = []
    for here, folders, files in os.walk(folder, onerror=troubles.append):
        folders[:] = sorted(name for name in folders if not _unmeant(name))
        for name in sorted(files):
            path = Path(here) / name
            shown = printable(str(path.relative_to(folder)))
            if not _unmeant(name):
                yield LeftOut(shown) if path.suffix.lower() in _OTHERS else _look(path, shown)
    for trouble in troubles:
        reason = message("This folder cannot be read; ask whoever runs the archive about its permissions.")
        yield Unreadable(printable(Path(trouble.filename or folder).name), reason)


def _unmeant(name: str) -> bool:
    return name.startswith(".") or name.lower() in _SYSTEM


def _look(path: Path, name: str) -> Source | Unreadable:
    name = printable(name)
    try:
        if not path.exists():
            return Unreadable(name, message("There is no such file."))
        if not path.is_file():
            return Unreadable(name, message("This is not an ordinary file."))
        with path.open("rb"):
            return Source(name, path)
    except OSError:
        return Unreadable(name, message("This file cannot be read; check who may open it."))
    except ValueError:
        return Unreadable(name, message("This is not a name that a file can have."))


def printable(name: str) -> str:
    """A file's name fit to be shown and kept: no control or direction signs, at most 255 characters."""
    readable = name.encode("utf-8", "replace").decode("utf-8")
    kept = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in readable)
    return kept[-255:]
