"""Everything about photographs but their words, in memory.

Sets of photographs are whole numbers whose bit n is photograph n: combining and counting them is the
machine's own work. What belongs to photographs (days, values of facets) are arrays. One `View` holds what
one audience may know of one segment: it is made from nothing else, so that nothing else can show in an
answer.
"""

from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial, reduce
from operator import or_
from typing import Any

import numpy as np
import numpy.typing as npt

from archive.search import fields
from archive.search.fields import Audience, Row

Numbers = npt.NDArray[Any]

UNDATED = 99_999_999  # after every day written as YYYYMMDD
_FEW = 24  # so few bits are set one by one rather than through an array
_SOME = 30  # one photograph in so many is looked up by itself rather than by going through all


def bits_of(numbers: Collection[int] | Numbers, size: int) -> int:
    """The whole number with these bits, all below `size`."""
    if len(numbers) < _FEW:
        return reduce(or_, (1 << int(number) for number in numbers), 0)
    flags = np.zeros(size, dtype=np.bool_)
    flags[np.asarray(numbers)] = True
    return packed(flags)


def packed(flags: Numbers) -> int:
    """The whole number with the bits that are true here."""
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def flags_of(bits: int, size: int) -> Numbers:
    """One true or false for each of `size` bits from the lowest."""
    content = np.frombuffer(bits.to_bytes((size + 7) // 8, "little"), dtype=np.uint8)
    return np.unpackbits(content, count=size, bitorder="little").view(np.bool_)


def members(bits: int) -> Numbers:
    """The numbers of the bits that are set, in order."""
    return np.flatnonzero(flags_of(bits, bits.bit_length()))


class Facet:
    """Which photographs of a segment have which value, and how often each value occurs among some.

    `names` are the values in the order in which equally frequent ones are listed; a value is known by its
    place there.
    """

    def __init__(
        self, size: int, numbers: "Numbers | array[int]", places: "Numbers | array[int]", names: Sequence[str]
    ) -> None:
        """Take pairs of a photograph, in order, and the place of a value of it among the `names` given."""
        order = sorted(range(len(names)), key=lambda place: (names[place].casefold(), names[place]))
        moved = np.empty(len(names), dtype=np.int32)
        moved[order] = np.arange(len(names), dtype=np.int32)
        self._size = size
        self._numbers = np.array(numbers, dtype=np.int32)
        self._places = moved[np.array(places, dtype=np.int32)]
        self.names = [names[place] for place in order]
        self._in_another: tuple[Facet, Numbers] | None = None

    def count(self, matches: int) -> Numbers:
        """How many of these have each value, by its place in `names`."""
        if matches.bit_count() * _SOME < self._size:
            wanted = members(matches).astype(np.int32)
            starts = np.searchsorted(self._numbers, wanted)
            chosen = _ranges(starts, np.searchsorted(self._numbers, wanted, side="right") - starts)
            return np.bincount(self._places[chosen], minlength=len(self.names))
        flags = flags_of(matches, self._size)
        return np.bincount(self._places[flags[self._numbers]], minlength=len(self.names))

    def having(self, values: Sequence[str]) -> int:
        """The photographs with any of these values."""
        wanted = [place for place in map(self.place, values) if place is not None]
        return bits_of(self._numbers[np.isin(self._places, wanted)], self._size) if wanted else 0

    def sets(self) -> dict[str, int]:
        """The photographs of each value."""
        return {name: self.having((name,)) for name in self.names}

    def places_in(self, other: "Facet") -> Numbers:
        """The places of its values in another facet, -1 where it has them not; the last asked for is kept."""
        kept = self._in_another
        if other is self:
            return np.arange(len(self.names))
        if kept is None or kept[0] is not other:
            found = (other.place(name) for name in self.names)
            places = [-1 if place is None else place for place in found]
            kept = self._in_another = (other, np.array(places, dtype=np.int64))
        return kept[1]

    def place(self, value: str) -> int | None:
        """The place of a value in `names`; None if no photograph has it."""
        low, high, key = 0, len(self.names), (value.casefold(), value)
        while low < high:
            middle = (low + high) // 2
            name = self.names[middle]
            if (name.casefold(), name) < key:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self.names) and self.names[low] == value else None


class _Listed:
    """Gathers a facet whose values photographs have each for themselves, photograph by photograph."""

    def __init__(self) -> None:
        self._names: dict[str, int] = {}
        self._numbers, self._places = array("i"), array("i")

    def add(self, number: int, values: Iterable[str]) -> None:
        for value in values:
            self._numbers.append(number)
            self._places.append(self._names.setdefault(value, len(self._names)))

    def facet(self, size: int) -> Facet:
        return Facet(size, self._numbers, self._places, list(self._names))


class _Shared:
    """Gathers what follows from columns that many photographs have alike: it is worked out once for all."""

    def __init__(self) -> None:
        self._sets: list[Row] = []  # one photograph for each set of such columns
        self._known: dict[object, int] = {}
        self._kinds = array("i")

    def add(self, alike: object, row: Row) -> None:
        kind = self._known.get(alike)
        if kind is None:
            kind = self._known[alike] = len(self._sets)
            self._sets.append(row)
        self._kinds.append(kind)

    def facet(self, size: int, numbers: "array[int]", values: Callable[[Row], Iterable[str]]) -> Facet:
        names: dict[str, int] = {}
        of_kind = [[names.setdefault(value, len(names)) for value in values(row)] for row in self._sets]
        kinds = np.array(self._kinds, dtype=np.int32)
        lengths = np.array([len(places) for places in of_kind], dtype=np.int64)
        starts = np.cumsum(lengths) - lengths
        flat = np.array([place for places in of_kind for place in places], dtype=np.int32)
        repeated = lengths[kinds]
        chosen = _ranges(starts[kinds], repeated)
        return Facet(size, np.repeat(np.array(numbers, dtype=np.int32), repeated), flat[chosen], list(names))


# What these facets say of a photograph, and its flags and languages, follows from its days or from its texts
# and state alone. The contract tests notice if `fields` ever looks at more.
_BY_DAYS = ("decade", "year")
_BY_TEXTS = ("language", "description")
_BY_ITSELF = ("creator", "person", "keyword")


class View:
    """What one audience may know of the photographs of a segment, beside their words."""

    def __init__(self, audience: Audience, rows: Iterable[tuple[int, Row]], size: int) -> None:
        """Take the rows with their numbers, in order; those the audience may not see are left out here."""
        listed = {facet: _Listed() for facet in _BY_ITSELF}
        names = ("days", "texts", *(facet for facet in fields.FACETS if facet not in _BY_ITSELF))
        shared = {name: _Shared() for name in names if name not in (*_BY_DAYS, *_BY_TEXTS)}
        visible = array("i")
        for number, row in rows:
            if audience == "reader" and not row.public:
                continue
            visible.append(number)
            texts = (*row.reader_texts, None, *row.staff_texts, row.pending, row.visibility, row.has_image)
            shared["texts"].add(texts, row)
            shared["days"].add((row.earliest, row.latest), row)
            shared["collection"].add(row.collection, row)
            shared["place"].add(row.place, row)
            shared["rights"].add(row.rights, row)
            for facet, values in listed.items():
                values.add(number, fields.facet_values(row, facet, audience))
        self.visible = bits_of(visible, size)
        self.facets = {}
        for facet in fields.FACETS:
            if facet in listed:
                self.facets[facet] = listed[facet].facet(size)
            else:
                source = "days" if facet in _BY_DAYS else "texts" if facet in _BY_TEXTS else facet
                of = partial(fields.facet_values, facet=facet, audience=audience)
                self.facets[facet] = shared[source].facet(size, visible, of)
        self.rights = self.facets["rights"].sets()
        self.flags = shared["texts"].facet(size, visible, lambda row: fields.flags(row, audience)).sets()
        self.languages = (
            shared["texts"].facet(size, visible, lambda row: fields.languages(row, audience)).sets()
        )


def _ranges(starts: Numbers, lengths: Numbers) -> Numbers:
    """The numbers from each start on, so many of each, one after the other."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    numbers: Numbers = np.arange(total) + np.repeat(starts - ends + lengths, lengths)
    return numbers


class Dates:
    """The days of a segment's photographs, and their orders."""

    def __init__(self, first: "array[int]", last: "array[int]", ids: Numbers) -> None:
        """Take the days of each number, `UNDATED` if there is none; `ids` 0 where there is no photograph."""
        self.first = np.array(first, dtype=np.int32)
        self.last = np.array(last, dtype=np.int32)
        self.ids = ids

    def keys(self, numbers: Numbers, sort: str) -> Numbers:
        """What photographs are ordered by, smaller first, undated ones last; equal ones stand by id."""
        match sort:
            case "oldest":
                return self.first[numbers]
            case "newest":
                last = self.last[numbers]
                return np.where(last == UNDATED, UNDATED, -last)
            case _:
                return -self.ids[numbers]

    def overlapping(self, earliest: str | None, latest: str | None) -> int:
        """The dated photographs whose days overlap these."""
        flags = self.first <= (day(latest) if latest else UNDATED - 1)
        if earliest:
            flags &= self.last >= day(earliest)
        return packed(flags & (self.first != UNDATED))


def day(iso: str | None) -> int:
    """An ISO day as a number in the order of time; `UNDATED` for none."""
    return UNDATED if iso is None else int(iso.replace("-", ""))
