"""The files of an index of tantivy's: which are in use, whether they are whole, and what their harm becomes.

tantivy maps its files into memory. One that is cut short while we read it would end the process, so sizes
are compared before each answer. Every file but the list of them (`meta.json`, replaced by a rename) is
written once, and ends in its own CRC-32, which `verify` compares.
"""

import json
import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from archive.search.index import Busy, Unavailable

META = "meta.json"
_PARTS = ("idx", "pos", "term", "store", "fast", "fieldnorm")
_TAIL = struct.Struct("<II")  # the length of the footer, and tantivy's sign that there is one
_SIGN = 1337
_BLOCK = 1 << 20  # bytes read at once
BROKEN = "The search index is broken; it has to be built again."


class Stamp(NamedTuple):
    """Which list of files stands: it is a new file after every commit and every merge."""

    file: int
    changed: int
    bytes: int


def stamp(folder: Path) -> Stamp:
    """The list's stamp, at the cost of one look; Unavailable without one."""
    try:
        found = (folder / META).stat()
    except OSError as error:
        raise Unavailable("The search index is not where it should be; it has to be built again.") from error
    return Stamp(found.st_ino, found.st_mtime_ns, found.st_size)


class Files(NamedTuple):
    """The files in use with their sizes, and how many rows they hold, the dead among them."""

    sizes: tuple[tuple[str, int], ...]
    rows: int
    segments: int

    def check(self) -> None:
        """Whether all are as long as they were; raises Unavailable."""
        for path, size in self.sizes:
            try:
                if os.stat(path).st_size == size:  # noqa: PTH116  # a hundred of them before each answer
                    continue
            except OSError as error:
                raise Unavailable(BROKEN) from error
            raise Unavailable(BROKEN)

    def compare(self, before: "Files") -> None:
        """Whether those that were in use before are as long as they were then; raises Unavailable."""
        known = dict(before.sizes)
        if any(known.get(path, size) != size for path, size in self.sizes):
            raise Unavailable(BROKEN)

    def verify(self) -> None:
        """Read all of them and compare their checksums; raises Unavailable."""
        for path, _ in self.sizes:
            _verify(Path(path))


def in_use(folder: Path) -> Files:
    """What the list names; raises OSError or ValueError where it is broken or a file is gone."""
    segments = json.loads((folder / META).read_bytes())["segments"]
    sizes: list[tuple[str, int]] = []
    for segment in segments:
        name = segment["segment_id"].replace("-", "")
        dead = segment["deletes"]
        parts = [*_PARTS, f"{dead['opstamp']}.del"] if dead else _PARTS
        paths = [folder / f"{name}.{part}" for part in parts]
        sizes.extend((str(path), path.stat().st_size) for path in paths)
    return Files(tuple(sizes), sum(segment["max_doc"] for segment in segments), len(segments))


def _verify(path: Path) -> None:
    """Compare a file with the checksum in its footer: body, footer as JSON, the footer's length, the sign."""
    with path.open("rb") as file:
        length, sign = _TAIL.unpack(_read(file, path.stat().st_size - _TAIL.size, _TAIL.size))
        body = path.stat().st_size - _TAIL.size - length
        if sign != _SIGN:
            raise Unavailable(BROKEN)
        footer = json.loads(_read(file, body, length))
        crc = 0
        file.seek(0)
        while body > 0:
            block = file.read(min(body, _BLOCK))
            crc = zlib.crc32(block, crc)
            body -= len(block)
    if crc != footer["crc"]:
        raise Unavailable(BROKEN)


def _read(file: Any, start: int, length: int) -> bytes:
    file.seek(start)
    content: bytes = file.read(length)
    return content


@contextmanager
def guarded(reason: str = BROKEN) -> Iterator[None]:
    """Whatever tantivy raises over its files is Unavailable, its panics as well."""
    try:
        yield
    except (Unavailable, Busy):
        raise
    except (OSError, ValueError, LookupError, TypeError, RuntimeError, struct.error) as error:
        raise Unavailable(f"{reason} ({error})" if reason != BROKEN else BROKEN) from error
    except BaseException as error:
        # tantivy's panics are no Exception, and their class can be named only once one was seen.
        if type(error).__name__ == "PanicException":
            raise Unavailable(BROKEN) from error
        raise
