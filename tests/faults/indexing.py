"""Index an archive again and again until killed: `python -m tests.faults.indexing HOME ENGINE SEED`.

Each turn saves some photographs, and then catches up with them, or builds a whole new index and swaps.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from archive.catalogue import photographs
from archive.history import OPERATOR
from archive.parts import Parts
from archive.search import keeper
from archive.search.generations import writer_lock
from tests import builders


def save(parts: Parts, accession: str, words: str) -> None:
    """Give a photograph another caption."""
    with parts.db.writing() as session:
        version = photographs.get(session, accession).version
        photographs.amend(session, OPERATOR, accession, {"caption": words}, version=version)


def main(home: Path, engine: str, seed: int) -> None:
    """Work until killed."""
    parts = builders.archive(home, search_engine=engine)
    draw = random.Random(seed)  # no secret
    accessions = sys.stdin.read().split()
    with writer_lock(parts.settings.index):
        sys.stdout.write("begun\n")
        sys.stdout.flush()
        while True:
            for accession in draw.sample(accessions, 2):
                save(parts, accession, f"A lighthouse, number {draw.random()}.")
            if draw.random() < 0.4:
                keeper.rebuild(parts.db, parts.index)
            else:
                keeper.tend(parts.db, parts.index)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
