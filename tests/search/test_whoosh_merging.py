"""Few segments, and no save that writes more of the old than it may."""

import random
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from archive.search import generations
from archive.search.engine_whoosh import Whoosh
from archive.search.index import Request
from archive.search.merging import MOST, together, worn
from archive.search.query import parse
from tests.search.makers import alt, document, index_of, refill

counts = st.integers(0, 5_000).flatmap(lambda rows: st.tuples(st.integers(0, rows), st.just(rows)))


@given(st.lists(counts, max_size=40), st.integers(1, 200))
def test_no_save_writes_more_of_the_old_than_it_may(segments: list[tuple[int, int]], budget: int) -> None:
    chosen = together(segments, budget)
    assert len(set(chosen)) == len(chosen)
    assert sum(segments[number][0] for number in chosen) <= budget


def test_eight_of_a_level_become_one_and_mostly_dead_ones_are_written_anew() -> None:
    assert together([(10_000, 10_001), *[(1, 2)] * 7], 64) == []
    assert together([(10_000, 10_001), *[(1, 2)] * 8], 64) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert together([*[(8, 9)] * 8, *[(1, 2)] * 7], 64) == list(range(8))
    assert together([(64, 65)] * 20, 64) == []
    assert together([(5, 40), (1, 2)], 64) == [0]
    assert together([(500, 4_000), (1, 2)], 64) == []


def test_thousands_of_saves_leave_segments_in_the_dozens_and_cost_little() -> None:
    draw = random.Random(2)  # no secret
    segments: list[list[int]] = [list(range(10_000))]  # the photographs that live in each
    written = 0
    for _ in range(2_000):
        changed = draw.randrange(10_000)
        segments = [[each for each in one if each != changed] if changed in one else one for one in segments]
        segments = [one for one in segments if one]
        chosen = together([(len(one), len(one) + 1) for one in segments], MOST)
        moved = [each for number in chosen for each in segments[number]]
        written += len(moved)
        rest = [one for number, one in enumerate(segments) if number not in chosen]
        segments = [*rest, [*moved, changed]]
    assert len(segments) < 60
    assert written < 2_000 * 4


def test_an_index_of_many_saves_answers_as_one_made_at_once(tmp_path: Path) -> None:
    draw = random.Random(3)  # no secret
    catalogue = {n: document(n, caption=f"boat number {n} boats in a row") for n in range(1, 30)}
    saved, whole = index_of(tmp_path / "saved"), index_of(tmp_path / "whole")
    refill(saved, catalogue.values(), 1)
    for step in range(2, 90):
        n = draw.randrange(1, 60)
        texts = (alt(f"two red boats by night {step} and a boat", approved=step % 3 > 0),)
        catalogue[n] = document(n, version=step, caption="boat " * (step % 4), texts=texts)
        saved.apply([catalogue[n]], step)
    refill(whole, catalogue.values(), 89)
    for text in ("", "boat", '"red boats by"', '"boat number"', "nu*", "red -night", "alt:boats"):
        for audience in ("reader", "staff"):
            asked = Request(parse(text), audience, limit=100)
            assert saved.find(asked) == whole.find(asked), (text, audience)
    assert saved.digest() == whole.digest()
    assert len(list(generations.current(tmp_path / "saved").glob("*.seg"))) < 20


def test_much_that_is_dead_or_scattered_wears_an_index_out(tmp_path: Path) -> None:
    assert not worn([(10_000, 10_001), *[(64, 65)] * 99])
    assert worn([(1, 2)] * 101)
    assert worn([(4_000, 10_000)])
    assert not worn([(6_000, 10_000)])
    assert not worn([(0, 900)])
    Whoosh().create(tmp_path, [document(1)], 1)
    assert not Whoosh().open(tmp_path).worn()
