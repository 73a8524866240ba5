"""The index in Whoosh (whoosh-reloaded 2.7.5), embedded: `Whoosh` is an `engine.Engine`.

Whoosh keeps the words and where they stand. Facets, dates, flags and who may see what are columns in
memory, and ranking is ours, so that answers are exact, quick, and the same as any other engine's. One
snapshot is held for all threads of a process and replaced when the disk has a newer one. Whoosh's own
`refresh` is never used: in this version it shows deleted photographs.
"""

import threading
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from heapq import merge
from itertools import groupby
from pathlib import Path
from typing import Any

from whoosh.index import FileIndex, LockError

from archive.search import facets, fields, merging
from archive.search.document import Document
from archive.search.fields import Audience
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
from archive.search.matching import Matching
from archive.search.policy import WHOOSH
from archive.search.postings import Codec
from archive.search.query import Problem, leaves
from archive.search.ranking import page
from archive.search.snapshot import NAME, Snapshot, open_snapshot, state
from archive.search.whoosh_files import BAGS, DurableStorage, entry, marker, schema, sound

_MEMORY = 64  # megabytes of postings that a writer gathers before it sorts them on disk


class Whoosh:
    """Whoosh as an `engine.Engine`."""

    name = WHOOSH

    def create(self, folder: Path, documents: Iterable[Document], upto: int) -> None:
        """Write a whole index into a folder, from each photograph once."""
        writer: Any = None
        try:
            created = FileIndex.create(DurableStorage(folder), schema(), NAME)
            writer = created.writer(limitmb=_MEMORY, codec=Codec())
            for document in documents:
                writer.add_document(**entry(document))
            writer.add_document(**marker(upto))
            writer.commit(merge=False)
        finally:
            _abandon(writer)

    def open(self, folder: Path) -> "WhooshOpened":
        """Open what `create` wrote; raises Unavailable."""
        return WhooshOpened(folder)


