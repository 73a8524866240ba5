"""The newest state of an index on disk, opened: its segments, and which of their photographs live."""

import time
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from whoosh.index import TOC
from whoosh.reading import SegmentReader

from archive.search.columns import bits_of, members
from archive.search.index import Unavailable
from archive.search.segments import Segment
from archive.search.whoosh_files import FORMAT, DurableStorage

NAME = "MAIN"  # Whoosh's name for the one index of a folder
_ATTEMPTS = 20
_PAUSE = 0.002  # seconds, longer each time: 0.4 in all


class State(NamedTuple):
    """Which state of the disk a snapshot shows: the generation's folder, and Whoosh's count of commits."""

    folder: Path
    commit: int


class Part(NamedTuple):
    """A segment and the photographs of it that live, as bits."""

    segment: Segment
    live: int


class Snapshot:
    """One state of the index; it never changes, and threads may share it."""

    def __init__(self, state: State, parts: tuple[Part, ...]) -> None:
        """Take the opened segments, in Whoosh's order; Unavailable if they are not of our making."""
        markers = [segment.markers[number] for segment, _ in parts for number in segment.markers]
        if not markers or any(marker.get("format") != FORMAT for marker in markers):
            raise Unavailable("The search index was made by another version; it has to be built again.")
        self.state = state
        self.parts = parts
        self.seen = max(marker["upto"] for marker in markers)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """The (id, version) of every photograph indexed."""
        for segment, live in self.parts:
            numbers = members(live)
            yield from zip(segment.ids[numbers].tolist(), segment.versions[numbers].tolist(), strict=True)

    def numbers(self, ids: Iterable[int]) -> Iterator[int]:
        """Whoosh's own number, over all segments, of each of these photographs that is indexed."""
        for base, (segment, live) in zip(self._bases(), self.parts, strict=True):
            for ident in ids:
                number = segment.number(ident)
                if number is not None and live >> number & 1:
                    yield base + number

    def markers(self) -> Iterator[int]:
        """Whoosh's own numbers of the rows that are no photographs."""
        for base, (segment, _) in zip(self._bases(), self.parts, strict=True):
            yield from (base + number for number in segment.markers)

    def counts(self) -> list[tuple[int, int]]:
        """How many rows of each segment live, and how many it has."""
        return [(live.bit_count(), segment.size) for segment, live in self.parts]

    def _bases(self) -> list[int]:
        return list(accumulate((segment.size for segment, _ in self.parts[:-1]), initial=0))


def state(folder: Path) -> State:
    """The newest state of a generation, at the cost of reading its folder; Unavailable without one."""
    try:
        commit: int = TOC._latest_generation(DurableStorage(folder), NAME)  # noqa: SLF001  # no public way without reading it all
    except OSError as error:
        raise Unavailable("The search index is not where it should be; it has to be built again.") from error
    return State(folder, commit)


def open_snapshot(folder: Path, before: Snapshot | None = None) -> Snapshot:
    """Open the newest state, keeping the segments that the one before has open.

    A commit or rebuild by another process can take files away under the hand: then it is tried again.
    Whatever else is wrong with the files is Unavailable.
    """
    for attempt in range(_ATTEMPTS):
        try:
            return _open(state(folder), before)
        except Unavailable:
            raise
        except FileNotFoundError as error:
            if attempt == _ATTEMPTS - 1:
                raise Unavailable(
                    "Files of the search index are missing; it has to be built again."
                ) from error
            time.sleep(_PAUSE * attempt)
        except Exception as error:  # a broken file makes Whoosh raise anything at all
            raise Unavailable("The search index is broken; it has to be built again.") from error
    raise AssertionError


def _open(found: State, before: Snapshot | None) -> Snapshot:
    if found.commit < 0:
        raise FileNotFoundError(found.folder)
    storage = DurableStorage(found.folder)
    contents: Any = TOC.read(storage, NAME, gen=found.commit)
    kept: Mapping[str, Segment] = {}
    if before and before.state.folder == found.folder:
        kept = {part.segment.name: part.segment for part in before.parts}
    parts = []
    for written in contents.segments:
        segment = kept.get(written.segment_id()) or Segment(SegmentReader(storage, contents.schema, written))
        dead = bits_of(list(written.deleted_docs()), segment.size)
        parts.append(Part(segment, segment.photographs & ~dead))
    return Snapshot(found, tuple(parts))
