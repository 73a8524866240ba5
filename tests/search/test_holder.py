"""What holds the index lets go of it, and opens it again when asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.search.index import Busy, Request
from archive.search.query import parse
from tests.search.makers import ENGINES, document, index_of, refill


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_after_closing_another_process_may_write_and_asking_opens_again(tmp_path: Path, engine: str) -> None:
    one, other = index_of(tmp_path / "index", engine), index_of(tmp_path / "index", engine)
    refill(one, [document(1, caption="boat")], 1)
    one.apply([document(2, caption="boat")], 2)
    one.close()
    other.apply([document(3, caption="boat")], 3)
    other.close()
    assert sorted(one.find(Request(parse("boat"))).ids) == [1, 2, 3]
    assert one.seen() == 3


def test_tantivys_writer_keeps_others_out_until_it_is_closed(tmp_path: Path) -> None:
    one, other = index_of(tmp_path / "index", "tantivy"), index_of(tmp_path / "index", "tantivy")
    refill(one, [document(1)], 1)
    one.apply([document(2)], 2)
    with pytest.raises(Busy):
        other.apply([document(3)], 3)
    one.close()
    other.apply([document(3)], 3)
    assert other.count() == 3
    other.close()
