"""Postings come back as they were written, narrow or wide."""

from array import array
from io import BytesIO
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from archive.search.postings import Postings, Writer, rounded


class Info:
    """What Whoosh keeps about a term, as far as it is used."""

    def add_block(self, block: Any) -> None:
        self.count, self.first, self.last = len(block), block.min_id(), block.max_id()

    def set_extent(self, offset: int, length: int) -> None:
        self.offset, self.length = offset, length


places: st.SearchStrategy[list[int]] = st.one_of(
    st.just([]),
    st.lists(st.integers(0, 300), min_size=1, max_size=300),
    st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=3),
)
one = st.tuples(st.integers(0, 2**31 - 1), st.floats(1e-6, 1e6), places)


@given(
    st.lists(st.lists(one, min_size=1, max_size=40, unique_by=lambda each: each[0]), min_size=1, max_size=4)
)
def test_what_is_written_is_read(terms: list[list[tuple[int, float, list[int]]]]) -> None:
    file, infos = BytesIO(b"before"), []
    file.seek(6)
    writer = Writer(file)
    for term in terms:
        info = Info()
        writer.start_postings(None, info)
        for number, weight, where in sorted(term):
            writer.add_posting(number, weight, array("I", where).tobytes())
        writer.finish_postings()
        infos.append(info)
    for term, info in zip(terms, infos, strict=True):
        written = [(n, rounded(weight), array("I", where).tobytes()) for n, weight, where in sorted(term)]
        read = Postings(file.getvalue()[info.offset : info.offset + info.length], None)
        assert list(read.each()) == written
        assert (info.count, info.first, info.last) == (len(term), written[0][0], written[-1][0])
        assert list(read.places) == [place for _, _, where in sorted(term) for place in where]
        one_by_one = []
        while read.is_active():  # as Whoosh asks when it merges
            one_by_one.append((read.id(), read.weight(), read.value()))
            read.next()
        assert one_by_one == written


@given(st.floats(1e-9, 1e9))
def test_a_weight_is_near_enough(weight: float) -> None:
    assert abs(rounded(weight) / weight - 1) < 0.1


def test_a_word_of_one_photograph_takes_a_dozen_bytes() -> None:
    file = BytesIO()
    writer = Writer(file)
    writer.start_postings(None, Info())
    writer.add_posting(100_000, 0.7, array("I", [12]).tobytes())
    writer.finish_postings()
    assert len(file.getvalue()) <= 13
