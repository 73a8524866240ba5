"""Which picture a line of a caption sheet belongs to: by the name that the line gives, never by order."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive.catalogue import collections
from archive.ingest.merge import Finding
from archive.ingest.outcome import Options
from archive.ingest.sheets import Line, Sheet
from archive.ingest.sources import Source

Papers = Sequence[tuple[str, Sheet]]  # caption sheets with the names of their files


@dataclass(frozen=True)
class Pair:
    """A line of a sheet that goes with a picture."""

    sheet_name: str
    sheet: Sheet
    line: Line
    collection: str  # by its short name

    @property
    def name(self) -> str:
        """How a receipt names the line."""
        return name_of(self.sheet_name, self.line)

    @property
    def key(self) -> str:
        """What the line is known by: collection, caption, and which of equal captions it is."""
        return origin_key(self.collection, self.line)

    def saying(self, code: str, words: str) -> Pair:
        """The same with something more that a person should know."""
        return replace(self, line=_saying(self.line, code, words))


@dataclass(frozen=True)
class Plan:
    """What goes with what: lines with pictures, by the picture's path, and lines that stand alone."""

    paired: dict[Path, Pair] = field(default_factory=dict)
    alone: tuple[Pair, ...] = ()


def origin_key(slug: str, line: Line) -> str:
    """What a line is known by: collection, caption, and which of equal captions it is."""
    caption = str(line.partial.get("caption", ""))
    return hashlib.sha256("\0".join((slug, caption, str(line.occurrence))).encode()).hexdigest()


def slug_for(sheet: Sheet, options: Options) -> str:
    """The collection that a sheet goes to: as chosen, else made from its title."""
    return options.collection or collections.slug_of(options.title or sheet.title)


def name_of(sheet_name: str, line: Line) -> str:
    """How a receipt names a line."""
    return f"{sheet_name}, line {line.number}"


def match(papers: Papers, pictures: Sequence[Source], options: Options) -> Plan:
    """Find each line's picture: the file of the name that it gives, capitals and ending left aside.

    A name that several files or several lines have pairs nothing; the line then says so.
    """
    wanted = [
        (Pair(name, sheet, line, slug_for(sheet, options)), _found(line.file_name, pictures))
        for name, sheet in papers
        for line in sheet.lines
    ]
    claims = Counter(found[0].path for _pair, found in wanted if len(found) == 1)
    paired: dict[Path, Pair] = {}
    alone = []
    for pair, found in wanted:
        if len(found) == 1 and claims[found[0].path] == 1 and pair.line.partial.get("caption"):
            paired[found[0].path] = pair
        else:
            alone.append(replace(pair, line=_told(pair.line, found)))
    return Plan(paired, tuple(alone))


def _found(wanted: str, pictures: Sequence[Source]) -> list[Source]:
    """Pictures of this name; without its ending where none has the whole name."""
    name = _bare(wanted)
    if not name:
        return []
    whole = [one for one in pictures if _bare(one.name) == name]
    return whole or [one for one in pictures if Path(_bare(one.name)).stem == name]


def _bare(name: str) -> str:
    """A file's name without folders, alike for composed and decomposed letters and for capitals."""
    return unicodedata.normalize("NFC", Path(name.replace("\\", "/")).name).casefold()


def _told(line: Line, found: list[Source]) -> Line:
    if not line.file_name or not line.partial.get("caption"):
        return line
    named = f"The sheet names the file “{line.file_name}”"
    if not found:
        words = (
            f"{named}, which was not handed in with it. The line is a record of its own, without a picture."
        )
        return _saying(line, "file-missing", words)
    if len(found) > 1:
        words = (
            f"{named}, and {len(found)} files are called so. None was taken: the line is a record of its own."
        )
        return _saying(line, "file-ambiguous", words)
    words = f"{named}, and so do other lines. None was given it: the line is a record of its own."
    return _saying(line, "file-ambiguous", words)


def _saying(line: Line, code: str, words: str) -> Line:
    return replace(line, findings=(*line.findings, Finding(code, words)))


def alone_in(plan: Plan, sheet: Sheet) -> Iterator[Pair]:
    """Lines of one sheet that stand alone, in their order."""
    return (one for one in plan.alone if one.sheet is sheet)
