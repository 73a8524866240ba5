"""`kill -9` of indexing and of the swap: after the next start the index holds exactly the catalogue."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from archive.search import keeper
from archive.search.generations import writer_lock
from archive.search.index import Request
from archive.search.query import parse
from tests import builders
from tests.faults.standing import AFTER, KILLS, chance
from tests.server import environment

PHOTOGRAPHS = 30
TIMES = max(50, KILLS) if "KILLS" in os.environ else KILLS  # `make faults` sets it


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_kill_at_random_moments_of_indexing(tmp_path: Path, engine: str) -> None:
    parts = builders.archive(tmp_path / "home", search_engine=engine)
    home = parts.settings.home
    accessions = [
        builders.photograph(parts, caption=f"A lighthouse, number {n}.") for n in range(PHOTOGRAPHS)
    ]
    keeper.tend(parts.db, parts.index)
    parts.close()
    del parts
    gc.collect()
    when = chance(17)
    behind = []
    for _ in range(TIMES):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.indexing", str(home), engine, str(when.randrange(10**6))],
            env=environment(home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(" ".join(accessions))
            process.stdin.close()
            assert process.stdout.readline() == "begun\n"
            with pytest.raises(subprocess.TimeoutExpired):  # alive until we end it
                process.wait(when.random() * 4 * AFTER)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            process.stdout.close()
        parts = builders.archive(home, search_engine=engine)
        assert parts.index.find(Request(parse("lighthouse"), "staff")).total == PHOTOGRAPHS, "it opens"
        assert parts.index.healthy()
        behind.append(not keeper.exact(parts.db, parts.index))
        with writer_lock(parts.settings.index):
            keeper.tend(parts.db, parts.index)
        assert keeper.exact(parts.db, parts.index)
        parts.close()
        del parts
        gc.collect()  # an index that was written to holds its lock as long as it is there
    parts = builders.archive(home, search_engine=engine)
    keeper.rebuild(parts.db, parts.index)
    assert len(list(parts.settings.index.glob("gen-*"))) == 1, "nothing of what was killed stays"
    parts.close()
    sys.stdout.write(f"{engine} killed {TIMES} times, {sum(behind)} of them with the index behind\n")
