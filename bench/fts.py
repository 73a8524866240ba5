"""SQLite FTS5 as the yardstick: the same texts, a column a field, the same weights, readers' words only.

Stemming by its own `porter`, WAL and `synchronous=normal`. Facets are columns and rows of a table, counted by
GROUP BY over what matched.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from archive.search.document import Document
from archive.search.fields import FACETS, SEARCHED, WEIGHTS, facet_values, passages, row
from bench.questions import Question

COLUMNS = ("collection", "decade", "place", "rights", "year")  # of one value each
BATCH = 2_000
_SCHEMA = f"""
CREATE TABLE photograph (id INTEGER PRIMARY KEY, accession TEXT, caption TEXT, first INTEGER, last INTEGER,
  {" TEXT, ".join(COLUMNS)} TEXT);
CREATE TABLE facet (name TEXT, photograph INTEGER, value TEXT, PRIMARY KEY (name, photograph, value))
  WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5({", ".join(SEARCHED)},
  tokenize="porter unicode61 remove_diacritics 2");
"""
_RANK = f"bm25(words, {', '.join(str(weight.boost) for weight in WEIGHTS.values())})"


class Fts:
    """An index of SQLite in a file."""

    def __init__(self, path: Path) -> None:
        """Open it, or begin it."""
        self.path = path
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")

    def fill(self, documents: Iterable[Document]) -> None:
        """Write all of them."""
        self._db.executescript(_SCHEMA)
        every = iter(documents)
        while some := list(islice(every, BATCH)):
            self._db.execute("BEGIN")
            self.add(some)
            self._db.execute("COMMIT")

    def add(self, documents: Sequence[Document]) -> None:
        """Write some that readers see."""
        public = [one for one in documents if one.public]
        marks = ", ".join("?" * len(SEARCHED))
        self._db.executemany(
            f"INSERT INTO words (rowid, {', '.join(SEARCHED)}) VALUES (?, {marks})",  # noqa: S608  # own names
            ((one.id, *_texts(one)) for one in public),
        )
        marks = ", ".join("?" * (5 + len(COLUMNS)))
        rows = (_row(one) for one in public)
        self._db.executemany(f"INSERT INTO photograph VALUES ({marks})", rows)  # noqa: S608  # question marks
        facets = ((name, one.id, value) for one in public for name, value in _lists(one))
        self._db.executemany("INSERT INTO facet VALUES (?, ?, ?)", facets)

    def bytes(self) -> int:
        """Its size, all of the journal in the file."""
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return self.path.stat().st_size

    def find(self, asked: Question, groups: Sequence[str]) -> tuple[int, list[int]]:
        """The number found and the best twenty ids; facets are counted and dropped."""
        matched, values = self._matched(asked)
        total = int(self._db.execute(f"SELECT count(*) {matched}", values).fetchone()[0])  # own
        order = _RANK if asked.match else "p.id DESC"
        best = f"SELECT p.id {matched} ORDER BY {order} LIMIT 20"  # as above
        ids = [number for (number,) in self._db.execute(best, values)]
        for name in groups:
            self._count(name, matched, values)
        return total, ids

    def _count(self, name: str, matched: str, values: list[object]) -> None:
        if name in COLUMNS:
            query = f"SELECT p.{name}, count(*) {matched} GROUP BY 1 ORDER BY 2 DESC"  # own names
            self._db.execute(query, values).fetchall()
        else:
            counted = (
                "SELECT value, count(*) FROM facet WHERE name = ? AND photograph IN "  # noqa: S608  # own names
                f"(SELECT p.id {matched}) GROUP BY 1 ORDER BY 2 DESC"
            )
            self._db.execute(counted, [name, *values]).fetchall()

    def _matched(self, asked: Question) -> tuple[str, list[object]]:
        within = "p.first < ? AND p.last >= ?" if asked.first else ""
        days: list[object] = [asked.last, asked.first] if asked.first else []
        if not asked.match:
            return f"FROM photograph p WHERE {within or 'TRUE'}", days
        source = "FROM words JOIN photograph p ON p.id = words.rowid WHERE words MATCH ?"
        return f"{source} AND {within or 'TRUE'}", [asked.match, *days]


def _texts(one: Document) -> list[str]:
    texts = dict.fromkeys(SEARCHED, "")
    for passage in passages(one):
        if passage.open:
            texts[passage.field] = f"{texts[passage.field]} {passage.text}".strip()
    return list(texts.values())


def _row(one: Document) -> list[object]:
    kept = row(one)
    first, last = (int(day.replace("-", "")) if day else 0 for day in (kept.earliest, kept.latest))
    facets = [next(iter(facet_values(kept, name, "reader")), "") for name in COLUMNS]
    return [one.id, one.accession, one.caption, first, last, *facets]


def _lists(one: Document) -> Iterable[tuple[str, str]]:
    kept = row(one)
    for name in FACETS:
        if name not in COLUMNS:
            yield from ((name, value) for value in facet_values(kept, name, "reader"))
