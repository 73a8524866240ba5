"""The lines of a sheet become rows, one for each line of the head and one for each caption.

Whether a caption is a line, a paragraph of several, or a block with labels is decided for the whole sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from archive.catalogue.checks import clean
from archive.ingest.sheets import columns, credit, marks
from archive.ingest.sheets.encoding import BadSheet

MOST_LINES = 20_000
_MOST_JOINED = 60  # lines of one caption
_MOST_CHARACTERS = 50_000  # and what they hold before another is added
_LEAST_BLOCKS = 2
_OTHER = re.compile(r"[^\W\d_][\w ]{1,25}: ?\S")
_MOST_OF_A_CREDIT = 4  # lines over which a credit may be broken


@dataclass(frozen=True)
class Row:
    """A line or block that says something, and the credit at its end or under it.

    `label` is the number written before it, `file_name` the picture's file, `fields` the labelled lines of
    its block as (kind, value), `under` a credit on lines of its own; `doubtful` says that it begins with a
    figure that may be a number. Of its `lines`, those `joined` went on with words above them.
    """

    number: int
    text: str
    label: str = ""
    file_name: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    under: str = ""
    doubtful: bool = False
    joined: tuple[int, ...] = ()
    lines: int = 1
    labelled: bool = False
    tabled: bool = False

    @cached_property
    def credit(self) -> credit.Credit | None:
        """The credit; None where there is none."""
        found = credit.take(self.text)
        if not self.under:
            return found
        under = credit.take(self.under)
        if under is None or under.caption:  # a label says what it is, whatever stands after it
            line = self.under.partition(":")[2].strip() or self.under
            under = credit.Credit("", line)
        if found is None or not found.caption:
            return replace(under, caption=self.text)
        return credit.Credit(
            found.caption,
            f"{found.line} / {under.line}",
            found.creators or under.creators,
            found.notice or under.notice,
        )

    @property
    def marked(self) -> bool:
        """Whether a number, a file's name or a table says that this is a photograph."""
        return bool(self.label or self.file_name or self.tabled)

    @property
    def is_photograph(self) -> bool:
        """Whether a row is surely a caption and no part of the head."""
        return self.marked or bool(self.credit and self.credit.caption)


@dataclass(frozen=True)
class Shape:
    """How a sheet is laid out: its rows, whether blocks were joined, whether its captions are numbered.

    `broken` says that figures stand before captions and do not count.
    """

    rows: tuple[Row, ...]
    in_blocks: bool = False
    numbered: bool = False
    broken: bool = False


@dataclass
class _Piece:
    """One line that is not blank; `gap` says that a blank one stands before it, `joined` that it goes on."""

    number: int
    text: str
    gap: bool
    label: str = ""
    file_name: str = ""
    doubtful: bool = False
    joined: bool = False
    cells: dict[str, str] | None = None  # of a table with headings

    @property
    def starts(self) -> bool:
        """Whether a number or a file's name stands before it, or its place in a table does."""
        return bool(self.label or self.file_name) or self.cells is not None

    @cached_property
    def credit(self) -> credit.Credit | None:
        """The credit at its end."""
        return credit.take(self.text)

    @cached_property
    def labelled(self) -> tuple[str, str] | None:
        """What its label says it is, and its value."""
        return None if self.starts else marks.labelled(self.text)

    @property
    def is_other(self) -> bool:
        """Whether it has a label that is in no list."""
        return bool(not (self.gap or self.starts or self.is_caption) and _OTHER.match(self.text))

    @property
    def is_caption(self) -> bool:
        """Whether it is words with a credit after them."""
        return bool(self.credit and self.credit.caption)

    @property
    def is_credit(self) -> bool:
        """Whether it is a credit and nothing else."""
        return bool(self.credit and not self.credit.caption)


def shape(lines: Iterable[str]) -> Shape:
    """The rows of a sheet from its lines. Raises BadSheet where there are more than can be read."""
    pieces = _pieces(lines)
    texts = ["" if piece.cells else piece.text for piece in pieces]
    counted = marks.numbering(texts, sum(piece.is_caption for piece in pieces if not piece.cells))
    for place, piece in enumerate(pieces):
        if found := counted.numbers.get(place):
            pieces[place] = piece = _Piece(piece.number, found.rest.strip(), piece.gap, found.written)  # noqa: PLW2901 - the same line, without its number
            piece.doubtful = marks.begins_with_month(piece.text)
        piece.doubtful = piece.doubtful or place in counted.doubtful
        if not piece.cells and (key := marks.file_key(piece.text)):
            pieces[place] = _keyed(piece, *key)
    in_blocks = _mark_blocks(pieces)
    builder = _Builder()
    for piece in pieces:
        builder.add(piece)
    return Shape(tuple(builder.rows), in_blocks, bool(counted.numbers), counted.broken)


def _keyed(piece: _Piece, name: str, text: str) -> _Piece:
    """A line that names a file; a number may stand before the name, and the label of a caption after it."""
    if not piece.label and (found := re.fullmatch(r"(\d{1,3})[.)] (\S+)", name)):
        piece.label, name = found[1], found[2]
    if (label := marks.labelled(text)) and label[0] == "caption":
        text = label[1]
    return replace(piece, file_name=name, text=text, doubtful=False)


