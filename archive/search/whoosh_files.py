"""What the archive writes with Whoosh: a schema of two bags of words, and its files.

A bag's term is the token, a tab and the field it stands in, so that one place of the word list has a word
with all the fields that hold it. The bag `reader` has what readers may find, `staff` has only the rest:
staff look in both. The column `row` has what is known beside the words; one further row is the marker.
"""

import json
import zlib
from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile
from whoosh.formats import Format

from archive.search import fields
from archive.search.analysis import EXACT, tokens
from archive.search.document import Document
from archive.search.generations import sync
from archive.search.postings import rounded

FORMAT = 5  # of our terms, rows and marker; raise it with every change of them, and old indexes are rebuilt
SUM = ".crc"  # what the file beside a segment ends in
_SUM_LENGTH = 8  # one cut short tells nothing
BAGS = ("reader", "staff")
_LENGTHS_MATTER = 0.75  # BM25's b
_GAP = 100  # places between two texts of one field, so that no phrase runs from one into the next

Term = tuple[str, float, list[int]]  # a token, a tab and a field; its weight; its places


class Bag(FieldType):  # type: ignore[misc]  # Whoosh publishes no types
    """A field that takes ready terms: `(term, weight, places)` for each."""

    indexed = True
    scorable = stored = unique = False
    analyzer = vector = None

    def __init__(self) -> None:
        """Make the field; it has no options."""
        self.format = Format()

    def index(self, value: Iterable[Term], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """What Whoosh writes for each term; places only of exact words, for phrases."""
        for term, weight, places in value:
            packed = array("I", places).tobytes() if term.startswith(EXACT) else b""
            yield term.encode(), len(places), weight, packed


class Content(BufferFile):  # type: ignore[misc]  # Whoosh publishes no types
    """A file's content in memory; closing it lets the memory go."""

    def close(self) -> None:
        """Forget the content."""
        super().close()
        self._buf = b""


class DurableStorage(FileStorage):  # type: ignore[misc]  # Whoosh publishes no types
    """Whoosh's folder, with its files on disk before the table of contents that names them.

    Files are read whole and never mapped: one that is cut short while we serve from it must not end the
    process, and a replaced one must not stay half read.
    """

    def __init__(self, folder: Path) -> None:
        """Use this folder."""
        super().__init__(str(folder), supports_mmap=False)
        self._made: set[str] = set()

    def create_file(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """A new file; which ones there are is noted."""
        self._made.add(name)
        return super().create_file(name, *args, **kwargs)

    def open_file(self, name: str, **_: Any) -> Any:
        """The content of a file, in memory."""
        return Content(Path(self.folder, name).read_bytes(), name=name)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:  # noqa: FBT001, FBT002  # Whoosh's own signature
        """Rename, as Whoosh does last of a commit, once everything is on disk.

        Segments of earlier commits are on disk since those.
        """
        folder = Path(self.folder)
        made = [folder / name for name in sorted(self._made) if name.endswith(".seg")]
        for path in filter(Path.exists, made):
            sync(path)
            _write_sum(path)
        sync(folder / oldname)
        super().rename_file(oldname, newname, safe=safe)
        sync(folder)


def _write_sum(path: Path) -> None:
    """Keep a file's CRC-32 beside it; Whoosh keeps none, and removes this with its segment."""
    beside = path.with_name(path.name + SUM)
    beside.write_text(f"{zlib.crc32(path.read_bytes()):08x}", encoding="ascii")
    sync(beside)


def sound(folder: Path) -> bool:
    """Whether every segment of a folder that has its sum beside it is, to the bit, what was written."""
    for beside in folder.glob(f"*{SUM}"):
        try:
            kept = beside.read_bytes()
            found = zlib.crc32(beside.with_name(beside.name.removesuffix(SUM)).read_bytes())
        except FileNotFoundError:  # merged away just now
            continue
        if len(kept) == _SUM_LENGTH and kept != b"%08x" % found:
            return False
    return True


def schema() -> Any:
    """The schema of every index of this format."""
    return Schema(reader=Bag(), staff=Bag(), row=COLUMN(VarBytesColumn()))


def marker(upto: int) -> dict[str, Any]:
    """The row that says what this index is and up to where it knows history."""
    return {"row": json.dumps({"format": FORMAT, "upto": upto}).encode()}


def entry(document: Document) -> dict[str, Any]:
    """What is written for a photograph: its bags, and its row."""
    row = json.dumps(fields.row(document), ensure_ascii=False, separators=(",", ":")).encode()
    return {"row": row, **{bag: terms for bag in BAGS if (terms := _terms(document, bag))}}


def _terms(document: Document, bag: str) -> list[Term]:
    places: dict[str, dict[str, list[int]]] = {}
    ends: dict[str, int] = {}
    lengths: dict[str, int] = {}
    for passage in fields.passages(document):
        if passage.open != (bag == "reader"):
            continue
        found = tokens(passage.text, passage.language)
        start = ends.get(passage.field, 0)
        of_field = places.setdefault(passage.field, {})
        for token in found:
            of_field.setdefault(token.text, []).append(start + token.position)
        count = found[-1].position + 1 if found else 0
        ends[passage.field] = start + count + _GAP
        lengths[passage.field] = lengths.get(passage.field, 0) + count
    return [
        (f"{text}\t{field}", weight(len(where), field, lengths[field]), where)
        for field, of_field in places.items()
        for text, where in of_field.items()
    ]


@lru_cache(maxsize=4_096)
def weight(times: int, field: str, length: int) -> float:
    """How often a word stands in a field, less in a long one than in a short one (BM25F's first half)."""
    usual = fields.WEIGHTS[field].usual
    exact = times / (1 - _LENGTHS_MATTER + _LENGTHS_MATTER * length / usual)
    return rounded(exact)
