"""The index in tantivy (0.27), embedded: `Tantivy` is an `engine.Engine`, for large archives.

tantivy keeps words, columns and facets in files that it maps into memory, so that an archive of any size
opens at once and costs a process little. What is found, counted and shown to whom is the same as with any
other engine. One view is held for all threads of a process and replaced when the disk has a newer state.
"""

import threading
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path

import tantivy
from tantivy import FieldType, Occur, Order, Query

from archive.search import fields, tantivy_facets, tantivy_ranking
from archive.search.document import Document
from archive.search.fields import Audience
from archive.search.generations import sync
from archive.search.index import (
    DEEPEST,
    Busy,
    FacetValue,
    Found,
    Gone,
    Request,
    Unavailable,
    Whole,
)
from archive.search.policy import TANTIVY
from archive.search.query import Problem, leaves
from archive.search.tantivy_files import Stamp, guarded, in_use, stamp
from archive.search.tantivy_query import Asked
from archive.search.tantivy_schema import (
    BAGS,
    IDS,
    drop_marker,
    drop_photographs,
    entry,
    marker,
    places,
    schema,
)
from archive.search.tantivy_view import View
from archive.search.tantivy_words import all_words

_WHOLE_HEAP = 200_000_000  # bytes that a writer of a whole index gathers before it writes a segment
_CHANGE_HEAP = 15_000_000  # the same for changes: the least that tantivy takes
_BATCH = 50_000
_TOO_FAST = "The search index changes faster than it can be read."
_NOT_WRITTEN = "The search index could not be written."
_ATTEMPTS = 50
_ORDERS = {"relevance": ("id", Order.Desc), "oldest": ("oldest", Order.Asc), "newest": ("newest", Order.Asc)}


class Tantivy:
    """tantivy as an `engine.Engine`."""

    name = TANTIVY

    def create(self, folder: Path, documents: Iterable[Document], upto: int) -> None:
        """Write a whole index into a folder, from each photograph once."""
        writer: tantivy.IndexWriter | None = None
        try:
            with guarded(_NOT_WRITTEN):
                writer = _manual(tantivy.Index(schema(), str(folder))).writer(_WHOLE_HEAP, num_threads=1)
            for document in documents:
                made = entry(document)
                with guarded(_NOT_WRITTEN):
                    writer.add_document(made)
            with guarded(_NOT_WRITTEN):
                writer.add_document(marker(upto))
                writer.commit()
                writer.wait_merging_threads()
        finally:
            writer = None  # it goes on writing until it is let go, which an error's traceback would put off
        sync(folder)

    def open(self, folder: Path) -> "TantivyOpened":
        """Open what `create` wrote; raises Unavailable."""
        return TantivyOpened(folder)


class TantivyOpened:
    """A generation of tantivy's; one object serves all threads of a process."""

    def __init__(self, folder: Path) -> None:
        """Use this folder; nothing is opened before it is asked for."""
        self._folder = folder
        self._lock = threading.Lock()
        self._changing = threading.Lock()
        self._index: tantivy.Index | None = None
        self._held: View | None = None
        self._writer: tantivy.IndexWriter | None = None

    def find(self, request: Request) -> Found:
        """Answer a request from the newest state on disk."""
        view = self._view()
        with guarded():
            asked = Asked(view, request)
            problems = list(asked.problems)
            start = max(0, request.offset)
            stop = start + max(0, request.limit)
            ids: tuple[int, ...] = ()
            if stop > DEEPEST:
                problems.append(Problem("page-too-deep", f"{DEEPEST:,}"))
            elif stop > start:
                ids = tuple(_page(view, asked.query, request, start, stop))
            return Found(
                total=view.count(asked.query),
                ids=ids,
                facets=_facets(view, asked, request),
                seen=view.seen,
                problems=tuple(problems),
            )

    def whole(self, request: Request) -> Whole:
        """Ids of everything that a request finds, in its order."""
        view = self._view()
        with guarded():
            asked = Asked(view, request)
            if _ranked(request):
                ids = tantivy_ranking.whole(view, asked.query, view.count(asked.query))
            else:
                ids = array("q", _ordered(view, asked.query, request))
            return Whole(ids, tuple(asked.problems))

    def seen(self) -> int:
        """The place in history up to which the index knows the catalogue."""
        return self._view().seen

    def count(self) -> int:
        """How many photographs are indexed."""
        return self._view().photographs

    def pairs(self) -> Iterator[tuple[int, int]]:
        """The (id, version) of every photograph indexed."""
        view = self._view()
        with guarded():
            yield from view.pairs()

    def words(self, prefix: str, audience: Audience) -> list[str]:
        """The words beginning so, in the order of their code points."""
        view = self._view()
        bags = BAGS if audience == "staff" else BAGS[:1]
        where = [place for place, _ in places(bags, fields.SEARCHED)]
        with guarded():
            return all_words(view, where, prefix)

    def worn(self) -> bool:
        """Never: tantivy joins segments and leaves the dead out by itself."""
        return False

    def check(self) -> None:
        """Read everything anew; raises Unavailable if something is wrong with it."""
        for _ in range(_ATTEMPTS):
            before = stamp(self._folder)
            try:
                with guarded():
                    _opened(self._folder, _open(self._folder), before, None).files.verify()
            except Unavailable:
                if stamp(self._folder) == before:
                    raise
            else:
                return
        raise Unavailable(_TOO_FAST)

    def close(self) -> None:
        """Let go of the writer, and so of tantivy's lock; what was applied is on disk."""
        with self._changing:
            self._writer = None

    def apply(self, changes: Iterable[Document | Gone], upto: int) -> None:
        """Write changed photographs and the cursor in one commit; of two changes of one, the last."""
        latest = {change.id: change for change in changes}
        if upto == self.seen() and not latest:
            return
        with self._changing:
            made = [entry(change) for change in latest.values() if isinstance(change, Document)]
            try:
                with guarded("The search index could not be written and is as it was."):
                    self._commit(list(latest), made, upto)
                    sync(self._folder)  # tantivy renames its list of files, and leaves the folder to us
            except Unavailable:
                self._writer = None  # nothing of it is left in a later commit
                raise

    def _commit(self, ids: list[int], made: list[tantivy.Document], upto: int) -> None:
        if self._writer is None:
            self._writer = _writer(self._folder)
        drop_photographs(self._writer, ids)
        drop_marker(self._writer)
        for document in (*made, marker(upto)):
            self._writer.add_document(document)
        self._writer.commit()

    def _view(self) -> View:
        for _ in range(_ATTEMPTS):
            held = self._held
            if held is None or held.stamp != stamp(self._folder):
                held = self._renewed()
            try:
                held.files.check()
            except Unavailable:
                if stamp(self._folder) == held.stamp:
                    raise
            else:
                return held
        raise Unavailable(_TOO_FAST)

    def _renewed(self) -> View:
        with self._lock:
            for _ in range(_ATTEMPTS):
                now = stamp(self._folder)
                if self._held is not None and self._held.stamp == now:
                    return self._held
                try:
                    with guarded():
                        self._index = self._index or _open(self._folder)
                        found = _opened(self._folder, self._index, now, self._held)
                except Unavailable:
                    if stamp(self._folder) == now:
                        raise
                    continue  # a commit or merge took files away under the hand
                if stamp(self._folder) == now:
                    self._held = found
                    return found
        raise Unavailable(_TOO_FAST)