def _pieces(lines: Iterable[str]) -> list[_Piece]:
    pieces: list[_Piece] = []
    gap = False
    names: columns.Headings | None = None
    for number, line in enumerate(lines, 1):
        words = clean(line)
        if not words:
            gap = True
            continue
        if found := columns.headings(words):
            names = found
            continue
        cells = columns.row(names, line) if names else None
        names = names if cells else None
        pieces.append(_tabled(number, cells) if cells else _Piece(number, words, gap))
        gap = cells is not None  # a table's end parts as a blank line does
        if len(pieces) > MOST_LINES:
            raise BadSheet(f"This caption sheet has more than {MOST_LINES:,} lines. Divide it and try again.")
    return pieces


def _tabled(number: int, cells: dict[str, str]) -> _Piece:
    """A row of a table as one line."""
    cells = {kind: clean(cell) for kind, cell in cells.items()}
    label, name = cells.get("number", "").strip(".)"), cells.get("file", "")
    return _Piece(number, cells.get("caption", ""), gap=True, label=label, file_name=name, cells=cells)


def _mark_blocks(pieces: Sequence[_Piece]) -> bool:
    """Mark lines that go on with the caption above, where blank lines plainly part the captions.

    That is so where several blocks end in a credit or begin with a mark, and none holds two captions.
    """
    blocks: list[list[_Piece]] = []
    for piece in pieces:
        if piece.gap or not blocks:
            blocks.append([])
        blocks[-1].append(piece)
    captioned = [block for block in blocks if _is_photograph(block)]
    several = [block for block in blocks if len(block) > 1]
    body = blocks[blocks.index(captioned[0]) :] if captioned else []
    loose = [block for block in body if len(block) > 1 and not _is_photograph(block)]
    told = [block for block in captioned if len(block) > 1]
    if len(captioned) < _LEAST_BLOCKS or not told or len(loose) >= len(told):
        return False
    if any(_holds_two(block) for block in several):
        return False
    for block in told:
        for piece in block[1:]:
            piece.joined = True
    for block in blocks[1 : blocks.index(captioned[0])]:  # paragraphs of the summary
        for before, piece in pairwise(block):
            piece.joined = not (before.labelled or piece.labelled or credit.is_byline(piece.text))
    return True


def _is_photograph(block: Sequence[_Piece]) -> bool:
    """Whether a block begins with a mark, or ends in a credit."""
    if block[0].starts or block[-1].is_caption or (len(block) > 1 and block[-1].is_credit):
        return True
    found = credit.take(" ".join(piece.text for piece in block[-_MOST_OF_A_CREDIT:]))
    return bool(found and found.caption)


def _holds_two(block: Sequence[_Piece]) -> bool:
    """Whether a block is more than one caption: a mark after the first words, or words after a credit."""
    for place, piece in enumerate(block[1:], 1):
        if piece.starts and any(one.text for one in block[:place]):
            return True
        plain = not (piece.starts or piece.labelled or piece.is_credit)
        if plain and any(one.is_caption for one in block[:place]):
            return True
    return False


class _Builder:
    """Rows as they grow, line after line."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._in_head = True

    def add(self, piece: _Piece) -> None:
        """Put a line to the row above or begin another."""
        above = self.rows[-1] if self.rows else None
        if above is not None and self._goes_on(above, piece):
            self.rows[-1] = _with(above, piece)
        else:
            self.rows.append(_row(piece))
        self._in_head = self._in_head and not self.rows[-1].is_photograph

    def _goes_on(self, above: Row, piece: _Piece) -> bool:
        if above.tabled or above.lines >= _MOST_JOINED or len(above.text) > _MOST_CHARACTERS:
            return False
        if piece.starts:
            return bool(above.label and not above.text and not above.file_name and not piece.label)
        if piece.joined:
            return True
        if above.marked and (piece.labelled or not above.text or (above.labelled and piece.is_other)):
            return True
        if above.marked and not piece.gap and above.credit is None:
            return True
        return piece.is_credit and self._may_join(above, piece.text)

    def _may_join(self, above: Row, words: str) -> bool:
        """Whether a credit on a line of its own is that of the caption above.

        Not so in the head: a title is no caption, and “Photos by …” before the captions is the sheet's own.
        """
        if above.credit is not None:
            return False
        title = len(self.rows) == 1 and not re.search(r"[.!?…][”\"’')»\]]*$", above.text)
        return above.marked or not (self._in_head and (title or credit.is_byline(words)))


def _row(piece: _Piece) -> Row:
    """The row that a line begins."""
    row = Row(piece.number, piece.text, piece.label, piece.file_name, doubtful=piece.doubtful)
    if piece.cells is None:
        return row
    taken = {"number", "file", "caption", "credit"}
    fields = tuple((kind, value) for kind, value in piece.cells.items() if kind not in taken)
    under = f"Credit: {piece.cells['credit']}" if "credit" in piece.cells else ""
    return replace(row, fields=fields, under=under, labelled=True, tabled=True)


def _with(row: Row, piece: _Piece) -> Row:
    """A row with one more line."""
    lines = row.lines + 1
    if piece.starts:
        return replace(row, file_name=piece.file_name, text=piece.text, lines=lines)
    kind, value = piece.labelled or ("", "")
    if row.labelled and not kind and piece.is_other:
        kind, value = "other", piece.text
    if kind == "credit" or (piece.is_credit and not kind):
        return replace(row, under=f"{row.under} {piece.text}".strip(), lines=lines, labelled=bool(kind))
    block = row.marked or piece.joined
    if kind and kind != "caption" and block:
        return replace(row, fields=(*row.fields, (kind, value)), lines=lines, labelled=True)
    words = value if kind == "caption" and block else piece.text
    joined = (*row.joined, piece.number) if row.text else row.joined
    return replace(row, text=f"{row.text} {words}".strip(), joined=joined, lines=lines, labelled=bool(kind))
