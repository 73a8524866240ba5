"""Which picture a line of a sheet or a row of a table belongs to: by the name it gives, never by order."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive.catalogue import collections
from archive.ingest.merge import Finding, Partial
from archive.ingest.outcome import Options
from archive.ingest.sheets import Line, Sheet
from archive.ingest.sources import Source

Papers = Sequence[tuple[str, Sheet]]  # caption sheets with the names of their files
# The name of a person's choice where a picture has another ending than its name in a paper; two answers.
PAIRING, TOGETHER, APART = "paired_with", "together", "apart"
_NAMED = 10  # files that a sentence names
GUESSED = "guessed"  # the name, in a picture's outcome, of the sentence that asks for that choice
_ENDING = re.compile(r"\.[a-z][a-z0-9]{1,4}")  # as names of pictures end, and numbers do not


@dataclass(frozen=True)
class Pair:
    """A line of a sheet, or a row of a table, that goes with a picture.

    `source` is "sheet" or "table"; a row brings its name in receipts and what it is known by itself.
    `also` is the row that names the same picture as the line; `guessed` says that the picture has another
    ending than the name in the line.
    """

    sheet_name: str
    sheet: Sheet
    line: Line
    collection: str  # by its short name, '' for none
    source: str = "sheet"
    label: str = ""
    origin: str = ""
    also: Pair | None = None
    guessed: str = ""

    @property
    def name(self) -> str:
        """How a receipt names the line."""
        return self.label or name_of(self.sheet_name, self.line)

    @property
    def key(self) -> str:
        """What the line is known by: collection, caption, and which of equal captions it is."""
        return self.origin or origin_key(self.collection, self.line)

    @property
    def numbered(self) -> dict[str, str]:
        """The number that the sheet gives the line, for what a receipt tells; nothing where it gives none."""
        return {"number": self.line.label} if self.line.label else {}

    @property
    def each(self) -> tuple[Pair, ...]:
        """The line and the row, whichever there are."""
        return (replace(self, also=None), *(self.also.each if self.also else ()))

    @property
    def partials(self) -> list[tuple[str, Partial]]:
        """What line and row know of the picture, each with its source."""
        return [(one.source, one.line.partial) for one in self.each]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What a person should know of line and row."""
        return tuple(finding for one in self.each for finding in one.line.findings)

    @property
    def told(self) -> dict[str, str]:
        """Line and row as a picture's outcome names them, and what of them is a guess."""
        guesses = " ".join(one.guessed for one in self.each if one.guessed)
        named = {"row" if one.source == "table" else "sheet": one.name for one in self.each}
        return named | ({GUESSED: guesses} if guesses else {})

    def saying(self, code: str, words: str) -> Pair:
        """The same with something more that a person should know."""
        return replace(self, line=_saying(self.line, code, words))

    def guessing(self, words: str) -> Pair:
        """The same where its picture has another ending than its name says, which a person can turn down."""
        return replace(self.saying("file-guessed", words), guessed=words)


@dataclass(frozen=True)
class Plan:
    """What goes with what: lines with pictures, by the picture's path, and lines that stand alone."""

    paired: dict[Path, Pair] = field(default_factory=dict)
    alone: tuple[Pair, ...] = ()


def together(line: Pair | None, row: Pair | None) -> Pair | None:
    """Line and row of one picture as one: known by the line, in the row's collection where that has one."""
    if line is None or row is None:
        return line or row
    return replace(line, origin=line.key, collection=row.collection or line.collection, also=row)


def both(plan: Plan, rows: Mapping[Path, Pair]) -> Plan:
    """Lines and rows with their pictures; what both name has both."""
    paths = {*plan.paired, *rows}
    joined = {path: together(plan.paired.get(path), rows.get(path)) for path in paths}
    return replace(plan, paired={path: pair for path, pair in joined.items() if pair is not None})


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