class WhooshOpened:
    """A generation of Whoosh's; one object serves all threads of a process."""

    def __init__(self, folder: Path) -> None:
        """Use this folder; nothing is opened before it is asked for."""
        self._folder = folder
        self._lock = threading.Lock()
        self._held: Snapshot | None = None
        self._unfiltered: tuple[Snapshot, dict[tuple[Audience, str], list[FacetValue]]] | None = None

    def find(self, request: Request) -> Found:
        """Answer a request from the newest state on disk."""
        snapshot = self._snapshot()
        matching, matches = _matched(snapshot, request)
        problems = list(matching.problems)
        start = max(0, request.offset)
        window = slice(start, start + max(0, request.limit))
        ids: list[int] = []
        texts = list(leaves(request.query.node))
        if window.stop > DEEPEST:
            problems.append(Problem("page-too-deep", f"{DEEPEST:,}"))
        elif window.stop > start:
            ids = page(matching, snapshot.parts, matches, texts, request.sort, window).tolist()
        return Found(
            total=sum(bits.bit_count() for bits in matches),
            ids=tuple(ids),
            facets=self._facets(snapshot, matching, matches, request),
            seen=snapshot.seen,
            problems=tuple(problems),
        )

    def whole(self, request: Request) -> Whole:
        """Ids of everything that a request finds, in its order."""
        snapshot = self._snapshot()
        matching, matches = _matched(snapshot, request)
        texts = list(leaves(request.query.node))
        everything = slice(0, sum(bits.bit_count() for bits in matches))
        ids = page(matching, snapshot.parts, matches, texts, request.sort, everything)
        return Whole(array("q", ids.tobytes()), tuple(matching.problems))

    def seen(self) -> int:
        """The place in history up to which the index knows the catalogue."""
        return self._snapshot().seen

    def count(self) -> int:
        """How many photographs are indexed."""
        return sum(live.bit_count() for _, live in self._snapshot().parts)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """The (id, version) of every photograph indexed."""
        return self._snapshot().pairs()

    def words(self, prefix: str, audience: Audience) -> list[str]:
        """The words beginning so, in the order of their code points."""
        snapshot = self._snapshot()
        bags = BAGS if audience == "staff" else BAGS[:1]
        found = merge(*(part.segment.words(bag, prefix) for part in snapshot.parts for bag in bags))
        return [word for word, _ in groupby(found)]

    def worn(self) -> bool:
        """Whether a new generation is worth its making: saves have left much that is dead or scattered."""
        return merging.worn(self._snapshot().counts())

    def check(self) -> None:
        """Read everything anew; raises Unavailable if something is wrong with it."""
        open_snapshot(self._folder)
        if not sound(self._folder):
            raise Unavailable("The search index is broken; it has to be built again.")

    def close(self) -> None:
        """Nothing is held by a writer between two changes."""

    def apply(self, changes: Iterable[Document | Gone], upto: int) -> None:
        """Write changed photographs and the cursor in one commit; of two changes of one, the last.

        Two of one in a commit would leave Whoosh with two live photographs.
        """
        latest = {change.id: change for change in changes}
        if not latest and upto == self.seen():
            return
        with _written(self._folder) as writer:
            snapshot = self._snapshot()
            for number in (*snapshot.numbers(latest), *snapshot.markers()):
                writer.delete_document(number)
            for change in latest.values():
                if isinstance(change, Document):
                    writer.add_document(**entry(change))
            writer.add_document(**marker(upto))
            writer.commit(mergetype=merging.within(max(merging.MOST, len(latest))))

    def _snapshot(self) -> Snapshot:
        held = self._held
        if held and held.state == state(self._folder):
            return held
        with self._lock:
            if self._held is None or self._held.state != state(self._folder):
                self._held = open_snapshot(self._folder, self._held)
            return self._held

    def _facets(
        self, snapshot: Snapshot, matching: Matching, matches: list[int], request: Request
    ) -> dict[str, list[FacetValue]]:
        """The counts; those of everything are kept, as every visit begins there."""
        groups = [group for group in request.groups if group in fields.FACETS]
        if matches != matching.visible or request.facet_limit is not None:
            return facets.counted(snapshot, request.audience, matches, groups, request.facet_limit)
        kept = self._unfiltered
        if kept is None or kept[0] is not snapshot:
            kept = self._unfiltered = (snapshot, {})
        known = kept[1]
        missing = [group for group in groups if (request.audience, group) not in known]
        for group, values in facets.counted(snapshot, request.audience, matches, missing, None).items():
            known[request.audience, group] = values
        return {group: list(known[request.audience, group]) for group in groups}


def _matched(snapshot: Snapshot, request: Request) -> tuple[Matching, list[int]]:
    """What a request matches in each segment, its chosen facets obeyed."""
    matching = Matching(snapshot, request.audience)
    matches = matching.match(request.query.node)
    for facet, values in request.facets.items():
        if facet in fields.FACETS and values:
            having = facets.chosen(snapshot, request.audience, facet, values)
            matches = [bits & chosen for bits, chosen in zip(matches, having, strict=True)]
    return matching, matches


@contextmanager
def _written(generation: Path) -> Iterator[Any]:
    """A writer; unless it commits, the index stays as it was and the lock is let go."""
    try:
        writer = FileIndex(DurableStorage(generation), indexname=NAME).writer(limitmb=_MEMORY, codec=Codec())
    except LockError as error:
        raise Busy("Another process is writing to the search index. Nothing was changed.") from error
    except Exception as error:
        raise Unavailable("The search index is broken; it has to be built again.") from error
    try:
        yield writer
    except Exception as error:
        if not isinstance(error, Unavailable):
            raise Unavailable(f"The search index could not be written and is as it was: {error}.") from error
        raise
    finally:
        _abandon(writer)


def _abandon(writer: Any) -> None:
    """Close a writer that has not committed."""
    if writer is not None and not writer.is_closed:
        with suppress(Exception):
            writer.cancel()
        with suppress(Exception):  # cancel lets go of the lock last, and may fail before
            writer.writelock.release()