def _open(folder: Path) -> tantivy.Index:
    return _manual(tantivy.Index.open(str(folder)))


def _manual(index: tantivy.Index) -> tantivy.Index:
    """Have it read its files only when we ask: by itself it would, in a thread of its own, unchecked."""
    index.config_reader("manual", 0)
    return index


def _opened(folder: Path, index: tantivy.Index, now: Stamp, held: View | None) -> View:
    files = in_use(folder)
    if held:
        files.compare(held.files)  # tantivy takes up again what it has mapped, and never looks at its size
    index.reload()
    return View(index, now, files)


def _writer(folder: Path) -> tantivy.IndexWriter:
    index = _open(folder)
    try:
        return index.writer(_CHANGE_HEAP, num_threads=1)
    except ValueError as error:
        if "LockBusy" not in str(error):
            raise
        raise Busy("Another process is writing to the search index. Nothing was changed.") from error


def _ranked(request: Request) -> bool:
    return request.sort == "relevance" and any(True for _ in leaves(request.query.node))


def _page(view: View, query: Query, request: Request, start: int, stop: int) -> Iterable[int]:
    if _ranked(request):
        return tantivy_ranking.page(view, query, start, stop)
    name, order = _ORDERS[request.sort]
    hits = view.searcher.search(
        query, limit=stop - start, offset=start, count=False, order_by_field=name, order=order
    ).hits
    return (int(key) % IDS for key, _ in hits)


def _ordered(view: View, query: Query, request: Request) -> Iterator[int]:
    """The ids of all that matches, in an order of columns, in batches that each begin after the last."""
    name, order = _ORDERS[request.sort]
    bounds: tuple[int | None, int | None] = (None, None)
    while True:
        part = query
        if bounds != (None, None):
            after = Query.range_query(view.schema, name, FieldType.Unsigned, *bounds)
            part = Query.boolean_query([(Occur.Must, query), (Occur.Must, after)])
        found = view.searcher.search(part, limit=_BATCH, count=False, order_by_field=name, order=order).hits
        yield from (int(key) % IDS for key, _ in found)
        if len(found) < _BATCH:
            return
        last = int(found[-1][0])
        bounds = (last + 1, None) if order is Order.Asc else (None, last - 1)


def _facets(view: View, asked: Asked, request: Request) -> dict[str, list[FacetValue]]:
    """The counts; those of everything are kept, as every visit begins there."""
    groups = [group for group in request.groups if group in fields.FACETS]
    audience, limit = request.audience, request.facet_limit
    if not asked.everything:
        return tantivy_facets.counted(view, audience, asked.query, groups, limit)
    tantivy_facets.of_everything(view, audience, asked.query, groups)
    return {group: tantivy_facets.shortened(group, view.facets[audience, group], limit) for group in groups}