def match(papers: Papers, pictures: Sequence[Source], options: Options, apart: Collection[str] = ()) -> Plan:
    """Find each line's picture: the file of the name that it gives, capitals and ending left aside.

    A name that several files or several lines have pairs nothing; the line then says so. Where no file has
    the name, the only one of another ending is taken for it, unless a person keeps that picture `apart`.
    """
    names = Names(pictures, apart)
    wanted = [
        (Pair(name, sheet, line, slug_for(sheet, options)), names.find(line.file_name))
        for name, sheet in papers
        for line in sheet.lines
    ]
    claims = Counter(found[0].path for _pair, found in wanted if len(found) == 1)
    guesses = Counter(one.path for pair, _found in wanted if (one := names.guess(pair.line.file_name)))
    paired: dict[Path, Pair] = {}
    alone = []
    for pair, found in wanted:
        captioned, guess = bool(pair.line.partial.get("caption")), names.guess(pair.line.file_name)
        if captioned and len(found) == 1 and claims[found[0].path] == 1:
            paired[found[0].path] = pair
        elif captioned and guess and not claims[guess.path] and guesses[guess.path] == 1:
            paired[guess.path] = pair.guessing(taken_for("The sheet", pair.line.file_name, guess))
        else:
            near = names.other_endings(pair.line.file_name)
            alone.append(replace(pair, line=_told(pair.line, found, near)))
    return Plan(paired, tuple(alone))


class Names:
    """Pictures by the names that papers give them; capitals do not count, nor an ending left out.

    `apart` names pictures that a person keeps from papers that name them with another ending.
    """

    def __init__(self, pictures: Iterable[Source], apart: Collection[str] = ()) -> None:
        self._apart = frozenset(apart)
        self._whole: dict[str, list[Source]] = {}
        self._stems: dict[str, list[Source]] = {}
        for one in pictures:
            name = bare(one.name)
            self._whole.setdefault(name, []).append(one)
            self._stems.setdefault(Path(name).stem, []).append(one)

    def __bool__(self) -> bool:
        return bool(self._whole)

    def find(self, wanted: str) -> list[Source]:
        """Pictures of this name; without its ending where none has the whole name."""
        name = bare(wanted)
        return (self._whole.get(name) or self._stems.get(name) or []) if name else []

    def other_endings(self, wanted: str) -> list[Source]:
        """Where no picture has this name: those that differ from it in nothing but their ending."""
        name = Path(bare(wanted))
        if not _ENDING.fullmatch(name.suffix) or self.find(wanted):
            return []
        return self._stems.get(name.stem, [])

    def guess(self, wanted: str) -> Source | None:
        """The only picture of another ending, where no picture has this name."""
        found = self.other_endings(wanted)
        return found[0] if len(found) == 1 and found[0].name not in self._apart else None


def taken_for(paper: str, wanted: str, source: Source) -> str:
    """What is asked where a picture has another ending than the name in its paper."""
    return f"{paper} names {wanted}; {Path(source.name).name} was handed in and taken for it."


def not_taken(near: Sequence[Source]) -> str:
    """What is said of files that have the name but for its ending, as the end of a sentence; '' for none."""
    if not near:
        return ""
    names = ", ".join(Path(one.name).name for one in near[:_NAMED])
    more = f" and {len(near) - _NAMED} more" if len(near) > _NAMED else ""
    return f"; handed in, and not taken for it: {names}{more}"


def bare(name: str) -> str:
    """A file's name without folders, alike for composed and decomposed letters and for capitals."""
    return unicodedata.normalize("NFC", Path(name.replace("\\", "/")).name).casefold()


def _told(line: Line, found: list[Source], near: Sequence[Source]) -> Line:
    if not line.file_name or not line.partial.get("caption"):
        return line
    named = f"The sheet names the file “{line.file_name}”"
    if not found:
        words = (
            f"{named}, which was not handed in with it{not_taken(near)}. "
            "The line is a record of its own, without a picture."
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
