"""How the photographs of a word are written in a Whoosh index: our own form, a few bytes each.

Whoosh's own takes some sixty bytes for a word of one photograph and thirty for each further one, and has to
be read a value at a time. Here a word has one record of whole numbers, each as narrow as the largest of its
kind allows: photographs as distances, weights as steps of a scale, and the places of the word in each.
"""

import math
import struct
from array import array
from functools import cached_property
from itertools import pairwise
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from whoosh.codec.base import PostingsWriter
from whoosh.codec.whoosh3 import W3Codec
from whoosh.matching import ListMatcher

Numbers = npt.NDArray[Any]

# How many photographs, then the kinds of number: of the distances, of how many places each photograph has
# (0 where every one has one), of the places (0 where none are kept).
_HEAD = struct.Struct("<I3s")
_NONE = "0"
_BYTE, _SHORT = 2**8, 2**16
_STEPS = 4  # a weight is rounded to so many steps for each doubling: near enough to rank
_SCALE = 2.0 ** (np.arange(-128, 128) / _STEPS)


def rounded(weight: float) -> float:
    """The weight that is kept for a weight."""
    return float(_SCALE[_step(weight) + 128])


class Codec(W3Codec):  # type: ignore[misc]  # Whoosh publishes no types
    """How Whoosh writes our index: postings in our form, and without lengths, which the weights contain."""

    length_stats = False

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> "Writer":  # noqa: ARG002, FBT001, FBT002  # Whoosh's own signature
        """What writes postings to this file."""
        return Writer(dbfile)

    def postings_reader(
        self,
        dbfile: Any,
        terminfo: Any,
        format_: Any,  # noqa: ARG002  # Whoosh's own signature
        term: Any = None,
        scorer: Any = None,  # noqa: ARG002  # Whoosh's own signature
    ) -> "Postings":
        """The postings of a term, whose place in the file `terminfo` knows."""
        return Postings.at(dbfile, terminfo, term)


class Writer(PostingsWriter):  # type: ignore[misc]  # Whoosh publishes no types
    """Writes one record for each term."""

    def __init__(self, file: Any) -> None:
        """Write to this file."""
        self._file = file
        self._info: Any = None
        self._weights: list[float] = []  # Whoosh's own statistics read this
        self._ids: list[int] = []
        self._values: list[bytes] = []

    def start_postings(self, format_: Any, terminfo: Any) -> None:  # noqa: ARG002  # Whoosh's own signature
        """Begin a term."""
        self._info = terminfo
        self._ids, self._weights, self._values = [], [], []

    def add_posting(self, id_: int, weight: float, vbytes: bytes, length: int | None = None) -> None:  # noqa: ARG002  # Whoosh's own signature
        """Take a photograph, later than the one before; `vbytes` are its places, four bytes each, or none."""
        self._ids.append(id_)
        self._weights.append(weight)
        self._values.append(vbytes)

    def finish_postings(self) -> Any:
        """Write the record; returns what Whoosh was given for the term, filled in."""
        self._info.add_block(self)
        record = self._record()
        self._info.set_extent(self._file.tell(), len(record))
        self._file.write(record)
        return self._info

    def written(self) -> bool:
        """Whether part of the term is on disk already: never, a record is written whole."""
        return False

    def __len__(self) -> int:
        """How many photographs the term has so far."""
        return len(self._ids)

    def min_id(self) -> int:
        """The first photograph."""
        return self._ids[0]

    def max_id(self) -> int:
        """The last photograph."""
        return self._ids[-1]

    def min_length(self) -> None:
        """Lengths are not kept."""

    def max_length(self) -> int:
        """Lengths are not kept."""
        return 0

    def max_weight(self) -> float:
        """The largest weight."""
        return max(self._weights)

    def _record(self) -> bytes:
        ids, lengths = self._ids, [len(value) // 4 for value in self._values]
        distances = _narrow([ids[0], *(after - before for before, after in pairwise(ids))])
        steps = array("b", map(_step, self._weights))
        places = _narrow(array("I", b"".join(self._values)))
        several = _narrow(lengths) if set(lengths) != {1} and places else array("B")
        kinds = (
            distances.typecode,
            several.typecode if several else _NONE,
            places.typecode if places else _NONE,
        )
        head = _HEAD.pack(len(ids), "".join(kinds).encode())
        return b"".join((head, *(part.tobytes() for part in (distances, steps, several, places))))


class Postings(ListMatcher):  # type: ignore[misc]  # Whoosh publishes no types
    """The postings of a term: as arrays for us, and one after the other for Whoosh when it merges."""

    @classmethod
    def at(cls, file: Any, info: Any, term: Any = None) -> Self:
        """The postings of a term, whose place in the file `info` knows."""
        offset, (length,) = info.extent()  # read from disk, Whoosh leaves the length in a tuple
        return cls(file.get(offset, length), term)

    def __init__(self, record: bytes, term: Any) -> None:
        """Take what `Writer` wrote for the term."""
        super().__init__((), term=term)
        count, kinds = _HEAD.unpack_from(record)
        kind = [chr(each) for each in kinds]
        self._record, self._at = record, _HEAD.size
        self.ids: Numbers = np.cumsum(self._take(kind[0], count), dtype=np.int32)
        self._scale: Numbers = self._take("b", count)
        self._several = self._take(kind[1], count) if kind[1] != _NONE else None
        total = count if self._several is None else int(self._several.sum())
        self._places: Numbers | None = self._take(kind[2], total) if kind[2] != _NONE else None
        self._ids = self.ids  # what Whoosh looks at

    @property
    def weights(self) -> Numbers:
        """The weight in each photograph."""
        weights: Numbers = _SCALE[self._scale.astype(np.int16) + 128]
        return weights

    @property
    def lengths(self) -> Numbers:
        """How many places each photograph has."""
        return np.ones(len(self.ids), dtype=np.int64) if self._several is None else self._several

    @property
    def places(self) -> Numbers:
        """The places in all photographs, one photograph's after the other's."""
        return np.empty(0, dtype=np.uint32) if self._places is None else self._places

    def each(self) -> "zip[tuple[int, float, bytes]]":
        """Photograph, weight and packed places, one after the other, as they were added."""
        values = [b""] * len(self.ids)
        if self._places is not None:
            packed, ends = self._places.astype(np.uint32).tobytes(), (np.cumsum(self.lengths) * 4).tolist()
            values = [packed[start:end] for start, end in zip([0, *ends], ends, strict=False)]
        return zip(self.ids.tolist(), self.weights.tolist(), values, strict=True)

    @cached_property
    def _each(self) -> list[tuple[int, float, bytes]]:
        return list(self.each())

    def id(self) -> int:
        """The photograph that Whoosh is at."""
        return self._each[self._i][0]

    def weight(self) -> float:
        """The weight in it."""
        return self._each[self._i][1]

    def value(self) -> bytes:
        """Its places, packed."""
        return self._each[self._i][2]

    def _take(self, kind: str, count: int) -> Numbers:
        taken = np.frombuffer(self._record, dtype=kind, count=count, offset=self._at)
        self._at += taken.nbytes
        return taken


def _narrow(numbers: "list[int] | array[int]") -> "array[int]":
    """The numbers, each in as few bytes as the largest needs."""
    largest = max(numbers, default=0)
    return array("B" if largest < _BYTE else "H" if largest < _SHORT else "I", numbers)


def _step(weight: float) -> int:
    return min(127, max(-128, round(_STEPS * math.log2(weight))))
