"""Everything about photographs but their words, in memory, as whole numbers whose bit n is photograph n.

Combining and counting such numbers is the machine's own work, so that filters and exact counts over ten
thousand photographs take microseconds. One `View` holds what one audience may know of one segment: it is
made from nothing else, so that nothing else can show in an answer.
"""

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import reduce
from itertools import chain, compress
from operator import or_

from archive.search import fields
from archive.search.fields import Audience, Row

UNDATED = 99_999_999  # after every day written as YYYYMMDD
_OFTEN = 64  # a facet value held by at least one photograph in so many is counted by bits, others one by one
_FEW = 24  # so few bits are set one by one rather than through a text of digits
_TRUE = bytes.maketrans(b"01", b"\0\1")


def bits_of(numbers: Collection[int], size: int) -> int:
    """The whole number with these bits, all below `size`."""
    if len(numbers) < _FEW:
        return reduce(or_, (1 << number for number in numbers), 0)
    signs = bytearray(b"0") * (size + 1)
    for number in numbers:
        signs[size - number] = 49
    return int(signs, 2)


def flags_of(bits: int) -> bytes:
    """One byte for each bit from the lowest, 1 or 0."""
    return bin(bits)[:1:-1].encode().translate(_TRUE)


def members(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set, in order."""
    flags = flags_of(bits)
    return compress(range(len(flags)), flags)


class Facet:
    """Which photographs of a segment have which value, and how often each value occurs among some."""

    def __init__(self, size: int, values: dict[str, list[int]]) -> None:
        """Take the numbers of photographs by value, from `size` photographs."""
        self._size = size
        self._numbers = {name: array("I", numbers) for name, numbers in values.items()}
        often = max(1, size // _OFTEN)
        self._often = {name: bits_of(n, size) for name, n in values.items() if len(n) >= often}
        self._names = [name for name, numbers in values.items() if len(numbers) < often]
        # For each photograph the places in `_names` of its rare values: small numbers count the fastest.
        self._rare: list[tuple[int, ...]] = [()] * (size if self._names else 0)
        for place, name in enumerate(self._names):
            for number in values[name]:
                self._rare[number] += (place,)
        self._having_rare = bits_of([number for number, places in enumerate(self._rare) if places], size)

    def count(self, matches: int) -> dict[str, int]:
        """How many of these have each value; values that none has are left out."""
        found = {name: n for name, bits in self._often.items() if (n := (bits & matches).bit_count())}
        rare = map(self._rare.__getitem__, members(self._having_rare & matches))
        for place, n in Counter(chain.from_iterable(rare)).items():
            found[self._names[place]] = n
        return found

    def having(self, values: Sequence[str]) -> int:
        """The photographs with any of these values."""
        numbers = (self._numbers.get(value, ()) for value in values)
        return bits_of(list(chain.from_iterable(numbers)), self._size)


class View:
    """What one audience may know of the photographs of a segment, beside their words."""

    def __init__(self, audience: Audience, rows: Iterable[tuple[int, Row]], size: int) -> None:
        """Take the rows with their numbers; those the audience may not see are left out here."""
        flags: dict[str, list[int]] = {}
        languages: dict[str, list[int]] = {}
        rights: dict[str, list[int]] = {}
        facets: dict[str, dict[str, list[int]]] = {facet: {} for facet in fields.FACETS}
        visible: list[int] = []
        for number, row in rows:
            if audience == "reader" and not row.public:
                continue
            visible.append(number)
            rights.setdefault(row.rights, []).append(number)
            for flag in fields.flags(row, audience):
                flags.setdefault(flag, []).append(number)
            for language in fields.languages(row, audience):
                languages.setdefault(language, []).append(number)
            for facet, names in facets.items():
                for value in fields.facet_values(row, facet, audience):
                    names.setdefault(value, []).append(number)
        self.visible = bits_of(visible, size)
        self.flags = {name: bits_of(numbers, size) for name, numbers in flags.items()}
        self.languages = {name: bits_of(numbers, size) for name, numbers in languages.items()}
        self.rights = {name: bits_of(numbers, size) for name, numbers in rights.items() if name}
        self.facets = {facet: Facet(size, names) for facet, names in facets.items()}


class Dates:
    """The days of a segment's photographs, and their orders."""

    def __init__(self, rows: Iterable[tuple[int, Row]], ids: Sequence[int], size: int) -> None:
        """Take the rows with their numbers; `ids` by number, 0 where there is no photograph."""
        self._size = size
        self.first = array("i", [UNDATED]) * size
        self.last = array("i", [UNDATED]) * size
        for number, row in rows:
            if row.earliest is not None and row.latest is not None:
                self.first[number] = _day(row.earliest)
                self.last[number] = _day(row.latest)
        numbers = sorted((number for number in range(size) if ids[number]), key=ids.__getitem__)
        self.added = array("I", reversed(numbers))
        self.oldest = array("I", sorted(numbers, key=self.first.__getitem__))
        self.newest = array("I", sorted(numbers, key=self.newness))
        self._firsts = array("i", (self.first[number] for number in self.oldest))
        self._newness = array("i", (self.newness(number) for number in self.newest))

    def newness(self, number: int) -> int:
        """What newest first is ordered by: the later the day the smaller, undated last."""
        return UNDATED if self.last[number] == UNDATED else -self.last[number]

    def overlapping(self, earliest: str | None, latest: str | None) -> int:
        """The dated photographs whose days overlap these."""
        begun = bisect_right(self._firsts, _day(latest) if latest else UNDATED - 1)
        dated = self.oldest[:begun]
        if earliest is None:
            return bits_of(dated, self._size)
        late = self.newest[: bisect_right(self._newness, -_day(earliest))]
        return bits_of(dated, self._size) & bits_of(late, self._size)


def _day(iso: str) -> int:
    return int(iso.replace("-", ""))
